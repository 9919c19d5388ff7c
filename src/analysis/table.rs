//! An answer: columns, rows, and what must be said beneath them.

use std::fmt::Write;
use std::sync::Arc;

use super::Query;
use crate::project::{CodeId, DocumentId, Target};

/// What a question to a project is answered with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The report's name, as the command line knows it.
    pub report: &'static str,
    /// What it shows, for people.
    pub title: String,
    /// What was asked for: names and values of the settings.
    pub settings: Vec<(&'static str, String)>,
    /// What stands in each row.
    pub columns: Vec<Column>,
    /// As many cells as columns, each.
    pub rows: Vec<Vec<Cell>>,
    /// What must be read with the numbers, a sentence each.
    pub notes: Vec<String>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Names it for programs; no two columns of a table have the same.
    pub key: String,
    /// Names it for people.
    pub title: String,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words: to the left.
    Words,
    /// Numbers: to the right.
    Numbers,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it says.
    pub value: Value,
    /// What lies behind it, where something does.
    pub opens: Option<Opens>,
}

/// What lies behind a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Opens {
    /// The excerpts that were counted.
    Excerpts(Arc<Query>),
    /// Another report, about one code.
    Report {
        /// Its name.
        name: &'static str,
        /// What it is about.
        code: CodeId,
    },
    /// A place in a document (characters), from which something is still to be done.
    Place(DocumentId, u32),
    /// The coder's own memo on that; written there where there is none yet.
    Memo(Target),
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing to say here.
    Blank,
    /// There is no such number: never 0.
    Undefined,
    /// Words.
    Words(String),
    /// A code, from the top of the tree down.
    Path(Vec<String>),
    /// How many.
    Count(u64),
    /// A part of a whole, as a fraction; may pass 1 where the parts overlap.
    Share(f64),
    /// So many for each of something.
    Rate(f64),
    /// A coefficient: 1 at most, and below 0 too.
    Figure(f64),
    /// Numbers of turns.
    Numbers(Vec<u64>),
}

impl Table {
    /// Adds a column.
    pub fn column(&mut self, key: impl Into<String>, title: impl Into<String>, kind: Kind) {
        self.columns.push(Column { key: key.into(), title: title.into(), kind });
    }
}

impl Cell {
    /// The cell that opens those excerpts.
    pub fn opening(self, query: impl Into<Arc<Query>>) -> Cell {
        Cell { opens: Some(Opens::Excerpts(query.into())), ..self }
    }

    /// The cell that opens another report, about a code.
    pub fn opening_report(self, name: &'static str, code: CodeId) -> Cell {
        Cell { opens: Some(Opens::Report { name, code }), ..self }
    }

    /// The cell that opens the coder's memo on that.
    pub fn opening_memo(self, on: Target) -> Cell {
        Cell { opens: Some(Opens::Memo(on)), ..self }
    }

    /// What asks for the excerpts that were counted, where it counts excerpts.
    pub fn query(&self) -> Option<&Query> {
        match &self.opens {
            Some(Opens::Excerpts(query)) => Some(query),
            _ => None,
        }
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Cell {
        Cell { value, opens: None }
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Cell {
        Value::Count(count).into()
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Cell {
        if words.is_empty() { Value::Blank.into() } else { Value::Words(words.to_string()).into() }
    }
}

impl Value {
    /// A part of a whole; undefined where there is no whole.
    pub fn share(part: u64, whole: u64) -> Value {
        if whole == 0 { Value::Undefined } else { Value::Share(part as f64 / whole as f64) }
    }

    /// `part` for every `each` of `whole`; undefined where there is no whole.
    pub fn rate(part: u64, each: u64, whole: u64) -> Value {
        if whole == 0 { Value::Undefined } else { Value::Rate((part * each) as f64 / whole as f64) }
    }

    /// What people read: percentages with one decimal, half up; `–` where there is no number.
    pub fn shown(&self) -> String {
        let mut words = String::new();
        self.show(&mut words);
        words
    }

    /// Writes the same behind other words: a table has as many values as cells.
    pub(super) fn show(&self, to: &mut String) {
        match self {
            Value::Blank => {}
            Value::Undefined => to.push('–'),
            Value::Words(words) => to.push_str(words),
            Value::Path(path) => to.push_str(&path.join(" > ")),
            Value::Count(count) => to.push_str(&count.to_string()),
            Value::Share(share) => {
                decimals(to, share * 100.0, 1);
                to.push_str(" %");
            }
            Value::Rate(rate) => decimals(to, *rate, 2),
            Value::Figure(figure) => decimals(to, *figure, 3),
            Value::Numbers(numbers) => to.push_str(&numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")),
        }
    }

    /// What programs read: as people do, but parts as fractions with six decimals and nothing for what
    /// is undefined.
    pub fn plain(&self) -> String {
        match self {
            Value::Undefined => String::new(),
            Value::Share(number) | Value::Rate(number) | Value::Figure(number) => format!("{number:.6}"),
            _ => self.shown(),
        }
    }
}

/// Writes a number with so many decimals, halves up (away from 0). What is a half but for the last bits of a float is
/// one: 0.125 of 1 is 12.5 %, and 0.0625 is 6.3 %, whichever way it was computed.
fn decimals(to: &mut String, number: f64, places: u32) {
    if !number.is_finite() {
        return to.push('–'); // there is no such number
    }
    let steps = 10_u64.pow(places);
    let counted = (number.abs() * steps as f64 + 0.5 + 1e-9).floor() as u64;
    let sign = if number < 0.0 && counted > 0 { "-" } else { "" };
    // In whole numbers, which are written many times faster than floats.
    let (whole, part, places) = (counted / steps, counted % steps, places as usize);
    let _ = write!(to, "{sign}{whole}.{part:0places$}"); // a string takes everything
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_have_one_decimal_half_up() {
        let shown = |part, whole| Value::share(part, whole).shown();
        assert_eq!([shown(1, 16), shown(2, 3), shown(1, 1), shown(0, 7)], ["6.3 %", "66.7 %", "100.0 %", "0.0 %"]);
        assert_eq!(shown(1, 800), "0.1 %");
        assert_eq!(shown(23, 2000), "1.2 %");
    }

    #[test]
    fn figures_have_three_decimals_and_a_sign_where_they_are_not_0() {
        let shown = |figure| Value::Figure(figure).shown();
        assert_eq!([shown(-0.1235), shown(0.0005), shown(-0.0004), shown(1.0)], ["-0.124", "0.001", "0.000", "1.000"]);
        assert_eq!([Value::Rate(12.005).shown(), Value::Rate(0.0).shown()], ["12.01", "0.00"]);
    }

    #[test]
    fn nothing_of_nothing_is_no_number() {
        assert_eq!(Value::share(0, 0), Value::Undefined);
        assert_eq!(Value::Undefined.shown(), "–");
        assert_eq!(Value::Blank.shown(), "");
    }
}
