//! What is worth a second look: comparisons made, names too near, values missing, people in doubt.

use std::collections::{BTreeMap, BTreeSet};

use super::{cite, count, list, words};
use crate::analysis::category::{counted, heading, in_doubt};
use crate::analysis::{Cell, Counting, Kind, Layer, Query, Reach, Table, sweep, tallies};
use crate::project::*;
use crate::text::Span;

use Kind::{Numbers, Words};

/// The comparisons in the order in which they were made, with what came of each.
pub fn comparisons(project: &Project, texts: &dyn Texts, _: Layer) -> Table {
    let mut table = list("comparisons", "Comparisons", COMPARISON_COLUMNS);
    let first_line = |text: &str| text.lines().next().unwrap_or_default().to_string();
    table.rows = comparisons_made(project, texts, first_line).into_iter().map(|(_, row)| row).collect();
    table
}

/// What stands in the row of a comparison.
pub(in crate::analysis) const COMPARISON_COLUMNS: &[(&str, &str, Kind)] = &[
    ("at", "when (UTC)", Words),
    ("coder", "who", Words),
    ("code", "Code", Words),
    ("excerpts", "excerpts", Words),
    ("decision", "decision", Words),
    ("memo", "memo", Words),
];

/// The comparisons in the order in which they were made, a row each; of a memo, what `shown` makes of its words.
pub(in crate::analysis) fn comparisons_made(
    project: &Project,
    texts: &dyn Texts,
    shown: impl Fn(&str) -> String,
) -> Vec<(ComparisonId, Vec<Cell>)> {
    let mut made: Vec<(ComparisonId, &Comparison)> = project.comparisons().collect();
    made.sort_by_key(|&(id, comparison)| (comparison.at, id));
    let row = |(id, comparison): (ComparisonId, &Comparison)| {
        let at = jiff::Timestamp::from_millisecond(comparison.at)
            .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M").to_string());
        let place = |excerpt: &Passage| Some(cite(project.document(excerpt.document)?, excerpt.span));
        let places: Vec<String> = comparison.excerpts.iter().filter_map(place).collect();
        let memo = comparison.memo.and_then(|memo| project.memo(memo));
        let memo = memo.and_then(|memo| texts.text(memo.text)).map(|text| shown(text.as_str()));
        let cells = vec![
            words(at),
            words(project.coder_name(comparison.coder)),
            comparison.code.map_or_else(|| words(""), |code| heading(project, code)),
            words(places.join("; ")),
            words(comparison.decision.word()),
            words(memo.unwrap_or_default()),
        ];
        (id, cells)
    };
    made.into_iter().map(row).collect()
}

/// Every two codes in use whose names may mean the same, with the distinct excerpts of each alone.
pub fn near_duplicates(project: &Project, _: &dyn Texts, layer: Layer) -> Table {
    let columns = [
        ("code", "Code", Words),
        ("excerpts", "excerpts", Numbers),
        ("near", "near it", Words),
        ("near_excerpts", "its excerpts", Numbers),
    ];
    let mut table = list("near-duplicates", "Codes of nearly the same name", &columns);
    let counting = Counting::new(project, layer);
    let rows = project.codebook().rows().iter().zip(tallies(&counting));
    let excerpts: BTreeMap<CodeId, u64> = rows.map(|(row, tally)| (row.code, tally.own.excerpts)).collect();
    for (one, other) in project.near_pairs() {
        let cells = [one, other].map(|code| {
            let query = Query { layer, code: Some(code), reach: Reach::Own, ..Query::default() };
            let excerpts = excerpts.get(&code).copied().unwrap_or(0);
            [heading(project, code), Cell::from(excerpts).opening(query)]
        });
        table.rows.push(cells.into_iter().flatten().collect());
    }
    table.notes.push(counted(&counting));
    table
}

/// Every person and document without a value of an attribute of theirs; where the attribute is given for
/// phases, every phase of it that has none.
pub fn missing(project: &Project, _: &dyn Texts, _: Layer) -> Table {
    let columns = [
        ("attribute", "Attribute", Words),
        ("on", "on", Words),
        ("name", "who or what", Words),
        ("phase", "phase", Words),
    ];
    let mut table = list("missing", "Missing values", &columns);
    let mut wanted = 0;
    for (id, attribute) in project.attributes() {
        let bearers: Vec<(Subject, &str)> = match attribute.on {
            Bearer::Case => project.cases().map(|(id, case)| (Subject::Case(id), case.name.as_str())).collect(),
            Bearer::Document => {
                project.documents().map(|(id, document)| (Subject::Document(id), document.title.as_str())).collect()
            }
        };
        let given = bearers.iter().flat_map(|&(subject, _)| project.values_of(subject));
        let phases: BTreeSet<&str> =
            given.filter(|(other, ..)| *other == id).filter_map(|(_, phase, _)| phase).collect();
        let phases: Vec<Option<&str>> =
            if phases.is_empty() { vec![None] } else { phases.into_iter().map(Some).collect() };
        for &(subject, name) in &bearers {
            wanted += phases.len();
            for phase in phases.iter().filter(|phase| project.value(id, subject, **phase).is_none()) {
                let on = if attribute.on == Bearer::Case { "person" } else { "document" };
                table.rows.push(vec![words(&attribute.name), words(on), words(name), words(phase.unwrap_or_default())]);
            }
        }
    }
    table.notes.push(format!("values missing: {} of {wanted}", table.rows.len()));
    table
}

/// Every excerpt, by any coder, with somebody who counts as its respondent for fewer than three words, and
/// who they are: documents in the analyst's order, spans by start and end.
pub fn doubtful(project: &Project, texts: &dyn Texts) -> Vec<(DocumentId, Span, Vec<String>)> {
    let mut found = Vec::new();
    sweep(&Counting::new(project, Layer::Union), |seen| {
        let people = in_doubt(project, texts, seen.document, seen.span);
        if !people.is_empty() {
            let names = people.into_iter().map(|person| project.person_name(person)).collect();
            found.push((seen.document, seen.span, names));
        }
    });
    found
}

/// The excerpts whose respondents are to be confirmed.
pub fn to_confirm(project: &Project, texts: &dyn Texts, _: Layer) -> Table {
    let columns = [
        ("document", "Document", Words),
        ("lines", "lines", Words),
        ("start", "start", Numbers),
        ("end", "end", Numbers),
        ("who", "said very little", Words),
    ];
    let mut table = list("to-confirm", "Respondents to confirm", &columns);
    for (id, span, people) in doubtful(project, texts) {
        table.rows.push(vec![
            words(project.document(id).map_or("", |document| &document.title)),
            words(project.line_range(id, span)),
            count(span.start() as usize),
            count(span.end() as usize),
            words(people.join("; ")),
        ]);
    }
    table
}
