//! Logs read in pieces by several threads, and folded as the pieces come.
//!
//! Nothing is kept of the changes but the project they make, so a long log takes little more memory than a short one.
//! Only what is whole is read so: at a damaged line, an erasure, or anything else for which all must be seen at once
//! this gives up, and the logs are read one after the other instead.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::line::{self, OpLine};
use super::log::{Before, Reader, first_line, header_of};
use super::tail::whole_acts;
use crate::project::{CoderId, Fold, Op};

/// Bytes that a thread reads at a time: so few that what they say stays near the processor.
const PIECE: usize = 256 << 10;

/// One thread folds; of those that read for it, more would only wait.
const MOST_READERS: usize = 4;

/// Folds the changes of these logs without keeping them; `None` where the logs must be read as a whole.
pub(super) fn fold_in_passing(name: &str, logs: &[(String, Vec<u8>)]) -> Option<Fold> {
    fold_in_pieces_of(PIECE, name, logs)
}

fn fold_in_pieces_of(size: usize, name: &str, logs: &[(String, Vec<u8>)]) -> Option<Fold> {
    let readers = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_READERS);
    let (queue, pieces) = sync_channel(2 * readers);
    let cutting = Mutex::new(Cutting { size, logs: in_order(logs)?, queue: Some(queue) });
    thread::scope(|scope| {
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
    })
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
struct Cutting<'a> {
    size: usize,
    logs: VecDeque<Rest<'a>>,
    /// Where the one who folds finds what each piece says, as soon as it is read; nothing once all is cut.
    queue: Option<SyncSender<Receiver<Option<Piece>>>>,
}

/// What is still to be cut of a log.
struct Rest<'a> {
    name: &'a str,
    coder: CoderId,
    before: Before,
    lines: &'a [u8],
    /// The ticks of its first and last change.
    ticks: [u64; 2],
    /// Whether nobody else wrote at the same time.
    alone: bool,
    /// Whether the logs behind it were begun later than this one and those before it ended.
    ends: bool,
}

/// Lines to be read, what is known before them, and what they leave behind if none is damaged.
struct Cut<'a> {
    rest: (&'a str, CoderId),
    before: Before,
    lines: &'a [u8],
    after: Option<Before>,
    ends: bool,
}

fn read_pieces(cutting: &Mutex<Cutting>) {
    loop {
        let next = cutting.lock().ok().and_then(|mut cutting| cutting.next());
        let Some((cut, answer)) = next else { return };
        // Nobody waits for it where the one who folds gave up.
        let _ = answer.send(cut.read());
    }
}

impl<'a> Cutting<'a> {
    fn next(&mut self) -> Option<(Cut<'a>, SyncSender<Option<Piece>>)> {
        let Some(cut) = self.cut() else {
            self.queue = None;
            return None;
        };
        let (answer, piece) = sync_channel(1);
        self.queue.as_ref()?.send(piece).ok()?;
        Some((cut, answer))
    }

    fn cut(&mut self) -> Option<Cut<'a>> {
        while self.logs.front()?.lines.is_empty() {
            self.logs.pop_front();
        }
        let rest = self.logs.front_mut()?;
        let (lines, left) = rest.lines.split_at(whole_acts_within(rest.lines, self.size));
        let before = rest.before.clone();
        let after = before.after(lines);
        rest.lines = left;
        // Without it what is read of this piece gives up all the others.
        rest.before = after.clone().unwrap_or_else(|| before.clone());
        let ends = rest.alone || rest.ends && left.is_empty();
        Some(Cut { rest: (rest.name, rest.coder), before, lines, after, ends })
    }
}

/// Where the first acts end that together are about so many bytes.
fn whole_acts_within(lines: &[u8], mut size: usize) -> usize {
    while size < lines.len() {
        match whole_acts(&lines[..size]) {
            0 => size *= 2,
            whole => return whole,
        }
    }
    lines.len()
}

impl Cut<'_> {
    fn read(self) -> Option<Piece> {
        let (name, coder) = self.rest;
        let reader = Reader::new(name, coder, self.before, self.lines.len()).read_all(self.lines);
        if self.after.is_none_or(|after| after != reader.before) {
            return None;
        }
        let (ops, set_aside) = reader.whole_gestures();
        let plain = set_aside.is_empty() && !ops.iter().any(Op::erases);
        plain.then_some((ops, self.ends))
    }
}

/// The logs in which something was changed, in the order in which they were begun.
fn in_order(logs: &[(String, Vec<u8>)]) -> Option<VecDeque<Rest<'_>>> {
    let mut rests: Vec<Rest> = logs.iter().map(|(name, bytes)| Rest::of(name, bytes)).collect::<Option<_>>()?;
    rests.retain(|rest| !rest.lines.is_empty());
    rests.sort_by_key(|rest| rest.ticks);
    let mut last = 0;
    for place in 0..rests.len() {
        let begins = place == 0 || rests[place].ticks[0] > last;
        last = last.max(rests[place].ticks[1]);
        let ends = rests.get(place + 1).is_none_or(|next| next.ticks[0] > last);
        (rests[place].alone, rests[place].ends) = (begins && ends, ends);
    }
    Some(rests.into())
}

impl<'a> Rest<'a> {
    fn of(name: &'a str, bytes: &'a [u8]) -> Option<Rest<'a>> {
        let (first, lines) = first_line(bytes);
        let (header, before) = header_of(first).ok()?;
        // A log may end behind a line that names another log, as the change that would name a thing of it is not there.
        let mut changes = lines.split_inclusive(|&byte| byte == b'\n').filter(|line| !line.starts_with(b"(also:"));
        let ticks = match (changes.next(), changes.next_back()) {
            (None, _) => [0; 2],
            (Some(first), last) => [tick_of(first)?, tick_of(last.unwrap_or(first))?],
        };
        Some(Rest { name, coder: header.coder, before, lines, ticks, alone: false, ends: false })
    }
}

fn tick_of(line: &[u8]) -> Option<u64> {
    let (words, _) = line::part(std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?)?;
    line::read::<OpLine>(words).ok().map(|line| line.tick)
}

#[cfg(test)]
#[path = "passing_tests.rs"]
mod tests;
