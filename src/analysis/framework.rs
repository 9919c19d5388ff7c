//! The framework matrix (Ritchie & Spencer 1994): people against codes, with what the analyst wrote of each cell.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::*;

use super::category::counted;
use super::lists::words;
use super::{Axis, By, Cell, Counting, Kind, Layer, Place, Query, Reach, Settings, Table, Value, Wrong, sweep};

/// For every person and code the analyst's summary, the distinct excerpts (by any coder, with subcodes) in which the
/// person speaks, and the state of the cell: *empty*; *linked only*, with excerpts and no summary; *summarised*; or
/// *stale*, where the excerpts are no longer those that a summary was written of.
///
/// The codes are those at the top, or those below one. By attributes, a row gathers the cells of everybody who has
/// excerpts in it: *summarised 1 of 3* where some of them have no summary. Completeness is of people's cells with an
/// excerpt, however they are gathered: summarised by all; undefined where there is none.
pub(super) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let by = match &settings.by {
        None | Some(By::Case) => By::Case,
        Some(by @ By::Attributes(_)) => by.clone(),
        Some(other) => {
            let wanted = "case, or names of attributes, parted by commas".to_string();
            return Err(Wrong::Value { key: "by", value: other.word(project), wanted });
        }
    };
    let codes = codes(project, settings.code)?;
    let counting = Counting::new(project, Layer::Union).watched(&settings.watch);
    let axis = Axis::new(project, &by);
    let linked = Linked::of(&counting, &axis, &codes);
    let summaries = Summaries::of(project, texts, &codes);
    if axis.columns().is_empty() || linked.people.is_empty() && summaries.of.is_empty() {
        return Err(Wrong::Nothing("nobody has an excerpt or a summary yet".to_string()));
    }
    let mut table = Table { report: "framework", title: "Framework matrix".to_string(), ..Table::default() };
    table.column("row", if by == By::Case { "person".to_string() } else { by.word(project) }, Kind::Words);
    for &code in &codes {
        let (path, name) = (project.code_words(code), project.shown_name(code));
        table.column(format!("{path}.summary"), name.clone(), Kind::Words);
        table.column(format!("{path}.excerpts"), format!("{name}: excerpts"), Kind::Numbers);
        table.column(format!("{path}.state"), format!("{name}: state"), Kind::Words);
    }
    for (place, column) in axis.columns().iter().enumerate() {
        let mut cells = vec![words(&column.title)];
        for (nth, &code) in codes.iter().enumerate() {
            let query = Query { code: Some(code), reach: Reach::Subtree, ..counting.query() };
            let excerpts = linked.excerpts.get(&(nth, place)).copied().unwrap_or(0);
            let gathered = match column.place {
                Place::Person(person) => summaries.of_person(nth, person, excerpts),
                _ => summaries.of_all(project, nth, linked.cells.get(&(nth, place))),
            };
            let excerpts = Cell::from(excerpts).opening(axis.narrow(place, &query));
            let said = <[String; 2]>::from(gathered).map(words).map(|cell| match column.place {
                Place::Person(Person::Case(case)) => cell.opening_memo(Target::Cell(case, code)),
                _ => cell,
            });
            let [summary, state] = said;
            cells.extend([summary, excerpts, state]);
        }
        table.rows.push(cells);
    }
    table.notes = notes(&counting, &linked, &summaries, &by);
    Ok(table)
}

/// The codes of the columns.
fn codes(project: &Project, below: Option<CodeId>) -> Result<Vec<CodeId>, Wrong> {
    let codes: Vec<CodeId> = project.codebook().children(below).collect();
    match (codes.is_empty(), below) {
        (false, _) => Ok(codes),
        (true, None) => Err(Wrong::Nothing("there are no codes yet".to_string())),
        (true, Some(code)) => Err(Wrong::Nothing(format!("{} has no code below it", project.code_words(code)))),
    }
}

/// The excerpts behind the cells, by place of the code among the columns and of the row.
#[derive(Default)]
struct Linked {
    excerpts: BTreeMap<(usize, usize), u64>,
    /// Who speaks in them; nobody, where a row is of documents alone and an excerpt is nobody's.
    cells: BTreeMap<(usize, usize), BTreeSet<Person>>,
    /// The people's cells that have an excerpt.
    people: BTreeSet<(usize, Person)>,
}

impl Linked {
    fn of(counting: &Counting, axis: &Axis, codes: &[CodeId]) -> Linked {
        let project = counting.project();
        let nth_of: BTreeMap<usize, usize> =
            (0..).zip(codes).filter_map(|(nth, &code)| Some((project.codebook().place(code)?, nth))).collect();
        let mut linked = Linked::default();
        sweep(counting, |seen| {
            let places = axis.columns_of(seen);
            for nth in seen.subtree.iter().filter_map(|row| nth_of.get(row).copied()) {
                let rows: BTreeSet<usize> = places.iter().map(|(place, _)| *place).collect();
                for place in rows {
                    *linked.excerpts.entry((nth, place)).or_default() += 1;
                }
                for &(place, person) in &places {
                    linked.cells.entry((nth, place)).or_default().extend(person);
                }
                linked.people.extend(seen.respondents.iter().map(|&person| (nth, person)));
            }
        });
        linked
    }
}

/// What is written of a person's cell.
struct Summary {
    words: String,
    is_stale: bool,
}

/// The summaries, by place of the code among the columns.
struct Summaries {
    of: BTreeMap<(usize, Person), Summary>,
}

impl Summaries {
    fn of(project: &Project, texts: &dyn Texts, codes: &[CodeId]) -> Summaries {
        let mut of: BTreeMap<(usize, Person), Summary> = BTreeMap::new();
        let mut cells = Cells::of(project);
        for (_, memo) in project.memos() {
            let Target::Cell(case, code) = memo.on else { continue };
            let Some(nth) = codes.iter().position(|&other| other == project.stands_for(code)) else { continue };
            let words = texts.text(memo.text).map(|text| text.as_str().trim().to_string());
            let words = words.unwrap_or_else(|| "(its words are missing; see `emic check`)".to_string());
            let is_stale = cells.is_stale(memo);
            of.entry((nth, Person::Case(project.person(case))))
                // Several analysts, or persons and codes that were joined since.
                .and_modify(|summary| {
                    summary.words = format!("{}\n{words}", summary.words);
                    summary.is_stale |= is_stale;
                })
                .or_insert(Summary { words, is_stale });
        }
        Summaries { of }
    }

    /// The summary of a person's cell, and its state.
    fn of_person(&self, nth: usize, person: Person, excerpts: u64) -> (String, String) {
        let found = self.of.get(&(nth, person));
        let state = match found {
            Some(Summary { is_stale: true, .. }) => "stale",
            Some(_) => "summarised",
            None if excerpts > 0 => "linked only",
            None => "empty",
        };
        (found.map_or_else(String::new, |summary| summary.words.clone()), state.to_string())
    }

    /// The summaries of everybody's cells, and how far they are summarised.
    fn of_all(&self, project: &Project, nth: usize, people: Option<&BTreeSet<Person>>) -> (String, String) {
        let Some(people) = people else { return (String::new(), "empty".to_string()) };
        let found: Vec<(Person, &Summary)> =
            people.iter().filter_map(|&person| Some((person, self.of.get(&(nth, person))?))).collect();
        let state = match found.len() {
            0 => "linked only".to_string(),
            _ if found.iter().any(|(_, summary)| summary.is_stale) => "stale".to_string(),
            n if n == people.len() => "summarised".to_string(),
            n => format!("summarised {n} of {}", people.len()),
        };
        let said = found.iter().map(|(person, summary)| format!("{}: {}", project.person_name(*person), summary.words));
        (said.collect::<Vec<_>>().join("\n"), state)
    }
}

fn notes(counting: &Counting, linked: &Linked, summaries: &Summaries, by: &By) -> Vec<String> {
    let fresh = linked.people.iter().filter(|cell| summaries.of.get(cell).is_some_and(|summary| !summary.is_stale));
    let (fresh, all) = (fresh.count() as u64, linked.people.len() as u64);
    let stale = summaries.of.values().filter(|summary| summary.is_stale).count();
    let share = Value::share(fresh, all).shown();
    let mut notes = vec![
        format!("completeness: {fresh} of {all} cells with an excerpt are summarised ({share})"),
        format!("stale, their excerpts being no longer those they were written of: {stale}"),
    ];
    if *by != By::Case {
        notes.push("a summary is of one person, and stands in every row in which that person has an excerpt".into());
    }
    notes.push(counted(counting));
    notes
}
