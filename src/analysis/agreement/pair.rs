//! Two coders, one code.

use std::iter::Sum;
use std::ops::Add;

use super::marks::{in_common, length};
use super::{beyond, ratio};
use crate::text::Span;

/// How many units (characters, turns or sentences) have the code of both coders, of one of them, of neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of both.
    pub both: u64,
    /// Of the first alone.
    pub first: u64,
    /// Of the second alone.
    pub second: u64,
    /// Of neither.
    pub neither: u64,
}

impl Counts {
    /// The units of a document, with those that each coder gave the code.
    pub fn of(units: u64, one: &[Span], other: &[Span]) -> Counts {
        let both = in_common(one, other);
        let (first, second) = (length(one) - both, length(other) - both);
        Counts { both, first, second, neither: units.saturating_sub(both + first + second) }
    }

    /// All of them.
    pub fn units(self) -> u64 {
        self.both + self.first + self.second + self.neither
    }

    /// The share of units on which they agree.
    pub fn percent(self) -> Option<f64> {
        ratio((self.both + self.neither) as f64, self.units() as f64)
    }

    /// Cohen's kappa (1960): chance is each coder's own share. Undefined where nobody used the code, or both used
    /// it everywhere.
    pub fn kappa(self) -> Option<f64> {
        let Shares { first, second } = self.shares()?;
        beyond(self.percent()?, first * second + (1.0 - first) * (1.0 - second))
    }

    /// Scott's pi (1955): chance is the share that both have together.
    pub fn pi(self) -> Option<f64> {
        let share = self.shares()?.mean();
        beyond(self.percent()?, share * share + (1.0 - share) * (1.0 - share))
    }

    /// Gwet's AC1 (2008).
    pub fn ac1(self) -> Option<f64> {
        let share = self.shares()?.mean();
        beyond(self.percent()?, 2.0 * share * (1.0 - share))
    }

    /// F1, or Dice: undefined where nobody used the code.
    pub fn f1(self) -> Option<f64> {
        ratio(2.0 * self.both as f64, (2 * self.both + self.first + self.second) as f64)
    }

    /// Jaccard: undefined where nobody used the code.
    pub fn jaccard(self) -> Option<f64> {
        ratio(self.both as f64, (self.both + self.first + self.second) as f64)
    }

    /// The share of units with the code, over both coders: how common it is.
    pub fn prevalence(self) -> Option<f64> {
        self.shares().map(Shares::mean)
    }

    fn shares(self) -> Option<Shares> {
        let units = self.units() as f64;
        let share = |used: u64| ratio(used as f64, units);
        Some(Shares { first: share(self.both + self.first)?, second: share(self.both + self.second)? })
    }
}

/// How often each of them used the code.
struct Shares {
    first: f64,
    second: f64,
}

impl Shares {
    fn mean(self) -> f64 {
        (self.first + self.second) / 2.0
    }
}

impl Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts {
            both: self.both + other.both,
            first: self.first + other.first,
            second: self.second + other.second,
            neither: self.neither + other.neither,
        }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Counts>>(counts: I) -> Counts {
        counts.fold(Counts::default(), Counts::add)
    }
}

/// A figure of several documents as one, by the several ways there are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Averages {
    /// The mean, each document with the weight of its units.
    pub weighted: Option<f64>,
    /// The mean, each document alike.
    pub unweighted: Option<f64>,
    /// Documents in which it is not defined.
    pub undefined: usize,
}

impl Averages {
    /// Averages a figure. What is not defined is left out, or counts as `instead`.
    pub fn of(documents: &[Counts], figure: impl Fn(Counts) -> Option<f64>, instead: Option<f64>) -> Averages {
        let units = |counts: &Counts| counts.units() as f64;
        // A document without a single unit has nothing on which anybody could agree.
        let there: Vec<&Counts> = documents.iter().filter(|counts| counts.units() > 0).collect();
        let values: Vec<(f64, f64)> =
            there.iter().filter_map(|counts| Some((figure(**counts).or(instead)?, units(counts)))).collect();
        let undefined = documents.iter().filter(|counts| figure(**counts).is_none()).count();
        let sum = |each: fn(&(f64, f64)) -> f64| values.iter().map(each).sum::<f64>();
        Averages {
            weighted: ratio(sum(|(value, weight)| value * weight), sum(|(_, weight)| *weight)),
            unweighted: ratio(sum(|(value, _)| *value), values.len() as f64),
            undefined,
        }
    }
}
