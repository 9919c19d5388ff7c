//! What is known of a project when it is opened: from its logs, or from what the last sitting kept of
//! them, where the logs still are what they were.
//!
//! What is kept stands in the cache: the project, the place of its last change, and a hash of every
//! log it was made of. It is never the only copy of anything. A log that was changed in any way, one
//! that is new but sorts earlier, another program version: and all logs are read again.

use std::thread;

use serde::{Deserialize, Serialize};

use super::erasing::is_erasing;
use super::log::{LogRead, SetAside, read_log};
use super::passing::fold_in_passing;
use super::{Folder, StoreError};
use crate::project::{Erasures, Fold, LogId, Op, Order, Project};

/// The name in the cache. The number changes with every change of what is kept.
const NAME: &str = "project-8";
/// Logs of fewer bytes are read as fast as what could be kept of them.
const WORTH_IT: u64 = 128 * 1024;

/// A log as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogMark {
    name: String,
    length: u64,
    hash: [u8; 32],
}

impl LogMark {
    fn of(name: &str, bytes: &[u8]) -> LogMark {
        LogMark::made_of(name.to_string(), blake3::Hasher::new().update(bytes))
    }

    /// The mark of a log all of whose bytes were hashed.
    pub(super) fn made_of(name: String, hashed: &blake3::Hasher) -> LogMark {
        LogMark { name, length: hashed.count(), hash: *hashed.finalize().as_bytes() }
    }
}

#[derive(Serialize)]
struct Keeping<'a> {
    version: &'a str,
    logs: &'a [LogMark],
    last: Order,
    project: &'a Project,
}

#[derive(Deserialize)]
struct Kept {
    version: String,
    logs: Vec<LogMark>,
    last: Order,
    project: Project,
}

impl Kept {
    /// Reads what stands behind its own hash; `None` where anything about it is not as it was written.
    fn read(bytes: &[u8]) -> Option<Kept> {
        let (hash, bytes) = bytes.split_first_chunk::<32>()?;
        let whole = blake3::hash(bytes).as_bytes() == hash;
        let kept: Kept = whole.then(|| postcard::from_bytes(bytes).ok())??;
        (kept.version == env!("CARGO_PKG_VERSION")).then_some(kept)
    }
}

/// What is known of a project when it is opened.
#[derive(Debug)]
pub struct Known {
    /// Its changes, or the project they made.
    pub fold: Fold,
    /// Lines that could not be taken in.
    pub set_aside: Vec<SetAside>,
    /// The logs that `fold` was made of, where they are worth keeping something of.
    pub logs: Vec<LogMark>,
    /// Whether all of it was kept already.
    pub kept: bool,
    /// What was erased, where the logs were read.
    pub erasures: Erasures,
}

/// What logs say.
pub(super) struct Understood {
    pub ops: Vec<Op>,
    pub set_aside: Vec<SetAside>,
    pub erasures: Erasures,
}

impl Folder {
    /// Reads what is known of the project, from what the last sitting kept where that still holds.
    ///
    /// # Errors
    /// A log cannot be read, or is of a later format.
    pub fn read_known(&self) -> Result<Known, StoreError> {
        let size: u64 = self.log_sizes()?.iter().map(|(_, length)| length).sum();
        if size >= WORTH_IT
            && self.path().join("cache").join(NAME).exists()
            && let Some(known) = self.read_kept()?
        {
            return Ok(known);
        }
        let mut known = self.read_anew(size)?;
        known.set_aside.extend(self.fallen_short());
        Ok(known)
    }

    /// What was kept, with what came since; `None` where that does not hold any more. The logs that it was made of
    /// are not in memory, as they are many times as large.
    fn read_kept(&self) -> Result<Option<Known>, StoreError> {
        // The logs are hashed while what was kept of them is read.
        let (looked, kept) = thread::scope(|scope| {
            let looking = scope.spawn(|| self.look_at_logs());
            let kept = self.read_cache(NAME).and_then(|bytes| Kept::read(&bytes));
            (looking.join(), kept)
        });
        let (Ok(looked), Some(kept)) = (looked, kept) else { return Ok(None) };
        let mut marks = looked?;
        if !kept.logs.iter().all(|log| marks.contains(log)) {
            return Ok(None);
        }
        let mut new = Vec::new();
        for mark in marks.iter_mut().filter(|mark| !kept.logs.contains(mark)) {
            let bytes = self.read_log_bytes(&mark.name)?;
            *mark = LogMark::of(&mark.name, &bytes); // it may have grown since
            new.push((mark.name.clone(), bytes));
        }
        let known = self.go_on(kept, &new, marks)?;
        Ok(known.map(|known| Known { set_aside: [known.set_aside, self.fallen_short()].concat(), ..known }))
    }

    /// Every log as it is now.
    fn look_at_logs(&self) -> Result<Vec<LogMark>, StoreError> {
        let mark = |(name, _): (String, u64)| {
            let mut hasher = blake3::Hasher::new();
            let path = self.path().join("log").join(&name);
            hasher.update_reader(self.open_log(&name)?).map_err(StoreError::io("read", &path))?;
            Ok(LogMark::made_of(name, &hasher))
        };
        self.log_sizes()?.into_iter().map(mark).collect()
    }

    /// Folds all changes of all logs, which are of so many bytes.
    fn read_anew(&self, size: u64) -> Result<Known, StoreError> {
        let names: Vec<String> = self.log_sizes()?.into_iter().map(|(name, _)| name).collect();
        if size >= WORTH_IT
            && let Some((fold, logs)) = fold_in_passing(self.name(), &names, |name| self.open_log(name).ok())
        {
            let (set_aside, erasures) = (Vec::new(), Erasures::default());
            return Ok(Known { fold, set_aside, logs, kept: false, erasures });
        }
        let logs = self.read_logs()?;
        let Understood { ops, set_aside, erasures } = self.understand(&logs)?;
        let fold = Fold::of(self.name(), ops);
        let worth_it = size >= WORTH_IT;
        let marks = logs.iter().filter(|_| worth_it).map(|(name, bytes)| LogMark::of(name, bytes)).collect();
        Ok(Known { fold, set_aside, logs: marks, kept: !worth_it, erasures })
    }

    /// Adds the logs that came since; `None` where they do not simply come after.
    fn go_on(&self, kept: Kept, new: &[(String, Vec<u8>)], logs: Vec<LogMark>) -> Result<Option<Known>, StoreError> {
        let Understood { mut ops, set_aside, .. } = self.understand(new)?;
        ops.sort_by_key(Op::order);
        if is_erasing(&ops, &set_aside) {
            return Ok(None); // what is erased may stand in the others
        }
        if !set_aside.is_empty() || ops.first().is_some_and(|first| first.order() <= kept.last) {
            return Ok(None);
        }
        let mut fold = Fold::resume(self.name(), kept.project, kept.last);
        ops.into_iter().for_each(|op| fold.insert(op));
        let erasures = Erasures::default();
        Ok(Some(Known { fold, set_aside, logs, kept: new.is_empty(), erasures }))
    }

    /// Keeps a project that was made of these logs, and of this coder's own one, for the next opening.
    ///
    /// # Errors
    /// The cache cannot be written; nothing is lost by that.
    pub fn keep_known(&self, fold: &Fold, read: &[LogMark], own: LogId) -> Result<(), StoreError> {
        let own = format!("-{own}.ron");
        let mut logs = read.to_vec();
        for (name, _) in self.log_sizes()?.into_iter().filter(|(name, _)| name.ends_with(&own)) {
            logs.push(LogMark::of(&name, &self.read_log_bytes(&name)?));
        }
        let Some(last) = fold.last().filter(|_| logs.iter().map(|log| log.length).sum::<u64>() >= WORTH_IT) else {
            return Ok(());
        };
        let keeping = Keeping { version: env!("CARGO_PKG_VERSION"), logs: &logs, last, project: fold.project() };
        let Ok(bytes) = postcard::to_stdvec(&keeping) else { return Ok(()) }; // it is read again
        let hash = blake3::hash(&bytes);
        self.write_cache(NAME, &[hash.as_bytes().as_slice(), &bytes].concat())
    }

    pub(super) fn understand(&self, logs: &[(String, Vec<u8>)]) -> Result<Understood, StoreError> {
        let mut read = LogRead { header: None, ops: Vec::new(), set_aside: Vec::new() };
        for (name, bytes) in logs {
            let log = read_log(bytes, name).map_err(|newer| StoreError::newer(&self.path().join("log"), newer))?;
            if read.ops.is_empty() {
                read.ops = log.ops; // mostly there are no others
            } else {
                read.ops.extend(log.ops);
            }
            read.set_aside.extend(log.set_aside);
        }
        let erasures = Erasures::among(read.ops.iter());
        let (ops, set_aside) = read.resolved(&erasures).without_doubles();
        Ok(Understood { ops, set_aside, erasures })
    }
}
