use super::*;
use crate::app::keys::{Code, parse_keys};

const ACTIONS: &[&str] = &["apply-code", "uncode", "memo", "top", "go-document", "undo"];

fn keys(text: &str) -> Vec<Key> {
    parse_keys(text).unwrap()
}

/// A keymap as small as these tests need.
const SMALL: &str = r#"(
    menus: [("Space", "open"), ("g", "go to"), ("z", "view"), ("!", "flag")],
    global: [("u", "undo"), ("Space Space", "palette")],
    transcript: [
        ("j", "line-down"), ("Down", "line-down"), ("g g", "top"), ("g v", "reselect"), ("g d", "go-document"),
        ("c", "apply-code"), ("d", "uncode"),
    ],
    tree: [("c", "apply-this-code"), ("g g", "top"), ("z a", "fold")],
    excerpts: [("j", "excerpt-down"), ("d", "uncode"), ("! k", "flag-key-quote"), ("! d", "flag-discuss")],
)"#;

fn small() -> Keymap {
    let mut keymap = Keymap::default();
    assert_eq!(keymap.overlay(SMALL, "small.ron", &|_| true), []);
    keymap
}

/// The small keymap under a person's own, and what was said about that.
fn laid_over(source: &str) -> (Keymap, Vec<String>) {
    let mut keymap = small();
    let problems = keymap.overlay(source, "my.ron", &|action| ACTIONS.contains(&action));
    (keymap, problems.iter().map(Problem::to_string).collect())
}

fn problem(source: &str) -> String {
    let (_, problems) = laid_over(source);
    problems.join("\n")
}

fn built_ins() -> impl Iterator<Item = (&'static str, Keymap)> {
    KEYMAPS.iter().map(|built_in| (built_in.name, Keymap::named(built_in.name).unwrap()))
}

#[test]
fn the_built_in_keymaps_have_no_problems() {
    // Keys that cannot arrive, keys bound twice and keys that begin others are problems too.
    for BuiltIn { name, source, .. } in KEYMAPS {
        let known = |name: &str| crate::app::actions::action(name).is_some();
        assert_eq!(Keymap::built_in().overlay(source, name, &known), [], "{name}");
    }
}

#[test]
fn no_built_in_key_of_a_pane_hides_a_global_one_or_is_a_count() {
    for (name, keymap) in built_ins() {
        for context in &CONTEXTS[1..] {
            for (shown, _) in keymap.bindings(context) {
                assert!(!keymap.bindings(GLOBAL).any(|(global, _)| global == shown), "{name} {context}: {shown}");
                assert!(!"123456789".contains(&shown), "{name} {context}: {shown}");
            }
        }
    }
}

#[test]
fn every_opening_key_of_the_built_in_keymaps_has_a_name() {
    for (name, keymap) in built_ins() {
        for context in CONTEXTS {
            assert!(keymap.following(context, &[]).iter().all(|(_, means)| *means != "more"), "{name} {context}");
        }
    }
}

#[test]
fn no_built_in_key_that_a_link_may_eat_is_the_only_way() {
    // tmux, screen and browsers take these; Alt is an Esc that came early.
    let eaten = |key: &Key| key.alt || key.ctrl && matches!(key.code, Code::Char('b' | 'a' | 'w' | 't' | 'n'));
    for (name, keymap) in built_ins() {
        for binding in keymap.bindings.iter().filter(|binding| binding.keys.iter().any(eaten)) {
            let others = keymap.heard_in(binding.context).filter(|other| other.action == binding.action);
            let safe = others.filter(|other| !other.keys.iter().any(eaten)).count();
            assert!(safe > 0, "{name} {}: {} only by {}", binding.context, binding.action, show_keys(&binding.keys));
        }
    }
}

#[test]
fn in_every_built_in_keymap_all_can_be_found_and_left() {
    for (name, keymap) in built_ins() {
        for context in CONTEXTS {
            for action in ["help", "palette", "undo", "cancel", "quit", "close", "next-pane"] {
                let bound = !keymap.keys_for(context, action).is_empty();
                assert!(bound, "{name} {context}: no key for {action}");
            }
        }
    }
}

#[test]
fn without_modes_no_letter_does_anything_alone() {
    for name in ["arrows", "emacs"] {
        let keymap = Keymap::named(name).unwrap();
        let letter = |key: &Key| matches!(key.code, Code::Char(c) if c != ' ' && !key.ctrl && !key.alt);
        let alone = keymap.bindings.iter().find(|binding| letter(&binding.keys[0]));
        assert!(alone.is_none(), "{name}: {:?}", alone.map(|binding| show_keys(&binding.keys)));
    }
}

#[test]
fn a_persons_keymap_may_choose_what_it_lies_over() {
    let (keymap, problems) = laid_over(r#"(base: "arrows", transcript: [("c", "memo")])"#);
    assert_eq!(problems, [""; 0]);
    assert_eq!(keymap.lookup("transcript", &keys("c")), Looked::Action("memo"));
    assert_eq!(keymap.lookup("transcript", &keys("d")), Looked::Nothing);
    let wrong = problem(r#"(base: "vmi")"#);
    assert_eq!(wrong, r#"my.ron:1:2: there is no keymap "vmi"; there are default, arrows, vim, emacs, gui"#);
}

#[test]
fn keys_lead_to_an_action_or_on_or_nowhere() {
    let keymap = small();
    assert_eq!(keymap.lookup("transcript", &keys("c")), Looked::Action("apply-code"));
    assert_eq!(keymap.lookup("tree", &keys("c")), Looked::Action("apply-this-code"));
    assert_eq!(keymap.lookup("transcript", &keys("g")), Looked::Prefix);
    assert_eq!(keymap.lookup("transcript", &keys("g g")), Looked::Action("top"));
    assert_eq!(keymap.lookup("sheet", &keys("u")), Looked::Action("undo"));
    assert_eq!(keymap.lookup("sheet", &keys("c")), Looked::Nothing);
    assert_eq!(keymap.lookup("transcript", &keys("g x")), Looked::Nothing);
}

#[test]
fn what_may_follow_is_listed_with_its_action_or_menu() {
    let keymap = small();
    let after_g = keymap.following("transcript", &keys("g"));
    assert_eq!(after_g, [(Key::char('g'), "top"), (Key::char('v'), "reselect"), (Key::char('d'), "go-document")]);
    assert!(keymap.following("tree", &[]).contains(&(Key::char('z'), "view")));
    assert!(keymap.following("sheet", &keys("Space")).contains(&(Key::char(' '), "palette")));
}

#[test]
fn an_action_lists_its_keys() {
    let keymap = small();
    assert_eq!(keymap.keys_for("transcript", "line-down"), ["j", "Down"]);
    assert_eq!(keymap.keys_for("tree", "undo"), ["u"]);
    assert_eq!(keymap.keys_for("tree", "apply-code"), [""; 0]);
    assert_eq!(keymap.bindings("excerpts").next(), Some(("j".to_owned(), "excerpt-down")));
}

#[test]
fn a_persons_line_replaces_adds_and_takes_away() {
    let (keymap, problems) = laid_over(
        r#"( // mine
            menus: [("m", "mine")],
            transcript: [("c", "memo"), ("F2", "apply-code"), ("d", "none"), ("u", "top"), ("m m", "undo")],
        )"#,
    );
    assert_eq!(problems, [""; 0]);
    assert_eq!(keymap.lookup("transcript", &keys("c")), Looked::Action("memo"));
    assert_eq!(keymap.lookup("transcript", &keys("d")), Looked::Nothing);
    assert_eq!(keymap.lookup("excerpts", &keys("d")), Looked::Action("uncode"));
    assert_eq!(keymap.keys_for("transcript", "apply-code"), ["F2"]);
    assert_eq!(keymap.keys_for("transcript", "undo"), ["m m"], "u means something else here");
    assert!(keymap.following("transcript", &[]).contains(&(Key::char('m'), "mine")));
}

#[test]
fn keys_taken_away_make_room_for_others() {
    let (keymap, problems) =
        laid_over(r#"(excerpts: [("!", "top"), ("! k", "none"), ("! d", "none")], global: [("Space Space", "none")])"#);
    assert_eq!(problems, [""; 0]);
    assert_eq!(keymap.lookup("excerpts", &keys("!")), Looked::Action("top"));
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing_and_says_where() {
    let (keymap, problems) = laid_over("(\n  transcript: [(\"c\", \"memo\")],\n  tree: [(\"c\", \"memo\"\n)");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("my.ron:3:") || problems[0].starts_with("my.ron:4:"), "{problems:?}");
    assert_eq!(keymap.lookup("transcript", &keys("c")), Looked::Action("apply-code"));
    assert!(problem("(panes: [])").contains("my.ron:1:"), "{}", problem("(panes: [])"));
    assert_ne!(problem(""), "");
}

#[test]
fn a_bad_line_is_skipped_with_its_place_and_the_others_count() {
    let (keymap, problems) = laid_over(
        "(\n  transcript: [\n    (\"F2\", \"aply-code\"),\n    // é\n    (\"é\", 3), (\"gg\", \"top\"),\n    (\"F3\", \"memo\"),\n  ],\n)",
    );
    assert_eq!(
        problems,
        [
            r#"my.ron:3:5: there is no action "aply-code"; did you mean "apply-code"?"#,
            r#"my.ron:5:5: a line is written ("keys", "action")"#,
            r#"my.ron:5:15: there is no key "gg"; keys are written c, G, Ctrl-d, Alt-x, Shift-Tab, Space, PgDn or F1"#,
        ]
    );
    assert_eq!(keymap.lookup("transcript", &keys("F3")), Looked::Action("memo"));
    assert_eq!(keymap.lookup("transcript", &keys("F2")), Looked::Nothing);
    assert_eq!(problem(r#"(tree: [("F2", "sing a song")])"#), r#"my.ron:1:9: there is no action "sing a song""#);
}

#[test]
fn a_key_bound_twice_keeps_its_first_action() {
    let (keymap, problems) = laid_over(r#"(tree: [("F2", "memo"), ("F2", "top")])"#);
    assert_eq!(problems, [r#"my.ron:1:25: "F2" stands here twice; the first one counts"#]);
    assert_eq!(keymap.lookup("tree", &keys("F2")), Looked::Action("memo"));
}

#[test]
fn a_key_that_begins_another_is_refused_in_its_pane_and_across_the_global_keys() {
    let begins = problem(r#"(transcript: [("g", "top")])"#);
    assert!(begins.contains(r#""g" begins "g g" ("top"); take that away first with "none""#), "{begins}");
    let never = problem(r#"(transcript: [("c c", "memo")])"#);
    assert!(never.contains(r#""c c" can never be reached: "c" is "apply-code" already"#), "{never}");
    assert!(problem(r#"(sheet: [("Space", "top")])"#).contains(r#""Space" begins "Space Space""#));
    assert!(problem(r#"(global: [("g", "top")])"#).contains(r#""g" begins "g g""#));
    assert!(problem(r#"(tree: [("F2", "memo"), ("F2 F3", "top")])"#).contains("never be reached"));
    assert_eq!(problem(r#"(sheet: [("z", "top")])"#), "");
}

#[test]
fn keys_that_cannot_arrive_are_refused() {
    for name in ["Ctrl-i", "Ctrl-m", "Ctrl-[", "Ctrl-h", "Ctrl-/", "Ctrl-1", "Alt-[", "O", "[ A", "[ 1", "[ b", "[ ["] {
        let says = problem(&format!("(sheet: [({name:?}, \"top\")])"));
        assert!(says.contains("cannot be bound"), "{name}: {says}");
    }
    for name in ["Ctrl-_", "Ctrl-Space", "Alt-x", "[ e", "] A", "F5 O", "F12", "Shift-Up", "Ctrl-Left"] {
        assert_eq!(problem(&format!("(sheet: [({name:?}, \"memo\")])")), "", "{name}");
    }
}
