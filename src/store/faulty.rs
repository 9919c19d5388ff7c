//! A disk that fails as it is told, for tests of everything that saves.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::Disk;
use crate::project::TextKey;
use crate::text::Text;

/// One way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No space left, before anything is written.
    Full,
    /// Half is written, then no space is left.
    FullHalfway,
    /// The file system is read-only.
    ReadOnly,
    /// The person's share of the disk is used up.
    Quota,
    /// The folder may not be written any more.
    Denied,
    /// What was written cannot be put on the disk.
    Sync,
}

impl Failure {
    /// Every way.
    pub const ALL: [Failure; 6] =
        [Failure::Full, Failure::FullHalfway, Failure::ReadOnly, Failure::Quota, Failure::Denied, Failure::Sync];

    fn refusal(self) -> io::ErrorKind {
        match self {
            Failure::Full | Failure::FullHalfway => io::ErrorKind::StorageFull,
            Failure::ReadOnly => io::ErrorKind::ReadOnlyFilesystem,
            Failure::Quota => io::ErrorKind::QuotaExceeded,
            Failure::Denied => io::ErrorKind::PermissionDenied,
            Failure::Sync => io::ErrorKind::Other,
        }
    }
}

/// Tells a [`Faulty`] disk how to fail, from outside the thread that writes to it.
#[derive(Clone, Debug, Default)]
pub struct Failures(Arc<Mutex<Script>>);

#[derive(Debug, Default)]
struct Script {
    next: VecDeque<Option<Failure>>,
    always: Option<Failure>,
    calls: usize,
}

impl Failures {
    /// From now on every call fails so, or none does.
    pub fn always(&self, failure: Option<Failure>) {
        self.script().always = failure;
    }

    /// The next calls fail so, one each; those after them as `always` says.
    pub fn next(&self, failures: impl IntoIterator<Item = Option<Failure>>) {
        self.script().next.extend(failures);
    }

    /// From now on nothing fails.
    pub fn end(&self) {
        let mut script = self.script();
        (script.always, script.next) = (None, VecDeque::new());
    }

    /// How many operations of the disk were asked for.
    pub fn calls(&self) -> usize {
        self.script().calls
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Option<Failure> {
        let mut script = self.script();
        script.calls += 1;
        script.next.pop_front().unwrap_or(script.always)
    }

    fn writing(&self) -> io::Result<()> {
        match self.now() {
            Some(Failure::Sync) => Err(io::Error::other("input/output error")),
            Some(failure) => Err(failure.refusal().into()),
            None => Ok(()),
        }
    }
}

/// Another disk, with failures.
pub struct Faulty {
    disk: Box<dyn Disk>,
    failures: Failures,
}

impl Faulty {
    /// Puts failures in front of a disk.
    pub fn new(disk: Box<dyn Disk>, failures: Failures) -> Faulty {
        Faulty { disk, failures }
    }
}

impl Disk for Faulty {
    fn path(&self) -> &Path {
        self.disk.path()
    }

    fn create_log(&mut self, name: &str) -> io::Result<()> {
        self.failures.writing()?;
        self.disk.create_log(name)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.failures.now() {
            Some(Failure::FullHalfway) if bytes.len() > 1 => {
                self.failures.script().next.push_front(Some(Failure::Full));
                self.disk.append(&bytes[..bytes.len() / 2])
            }
            // It is found out when what was written is to be put on the disk.
            Some(Failure::Sync) => {
                self.failures.script().next.push_front(Some(Failure::Sync));
                self.disk.append(bytes)
            }
            None => self.disk.append(bytes),
            Some(failure) => Err(failure.refusal().into()),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.failures.writing()?;
        self.disk.sync()
    }

    fn put_texts(&mut self, texts: &[(TextKey, Arc<Text>)]) -> io::Result<()> {
        if texts.is_empty() {
            return Ok(());
        }
        self.failures.writing()?;
        self.disk.put_texts(texts)
    }

    fn put_originals(&mut self, originals: &[(String, Vec<u8>)]) -> io::Result<()> {
        if originals.is_empty() {
            return Ok(());
        }
        self.failures.writing()?;
        self.disk.put_originals(originals)
    }
}
