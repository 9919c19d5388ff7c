//! What colleagues do while we are here.

use super::Desk;
use crate::project::*;
use crate::store::{Fault, is_erasing};

/// What others did since it was asked last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Their changes, in order.
    pub ops: Vec<Op>,
    /// How many changes, of theirs or ours, no longer fit.
    pub conflicts: usize,
    /// Why something of it cannot be read.
    pub trouble: Option<String>,
}

impl Desk {
    /// Looks at the logs at once; `take_in` has what is found.
    pub fn look(&self) {
        self.watch.look();
    }

    /// Looks at the logs, and takes in what came to them: from the shell, or from another screen.
    ///
    /// # Errors
    /// As `take_in`.
    pub fn catch_up(&mut self) -> Result<Option<News>, Hindrance> {
        self.look();
        self.take_in()
    }

    /// Takes in what the watch has found; nothing where nothing came, or an act is not at its end.
    ///
    /// # Errors
    /// What was done before cannot be read again; what came is kept, and taken in another time.
    pub fn take_in(&mut self) -> Result<Option<News>, Hindrance> {
        if self.act.is_some() || self.past.is_some() {
            return Ok(None);
        }
        let arrived = self.watch.take();
        let erases = is_erasing(&arrived.ops, &arrived.set_aside);
        self.arrived.extend(arrived.ops);
        self.set_aside.extend(arrived.set_aside);
        let mut ops = std::mem::take(&mut self.arrived);
        ops.retain(|op| !self.fold.has(op));
        if ops.is_empty() {
            return Ok(arrived.trouble.map(|trouble| News { trouble: Some(trouble), ..News::default() }));
        }
        ops.sort_by_key(Op::order);
        // What is not at hand can only be gone on from: what sorts before its end has it read again.
        if !self.fold.is_whole()
            && ops.first().map(Op::order) <= self.fold.last()
            && let Err(unread) = self.history().map(drop)
        {
            self.arrived = ops;
            return Err(unread);
        }
        let conflicts = self.fold.take_in(ops.clone());
        if erases {
            // What was erased stands in what was read before, too.
            self.read_anew().map_err(|why| Hindrance::Unread(why.to_string()))?;
        }
        // What was being written when we came is there now.
        self.set_aside.retain(|aside| {
            let unfinished = matches!(aside.fault, Fault::Torn | Fault::Incomplete);
            !unfinished || !ops.iter().any(|op| Some(op.id) == aside.op)
        });
        // What was kept for the next opening is of this one's beginning; it is kept anew at another one.
        self.kept = false;
        self.logs.clear();
        Ok(Some(News { ops, conflicts, trouble: arrived.trouble }))
    }
}
