//! Acts made of several commits, such as a macro played again: one gesture, so that one undo takes all back.

use std::sync::Arc;

use super::Desk;
use crate::project::{Gesture, Op};

impl Desk {
    /// Has all commits from here on be one act, until `end_act`.
    ///
    /// Each is visible at once, but none is handed to the log's writer before the last: an act is in the log
    /// whole or not at all. Undo and catching up have to wait for its end.
    pub fn begin_act(&mut self) {
        self.act.get_or_insert_default();
    }

    /// Hands the act's changes over as one gesture; gives back how many there are.
    pub fn end_act(&mut self) -> usize {
        let ops = self.act.take().unwrap_or_default();
        let Some(first) = ops.first().map(|op| op.id) else { return 0 };
        let gesture = Gesture { first, size: ops.len() as u32 };
        // They were taken in as gestures of their own.
        ops.iter().for_each(|_| drop(self.fold.pop()));
        let whole = |op: Arc<Op>| Arc::new(Op { gesture, ..Arc::unwrap_or_clone(op) });
        let ops: Vec<Arc<Op>> = ops.into_iter().map(whole).collect();
        ops.iter().for_each(|op| self.fold.insert(Arc::clone(op)));
        let changes = ops.len();
        self.hand_over(ops);
        changes
    }
}
