//! What the team knows: pure data, with no file, no clock and no terminal. It cannot fail.
//!
//! A [`Project`] changes in one way only: an [`Edit`] that passed `check` is applied by a [`Fold`],
//! which keeps every change of every log in one order. Each edit writes one cell; what stood there is
//! kept, so that the fold can be rolled back and forward when a line arrives late.

/// Those that are not gone, with their ids.
macro_rules! present {
    ($things:expr) => {
        $things.iter().filter(|(_, thing)| !thing.gone).map(|(&id, thing)| (id, thing))
    };
}

mod aspect;
mod cell;
mod change;
mod check;
mod codebook;
mod codes;
mod comparing;
mod concerning;
mod conflict;
mod day;
mod documents;
mod edit;
mod erasures;
mod fold;
mod id;
mod id_map;
mod indexing;
mod inverse;
mod matrix;
mod moment;
mod near;
mod op;
mod people;
mod pointing;
mod refusal;
mod revised;
mod say;
mod shelf;
mod texts;
mod themes;
mod together;
mod undoing;
mod visiting;
mod voices;
mod worded;
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use id_map::IdMap;
use serde::{Deserialize, Serialize};
use shelf::Shelf;

use crate::text::Span;

pub use aspect::Aspect;
pub use codebook::{Codebook, CodebookRow, RANK_STEP};
pub use codes::*;
pub use comparing::{Comparison, Decision};
pub use conflict::Conflict;
pub use day::{Day, NotADay};
pub use documents::{Document, DocumentKind, NotHex, Passage, Seal, TextKey};
pub use edit::{Edit, Thing};
pub use erasures::Erasures;
pub use fold::{Done, Fold, Order};
pub use id::*;
pub use matrix::Cells;
pub use moment::{Moment, time_of};
pub use op::{Gesture, Op};
pub use people::*;
pub use refusal::Refusal;
pub use revised::{Revised, Version};
pub use say::{say, say_before};
pub use texts::Texts;
pub use themes::{Misfit, Remedy, Search, Stand, Theme};
pub use undoing::{Act, Hindrance, TakingBack};
pub use voices::Voices;
pub use worded::{Carries, WordsOf};
pub use wording::{Erasing, WITHDRAWN, Wording};

/// Where a value stands: attribute, who has it, and the phase it holds for (all, where none is given).
pub type ValueKey = (AttributeId, Subject, Option<String>);

/// What the team knows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Project {
    name: String,
    documents: IdMap<DocumentId, Box<Document>>,
    cases: BTreeMap<CaseId, Case>,
    attributes: BTreeMap<AttributeId, Attribute>,
    values: BTreeMap<ValueKey, String>,
    codes: IdMap<CodeId, Box<Code>>,
    codings: IdMap<CodingId, Coding>,
    attributions: BTreeMap<(DocumentId, Span), Vec<String>>,
    memos: BTreeMap<MemoId, Memo>,
    comparisons: BTreeMap<ComparisonId, Comparison>,
    themes: BTreeMap<ThemeId, Theme>,
    stands: BTreeMap<(ThemeId, DocumentId, Span), themes::Stance>,
    negatives: BTreeMap<(ThemeId, Misfit), Remedy>,
    searches: BTreeMap<SearchId, Search>,
    revisions: BTreeMap<RevisionId, Box<Revised>>,
    assignments: BTreeMap<(CoderId, DocumentId), Assignment>,
    coders: BTreeMap<CoderId, Coder>,
    /// Changes that did not fit, and are no longer listed as conflicts.
    settled: BTreeSet<OpId>,
    /// Texts that were erased for somebody who withdrew.
    erased: BTreeSet<TextKey>,

    // Derived from the above and kept in step by `put`.
    /// Many changes are being folded at once: `indexed` works out at their end what is on the shelves and by code.
    #[serde(skip)]
    unindexed: bool,
    #[serde(skip)]
    revision: u64,
    /// The last change to anything that any code's counts depend on, but for codings.
    #[serde(skip)]
    shaped: u64,
    /// The last change to the codings of each code.
    #[serde(skip)]
    coded: BTreeMap<CodeId, u64>,
    #[serde(skip)]
    shelves: IdMap<DocumentId, Shelf<Placed>>,
    /// The memos on passages.
    #[serde(skip)]
    noted: BTreeMap<DocumentId, Shelf<MemoId>>,
    /// Sorted.
    #[serde(skip)]
    by_code: IdMap<CodeId, Vec<CodingId>>,
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
            && self.comparisons == other.comparisons
            && self.themes == other.themes
            && self.stands == other.stands
            && self.negatives == other.negatives
            && self.searches == other.searches
            && self.revisions == other.revisions
            && self.assignments == other.assignments
            && self.coders == other.coders
            && self.settled == other.settled
            && self.erased == other.erased
    }
}

impl Project {
    /// A project of that name in which nothing is known yet.
    pub fn new(name: &str) -> Project {
        Project { name: name.to_string(), ..Project::default() }
    }

    /// The study's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Grows with every change and never shrinks: what is derived from the project is remembered for one revision.
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
            let mut ranked: Vec<_> = self
                .documents
                .iter()
                .filter(|(_, document)| !document.gone)
                .map(|(id, document)| (document.rank, id))
                .collect();
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

    /// The texts that were erased, for good.
    pub fn erased(&self) -> impl Iterator<Item = TextKey> {
        self.erased.iter().copied()
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
        self.codes.iter().filter(|(_, code)| !code.gone).map(|(id, code)| (id, code.as_ref()))
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
        let placed = shelf.into_iter().flat_map(Shelf::iter);
        placed.filter_map(|placed| Some((placed.coding, self.codings.get(&placed.coding)?)))
    }

    /// The same, with what most counts ask of them: no look at each coding by its id.
    pub fn placed_in(&self, document: DocumentId) -> impl Iterator<Item = (Span, Placed)> {
        let shelf = self.document(document).and_then(|_| self.shelves.get(&document));
        shelf.into_iter().flat_map(Shelf::placed)
    }

    /// Codings of one document that share at least one character with `span`, by start and end.
    pub fn codings_touching(&self, document: DocumentId, span: Span) -> impl Iterator<Item = (CodingId, &Coding)> {
        let shelf = self.document(document).and_then(|_| self.shelves.get(&document));
        shelf
            .into_iter()
            .flat_map(move |shelf| shelf.touching(span))
            .filter_map(|placed| Some((placed.coding, self.codings.get(&placed.coding)?)))
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

    /// Memos on passages of one document, by start and end.
    pub fn memos_in(&self, document: DocumentId) -> impl Iterator<Item = (MemoId, &Memo)> {
        let shelf = self.document(document).and_then(|_| self.noted.get(&document));
        shelf.into_iter().flat_map(Shelf::iter).filter_map(|id| Some((id, self.memos.get(&id)?)))
    }

    /// Memos on passages that share at least one character with `span`, by start and end.
    pub fn memos_touching(&self, document: DocumentId, span: Span) -> impl Iterator<Item = (MemoId, &Memo)> {
        let shelf = self.document(document).and_then(|_| self.noted.get(&document));
        shelf.into_iter().flat_map(move |shelf| shelf.touching(span)).filter_map(|id| Some((id, self.memos.get(&id)?)))
    }

    /// Memos on just this passage.
    pub fn memos_on(&self, document: DocumentId, span: Span) -> impl Iterator<Item = (MemoId, &Memo)> {
        self.memos_touching(document, span).filter(move |(_, memo)| memo.on == Target::Excerpt(document, span))
    }

    /// A memo that is there.
    pub fn memo(&self, id: MemoId) -> Option<&Memo> {
        self.memos.get(&id).filter(|memo| !memo.gone)
    }

    /// A coder's journal of one day.
    pub fn journal(&self, coder: CoderId, day: Day) -> Option<MemoId> {
        let coder = self.coder_of(coder);
        let mine = |memo: &Memo| memo.on == Target::Day(day) && self.coder_of(memo.coder) == coder;
        self.memos().find(|(_, memo)| mine(memo)).map(|(id, _)| id)
    }

    /// The comparisons that are there, by id.
    pub fn comparisons(&self) -> impl Iterator<Item = (ComparisonId, &Comparison)> {
        present!(self.comparisons)
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

    /// How far a coder is with a document: of all that was said of those who count as them, the furthest.
    pub fn assignment(&self, coder: CoderId, document: DocumentId) -> Option<Assignment> {
        let coder = self.coder_of(coder);
        let same = self.coders.keys().filter(|&&id| self.coder_of(id) == coder);
        same.filter_map(|&id| self.assignments.get(&(id, document)).copied()).max()
    }
}

/// Follows links to where they end. The fold never lets them close a circle.
fn follow<T: Copy>(from: T, next: impl Fn(T) -> Option<T>) -> T {
    std::iter::successors(Some(from), |&at| next(at)).last().unwrap_or(from)
}

/// Whether links lead from one thing to another.
fn leads<T: Copy + Eq>(from: T, to: T, next: impl Fn(T) -> Option<T>) -> bool {
    std::iter::successors(Some(from), |&at| next(at)).any(|at| at == to)
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod matrix_laws;
#[cfg(test)]
mod order_laws;
#[cfg(test)]
mod themes_laws;
#[cfg(test)]
mod undoing_laws;
