//! The command line: orders by name.

use emic::app::Wish;
use emic::app::act::ordering::ORDERS;
use emic::app::actions::{ACTIONS, action};

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    every_action_can_be_ordered_by_its_name,
    orders_take_words_of_their_own,
    what_is_not_known_is_answered_with_what_is_nearly_so,
    tab_completes_and_up_brings_back,
    leaving_by_an_order_and_by_a_key,
];

#[test]
fn every_action_can_be_ordered_by_its_name() {
    check("I |felt heard.", ": 'word-next' <Enter>", "I felt |heard.");
    check("I| felt heard.", ": '3 char-right' <Enter>", "I fe|lt heard.");
    check("I felt.\n|Heard.", ": 1 <Enter>", "|I felt.\nHeard.");
    for action in ACTIONS {
        assert!(ORDERS.iter().all(|order| order.name != action.name), "{} is an order too", action.name);
        // What it leaves in memory of the order does not count.
        let (mut keyed, mut ordered) = (Sitting::of("P07: I |felt heard."), Sitting::of("P07: I |felt heard."));
        keyed.app.act(action.name);
        ordered.types(&format!(": '{}' <Enter>", action.name));
        assert_eq!(
            (ordered.text(true), ordered.tree(), ordered.app.overlays.len()),
            (keyed.text(true), keyed.tree(), keyed.app.overlays.len()),
            "{}",
            action.name
        );
    }
    assert!(action("line").is_none());
}

#[test]
fn orders_take_words_of_their_own() {
    let mut sitting = Sitting::with(&["P07: I <felt> heard.\nToday.", "One.\nTwo."]);
    sitting.types(": 'apply Barriers > Money' <Enter>");
    assert_eq!(sitting.text(false), "P07: I felt heard.\n       ^^^^ Barriers > Money\nToday.");
    sitting.types(": 'code boundaries' <Enter>");
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  |Boundaries\n  Money\nSelf/other");
    sitting.types(": 'line 2' <Enter>");
    assert_eq!((sitting.text(true).contains("\n|Today."), sitting.app.context()), (true, "transcript"));
    sitting.types(": 'goto t2 2-3' <Enter>");
    assert_eq!(sitting.text(true), "One.\n|Two.");
    sitting.types(": 'open T1' <Enter> : 'find heard' <Enter>");
    assert!(sitting.text(true).contains("felt |heard"));
    sitting.types(": 'report frequency' <Enter>");
    assert_eq!(sitting.app.context(), "table");
    sitting.types(": 'goto T1 1' <Enter>");
    assert_eq!(sitting.app.context(), "transcript");
    sitting.save();
    assert!(sitting.types(": w <Enter>").said().starts_with("all changes saved"));
}

#[test]
fn what_is_not_known_is_answered_with_what_is_nearly_so() {
    let mut sitting = Sitting::of("I |felt heard.");
    for (order, answer) in [
        ("turn-nxt", "there is no command \"turn-nxt\"; did you mean turn-next?"),
        ("code Boundries", "there is no code \"Boundries\"; did you mean Barriers > Boundaries?"),
        ("code Barriers > Boundries", "there is no code \"Barriers > Boundries\"; did you mean Barriers > Boundaries?"),
        ("open T3", "there is no document \"T3\"; did you mean T1?"),
        ("goto T1 x", "\"x\" are no line numbers"),
        ("open", "say which document; Tab lists them"),
        ("report frequenzy", "there is no report \"frequenzy\"; did you mean frequency?"),
        ("turn-next 3", "turn-next takes no words"),
        ("line x", "\"x\" is no line number"),
        ("find", "say which words, as in  find stigma"),
        ("uncode", "no code here; ] e goes to the next coded passage"),
    ] {
        assert_eq!(sitting.types(&format!(": '{order}' <Enter>")).said(), answer);
    }
    assert_eq!(sitting.text(true), "I |felt heard.");
}

#[test]
fn tab_completes_and_up_brings_back() {
    let mut sitting = Sitting::of("P07: I <felt> heard.");
    sitting.types(": app <Tab>");
    assert!(sitting.screen().contains("> apply ") && sitting.screen().contains("1 of 4"), "{}", sitting.screen());
    sitting.types("<Tab>");
    assert!(sitting.screen().contains("> apply-code "));
    sitting.types("<Shift-Tab> ' bou' <Tab>");
    assert!(sitting.screen().contains("> apply Barriers > Boundaries"));
    sitting.types("<Enter>");
    assert!(sitting.text(false).contains("^^^^ Barriers > Boundaries"));
    sitting.types(": 'line 1' <Enter> : <Up> <Up>");
    assert!(sitting.screen().contains("> apply Barriers > Boundaries"));
    sitting.types("<Down>");
    assert!(sitting.screen().contains("> line 1"));
    sitting.types("<Down>x <Tab>");
    assert!(sitting.screen().contains("nothing begins so"));
    let mut later = sitting.again("ada");
    assert!(later.types(": <Up>").screen().contains("> line 1"));
}

#[test]
fn leaving_by_an_order_and_by_a_key() {
    let mut sitting = Sitting::of("I felt heard.");
    sitting.save();
    assert_eq!(sitting.types(": q <Enter>").app.take_wishes(), [Wish::Quit]);
    assert_eq!(sitting.types("<F10>").app.take_wishes(), [Wish::Quit]);
    assert_eq!(sitting.types("<Space> P").app.take_wishes(), [Wish::Projects]);
}
