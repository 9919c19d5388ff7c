//! The excerpt list, and tables whose numbers open what they count.

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    the_list_follows_the_tree,
    enter_goes_to_the_text,
    marked_excerpts_are_changed_together,
    the_list_is_sorted_three_ways,
    an_excerpt_has_a_memo_and_flags_from_the_list,
    a_number_opens_just_the_excerpts_it_counts,
    reports_and_speakers_are_tables,
    an_open_table_follows_what_is_undone,
    a_row_of_a_table_leads_to_what_it_stands_for,
];

/// Two turns with the first code, one with another; the keys are in the list of the first.
fn coded() -> Sitting {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.\nI: Four.");
    sitting.types("c being <Enter> ]t c being <Enter> ]t c money <Enter> gg");
    sitting.types("<Tab> gg <Enter>");
    sitting
}

#[test]
fn the_list_follows_the_tree() {
    let mut sitting = coded();
    assert_eq!((sitting.list().as_str(), sitting.app.context()), ("|One.\nTwo.", "excerpts"));
    sitting.types("<Shift-Tab> j");
    assert_eq!(sitting.list(), "|One.\nTwo.", "it waits until the tree rests");
    sitting.rests();
    assert_eq!(sitting.list(), "|Three.");
    sitting.types("k <Enter>");
    assert_eq!(sitting.list(), "|One.\nTwo.", "Enter does not wait");
    assert_eq!(sitting.types("j").list(), "One.\n|Two.");
    assert_eq!(sitting.types("9k").list(), "|One.\nTwo.");
    assert_eq!(sitting.types("G").list(), "One.\n|Two.");
    assert_eq!(sitting.types("gg").list(), "|One.\nTwo.");
}

#[test]
fn enter_goes_to_the_text() {
    let mut sitting = coded();
    sitting.types("j <Enter>");
    assert_eq!(sitting.app.context(), "transcript");
    assert!(sitting.text(true).contains("P08: |Two."), "{}", sitting.text(true));
    sitting.types("H");
    assert_eq!((sitting.app.context(), sitting.list().as_str()), ("excerpts", "One.\n|Two."));
}

#[test]
fn marked_excerpts_are_changed_together() {
    let mut sitting = coded();
    assert_eq!(sitting.types("x x").list(), "*One.\n|*Two.");
    sitting.types("c Zest <Enter>");
    assert_eq!(sitting.said(), "Coded 2 excerpts as Zest.  u undo  . repeat");
    assert_eq!(sitting.types("u").list(), "*One.\n|*Two.", "the list stays");
    assert_eq!(sitting.types("r money <Enter>").said(), "Recoded 2 codings as Barriers > Money.  u undo");
    assert_eq!(sitting.list(), "");
    assert_eq!(sitting.types("u gg").list(), "|One.\nTwo.");
    assert_eq!(sitting.types("x j x <Esc>").list(), "One.\n|Two.", "Esc drops the marks");
    assert_eq!(sitting.types("gg x x d").said(), "Took 2 codes off.  u undo");
    assert_eq!(sitting.types("u").list(), "One.\n|Two.");
    assert_eq!(sitting.types("d").list(), "|One.");
}

#[test]
fn the_list_is_sorted_three_ways() {
    let mut sitting = coded();
    assert_eq!(sitting.types("gg s").list(), "Two.\n|One.");
    assert_eq!(sitting.said(), "excerpts latest first");
    assert_eq!(sitting.types("s").said(), "excerpts by respondent");
    assert_eq!(sitting.types("s").list(), "|One.\nTwo.");
}

#[test]
fn an_excerpt_has_a_memo_and_flags_from_the_list() {
    let mut sitting = coded();
    sitting.types("j a 'Hm.' <Esc> !k !d");
    assert_eq!(sitting.memos(), ["Two.: Hm. (analytic)"]);
    assert!(sitting.text(false).contains("^^^^ being heard [key quote, discuss]"), "{}", sitting.text(false));
}

#[test]
fn a_number_opens_just_the_excerpts_it_counts() {
    let mut sitting = coded();
    sitting.types("<Space>t l <Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("2 excerpts") && screen.contains("One.") && screen.contains("Two."), "{screen}");
    assert!(!screen.contains("Three."), "{screen}");
    sitting.types("<Down> <Enter>");
    assert_eq!((sitting.app.context(), sitting.app.overlays.len()), ("transcript", 0));
    assert!(sitting.text(true).contains("P08: |Two."), "{}", sitting.text(true));
    sitting.types("<Space>t h h <Enter>");
    assert_eq!(sitting.said(), "no excerpts stand behind this cell; move onto a number");
    sitting.types("G gg j k <Ctrl-u> <Ctrl-d> <Esc>");
    assert_eq!(sitting.app.context(), "transcript");
}

#[test]
fn reports_and_speakers_are_tables() {
    let mut sitting = coded();
    sitting.types("<Space>r frequency <Enter>");
    assert_eq!(sitting.app.context(), "table");
    sitting.types("q <Space>k");
    assert_eq!(sitting.app.context(), "speakers");
    assert!(sitting.screen().contains("P08"));
}

#[test]
fn an_open_table_follows_what_is_undone() {
    let mut sitting = coded();
    sitting.types("<Space>t");
    let row = |sitting: &mut Sitting| sitting.screen().lines().find(|row| row.contains("Money")).map(str::to_string);
    let before = row(&mut sitting);
    assert!(before.as_ref().is_some_and(|row| row.contains('1')), "{before:?}");
    sitting.types("u");
    assert_ne!(row(&mut sitting), before, "the coding of Money was taken back");
}

#[test]
fn a_row_of_a_table_leads_to_what_it_stands_for() {
    let mut sitting = coded();
    sitting.types("<Space>k j <Enter>");
    assert_eq!((sitting.app.context(), sitting.app.overlays.len()), ("transcript", 0));
    assert!(sitting.text(true).contains("P08: |Two."), "{}", sitting.text(true));
}
