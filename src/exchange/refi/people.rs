//! Cases, what is known of them, and who speaks in the texts.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::element::Element;
use super::sources::{guid, guid_of, values_of};
use super::study::Study;
use super::write::{OF_DOCUMENTS, phase_of};
use crate::exchange::json::{
    AttributeRecord, CaseRecord, SpeakerRecord, TargetRecord, TurnRecord, ValueRecord, Values,
};
use crate::exchange::labels::role_named;
use crate::exchange::plan::{names_nobody, one_line, unique};
use crate::exchange::speakers::{Speakers, detect, turns};
use crate::project::Role;

/// A person of the file, and where they are.
struct Person {
    id: String,
    name: String,
    /// Documents that are theirs, by place.
    documents: Vec<usize>,
    /// Stretches: document, start, end.
    stretches: Vec<(usize, u32, u32)>,
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

impl Study {
    /// The values of a case or document as the dump has them; `on` is `case` or `document`.
    pub fn values(&mut self, values: &[(Uuid, String)], on: &str) -> Values {
        let mut records = Vec::new();
        for (variable, said) in values {
            let Some(element) = self.variable(*variable) else {
                self.fidelity.left_out("values of a variable that is not in the file, left out", said);
                continue;
            };
            // emic writes the values of a phase as a variable of their own, and says so in its description.
            let part = element.words("description").filter(|_| self.is_ours).and_then(phase_of);
            let (element, phase) = match part.and_then(|(whole, phase)| Some((self.variable(whole)?, phase))) {
                Some((whole, phase)) => (whole, Some(phase.to_owned())),
                None => (element, None),
            };
            let id = guid_of(element).to_string();
            let kind = kind_of(element);
            if !self.dump.attributes.iter().any(|known| known.id == id && known.on == on) {
                self.dump.attributes.push(attribute(element, on));
            }
            let value = match kind {
                "yes-no" if matches!(&**said, "true" | "1") => "yes".to_owned(),
                "yes-no" if matches!(&**said, "false" | "0") => "no".to_owned(),
                // The time of a day, and the zone of a date, are no part of a date here.
                "date" => said.get(..10).unwrap_or(said).to_owned(),
                _ => said.clone(),
            };
            records.push(ValueRecord { attribute: id, phase, value });
        }
        Values(records)
    }

    fn variable(&self, id: Uuid) -> Option<&Element> {
        self.variables.iter().find(|element| guid_of(element) == id)
    }

    /// Brings in the cases, and says who they are in the texts.
    pub fn people(&mut self) {
        let mut names: HashSet<String> = HashSet::new();
        let mut people: Vec<Person> = Vec::new();
        for case in std::mem::take(&mut self.cases) {
            let sources: Vec<String> = case.targets("sourceref").map(|target| guid(target).to_string()).collect();
            let values = values_of(&case);
            let Some(name) = case.attribute("name") else {
                self.nameless(&case, &sources, &values);
                continue;
            };
            let name = one_line(name, "unnamed");
            let unique = unique(&name, |name| names.contains(name));
            if unique != name {
                self.fidelity.changed("cases with the name of another, now numbered", &unique);
            }
            names.insert(unique.clone());
            let id = guid_of(&case).to_string();
            for code in case.targets("coderef") {
                self.fidelity.left_out("codes of a case, left out", format!("{unique}: {code}"));
            }
            let on = TargetRecord { case: id.clone(), ..TargetRecord::default() };
            self.describe(case.words("description"), on, None);
            let selections: Vec<Uuid> = case.targets("selectionref").map(guid).collect();
            selections.iter().for_each(|selection| drop(self.bare.remove(selection)));
            let stretches = selections.iter().filter_map(|selection| self.places.get(selection).copied()).collect();
            let attributes = self.values(&values, "case");
            self.dump.cases.push(CaseRecord {
                id: id.clone(),
                name: unique.clone(),
                attributes,
                ..CaseRecord::default()
            });
            let mut documents: Vec<usize> = sources.iter().filter_map(|id| self.documents.get(id).copied()).collect();
            documents.sort_unstable();
            documents.dedup();
            people.push(Person { id, name: unique, documents, stretches });
        }
        for variable in std::mem::take(&mut self.variables) {
            let id = guid_of(&variable).to_string();
            let said = variable.words("description").unwrap_or_default();
            let of_phase = self.is_ours && phase_of(said).is_some();
            if !of_phase && !self.dump.attributes.iter().any(|known| known.id == id) {
                let on = if self.is_ours && said == OF_DOCUMENTS { "document" } else { "case" };
                self.dump.attributes.push(attribute(&variable, on));
            }
            if !self.is_ours && !said.is_empty() {
                self.fidelity.left_out(
                    "descriptions of variables, left out",
                    format!("{}: {said}", attribute(&variable, "").name),
                );
            }
        }
        self.speak(&people);
    }

    /// Some programs hang the variables of a document on a case without a name.
    fn nameless(&mut self, case: &Element, sources: &[String], values: &[(Uuid, String)]) {
        let documents: Vec<usize> = sources.iter().filter_map(|id| self.documents.get(id).copied()).collect();
        if documents.is_empty() {
            self.fidelity.left_out("cases without a name and a document, left out", guid_of(case));
        }
        for place in documents {
            let values = self.values(values, "document");
            self.dump.documents[place].attributes.0.extend(values.0);
        }
    }

    /// Finds who speaks where, by the labels in the texts.
    pub fn voices(&mut self) {
        let words: Vec<&str> = self.dump.documents.iter().map(|document| document.text.as_str()).collect();
        let table = detect(&words, &Speakers::Auto);
        let cut: Vec<_> = words.iter().map(|words| turns(words, &table)).collect();
        for (document, (labels, turns)) in self.dump.documents.iter_mut().zip(cut) {
            let label = |speaker: u16| labels.get(usize::from(speaker)).cloned().unwrap_or_default();
            let turns = turns.iter().map(|turn| TurnRecord {
                speaker: label(turn.speaker),
                start: turn.start,
                body: Some(turn.body),
                end: turn.end,
            });
            document.turns = turns.collect();
        }
    }

    /// Says which case stands behind each label: the one of that name, else the one whose stretches it speaks in, else
    /// the document's only one; whom no case stands for is a participant of their own.
    fn speak(&mut self, people: &[Person]) {
        let known = Known::of(people);
        for place in 0..self.dump.documents.len() {
            let document = &self.dump.documents[place];
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
                ([person], true) => self.written_by(place, person),
                (_, true) => here.iter().for_each(|person| {
                    let what = "cases in a document in which nobody is found to speak: who says what is not known";
                    self.fidelity.changed(what, format!("{} in {title}", person.name));
                }),
                _ => {}
            }
            for label in labels {
                let role = role_named(&label).unwrap_or_default();
                let case = (role == Role::Participant).then(|| {
                    let named = known.by_name.get(&label.to_lowercase()).copied();
                    let stretch = || self.who(place, &label, &known);
                    let alone = || here.first().filter(|_| only && here.len() == 1).copied();
                    let unnamed = || if names_nobody(&label) { format!("{title} {label}") } else { label.clone() };
                    named.or_else(stretch).or_else(alone).map_or_else(unnamed, |person| person.id.clone())
                });
                let (role, case) = (role.word().to_owned(), case.unwrap_or_default());
                self.dump.speakers.push(SpeakerRecord { document: id.clone(), label, role, case });
            }
        }
    }

    /// A text without labels that is one person's is theirs from end to end.
    fn written_by(&mut self, place: usize, person: &Person) {
        let (document, role) = (self.dump.documents[place].id.clone(), Role::Participant.word().to_owned());
        let (label, case) = (person.name.clone(), person.id.clone());
        self.dump.speakers.push(SpeakerRecord { document, label, role, case });
    }

    /// The case in whose stretches a label speaks most.
    fn who<'p>(&self, place: usize, label: &str, known: &Known<'p>) -> Option<&'p Person> {
        let turns = self.dump.documents[place].turns.iter().filter(|turn| turn.speaker == label);
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
}

fn attribute(variable: &Element, on: &str) -> AttributeRecord {
    AttributeRecord {
        id: guid_of(variable).to_string(),
        name: variable.attribute("name").unwrap_or("unnamed").to_owned(),
        on: on.to_owned(),
        values: kind_of(variable).to_owned(),
        choices: Vec::new(),
    }
}

fn kind_of(variable: &Element) -> &'static str {
    match variable.attribute("typeofvariable").map(str::to_lowercase).as_deref() {
        Some("boolean") => "yes-no",
        Some("integer" | "float") => "number",
        Some("date" | "datetime") => "date",
        _ => "text",
    }
}
