//! Following logs that others are still writing: only what came since is read, from where reading stopped.
//!
//! An act is taken when all of it is there. What has no end yet is waited for and never called torn: whether
//! it ever gets one shows at the next opening.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use memchr::memrchr;

use super::error::StoreError;
use super::line::{self, OpLine};
use super::log::{Before, FORMAT, Header, LogRead, Newer, Reader, SetAside, first_line, format_of, header_of};
use super::private;
use crate::project::Op;

/// Where the reading of a log stopped, and what the next line needs to be understood.
struct Tail {
    header: Header,
    before: Before,
    /// Bytes up to the end of the last act that is there whole.
    read: u64,
    /// Their lines.
    lines: usize,
}

impl Tail {
    /// The state behind these bytes of a log, in the belief that what was read of it before was sound; nothing
    /// where its first line is not there whole, or is no header.
    fn behind(bytes: &[u8]) -> Option<Tail> {
        let (first, lines) = first_line(bytes);
        let (header, before) = header_of(first).ok()?;
        let whole = &lines[..whole_acts(lines)];
        let before = if whole.is_empty() { before } else { before.after(whole)? };
        let lines = 1 + memchr::memchr_iter(b'\n', whole).count();
        Some(Tail { header, before, read: (first.len() + whole.len()) as u64, lines })
    }

    /// Takes the acts that are whole in the bytes behind `read`.
    fn go_on(&mut self, bytes: &[u8], name: &str) -> (Vec<Op>, Vec<SetAside>) {
        let whole = &bytes[..whole_acts(bytes)];
        let reader = Reader::new(name, self.header.coder, self.before.clone(), whole.len()).read_all(whole);
        let (before, lines) = (reader.before.clone(), reader.read);
        let (ops, mut set_aside) = reader.whole_gestures();
        set_aside.iter_mut().for_each(|aside| aside.line += self.lines - 1);
        self.before = before;
        self.read += whole.len() as u64;
        self.lines += lines;
        (ops, set_aside)
    }
}

/// How many of these bytes hold whole lines, up to the last act that is there whole.
pub(super) fn whole_acts(lines: &[u8]) -> usize {
    let mut end = memrchr(b'\n', lines).map_or(0, |end| end + 1);
    let change = |line: &[u8]| {
        let words = line::part(std::str::from_utf8(line).ok()?.trim_end())?.0;
        line::read::<OpLine>(words).ok()
    };
    let act_of = |line: &[u8]| change(line)?.of;
    let last_line = |end: usize| {
        let start = memrchr(b'\n', &lines[..end.saturating_sub(1)]).map_or(0, |start| start + 1);
        (start, &lines[start..end])
    };
    // A table line goes with the change after it.
    while last_line(end).1.starts_with(b"(also:") {
        end = last_line(end).0;
    }
    let whole = end;
    let Some(OpLine { id, of: Some((act, size)), .. }) = change(last_line(end).1) else { return whole };
    // The changes of an act are numbered one after the other, so its last one is known without a look at the
    // others, which may be as many as a whole import.
    let before = id.number().checked_sub(act.number());
    if id.log() == act.log() && before.is_some_and(|before| before + 1 == size) {
        return whole;
    }
    let mut there = 0;
    while end > 0 {
        let (start, line) = last_line(end);
        match act_of(line) {
            Some((other, _)) if other == act => there += 1,
            _ if line.starts_with(b"(also:") => {}
            _ => break,
        }
        end = start;
    }
    if there < size { end } else { whole }
}

/// How long a log whose end is being written at this moment is given.
const A_MOMENT: Duration = Duration::from_millis(30);

/// Reads a log; where its last act is not there whole, again as long as more of it comes.
pub(super) fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = private::read(path)?;
    while whole_acts(&bytes) < bytes.len() {
        thread::sleep(A_MOMENT);
        let again = private::read(path)?;
        if again.len() == bytes.len() {
            break;
        }
        bytes = again;
    }
    Ok(bytes)
}

/// A log as it was last looked at.
#[derive(Default)]
struct Seen {
    length: u64,
    /// Nothing as long as only its length is known, or no header is there.
    tail: Option<Tail>,
    /// Whether what stood there when it was first seen is known already.
    known: bool,
}

/// What came to the logs since the last look.
#[derive(Debug, Default)]
pub struct Arrived {
    /// The changes, log by log.
    pub ops: Vec<Op>,
    /// Lines that could not be taken.
    pub set_aside: Vec<SetAside>,
    /// Why a log could not be read.
    pub trouble: Option<String>,
}

impl Arrived {
    /// Whether nothing came.
    pub fn is_empty(&self) -> bool {
        self.ops.is_empty() && self.set_aside.is_empty() && self.trouble.is_none()
    }

    /// Adds what came after it.
    pub fn append(&mut self, later: Arrived) {
        self.ops.extend(later.ops);
        self.set_aside.extend(later.set_aside);
        self.trouble = later.trouble.or(self.trouble.take());
    }
}

/// The logs of one folder, each with how far it was read.
pub struct Tails {
    folder: PathBuf,
    logs: BTreeMap<String, Seen>,
}

impl Tails {
    /// Begins where the logs, by name and length (bytes), were read before.
    pub fn behind(project: &Path, sizes: Vec<(String, u64)>) -> Tails {
        let seen = |length| Seen { length, tail: None, known: true };
        let logs = sizes.into_iter().map(|(name, length)| (name, seen(length))).collect();
        Tails { folder: project.join("log"), logs }
    }

    /// Reads what came since, but for the logs of these names, which are written here.
    pub fn look(&mut self, own: &[String]) -> Arrived {
        let mut arrived = Arrived::default();
        for (name, length) in self.grown(own, &mut arrived) {
            let path = self.folder.join(&name);
            let seen = self.logs.entry(name.clone()).or_default();
            match read_on(seen, &path, &name, length) {
                Ok(read) => arrived.append(Arrived { ops: read.ops, set_aside: read.set_aside, trouble: None }),
                Err(error) => arrived.trouble = Some(error.to_string()),
            }
        }
        arrived
    }

    /// The logs that have another length than at the last look, with that: one look at the folder.
    fn grown(&self, own: &[String], arrived: &mut Arrived) -> Vec<(String, u64)> {
        let mut grown = Vec::new();
        let mut read = || {
            for entry in fs::read_dir(&self.folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let Some(name) = name.to_str().filter(|name| name.ends_with(".ron")) else { continue };
                let found = entry.metadata()?;
                let is_news = self.logs.get(name).is_none_or(|seen| seen.length != found.len());
                if is_news && found.is_file() && !own.iter().any(|own| own == name) {
                    grown.push((name.to_string(), found.len()));
                }
            }
            io::Result::Ok(())
        };
        match read() {
            // Nothing was ever done here, or the log went while it was looked at.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => arrived.trouble = Some(StoreError::io("read the folder", &self.folder)(error).to_string()),
            Ok(()) => {}
        }
        grown.sort_unstable();
        grown
    }
}

/// Reads a log on to its present end.
fn read_on(seen: &mut Seen, path: &Path, name: &str, length: u64) -> Result<LogRead, StoreError> {
    let mut read = LogRead { header: None, ops: Vec::new(), set_aside: Vec::new() };
    let unread = || StoreError::io("read", path);
    let mut file = private::open(path).map_err(unread())?;
    if length < seen.length {
        // Somebody brought another copy; what is known already is passed over by the fold.
        *seen = Seen::default();
    }
    if seen.tail.is_none() {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unread())?;
        if let Some(found) = format_of(&bytes).filter(|&found| found > FORMAT) {
            seen.length = length;
            let newer = Newer { file: name.to_string(), found, known: FORMAT };
            return Err(StoreError::newer(path.parent().unwrap_or(path), newer));
        }
        let known = if seen.known { bytes.len().min(seen.length as usize) } else { 0 };
        seen.tail = Tail::behind(&bytes[..known]).or_else(|| Tail::behind(first_line(&bytes).0));
    }
    seen.length = length;
    let Some(tail) = &mut seen.tail else { return Ok(read) };
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(tail.read)).map_err(unread())?;
    file.take(length - tail.read.min(length)).read_to_end(&mut bytes).map_err(unread())?;
    (read.ops, read.set_aside) = tail.go_on(&bytes, name);
    Ok(read)
}

#[cfg(test)]
#[path = "tail_tests.rs"]
mod tests;
