//! What changed between two moments of a project: its documents, its codebook, its coding.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Kind, Table, cite};
use crate::project::*;

/// What is in one project and not in the other, or otherwise in it: documents in the analyst's order, codes by
/// id, codings by document and place. A code is split off where excerpts under it now were under one other code
/// before. What a merger does to codings is not listed with each of them.
pub fn differences(before: &Project, after: &Project) -> Table {
    let mut table = Table { report: "diff", title: "What changed".to_string(), ..Table::default() };
    for (key, title) in [("change", "change"), ("what", "what"), ("before", "before"), ("after", "after")] {
        table.column(key, title, Kind::Words);
    }
    let mut rows = documents(before, after);
    rows.extend(codes(before, after));
    rows.extend(codings(before, after));
    table.rows = rows.iter().map(|row| row.iter().map(|cell| Cell::from(cell.as_str())).collect()).collect();
    table
}

type Row = [String; 4];

fn row(change: &str, what: impl Into<String>, before: impl Into<String>, after: impl Into<String>) -> Row {
    [change.to_string(), what.into(), before.into(), after.into()]
}

fn documents(before: &Project, after: &Project) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, now) in after.documents() {
        let Some(was) = before.document(id) else {
            rows.push(row("document added", &now.title, "", ""));
            continue;
        };
        if was.title != now.title {
            rows.push(row("document retitled", &now.title, &was.title, &now.title));
        }
        if was.text != now.text {
            let length = |document: &Document| format!("{} characters", document.characters);
            rows.push(row("document revised", &now.title, length(was), length(now)));
        }
    }
    let gone = before.documents().filter(|(id, _)| after.document(*id).is_none());
    rows.extend(gone.map(|(_, was)| row("document removed", &was.title, "", "")));
    rows
}

fn codes(before: &Project, after: &Project) -> Vec<Row> {
    let mut rows = Vec::new();
    let parts = split_from(before, after);
    for (id, now) in after.codes() {
        let path = || after.code_words(id);
        let Some(was) = before.code(id) else {
            match parts.get(&id) {
                Some(&(from, n)) => {
                    let moved = format!("{n} excerpts of {}", before.code_words(from));
                    rows.push(row("code split off", path(), moved, path()));
                }
                None => rows.push(row("code added", path(), "", path())),
            }
            continue;
        };
        if was.name != now.name {
            rows.push(row("code renamed", path(), &was.name, &now.name));
        }
        if was.definition != now.definition {
            rows.push(row("code redefined", path(), &was.definition.definition, &now.definition.definition));
        }
        if was.given != now.given {
            let word = |given| if given { "given beforehand" } else { "from the data" };
            rows.push(row("code's origin", path(), word(was.given), word(now.given)));
        }
        match (was.state, now.state) {
            (was, now) if was == now => {}
            (_, CodeState::MergedInto(into)) => {
                rows.push(row("code merged", &now.name, before.code_words(id), after.code_words(into)));
            }
            (_, CodeState::Retired) => rows.push(row("code retired", path(), "in use", "retired")),
            (CodeState::Retired, CodeState::Active) => rows.push(row("code in use again", path(), "retired", "in use")),
            (_, CodeState::Active) => rows.push(row("code parted", path(), "merged", "in use")),
        }
        if was.parent != now.parent && matches!(now.state, CodeState::Active) {
            rows.push(row("code moved", path(), before.code_words(id), path()));
        }
    }
    let gone = before.codes().filter(|(id, _)| after.code(*id).is_none());
    rows.extend(gone.map(|(id, _)| row("code removed", before.code_words(id), before.code_words(id), "")));
    rows
}

/// The codes that are new and whose first excerpts were under another code before: which, and how many.
fn split_from(before: &Project, after: &Project) -> BTreeMap<CodeId, (CodeId, usize)> {
    let mut parts: BTreeMap<CodeId, (CodeId, usize)> = BTreeMap::new();
    for (id, now) in all(after) {
        let Some(was) = before.coding(id).filter(|was| was.code != now.code) else { continue };
        if before.code(now.code).is_none() {
            parts.entry(now.code).or_insert((was.code, 0)).1 += 1;
        }
    }
    parts
}

fn all(project: &Project) -> impl Iterator<Item = (CodingId, &Coding)> {
    project.documents().flat_map(|(document, _)| project.codings_in(document))
}

fn codings(before: &Project, after: &Project) -> Vec<Row> {
    let said = |project: &Project, coding: &Coding| {
        let place = project.document(coding.document).map_or_else(String::new, |on| cite(on, coding.span));
        let code = project.code_words(project.stands_for(coding.code));
        (format!("{place} ({})", project.coder_name(coding.coder)), code)
    };
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, now) in all(after) {
        seen.insert(id);
        let (place, code) = said(after, now);
        match before.coding(id) {
            None => rows.push(row("coding added", place, "", code)),
            Some(was) => {
                if was.code != now.code {
                    rows.push(row("recoded", place, said(before, was).1, code));
                } else if was.span != now.span && same_words(before, after, now.document) {
                    rows.push(row("ends moved", format!("{place}, {code}"), said(before, was).0, place));
                }
            }
        }
    }
    for (_, was) in all(before).filter(|(id, _)| !seen.contains(id)) {
        let (place, code) = said(before, was);
        rows.push(row("coding removed", place, code, ""));
    }
    rows
}

/// Where the words were revised, every excerpt after the place has other ends, and none was moved.
fn same_words(before: &Project, after: &Project, document: DocumentId) -> bool {
    let text = |project: &Project| project.document(document).map(|document| document.text);
    text(before) == text(after)
}
