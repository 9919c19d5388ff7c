//! Whether the files of a project are what and whose they should be.

use std::path::{Path, PathBuf};

use super::error::{StoreError, reason};
use super::folder::{Folder, RECORD, SUBFOLDERS, names_in};
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

/// What in a project folder others than its owner (and its group, where it is shared) may read or write.
pub fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    let mut paths = vec![folder.to_path_buf(), folder.join(RECORD)];
    for folder in SUBFOLDERS.map(|name| folder.join(name)) {
        paths.extend(names_in(&folder).unwrap_or_default().into_iter().map(|name| folder.join(name)));
        paths.push(folder);
    }
    // A folder that gives its group on is shared with that group.
    let is_shared = machine::mode_of(folder).is_some_and(|mode| mode & 0o2000 != 0);
    let others = if is_shared { 0o007 } else { 0o077 };
    paths.retain(|path| machine::mode_of(path).is_some_and(|mode| mode & others != 0));
    paths
}
