//! Tables as text: for people, for spreadsheets, for programs.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use crate::text::{clip, guarded, visible, visible_lines, width};

use super::{Format, Kind, Table, Value, Write};

/// Every form of a table.
pub const TABLE_FORMATS: &[Format<Table>] = &[
    Format { name: "table", ending: "txt", says: "aligned columns for reading", write: Write::Words(aligned) },
    Format { name: "csv", ending: "csv", says: "comma-separated values", write: Write::Words(|table, _| csv(table)) },
    Format { name: "tsv", ending: "tsv", says: "tab-separated values", write: Write::Words(|table, _| tsv(table)) },
    Format {
        name: "json",
        ending: "json",
        says: "one JSON object, with settings and notes",
        write: Write::Words(|table, _| json(table)),
    },
    Format {
        name: "jsonl",
        ending: "jsonl",
        says: "one JSON object a row",
        write: Write::Words(|table, _| json_lines(table)),
    },
    Format { name: "md", ending: "md", says: "a Markdown table", write: Write::Words(|table, _| table.markdown()) },
];

impl Format<Table> {
    /// The form of that name.
    pub fn of(name: &str) -> Option<&'static Format<Table>> {
        TABLE_FORMATS.iter().find(|format| format.name == name)
    }
}

/// Spaces between two columns.
const GAP: usize = 2;
/// A column of words is not made narrower than this.
const NARROWEST: usize = 12;

/// Columns side by side; beneath them what must be read with them, in lines that start with `#`.
fn aligned(table: &Table, screen: Option<usize>) -> String {
    let mut lines: Vec<Vec<String>> = vec![table.columns.iter().map(|column| shown(&column.title)).collect()];
    lines.extend(table.rows.iter().map(|row| row.iter().map(|cell| shown(&cell.value.shown())).collect()));
    let mut widths: Vec<usize> =
        (0..table.columns.len()).map(|place| lines.iter().map(|line| width(&line[place])).max().unwrap_or(0)).collect();
    if let Some(screen) = screen {
        narrow(table, &mut widths, screen);
    }
    let mut out = String::new();
    for line in &lines {
        let mut drawn = String::new();
        for ((cell, &wide), column) in line.iter().zip(&widths).zip(&table.columns) {
            let cell = if column.kind == Kind::Words { clip(cell, wide, '…') } else { Cow::Borrowed(cell.as_str()) };
            let pad = " ".repeat(wide.saturating_sub(width(&cell)));
            match column.kind {
                Kind::Words => drawn.extend([&cell, pad.as_str()]),
                Kind::Numbers => drawn.extend([pad.as_str(), &cell]),
            }
            drawn.push_str(&" ".repeat(GAP));
        }
        out.push_str(drawn.trim_end());
        out.push('\n');
    }
    for line in beneath(table) {
        out.push_str(&format!("# {line}\n"));
    }
    out
}

/// Takes what is too much from the widest columns of words.
fn narrow(table: &Table, widths: &mut [usize], screen: usize) {
    loop {
        let total: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let words = (0..widths.len()).filter(|&place| table.columns[place].kind == Kind::Words);
        let mut words: Vec<usize> = words.filter(|&place| widths[place] > NARROWEST).collect();
        words.sort_by_key(|&place| std::cmp::Reverse(widths[place]));
        let (Some(&widest), true) = (words.first(), total > screen) else { return };
        let next = words.get(1).map_or(NARROWEST, |&place| widths[place].max(NARROWEST));
        let too_much = (total - screen).min((widths[widest] - next).max(1));
        widths[widest] -= too_much;
    }
}

/// The title, the settings and the notes, a line each.
fn beneath(table: &Table) -> Vec<String> {
    let settings = table.settings.iter().map(|(key, value)| format!("{key}: {}", shown(value)));
    std::iter::once(shown(&table.title)).chain(settings).chain(table.notes.iter().map(|note| shown(note))).collect()
}

fn shown(words: &str) -> String {
    visible(words).into_owned()
}

fn csv(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut record = |cells: Vec<String>| writer.write_record(cells).is_ok();
    let mut whole = record(table.columns.iter().map(|column| guarded(&shown(&column.key))).collect());
    for row in &table.rows {
        whole &= record(row.iter().map(|cell| guarded(&visible_lines(&cell.value.plain()))).collect());
    }
    debug_assert!(whole, "writing to memory does not fail");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn tsv(table: &Table) -> String {
    let mut out = table.columns.iter().map(|column| guarded(&shown(&column.key))).collect::<Vec<_>>().join("\t");
    out.push('\n');
    for row in &table.rows {
        out.push_str(&row.iter().map(|cell| guarded(&shown(&cell.value.plain()))).collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
    out
}

fn json(table: &Table) -> String {
    let text = |words: &str| Json::String(visible_lines(words).into_owned());
    let settings: Map<String, Json> =
        table.settings.iter().map(|(key, value)| (key.to_string(), text(value))).collect();
    let columns: Vec<Json> =
        table.columns.iter().map(|column| json!({ "key": text(&column.key), "title": text(&column.title) })).collect();
    let rows: Vec<Json> = (0..table.rows.len()).map(|row| row_object(table, row)).collect();
    let notes: Vec<Json> = table.notes.iter().map(|note| text(note)).collect();
    let whole = json!({
        "report": table.report, "settings": settings, "columns": columns,
        "rows": rows, "notes": notes,
    });
    format!("{whole:#}\n")
}

fn json_lines(table: &Table) -> String {
    (0..table.rows.len()).map(|row| format!("{}\n", row_object(table, row))).collect()
}

/// A row by the keys of its columns; a code also has its path, name by name.
fn row_object(table: &Table, row: usize) -> Json {
    let text = |words: &str| Json::String(visible_lines(words).into_owned());
    let mut object = Map::new();
    for (column, cell) in table.columns.iter().zip(&table.rows[row]) {
        let value = match &cell.value {
            Value::Blank | Value::Undefined => Json::Null,
            Value::Words(words) => text(words),
            Value::Path(path) => {
                object.insert(shown(&column.key), text(&path.join(" > ")));
                object.insert("path".to_string(), path.iter().map(|name| text(name)).collect());
                continue;
            }
            Value::Count(count) => json!(count),
            Value::Share(number) | Value::Rate(number) | Value::Figure(number) => json!((number * 1e6).round() / 1e6),
            Value::Numbers(numbers) => json!(numbers),
        };
        object.insert(shown(&column.key), value);
    }
    Json::Object(object)
}

/// Words as Markdown shows them, nothing in them hidden or a mark.
pub(super) fn escaped(words: &str) -> String {
    let mut out = String::new();
    for character in visible(words).chars() {
        if matches!(character, '\\' | '|' | '*' | '_' | '`' | '<' | '[' | '#') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

impl Table {
    /// The table as Markdown, with what must be read with it beneath.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let rule = |kind| if kind == Kind::Numbers { "---:" } else { "---" }.to_string();
        let mut out = line(self.columns.iter().map(|column| escaped(&column.title)).collect());
        out.push_str(&line(self.columns.iter().map(|column| rule(column.kind)).collect()));
        for row in &self.rows {
            out.push_str(&line(row.iter().map(|cell| escaped(&cell.value.shown())).collect()));
        }
        out.push('\n');
        for note in beneath(self) {
            out.push_str(&format!("- {}\n", escaped(&note)));
        }
        out
    }
}
