//! Tables for spreadsheets and programs that read a row a line.

use crate::analysis::Table;
use crate::text::{guarded, visible_lines};

use super::shown;

pub(super) fn csv(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut record = |cells: Vec<String>| writer.write_record(cells).is_ok();
    let mut whole = record(table.columns.iter().map(|column| guarded(&shown(&column.key))).collect());
    for row in &table.rows {
        whole &= record(row.iter().map(|cell| guarded(&visible_lines(&cell.value.plain()))).collect());
    }
    debug_assert!(whole, "writing to memory does not fail");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

pub(super) fn tsv(table: &Table) -> String {
    let mut out = table.columns.iter().map(|column| guarded(&shown(&column.key))).collect::<Vec<_>>().join("\t");
    out.push('\n');
    for row in &table.rows {
        out.push_str(&row.iter().map(|cell| guarded(&shown(&cell.value.plain()))).collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
    out
}
