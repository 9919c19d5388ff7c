//! Meaning saturation: which interview was the last to add a new side to what a code means (Hennink, Kaiser & Marconi
//! 2017).

use std::collections::BTreeMap;

use crate::project::*;
use crate::text::{Span, on_one_line};

use super::category::{code_columns, counted, heading};
use super::lists::words;
use super::{Cell, Counting, Kind, Query, Settings, Table, Value, Wrong};

/// What is known of one code.
#[derive(Default)]
struct Sides {
    /// The interviews that have the code, by place in the analyst's order.
    coded: Vec<usize>,
    /// What was noted, and in which interview; unknown where the note is on the code alone.
    noted: Vec<(Option<usize>, String)>,
}

/// For every code that has excerpts or dimensions, in the analyst's order: the dimensions noted (memos of that kind, on
/// the code or on a passage that is coded with it), the interview that added the last, and the interviews with the code
/// that came after and added none.
///
/// A code without dimensions says so; that nothing was noted does not show that nothing was there.
pub(super) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    if !project.memos().any(|(_, memo)| memo.kind == MemoKind::Dimension) {
        let nothing = "no dimension of a code yet: a memo of the kind dimension notes one";
        return Err(Wrong::Nothing(nothing.to_string()));
    }
    let counting = settings.counting(project);
    let mut table = code_columns("meaning-saturation", "Dimensions of codes".to_string());
    table.column("documents", "documents", Kind::Numbers);
    table.column("dimensions", "dimensions", Kind::Numbers);
    table.column("last_new", "last new in", Kind::Words);
    table.column("after", "documents since", Kind::Numbers);
    table.column("which", "which, and where first", Kind::Words);
    for (row, sides) in sides(&counting, texts) {
        table.rows.push(cells(&counting, project.codebook().rows()[row].code, &sides));
    }
    table.notes = vec![
        "a dimension is a memo of that kind: on a passage it is one of every code put there, on a code of that alone"
            .to_string(),
        counted(&counting),
    ];
    Ok(table)
}

/// By row of the codebook what is known of its code.
fn sides(counting: &Counting, texts: &dyn Texts) -> BTreeMap<usize, Sides> {
    let project = counting.project();
    let mut found: BTreeMap<usize, Sides> = BTreeMap::new();
    let mut passages: BTreeMap<DocumentId, Vec<(Span, String)>> = BTreeMap::new();
    let mut codes: Vec<(usize, String)> = Vec::new();
    for (_, memo) in project.memos().filter(|(_, memo)| memo.kind == MemoKind::Dimension) {
        let words = texts.text(memo.text).map_or_else(String::new, |text| on_one_line(text.as_str()));
        match memo.on {
            Target::Excerpt(document, span) => passages.entry(document).or_default().push((span, words)),
            Target::Code(code) => {
                codes.extend(project.codebook().place(project.stands_for(code)).map(|row| (row, words)))
            }
            _ => {}
        }
    }
    for (place, id) in project.document_order().iter().enumerate() {
        let noted = passages.get(id).map_or(&[][..], Vec::as_slice);
        for (span, _, row) in counting.codings_in(*id) {
            let sides = found.entry(row).or_default();
            if sides.coded.last() != Some(&place) {
                sides.coded.push(place);
            }
            for (_, words) in noted.iter().filter(|(passage, _)| passage.overlaps(span)) {
                // Several coders put the code there.
                if !sides.noted.iter().any(|(at, there)| *at == Some(place) && there == words) {
                    sides.noted.push((Some(place), words.clone()));
                }
            }
        }
    }
    for (row, words) in codes {
        found.entry(row).or_default().noted.push((None, words));
    }
    found
}

fn cells(counting: &Counting, code: CodeId, sides: &Sides) -> Vec<Cell> {
    let project = counting.project();
    let title =
        |place: usize| project.document(project.document_order()[place]).map_or("", |document| document.title.as_str());
    let last = sides.noted.iter().filter_map(|(at, _)| *at).max();
    let since = last.map(|last| sides.coded.iter().filter(|&&place| place > last).count());
    let said = sides.noted.iter().map(|(at, words)| match at {
        Some(at) => format!("{}: {words}", title(*at)),
        None => words.clone(),
    });
    vec![
        heading(project, code),
        Cell::from(sides.coded.len() as u64).opening(Query { code: Some(code), ..counting.query() }),
        Cell::from(sides.noted.len() as u64),
        words(last.map_or("", title)),
        since.map_or(Value::Undefined.into(), |since| Cell::from(since as u64)),
        words(said.collect::<Vec<_>>().join("; ")),
    ]
}
