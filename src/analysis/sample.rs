//! Who took part: the first table of a paper.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::project::{Attribute, AttributeId, Bearer, Person, Project, Subject, Texts, ValueType};

use super::axis::Values;
use super::{Cell, Column, Kind, Settings, Table, Value, Wrong};

/// Numbers of a sample, summed up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many.
    pub n: usize,
    /// Their mean; undefined where there is none.
    pub mean: Option<f64>,
    /// The standard deviation of a sample (by n - 1); undefined under two.
    pub sd: Option<f64>,
    /// The least and the greatest.
    pub range: Option<(f64, f64)>,
}

impl Summary {
    /// Sums up numbers.
    pub fn of(numbers: &[f64]) -> Summary {
        let n = numbers.len();
        let mean = (n > 0).then(|| numbers.iter().sum::<f64>() / n as f64);
        let squares = |mean: f64| numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>();
        let sd = mean.filter(|_| n > 1).map(|mean| (squares(mean) / (n - 1) as f64).sqrt());
        let by = |which: fn(f64, f64) -> f64| numbers.iter().copied().reduce(which);
        Summary { n, mean, sd, range: by(f64::min).zip(by(f64::max)) }
    }
}

/// For every attribute of people: how many have each value, and the part of all; of numbers the mean, the standard
/// deviation and the range. People are counted, never interviews.
pub(super) fn table(project: &Project, _: &dyn Texts, _: &Settings) -> Result<Table, Wrong> {
    let people = project.people();
    let column = |key: &str, title: &str, kind| Column { key: key.into(), title: title.into(), kind };
    let mut table = Table {
        report: "sample",
        title: "Who took part".to_string(),
        columns: vec![
            column("attribute", "Attribute", Kind::Words),
            column("value", "value", Kind::Words),
            column("n", "n", Kind::Numbers),
            column("share", "%", Kind::Numbers),
            column("mean", "mean", Kind::Numbers),
            column("sd", "SD", Kind::Numbers),
            column("least", "least", Kind::Numbers),
            column("greatest", "greatest", Kind::Numbers),
        ],
        ..Table::default()
    };
    let all = people.len() as u64;
    let counted = |attribute: &str, value: &str, n: u64| {
        let share = Cell::from(Value::share(n, all));
        let blanks = [(); 4].map(|()| Cell::from(Value::Blank));
        [vec![Cell::from(attribute), Cell::from(value), Cell::from(n), share], blanks.into()].concat()
    };
    table.rows.push(counted("people", "", all));
    for (id, attribute) in project.attributes().filter(|(_, attribute)| attribute.on == Bearer::Case) {
        let held: Vec<Option<&str>> = people.iter().map(|&person| value_of(project, id, person)).collect();
        if attribute.values == ValueType::Number {
            table.rows.push(summed_up(attribute, &held));
        } else {
            let values = Values::new(project);
            for (value, n) in counts(&held, |one, other| values.order(id, one, other)) {
                table.rows.push(counted(&attribute.name, value.unwrap_or("(none)"), n));
            }
        }
        let missing = held.iter().filter(|value| value.is_none()).count();
        if attribute.values == ValueType::Number && missing > 0 {
            table.rows.push(counted(&attribute.name, "(none)", missing as u64));
        }
    }
    table.notes.push(format!("people: {all}, each counted once, however often they were interviewed"));
    table
        .notes
        .push("SD: of a sample, by n - 1; a value that was given by phase is that of the first phase".to_string());
    Ok(table)
}

/// What holds of a person: for all phases, or for the first that has a value.
fn value_of(project: &Project, attribute: AttributeId, person: Person) -> Option<&str> {
    let Person::Case(case) = person else { return None };
    let subject = Subject::Case(case);
    let by_phase = || project.values_of(subject).find(|(id, ..)| *id == attribute).map(|(.., value)| value);
    project.value(attribute, subject, None).or_else(by_phase)
}

/// How many have each value, in order.
fn counts<'a>(
    held: &[Option<&'a str>],
    order: impl Fn(Option<&str>, Option<&str>) -> Ordering,
) -> Vec<(Option<&'a str>, u64)> {
    let mut counts: BTreeMap<Option<&str>, u64> = BTreeMap::new();
    held.iter().for_each(|value| *counts.entry(*value).or_default() += 1);
    let mut counts: Vec<(Option<&str>, u64)> = counts.into_iter().collect();
    counts.sort_by(|(one, _), (other, _)| order(*one, *other));
    counts
}

fn summed_up(attribute: &Attribute, held: &[Option<&str>]) -> Vec<Cell> {
    let numbers: Vec<f64> = held.iter().filter_map(|value| value.as_ref()?.parse().ok()).collect();
    let Summary { n, mean, sd, range } = Summary::of(&numbers);
    let number = |value: Option<f64>| Cell::from(value.map_or(Value::Undefined, Value::Rate));
    let head = [Cell::from(attribute.name.as_str()), Cell::from(Value::Blank), Cell::from(n as u64)];
    let rest = [number(mean), number(sd), number(range.map(|range| range.0)), number(range.map(|range| range.1))];
    [head.into(), vec![Cell::from(Value::Blank)], rest.into()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deviation_takes_two() {
        assert_eq!(Summary::of(&[]), Summary { n: 0, mean: None, sd: None, range: None });
        assert_eq!(Summary::of(&[4.0]), Summary { n: 1, mean: Some(4.0), sd: None, range: Some((4.0, 4.0)) });
        let two = Summary::of(&[2.0, 4.0]);
        assert_eq!((two.mean, two.range), (Some(3.0), Some((2.0, 4.0))));
        assert!((two.sd.unwrap() - 2.0_f64.sqrt()).abs() < 1e-12);
    }
}
