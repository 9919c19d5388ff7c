//! Who speaks and who they are: labels over all documents, and the attributes of people and documents.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::{list, values, words};
use super::{Cell, Kind, Table};
use crate::project::*;
use crate::text::Span;

/// Words of a first turn, at most so many characters.
const FIRST_WORDS: usize = 60;

/// A label wherever it stands for the same: one role, and one person or none that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The label.
    pub label: String,
    /// What it stands for.
    pub role: Role,
    /// The person, where one is named.
    pub case: Option<CaseId>,
    /// Where it stands: documents, each with the label's place in its list.
    pub at: Vec<(DocumentId, u16)>,
}

/// Every label, those that stand for the same taken together, or each document's by itself; the same label
/// stands together, in the order in which labels appear.
pub fn voices(project: &Project, apart: bool) -> Vec<Voice> {
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: Vec<Voice> = Vec::new();
    for (id, document) in project.documents() {
        for (place, speaker) in (0_u16..).zip(document.speakers.iter()) {
            let next = order.len();
            order.entry(&speaker.label).or_insert(next);
            let case = speaker.case.map(|case| project.person(case));
            let same = |voice: &&mut Voice| {
                (voice.label.as_str(), voice.role, voice.case) == (&speaker.label, speaker.role, case)
            };
            match found.iter_mut().filter(|_| !apart).find(same) {
                Some(voice) => voice.at.push((id, place)),
                None => {
                    let Speaker { label, role, .. } = speaker.clone();
                    found.push(Voice { label, role, case, at: vec![(id, place)] });
                }
            }
        }
    }
    found.sort_by_key(|voice| order.get(voice.label.as_str()).copied());
    found
}

/// The labels with what they stand for, and what to do about one label that stands for several people.
pub fn voice_table(project: &Project, texts: &dyn Texts, voices: &[Voice]) -> Table {
    let columns = [
        ("speaker", "Label", Kind::Words),
        ("role", "role", Kind::Words),
        ("case", "person", Kind::Words),
        ("turns", "turns", Kind::Numbers),
        ("documents", "documents", Kind::Words),
        ("first_words", "first words", Kind::Words),
    ];
    let mut table = list("speakers", "Speakers", &columns);
    for voice in voices {
        let several = voice.at.len() > 1 && voice.role == Role::Participant;
        let person = match voice.case.and_then(|case| project.case(case)) {
            Some(case) => case.name.as_str(),
            None if several => "(one in each)",
            None => "",
        };
        let turns: usize = voice.at.iter().map(|&(id, place)| turns_of(project, id, place).count()).sum();
        table.rows.push(vec![
            words(&voice.label),
            words(voice.role.word()),
            words(person),
            Cell::from(turns as u64),
            words(titles(project, voice)),
            words(first_words(project, texts, voice)),
        ]);
    }
    table.notes.extend(split_labels(project, voices));
    table
}

/// The titles of a voice's documents; of many, the first and how many.
fn titles(project: &Project, voice: &Voice) -> String {
    let title = |&(id, _): &(DocumentId, u16)| project.document(id).map_or("", |document| &document.title);
    match &voice.at[..] {
        [first, .., _] if voice.at.len() > 4 => format!("{} documents: {}, …", voice.at.len(), title(first)),
        at => at.iter().map(title).collect::<Vec<_>>().join(", "),
    }
}

fn turns_of(project: &Project, id: DocumentId, place: u16) -> impl Iterator<Item = Span> {
    let document = project.document(id);
    let turns = document.into_iter().flat_map(|document| document.turns.iter().map(|turn| (turn, document.characters)));
    // A turn without words has no span, but is a turn: it is one character long here.
    turns.filter(move |(turn, _)| turn.speaker == place).filter_map(|(turn, characters)| {
        Span::new(turn.body, turn.end, characters).or_else(|| Span::new(turn.start, turn.start + 1, characters))
    })
}

fn first_words(project: &Project, texts: &dyn Texts, voice: &Voice) -> String {
    let Some(&(id, place)) = voice.at.first() else { return String::new() };
    let text = project.document(id).and_then(|document| texts.text(document.text));
    let Some((text, first)) = text.zip(turns_of(project, id, place).find(|span| span.len() > 1)) else {
        return String::new();
    };
    let said = text.passage(first).split_whitespace().take(12).collect::<Vec<_>>().join(" ");
    said.chars().take(FIRST_WORDS).collect()
}

/// Participants' labels that stand for several people.
fn split_labels(project: &Project, voices: &[Voice]) -> Vec<String> {
    let mut people: BTreeMap<&str, BTreeSet<Person>> = BTreeMap::new();
    for voice in voices {
        let persons = voice.at.iter().filter_map(|&(id, place)| project.person_of(id, place));
        people.entry(&voice.label).or_default().extend(persons);
    }
    let split: Vec<(&str, usize)> =
        people.iter().filter(|(_, people)| people.len() > 1).map(|(label, people)| (*label, people.len())).collect();
    let said = |(label, n): &(&str, usize)| format!("{label} is {n} people, one in each document: = says they are one");
    let more = split.len().checked_sub(3).filter(|&more| more > 0);
    split
        .iter()
        .take(3)
        .map(said)
        .chain(more.map(|more| format!("and {more} more labels are several people")))
        .collect()
}

/// The values of every person, or of every document.
pub struct ValueSheet {
    /// The rows: a name, something about it, and the values.
    pub table: Table,
    /// Who stands in each row, where it is about people.
    pub people: Vec<Person>,
    /// What stands in each row, where it is about documents.
    pub documents: Vec<DocumentId>,
    /// What stands in each column after the first two.
    pub attributes: Vec<AttributeId>,
    /// For each row, whether each attribute has no value in it.
    pub missing: Vec<Vec<bool>>,
}

/// Columns before the first attribute.
pub const BEFORE_VALUES: usize = 2;

/// The values of people or documents, whole or only the rows in which one is missing.
pub fn value_sheet(project: &Project, on: Bearer, only_missing: bool) -> ValueSheet {
    let attributes: Vec<(AttributeId, &Attribute)> =
        project.attributes().filter(|(_, attribute)| attribute.on == on).collect();
    let (title, first, second) = match on {
        Bearer::Case => ("People", "Person", "documents"),
        Bearer::Document => ("Attributes of documents", "Document", "kind"),
    };
    let mut table = list("attributes", title, &[("subject", first, Kind::Words), ("about", second, Kind::Words)]);
    for (id, attribute) in &attributes {
        table.column(id.to_string(), &attribute.name, Kind::Words);
    }
    let mut sheet = ValueSheet {
        table,
        people: Vec::new(),
        documents: Vec::new(),
        attributes: attributes.iter().map(|(id, _)| *id).collect(),
        missing: Vec::new(),
    };
    let mut lacking = vec![0_usize; attributes.len()];
    for (row, subject, cells) in subjects(project, on) {
        let said: Vec<String> = attributes
            .iter()
            .map(|(id, _)| subject.map_or_else(String::new, |subject| values(project, *id, subject)))
            .collect();
        let asked = !matches!(row, Row::Withdrawn(_));
        let missing: Vec<bool> = said.iter().map(|said| asked && said.is_empty()).collect();
        for (n, _) in lacking.iter_mut().zip(&missing).filter(|(_, missing)| **missing) {
            *n += 1;
        }
        if only_missing && !missing.contains(&true) {
            continue;
        }
        match row {
            Row::Person(person) | Row::Withdrawn(person) => sheet.people.push(person),
            Row::Document(document) => sheet.documents.push(document),
        }
        sheet.table.rows.push(cells.into_iter().chain(said.into_iter().map(words)).collect());
        sheet.missing.push(missing);
    }
    sheet.table.notes.push(missing_note(&attributes, &lacking));
    sheet
}

enum Row {
    Person(Person),
    /// One whose values nobody misses.
    Withdrawn(Person),
    Document(DocumentId),
}

/// Every row with who can have values there (nobody who is not a case yet) and its first cells.
fn subjects(project: &Project, on: Bearer) -> Vec<(Row, Option<Subject>, [Cell; BEFORE_VALUES])> {
    if on == Bearer::Document {
        let row = |(id, document): (DocumentId, &Document)| {
            let cells = [words(&document.title), words(document.kind.word())];
            (Row::Document(id), Some(Subject::Document(id)), cells)
        };
        return project.documents().map(row).collect();
    }
    let mut titles: BTreeMap<Person, Vec<&str>> = BTreeMap::new();
    for (id, document) in project.documents() {
        let people = (0..document.speakers.len()).filter_map(|n| project.person_of(id, n.try_into().ok()?));
        for person in people {
            titles.entry(person).or_default().push(&document.title);
        }
    }
    let row = |person: Person| {
        let subject = match person {
            Person::Case(case) => Some(Subject::Case(case)),
            Person::Speaker(..) => None,
        };
        let at = titles.get(&person).map_or_else(String::new, |titles| titles.join(", "));
        (Row::Person(person), subject, [words(project.person_name(person)), words(at)])
    };
    let gone = |(case, how): (CaseId, Withdrawal)| {
        let person = Person::Case(case);
        let cells = [words(project.person_name(person)), words(format!("withdrew: {}", how.said()))];
        (Row::Withdrawn(person), Some(Subject::Case(case)), cells)
    };
    let withdrawn: BTreeMap<CaseId, Withdrawal> = withdrawn(project).collect();
    let there = |person: &Person| !matches!(person, Person::Case(case) if withdrawn.contains_key(case));
    let people = project.people().into_iter().filter(there).map(row).collect::<Vec<_>>();
    people.into_iter().chain(withdrawn.iter().map(|(&case, &how)| gone((case, how)))).collect()
}

/// The people who withdrew, and how.
fn withdrawn(project: &Project) -> impl Iterator<Item = (CaseId, Withdrawal)> {
    project.cases().filter_map(|(id, case)| Some((id, case.withdrawn?)))
}

/// Who withdrew, where anybody did.
pub(super) fn withdrawn_note(project: &Project) -> Option<String> {
    let name =
        |(case, how): (CaseId, Withdrawal)| format!("{} ({})", project.person_name(Person::Case(case)), how.said());
    let names: Vec<String> = withdrawn(project).map(name).collect();
    (!names.is_empty()).then(|| format!("withdrew: {}", names.join(", ")))
}

fn missing_note(attributes: &[(AttributeId, &Attribute)], lacking: &[usize]) -> String {
    if attributes.is_empty() {
        return "no attribute yet: + adds one, P takes a whole sheet".to_string();
    }
    let total: usize = lacking.iter().sum();
    let each = attributes.iter().zip(lacking).filter(|(_, n)| **n > 0);
    let each: Vec<String> = each.map(|((_, attribute), n)| format!("{} {n}", attribute.name)).collect();
    match total {
        0 => "no value is missing".to_string(),
        1 => format!("1 value is missing: {}", each.join(", ")),
        n => format!("{n} values are missing: {}", each.join(", ")),
    }
}

/// Every attribute: on what it stands, what its values are, and how many are given.
pub fn attribute_list(project: &Project) -> Table {
    let columns = [
        ("attribute", "Attribute", Kind::Words),
        ("id", "id", Kind::Words),
        ("on", "on", Kind::Words),
        ("values", "values", Kind::Words),
        ("given", "given", Kind::Numbers),
        ("missing", "missing", Kind::Numbers),
    ];
    let mut table = list("attributes", "Attributes", &columns);
    for (on, word) in [(Bearer::Case, "people"), (Bearer::Document, "documents")] {
        let sheet = value_sheet(project, on, false);
        for (column, &id) in sheet.attributes.iter().enumerate() {
            let Some((_, attribute)) = project.attributes().find(|(other, _)| *other == id) else { continue };
            let missing = sheet.missing.iter().filter(|row| row[column]).count();
            table.rows.push(vec![
                words(&attribute.name),
                words(id.to_string()),
                words(word),
                words(type_words(&attribute.values)),
                Cell::from((sheet.missing.len() - missing) as u64),
                Cell::from(missing as u64),
            ]);
        }
    }
    table
}

/// What an attribute's values are: `ordered: early, mid, late`.
pub fn type_words(values: &ValueType) -> String {
    match values {
        ValueType::Ordered(choices) => format!("{}: {}", values.word(), choices.join(", ")),
        _ => values.word().to_string(),
    }
}
