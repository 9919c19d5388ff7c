//! Naming codes: new ones by their path, names that are nearly taken, what the codebook says of a row.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    a_new_code_is_named_and_applied,
    the_row_of_a_new_code_shows_its_whole_path,
    a_name_that_is_nearly_taken_is_pointed_out,
    a_path_is_completed_name_by_name,
    all_that_the_codebook_says_of_a_row_can_be_read,
    rows_show_how_many_excerpts_and_which_key,
];

#[test]
fn a_new_code_is_named_and_applied() {
    check("I <felt> it.", "C 'Barriers / Time' <Enter>", "I felt it.\n  ^^^^ Barriers > Time");
    check("I <felt> it.", "C Zest <Esc>", "I <felt> it.");
    check("I <felt> it.", "C Zest <Enter> u", "I felt it.");
    check("I <felt> it.", "C 'Barriers/Money' <Enter>", "I felt it.\n  ^^^^ Barriers > Money");
    let mut sitting = Sitting::of("I <felt> it.");
    assert_eq!(sitting.types("C <Enter>").said(), "type a name for the new code");
    assert_eq!(sitting.types("C Zest <Enter>").said(), "Coded 1 as Zest.  u undo  . repeat");
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  Boundaries\n  Money\nSelf/other\n|Zest");
}

#[test]
fn the_row_of_a_new_code_shows_its_whole_path() {
    let mut sitting = Sitting::of("I <felt> it.");
    assert!(sitting.types("c 'Barriers/Time/Pace'").screen().contains("+ new code \"Barriers > Time > Pace\""));
    sitting.types("<Ctrl-u>Barriers/Money");
    assert!(!sitting.screen().contains("+ new code"), "it is there already, however it is written");
}

#[test]
fn a_name_that_is_nearly_taken_is_pointed_out() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("c money <Enter> c Monei");
    assert!(sitting.screen().contains("near: Barriers > Money (1)"));
    assert!(!sitting.types("<Ctrl-u>Mo").screen().contains("near:"));
    assert!(sitting.types("<Esc> C Béing-heard").screen().contains("near: being heard (0)"));
    assert!(
        sitting.types("<Esc> <Tab> o Boundary <Ctrl-u> Bondaries").screen().contains("near: Barriers > Boundaries")
    );
    sitting.types("<Esc> gg r s");
    assert!(!sitting.screen().contains("near:"), "a code is not near itself");
    assert!(sitting.types("<Ctrl-u>boundaries").screen().contains("near: Barriers > Boundaries (0)"));
}

#[test]
fn a_path_is_completed_name_by_name() {
    check("I <felt> it.", "c mon <Right> <Right> <Enter>", "I felt it.\n  ^^^^ Barriers > Money");
    check("I <felt> it.", "c mon <Right> Time <Enter>", "I felt it.\n  ^^^^ Barriers > Time");
    check("I <felt> it.", "c mon <Right> <Right> <Right> <Enter>", "I felt it.\n  ^^^^ Barriers > Money");
}

#[test]
fn all_that_the_codebook_says_of_a_row_can_be_read() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("<Tab> e <Tab> 'They feel met.' <Tab> <Tab> 'He nodded.' <Esc> <Shift-Tab> c being <Ctrl-e>");
    let screen = sitting.screen();
    for words in ["Somebody listens.", "Use it when: They feel met.", "Example: He nodded."] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    sitting.types("<Esc> <Enter>");
    assert_eq!(sitting.text(false), "I felt it.\n  ^^^^ being heard", "the list stands where it was");
}

#[test]
fn rows_show_how_many_excerpts_and_which_key() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("c money <Enter> <Tab> g , m <Shift-Tab> c");
    let screen = sitting.screen();
    assert!(screen.lines().any(|row| row.contains("Barriers > Money") && row.contains("1  m")), "{screen}");
}
