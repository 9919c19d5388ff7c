//! Keys, and the names by which a keymap, the help screen and a person call them.

use std::fmt;
use std::str::FromStr;

/// What was pressed, leaving Ctrl, Alt and Shift aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// `F(1)` is F1.
    F(u8),
}

/// One key press, written `c`, `Ctrl-d`, `Alt-x`, `Shift-Tab`, `Space`, `PgDn` or `F1`.
///
/// A capital is its own character (`G`, never `Shift-g`), so `shift` is set only for keys that are
/// no character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

impl Key {
    /// The key pressed alone.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// The character pressed alone.
    pub const fn char(character: char) -> Key {
        Key::plain(Code::Char(character))
    }

    /// The key together with Ctrl.
    pub const fn with_ctrl(self) -> Key {
        Key { ctrl: true, ..self }
    }

    /// The key together with Alt.
    pub const fn with_alt(self) -> Key {
        Key { alt: true, ..self }
    }

    /// The key together with Shift.
    pub const fn with_shift(self) -> Key {
        Key { shift: true, ..self }
    }
}

/// A key's name that nothing on a keyboard answers to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("there is no key {0:?}; keys are written c, G, Ctrl-d, Alt-x, Shift-Tab, Space, PgDn or F1")]
    Unknown(String),
    #[error("a shifted letter is written as the capital itself, so not {0:?}")]
    ShiftedCharacter(String),
    #[error("no key is named here; write at least one")]
    Empty,
}

/// Every named key; `Space` is a character but reads better as a word.
const NAMES: &[(&str, Code)] = &[
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(character)) => write!(f, "{character}"),
            (None, Code::F(number)) => write!(f, "F{number}"),
            (None, _) => unreachable!("every other key has a name"),
        }
    }
}

impl FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Key, BadKey> {
        let unknown = || BadKey::Unknown(text.to_owned());
        let (mut ctrl, mut alt, mut shift, mut rest) = (false, false, false, text);
        while let Some((prefix, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            let held = match prefix {
                "Ctrl" => &mut ctrl,
                "Alt" => &mut alt,
                "Shift" => &mut shift,
                _ => return Err(unknown()),
            };
            if std::mem::replace(held, true) {
                return Err(unknown());
            }
            rest = after;
        }
        let code = code_named(rest).ok_or_else(unknown)?;
        match code {
            Code::Char(_) if shift => Err(BadKey::ShiftedCharacter(text.to_owned())),
            // A terminal sends the same byte for Ctrl-d and Ctrl-D.
            Code::Char(c) if ctrl => Ok(Key { code: Code::Char(c.to_ascii_lowercase()), ctrl, alt, shift }),
            _ => Ok(Key { code, ctrl, alt, shift }),
        }
    }
}

fn code_named(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return (!only.is_control() && !only.is_whitespace()).then_some(Code::Char(only));
    }
    let number: u8 = name.strip_prefix('F')?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

/// Reads keys pressed one after the other, `g c`, parted by spaces.
///
/// # Errors
/// `BadKey` for the first name that is not a key, or when there is none.
pub fn parse_keys(text: &str) -> Result<Vec<Key>, BadKey> {
    let keys = text.split_whitespace().map(Key::from_str).collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() { Err(BadKey::Empty) } else { Ok(keys) }
}

/// Writes keys as `parse_keys` reads them.
pub fn show_keys(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_by_the_names_of_the_help_screen_and_written_back_alike() {
        let names = "c G - / Ctrl-d Ctrl-- Alt-x Alt-- Shift-Tab Space Ctrl-Space Enter Esc Tab Backspace Delete \
                     Insert PgDn PgUp Home End Up Shift-Up Ctrl-Alt-Shift-Left F1 F12 é";
        for name in names.split_whitespace() {
            assert_eq!(name.parse::<Key>().map(|key| key.to_string()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn a_sequence_is_keys_parted_by_spaces() {
        assert_eq!(parse_keys(" g  Ctrl-C "), Ok(vec![Key::char('g'), Key::char('c').with_ctrl()]));
        assert_eq!(parse_keys("  "), Err(BadKey::Empty));
        assert_eq!(show_keys(&[Key::char(' '), Key::plain(Code::PageDown)]), "Space PgDn");
    }

    #[test]
    fn a_name_that_is_no_key_is_said_back() {
        for name in ["gg", "Ctrl-", "Ctrl-Ctrl-a", "Hyper-a", "F0", "F99", "enter"] {
            assert_eq!(name.parse::<Key>(), Err(BadKey::Unknown(name.to_owned())), "{name}");
        }
        assert_eq!("Shift-g".parse::<Key>(), Err(BadKey::ShiftedCharacter("Shift-g".to_owned())));
    }
}
