//! Words that are erased, and all that is known read again without them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Desk;
use crate::project::*;
use crate::store::{Erased, Folder, Known, StoreError, erase_from_keys};

/// What is known of a project once all that was erased is out of its files, what was taken out of them now, and what
/// could not be.
pub(super) fn read(folder: &Folder, vault: Option<&Path>) -> Result<(Known, Erased, Vec<String>), StoreError> {
    let known = folder.read_known()?;
    let texts: BTreeSet<TextKey> = known.fold.project().erased().collect();
    if known.erasures.is_empty() && texts.is_empty() {
        return Ok((known, Erased::default(), Vec::new()));
    }
    let erased = match folder.erase(&known.erasures, &texts, vault) {
        Ok(erased) => erased,
        // It is no reason not to open the project.
        Err(why) => return Ok((known, Erased::default(), vec![why.to_string()])),
    };
    let theirs =
        |path: &PathBuf| format!("{} is another person's; it is done when they open the project", path.display());
    let left = erased.of_others.iter().map(theirs).collect();
    // What was half taken out can be read now.
    let known = if erased.lines > 0 && !known.set_aside.is_empty() { folder.read_known()? } else { known };
    Ok((known, erased, left))
}

impl Desk {
    /// What was erased and could not be taken out of the files yet, each with the reason.
    pub fn not_erased(&self) -> &[String] {
        &self.left
    }

    /// Takes words out of what stands beside the project: keys to pseudonyms in the vault, drafts, and where people
    /// are. Gives back how many files that was.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub(super) fn erase_beside(
        &self,
        repeats: &dyn Fn(&str) -> bool,
        without: &dyn Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<usize, StoreError> {
        let keys = self.vault.as_deref().map_or(Ok(0), |vault| erase_from_keys(vault, without))?;
        Ok(keys + self.folder.erase_notes(repeats)?)
    }

    /// Reads the logs again, with what is not saved yet, once what saved changes say is erased is out of the files;
    /// gives back what was taken out of them. What could not be is done at the next opening.
    pub(super) fn read_anew(&mut self) -> Result<Erased, StoreError> {
        let (Known { fold, set_aside, .. }, erased, left) = read(&self.folder, self.vault.as_deref())?;
        let before = std::mem::replace(&mut self.fold, fold);
        self.fold = std::mem::take(&mut self.fold).after(&before);
        self.fold.take_in(before.done().iter().map(|done| done.op.clone()).collect());
        (self.set_aside, self.left) = (set_aside, left);
        self.texts.forget(self.fold.project().erased());
        (self.kept, self.logs) = (false, Vec::new());
        Ok(erased)
    }
}
