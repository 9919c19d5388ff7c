//! Words that are erased, and all that is known read again without them.

use std::collections::BTreeSet;
use std::path::Path;

use super::Desk;
use crate::project::*;
use crate::store::{Erased, Folder, Known, StoreError, erase_from_keys};

/// What is known of a project, once all that was erased is out of its files; with what could not be taken out.
pub(super) fn read(folder: &Folder, vault: Option<&Path>) -> Result<(Known, Vec<String>), StoreError> {
    let known = folder.read_known()?;
    match erase(folder, &known, vault) {
        // What was half taken out can be read now.
        Ok(erased) if erased.lines > 0 && !known.set_aside.is_empty() => Ok((folder.read_known()?, left(&erased))),
        Ok(erased) => Ok((known, left(&erased))),
        // It is no reason not to open the project.
        Err(why) => Ok((known, vec![why.to_string()])),
    }
}

fn erase(folder: &Folder, known: &Known, vault: Option<&Path>) -> Result<Erased, StoreError> {
    let texts: BTreeSet<TextKey> = known.fold.project().erased().collect();
    if known.erasures.is_empty() && texts.is_empty() {
        return Ok(Erased::default());
    }
    folder.erase(&known.erasures, &texts, vault)
}

fn left(erased: &Erased) -> Vec<String> {
    let theirs = erased.of_others.iter();
    theirs
        .map(|path| format!("{} is another person's; it is done when they open the project", path.display()))
        .collect()
}

impl Desk {
    /// What was erased and could not be taken out of the files yet, each with the reason.
    pub fn not_erased(&self) -> &[String] {
        &self.left
    }

    /// Takes out of the files what saved changes say is erased, and reads all anew without it.
    ///
    /// # Errors
    /// A file cannot be read or written. What is not done is done at the next opening.
    pub fn erase(&mut self) -> Result<Erased, StoreError> {
        let known = self.folder.read_known()?;
        let erased = erase(&self.folder, &known, self.vault.as_deref())?;
        self.read_anew()?;
        self.left = left(&erased);
        Ok(erased)
    }

    /// Takes words out of what stands beside the project: keys to pseudonyms in the vault, drafts, and where people
    /// are. Gives back how many files that was.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn erase_beside(
        &self,
        repeats: &dyn Fn(&str) -> bool,
        without: &dyn Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<usize, StoreError> {
        let keys = self.vault.as_deref().map_or(Ok(0), |vault| erase_from_keys(vault, without))?;
        Ok(keys + self.folder.erase_notes(repeats)?)
    }

    /// Reads the logs again, with what is not saved yet.
    pub(super) fn read_anew(&mut self) -> Result<(), StoreError> {
        let (Known { fold, set_aside, .. }, left) = read(&self.folder, self.vault.as_deref())?;
        let before = std::mem::replace(&mut self.fold, fold);
        self.fold = std::mem::take(&mut self.fold).after(&before);
        self.fold.take_in(before.done().iter().map(|done| done.op.clone()).collect());
        (self.set_aside, self.left) = (set_aside, left);
        self.texts.forget(self.fold.project().erased());
        (self.kept, self.logs) = (false, Vec::new());
        Ok(())
    }
}
