//! Splitting an excerpt at the cursor, and a code by its excerpts.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    an_excerpt_is_split_before_the_word_here,
    codes_flags_and_speakers_travel_to_both_parts,
    a_label_goes_with_the_turn_it_opens,
    the_smallest_excerpt_here_is_split,
    a_code_is_split_by_its_excerpts,
];

#[test]
fn an_excerpt_is_split_before_the_word_here() {
    let split = "I felt heard today.\n^^^^^^ being heard\n       ^^^^^ being heard";
    check("<I felt heard> today.", "c being <Enter> 0 2w g s", split);
    check("<I felt heard> today.", "c being <Enter> 0 2w 3l g s", split);
    check("<I felt heard> today.", "c being <Enter> 0 2w g s u", "I felt heard today.\n^^^^^^^^^^^^ being heard");
    let mut sitting = Sitting::of("<I felt heard> today.");
    sitting.types("c being <Enter> 0 g s");
    assert_eq!(sitting.said(), "move onto the first word of what is to be the second part");
    assert_eq!(sitting.types("$ g s").said(), "no code here; ] e goes to the next coded passage");
}

#[test]
fn codes_flags_and_speakers_travel_to_both_parts() {
    let mut sitting = Sitting::of("P07: I <felt heard today>.");
    sitting.types("c being <Tab> money <Tab> <Enter> !k being <Enter> a 'Hm.' <Esc> & P07 <Enter> 0 2w g s");
    assert_eq!(
        sitting.text(false),
        "P07: I felt heard today.\n       ^^^^ being heard [key quote]\n       ^^^^ Barriers > Money\n            \
         ^^^^^^^^^^^ being heard [key quote]\n            ^^^^^^^^^^^ Barriers > Money"
    );
    assert_eq!(sitting.said(), "Split 1 into 1 and 1, with its 2 codings; its memo stays with the first.  u undo");
    assert_eq!(sitting.memos(), ["felt: Hm. (analytic)"]);
    assert_eq!(sitting.app.desk.project().attributions().count(), 2);
    sitting.types("u");
    assert_eq!((sitting.memos().len(), sitting.app.desk.project().attributions().count()), (1, 1));
}

#[test]
fn a_label_goes_with_the_turn_it_opens() {
    check(
        "P07: <One.\nP08: Two.>",
        "c being <Enter> 0 g s",
        "P07: One.\n     ^^^^ being heard\nP08: Two.\n     ^^^^ being heard",
    );
}

#[test]
fn the_smallest_excerpt_here_is_split() {
    check(
        "I <felt heard> today.",
        "c being <Enter> s x c money <Enter> 0 2w g s",
        "I felt heard today.\n^^^^^^^^^^^^^^^^^^^ Barriers > Money\n  ^^^^ being heard\n       ^^^^^ being heard",
    );
}

#[test]
fn a_code_is_split_by_its_excerpts() {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.");
    sitting.types("c barriers <Enter> ]t . ]t . c money <Enter> <Tab> gg j <Enter> gg x x S Time");
    sitting.types("<Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("2 excerpts of 2 participants go to Barriers > Time."), "{screen}");
    assert!(screen.contains("Barriers keeps 1 excerpt of its own."), "{screen}");
    sitting.types("<Enter>");
    assert_eq!(sitting.said(), "2 excerpts now under Barriers > Time.  u undo");
    let after = "P07: One.\n     ^^^^ Barriers > Time\nP08: Two.\n     ^^^^ Barriers > Time\nP07: Three.\n     ^^^^^^ Barriers\n     \
                 ^^^^^^ Barriers > Money";
    assert_eq!(sitting.text(false), after);
    assert_eq!(
        sitting.types("gg S").said(),
        "these are under subcodes of Barriers already; r puts them under another code"
    );
    sitting.types("u");
    assert!(!sitting.tree().contains("Time"));
    assert!(!sitting.types("S Time <Enter> <Esc>").tree().contains("Time"));
    assert!(sitting.types("S <Enter>").said().starts_with("a name needs"));
}
