//! A checked copy of a project: written, put on the disk, read back and compared.

use std::io;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::folder::{Folder, RECORD, names_in};
use super::heads::{Head, head_of_all};
use super::known::Understood;
use super::private::{self, Sync};
use crate::project::{Fold, TextKey};

/// Where a folder notes when it was last copied.
const NOTE: &str = "last-backup";

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its folder.
    pub path: PathBuf,
    /// Logs, texts and originals in it.
    pub logs: usize,
    /// Texts.
    pub texts: usize,
    /// Originals, which stand in a folder of their own beside the copy.
    pub originals: usize,
    /// The head of all logs, the same in the project and in the copy.
    pub head: TextKey,
    /// Lines that the project cannot take in; they are in the copy as they are.
    pub set_aside: usize,
}

/// Copies a project into a new folder `<dir>/<name>-<day>-<n>` and, where they are given, the originals into
/// another beside it; then reads the copy back and compares it.
///
/// # Errors
/// The project cannot be read, the copy cannot be written, or it is not what was read.
pub fn backup(folder: &Folder, dir: &Path, day: &str, vault: Option<&Path>) -> Result<Backup, StoreError> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(StoreError::io("find", path));
    if absolute(dir)?.starts_with(absolute(folder.path())?) {
        let why = io::Error::other("it lies in the project, and would be lost with it; name a folder elsewhere");
        return Err(StoreError::io("write a backup in", dir)(why));
    }
    private::make_folder(dir).map_err(StoreError::io("make the folder", dir))?;
    let path = fresh_folder(dir, &format!("{}-{day}", private::clean_name(folder.name())))?;
    // Logs first: the words of every line that is in them are on the disk then.
    let logs: Vec<(String, Vec<u8>)> = folder.read_logs()?.into_iter().map(up_to_line_end).collect();
    let texts = files_in(&folder.path().join("texts"))?;
    put_all(&path.join("log"), &logs)?;
    put_all(&path.join("texts"), &texts)?;
    let originals = match vault.filter(|vault| vault.is_dir()) {
        Some(vault) => {
            let beside = path.with_file_name(format!("{}-originals", name_of(&path)));
            let originals = files_in(vault)?;
            put_all(&beside, &originals)?;
            originals.len()
        }
        None => 0,
    };
    // The record last: without it an unfinished copy is no project.
    let record = folder.path().join(RECORD);
    let words = private::read(&record).map_err(StoreError::io("read", &record))?;
    private::put_new(&path, RECORD, &words).map_err(StoreError::io("write", &path.join(RECORD)))?;
    private::sync_folder(dir).map_err(StoreError::io("write", dir))?;
    let (head, set_aside) = compared(folder, &path, &logs, texts.len())?;
    Ok(Backup { path, logs: logs.len(), texts: texts.len(), originals, head, set_aside })
}

/// What was read back, which must be what was read before.
fn compared(
    folder: &Folder,
    path: &Path,
    logs: &[(String, Vec<u8>)],
    texts: usize,
) -> Result<(TextKey, usize), StoreError> {
    let copy = Folder::open(path)?;
    let heads = |logs: &[(String, Vec<u8>)]| {
        head_of_all(&logs.iter().filter_map(|(name, bytes)| Head::of(name, bytes)).collect::<Vec<_>>())
    };
    let differs = |what: &str| {
        let why = io::Error::other(format!("{what} are not what was copied; do not rely on it, and look at that disk"));
        StoreError::io("verify the backup in", path)(why)
    };
    let back = copy.read_logs()?;
    if back != logs || heads(&back) != heads(logs) {
        return Err(differs("its logs"));
    }
    let Understood { ops, set_aside, .. } = folder.understand(logs)?;
    let ops_back = copy.understand(&back)?.ops;
    if Fold::of(copy.name(), ops_back).project() != Fold::of(folder.name(), ops).project() {
        return Err(differs("its changes"));
    }
    let found = files_in(&path.join("texts"))?;
    let same = |(name, bytes): &(String, Vec<u8>)| {
        private::read(&folder.path().join("texts").join(name)).is_ok_and(|there| there == *bytes)
    };
    if found.len() != texts || !found.iter().all(same) {
        return Err(differs("its texts"));
    }
    Ok((heads(&back), set_aside.len()))
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

/// Makes the first folder `<name>-<n>` that is not there.
fn fresh_folder(dir: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let paths = (1u32..).map(|n| dir.join(format!("{name}-{n}")));
    let path = paths.into_iter().find(|path| !path.exists()).unwrap_or_default();
    private::make_folder(&path).map_err(StoreError::io("make the folder", &path))?;
    Ok(path)
}

/// A log without a line that is being written just now.
fn up_to_line_end((name, mut bytes): (String, Vec<u8>)) -> (String, Vec<u8>) {
    bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1));
    (name, bytes)
}

fn files_in(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let names = names_in(folder)?.into_iter().filter(|name| !name.starts_with('.'));
    let read = |name: String| {
        let path = folder.join(&name);
        Ok((name, private::read(&path).map_err(StoreError::io("read", &path))?))
    };
    names.map(read).collect()
}

fn put_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
    let write = || {
        private::make_folder(folder)?;
        files.iter().try_for_each(|(name, bytes)| private::put(folder, name, bytes, Sync::Now))?;
        private::sync_folder(folder)
    };
    write().map_err(StoreError::io("write in", folder))
}

impl Folder {
    /// Notes when the last copy was made (UTC, ms).
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn note_backup(&self, at: i64) -> Result<(), StoreError> {
        let place = self.path().join("place");
        private::make_folder(&place)
            .and_then(|()| private::put(&place, NOTE, at.to_string().as_bytes(), Sync::Later))
            .map_err(StoreError::io("write", &place.join(NOTE)))
    }

    /// When the last copy was made from here (UTC, ms); nothing where none was, or nobody knows.
    pub fn last_backup(&self) -> Option<i64> {
        private::read_words(&self.path().join("place").join(NOTE)).ok()?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::{SampleWork, put_sample};

    #[test]
    fn a_backup_is_the_project_again_and_a_second_one_stands_beside_it() {
        let home = tempfile::tempdir().unwrap();
        put_sample(&home.path().join("demo"), SampleWork::Kept).unwrap();
        let folder = Folder::open(&home.path().join("demo")).unwrap();
        let (dir, vault) = (home.path().join("safe"), home.path().join("vault"));
        fs::create_dir(&vault).unwrap();
        fs::write(vault.join("interview.docx"), "bytes").unwrap();
        let made = backup(&folder, &dir, "2026-01-02", None).unwrap();
        assert_eq!((made.originals, made.set_aside), (0, 0));
        assert_eq!(made.head, head_of_all(&folder.heads().unwrap()));
        let copy = Folder::open(&made.path).unwrap();
        assert_eq!(copy.read_ops().unwrap(), folder.read_ops().unwrap());
        let second = backup(&folder, &dir, "2026-01-02", Some(&vault)).unwrap();
        assert!(second.path.ends_with(format!("{}-2026-01-02-2", private::clean_name(folder.name()))));
        let beside = second.path.with_file_name(format!("{}-originals", name_of(&second.path)));
        assert_eq!(fs::read(beside.join("interview.docx")).unwrap(), b"bytes");
        let inside = backup(&folder, &folder.path().join("texts"), "2026-01-02", None).unwrap_err().to_string();
        assert!(inside.contains("name a folder elsewhere"), "{inside}");
    }
}
