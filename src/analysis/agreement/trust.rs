//! What is printed beside a figure of agreement of how far it may be trusted.

use crate::analysis::chance::GENERATOR;
use crate::analysis::{Cell, Kind, Settings, Table, Value, Wrong};
use crate::project::Project;

use super::interval::{FEWEST, Interval, RESAMPLES, Resamples};
use super::report::{Average, Figure, OF_TWO, averaged};
use super::{Comparing, Counts, Votes};

type OfVotes = fn(&Votes) -> Option<f64>;

/// What of more than two coders an interval can be of.
const OF_MANY: [(&str, OfVotes); 4] =
    [("percent", Votes::percent), ("fleiss", Votes::fleiss), ("ac1", Votes::ac1), ("alpha", Votes::alpha)];

/// An interval of one figure for every code; with few documents each document's figure in its place.
pub(super) struct Trust<'a> {
    comparing: &'a Comparing,
    settings: &'a Settings,
    key: &'static str,
    /// The documents drawn again and again, with what each resample would be if nobody had used the code; nothing,
    /// where there are too few.
    drawn: Option<(Resamples, Vec<Votes>)>,
}

impl<'a> Trust<'a> {
    /// Nothing, where no interval is asked for.
    ///
    /// # Errors
    /// It is asked for of a figure that is not printed of so many coders.
    pub(super) fn of(comparing: &'a Comparing, settings: &'a Settings) -> Result<Option<Trust<'a>>, Wrong> {
        let Some(key) = settings.interval else { return Ok(None) };
        let there: Vec<&str> = match comparing.coders.len() {
            2 => OF_TWO.iter().map(|(key, ..)| *key).chain(["alpha"]).collect(),
            _ => OF_MANY.iter().map(|(key, _)| *key).collect(),
        };
        if there.contains(&key) {
            let documents = comparing.documents.len();
            let drawn = (documents >= FEWEST).then(|| Resamples::new(documents, settings.seed));
            let drawn = drawn.map(|resamples| {
                let unused = resamples.times().map(|times| unused(comparing, times)).collect();
                (resamples, unused)
            });
            return Ok(Some(Trust { comparing, settings, key, drawn }));
        }
        Err(Wrong::Value { key: "interval", value: key.to_string(), wanted: there.join(", ") })
    }

    pub(super) fn add_columns(&self, table: &mut Table) {
        let key = self.key;
        if self.drawn.is_some() {
            table.column(format!("{key}_low"), "from", Kind::Numbers);
            table.column(format!("{key}_high"), "to", Kind::Numbers);
            table.column(format!("{key}_undefined"), "undefined resamples", Kind::Numbers);
        } else {
            table.column(format!("{key}_least"), "least", Kind::Numbers);
            table.column(format!("{key}_greatest"), "greatest", Kind::Numbers);
            table.column(format!("{key}_documents"), "by document", Kind::Words);
        }
    }

    /// The cells of those columns for a row of the codebook.
    pub(super) fn cells(&self, project: &Project, row: usize) -> [Cell; 3] {
        let value = |number: Option<f64>| match (number, self.key) {
            (None, _) => Value::Undefined,
            (Some(number), "percent") => Value::Share(number),
            (Some(number), _) => Value::Figure(number),
        };
        let documents = &self.comparing.documents;
        if let Some((resamples, unused)) = &self.drawn {
            let found = Interval::of(self.resampled(row, resamples, unused));
            let end = |place: usize| Cell::from(value(found.ends.map(|ends| ends[place])));
            return [end(0), end(1), Cell::from(found.dropped as u64)];
        }
        let each = self.by_document(row);
        let end = |pick: fn(f64, f64) -> f64| Cell::from(value(each.iter().flatten().copied().reduce(pick)));
        let said = documents.iter().zip(&each).map(|(it, number)| {
            let title = project.document(it.document).map_or("", |document| document.title.as_str());
            format!("{title} {}", value(*number).shown())
        });
        [end(f64::min), end(f64::max), Cell::from(said.collect::<Vec<_>>().join(", ").as_str())]
    }

    /// The figure that is looked at, where it is of two coders.
    fn of_two(&self) -> Option<Figure> {
        let of_two = OF_TWO.iter().find(|(key, ..)| *key == self.key && self.comparing.coders.len() == 2);
        of_two.map(|(.., of)| *of)
    }

    /// The same where it is of any number of coders.
    fn of_many(&self, votes: &Votes) -> Option<f64> {
        OF_MANY.iter().find(|(key, _)| *key == self.key).and_then(|(_, of)| of(votes))
    }

    /// The figure of each document.
    fn by_document(&self, row: usize) -> Vec<Option<f64>> {
        match self.of_two() {
            Some(of) => {
                let counts = self.comparing.counts([0, 1], row);
                counts.iter().map(|&counts| averaged(&[counts], of, self.settings.average)).collect()
            }
            None => self.comparing.votes_by_document(row).iter().map(|votes| self.of_many(votes)).collect(),
        }
    }

    /// The figure of each resample. Only documents in which the code was used are looked at, where the units of all
    /// are counted together.
    fn resampled<'b>(
        &'b self,
        row: usize,
        resamples: &'b Resamples,
        unused: &'b [Votes],
    ) -> Box<dyn Iterator<Item = Option<f64>> + 'b> {
        let average = self.settings.average;
        let used = self.comparing.used(row);
        match self.of_two() {
            Some(of) if average == Average::Pooled => {
                let counts = self.comparing.counts([0, 1], row);
                Box::new(resamples.times().zip(unused).map(move |(times, unused)| {
                    let mut all = Counts { neither: unused.units(), ..Counts::default() };
                    for &place in used {
                        let (here, times) = (counts[place], u64::from(times[place]));
                        all.both += here.both * times;
                        all.first += here.first * times;
                        all.second += here.second * times;
                        all.neither -= (here.both + here.first + here.second) * times;
                    }
                    of(all)
                }))
            }
            Some(of) => {
                let counts = self.comparing.counts([0, 1], row);
                Box::new(resamples.times().map(move |times| {
                    let drawn = counts.iter().zip(times);
                    let drawn = drawn.flat_map(|(&counts, &times)| std::iter::repeat_n(counts, times as usize));
                    averaged(&drawn.collect::<Vec<Counts>>(), of, average)
                }))
            }
            None => {
                let many = ManyTimes::of(self.comparing, row);
                let (mut all, mut sums) = (Votes::new(self.comparing.coders.len() as u32), Vec::new());
                Box::new(resamples.times().zip(unused).map(move |(times, unused)| {
                    many.count(times, unused, &mut sums);
                    all.count(many.kinds.iter().copied().zip(sums.iter().map(|&units| units as u64)));
                    self.of_many(&all)
                }))
            }
        }
    }

    pub(super) fn note(&self) -> String {
        let documents = self.comparing.documents.len();
        if self.drawn.is_some() {
            format!(
                "from, to: 95 % of {RESAMPLES} resamples of the {documents} documents give a {} between them \
                 (percentile bootstrap, {GENERATOR}, seed {}); those in which it is undefined are left out",
                self.key, self.settings.seed
            )
        } else {
            format!(
                "{documents} documents are too few for an interval, which wants {FEWEST}: least and greatest are of \
                 each document's {}",
                self.key
            )
        }
    }
}

/// What the documents in which a code was used change of a count in which nobody used it, so that drawing them again
/// only adds numbers.
struct ManyTimes {
    /// Coders, and those of them who used the code: every kind of unit there can be; sorted.
    kinds: Vec<(u32, u32)>,
    /// By document that used it, its place, and what it changes: how many units of which kind.
    documents: Vec<(usize, Vec<(usize, i64)>)>,
}

impl ManyTimes {
    fn of(comparing: &Comparing, row: usize) -> ManyTimes {
        let votes = comparing.votes_by_document(row);
        let kinds = votes.iter().flat_map(|votes| votes.kinds().map(|(kind, _)| kind));
        let mut kinds: Vec<(u32, u32)> =
            kinds.chain(comparing.documents.iter().map(|it| (it.coders.len() as u32, 0))).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let slot = |kind: (u32, u32)| kinds.partition_point(|other| *other < kind);
        let change = |&place: &usize| {
            let unused = slot((comparing.documents[place].coders.len() as u32, 0));
            let taken = (unused, -(votes[place].units() as i64));
            let changes = votes[place].kinds().map(|(kind, units)| (slot(kind), units as i64));
            (place, changes.chain([taken]).collect())
        };
        ManyTimes { documents: comparing.used(row).iter().map(change).collect(), kinds }
    }

    /// Sums up the units of each kind in a resample.
    fn count(&self, times: &[u32], unused: &Votes, sums: &mut Vec<i64>) {
        sums.clear();
        sums.resize(self.kinds.len(), 0);
        for (kind, units) in unused.kinds() {
            sums[self.kinds.partition_point(|other| *other < kind)] = units as i64;
        }
        for (place, changes) in self.documents.iter().filter(|(place, _)| times[*place] > 0) {
            changes.iter().for_each(|&(slot, units)| sums[slot] += units * i64::from(times[*place]));
        }
    }
}

/// The documents of a resample, if nobody had used the code.
fn unused(comparing: &Comparing, times: &[u32]) -> Votes {
    let mut votes = Votes::new(comparing.coders.len() as u32);
    for (compared, &times) in comparing.documents.iter().zip(times) {
        votes.add(compared.units * u64::from(times), compared.coders.len() as u32, 0);
    }
    votes
}
