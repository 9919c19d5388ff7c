//! How far a figure may be trusted: the percentile bootstrap over documents (Efron and Tibshirani 1993, ch. 13).
//!
//! Documents are drawn again with replacement, never turns: turns of one document are not independent.

use crate::analysis::chance::Chance;

/// Documents are drawn so many times.
pub const RESAMPLES: usize = 2_000;
/// With fewer documents there is no interval.
pub const FEWEST: usize = 10;
/// What lies within the interval.
const WITHIN: f64 = 0.95;

/// Between which figures 95 % of the resamples lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// 2.5 % of them lie below; undefined, where all are.
    pub ends: Option<[f64; 2]>,
    /// Resamples in which the figure is not defined; they are left out.
    pub dropped: usize,
}

/// Documents drawn again and again, the same for every figure: the same seed draws the same.
#[derive(Clone, Debug)]
pub struct Resamples {
    /// How often each document was drawn, resample by resample.
    times: Vec<Vec<u32>>,
}

impl Resamples {
    /// Draws as many as there are, so many times.
    pub fn new(documents: usize, seed: u64) -> Resamples {
        let mut chance = Chance::new(seed);
        let mut draw = || {
            let mut times = vec![0; documents];
            (0..documents).for_each(|_| times[chance.below(documents)] += 1);
            times
        };
        Resamples { times: (0..RESAMPLES).map(|_| draw()).collect() }
    }

    /// How often each document was drawn, resample by resample.
    pub fn times(&self) -> impl Iterator<Item = &[u32]> {
        self.times.iter().map(Vec::as_slice)
    }
}

impl Interval {
    /// The interval of a figure, computed from each of the [`RESAMPLES`].
    ///
    /// An end between two figures is where the straight line between them passes it (Hyndman and Fan 1996, type 7).
    pub fn of(resampled: impl Iterator<Item = Option<f64>>) -> Interval {
        let mut figures: Vec<f64> = resampled.flatten().collect();
        let defined = figures.len();
        let tail = (1.0 - WITHIN) / 2.0;
        let mut end = |share: f64| {
            let place = share * (defined - 1) as f64;
            let (_, &mut low, above) = figures.select_nth_unstable_by(place.floor() as usize, f64::total_cmp);
            let high = above.iter().copied().reduce(f64::min).unwrap_or(low);
            low + (high - low) * place.fract()
        };
        let ends = (defined > 0).then(|| [end(tail), end(1.0 - tail)]);
        Interval { ends, dropped: RESAMPLES - defined }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mean(values: &[f64], times: &[u32]) -> f64 {
        values.iter().zip(times).map(|(value, times)| value * f64::from(*times)).sum::<f64>() / values.len() as f64
    }

    fn ends(values: &[f64], seed: u64) -> [f64; 2] {
        let resamples = Resamples::new(values.len(), seed);
        Interval::of(resamples.times().map(|times| Some(mean(values, times)))).ends.unwrap()
    }

    #[test]
    fn what_is_the_same_everywhere_has_no_width_and_what_is_undefined_is_left_out() {
        assert_eq!(ends(&[0.5; 12], 1), [0.5, 0.5]);
        let never = Interval::of((0..RESAMPLES).map(|_| None));
        assert_eq!(never, Interval { ends: None, dropped: RESAMPLES });
        let resamples = Resamples::new(10, 1);
        let some = Interval::of(resamples.times().map(|times| (times[0] > 0).then_some(1.0)));
        // A document is missing from (9/10)^10 of the draws: about 697 of 2,000.
        assert!((600..800).contains(&some.dropped), "{}", some.dropped);
        assert_eq!(some.ends, Some([1.0, 1.0]));
    }

    #[test]
    fn the_interval_of_a_mean_is_that_of_the_textbook() {
        // Mean of 0 and 1 in equal parts over 100: 0.5 and a deviation of 0.05; 1.96 of it either way.
        let values: Vec<f64> = (0..100).map(|place| f64::from(place % 2)).collect();
        let [low, high] = ends(&values, 3);
        assert!((low - 0.402).abs() < 0.015 && (high - 0.598).abs() < 0.015, "{low} {high}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_same_seed_gives_the_same_interval_and_the_point_lies_in_it(
            values in proptest::collection::vec(0.0..1.0_f64, 10..40), seed in any::<u64>(),
        ) {
            let [low, high] = ends(&values, seed);
            prop_assert_eq!(ends(&values, seed), [low, high]);
            let point = mean(&values, &vec![1; values.len()]);
            prop_assert!(low <= point && point <= high, "{} {} {}", low, point, high);
            // Sixteen times the documents, a quarter of the width; chance leaves it well below half.
            let many = values.repeat(16);
            let [narrow_low, narrow_high] = ends(&many, seed);
            prop_assert!(narrow_high - narrow_low < (high - low) / 2.0);
        }
    }
}
