use proptest::prelude::*;

use super::*;
use crate::project::{CodeId, CodingId, DocumentId, Edit, Origin, Passage, Seal};
use crate::store::Scribe;
use crate::text::Span;

fn log(n: u64) -> LogId {
    LogId::from_random(n << 30 | n)
}

fn me() -> CoderId {
    CoderId(log(1).thing(1).unwrap())
}

/// Change `number` of log 1: a coding of a document of log 2 with a code of log `code_log`.
fn applied(number: u32, code_log: u64, first: u32, size: u32) -> Op {
    let own = |number: u32| log(1).thing(number).unwrap();
    let passage = Passage {
        document: DocumentId(log(2).thing(2).unwrap()),
        span: Span::new(number, number + 120, u32::MAX).unwrap(),
        seal: Seal([number as u8; 8]),
    };
    let (coding, code) = (CodingId(own(number)), CodeId(log(code_log).thing(5).unwrap()));
    Op {
        id: OpId(own(number)),
        tick: u64::from(number) + 200,
        by: me(),
        at: 1_792_020_000_000,
        edit: Edit::ApplyCode { coding, passage, code, coder: me(), at: None, origin: Origin::Hand },
        was: None,
        gesture: Gesture { first: OpId(own(first)), size },
        undoes: None,
        why: None,
        texts: Vec::new(),
    }
}

fn alone(number: u32) -> Op {
    applied(number, 1, number, 1)
}

fn written(ops: &[Op]) -> String {
    let mut words = String::new();
    Scribe::new(log(1), me(), &[log(2)]).write(ops, &mut words).unwrap();
    words
}

fn read(words: &str) -> LogRead {
    read_log(words.as_bytes(), "a.ron").unwrap()
}

fn faults(read: &LogRead) -> Vec<(usize, &Fault)> {
    read.set_aside.iter().map(|aside| (aside.line, &aside.fault)).collect()
}

#[test]
fn a_file_reads_like_this() {
    let mut renamed = alone(8);
    renamed.edit = Edit::RenameCode { code: CodeId(log(3).thing(5).unwrap()), name: "Label \"us\"".into(), from: None };
    renamed.was =
        Some(Box::new(Edit::RenameCode { code: CodeId(log(3).thing(5).unwrap()), name: "Stigma".into(), from: None }));
    renamed.why = Some("their word".into());
    let words = written(&[alone(7), renamed.clone()]);
    let lines: Vec<&str> = words.lines().map(|line| line.split(",hash:").next().unwrap()).collect();
    let (l1, l2, l3) = (log(1), log(2), log(3));
    assert_eq!(lines, [
        format!(r#"(format:2,log:"{l1}",coder:"{l1}-1",logs:["{l2}"]"#),
        r#"(id:"7",tick:207,at:1792020000000,edit:ApplyCode(coding:"7",passage:(document:"1.2",span:(7,127),seal:"0707070707070707"),code:"5",coder:"1")"#.to_string(),
        format!(r#"(also:"{l3}",place:2"#),
        r#"(id:"8",tick:208,at:1792020000000,edit:RenameCode(code:"2.5",name:"Label \"us\""),was:RenameCode(code:"2.5",name:"Stigma"),why:"their word""#.to_string(),
    ]);
    let back = read(&words);
    assert_eq!(back.ops, [alone(7), renamed]);
    assert_eq!(back.set_aside, []);
    assert_eq!(back.header, Some(Header { log: l1, coder: me() }));
}

#[test]
fn a_line_that_breaks_off_is_set_aside_and_said() {
    let words = written(&[alone(7), alone(8)]);
    let back = read(&words[..words.len() - 1]);
    assert_eq!(back.ops, [alone(7)]);
    assert_eq!(faults(&back), [(3, &Fault::Torn)]);
    assert_eq!(back.set_aside[0].op, Some(alone(8).id));
    assert!(back.set_aside[0].to_string().starts_with("a.ron:3: the line breaks off"));
}

#[test]
fn one_altered_line_is_one_report_whichever_part_was_altered() {
    let words = written(&[alone(7), alone(8), alone(9)]);
    let hash_at = words.match_indices(",hash:\"").nth(2).unwrap().0 + 7;
    for altered in [words.replace("tick:208", "tick:209"), {
        let mut other = words.clone();
        let put = if &words[hash_at..=hash_at] == "0" { "1" } else { "0" };
        other.replace_range(hash_at..=hash_at, put);
        other
    }] {
        let back = read(&altered);
        assert_eq!(back.ops, [alone(7), alone(9)]);
        assert_eq!(faults(&back), [(3, &Fault::Altered)]);
    }
}

#[test]
fn a_line_taken_out_shows_at_the_next() {
    let words = written(&[alone(7), alone(8), alone(9)]);
    let without: String =
        words.split_inclusive('\n').enumerate().filter(|(n, _)| *n != 2).map(|(_, line)| line).collect();
    let back = read(&without);
    assert_eq!(back.ops, [alone(7)]);
    assert_eq!(faults(&back), [(3, &Fault::Altered)]);
}

#[test]
fn an_act_takes_effect_whole_or_not() {
    let act: Vec<Op> = (7..10).map(|number| applied(number, 1, 7, 3)).collect();
    let words = written(&[&act[..], &[alone(10)]].concat());
    assert_eq!(read(&words).ops.len(), 4);
    let back = read(&words.replace("tick:208", "tick:0"));
    assert_eq!(back.ops, [alone(10)]);
    assert_eq!(faults(&back), [(2, &Fault::Incomplete), (3, &Fault::Altered), (4, &Fault::Incomplete)]);
    let back = read(&written(&act[..2]));
    assert_eq!(back.ops, []);
    assert_eq!(back.set_aside.len(), 2);
}

#[test]
fn a_lost_table_line_never_changes_what_later_ids_mean() {
    let words = written(&[applied(7, 3, 7, 1), applied(8, 4, 8, 1)]);
    let without: String = words.split_inclusive('\n').filter(|line| !line.contains(",place:2")).collect();
    assert_eq!(read(&without).ops, []);
}

#[test]
fn a_file_of_a_later_format_is_refused_by_name() {
    let words = written(&[alone(7)]).replace("format:2", "format:3,mood:\"good\"");
    assert_eq!(read_log(words.as_bytes(), "a.ron"), Err(Newer { file: "a.ron".into(), found: 3, known: FORMAT }));
}

#[test]
fn a_file_without_a_header_is_left_out_whole_and_named() {
    for bad in ["", "\n", "(format:2", "# notes\n", &written(&[alone(7)]).replace("logs:[", "logs:[ ")] {
        let back = read(bad);
        assert_eq!((back.header, back.ops.len(), back.set_aside.len()), (None, 0, 1), "{bad:?}");
        assert!(matches!(back.set_aside[0].fault, Fault::NoHeader(_)));
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        shapes in proptest::collection::vec((1..5_u64, 1..4_u32, any::<bool>(), proptest::option::of("\\PC{0,9}")), 0..20),
    ) {
        let mut ops = Vec::new();
        let mut number = 1;
        for (code_log, size, foreign, why) in shapes {
            let first = number;
            for _ in 0..size {
                let mut op = applied(number, code_log, first, size);
                op.why.clone_from(&why);
                if foreign {
                    op.by = CoderId(log(4).thing(1).unwrap());
                    op.undoes = Some(OpId(log(4).thing(number).unwrap()));
                }
                ops.push(op);
                number += 1;
            }
        }
        let mut scribe = Scribe::new(log(1), me(), &[log(2)]);
        let (mut words, half) = (String::new(), ops.len() / 2);
        scribe.write(&ops[..half], &mut words).unwrap();
        scribe.write(&ops[half..], &mut words).unwrap();
        let back = read(&words);
        prop_assert_eq!(back.ops, ops);
        prop_assert_eq!(back.set_aside, vec![]);
    }

    #[test]
    fn no_byte_changed_goes_unseen(place in any::<proptest::sample::Index>(), put in any::<u8>()) {
        let ops = [alone(7), applied(8, 3, 8, 2), applied(9, 3, 8, 2), alone(10)];
        let mut bytes = written(&ops).into_bytes();
        let at = place.index(bytes.len());
        prop_assume!(bytes[at] != put);
        bytes[at] = put;
        if let Ok(back) = read_log(&bytes, "a.ron") {
            prop_assert!(!back.set_aside.is_empty());
            prop_assert!(back.ops.iter().all(|op| ops.contains(op)));
        }
    }

    #[test]
    fn two_threads_read_what_one_reads(
        logs in proptest::collection::vec(1..7_u64, 1..30), size in 1..4_u32, place in any::<proptest::sample::Index>(),
        (length, put) in (0..400_usize, proptest::collection::vec(any::<u8>(), 0..2)), damaged in any::<bool>(),
    ) {
        let acts = (7..).zip(logs).map(|(number, log)| applied(number, log, number - number % size, size));
        let mut bytes = written(&acts.collect::<Vec<_>>()).into_bytes();
        if damaged {
            let at = place.index(bytes.len());
            let end = bytes.len().min(at + length);
            bytes.splice(at..end, put);
        }
        let one = read_in_halves_from(usize::MAX, &bytes, "a.ron");
        prop_assert_eq!(read_in_halves_from(0, &bytes, "a.ron"), one);
    }
}

#[test]
fn the_second_half_need_not_be_read_again() {
    let words = written(&(7..40).map(|number| applied(number, u64::from(number), number, 1)).collect::<Vec<_>>());
    let (header, lines) = first_line(words.as_bytes());
    let (HeaderLine { log, logs, .. }, hash) = read_header(header).unwrap();
    let mut table = LogTable::of(log);
    logs.iter().for_each(|&log| table.add(log));
    let start = Before { format: FORMAT, table, chain: [Some(hash); 2] };
    let read = Reader::new("a.ron", me(), start.clone(), 0).read_all(lines);
    assert!(start.after(lines) == Some(read.before));
}
