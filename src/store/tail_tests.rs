use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::project::{CoderId, Edit, Gesture, LogId, OpId};
use crate::store::{Scribe, read_log};

fn log(n: u64) -> LogId {
    LogId::from_random(n << 30 | n)
}

/// A log whose acts have so many changes each; every third change names another log for the first time.
fn written(n: u64, acts: &[u8]) -> (String, String) {
    let coder = CoderId(log(n).thing(1).unwrap());
    let mut scribe = Scribe::new(log(n), coder, &[]);
    let (mut words, mut number) = (String::new(), 0);
    for &size in acts {
        let first = OpId(log(n).thing(number + 1).unwrap());
        let ops = (0..size.max(1)).map(|_| {
            number += 1;
            let id = OpId(log(n).thing(number).unwrap());
            let of = if number.is_multiple_of(3) { log(100 + u64::from(number)) } else { log(n) };
            let case = crate::project::CaseId(of.thing(number).unwrap());
            let edit = Edit::RenameCase { case, name: format!("Ünal {number}") };
            let gesture = Gesture { first, size: u32::from(size.max(1)) };
            Op {
                id,
                tick: u64::from(number),
                by: coder,
                at: 7,
                edit,
                was: None,
                gesture,
                undoes: None,
                why: None,
                texts: Vec::new(),
            }
        });
        scribe.write(&ops.collect::<Vec<_>>(), &mut words).unwrap();
    }
    (scribe.file_name(), words)
}

fn project() -> (TempDir, PathBuf) {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("log");
    fs::create_dir(&folder).unwrap();
    (home, folder)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whoever opened the project at any moment and looks at any moments after it knows in the end what the
    /// logs say, has seen no line as damaged, and no part of an act without the rest.
    #[test]
    fn what_is_written_bit_by_bit_is_read_whole(
        logs in proptest::collection::vec(proptest::collection::vec(1_u8..6, 1..9), 1..4),
        opened in any::<u16>(),
        looks in proptest::collection::vec(any::<u16>(), 0..9),
    ) {
        let (home, folder) = project();
        let logs: Vec<(String, String)> = logs.iter().enumerate().map(|(n, acts)| written(n as u64 + 1, acts)).collect();
        let put = |moment: u16| for (name, words) in &logs {
            let long = words.len() * usize::from(moment) / usize::from(u16::MAX);
            fs::write(folder.join(name), &words.as_bytes()[..long]).unwrap();
        };
        put(opened);
        let mut known: Vec<Op> = Vec::new();
        let mut sizes = Vec::new();
        for (name, _) in &logs {
            let bytes = fs::read(folder.join(name)).unwrap();
            known.extend(read_log(&bytes, name).unwrap().ops);
            sizes.push((name.clone(), bytes.len() as u64));
        }
        let mut tails = Tails::behind(home.path(), sizes);
        let mut moments: Vec<u16> = looks.into_iter().map(|moment| moment.max(opened)).chain([u16::MAX]).collect();
        moments.sort_unstable();
        for moment in moments {
            put(moment);
            let arrived = tails.look(&[]);
            prop_assert_eq!(arrived.trouble, None);
            prop_assert_eq!(arrived.set_aside, []);
            let whole = arrived.ops.chunk_by(|one, next| one.gesture == next.gesture);
            prop_assert!(whole.into_iter().all(|act| act.len() == act[0].gesture.size as usize));
            known.extend(arrived.ops);
        }
        let mut wanted: Vec<Op> =
            logs.iter().flat_map(|(name, words)| read_log(words.as_bytes(), name).unwrap().ops).collect();
        wanted.sort_by_key(Op::order);
        known.sort_by_key(Op::order);
        prop_assert_eq!(known, wanted);
        prop_assert!(tails.look(&[]).is_empty());
    }
}

#[test]
fn only_what_is_new_is_read_and_a_log_of_our_own_is_not() {
    let (home, folder) = project();
    let (name, words) = written(1, &[1, 1, 1, 1]);
    let ends: Vec<usize> = words.match_indices('\n').map(|(at, _)| at + 1).collect();
    let part = |lines: usize| fs::write(folder.join(&name), &words[..ends[lines - 1]]).unwrap();
    part(2);
    let mut tails = Tails::behind(home.path(), vec![(name.clone(), ends[1] as u64)]);
    assert!(tails.look(&[]).is_empty());
    part(3);
    assert_eq!(tails.look(&[]).ops.len(), 1, "what was known at the opening is not read again");
    // What was read stands no longer as it was: nobody looks there any more.
    let rest = [vec![b'?'; ends[2]], words.as_bytes()[ends[2]..].to_vec()].concat();
    fs::write(folder.join(&name), rest).unwrap();
    let arrived = tails.look(&[]);
    assert_eq!((arrived.ops.len(), arrived.set_aside.len()), (2, 0));
    let (own, words) = written(2, &[1]);
    fs::write(folder.join(&own), words).unwrap();
    assert!(tails.look(&[own]).is_empty());
}

#[test]
fn a_line_that_was_changed_is_named_where_it_stands() {
    let (home, folder) = project();
    let (name, words) = written(1, &[1, 1, 1, 1]);
    let mut tails = Tails::behind(home.path(), Vec::new());
    let second = words.match_indices("Ünal 2").next().unwrap().0;
    let first_lines = words[..second].rfind('\n').unwrap() + 1;
    fs::write(folder.join(&name), &words[..first_lines]).unwrap();
    assert_eq!(tails.look(&[]).ops.len(), 1);
    fs::write(folder.join(&name), words.replace("Ünal 2", "Ünal 9")).unwrap();
    let arrived = tails.look(&[]);
    assert_eq!(arrived.ops.len(), 2);
    assert_eq!((arrived.set_aside.len(), arrived.set_aside[0].line, &arrived.set_aside[0].file), (1, 3, &name));
}

#[test]
fn a_log_of_a_later_emic_is_said_once() {
    let (home, folder) = project();
    let mut tails = Tails::behind(home.path(), Vec::new());
    fs::write(folder.join("a.ron"), "(format:3,mood:\"good\")\n").unwrap();
    let said = tails.look(&[]).trouble.unwrap();
    assert!(said.contains("a.ron has format 3, this emic knows format 2"), "{said}");
    assert!(tails.look(&[]).is_empty());
}
