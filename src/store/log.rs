//! A log file: bytes to changes and back. Nothing here opens a file.
//!
//! A file has one writer ever. Its header says which log it is and whose; a table of other logs lets
//! its lines name their things shortly. What cannot be read is set aside and named, never dropped
//! silently, and what belongs to the same act is set aside with it: an act takes effect whole or not.

use std::collections::{HashMap, HashSet};
use std::thread;

use memchr::{memchr, memchr_iter, memmem};

use super::coded_line;
use super::line::{self, AlsoLine, ErasedLine, Hash, HeaderLine, OpLine};
use crate::project::{CoderId, Gesture, LogId, LogTable, Op, OpId};

/// The format of project folders that this program writes and reads.
pub const FORMAT: u32 = 2;

/// So many lines are hashed at once: twice what a processor can.
const AT_ONCE: usize = 16;

/// From so many bytes on a log is read by two threads.
const LONG: usize = 256 << 10;

/// What a log file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its log.
    pub log: LogId,
    /// Whose it is.
    pub coder: CoderId,
}

/// A line that was not taken, or a whole file (line 1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {fault}")]
pub struct SetAside {
    /// The file's name.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: Fault,
    /// The change it would have been, where that can be told.
    pub op: Option<OpId>,
}

/// Why a line is set aside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The last line has no end.
    #[error("the line breaks off; emic or the computer stopped while it was written")]
    Torn,
    /// Some changes of its act are missing.
    #[error("not all changes of the same act are there, so none of them is taken")]
    Incomplete,
    /// It is not what was written, or stands where it was not written.
    #[error("its hash does not fit: this line or the one before was changed, moved or taken out")]
    Altered,
    /// Its words were erased, and what holds in their place is not known here.
    #[error(
        "the words of this change were erased, and the log that says what holds in their place is missing; `emic sync`, or `emic join` a copy that has it"
    )]
    Erased(Gesture),
    /// It says nothing this program knows.
    #[error("it cannot be read ({0})")]
    Unreadable(String),
    /// A log that once went further; the lines it has are whole.
    #[error(
        "the log ends here, and went further when it was last read; bring the file back from a backup or a colleague's copy (to go on without those lines, remove cache/heads)"
    )]
    CutShort,
    /// A log that once was there.
    #[error(
        "the whole file is gone that was there when the project was last read; bring it back from a backup or a colleague's copy (to go on without it, remove cache/heads)"
    )]
    Gone,
    /// The first line is not a header, so nothing in the file can be read.
    #[error("the whole file is left out, as its first line is no header of a log ({0})")]
    NoHeader(String),
}

/// A log written by a later emic.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file} has format {found}; this emic knows format {known}")]
pub struct Newer {
    /// The file's name.
    pub file: String,
    /// Its format.
    pub found: u32,
    /// The latest known here.
    pub known: u32,
}

/// What was understood of a log file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRead {
    /// `None` where the whole file is set aside.
    pub header: Option<Header>,
    /// The changes, in the order of the file.
    pub ops: Vec<Op>,
    /// The lines that were not taken, in the order of the file.
    pub set_aside: Vec<SetAside>,
}

impl LogRead {
    /// The changes, and the lines set aside but for those that stand whole in another log.
    pub(super) fn without_doubles(mut self) -> (Vec<Op>, Vec<SetAside>) {
        if !self.set_aside.is_empty() {
            let there: HashSet<OpId> = self.ops.iter().map(|op| op.id).collect();
            let saved = |aside: &SetAside| {
                matches!(aside.fault, Fault::Torn | Fault::Incomplete) && aside.op.is_some_and(|op| there.contains(&op))
            };
            self.set_aside.retain(|aside| !saved(aside));
        }
        (self.ops, self.set_aside)
    }
}

/// Reads a log file of that name.
///
/// # Errors
/// `Newer` when a later emic wrote it; anything else that is wrong is set aside and named.
pub fn read_log(bytes: &[u8], name: &str) -> Result<LogRead, Newer> {
    read_in_halves_from(LONG, bytes, name)
}

fn read_in_halves_from(long: usize, bytes: &[u8], name: &str) -> Result<LogRead, Newer> {
    let (first, lines) = first_line(bytes);
    if let Some(found) = format_of(first).filter(|&found| found > FORMAT) {
        return Err(Newer { file: name.to_string(), found, known: FORMAT });
    }
    let (header, before) = match header_of(first) {
        Ok(read) => read,
        Err(why) => {
            let set_aside = SetAside { file: name.to_string(), line: 1, fault: Fault::NoHeader(why), op: None };
            return Ok(LogRead { header: None, ops: Vec::new(), set_aside: vec![set_aside] });
        }
    };
    let reader = Reader::new(name, header.coder, before, lines.len());
    let reader = if lines.len() < long { reader.read_all(lines) } else { reader.read_in_halves(lines) };
    let (ops, set_aside) = reader.whole_gestures();
    Ok(LogRead { header: Some(header), ops, set_aside })
}

/// Reads the lines behind a header that is damaged, with what is known of it from elsewhere.
pub(super) fn read_behind_header(bytes: &[u8], name: &str, header: Header, logs: &[LogId]) -> LogRead {
    let (first, lines) = first_line(bytes);
    let first = std::str::from_utf8(first).unwrap_or_default().trim_end();
    let mut table = LogTable::of(header.log);
    logs.iter().for_each(|&log| table.add(log));
    let read_as = |format| {
        let hashes = line::part(first).map(|(words, written)| [written, line::hash_of(format, None, words)].map(Some));
        let before = Before { format, table: table.clone(), chain: hashes.unwrap_or_default() };
        Reader::new(name, header.coder, before, lines.len()).read_all(lines).whole_gestures()
    };
    // Its format may be what is damaged: it is the one in which the lines have their hashes.
    let read = (1..=FORMAT).map(read_as).max_by_key(|(ops, _)| ops.len());
    let (ops, set_aside) = read.unwrap_or_default();
    LogRead { header: Some(header), ops, set_aside }
}

/// The first line with its end, and the rest.
pub(super) fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1))
}

/// The format a header names, whatever else stands in it.
pub(super) fn format_of(first: &[u8]) -> Option<u32> {
    let rest = first.strip_prefix(b"(format:")?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}

/// What a log's first line says, and decides for the next one.
pub(super) fn header_of(first: &[u8]) -> Result<(Header, Before), String> {
    let (header, hash) = read_header(first)?;
    let mut table = LogTable::of(header.log);
    header.logs.iter().for_each(|&log| table.add(log));
    let before = Before { format: header.format, table, chain: [Some(hash); 2] };
    Ok((Header { log: header.log, coder: header.coder }, before))
}

fn read_header(first: &[u8]) -> Result<(HeaderLine, Hash), String> {
    if first.is_empty() {
        return Err("the file is empty".to_string());
    }
    let Some(line) = first.strip_suffix(b"\n") else { return Err("the line breaks off".to_string()) };
    let line = std::str::from_utf8(line).map_err(|error| error.to_string())?;
    let (words, hash) = line::part(line).ok_or("it has no hash")?;
    let format = format_of(first).unwrap_or(FORMAT);
    if line::hash_of(format, None, words) != hash {
        return Err("its hash does not fit".to_string());
    }
    let header: HeaderLine = line::read(words)?;
    let known = header.format == format && (1..=FORMAT).contains(&format);
    if known { Ok((header, hash)) } else { Err(format!("unknown format {}", header.format)) }
}

/// What earlier lines decide for the next one.
#[derive(Clone, PartialEq)]
pub(super) struct Before {
    /// The log's own.
    format: u32,
    table: LogTable,
    /// The hashes after which the next line may follow: as the last line has it, and as it should be. They
    /// differ only after a damaged line; whichever part of it was damaged, the next one fits one of them.
    chain: [Option<Hash>; 2],
}

impl Before {
    /// The logs that ids in its lines are of.
    pub(super) fn table(&self) -> &LogTable {
        &self.table
    }

    /// What these lines, if none of them is damaged, decide for those after them.
    pub(super) fn after(&self, lines: &[u8]) -> Option<Before> {
        let mut table = self.table.clone();
        let starts_line = |&at: &usize| at == 0 || lines[at - 1] == b'\n';
        for at in memmem::find_iter(lines, "(also:").filter(starts_line) {
            let line = std::str::from_utf8(first_line(&lines[at..]).0).ok()?;
            table.add(AlsoLine::read(line.trim_end())?.also);
        }
        let last = lines.len().checked_sub(line::ENDING + 1)?;
        let (_, hash) = line::part(std::str::from_utf8(&lines[last..]).ok()?.trim_end())?;
        Some(Before { format: self.format, table, chain: [Some(hash); 2] })
    }
}

pub(super) struct Reader<'a> {
    name: &'a str,
    coder: CoderId,
    pub(super) before: Before,
    /// Whether the last line read ends in the hash that the next one is over.
    tied: bool,
    /// Lines read.
    pub(super) read: usize,
    ops: Vec<Op>,
    /// The line of each, counted from the first one read here.
    numbers: Vec<usize>,
    set_aside: Vec<SetAside>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(name: &'a str, coder: CoderId, before: Before, bytes: usize) -> Reader<'a> {
        let capacity = bytes / 180;
        let (ops, numbers) = (Vec::with_capacity(capacity), Vec::with_capacity(capacity));
        Reader { name, coder, before, tied: false, read: 0, ops, numbers, set_aside: Vec::new() }
    }

    pub(super) fn read_all(mut self, lines: &[u8]) -> Reader<'a> {
        let mut start = 0;
        while start < lines.len() {
            let mut ends: Vec<usize> =
                memchr_iter(b'\n', &lines[start..]).map(|end| start + end + 1).take(AT_ONCE).collect();
            if ends.is_empty() {
                ends.push(lines.len()); // the last line has no end
            }
            let hashes =
                if self.before.format == 1 { vec![None; ends.len()] } else { line::hashes_of(lines, start, &ends) };
            for (end, hash) in ends.into_iter().zip(hashes) {
                self.take(&lines[start..end], hash);
                start = end;
            }
        }
        self
    }

    /// Reads both halves at once, the second in the belief that nothing in the first is damaged; where
    /// that was wrong, it is read again.
    fn read_in_halves(self, lines: &[u8]) -> Reader<'a> {
        let middle = lines.len() / 2;
        let (first, second) = lines.split_at(middle + first_line(&lines[middle..]).0.len());
        let Some(believed) = self.before.after(first) else { return self.read_all(lines) };
        let ahead = Reader::new(self.name, self.coder, believed.clone(), second.len());
        let (read, ahead) = thread::scope(|scope| {
            let ahead = scope.spawn(|| ahead.read_all(second));
            (self.read_all(first), ahead.join())
        });
        match ahead {
            Ok(ahead) if read.before == believed => read.followed_by(ahead),
            _ => read.read_all(second),
        }
    }

    fn followed_by(mut self, later: Reader) -> Reader<'a> {
        self.ops.extend(later.ops);
        self.numbers.extend(later.numbers.iter().map(|number| number + self.read));
        let moved = |aside: SetAside| SetAside { line: aside.line + self.read, ..aside };
        self.set_aside.extend(later.set_aside.into_iter().map(moved));
        self
    }

    /// Takes a line, of which the hash in the place where it stands may be known.
    fn take(&mut self, line: &[u8], hash: Option<Hash>) {
        self.read += 1;
        let number = self.read + 1; // after the header
        if let Err(fault) = self.read(line, hash) {
            let op = self.op_named_by(line);
            self.set_aside.push(SetAside { file: self.name.to_string(), line: number, fault, op });
        }
        self.numbers.resize(self.ops.len(), number);
    }

    /// The change that a line would be by its first words, damaged though the others may be.
    fn op_named_by(&self, line: &[u8]) -> Option<OpId> {
        let rest = line.strip_prefix(b"(id:\"")?;
        let end = rest.iter().position(|&byte| byte == b'"')?;
        let id = std::str::from_utf8(&rest[..end]).ok()?.parse().ok()?;
        self.before.table.lengthen(id).map(OpId)
    }

    fn read(&mut self, line: &[u8], hash: Option<Hash>) -> Result<(), Fault> {
        let tied = std::mem::take(&mut self.tied);
        let hash = hash.filter(|_| tied);
        let line = line.strip_suffix(b"\n").ok_or(Fault::Torn)?;
        let unreadable = |why: &str| Fault::Unreadable(why.to_string());
        let line = std::str::from_utf8(line).map_err(|error| Fault::Unreadable(error.to_string()))?;
        let (words, written) = line::part(line).ok_or_else(|| unreadable("it has no hash"))?;
        let [before, or] = self.before.chain;
        let format = self.before.format;
        let computed = hash.unwrap_or_else(|| line::hash_of(format, before, words));
        let fits = computed == written || or != before && line::hash_of(format, or, words) == written;
        self.tied = true;
        self.before.chain = [Some(written), Some(if fits { written } else { computed })];
        if !fits {
            return Err(self.erased(words, written).unwrap_or(Fault::Altered));
        }
        if words.starts_with("(also:") {
            let AlsoLine { also, place } = line::read(words).map_err(Fault::Unreadable)?;
            if place != self.before.table.logs().len() {
                return Err(unreadable("a line before it that named a log is missing"));
            }
            self.before.table.add(also);
            return Ok(());
        }
        let table = &self.before.table;
        let op = match coded_line::read(words, table, self.coder) {
            Some(op) => op,
            None => {
                let line: OpLine = line::read(words).map_err(Fault::Unreadable)?;
                let unknown = |id| Fault::Unreadable(format!("the file's table has no log for {id}"));
                line.in_log_of(table, self.coder).map_err(unknown)?
            }
        };
        self.ops.push(op);
        Ok(())
    }

    /// What a line says whose words were erased; the next one follows on it as on the line as it was.
    fn erased(&mut self, words: &str, written: Hash) -> Option<Fault> {
        let line = ErasedLine::read(words)?;
        let (first, size) = line.of.unwrap_or((line.id, 1));
        let first = OpId(self.before.table.lengthen(first)?);
        self.before.chain = [Some(written); 2];
        Some(Fault::Erased(Gesture { first, size }))
    }

    /// What was taken, but for the acts of which something is missing.
    pub(super) fn whole_gestures(mut self) -> (Vec<Op>, Vec<SetAside>) {
        let mut found: HashMap<OpId, u32> = HashMap::new();
        let same_act = |one: &Op, next: &Op| one.gesture == next.gesture;
        for act in self.ops.chunk_by(same_act).filter(|act| act[0].gesture.size != 1) {
            *found.entry(act[0].gesture.first).or_default() += act.len() as u32;
        }
        for aside in &self.set_aside {
            if let Fault::Erased(act) = &aside.fault {
                *found.entry(act.first).or_default() += 1;
            }
        }
        let is_whole = |op: &Op| op.gesture.size == 1 || found.get(&op.gesture.first) == Some(&op.gesture.size);
        if self.ops.chunk_by(same_act).all(|act| is_whole(&act[0])) {
            return (self.ops, self.set_aside);
        }
        let mut numbers = self.numbers.iter();
        self.ops.retain(|op| {
            let line = numbers.next().copied().unwrap_or_default();
            let whole = is_whole(op);
            if !whole {
                let file = self.name.to_string();
                self.set_aside.push(SetAside { file, line, fault: Fault::Incomplete, op: Some(op.id) });
            }
            whole
        });
        self.set_aside.sort_by_key(|aside| aside.line);
        (self.ops, self.set_aside)
    }
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
