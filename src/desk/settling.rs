//! Changes that did not fit, put right.

use super::Desk;
use crate::project::*;

impl Desk {
    /// Sets a change that did not fit down as settled; before that, where it is wanted `again`, does what it
    /// wanted in a form that fits. Says what was done.
    ///
    /// # Errors
    /// There is no such conflict, or there is no form in which it fits: why.
    pub fn settle(&mut self, change: OpId, again: bool) -> Result<String, Hindrance> {
        let fold = self.history()?;
        let conflict = fold.conflict(change).ok_or(Refusal::Unknown("conflict"))?;
        let project = fold.project();
        let mut edits = Vec::new();
        if again {
            let wanted = fold.wanted_now(&conflict)?;
            match project.fitted(&wanted) {
                Some(fitted) => edits = fitted,
                None => project.check(&wanted)?,
            }
        }
        edits.push(Edit::SettleConflict { change, settled: true });
        let did = if again { "Did again" } else { "Left undone" };
        let said = format!("{did}: {}", say(project, &conflict.op.edit));
        self.commit(edits)?;
        Ok(said)
    }
}
