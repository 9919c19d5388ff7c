//! What the log's writer needs of a disk, and the disk that is a project folder.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::private::{self, Access};
use super::shelf;
use crate::project::TextKey;
use crate::text::Text;

/// Whether the vault keeps the files that arrive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Originals {
    /// It does.
    #[default]
    Kept,
    /// It does not; keys to pseudonyms are kept all the same, as nothing else holds them.
    NotKept,
}

/// Where the log's writer writes.
#[allow(missing_docs)] // errors are those of the system
pub trait Disk: Send {
    /// Where it is, for messages.
    fn path(&self) -> &Path;
    /// Makes a new log file, which later calls append to. Its name is on the disk when this returns.
    fn create_log(&mut self, name: &str) -> io::Result<()>;
    /// Appends to the log file as much as is taken at once, and says how many bytes that was.
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Puts what was appended on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Puts texts on the disk; those that are there are left alone.
    fn put_texts(&mut self, texts: &[(TextKey, Arc<Text>)]) -> io::Result<()>;
    /// Puts imported originals into the vault; those that are there are left alone.
    fn put_originals(&mut self, originals: &[(String, Vec<u8>)]) -> io::Result<()>;
}

/// A project folder, and its vault where originals are kept.
#[derive(Debug)]
pub struct FolderDisk {
    folder: PathBuf,
    vault: Option<PathBuf>,
    access: Access,
    log: Option<File>,
}

impl FolderDisk {
    pub(super) fn new(folder: &Path, vault: Option<PathBuf>, access: Access) -> FolderDisk {
        FolderDisk { folder: folder.to_path_buf(), vault, access, log: None }
    }
}

impl Disk for FolderDisk {
    fn path(&self) -> &Path {
        &self.folder
    }

    fn create_log(&mut self, name: &str) -> io::Result<()> {
        let folder = self.folder.join("log");
        self.access.make_folder(&folder)?;
        let path = folder.join(name);
        let file = self.access.new_file(&path)?;
        if let Err(error) = private::sync_folder(&folder) {
            let _ = fs::remove_file(&path); // it is empty, and the next try makes it again
            return Err(error);
        }
        self.log = Some(file);
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.log.as_mut().ok_or(io::ErrorKind::NotFound)?.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.log.as_ref().ok_or(io::ErrorKind::NotFound)?.sync_data()
    }

    fn put_texts(&mut self, texts: &[(TextKey, Arc<Text>)]) -> io::Result<()> {
        let files = texts.iter().map(|(key, text)| (shelf::file_name(*key), text.as_str().as_bytes()));
        put_missing(self.access, &self.folder.join("texts"), files)
    }

    fn put_originals(&mut self, originals: &[(String, Vec<u8>)]) -> io::Result<()> {
        let files = originals.iter().map(|(name, bytes)| (private::clean_name(name), bytes.as_slice()));
        self.vault.as_ref().map_or(Ok(()), |vault| put_missing(Access::Owner, vault, files))
    }
}

/// How many files are written at once.
const TOGETHER: usize = 128;

/// Writes the files that are not there in full.
fn put_missing<'a>(
    access: Access,
    folder: &Path,
    files: impl ExactSizeIterator<Item = (String, &'a [u8])>,
) -> io::Result<()> {
    if files.len() == 0 {
        return Ok(());
    }
    access.make_folder(folder)?;
    let mut made = Vec::new();
    // Not by its length: what a power cut left may be as long, and empty.
    let is_there = |name: &str, bytes: &[u8]| private::read(&folder.join(name)).is_ok_and(|there| there == bytes);
    let mut missing = files.filter(|(name, bytes)| !is_there(name, bytes)).peekable();
    while missing.peek().is_some() {
        let together: Vec<(String, &[u8])> = missing.by_ref().take(TOGETHER).collect();
        access.put_all(folder, &together)?;
        made.extend(together.iter().map(|(name, _)| folder.join(name)));
    }
    private::sync_folder(folder).inspect_err(|_| {
        // Whether their names are on the disk nobody can tell, so the next try makes them again.
        made.iter().for_each(|path| drop(fs::remove_file(path)));
    })
}

/// The name of an original in the vault: the key of its words, and its own name as far as it is harmless.
pub fn original_name(key: TextKey, name: &str) -> String {
    private::clean_name(&format!("{key}-{name}"))
}

/// The name of an original that holds a whole project: the words of many documents.
pub fn project_original_name(name: &str, bytes: &[u8]) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    private::clean_name(&format!("{PROJECT_ORIGINAL}{}-{name}", TextKey::of_bytes(bytes)))
}

/// How the names of originals begin that hold a whole project.
pub(super) const PROJECT_ORIGINAL: &str = "project-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_original_keeps_its_name_as_far_as_it_is_harmless() {
        let key = TextKey::of("words");
        assert_eq!(original_name(key, "FG 2 (José).docx"), format!("{key}-FG_2__José_.docx"));
        assert_eq!(original_name(key, "../../etc/passwd"), format!("{key}-.._.._etc_passwd"));
        let long = original_name(key, &"é".repeat(300));
        assert!(long.len() <= 200 && long.starts_with(&key.to_string()));
        assert_eq!(private::clean_name(".."), "_..");
    }
}
