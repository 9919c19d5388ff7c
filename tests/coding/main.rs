//! What a coder does at the keyboard: before, keys, after.

mod bytes;
mod keymaps;
mod pressed;
#[allow(dead_code)] // every test program uses its part of it
#[path = "../sitting/mod.rs"]
mod sitting;

use emic::app::actions::{ACTIONS, action};
use emic::app::keymap::{CONTEXTS, Keymap};
use sitting::Sitting;

/// The tests of one file.
struct Room {
    name: &'static str,
    tests: &'static [fn()],
    source: &'static str,
}

macro_rules! rooms {
    ($($room:ident)*) => {
        $(mod $room;)*

        /// Every file of tests that type.
        const ROOMS: &[Room] = &[$(
            Room {
                name: stringify!($room),
                tests: $room::TESTS,
                source: include_str!(concat!(stringify!($room), ".rs")),
            },
        )*];
    };
}

rooms! {
    aliases
    applying
    asking
    autocoding
    backing_up
    beside
    browsing
    bulk
    codebook
    colleagues
    comparing
    copying
    documents
    history
    identifying
    importing
    keeping
    leaping
    lessons
    lists
    looks
    macros
    mouse
    moving
    naming
    narrowing
    needing
    noting
    ordering
    people
    quick
    reading
    reporting
    revising
    scanning
    searching
    selecting
    speakers
    splitting
    themes
    times
    tree
    withdrawing
}

#[test]
fn every_bound_action_exists_and_every_action_is_bound() {
    let keymap = Keymap::built_in();
    let bound: Vec<(String, &str)> = CONTEXTS.iter().flat_map(|context| keymap.bindings(context)).collect();
    for (keys, name) in &bound {
        assert!(action(name).is_some(), "{keys}: no action {name}");
    }
    for action in ACTIONS {
        assert!(bound.iter().any(|(_, name)| *name == action.name), "{} has no key", action.name);
    }
}

/// Whether the list that `open` opens has a row that says `says` when `words` are typed into it.
fn lists(sitting: &mut Sitting, open: &str, words: &str, says: &str) -> bool {
    sitting.rattles(open).pastes(words);
    let rows = sitting::rows_of(&sitting.frame().0);
    sitting.rattles("<Esc>");
    // What cannot be done now is listed too, behind a `-`.
    rows.iter().any(|row| [' ', '-'].iter().any(|sign| row.contains(&format!("│{sign} {says}  "))))
}

#[test]
fn help_lists_the_actions_that_are_bound_here_and_no_others() {
    let keymap = Keymap::built_in();
    for (context, keys) in [("transcript", ""), ("tree", "<Tab>"), ("excerpts", "<Tab><Tab>"), ("table", "<Space>t")] {
        let mut sitting = Sitting::of("P07: <I felt> heard today.\nI: When?");
        sitting.types("c'being heard'<Enter>").types(keys);
        let heard: Vec<&str> = ["global", if context == "table" { "sheet" } else { "" }, context]
            .iter()
            .flat_map(|part| keymap.bindings(part))
            .map(|(_, name)| name)
            .collect();
        for one in ACTIONS {
            // Some actions of different panes are called alike.
            let alike = ACTIONS.iter().filter(|other| other.says == one.says);
            let bound = alike.map(|other| other.name).any(|name| heard.contains(&name));
            assert_eq!(lists(&mut sitting, "?", one.says, one.says), bound, "{context}: {}", one.name);
        }
    }
}

#[test]
fn the_palette_finds_every_action_by_its_name() {
    let mut sitting = Sitting::of("I felt heard.");
    for action in ACTIONS {
        assert!(lists(&mut sitting, "<Ctrl-p>", action.name, action.says), "{}", action.name);
    }
}
