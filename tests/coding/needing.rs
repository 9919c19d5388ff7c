//! Why something cannot be done now.

use emic::app::actions::ACTIONS;

use super::sitting::{Sitting, rows_of};

pub const TESTS: &[fn()] = &[
    every_action_works_or_says_why_not_in_an_empty_project,
    what_is_missing_is_said_and_nothing_is_done,
    help_and_palette_say_why_not,
];

#[test]
fn every_action_works_or_says_why_not_in_an_empty_project() {
    for pane in ["", "<Tab>", "<Tab><Tab>"] {
        for action in ACTIONS {
            let mut sitting = Sitting::empty();
            sitting.types(pane);
            sitting.app.toast = None;
            let met = (action.needs)(&sitting.app);
            sitting.app.act(action.name);
            sitting.frame();
            if let Err(why) = met {
                assert_eq!(sitting.said(), why.to_string(), "{}", action.name);
                assert_eq!(
                    (sitting.app.overlays.len(), sitting.app.place.pane),
                    (0, Sitting::empty().types(pane).app.place.pane)
                );
            }
        }
    }
}

#[test]
fn what_is_missing_is_said_and_nothing_is_done() {
    let mut sitting = Sitting::of("I |felt heard.");
    for (keys, why) in [
        (".", "nothing to repeat yet: c codes a passage, then . does the same again"),
        ("d", "no code here; ] e goes to the next coded passage"),
        ("-", "nothing is selected; x selects the unit here"),
        ("gv", "nothing was selected before"),
        ("n", "nothing was searched for yet; / searches"),
        ("H", "no jump to go back to"),
        ("<Space>m", "no memo yet; a writes one"),
        ("<Tab>M", "mark codes with x first, then come here"),
        ("Y", "Y does nothing in the tree; ? shows what does"),
        ("<Tab>x", "no excerpt here; Enter on a code lists its excerpts"),
    ] {
        assert_eq!(sitting.types(keys).said(), why, "{keys}");
    }
}

#[test]
fn help_and_palette_say_why_not() {
    let mut sitting = Sitting::of("I |felt heard.");
    for open in ["?", "<Ctrl-p>"] {
        sitting.rattles(open).pastes("Take a code off");
        let screen = rows_of(&sitting.frame().0).join("\n");
        assert!(screen.contains("│- Take a code off the passage"), "{screen}");
        assert!(screen.contains("not now: no code here; ] e goes to the next coded passage"), "{screen}");
        assert_eq!(sitting.types("<Enter>").said(), "no code here; ] e goes to the next coded passage");
    }
    sitting.types("x c being <Enter>").rattles("?").pastes("Take a code off");
    assert!(sitting.screen().contains("│  Take a code off the passage"));
}
