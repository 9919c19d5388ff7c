//! Chance that can be had again: the same seed gives the same numbers, on every machine.

/// The generator as outputs name it.
pub const GENERATOR: &str = "SplitMix64";

/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `many`, each as likely as another; 0, where there is none.
    pub fn below(&mut self, many: usize) -> usize {
        ((u128::from(self.next()) * many as u128) >> 64) as usize
    }

    /// Puts things in any order, each as likely as another (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            things.swap(place, self.below(place + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_generator() {
        let mut chance = Chance::new(1_234_567);
        // The first numbers of the reference implementation for this seed.
        assert_eq!([chance.next(), chance.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn every_number_and_every_order_comes_up() {
        let mut chance = Chance::new(7);
        let mut seen = [0; 6];
        (0..6_000).for_each(|_| seen[chance.below(6)] += 1);
        assert!(seen.iter().all(|n| (900..1_100).contains(n)), "{seen:?}");
        let mut orders = std::collections::BTreeMap::new();
        for _ in 0..6_000 {
            let mut things = [1, 2, 3];
            chance.shuffle(&mut things);
            *orders.entry(things).or_insert(0) += 1;
        }
        assert!(orders.len() == 6 && orders.values().all(|n| (900..1_100).contains(n)), "{orders:?}");
        assert_eq!(chance.below(0), 0);
    }
}
