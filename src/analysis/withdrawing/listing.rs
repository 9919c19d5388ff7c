//! What a project holds of one person, a row each, to be looked through before anything is erased.

use super::Holding;
use crate::analysis::{Cell, Column, Kind, Table, cite, target_words};
use crate::project::*;
use crate::text::{Span, clip, count_of, on_one_line};

/// So many characters of what somebody said or wrote are shown.
const SHOWN: usize = 60;

impl Holding<'_> {
    /// Every turn, excerpt, memo, name, definition, claim, search, value and reason that holds the person's words or names them:
    /// what it is, where, what it says, and what it would say.
    pub fn table(&self, fold: &Fold) -> Table {
        let column = |name: &str| Column { key: name.to_string(), title: name.to_string(), kind: Kind::Words };
        let columns = ["what", "where", "says", "becomes"].map(column).into();
        let mut table = Table { report: "withdraw", title: self.title(), columns, ..Table::default() };
        let rows = self.rows(fold);
        let counted = |what: &str| rows.iter().filter(|row| row[0] == what).count();
        let mut kinds: Vec<&str> = Vec::new();
        for row in &rows {
            if !kinds.contains(&row[0].as_str()) {
                kinds.push(&row[0]);
            }
        }
        let sum = kinds.iter().map(|kind| count_of(counted(kind), kind)).collect::<Vec<_>>().join(", ");
        table.notes.push(if sum.is_empty() { "nothing of theirs is left".to_string() } else { sum });
        let cells = |row: [String; 4]| row.map(|words| Cell::from(words.as_str())).into();
        table.rows = rows.into_iter().map(cells).collect();
        table
    }

    fn title(&self) -> String {
        let case = self.project.case(self.person);
        let how = case.and_then(|case| case.withdrawn).map_or(String::new(), |how| format!(" ({})", how.said()));
        format!("What there is of {}{how}", case.map_or("", |case| &case.name))
    }

    fn rows(&self, fold: &Fold) -> Vec<[String; 4]> {
        let mut rows = Vec::new();
        self.passages(&mut rows);
        self.memos(&mut rows);
        self.written_words(&mut rows);
        for done in fold.done() {
            if let Some(why) = &done.op.why
                && let Some(becomes) = self.written(why)
            {
                rows.push(row("reason", done.op.id.to_string(), why, &becomes));
            }
        }
        for (id, document) in self.project.all_documents().filter(|(_, document)| document.gone) {
            if self.document(id) {
                rows.push(row("removed document", document.title.clone(), "", "erased"));
            }
        }
        rows
    }

    fn passages(&self, rows: &mut Vec<[String; 4]>) {
        let mut mentions = Vec::new();
        for (id, document) in self.project.documents() {
            let Some(text) = self.texts.text(document.text) else { continue };
            for (span, becomes) in self.places(id) {
                let what = if becomes == WITHDRAWN { "turn" } else { "name" };
                let found = row(what, cite(document, *span), text.passage(*span), becomes);
                if what == "turn" { rows.push(found) } else { mentions.push(found) }
            }
        }
        rows.append(&mut mentions);
        for (id, document) in self.project.documents() {
            let Some(text) = self.texts.text(document.text) else { continue };
            let mut spans: Vec<Span> = self.project.codings_in(id).map(|(_, coding)| coding.span).collect();
            spans.dedup();
            for span in spans.into_iter().filter(|span| self.places(id).iter().any(|(place, _)| place.overlaps(*span)))
            {
                let becomes =
                    if self.alone(id, span) { "no excerpt any more" } else { "an excerpt without their words" };
                rows.push(row("excerpt", cite(document, span), text.passage(span), becomes));
            }
        }
    }

    fn memos(&self, rows: &mut Vec<[String; 4]>) {
        for (_, memo) in self.project.memos() {
            let Some(text) = self.texts.text(memo.text) else { continue };
            if let Some(becomes) = self.written(text.as_str()) {
                rows.push(row("memo", target_words(self.project, memo.on), text.as_str(), &becomes));
            }
        }
    }

    /// Names, titles, labels, definitions, claims and values as they now are.
    fn written_words(&self, rows: &mut Vec<[String; 4]>) {
        let mut add = |what: &str, place: String, words: &str| {
            if let Some(becomes) = self.written(words) {
                rows.push(row(what, place, words, &becomes));
            }
        };
        for (_, document) in self.project.documents() {
            add("title", document.title.clone(), &document.title);
        }
        for (_, code) in self.project.codes() {
            add("code", code.name.clone(), &code.name);
        }
        for (_, code) in self.project.codes() {
            let Definition { definition, include, exclude, example } = &code.definition;
            [definition, include, exclude, example].into_iter().for_each(|it| add("definition", code.name.clone(), it));
        }
        for (id, theme) in self.project.themes() {
            add("theme", String::new(), &theme.claim);
            for (_, search) in self.project.searches(id) {
                add("search", theme.claim.clone(), &search.query);
            }
        }
        for (id, document) in self.project.documents() {
            for speaker in document.speakers.iter() {
                if let Some(becomes) = self.label(id, &speaker.label) {
                    rows.push(row("label", document.title.clone(), &speaker.label, &becomes));
                }
            }
        }
        for case in self.cases() {
            if let Some(becomes) = self.project.case(*case).and_then(|case| self.written(&case.name)) {
                rows.push(row("person", String::new(), self.project.case(*case).map_or("", |it| &it.name), &becomes));
            }
            for (attribute, phase, value) in self.project.values_of(Subject::Case(*case)) {
                let name = self.project.attributes().find(|(id, _)| *id == attribute);
                let name = name.map_or(String::new(), |(_, attribute)| attribute.name.clone());
                let place = phase.map_or(name.clone(), |phase| format!("{name} in {phase}"));
                rows.push(row("value", place, value, "no value"));
            }
        }
    }
}

/// A row; of long words, what is around the first change.
fn row(what: &str, place: String, says: &str, becomes: &str) -> [String; 4] {
    let (says, becomes) = (on_one_line(says), on_one_line(becomes));
    let alike = says.chars().zip(becomes.chars()).take_while(|(one, other)| one == other).count();
    let from = alike.saturating_sub(SHOWN / 3);
    let shown = |words: &str| {
        let begins = if from == 0 { "" } else { "…" };
        let words: String = words.chars().skip(from).collect();
        clip(&format!("{begins}{words}"), SHOWN, '…').into_owned()
    };
    [what.to_string(), place, shown(&says), shown(&becomes)]
}
