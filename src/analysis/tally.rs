//! How often a code was used, and by how many people.

use std::collections::BTreeMap;

use crate::project::{CodeId, DocumentId, Person};

use super::query::found;
use super::{Counting, Query, Reach, sweep};

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
    let numbers = |reach| {
        let query = Query { layer: counting.layer(), code: Some(code), reach, ..Query::default() };
        let found = found(counting, &query);
        let mut people: Vec<Person> = Vec::new();
        for excerpt in &found {
            people.extend(counting.project().respondents(excerpt.document, excerpt.span));
        }
        people.sort_unstable();
        people.dedup();
        Numbers {
            excerpts: found.len() as u64,
            respondents: people.len() as u64,
            documents: found.chunk_by(|one, next| one.document == next.document).count() as u64,
        }
    };
    let own = numbers(Reach::Own);
    let leaf = counting.project().codebook().subtree(code).len() == 1;
    Tally { own, subtree: if leaf { own } else { numbers(Reach::Subtree) } }
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
