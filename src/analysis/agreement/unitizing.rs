//! Krippendorff's alphas for unitizing: where coders cut the text as well as what they call the pieces
//! (Krippendorff, Mathet, Bouvry & Widlöcher 2016; Krippendorff 2019, chapter 12.6).

use super::{marks::in_common, ratio};
use crate::text::Span;

/// A coder who lets two codes of a domain overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The coder, by place in the document.
    pub coder: usize,
    /// The codes, by place in the domain.
    pub codes: [usize; 2],
    /// The passage that has both.
    pub span: Span,
}

/// One document of which each coder has made units, gaps among them.
#[derive(Clone, Debug, Default)]
pub struct Tiling {
    length: u64,
    /// By coder: the units in order, each with the place of its code in the domain.
    coders: Vec<Vec<(Span, usize)>>,
}

impl Tiling {
    /// A document of that many characters: for each coder, for each code of the domain, the segments.
    ///
    /// # Errors
    /// The passages in which a coder let codes of the domain overlap.
    pub fn new(length: u32, coders: &[Vec<&[Span]>]) -> Result<Tiling, Vec<Clash>> {
        let units = coders.iter().map(|codes| {
            let units = codes.iter().enumerate().flat_map(|(code, marks)| marks.iter().map(move |&span| (span, code)));
            let mut units: Vec<(Span, usize)> = units.collect();
            units.sort_unstable();
            units
        });
        let coders: Vec<Vec<(Span, usize)>> = units.collect();
        let clashes = coders.iter().enumerate().flat_map(|(coder, units)| {
            let pairs = units.windows(2);
            pairs.filter_map(move |pair| {
                let span = pair[0].0.shared(pair[1].0)?;
                Some(Clash { coder, codes: [pair[0].1, pair[1].1], span })
            })
        });
        let clashes: Vec<Clash> = clashes.collect();
        if clashes.is_empty() { Ok(Tiling { length: length.into(), coders }) } else { Err(clashes) }
    }
}

/// The alphas of a domain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unitizing {
    /// u-alpha: boundaries and codes.
    pub u: Option<f64>,
    /// |u-alpha: relevant or not, whatever the code.
    pub relevance: Option<f64>,
    /// cu-alpha: codes, where both coders have units. Undefined with fewer than two codes.
    pub coding: Option<f64>,
    /// The share of the text, over coders, that has units of both: what cu-alpha rests on.
    pub covered: Option<f64>,
    /// (k)u-alpha of each code of the domain.
    pub codes: Vec<Option<f64>>,
}

/// Lengths that are shared, by code against code; the last row and column are of the gaps.
#[derive(Clone, Debug)]
struct Lengths {
    /// Of units of one coder with units of the others.
    shared: Vec<Vec<f64>>,
    /// Squares of the lengths of units, by code; of gaps, their lengths.
    integrity: Vec<f64>,
    /// Squares of what of each unit is covered by units of each other coder.
    covered: Vec<f64>,
    /// Coders by length, added up.
    whole: f64,
}

/// The alphas of a domain of so many codes over documents that two coders or more have cut.
pub fn unitizing(n_codes: usize, documents: &[Tiling]) -> Unitizing {
    let lengths = Lengths::of(n_codes, documents);
    let [gaps, all] = [n_codes, n_codes + 1];
    let Lengths { shared, integrity, covered, whole } = &lengths;
    let sums: Vec<f64> = shared.iter().map(|row| row.iter().sum()).collect();
    let expected = expecting(*whole, &sums, integrity);
    let agreed = |codes: usize| (0..codes).map(|code| shared[code][code]).sum::<f64>();
    let by_chance =
        |codes: usize, expected: &dyn Fn(usize, usize) -> f64| (0..codes).map(|code| expected(code, code)).sum::<f64>();
    let u = ratio(whole - agreed(all), whole - by_chance(all, &expected)).map(|ratio| 1.0 - ratio);
    let gaps_by_chance: f64 = (0..all).map(|code| expected(gaps, code)).sum();
    let relevance =
        ratio(sums[gaps] - shared[gaps][gaps], gaps_by_chance - expected(gaps, gaps)).map(|ratio| 1.0 - ratio);

    // Where both have units.
    let valued: Vec<f64> = (0..n_codes).map(|code| sums[code] - shared[code][gaps]).collect();
    let valued_whole: f64 = valued.iter().sum();
    let expected = expecting(valued_whole, &valued, covered);
    let coding = (n_codes > 1)
        .then(|| ratio(valued_whole - agreed(n_codes), valued_whole - by_chance(n_codes, &expected)))
        .flatten()
        .map(|ratio| 1.0 - ratio);
    let of_code = |code: usize| {
        let by_chance: f64 = (0..n_codes).map(|other| expected(code, other)).sum();
        let apart = ratio(by_chance, valued[code])? * (valued[code] - shared[code][code]);
        ratio(apart, by_chance - expected(code, code)).map(|ratio| 1.0 - ratio)
    };
    let codes = if n_codes > 1 { (0..n_codes).map(of_code).collect() } else { vec![None; n_codes] };
    Unitizing { u, relevance, coding, covered: ratio(valued_whole, *whole), codes }
}

/// What of each pair of codes chance would have together, in a whole of which each code has so much.
fn expecting<'a>(whole: f64, sums: &'a [f64], integrity: &'a [f64]) -> impl Fn(usize, usize) -> f64 + 'a {
    let pairs = whole * whole - integrity.iter().take(sums.len()).sum::<f64>();
    move |one, other| {
        let own = if one == other { integrity[one] } else { 0.0 };
        // Nothing is expected of nothing.
        ratio(whole * (sums[one] * sums[other] - own), pairs).unwrap_or(0.0)
    }
}

impl Lengths {
    fn of(n_codes: usize, documents: &[Tiling]) -> Lengths {
        let all = n_codes + 1;
        let mut lengths = Lengths {
            shared: vec![vec![0.0; all]; all],
            integrity: vec![0.0; all],
            covered: vec![0.0; n_codes],
            whole: 0.0,
        };
        documents.iter().filter(|document| document.coders.len() > 1).for_each(|document| lengths.add(document));
        lengths
    }

    fn add(&mut self, document: &Tiling) {
        let gaps = self.covered.len();
        let others = (document.coders.len() - 1) as f64;
        let length = document.length as f64;
        self.whole += length * document.coders.len() as f64;
        for (place, units) in document.coders.iter().enumerate() {
            let mut gap = length;
            for (span, code) in units {
                self.integrity[*code] += f64::from(span.len()).powi(2);
                gap -= f64::from(span.len());
            }
            self.integrity[gaps] += gap;
            let spans: Vec<Span> = units.iter().map(|(span, _)| *span).collect();
            for (_, other) in document.coders.iter().enumerate().filter(|(other, _)| *other != place) {
                let their: Vec<Span> = other.iter().map(|(span, _)| *span).collect();
                let theirs = their.iter().map(|span| f64::from(span.len())).sum::<f64>();
                let common = in_common(&spans, &their) as f64;
                self.shared[gaps][gaps] += (gap - theirs + common) / others;
                for (span, code) in units {
                    let mut met = 0.0;
                    let first = other.partition_point(|(unit, _)| unit.end() <= span.start());
                    for (unit, their_code) in other[first..].iter().take_while(|(unit, _)| unit.start() < span.end()) {
                        let shared = f64::from(span.shared(*unit).map_or(0, Span::len));
                        met += shared;
                        self.shared[*code][*their_code] += shared / others;
                    }
                    let alone = f64::from(span.len()) - met;
                    self.shared[*code][gaps] += alone / others;
                    self.shared[gaps][*code] += alone / others;
                    self.covered[*code] += met * met / others;
                }
            }
        }
    }
}
