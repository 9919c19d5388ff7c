//! Meaning saturation: which interview was the last to add a new side to what a code means (Hennink, Kaiser & Marconi
//! 2017).

use std::collections::BTreeMap;

use crate::project::*;

use super::category::counted;
use super::lists::words;
use super::{Cell, Kind, Query, Settings, Table, Value, Wrong};

/// A dimension as it was noted: in which interview (by place in the analyst's order; unknown where the note is on the
/// code alone), and its words.
type Noted = (Option<usize>, String);

/// For every code that has excerpts or dimensions, in the analyst's order: the dimensions noted (memos of that kind, on
/// the code or on a passage that is coded with it), the interview that added the last, and the interviews with the code
/// that came after and added none.
///
/// A code without dimensions says so; that nothing was noted does not show that nothing was there.
pub(super) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let counting = settings.counting(project);
    let order = project.document_order();
    let title = |place: usize| project.document(order[place]).map_or("", |document| document.title.as_str());
    let mut coded: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut noted: BTreeMap<usize, Vec<Noted>> = BTreeMap::new();
    let notes = dimensions(project, texts);
    for (place, &id) in order.iter().enumerate() {
        for (span, _, row) in counting.codings_in(id) {
            let documents = coded.entry(row).or_default();
            if documents.last() != Some(&place) {
                documents.push(place);
            }
            for (_, words) in notes.iter().filter(
                |(on, _)| matches!(on, Target::Excerpt(document, note) if *document == id && note.overlaps(span)),
            ) {
                let note = (Some(place), words.clone());
                let sides = noted.entry(row).or_default();
                if !sides.contains(&note) {
                    sides.push(note);
                }
            }
        }
    }
    for (on, words) in &notes {
        if let Target::Code(code) = *on
            && let Some(row) = project.codebook().place(project.stands_for(code))
        {
            noted.entry(row).or_default().push((None, words.clone()));
        }
    }
    if notes.is_empty() {
        let nothing = "no dimension of a code yet: a memo of the kind dimension notes one";
        return Err(Wrong::Nothing(nothing.to_string()));
    }
    let mut table = columns();
    for (place, row) in project.codebook().rows().iter().enumerate() {
        let (documents, sides) = (coded.get(&place), noted.get(&place));
        if documents.is_none() && sides.is_none() {
            continue;
        }
        let sides = sides.map_or(&[][..], Vec::as_slice);
        let last = sides.iter().filter_map(|(at, _)| *at).max();
        let after = documents.into_iter().flatten().filter(|&&document| Some(document) > last).count();
        let said = sides.iter().map(|(at, words)| match at {
            Some(at) => format!("{}: {words}", title(*at)),
            None => words.clone(),
        });
        let opens = Query { code: Some(row.code), ..counting.query() };
        table.rows.push(vec![
            Cell::from(Value::Path(project.code_path(row.code).into_iter().map(str::to_string).collect())),
            Cell::from(documents.map_or(0, Vec::len) as u64).opening(opens),
            Cell::from(sides.len() as u64),
            words(last.map_or("", title).to_string()),
            if last.is_some() { Cell::from(after as u64) } else { Value::Undefined.into() },
            words(said.collect::<Vec<_>>().join("; ")),
        ]);
    }
    table.notes = vec![
        "a dimension is a memo of that kind: on a passage it is one of every code put there, on a code of that alone"
            .to_string(),
        counted(&counting),
    ];
    Ok(table)
}

fn columns() -> Table {
    let title = "Dimensions of codes".to_string();
    let mut table = Table { report: "meaning-saturation", title, ..Table::default() };
    table.column("code", "Code", Kind::Words);
    table.column("documents", "documents", Kind::Numbers);
    table.column("dimensions", "dimensions", Kind::Numbers);
    table.column("last_new", "last new in", Kind::Words);
    table.column("after", "documents since", Kind::Numbers);
    table.column("which", "which, and where first", Kind::Words);
    table
}

/// Every memo of the kind, with what it is on, and its words in one line.
fn dimensions(project: &Project, texts: &dyn Texts) -> Vec<(Target, String)> {
    let memos = project.memos().filter(|(_, memo)| memo.kind == MemoKind::Dimension);
    let said = |memo: &Memo| texts.text(memo.text).map_or_else(String::new, |text| text.as_str().to_string());
    memos.map(|(_, memo)| (memo.on, said(memo).split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}
