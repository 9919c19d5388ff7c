//! Transcripts about to be brought in, with the table of their speakers.

use std::collections::{BTreeSet, HashSet};

use super::speakers::{Label, Speakers, Table, detect_by_look};
use super::{Arrival, Plan, plan_transcripts};
use crate::project::{Id, Project, TextKey, Texts};

/// Transcripts that were read and are not in the project yet.
pub struct Arriving {
    came: Vec<Came>,
    /// Who speaks in them, as far as is known.
    pub table: Table,
}

/// A transcript, with the bytes it came as.
pub struct Came {
    /// The file, as it was named.
    pub file: String,
    /// What was understood of it.
    pub arrival: Arrival,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl Arriving {
    /// Finds who speaks in them.
    pub fn of(came: Vec<Came>, how: &Speakers) -> Arriving {
        let table = found(&came, how);
        Arriving { came, table }
    }

    /// Finds the speakers anew; what was said of the labels found before is forgotten.
    pub fn look_again(&mut self, how: &Speakers) {
        self.table = found(&self.came, how);
    }

    /// How many they are.
    pub fn n_transcripts(&self) -> usize {
        self.came.len()
    }

    /// The titles of the transcripts in which a label stands.
    pub fn titles(&self, label: &Label) -> Vec<&str> {
        let came = label.documents.iter().filter_map(|&place| self.came.get(place));
        came.map(|came| came.arrival.title.as_str()).collect()
    }

    /// The titles of those in which nobody is found to speak.
    pub fn silent(&self) -> Vec<&str> {
        let speaks =
            |place: usize| self.table.labels.iter().any(|label| label.accepted && label.documents.contains(&place));
        let silent = self.came.iter().enumerate().filter(|(place, _)| !speaks(*place));
        silent.map(|(_, came)| came.arrival.title.as_str()).collect()
    }

    /// What their readers guessed or left out.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        self.came.iter().flat_map(|came| came.arrival.notes.iter().map(|note| format!("{}: {note}", came.file)))
    }

    /// Of those in which nobody is found to speak, where the looks of the words may tell.
    pub fn hints(&self) -> Vec<String> {
        let silent = self.silent();
        let hint = |came: &Came| {
            let arrival = &came.arrival;
            let names: BTreeSet<&str> = arrival.looks.iter().map(|seen| seen.label.as_str()).collect();
            let names: Vec<&str> = names.into_iter().take(4).collect();
            let differs = !names.is_empty() && silent.contains(&arrival.title.as_str());
            differs.then(|| {
                let names = names.join(", ");
                format!(
                    "words of {} differ in look ({names}): `--speakers look`, or P look here, takes these for speakers",
                    arrival.title
                )
            })
        };
        self.came.iter().filter_map(hint).collect()
    }

    /// The changes that bring them in.
    pub fn plan(
        &self,
        (project, texts): (&Project, &dyn Texts),
        ids: &mut dyn FnMut() -> Id,
        salt: &mut dyn FnMut() -> TextKey,
    ) -> Plan {
        let arrivals: Vec<&Arrival> = self.came.iter().map(|came| &came.arrival).collect();
        let files: Vec<&str> = self.came.iter().map(|came| came.file.as_str()).collect();
        plan_transcripts((project, texts), &arrivals, &self.table, &files, ids, salt)
    }

    /// What the vault keeps of those that a plan brings in: the key of the text, the file's name, its bytes.
    pub fn originals(&self, plan: &Plan) -> Vec<(TextKey, &str, &[u8])> {
        let brought: HashSet<TextKey> = plan.texts.iter().map(|(key, _)| *key).collect();
        let keyed = self.came.iter().map(|came| (TextKey::of(&came.arrival.words), came));
        let name = |file: &'_ str| file.rsplit(['/', '\\']).next().unwrap_or_default().len();
        let kept = keyed.filter(|(key, _)| brought.contains(key));
        kept.map(|(key, came)| (key, &came.file[came.file.len() - name(&came.file)..], &came.bytes[..])).collect()
    }
}

fn found(came: &[Came], how: &Speakers) -> Table {
    let words: Vec<&str> = came.iter().map(|came| came.arrival.words.as_str()).collect();
    let voices = came.iter().flat_map(|came| came.arrival.voices.iter().cloned()).collect();
    let looks = came.iter().filter(|came| !came.arrival.looks.is_empty());
    let looks = looks.map(|came| (TextKey::of(&came.arrival.words), came.arrival.looks.clone())).collect();
    detect_by_look(&words, &voices, how, looks)
}
