//! Codes against attributes of people or documents.

use std::collections::BTreeMap;

use crate::project::{Person, Project, Texts};

use super::category::{code_columns, counted, heading};
use super::settings::attributes_there;
use super::{Axis, By, Cell, Counting, Kind, Query, Reach, Settings, Table, Value, Wrong, sweep};

/// Distinct excerpts and people of one code in one column, or in all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crossing {
    /// Distinct spans.
    pub excerpts: u64,
    /// Distinct people who speak in them and belong in the column.
    pub respondents: u64,
}

/// For every row of the codebook, every column, then the distinct total of the row; and at the end one
/// more row that counts excerpts of any code.
pub fn crossings(counting: &Counting, axis: &Axis, reach: Reach) -> Vec<Vec<Crossing>> {
    let total = axis.columns().len();
    let any = counting.project().codebook().rows().len();
    let mut crossings = vec![vec![Crossing::default(); total + 1]; any + 1];
    let mut people: BTreeMap<Person, u32> = BTreeMap::new();
    // By row of the codebook: who spoke in which column, as often as they did.
    let mut spoke: Vec<Vec<(u32, u32)>> = vec![Vec::new(); any + 1];
    sweep(counting, |seen| {
        let mut columns = axis.columns_of(seen);
        columns.push((total, None));
        columns.extend(seen.respondents.iter().map(|&person| (total, Some(person))));
        columns.sort_unstable();
        columns.dedup();
        let numbers = columns.iter().filter_map(|&(column, person)| {
            let next = people.len() as u32;
            Some((column as u32, *people.entry(person?).or_insert(next)))
        });
        let numbers: Vec<(u32, u32)> = numbers.collect();
        let rows = match reach {
            Reach::Own => seen.own,
            Reach::Subtree => seen.subtree,
        };
        for &row in rows.iter().chain([&any]) {
            for here in columns.chunk_by(|one, next| one.0 == next.0) {
                crossings[row][here[0].0].excerpts += 1;
            }
            spoke[row].extend(&numbers);
        }
    });
    for (counts, mut spoke) in crossings.iter_mut().zip(spoke) {
        spoke.sort_unstable();
        spoke.dedup();
        spoke.into_iter().for_each(|(column, _)| counts[column as usize].respondents += 1);
    }
    crossings
}

/// For every code and value: people who spoke of it, excerpts, people in the study with that value,
/// and the share of these who spoke of it. Whoever lacks the value stands under "(none)".
pub(super) fn table(project: &Project, _: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let Some(by @ By::Attributes(_)) = &settings.by else {
        return Err(Wrong::NoAttribute { there: attributes_there(project) });
    };
    let counting = settings.counting(project);
    let reach = settings.reach()?;
    let axis = Axis::new(project, by);
    let crossings = crossings(&counting, &axis, reach);
    let mut table = code_columns("crosstab", "Respondents and excerpts by code and attribute".to_string());
    for column in axis.columns() {
        for word in ["respondents", "excerpts", "people", "share"] {
            table.column(format!("{}.{word}", column.title), format!("{} {word}", column.title), Kind::Numbers);
        }
    }
    table.column("total.respondents", "respondents in all", Kind::Numbers);
    table.column("total.excerpts", "excerpts in all", Kind::Numbers);
    for (row, counts) in project.codebook().rows().iter().zip(&crossings) {
        let query = Query { code: Some(row.code), reach, ..counting.query() };
        let heads = reach == Reach::Own && row.size > 1 && counts[axis.columns().len()].excerpts == 0;
        let mut cells = vec![heading(project, row.code)];
        for (place, column) in axis.columns().iter().enumerate() {
            let Crossing { excerpts, respondents } = counts[place];
            let share = Value::share(respondents, column.people);
            let opens = axis.narrow(place, &query);
            cells.extend([
                Cell::from(respondents).opening(opens.clone()),
                Cell::from(excerpts).opening(opens.clone()),
                Cell::from(column.people),
                Cell::from(share).opening(opens),
            ]);
        }
        let total = counts[axis.columns().len()];
        cells.extend([total.respondents, total.excerpts].map(|count| Cell::from(count).opening(query.clone())));
        if heads {
            cells[1..].fill(Value::Blank.into());
        }
        table.rows.push(cells);
    }
    table.notes.push("an excerpt counts in every column where it has a respondent: rows may pass their totals".into());
    table.notes.push(counted(&counting));
    Ok(table)
}
