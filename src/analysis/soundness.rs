//! Whether everything still fits together.

use crate::project::{CodeId, Edit, Fold, Passage, Project, Seal, Target, Texts, Thing};
use crate::text::Text;

use super::{Cell, Column, Kind, Table, cite};

const BRING_BACK: &str = "bring the file back from a backup or a colleague's copy";
const LOOK: &str = "read the passage, and code it anew or take the coding off";

/// What is wrong, a row each: changes that could not be applied where they stand, words that cannot be
/// had, and excerpts that no longer say what they said when somebody spoke of them.
pub fn faults(fold: &Fold, texts: &dyn Texts) -> Table {
    let project = fold.project();
    let column = |name: &str| Column { key: name.to_string(), title: name.to_string(), kind: Kind::Words };
    let mut table = Table {
        report: "check",
        title: "What is wrong".to_string(),
        settings: Vec::new(),
        columns: ["what", "where", "why", "next"].map(column).into(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    let mut add = |row: [&str; 4]| table.rows.push(row.map(Cell::from).into());
    for conflict in fold.conflicts() {
        let [wanted, why, against] = conflict.said(project);
        let place = format!("{} by {}", conflict.op.id, project.coder_name(conflict.op.by));
        let why = format!("{wanted}: {why}; in its way: {against}");
        add(["conflict", &place, &why, &format!("`emic settle {}`", conflict.op.id)]);
    }
    for codes in project.twins() {
        let made = |&code: &CodeId| {
            let who = fold.maker(Thing::Code(code)).map_or("somebody", |coder| project.coder_name(coder));
            format!("{code} by {who}")
        };
        let made: Vec<String> = codes.iter().map(made).collect();
        let made = format!("made more than once: {}", made.join(", "));
        let next = format!("`emic code merge {} {}` joins them", codes[1], codes[0]);
        add(["same name", &project.code_words(codes[0]), &made, &next]);
    }
    let sealed = documents(fold, texts, &mut add);
    for (id, memo) in project.memos() {
        if texts.text(memo.text).is_none() {
            add(["missing words", &format!("memo {id}"), &missing(memo.text), BRING_BACK]);
        }
    }
    let (documents, codings) = (project.document_order().len(), project.n_codings());
    table.notes.push(format!(
        "looked at {} changes, {documents} documents, {codings} codings; {sealed} passages say what they said",
        fold.done().len(),
    ));
    table
}

/// How many passages say what they said: those coded, compared, named after, attributed or noted on.
fn documents(fold: &Fold, texts: &dyn Texts, add: &mut dyn FnMut([&str; 4])) -> usize {
    let project = fold.project();
    let passages = passages(fold);
    let mut sealed = 0;
    for (id, document) in project.documents() {
        let Some(text) = texts.text(document.text) else {
            add(["missing words", &document.title, &missing(document.text), BRING_BACK]);
            continue;
        };
        for (passage, what) in passages.iter().filter(|(passage, _)| passage.document == id) {
            if says(&text, document.salt, passage) {
                sealed += 1;
                continue;
            }
            let place = format!("{} ({what})", cite(document, passage.span));
            add(["other words", &place, "the excerpt does not say what it said", LOOK]);
        }
    }
    sealed
}

/// A memo has no seal: that its passage lies in the text, and the text is the one that was stored, is all.
fn says(text: &Text, salt: crate::project::TextKey, passage: &Passage) -> bool {
    passage.span.end() <= text.len()
        && (passage.seal == Seal::default() || Seal::of(salt, text.passage(passage.span)) == passage.seal)
}

/// Every passage that something stands on, and what that is.
fn passages(fold: &Fold) -> Vec<(Passage, String)> {
    let project: &Project = fold.project();
    let mut passages = Vec::new();
    for (id, _) in project.documents() {
        passages.extend(project.codings_in(id).map(|(coding, found)| {
            let passage = Passage { document: id, span: found.span, seal: found.seal };
            (passage, format!("coding {coding}"))
        }));
    }
    for (id, code) in project.codes() {
        passages.extend(code.origin.map(|passage| (passage, format!("the name of code {id}"))));
    }
    for (id, comparison) in project.comparisons() {
        passages.extend(comparison.excerpts.iter().map(|&passage| (passage, format!("comparison {id}"))));
    }
    for (id, _) in project.themes() {
        let stances = project.stances(id);
        passages.extend(stances.map(|(passage, stand)| (passage, format!("{} theme {id}", stand.word()))));
    }
    for (id, memo) in project.memos() {
        if let Target::Excerpt(document, span) = memo.on {
            passages.push((Passage { document, span, seal: Seal::default() }, format!("memo {id}")));
        }
    }
    // Who speaks is kept without a seal; the change that said so has one, good for the words of its time.
    for done in fold.done().iter().filter(|done| done.took()) {
        if let Edit::Attribute { passage, speakers: Some(_) } = &done.op.edit
            && project.attribution(passage.document, passage.span).is_some()
            && project.document(passage.document).is_some_and(|document| document.revised.is_none())
        {
            passages.push((*passage, "who speaks there".to_string()));
        }
    }
    passages
}

fn missing(text: impl std::fmt::Display) -> String {
    format!("texts/{text}.txt is missing or damaged")
}
