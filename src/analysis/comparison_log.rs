//! The comparison log: what was compared, what was decided, and what was changed for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::*;

use super::lists::{COMPARISON_COLUMNS, comparisons_made, list};
use super::{Cell, Kind, Settings, Table, Value, Wrong};

/// The comparisons on record in the order in which they were made, with the memo in full and the changes of the same
/// act: what was moved, split off or merged.
///
/// Which changes these were the log alone tells; where it is not at hand, or the comparison was brought in with a whole
/// project, there is no saying.
pub(super) fn table(project: &Project, log: Option<&Fold>, texts: &dyn Texts, _: &Settings) -> Result<Table, Wrong> {
    let made = comparisons_made(project, texts, |words| words.trim().to_string());
    if made.is_empty() {
        let next = "mark excerpts with x and lay them side by side with = to make one";
        return Err(Wrong::Nothing(format!("no comparison is on record; {next}")));
    }
    let mut table = list("comparisons", "Comparison log", COMPARISON_COLUMNS);
    table.column("changes", "changes that followed", Kind::Words);
    let followed = log.map(followed).unwrap_or_default();
    let mut kept = 0;
    for (id, mut row) in made {
        let changes = followed.get(&id);
        kept += usize::from(changes.is_some_and(String::is_empty));
        row.push(changes.map_or(Value::Undefined.into(), |changes| Cell::from(changes.as_str())));
        table.rows.push(row);
    }
    table.notes.push("changes that followed are those of the same act".to_string());
    if log.is_some() {
        table.notes.push(format!("comparisons: {}, without a change: {kept}", table.rows.len()));
    }
    Ok(table)
}

/// What was changed with each comparison that was made here.
fn followed(log: &Fold) -> BTreeMap<ComparisonId, String> {
    let project = log.project();
    let mut followed = BTreeMap::new();
    for act in log.acts() {
        let took = || act.changes().iter().filter(|done| done.took()).map(|done| &done.op.edit);
        // One that was made elsewhere came with much that has nothing to do with it.
        let here = took().filter_map(|edit| match edit {
            Edit::Compare { comparison, memo, at: None, .. } => Some((*comparison, *memo)),
            _ => None,
        });
        let here: Vec<(ComparisonId, Option<MemoId>)> = here.collect();
        let notes: BTreeSet<MemoId> = here.iter().filter_map(|(_, memo)| *memo).collect();
        let is_change = |edit: &&Edit| match edit {
            Edit::Compare { .. } | Edit::AddCoder { .. } => false,
            Edit::AddMemo { memo, .. } | Edit::WriteMemo { memo, .. } => !notes.contains(memo),
            _ => true,
        };
        if here.is_empty() {
            continue;
        }
        let said = took().filter(is_change).map(|edit| say(project, edit)).collect::<Vec<_>>().join("; ");
        followed.extend(here.into_iter().map(|(comparison, _)| (comparison, said.clone())));
    }
    followed
}
