//! Why something could not be read or written, said to the person.

use std::io;
use std::path::{Path, PathBuf};

use super::log::Newer;

/// What went wrong with a file or folder: what, where, why, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)] // the messages say what the fields are
pub enum StoreError {
    #[error("there is a project in {path} already; open it, or choose another name")]
    Taken { path: PathBuf },
    #[error("there is no project in {path}; check the spelling, or make one with `emic new`")]
    NotThere { path: PathBuf },
    #[error("no project here; name one with --project, or make one with `emic new`")]
    NoProject,
    #[error("{path} has format {found}, this emic knows format {known}; nothing was changed, use a newer emic")]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error(
        "{path}:{line}:{column}: damaged ({why}); bring it back from a backup or a colleague's copy, or rescue what is there with `emic recover`"
    )]
    Damaged { path: PathBuf, line: usize, column: usize, why: String },
    #[error("cannot {what} {path}: {why}")]
    Io { what: &'static str, path: PathBuf, why: String },
    #[error("{path} is larger than {} MiB; cut it into parts", .limit >> 20)]
    TooLarge { path: PathBuf, limit: usize },
    #[error("{path} is sealed with a passphrase; bring it in from the shell, which asks for it: `emic import FILE`")]
    Sealed { path: PathBuf },
    #[error("the sealed {path} cannot be opened: {why}")]
    NotOpened { path: PathBuf, why: &'static str },
    #[error("{path} is there already; choose another name, or give --replace")]
    Exists { path: PathBuf },
    #[error(
        "{path} is another project, no copy of this one; `emic dump` there and `emic import` here bring in what it holds"
    )]
    OtherProject { path: PathBuf },
    #[error("there is no group {name:?} on this machine; `groups` lists yours, or ask whoever runs it to make one")]
    NoGroup { name: String },
    #[error("you are not in the group {name:?}; ask whoever runs this machine to add you, then log in again")]
    NotOfGroup { name: String },
    #[error("no home folder is known (HOME is not set); set EMIC_DATA_DIR and EMIC_CONFIG to folders of yours")]
    NoHome,
}

impl StoreError {
    /// Whether it is a file of a later emic.
    pub fn is_newer(&self) -> bool {
        matches!(self, StoreError::Newer { .. })
    }

    pub(super) fn newer(folder: &Path, newer: Newer) -> StoreError {
        StoreError::Newer { path: folder.join(newer.file), found: newer.found, known: newer.known }
    }

    /// Makes the error of doing `what` to `path` out of what the system says.
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
        move |error| StoreError::Io { what, path: path.to_path_buf(), why: reason(&error) }
    }
}

/// What the system says, in plain words, and what to do about it.
pub(super) fn reason(error: &io::Error) -> String {
    use io::ErrorKind::*;
    let words = match error.kind() {
        PermissionDenied => "permission denied; ask its owner for access, or choose another place",
        StorageFull => "no space left on the disk; make room there",
        QuotaExceeded => "your share of the disk is used up; make room there",
        ReadOnlyFilesystem => "the file system is read-only; choose another place, or have it made writable",
        NotFound => "there is nothing of that name; check the spelling",
        IsADirectory => "it is a folder; name a file",
        NotADirectory => "a part of the path is a file, not a folder; check the spelling",
        AlreadyExists => "there is something of that name already; choose another name",
        InvalidFilename => "the name is too long or has characters that cannot stand in one; choose another name",
        InvalidData => "it is not UTF-8 text; save it as UTF-8",
        StaleNetworkFileHandle => "the network folder was lost; connect it again",
        _ => {
            let words = error.to_string();
            let words = words.split(" (os error").next().unwrap_or_default();
            return format!("{words}; try again, or choose another place");
        }
    };
    words.to_string()
}
