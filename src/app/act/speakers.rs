//! The table of speakers: what each label stands for, in one document or in all.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::analysis::people::{Voice, voice_table, voices};
use crate::app::overlay::{Item, Notice, Overlay, Picked, Picker, Prompt};
use crate::app::{App, Trouble};
use crate::exchange::speakers::{Speakers, detect};
use crate::exchange::{handed_over, plan_speakers};
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::project::*;
use crate::text::count_of;

type Done = Result<(), Trouble>;
/// A label by its place in a document's list.
type Label = (DocumentId, u16);

/// Who speaks where, as whom.
pub fn speakers(app: &mut App) -> Done {
    let sheet = Sheet::of(&app.scene(), "speakers", listing);
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

/// The voices, then the documents in which nobody is found to speak.
fn listing(scene: &Scene) -> Listing {
    let voices = voices(scene.project, scene.place.labels_apart);
    let mut table = voice_table(scene.project, scene.texts, &voices);
    let mut entries: Vec<Entry> = voices.iter().map(|voice| Entry::Speaker(voice.at[0].0, voice.at[0].1)).collect();
    for (id, document) in scene.project.documents().filter(|(_, document)| document.speakers.is_empty()) {
        let cells = ["(nobody)", "", "", "", &document.title, ""];
        table.rows.push(cells.map(Into::into).into());
        entries.push(Entry::Document(id));
    }
    Listing { table, entries }
}

impl App {
    /// The voices under the cursor or marked; with `and_here` the one under the cursor in any case.
    fn chosen_voices(&mut self, and_here: bool) -> Result<Vec<Voice>, Trouble> {
        let sheet = self.sheet().ok_or("the table of speakers is not open; Space k opens it")?;
        let mut entries = sheet.chosen();
        entries.extend(sheet.entry().filter(|here| and_here && !entries.contains(here)));
        let chosen = |voice: &Voice| entries.contains(&Entry::Speaker(voice.at[0].0, voice.at[0].1));
        let found: Vec<Voice> =
            voices(self.desk.project(), self.place.labels_apart).into_iter().filter(chosen).collect();
        if found.is_empty() {
            Err("nobody speaks in this document; P finds labels by a pattern".into())
        } else {
            Ok(found)
        }
    }

    /// Makes the changes of one act on the table, and says what was done.
    fn settle(&mut self, edits: Vec<Edit>, said: String) -> Done {
        if edits.is_empty() {
            return Err("it is so already; nothing was changed".into());
        }
        self.desk.commit(edits)?;
        if let Some(sheet) = self.sheet() {
            sheet.marked.clear();
        }
        self.say(format!("{said}.  u undo"));
        Ok(())
    }

    fn speaker(&self, (id, place): Label) -> Option<(&Document, &Speaker)> {
        let document = self.desk.project().document(id)?;
        Some((document, document.speakers.get(usize::from(place))?))
    }
}

/// `P07 in FG1`, `P07 in 4 documents`, `5 labels`.
fn called(app: &App, labels: &[Label]) -> String {
    let names: BTreeSet<&str> =
        labels.iter().filter_map(|&at| app.speaker(at)).map(|(_, speaker)| speaker.label.as_str()).collect();
    match (names.first(), labels) {
        (Some(name), [one]) => format!("{name} in {}", app.speaker(*one).map_or("", |(document, _)| &document.title)),
        (Some(name), _) if names.len() == 1 => format!("{name} in {}", count_of(labels.len(), "document")),
        _ => count_of(names.len(), "label"),
    }
}

fn labels_of(voices: &[Voice]) -> Vec<Label> {
    voices.iter().flat_map(|voice| voice.at.iter().copied()).collect()
}

/// Maps every one of these labels to what `as_what` makes of it.
fn mapped(app: &App, labels: &[Label], as_what: impl Fn(&Speaker) -> (Role, Option<CaseId>)) -> Vec<Edit> {
    let edit = |&at: &Label| {
        let (_, speaker) = app.speaker(at)?;
        let (role, case) = as_what(speaker);
        let label = speaker.label.clone();
        ((role, case) != (speaker.role, speaker.case)).then_some(Edit::MapSpeaker { document: at.0, label, role, case })
    };
    labels.iter().filter_map(edit).collect()
}

fn give_role(app: &mut App, role: Role) -> Done {
    let labels = labels_of(&app.chosen_voices(false)?);
    let edits = mapped(app, &labels, |speaker| (role, speaker.case));
    let said = format!("{} is {}", called(app, &labels), role.word());
    app.settle(edits, said)
}

/// A participant.
pub fn participant(app: &mut App) -> Done {
    give_role(app, Role::Participant)
}

/// An interviewer.
pub fn interviewer(app: &mut App) -> Done {
    give_role(app, Role::Interviewer)
}

/// An observer.
pub fn observer(app: &mut App) -> Done {
    give_role(app, Role::Observer)
}

/// Any role, from a list.
pub fn role(app: &mut App) -> Done {
    let labels = labels_of(&app.chosen_voices(false)?);
    let title = format!("role of {}", called(app, &labels));
    let items = Role::ALL.iter().map(|role| Item { words: role.word().to_string(), ..Item::default() }).collect();
    let picker = Picker::of(title, items, |app, picked| match picked {
        Picked::Places(places) => give_role(app, Role::ALL[places[0]]),
        Picked::New(..) => Ok(()),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Says that the marked labels and the one here are one person; without marks, that the label here is one
/// person wherever it stands.
pub fn same_person(app: &mut App) -> Done {
    let unmarked = app.sheet().is_some_and(|sheet| sheet.marked.is_empty());
    let mut chosen = app.chosen_voices(true)?;
    if unmarked {
        let label = chosen[0].label.clone();
        let all = voices(app.desk.project(), app.place.labels_apart);
        chosen = all.into_iter().filter(|voice| voice.label == label).collect();
    }
    let labels = labels_of(&chosen);
    if labels.len() < 2 {
        return Err("mark the labels that are one person with v, then come here".into());
    }
    let mut cases: Vec<CaseId> = Vec::new();
    for case in chosen.iter().filter_map(|voice| voice.case) {
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    let one_label = chosen.iter().all(|voice| voice.label == chosen[0].label).then(|| chosen[0].label.clone());
    let (target, mut edits, name) = one_person(app, &cases, &chosen[0].label, one_label.as_deref());
    edits.extend(mapped(app, &labels, |speaker| (speaker.role, speaker.case.or(Some(target)))));
    let are = if one_label.is_some() { "is" } else { "are" };
    let said = format!("{} {are} one person, {name}", called(app, &labels));
    let differ = joined_values(app, &mut edits, &cases);
    app.settle(edits, format!("{said}{differ}"))
}

/// The person that several are: the first of them, or a new one; with a name of their own where that was
/// made of a document's title.
fn one_person(app: &mut App, cases: &[CaseId], label: &str, one_label: Option<&str>) -> (CaseId, Vec<Edit>, String) {
    let project = app.desk.project();
    let named = |name: &str| project.cases().find(|(_, case)| case.name == name).map(|(id, _)| id);
    let [target, others @ ..] = cases else {
        if let Some(case) = named(label) {
            return (case, Vec::new(), label.to_string());
        }
        let case = CaseId(app.desk.next_id());
        return (case, vec![Edit::AddCase { case, name: label.to_string() }], label.to_string());
    };
    let mut edits: Vec<Edit> = others.iter().map(|&case| Edit::JoinCases { case, into: Some(*target) }).collect();
    let was = project.case(*target).map_or("", |case| &case.name);
    let better = one_label.filter(|label| {
        let free = named(label).is_none_or(|case| cases.contains(&case));
        free && was != *label && was.ends_with(&format!(" {label}"))
    });
    let name = better.unwrap_or(was).to_string();
    edits.extend(better.map(|name| Edit::RenameCase { case: *target, name: name.to_string() }));
    (*target, edits, name)
}

/// Adds what the first of several who are one takes over from the others; says where they differ.
pub(super) fn joined_values(app: &App, edits: &mut Vec<Edit>, cases: &[CaseId]) -> String {
    let [target, others @ ..] = cases else { return String::new() };
    let mut differ: BTreeSet<String> = BTreeSet::new();
    let mut given: BTreeSet<(AttributeId, Option<String>)> = BTreeSet::new();
    for &other in others {
        let (over, different) = handed_over(app.desk.project(), other, *target);
        differ.extend(different);
        edits.extend(over.into_iter().filter(|edit| match edit {
            Edit::SetAttribute { attribute, phase, .. } => given.insert((*attribute, phase.clone())),
            _ => true,
        }));
    }
    if differ.is_empty() {
        return String::new();
    }
    format!("; they differ in {}, the first keeps theirs", differ.into_iter().collect::<Vec<_>>().join(", "))
}

/// Says which person the labels stand for: one who is there, a new one, or nobody in particular.
pub fn case(app: &mut App) -> Done {
    let labels = labels_of(&app.chosen_voices(false)?);
    let cases: Vec<CaseId> = app.desk.project().cases().map(|(id, _)| id).collect();
    let mut items = vec![Item {
        words: "(no person)".to_string(),
        about: "each label then counts for itself, in each document".to_string(),
        ..Item::default()
    }];
    items.extend(app.desk.project().cases().map(|(_, case)| Item { words: case.name.clone(), ..Item::default() }));
    let title = format!("who is {}?", called(app, &labels));
    let picker = Picker::of(title, items, move |app, picked| {
        let (case, mut edits, name) = match picked {
            Picked::Places(places) => {
                let case = places[0].checked_sub(1).map(|place| cases[place]);
                let name = case.and_then(|case| app.desk.project().case(case)).map(|case| case.name.clone());
                (case, Vec::new(), name.unwrap_or_else(|| "nobody in particular".to_string()))
            }
            Picked::New(name, _) => {
                let case = CaseId(app.desk.next_id());
                (Some(case), vec![Edit::AddCase { case, name: name.clone() }], name)
            }
        };
        edits.extend(mapped(app, &labels, |speaker| (speaker.role, case)));
        let said = format!("{} is {name}", called(app, &labels));
        app.settle(edits, said)
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.or_new("person"))));
    Ok(())
}

/// Changes turns in every document of these labels, and carries the statements on who speaks along:
/// `renamed` gives a label's new name there, or nothing where it is gone.
fn voiced(
    app: &App,
    labels: &[Label],
    change: impl Fn(&mut Voices, &str, &Document),
    renamed: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Edit>, Trouble> {
    let mut by_document: BTreeMap<DocumentId, Vec<String>> = BTreeMap::new();
    for &at in labels {
        if let Some((_, speaker)) = app.speaker(at) {
            by_document.entry(at.0).or_default().push(speaker.label.clone());
        }
    }
    let mut edits = Vec::new();
    for (id, labels) in by_document {
        let Some(document) = app.desk.project().document(id) else { continue };
        let mut voices = Voices::of(document);
        labels.iter().for_each(|label| change(&mut voices, label, document));
        if voices == Voices::of(document) {
            continue;
        }
        // Who was said to speak is taken back first and said anew last: each must fit the labels of its moment,
        // when this is undone too.
        let mut anew = Vec::new();
        for (_, span, said) in app.desk.project().attributions().filter(|(other, ..)| *other == id) {
            if said.iter().any(|label| labels.contains(label)) {
                let mut now: Vec<String> = Vec::new();
                for label in said {
                    let label = if labels.contains(label) { renamed(label) } else { Some(label.clone()) };
                    now.extend(label.filter(|label| !now.contains(label)));
                }
                let passage = app.desk.passage(id, span.start(), span.end())?;
                edits.push(Edit::Attribute { passage, speakers: None });
                anew.extend((!now.is_empty()).then_some(Edit::Attribute { passage, speakers: Some(now) }));
            }
        }
        edits.push(voices.edit(id));
        edits.extend(anew);
    }
    Ok(edits)
}

/// Gives a label another name, in every document of its row.
pub fn rename(app: &mut App) -> Done {
    let voices = app.chosen_voices(false)?;
    let old = voices[0].label.clone();
    if voices.iter().any(|voice| voice.label != old) {
        return Err("several labels are marked; Esc drops the marks, then r renames the one here".into());
    }
    let labels = labels_of(&voices);
    let title = format!("new name of {}", called(app, &labels));
    let prompt = Prompt::of(title, &old.clone(), move |app, name| {
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Refusal::NoName.into());
        }
        let taken = labels.iter().filter_map(|&at| app.speaker(at)).map(|(document, _)| document);
        let taken = taken.filter(|document| name != old && document.speakers.iter().any(|other| other.label == name));
        if let Some(document) = taken.map(|document| &document.title).next() {
            return Err(format!("{document} has a label {name} already; J joins two labels").as_str().into());
        }
        let said = format!("{} is called {name} now", called(app, &labels));
        let edits = voiced(app, &labels, |voices, label, _| voices.rename(label, name), |_| Some(name.to_string()))?;
        app.settle(edits, said)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Takes labels for mere words: their turns join the turn before.
pub fn reject(app: &mut App) -> Done {
    let labels = labels_of(&app.chosen_voices(false)?);
    let said = format!("Rejected {}: what they said joins the turn before", called(app, &labels));
    let texts = app.desk.texts().clone();
    let reject = |voices: &mut Voices, label: &str, document: &Document| {
        if let Some(text) = texts.text(document.text) {
            voices.reject(label, &text);
        }
    };
    let edits = voiced(app, &labels, reject, |_| None)?;
    app.settle(edits, said)
}

/// Gives the turns of the marked labels to the label here, in every document that has both.
pub fn join_labels(app: &mut App) -> Done {
    let here = app.sheet().and_then(|sheet| sheet.entry());
    let voices = app.chosen_voices(true)?;
    let is_here = |voice: &Voice| Some(Entry::Speaker(voice.at[0].0, voice.at[0].1)) == here;
    let into = voices.iter().find(|voice| is_here(voice)).map(|voice| voice.label.clone()).unwrap_or_default();
    let there = |id: &DocumentId| {
        let document = app.desk.project().document(*id);
        document.is_some_and(|document| document.speakers.iter().any(|speaker| speaker.label == into))
    };
    let others = voices.iter().filter(|voice| voice.label != into);
    let labels: Vec<Label> = others.flat_map(|voice| voice.at.iter().copied()).filter(|(id, _)| there(id)).collect();
    if labels.is_empty() {
        return Err(
            "mark another label of the same document with v first; = says that two labels are one person".into()
        );
    }
    let said = format!("{} is {into} now", called(app, &labels));
    let edits = voiced(app, &labels, |voices, label, _| voices.join(label, &into), |_| Some(into.clone()))?;
    app.settle(edits, said)
}

/// Finds the speakers of the documents here anew, by a pattern; what it finds is shown first.
pub fn pattern(app: &mut App) -> Done {
    let sheet = app.sheet().ok_or("the table of speakers is not open; Space k opens it")?;
    let bare: Vec<DocumentId> = sheet.chosen().into_iter().filter_map(Entry::document).collect();
    let voices = app.chosen_voices(false).unwrap_or_default();
    let chosen: BTreeSet<DocumentId> =
        bare.into_iter().chain(labels_of(&voices).into_iter().map(|(id, _)| id)).collect();
    let order = app.desk.project().document_order();
    let documents: Vec<DocumentId> = order.iter().copied().filter(|id| chosen.contains(id)).collect();
    let title = format!("labels of {} by a regular expression, e.g.  ^<(\\w+)>", count_of(documents.len(), "document"));
    let prompt = Prompt::of(title, "", move |app, typed| preview(app, typed, &documents));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Shows what a pattern finds; Enter takes it.
fn preview(app: &mut App, typed: &str, documents: &[DocumentId]) -> Done {
    if typed.is_empty() {
        return Err("no pattern was typed; nothing was changed".into());
    }
    let how = Speakers::Pattern(wanted(typed)?);
    let texts: Vec<_> = documents.iter().filter_map(|&id| Some((id, app.desk.text(id)?))).collect();
    let words: Vec<(DocumentId, &str)> = texts.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let table = detect(&words.iter().map(|(_, words)| *words).collect::<Vec<_>>(), &how);
    let plan = app.desk.plan(|project, ids, _| plan_speakers(project, &words, &table, ids));
    let mut lines = Vec::new();
    for edit in &plan.edits {
        if let Edit::SetTurns { document, speakers, turns } = edit {
            let title = app.desk.project().document(*document).map_or("", |document| &document.title);
            let labels: Vec<&str> = speakers.iter().map(|speaker| speaker.label.as_str()).collect();
            let labels = if labels.is_empty() { "nobody".to_string() } else { labels.join(", ") };
            lines.push(format!("{title}: {}: {labels}", count_of(turns.len(), "turn")));
        }
    }
    lines.extend(plan.notes);
    let said = format!("Speakers of {} found anew", count_of(documents.len(), "document"));
    let notice = Notice::asking("found by the pattern; Enter takes it", lines, move |app| app.settle(plan.edits, said));
    app.overlays.push(Overlay::Notice(Box::new(notice)));
    Ok(())
}

/// The pattern that was typed.
///
/// # Errors
/// It is no regular expression: why.
pub fn wanted(typed: &str) -> Result<Regex, Trouble> {
    Regex::new(typed).map_err(|error| {
        let why = error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
        Trouble::Say(format!("{typed}: {why}; write a regular expression"))
    })
}

/// Shows each document's labels by themselves, or together those that stand for the same.
pub fn apart(app: &mut App) -> Done {
    app.place.labels_apart = !app.place.labels_apart;
    let sheet = app.sheet().ok_or("the table of speakers is not open; Space k opens it")?;
    sheet.stale();
    app.say(if app.place.labels_apart {
        "every document by itself"
    } else {
        "labels that stand for the same, together"
    });
    Ok(())
}
