//! From a terminal's bytes to what a person did: keys, pastes, the mouse.
//!
//! A pure state machine: it reads nothing and knows no clock. Bytes may come cut anywhere; whoever
//! reads them calls [`Decoder::flush`] when nothing has followed a held byte for the Esc hold.
//! A terminal's answers never become keys, and neither does half a sequence, nor the rest of one whose
//! `ESC` came too early.

use super::keys::{Code, Key};
use std::mem;

mod sequence;
#[cfg(test)]
mod tests;

/// What arrived from the terminal, or happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    /// Pasted text, with LF line ends; control characters are as they came.
    Paste(String),
    Mouse(Mouse),
    /// The terminal answered a cursor-position query: it has drawn all that was sent before it.
    Answer,
    /// The window's new size, in columns and rows.
    Resize(u16, u16),
    /// Another program asks this one to stop for a while.
    Suspend,
    /// The program runs again after having been stopped.
    Continue,
    /// Another program asks this one to end.
    End,
    /// The terminal is gone; nothing follows.
    Hangup,
}

/// The left button or the wheel, in a cell counted from 0 at the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub act: MouseAct,
    pub column: u16,
    pub row: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    Press,
    Drag,
    Release,
    ScrollUp,
    ScrollDown,
}

/// Parameters beyond this many bytes are not kept: no sequence that means anything is longer.
const LONGEST_PARAMETERS: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Where in a sequence the bytes so far have led.
#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// `ESC`.
    Escape,
    /// The first bytes of a character; `alt` when `ESC` came before it.
    Character { bytes: Vec<u8>, alt: bool },
    /// `ESC [` and parameters.
    Csi(Vec<u8>),
    /// `ESC [ [`, as the Linux console begins F1 to F5.
    ConsoleF,
    /// `ESC O`.
    Ss3,
    /// `[` or `O` right after an `ESC` that was given up: over a slow line the rest of its sequence.
    LateOpens(u8),
    /// `ESC ]` or `ESC P`, where an answer in words may follow.
    AnswerOpens(u8),
    /// Inside such an answer; `escaped` after an `ESC` that may end it.
    AnswerText { escaped: bool },
    /// Pasted bytes so far.
    Paste(Vec<u8>),
}

/// Turns bytes into inputs; see the module for its rules.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// Whether the last thing was an `ESC` that nothing followed in time.
    given_up: bool,
    /// Whether one hold has already passed over the sequence that is begun.
    late: bool,
}

impl Decoder {
    pub fn new() -> Decoder {
        Decoder::default()
    }

    /// Takes the next bytes and adds what they complete to `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        self.late = false;
        for byte in bytes {
            self.take(*byte, out);
        }
    }

    /// Whether something is held that only a following byte, or its absence, can decide.
    pub fn pending(&self) -> bool {
        !matches!(self.state, State::Ground | State::Paste(_))
    }

    /// Says that nothing has followed for the length of the Esc hold.
    ///
    /// A lone `ESC` becomes the Esc key at once. A sequence that has begun is given a second hold,
    /// for a slow line may part it, and is then dropped: its bytes are never keys. A paste waits for
    /// its end however long that takes.
    pub fn flush(&mut self, out: &mut Vec<Input>) {
        match self.state {
            State::Ground | State::Paste(_) => return,
            State::Escape => {
                out.push(Input::Key(Key::plain(Code::Esc)));
                self.given_up = true;
            }
            State::LateOpens(opener) => out.push(Input::Key(Key::char(char::from(opener)))),
            _ if !self.late => {
                self.late = true;
                return;
            }
            State::Character { alt, .. } => out.push(typed(char::REPLACEMENT_CHARACTER, alt)),
            _ => {}
        }
        self.state = State::Ground;
        self.late = false;
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Input>) {
        let given_up = mem::take(&mut self.given_up);
        match mem::take(&mut self.state) {
            State::Ground if given_up && matches!(byte, b'[' | b'O') => self.state = State::LateOpens(byte),
            State::LateOpens(opener) => self.continue_late(opener, byte, out),
            State::Ground => self.begin(byte, false, out),
            State::Escape => self.after_escape(byte, out),
            State::Character { bytes, alt } => self.continue_character(bytes, byte, alt, out),
            State::Csi(parameters) => self.continue_csi(parameters, byte, out),
            State::ConsoleF => match byte {
                b'A'..=b'E' => out.push(Input::Key(Key::plain(Code::F(byte - b'A' + 1)))),
                b' '..=b'~' => {}
                _ => self.begin(byte, false, out),
            },
            State::Ss3 => match byte {
                // Old terminals put a modifier here; the key that follows is taken without it.
                b'0'..=b'9' => self.state = State::Ss3,
                b' '..=b'~' => out.extend(sequence::ss3(byte).map(Input::Key)),
                _ => self.begin(byte, false, out),
            },
            State::AnswerOpens(opener) => match byte {
                b'0'..=b'9' | b'>' | b'!' => self.state = State::AnswerText { escaped: false },
                _ => self.as_typed(opener, byte, out),
            },
            State::AnswerText { escaped } => self.continue_answer(escaped, byte, out),
            State::Paste(mut bytes) => {
                bytes.push(byte);
                if bytes.ends_with(PASTE_END) {
                    bytes.truncate(bytes.len() - PASTE_END.len());
                    out.push(Input::Paste(pasted_text(&bytes)));
                } else {
                    self.state = State::Paste(bytes);
                }
            }
        }
    }

    /// A byte with which nothing else was begun, save an `ESC` that makes it Alt.
    fn begin(&mut self, byte: u8, alt: bool, out: &mut Vec<Input>) {
        let key = match byte {
            0x1b => {
                self.state = State::Escape;
                return;
            }
            0x80.. => return self.continue_character(Vec::new(), byte, alt, out),
            b' '..=b'~' => Key::char(char::from(byte)),
            b'\r' => Key::plain(Code::Enter),
            b'\t' => Key::plain(Code::Tab),
            0x08 | 0x7f => Key::plain(Code::Backspace),
            0x00 => Key::char(' ').with_ctrl(),
            0x01..=0x1a => Key::char(char::from(byte + 0x60)).with_ctrl(),
            0x1c..=0x1f => Key::char(char::from(byte + 0x40)).with_ctrl(),
        };
        out.push(Input::Key(Key { alt, ..key }));
    }

    fn after_escape(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            0x1b => {
                out.push(Input::Key(Key::plain(Code::Esc)));
                self.state = State::Escape;
            }
            b'[' => self.state = State::Csi(Vec::new()),
            b'O' => self.state = State::Ss3,
            b']' | b'P' => self.state = State::AnswerOpens(byte),
            _ => self.begin(byte, true, out),
        }
    }

    /// Bytes that look like the opening of a sequence but are Esc and two keys, typed so fast that
    /// the line brought them together: Esc, then `] t`.
    fn as_typed(&mut self, opener: u8, byte: u8, out: &mut Vec<Input>) {
        out.push(Input::Key(Key::plain(Code::Esc)));
        out.push(Input::Key(Key::char(char::from(opener))));
        self.begin(byte, false, out);
    }

    /// No keymap binds `O`, or `[` with what goes on like a sequence, so this is one: its `ESC` has been
    /// a key already, and what is left of it must be none.
    fn continue_late(&mut self, opener: u8, byte: u8, out: &mut Vec<Input>) {
        match (opener, byte) {
            (b'[', b'0'..=b'9' | b'<'..=b'?' | b'A'..=b'Z') => self.continue_csi(Vec::new(), byte, out),
            (b'O', b'A'..=b'Z') => out.extend(sequence::ss3(byte).map(Input::Key)),
            _ => {
                out.push(Input::Key(Key::char(char::from(opener))));
                self.begin(byte, false, out);
            }
        }
    }

    fn continue_character(&mut self, mut bytes: Vec<u8>, byte: u8, alt: bool, out: &mut Vec<Input>) {
        bytes.push(byte);
        match std::str::from_utf8(&bytes) {
            Ok(text) => out.extend(text.chars().map(|character| typed(character, alt))),
            Err(error) => match error.error_len() {
                None => self.state = State::Character { bytes, alt },
                Some(length) => {
                    out.push(typed(char::REPLACEMENT_CHARACTER, alt));
                    for rest in &bytes[length..] {
                        self.take(*rest, out);
                    }
                }
            },
        }
    }

    fn continue_csi(&mut self, mut parameters: Vec<u8>, byte: u8, out: &mut Vec<Input>) {
        match byte {
            b' '..=b'?' => {
                if parameters.len() < LONGEST_PARAMETERS {
                    parameters.push(byte);
                }
                self.state = State::Csi(parameters);
            }
            b'[' if parameters.is_empty() => self.state = State::ConsoleF,
            // Only rxvt's shifted arrows (a-d) end in a small letter without parameters.
            b'e'..=b'z' if parameters.is_empty() => self.as_typed(b'[', byte, out),
            b'~' if parameters == b"200" => self.state = State::Paste(Vec::new()),
            b'@'..=b'~' => out.extend(sequence::csi(&parameters, byte)),
            _ => self.begin(byte, false, out),
        }
    }

    fn continue_answer(&mut self, escaped: bool, byte: u8, out: &mut Vec<Input>) {
        match (escaped, byte) {
            (true, b'\\') | (false, 0x07) => {}
            (true, _) => self.after_escape(byte, out),
            (false, 0x1b) => self.state = State::AnswerText { escaped: true },
            // No answer holds a control character: the rest of it was lost, and this is a key.
            (false, 0x00..=0x1f) => self.begin(byte, false, out),
            (false, _) => self.state = State::AnswerText { escaped: false },
        }
    }
}

/// A typed character; a control character in two bytes (U+0080 to U+009F) is no key.
fn typed(character: char, alt: bool) -> Input {
    let shown = if character.is_control() { char::REPLACEMENT_CHARACTER } else { character };
    Input::Key(Key { alt, ..Key::char(shown) })
}

fn pasted_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n")
}
