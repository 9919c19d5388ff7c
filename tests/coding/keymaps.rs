//! A day's work by the keys of each keymap that emic comes with.

use emic::app::Wish;
use emic::app::keymap::Keymap;

use super::sitting::Sitting;

#[test]
fn a_passage_is_coded_taken_back_and_left_by_every_keymap() {
    for (name, keys) in [
        ("default", ["v e c", "u", ":q<Enter>"]),
        ("arrows", ["<Shift-Right><Shift-Right><Shift-Right><Shift-Right><F2>", "<Ctrl-z>", "<F10>"]),
        ("vim", ["v e cc", "u", "ZZ"]),
        ("emacs", ["<Ctrl-Space><Ctrl-f><Ctrl-f><Ctrl-f><Ctrl-c>c", "<Ctrl-x>u", "<Ctrl-x><Ctrl-c>"]),
        ("gui", ["<Shift-Right><Shift-Right><Shift-Right><Shift-Right> c", "<Ctrl-z>", "<F10>"]),
    ] {
        let mut sitting = Sitting::of("I |felt heard.");
        sitting.app.keymap = Keymap::named(name).unwrap();
        let [code, undo, leave] = keys;
        sitting.types(code).types("being <Enter>");
        assert_eq!(sitting.text(false), "I felt heard.\n  ^^^^ being heard", "{name}: {}", sitting.said());
        assert_eq!(sitting.types(undo).text(false), "I felt heard.", "{name}: {}", sitting.said());
        sitting.save();
        assert_eq!(sitting.types(leave).app.take_wishes(), [Wish::Quit], "{name}");
    }
}
