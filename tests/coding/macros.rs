//! Macros: recorded, played, taken back as one act, edited.

use emic::app::act::macros::{read, write};
use emic::place::Step;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    what_was_done_is_done_again_and_taken_back_as_one_act,
    a_step_that_cannot_be_done_ends_it,
    what_no_macro_can_do_is_not_recorded,
    a_macro_is_lines_that_can_be_edited,
];

const TURNS: &str = "P07: |One.\nP08: Two.\nP07: Three.\nP08: Four.";

/// Codes the turn here, marks it as a key quote, and goes on; at the first turn of four.
fn recorded() -> Sitting {
    let mut sitting = Sitting::of(TURNS);
    sitting.types("Q x c being <Enter> !k ]t");
    assert!(sitting.screen().contains("REC NORMAL"), "{}", sitting.screen());
    assert_eq!(sitting.types("Q").said(), "Recorded 6 steps.  @ does it again  Space Q edits it");
    sitting
}

#[test]
fn what_was_done_is_done_again_and_taken_back_as_one_act() {
    let mut sitting = recorded();
    let first = sitting.text(false);
    assert_eq!(sitting.types("2@").said(), "Played 6 steps, 2 times.  u undo");
    assert_eq!(
        sitting.text(true),
        "P07: One.\n     ^^^^ being heard [key quote]\nP08: Two.\n     ^^^^ being heard [key quote]\n\
         P07: Three.\n     ^^^^^^ being heard [key quote]\nP08: |Four."
    );
    let played = sitting.text(false);
    assert_eq!(sitting.types("u").text(false), first, "{}", sitting.said());
    assert_eq!(sitting.types("U").text(false), played);
    assert_eq!(sitting.types("u u u").text(false), "P07: One.\nP08: Two.\nP07: Three.\nP08: Four.");
    sitting.types("U U U").save();
    let mut later = sitting.again("ada");
    assert_eq!(later.text(false), played, "what was played is in the log, whole");
    assert_eq!(later.types("u").text(false), first);
    assert!(
        later.types("gg ]t @").text(false).contains("Two.\n     ^^^^ being heard [key quote]"),
        "and the macro is kept"
    );
}

#[test]
fn a_step_that_cannot_be_done_ends_it() {
    let mut sitting = recorded();
    sitting.types("9@");
    assert_eq!(sitting.said(), "the macro stopped at step 6 (turn-next): no turn after this one  u undo");
    let all = sitting.text(false);
    assert_eq!(all.matches("being heard [key quote]").count(), 4, "{all}");
    assert_eq!(sitting.types("u").text(false).matches("being heard").count(), 1, "one undo for what was played");
    assert_eq!(Sitting::of(TURNS).types("@").said(), "no macro yet; Q records one");
    assert_eq!(sitting.types("Q @").said(), "a macro cannot play while it is recorded; Q ends it");
    assert_eq!(sitting.types("Q").said(), "nothing was recorded; the macro is as it was");
}

#[test]
fn what_no_macro_can_do_is_not_recorded() {
    let mut sitting = Sitting::of(TURNS);
    sitting.types("Q x c being <Enter> u");
    assert_eq!(sitting.said(), "undo is done, and not recorded: no macro can do it");
    assert_eq!(sitting.pastes("xx").said(), "a paste cannot be recorded, so it was dropped; Q ends the recording");
    sitting.types("g v - n Q");
    assert!(sitting.said().starts_with("Recorded 6 steps"), "what failed is no step: {}", sitting.said());
    sitting.types("Q : undo <Enter> Q gg @");
    assert_eq!(sitting.said(), "the macro stopped at step 3 (press Enter): no macro can do undo");
}

#[test]
fn a_macro_is_lines_that_can_be_edited() {
    let mut sitting = recorded();
    sitting.types("<Space>Q");
    assert!(sitting.screen().contains("flag-key-quote") && sitting.screen().contains("type being"));
    sitting.types("<Enter> turn-nxt <Esc>");
    assert_eq!(
        sitting.said(),
        "line 7: there is no command \"turn-nxt\"; Ctrl-p lists them  (Ctrl-c leaves the macro as it was)"
    );
    sitting.types("<Backspace><Backspace>ext <Esc>");
    assert_eq!(sitting.said(), "The macro has 7 steps.  @ plays it");
    sitting.types("gg @");
    assert_eq!(
        sitting.said(),
        "the macro stopped at step 4 (press Enter): this passage is coded so already; nothing was changed"
    );
    let steps = [
        Step::Do { action: "turn-next".to_string(), count: Some(3) },
        Step::Type("being heard ".to_string()),
        Step::Press("Tab Enter".to_string()),
    ];
    assert_eq!(write(&steps), "3 turn-next\ntype being heard \npress Tab Enter");
    assert_eq!(read(&write(&steps)).unwrap(), steps);
    for (line, why) in [
        ("x turn-next", "line 2: \"x\" is no number; write  3 turn-next, type WORDS or press KEYS"),
        (
            "press Hyper-x",
            "line 2: there is no key \"Hyper-x\"; keys are written c, G, Ctrl-d, Alt-x, Shift-Tab, Space, PgDn or F1",
        ),
        ("undo", "line 2: no macro can do undo"),
    ] {
        assert_eq!(read(&format!("memo\n{line}")).unwrap_err().to_string(), why);
    }
}
