//! Keys that lead nowhere, pastes, the palette, help, and leaving.

use emic::app::Wish;
use emic::app::decoder::Input;
use proptest::prelude::*;

use super::sitting::{Sitting, check, write_keys};
use emic::app::keys::{Code, Key, parse_keys};

pub const TESTS: &[fn()] = &[
    a_key_without_a_meaning_says_so,
    a_begun_key_shows_what_may_follow,
    the_palette_does_what_it_finds,
    help_does_what_it_finds,
    a_paste_is_never_keys,
    panes_take_turns_and_fill_the_screen,
    leaving_takes_two_keys,
    the_line_drops_and_the_memo_is_there,
    ctrl_z_asks,
];

#[test]
fn a_key_without_a_meaning_says_so() {
    let mut sitting = Sitting::of("I <felt> it.");
    assert_eq!(sitting.types("D").said(), "D does nothing in the transcript; ? shows what does");
    assert_eq!(sitting.types("g Z").said(), "g Z does nothing in the transcript; ? shows what does");
    assert_eq!(sitting.types("3D h").text(false), "I <fel>t it.", "the count is gone with it");
}

#[test]
fn a_begun_key_shows_what_may_follow() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("!");
    assert!(!sitting.screen().contains("Mark to discuss"));
    assert!(sitting.rests().screen().contains("d  Mark to discuss, or unmark"));
    assert!(!sitting.types("<Esc>").screen().contains("Mark to discuss"));
    assert_eq!(sitting.text(false), "I <felt> it.");
}

#[test]
fn the_palette_does_what_it_finds() {
    check("I |felt it.", "<Ctrl-p> select-unit <Enter>", "<I felt it.>");
    check("I |felt it.", "<Space><Space> 'select the unit' <Enter>", "<I felt it.>");
    check("I <felt> it.", "<Ctrl-p> 'tag node' <Enter> being <Enter>", "I felt it.\n  ^^^^ being heard");
    check("I <felt> it.", "c Zest <Enter> <Ctrl-p> undo <Enter>", "I felt it.");
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("<Ctrl-p> qqqq <Enter>");
    assert_eq!(sitting.said(), "nothing fits what is typed; Esc leaves");
    assert_eq!(sitting.types("<Esc>").text(false), "I <felt> it.");
}

#[test]
fn help_does_what_it_finds() {
    check("I |felt it.", "? 'quick code' <Esc> ? 'Select the unit' <Enter>", "<I felt it.>");
    check("I |felt it.", "? 'by char' <Enter> l", "I <fe>lt it.");
}

#[test]
fn a_paste_is_never_keys() {
    let mut sitting = Sitting::of("I <felt> it. dd");
    let screen = sitting.pastes("xxd\ndd").screen();
    assert!(screen.contains("and 1 line more"), "{screen}");
    assert_eq!(sitting.pastes("u").said(), "a paste does nothing here; Esc leaves this first");
    assert_eq!(sitting.types("x <Enter> <Esc>").text(false), "I <felt> it. dd");
    assert_eq!(sitting.pastes(" \n").said(), "the paste was empty");
    sitting.pastes("One\ntwo").types("m <Esc> u");
    assert_eq!(sitting.said(), "Undone: wrote an analytic memo on 1 of T1.  U does it again  u undo more");
    assert_eq!(sitting.types("<Esc> gg 3").pastes("it\n").types("s").text(true), "I felt |it. dd");
    assert_eq!(sitting.types("gg n").text(true), "I felt |it. dd");
    assert_eq!(sitting.types("<Tab>").pastes("nowhere").types("s").said(), "\"nowhere\" is not in this document");
    assert_eq!(Sitting::empty().pastes("it").said(), "a paste does nothing here: open a document (Space f) first");
    sitting.types("/").pastes("dd\n");
    assert_eq!(sitting.types("<Backspace>").types("<Enter>").text(true), "I felt it. |dd");
    sitting.types("c").pastes("Being\tHeard");
    assert_eq!(sitting.types("<Enter> gg").text(false), "I felt it. dd\n^^^^^^^^^^^^^ being heard");
    sitting.types("A").pastes("One\n\x1b[31mtwo").types("<Esc>");
    assert_eq!(sitting.memos(), ["T1: One\n\x1b[31mtwo (analytic)"]);
    assert!(!sitting.types("A").screen().contains('\x1b'));
}

#[test]
fn panes_take_turns_and_fill_the_screen() {
    let mut sitting = Sitting::of("I <felt> it.").sized(120, 30);
    for context in ["tree", "excerpts", "transcript"] {
        assert_eq!(sitting.types("<Tab>").app.context(), context);
    }
    assert_eq!(sitting.types("<Shift-Tab>").app.context(), "excerpts");
    assert_eq!(sitting.types("<Ctrl-w> w").app.context(), "transcript");
    assert_eq!(sitting.types("<Ctrl-w> p").app.context(), "excerpts");
    assert!(sitting.screen().contains("codes"));
    assert!(!sitting.types("<Tab> Z").screen().contains("exc/resp"));
    assert!(sitting.types("q").screen().contains("exc/resp"), "q gives the screen back");
    sitting.types("<Ctrl-l>");
    assert_eq!(sitting.app.take_wishes(), [Wish::Redraw]);
}

#[test]
fn leaving_takes_two_keys() {
    let mut sitting = Sitting::of("I felt it.");
    sitting.save();
    assert_eq!(sitting.types("q").said(), "Everything is saved. q again quits, any other key goes on");
    assert_eq!(sitting.types("l q").app.take_wishes(), []);
    assert_eq!(sitting.types("q").app.take_wishes(), [Wish::Quit]);
}

#[test]
fn the_line_drops_and_the_memo_is_there() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("a 'Half a thou'");
    sitting.app.input(Input::Hangup);
    assert_eq!(sitting.app.take_wishes(), [Wish::Quit]);
    let mut sitting = sitting.again("ada");
    assert_eq!(sitting.memos().len(), 0);
    let screen = sitting.screen();
    assert!(screen.contains("on T1 1:") && screen.contains("Half a thou") && screen.contains("a  go on"), "{screen}");
    sitting.types("l <Space>m");
    assert!(sitting.screen().contains("not finished"));
    sitting.types("q");
    let mut sitting = sitting.again("ada");
    assert_eq!(sitting.types("a").said(), "this is the draft from when the line dropped");
    sitting.types("ght. <Esc>");
    assert_eq!(sitting.memos(), ["felt: Half a thought. (analytic)"]);
}

#[test]
fn ctrl_z_asks() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("<Ctrl-z> <Esc>");
    assert_eq!((sitting.app.take_wishes(), sitting.text(false).as_str()), (vec![], "I <felt> it."));
    assert_eq!(sitting.types("<Ctrl-z> <Enter> z").app.take_wishes(), [Wish::Suspend]);
    sitting.types("c being <Enter> <Ctrl-z> u");
    assert!(sitting.said().starts_with("Undone:"), "{}", sitting.said());
}

/// Any key that a keymap names, letters more often.
fn key() -> impl Strategy<Value = Key> {
    let letters = "jjjkkwbe(){}xxXX-ovVsccdrRaA.uUnNHzgGGtTfmk!qZ?o+er<>JKMxph l123[]/";
    let named = "Enter Enter Esc Esc Tab Shift-Tab Ctrl-d Ctrl-u PgDn Ctrl-p Backspace Left Up Down Home";
    let letters = letters.chars().map(Key::char);
    let named = parse_keys(named).unwrap();
    let keys: Vec<Key> = letters.chain(named).filter(|key| key.code != Code::Char('q')).collect();
    prop::sample::select(keys)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_do_the_same_typed_slowly_and_fast(keys in prop::collection::vec(key(), 1..60)) {
        let texts = ["I: |Why?\nP07: One here. Two.\n\nMüde, \u{4f60}\u{597d}.\nP08: No.\nP07: Yes.", "P01: Six.\n\n\nSeven."];
        let (mut slow, mut fast) = (Sitting::with(&texts), Sitting::with(&texts));
        slow.types("x c being <Enter> ]t c money <Enter> gg");
        fast.types("x c being <Enter> ]t c money <Enter> gg");
        let keys = write_keys(&keys);
        slow.types(&keys);
        fast.rattles(&keys);
        prop_assert_eq!(slow.text(true), fast.text(true));
        prop_assert_eq!((slow.tree(), slow.list(), slow.memos()), (fast.tree(), fast.list(), fast.memos()));
        prop_assert_eq!(slow.said(), fast.said());
    }
}
