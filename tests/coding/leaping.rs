//! Leaping again by one key, to turns with nothing coded, and numbers before a code.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    a_leap_is_done_again_by_one_key,
    turns_with_nothing_coded_are_leapt_to_whatever_the_unit,
    a_number_before_a_code_takes_so_many_units,
    a_code_that_is_used_has_a_letter_from_then_on,
];

const TALK: &str = "I: When?\nP07: It was May. We met. I sat.\nI: And then?\nP08: It rained. I went home.\nI: Yes?\nP07: No.";

#[test]
fn a_leap_is_done_again_by_one_key() {
    let mut sitting = Sitting::of(TALK);
    assert_eq!(sitting.types(";").said(), "no leap yet; ] u is one, and ; then does it again");
    let there = |sitting: &Sitting| sitting.app.place.cursor;
    sitting.types("gg ]t");
    let first = there(&sitting);
    sitting.types(";;");
    let third = there(&sitting);
    sitting.types("gg 3]t");
    assert_eq!(there(&sitting), third);
    sitting.types("gg 3;");
    assert_eq!(there(&sitting), third, "the leap takes a number too");
    sitting.types("[t ; gg j ]t");
    assert!(first < third);
}

#[test]
fn turns_with_nothing_coded_are_leapt_to_whatever_the_unit() {
    let mut sitting = Sitting::of(TALK);
    // From turn to line to sentence.
    sitting.types("s gg ]o");
    assert!(sitting.text(true).contains("P07: |It was May."), "{}", sitting.text(true));
    sitting.types("c'being heard'<Enter> ;");
    assert!(sitting.text(true).contains("P08: |It rained."), "{}", sitting.text(true));
    sitting.types("; [o");
    assert!(sitting.text(true).contains("P08: |It rained."), "{}", sitting.text(true));
    sitting.types(";");
    assert_eq!(sitting.said(), "no uncoded turn of a participant that way in this document");
}

#[test]
fn a_number_before_a_code_takes_so_many_units() {
    check(
        "P07: |It was May. We met. I sat.",
        "s 2c'being heard'<Enter>",
        "P07: It was May. We met. I sat.\n     ^^^^^^^^^^^^^^^^^^^ being heard",
    );
    let mut sitting = Sitting::of("P07: |It was May. We met. I sat.\nP08: It rained. I went. Home.");
    sitting.types("s c'money'<Enter> ]t 2.");
    let second = "P08: It rained. I went. Home.\n     ^^^^^^^^^^^^^^^^^^ Barriers > Money";
    assert!(sitting.text(false).contains(second), "{}", sitting.text(false));
    sitting.types("u [t]t 3,m");
    let whole = "     ^^^^^^^^^^^^^^^^^^^^^^^^ Barriers > Money";
    assert!(sitting.text(false).ends_with(whole), "{}\n{}", sitting.text(false), sitting.said());
}

#[test]
fn a_code_that_is_used_has_a_letter_from_then_on() {
    let mut sitting = Sitting::of("P07: |I felt.\nP07: I sat.\nP07: I went.");
    sitting.types("c'being heard'<Enter> ]t c'boundaries'<Enter>");
    let letters = &sitting.app.place.letters;
    assert_eq!(letters.keys().collect::<String>(), "bo", "the first letter of the name that is free");
    sitting.types("]t ,o");
    assert_eq!(sitting.said(), "Coded 3 (P07 (T1)) as Barriers > Boundaries.  u undo  . repeat");
}
