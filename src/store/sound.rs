//! Whether the files of a project are what and whose they should be.

use std::path::{Path, PathBuf};

use super::error::{StoreError, reason};
use super::folder::{Folder, RECORD, SUBFOLDERS, names_in, record_in};
use super::{machine, private, shelf};
use crate::project::TextKey;

/// The texts that are not what their names say, needed or not, and why.
///
/// # Errors
/// The folder cannot be read.
pub fn damaged_texts(folder: &Folder) -> Result<Vec<(PathBuf, String)>, StoreError> {
    let texts = folder.path().join("texts");
    let names = names_in(&texts)?.into_iter().filter(|name| !name.starts_with('.'));
    let damage = |name: String| {
        let path = texts.join(&name);
        let why = match private::read(&path) {
            Err(error) => reason(&error),
            Ok(bytes) => {
                let is_named = |words| shelf::file_name(TextKey::of(words)) == name;
                match std::str::from_utf8(&bytes).is_ok_and(is_named) {
                    true => return None,
                    false => "its words are not those that its name is the hash of".to_string(),
                }
            }
        };
        Some((path, why))
    };
    Ok(names.filter_map(damage).collect())
}

/// What in a project folder is open to others than its owner, or those of the group it is shared with.
///
/// Opening a project closes what it can, so this looks at the folder as it lies.
pub fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    let record = folder.join(RECORD);
    let words = private::read_words(&record).ok();
    let shared = words.and_then(|words| record_in(&words, &record).ok()).is_some_and(|(record, _)| record.is_shared());
    let mut paths = vec![folder.to_path_buf(), record];
    for folder in SUBFOLDERS.map(|name| folder.join(name)) {
        paths.extend(names_in(&folder).unwrap_or_default().into_iter().map(|name| folder.join(name)));
        paths.push(folder);
    }
    // A colleague reads every file and writes only into folders.
    let closed = |path: &PathBuf| match (shared, path.is_dir()) {
        (false, _) => 0o077,
        (true, true) => 0o007,
        (true, false) => 0o037,
    };
    paths.retain(|path| machine::mode_of(path).is_some_and(|mode| mode & closed(path) != 0));
    paths
}
