//! Excel workbooks: the rows of the first sheet that has any.

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx};
use std::io::Cursor;

use super::{MOST_CELLS, MOST_COLUMNS, TOO_MANY_CELLS};
use crate::exchange::archive::Packed;
use crate::exchange::{Unreadable, apart, docx};

/// The rows, parted by tabs, and the names of further sheets with rows.
///
/// Cells are taken one by one: a workbook says itself how large its sheets are, and may lie.
///
/// # Errors
/// It is no workbook, has a password, is damaged, or built to do harm.
pub fn read(bytes: &[u8]) -> Result<(String, Vec<String>), Unreadable> {
    within_bounds(&mut docx::open(bytes)?)?;
    apart(|| rows(bytes)).unwrap_or_else(|| Err(damaged("its reader broke down")))
}

fn damaged(what: impl ToString) -> Unreadable {
    Unreadable::BrokenSheet { what: what.to_string() }
}

/// Unpacks every part once, within the bounds of a document, before a reader does that knows none.
fn within_bounds(archive: &mut Packed) -> Result<(), Unreadable> {
    let parts = archive.parts_ending("");
    if !parts.iter().any(|part| part.starts_with("xl/workbook")) {
        return Err(Unreadable::OtherFormat { what: "no .xlsx workbook" });
    }
    parts.iter().filter(|part| !part.ends_with('/')).try_for_each(|part| archive.unpack(part).map(drop))
}

fn rows(bytes: &[u8]) -> Result<(String, Vec<String>), Unreadable> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let (mut text, mut others) = (None, Vec::new());
    for name in book.sheet_names() {
        // A sheet of a chart has no cells.
        let Ok(rows) = sheet(&mut book, &name) else { continue };
        let rows = rows?;
        match (rows.is_empty(), &text) {
            (true, _) => {}
            (false, None) => text = Some(parted(&rows)),
            (false, Some(_)) => others.push(format!("the sheet {name:?}")),
        }
    }
    text.map(|text| (text, others)).ok_or(Unreadable::NoText)
}

type Rows = Vec<Vec<String>>;

/// The rows of one sheet up to the last with words.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Result<Rows, Unreadable>, calamine::XlsxError> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut rows: Rows = Vec::new();
    let mut n_cells = 0;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        let words = words_of(cell.get_value());
        if words.is_empty() {
            continue;
        }
        let (row, column) = (row as usize, column as usize);
        // What stands before a cell in its row takes room too.
        n_cells += (column + 1).saturating_sub(rows.get(row).map_or(0, Vec::len));
        if n_cells > MOST_CELLS || row > MOST_CELLS || column >= MOST_COLUMNS {
            return Ok(Err(Unreadable::BrokenSheet { what: TOO_MANY_CELLS.to_owned() }));
        }
        if rows.len() <= row {
            rows.resize_with(row + 1, Vec::new);
        }
        if rows[row].len() <= column {
            rows[row].resize_with(column + 1, String::new);
        }
        rows[row][column] = words;
    }
    Ok(Ok(rows))
}

/// The rows as text; a blank one stays a blank line, so that lines are counted as the workbook counts them.
fn parted(rows: &Rows) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').flexible(true).from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail.
        let _ = match row.is_empty() {
            true => writer.write_record([""]),
            false => writer.write_record(row.iter().map(|cell| cell.replace('\t', " "))),
        };
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn words_of(cell: &DataRef) -> String {
    match Data::from(cell.clone()) {
        Data::String(words) | Data::DateTimeIso(words) | Data::DurationIso(words) => words.trim().to_owned(),
        Data::Bool(truth) => if truth { "yes" } else { "no" }.to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(moment) => moment_of(&moment),
        Data::Empty | Data::Error(_) => String::new(),
    }
}

/// A day, with the time of day where there is one; a length of time, or a time of day alone, as such.
fn moment_of(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    let (year, month, day, hours, minutes, seconds, _) = moment.to_ymd_hms_milli();
    match (moment.is_duration() || serial < 1.0, serial.fract() == 0.0) {
        (true, _) => format!("{:02}:{minutes:02}:{seconds:02}", u64::from(hours) + 24 * (serial as u64)),
        (false, true) => format!("{year:04}-{month:02}-{day:02}"),
        (false, false) => format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}"),
    }
}
