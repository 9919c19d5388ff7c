//! Every change there is, as a value.
//!
//! An edit touches one thing and is as short as what it changes. Nothing is deleted: a thing taken
//! away is `gone`, a code put away is retired or merged, and every question to the project sees past
//! them. So no edit grows with the project, and a line that arrives late still makes sense.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::documents::{changes_as_text, lines_as_text, times_as_text, turns_as_text};
use super::*;
use crate::text::{Revision, Span, Turn};

/// Anything that can be taken away and brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Thing {
    /// A document.
    Document(DocumentId),
    /// A person.
    Case(CaseId),
    /// An attribute.
    Attribute(AttributeId),
    /// A code.
    Code(CodeId),
    /// A coding.
    Coding(CodingId),
    /// A memo.
    Memo(MemoId),
    /// A comparison.
    Comparison(ComparisonId),
    /// A theme.
    Theme(ThemeId),
    /// A search for counter-evidence.
    Search(SearchId),
    /// A revision of a text.
    Revision(RevisionId),
    /// A coder.
    Coder(CoderId),
}

/// One change to the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the variants' docs say what their fields are; the fields' types say the rest
pub enum Edit {
    /// Names the study.
    NameProject { name: String },
    /// Brings in a text.
    AddDocument {
        document: DocumentId,
        title: String,
        kind: DocumentKind,
        text: TextKey,
        salt: TextKey,
        characters: u32,
        words: u32,
        speakers: Vec<Speaker>,
        #[serde(with = "turns_as_text")]
        turns: Arc<[Turn]>,
        #[serde(with = "lines_as_text")]
        lines: Arc<[u32]>,
        #[serde(default, with = "times_as_text", skip_serializing_if = "<[_]>::is_empty")]
        times: Arc<[(u32, u64)]>,
        rank: u64,
    },
    /// Puts other words in the place of a document's, made of those of the revision `on`. `seals` prove the
    /// words of the passages in which something changed.
    ReviseDocument {
        revision: RevisionId,
        document: DocumentId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<RevisionId>,
        #[serde(with = "changes_as_text")]
        changes: Revision,
        after: Version,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        seals: Vec<(Span, Seal)>,
    },
    /// Gives a document another title.
    RetitleDocument { document: DocumentId, title: String },
    /// Says what sort of material a document is.
    SetKind { document: DocumentId, kind: DocumentKind },
    /// Puts a document elsewhere among the documents.
    PlaceDocument { document: DocumentId, rank: u64 },
    /// Says anew who speaks where: labels renamed, joined, rejected or split.
    SetTurns {
        document: DocumentId,
        speakers: Vec<Speaker>,
        #[serde(with = "turns_as_text")]
        turns: Arc<[Turn]>,
    },
    /// Says what a label stands for.
    MapSpeaker {
        document: DocumentId,
        label: String,
        role: Role,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
    },
    /// Adds a person.
    AddCase { case: CaseId, name: String },
    /// Gives a person another name.
    RenameCase { case: CaseId, name: String },
    /// Says that a person withdraws, and what they want done with what they said; nothing in `how` takes that back.
    Withdraw { case: CaseId, how: Option<Withdrawal> },
    /// Erases words of somebody who withdrew: the texts of these keys, and what stood in the lines of these
    /// changes. What is told of the changes here holds in place of what those lines said.
    Erase {
        case: CaseId,
        texts: Vec<TextKey>,
        #[serde(with = "super::op::apart")]
        lines: Vec<Op>,
    },
    /// Says that two cases are one person; nothing in `into` parts them again.
    JoinCases { case: CaseId, into: Option<CaseId> },
    /// Adds an attribute.
    AddAttribute { attribute: AttributeId, name: String, on: Bearer, values: ValueType },
    /// Changes an attribute's name or values.
    DefineAttribute { attribute: AttributeId, name: String, values: ValueType },
    /// Gives, changes or (with nothing in `value`) takes a value, for one phase or for all.
    SetAttribute {
        attribute: AttributeId,
        subject: Subject,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phase: Option<String>,
        value: Option<String>,
    },
    /// Adds a code under `parent`, or at the top. `from` where its name was taken from these words.
    AddCode {
        code: CodeId,
        name: String,
        parent: Option<CodeId>,
        rank: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Passage>,
    },
    /// Gives a code another name, taken from the words of `from` or from nobody's.
    RenameCode {
        code: CodeId,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Passage>,
    },
    /// Writes what the codebook says of a code.
    DefineCode { code: CodeId, definition: Definition },
    /// Puts a code elsewhere in the tree, or elsewhere among its siblings.
    MoveCode { code: CodeId, parent: Option<CodeId>, rank: u64 },
    /// Makes a code part of another; nothing in `into` parts them again.
    MergeCode { code: CodeId, into: Option<CodeId> },
    /// Puts a code away, or takes it into use again.
    RetireCode { code: CodeId, retired: bool },
    /// Says whether a code was there beforehand, and did not come from the data.
    SetGiven { code: CodeId, given: bool },
    /// Puts a code on a passage. `at` where it was made elsewhere, at another time; `origin` where it was
    /// not put there by hand.
    ApplyCode {
        coding: CodingId,
        passage: Passage,
        code: CodeId,
        coder: CoderId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<i64>,
        #[serde(default, skip_serializing_if = "Origin::is_hand")]
        origin: Origin,
    },
    /// Moves the ends of a coding.
    ResizeCoding { coding: CodingId, passage: Passage },
    /// Puts another code in place of a coding's.
    RecodeCoding { coding: CodingId, code: CodeId },
    /// Sets or takes off a flag.
    FlagCoding { coding: CodingId, flag: Flag, set: bool },
    /// Says who speaks in an excerpt, in place of what the turns say; nothing goes back to the turns.
    Attribute { passage: Passage, speakers: Option<Vec<String>> },
    /// Adds a memo. `excerpts` proves, where it is on a cell, of which excerpts it was written.
    AddMemo {
        memo: MemoId,
        on: Target,
        kind: MemoKind,
        coder: CoderId,
        text: TextKey,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        excerpts: Option<Seal>,
    },
    /// Rewrites a memo; `excerpts` as where it is added.
    WriteMemo {
        memo: MemoId,
        kind: MemoKind,
        text: TextKey,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        excerpts: Option<Seal>,
    },
    /// Makes a memo about something else (an excerpt whose ends moved).
    MoveMemo { memo: MemoId, on: Target },
    /// Says that excerpts were compared, and what came of it. `at` where it was done elsewhere, at another
    /// time.
    Compare {
        comparison: ComparisonId,
        code: Option<CodeId>,
        excerpts: Vec<Passage>,
        coder: CoderId,
        decision: Decision,
        memo: Option<MemoId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<i64>,
    },
    /// Adds a theme: a claim, whoever made it.
    AddTheme { theme: ThemeId, claim: String, coder: CoderId },
    /// Puts a theme's claim into other words.
    RewordTheme { theme: ThemeId, claim: String },
    /// Says how an excerpt stands toward a theme; nothing in `stand` takes that back.
    TakeStand { theme: ThemeId, passage: Passage, stand: Option<Stand> },
    /// Says that somebody does not fit a theme, and what was done to its claim; nothing in `done` takes that back.
    MarkNegative { theme: ThemeId, who: Misfit, done: Option<Remedy> },
    /// Says that counter-evidence was looked for, by what was asked, and how many passages were found. `at` where it
    /// was done elsewhere, at another time.
    SearchEvidence {
        search: SearchId,
        theme: ThemeId,
        query: String,
        found: u32,
        coder: CoderId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<i64>,
    },
    /// Gives a document to a coder, says how far they are with it, or takes it from them.
    Assign { coder: CoderId, document: DocumentId, state: Option<Assignment> },
    /// Adds a coder.
    AddCoder { coder: CoderId, name: String, kind: CoderKind },
    /// Gives a coder another name.
    RenameCoder { coder: CoderId, name: String },
    /// Says that two coders are one; nothing in `into` parts them again.
    JoinCoders { coder: CoderId, into: Option<CoderId> },
    /// Sets a change that did not fit down as settled, so that it is no longer listed, or lists it again.
    SettleConflict { change: OpId, settled: bool },
    /// Takes something away.
    Remove { thing: Thing },
    /// Brings it back.
    Restore { thing: Thing },
}

impl Thing {
    /// Its id, whatever kind of thing it is.
    pub fn id(mut self) -> Id {
        *self.id_mut()
    }

    /// The word for what kind of thing it is.
    pub fn word(self) -> &'static str {
        match self {
            Thing::Document(_) => "document",
            Thing::Case(_) => "case",
            Thing::Attribute(_) => "attribute",
            Thing::Code(_) => "code",
            Thing::Coding(_) => "coding",
            Thing::Memo(_) => "memo",
            Thing::Comparison(_) => "comparison",
            Thing::Theme(_) => "theme",
            Thing::Search(_) => "search",
            Thing::Revision(_) => "revision",
            Thing::Coder(_) => "coder",
        }
    }

    pub(super) fn id_mut(&mut self) -> &mut Id {
        match self {
            Thing::Document(id) => &mut id.0,
            Thing::Case(id) => &mut id.0,
            Thing::Attribute(id) => &mut id.0,
            Thing::Code(id) => &mut id.0,
            Thing::Coding(id) => &mut id.0,
            Thing::Memo(id) => &mut id.0,
            Thing::Comparison(id) => &mut id.0,
            Thing::Theme(id) => &mut id.0,
            Thing::Search(id) => &mut id.0,
            Thing::Revision(id) => &mut id.0,
            Thing::Coder(id) => &mut id.0,
        }
    }
}

impl Edit {
    /// The thing that this edit adds.
    pub fn adds(&self) -> Option<Thing> {
        match *self {
            Edit::AddDocument { document, .. } => Some(Thing::Document(document)),
            Edit::AddCase { case, .. } => Some(Thing::Case(case)),
            Edit::AddAttribute { attribute, .. } => Some(Thing::Attribute(attribute)),
            Edit::AddCode { code, .. } => Some(Thing::Code(code)),
            Edit::ApplyCode { coding, .. } => Some(Thing::Coding(coding)),
            Edit::AddMemo { memo, .. } => Some(Thing::Memo(memo)),
            Edit::Compare { comparison, .. } => Some(Thing::Comparison(comparison)),
            Edit::AddTheme { theme, .. } => Some(Thing::Theme(theme)),
            Edit::SearchEvidence { search, .. } => Some(Thing::Search(search)),
            Edit::ReviseDocument { revision, .. } => Some(Thing::Revision(revision)),
            Edit::AddCoder { coder, .. } => Some(Thing::Coder(coder)),
            _ => None,
        }
    }

    /// Whether it leaves a part of the project as it is before anybody writes it.
    pub fn leaves_nothing(&self) -> bool {
        match self {
            Edit::SetAttribute { value: None, .. }
            | Edit::Attribute { speakers: None, .. }
            | Edit::TakeStand { stand: None, .. }
            | Edit::MarkNegative { done: None, .. }
            | Edit::Assign { state: None, .. }
            | Edit::JoinCases { into: None, .. }
            | Edit::Withdraw { how: None, .. }
            | Edit::JoinCoders { into: None, .. }
            | Edit::MergeCode { into: None, .. }
            | Edit::RetireCode { retired: false, .. }
            | Edit::SetGiven { given: false, .. }
            | Edit::SettleConflict { settled: false, .. } => true,
            Edit::DefineCode { definition, .. } => *definition == Definition::default(),
            _ => false,
        }
    }
}
