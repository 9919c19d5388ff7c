//! What writing a document's words anew would do to its excerpts.

use std::collections::BTreeSet;

use super::{Cell, Column, Kind, Table, cite};
use crate::project::*;
use crate::text::{Revision, Span, Text, Turn, count_of, turn_at};

/// What becomes of a passage whose words are written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Going {
    /// None of its words is left.
    Gone,
    /// It lay in one turn, and lies in several.
    Split,
    /// Some of its words are left, and no others came.
    Shorter,
    /// It has other words.
    Changed,
}

impl Going {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Going::Gone => "gone",
            Going::Split => "split",
            Going::Shorter => "shorter",
            Going::Changed => "changed",
        }
    }
}

/// What a revision does to the excerpts of its document.
#[derive(Clone, Debug)]
pub struct Revisal {
    /// The excerpts that would not say what they said, in order of the text: where they stand, where they
    /// will (nowhere where they are gone), and what becomes of them.
    pub touched: Vec<(Span, Option<Span>, Going)>,
    /// How many excerpts say what they said.
    pub kept: usize,
    /// How many places of the text are changed.
    pub places: usize,
}

impl Revisal {
    /// Of a change that writes a document's words anew; `None` where it is another change.
    pub fn of(project: &Project, edit: &Edit) -> Option<Revisal> {
        let Edit::ReviseDocument { document: id, changes, after, .. } = edit else { return None };
        let document = project.document(*id)?;
        let excerpts: BTreeSet<Span> = project.codings_in(*id).map(|(_, coding)| coding.span).collect();
        let touched = excerpts.iter().filter(|&&span| changes.touches(span));
        let touched: Vec<_> = touched.map(|&span| goes(span, changes, &document.turns, &after.turns)).collect();
        Some(Revisal { kept: excerpts.len() - touched.len(), touched, places: changes.replaced().count() })
    }

    /// The sum of it: `3 places changed; 14 excerpts say what they said, 2 do not (1 gone, 1 changed)`.
    pub fn sum(&self) -> String {
        let places = format!("{} changed", count_of(self.places, "place"));
        let kept = count_of(self.kept, "excerpt");
        if self.touched.is_empty() {
            return format!("{places}; all excerpts ({kept}) say what they said");
        }
        let kinds = [Going::Gone, Going::Split, Going::Shorter, Going::Changed];
        let n = |kind: Going| self.touched.iter().filter(|(.., going)| *going == kind).count();
        let kinds: Vec<String> =
            kinds.into_iter().filter(|&kind| n(kind) > 0).map(|kind| format!("{} {}", n(kind), kind.word())).collect();
        format!("{places}; {kept} keep their words, {} do not ({})", self.touched.len(), kinds.join(", "))
    }

    /// The excerpts that would not say what they said: place, what becomes of them, codes, words now, words
    /// then.
    pub fn rows(&self, project: &Project, id: DocumentId, old: &Text, new: &Text) -> Vec<[String; 5]> {
        let row = |&(span, now, going): &(Span, Option<Span>, Going)| {
            let place = project.document(id).map_or_else(String::new, |document| cite(document, span));
            let here = project.codings_in(id).filter(|(_, coding)| coding.span == span);
            let codes: BTreeSet<String> = here.map(|(_, coding)| project.code_words(coding.code)).collect();
            let codes = codes.into_iter().collect::<Vec<_>>().join("; ");
            let after = now.map_or("", |now| new.passage(now));
            [place, going.word().into(), codes, old.passage(span).into(), after.into()]
        };
        self.touched.iter().map(row).collect()
    }

    /// The same as a table.
    pub fn table(&self, project: &Project, id: DocumentId, old: &Text, new: &Text) -> Table {
        let column = |(key, title): (&str, &str)| Column { key: key.into(), title: title.into(), kind: Kind::Words };
        let columns = [
            ("place", "place"),
            ("becomes", "becomes"),
            ("codes", "codes"),
            ("now", "words now"),
            ("then", "words then"),
        ];
        let rows = self.rows(project, id, old, new).into_iter();
        Table {
            report: "revise",
            title: format!("Excerpts whose words change: {}", self.sum()),
            columns: columns.map(column).into(),
            rows: rows.map(|row| row.map(|words| Cell::from(words.as_str())).into()).collect(),
            ..Table::default()
        }
    }
}

fn goes(span: Span, changes: &Revision, before: &[Turn], after: &[Turn]) -> (Span, Option<Span>, Going) {
    let now = changes.moved(span);
    let going = match now {
        None => Going::Gone,
        Some(now) if turns_in(after, now) > turns_in(before, span) => Going::Split,
        Some(_) if changes.inside(span).all(|place| place.put.0 == place.put.1) => Going::Shorter,
        Some(_) => Going::Changed,
    };
    (span, now, going)
}

fn turns_in(turns: &[Turn], span: Span) -> usize {
    let turn = |position| turn_at(turns, position).map_or(0, |place| place + 1);
    turn(span.end() - 1) - turn(span.start())
}
