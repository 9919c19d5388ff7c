//! The codebook as a table, to be published: what every code means, and how far it was used.

use crate::project::*;

use super::category::{code_columns, counted, heading};
use super::lists::definition;
use super::{Cell, Count, Kind, Numbers, Query, Reach, Settings, Table, Tally, Value, Wrong, tallies};

/// For every code in use, in the analyst's order: definition, what it is for and what not, an example, and the
/// distinct excerpts and the distinct people who speak in them. A code that only heads others shows no numbers of
/// its own.
pub(super) fn table(project: &Project, _: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    if project.codebook().rows().is_empty() {
        return Err(Wrong::Nothing("there are no codes yet".to_string()));
    }
    let counting = settings.counting(project);
    let mut table = code_columns("codebook", format!("Codebook of {}", project.name()));
    for (key, title) in
        [("definition", "Definition"), ("include", "Use it for"), ("exclude", "Not for"), ("example", "Example")]
    {
        table.column(key, title, Kind::Words);
    }
    let reaches: &[(Reach, &str, &str)] = match settings.count {
        Count::Own => &[(Reach::Own, "", "")],
        Count::Subtree => &[(Reach::Subtree, "", "")],
        Count::Both => &[(Reach::Own, "own_", ""), (Reach::Subtree, "subtree_", " with subcodes")],
    };
    for (_, before, after) in reaches {
        for word in ["excerpts", "respondents"] {
            table.column(format!("{before}{word}"), format!("# {word}{after}"), Kind::Numbers);
        }
    }
    for (row, tally) in project.codebook().rows().iter().zip(tallies(&counting)) {
        let mut cells = vec![heading(project, row.code)];
        cells.extend(definition(project, row.code));
        for &(reach, ..) in reaches {
            let query = Query { code: Some(row.code), reach, ..counting.query() };
            cells.extend(match numbers(tally, reach, row.size > 1) {
                Some(numbers) => {
                    [numbers.excerpts, numbers.respondents].map(|count| Cell::from(count).opening(query.clone()))
                }
                None => [Value::Blank.into(), Value::Blank.into()],
            });
        }
        table.rows.push(cells);
    }
    table.notes.push(counted(&counting));
    Ok(table)
}

/// The numbers to show; none where a code only heads others.
fn numbers(tally: Tally, reach: Reach, has_subcodes: bool) -> Option<Numbers> {
    match reach {
        Reach::Own => Some(tally.own).filter(|own| !has_subcodes || own.excerpts > 0),
        Reach::Subtree => Some(tally.subtree),
    }
}
