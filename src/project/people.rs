//! The people: who spoke, who they are, who codes.

use serde::{Deserialize, Serialize};

use super::{CaseId, CoderId, DocumentId};

/// What a speaker is in the study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// A person studied; the only role that yields respondents.
    #[default]
    Participant,
    /// Asks the questions.
    Interviewer,
    /// Watches, takes notes.
    Observer,
    /// Speaks for somebody else.
    Interpreter,
    /// Several voices at once.
    Group,
    /// Somebody nobody could tell.
    Unidentified,
}

impl Role {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Role; 6] =
        [Role::Participant, Role::Interviewer, Role::Observer, Role::Interpreter, Role::Group, Role::Unidentified];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Participant => "participant",
            Role::Interviewer => "interviewer",
            Role::Observer => "observer",
            Role::Interpreter => "interpreter",
            Role::Group => "group",
            Role::Unidentified => "unidentified",
        }
    }

    /// The role of that word.
    pub fn of(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A label in one document, with what it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// As it stands in the text.
    pub label: String,
    /// What this speaker is in the study.
    pub role: Role,
    /// The person, where known.
    #[serde(default)]
    pub case: Option<CaseId>,
}

/// A person who counts: a case, or a participant of one document who is not yet known as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// A case.
    Case(CaseId),
    /// A speaker, by place in the document's list.
    Speaker(DocumentId, u16),
}

/// A case: a person studied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// As shown.
    pub name: String,
    /// The same person under another name, which counts instead.
    pub joined_to: Option<CaseId>,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// What kind of coder it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CoderKind {
    /// Somebody who codes.
    #[default]
    Person,
    /// The team's agreed coding.
    Consensus,
}

impl CoderKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            CoderKind::Person => "person",
            CoderKind::Consensus => "consensus",
        }
    }
}

/// Somebody who codes, or the team's consensus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coder {
    /// As shown on codings.
    pub name: String,
    /// A person, or the consensus.
    pub kind: CoderKind,
    /// The same coder under another id, which counts instead.
    pub joined_to: Option<CoderId>,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// How far a coder is with a document they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Assignment {
    /// To do, or being done.
    Open,
    /// Said to be finished.
    Finished,
}
