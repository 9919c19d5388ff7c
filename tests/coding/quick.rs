//! Quick codes: a key of their own for the codes used most.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    a_code_has_a_key_of_its_own,
    a_key_without_a_code_says_how_to_give_one,
    what_the_keys_mean_is_shown_to_who_hesitates,
    a_key_is_given_to_another_code_and_taken_away,
    letters_alone_code_and_go_on,
];

/// Money has the key m; the keys are back in the transcript.
fn with_key() -> Sitting {
    let mut sitting = Sitting::of("I <felt heard> today.\nI was seen.");
    sitting.types("<Tab> 3j g , m");
    assert_eq!(sitting.said(), ", m now codes as Barriers > Money");
    sitting.types("<Shift-Tab>");
    sitting
}

#[test]
fn a_code_has_a_key_of_its_own() {
    let mut sitting = with_key();
    sitting.types(", m");
    let coded = "I felt heard today.\n  ^^^^^^^^^^ Barriers > Money\nI was seen.";
    assert_eq!(sitting.text(false), coded);
    assert_eq!(sitting.types("u").text(false), "I <felt heard> today.\nI was seen.".replace(['<', '>'], ""));
    let mut sitting = sitting.again("ada");
    sitting.types("G s , m");
    assert_eq!(
        sitting.text(false),
        "I felt heard today.\nI was seen.\n^^^^^^^^^^^ Barriers > Money",
        "kept for the coder"
    );
    sitting.types("<Tab><Tab> ,m");
    assert_eq!(sitting.said(), "this passage is coded so already; nothing was changed", "from the list too");
    check("I <felt> it.", "<Tab> 3j g,7 gg ,7", "I felt it.\n  ^^^^ Barriers > Money");
}

#[test]
fn a_key_without_a_code_says_how_to_give_one() {
    let mut sitting = with_key();
    assert_eq!(sitting.types(", x").said(), "no code has the key x yet: in the tree, g , gives one to the code");
    assert_eq!(sitting.types("<Tab> g , M").said(), "quick codes have small letters a-z and digits as keys");
    sitting.types("<Shift-Tab> , <Esc> , <Enter> <Ctrl-g>");
    assert_eq!((sitting.text(false).contains('^'), sitting.app.overlays.len()), (false, 0));
    sitting.types("<Tab> h d <Shift-Tab> , m");
    assert_eq!(sitting.said(), "no code has the key m yet: in the tree, g , gives one to the code", "it was retired");
}

#[test]
fn what_the_keys_mean_is_shown_to_who_hesitates() {
    let mut sitting = with_key();
    sitting.types(",");
    assert!(!sitting.screen().contains("m  Barriers > Money"));
    assert!(sitting.rests().screen().contains("m  Barriers > Money"));
    assert!(!sitting.types("m").screen().contains("m  Barriers > Money"));
}

#[test]
fn a_key_is_given_to_another_code_and_taken_away() {
    let mut sitting = with_key();
    sitting.types("<Tab> gg g , m");
    assert_eq!(sitting.said(), ", m now codes as being heard, in place of Barriers > Money");
    assert_eq!(sitting.types("g , m").said(), ", m no longer codes as being heard");
    sitting.types("g , a g , b");
    assert_eq!(sitting.app.place.quick.keys().collect::<String>(), "b", "a code has one key");
}

#[test]
fn letters_alone_code_and_go_on() {
    let mut sitting = Sitting::of("P07: |I felt it. It was cold.\nI: Oh.\nP08: She sat. He went. We ate.\nP07: No.");
    sitting.types("s gl");
    assert!(sitting.said().starts_with("a code's letter now codes and goes on"), "{}", sitting.said());
    assert!(sitting.screen().contains("coding by letters"));
    assert!(sitting.types("m").said().starts_with("Coded 1 (P07 (T1)) as Barriers > Money"), "{}", sitting.said());
    assert!(sitting.text(true).contains("P08: |She sat."), "to the next participant: {}", sitting.text(true));
    sitting.types("2b");
    let coded = "P08: She sat. He went. We ate.\n     ^^^^^^^^^^^^^^^^^ being heard";
    assert!(sitting.text(false).contains(coded), "{}", sitting.text(false));
    assert!(sitting.text(true).contains("P07: |No."), "{}", sitting.text(true));
    assert!(sitting.types("u").said().starts_with("Undone: "), "u is no code's letter: {}", sitting.said());
    assert_eq!(sitting.types("<Esc>").said(), "no longer coding by letters");
    let before = sitting.text(false);
    sitting.types("l l");
    assert_eq!(sitting.text(false), before, "letters are motions again");
    sitting.types("gl gl");
    assert!(!sitting.app.by_letters, "the same keys end it where no code has g");
}
