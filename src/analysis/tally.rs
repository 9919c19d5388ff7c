//! How often a code was used, and by how many people.

use std::collections::BTreeMap;

use crate::project::{CodeId, CodebookRow, DocumentId, Person};
use crate::text::Span;

use super::{Counting, sweep};

/// Counts over the distinct excerpts of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Distinct spans.
    pub excerpts: u64,
    /// Distinct people who speak in them.
    pub respondents: u64,
    /// Distinct documents in which they stand.
    pub documents: u64,
}

/// The counts of a code on its own, and with all codes below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The code itself.
    pub own: Numbers,
    /// The code and every code below it: a span or a person counts once.
    pub subtree: Numbers,
}

/// The counts of one code, at the cost of its subtree's codings.
pub fn tally(counting: &Counting, code: CodeId) -> Tally {
    let project = counting.project();
    let rows = project.codebook().subtree(project.stands_for(code));
    let own = numbers(counting, rows.get(..1).unwrap_or_default());
    Tally { own, subtree: if rows.len() == 1 { own } else { numbers(counting, rows) } }
}

/// The counts over all codings of these rows.
fn numbers(counting: &Counting, rows: &[CodebookRow]) -> Numbers {
    let project = counting.project();
    let codings =
        rows.iter().flat_map(|row| project.codings_of(row.code)).filter(|(id, coding)| counting.counts(*id, coding));
    let mut places: Vec<(DocumentId, Span)> = codings.map(|(_, coding)| (coding.document, coding.span)).collect();
    places.sort_unstable();
    places.dedup();
    let mut people: Vec<Person> =
        places.iter().flat_map(|&(document, span)| project.respondents(document, span)).collect();
    people.sort_unstable();
    people.dedup();
    Numbers {
        excerpts: places.len() as u64,
        respondents: people.len() as u64,
        documents: places.chunk_by(|one, next| one.0 == next.0).count() as u64,
    }
}

/// The counts of every code, by row of the codebook, in one sweep over the codings.
pub fn tallies(counting: &Counting) -> Vec<Tally> {
    let rows = counting.project().codebook().rows().len();
    let (mut own, mut subtree) = (Gathering::new(rows), Gathering::new(rows));
    let mut people: BTreeMap<Person, u32> = BTreeMap::new();
    let mut respondents: Vec<u32> = Vec::new();
    sweep(counting, |seen| {
        respondents.clear();
        for &person in seen.respondents {
            let next = people.len() as u32;
            respondents.push(*people.entry(person).or_insert(next));
        }
        own.take(seen.own, seen.document, &respondents);
        subtree.take(seen.subtree, seen.document, &respondents);
    });
    own.numbers().into_iter().zip(subtree.numbers()).map(|(own, subtree)| Tally { own, subtree }).collect()
}

/// Counts on their way.
struct Gathering {
    numbers: Vec<Numbers>,
    last_document: Vec<Option<DocumentId>>,
    /// Who spoke last in a row's excerpts: mostly the one who speaks in the next.
    last_person: Vec<Option<u32>>,
    people: Vec<(usize, u32)>,
}

impl Gathering {
    fn new(rows: usize) -> Gathering {
        Gathering {
            numbers: vec![Numbers::default(); rows],
            last_document: vec![None; rows],
            last_person: vec![None; rows],
            people: Vec::new(),
        }
    }

    fn take(&mut self, rows: &[usize], document: DocumentId, respondents: &[u32]) {
        for &row in rows {
            self.numbers[row].excerpts += 1;
            if self.last_document[row].replace(document) != Some(document) {
                self.numbers[row].documents += 1;
            }
            for &person in respondents {
                if self.last_person[row].replace(person) != Some(person) {
                    self.people.push((row, person));
                }
            }
        }
    }

    fn numbers(mut self) -> Vec<Numbers> {
        self.people.sort_unstable();
        self.people.dedup();
        for (row, _) in self.people {
            self.numbers[row].respondents += 1;
        }
        self.numbers
    }
}
