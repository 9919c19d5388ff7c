//! Where this coder is: saved for each coder, never logged, never undone.
//!
//! Panes read it, actions write it. It holds ids and positions only, so it may be out of date (a
//! document gone, a text shorter): whoever reads it asks the project what is still there.

mod draft;
mod forgetting;
mod looks;
mod order;
mod revised;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::project::{CodeId, DocumentId};
use crate::text::{Pattern, Span};
pub use draft::{Draft, EntryDraft};
pub use looks::{Coach, StripeShow};
pub use order::{Counted, ExcerptSort, Grouping, TreeCounts, TreeSort};

mod steps;

pub use steps::Step;

/// The panes, in the order of Tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pane {
    /// The words.
    #[default]
    Transcript,
    /// The code tree.
    Codes,
    /// The excerpts of a code.
    Excerpts,
}

/// Every pane with its name, in the order of Tab.
pub const PANES: [(Pane, &str); 3] =
    [(Pane::Transcript, "transcript"), (Pane::Codes, "codes"), (Pane::Excerpts, "excerpts")];

impl Pane {
    /// The pane `steps` further on, round and round.
    pub fn further(self, steps: isize) -> Pane {
        let here = PANES.iter().position(|(pane, _)| *pane == self).unwrap_or(0) as isize;
        PANES[(here + steps).rem_euclid(PANES.len() as isize) as usize].0
    }
}

/// What `x` selects and `.` acts on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// A print line.
    Line,
    /// A sentence.
    Sentence,
    /// A turn.
    #[default]
    Turn,
}

impl Unit {
    /// The next one, as `s` cycles.
    pub fn next(self) -> Unit {
        match self {
            Unit::Line => Unit::Turn,
            Unit::Sentence => Unit::Line,
            Unit::Turn => Unit::Sentence,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Line => "line",
            Unit::Sentence => "sentence",
            Unit::Turn => "turn",
        }
    }
}

/// A live selection: from where it was begun to where it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Where it was begun.
    pub anchor: Span,
    /// Where it has come: the end that moves.
    pub head: Span,
    /// What movement adds: whole units of this kind, else characters.
    #[serde(default)]
    pub by: Option<Unit>,
    /// Coded already: it stays lit for another code, and the next movement drops it.
    pub spent: bool,
}

impl Selection {
    /// A selection of just this span.
    pub fn of(span: Span) -> Selection {
        Selection { anchor: span, head: span, spent: false, by: None }
    }

    /// All that is selected.
    pub fn span(self) -> Span {
        self.anchor.hull(self.head)
    }
}

/// Where this coder is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The pane with the keys.
    pub pane: Pane,
    /// The pane has the screen to itself.
    pub zoomed: bool,
    /// The document that is open.
    pub document: Option<DocumentId>,
    /// Position of the cursor in it, in characters.
    pub cursor: u32,
    /// What is selected in it.
    pub selection: Option<Selection>,
    /// What `gv` brings back.
    pub last_selection: Option<Selection>,
    /// What `-` goes back to, step by step.
    pub ladder: Vec<Span>,
    /// The coding whose ends are being moved (`R`): the excerpt as it was.
    pub reopened: Option<Span>,
    /// What `x` selects.
    pub unit: Unit,
    /// The row of the tree.
    pub code: Option<CodeId>,
    /// What the tree is narrowed to.
    pub tree_filter: String,
    /// How the tree is sorted.
    pub tree_sort: TreeSort,
    /// What the tree counts.
    pub tree_counts: TreeCounts,
    /// Codes whose subcodes are folded away.
    pub folded: BTreeSet<CodeId>,
    /// Rows of the tree marked with `x`.
    pub marked_codes: BTreeSet<CodeId>,
    /// The code whose excerpts are listed.
    pub listed: Option<CodeId>,
    /// The excerpt that the list stands on.
    pub excerpt: Option<(DocumentId, Span)>,
    /// Excerpts marked with `x`.
    pub marked_excerpts: BTreeSet<(DocumentId, Span)>,
    /// How the list is sorted.
    pub sort: ExcerptSort,
    /// What the list is narrowed to, as it was typed.
    pub filter: String,
    /// Filters typed before, the last one last.
    pub filters: Vec<String>,
    /// Filters kept by a name.
    pub kept_filters: BTreeMap<String, String>,
    /// What the list is in groups by.
    pub group: Option<Grouping>,
    /// The excerpt under the cursor is shown in full, or not; where nothing was said, as there is room.
    pub full: Option<bool>,
    /// The excerpt that was coded last.
    pub just_coded: Option<(DocumentId, Span)>,
    /// What `.` puts on the next passage.
    pub last_codes: Vec<CodeId>,
    /// Codes by when they were last used, the last one first.
    pub recent_codes: Vec<CodeId>,
    /// The codes that `,` and a key put on the passage.
    pub quick: BTreeMap<char, CodeId>,
    /// The letters that codes were given when they were used, where no quick code has them.
    pub letters: BTreeMap<char, CodeId>,
    /// Cursors of the documents left, so that each opens where it was.
    pub cursors: BTreeMap<DocumentId, u32>,
    /// How far each document was read without leaping over more than a page, in characters; those that
    /// were never open are not here.
    pub read_to: BTreeMap<DocumentId, u32>,
    /// The document that was last read on in, or worked at.
    pub worked: Option<DocumentId>,
    /// Where `H` goes back to, the last place last.
    pub jumps: Vec<Jump>,
    /// Where `L` goes on to after `H`, the next place last.
    pub ahead: Vec<Jump>,
    /// Places that have a letter, by letter.
    pub marks: Vec<Mark>,
    /// The document beside the open one.
    pub beside: Option<Beside>,
    /// What the documents listed must say in their rows.
    pub documents_filter: String,
    /// What was searched for last.
    pub search: String,
    /// It is a regular expression.
    pub by_pattern: bool,
    /// The table of speakers shows each document's labels by themselves.
    pub labels_apart: bool,
    /// The table of attributes shows documents and not people.
    pub values_of_documents: bool,
    /// It shows only the rows in which a value is missing.
    pub only_missing: bool,
    /// What the list of memos is narrowed to, as it was typed.
    pub memo_filter: String,
    /// What is to stand in the place of which words. They are names: never written down with the rest.
    #[serde(skip)]
    pub becoming: BTreeMap<String, String>,
    /// What the list of acts is narrowed to.
    pub history_filter: String,
    /// What `@` does again.
    pub macro_steps: Vec<Step>,
    /// How codings are shown beside the text.
    pub stripes: StripeShow,
    /// Codes whose codings are not shown beside the text.
    pub hidden_codes: BTreeSet<CodeId>,
    /// The theme chosen, where one was.
    pub theme: Option<String>,
    /// The keymap chosen, where one was.
    pub keymap: Option<String>,
    /// How far the coach has come who shows a newcomer round.
    pub coach: Coach,
    /// What was ordered behind `:`, the last order last.
    pub orders: Vec<String>,
    /// What was asked of each report, by its name, the last last.
    pub asked: BTreeMap<String, Vec<String>>,
    /// What was begun and is neither kept nor open: each has a file of its own.
    #[serde(skip)]
    pub drafts: Vec<Draft>,
    /// The draft that the person's own editor has, by the name of its file.
    pub outside: Option<String>,
    /// The document whose words are in the person's editor, or came back from there and are not kept yet.
    pub revising: Option<DocumentId>,
}

/// Where a jump came from: the text, and the rows of the tree and the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jump {
    /// The document that was open.
    pub document: DocumentId,
    /// Position of the cursor in it, in characters.
    pub cursor: u32,
    /// The pane that had the keys.
    pub pane: Pane,
    /// The row of the tree.
    #[serde(default)]
    pub code: Option<CodeId>,
    /// The code whose excerpts were listed.
    #[serde(default)]
    pub listed: Option<CodeId>,
    /// The excerpt that the list stood on.
    #[serde(default)]
    pub excerpt: Option<(DocumentId, Span)>,
}

impl Jump {
    /// Whether a coder who goes from one to the other sees nothing move.
    pub fn looks_like(self, other: Jump) -> bool {
        let row = |jump: Jump| match jump.pane {
            Pane::Transcript => (None, None),
            Pane::Codes => (jump.code, None),
            Pane::Excerpts => (jump.listed, jump.excerpt),
        };
        (self.document, self.cursor, self.pane, row(self)) == (other.document, other.cursor, other.pane, row(other))
    }
}

/// A place that has a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    /// A small letter counts in its document, a capital in the whole project.
    pub letter: char,
    /// The document.
    pub document: DocumentId,
    /// Where in it, in characters.
    pub position: u32,
}

/// The document that is shown beside the open one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Which.
    pub document: DocumentId,
    /// Position of the cursor in it, in characters.
    pub cursor: u32,
    /// It stands first, and the open one second.
    pub first: bool,
}

/// How many jumps and recent codes are remembered.
const REMEMBERED: usize = 100;

impl Place {
    /// Goes to another document, at its remembered cursor or at `to`.
    pub fn open(&mut self, document: DocumentId, to: Option<u32>) {
        if self.document != Some(document) {
            if let Some(left) = self.document {
                self.cursors.insert(left, self.cursor);
            }
            self.cursor = self.cursors.get(&document).copied().unwrap_or(0);
            self.document = Some(document);
            self.read_to.entry(document).or_default();
            self.selection = None;
            self.reopened = None;
            self.ladder.clear();
        }
        if let Some(to) = to {
            self.cursor = to;
        }
    }

    /// Where the coder is, as a jump remembers it.
    pub fn here(&self) -> Option<Jump> {
        let Place { cursor, pane, code, listed, excerpt, .. } = *self;
        self.document.map(|document| Jump { document, cursor, pane, code, listed, excerpt })
    }

    /// Remembers where the coder is for `H`; what lay ahead is forgotten.
    pub fn remember_jump(&mut self) {
        if let Some(jump) = self.here() {
            self.jumps.pop_if(|last| last.looks_like(jump));
            self.jumps.push(jump);
            let over = self.jumps.len().saturating_sub(REMEMBERED);
            self.jumps.drain(..over);
        }
        self.ahead.clear();
    }

    /// The mark of that letter: a small one in the open document, a capital anywhere.
    pub fn mark(&self, letter: char) -> Option<Mark> {
        let here = |mark: &&Mark| letter.is_uppercase() || Some(mark.document) == self.document;
        self.marks.iter().filter(|mark| mark.letter == letter).find(here).copied()
    }

    /// Gives the cursor's place a letter, in place of where it stood before.
    pub fn set_mark(&mut self, letter: char) {
        let was = self.mark(letter);
        self.marks.retain(|mark| Some(*mark) != was);
        self.marks.extend(self.document.map(|document| Mark { letter, document, position: self.cursor }));
        self.marks.sort_unstable();
    }

    /// Remembers what was ordered, each order once.
    pub fn ordered(&mut self, words: &str) {
        remember(&mut self.orders, words);
    }

    /// Remembers what was asked of a report.
    pub fn asked_of(&mut self, report: &str, line: &str) {
        remember(self.asked.entry(report.to_string()).or_default(), line);
    }

    /// What was searched for last; words that are none find nothing.
    ///
    /// # Errors
    /// It is to be a regular expression and is none: what is wrong with it.
    pub fn pattern(&self) -> Result<Pattern, String> {
        self.pattern_of(&self.search)
    }

    /// What is looked for where this is typed.
    ///
    /// # Errors
    /// As `pattern`.
    pub fn pattern_of(&self, typed: &str) -> Result<Pattern, String> {
        if self.by_pattern { Pattern::regex(typed) } else { Ok(Pattern::Words(typed.to_string())) }
    }

    /// Narrows the excerpt list, and remembers the filter.
    pub fn narrow(&mut self, filter: &str) {
        remember(&mut self.filters, filter);
        self.filter = filter.to_string();
    }

    /// Notes that these codes were just used.
    pub fn used(&mut self, codes: &[CodeId]) {
        self.recent_codes.retain(|code| !codes.contains(code));
        self.recent_codes.splice(0..0, codes.iter().copied());
        self.recent_codes.truncate(REMEMBERED);
        self.last_codes = codes.to_vec();
    }

    /// Lets go of the selection, so that `gv` brings it back.
    pub fn let_go(&mut self) {
        if let Some(selection) = self.selection.take() {
            self.last_selection = Some(selection);
        }
        self.reopened = None;
        self.ladder.clear();
    }
}

/// Puts what was typed last among what was typed before, once.
fn remember(typed: &mut Vec<String>, words: &str) {
    if !words.is_empty() {
        typed.retain(|other| other != words);
        typed.push(words.to_string());
        let over = typed.len().saturating_sub(REMEMBERED);
        typed.drain(..over);
    }
}
