//! Who speaks in the texts of another program's project, and which of its cases stands behind each label.

use std::collections::HashMap;

use super::Fidelity;
use super::json::{Dump, SpeakerRecord, TurnRecord};
use super::labels::role_named;
use super::plan::names_nobody;
use super::speakers::{Speakers, detect, turns};
use crate::project::Role;

/// A person of the file, and where they are.
#[derive(Debug, Default)]
pub struct Person {
    /// The id of their case.
    pub id: String,
    /// The name of it.
    pub name: String,
    /// Documents that are theirs, by place.
    pub documents: Vec<usize>,
    /// Stretches that are theirs: the place of a document, start and end (characters).
    pub stretches: Vec<(usize, u32, u32)>,
}

/// People by what tells who is behind a label.
struct Known<'p> {
    by_name: HashMap<String, &'p Person>,
    /// By the place of a document: whose it is, and who has stretches of it.
    in_document: HashMap<usize, Vec<&'p Person>>,
    with_stretches: HashMap<usize, Vec<(&'p Person, u32, u32)>>,
}

impl<'p> Known<'p> {
    fn of(people: &'p [Person]) -> Known<'p> {
        let mut known = Known { by_name: HashMap::new(), in_document: HashMap::new(), with_stretches: HashMap::new() };
        for person in people {
            known.by_name.entry(person.name.to_lowercase()).or_insert(person);
            person.documents.iter().for_each(|&place| known.in_document.entry(place).or_default().push(person));
            for &(place, start, end) in &person.stretches {
                known.with_stretches.entry(place).or_default().push((person, start, end));
            }
        }
        known
    }
}

/// Finds who speaks where, by the labels in the texts, and which case each of them is.
pub fn find(dump: &mut Dump, fidelity: &mut Fidelity, people: &[Person]) {
    let words: Vec<&str> = dump.documents.iter().map(|document| document.text.as_str()).collect();
    let table = detect(&words, &Speakers::Auto);
    let cut: Vec<_> = words.iter().map(|words| turns(words, &table)).collect();
    for (document, (labels, turns)) in dump.documents.iter_mut().zip(cut) {
        let label = |speaker: u16| labels.get(usize::from(speaker)).cloned().unwrap_or_default();
        let turns = turns.iter().map(|turn| TurnRecord {
            speaker: label(turn.speaker),
            start: turn.start,
            body: Some(turn.body),
            end: turn.end,
        });
        document.turns = turns.collect();
    }
    speak(dump, fidelity, people);
}

/// Says which case stands behind each label: the one of that name, else the one whose stretches it speaks in, else
/// the document's only one; whom no case stands for is a participant of their own.
fn speak(dump: &mut Dump, fidelity: &mut Fidelity, people: &[Person]) {
    let known = Known::of(people);
    for place in 0..dump.documents.len() {
        let document = &dump.documents[place];
        let (id, title) = (document.id.clone(), document.title.clone());
        let mut labels: Vec<String> = Vec::new();
        for turn in &document.turns {
            if !labels.contains(&turn.speaker) {
                labels.push(turn.speaker.clone());
            }
        }
        let here: &[&Person] = known.in_document.get(&place).map_or(&[], Vec::as_slice);
        let is_participant = |label: &String| role_named(label).unwrap_or_default() == Role::Participant;
        let only = labels.iter().filter(|label| is_participant(label)).count() == 1;
        match (here, labels.is_empty()) {
            ([person], true) => written_by(dump, place, person),
            (_, true) if by_stretches(dump, place, &known) => {}
            (_, true) => here.iter().for_each(|person| {
                let what = "cases in a document in which nobody is found to speak: who says what is not known";
                fidelity.changed(what, format!("{} in {title}", person.name));
            }),
            _ => {}
        }
        for label in labels {
            let role = role_named(&label).unwrap_or_default();
            let case = (role == Role::Participant).then(|| {
                let named = known.by_name.get(&label.to_lowercase()).copied();
                let stretch = || who(dump, place, &label, &known);
                let alone = || here.first().filter(|_| only && here.len() == 1).copied();
                let unnamed = || if names_nobody(&label) { format!("{title} {label}") } else { label.clone() };
                named.or_else(stretch).or_else(alone).map_or_else(unnamed, |person| person.id.clone())
            });
            let (role, case) = (role.word().to_owned(), case.unwrap_or_default());
            dump.speakers.push(SpeakerRecord { document: id.clone(), label, role, case });
        }
    }
}

/// A text without labels that is one person's is theirs from end to end.
fn written_by(dump: &mut Dump, place: usize, person: &Person) {
    let (document, role) = (dump.documents[place].id.clone(), Role::Participant.word().to_owned());
    let (label, case) = (person.name.clone(), person.id.clone());
    dump.speakers.push(SpeakerRecord { document, label, role, case });
}

/// A text without labels in which stretches are people's is theirs stretch by stretch, where no two overlap.
fn by_stretches(dump: &mut Dump, place: usize, known: &Known) -> bool {
    let mut stretches = known.with_stretches.get(&place).cloned().unwrap_or_default();
    stretches.sort_by_key(|&(_, start, end)| (start, end));
    if stretches.is_empty() || stretches.windows(2).any(|pair| pair[0].2 > pair[1].1) {
        return false;
    }
    for &(person, start, end) in &stretches {
        let turn = TurnRecord { speaker: person.name.clone(), start, body: Some(start), end };
        dump.documents[place].turns.push(turn);
    }
    let mut told: Vec<&str> = Vec::new();
    for (person, ..) in stretches {
        if !told.contains(&person.id.as_str()) {
            told.push(&person.id);
            written_by(dump, place, person);
        }
    }
    true
}

/// The case in whose stretches a label speaks most.
fn who<'p>(dump: &Dump, place: usize, label: &str, known: &Known<'p>) -> Option<&'p Person> {
    let turns = dump.documents[place].turns.iter().filter(|turn| turn.speaker == label);
    let spoken: Vec<(u32, u32)> = turns.map(|turn| (turn.body.unwrap_or(turn.start), turn.end)).collect();
    let mut shared: Vec<(&Person, u32)> = Vec::new();
    for &(person, start, end) in known.with_stretches.get(&place)? {
        let common = |&(from, to): &(u32, u32)| to.min(end).saturating_sub(from.max(start));
        let common = spoken.iter().map(common).sum::<u32>();
        match shared.iter_mut().find(|(other, _)| other.id == person.id) {
            Some((_, sum)) => *sum += common,
            None => shared.push((person, common)),
        }
    }
    let most = shared.iter().rev().filter(|(_, shared)| *shared > 0).max_by_key(|(_, shared)| *shared);
    most.map(|(person, _)| *person)
}
