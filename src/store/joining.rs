//! Two copies of a project made one: the union of their files.

use std::io;
use std::path::Path;

use super::error::StoreError;
use super::folder::{Folder, names_in};
use super::line::{self, ErasedLine};
use super::log::{first_line, read_log};
use super::private::{self, Sync};
use super::tail;
use crate::project::TextKey;

/// How the name of a log ends that says otherwise than the one here of the same name.
const ASIDE: &str = "aside";

/// What another copy brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Logs that were not here, or went on further there.
    pub logs: usize,
    /// Texts that were not here, or damaged.
    pub texts: usize,
    /// Files there that were not taken, each with the reason.
    pub left: Vec<String>,
}

impl Folder {
    /// Takes in the logs and texts of another copy of this project; nothing of it is changed, and nothing is
    /// taken from here. Joining again changes nothing.
    ///
    /// # Errors
    /// The other folder holds another project, or a log of a later format: nothing was written then. A file
    /// cannot be read or written.
    pub fn join(&self, other: &Folder) -> Result<Joined, StoreError> {
        if other.id() != self.id() {
            return Err(StoreError::OtherProject { path: other.path().to_path_buf() });
        }
        let logs = other.read_logs()?;
        for (name, bytes) in &logs {
            read_log(bytes, name).map_err(|newer| StoreError::newer(&other.path().join("log"), newer))?;
        }
        let mut joined = Joined::default();
        // Words before the lines that speak of them.
        self.join_texts(other, &mut joined)?;
        for (name, bytes) in &logs {
            self.join_log(name, bytes, &mut joined)?;
        }
        Ok(joined)
    }

    fn join_texts(&self, other: &Folder, joined: &mut Joined) -> Result<(), StoreError> {
        let (here, there) = (self.path().join("texts"), other.path().join("texts"));
        for name in names_in(&there)?.iter().filter(|name| name.ends_with(".txt")) {
            if is_whole(&here.join(name), name) {
                continue;
            }
            let path = there.join(name);
            if is_whole(&path, name) {
                let bytes = private::read(&path).map_err(StoreError::io("read", &path))?;
                self.put(&here, name, &bytes)?;
                joined.texts += 1;
            } else {
                joined.left.push(format!("texts/{name} is damaged there"));
            }
        }
        Ok(())
    }

    /// A log has one writer, so that of two of the same name one is the beginning of the other. Where it is
    /// not, the one here stays, and the other is put beside it under a name that no log has.
    fn join_log(&self, name: &str, theirs: &[u8], joined: &mut Joined) -> Result<(), StoreError> {
        let folder = self.path().join("log");
        let path = folder.join(name);
        let ours = match tail::read_whole(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            read => Some(read.map_err(StoreError::io("read", &path))?),
        };
        match longer(ours.as_deref(), theirs) {
            Longer::Theirs => {
                self.put(&folder, name, theirs)?;
                joined.logs += 1;
            }
            Longer::Ours => {}
            Longer::Both(bytes) => self.put(&folder, name, &bytes)?,
            Longer::Neither => {
                let hash = blake3::hash(theirs).to_hex();
                let aside = format!("{name}.{}.{ASIDE}", &hash[..16]);
                if !folder.join(&aside).exists() {
                    self.put(&folder, &aside, theirs)?;
                    joined.left.push(format!("log/{name} says otherwise there; it is kept as log/{aside}"));
                }
            }
        }
        Ok(())
    }

    fn put(&self, folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let access = self.access();
        let put = access
            .make_folder(folder)
            .and_then(|()| access.put(folder, name, bytes, Sync::Now))
            .and_then(|()| private::sync_folder(folder));
        put.map_err(StoreError::io("write", &folder.join(name)))
    }
}

/// Which of two logs of one name has all that the other has.
pub(super) enum Longer {
    Ours,
    Theirs,
    /// One goes on further, and words were erased in the other: all of both.
    Both(Vec<u8>),
    Neither,
}

pub(super) fn longer(ours: Option<&[u8]>, theirs: &[u8]) -> Longer {
    match ours {
        Some(ours) if ours.starts_with(theirs) => Longer::Ours,
        Some(ours) if !theirs.starts_with(ours) => match erased_in_either(ours, theirs) {
            Some(both) if both == ours => Longer::Ours,
            Some(both) if both == theirs => Longer::Theirs,
            Some(both) => Longer::Both(both),
            None => Longer::Neither,
        },
        _ => Longer::Theirs,
    }
}

/// Two lengths of one log that differ only in lines whose words were erased in one of them: the longer, with
/// all of these erased.
fn erased_in_either(mut ours: &[u8], mut theirs: &[u8]) -> Option<Vec<u8>> {
    let mut both = Vec::with_capacity(ours.len().max(theirs.len()));
    while !ours.is_empty() && !theirs.is_empty() {
        let ((one, rest), (other, rest_there)) = (first_line(ours), first_line(theirs));
        both.extend_from_slice(match one == other {
            true => one,
            false if is_erased(one) && ends_alike(one, other) => one,
            false if is_erased(other) && ends_alike(one, other) => other,
            false => return None,
        });
        (ours, theirs) = (rest, rest_there);
    }
    both.extend_from_slice(ours);
    both.extend_from_slice(theirs);
    Some(both)
}

fn is_erased(line: &[u8]) -> bool {
    let line = std::str::from_utf8(line).unwrap_or_default().trim_end_matches('\n');
    line::part(line).is_some_and(|(words, _)| ErasedLine::read(words).is_some())
}

/// Whether two lines are as long and have the same hash behind them.
fn ends_alike(one: &[u8], other: &[u8]) -> bool {
    let ending = |line: &[u8]| line[line.len().saturating_sub(line::ENDING + 1)..].to_vec();
    one.len() == other.len() && ending(one) == ending(other)
}

/// Whether a text is there with the words that its name stands for.
fn is_whole(path: &Path, name: &str) -> bool {
    private::read_words(path).is_ok_and(|words| format!("{}.txt", TextKey::of(&words)) == name)
}
