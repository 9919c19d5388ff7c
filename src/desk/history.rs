//! What was done before: read again, caught up with, taken back.

use std::sync::Arc;

use super::Desk;
use crate::project::*;
use crate::store::{Folder, SetAside, StoreError};

impl Desk {
    /// Every change of every log, in order; read now, where the project was opened without them.
    ///
    /// # Errors
    /// The logs cannot be read any more.
    pub fn history(&mut self) -> Result<&Fold, Hindrance> {
        if !self.fold.is_whole() {
            (self.fold, self.set_aside) = read_again(&self.folder, &self.fold)?;
        }
        Ok(&self.fold)
    }

    /// The same, to be read on another thread, where it takes long.
    ///
    /// # Errors
    /// As there, when it is read.
    pub fn history_elsewhere(&self) -> impl FnOnce() -> Result<Fold, Hindrance> + Send + use<> {
        let (folder, known) = (self.folder.clone(), self.fold.clone());
        move || if known.is_whole() { Ok(known) } else { read_again(&folder, &known).map(|(fold, _)| fold) }
    }

    /// Takes back this coder's last act, in any sitting, and says what it was.
    ///
    /// # Errors
    /// Nothing to take back, or a colleague has changed the same thing since: who, and how.
    pub fn undo(&mut self) -> Result<String, Hindrance> {
        let coder = self.coder;
        self.catch_up()?;
        let back = self.history()?.undo(coder)?;
        self.take_back(back)
    }

    /// Does again the act just taken back, and says what it was.
    ///
    /// # Errors
    /// Nothing to do again, or a colleague has changed the same thing since.
    pub fn redo(&mut self) -> Result<String, Hindrance> {
        let coder = self.coder;
        self.catch_up()?;
        let back = self.history()?.redo(coder)?;
        self.take_back(back)
    }

    /// Takes back one act of this coder's by itself, given one of its changes, and says what it was.
    ///
    /// # Errors
    /// As `Fold::undo_act`.
    pub fn undo_act(&mut self, change: OpId) -> Result<String, Hindrance> {
        let coder = self.coder;
        self.catch_up()?;
        let back = self.history()?.undo_act(change, coder)?;
        self.take_back(back)
    }

    /// Looks at the project as it was at a moment, which is called `words`, and nothing else from now on:
    /// nothing is changed or written, and what comes from colleagues is not taken in.
    ///
    /// # Errors
    /// The logs cannot be read, or nothing was done by then.
    pub fn look_back(&mut self, moment: Moment, words: String) -> Result<(), Hindrance> {
        self.fold = self.history()?.as_of(moment)?;
        self.past = Some(words);
        Ok(())
    }

    /// The moment of the past that is looked at, in words.
    pub fn past(&self) -> Option<&str> {
        self.past.as_deref()
    }

    fn take_back(&mut self, back: TakingBack) -> Result<String, Hindrance> {
        let restored = back.edits.iter().all(|(edit, _)| matches!(edit, Edit::Restore { .. }));
        let what = if restored { format!("{}; it is back", back.what) } else { back.what };
        let (edits, undoes) = back.edits.into_iter().unzip();
        self.record(edits, undoes, None, Project::check)?;
        Ok(what)
    }
}

/// Every change of every log, with what was set aside, where only the project is known that the earlier ones made.
fn read_again(folder: &Folder, known: &Fold) -> Result<(Fold, Vec<SetAside>), Hindrance> {
    let unread = |error: StoreError| Hindrance::Unread(error.to_string());
    let (ops, set_aside) = folder.read_ops().map_err(unread)?;
    // What was done in this sitting may not be on disk yet.
    let here = known.done().iter().map(|done| Arc::clone(&done.op));
    let ops: Vec<Arc<Op>> = ops.into_iter().map(Arc::new).chain(here).collect();
    Ok((Fold::of(folder.name(), ops).after(known), set_aside))
}
