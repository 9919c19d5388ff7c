//! Whether everything still fits together.

use crate::project::{CodeId, Fold, Project, Seal, Texts, Thing};

use super::{Cell, Column, Kind, Table, cite};

/// What is wrong, a row each: changes that could not be applied where they stand, words that cannot be
/// had, and excerpts that no longer say what they said when they were coded.
pub fn faults(fold: &Fold, texts: &dyn Texts) -> Table {
    let project = fold.project();
    let column = |name: &str| Column { key: name.to_string(), title: name.to_string(), kind: Kind::Words };
    let mut table = Table {
        report: "check",
        title: "What is wrong".to_string(),
        settings: Vec::new(),
        columns: ["what", "where", "why"].map(column).into(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    let mut add = |what: &str, place: &str, why: &str| table.rows.push([what, place, why].map(Cell::from).into());
    for conflict in fold.conflicts() {
        let [wanted, why, against] = conflict.said(project);
        let place = format!("{} by {}", conflict.op.id, project.coder_name(conflict.op.by));
        let why = format!("{wanted}: {why}; in its way: {against}; `emic settle {}`", conflict.op.id);
        add("conflict", &place, &why);
    }
    for codes in project.twins() {
        let made = |&code: &CodeId| {
            let who = fold.maker(Thing::Code(code)).map_or("somebody", |coder| project.coder_name(coder));
            format!("{code} by {who}")
        };
        let made: Vec<String> = codes.iter().map(made).collect();
        let joined = format!("`emic code merge {} {}` joins them", codes[1], codes[0]);
        add("same name", &project.code_words(codes[0]), &format!("made more than once: {}; {joined}", made.join(", ")));
    }
    let sealed = documents(project, texts, &mut add);
    for (id, memo) in project.memos() {
        if texts.text(memo.text).is_none() {
            add("missing words", &format!("memo {id}"), &missing(memo.text));
        }
    }
    let (documents, codings) = (project.document_order().len(), project.n_codings());
    table.notes.push(format!(
        "looked at {} changes, {documents} documents, {codings} codings; {sealed} of them say what they said",
        fold.done().len(),
    ));
    table
}

/// How many codings say what they said.
fn documents(project: &Project, texts: &dyn Texts, add: &mut dyn FnMut(&str, &str, &str)) -> usize {
    let mut sealed = 0;
    for (id, document) in project.documents() {
        let Some(text) = texts.text(document.text) else {
            add("missing words", &document.title, &missing(document.text));
            continue;
        };
        for (coding, found) in project.codings_in(id) {
            if Seal::of(document.salt, text.passage(found.span)) == found.seal {
                sealed += 1;
                continue;
            }
            let place = format!("{} (coding {coding})", cite(document, found.span));
            add("other words", &place, "the excerpt does not say what it said when it was coded; code it anew");
        }
    }
    sealed
}

fn missing(text: impl std::fmt::Display) -> String {
    format!("texts/{text}.txt is missing or damaged; bring it back from a backup or a colleague's copy")
}
