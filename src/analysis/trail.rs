//! The audit trail: what was done, by whom, when.

use std::collections::BTreeMap;

use crate::project::{Fold, OpId, say, say_before};

use super::{Cell, Kind, Table, Value};

/// The last so many changes as a table, the latest first.
pub fn trail(fold: &Fold, most: usize) -> Table {
    let project = fold.project();
    let mut table = Table {
        report: "log",
        title: "audit trail".to_string(),
        settings: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for (key, title) in
        [("at", "when (UTC)"), ("coder", "who"), ("change", "what"), ("id", "id"), ("undoes", "takes back")]
    {
        table.column(key, title, Kind::Words);
    }
    // One change of an act carries the reason for all of them.
    let whys = fold.done().iter().filter_map(|done| Some((done.op.gesture.first, done.op.why.as_deref()?)));
    let whys: BTreeMap<OpId, &str> = whys.collect();
    for done in fold.done().iter().rev().take(most) {
        let at = jiff::Timestamp::from_millisecond(done.op.at)
            .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string());
        let mut what = say(project, &done.op.edit);
        if let Some(was) = done.op.was.as_deref().and_then(|was| say_before(project, was)) {
            what = format!("{what} (before: {was})");
        }
        if let Some(why) = whys.get(&done.op.gesture.first) {
            what = format!("{what} (why: {why})");
        }
        if !done.took() {
            what = format!("{what} [conflict: changed nothing]");
        }
        let undoes = done.op.undoes.map_or(Value::Blank, |id| Value::Words(id.to_string()));
        let cells = [
            Value::Words(at),
            Value::Words(project.coder_name(done.op.by).to_string()),
            Value::Words(what),
            Value::Words(done.op.id.to_string()),
            undoes,
        ];
        table.rows.push(cells.into_iter().map(|value| Cell { value, opens: None }).collect());
    }
    if fold.done().len() > most {
        table.notes.push(format!("the last {most} of {} changes; `emic log` has them all", fold.done().len()));
    }
    table
}
