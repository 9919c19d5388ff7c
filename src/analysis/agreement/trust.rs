//! What is printed beside a figure of agreement of how far it may be trusted.

use crate::analysis::chance::GENERATOR;
use crate::analysis::{Cell, Kind, Settings, Table, Value, Wrong};
use crate::project::Project;

use super::interval::{FEWEST, Interval, RESAMPLES};
use super::report::{OF_TWO, averaged};
use super::{Comparing, Counts, Votes};

/// The figure that is looked at, computed from the documents drawn.
type Figure<'a> = Box<dyn Fn(&[usize]) -> Option<f64> + 'a>;

type OfVotes = fn(&Votes) -> Option<f64>;

/// What of more than two coders an interval can be of.
const OF_MANY: [(&str, OfVotes); 4] =
    [("percent", Votes::percent), ("fleiss", Votes::fleiss), ("ac1", Votes::ac1), ("alpha", Votes::alpha)];

/// An interval of one figure for every code; with few documents each document's figure in its place.
pub(super) struct Trust<'a> {
    comparing: &'a Comparing,
    settings: &'a Settings,
    key: &'static str,
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
            return Ok(Some(Trust { comparing, settings, key }));
        }
        Err(Wrong::Value { key: "interval", value: key.to_string(), wanted: there.join(", ") })
    }

    fn is_drawn(&self) -> bool {
        self.comparing.documents.len() >= FEWEST
    }

    pub(super) fn add_columns(&self, table: &mut Table) {
        let key = self.key;
        if self.is_drawn() {
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
        let figure = self.figure(row);
        let value = |number: Option<f64>| match (number, self.key) {
            (None, _) => Value::Undefined,
            (Some(number), "percent") => Value::Share(number),
            (Some(number), _) => Value::Figure(number),
        };
        let documents = &self.comparing.documents;
        if self.is_drawn() {
            let found = Interval::of(documents.len(), self.settings.seed, figure);
            let end = |place: usize| Cell::from(value(found.ends.map(|ends| ends[place])));
            return [end(0), end(1), Cell::from(found.dropped as u64)];
        }
        let each: Vec<Option<f64>> = (0..documents.len()).map(|place| figure(&[place])).collect();
        let end = |pick: fn(f64, f64) -> f64| Cell::from(value(each.iter().flatten().copied().reduce(pick)));
        let said = documents.iter().zip(&each).map(|(it, number)| {
            let title = project.document(it.document).map_or("", |document| document.title.as_str());
            format!("{title} {}", value(*number).shown())
        });
        [end(f64::min), end(f64::max), Cell::from(said.collect::<Vec<_>>().join(", ").as_str())]
    }

    fn figure(&self, row: usize) -> Figure<'a> {
        let average = self.settings.average;
        let of_two = OF_TWO.iter().find(|(key, ..)| *key == self.key && self.comparing.coders.len() == 2);
        if let Some(&(_, _, of)) = of_two {
            let counts = self.comparing.counts([0, 1], row);
            return Box::new(move |drawn| {
                averaged(&drawn.iter().map(|&place| counts[place]).collect::<Vec<Counts>>(), of, average)
            });
        }
        let votes = self.comparing.votes_by_document(row);
        let of = OF_MANY.iter().find(|(key, _)| *key == self.key).map(|(_, of)| *of);
        Box::new(move |drawn| of.and_then(|of| of(&Votes::together(drawn.iter().map(|&place| &votes[place])))))
    }

    pub(super) fn note(&self) -> String {
        let documents = self.comparing.documents.len();
        if self.is_drawn() {
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
