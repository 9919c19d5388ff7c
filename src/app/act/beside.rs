//! Two documents beside each other: field notes and their interview.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::app::overlay::{Item, Overlay, Picked, Picker};
use crate::app::{App, Trouble};
use crate::place::{Beside, Pane};
use crate::project::{DocumentId, Person, Project};
use crate::text::fold;

type Done = Result<(), Trouble>;

impl App {
    /// The document beside the open one, as long as it is there.
    pub(crate) fn beside(&self) -> Option<Beside> {
        self.place.beside.filter(|beside| self.desk.project().document(beside.document).is_some())
    }

    /// Gives the other document the keys; both stay where they stand.
    pub(crate) fn swap_beside(&mut self) {
        let (Some(beside), Some(document)) = (self.beside(), self.place.document) else { return };
        let left = Beside { document, cursor: self.place.cursor, first: !beside.first };
        std::mem::swap(&mut self.transcript, &mut self.other);
        self.open(beside.document, Some(beside.cursor));
        self.place.beside = Some(left);
    }
}

/// Shows another document beside the open one; where one is shown, it gets the keys.
pub fn beside(app: &mut App) -> Done {
    if app.beside().is_some() {
        app.swap_beside();
        app.place.pane = Pane::Transcript;
        return Ok(());
    }
    let (open, document, _) = app.open_text()?;
    let project = app.desk.project();
    let mut others: Vec<(DocumentId, Kinship)> = project
        .document_order()
        .iter()
        .filter(|&&id| id != open)
        .map(|&id| (id, Kinship::of(project, open, id)))
        .collect();
    if others.is_empty() {
        return Err("there is no other document to put beside this one".into());
    }
    others.sort_by_key(|&(_, Kinship { people, title })| Reverse((people > 0, title)));
    let items = others.iter().filter_map(|&(id, kinship)| {
        let other = project.document(id)?;
        let same = if kinship.people > 0 { "same person  " } else { "" };
        Some(Item { words: other.title.clone(), aside: format!("{same}{}", other.kind.word()), ..Item::default() })
    });
    let title = format!("beside {}", document.title);
    let picker = Picker::of(title, items.collect(), move |app, picked| {
        if let Picked::Places(places) = picked {
            let document = others[places[0]].0;
            let cursor = app.place.cursors.get(&document).copied().unwrap_or(0);
            app.place.beside = Some(Beside { document, cursor, first: false });
            app.place.pane = Pane::Transcript;
            app.place.zoomed = false;
            app.say("g x goes to the other one, q closes it");
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// How likely two documents are about the same: what people they share, and how their titles begin.
#[derive(Clone, Copy)]
struct Kinship {
    people: usize,
    /// Characters that the titles have in common at their start.
    title: usize,
}

impl Kinship {
    fn of(project: &Project, one: DocumentId, other: DocumentId) -> Kinship {
        let people = people_in(project, one).intersection(&people_in(project, other)).count();
        let title = |id| project.document(id).map_or_else(String::new, |document| fold(&document.title));
        let title = title(one).chars().zip(title(other).chars()).take_while(|(a, b)| a == b).count();
        Kinship { people, title }
    }
}

fn people_in(project: &Project, id: DocumentId) -> BTreeSet<Person> {
    let speakers = project.document(id).map_or(0, |document| document.speakers.len());
    (0..speakers).filter_map(|place| project.person_of(id, u16::try_from(place).ok()?)).collect()
}
