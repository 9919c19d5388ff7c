//! How often every code stands in each document, or with each person.

use crate::project::{Project, Texts};

use super::category::{code_columns, counted, heading};
use super::coverage::grounds;
use super::settings::Normalise;
use super::{Axis, By, Cell, Kind, Query, Reach, Settings, Table, Value, Wrong, crossings, words_in};

/// For every code and column the distinct excerpts, or these set against the row, the column, its
/// people or its words; the distinct total stands at the end of the row.
pub(super) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let counting = settings.counting(project);
    let reach = settings.reach()?;
    let axis = Axis::new(project, settings.by.as_ref().unwrap_or(&By::Document));
    let crossings = crossings(&counting, &axis, reach);
    let words: Vec<u64> = match settings.normalise {
        Normalise::Words => {
            grounds(project, &axis, settings.of).iter().map(|ground| words_in(project, texts, ground)).collect()
        }
        _ => vec![0; axis.columns().len()],
    };
    let against = match settings.normalise {
        Normalise::Counts => "",
        Normalise::Row => " (% of row)",
        Normalise::Column => " (% of column)",
        Normalise::Person => " (per person)",
        Normalise::Words => " (per 1000 words)",
    };
    let mut table = code_columns("frequency", "Excerpts by code".to_string());
    for column in axis.columns() {
        table.column(column.title.clone(), format!("{}{against}", column.title), Kind::Numbers);
    }
    // A document may itself be titled "total".
    let total = if axis.columns().iter().any(|column| column.title == "total") { "total excerpts" } else { "total" };
    table.column(total, total, Kind::Numbers);
    let last = axis.columns().len();
    let any = project.codebook().rows().len();
    for (row, counts) in project.codebook().rows().iter().zip(&crossings) {
        let query = Query { code: Some(row.code), reach, ..counting.query() };
        let mut cells = vec![heading(project, row.code)];
        for (place, column) in axis.columns().iter().enumerate() {
            let excerpts = counts[place].excerpts;
            let value = match settings.normalise {
                Normalise::Counts => Value::Count(excerpts),
                Normalise::Row => Value::share(excerpts, counts[last].excerpts),
                Normalise::Column => Value::share(excerpts, crossings[any][place].excerpts),
                Normalise::Person => Value::rate(excerpts, 1, column.people),
                Normalise::Words => Value::rate(excerpts, 1000, words[place]),
            };
            let cell = Cell::from(value);
            // Of many documents most have no excerpt of a code: nothing is behind these cells.
            cells.push(if excerpts > 0 { cell.opening(axis.narrow(place, &query)) } else { cell });
        }
        cells.push(Cell::from(counts[last].excerpts).opening(query));
        if reach == Reach::Own && row.size > 1 && counts[last].excerpts == 0 {
            cells[1..].fill(Value::Blank.into());
        }
        table.rows.push(cells);
    }
    table
        .notes
        .push("an excerpt counts in every column where it stands: rows may add to more than their totals".into());
    table.notes.push(counted(&counting));
    Ok(table)
}
