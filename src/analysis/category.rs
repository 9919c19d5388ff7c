//! The category table: how many people said something of a code, and in how many excerpts.

use std::collections::BTreeSet;

use crate::project::{CodeId, DocumentId, Person, Project, Texts, turns_sharing};
use crate::text::Span;

use super::settings::Show;
use super::{
    Cell, Column, Count, Counting, Kind, Numbers, Query, Reach, Settings, Table, Value, Wrong, characters_in, cite,
    runs, sweep, tallies, words_in,
};

/// Fewer words than these in an excerpt may be no more than "Mm-hm": worth a look before counting.
const FEW_WORDS: usize = 3;

/// For every code in the analyst's order the distinct excerpts and the distinct people who speak in
/// them. A code that only heads others shows no numbers of its own.
pub(super) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let counting = settings.counting(project);
    let reaches: &[Reach] = match settings.count {
        Count::Own => &[Reach::Own],
        Count::Subtree => &[Reach::Subtree],
        Count::Both => &[Reach::Own, Reach::Subtree],
    };
    let mut table = code_columns("category", "Respondents and excerpts by code".to_string());
    for &reach in reaches {
        let (before, after) = match (settings.count, reach) {
            (Count::Both, Reach::Own) => ("own_", ""),
            (Count::Both, Reach::Subtree) => ("subtree_", " with subcodes"),
            _ => ("", ""),
        };
        for word in ["respondents", "excerpts"].into_iter().chain(settings.show.iter().map(|show| show_word(*show))) {
            table.column(format!("{before}{word}"), format!("# {word}{after}"), Kind::Numbers);
        }
    }
    for (row, tally) in project.codebook().rows().iter().zip(tallies(&counting)) {
        let mut cells = vec![heading(project, row.code)];
        for &reach in reaches {
            let (numbers, heads) = match reach {
                Reach::Own => (tally.own, row.size > 1 && tally.own.excerpts == 0),
                Reach::Subtree => (tally.subtree, false),
            };
            if heads {
                cells.extend((0..2 + settings.show.len()).map(|_| Cell::from(Value::Blank)));
            } else {
                cells.extend(numbers_of(&counting, texts, row.code, reach, numbers, &settings.show));
            }
        }
        table.rows.push(cells);
    }
    table.notes = footer(&counting, texts);
    Ok(table)
}

fn show_word(show: Show) -> &'static str {
    match show {
        Show::Documents => "documents",
        Show::Characters => "characters",
        Show::Words => "words",
    }
}

fn numbers_of<'a>(
    counting: &'a Counting,
    texts: &'a dyn Texts,
    code: CodeId,
    reach: Reach,
    numbers: Numbers,
    show: &'a [Show],
) -> impl Iterator<Item = Cell> + 'a {
    let query = Query { code: Some(code), reach, ..counting.query() };
    let shown = show.iter().map(move |show| match show {
        Show::Documents => numbers.documents,
        Show::Characters => characters_in(&runs(counting, code, reach)),
        Show::Words => words_in(counting.project(), texts, &runs(counting, code, reach)),
    });
    let counts = [numbers.respondents, numbers.excerpts].into_iter().chain(shown);
    counts.map(move |count| Cell::from(count).opening(query.clone()))
}

/// A table whose rows are codes.
pub(super) fn code_columns(report: &'static str, title: String) -> Table {
    let code = Column { key: "code".to_string(), title: "Code".to_string(), kind: Kind::Words };
    Table { report, title, settings: Vec::new(), columns: vec![code], rows: Vec::new(), notes: Vec::new() }
}

/// The cell that names a row's code.
pub(super) fn heading(project: &Project, code: CodeId) -> Cell {
    Value::Path(project.code_path(code).into_iter().map(str::to_string).collect()).into()
}

/// Whose codings a table counts.
pub(super) fn counted(counting: &Counting) -> String {
    format!("codings counted: {}", counting.composition())
}

/// What must be read with the numbers: sums of respondents are never among it.
fn footer(counting: &Counting, texts: &dyn Texts) -> Vec<String> {
    let project = counting.project();
    let (mut codings, mut excerpts, mut several, mut unattributed, mut mentions) = (0, 0, 0, 0, 0);
    let mut people: BTreeSet<Person> = BTreeSet::new();
    let mut unsure: Vec<String> = Vec::new();
    sweep(counting, |seen| {
        codings += seen.codings.len();
        excerpts += 1;
        mentions += seen.respondents.len();
        several += usize::from(seen.respondents.len() > 1);
        unattributed += usize::from(seen.respondents.is_empty());
        people.extend(seen.respondents);
        unsure.extend(to_confirm(project, texts, seen.document, seen.span));
    });
    let mut notes = vec![
        counted(counting),
        format!("respondents coded anywhere: {} of {} in the study", people.len(), project.people().len()),
        format!("codings: {codings}, excerpts: {excerpts}, mentions of respondents: {mentions}"),
        format!("excerpts with more than one respondent: {several}"),
        format!("unattributed excerpts: {unattributed}"),
    ];
    if !unsure.is_empty() {
        notes.push(format!("to confirm, under {FEW_WORDS} words in the excerpt: {}", unsure.join("; ")));
    }
    notes
}

/// Those who count as respondents of an excerpt for fewer than three words, with its place, where
/// nobody has said yet who speaks in it.
pub fn to_confirm(project: &Project, texts: &dyn Texts, id: DocumentId, span: Span) -> Vec<String> {
    let Some(document) = project.document(id) else { return Vec::new() };
    let people = in_doubt(project, texts, id, span).into_iter();
    people.map(|person| format!("{} in {}", project.person_name(person), cite(document, span))).collect()
}

/// These people alone, in the order of the document's speakers.
pub(super) fn in_doubt(project: &Project, texts: &dyn Texts, id: DocumentId, span: Span) -> Vec<Person> {
    let Some(document) = project.document(id).filter(|document| document.kind.yields_respondents()) else {
        return Vec::new();
    };
    if project.attribution(id, span).is_some() {
        return Vec::new();
    }
    let mut turns: Vec<_> = turns_sharing(&document.turns, span).collect();
    turns.sort_by_key(|turn| turn.speaker);
    let Some(text) = texts.text(document.text).filter(|_| !turns.is_empty()) else { return Vec::new() };
    let few = |speaker: &[&crate::text::Turn]| {
        let passage = |turn: &&crate::text::Turn| text.slice(turn.body.max(span.start())..turn.end.min(span.end()));
        speaker.iter().flat_map(|turn| passage(turn).split_whitespace()).nth(FEW_WORDS - 1).is_none()
    };
    turns
        .chunk_by(|one, next| one.speaker == next.speaker)
        .filter(|speaker| few(speaker))
        .filter_map(|speaker| project.person_of(id, speaker[0].speaker))
        .collect()
}
