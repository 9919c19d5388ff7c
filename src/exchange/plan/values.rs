//! A sheet of who is who, typed, pasted or saved from a spreadsheet, as values of attributes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::exchange::sheet::{Row, is_missing, rows_of};
use crate::project::*;

/// What a sheet would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The changes, in order: one gesture.
    pub edits: Vec<Edit>,
    /// How many values would be set.
    pub set: usize,
    /// How many people or documents they are about.
    pub subjects: usize,
    /// Attributes that would be added, each with its type.
    pub attributes: Vec<String>,
    /// People whom the project does not know yet, who would be added.
    pub people: Vec<String>,
    /// What does not fit, and so is left out.
    pub faults: Vec<Fault>,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the sheet, counted from 1.
    pub line: u64,
    /// What is wrong there, and what to do.
    pub what: String,
}

/// What heads the column of names.
pub const NAMES: &[&str] = &["person", "case", "participant", "respondent", "pseudonym", "name", "speaker", "label"];
const TITLES: &[&str] = &["document", "title", "transcript", "file"];
const PHASE: &str = "phase";

/// Plans to take in rows parted by tabs, semicolons or commas, under a heading of attributes' names.
///
/// The names stand in the column in which the most rows name somebody known, else in one headed `person` or
/// the like, else in the first. Where it is headed `document`, documents get the values. `distress@phase 1`
/// heads values for one phase; in a sheet of people a column `phase` says for which phase its rows hold. An
/// attribute that is not there yet is added, its type told by its values. Blank cells, `na` and `n/a` change
/// nothing.
///
/// # Errors
/// There is no heading with at least one attribute, or no row: what to write.
pub fn plan_values(project: &Project, sheet: &str, ids: &mut dyn FnMut() -> Id) -> Result<Values, String> {
    let rows = rows_of(sheet)?;
    let [Row { cells: heading, .. }, rows @ ..] = &rows[..] else { return Err(NOTHING.to_string()) };
    if rows.is_empty() || heading.len() < 2 {
        return Err(NOTHING.to_string());
    }
    let lower: Vec<String> = heading.iter().map(|name| name.to_lowercase()).collect();
    let on = if lower.iter().any(|name| TITLES.contains(&name.as_str())) { Bearer::Document } else { Bearer::Case };
    let known = Known::of(project, on);
    let names = name_column(&known, on, &lower, rows);
    let mut planner = Planner { project, on, known, values: Values::default(), columns: Vec::new(), ids };
    let is_attribute = project.attributes().any(|(_, other)| other.on == on && other.name.to_lowercase() == PHASE);
    let phases = lower.iter().position(|name| name == PHASE).filter(|_| on == Bearer::Case && !is_attribute);
    for (column, name) in heading.iter().enumerate().filter(|(column, _)| *column != names && Some(*column) != phases) {
        planner.head(column, name, rows);
    }
    for Row { line, cells } in rows {
        let phase = phases.and_then(|column| cells.get(column)).filter(|phase| !is_missing(phase));
        planner.row(*line, cells, names, phase.map(String::as_str));
    }
    let Planner { mut values, .. } = planner;
    values.people.dedup();
    Ok(values)
}

const NOTHING: &str = "no rows here; write a line of names (person, age, site) and below it a line for each person, parted by tabs or commas";

/// The column of names: the one in which the most rows name somebody known, else the one that says so.
fn name_column(known: &Known, on: Bearer, heading: &[String], rows: &[Row]) -> usize {
    let hits = |column: usize| {
        let named = rows.iter().filter_map(|row| row.cells.get(column));
        named.filter(|name| !known.find(name).is_empty()).count()
    };
    let best = (0..heading.len()).rev().max_by_key(|&column| hits(column)).filter(|&column| hits(column) > 0);
    let words = if on == Bearer::Case { NAMES } else { TITLES };
    let headed = || heading.iter().position(|name| words.contains(&name.as_str()));
    best.or_else(headed).unwrap_or(0)
}

/// Who a value can stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bears {
    Person(Person),
    Document(DocumentId),
}

/// Everybody by name, small letters; people also by their labels.
struct Known {
    names: HashMap<String, BTreeSet<Bears>>,
    labels: HashMap<String, BTreeSet<Bears>>,
}

impl Known {
    fn of(project: &Project, on: Bearer) -> Known {
        let mut known = Known { names: HashMap::new(), labels: HashMap::new() };
        if on == Bearer::Document {
            for (id, document) in project.documents() {
                known.names.entry(document.title.to_lowercase()).or_default().insert(Bears::Document(id));
            }
            return known;
        }
        for person in project.people() {
            let name = project.person_name(person).to_lowercase();
            known.names.entry(name).or_default().insert(Bears::Person(person));
        }
        for (id, document) in project.documents() {
            for (place, speaker) in (0_u16..).zip(document.speakers.iter()) {
                if let Some(person) = project.person_of(id, place) {
                    known.labels.entry(speaker.label.to_lowercase()).or_default().insert(Bears::Person(person));
                }
            }
        }
        known
    }

    fn find(&self, name: &str) -> Vec<Bears> {
        let name = name.to_lowercase();
        let found = self.names.get(&name).or_else(|| self.labels.get(&name));
        found.into_iter().flatten().copied().collect()
    }
}

/// An attribute at the head of a column.
struct Head {
    column: usize,
    attribute: AttributeId,
    values: ValueType,
    phase: Option<String>,
}

struct Planner<'a> {
    project: &'a Project,
    on: Bearer,
    known: Known,
    values: Values,
    columns: Vec<Head>,
    ids: &'a mut dyn FnMut() -> Id,
}

impl Planner<'_> {
    /// The attribute that heads a column, added where it is not there.
    fn head(&mut self, column: usize, heading: &str, rows: &[Row]) {
        let (name, phase) = match heading.rsplit_once('@') {
            Some((name, phase)) if !phase.trim().is_empty() => (name.trim(), Some(phase.trim().to_string())),
            _ => (heading, None),
        };
        let cells: Vec<&str> = rows.iter().filter_map(|row| row.cells.get(column)).map(String::as_str).collect();
        if name.is_empty() || cells.iter().all(|cell| is_missing(cell)) {
            return;
        }
        let here = self.project.attributes().find(|(_, other)| other.on == self.on && same_name(&other.name, name));
        let here = here.map(|(id, other)| (id, other.values.clone()));
        let added = || {
            self.columns.iter().zip(&self.values.attributes).find_map(|(head, said)| {
                let same = said.rsplit_once(" (").is_some_and(|(other, _)| same_name(other, name));
                same.then(|| (head.attribute, head.values.clone()))
            })
        };
        let (attribute, values) = here.or_else(added).unwrap_or_else(|| {
            let (attribute, values) = (AttributeId((self.ids)()), type_of(&cells));
            self.values.attributes.push(format!("{name} ({})", values.word()));
            let name = name.to_string();
            self.values.edits.push(Edit::AddAttribute { attribute, name, on: self.on, values: values.clone() });
            (attribute, values)
        });
        self.columns.push(Head { column, attribute, values, phase });
    }

    fn row(&mut self, line: u64, row: &[String], names: usize, phase: Option<&str>) {
        let name = row.get(names).map_or("", String::as_str);
        if name.is_empty() {
            return self.fault(line, "nobody is named here".to_string());
        }
        let Some(subject) = self.subject(line, name) else { return };
        let before = self.values.set;
        let heads = std::mem::take(&mut self.columns);
        for head in &heads {
            let cell = row.get(head.column).map_or("", String::as_str);
            let phase = head.phase.as_deref().or(phase);
            if !is_missing(cell) {
                self.cell(line, head, subject, phase, cell);
            }
        }
        self.columns = heads;
        self.values.subjects += usize::from(self.values.set > before);
    }

    /// Who is named; a label that is no person yet becomes one, and whoever is not known is added.
    fn subject(&mut self, line: u64, name: &str) -> Option<Subject> {
        match self.known.find(name)[..] {
            [Bears::Document(id)] => Some(Subject::Document(id)),
            [Bears::Person(Person::Case(case))] => Some(Subject::Case(case)),
            [one @ Bears::Person(Person::Speaker(document, place))] => {
                let speaker = self.project.document(document)?.speakers.get(usize::from(place))?.clone();
                let name = self.project.person_name(Person::Speaker(document, place));
                let case = self.add_case(&name, one);
                let Speaker { label, role, .. } = speaker;
                self.values.edits.push(Edit::MapSpeaker { document, label, role, case: Some(case) });
                Some(Subject::Case(case))
            }
            [] if self.on == Bearer::Case => {
                let case = CaseId((self.ids)());
                self.values.people.push(name.to_string());
                self.values.edits.push(Edit::AddCase { case, name: name.to_string() });
                let added = BTreeSet::from([Bears::Person(Person::Case(case))]);
                self.known.names.insert(name.to_lowercase(), added);
                Some(Subject::Case(case))
            }
            [] => {
                self.fault(line, format!("no document is called {name:?}; see `emic documents`"));
                None
            }
            _ => {
                self.fault(line, format!("{name:?} is several; say in the table of speakers that they are one person"));
                None
            }
        }
    }

    /// Makes a case of a label, and knows it as that from now on.
    fn add_case(&mut self, name: &str, was: Bears) -> CaseId {
        let case = CaseId((self.ids)());
        self.values.edits.push(Edit::AddCase { case, name: name.to_string() });
        for found in self.known.names.values_mut().chain(self.known.labels.values_mut()) {
            if found.remove(&was) {
                found.insert(Bears::Person(Person::Case(case)));
            }
        }
        case
    }

    fn cell(&mut self, line: u64, head: &Head, subject: Subject, phase: Option<&str>, cell: &str) {
        let value = written(&head.values, cell);
        let attribute = head.attribute;
        if !head.values.takes(&value) {
            let named = self.project.attributes().find(|(id, _)| *id == attribute);
            let name = named.map_or_else(String::new, |(_, attribute)| format!("{} takes ", attribute.name));
            let wanted = match &head.values {
                ValueType::Ordered(choices) => format!("one of {}", choices.join(", ")),
                ValueType::Date => "a day as 2024-03-05".to_string(),
                ValueType::YesNo => "yes or no".to_string(),
                _ => "a number".to_string(),
            };
            return self.fault(line, format!("{value:?}: {name}{wanted}"));
        }
        let phase = phase.map(str::to_string);
        let here = self
            .project
            .values_of(subject)
            .any(|(id, when, here)| (id, when, here) == (attribute, phase.as_deref(), value.as_str()));
        if !here {
            self.values.edits.push(Edit::SetAttribute { attribute, subject, phase, value: Some(value) });
            self.values.set += 1;
        }
    }

    fn fault(&mut self, line: u64, what: String) {
        self.values.faults.push(Fault { line, what });
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The narrowest type that takes all of these.
pub fn type_of(cells: &[&str]) -> ValueType {
    let cells = || cells.iter().filter(|cell| !is_missing(cell));
    let narrow = [ValueType::YesNo, ValueType::Date, ValueType::Number];
    narrow.into_iter().find(|values| cells().all(|cell| values.takes(&written(values, cell)))).unwrap_or_default()
}

/// A cell as its attribute writes it: `Y` is `yes`, and a choice has the capitals of the codebook.
pub fn written(values: &ValueType, cell: &str) -> String {
    let lower = cell.to_lowercase();
    match values {
        ValueType::YesNo if lower == "y" || lower == "yes" => "yes".to_string(),
        ValueType::YesNo if lower == "n" || lower == "no" => "no".to_string(),
        ValueType::Ordered(choices) => {
            choices.iter().find(|choice| same_name(choice, cell)).cloned().unwrap_or_else(|| cell.to_string())
        }
        _ => cell.to_string(),
    }
}

/// What is known of one who turns out to be another goes over to that other, who keeps theirs where the two
/// differ. Gives the changes, and the attributes in which they differ.
pub fn handed_over(project: &Project, from: CaseId, to: CaseId) -> (Vec<Edit>, Vec<String>) {
    let there: BTreeMap<(AttributeId, Option<&str>), &str> =
        project.values_of(Subject::Case(to)).map(|(id, phase, value)| ((id, phase), value)).collect();
    let (mut edits, mut differ) = (Vec::new(), Vec::new());
    for (attribute, phase, value) in project.values_of(Subject::Case(from)) {
        match there.get(&(attribute, phase)) {
            Some(here) if *here == value => {}
            Some(_) => {
                let named = project.attributes().find(|(id, _)| *id == attribute);
                differ.extend(named.map(|(_, attribute)| attribute.name.clone()));
            }
            None => edits.push(Edit::SetAttribute {
                attribute,
                subject: Subject::Case(to),
                phase: phase.map(str::to_string),
                value: Some(value.to_string()),
            }),
        }
    }
    (edits, differ)
}

#[cfg(test)]
#[path = "values_tests.rs"]
mod tests;
