//! Any number of coders, one code.

use super::{beyond, ratio};
use crate::text::Span;

/// How many units have how many coders, and how many of those used the code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Units by coders and by those of them who used the code; sorted, and few.
    units: Vec<((u32, u32), u64)>,
    /// Coders in all, here or not.
    coders: u32,
}

impl Votes {
    /// Starts a count for so many coders.
    pub fn new(coders: u32) -> Votes {
        Votes { units: Vec::new(), coders }
    }

    /// Counts units with so many coders, of whom so many used the code.
    pub fn add(&mut self, units: u64, coders: u32, used: u32) {
        if units == 0 {
            return;
        }
        match self.units.binary_search_by_key(&(coders, used), |(key, _)| *key) {
            Ok(place) => self.units[place].1 += units,
            Err(place) => self.units.insert(place, ((coders, used), units)),
        }
    }

    /// Counts the units of a document, with those that each coder assigned there gave the code.
    pub fn add_marks(&mut self, units: u64, marks: &[&[Span]]) {
        let coders = marks.len() as u32;
        let mut ends: Vec<(u32, bool)> = marks
            .iter()
            .flat_map(|marks| marks.iter().flat_map(|span| [(span.start(), true), (span.end(), false)]))
            .collect();
        ends.sort_unstable();
        let (mut at, mut used) = (0, 0);
        for (end, begins) in ends {
            self.add(u64::from(end - at), coders, used);
            at = end;
            if begins { used += 1 } else { used -= 1 }
        }
        self.add(units.saturating_sub(u64::from(at)), coders, used);
    }

    /// What is counted: units by coders and by those of them who used the code.
    pub fn kinds(&self) -> impl Iterator<Item = ((u32, u32), u64)> {
        self.units.iter().copied()
    }

    /// Counts nothing but these, which come in order.
    pub(super) fn count(&mut self, kinds: impl Iterator<Item = ((u32, u32), u64)>) {
        self.units.clear();
        self.units.extend(kinds.filter(|(_, units)| *units > 0));
    }

    /// All units.
    pub fn units(&self) -> u64 {
        self.units.iter().map(|(_, units)| units).sum()
    }

    /// Mean over units of the share of pairs of coders who agree.
    pub fn percent(&self) -> Option<f64> {
        let paired = || self.units.iter().filter(|((coders, _), _)| *coders > 1);
        let agreeing = |&(coders, used): &(u32, u32)| pairs(used) + pairs(coders - used);
        let sum: f64 = paired().map(|(key, units)| *units as f64 * agreeing(key) / pairs(key.0)).sum();
        ratio(sum, paired().map(|(_, units)| *units as f64).sum())
    }

    /// Fleiss' kappa (1971); undefined unless every coder is there for every unit.
    pub fn fleiss(&self) -> Option<f64> {
        if self.units.iter().any(|((coders, _), _)| *coders != self.coders) {
            return None;
        }
        let used = self.mean_share()?;
        beyond(self.percent()?, used * used + (1.0 - used) * (1.0 - used))
    }

    /// Krippendorff's alpha for nominal data: units with two coders or more, some of whom may be missing. Undefined
    /// where all values are the same.
    pub fn alpha(&self) -> Option<f64> {
        let (mut used_by, mut not_by, mut apart) = (0.0, 0.0, 0.0);
        for &((coders, used), units) in self.units.iter().filter(|((coders, _), _)| *coders > 1) {
            let (units, used, not) = (units as f64, f64::from(used), f64::from(coders - used));
            used_by += units * used;
            not_by += units * not;
            apart += units * 2.0 * used * not / f64::from(coders - 1);
        }
        let expected = ratio(2.0 * used_by * not_by, used_by + not_by - 1.0)?;
        ratio(apart, expected).map(|ratio| 1.0 - ratio)
    }

    /// Gwet's AC1 (2008) for two categories.
    pub fn ac1(&self) -> Option<f64> {
        let used = self.mean_share()?;
        beyond(self.percent()?, 2.0 * used * (1.0 - used))
    }

    /// Brennan and Prediger's kappa (1981): chance is one half.
    pub fn brennan_prediger(&self) -> Option<f64> {
        beyond(self.percent()?, 0.5)
    }

    /// The share of units with the code, mean over units of the share of coders who used it.
    pub fn mean_share(&self) -> Option<f64> {
        let there = || self.units.iter().filter(|((coders, _), _)| *coders > 0);
        let sum: f64 = there().map(|&((coders, used), units)| units as f64 * f64::from(used) / f64::from(coders)).sum();
        ratio(sum, there().map(|(_, units)| *units as f64).sum())
    }
}

fn pairs(of: u32) -> f64 {
    f64::from(of) * (f64::from(of) - 1.0) / 2.0
}
