//! Logs read in pieces by several threads, and folded as the pieces come.
//!
//! Nothing is kept of the changes but the project they make, nor of the logs but what stands in the pieces, so a long
//! log takes little more memory than a short one. Only what is whole is read so: at a damaged line, an erasure, or
//! anything else for which all must be seen at once this gives up, and the logs are read one after the other instead.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::known::LogMark;
use super::line::{self, OpLine};
use super::log::{Before, Reader, header_of};
use super::tail::whole_acts;
use crate::project::{CoderId, Fold, Op};

/// Bytes that a thread reads at a time: so few that what they say stays near the processor.
const PIECE: usize = 256 << 10;

/// One thread folds; of those that read for it, more would only wait.
const MOST_READERS: usize = 4;

/// Folds the changes of these logs without keeping them, and says what each log was; `None` where the logs must be
/// read as a whole. Few logs are open at a time, however many there are.
pub(super) fn fold_in_passing<R: Read + Seek + Send>(
    name: &str,
    logs: &[String],
    open: impl Fn(&str) -> Option<R> + Send,
) -> Option<(Fold, Vec<LogMark>)> {
    fold_in_pieces_of(PIECE, name, logs, open)
}

fn fold_in_pieces_of<R: Read + Seek + Send>(
    size: usize,
    name: &str,
    logs: &[String],
    open: impl Fn(&str) -> Option<R> + Send,
) -> Option<(Fold, Vec<LogMark>)> {
    let readers = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_READERS);
    let (queue, pieces) = sync_channel(2 * readers);
    let logs = in_order(logs, &open)?;
    let cutting = Mutex::new(Cutting { size, logs, reading: None, marks: Vec::new(), open, queue: Some(queue) });
    let fold = thread::scope(|scope| {
        let reader = || thread::Builder::new().spawn_scoped(scope, || read_pieces(&cutting));
        if (0..readers).filter_map(|_| reader().ok()).count() == 0 {
            return None; // a server may allow no more threads
        }
        let mut whole = true;
        let read = pieces.into_iter().map_while(|piece| {
            piece.recv().ok().flatten().or_else(|| {
                whole = false;
                None
            })
        });
        let fold = Fold::in_passing(name, sorted(read));
        fold.filter(|_| whole)
    })?;
    Some((fold, cutting.into_inner().ok()?.marks))
}

/// The changes of a piece, and whether all those of the next one come after them.
type Piece = (Vec<Op>, bool);

/// Puts the changes of logs that were written at the same time in one order.
fn sorted(pieces: impl Iterator<Item = Piece>) -> impl Iterator<Item = Vec<Op>> {
    let mut gathered = Vec::new();
    pieces.filter_map(move |(ops, ends)| {
        if gathered.is_empty() {
            gathered = ops; // mostly nobody else wrote at that time
        } else {
            gathered.extend(ops);
        }
        if !ends {
            return None;
        }
        gathered.sort_by_key(Op::order);
        Some(std::mem::take(&mut gathered))
    })
}

/// Cuts the logs into pieces, in the order in which they are folded.
struct Cutting<R, O> {
    size: usize,
    /// Those whose turn has not come.
    logs: VecDeque<Log>,
    reading: Option<Reading<R>>,
    /// What those were that were read to their ends.
    marks: Vec<LogMark>,
    open: O,
    /// Where the one who folds finds what each piece says, as soon as it is read; nothing once all is cut.
    queue: Option<SyncSender<Receiver<Option<Piece>>>>,
}

/// A log that is there.
struct Log {
    name: String,
    coder: CoderId,
    /// What its header says.
    before: Before,
    /// Bytes of the header, and of the lines behind it.
    lengths: [u64; 2],
    /// The ticks of its first and last change.
    ticks: [u64; 2],
    /// Whether nobody else wrote at the same time.
    alone: bool,
    /// Whether the logs behind it were begun later than this one and those before it ended.
    ends: bool,
}

/// A log that is being cut.
struct Reading<R> {
    /// Its state is that behind what was cut.
    log: Log,
    file: R,
    /// Over all that was read.
    hasher: blake3::Hasher,
    /// Bytes that were not read.
    unread: u64,
    /// What was read, and is no whole act yet; nothing once all is read.
    left: Vec<u8>,
}

/// What is known before the lines of a piece, and what they leave behind if none is damaged.
struct Cut {
    name: String,
    coder: CoderId,
    before: Before,
    after: Option<Before>,
    ends: bool,
}

/// A log is not what it was a moment before.
struct Unread;

/// What a thread is to read, and where it says what that says.
type Task = (Result<Cut, Unread>, SyncSender<Option<Piece>>);

fn read_pieces<R: Read + Seek, O: Fn(&str) -> Option<R>>(cutting: &Mutex<Cutting<R, O>>) {
    let mut lines = Vec::new(); // the same for each piece, so that it stays near the processor
    loop {
        let next = cutting.lock().ok().and_then(|mut cutting| cutting.next(&mut lines));
        let Some((cut, answer)) = next else { return };
        // Nobody waits for it where the one who folds gave up.
        let _ = answer.send(cut.ok().and_then(|cut| cut.read(&lines)));
    }
}

impl<R: Read + Seek, O: Fn(&str) -> Option<R>> Cutting<R, O> {
    /// The next piece, with its lines in `lines`; nothing where there is none.
    fn next(&mut self, lines: &mut Vec<u8>) -> Option<Task> {
        let Some(cut) = self.cut(lines).transpose() else {
            self.queue = None;
            return None;
        };
        let (answer, piece) = sync_channel(1);
        self.queue.as_ref()?.send(piece).ok()?;
        Some((cut, answer))
    }

    fn cut(&mut self, lines: &mut Vec<u8>) -> Result<Option<Cut>, Unread> {
        loop {
            match &mut self.reading {
                Some(reading) if reading.unread > 0 => return reading.cut(self.size, lines).map(Some),
                _ => {}
            }
            self.marks.extend(self.reading.take().map(Reading::mark));
            let Some(log) = self.logs.pop_front() else { return Ok(None) };
            self.reading = Some(Reading::begin(log, &self.open).ok_or(Unread)?);
        }
    }
}

impl<R: Read + Seek> Reading<R> {
    fn begin(log: Log, open: impl Fn(&str) -> Option<R>) -> Option<Reading<R>> {
        let mut file = open(&log.name)?;
        let [header, unread] = log.lengths;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file.by_ref().take(header)).ok()?;
        Some(Reading { log, file, hasher, unread, left: Vec::new() })
    }

    /// The first acts that together are about so many bytes, in `lines`.
    fn cut(&mut self, size: usize, lines: &mut Vec<u8>) -> Result<Cut, Unread> {
        lines.clear();
        lines.append(&mut self.left);
        let mut step = size as u64;
        let whole = loop {
            let (before, wanted) = (lines.len(), step.min(self.unread));
            let read = self.file.by_ref().take(wanted).read_to_end(lines).map_err(|_| Unread)? as u64;
            if read < wanted {
                return Err(Unread);
            }
            self.hasher.update(&lines[before..]);
            self.unread -= read;
            match whole_acts(lines) {
                _ if self.unread == 0 => break lines.len(),
                0 => step *= 2,
                whole => break whole,
            }
        };
        self.left.extend_from_slice(&lines[whole..]);
        lines.truncate(whole);
        let log = &mut self.log;
        let before = log.before.clone();
        let after = before.after(lines);
        // Without it what is read of this piece gives up all the others.
        log.before = after.clone().unwrap_or_else(|| before.clone());
        let ends = log.alone || log.ends && self.unread == 0;
        Ok(Cut { name: log.name.clone(), coder: log.coder, before, after, ends })
    }

    fn mark(self) -> LogMark {
        LogMark::made_of(self.log.name, &self.hasher)
    }
}

impl Cut {
    fn read(self, lines: &[u8]) -> Option<Piece> {
        let reader = Reader::new(&self.name, self.coder, self.before, lines.len()).read_all(lines);
        if self.after.is_none_or(|after| after != reader.before) {
            return None;
        }
        let (ops, set_aside) = reader.whole_gestures();
        let plain = set_aside.is_empty() && !ops.iter().any(Op::erases);
        plain.then_some((ops, self.ends))
    }
}

/// The logs, in the order in which they were begun.
fn in_order<R: Read + Seek>(names: &[String], open: impl Fn(&str) -> Option<R>) -> Option<VecDeque<Log>> {
    let mut logs: Vec<Log> = names.iter().map(|name| Log::of(name, open(name)?)).collect::<Option<_>>()?;
    logs.sort_by_key(|log| log.ticks);
    let mut last = 0;
    for place in 0..logs.len() {
        let begins = place == 0 || logs[place].ticks[0] > last;
        last = last.max(logs[place].ticks[1]);
        let ends = logs.get(place + 1).is_none_or(|next| next.ticks[0] > last);
        (logs[place].alone, logs[place].ends) = (begins && ends, ends);
    }
    Some(logs.into())
}

impl Log {
    fn of(name: &str, file: impl Read + Seek) -> Option<Log> {
        let mut file = BufReader::new(file);
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line).ok()?;
        let (header, before) = header_of(&line).ok()?;
        let begin = line.len() as u64;
        // A log may end behind a line that names another log, as the change that would name a thing of it is not there.
        let first = loop {
            line.clear();
            file.read_until(b'\n', &mut line).ok()?;
            if !line.starts_with(b"(also:") {
                break tick_of(&line);
            }
        };
        let length = file.seek(SeekFrom::End(0)).ok()?;
        let ticks = match line.is_empty() {
            true => [0; 2],
            false => [first?, last_tick(&mut file, begin, length)?],
        };
        let lengths = [begin, length.checked_sub(begin)?];
        Some(Log { name: name.to_string(), coder: header.coder, before, lengths, ticks, alone: false, ends: false })
    }
}

/// The tick of the last change in a log, the lines of which begin and end there.
fn last_tick(file: &mut (impl Read + Seek), begin: u64, end: u64) -> Option<u64> {
    let mut window = 4096;
    loop {
        let from = end.saturating_sub(window).max(begin);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(from)).ok()?;
        file.take(end - from).read_to_end(&mut bytes).ok()?;
        let mut lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
        if from > begin {
            lines.remove(0); // its beginning is not there
        }
        match lines.into_iter().rfind(|line| !line.starts_with(b"(also:")) {
            Some(line) => return tick_of(line),
            None if from == begin => return None,
            None => window *= 2,
        }
    }
}

fn tick_of(line: &[u8]) -> Option<u64> {
    let (words, _) = line::part(std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?)?;
    line::read::<OpLine>(words).ok().map(|line| line.tick)
}

#[cfg(test)]
#[path = "passing_tests.rs"]
mod tests;
