//! Coding passages, taking codes off, moving their ends, and taking all that back.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    a_code_is_applied_to_the_selection,
    several_codes_are_marked_by_tab,
    a_new_code_is_made_by_its_path_with_what_is_missing_above,
    names_may_hold_a_slash,
    the_same_again_on_a_selection_or_a_unit,
    an_exact_duplicate_changes_nothing_and_says_so,
    the_passage_stays_lit_until_the_cursor_moves,
    a_code_is_taken_off,
    another_code_takes_its_place,
    the_ends_of_an_excerpt_are_moved_and_its_memo_travels,
    a_memo_is_kept_rewritten_and_emptied,
    a_memo_may_be_about_the_document_and_is_listed,
    flags_are_set_and_taken_away,
    who_speaks_in_a_passage_can_be_said_in_place_of_its_turns,
    everything_is_said_of_an_excerpt,
    undo_and_redo_reach_over_sittings,
    the_history_says_what_was_done,
];

const HEARD: &str = "I felt heard today.\n  ^^^^^^^^^^ being heard";

#[test]
fn a_code_is_applied_to_the_selection() {
    check("I <felt heard> today.", "c being <Enter>", HEARD);
    check("I <felt heard> today.", "c 'heard being' <Enter>", HEARD);
    check("I <felt heard> today.", "c bei <Right> <Enter>", HEARD);
    check("I <felt heard> today.", "c <Down><Up> <Enter>", HEARD);
    check(
        "P07: I |felt it.\nI: Oh.",
        "c bound <Enter>",
        "P07: I felt it.\n     ^^^^^^^^^^ Barriers > Boundaries\nI: Oh.",
    );
    let mut sitting = Sitting::of("P07: I <felt> it.");
    assert_eq!(sitting.types("c being <Enter>").said(), "Coded 1 (P07 (T1)) as being heard.  u undo  . repeat");
    assert_eq!(Sitting::of("I <felt> it.").types("c <Ctrl-u> <Esc>").text(false), "I <felt> it.");
}

#[test]
fn several_codes_are_marked_by_tab() {
    let both = "I felt heard today.\n  ^^^^^^^^^^ being heard\n  ^^^^^^^^^^ Barriers > Money";
    check("I <felt heard> today.", "c being <Tab> money <Tab> <Enter>", both);
    check("I <felt heard> today.", "c being <Tab> bound <Tab> <Up> money <Tab> bound <Shift-Tab> <Enter>", both);
    check("I <felt heard> today.", "c being <Tab> money <Enter>", both);
    check("I <felt heard> today.", "c being <Tab> <Enter>", HEARD);
    let with_new = "I felt heard today.\n  ^^^^^^^^^^ being heard\n  ^^^^^^^^^^ Zest";
    check("I <felt heard> today.", "c being <Tab> Zest <Enter>", with_new);
    check("I <felt heard> today.", "c being <Tab> money <Tab> <Enter> u", "I felt heard today.");
}

#[test]
fn a_new_code_is_made_by_its_path_with_what_is_missing_above() {
    check("I <felt heard> today.", "c Quiet <Enter>", "I felt heard today.\n  ^^^^^^^^^^ Quiet");
    let path = "I felt heard today.\n  ^^^^^^^^^^ Trust > Slow > First";
    check("I <felt heard> today.", "c 'Trust/Slow/First' <Enter>", path);
    check("I <felt heard> today.", "c 'Trust > Slow > First' <Enter>", path);
    let mut sitting = Sitting::of("I <felt heard> today.");
    sitting.types("c 'Barriers/Time' <Enter>");
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  Boundaries\n  Money\n  |Time\nSelf/other");
    sitting.types("u");
    assert_eq!(sitting.tree(), "|being heard\nBarriers\n  Boundaries\n  Money\nSelf/other");
}

#[test]
fn names_may_hold_a_slash() {
    check("I <felt> it.", "c Self/other <Enter>", "I felt it.\n  ^^^^ Self/other");
    check("I <felt> it.", "c 'Barriers > His/her' <Enter>", "I felt it.\n  ^^^^ Barriers > His/her");
}

#[test]
fn the_same_again_on_a_selection_or_a_unit() {
    check(
        "I <felt heard> today.",
        "c being <Enter> $ v .",
        "I felt heard today.\n  ^^^^^^^^^^ being heard\n                  ^ being heard",
    );
    check(
        "<One.>\nTwo.",
        "c being <Tab> money <Tab> <Enter> j s .",
        "One.\n^^^^ being heard\n^^^^ Barriers > Money\nTwo.\n^^^^ being heard\n^^^^ Barriers > Money",
    );
    let mut sitting = Sitting::of("One. |Two.");
    assert_eq!(sitting.types(".").said(), "nothing to repeat yet: c codes a passage, then . does the same again");
}

#[test]
fn an_exact_duplicate_changes_nothing_and_says_so() {
    let mut sitting = Sitting::of("I <felt heard> today.");
    sitting.types("c being <Enter> c being <Enter>");
    assert_eq!(sitting.said(), "this passage is coded so already; nothing was changed");
    assert_eq!(sitting.types(".").said(), "this passage is coded so already; nothing was changed");
    assert_eq!(sitting.text(false), HEARD);
    sitting.types("c being <Tab> money <Tab> <Enter>");
    assert_eq!(
        sitting.said(),
        "Coded 1 as being heard and Barriers > Money (1 were coded so already).  u undo  . repeat"
    );
}

#[test]
fn the_passage_stays_lit_until_the_cursor_moves() {
    let both = "I felt heard today.\n  ^^^^^^^^^^ being heard\n  ^^^^^^^^^^ Barriers > Money";
    check("I <felt heard> today.", "c being <Enter> c money <Enter>", both);
    check("I <felt> it.", "c being <Enter> l gv", "I <felt> it.\n   ^^^^ being heard");
    check("One. <Two.> Six.", "c being <Enter> w s x", "One. Two. <Six.>\n     ^^^^ being heard");
}

#[test]
fn a_code_is_taken_off() {
    check("I <felt heard> today.", "c being <Enter> d", "I felt heard today.");
    check("I <felt heard> today.", "c being <Enter> d u", HEARD);
    check("I <felt heard> today.", "c being <Tab> money <Tab> <Enter> d money <Enter>", HEARD);
    check("I <felt heard> today.", "c being <Tab> money <Tab> <Enter> d <Tab><Tab> <Enter>", "I felt heard today.");
    let mut sitting = Sitting::of("|I felt heard today.");
    assert_eq!(sitting.types("d").said(), "no code here; ] e goes to the next coded passage");
    let mut sitting = Sitting::of("I <felt heard> today.");
    sitting.types("c being <Enter>");
    let mut sitting = sitting.again("ben");
    assert_eq!(sitting.types("]e d").said(), "Took being heard off 1 (coded by ada).  u undo");
}

#[test]
fn another_code_takes_its_place() {
    let money = "I felt heard today.\n  ^^^^^^^^^^ Barriers > Money";
    check("I <felt heard> today.", "c being <Enter> r money <Enter>", money);
    check("I <felt heard> today.", "c being <Enter> r money <Enter> u", HEARD);
    check("I <felt heard> today.", "c being <Tab> money <Tab> <Enter> r being <Enter> money <Enter>", money);
    check(
        "I <felt heard> today.",
        "c being <Enter> r 'Barriers/Time' <Enter>",
        "I felt heard today.\n  ^^^^^^^^^^ Barriers > Time",
    );
}

#[test]
fn the_ends_of_an_excerpt_are_moved_and_its_memo_travels() {
    let longer = "I felt heard today.\n  ^^^^^^^^^^^^^^^^ being heard";
    check("I <felt heard> today.", "c being <Enter> R e <Enter>", longer);
    check("I <felt heard> today.", "c being <Enter> R e <Esc>", HEARD);
    check("I <felt heard> today.", "c being <Enter> R o b b <Enter>", "I felt heard today.\n^^^^^^^^^^^^ being heard");
    check("I <felt heard> today.", "c being <Enter> R e <Enter> u", HEARD);
    check("I <felt heard> today.", "c being <Enter> R <Enter>", HEARD);
    let mut sitting = Sitting::of("I <felt heard> today.");
    sitting.types("c being <Enter> a 'Here.' <Esc> R e <Enter>");
    assert_eq!(sitting.memos(), ["felt heard today: Here. (analytic)"]);
    assert_eq!(sitting.said(), "The excerpt now covers 1.  u undo");
    sitting.types("u");
    assert_eq!(sitting.memos(), ["felt heard: Here. (analytic)"]);
}

#[test]
fn a_memo_is_kept_rewritten_and_emptied() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("a 'A first' <Enter> 'thought.' <Ctrl-k> <Esc>");
    assert_eq!(sitting.memos(), ["felt: A first\nthought. (method)"]);
    assert_eq!(sitting.said(), "Memo kept on T1 1.  u undo  Space m memos");
    sitting.types("a ' More.' <Ctrl-s>");
    assert_eq!(sitting.memos(), ["felt: A first\nthought. More. (method)"]);
    sitting.types("a ' Not.' <Ctrl-c>");
    assert_eq!(sitting.said(), "Ctrl-c again discards what is written; any other key goes on");
    sitting.types("<Ctrl-c>");
    assert_eq!(sitting.memos(), ["felt: A first\nthought. More. (method)"]);
    assert_eq!(sitting.types("a <Esc>").said(), "the memo is as it was");
    sitting.types("a").types(&"<Backspace>".repeat(24)).types("<Esc>");
    assert_eq!((sitting.memos().len(), sitting.said()), (0, "Removed the memo on T1 1.  u undo"));
    sitting.types("u");
    assert_eq!(sitting.memos(), ["felt: A first\nthought. More. (method)"]);
    assert_eq!(Sitting::of("I <felt> it.").types("a <Esc>").said(), "nothing was written, so no memo is kept");
}

#[test]
fn pages_of_a_memo_are_turned_without_losing_the_place() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.rattles("a one <PgUp> two <Enter> three <PgUp> four <PgDn> five <Esc>");
    let fast = sitting.memos();
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("a one <PgUp> two <Enter> three <PgUp> four <PgDn> five <Esc>");
    assert_eq!(sitting.memos(), fast);
}

#[test]
fn a_memo_may_be_about_the_document_and_is_listed() {
    let mut sitting = Sitting::of("I <felt> it.");
    assert_eq!(sitting.types("<Space>m").said(), "no memo yet; a writes one");
    sitting.types("A 'All of it.' <Esc> gg <Tab> a 'On the code.' <Esc>");
    assert_eq!(sitting.memos(), ["T1: All of it. (analytic)", "being heard: On the code. (analytic)"]);
    sitting.types("<Tab><Tab> <Space>m j o");
    assert_eq!(sitting.app.context(), "tree");
}

#[test]
fn flags_are_set_and_taken_away() {
    let flagged = "I felt heard today.\n  ^^^^^^^^^^ being heard [key quote]";
    check("I <felt heard> today.", "c being <Enter> !k", flagged);
    check("I <felt heard> today.", "c being <Enter> !k !d", &flagged.replace("quote", "quote, discuss"));
    check("I <felt heard> today.", "c being <Enter> !k !k", HEARD);
    check("I <felt heard> today.", "c being <Enter> !d u", HEARD);
}

#[test]
fn who_speaks_in_a_passage_can_be_said_in_place_of_its_turns() {
    let mut sitting = Sitting::of("P07: I felt <heard today.\nP08: Mm.\nP07: By the staff>.");
    sitting.types("c being <Enter>");
    let said = sitting.said().to_string();
    assert!(said.contains("(P07 (T1), P08 (T1))") && said.contains("To confirm with &: P08 (T1)"), "{said}");
    sitting.types("& P07 <Enter>");
    assert_eq!(sitting.said(), "Respondents of 1-3 (P07 (T1)).  u undo");
    sitting.types("u & P08 <Tab> P07 <Tab> <Enter>");
    assert_eq!(sitting.said(), "Respondents of 1-3 (P07 (T1), P08 (T1)).  u undo");
    sitting.types("& turns <Enter> c money <Enter>");
    assert!(sitting.said().contains("To confirm"), "the turns speak again: {}", sitting.said());
}

#[test]
fn everything_is_said_of_an_excerpt() {
    let mut sitting = Sitting::of("P07: I <felt heard> today.");
    sitting.types("c being <Enter> !k a 'Hm.' <Esc> <Enter>");
    let screen = sitting.screen();
    for words in ["being heard", "1  ada│", "P07 (T1); key quote; coded ", "Somebody listens", "analytic memo by ada"]
    {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    sitting.types("<Esc>");
    assert!(sitting.app.overlays.is_empty());
}

#[test]
fn undo_and_redo_reach_over_sittings() {
    let mut sitting = Sitting::of("I <felt heard> today.");
    sitting.types("c being <Enter> c money <Enter>");
    let mut sitting = sitting.again("ada");
    sitting.types("u");
    assert_eq!(sitting.text(false), HEARD);
    assert_eq!(sitting.said(), "Undone: coded 1 of T1 as Barriers > Money.  U does it again  u undo more");
    let mut sitting = sitting.again("ada");
    sitting.types("<Ctrl-r>");
    assert_eq!(sitting.text(false), format!("{HEARD}\n  ^^^^^^^^^^ Barriers > Money"));
    sitting.types("2u");
    assert_eq!(sitting.text(false), "I felt heard today.");
    sitting.types("UU");
    assert_eq!(sitting.text(false), format!("{HEARD}\n  ^^^^^^^^^^ Barriers > Money"));
    let mut sitting = sitting.again("ben");
    assert_eq!(sitting.types("u").said(), "nothing of yours to take back");
}

#[test]
fn the_history_says_what_was_done() {
    let mut sitting = Sitting::of("I <felt heard> today.");
    sitting.types("c being <Enter> u <Space>h");
    assert_eq!(sitting.app.context(), "history");
    assert!(sitting.screen().contains("coded 1 of T1 as being heard"));
    sitting.types("j k <Ctrl-d> q");
    assert_eq!(sitting.app.context(), "transcript");
    assert!(sitting.types("<Ctrl-s>").said().starts_with("all changes saved"));
}
