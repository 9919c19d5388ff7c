use super::*;
use proptest::prelude::*;

/// What the bytes give, with no hold passing between or after them.
fn inputs(bytes: &[u8]) -> Vec<Input> {
    let (mut decoder, mut out) = (Decoder::new(), Vec::new());
    decoder.feed(bytes, &mut out);
    out
}

/// The same, in words: keys by name, everything else as it prints.
fn words(bytes: &[u8]) -> String {
    say(&inputs(bytes))
}

fn say(inputs: &[Input]) -> String {
    let say = |input: &Input| match input {
        Input::Key(key) => key.to_string(),
        Input::Paste(text) => format!("paste({text})"),
        Input::Mouse(mouse) => format!("{:?}@{},{}", mouse.act, mouse.column, mouse.row),
        other => format!("{other:?}"),
    };
    inputs.iter().map(say).collect::<Vec<_>>().join(" ")
}

#[test]
fn letters_and_control_bytes_are_keys() {
    assert_eq!(words(b"cG0-/ "), "c G 0 - / Space");
    assert_eq!(words(b"\r\t\n\x01\x1a\x1f\x00"), "Enter Tab Ctrl-j Ctrl-a Ctrl-z Ctrl-_ Ctrl-Space");
}

#[test]
fn both_backspace_bytes_are_backspace() {
    assert_eq!(words(b"\x08\x7f"), "Backspace Backspace");
}

#[test]
fn accents_and_emoji_are_one_key_each_and_bad_bytes_are_never_an_action() {
    assert_eq!(words("é漢🙂".as_bytes()), "é 漢 🙂");
    assert_eq!(words(b"\xffj\xc3jk"), "\u{fffd} j \u{fffd} j k");
    assert_eq!(words(b"\xf0\x9f\x1b[A"), "\u{fffd} Up");
    assert_eq!(words("\u{9b}A".as_bytes()), "\u{fffd} A");
}

#[test]
fn arrows_and_named_keys_come_in_every_dialect() {
    assert_eq!(words(b"\x1b[A\x1bOB\x1b[1;2C\x1b[1;5D\x1b[1;3H"), "Up Down Shift-Right Ctrl-Left Alt-Home");
    assert_eq!(words(b"\x1b[H\x1b[4~\x1b[7~\x1b[8~\x1bOF"), "Home End Home End End");
    assert_eq!(words(b"\x1b[5~\x1b[6~\x1b[2~\x1b[3~\x1b[5;5~"), "PgUp PgDn Insert Delete Ctrl-PgUp");
    assert_eq!(words(b"\x1bOP\x1b[11~\x1b[[A\x1b[15~\x1b[17~\x1b[24~\x1b[1;2P"), "F1 F1 F1 F5 F6 F12 Shift-F1");
    assert_eq!(words(b"\x1b[Z\x1b[a\x1bOM"), "Shift-Tab Shift-Up Enter");
}

#[test]
fn escape_and_a_letter_together_are_alt_and_apart_are_two_keys() {
    assert_eq!(words("\x1bx\x1bé\x1b\x7f".as_bytes()), "Alt-x Alt-é Alt-Backspace");
    assert_eq!(words(b"\x1b\x1b[A"), "Esc Up");
    let (mut decoder, mut out) = (Decoder::new(), Vec::new());
    decoder.feed(b"\x1b", &mut out);
    assert!(decoder.pending() && out.is_empty());
    decoder.flush(&mut out);
    assert!(!decoder.pending());
    decoder.feed(b"x", &mut out);
    assert_eq!(say(&out), "Esc x");
}

#[test]
fn escape_and_a_chord_that_the_line_brought_together_are_still_escape_and_the_chord() {
    assert_eq!(words(b"\x1b[t\x1b]e\x1b]uj"), "Esc [ t Esc ] e Esc ] u j");
}

#[test]
fn a_sequence_that_pauses_for_one_hold_is_whole_and_for_two_is_dropped() {
    for (start, rest, meant) in [("\x1b[", "A", "Up"), ("\x1b[12;", "34R", "Answer"), ("\x1bO", "P", "F1")] {
        let (mut decoder, mut out) = (Decoder::new(), Vec::new());
        decoder.feed(start.as_bytes(), &mut out);
        decoder.flush(&mut out);
        assert!(decoder.pending());
        decoder.feed(rest.as_bytes(), &mut out);
        assert_eq!(say(&out), meant);

        decoder.feed(start.as_bytes(), &mut out);
        out.clear();
        decoder.flush(&mut out);
        decoder.flush(&mut out);
        assert!(!decoder.pending() && out.is_empty());
        decoder.feed(b"j", &mut out);
        assert_eq!(say(&out), "j");
    }
}

#[test]
fn half_a_character_at_the_end_becomes_a_mark() {
    let (mut decoder, mut out) = (Decoder::new(), Vec::new());
    decoder.feed(b"\xc3", &mut out);
    decoder.flush(&mut out);
    decoder.flush(&mut out);
    assert_eq!(say(&out), "\u{fffd}");
}

#[test]
fn answers_are_never_keys() {
    assert_eq!(words(b"\x1b[24;80R"), "Answer");
    assert_eq!(words(b"\x1b[?62;22c\x1b[>0;276;0c\x1b[0n\x1b[?2026;2$y\x1b[?1u"), "");
    assert_eq!(words(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07\x1b]10;rgb:ff/ff/ff\x1b\\j"), "j");
    assert_eq!(words(b"\x1bP1$r0m\x1b\\\x1bP>|tmux 3.3a\x1b\\k"), "k");
}

#[test]
fn a_lost_end_of_an_answer_costs_no_more_than_the_answer() {
    assert_eq!(words(b"\x1b]11;rgb:1e\rj"), "Enter j");
    assert_eq!(words(b"\x1b]11;rgb:1e\x1b[Aj"), "Up j");
    assert_eq!(words(b"\x1b[12;\rj"), "Enter j");
}

#[test]
fn a_paste_is_text_and_never_keys() {
    assert_eq!(words(b"\x1b[200~q q\r\nd\re\x1b[201~j"), "paste(q q\nd\ne) j");
    assert_eq!(words(b"\x1b[200~a\x1b[Ab\x1b[201\x1b[201~"), "paste(a\x1b[Ab\x1b[201)");
    assert_eq!(words(b"\x1b[200~\xff\x1b[201~"), "paste(\u{fffd})");
}

#[test]
fn a_long_paste_arrives_whole_and_waits_however_slow_the_line() {
    let text = "Some of the nurses saw me as the patient. ".repeat(7_500);
    let sent = [b"\x1b[200~", text.as_bytes(), PASTE_END].concat();
    let (mut decoder, mut out) = (Decoder::new(), Vec::new());
    for chunk in sent.chunks(1_021) {
        assert!(out.is_empty());
        decoder.feed(chunk, &mut out);
        decoder.flush(&mut out);
    }
    assert_eq!(out, [Input::Paste(text)]);
}

#[test]
fn the_mouse_clicks_drags_and_scrolls() {
    assert_eq!(words(b"\x1b[<0;1;1M\x1b[<32;4;2M\x1b[<0;4;2m"), "Press@0,0 Drag@3,1 Release@3,1");
    assert_eq!(words(b"\x1b[<64;10;5M\x1b[<65;10;5M\x1b[<16;2;2M"), "ScrollUp@9,4 ScrollDown@9,4 Press@1,1");
    assert_eq!(words(b"\x1b[<2;1;1M\x1b[<35;1;1M\x1b[<0;1M\x1b[<0;99999;1M"), "");
}

/// Bytes as terminals send them, whole and broken.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    const KNOWN: &[&[u8]] = &[
        b"\x1b",
        b"\x1b[",
        b"\x1b[A",
        b"\x1bOP",
        b"\x1b[1;5D",
        b"\x1b[5~",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[12;34R",
        b"\x1b[<0;3;4M",
        b"\x1b]11;rgb:1/2/3\x07",
        b"\x1bP1$r\x1b\\",
        b"\x1b[[",
        b"\xc3\xa9",
        b"\xf0\x9f",
        b"\r\n",
    ];
    let piece =
        prop_oneof![prop::sample::select(KNOWN).prop_map(<[u8]>::to_vec), any::<u8>().prop_map(|byte| vec![byte])];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn bytes_mean_the_same_wherever_the_line_cuts_them(bytes in bytes(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let whole = inputs(&bytes);
        for cut in 0..=bytes.len() {
            let (mut decoder, mut out) = (Decoder::new(), Vec::new());
            decoder.feed(&bytes[..cut], &mut out);
            decoder.feed(&bytes[cut..], &mut out);
            prop_assert_eq!(&out, &whole);
        }
        let mut ends: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).chain([bytes.len()]).collect();
        ends.sort_unstable();
        let (mut decoder, mut out, mut start) = (Decoder::new(), Vec::new(), 0);
        for end in ends {
            decoder.feed(&bytes[start..end], &mut out);
            start = end;
        }
        prop_assert_eq!(out, whole);
    }

    #[test]
    fn two_holds_leave_nothing_pending(bytes in bytes()) {
        let (mut decoder, mut out) = (Decoder::new(), Vec::new());
        decoder.feed(&bytes, &mut out);
        decoder.flush(&mut out);
        decoder.flush(&mut out);
        prop_assert!(!decoder.pending());
    }
}
