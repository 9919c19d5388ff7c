//! The table of people and documents with their attributes.

use std::collections::BTreeSet;

use crate::analysis::people::{BEFORE_VALUES, ValueSheet, value_sheet};
use crate::app::overlay::{Item, Overlay, Picked, Picker, Prompt};
use crate::app::{App, Trouble};
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::project::*;

use super::speakers::joined_values;
use crate::text::count_of;

type Done = Result<(), Trouble>;
/// The changes that give something a name.
type Naming = Box<dyn Fn(&mut App, String) -> Vec<Edit> + Send>;

/// The people with what is known of them.
pub fn people(app: &mut App) -> Done {
    let mut sheet = Sheet::of(&app.scene(), "people", listing);
    sheet.column = 0;
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

/// Opens the table at a person.
pub(super) fn show(app: &mut App, case: CaseId) {
    (app.place.values_of_documents, app.place.only_missing) = (false, false);
    let mut sheet = Sheet::of(&app.scene(), "people", listing);
    sheet.column = 0;
    sheet.go_to(Entry::Case(case));
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
}

pub(super) fn shown(scene: &Scene) -> ValueSheet {
    let on = if scene.place.values_of_documents { Bearer::Document } else { Bearer::Case };
    value_sheet(scene.project, on, scene.place.only_missing)
}

fn listing(scene: &Scene) -> Listing {
    let ValueSheet { table, people, documents, .. } = shown(scene);
    let people = people.into_iter().map(|person| match person {
        Person::Case(case) => Entry::Case(case),
        Person::Speaker(document, place) => Entry::Speaker(document, place),
    });
    Listing { table, entries: people.chain(documents.into_iter().map(Entry::Document)).collect() }
}

impl App {
    pub(super) fn people_sheet(&mut self) -> Result<&mut Sheet, Trouble> {
        self.sheet().filter(|sheet| sheet.context == "people").ok_or("Space p opens the table of people".into())
    }

    /// The attribute whose column has the keys.
    pub(super) fn attribute_here(&mut self) -> Result<(AttributeId, Attribute), Trouble> {
        let column = self.people_sheet()?.column;
        let attributes = shown(&self.scene()).attributes;
        let id = column.checked_sub(BEFORE_VALUES).and_then(|column| attributes.get(column).copied());
        let id = id.ok_or("move onto an attribute with l, or add one with +")?;
        let found = self.desk.project().attributes().find(|(other, _)| *other == id);
        found.map(|(id, attribute)| (id, attribute.clone())).ok_or("this attribute was removed".into())
    }

    /// The persons of the chosen rows; a label that is nobody yet becomes one by the edits.
    pub(super) fn subjects(&mut self, edits: &mut Vec<Edit>) -> Result<Vec<Subject>, Trouble> {
        let entries = self.people_sheet()?.chosen();
        let mut subjects = Vec::new();
        for entry in entries {
            subjects.push(match entry {
                Entry::Case(case) => Subject::Case(case),
                Entry::Document(document) => Subject::Document(document),
                Entry::Speaker(document, place) => {
                    let case = CaseId(self.desk.next_id());
                    let project = self.desk.project();
                    let found = project.document(document).and_then(|found| found.speakers.get(usize::from(place)));
                    let Speaker { label, role, .. } = found.ok_or("this label is gone")?.clone();
                    let name = project.person_name(Person::Speaker(document, place));
                    edits.push(Edit::AddCase { case, name });
                    edits.push(Edit::MapSpeaker { document, label, role, case: Some(case) });
                    Subject::Case(case)
                }
                _ => continue,
            });
        }
        if subjects.is_empty() { Err("nobody is here yet: participants are".into()) } else { Ok(subjects) }
    }

    /// Whom the chosen rows name: the one, or how many.
    fn subjects_called(&mut self) -> String {
        let entries = self.people_sheet().map(|sheet| sheet.chosen()).unwrap_or_default();
        let project = self.desk.project();
        match entries[..] {
            [Entry::Case(case)] => project.case(case).map_or_else(String::new, |case| case.name.clone()),
            [Entry::Speaker(document, place)] => project.person_name(Person::Speaker(document, place)),
            [Entry::Document(id)] => project.document(id).map_or_else(String::new, |document| document.title.clone()),
            _ if self.place.values_of_documents => count_of(entries.len(), "document"),
            _ => format!("{} people", entries.len()),
        }
    }
}

/// Gives the chosen rows a value in the attribute here, for all phases.
pub fn edit_value(app: &mut App) -> Done {
    let on_name = app.people_sheet()?.column < BEFORE_VALUES;
    if on_name {
        return super::sheets::open_cell(app);
    }
    ask_value(app, None)
}

/// Gives a value for one phase alone.
pub fn edit_phase_value(app: &mut App) -> Done {
    app.attribute_here()?;
    let phases = phases(app.desk.project());
    let items = phases.iter().map(|phase| Item { words: phase.clone(), ..Item::default() }).collect();
    let picker = Picker::of("a value for which phase?", items, move |app, picked| match picked {
        Picked::Places(places) => ask_value(app, Some(phases[places[0]].clone())),
        Picked::New(phase, _) => ask_value(app, Some(phase)),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.or_new("phase"))));
    Ok(())
}

/// The phases that documents are of, and those for which values are given.
fn phases(project: &Project) -> Vec<String> {
    let mut phases: Vec<String> = Vec::new();
    let phase = project.attributes().find(|(_, other)| other.on == Bearer::Document && other.name == "phase");
    if let Some((_, Attribute { values: ValueType::Ordered(choices), .. })) = phase {
        phases.extend(choices.iter().cloned());
    }
    let of_documents = project.documents().map(|(id, _)| Subject::Document(id));
    let given: BTreeSet<String> = of_documents
        .filter_map(|subject| project.value(phase?.0, subject, None))
        .chain(project.cases().flat_map(|(case, _)| project.values_of(Subject::Case(case))).filter_map(|(_, at, _)| at))
        .map(str::to_string)
        .collect();
    phases.extend(given.into_iter().filter(|phase| !phases.contains(phase)).collect::<Vec<_>>());
    phases
}

fn ask_value(app: &mut App, phase: Option<String>) -> Done {
    let (id, attribute) = app.attribute_here()?;
    let when = phase.as_ref().map_or_else(String::new, |phase| format!(" in {phase}"));
    let title = format!("{} of {}{when}", attribute.name, app.subjects_called());
    let choices = match &attribute.values {
        ValueType::YesNo => vec!["yes".to_string(), "no".to_string()],
        ValueType::Ordered(choices) => choices.clone(),
        _ => {
            let here = value_here(app, id, phase.as_deref()).unwrap_or_default();
            let title = format!("{title} ({})", attribute.values.word());
            let prompt = Prompt::of(title, &here, move |app, value| set_value(app, id, phase, value));
            app.overlays.push(Overlay::Prompt(Box::new(prompt)));
            return Ok(());
        }
    };
    let mut items: Vec<Item> = choices.iter().map(|choice| Item { words: choice.clone(), ..Item::default() }).collect();
    items.push(Item { words: "(no value)".to_string(), ..Item::default() });
    let picker = Picker::of(title, items, move |app, picked| match picked {
        Picked::Places(places) => set_value(app, id, phase, choices.get(places[0]).map_or("", String::as_str)),
        Picked::New(..) => Ok(()),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

fn value_here(app: &mut App, attribute: AttributeId, phase: Option<&str>) -> Option<String> {
    let subject = match app.people_sheet().ok()?.entry()? {
        Entry::Case(case) => Subject::Case(case),
        Entry::Document(document) => Subject::Document(document),
        _ => return None,
    };
    let mut values = app.desk.project().values_of(subject);
    values.find(|(id, when, _)| (*id, *when) == (attribute, phase)).map(|(.., value)| value.to_string())
}

fn set_value(app: &mut App, attribute: AttributeId, phase: Option<String>, value: &str) -> Done {
    let called = app.subjects_called();
    let mut edits = Vec::new();
    let value = (!value.is_empty()).then(|| value.to_string());
    for subject in app.subjects(&mut edits)? {
        let mut here = app.desk.project().values_of(subject);
        let here = here.find(|(id, when, _)| (*id, *when) == (attribute, phase.as_deref())).map(|(.., here)| here);
        if here != value.as_deref() {
            edits.push(Edit::SetAttribute { attribute, subject, phase: phase.clone(), value: value.clone() });
        }
    }
    if !edits.iter().any(|edit| matches!(edit, Edit::SetAttribute { .. })) {
        return Err("it is so already; nothing was changed".into());
    }
    app.desk.commit(edits)?;
    let found = app.desk.project().attributes().find(|(id, _)| *id == attribute);
    let name = found.map_or_else(String::new, |(_, attribute)| attribute.name.clone());
    let when = phase.map_or_else(String::new, |phase| format!(" in {phase}"));
    let what = value.unwrap_or_else(|| "no value".to_string());
    app.people_sheet()?.marked.clear();
    app.say(format!("{name} of {called}{when}: {what}.  u undo"));
    Ok(())
}

/// Takes the value here away, for all phases; with marked rows, theirs.
pub fn remove_value(app: &mut App) -> Done {
    let (attribute, Attribute { name, .. }) = app.attribute_here()?;
    let called = app.subjects_called();
    let subjects = app.people_sheet()?.chosen().into_iter().filter_map(|entry| match entry {
        Entry::Case(case) => Some(Subject::Case(case)),
        Entry::Document(document) => Some(Subject::Document(document)),
        _ => None,
    });
    let subjects: Vec<Subject> = subjects.collect();
    let given = subjects.iter().flat_map(|&subject| {
        let values = app.desk.project().values_of(subject).filter(|(id, ..)| *id == attribute);
        values.map(move |(_, phase, _)| (subject, phase.map(str::to_string)))
    });
    let edits: Vec<Edit> =
        given.map(|(subject, phase)| Edit::SetAttribute { attribute, subject, phase, value: None }).collect();
    if edits.is_empty() {
        return Err("there is no value here".into());
    }
    app.desk.commit(edits)?;
    app.people_sheet()?.marked.clear();
    app.say(format!("{name} of {called}: no value.  u undo"));
    Ok(())
}

/// Gives the person, document or attribute here another name.
pub fn rename(app: &mut App) -> Done {
    if let Ok((attribute, Attribute { name, values, .. })) = app.attribute_here() {
        let prompt = Prompt::of(format!("new name of the attribute {name}"), &name.clone(), move |app, typed| {
            app.desk.commit(vec![Edit::DefineAttribute { attribute, name: typed.to_string(), values }])?;
            app.say(format!("{name} is called {typed} now.  u undo"));
            Ok(())
        });
        app.overlays.push(Overlay::Prompt(Box::new(prompt)));
        return Ok(());
    }
    let entry = app.people_sheet()?.entry().ok_or("nobody is here yet")?;
    let project = app.desk.project();
    let (was, edit): (String, Naming) = match entry {
        Entry::Case(case) => {
            let was = project.case(case).map_or_else(String::new, |case| case.name.clone());
            (was, Box::new(move |_, name| vec![Edit::RenameCase { case, name }]))
        }
        Entry::Document(document) => {
            let was = project.document(document).map_or_else(String::new, |document| document.title.clone());
            (was, Box::new(move |_, title| vec![Edit::RetitleDocument { document, title }]))
        }
        Entry::Speaker(document, place) => {
            let found = project.document(document).and_then(|document| document.speakers.get(usize::from(place)));
            let Speaker { label, role, .. } = found.ok_or("this label is gone")?.clone();
            let was = label.clone();
            let make = move |app: &mut App, name: String| {
                let case = CaseId(app.desk.next_id());
                let label = label.clone();
                vec![Edit::AddCase { case, name }, Edit::MapSpeaker { document, label, role, case: Some(case) }]
            };
            (was, Box::new(make))
        }
        _ => return Err("this row has no name to change".into()),
    };
    let prompt = Prompt::of(format!("new name of {was}"), &was.clone(), move |app, typed| {
        let edits = edit(app, typed.to_string());
        app.desk.commit(edits)?;
        app.say(format!("{was} is called {typed} now.  u undo"));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Says that the marked people and the one here are one; the first keeps the name.
pub fn join(app: &mut App) -> Done {
    let sheet = app.people_sheet()?;
    let mut entries = sheet.chosen();
    entries.extend(sheet.entry().filter(|here| !entries.contains(here)));
    if entries.len() < 2 || app.place.values_of_documents {
        return Err("mark the people who are one with x, then come here".into());
    }
    let cases: Vec<CaseId> =
        entries.iter().filter_map(|entry| if let Entry::Case(case) = entry { Some(*case) } else { None }).collect();
    let mut edits = Vec::new();
    let target = match cases.first() {
        Some(&target) => target,
        None => {
            let Entry::Speaker(document, place) = entries[0] else { return Err("nobody is here yet".into()) };
            let case = CaseId(app.desk.next_id());
            let name = app.desk.project().person_name(Person::Speaker(document, place));
            edits.push(Edit::AddCase { case, name });
            case
        }
    };
    for entry in &entries {
        match *entry {
            Entry::Case(case) if case != target => edits.push(Edit::JoinCases { case, into: Some(target) }),
            Entry::Speaker(document, place) => {
                let found = app.desk.project().document(document);
                let speaker = found.and_then(|found| found.speakers.get(usize::from(place))).cloned();
                edits.extend(speaker.map(|Speaker { label, role, .. }| Edit::MapSpeaker {
                    document,
                    label,
                    role,
                    case: Some(target),
                }));
            }
            _ => {}
        }
    }
    let differ = joined_values(app, &mut edits, &cases);
    app.desk.commit(edits)?;
    app.people_sheet()?.marked.clear();
    let name = app.desk.project().case(target).map_or_else(String::new, |case| case.name.clone());
    app.say(format!("{} people are one, {name}{differ}.  u undo", entries.len()));
    Ok(())
}

/// The other table: people or documents.
pub fn turn_over(app: &mut App) -> Done {
    let sheet = app.people_sheet()?;
    sheet.stale();
    (sheet.row, sheet.column) = (0, 0);
    app.place.values_of_documents = !app.place.values_of_documents;
    Ok(())
}

/// Only the rows in which a value is missing, or all.
pub fn only_missing(app: &mut App) -> Done {
    app.people_sheet()?.stale();
    app.place.only_missing = !app.place.only_missing;
    app.say(if app.place.only_missing { "only rows in which a value is missing" } else { "all rows" });
    Ok(())
}

/// To the next missing value.
pub fn missing_next(app: &mut App) -> Done {
    go_to_missing(app, false)
}

/// To the missing value before.
pub fn missing_previous(app: &mut App) -> Done {
    go_to_missing(app, true)
}

fn go_to_missing(app: &mut App, back: bool) -> Done {
    let missing = shown(&app.scene()).missing;
    let sheet = app.people_sheet()?;
    let cells = missing.iter().enumerate().flat_map(|(row, cells)| {
        let columns = cells.iter().enumerate().filter(|(_, missing)| **missing);
        columns.map(move |(column, _)| (row, column + BEFORE_VALUES))
    });
    let here = (sheet.row, sheet.column);
    let found = if back { cells.filter(|cell| *cell < here).max() } else { cells.filter(|cell| *cell > here).min() };
    let (row, column) = found.ok_or(if back { "no value is missing before" } else { "no value is missing after" })?;
    (sheet.row, sheet.column) = (row, column);
    Ok(())
}
