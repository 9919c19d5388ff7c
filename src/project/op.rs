//! A change as the log has it: the edit, with who, when and what for.

use serde::{Deserialize, Serialize};

use super::{CoderId, Edit, Id, OpId, Order, RevisionId, Thing};

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Box<Edit>>,
    /// The changes of one act.
    pub gesture: Gesture,
    /// The change that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<OpId>,
    /// Why, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The revisions of texts in which its positions count, the last one of each document whose words were
    /// written anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<RevisionId>,
}

/// The changes of one act: they are saved together, and undone together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

    /// Visits every id that it names, its own among them.
    pub fn for_each_id(&mut self, visit: &mut dyn FnMut(&mut Id)) {
        visit(&mut self.id.0);
        visit(&mut self.by.0);
        self.edit.for_each_id(visit);
        self.was.iter_mut().for_each(|was| was.for_each_id(visit));
        visit(&mut self.gesture.first.0);
        self.undoes.iter_mut().for_each(|undone| visit(&mut undone.0));
        self.texts.iter_mut().for_each(|revision| visit(&mut revision.0));
    }

    /// Whether it names that thing, or counts positions in it.
    pub fn mentions(&self, thing: Thing) -> bool {
        self.edit.mentions(thing) || self.texts.iter().any(|&revision| Thing::Revision(revision) == thing)
    }
}

/// Changes within a change, read and written by functions of their own: put into one another without end, those of
/// `Edit` and `Op` keep the compiler busy for minutes.
pub(super) mod apart {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Op;

    #[inline(never)]
    pub fn serialize<S: Serializer>(ops: &[Op], to: S) -> Result<S::Ok, S::Error> {
        ops.serialize(to)
    }

    #[inline(never)]
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Op>, D::Error> {
        Vec::deserialize(from)
    }
}
