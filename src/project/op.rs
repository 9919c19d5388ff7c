//! A change as the log has it: the edit, with who, when and what for.

use super::{CoderId, Edit, OpId, Order, RevisionId, Thing};

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Op {
    /// Its log, and its number there.
    pub id: OpId,
    /// 1 + the largest tick its writer had seen: the order of all changes, with the id.
    pub tick: u64,
    /// Who acted.
    pub by: CoderId,
    /// When (UTC, milliseconds since 1970): a label only, nothing is ever ordered by it.
    pub at: i64,
    /// The change.
    pub edit: Edit,
    /// What was there before, for human readers. Changes that add have nothing to say here.
    pub was: Option<Box<Edit>>,
    /// The changes of one act.
    pub gesture: Gesture,
    /// The change that this one takes back.
    pub undoes: Option<OpId>,
    /// Why, where somebody said so.
    pub why: Option<String>,
    /// The revisions of texts in which its positions count, the last one of each document whose words were
    /// written anew.
    pub texts: Vec<RevisionId>,
}

/// The changes of one act: they are saved together, and undone together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gesture {
    /// The first of them.
    pub first: OpId,
    /// How many they are.
    pub size: u32,
}

impl Op {
    /// The place of this change in the one order of all logs.
    pub fn order(&self) -> Order {
        (self.tick, self.id.0.log(), self.id.0.number())
    }

    /// Whether it names that thing, or counts positions in it.
    pub fn mentions(&self, thing: Thing) -> bool {
        self.edit.mentions(thing) || self.texts.iter().any(|&revision| Thing::Revision(revision) == thing)
    }
}
