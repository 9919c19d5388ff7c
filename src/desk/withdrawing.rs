//! Somebody's words taken out of the project for good.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::Desk;
use crate::project::*;
use crate::store::{Erased, NamesIn, Repository, Sent, StoreError, note_sent, pseudonym_keys, register, sent};
use crate::text::{Text, count_of};

/// How long the record of an erasure may take to reach the disk before the erasing is left to the next opening.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why words were not erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    /// Nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What is to be erased is not on the disk yet.
    #[error("not saved yet ({0}); the words are erased as soon as it is, at the next opening of the project")]
    NotSaved(String),
    /// The project is done, a key to pseudonyms or a draft is not.
    #[error("{0}; the project is done, but this file may still hold their words: remove it yourself")]
    Beside(StoreError),
    /// It is said, but not done yet.
    #[error("{0}; what is left is erased at the next opening of the project")]
    Left(#[from] StoreError),
}

/// What was erased: in the project's files, and beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// In the project and of its originals.
    pub erased: Erased,
    /// Keys to pseudonyms, drafts and notes of where people are.
    pub beside: usize,
}

impl Gone {
    /// How many files of which kind were removed or written over.
    pub fn files(&self) -> [(&'static str, usize); 4] {
        let Erased { texts, lines, originals, .. } = self.erased;
        [("text", texts), ("log line", lines), ("original", originals), ("note beside the project", self.beside)]
    }
}

impl Desk {
    /// Takes words out for good as it was planned, as one act, and then out of all files that are this person's.
    ///
    /// # Errors
    /// The project does not allow it, and nothing was changed; or not all of it is done yet.
    pub fn take_out(
        &mut self,
        texts: Vec<(TextKey, Arc<Text>)>,
        edits: Vec<Edit>,
        repeats: &dyn Fn(&str) -> bool,
        key_without: &dyn Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<Gone, NotErased> {
        texts.into_iter().for_each(|(key, text)| self.hold_text(key, text));
        self.commit(edits)?;
        // Not at the next opening: only here it is known which words they are.
        let beside = self.erase_beside(repeats, key_without);
        let saved = self.wait(PATIENCE);
        if saved.unsaved > 0 {
            return Err(NotErased::NotSaved(saved.trouble.unwrap_or_else(|| "the disk does not answer".to_string())));
        }
        let erased = self.read_anew()?;
        Ok(Gone { erased, beside: beside.map_err(NotErased::Beside)? })
    }

    /// Notes in the register that something with words of the project was written outside it, by whom and whether it
    /// names people; without a path it went to standard output.
    pub fn note_sent(&self, what: &str, path: Option<&Path>, who: &str, names: NamesIn) {
        if let Some(vault) = &self.vault {
            let (day, who, what) = (self.today().to_string(), who.to_string(), what.to_string());
            // Not noted, it is not named later on: what was written is there all the same.
            let _ = note_sent(vault, Sent { day, who, what, names, path: path.map(Path::to_path_buf) });
        }
    }

    /// Where something was written outside the project, as far as it was noted here.
    pub fn sent(&self) -> Vec<Sent> {
        self.vault.as_deref().map_or_else(Vec::new, sent)
    }

    /// All that was noted of what left, the earliest first.
    pub fn register(&self) -> Vec<Sent> {
        self.vault.as_deref().map_or_else(Vec::new, register)
    }

    /// The keys to pseudonyms that are kept here, the earliest first: name and bytes.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn pseudonym_keys(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.vault.as_deref().map_or_else(|| Ok(Vec::new()), pseudonym_keys)
    }

    /// What no erasure can reach: copies that were made, and a history that keeps all, each in words.
    pub fn out_of_reach(&self) -> Vec<String> {
        let is_there = |path: &Path| if path.exists() { "still there" } else { "not there any more" };
        let sent = self.sent().into_iter();
        let told = |it: Sent| {
            let path = it.path.as_deref()?;
            Some(format!("{} of {}: {} ({})", it.what, it.day, path.display(), is_there(path)))
        };
        let mut places: Vec<String> = sent.filter_map(told).collect();
        let unknown: Vec<Sent> = self.register().into_iter().filter(|it| it.path.is_none()).collect();
        if let Some(last) = unknown.last() {
            let dumps = count_of(unknown.len(), "dump");
            places
                .push(format!("{dumps} to standard output, the last of {}: who made it knows where it went", last.day));
        }
        if Repository::of(self.folder()).is_ok() {
            let git = self.folder().path().join(".git");
            places.push(format!(
                "the history of the git repository ({}) and of those it was shared with, which keeps every version: begin a new one without it",
                git.display()
            ));
        }
        places.extend(self.not_erased().iter().cloned());
        places
    }

    /// Writes a certificate into the vault; where it is.
    ///
    /// # Errors
    /// There is no vault, or it cannot be written.
    pub fn write_certificate(&self, name: &str, words: &str) -> Result<PathBuf, StoreError> {
        let vault = self.vault.clone().unwrap_or_else(|| self.folder().path().join("place"));
        let path = vault.join(name);
        crate::store::put_private(&vault, name, words.as_bytes())?;
        Ok(path)
    }
}
