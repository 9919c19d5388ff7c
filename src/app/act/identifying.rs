//! What may tell who somebody is: looked through, given something else to stand there, and replaced at once.

use std::sync::{Mutex, PoisonError};

use crate::analysis::{Column, Identifier, Kind, Revisal, about, identifiers, identifiers_table};
use crate::app::overlay::{Choice, Notice, Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::exchange::{key_file, plan_replacements, pseudonyms};
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::project::{Edit, TextKey, Texts};
use crate::text::{count_of, find_whole, visible};

type Done = Result<(), Trouble>;

/// So many places of a candidate are shown.
const PLACES: usize = 12;

/// Lists what may tell who somebody is.
pub fn list(app: &mut App) -> Done {
    let found = Mutex::new(Found::of(&app.scene()));
    if found.lock().is_ok_and(|found| found.candidates.is_empty()) {
        return Err("no name, number or date was found in the texts; that is no promise that there is none".into());
    }
    let source = move |scene: &Scene| {
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        found.refresh(scene);
        listing(scene, &found.candidates)
    };
    let mut sheet = Sheet::of(&app.scene(), "identifiers", source);
    sheet.column = 0;
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

/// The candidates of these texts: all words are read for them, so only where the words have changed.
struct Found {
    texts: Vec<TextKey>,
    candidates: Vec<Identifier>,
}

impl Found {
    fn of(scene: &Scene) -> Found {
        let candidates = identifiers(scene.project, scene.texts, None);
        Found { texts: Found::texts(scene), candidates }
    }

    fn texts(scene: &Scene) -> Vec<TextKey> {
        scene.project.documents().map(|(_, document)| document.text).collect()
    }

    fn refresh(&mut self, scene: &Scene) {
        if self.texts != Found::texts(scene) {
            *self = Found::of(scene);
        }
    }
}

fn listing(scene: &Scene, found: &[Identifier]) -> Listing {
    let mut table = identifiers_table(scene.project, scene.texts, found);
    table.columns.insert(1, Column { key: "becomes".to_string(), title: "becomes".to_string(), kind: Kind::Words });
    for (row, one) in table.rows.iter_mut().zip(found) {
        row.insert(1, scene.place.becoming.get(&one.words).map_or("", String::as_str).into());
    }
    Listing { table, entries: (0..found.len()).map(Entry::Candidate).collect() }
}

impl App {
    fn candidate_here(&mut self) -> Result<String, Trouble> {
        let sheet = self.sheet().filter(|sheet| sheet.entry().is_some());
        let words = sheet.and_then(|sheet| sheet.table().rows.get(sheet.row)?.first().map(|cell| cell.value.shown()));
        words.ok_or_else(|| "no words are under the cursor".into())
    }

    fn becomes(&mut self, words: String, becomes: Option<String>) {
        match becomes {
            Some(becomes) => drop(self.place.becoming.insert(words, becomes)),
            None => drop(self.place.becoming.remove(&words)),
        }
        if let Some(sheet) = self.sheet() {
            sheet.stale();
        }
    }
}

fn choose(app: &mut App, becomes: Option<&str>) -> Done {
    let words = app.candidate_here()?;
    app.becomes(words, becomes.map(str::to_string));
    if let Some(sheet) = app.sheet() {
        sheet.go(1, 0);
    }
    Ok(())
}

/// A numbered person comes in the place of these words.
pub fn person(app: &mut App) -> Done {
    choose(app, Some("person"))
}

/// A numbered place comes there.
pub fn place(app: &mut App) -> Done {
    choose(app, Some("place"))
}

/// Nothing but a sign that something was there.
pub fn blank(app: &mut App) -> Done {
    choose(app, Some("blank"))
}

/// The words are kept.
pub fn keep(app: &mut App) -> Done {
    choose(app, None)
}

/// Asks for a pseudonym of one's own.
pub fn pseudonym(app: &mut App) -> Done {
    let words = app.candidate_here()?;
    let now = app.place.becoming.get(&words).cloned().unwrap_or_default();
    let prompt = Prompt::of(format!("in the place of {words}"), &now, move |app, typed| {
        app.becomes(words, Some(typed.to_string()).filter(|typed| !typed.is_empty()));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Shows where the words stand.
pub fn look(app: &mut App) -> Done {
    let words = app.candidate_here()?;
    let mut lines = Vec::new();
    let mut more = 0;
    for (_, document) in app.desk.project().documents() {
        let Some(text) = app.desk.texts().text(document.text) else { continue };
        for span in find_whole(&text, &words) {
            match lines.len() < PLACES {
                true => lines.push(format!("{}  {}", visible(&document.title), visible(&about(&text, span)))),
                false => more += 1,
            }
        }
    }
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    app.overlays.push(Overlay::Notice(Box::new(Notice::of(words, lines))));
    Ok(())
}

/// Shows what replacing them all would do to excerpts, to be agreed to.
pub fn replace(app: &mut App) -> Done {
    let texts = app.desk.texts().clone();
    let replacements = pseudonyms(app.desk.project(), &texts, &app.place.becoming);
    if replacements.is_empty() {
        return Err("nothing is to be replaced yet: p person, P place, b blank, e a pseudonym of your own".into());
    }
    let plan = app.desk.plan(|project, ids, _| plan_replacements(project, &texts, &replacements, ids));
    if plan.edits.is_empty() {
        return Err("none of these words stands in the texts any more".into());
    }
    let words = count_of(replacements.len(), "word");
    let mut lines = vec![format!("{words} replaced in one act. The key goes to the vault, outside the project.")];
    for edit in &plan.edits {
        if let (Some(revisal), Edit::ReviseDocument { document, .. }) = (Revisal::of(app.desk.project(), edit), edit) {
            let title = app.desk.project().document(*document).map_or("", |document| &document.title);
            lines.push(format!("{}: {}", visible(title), revisal.sum()));
        }
    }
    lines.extend(plan.notes.iter().cloned());
    lines.push("Memos, code names and what the words were before stay as they are in the project.".to_string());
    lines.push(String::new());
    let choices = vec![
        Choice::of('r', "replace them", move |app| {
            let key = key_file(&replacements);
            let name = app.desk.replace_words(plan.texts, plan.edits.clone(), (key, replacements.len()))?;
            for edit in &plan.edits {
                if let Edit::ReviseDocument { document, changes, .. } = edit {
                    app.place.go_with(*document, changes);
                }
            }
            app.place.becoming.clear();
            app.overlays.clear();
            app.say(format!("Replaced {words}; the key is {name} in the vault.  u undo"));
            Ok(())
        }),
        Choice::of('l', "not yet", |_| Ok(())),
    ];
    app.overlays.push(Overlay::Notice(Box::new(Notice::choosing("what replacing does", lines, choices))));
    Ok(())
}
