//! How it looks: stripes, hidden codes, themes.

use super::sitting::Sitting;
use emic::app::Wish;
use emic::panes::Theme;
use emic::panes::theme::{Colours, Ink};
use emic::place::Unit;
use emic::settings::Settings;

pub const TESTS: &[fn()] = &[
    the_signs_have_a_legend,
    stripes_are_named_or_bare_or_gone,
    a_code_is_hidden_beside_the_text,
    a_theme_is_chosen_and_kept,
    lessons_are_called,
    keys_are_chosen_and_kept,
    a_person_says_once_what_holds_in_every_project,
];

/// The words that stand beside the first line of the text.
fn margin(sitting: &mut Sitting) -> (bool, String) {
    let screen = sitting.screen();
    let row = screen.lines().find(|row| row.contains("I felt it.")).unwrap_or_else(|| panic!("{screen}"));
    let pane: String = row.chars().take(64).collect();
    (pane.contains('#'), pane.split("it.").nth(1).unwrap().trim_matches([' ', '│']).to_string())
}

#[test]
fn stripes_are_named_or_bare_or_gone() {
    let mut sitting = Sitting::of("I felt it.\nMore.");
    sitting.types("x c being <Enter> <Esc>");
    assert_eq!(margin(&mut sitting), (true, "being heard".to_string()));
    assert_eq!(sitting.types("zs").said(), "stripes without names");
    assert_eq!(margin(&mut sitting), (true, String::new()));
    assert_eq!(sitting.types("<Space>,s").said(), "no stripes");
    assert_eq!(margin(&mut sitting), (true, String::new()), "the sign at the left stays");
    let mut later = sitting.again("ada");
    assert_eq!(later.types("zs").said(), "stripes with names", "it is kept");
    assert_eq!(margin(&mut later), (true, "being heard".to_string()));
}

#[test]
fn a_code_is_hidden_beside_the_text() {
    let mut sitting = Sitting::of("I felt it.\nMore.");
    sitting.types("x c money <Enter> <Esc> <Tab>gg j");
    let hidden = "the stripes of Barriers are hidden; its codings are as they were (v again)";
    assert_eq!(sitting.types("v").said(), hidden);
    assert_eq!(margin(&mut sitting), (false, String::new()), "a subcode is hidden with its parent");
    let screen = sitting.screen();
    assert!(screen.contains("v-Barriers") && screen.contains(" -Money") && screen.contains("3 hidden"), "{screen}");
    assert!(sitting.types("<Shift-Tab>").screen().contains("3 hidden"));
    sitting.types("<Tab>j j v");
    assert_eq!(margin(&mut sitting), (true, "Money".to_string()), "it is shown by itself");
}

#[test]
fn a_theme_is_chosen_and_kept() {
    let mut sitting = Sitting::of("I felt it.");
    sitting.types("<Space>,t");
    assert_eq!(sitting.said(), "no colours are wanted or known here (NO_COLOR, TERM), so mono is the only theme");
    sitting.app.theme = Theme::named("auto", Ink { colours: Colours::Many, ascii: false }).unwrap();
    sitting.types("<Space>,t dark <Enter>");
    assert_eq!((sitting.app.theme.name, sitting.app.place.theme.as_deref()), ("dark", Some("dark")));
    assert_eq!(sitting.said(), "theme dark; EMIC_THEME=dark has it in every project");
    sitting.types("<Space>,t blind <Enter>");
    assert_eq!(sitting.app.theme.name, "colour-blind");
    assert!(sitting.types("<Space>,t").screen().contains("now"));
}

#[test]
fn lessons_are_called() {
    let mut sitting = Sitting::of("I felt it.");
    sitting.types("<Space>T");
    assert_eq!(sitting.app.take_wishes(), [Wish::Tutor]);
    sitting.app.begin_tutor();
    sitting.types("<Space>T");
    assert_eq!(sitting.said(), "this is the tutor already; Esc leaves it");
}

#[test]
fn keys_are_chosen_and_kept() {
    let mut sitting = Sitting::of("I |felt it.");
    sitting.types("<Space>,k emacs <Enter>");
    assert_eq!(sitting.said(), "keys of emacs, F1 shows them; EMIC_KEYMAP=emacs has them in every project");
    assert_eq!(sitting.types("<Ctrl-f> <Ctrl-f> s").said(), "s does nothing in the transcript; F1 shows what does");
    let mut later = sitting.again("ada");
    later.app.choose(Settings::default());
    assert_eq!(later.types("s").said(), "s does nothing in the transcript; F1 shows what does");
    let mut settings = Settings::default();
    settings.choose("keymap", "default");
    let mut other = later.again("ada");
    other.app.choose(settings);
    assert_eq!(other.types("s").said(), "x selects by sentence", "who says it now wins");
    assert!(other.types("<Space>,k").screen().contains("now"));
    assert_eq!(other.types("own <Enter>").said(), "your own keys; F1 shows them");
    assert_eq!(other.app.place.keymap, None);
}

#[test]
fn a_person_says_once_what_holds_in_every_project() {
    let settled = |unit: &str, ctrl_z: &str| {
        let mut settings = Settings::default();
        settings.choose("unit", unit);
        settings.choose("ctrl_z", ctrl_z);
        settings
    };
    let mut sitting = Sitting::of("I |felt it.\nMore.");
    sitting.app.choose(settled("sentence", "undo"));
    assert_eq!(sitting.app.place.unit, Unit::Sentence);
    sitting.types("x c being <Enter>");
    assert_eq!(sitting.types("<Ctrl-z>").text(false), "I felt it.\nMore.");
    sitting.types("s");
    let mut later = sitting.again("ada");
    later.app.choose(settled("turn", "suspend"));
    assert_eq!(later.app.place.unit, Unit::Line, "where there was work, all is as it was left");
    assert_eq!(later.types("<Ctrl-z>").app.take_wishes(), [Wish::Suspend]);
    later.app.choose(settled("line", "ask"));
    assert!(later.types("<Ctrl-z>").screen().contains("suspend emic; fg brings it back"));
}

#[test]
fn the_signs_have_a_legend() {
    let mut sitting = Sitting::of("I |felt it.");
    let screen = sitting.types("<Space>?").screen();
    assert!(screen.contains("somebody coded this") && screen.contains("excerpts / respondents"), "{screen}");
    assert_eq!(sitting.types("<Esc>").app.context(), "transcript");
}
