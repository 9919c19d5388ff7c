//! What there is, as tables: documents, speakers, people, codes, excerpts, and what is worth a second look.

mod review;

use std::collections::BTreeMap;

use crate::project::*;
use crate::text::{clock, line_of};

use super::category::{counted, heading};
use super::people::withdrawn_note;
use super::{Cell, Column, Counting, Excerpt, Kind, Layer, Query, Reach, Table, Value, cite, sweep, tallies};

pub(super) use review::{COMPARISON_COLUMNS, comparisons_made};
pub use review::{comparisons, doubtful, missing, near_duplicates, to_confirm};

/// A list that can be asked for by name.
pub struct List {
    /// What the command line calls it.
    pub name: &'static str,
    /// What the help says of it.
    pub says: &'static str,
    /// Makes it, with the numbers of a layer.
    pub table: fn(&Project, &dyn Texts, Layer) -> Table,
}

/// Every list but that of excerpts, which needs a query and the words.
pub const LISTS: &[List] = &[
    List { name: "documents", says: "the documents, in order", table: |project, _, layer| documents(project, layer) },
    List {
        name: "speakers",
        says: "the labels in each document, and whom they stand for",
        table: |project, _, layer| speakers(project, layer),
    },
    List {
        name: "cases",
        says: "the people of the study, with their attributes",
        table: |project, _, layer| cases(project, layer),
    },
    List {
        name: "codes",
        says: "the codebook, with counts and definitions",
        table: |project, _, layer| codes(project, layer),
    },
    List { name: "missing", says: "every attribute of a person or document that has no value", table: missing },
    List {
        name: "to-confirm",
        says: "the excerpts in which somebody counts for fewer than three words",
        table: to_confirm,
    },
    List { name: "near-duplicates", says: "codes whose names may mean the same", table: near_duplicates },
    List { name: "comparisons", says: "what was compared, and what came of it", table: comparisons },
    List { name: "coders", says: "who codes, with their ids", table: |project, _, layer| coders(project, layer) },
];

use Kind::{Numbers, Words};

pub(super) fn list(report: &'static str, title: &str, columns: &[(&str, &str, Kind)]) -> Table {
    let column = |&(key, title, kind): &(&str, &str, Kind)| Column { key: key.into(), title: title.into(), kind };
    let columns = columns.iter().map(column).collect();
    Table { report, title: title.to_string(), settings: Vec::new(), columns, rows: Vec::new(), notes: Vec::new() }
}

pub(super) fn words(words: impl Into<String>) -> Cell {
    Cell::from(words.into().as_str())
}

fn count(number: usize) -> Cell {
    Cell::from(number as u64)
}

/// The documents in the analyst's order, with the distinct excerpts in each; the time is that of the last
/// caption, where there are any.
pub fn documents(project: &Project, layer: Layer) -> Table {
    let mut table = list(
        "documents",
        "Documents",
        &[
            ("document", "Document", Words),
            ("id", "id", Words),
            ("kind", "kind", Words),
            ("characters", "characters", Numbers),
            ("words", "words", Numbers),
            ("turns", "turns", Numbers),
            ("lines", "lines", Numbers),
            ("time", "time", Words),
            ("excerpts", "excerpts", Numbers),
            ("coders", "coders", Words),
        ],
    );
    let counting = Counting::new(project, layer);
    let mut excerpts: BTreeMap<DocumentId, u64> = BTreeMap::new();
    sweep(&counting, |seen| *excerpts.entry(seen.document).or_default() += 1);
    let mut coders: BTreeMap<DocumentId, Vec<&str>> = BTreeMap::new();
    for (coder, document, _) in project.assignments() {
        coders.entry(document).or_default().push(project.coder_name(coder));
    }
    for (id, document) in project.documents() {
        let query = Query { layer, document: Some(id), ..Query::default() };
        table.rows.push(vec![
            words(&document.title),
            words(id.to_string()),
            words(document.kind.word()),
            Cell::from(u64::from(document.characters)),
            Cell::from(u64::from(document.words)),
            count(document.turns.len()),
            count(document.lines.len()),
            words(document.times.last().map_or_else(String::new, |&(_, ms)| clock(ms))),
            Cell::from(excerpts.get(&id).copied().unwrap_or(0)).opening(query),
            words(coders.get(&id).map_or_else(String::new, |names| names.join(", "))),
        ]);
    }
    table.notes.push(counted(&counting));
    table
}

/// The speakers of each document in the order of its list, with their turns.
pub fn speakers(project: &Project, _: Layer) -> Table {
    let columns = [
        ("document", "Document", Words),
        ("speaker", "Speaker", Words),
        ("role", "role", Words),
        ("case", "case", Words),
        ("turns", "turns", Numbers),
    ];
    let mut table = list("speakers", "Speakers", &columns);
    for (_, document) in project.documents() {
        let mut turns = vec![0_u64; document.speakers.len()];
        for turn in document.turns.iter() {
            if let Some(turns) = turns.get_mut(usize::from(turn.speaker)) {
                *turns += 1;
            }
        }
        for (speaker, turns) in document.speakers.iter().zip(turns) {
            let case = speaker.case.and_then(|case| project.case(project.person(case)));
            table.rows.push(vec![
                words(&document.title),
                words(&speaker.label),
                words(speaker.role.word()),
                words(case.map_or("", |case| &case.name)),
                Cell::from(turns),
            ]);
        }
    }
    table
}

/// Everybody who can be a respondent, with the distinct excerpts in which they speak and the values of
/// every attribute of people.
pub fn cases(project: &Project, layer: Layer) -> Table {
    let columns = [
        ("case", "Case", Words),
        ("id", "id", Words),
        ("documents", "documents", Numbers),
        ("excerpts", "excerpts", Numbers),
    ];
    let mut table = list("cases", "People", &columns);
    let attributes: Vec<(AttributeId, &Attribute)> =
        project.attributes().filter(|(_, attribute)| attribute.on == Bearer::Case).collect();
    for (id, attribute) in &attributes {
        let taken = table.columns.iter().any(|column| column.key == attribute.name);
        let key = if taken { format!("{} ({id})", attribute.name) } else { attribute.name.clone() };
        table.column(key, &attribute.name, Words);
    }
    let counting = Counting::new(project, layer);
    let mut excerpts: BTreeMap<Person, u64> = BTreeMap::new();
    sweep(&counting, |seen| {
        for &person in seen.respondents {
            *excerpts.entry(person).or_default() += 1;
        }
    });
    let mut documents: BTreeMap<Person, Vec<DocumentId>> = BTreeMap::new();
    for (document, _, person) in super::axis::taking_part(project) {
        let documents = documents.entry(person).or_default();
        if documents.last() != Some(&document) {
            documents.push(document);
        }
    }
    for person in project.people() {
        let case = match person {
            Person::Case(case) => Some(case),
            Person::Speaker(..) => None,
        };
        let query = Query { layer, person: Some(person), ..Query::default() };
        let mut row = vec![
            words(project.person_name(person)),
            words(case.map_or_else(String::new, |case| case.to_string())),
            count(documents.get(&person).map_or(0, Vec::len)),
            Cell::from(excerpts.get(&person).copied().unwrap_or(0)).opening(query),
        ];
        row.extend(
            attributes
                .iter()
                .map(|(id, _)| words(case.map_or_else(String::new, |case| values(project, *id, Subject::Case(case))))),
        );
        table.rows.push(row);
    }
    table.notes.extend(withdrawn_note(project));
    table.notes.push(counted(&counting));
    table
}

/// What a person or document has of one attribute: the value for all phases, then those for single ones.
pub(super) fn values(project: &Project, attribute: AttributeId, subject: Subject) -> String {
    let of_this = project.values_of(subject).filter(|(id, ..)| *id == attribute);
    let said = of_this.map(|(_, phase, value)| match phase {
        Some(phase) => format!("{phase}: {value}"),
        None => value.to_string(),
    });
    said.collect::<Vec<_>>().join("; ")
}

/// The codes in use in the analyst's order, then those put away or merged, by id.
pub fn codes(project: &Project, layer: Layer) -> Table {
    let mut table = list(
        "codes",
        "Codebook",
        &[
            ("code", "Code", Words),
            ("id", "id", Words),
            ("own_excerpts", "excerpts", Numbers),
            ("own_respondents", "respondents", Numbers),
            ("subtree_excerpts", "excerpts with subcodes", Numbers),
            ("subtree_respondents", "respondents with subcodes", Numbers),
            ("state", "state", Words),
            ("origin", "origin", Words),
            ("definition", "definition", Words),
            ("include", "use it for", Words),
            ("exclude", "not for", Words),
            ("example", "example", Words),
        ],
    );
    let counting = Counting::new(project, layer);
    for (row, tally) in project.codebook().rows().iter().zip(tallies(&counting)) {
        let mut cells = vec![heading(project, row.code), words(row.code.to_string())];
        for (numbers, reach) in [(tally.own, Reach::Own), (tally.subtree, Reach::Subtree)] {
            let query = Query { layer, code: Some(row.code), reach, ..Query::default() };
            let counts = [numbers.excerpts, numbers.respondents];
            cells.extend(counts.map(|count| Cell::from(count).opening(query.clone())));
        }
        cells.extend(["in use", origin(project, row.code)].map(words));
        cells.extend(definition(project, row.code));
        table.rows.push(cells);
    }
    for (id, code) in project.codes() {
        let state = match code.state {
            CodeState::Active => continue,
            CodeState::Retired => "retired".to_string(),
            CodeState::MergedInto(_) => format!("merged into {}", project.code_words(project.stands_for(id))),
        };
        let mut cells = vec![Cell::from(Value::Path(vec![code.name.clone()])), words(id.to_string())];
        cells.extend((0..4).map(|_| Cell::from(Value::Blank)));
        cells.extend([words(state), words(origin(project, id))]);
        cells.extend(definition(project, id));
        table.rows.push(cells);
    }
    table.notes.push(counted(&counting));
    table
}

/// Where a code came from, in words.
pub(super) fn origin(project: &Project, code: CodeId) -> &'static str {
    match project.code(code) {
        Some(code) if code.given => "given beforehand",
        Some(code) if code.origin.is_some() => "participants' words",
        _ => "from the data",
    }
}

pub(super) fn definition(project: &Project, code: CodeId) -> [Cell; 4] {
    let said = project.code(code).map(|code| code.definition.clone()).unwrap_or_default();
    [said.definition, said.include, said.exclude, said.example].map(words)
}

/// The coders, with their codings and the documents assigned to them.
pub fn coders(project: &Project, _: Layer) -> Table {
    let columns = [
        ("coder", "Coder", Words),
        ("id", "id", Words),
        ("kind", "kind", Words),
        ("documents", "documents assigned", Numbers),
        ("codings", "codings", Numbers),
    ];
    let mut table = list("coders", "Coders", &columns);
    let mut codings: BTreeMap<CoderId, u64> = BTreeMap::new();
    for (id, _) in project.documents() {
        for (_, coding) in project.codings_in(id) {
            *codings.entry(project.coder_of(coding.coder)).or_default() += 1;
        }
    }
    for (id, coder) in project.coders() {
        let mut assigned: Vec<DocumentId> = project
            .assignments()
            .filter(|(other, ..)| project.coder_of(*other) == id)
            .map(|(_, document, _)| document)
            .collect();
        assigned.sort_unstable();
        assigned.dedup();
        table.rows.push(vec![
            words(&coder.name),
            words(id.to_string()),
            words(coder.kind.word()),
            count(assigned.len()),
            Cell::from(codings.get(&id).copied().unwrap_or(0)),
        ]);
    }
    table
}

/// These excerpts with their place, people, codes, coders and words.
pub fn excerpts(project: &Project, texts: &dyn Texts, excerpts: &[Excerpt]) -> Table {
    let mut table = list(
        "excerpts",
        "Excerpts",
        &[
            ("document", "Document", Words),
            ("lines", "lines", Words),
            ("start", "start", Numbers),
            ("end", "end", Numbers),
            ("respondents", "respondents", Words),
            ("codes", "codes", Words),
            ("coders", "coders", Words),
            ("text", "text", Words),
        ],
    );
    for excerpt in excerpts {
        let Some(document) = project.document(excerpt.document) else { continue };
        let codings: Vec<&Coding> = excerpt.codings.iter().filter_map(|&id| project.coding(id)).collect();
        let line = |position| line_of(&document.lines, position) + 1;
        let (first, last) = (line(excerpt.span.start()), line(excerpt.span.end() - 1));
        let people = project.respondents(excerpt.document, excerpt.span).into_iter();
        let text = texts.text(document.text);
        table.rows.push(vec![
            words(&document.title),
            words(if first == last { first.to_string() } else { format!("{first}-{last}") }),
            Cell::from(u64::from(excerpt.span.start())),
            Cell::from(u64::from(excerpt.span.end())),
            words(people.map(|person| project.person_name(person)).collect::<Vec<_>>().join(", ")),
            words(each_once(codings.iter().map(|coding| project.code_words(coding.code)))),
            words(each_once(codings.iter().map(|coding| project.coder_name(coding.coder).to_string()))),
            text.map_or(Value::Undefined.into(), |text| words(text.passage(excerpt.span))),
        ]);
    }
    table
}

pub(super) fn each_once(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.join("; ")
}
