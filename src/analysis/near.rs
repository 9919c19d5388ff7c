//! How far two excerpts of a document are apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::{CodingId, Document, DocumentId, Project, Texts};
use crate::text::{Span, Turn, turn_at, word_spans};

use super::{Counting, Reach, sweep};

/// So far apart at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// So many words between them.
    Words(u32),
    /// The turns in which they begin are so many apart.
    Turns(u32),
}

impl Distance {
    /// Reads a number and what is counted: "10 words", "1 turn".
    pub fn parse(number: &str, unit: &str) -> Option<Distance> {
        let n = number.parse().ok()?;
        match unit {
            "word" | "words" => Some(Distance::Words(n)),
            "turn" | "turns" => Some(Distance::Turns(n)),
            _ => None,
        }
    }

    /// As it is written.
    pub fn words(self) -> String {
        match self {
            Distance::Words(1) => "1 word".to_string(),
            Distance::Words(n) => format!("{n} words"),
            Distance::Turns(1) => "1 turn".to_string(),
            Distance::Turns(n) => format!("{n} turns"),
        }
    }
}

/// A document as distances in it are measured.
pub struct Measure<'a> {
    document: Option<&'a Document>,
    /// Words of the text, by start; none where turns are counted.
    words: Vec<Span>,
}

impl<'a> Measure<'a> {
    /// Prepares a document. Where its words cannot be read, nothing in it is so many words apart.
    pub fn of(project: &'a Project, texts: &dyn Texts, id: DocumentId, distance: Distance) -> Measure<'a> {
        let document = project.document(id);
        let words = match distance {
            Distance::Words(_) => document.and_then(|document| texts.text(document.text)).map(|text| word_spans(&text)),
            Distance::Turns(_) => None,
        };
        Measure { document, words: words.unwrap_or_default() }
    }

    /// Whether two stretches share no character and are no farther apart.
    pub fn near(&self, one: Span, other: Span, distance: Distance) -> bool {
        if one.overlaps(other) {
            return false;
        }
        match distance {
            Distance::Words(most) => {
                let (from, to) = (one.end().min(other.end()), one.start().max(other.start()));
                let first = self.words.partition_point(|word| word.start() < from);
                let past = self.words.partition_point(|word| word.end() <= to);
                !self.words.is_empty() && past.saturating_sub(first) <= most as usize
            }
            Distance::Turns(most) => {
                let turns: &[Turn] = self.document.map_or(&[], |document| &document.turns);
                let place = |span: Span| turn_at(turns, span.start());
                match (place(one), place(other)) {
                    (Some(one), Some(other)) => one.abs_diff(other) <= most as usize,
                    _ => false,
                }
            }
        }
    }
}

/// How often excerpts of one row of the codebook are near one of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Neighbours {
    /// Pairs of excerpts.
    pub pairs: u64,
    /// Codings on the excerpts of the first row.
    pub first: BTreeSet<CodingId>,
}

/// An excerpt with a row that it counts for.
struct Coded {
    span: Span,
    row: usize,
    codings: Vec<CodingId>,
}

/// Every two rows of the codebook, the lower first, that have excerpts near each other.
pub(super) fn neighbours(
    counting: &Counting,
    reach: Reach,
    texts: &dyn Texts,
    distance: Distance,
) -> BTreeMap<(usize, usize), Neighbours> {
    let mut found = BTreeMap::new();
    let mut here: (Option<DocumentId>, Vec<Coded>) = (None, Vec::new());
    let mut close = |(id, excerpts): (Option<DocumentId>, Vec<Coded>)| {
        if let Some(id) = id {
            let measure = Measure::of(counting.project(), texts, id, distance);
            relate(&excerpts, &measure, distance, &mut found);
        }
    };
    sweep(counting, |seen| {
        if here.0 != Some(seen.document) {
            close(std::mem::replace(&mut here, (Some(seen.document), Vec::new())));
        }
        let rows = if reach == Reach::Own { seen.own } else { seen.subtree };
        let coded = |&row: &usize| Coded { span: seen.span, row, codings: seen.codings.to_vec() };
        here.1.extend(rows.iter().map(coded));
    });
    close(here);
    found
}

/// Takes in one document's excerpts, which come by start: behind the first that is too far, all others are.
fn relate(excerpts: &[Coded], measure: &Measure, distance: Distance, found: &mut BTreeMap<(usize, usize), Neighbours>) {
    for (place, one) in excerpts.iter().enumerate() {
        let later = excerpts[place + 1..].iter().filter(|other| !other.span.overlaps(one.span));
        for other in later.take_while(|other| measure.near(one.span, other.span, distance)) {
            if one.row == other.row {
                continue;
            }
            let first = if one.row < other.row { one } else { other };
            let pair = found.entry((one.row.min(other.row), one.row.max(other.row))).or_default();
            pair.pairs += 1;
            pair.first.extend(&first.codings);
        }
    }
}
