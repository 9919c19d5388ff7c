//! Tables as workbooks: numbers that can be reckoned with, and words that are never formulas.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::analysis::{Kind, Table, Value};
use crate::text::{broken, clip, guarded, visible_lines};

use super::layout::{GAP, Laid, Layout, STEP};
use super::shown;

/// Rows that a sheet has below its heading, columns across it, and units of UTF-16 in one cell.
const MOST_ROWS: usize = (1 << 20) - 1;
const MOST_COLUMNS: usize = 1 << 14;
const MOST_UNITS: usize = 32_767;
/// Steps that a cell can stand in from its border.
const MOST_STEPS: usize = 15;
/// A wider table is printed across the long side of the paper (characters).
const PORTRAIT: usize = 90;
/// Papers have numbers here; this is A4.
const A4: u8 = 9;
/// A line of words, the air around all of them, and the most that a row may have (points).
const LINE: f64 = 15.0;
const AIR: f64 = 3.0;
const HIGHEST: f64 = 409.0;
/// A column that has no more characters is as wide as it needs to be for all of them.
const FEW: usize = 32;
/// Characters of a note side by side.
const NOTE: usize = 90;

/// The table on a first sheet, what must be read with it on a second.
pub(super) fn xlsx(table: &Table) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(shown(&table.title)).set_author("emic");
    // The library asks the clock otherwise.
    if let Ok(fixed) = ExcelDateTime::from_ymd(1980, 1, 1) {
        properties = properties.set_creation_datetime(&fixed);
    }
    book.set_properties(&properties);
    let written = rows(book.add_worksheet(), table).and_then(|()| notes(book.add_worksheet(), table));
    debug_assert!(written.is_ok(), "all that a sheet cannot hold is kept away from it: {written:?}");
    book.save_to_buffer().unwrap_or_default()
}

fn rows(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let layout = Layout::of(table);
    let (last_row, columns) = (table.rows.len().min(MOST_ROWS), table.columns.len().min(MOST_COLUMNS - 1));
    // Who sorts a tree by its numbers still has to know which code a row is.
    let in_full = (0..columns).find(|&column| layout.is_tree(column) && is_deep(table, column));
    sheet.set_name("table")?;
    sheet.set_default_row_height(AIR + LINE);
    let mut tallest = 1;
    for (column, said) in table.columns[..columns].iter().enumerate() {
        text(sheet, (0, column), &said.title, &head(said.kind, column))?;
        let wide = wide(&layout, column);
        sheet.set_column_width(column as u16, wide as f64)?;
        tallest = tallest.max(lines(&shown(&said.title), wide - 1));
    }
    high(sheet, 0, tallest)?;
    if in_full.is_some() {
        text(sheet, (0, columns), "path", &head(Kind::Words, columns))?;
        sheet.set_column_width(columns as u16, 60)?;
    }
    for row in 0..last_row {
        let rule = if row + 1 == last_row { FormatBorder::Medium } else { FormatBorder::None };
        one_row(sheet, table, &layout, (row, columns, rule))?;
        if let Some(column) = in_full {
            let look = Look { kind: Kind::Words, indent: 1, rule, stands: FormatAlign::VerticalCenter };
            text(sheet, (row + 1, columns), &table.rows[row][column].value.shown(), &look.format())?;
        }
    }
    printed(sheet, table, layout.total(), (last_row, columns))
}

fn one_row(
    sheet: &mut Worksheet,
    table: &Table,
    layout: &Layout,
    (row, columns, rule): (usize, usize, FormatBorder),
) -> Result<(), XlsxError> {
    let laid: Vec<Laid> = (0..columns).map(|column| layout.cell(row, column)).collect();
    let taken = laid
        .iter()
        .enumerate()
        .map(|(column, laid)| lines(&laid.words, wide(layout, column).saturating_sub(STEP * laid.depth).max(1)));
    let tallest = taken.max().unwrap_or(1);
    let stands = if tallest > 1 { FormatAlign::Top } else { FormatAlign::VerticalCenter };
    for (column, laid) in laid.iter().enumerate() {
        let look =
            Look { kind: table.columns[column].kind, indent: laid.depth + usize::from(column > 0), rule, stands };
        put(sheet, (row + 1, column), &table.rows[row][column].value, &laid.words, look)?;
    }
    high(sheet, row + 1, tallest)
}

/// How the sheet is scrolled, and how it is printed.
fn printed(
    sheet: &mut Worksheet,
    table: &Table,
    total: usize,
    (rows, columns): (usize, usize),
) -> Result<(), XlsxError> {
    let heads = table.columns.first().is_some_and(|first| first.kind == Kind::Words);
    sheet.set_freeze_panes(1, u16::from(heads))?;
    sheet.set_repeat_rows(0, 0)?;
    if columns > 0 {
        sheet.set_print_area(0, 0, rows as u32, columns as u16 - 1)?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if total > PORTRAIT {
        sheet.set_landscape();
    }
    // A sign that opens a setting is written twice, and there is room for few words.
    sheet.set_header(format!("&L{}", clip(&shown(&table.title), 100, '…').replace('&', "&&")));
    Ok(())
}

/// Characters across a column: as many as most cells need, but no few.
fn wide(layout: &Layout, column: usize) -> usize {
    layout.width(column).min(layout.comfortable(column).max(FEW)) + GAP
}

/// Lines that words take in so many characters.
fn lines(words: &str, room: usize) -> usize {
    words.lines().map(|line| broken(line, room).len().max(1)).sum()
}

/// Makes a row high enough for so many lines: not every program does so itself.
fn high(sheet: &mut Worksheet, row: usize, lines: usize) -> Result<(), XlsxError> {
    if lines > 1 {
        sheet.set_row_height(row as u32, (AIR + lines as f64 * LINE).min(HIGHEST))?;
    }
    Ok(())
}

fn is_deep(table: &Table, column: usize) -> bool {
    table.rows.iter().any(|row| matches!(&row[column].value, Value::Path(path) if path.len() > 1))
}

/// How a cell looks.
#[derive(Clone, Copy)]
struct Look {
    kind: Kind,
    indent: usize,
    /// The rule beneath it.
    rule: FormatBorder,
    /// Where its words stand in a row that is higher than they are.
    stands: FormatAlign,
}

impl Look {
    fn format(self) -> Format {
        let format = Format::new().set_border_bottom(self.rule).set_align(self.stands).set_text_wrap();
        match self.kind {
            Kind::Words => {
                format.set_align(FormatAlign::Left).set_indent(u8::try_from(self.indent.min(MOST_STEPS)).unwrap_or(0))
            }
            Kind::Numbers => format.set_align(FormatAlign::Right),
        }
    }
}

/// How the title of a column looks.
fn head(kind: Kind, column: usize) -> Format {
    let (rule, stands) = (FormatBorder::Thin, FormatAlign::Bottom);
    let look = Look { kind, indent: usize::from(column > 0), rule, stands };
    look.format().set_border_top(FormatBorder::Medium).set_bold()
}

/// Writes a cell: a number as one, all else as words.
fn put(
    sheet: &mut Worksheet,
    (row, column): (usize, usize),
    value: &Value,
    words: &str,
    look: Look,
) -> Result<(), XlsxError> {
    let format = look.format();
    let (number, shape) = match value {
        Value::Count(count) => (*count as f64, "0"),
        Value::Share(share) => (*share, "0.0 %"),
        Value::Rate(rate) => (*rate, "0.00"),
        Value::Figure(figure) => (*figure, "0.000"),
        _ => return text(sheet, (row, column), words, &format),
    };
    sheet.write_number_with_format(row as u32, column as u16, number, &format.set_num_format(shape))?;
    Ok(())
}

/// Writes words, which stay words when somebody opens the cell and closes it again.
fn text(sheet: &mut Worksheet, (row, column): (usize, usize), words: &str, format: &Format) -> Result<(), XlsxError> {
    let words = cut(&visible_lines(words));
    let is_formula = guarded(&words) != words;
    let format = if is_formula { format.clone().set_quote_prefix() } else { format.clone() };
    if words.is_empty() {
        sheet.write_blank(row as u32, column as u16, &format)?;
    } else {
        sheet.write_string_with_format(row as u32, column as u16, words, &format)?;
    }
    Ok(())
}

/// What fits into a cell, with a sign where something did not.
fn cut(words: &str) -> String {
    if words.encode_utf16().take(MOST_UNITS + 1).count() <= MOST_UNITS {
        return words.to_string();
    }
    let mut units = 0;
    let fits = |character: &char| {
        units += character.len_utf16();
        units < MOST_UNITS
    };
    words.chars().take_while(fits).chain(['…']).collect()
}

fn notes(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let plain = Look { kind: Kind::Words, indent: 0, rule: FormatBorder::None, stands: FormatAlign::Top }.format();
    sheet.set_name("notes")?;
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, NOTE as f64)?;
    text(sheet, (0, 0), "title", &plain)?;
    text(sheet, (0, 1), &table.title, &plain.clone().set_bold())?;
    let settings = table.settings.iter().map(|(key, value)| (*key, value.clone()));
    let notes = table.notes.iter().map(|note| ("note", note.clone()));
    let said = settings.chain(notes).chain(left_out(table).map(|note| ("note", note)));
    for (order, (name, words)) in said.enumerate() {
        text(sheet, (order + 1, 0), name, &plain)?;
        text(sheet, (order + 1, 1), &words, &plain)?;
        high(sheet, order + 1, lines(&words, NOTE))?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// What the sheet has no room for: never left out in silence.
fn left_out(table: &Table) -> impl Iterator<Item = String> {
    let rows = table.rows.len().saturating_sub(MOST_ROWS);
    let columns = table.columns.len().saturating_sub(MOST_COLUMNS - 1);
    let long = |cell: &crate::analysis::Cell| {
        let words = visible_lines(&cell.value.shown()).into_owned();
        words.encode_utf16().take(MOST_UNITS + 1).count() > MOST_UNITS
    };
    let cells = table.rows.iter().flatten().filter(|cell| long(cell)).count();
    let counts = [
        (rows, "rows have no room on a sheet"),
        (columns, "columns have no room on a sheet"),
        (cells, "cells have no room for all of their words"),
    ];
    counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{what}: {count}; csv has them all"))
}
