//! Sheets of rows, of a spreadsheet or parted by commas: who is who, a codebook, or answers to a survey.

mod codebook;
mod survey;
#[cfg(test)]
mod tests;
#[cfg(feature = "sheets")]
mod xlsx;

use super::plan::one_line;
use super::{Unreadable, txt};
use crate::text::unguarded;

pub use codebook::{of_codebook, of_outline};
pub use survey::of_survey;

/// What the rows of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Attributes of people or documents.
    People,
    /// Codes, and what they mean.
    Codebook,
    /// Answers in people's own words, with what is known of them.
    Survey,
}

impl Sheet {
    /// Every kind.
    pub const ALL: [Sheet; 3] = [Sheet::People, Sheet::Codebook, Sheet::Survey];

    /// The word for it, as it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Sheet::People => "people",
            Sheet::Codebook => "codebook",
            Sheet::Survey => "survey",
        }
    }

    /// What the help says of it.
    pub fn says(self) -> &'static str {
        match self {
            Sheet::People => "a row for each person, or document, with their attributes",
            Sheet::Codebook => "codes: a sheet, an indented list, or an interview guide",
            Sheet::Survey => "a row for each person, with answers in their own words",
        }
    }

    /// What the rows are by their heading and their cells.
    pub fn of(rows: &[Row]) -> Sheet {
        match rows {
            [heading, ..] if codebook::is_heading(&heading.cells) => Sheet::Codebook,
            [heading, rows @ ..] if survey::has_answers(&heading.cells, rows) => Sheet::Survey,
            _ => Sheet::People,
        }
    }
}

/// A row that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line in the sheet, counted from 1.
    pub line: u64,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

impl Row {
    /// A cell; one that is not there is blank.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// The most cells of a sheet, and the most columns: some thousands of people have some dozens of values.
const MOST_CELLS: usize = 1_000_000;
const MOST_COLUMNS: usize = 1_000;
const TOO_MANY_CELLS: &str = "more than 1,000 columns, or more than 1,000,000 cells; cut the sheet into parts";

/// The rows of a file as text: those of a spreadsheet (its first sheet with rows) parted by tabs. What else is in it
/// is told beside them.
///
/// # Errors
/// It is neither text nor a spreadsheet that is read, or is damaged.
pub fn sheet_text(bytes: &[u8]) -> Result<(String, Vec<String>), Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    #[cfg(feature = "sheets")]
    if bytes.starts_with(super::ZIP) {
        return xlsx::read(bytes);
    }
    let (text, source) = txt::decode(bytes)?;
    Ok((text, txt::notes(source)))
}

/// Every row that is not blank, parted by tabs, semicolons or commas as the heading is; each cell on one line.
///
/// # Errors
/// There is more than a sheet has, or it breaks off: what, and what to do.
pub fn rows_of(sheet: &str) -> Result<Vec<Row>, String> {
    cells_of(sheet, |cell| unguarded(&one_line(cell, "")).to_owned())
}

/// As `rows_of`, the lines of a cell kept.
///
/// # Errors
/// As `rows_of`.
pub fn rows_with_lines(sheet: &str) -> Result<Vec<Row>, String> {
    cells_of(sheet, |cell| unguarded(cell.trim()).to_owned())
}

fn cells_of(sheet: &str, tidy: impl Fn(&str) -> String) -> Result<Vec<Row>, String> {
    let sheet = sheet.trim_start_matches('\u{feff}');
    let heading = sheet.lines().next().unwrap_or_default();
    let between = [b'\t', b';', b','].into_iter().find(|&mark| heading.contains(char::from(mark))).unwrap_or(b',');
    // A line is looked at before it is read, as each of its cells takes memory.
    let wide = |line: &str| line.matches(char::from(between)).count() > 10 * MOST_COLUMNS;
    if let Some(line) = sheet.lines().position(wide) {
        return Err(format!("line {}: {TOO_MANY_CELLS}", line + 1));
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(between).has_headers(false).flexible(true).from_reader(sheet.as_bytes());
    let (mut rows, mut n_cells) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| format!("the rows cannot be read: {error}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        n_cells += record.len();
        if n_cells > MOST_CELLS || record.len() > MOST_COLUMNS {
            return Err(format!("line {line}: {TOO_MANY_CELLS}"));
        }
        let cells: Vec<String> = record.iter().map(&tidy).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { line, cells });
        }
    }
    Ok(rows)
}

/// Whether a cell says nothing.
pub fn is_missing(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "" | "na" | "n/a")
}
