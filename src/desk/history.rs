//! What was done before: read again, caught up with, taken back.

use super::Desk;
use crate::project::*;
use crate::store::StoreError;

impl Desk {
    /// Every change of every log, in order; read now, where the project was opened without them.
    ///
    /// # Errors
    /// The logs cannot be read any more.
    pub fn history(&mut self) -> Result<&Fold, Hindrance> {
        if !self.fold.is_whole() {
            let unread = |error: StoreError| Hindrance::Unread(error.to_string());
            let (mut ops, set_aside) = self.folder.read_ops().map_err(unread)?;
            // What was done in this sitting may not be on disk yet.
            ops.extend(self.fold.done().iter().map(|done| done.op.clone()));
            self.fold = Fold::of(self.folder.name(), ops).after(&self.fold);
            self.set_aside = set_aside;
        }
        Ok(&self.fold)
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

    fn take_back(&mut self, back: TakingBack) -> Result<String, Hindrance> {
        let before = back.what.map_or_else(String::new, |edit| say(self.project(), &edit));
        let more = back.size.saturating_sub(1);
        self.record(back.edits.into_iter().map(|(edit, undoes)| (edit, Some(undoes))).collect(), None, Project::check)?;
        Ok(if more == 0 { before } else { format!("{before}, and {more} more") })
    }
}
