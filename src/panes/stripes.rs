//! The stripes beside a text: which codings touch a row, each in a lane of its own.

use std::collections::BTreeMap;

use super::Scene;
use crate::project::{CodeId, DocumentId};
use crate::text::{Row, Span};

/// One code on one stretch of the text that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripe {
    /// Where.
    pub span: Span,
    /// The code that counts.
    pub code: CodeId,
    /// Its name, which a cut may shorten.
    pub name: String,
    /// The column of bars it stands in, from 0.
    pub lane: usize,
}

impl Stripe {
    /// Whether it stands beside a row.
    pub fn touches(&self, row: &Row) -> bool {
        self.span.start() < row.end.max(row.start + 1) && row.start < self.span.end()
    }
}

/// The stripes that touch `window`, each code on each span once, in lanes where none overlap; without
/// those of hidden codes.
pub fn stripes(scene: &Scene, document: DocumentId, window: Span) -> Vec<Stripe> {
    let project = scene.project;
    let mut seen: Vec<(Span, CodeId)> = project
        .codings_touching(document, window)
        .map(|(_, coding)| (coding.span, project.stands_for(coding.code)))
        .filter(|(_, code)| !scene.place.hidden_codes.contains(code))
        .collect();
    seen.sort_unstable_by_key(|&(span, code)| (span.start(), std::cmp::Reverse(span.end()), code));
    seen.dedup();
    let mut names: BTreeMap<CodeId, String> = BTreeMap::new();
    let mut free_from: Vec<u32> = Vec::new();
    seen.into_iter()
        .map(|(span, code)| {
            let name = names.entry(code).or_insert_with(|| project.shown_name(code));
            let lane = free_from.iter().position(|&end| end <= span.start()).unwrap_or(free_from.len());
            if lane == free_from.len() {
                free_from.push(0);
            }
            free_from[lane] = span.end();
            Stripe { span, code, name: name.clone(), lane }
        })
        .collect()
}

/// Which stripes are named on which of the rows shown, by their places among the stripes.
///
/// Each is named once, on the first row it touches; where several begin at once, on the rows that
/// follow, the one that ends first coming first. A row holds several names only where there is no later
/// one left to them.
pub fn names(rows: &[Row], stripes: &[Stripe]) -> Vec<Vec<usize>> {
    let last = |stripe: &Stripe| rows.iter().rposition(|row| stripe.touches(row)).unwrap_or(0);
    let ends: Vec<usize> = stripes.iter().map(last).collect();
    let mut waiting: Vec<usize> = (0..stripes.len()).collect();
    let mut named = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let mut due: Vec<usize> = waiting.iter().copied().filter(|&stripe| stripes[stripe].touches(row)).collect();
        due.sort_by_key(|&stripe| (ends[stripe], stripes[stripe].lane));
        let here = due.iter().filter(|&&stripe| ends[stripe] == place).count().max(1);
        due.truncate(here);
        waiting.retain(|stripe| !due.contains(stripe));
        named.push(due);
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::LogId;

    /// Stripes over rows, and rows of ten characters.
    fn named(spans: &[(u32, u32)], rows: u32) -> Vec<Vec<usize>> {
        let code = CodeId(LogId::from_random(7).first_thing());
        let stripe = |(lane, &(first, last)): (usize, &(u32, u32))| {
            let span = Span::new(first * 10, last * 10 + 9, 1_000).unwrap();
            Stripe { span, code, name: String::new(), lane }
        };
        let stripes: Vec<Stripe> = spans.iter().enumerate().map(stripe).collect();
        let row = |line: u32| Row { start: line * 10, end: line * 10 + 9, line, first: true };
        let rows: Vec<Row> = (0..rows).map(row).collect();
        names(&rows, &stripes)
    }

    #[test]
    fn a_name_stands_where_its_stripe_begins() {
        assert_eq!(named(&[(0, 1), (2, 3)], 4), [vec![0], vec![], vec![1], vec![]]);
    }

    #[test]
    fn names_that_begin_together_follow_one_another_the_shortest_first() {
        assert_eq!(named(&[(0, 3), (0, 2), (0, 0)], 4), [vec![2], vec![1], vec![0], vec![]]);
    }

    #[test]
    fn only_names_that_have_no_other_row_share_one() {
        assert_eq!(named(&[(0, 0), (0, 0), (0, 1)], 2), [vec![0, 1], vec![2]]);
    }
}
