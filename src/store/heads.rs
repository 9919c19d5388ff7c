//! How far each log goes: what no chain can tell from within.
//!
//! A log that lost its last lines at a line's end is a whole log. So the cache remembers where every log
//! ended and the hash of its last line; a log that ends earlier, or is gone, is said by name.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use super::folder::Folder;
use super::log::{Fault, SetAside};
use super::{StoreError, line};
use crate::project::TextKey;

const NAME: &str = "heads";

/// Where a log ends: its whole lines, and the hash of the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The file's name.
    pub log: String,
    /// Bytes up to there.
    pub length: u64,
    /// The hash of its last line; over all lines before it too, as each line's hash is over the one before.
    pub hash: TextKey,
}

impl Head {
    /// The head of a log; nothing where its last whole line has no hash.
    pub(super) fn of(log: &str, bytes: &[u8]) -> Option<Head> {
        let length = memchr::memrchr(b'\n', bytes)? + 1;
        let hash = hash_before(bytes, length)?;
        Some(Head { log: log.to_string(), length: length as u64, hash })
    }

    /// What is to be said of the log, which is this now or gone, where it no longer goes as far.
    fn short(&self, log: Option<impl Read + Seek>) -> Option<SetAside> {
        let (line, fault) = match log {
            None => (1, Fault::Gone),
            Some(mut log) => {
                // What was changed and not cut, its own lines show; what cannot be read is said by whoever reads it.
                if log.seek(SeekFrom::End(0)).ok()? >= self.length {
                    return None;
                }
                let mut bytes = Vec::new();
                log.rewind().and_then(|()| log.read_to_end(&mut bytes)).ok()?;
                (memchr::memchr_iter(b'\n', &bytes).count() + 1, Fault::CutShort)
            }
        };
        Some(SetAside { file: self.log.clone(), line, fault, op: None })
    }
}

/// One hash for all that a project knows: over its logs and their heads, sorted by name.
pub fn head_of_all(heads: &[Head]) -> TextKey {
    let mut lines: Vec<String> = heads.iter().map(|head| format!("{} {}\n", head.log, head.hash)).collect();
    lines.sort_unstable();
    TextKey::of(&lines.concat())
}

/// The hash of the line that ends there.
fn hash_before(bytes: &[u8], length: usize) -> Option<TextKey> {
    let ending = bytes.get(length.checked_sub(line::ENDING + 1)?..length)?;
    line::part(std::str::from_utf8(ending.strip_suffix(b"\n")?).ok()?).map(|(_, hash)| hash)
}

impl Folder {
    /// The head of every log.
    ///
    /// # Errors
    /// A log cannot be read.
    pub fn heads(&self) -> Result<Vec<Head>, StoreError> {
        Ok(self.read_logs()?.iter().filter_map(|(name, bytes)| Head::of(name, bytes)).collect())
    }

    /// The logs that no longer go as far as they did.
    pub(super) fn fallen_short(&self) -> Vec<SetAside> {
        fallen_short(&self.remembered_heads(), |name| self.open_log(name).ok())
    }

    /// How far the logs went when the project was last closed.
    pub(super) fn remembered_heads(&self) -> BTreeMap<String, Head> {
        read(&self.read_cache(NAME).unwrap_or_default())
    }

    /// Remembers how far the logs go; of one that fell short, how far it went.
    ///
    /// # Errors
    /// The cache cannot be written; nothing is lost by that.
    pub fn remember_heads(&self) -> Result<(), StoreError> {
        let remembered = self.remembered_heads();
        let mut heads = remembered.clone();
        for (name, length) in self.log_sizes()? {
            if remembered.get(&name).is_some_and(|head| head.length >= length) {
                continue;
            }
            if let Some(head) = Head::of(&name, &self.read_log_bytes(&name)?) {
                heads.insert(name, head);
            }
        }
        if heads == remembered {
            return Ok(());
        }
        let lines: Vec<String> =
            heads.values().map(|head| format!("{} {} {}\n", head.log, head.length, head.hash)).collect();
        self.write_cache(NAME, lines.concat().as_bytes())
    }
}

/// What is remembered, as far as it can be read.
pub(super) fn read(bytes: &[u8]) -> BTreeMap<String, Head> {
    let words = String::from_utf8_lossy(bytes);
    let head = |line: &str| {
        let mut parts = line.split(' ');
        let (log, length, hash) = (parts.next()?.to_string(), parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((log.clone(), Head { log, length, hash }))
    };
    words.lines().filter_map(head).collect()
}

/// The name of the file in the cache.
pub(super) fn name() -> &'static str {
    NAME
}

/// The logs that no longer go as far as they did, where `open` finds those that are there.
pub(super) fn fallen_short<R: Read + Seek>(
    remembered: &BTreeMap<String, Head>,
    open: impl Fn(&str) -> Option<R>,
) -> Vec<SetAside> {
    remembered.values().filter_map(|head| head.short(open(&head.log))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{CoderId, CoderKind, Edit, Gesture, Op, OpId};
    use crate::store::{Scribe, Sharing, new_log};

    #[test]
    fn a_log_that_was_cut_at_a_lines_end_or_is_gone_is_said_by_name() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("study"), "Study", Sharing::Private).unwrap();
        let log = new_log();
        let (mut scribe, coder) = (Scribe::new(log, CoderId(log.first_thing()), &[]), CoderId(log.first_thing()));
        let op = |number| Op {
            id: OpId(log.thing(number).unwrap()),
            tick: u64::from(number),
            by: coder,
            at: 0,
            edit: Edit::AddCoder {
                coder: CoderId(log.thing(number).unwrap()),
                name: number.to_string(),
                kind: CoderKind::Person,
            },
            was: None,
            gesture: Gesture { first: OpId(log.thing(number).unwrap()), size: 1 },
            undoes: None,
            why: None,
            texts: Vec::new(),
        };
        let mut words = String::new();
        scribe.write(&[op(1), op(2), op(3)], &mut words).unwrap();
        let path = folder.path().join("log").join(scribe.file_name());
        std::fs::write(&path, &words).unwrap();
        folder.remember_heads().unwrap();
        assert_eq!(folder.read_ops().unwrap().1, []);

        let cut = words.trim_end().rfind('\n').unwrap() + 1;
        std::fs::write(&path, &words[..cut]).unwrap();
        folder.remember_heads().unwrap(); // what is missing is not forgotten by looking
        let (ops, aside) = folder.read_ops().unwrap();
        assert_eq!((ops.len(), aside.len()), (2, 1));
        assert_eq!((&aside[0].fault, aside[0].line, &aside[0].file), (&Fault::CutShort, 4, &scribe.file_name()));
        assert_eq!(folder.read_known().unwrap().set_aside, aside);

        std::fs::remove_file(&path).unwrap();
        assert_eq!(folder.read_ops().unwrap().1[0].fault, Fault::Gone);
        std::fs::write(&path, &words).unwrap();
        assert_eq!(folder.read_ops().unwrap().1, [], "brought back, nothing is said");
    }
}
