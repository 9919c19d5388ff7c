//! How a command ends.

use super::import::Import;
use crate::analysis::Wrong;
use crate::desk::{CannotOpen, Desk};
use crate::exchange::Unreadable;
use crate::project::{Hindrance, Refusal};
use crate::store::{Home, StoreError};

/// A command that did what it could.
pub enum Outcome {
    /// All of it.
    Done,
    /// Nothing was found, or not all could be done; what, was said.
    Short,
    /// The rest is done on the screen.
    Screen(Box<Screen>),
}

/// What the interactive program is given.
pub struct Screen {
    /// What is shown first.
    pub first: First,
    /// The person's folders.
    pub home: Home,
    /// The person's name on codings.
    pub coder: String,
    /// The person's own keymap, by file name, or why it cannot be read.
    pub keys: Result<Option<(String, String)>, String>,
}

/// What the interactive program shows first.
pub enum First {
    /// A project, opened for this coder.
    Project(Box<Desk>),
    /// What can be opened and made.
    Welcome,
    /// The lessons.
    Tutor,
    /// Who speaks in what is about to be imported into a project.
    Import(Box<Desk>, Box<Import>),
}

/// Why a command did nothing: what, where, and the next step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The project does not allow it.
    #[error("{0}")]
    Refused(String),
    /// The command was not understood, or names something that is not there.
    #[error("{0}")]
    Usage(String),
    /// A project or file cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// It could not be put on the disk.
    #[error("{0}")]
    NotWritten(String),
}

impl Failure {
    /// What the shell sees.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Unreadable(_) => 3,
            Failure::NotWritten(_) => 5,
        }
    }

    /// The same, with where it happened before it.
    pub fn at(self, place: &str) -> Failure {
        let placed = |words: String| format!("{place}: {words}");
        match self {
            Failure::Refused(words) => Failure::Refused(placed(words)),
            Failure::Usage(words) => Failure::Usage(placed(words)),
            Failure::Unreadable(words) => Failure::Unreadable(placed(words)),
            Failure::NotWritten(words) => Failure::NotWritten(placed(words)),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        let words = error.to_string();
        match error {
            StoreError::Taken { .. } | StoreError::Exists { .. } => Failure::Refused(words),
            StoreError::NoProject | StoreError::NoHome => Failure::Usage(words),
            StoreError::Io { what, .. } if !what.starts_with("read") && what != "find" => Failure::NotWritten(words),
            _ => Failure::Unreadable(words),
        }
    }
}

impl From<CannotOpen> for Failure {
    fn from(error: CannotOpen) -> Failure {
        match error {
            CannotOpen::Store(error) => error.into(),
            who => Failure::Usage(who.to_string()),
        }
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Failure {
        match wrong {
            Wrong::Nothing(words) => Failure::Refused(words),
            _ => Failure::Usage(wrong.to_string()),
        }
    }
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Failure {
        Failure::Unreadable(error.to_string())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        match refusal {
            Refusal::Unknown(_) | Refusal::NoSpeaker { .. } => Failure::Usage(refusal.to_string()),
            _ => Failure::Refused(refusal.to_string()),
        }
    }
}

impl From<Hindrance> for Failure {
    fn from(hindrance: Hindrance) -> Failure {
        Failure::Refused(hindrance.to_string())
    }
}
