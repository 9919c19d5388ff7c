//! The order in which a table's rows are shown, and which of them.

use std::cmp::Ordering;

use super::Listing;
use crate::analysis::{Cell, Table, Value};
use crate::text::fold;

/// How rows are arranged; as the table has them, where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// By that column, and whether the least comes first.
    pub sorted: Option<(usize, Least)>,
    /// Only rows that have all these words in them, whatever their case and accents.
    pub filter: String,
}

/// Where the least of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// At the top.
    First,
    /// At the bottom.
    Last,
}

impl Arrangement {
    /// The rows as they are to be shown.
    pub(super) fn of(&self, whole: &Listing) -> Listing {
        let Listing { table, entries } = whole;
        let wanted: Vec<String> = self.filter.split_whitespace().map(fold).collect();
        let has = |row: &[Cell], word: &String| row.iter().any(|cell| fold(&cell.value.shown()).contains(word));
        let mut places: Vec<usize> =
            (0..table.rows.len()).filter(|&place| wanted.iter().all(|word| has(&table.rows[place], word))).collect();
        if let Some((column, least)) = self.sorted {
            let value = |place: usize| table.rows[place].get(column).map(|cell| &cell.value);
            places.sort_by(|&one, &other| order(value(one), value(other), least));
        }
        Listing {
            entries: places.iter().filter_map(|&place| entries.get(place).copied()).collect(),
            table: Table { rows: places.iter().map(|&place| table.rows[place].clone()).collect(), ..blank(table) },
        }
    }

    /// What is said of it beside the title.
    pub(super) fn says(&self, table: &Table) -> String {
        let sorted = self.sorted.and_then(|(column, least)| {
            let way = if least == Least::First { "up" } else { "down" };
            table.columns.get(column).map(|column| format!("  by {} {way}", column.title))
        });
        let filter = Some(&self.filter).filter(|filter| !filter.is_empty()).map(|words| format!("  filter: {words}"));
        format!("{}{}", sorted.unwrap_or_default(), filter.unwrap_or_default())
    }
}

/// The table without its rows.
fn blank(table: &Table) -> Table {
    let (title, settings) = (table.title.clone(), table.settings.clone());
    let (columns, notes) = (table.columns.clone(), table.notes.clone());
    Table { report: table.report, title, settings, columns, notes, rows: Vec::new() }
}

/// Numbers by size, words by their letters; what is no number stands at the end either way.
fn order(one: Option<&Value>, other: Option<&Value>, least: Least) -> Ordering {
    let turned = |order: Ordering| if least == Least::First { order } else { order.reverse() };
    let (Some(one), Some(other)) = (one, other) else { return Ordering::Equal };
    match (size(one), size(other)) {
        (Some(one), Some(other)) => turned(one.total_cmp(&other)),
        (one_size, other_size) => {
            let is_nothing = |value: &Value| matches!(value, Value::Blank | Value::Undefined);
            let nothing = is_nothing(one).cmp(&is_nothing(other));
            let kinds = other_size.is_some().cmp(&one_size.is_some());
            let words = || turned(fold(&one.shown()).cmp(&fold(&other.shown())));
            nothing.then(kinds).then_with(words)
        }
    }
}

fn size(value: &Value) -> Option<f64> {
    match value {
        Value::Count(count) => Some(*count as f64),
        Value::Share(number) | Value::Rate(number) | Value::Figure(number) => Some(*number),
        Value::Numbers(numbers) => Some(numbers.len() as f64),
        Value::Blank | Value::Undefined | Value::Words(_) | Value::Path(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Kind;

    fn listing() -> Listing {
        let mut table = Table::default();
        table.column("code", "Code", Kind::Words);
        table.column("n", "excerpts", Kind::Numbers);
        let row = |name: &str, value: Value| vec![Cell::from(name), Cell::from(value)];
        table.rows = vec![
            row("Müde", Value::Count(2)),
            row("arm", Value::Undefined),
            row("Zeit", Value::Count(10)),
            row("arm dran", Value::Blank),
        ];
        table.into()
    }

    fn shown(arrangement: &Arrangement) -> Vec<String> {
        arrangement.of(&listing()).table.rows.iter().map(|row| row[0].value.shown()).collect()
    }

    #[test]
    fn numbers_are_sorted_by_size_and_what_is_no_number_comes_last() {
        let by = |column, least| shown(&Arrangement { sorted: Some((column, least)), ..Arrangement::default() });
        assert_eq!(by(1, Least::Last), ["Zeit", "Müde", "arm", "arm dran"]);
        assert_eq!(by(1, Least::First), ["Müde", "Zeit", "arm dran", "arm"]);
        assert_eq!(by(0, Least::First), ["arm", "arm dran", "Müde", "Zeit"]);
        assert_eq!(by(9, Least::First), ["Müde", "arm", "Zeit", "arm dran"]);
    }

    #[test]
    fn rows_are_found_by_words_whatever_their_accents() {
        let with = |filter: &str| shown(&Arrangement { filter: filter.into(), ..Arrangement::default() });
        assert_eq!(with("mude"), ["Müde"]);
        assert_eq!(with("arm dr"), ["arm dran"]);
        assert_eq!(with("10 zeit"), ["Zeit"]);
        assert_eq!(with(""), ["Müde", "arm", "Zeit", "arm dran"]);
    }
}
