//! The project folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::disk::FolderDisk;
use super::error::StoreError;
use super::known::Understood;
use super::line::options;
use super::log::{FORMAT, SetAside};
use super::private::{self, Access, Sync};
use super::sharing::{self, Sharing};
use super::shelf::TextShelf;
use super::tail;
use crate::project::{CoderId, Op, TextKey};

pub(super) const RECORD: &str = "project.ron";
/// What a person's own editor is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// A memo, or an entry of the codebook.
    Memo,
    /// The words of a document.
    Transcript,
}

impl Outside {
    /// The file, so called that an editor knows what it is.
    fn file(self) -> &'static str {
        match self {
            Outside::Memo => "memo.md",
            Outside::Transcript => "transcript.txt",
        }
    }

    /// What its folder is called, behind the coder.
    fn ending(self) -> &'static str {
        match self {
            Outside::Memo => "editor",
            Outside::Transcript => "transcript",
        }
    }
}

pub(super) const SUBFOLDERS: [&str; 4] = ["texts", "log", "place", "cache"];

/// What project.ron says: what must be known before the logs are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    format: u32,
    id: String,
    name: String,
    sharing: Sharing,
    /// Over the other fields; a record that has none is taken at its word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<TextKey>,
}

impl Record {
    pub(super) fn new(id: Uuid, name: &str, sharing: Sharing) -> Record {
        let bare = Record { format: FORMAT, id: id.to_string(), name: name.to_string(), sharing, hash: None };
        Record { hash: Some(bare.computed()), ..bare }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn computed(&self) -> TextKey {
        let Record { format, id, name, sharing, hash: _ } = self;
        TextKey::of(&format!("{format}\n{id}\n{name}\n{sharing:?}"))
    }
}

impl Record {
    /// Whether a group shares the project.
    pub(super) fn is_shared(&self) -> bool {
        self.sharing != Sharing::Private
    }
}

/// The one thing that every format says of itself in the same way.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

/// A project folder on the disk.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    id: Uuid,
    record: Record,
    access: Access,
    texts: TextShelf,
}

impl Folder {
    /// Makes a project folder, and the folders above it.
    ///
    /// # Errors
    /// There is a project already, or the folder cannot be written.
    pub fn create(path: &Path, name: &str, sharing: Sharing) -> Result<Folder, StoreError> {
        Folder::create_with_id(path, name, sharing, Uuid::new_v4())
    }

    /// As `create`, for a project whose id is given.
    ///
    /// # Errors
    /// As `create`.
    pub fn create_with_id(path: &Path, name: &str, sharing: Sharing, id: Uuid) -> Result<Folder, StoreError> {
        Folder::create_with(path, &Record::new(id, name, sharing))
    }

    fn create_with(path: &Path, record: &Record) -> Result<Folder, StoreError> {
        let taken = || StoreError::Taken { path: path.to_path_buf() };
        if is_project(path) {
            return Err(taken());
        }
        let words = options()
            .to_string_pretty(record, ron::ser::PrettyConfig::new())
            .map_err(|error| StoreError::io("write", path)(io::Error::other(error)))?;
        let access = sharing::access(&record.sharing);
        let make = |folder: &Path| access.make_folder(folder).map_err(StoreError::io("make the folder", folder));
        make(path)?;
        // Where the folder was there before, it is shared, or its owner's alone, from now on.
        let _ = access.close(path);
        for folder in SUBFOLDERS {
            make(&path.join(folder))?;
        }
        let put = |name: &str, words: &str| match access.put_new(path, name, words.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken()),
            done => done.map_err(StoreError::io("write", &path.join(name))),
        };
        if !path.join(".gitignore").exists() {
            put(".gitignore", "cache/\nplace/\n")?;
        }
        put(RECORD, &format!("{words}\n"))?;
        Folder::open(path)
    }

    /// Opens a project folder; closes to others what git or a copy left open to them.
    ///
    /// # Errors
    /// No project there, one of a later format (nothing is written then), or a damaged project.ron.
    pub fn open(path: &Path) -> Result<Folder, StoreError> {
        let file = path.join(RECORD);
        let words = match private::read_words(&file) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(StoreError::NotThere { path: path.to_path_buf() });
            }
            read => read.map_err(StoreError::io("read", &file))?,
        };
        let (record, id) = record_in(&words, &file)?;
        let access = sharing::access(&record.sharing);
        for folder in SUBFOLDERS.map(|folder| path.join(folder)) {
            if fs::symlink_metadata(&folder).is_ok_and(|found| found.is_symlink()) {
                return Err(StoreError::io("read", &folder)(io::Error::other(private::LINK)));
            }
        }
        let folder = Folder { path: path.to_path_buf(), id, record, access, texts: TextShelf::new(path.join("texts")) };
        folder.close_to_others();
        Ok(folder)
    }

    /// Opens or makes a folder elsewhere for the same project, to save changes to when this one cannot
    /// be written.
    ///
    /// # Errors
    /// Another project is there, or the folder cannot be written.
    pub fn twin(&self, path: &Path) -> Result<Folder, StoreError> {
        if !is_project(path) {
            return Folder::create_with(path, &self.record);
        }
        let there = Folder::open(path)?;
        if there.id == self.id { Ok(there) } else { Err(StoreError::Taken { path: path.to_path_buf() }) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The project's id, which its copies share.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The name it was made with.
    pub fn name(&self) -> &str {
        &self.record.name
    }

    /// Who may read it.
    pub fn sharing(&self) -> &Sharing {
        &self.record.sharing
    }

    pub(super) fn access(&self) -> Access {
        self.access
    }

    /// Its texts.
    pub fn texts(&self) -> TextShelf {
        self.texts.clone()
    }

    /// The disk that a writer writes to, with the folder for originals (see `Home::vault`) where they are kept.
    pub fn disk(&self, vault: Option<PathBuf>) -> FolderDisk {
        FolderDisk::new(&self.path, vault, self.access)
    }

    /// Every change in its logs, and every line that was set aside. What was broken off in one log and
    /// saved in another after that is not mentioned.
    ///
    /// # Errors
    /// A log cannot be read, or is of a later format.
    pub fn read_ops(&self) -> Result<(Vec<Op>, Vec<SetAside>), StoreError> {
        let logs = self.read_logs()?;
        let Understood { ops, mut set_aside, .. } = self.understand(&logs)?;
        set_aside.extend(self.fallen_short());
        Ok((ops, set_aside))
    }

    /// Every log by name and length (bytes).
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn log_sizes(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let folder = self.path.join("log");
        let logs = names_in(&folder)?.into_iter().filter(|name| name.ends_with(".ron"));
        logs.map(|name| {
            let path = folder.join(&name);
            let length = fs::metadata(&path).map_err(StoreError::io("read", &path))?.len();
            Ok((name, length))
        })
        .collect()
    }

    /// The bytes of every log, by name.
    pub(super) fn read_logs(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let folder = self.path.join("log");
        let logs = names_in(&folder)?.into_iter().filter(|name| name.ends_with(".ron"));
        logs.map(|name| Ok((name.clone(), self.read_log_bytes(&name)?))).collect()
    }

    pub(super) fn open_log(&self, name: &str) -> Result<File, StoreError> {
        let path = self.path.join("log").join(name);
        private::open(&path).map_err(StoreError::io("read", &path))
    }

    pub(super) fn read_log_bytes(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.path.join("log").join(name);
        tail::read_whole(&path).map_err(StoreError::io("read", &path))
    }

    /// Whether changes can be saved here.
    pub fn is_writable(&self) -> bool {
        let log = self.path.join("log");
        let folder = if log.is_dir() { &log } else { &self.path };
        #[cfg(unix)]
        return rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok();
        #[cfg(not(unix))]
        return fs::metadata(folder).is_ok_and(|found| !found.permissions().readonly());
    }

    /// Where this coder was, as it was last written.
    pub fn read_place(&self, coder: CoderId) -> Option<String> {
        private::read_words(&self.path.join("place").join(format!("{coder}.ron"))).ok()
    }

    /// Notes where this coder is. It is no loss when the computer stops before this is on the disk.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write_place(&self, coder: CoderId, place: &str) -> Result<(), StoreError> {
        self.put_later("place", &format!("{coder}.ron"), place.as_bytes())
    }

    /// The folder in which a coder's words are while their own editor has them: private, and gone after it
    /// with all that the editor left there.
    fn outside(&self, coder: CoderId, what: Outside) -> PathBuf {
        self.path.join("place").join(format!("{coder}-{}", what.ending()))
    }

    /// Writes words into a private file for the person's own editor; where it is.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write_outside(&self, coder: CoderId, what: Outside, words: &str) -> Result<PathBuf, StoreError> {
        let folder = self.outside(coder, what);
        private::make_folder(&folder).map_err(StoreError::io("make the folder", &folder))?;
        let path = folder.join(what.file());
        private::put(&folder, what.file(), words.as_bytes(), Sync::Later).map_err(StoreError::io("write", &path))?;
        Ok(path)
    }

    /// The words that an editor was given, or has written.
    pub fn left_outside(&self, coder: CoderId, what: Outside) -> Option<String> {
        let bytes = private::read(&self.outside(coder, what).join(what.file())).ok()?;
        Some(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
    }

    /// As `left_outside`, and removes the file with all that the editor left beside it.
    pub fn take_outside(&self, coder: CoderId, what: Outside) -> Option<String> {
        let words = self.left_outside(coder, what);
        // What cannot be removed now is removed at the next start.
        let _ = fs::remove_dir_all(self.outside(coder, what));
        words
    }

    /// Something worked out before.
    pub fn read_cache(&self, name: &str) -> Option<Vec<u8>> {
        private::read(&self.path.join("cache").join(name)).ok()
    }

    /// Keeps something that can be worked out again at any time.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write_cache(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.put_later("cache", name, bytes)
    }

    fn put_later(&self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let folder = self.path.join(folder);
        let access = self.access;
        access
            .make_folder(&folder)
            .and_then(|()| access.put(&folder, name, bytes, Sync::Later))
            .map_err(StoreError::io("write", &folder.join(name)))
    }

    /// A folder that belongs to somebody else stays as it is: they alone can close it.
    fn close_to_others(&self) {
        let mut paths = vec![(self.path.clone(), self.access), (self.path.join(RECORD), self.access)];
        for folder in SUBFOLDERS.map(|folder| self.path.join(folder)) {
            for path in names_in(&folder).unwrap_or_default().into_iter().map(|name| folder.join(name)) {
                // What an editor has of somebody's words is theirs alone.
                let access = if path.is_dir() { Access::Owner } else { self.access };
                paths.push((path, access));
            }
            paths.push((folder, self.access));
        }
        for (path, access) in paths {
            let _ = access.close(&path);
        }
    }
}

/// What the words of a project.ron say, and the project's id.
///
/// # Errors
/// A later format, or words that are damaged.
pub(super) fn record_in(words: &str, file: &Path) -> Result<(Record, Uuid), StoreError> {
    let damaged = |line, column, why| StoreError::Damaged { path: file.to_path_buf(), line, column, why };
    let misread =
        |error: ron::error::SpannedError| damaged(error.span.start.line, error.span.start.col, error.code.to_string());
    let found = options().from_str::<Version>(words).map_err(misread)?.format;
    if found > FORMAT {
        return Err(StoreError::Newer { path: file.to_path_buf(), found, known: FORMAT });
    }
    let record: Record = options().from_str(words).map_err(misread)?;
    if record.hash.is_some_and(|hash| hash != record.computed()) {
        return Err(damaged(
            1,
            1,
            "its hash does not fit: the name, the id or who may read it was changed".to_string(),
        ));
    }
    let id = Uuid::parse_str(&record.id).map_err(|error| damaged(1, 1, error.to_string()))?;
    Ok((record, id))
}

/// Whether there is a project in that folder.
pub(super) fn is_project(path: &Path) -> bool {
    path.join(RECORD).is_file()
}

/// The names in a folder, sorted; none where it is not there (git keeps no empty folders).
pub(super) fn names_in(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(StoreError::io("read the folder", folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read the folder", folder))?;
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
