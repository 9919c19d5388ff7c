//! Which one part of the project an edit writes.

use super::*;
use crate::text::Span;

/// One part of the project that an edit can write: two edits meet only where these are the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Whether the thing is there.
    Presence(Thing),
    /// What it is called.
    Name(Thing),
    /// What the codebook, the kind or the values say of it.
    Meaning(Thing),
    /// Where it stands: place in the tree, span, turns, target.
    Position(Thing),
    /// A document's place among the documents.
    Rank(DocumentId),
    /// Whether it is retired, or part of another.
    State(Thing),
    /// Whether a code was there beforehand.
    Given(CodeId),
    /// One flag of a coding.
    Flag(CodingId, Flag),
    /// Whether and how a person withdrew.
    Withdrawal(CaseId),
    /// What was erased for a person.
    Erasure(CaseId),
    /// What a label stands for.
    Speaker(DocumentId, String),
    /// One value.
    Value(AttributeId, Subject, Option<String>),
    /// Who speaks in an excerpt.
    Attribution(DocumentId, Span),
    /// How a passage stands toward a theme.
    Stand(ThemeId, DocumentId, Span),
    /// Whether somebody does not fit a theme, and what was done.
    Negative(ThemeId, Misfit),
    /// Who codes what.
    Assignment(CoderId, DocumentId),
    /// The study's name.
    Project,
    /// Whether a change that did not fit is settled.
    Conflict(OpId),
}

impl Edit {
    /// The one part of the project that this edit writes.
    pub fn aspect(&self) -> Aspect {
        match self {
            Edit::NameProject { .. } => Aspect::Project,
            Edit::SettleConflict { change, .. } => Aspect::Conflict(*change),
            Edit::RetitleDocument { document, .. } => Aspect::Name(Thing::Document(*document)),
            Edit::SetKind { document, .. } => Aspect::Meaning(Thing::Document(*document)),
            Edit::PlaceDocument { document, .. } => Aspect::Rank(*document),
            Edit::SetTurns { document, .. } => Aspect::Position(Thing::Document(*document)),
            Edit::MapSpeaker { document, label, .. } => Aspect::Speaker(*document, label.clone()),
            Edit::RenameCase { case, .. } => Aspect::Name(Thing::Case(*case)),
            Edit::Withdraw { case, .. } => Aspect::Withdrawal(*case),
            Edit::Erase { case, .. } => Aspect::Erasure(*case),
            Edit::JoinCases { case, .. } => Aspect::State(Thing::Case(*case)),
            Edit::DefineAttribute { attribute, .. } => Aspect::Meaning(Thing::Attribute(*attribute)),
            Edit::SetAttribute { attribute, subject, phase, .. } => Aspect::Value(*attribute, *subject, phase.clone()),
            Edit::RenameCode { code, .. } => Aspect::Name(Thing::Code(*code)),
            Edit::DefineCode { code, .. } => Aspect::Meaning(Thing::Code(*code)),
            Edit::MoveCode { code, .. } => Aspect::Position(Thing::Code(*code)),
            Edit::MergeCode { code, .. } | Edit::RetireCode { code, .. } => Aspect::State(Thing::Code(*code)),
            Edit::SetGiven { code, .. } => Aspect::Given(*code),
            Edit::ResizeCoding { coding, .. } => Aspect::Position(Thing::Coding(*coding)),
            Edit::RecodeCoding { coding, .. } => Aspect::Meaning(Thing::Coding(*coding)),
            Edit::FlagCoding { coding, flag, .. } => Aspect::Flag(*coding, *flag),
            Edit::Attribute { passage, .. } => Aspect::Attribution(passage.document, passage.span),
            Edit::WriteMemo { memo, .. } => Aspect::Meaning(Thing::Memo(*memo)),
            Edit::MoveMemo { memo, .. } => Aspect::Position(Thing::Memo(*memo)),
            Edit::RewordTheme { theme, .. } => Aspect::Meaning(Thing::Theme(*theme)),
            Edit::TakeStand { theme, passage, .. } => Aspect::Stand(*theme, passage.document, passage.span),
            Edit::MarkNegative { theme, who, .. } => Aspect::Negative(*theme, who.clone()),
            Edit::Assign { coder, document, .. } => Aspect::Assignment(*coder, *document),
            Edit::RenameCoder { coder, .. } => Aspect::Name(Thing::Coder(*coder)),
            Edit::JoinCoders { coder, .. } => Aspect::State(Thing::Coder(*coder)),
            Edit::Remove { thing } | Edit::Restore { thing } => Aspect::Presence(*thing),
            Edit::AddDocument { document, .. } => Aspect::Presence(Thing::Document(*document)),
            Edit::AddCase { case, .. } => Aspect::Presence(Thing::Case(*case)),
            Edit::AddAttribute { attribute, .. } => Aspect::Presence(Thing::Attribute(*attribute)),
            Edit::AddCode { code, .. } => Aspect::Presence(Thing::Code(*code)),
            Edit::ApplyCode { coding, .. } => Aspect::Presence(Thing::Coding(*coding)),
            Edit::AddMemo { memo, .. } => Aspect::Presence(Thing::Memo(*memo)),
            Edit::ReviseDocument { revision, .. } => Aspect::Presence(Thing::Revision(*revision)),
            Edit::Compare { comparison, .. } => Aspect::Presence(Thing::Comparison(*comparison)),
            Edit::AddTheme { theme, .. } => Aspect::Presence(Thing::Theme(*theme)),
            Edit::SearchEvidence { search, .. } => Aspect::Presence(Thing::Search(*search)),
            Edit::AddCoder { coder, .. } => Aspect::Presence(Thing::Coder(*coder)),
        }
    }
}
