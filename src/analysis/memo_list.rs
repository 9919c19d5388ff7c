//! The memos, as a table and as a page.

use crate::project::*;

use super::{Block, Cell, Kind, Page, Table, Value, mentions, named};
use crate::text::{fold, typed_parts};

/// Which memos are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoQuery {
    /// Of this kind.
    pub kind: Option<MemoKind>,
    /// Written by this coder.
    pub coder: Option<CoderId>,
    /// On this; on a document, those on passages in it too, and on a person or code those on their cells.
    pub on: Option<Target>,
    /// In whose words this is linked.
    pub mentions: Option<Target>,
    /// With all of these in their words or in what they are about, whatever their capitals and accents.
    pub words: Vec<String>,
    /// Of a journal.
    pub journal: bool,
}

impl MemoQuery {
    /// What is typed: words, and `kind:decision`, `coder:mk`, `on:FG2`, `mentions:Stigma`; a name with blanks
    /// stands in quotes, as `on:"FG2 107"`.
    ///
    /// # Errors
    /// A name that stands for nothing here: which.
    pub fn typed(project: &Project, typed: &str) -> Result<MemoQuery, String> {
        let mut query = MemoQuery::default();
        for part in typed_parts(typed) {
            let target = |name: &str| named(project, name).ok_or_else(|| format!("nothing here is called {name}"));
            match part.split_once(':') {
                Some(("kind", "journal")) => query.journal = true,
                Some(("kind", word)) => {
                    query.kind = Some(MemoKind::of(word).ok_or_else(|| format!("no kind of memo is called {word}"))?);
                }
                Some(("coder", name)) => {
                    let coder = project.coders().find(|(_, coder)| coder.name == name);
                    query.coder = Some(coder.ok_or_else(|| format!("no coder is called {name}"))?.0);
                }
                Some(("on", name)) => query.on = Some(target(name)?),
                Some(("mentions", name)) => query.mentions = Some(target(name)?),
                _ => query.words.push(fold(&part)),
            }
        }
        Ok(query)
    }

    /// Whether the words of a memo are as wanted; only looked at where it matters.
    fn fits_words(&self, project: &Project, texts: &dyn Texts, memo: &Memo) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let said = texts.text(memo.text).map_or_else(String::new, |text| text.as_str().to_string());
        let said = fold(&format!("{} {said}", target_words(project, memo.on)));
        self.words.iter().all(|word| said.contains(word.as_str()))
    }

    fn answers(&self, project: &Project, memo: &Memo) -> bool {
        if self.journal && !matches!(memo.on, Target::Day(_)) {
            return false;
        }
        let on = match (self.on, memo.on) {
            (None, _) => true,
            (Some(Target::Document(wanted)), Target::Excerpt(document, _)) => wanted == document,
            (Some(Target::Code(wanted)), Target::Code(code)) => wanted == project.stands_for(code),
            (Some(Target::Case(wanted)), Target::Case(case) | Target::Cell(case, _)) => wanted == project.person(case),
            (Some(Target::Code(wanted)), Target::Cell(_, code)) => wanted == project.stands_for(code),
            (Some(wanted), on) => wanted == on,
        };
        let coder = |coder| project.coder_of(coder) == project.coder_of(memo.coder);
        on && self.kind.is_none_or(|kind| kind == memo.kind) && self.coder.is_none_or(coder)
    }
}

/// The memos meant: on the study, on documents and their passages in order, on codes as the codebook has
/// them, on people, on cells of the matrix, and the journals by day.
pub fn memos_meant<'a>(project: &'a Project, texts: &dyn Texts, query: &MemoQuery) -> Vec<(MemoId, &'a Memo)> {
    let mentioning = query.mentions.map(|target| mentions(project, texts, target));
    let mut memos: Vec<(MemoId, &Memo)> = project
        .memos()
        .filter(|(_, memo)| query.answers(project, memo))
        .filter(|(id, _)| mentioning.as_ref().is_none_or(|mentioning| mentioning.contains(id)))
        .filter(|(_, memo)| query.fits_words(project, texts, memo))
        .collect();
    let document = |id| project.document_order().iter().position(|&other| other == id).unwrap_or(usize::MAX);
    let place_of = |code| project.codebook().place(project.stands_for(code)).unwrap_or(usize::MAX);
    memos.sort_by_key(|(id, memo)| match memo.on {
        Target::Project => (0, 0, None, None, *id),
        Target::Document(on) => (1, document(on), None, None, *id),
        Target::Excerpt(on, span) => (1, document(on), Some(span), None, *id),
        Target::Code(on) => (2, place_of(on), None, None, *id),
        Target::Case(_) => (3, 0, None, None, *id),
        Target::Cell(_, on) => (4, place_of(on), None, None, *id),
        Target::Day(day) => (5, 0, None, Some(day), *id),
    });
    memos
}

/// What a memo is about, in words: `code Barriers > Boundaries`, `FG2 107-109`.
pub fn target_words(project: &Project, on: Target) -> String {
    let title = |id| project.document(id).map_or("", |document| &document.title);
    match on {
        Target::Project => format!("study {}", project.name()),
        Target::Document(id) => format!("document {}", title(id)),
        Target::Excerpt(id, span) => format!("{} {}", title(id), project.line_range(id, span)),
        Target::Code(code) => format!("code {}", project.code_words(code)),
        Target::Case(case) => format!("case {}", project.person_name(Person::Case(project.person(case)))),
        Target::Cell(case, code) => {
            let person = project.person_name(Person::Case(project.person(case)));
            format!("cell of {person} and {}", project.code_words(code))
        }
        Target::Day(day) => format!("journal of {day}"),
    }
}

/// The memos meant, a row each.
pub fn memo_table(project: &Project, texts: &dyn Texts, query: &MemoQuery) -> Table {
    let mut table = Table {
        report: "memos",
        title: "Memos".to_string(),
        settings: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for (key, title) in [("on", "On"), ("kind", "kind"), ("coder", "coder"), ("id", "id"), ("words", "words")] {
        table.column(key, title, Kind::Words);
    }
    for (id, memo) in memos_meant(project, texts, query) {
        let words = texts.text(memo.text);
        table.rows.push(vec![
            Cell::from(target_words(project, memo.on).as_str()),
            Cell::from(memo.kind.word()),
            Cell::from(project.coder_name(memo.coder)),
            Cell::from(id.to_string().as_str()),
            words.map_or(Value::Undefined.into(), |text| Cell::from(text.as_str().trim())),
        ]);
    }
    table
}

/// The memos meant with all their words, under what they are about.
pub fn memo_page(project: &Project, texts: &dyn Texts, query: &MemoQuery) -> Page {
    let mut page = Page::new(format!("Memos of {}", project.name()));
    let mut last = None;
    for (_, memo) in memos_meant(project, texts, query) {
        if last.replace(memo.on) != Some(memo.on) {
            page.heading(0, target_words(project, memo.on));
            if let Target::Excerpt(id, span) = memo.on
                && let Some(text) = project.document(id).and_then(|document| texts.text(document.text))
            {
                let people = project.respondents(id, span).into_iter().map(|person| project.person_name(person));
                let source = format!("{} {}", people.collect::<Vec<_>>().join(", "), target_words(project, memo.on));
                page.blocks
                    .push(Block::Quote { words: text.passage(span).to_string(), source: source.trim().to_string() });
            }
        }
        page.heading(1, format!("{}, {}", memo.kind.word(), project.coder_name(memo.coder)));
        page.paragraph(texts.text(memo.text).map_or_else(
            || "its words are missing; see `emic check`".to_string(),
            |text| text.as_str().trim().to_string(),
        ));
    }
    if page.blocks.is_empty() {
        page.paragraph("There are no such memos.");
    }
    page
}
