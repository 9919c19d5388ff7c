//! Where in each document every code falls.

use crate::project::{Project, Texts};

use super::category::{code_columns, counted, heading};
use super::{Cell, Kind, Query, Reach, Settings, Table, Value, Wrong, sweep};
use crate::text::Span;

/// For every document and code the stretches that have it, touching ones as one, with where they begin and end as
/// parts of the document: documents in the analyst's order, codes in that of the tree.
pub(super) fn table(project: &Project, _: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let counting = settings.counting(project);
    let reach = settings.reach()?;
    let codes = project.codebook().rows();
    let wanted = settings.code.map(|code| project.stands_for(code));
    let mut table = code_columns("strip", "Where codes fall".to_string());
    table.column("document", "Document", Kind::Words);
    for (key, title) in [("from", "from"), ("to", "to"), ("characters", "characters")] {
        table.column(key, title, Kind::Numbers);
    }
    let mut found: std::collections::BTreeMap<(u32, usize), Vec<Span>> = Default::default();
    sweep(&counting, |seen| {
        let place = counting.place(seen.document).unwrap_or_default();
        let rows = if reach == Reach::Own { seen.own } else { seen.subtree };
        for &row in rows.iter().filter(|&&row| wanted.is_none_or(|code| codes[row].code == code)) {
            let spans = found.entry((place, row)).or_default();
            match spans.last_mut().filter(|last| last.end() >= seen.span.start()) {
                Some(last) => *last = last.hull(seen.span),
                None => spans.push(seen.span),
            }
        }
    });
    for ((place, row), spans) in found {
        let Some((&id, document)) =
            project.document_order().get(place as usize).and_then(|id| Some((id, project.document(*id)?)))
        else {
            continue;
        };
        let query = Query { code: Some(codes[row].code), reach, document: Some(id), ..counting.query() };
        for span in spans {
            let part = |position: u32| Cell::from(Value::share(u64::from(position), u64::from(document.characters)));
            table.rows.push(vec![
                heading(project, codes[row].code),
                Cell::from(document.title.as_str()),
                part(span.start()),
                part(span.end()),
                Cell::from(u64::from(span.len())).opening(query.clone()),
            ]);
        }
    }
    table.notes.push("from, to: parts of the document, in characters; what touches is one stretch".to_string());
    table.notes.push(counted(&counting));
    Ok(table)
}
