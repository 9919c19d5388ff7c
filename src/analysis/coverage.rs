//! How much of the words a code covers.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::project::{CodeId, DocumentId, Project, Texts};
use crate::text::{Span, words_touched};

use super::category::{code_columns, counted, heading};
use super::query::found;
use super::settings::Of;
use super::{Axis, By, Cell, Counting, Kind, Query, Reach, Settings, Table, Value, Wrong};

/// What a length is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Characters.
    #[default]
    Characters,
    /// Words, a word touched being a word covered.
    Words,
}

/// Stretches of documents: sorted, disjoint, in no document twice.
pub type Ground = BTreeMap<DocumentId, Vec<Span>>;

/// The characters a code covers: overlapping and touching spans are one run.
pub fn runs(counting: &Counting, code: CodeId, reach: Reach) -> Ground {
    let query = Query { code: Some(code), reach, ..counting.query() };
    let mut ground = Ground::new();
    for excerpt in found(counting, &query) {
        join_last(ground.entry(excerpt.document).or_default(), excerpt.span);
    }
    ground
}

/// The characters of a document that any code covers.
pub fn runs_in(counting: &Counting, document: DocumentId) -> Vec<Span> {
    let mut runs = Vec::new();
    counting.codings_in(document).for_each(|(span, ..)| join_last(&mut runs, span));
    runs
}

/// Adds a span that starts no earlier than the last one.
fn join_last(runs: &mut Vec<Span>, span: Span) {
    match runs.last_mut() {
        Some(last) if span.start() <= last.end() => *last = last.hull(span),
        _ => runs.push(span),
    }
}

/// What two lists of sorted, disjoint spans have in common.
pub fn shared(one: &[Span], other: &[Span]) -> Vec<Span> {
    let (mut m, mut n) = (0, 0);
    let mut both = Vec::new();
    while let (Some(a), Some(b)) = (one.get(m), other.get(n)) {
        both.extend(a.shared(*b));
        if a.end() <= b.end() {
            m += 1;
        } else {
            n += 1;
        }
    }
    both
}

/// Characters of the ground.
pub fn characters_in(ground: &Ground) -> u64 {
    ground.values().flatten().map(|span| u64::from(span.len())).sum()
}

/// Words of the ground, those it only touches too; a document whose text cannot be had has none.
pub fn words_in(project: &Project, texts: &dyn Texts, ground: &Ground) -> u64 {
    let words = |(&id, spans): (&DocumentId, &Vec<Span>)| {
        let text = texts.text(project.document(id)?.text)?;
        Some(u64::from(words_touched(&text, spans)))
    };
    ground.iter().filter_map(words).sum()
}

fn length(project: &Project, texts: &dyn Texts, unit: Unit, ground: &Ground) -> u64 {
    match unit {
        Unit::Characters => characters_in(ground),
        Unit::Words => words_in(project, texts, ground),
    }
}

/// The ground of every column: whole documents, or the turns of those who belong in the column.
pub(super) fn grounds(project: &Project, axis: &Axis, of: Of) -> Vec<Ground> {
    let mut grounds = vec![Ground::new(); axis.columns().len()];
    let mut put = |column: Option<usize>, document, start, end| {
        if let (Some(column), Some(span)) = (column, Span::new(start, end, u32::MAX)) {
            join_last(grounds[column].entry(document).or_default(), span);
        }
    };
    for (id, document) in project.documents() {
        let whole = axis.column_at(id, None).filter(|_| axis.of_documents());
        match of {
            Of::Everything if axis.of_documents() => put(whole, id, 0, document.characters),
            // A document without turns is its one person's.
            _ if document.turns.is_empty() => {
                let people = (0..document.speakers.len()).filter_map(|n| u16::try_from(n).ok());
                let people: Vec<_> = people.filter_map(|n| Some((project.person_of(id, n)?, n))).collect();
                if let [who] = people[..] {
                    put(whole.or_else(|| axis.column_at(id, Some(who))), id, 0, document.characters);
                }
            }
            _ => {
                for turn in document.turns.iter() {
                    if let Some(person) = project.person_of(id, turn.speaker) {
                        let column = whole.or_else(|| axis.column_at(id, Some((person, turn.speaker))));
                        put(column, id, turn.body, turn.end);
                    }
                }
            }
        }
    }
    grounds
}

/// For every code and column the share of the column's characters or words that the code covers, and
/// how many they are; `–` where the column has none.
pub(super) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let counting = settings.counting(project);
    let reach = settings.reach()?;
    let axis = Axis::new(project, settings.by.as_ref().unwrap_or(&By::Study));
    let grounds = grounds(project, &axis, settings.of);
    let wholes: Vec<u64> = grounds.iter().map(|ground| length(project, texts, settings.unit, ground)).collect();
    let word = match settings.unit {
        Unit::Characters => "characters",
        Unit::Words => "words",
    };
    let mut table = code_columns("coverage", format!("Coverage of the {word} by code"));
    for column in axis.columns() {
        table.column(format!("{}.{word}", column.title), format!("{} {word}", column.title), Kind::Numbers);
        table.column(format!("{}.share", column.title), format!("{} %", column.title), Kind::Numbers);
    }
    for row in project.codebook().rows() {
        let runs = runs(&counting, row.code, reach);
        let query = Query { code: Some(row.code), reach, ..counting.query() };
        let mut cells = vec![heading(project, row.code)];
        for (place, (ground, &whole)) in grounds.iter().zip(&wholes).enumerate() {
            let covered: Ground = ground
                .iter()
                .filter_map(|(document, spans)| Some((*document, shared(spans, runs.get(document)?))))
                .collect();
            let covered = length(project, texts, settings.unit, &covered);
            let pair = [Cell::from(covered), Cell::from(Value::share(covered, whole))];
            // Of many documents most have no character of a code: nothing is behind these cells.
            let opens = (covered > 0).then(|| Arc::new(axis.narrow(place, &query)));
            cells.extend(pair.map(|cell| match &opens {
                Some(opens) => cell.opening(Arc::clone(opens)),
                None => cell,
            }));
        }
        table.rows.push(cells);
    }
    let whole: u64 = wholes.iter().sum();
    table.notes.push(format!("the columns have {whole} {word}"));
    table.notes.push(counted(&counting));
    Ok(table)
}
