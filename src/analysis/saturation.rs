//! What is new in each interview (Guest, Namey & Chen 2020, PLoS ONE 15(5) e0232076).

use std::collections::{BTreeMap, BTreeSet};

use super::chance::Chance;

/// How the new codes of interviews are looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Runs {
    /// Interviews whose codes all others are set against: 4, 5 or 6.
    pub base: usize,
    /// Interviews of a run: 2 or 3.
    pub run: usize,
    /// The share of new codes in a run, of those of the base, at which it is said that few come: 0.05 or 0.
    pub threshold: f64,
}

impl Runs {
    /// The fewest interviews after which a run has no more new codes than the threshold, where it is counted how many
    /// are new in each; what comes behind that run is not looked at.
    fn first_with_few(self, new: impl Iterator<Item = usize>) -> Option<usize> {
        let Runs { base, run, threshold } = self;
        let mut so_far: Vec<usize> = Vec::new();
        for new in new {
            so_far.push(new);
            let Some(after) = so_far.len().checked_sub(run).filter(|after| *after >= base) else { continue };
            let size = so_far[..base].iter().sum::<usize>();
            let ratio = so_far[after..].iter().sum::<usize>() as f64 / size as f64;
            if size > 0 && ratio <= threshold + 1e-12 {
                return Some(after);
            }
        }
        None
    }
}

/// One run of interviews.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// Interviews before it.
    pub after: usize,
    /// Codes first applied in it.
    pub new: usize,
    /// These by the codes of the base.
    pub ratio: f64,
}

/// What is new where.
#[derive(Clone, Debug, PartialEq)]
pub struct Saturation {
    /// Codes first applied in each interview, in order.
    pub new: Vec<usize>,
    /// Codes of the base; undefined with fewer interviews, and where they have no code.
    pub base: Option<usize>,
    /// Each run that lies behind the base.
    pub runs: Vec<Run>,
    /// The fewest interviews after which a run has no more new codes than the threshold; undefined where none has.
    pub after: Option<usize>,
}

impl Saturation {
    /// Looks at interviews in their order, each with its codes.
    pub fn of<T: Ord + Copy>(interviews: &[BTreeSet<T>], runs: Runs) -> Saturation {
        let mut seen = BTreeSet::new();
        let new = interviews.iter().map(|codes| codes.iter().filter(|code| seen.insert(**code)).count());
        let new: Vec<usize> = new.collect();
        let Runs { base, run, threshold } = runs;
        let size = new.get(..base).map(|new| new.iter().sum()).filter(|&codes: &usize| codes > 0);
        let run_after = |after: usize| {
            let new = new.get(after..after + run)?.iter().sum();
            Some(Run { after, new, ratio: new as f64 / size? as f64 })
        };
        let runs: Vec<Run> = (base..=new.len()).map_while(run_after).collect();
        let after = runs.iter().find(|run| run.ratio <= threshold + 1e-12).map(|run| run.after);
        Saturation { new, base: size, runs, after }
    }

    /// In what share of random orders few new codes come after so many interviews or fewer, for each number of them.
    pub fn by_chance<T: Ord + Copy>(
        interviews: &[BTreeSet<T>],
        runs: Runs,
        (orders, seed): (usize, u64),
    ) -> Vec<Option<f64>> {
        let mut numbers: BTreeMap<T, usize> = BTreeMap::new();
        let mut number = |&code: &T| {
            let next = numbers.len();
            *numbers.entry(code).or_insert(next)
        };
        let codes: Vec<Vec<usize>> = interviews.iter().map(|codes| codes.iter().map(&mut number).collect()).collect();
        // The order, counted from 1, in which a code was last seen.
        let mut seen = vec![0_usize; numbers.len()];
        let mut chance = Chance::new(seed);
        let mut interviews: Vec<usize> = (0..codes.len()).collect();
        let mut after = vec![0_usize; codes.len() + 1];
        for order in 1..=orders {
            chance.shuffle(&mut interviews);
            let mut is_new = |code: &&usize| std::mem::replace(&mut seen[**code], order) != order;
            let new = interviews.iter().map(|&place| codes[place].iter().filter(&mut is_new).count());
            if let Some(place) = runs.first_with_few(new) {
                after[place] += 1;
            }
        }
        let mut so_far = 0;
        let share = |n: &usize| {
            so_far += n;
            (orders > 0).then(|| so_far as f64 / orders as f64)
        };
        after.iter().map(share).collect()
    }

    /// Codes there are after each interview.
    pub fn cumulative(&self) -> Vec<usize> {
        let mut codes = 0;
        self.new
            .iter()
            .map(|new| {
                codes += new;
                codes
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interviews() -> Vec<BTreeSet<char>> {
        ["abcdef", "abgh", "bci", "aj", "abc", "dk", "ef", "gh", "ab"].map(|codes| codes.chars().collect()).to_vec()
    }

    #[test]
    fn a_run_with_few_new_codes_is_found_at_the_first_interview_that_has_one() {
        let found = |threshold| Saturation::of(&interviews(), Runs { base: 4, run: 2, threshold });
        assert_eq!(found(0.05).new, [6, 2, 1, 1, 0, 1, 0, 0, 0]);
        assert_eq!((found(0.05).base, found(0.05).after, found(0.1).after), (Some(10), Some(6), Some(4)));
        let ratios: Vec<f64> = found(0.05).runs.iter().map(|run| run.ratio).collect();
        assert_eq!(ratios, [0.1, 0.1, 0.0, 0.0]);
    }

    #[test]
    fn the_share_of_random_orders_grows_and_is_the_same_for_the_same_seed() {
        let runs = Runs { base: 4, run: 2, threshold: 0.1 };
        let shares = |seed| Saturation::by_chance(&interviews(), runs, (500, seed));
        let found: Vec<f64> = shares(1).into_iter().flatten().collect();
        assert_eq!(found.len(), interviews().len() + 1);
        assert!(found.is_sorted() && found[3] == 0.0 && found[8] > 0.5, "{found:?}");
        assert_eq!(shares(1), shares(1));
        assert_ne!(shares(1), shares(2));
        assert_eq!(Saturation::by_chance(&interviews(), runs, (0, 1)), vec![None; 10]);
    }

    #[test]
    fn of_one_random_order_the_same_is_said_as_of_that_order() {
        for (seed, threshold) in (0..200).zip([0.0, 0.05, 0.1, 0.3].into_iter().cycle()) {
            let runs = Runs { base: 4, run: 2, threshold };
            let mut order = interviews();
            Chance::new(seed).shuffle(&mut order);
            let after = Saturation::of(&order, runs).after;
            let shares = Saturation::by_chance(&interviews(), runs, (1, seed));
            assert_eq!(shares.iter().position(|share| *share == Some(1.0)), after, "{seed}");
        }
    }

    #[test]
    fn few_interviews_and_no_codes_say_nothing() {
        let runs = Runs { base: 4, run: 2, threshold: 0.05 };
        let few = Saturation::of(&interviews()[..5], runs);
        assert_eq!((few.base, few.runs.len(), few.after), (Some(10), 0, None));
        assert_eq!(Saturation::of(&interviews()[..3], runs).base, None);
        let uncoded = Saturation::of(&vec![BTreeSet::<char>::new(); 9], runs);
        assert_eq!((uncoded.base, uncoded.after), (None, None));
    }
}
