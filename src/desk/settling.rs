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
        let (wanted, project) = (conflict.op.edit.clone(), fold.project());
        let mut edits = match again {
            false => Vec::new(),
            true => match project.fitted(&wanted) {
                Some(edits) => edits,
                None => return Err(project.check(&wanted).err().unwrap_or(Refusal::Unknown("form of it")).into()),
            },
        };
        edits.push(Edit::SettleConflict { change, settled: true });
        let did = if again { "Did again" } else { "Left undone" };
        let said = format!("{did}: {}", say(project, &wanted));
        self.commit(edits)?;
        Ok(said)
    }
}
