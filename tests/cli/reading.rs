//! Reading and coding line by line.

use super::{Desk, failed, rows, said};

/// What is answered to orders, a line each, where all of them can be done.
#[track_caller]
fn reads(desk: &Desk, line: &str, orders: &[&str]) -> String {
    let output = desk.give(line, &orders.join("\n"));
    assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), ""), "{orders:?}");
    let answer = String::from_utf8(output.stdout).unwrap();
    assert!(!answer.contains('\x1b') && answer.ends_with('\n'), "{answer:?}");
    answer
}

#[test]
fn lines_are_read_with_who_speaks_and_what_is_coded() {
    let desk = Desk::with_study();
    assert_eq!(
        reads(&desk, "read FG1", &["", "n 2", "turn", "back", "where", "9-10"]),
        "FG1, focus group, 10 lines\n1 I: How was it?\n\
         2 Ana: They saw me as a patient, not as staff.\n  coded 2 as Recovery by you\n\
         3 I: And then?\n4 Ben: One said thank you. I felt heard.\n\
         5 I: Good.\n4 Ben: One said thank you. I felt heard.\n\
         FG1, focus group, line 4 of 10, turn 4 of 10\n4 Ben: One said thank you. I felt heard.\n\
         9 Ana: Boundaries are hard.\n10 Ben: So it is.\n"
    );
    let later = reads(&desk, "read", &["find heard", "open INT1", "find felt", "find"]);
    assert!(
        later.starts_with("FG1, focus group, 10 lines\n10 Ben: So it is.\nplace 1 of 1, again from the top\n4 Ben")
    );
    let coded = "2 Eva: I felt heard there.\n  coded 2 as Barriers > Boundaries by you\n";
    let first = format!("INT1, interview, 6 lines\n1 I: Tell me.\nplace 1 of 1\n{coded}");
    assert!(
        later.contains(&first) && later.ends_with(&format!("place 1 of 1, again from the top\n{coded}")),
        "{later}"
    );
    assert!(reads(&desk, "read FG1 --coder js", &["2"]).contains("coded 2 as Recovery by mk\n"));
}

#[test]
fn lines_are_coded_and_uncoded_and_written_about() {
    let desk = Desk::with_study();
    let codings = || rows(&desk.does("excerpts --document FG1 --format jsonl")).len();
    let answer = reads(
        &desk,
        "read FG1",
        &[
            "code 2-4 Boundaries; recovery",
            "4 recovery",
            "4 recovery",
            "memo 4 Why him?",
            "memo 4: And not her?",
            "add Stigma > Self",
            "codes bound",
            "4",
        ],
    );
    let end = "coded 2-4 of FG1 as Barriers > Boundaries; coded 2-4 of FG1 as Recovery; undo takes it back\n\
        coded 4 of FG1 as Recovery; undo takes it back\n4 is coded recovery already\n\
        wrote an analytic memo on 4 of FG1; undo takes it back\n";
    assert!(answer.contains(end), "{answer}");
    assert!(answer.contains("Barriers > Boundaries: excerpts 2, respondents 3\n"), "{answer}");
    assert_eq!(codings(), 3);
    let answer =
        reads(&desk, "read FG1", &["4", "uncode 4 recovery", "undo", "redo", "uncode 2-4 boundaries", "saved", "q"]);
    assert!(answer.contains("\n  coded 4 as Recovery by you\n  analytic memo on 4 by you: Why him?\n"), "{answer}");
    assert!(
        answer.contains("took back: ") && answer.ends_with("everything is saved\neverything is saved\n"),
        "{answer}"
    );
    assert_eq!(rows(&desk.does("memos --format jsonl"))[0]["words"], "Why him?\nAnd not her?");
}

#[test]
fn what_cannot_be_done_is_said_with_its_line_and_the_rest_is_done() {
    let desk = Desk::with_study();
    let orders = "line 77\nnxt\nu\n2 Stigma\n2-4 recovery\nuncode 2\nuncode 5\nopen FG9\nfind zebra\ncodes zebra\nnext no\n\
        memo 4\ncode\nback\nundo\n";
    let output = desk.give("read FG1", orders);
    failed(&output, "read", 1, "line 1: FG1 has no line 77; it ends at line 10");
    for why in [
        "line 2: nxt: no such order; there are next",
        "line 3: u: several orders begin so: uncode, undo",
        "line 4: Stigma: no such code; there are Barriers, Recovery, Barriers > Boundaries; add PATH makes one",
        "line 7: 5: no such coding of yours; where says what is here",
        "line 8: FG9: no such document; there are FG1, INT1",
        "line 9: zebra: nowhere in FG1",
        "line 10: zebra: in no code; codes lists all",
        "line 11: no: not a number of lines",
        "line 12: write the memo behind the lines",
        "line 13: which code?",
        "line 14: FG1 begins here",
    ] {
        assert!(said(&output).contains(why), "{why}: {}", said(&output));
    }
    assert!(!said(&output).contains("line 15:"), "{}", said(&output));
    let empty = desk.emic().args(["new", "empty"]).output().unwrap();
    assert_eq!(empty.status.code(), Some(0));
    let nothing = desk.give("read --project empty", "next\nhelp\ncodes\n");
    failed(&nothing, "read", 1, "line 1: no document yet");
    assert!(String::from_utf8_lossy(&nothing.stdout).contains("  turn: reads on to the end of the turn\n"));
}

#[test]
fn lines_are_put_for_or_against_a_claim() {
    let desk = Desk::with_study();
    let answer = reads(
        &desk,
        "read FG1",
        &[
            "evidence new Thanks open doors",
            "evidence 4 for thanks open doors",
            "2",
            "evidence against Thanks open doors",
            "evidence 4 off Thanks open doors",
            "e",
        ],
    );
    assert_eq!(answer.matches("; undo takes it back").count(), 4, "{answer}");
    assert!(answer.ends_with("Thanks open doors: 0 for, 1 against, 0 qualifies\n"), "{answer}");
    failed(&desk.give("read FG1", "evidence 4 with thanks"), "read", 1, "write for, against, qualifies or off");
    failed(&desk.give("read FG1", "evidence 2 against thanks open doors"), "read", 1, "stands so already");
    failed(&desk.give("read FG1", "evidence 2 for nothing"), "read", 1, "no such theme");
}
