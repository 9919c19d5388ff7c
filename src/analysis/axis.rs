//! The columns of a report: documents, people, speakers, or those of whom a value holds.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::project::*;
use crate::text::Span;

use super::{By, Query, Seen};

/// What a column stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The whole study.
    Study,
    /// A document.
    Document(DocumentId),
    /// A person, wherever they speak.
    Person(Person),
    /// A speaker of one document, by place in its list.
    Speaker(DocumentId, u16),
    /// Everybody of whom these values hold; nothing where the value is missing.
    Values(Vec<(AttributeId, Option<String>)>),
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisColumn {
    /// What it stands for.
    pub place: Place,
    /// As shown; no two columns have the same.
    pub title: String,
    /// Everybody in the study who belongs in it, coded or not.
    pub people: u64,
}

/// The columns of a report, in order.
#[derive(Clone, Debug)]
pub struct Axis<'a> {
    values: Values<'a>,
    by: By,
    columns: Vec<AxisColumn>,
    places: BTreeMap<Place, usize>,
}

impl<'a> Axis<'a> {
    /// The columns by which a report is asked for.
    ///
    /// Documents stand in the analyst's order, people as `people` gives them, values as their type
    /// orders them; what is missing stands last, as "(none)".
    pub fn new(project: &'a Project, by: &By) -> Axis<'a> {
        let mut axis =
            Axis { values: Values::new(project), by: by.clone(), columns: Vec::new(), places: BTreeMap::new() };
        let mut people: BTreeMap<Place, BTreeSet<Person>> = BTreeMap::new();
        if axis.of_documents() {
            for &document in project.document_order() {
                people.entry(axis.place(document, None)).or_default();
            }
        }
        let mut seen = BTreeSet::new();
        for (document, speaker, person) in taking_part(project) {
            people.entry(axis.place(document, Some((person, speaker)))).or_default().insert(person);
            seen.insert(person);
        }
        for person in project.people().into_iter().filter(|person| !seen.contains(person)) {
            if let Some(place) = axis.place_nowhere(person) {
                people.entry(place).or_default().insert(person);
            }
        }
        let mut places: Vec<(Place, u64)> =
            people.into_iter().map(|(place, people)| (place, people.len() as u64)).collect();
        places.sort_by(|(one, _), (other, _)| axis.order(one, other));
        let mut taken = BTreeSet::new();
        for (place, people) in places {
            let mut title = axis.title(&place);
            while !taken.insert(title.clone()) {
                title.push('\'');
            }
            axis.places.insert(place.clone(), axis.columns.len());
            axis.columns.push(AxisColumn { place, title, people });
        }
        axis
    }

    /// The columns.
    pub fn columns(&self) -> &[AxisColumn] {
        &self.columns
    }

    /// Whether an excerpt's document alone decides in which column it counts.
    pub(super) fn of_documents(&self) -> bool {
        match &self.by {
            By::Study | By::Document => true,
            By::Case | By::Speaker => false,
            By::Attributes(attributes) => {
                attributes.iter().all(|&attribute| self.values.bearer(attribute) == Some(Bearer::Document))
            }
        }
    }

    /// Asks of the query's excerpts that they count in this column.
    pub fn narrow(&self, column: usize, query: &Query) -> Query {
        let mut query = query.clone();
        match &self.columns[column].place {
            Place::Study => {}
            Place::Document(document) => query.document = Some(*document),
            Place::Person(person) => query.person = Some(*person),
            Place::Speaker(document, speaker) => query.speaker = Some((*document, *speaker)),
            Place::Values(values) => query.values.clone_from(values),
        }
        query
    }

    /// The columns in which an excerpt counts, each with those of its respondents who belong there.
    pub(super) fn columns_of(&self, seen: &Seen) -> Vec<(usize, Option<Person>)> {
        let mut found = Vec::new();
        if self.of_documents() {
            if let Some(&column) = self.places.get(&self.place(seen.document, None)) {
                found.push((column, None));
                found.extend(seen.respondents.iter().map(|&person| (column, Some(person))));
            }
            return found;
        }
        let project = self.values.project();
        let speakers = match self.by {
            By::Speaker => speakers_in(project, seen.document, seen.span),
            _ => Vec::new(),
        };
        let of_speakers = speakers.into_iter().filter_map(|n| Some((project.person_of(seen.document, n)?, n)));
        let of_people = seen.respondents.iter().filter(|_| self.by != By::Speaker).map(|&person| (person, 0));
        for (person, speaker) in of_speakers.chain(of_people) {
            let place = self.place(seen.document, Some((person, speaker)));
            found.extend(self.places.get(&place).map(|&column| (column, Some(person))));
        }
        found
    }

    /// The column of a speaker's turns, or of a whole document.
    pub(super) fn column_at(&self, document: DocumentId, who: Option<(Person, u16)>) -> Option<usize> {
        self.places.get(&self.place(document, who)).copied()
    }

    fn place(&self, document: DocumentId, who: Option<(Person, u16)>) -> Place {
        match (&self.by, who) {
            (By::Document, _) => Place::Document(document),
            (By::Case, Some((person, _))) => Place::Person(person),
            (By::Speaker, Some((_, speaker))) => Place::Speaker(document, speaker),
            (By::Attributes(attributes), _) => {
                let person = who.map(|(person, _)| person);
                Place::Values(self.values.all_held(attributes, person, Some(document)))
            }
            (By::Study | By::Case | By::Speaker, _) => Place::Study,
        }
    }

    /// Where a person counts who takes part in no document.
    fn place_nowhere(&self, person: Person) -> Option<Place> {
        match &self.by {
            By::Study => Some(Place::Study),
            By::Case => Some(Place::Person(person)),
            By::Attributes(attributes) if !self.of_documents() => {
                Some(Place::Values(self.values.all_held(attributes, Some(person), None)))
            }
            By::Document | By::Speaker | By::Attributes(_) => None,
        }
    }

    fn title(&self, place: &Place) -> String {
        let project = self.values.project();
        match place {
            Place::Study => "study".to_string(),
            Place::Document(document) => {
                project.document(*document).map(|document| document.title.clone()).unwrap_or_default()
            }
            Place::Person(person) => project.person_name(*person),
            Place::Speaker(document, speaker) => project.person_name(Person::Speaker(*document, *speaker)),
            Place::Values(values) => {
                let words = values.iter().map(|(_, value)| value.as_deref().unwrap_or("(none)"));
                words.collect::<Vec<_>>().join(" / ")
            }
        }
    }

    fn order(&self, one: &Place, other: &Place) -> Ordering {
        let project = self.values.project();
        let rank = |id: DocumentId| project.document(id).map(|document| (document.rank, id));
        match (one, other) {
            (Place::Document(one), Place::Document(other)) => rank(*one).cmp(&rank(*other)),
            (Place::Speaker(one, m), Place::Speaker(other, n)) => (rank(*one), m).cmp(&(rank(*other), n)),
            (Place::Values(one), Place::Values(other)) => {
                let orders = one.iter().zip(other).map(|((attribute, one), (_, other))| {
                    self.values.order(*attribute, one.as_deref(), other.as_deref())
                });
                orders.fold(Ordering::Equal, Ordering::then)
            }
            _ => one.cmp(other),
        }
    }
}

/// The attribute of documents named "phase", where there is one.
pub(super) fn phases(project: &Project) -> Option<AttributeId> {
    let named = |attribute: &Attribute| attribute.on == Bearer::Document && attribute.name.to_lowercase() == "phase";
    project.attributes().find(|(_, attribute)| named(attribute)).map(|(id, _)| id)
}

/// The phase in which a document stands, where documents have one.
pub fn phase_of(project: &Project, document: DocumentId) -> Option<&str> {
    project.value(phases(project)?, Subject::Document(document), None)
}

/// The values of people and documents, phase by phase.
#[derive(Clone, Debug)]
pub(super) struct Values<'a> {
    project: &'a Project,
    /// The attribute of documents named "phase", where there is one.
    phase: Option<AttributeId>,
}

impl<'a> Values<'a> {
    pub fn new(project: &'a Project) -> Values<'a> {
        Values { project, phase: phases(project) }
    }

    pub fn project(&self) -> &'a Project {
        self.project
    }

    /// Whether the attribute stands on people or on documents.
    pub fn bearer(&self, attribute: AttributeId) -> Option<Bearer> {
        self.project.attributes().find(|(id, _)| *id == attribute).map(|(_, attribute)| attribute.on)
    }

    /// What holds of a person in a document (for the phase in which it stands), or of the document.
    pub fn held(
        &self,
        attribute: AttributeId,
        person: Option<Person>,
        document: Option<DocumentId>,
    ) -> Option<&'a str> {
        let on_document = |attribute| self.project.value(attribute, Subject::Document(document?), None);
        match (self.bearer(attribute)?, person) {
            (Bearer::Document, _) => on_document(attribute),
            (Bearer::Case, Some(Person::Case(case))) => {
                self.project.value(attribute, Subject::Case(case), self.phase.and_then(on_document))
            }
            (Bearer::Case, _) => None,
        }
    }

    fn all_held(
        &self,
        attributes: &[AttributeId],
        person: Option<Person>,
        document: Option<DocumentId>,
    ) -> Vec<(AttributeId, Option<String>)> {
        let held = |attribute| self.held(attribute, person, document).map(str::to_string);
        attributes.iter().map(|&attribute| (attribute, held(attribute))).collect()
    }

    pub fn order(&self, attribute: AttributeId, one: Option<&str>, other: Option<&str>) -> Ordering {
        let (Some(one), Some(other)) = (one, other) else { return one.is_none().cmp(&other.is_none()) };
        let values = self.project.attributes().find(|(id, _)| *id == attribute).map(|(_, found)| &found.values);
        let by_type = match values {
            Some(ValueType::Number) => {
                let number = |value: &str| value.parse().unwrap_or(f64::NAN);
                number(one).total_cmp(&number(other))
            }
            Some(ValueType::Ordered(choices)) => {
                let place = |value: &str| choices.iter().position(|choice| choice == value).unwrap_or(choices.len());
                place(one).cmp(&place(other))
            }
            _ => Ordering::Equal,
        };
        by_type.then_with(|| one.cmp(other))
    }
}

/// The participants who speak in an excerpt, by place in the document's list, sorted: the speakers
/// behind its respondents.
pub(super) fn speakers_in(project: &Project, id: DocumentId, span: Span) -> Vec<u16> {
    let Some(document) = project.document(id) else { return Vec::new() };
    let everybody = (0..document.speakers.len()).filter_map(|n| u16::try_from(n).ok());
    let mut speakers: Vec<u16> = match project.attribution(id, span) {
        Some(labels) => {
            let named = |n: &u16| labels.contains(&document.speakers[usize::from(*n)].label);
            everybody.filter(named).collect()
        }
        None if document.turns.is_empty() => everybody.collect(),
        None => turns_sharing(&document.turns, span).map(|turn| turn.speaker).collect(),
    };
    speakers.sort_unstable();
    speakers.dedup();
    let respondents = project.respondents(id, span);
    speakers.retain(|&n| project.person_of(id, n).is_some_and(|person| respondents.contains(&person)));
    speakers
}

/// Every participant of every document that yields respondents: document, speaker, person.
pub(super) fn taking_part(project: &Project) -> impl Iterator<Item = (DocumentId, u16, Person)> {
    project.documents().filter(|(_, document)| document.kind.yields_respondents()).flat_map(move |(id, document)| {
        let places = (0..document.speakers.len()).filter_map(|n| u16::try_from(n).ok());
        places.filter_map(move |n| Some((id, n, project.person_of(id, n)?)))
    })
}
