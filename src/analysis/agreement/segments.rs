//! Two coders, segment by segment.

use super::ratio;
use crate::text::Span;

/// How the segments of two coders match: those of one code in one document, or of many added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// Segments of the first and of the second coder.
    pub segments: [u64; 2],
    /// Those of each that share enough with a segment of the other.
    pub matched: [u64; 2],
    /// The most pairs of such segments in which no segment stands twice.
    pub pairs: u64,
}

impl Matching {
    /// Matches segments (each list by start) of which intersection by union is at least `overlap`, in (0, 1].
    pub fn of(one: &[Span], other: &[Span], overlap: f64) -> Matching {
        let near = |from: &Span, to: &[Span]| -> Vec<usize> {
            let first = to.partition_point(|span| span.end() <= from.start());
            let touching = to.iter().enumerate().skip(first).take_while(|(_, span)| span.start() < from.end());
            touching.filter(|(_, span)| overlaps_by(*from, **span, overlap)).map(|(place, _)| place).collect()
        };
        let partners: Vec<Vec<usize>> = one.iter().map(|span| near(span, other)).collect();
        let back = other.iter().filter(|span| !near(span, one).is_empty()).count();
        Matching {
            segments: [one.len() as u64, other.len() as u64],
            matched: [partners.iter().filter(|partners| !partners.is_empty()).count() as u64, back as u64],
            pairs: most_pairs(&partners, other.len()),
        }
    }

    /// Both added up.
    pub fn and(self, other: Matching) -> Matching {
        let sum = |one: [u64; 2], other: [u64; 2]| [one[0] + other[0], one[1] + other[1]];
        Matching {
            segments: sum(self.segments, other.segments),
            matched: sum(self.matched, other.matched),
            pairs: self.pairs + other.pairs,
        }
    }

    /// The share of all segments that are matched.
    pub fn both_ways(self) -> Option<f64> {
        ratio(self.matched.iter().sum::<u64>() as f64, self.all())
    }

    /// Holsti's coefficient: twice the pairs by all segments, which is F1 of segments.
    pub fn holsti(self) -> Option<f64> {
        ratio(2.0 * self.pairs as f64, self.all())
    }

    fn all(self) -> f64 {
        self.segments.iter().sum::<u64>() as f64
    }
}

fn overlaps_by(one: Span, other: Span, overlap: f64) -> bool {
    let shared = one.shared(other).map_or(0, Span::len);
    let union = u64::from(one.len()) + u64::from(other.len()) - u64::from(shared);
    // 0.3 of 10 are 3, whatever the last bits of a float say.
    f64::from(shared) >= overlap * union as f64 - 1e-9
}

/// The most pairs that can be made, each thing in one at most; by augmenting paths (Kuhn's method).
fn most_pairs(partners: &[Vec<usize>], others: usize) -> u64 {
    let mut taken: Vec<Option<usize>> = vec![None; others];
    let mut seen: Vec<usize> = vec![usize::MAX; others];
    let augments = |from: usize, taken: &mut Vec<Option<usize>>, seen: &mut Vec<usize>| {
        // A path of free places: (who looks, which of their partners is next).
        let mut path = vec![(from, 0)];
        while let Some((who, next)) = path.last_mut() {
            let Some(&place) = partners[*who].get(*next) else {
                path.pop();
                continue;
            };
            *next += 1;
            if std::mem::replace(&mut seen[place], from) == from {
                continue;
            }
            match taken[place] {
                Some(other) => path.push((other, 0)),
                None => {
                    path.iter().for_each(|&(who, next)| taken[partners[who][next - 1]] = Some(who));
                    return true;
                }
            }
        }
        false
    };
    (0..partners.len()).filter(|&from| augments(from, &mut taken, &mut seen)).count() as u64
}

/// Two coarser looks at segments, over the cells of documents by codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Cells.
    pub cells: u64,
    /// Cells in which both have segments, or neither.
    pub presence: u64,
    /// Cells in which both have as many segments.
    pub frequency: u64,
}

impl Levels {
    /// Adds the cell of one document and code.
    pub fn add(&mut self, one: &[Span], other: &[Span]) {
        self.cells += 1;
        self.presence += u64::from(one.is_empty() == other.is_empty());
        self.frequency += u64::from(one.len() == other.len());
    }

    /// The share of cells that agree by presence, and by frequency.
    pub fn shares(self) -> [Option<f64>; 2] {
        [self.presence, self.frequency].map(|agree| ratio(agree as f64, self.cells as f64))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::agreement::segments;

    fn spans(pairs: &[(u32, u32)]) -> Vec<Span> {
        segments(pairs.iter().map(|&pair| Span::try_from(pair).unwrap()))
    }

    #[test]
    fn one_excerpt_against_two_halves_matches_both_and_pairs_with_one() {
        let found = Matching::of(&spans(&[(0, 60)]), &spans(&[(0, 29), (30, 60)]), 0.4);
        assert_eq!((found.matched, found.pairs), ([1, 2], 1));
        assert!((found.holsti().unwrap() - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_coded_is_no_agreement_and_no_disagreement() {
        let nothing = Matching::of(&[], &[], 0.9);
        assert_eq!((nothing.both_ways(), nothing.holsti()), (None, None));
    }

    /// Every way to pair them, one after the other.
    fn pairs_by_trying(partners: &[Vec<usize>], taken: &mut Vec<bool>) -> u64 {
        let Some((first, rest)) = partners.split_first() else { return 0 };
        let mut most = pairs_by_trying(rest, taken);
        for &place in first {
            if !std::mem::replace(&mut taken[place], true) {
                most = most.max(1 + pairs_by_trying(rest, taken));
                taken[place] = false;
            }
        }
        most
    }

    proptest! {
        #[test]
        fn no_more_pairs_can_be_made(partners in proptest::collection::vec(
            proptest::collection::btree_set(0..6_usize, 0..5), 0..6,
        )) {
            let partners: Vec<Vec<usize>> = partners.into_iter().map(|set| set.into_iter().collect()).collect();
            prop_assert_eq!(most_pairs(&partners, 6), pairs_by_trying(&partners, &mut vec![false; 6]));
        }
    }
}
