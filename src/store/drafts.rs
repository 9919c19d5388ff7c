//! What a coder has begun to write and not kept yet: a file for each, their own alone even where the project
//! is shared, and gone once it is kept or given up.

use std::fs;
use std::path::PathBuf;

use super::error::StoreError;
use super::folder::{Folder, names_in};
use super::private::{self, Sync};
use crate::project::CoderId;

impl Folder {
    fn drafts_folder(&self, coder: CoderId) -> PathBuf {
        self.path().join("place").join(format!("{coder}-drafts"))
    }

    /// Every draft of that coder by its file's name, the one written last first; words that cannot be read are
    /// none.
    pub fn drafts(&self, coder: CoderId) -> Vec<(String, String)> {
        let folder = self.drafts_folder(coder);
        let mut names = names_in(&folder).unwrap_or_default();
        names.retain(|name| name.ends_with(".ron") && !name.starts_with('.'));
        let written = |name: &String| fs::metadata(folder.join(name)).and_then(|file| file.modified()).ok();
        names.sort_by_cached_key(|name| std::cmp::Reverse(written(name)));
        let read = |name: String| {
            let words = private::read_words(&folder.join(&name)).unwrap_or_default();
            (name, words)
        };
        names.into_iter().map(read).collect()
    }

    /// Writes a draft into its file, or into a new one; gives back the file's name. It outlives this program at
    /// once, and the computer a little later.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write_draft(&self, coder: CoderId, file: Option<&str>, words: &str) -> Result<String, StoreError> {
        let folder = self.drafts_folder(coder);
        private::make_folder(&folder).map_err(StoreError::io("make the folder", &folder))?;
        if let Some(file) = file {
            let path = folder.join(file);
            private::put(&folder, file, words.as_bytes(), Sync::Later).map_err(StoreError::io("write", &path))?;
            return Ok(file.to_string());
        }
        // Another window of the same coder has files of its own.
        for n in 1u32.. {
            let name = format!("{}-{n}.ron", std::process::id());
            match private::put_new(&folder, &name, words.as_bytes()) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                done => return done.map(|()| name.clone()).map_err(StoreError::io("write", &folder.join(name))),
            }
        }
        unreachable!("a folder holds fewer files than there are numbers")
    }

    /// Removes a draft that was kept or given up.
    pub fn drop_draft(&self, coder: CoderId, file: &str) {
        // One that cannot be removed now is offered once more.
        let folder = self.drafts_folder(coder);
        let _ = fs::remove_file(folder.join(file));
        // The last one takes the folder with it, and what a killed program left there half written.
        let is_last = names_in(&folder).is_ok_and(|names| !names.iter().any(|name| name.ends_with(".ron")));
        if is_last {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Sharing;

    #[test]
    fn a_draft_is_written_over_listed_and_gone() {
        let above = tempfile::tempdir().unwrap();
        let folder = Folder::create(&above.path().join("peers"), "peers", Sharing::Private).unwrap();
        let coder: CoderId = "k3f9x2m7-1".parse().unwrap();
        let [first, second] = ["one", "two"].map(|words| folder.write_draft(coder, None, words).unwrap());
        assert_ne!(first, second);
        assert_eq!(folder.write_draft(coder, Some(&first), "more"), Ok(first.clone()));
        let mut found = folder.drafts(coder);
        found.sort_by_key(|(_, words)| words.clone());
        assert_eq!(found, [(first.clone(), "more".to_string()), (second.clone(), "two".to_string())]);
        #[cfg(unix)]
        assert_eq!(private::mode(&folder.drafts_folder(coder).join(&first)), 0o600);
        folder.drop_draft(coder, &first);
        folder.drop_draft(coder, &second);
        assert_eq!(folder.drafts(coder), []);
        assert!(!folder.drafts_folder(coder).exists());
    }
}
