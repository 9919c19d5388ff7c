//! The one thread that writes this sitting's log.
//!
//! Acts are handed over without waiting and stay in memory until they are on the disk: words first, then
//! all waiting lines in one write and one sync. After an error they are tried again: when asked, when new
//! work comes, and every five seconds as long as the trouble lasts. A file that a write or a sync left in
//! doubt is never touched again; its unacknowledged acts go whole into a new one, with the same ids.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use uuid::Uuid;

use super::disk::Disk;
use super::error::{StoreError, reason};
use super::folder::Folder;
use super::scribe::Scribe;
use crate::project::{CoderId, LogId, Op, TextKey};
use crate::text::Text;

const TRY_AGAIN_EVERY: Duration = Duration::from_secs(5);

/// One act, with what must be on the disk before its lines are.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The words it brings in.
    pub texts: Vec<(TextKey, Arc<Text>)>,
    /// Imported files, byte for byte, for the vault.
    pub originals: Vec<(String, Vec<u8>)>,
    /// The changes of one gesture.
    pub ops: Vec<Arc<Op>>,
}

/// How far the log is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Changes that are not on the disk.
    pub unsaved: usize,
    /// Texts and changes of those that the disk was given in the try that goes on.
    pub given: usize,
    /// How many it is to be given in that try.
    pub to_give: usize,
    /// Why the last try failed, and what to do about it; nothing as soon as one succeeds.
    pub trouble: Option<String>,
    /// When the last saved change was made (UTC, ms).
    pub at: Option<i64>,
}

/// A random log id.
pub fn new_log() -> LogId {
    LogId::from_random(Uuid::new_v4().as_u64_pair().1)
}

/// The door to the thread. Dropping it waits for nothing; the thread tries what is left once, and ends.
pub struct Writer {
    desk: Arc<Desk>,
    coder: CoderId,
    logs: Vec<LogId>,
}

#[derive(Default)]
struct Desk {
    state: Mutex<State>,
    /// Rung for the thread.
    work: Condvar,
    /// Rung for those who wait.
    tried: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Arc<Batch>>,
    saved: Saved,
    /// Something is to be tried that the thread has not begun with.
    asked: bool,
    trying: bool,
    ended: bool,
}

impl Desk {
    /// Nothing that holds the lock can leave the state half changed, so a panic elsewhere does not matter.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    /// Starts the thread. The log's file is made with the first act; `wake` is called after every try.
    pub fn start(
        disk: Box<dyn Disk>,
        log: LogId,
        coder: CoderId,
        known_logs: Vec<LogId>,
        wake: Box<dyn Fn() + Send>,
    ) -> Writer {
        let desk = Arc::new(Desk::default());
        let mut logs = vec![log];
        logs.extend(known_logs.into_iter().filter(|&known| known != log));
        let mut writing = Writing {
            desk: desk.clone(),
            disk,
            scribe: Scribe::new(log, coder, &logs[1..]),
            is_made: false,
            coder,
            logs: logs.clone(),
            wake,
        };
        if let Err(error) = thread::Builder::new().name("log".to_string()).spawn(move || writing.run()) {
            desk.state().saved.trouble = Some(format!("the log has no thread to write it: {}", reason(&error)));
        }
        Writer { desk, coder, logs }
    }

    /// Hands an act over; never waits for the disk.
    pub fn hand_over(&self, batch: Batch) {
        let mut state = self.desk.state();
        state.saved.unsaved += batch.ops.len();
        state.waiting.push_back(Arc::new(batch));
        state.asked = true;
        self.desk.work.notify_one();
    }

    /// How far the log is saved now.
    pub fn saved(&self) -> Saved {
        self.desk.state().saved.clone()
    }

    /// Asks to try again at once.
    pub fn retry(&self) {
        self.desk.state().asked = true;
        self.desk.work.notify_one();
    }

    /// Waits until all is saved, a try that had everything failed, or that time has passed.
    pub fn wait(&self, at_most: Duration) -> Saved {
        let is_open = |state: &mut State| {
            !state.waiting.is_empty() && (state.asked || state.trying || state.saved.trouble.is_none())
        };
        let waited = self.desk.tried.wait_timeout_while(self.desk.state(), at_most, is_open);
        waited.unwrap_or_else(PoisonError::into_inner).0.saved.clone()
    }

    /// Writes everything that is not saved into another folder for the same project (see `Folder::twin`),
    /// in a log of its own that can be copied back, and says how many changes that was. They stay unsaved
    /// here. Originals are left out: they must not travel. This does not wait for the thread, which may hang
    /// on a dead disk.
    ///
    /// # Errors
    /// That folder cannot be written either.
    pub fn elsewhere(&self, folder: &Folder) -> Result<usize, StoreError> {
        let waiting: Vec<Arc<Batch>> = self.desk.state().waiting.iter().cloned().collect();
        let mut disk = folder.disk(None);
        let mut scribe = Scribe::new(new_log(), self.coder, &self.logs);
        let mut write = || {
            put_words(&mut disk, &waiting, &|_| ())?;
            disk.create_log(&scribe.file_name())?;
            append_lines(&mut disk, &mut scribe, &waiting, &|_| ()).map_err(|(_, error)| error)?;
            disk.sync()
        };
        write().map_err(StoreError::io("save in", folder.path()))?;
        Ok(waiting.iter().map(|batch| batch.ops.len()).sum())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.desk.state().ended = true;
        self.desk.work.notify_one();
    }
}

/// The thread's side.
struct Writing {
    desk: Arc<Desk>,
    disk: Box<dyn Disk>,
    scribe: Scribe,
    /// The scribe's file was made, and holds just what the scribe has written.
    is_made: bool,
    coder: CoderId,
    /// The logs that a new file's table names; those of files given up among them.
    logs: Vec<LogId>,
    wake: Box<dyn Fn() + Send>,
}

impl Writing {
    fn run(&mut self) {
        while let Some(batches) = self.next_work() {
            let result = self.save(&batches);
            self.acknowledge(&batches, result);
            (self.wake)();
        }
    }

    /// Waits for work; `None` when there will be no more.
    fn next_work(&self) -> Option<Vec<Arc<Batch>>> {
        let mut state = self.desk.state();
        let idle = |state: &mut State| !state.ended && (state.waiting.is_empty() || !state.asked);
        if state.saved.trouble.is_some() && !state.waiting.is_empty() {
            let waited = self.desk.work.wait_timeout_while(state, TRY_AGAIN_EVERY, idle);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        } else {
            state = self.desk.work.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
        }
        // Once ended, what is left is tried once: a try that failed leaves `asked` false.
        if state.waiting.is_empty() || state.ended && !state.asked && state.saved.trouble.is_some() {
            return None;
        }
        state.asked = false;
        state.trying = true;
        state.saved.given = 0;
        state.saved.to_give = state.waiting.iter().map(|batch| batch.texts.len() + batch.ops.len()).sum();
        Some(state.waiting.iter().cloned().collect())
    }

    fn acknowledge(&self, batches: &[Arc<Batch>], result: io::Result<()>) {
        let mut state = self.desk.state();
        (state.trying, state.saved.given, state.saved.to_give) = (false, 0, 0);
        match result {
            Ok(()) => {
                state.waiting.drain(..batches.len());
                let ops = || batches.iter().flat_map(|batch| &batch.ops);
                state.saved.unsaved -= ops().count();
                state.saved.at = ops().last().map(|op| op.at).or(state.saved.at);
                state.saved.trouble = None;
            }
            Err(error) => {
                let place = self.disk.path().display();
                state.saved.trouble = Some(format!("cannot write in {place}: {}", reason(&error)));
            }
        }
        self.desk.tried.notify_all();
    }

    fn save(&mut self, batches: &[Arc<Batch>]) -> io::Result<()> {
        let desk = Arc::clone(&self.desk);
        let given = |more: usize| desk.state().saved.given += more;
        put_words(self.disk.as_mut(), batches, &given)?;
        let mut scribe = self.scribe.clone();
        if !self.is_made {
            match self.disk.create_log(&scribe.file_name()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    self.begin_another();
                    return Err(error);
                }
                made => made?,
            }
            self.is_made = true;
        }
        if let Err((written, error)) = append_lines(self.disk.as_mut(), &mut scribe, batches, &given) {
            if written > 0 {
                self.begin_another();
            }
            return Err(error);
        }
        if let Err(error) = self.disk.sync() {
            self.begin_another();
            return Err(error);
        }
        self.scribe = scribe;
        Ok(())
    }

    /// Gives the file up: nobody can tell what of it is on the disk.
    fn begin_another(&mut self) {
        let log = new_log();
        self.scribe = Scribe::new(log, self.coder, &self.logs);
        self.logs.push(log);
        self.is_made = false;
    }
}

/// Says how much more the disk was given.
type Given<'a> = &'a dyn Fn(usize);

fn put_words(disk: &mut dyn Disk, batches: &[Arc<Batch>], given: Given) -> io::Result<()> {
    for batch in batches {
        for texts in batch.texts.chunks(TEXTS_TOGETHER) {
            disk.put_texts(texts)?;
            given(texts.len());
        }
        disk.put_originals(&batch.originals)?;
    }
    Ok(())
}

/// Lines are held up to so many bytes before they are appended: an import may have a hundred times more.
const MOST_HELD: usize = 4 << 20;

/// How many changes become lines at once.
const TOGETHER: usize = 1_024;

/// How many texts are put on the disk at once.
const TEXTS_TOGETHER: usize = 128;

/// Appends the lines of all changes, or says how much was appended before the error.
fn append_lines(
    disk: &mut dyn Disk,
    scribe: &mut Scribe,
    batches: &[Arc<Batch>],
    given: Given,
) -> Result<(), (usize, io::Error)> {
    let (mut lines, mut before) = (String::new(), 0);
    for ops in batches.iter().flat_map(|batch| batch.ops.chunks(TOGETHER)) {
        scribe.write(ops, &mut lines).map_err(|error| (before, io::Error::other(error)))?;
        given(ops.len());
        if lines.len() > MOST_HELD {
            append_all(disk, &lines).map_err(|(written, error)| (before + written, error))?;
            before += lines.len();
            lines.clear();
        }
    }
    append_all(disk, &lines).map_err(|(written, error)| (before + written, error))
}

/// Appends all, or says how much was appended before the error.
fn append_all(disk: &mut dyn Disk, lines: &str) -> Result<(), (usize, io::Error)> {
    let mut written = 0;
    while written < lines.len() {
        match disk.append(&lines.as_bytes()[written..]) {
            Ok(0) => return Err((written, io::ErrorKind::WriteZero.into())),
            Ok(more) => written += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err((written, error)),
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
