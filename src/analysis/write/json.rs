//! Tables for programs that read JSON.

use serde_json::{Map, Value as Json, json};

use crate::analysis::{Table, Value};
use crate::text::visible_lines;

use super::shown;

pub(super) fn json(table: &Table) -> String {
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

pub(super) fn json_lines(table: &Table) -> String {
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
