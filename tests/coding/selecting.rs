//! Selecting: units, the ladder, by characters and lines.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    arrows_held_with_shift_select,
    x_takes_the_unit_and_again_one_more,
    s_changes_the_unit,
    the_ladder_grows_and_shrinks,
    by_characters_and_by_lines,
    the_other_end_moves,
    the_other_end_is_never_half_a_character,
    a_structural_jump_ends_it_and_gv_brings_it_back,
    esc_takes_one_step_back_and_destroys_nothing,
];

const TALK: &str = "I: Why?\nP07: One |here. Two.\nP08: No.\nI: Well.";

#[test]
fn arrows_held_with_shift_select() {
    check("I |felt heard.\nToday it is.", "<Shift-Right> <Shift-Right>", "I <fel>t heard.\nToday it is.");
    check("I felt| heard.\nToday it is.", "<Shift-Left> <Shift-Left>", "I fe<lt >heard.\nToday it is.");
    check("I |felt heard.\nToday it is.", "<Shift-Down>", "I <felt heard.\nTod>ay it is.");
    check("I felt heard.\nTo|day it is.", "<Shift-Up>", "I <felt heard.\nTod>ay it is.");
}

#[test]
fn x_takes_the_unit_and_again_one_more() {
    check(TALK, "x", "I: Why?\nP07: <One here. Two.>\nP08: No.\nI: Well.");
    check(TALK, "xx", "I: Why?\nP07: <One here. Two.\nP08: No.>\nI: Well.");
    check(TALK, "3x", "I: Why?\nP07: <One here. Two.\nP08: No.\nI: Well.>");
    let mut sitting = Sitting::of(TALK);
    assert_eq!(sitting.types("9x").said(), "nothing more that way");
}

#[test]
fn s_changes_the_unit() {
    check(TALK, "s x", "I: Why?\nP07: <One here.> Two.\nP08: No.\nI: Well.");
    check(TALK, "s 2x", "I: Why?\nP07: <One here. Two.>\nP08: No.\nI: Well.");
    check("|one\ntwo", "ss x", "<one>\ntwo");
    assert_eq!(Sitting::of(TALK).types("ss").said(), "x selects by printed line");
}

#[test]
fn the_ladder_grows_and_shrinks() {
    let rungs = [
        "I: Why?\nP07: One <here>. Two.\nP08: No.\nI: Well.",
        "I: Why?\nP07: <One here.> Two.\nP08: No.\nI: Well.",
        "I: Why?\nP07: <One here. Two.>\nP08: No.\nI: Well.",
        "I: <Why?\nP07: One here. Two.\nP08: No.>\nI: Well.",
        "<I: Why?\nP07: One here. Two.\nP08: No.\nI: Well.>",
    ];
    for (place, rung) in rungs.iter().enumerate() {
        check(TALK, &"X".repeat(place + 1), rung);
        check(TALK, &format!("{}X", place + 1), rung);
    }
    for place in 1..rungs.len() {
        check(TALK, &format!("{} {}", "X".repeat(rungs.len()), "-".repeat(place)), rungs[rungs.len() - 1 - place]);
    }
    check(TALK, "X-", TALK);
    check(TALK, "xx-", "I: Why?\nP07: <One here. Two.>\nP08: No.\nI: Well.");
    check("|one two.\n\nthree.", "ss x X", "<one two.\n\nthree.>");
    assert_eq!(Sitting::of(TALK).types("9X X").said(), "the whole document is selected");
}

#[test]
fn by_characters_and_by_lines() {
    check("I |felt heard.", "v3l", "I <felt> heard.");
    check("I |felt heard.", "ve", "I <felt> heard.");
    check("I felt |heard.", "vb", "I <felt h>eard.");
    check("I |felt. Heard.", "v)", "I <felt. H>eard.");
    check("I |felt heard.", "vv", "I |felt heard.");
    check("|one\ntwo\nthree", "V", "<one>\ntwo\nthree");
    check("|one\ntwo\nthree", "VV", "<one\ntwo>\nthree");
    check("|one\ntwo\nthree", "2Vj", "<one\ntwo\nthree>");
    check("one\n|two\nthree", "Vk", "<one\ntwo>\nthree");
}

#[test]
fn the_other_end_moves() {
    check("I <felt> heard.", "l", "I <felt >heard.");
    check("I <felt> heard.", "oh", "I< felt> heard.");
    check("I <felt> heard.", "ool", "I <felt >heard.");
    check("I |felt heard today.", "sxoh", "<I felt heard today.>");
    check("One. |Two. Three.", "sx ol", "One. T<wo.> Three.");
    check("One. |Two. Three.", "sx ool", "One. <Two. >Three.");
}

#[test]
fn the_other_end_is_never_half_a_character() {
    // The accent after the label sits on the label's blank: the words begin within a character.
    for keys in ["G V o", "G x o", "G V <Esc>", "G V o <Esc> gv"] {
        let mut sitting = Sitting::with(&["I: |Why?\nP07: \nP08: \u{301}x"]);
        assert_eq!(sitting.types(keys).app.place.cursor, 20, "{keys}: on the x");
    }
}

#[test]
fn a_structural_jump_ends_it_and_gv_brings_it_back() {
    check(TALK, "x ]t", "I: Why?\nP07: One here. Two.\nP08: |No.\nI: Well.");
    check(TALK, "x ]t gv", "I: Why?\nP07: <One here. Two.>\nP08: No.\nI: Well.");
    check(TALK, "x G gv", "I: Why?\nP07: <One here. Two.>\nP08: No.\nI: Well.");
    assert_eq!(Sitting::of(TALK).types("gv").said(), "nothing was selected before");
}

#[test]
fn esc_takes_one_step_back_and_destroys_nothing() {
    check("I <felt> heard.", "<Esc> gv", "I <felt> heard.");
    check("I <felt> heard.", "3<Esc>", "I <felt> heard.");
    check("I <felt> heard.", "g<Esc>", "I <felt> heard.");
    check("I <felt> heard.", "c bein <Esc>", "I <felt> heard.");
    check("I <felt> heard.", "<Ctrl-g>", "I fel|t heard.");
    let mut sitting = Sitting::of("I <felt> heard.");
    sitting.types("a 'Kept.' <Esc><Esc><Esc><Esc>");
    assert_eq!(sitting.memos(), ["felt: Kept. (analytic)"]);
    assert_eq!(sitting.types("<Ctrl-c>").said(), "nothing to interrupt; q q quits");
}
