//! What is seen of a table.

use crate::analysis::{Cell, Kind, Table, Value};

use super::{Amount, View};

/// The name of a row: a code by its path.
fn name(row: &[Cell]) -> String {
    row.first().map_or_else(String::new, |cell| cell.value.shown())
}

fn amount(cell: Option<&Cell>) -> Amount {
    let size = cell.and_then(|cell| match cell.value {
        Value::Count(count) => Some(count as f64),
        Value::Share(number) | Value::Rate(number) | Value::Figure(number) => Some(number),
        Value::Blank | Value::Undefined | Value::Words(_) | Value::Path(_) | Value::Numbers(_) => None,
    });
    Amount { size, words: cell.map_or_else(String::new, |cell| cell.value.shown()) }
}

fn place(table: &Table, key: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.key == key)
}

/// A bar for every row that has a number in the last of these columns that is there, else in the first of numbers.
pub fn bars(table: &Table) -> View {
    let wanted = ["excerpts", "total", "coded_share"].iter().rev().find_map(|key| place(table, key));
    let first = || table.columns.iter().position(|column| column.kind == Kind::Numbers);
    let Some(column) = wanted.or_else(first) else { return View::Bars(Vec::new()) };
    let rows = table.rows.iter().map(|row| (name(row), amount(row.get(column))));
    View::Bars(rows.filter(|(_, amount)| amount.size.is_some()).collect())
}

/// A shade for every row and column of the kind that is set side by side: excerpts where they are said, shares where
/// not; for pairs of codes, how many of their excerpts meet. A table of one column has bars.
pub fn heat(table: &Table) -> View {
    if let (Some(with), Some(pairs)) = (place(table, "with"), place(table, "pairs")) {
        return pairs_of(table, with, pairs);
    }
    let endings = [".excerpts", ".share"];
    let set: Vec<(usize, String)> = endings
        .iter()
        .map(|ending| columns_with(table, |key| key.strip_suffix(ending).map(str::to_string)))
        .chain([columns_with(table, |key| Some(key.to_string()))])
        .find(|set| !set.is_empty())
        .unwrap_or_default();
    if set.len() < 2 {
        return bars(table);
    }
    let amounts = |row: &Vec<Cell>| set.iter().map(|(place, _)| amount(row.get(*place))).collect();
    let rows = table.rows.iter().map(|row| (name(row), amounts(row))).collect();
    View::Heat { columns: set.iter().map(|(_, title)| title.clone()).collect(), rows }
}

/// The columns of numbers that have a name, without those of totals.
fn columns_with(table: &Table, name: impl Fn(&str) -> Option<String>) -> Vec<(usize, String)> {
    let columns = table.columns.iter().enumerate().filter(|(_, column)| column.kind == Kind::Numbers);
    let named = columns.filter_map(|(place, column)| Some((place, name(&column.key)?)));
    named.filter(|(_, name)| name != "total").collect()
}

fn pairs_of(table: &Table, with: usize, pairs: usize) -> View {
    let mut names: Vec<String> = Vec::new();
    for row in &table.rows {
        for name in [name(row), row[with].value.shown()] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let nothing = Amount { size: None, words: String::new() };
    let mut square = vec![vec![nothing; names.len()]; names.len()];
    for row in &table.rows {
        let at = |wanted: String| names.iter().position(|name| *name == wanted);
        if let (Some(one), Some(other)) = (at(name(row)), at(row[with].value.shown())) {
            square[one][other] = amount(row.get(pairs));
            square[other][one] = amount(row.get(pairs));
        }
    }
    View::Heat { columns: names.clone(), rows: names.into_iter().zip(square).collect() }
}

/// Codes so far over the documents in order, those that came from the data, and above them all.
pub fn curve(table: &Table) -> View {
    let (codes, all) = (place(table, "codes"), place(table, "all_codes"));
    let there = |row: &[Cell], column: Option<usize>| amount(column.and_then(|place| row.get(place)));
    let point = |row: &Vec<Cell>| (name(row), there(row, codes), all.map(|_| there(row, all)));
    View::Curve(table.rows.iter().map(point).collect())
}

/// For every code and site the share of people who spoke of it in each phase, as "n of N", and the direction.
pub fn slopes(table: &Table) -> View {
    let keys: Vec<&str> = table.columns.iter().map(|column| column.key.as_str()).collect();
    let sites: Vec<&str> = keys.iter().filter_map(|key| key.strip_suffix(" pattern")).collect();
    let phases_of = |site: &str| -> Vec<(usize, String)> {
        let phase = |key: &&str| {
            let rest = key.strip_prefix(site)?.strip_prefix(' ')?;
            rest.strip_suffix(".respondents").map(str::to_string)
        };
        keys.iter().enumerate().filter_map(|(place, key)| Some((place, phase(key)?))).collect()
    };
    let phases: Vec<String> =
        sites.last().map_or_else(Vec::new, |site| phases_of(site).into_iter().map(|(_, phase)| phase).collect());
    let mut lines = Vec::new();
    for row in &table.rows {
        for site in &sites {
            let here = phases_of(site);
            let share = |(respondents, _): &(usize, String)| {
                let [spoke, people] = [0, 1].map(|next| amount(row.get(respondents + next)));
                let size = spoke.size.zip(people.size).filter(|(_, people)| *people > 0.0);
                Amount {
                    size: size.map(|(spoke, people)| spoke / people),
                    words: format!("{} of {}", spoke.words, people.words),
                }
            };
            let amounts: Vec<Amount> = here.iter().map(share).collect();
            // What nobody spoke of in any phase is no line.
            if amounts.iter().any(|amount| amount.size.is_some_and(|size| size > 0.0)) {
                let ways = here.windows(2).filter_map(|pair| {
                    let key = format!("{site} {}-{}", pair[0].1, pair[1].1);
                    Some(row.get(place(table, &key)?)?.value.shown())
                });
                lines.push((format!("{}, {site}", name(row)), amounts, ways.collect::<Vec<_>>().join(", ")));
            }
        }
    }
    View::Slopes { phases, lines }
}

/// Where each code falls in each document.
pub fn strip(table: &Table) -> View {
    let places = ["document", "from", "to"].map(|key| place(table, key));
    let [Some(document), Some(from), Some(to)] = places else { return View::Strip(Vec::new()) };
    let mut lines: Vec<(String, Vec<[f64; 2]>)> = Vec::new();
    for row in &table.rows {
        let label = format!("{}: {}", row[document].value.shown(), name(row));
        let ends = [from, to].map(|place| amount(row.get(place)).size.unwrap_or(0.0));
        match lines.last_mut() {
            Some((last, places)) if *last == label => places.push(ends),
            _ => lines.push((label, vec![ends])),
        }
    }
    View::Strip(lines)
}

/// Every code's agreement with its interval, where one was asked for: of the figure that was, else alpha.
pub fn dots(table: &Table) -> View {
    let low = table.columns.iter().position(|column| column.key.ends_with("_low"));
    let figure = low.and_then(|low| place(table, table.columns[low].key.trim_end_matches("_low")));
    let column = figure.or_else(|| place(table, "alpha"));
    let line = |row: &Vec<Cell>| {
        let ends = low.and_then(|low| Some([amount(row.get(low)).size?, amount(row.get(low + 1)).size?]));
        (name(row), amount(column.and_then(|place| row.get(place))), ends)
    };
    View::Dots(table.rows.iter().map(line).collect())
}
