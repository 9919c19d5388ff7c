//! What the team knows: pure data, with no file, no clock and no terminal. It cannot fail.
//!
//! A [`Project`] changes in one way only: an [`Edit`] that passed `check` is applied by a [`Fold`],
//! which keeps every change of every log in one order. Each edit writes one cell; what stood there is
//! kept, so that the fold can be rolled back and forward when a line arrives late.

mod change;
mod check;
mod codebook;
mod codes;
mod documents;
mod edit;
mod fold;
mod id;
mod inverse;
mod op;
mod people;
mod say;
mod shelf;
mod texts;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use change::Cell;
use serde::{Deserialize, Serialize};
use shelf::Shelf;

use crate::text::{Span, Turn, turn_at};

pub use change::Refusal;
pub use codebook::{Codebook, CodebookRow, RANK_STEP};
pub use codes::*;
pub use documents::{Document, DocumentKind, NotHex, Passage, Seal, TextKey};
pub use edit::{Aspect, Edit, Thing};
pub use fold::{Conflict, Done, Fold, Hindrance, Order, TakingBack};
pub use id::*;
pub use op::{Gesture, Op};
pub use people::*;
pub use say::{say, say_before};
pub use texts::Texts;

/// Where a value stands: attribute, who has it, and the phase it holds for (all, where none is given).
pub type ValueKey = (AttributeId, Subject, Option<String>);

/// What the team knows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Project {
    name: String,
    documents: BTreeMap<DocumentId, Box<Document>>,
    cases: BTreeMap<CaseId, Case>,
    attributes: BTreeMap<AttributeId, Attribute>,
    values: BTreeMap<ValueKey, String>,
    codes: BTreeMap<CodeId, Box<Code>>,
    codings: BTreeMap<CodingId, Coding>,
    attributions: BTreeMap<(DocumentId, Span), Vec<String>>,
    memos: BTreeMap<MemoId, Memo>,
    assignments: BTreeMap<(CoderId, DocumentId), Assignment>,
    coders: BTreeMap<CoderId, Coder>,

    // Derived from the above and kept in step by `put`.
    #[serde(skip)]
    revision: u64,
    /// The last change to anything that any code's counts depend on, but for codings.
    #[serde(skip)]
    shaped: u64,
    /// The last change to the codings of each code.
    #[serde(skip)]
    coded: BTreeMap<CodeId, u64>,
    #[serde(skip)]
    shelves: BTreeMap<DocumentId, Shelf>,
    /// Sorted.
    #[serde(skip)]
    by_code: BTreeMap<CodeId, Vec<CodingId>>,
    #[serde(skip)]
    codebook: OnceLock<Codebook>,
    #[serde(skip)]
    in_order: OnceLock<Vec<DocumentId>>,
}

impl PartialEq for Project {
    /// Two projects are equal when they know the same, however they came to know it.
    fn eq(&self, other: &Project) -> bool {
        self.name == other.name
            && self.documents == other.documents
            && self.cases == other.cases
            && self.attributes == other.attributes
            && self.values == other.values
            && self.codes == other.codes
            && self.codings == other.codings
            && self.attributions == other.attributions
            && self.memos == other.memos
            && self.assignments == other.assignments
            && self.coders == other.coders
    }
}

/// Those that are not gone, with their ids.
macro_rules! present {
    ($things:expr) => {
        $things.iter().filter(|(_, thing)| !thing.gone).map(|(&id, thing)| (id, thing))
    };
}

impl Project {
    /// A project of that name in which nothing is known yet.
    pub fn new(name: &str) -> Project {
        Project { name: name.to_string(), ..Project::default() }
    }

    /// The project with all that is derived worked out, as it must be after it was read whole.
    pub(super) fn indexed(mut self) -> Project {
        for (&id, coding) in self.codings.iter().filter(|(_, coding)| !coding.gone) {
            self.shelves.entry(coding.document).or_default().append(coding.span, id);
            let codings = self.by_code.entry(coding.code).or_default();
            codings.push(id); // ids come in order
        }
        self.shelves.values_mut().for_each(Shelf::sort);
        self
    }

    /// The study's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Grows with every change and never shrinks: whoever remembers something derived from the project
    /// remembers it for one revision.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The revision since which the codings of a code, of those below it and of those merged into them
    /// are what they are, and count as they do: what was counted then still holds.
    pub fn counts_since(&self, code: CodeId) -> u64 {
        let codebook = self.codebook();
        let coded = |code: &CodeId| self.coded.get(code).copied().unwrap_or(0);
        let below = codebook.subtree(code).iter().map(|row| row.code);
        let since = |code: CodeId| codebook.merged_into(code).iter().map(coded).fold(coded(&code), u64::max);
        below.map(since).fold(self.shaped, u64::max)
    }

    /// Whether nothing has been brought in or made yet.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.codes.is_empty() && self.cases.is_empty() && self.attributes.is_empty()
    }

    /// The documents that are there, in the analyst's order.
    pub fn documents(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        self.document_order().iter().filter_map(|id| Some((*id, self.document(*id)?)))
    }

    /// Their ids, in the analyst's order.
    pub fn document_order(&self) -> &[DocumentId] {
        self.in_order.get_or_init(|| {
            let mut ranked: Vec<_> = present!(self.documents).map(|(id, document)| (document.rank, id)).collect();
            ranked.sort_unstable();
            ranked.into_iter().map(|(_, id)| id).collect()
        })
    }

    /// A document that is there.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.get(&id).map(AsRef::as_ref).filter(|document| !document.gone)
    }

    /// The cases that are there and stand for themselves, by id.
    pub fn cases(&self) -> impl Iterator<Item = (CaseId, &Case)> {
        present!(self.cases).filter(|(_, case)| case.joined_to.is_none())
    }

    /// A case, joined or gone though it may be.
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.get(&id)
    }

    /// The case that counts for `id`: itself, or the one it was joined to.
    pub fn person(&self, id: CaseId) -> CaseId {
        follow(id, |id| self.cases.get(&id)?.joined_to)
    }

    /// The attributes that are there, by id.
    pub fn attributes(&self) -> impl Iterator<Item = (AttributeId, &Attribute)> {
        present!(self.attributes)
    }

    /// The values given to one subject: attribute, phase, value.
    pub fn values_of(&self, subject: Subject) -> impl Iterator<Item = (AttributeId, Option<&str>, &str)> {
        self.attributes().flat_map(move |(attribute, _)| {
            self.values
                .range((attribute, subject, None)..)
                .take_while(move |((other, who, _), _)| (*other, *who) == (attribute, subject))
                .map(move |((_, _, phase), value)| (attribute, phase.as_deref(), value.as_str()))
        })
    }

    /// One value, for the phase where it is given for phases, else for all.
    pub fn value(&self, attribute: AttributeId, subject: Subject, phase: Option<&str>) -> Option<&str> {
        let at = |phase: Option<&str>| self.values.get(&(attribute, subject, phase.map(str::to_string)));
        phase.and_then(|phase| at(Some(phase))).or_else(|| at(None)).map(String::as_str)
    }

    /// A code, whatever its state.
    pub fn code(&self, id: CodeId) -> Option<&Code> {
        self.codes.get(&id).map(AsRef::as_ref).filter(|code| !code.gone)
    }

    /// Every code that is not gone, whatever its state, by id.
    pub fn codes(&self) -> impl Iterator<Item = (CodeId, &Code)> {
        present!(self.codes).map(|(id, code)| (id, code.as_ref()))
    }

    /// The code tree: codes in use, in codebook order.
    pub fn codebook(&self) -> &Codebook {
        self.codebook.get_or_init(|| Codebook::of(self))
    }

    /// The code that has the codings of `id`: itself, or the one it was merged into.
    pub fn stands_for(&self, id: CodeId) -> CodeId {
        follow(id, |id| match self.codes.get(&id)?.state {
            CodeState::MergedInto(into) => Some(into),
            _ => None,
        })
    }

    /// A coding that is there.
    pub fn coding(&self, id: CodingId) -> Option<&Coding> {
        self.codings.get(&id).filter(|coding| !coding.gone && self.document(coding.document).is_some())
    }

    /// Codings that are there, of one document, by start and end.
    pub fn codings_in(&self, document: DocumentId) -> impl Iterator<Item = (CodingId, &Coding)> {
        let shelf = self.document(document).and_then(|_| self.shelves.get(&document));
        shelf.into_iter().flat_map(Shelf::iter).filter_map(|id| Some((id, self.codings.get(&id)?)))
    }

    /// Codings of one document that share at least one character with `span`, by start and end.
    pub fn codings_touching(&self, document: DocumentId, span: Span) -> impl Iterator<Item = (CodingId, &Coding)> {
        let shelf = self.document(document).and_then(|_| self.shelves.get(&document));
        shelf
            .into_iter()
            .flat_map(move |shelf| shelf.touching(span))
            .filter_map(|id| Some((id, self.codings.get(&id)?)))
    }

    /// How many codings are there.
    pub fn n_codings(&self) -> usize {
        self.document_order().iter().filter_map(|document| self.shelves.get(document)).map(Shelf::len).sum()
    }

    /// Codings that are there and count for `code`, those of codes merged into it among them.
    pub fn codings_of(&self, code: CodeId) -> impl Iterator<Item = (CodingId, &Coding)> {
        let merged = self.codebook().merged_into(code).iter().copied();
        std::iter::once(code)
            .chain(merged)
            .filter_map(|code| self.by_code.get(&code))
            .flatten()
            .filter_map(|&id| Some((id, self.coding(id)?)))
    }

    /// Who is said to speak in an excerpt, where somebody said so.
    pub fn attribution(&self, document: DocumentId, span: Span) -> Option<&[String]> {
        self.attributions.get(&(document, span)).map(Vec::as_slice)
    }

    /// Every such statement, by document and span.
    pub fn attributions(&self) -> impl Iterator<Item = (DocumentId, Span, &[String])> {
        self.attributions.iter().map(|(&(document, span), speakers)| (document, span, speakers.as_slice()))
    }

    /// The memos that are there, by id.
    pub fn memos(&self) -> impl Iterator<Item = (MemoId, &Memo)> {
        present!(self.memos)
    }

    /// A memo that is there.
    pub fn memo(&self, id: MemoId) -> Option<&Memo> {
        self.memos.get(&id).filter(|memo| !memo.gone)
    }

    /// The coders that are there and stand for themselves, by id.
    pub fn coders(&self) -> impl Iterator<Item = (CoderId, &Coder)> {
        present!(self.coders).filter(|(_, coder)| coder.joined_to.is_none())
    }

    /// A coder, joined or gone though they may be.
    pub fn coder(&self, id: CoderId) -> Option<&Coder> {
        self.coders.get(&id)
    }

    /// The coder that counts for `id`: itself, or the one it was joined to.
    pub fn coder_of(&self, id: CoderId) -> CoderId {
        follow(id, |id| self.coders.get(&id)?.joined_to)
    }

    /// The coders of that name; those who were taken away, where no other has it.
    pub fn coders_named(&self, name: &str) -> Vec<CoderId> {
        let named = |gone: bool| {
            let fits = move |coder: &Coder| coder.name == name && coder.gone == gone && coder.joined_to.is_none();
            self.coders.iter().filter(move |(_, coder)| fits(coder)).map(|(&id, _)| id).collect::<Vec<_>>()
        };
        let present = named(false);
        if present.is_empty() { named(true) } else { present }
    }

    /// A coder's name; empty where there is no such coder.
    pub fn coder_name(&self, id: CoderId) -> &str {
        self.coders.get(&self.coder_of(id)).map_or("", |coder| &coder.name)
    }

    /// Who has which document, by coder and document.
    pub fn assignments(&self) -> impl Iterator<Item = (CoderId, DocumentId, Assignment)> {
        self.assignments.iter().map(|(&(coder, document), &state)| (coder, document, state))
    }

    /// The person a speaker counts as: their case, or the speaker alone. `None` for roles that never count.
    pub fn person_of(&self, id: DocumentId, speaker: u16) -> Option<Person> {
        let found = self.document(id)?.speakers.get(usize::from(speaker))?;
        (found.role == Role::Participant).then(|| match found.case {
            Some(case) => Person::Case(self.person(case)),
            None => Person::Speaker(id, speaker),
        })
    }

    /// The respondents of an excerpt (METHODS 0), sorted: the participants who speak in it, or those
    /// whom an attribution names; in a document without turns its one case.
    pub fn respondents(&self, id: DocumentId, span: Span) -> Vec<Person> {
        let Some(document) = self.document(id).filter(|document| document.kind.yields_respondents()) else {
            return Vec::new();
        };
        let place = |label: &String| document.speakers.iter().position(|speaker| speaker.label == *label);
        let mut speakers: Vec<u16> = match self.attribution(id, span) {
            Some(labels) => labels.iter().filter_map(place).filter_map(|place| u16::try_from(place).ok()).collect(),
            None if document.turns.is_empty() => {
                (0..document.speakers.len()).filter_map(|n| n.try_into().ok()).collect()
            }
            None => turns_sharing(&document.turns, span).map(|turn| turn.speaker).collect(),
        };
        speakers.sort_unstable();
        speakers.dedup();
        let mut people: Vec<Person> = speakers.into_iter().filter_map(|n| self.person_of(id, n)).collect();
        people.sort_unstable();
        people.dedup();
        if document.turns.is_empty() && self.attribution(id, span).is_none() && people.len() != 1 {
            people.clear();
        }
        people
    }

    /// A person's name: the case's, or the speaker's label with the document's title.
    pub fn person_name(&self, person: Person) -> String {
        match person {
            Person::Case(case) => self.cases.get(&case).map(|case| case.name.clone()).unwrap_or_default(),
            Person::Speaker(id, place) => self.document(id).map_or_else(String::new, |document| {
                let label = document.speakers.get(usize::from(place)).map_or("", |speaker| &speaker.label);
                format!("{label} ({})", document.title)
            }),
        }
    }

    /// Everybody in the study who can be a respondent, sorted.
    pub fn people(&self) -> Vec<Person> {
        let mut people: Vec<Person> = self.cases().map(|(id, _)| Person::Case(id)).collect();
        for (id, document) in self.documents().filter(|(_, document)| document.kind.yields_respondents()) {
            people.extend((0..document.speakers.len()).filter_map(|n| self.person_of(id, n.try_into().ok()?)));
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Writes a cell, keeps what is derived in step, and gives back what stood there.
    fn put(&mut self, cell: Cell) -> Cell {
        fn swap<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, key: &K, value: Option<V>) -> Option<V> {
            match value {
                Some(value) => map.insert(key.clone(), value),
                None => map.remove(key),
            }
        }
        self.revision += 1;
        if !matches!(cell, Cell::Coding(..) | Cell::Memo(..) | Cell::Name(_) | Cell::Value(..) | Cell::Attribute(..)) {
            self.shaped = self.revision;
        }
        match cell {
            Cell::Name(name) => Cell::Name(std::mem::replace(&mut self.name, name)),
            Cell::Document(id, value) => {
                self.in_order.take();
                Cell::Document(id, swap(&mut self.documents, &id, value))
            }
            Cell::Case(id, value) => Cell::Case(id, swap(&mut self.cases, &id, value)),
            Cell::Attribute(id, value) => Cell::Attribute(id, swap(&mut self.attributes, &id, value)),
            Cell::Value(key, value) => {
                let was = swap(&mut self.values, &key, value);
                Cell::Value(key, was)
            }
            Cell::Code(id, value) => {
                self.codebook.take();
                Cell::Code(id, swap(&mut self.codes, &id, value))
            }
            Cell::Coding(id, value) => Cell::Coding(id, self.put_coding(id, value)),
            Cell::Attribution(key, value) => Cell::Attribution(key, swap(&mut self.attributions, &key, value)),
            Cell::Memo(id, value) => Cell::Memo(id, swap(&mut self.memos, &id, value)),
            Cell::Assignment(key, value) => Cell::Assignment(key, swap(&mut self.assignments, &key, value)),
            Cell::Coder(id, value) => Cell::Coder(id, swap(&mut self.coders, &id, value)),
        }
    }

    fn put_coding(&mut self, id: CodingId, value: Option<Coding>) -> Option<Coding> {
        let was = match value {
            Some(value) => self.codings.insert(id, value),
            None => self.codings.remove(&id),
        };
        if let Some(was) = was.filter(|was| !was.gone) {
            self.shelves.entry(was.document).or_default().take(was.span, id);
            let coded = self.by_code.entry(was.code).or_default();
            if let Ok(place) = coded.binary_search(&id) {
                coded.remove(place);
            }
            self.coded.insert(was.code, self.revision);
        }
        if let Some(now) = value.filter(|now| !now.gone) {
            self.coded.insert(now.code, self.revision);
            self.shelves.entry(now.document).or_default().put(now.span, id);
            let coded = self.by_code.entry(now.code).or_default();
            if let Err(place) = coded.binary_search(&id) {
                coded.insert(place, id);
            }
        }
        was
    }
}

/// Follows links to where they end. The fold never lets them close a circle.
fn follow<T: Copy>(from: T, next: impl Fn(T) -> Option<T>) -> T {
    std::iter::successors(Some(from), |&at| next(at)).last().unwrap_or(from)
}

/// The turns whose words share at least one character with `span`, in order.
pub fn turns_sharing(turns: &[Turn], span: Span) -> impl Iterator<Item = &Turn> {
    let first = turn_at(turns, span.start()).unwrap_or(0);
    turns[first.min(turns.len())..]
        .iter()
        .take_while(move |turn| turn.start < span.end())
        .filter(move |turn| turn.body.max(span.start()) < turn.end.min(span.end()))
}

#[cfg(test)]
mod laws;
