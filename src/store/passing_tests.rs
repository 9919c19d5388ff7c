use std::io::Cursor;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::project::{CaseId, Edit, Erasures, Gesture, LogId, OpId};
use crate::store::log::first_line;
use crate::store::{Scribe, read_log};

fn log(n: u64) -> LogId {
    LogId::from_random(n << 30 | n)
}

/// A log whose first change has that tick and whose acts have so many changes each: people added and renamed, also
/// those of other logs.
fn written(n: u64, begun: u64, acts: &[u8]) -> (String, Vec<u8>) {
    let coder = CoderId(log(n).thing(1).unwrap());
    let mut scribe = Scribe::new(log(n), coder, &[]);
    let (mut words, mut number) = (String::new(), 0);
    for &size in acts {
        let first = OpId(log(n).thing(number + 1).unwrap());
        let ops = (0..size).map(|_| {
            number += 1;
            let (own, name) = (log(n).thing(number).unwrap(), format!("Ünal {n} {number}"));
            let other = log(1 + u64::from(number) % 3).thing(1 + number / 2).unwrap();
            let edit = match number % 2 {
                1 => Edit::AddCase { case: CaseId(own), name },
                _ => Edit::RenameCase { case: CaseId(other), name },
            };
            let gesture = Gesture { first, size: u32::from(size) };
            let tick = begun + u64::from(number);
            let (was, undoes, why, texts) = (None, None, None, Vec::new());
            Op { id: OpId(own), tick, by: coder, at: 7, edit, was, gesture, undoes, why, texts }
        });
        scribe.write(&ops.collect::<Vec<_>>(), &mut words).unwrap();
    }
    (scribe.file_name(), words.into_bytes())
}

/// What the logs say where each is read as a whole; `None` where any line is set aside.
fn as_a_whole(logs: &[(String, Vec<u8>)]) -> Option<Fold> {
    let mut ops = Vec::new();
    for (name, bytes) in logs {
        let read = read_log(bytes, name).ok().filter(|read| read.set_aside.is_empty())?;
        ops.extend(read.ops);
    }
    assert!(Erasures::among(ops.iter()).is_empty());
    Some(Fold::of("study", ops))
}

/// What they say in passing, cut into pieces of about so many bytes.
fn in_pieces(size: usize, logs: &[(String, Vec<u8>)]) -> Option<Fold> {
    let names: Vec<String> = logs.iter().map(|(name, _)| name.clone()).collect();
    let bytes = |name: &str| logs.iter().find(|log| log.0 == name).map(|(_, bytes)| bytes.as_slice());
    let (fold, marks) = fold_in_pieces_of(size, "study", &names, |name| bytes(name).map(Cursor::new))?;
    assert_eq!(marks.len(), logs.len());
    for (name, bytes) in logs {
        assert!(marks.contains(&LogMark::made_of(name.clone(), blake3::Hasher::new().update(bytes))));
    }
    Some(fold)
}

fn in_passing(logs: &[(String, Vec<u8>)]) -> Option<Fold> {
    in_pieces(PIECE, logs)
}

fn logs() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let log = (0_u64..60, vec(1_u8..7, 1..12));
    vec(log, 1..5).prop_map(|logs| (1..).zip(&logs).map(|(n, (begun, acts))| written(n, *begun, acts)).collect())
}

proptest! {
    /// Logs that follow on each other, or were written at the same time, make the same project in passing, however
    /// they are cut.
    #[test]
    fn folding_in_passing_is_folding(logs in logs(), size in 1_usize..3_000) {
        let (whole, passing) = (as_a_whole(&logs).unwrap(), in_pieces(size, &logs).unwrap());
        prop_assert!(whole.project() == passing.project());
        prop_assert_eq!(whole.last(), passing.last());
        prop_assert_eq!(passing.is_whole(), whole.done().is_empty());
    }

    /// Where any byte is another one, a line is missing or the file ends early, it is not read in passing unless
    /// nothing has to be set aside.
    #[test]
    fn what_is_damaged_is_not_read_in_passing(
        mut logs in logs(), size in 1_usize..3_000, at in any::<prop::sample::Index>(), to in any::<u8>(), cut in 0..3,
    ) {
        let bytes = &mut logs[0].1;
        let at = at.index(bytes.len());
        match cut {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..at + first_line(&bytes[at..]).0.len())),
            _ => bytes[at] = to,
        }
        let (whole, passing) = (as_a_whole(&logs), in_pieces(size, &logs));
        prop_assert_eq!(whole.is_some(), passing.is_some(), "{}", String::from_utf8_lossy(&logs[0].1));
        if let (Some(whole), Some(passing)) = (whole, passing) {
            prop_assert!(whole.project() == passing.project());
        }
    }
}

#[test]
fn a_log_that_ends_behind_a_line_that_names_another_is_read_in_passing() {
    let (name, bytes) = written(1, 0, &[1, 1, 1, 1]);
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', &bytes).map(|at| at + 1).collect();
    let lines = std::iter::once(0).chain(ends.iter().copied()).zip(ends.iter().copied());
    let also: Vec<usize> =
        lines.filter(|&(start, _)| bytes[start..].starts_with(b"(also:")).map(|(_, end)| end).collect();
    assert!(!also.is_empty());
    for end in also {
        let cut = [(name.clone(), bytes[..end].to_vec())];
        let (whole, passing) = (as_a_whole(&cut), in_passing(&cut).unwrap());
        assert!(whole.unwrap().project() == passing.project());
    }
}

#[test]
fn what_was_erased_is_read_as_a_whole() {
    let (name, mut bytes) = written(1, 0, &[1, 1]);
    assert!(in_passing(&[(name.clone(), bytes.clone())]).is_some());
    let (id, case) = (log(2).thing(1).unwrap(), CaseId(log(1).thing(1).unwrap()));
    let coder = CoderId(log(2).thing(9).unwrap());
    let op = Op {
        id: OpId(id),
        tick: 9,
        by: coder,
        at: 7,
        edit: Edit::Erase { case, texts: Vec::new(), lines: Vec::new() },
        was: None,
        gesture: Gesture { first: OpId(id), size: 1 },
        undoes: None,
        why: None,
        texts: Vec::new(),
    };
    let (mut scribe, mut words) = (Scribe::new(log(2), coder, &[]), String::new());
    scribe.write(&[op], &mut words).unwrap();
    assert!(in_passing(&[(name.clone(), bytes.clone()), ("b.ron".into(), words.into_bytes())]).is_none());
    bytes.extend_from_slice(b"(id:\"3\"");
    assert!(in_passing(&[(name, bytes)]).is_none());
}
