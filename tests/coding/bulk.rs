//! What is done to all marked excerpts at once.

use emic::app::Wish;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    marked_excerpts_are_flagged_together,
    marked_excerpts_get_a_new_code,
    an_excerpt_is_attributed_and_copied_from_the_list,
    excerpts_moved_into_a_subcode_say_so_in_the_list,
];

#[test]
fn marked_excerpts_are_flagged_together() {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.");
    sitting.types("c being <Enter> ]t . ]t . <Tab> <Enter> gg x x !k");
    assert_eq!(sitting.said(), "Marked as key quote: 2 codings.  u undo");
    let flagged = |sitting: &Sitting| sitting.text(false).matches("[key quote]").count();
    assert_eq!(flagged(&sitting), 2);
    sitting.types("x !k");
    assert_eq!(flagged(&sitting), 3, "where one is not marked yet, all are");
    sitting.types("!k");
    assert_eq!((flagged(&sitting), sitting.said()), (0, "No longer marked as key quote: 3 codings.  u undo"));
    assert_eq!(flagged(sitting.types("u")), 3);
}

#[test]
fn marked_excerpts_get_a_new_code() {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.");
    sitting.types("c being <Enter> ]t . <Tab> <Enter> gg x x C Zest <Enter>");
    assert_eq!(sitting.said(), "Coded 2 excerpts as Zest.  u undo  . repeat");
    sitting.types("<Esc> gg i <Enter>");
    assert_eq!(sitting.said(), "Coded 1 (P07 (T1)) as One.  u undo  . repeat");
    assert!(sitting.tree().ends_with("Zest\nOne"), "{}", sitting.tree());
}

#[test]
fn an_excerpt_is_attributed_and_copied_from_the_list() {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.");
    sitting.types("c being <Enter> <Tab> <Enter> & P08 <Enter>");
    assert_eq!(sitting.said(), "Respondents of 1 (P08 (T1)).  u undo");
    sitting.types("Y");
    assert!(matches!(&sitting.app.take_wishes()[..], [Wish::Copy(copied)] if copied.words.starts_with("> One.")));
}

#[test]
fn excerpts_moved_into_a_subcode_say_so_in_the_list() {
    let mut sitting = Sitting::with(&["I <felt heard> today."]).sized(80, 24);
    sitting.types("c being <Enter> <Tab> <Tab>");
    assert!(!sitting.screen().contains("> calm"), "{}", sitting.screen());
    sitting.types("x r 'being heard/calm' <Enter>");
    assert!(sitting.screen().contains("> calm"), "{}", sitting.screen());
}
