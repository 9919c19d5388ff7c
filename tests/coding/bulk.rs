//! What is done to all marked excerpts at once.

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[marked_excerpts_are_flagged_together];

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
