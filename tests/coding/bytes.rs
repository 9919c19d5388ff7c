//! What lines and terminals send, whole, cut, late and broken: none of it does what nobody meant.

use emic::app::Wish;
use emic::app::decoder::{Decoder, Input};

use super::sitting::Sitting;

/// A part of what arrives.
#[derive(Clone, Copy)]
enum Part {
    /// Bytes that come in one go.
    Bytes(&'static [u8]),
    /// The same bytes, each in a read of its own, no hold between them.
    OneByOne(&'static [u8]),
    /// Nothing for the length of the Esc hold (25 ms, over SSH 150 ms).
    Hold,
    /// A paste of so many bytes, cut at every kilobyte, with holds between.
    LongPaste(usize),
    /// The terminal is gone.
    Hangup,
}
use Part::{Bytes, Hangup, Hold, LongPaste, OneByOne};

/// The case, what arrives, and the keys that would have done the same.
const CASES: &[(&str, &[Part], &str)] = &[
    ("an arrow in one go", &[Bytes(b"\x1b[B")], "<Down>"),
    ("an arrow byte by byte", &[OneByOne(b"\x1b[B")], "<Down>"),
    ("an arrow that pauses within", &[Bytes(b"\x1b["), Hold, Bytes(b"B")], "<Down>"),
    ("an arrow whose rest comes after the hold", &[Bytes(b"\x1b"), Hold, Bytes(b"[B")], "<Esc><Down>"),
    ("the same, byte by byte", &[Bytes(b"\x1b"), Hold, OneByOne(b"[B")], "<Esc><Down>"),
    ("an arrow of application mode, late", &[Bytes(b"\x1b"), Hold, Bytes(b"OA")], "<Esc><Up>"),
    ("an arrow with Shift, late", &[Bytes(b"\x1b"), Hold, Bytes(b"[1;2C")], "<Esc><Shift-Right>"),
    ("a function key byte by byte", &[OneByOne(b"\x1b[21~")], "<F10>"),
    ("Esc alone", &[Bytes(b"\x1b"), Hold], "<Esc>"),
    ("Esc, then a letter 20 ms later", &[Bytes(b"\x1b"), Bytes(b"l")], "<Esc>l"),
    ("Esc, then a letter much later", &[Bytes(b"\x1b"), Hold, Bytes(b"l")], "<Esc>l"),
    ("Esc and a chord in one go", &[Bytes(b"\x1b]t")], "<Esc>]t"),
    ("Esc, a hold, and a chord", &[Bytes(b"\x1b"), Hold, Bytes(b"["), Hold, Bytes(b"t")], "<Esc>[t"),
    ("Esc, a hold, and a chord in one go", &[Bytes(b"\x1b"), Hold, Bytes(b"[t")], "<Esc>[t"),
    ("Esc twice, then an arrow", &[Bytes(b"\x1b\x1b[B")], "<Esc><Down>"),
    ("the answer about the cursor", &[Bytes(b"\x1b[12;40R")], ""),
    ("that answer byte by byte", &[OneByOne(b"\x1b[12;40R")], ""),
    ("that answer, its rest after the hold", &[Bytes(b"\x1b"), Hold, Bytes(b"[12;40R")], "<Esc>"),
    ("that answer among keys", &[Bytes(b"l\x1b[12;40Rl")], "ll"),
    ("an answer about colours, its end lost", &[Bytes(b"\x1b]11;rgb:1e1e/1e1e"), Hold, Hold, Bytes(b"l")], "l"),
    ("an answer about the terminal", &[Bytes(b"\x1b[?62;22c\x1bP>|tmux 3.3a\x1b\\")], ""),
    ("focus and modes nobody asked about", &[Bytes(b"\x1b[I\x1b[O\x1b[?2026;2$y")], ""),
    ("both bytes of Backspace", &[Bytes(b"/ab\x08\x7f\r")], "/ab<Backspace><Backspace><Enter>"),
    ("bytes that are no UTF-8", &[Bytes(b"\xff\xfe\xc3\x28\xf0\x9fl")], "(l"),
    ("half a character, then nothing", &[Bytes(b"\xc3"), Hold, Hold, Bytes(b"l")], "l"),
    ("a control character in two bytes", &[Bytes("\u{9b}2J".as_bytes())], "2J"),
    ("NUL and the last control bytes", &[Bytes(b"\x00\x1c\x1d\x1e")], ""),
    ("a short paste of keys", &[Bytes(b"\x1b[200~ddxxu\r\x1b[201~"), Bytes(b"\x1b"), Hold], ""),
    ("a paste whose beginning is late", &[Bytes(b"\x1b"), Hold, Bytes(b"[200~ddu\x1b[201~\x1b"), Hold], "<Esc>"),
    ("a paste of 300 kB over a slow line", &[LongPaste(300_000), Bytes(b"\x1b"), Hold], ""),
    ("a mouse nobody switched on, cut", &[OneByOne(b"\x1b[<35;9;9M\x1b[M"), Hold, Hold], ""),
    ("the terminal hangs up within a sequence", &[Bytes(b"l\x1b[1;"), Hangup], "l"),
];

/// What a coder would see changed.
fn state(sitting: &mut Sitting) -> (String, String, String, Vec<String>, usize, &'static str) {
    let (text, tree, list) = (sitting.text(true), sitting.tree(), sitting.list());
    (text, tree, list, sitting.memos(), sitting.app.overlays.len(), sitting.app.context())
}

fn sitting() -> Sitting {
    let mut sitting = Sitting::of("P07: I |felt heard today.\nI: When?\nP08: Never. It was late.\nP07: Yes.");
    sitting.types("x c being <Enter> <Esc> ]t ]t w");
    sitting
}

fn arrive(sitting: &mut Sitting, parts: &[Part]) {
    let mut decoder = Decoder::new();
    for part in parts {
        let mut out = Vec::new();
        match part {
            Bytes(bytes) => decoder.feed(bytes, &mut out),
            OneByOne(bytes) => bytes.iter().for_each(|&byte| decoder.feed(&[byte], &mut out)),
            Hold => decoder.flush(&mut out),
            LongPaste(long) => {
                let sent = [b"\x1b[200~".as_slice(), &b"ddu\rxq! ".repeat(long / 8), b"\x1b[201~"].concat();
                for chunk in sent.chunks(1_000) {
                    decoder.feed(chunk, &mut out);
                    decoder.flush(&mut out);
                }
            }
            Hangup => out.push(Input::Hangup),
        }
        out.into_iter().for_each(|input| sitting.app.input(input));
        sitting.frame();
    }
}

#[test]
fn what_arrives_does_what_was_meant_and_nothing_else() {
    assert_eq!(CASES.len(), 32);
    for (case, parts, keys) in CASES {
        let (mut arrived, mut typed) = (sitting(), sitting());
        arrive(&mut arrived, parts);
        typed.rattles(keys);
        assert_eq!(state(&mut arrived), state(&mut typed), "{case}");
        let leaves = parts.iter().any(|part| matches!(part, Hangup)) || keys.contains("F10");
        let wishes = arrived.app.take_wishes();
        assert_eq!(wishes, if leaves { vec![Wish::Quit] } else { Vec::new() }, "{case}");
    }
}
