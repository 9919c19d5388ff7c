//! What a whole control sequence means.

use super::{Input, Mouse, MouseAct};
use crate::app::keys::{Code, Key};

/// The key of `ESC O` and `last`, or `None` when no key is meant.
pub(super) fn ss3(last: u8) -> Option<Key> {
    let code = if last == b'M' { Code::Enter } else { lettered(last)? };
    Some(Key::plain(code))
}

/// The input of `ESC [`, `parameters` and `last`, or `None` when it is an answer nobody waits for.
pub(super) fn csi(parameters: &[u8], last: u8) -> Option<Input> {
    if let Some(rest) = parameters.strip_prefix(b"<") {
        return mouse(rest, last).map(Input::Mouse);
    }
    let numbers = numbers(parameters)?;
    let first = numbers.first().copied().unwrap_or(1);
    let key = match last {
        // A cursor position; a shifted F3 of xterm looks the same and gives way to it.
        b'R' => return (numbers.len() == 2).then_some(Input::Answer),
        b'Z' => Key::plain(Code::Tab).with_shift(),
        b'~' => Key::plain(numbered(first)?),
        b'a'..=b'd' if numbers.is_empty() => Key::plain(lettered(last.to_ascii_uppercase())?).with_shift(),
        _ if first == 1 => Key::plain(lettered(last)?),
        _ => return None,
    };
    let held = numbers.get(1).map_or(0, |modifier| modifier.saturating_sub(1));
    Some(Input::Key(Key { shift: key.shift || held & 1 != 0, alt: held & 2 != 0, ctrl: held & 4 != 0, ..key }))
}

/// Numbers parted by `;`, a missing one being 1; `None` when anything else stands among them.
fn numbers(parameters: &[u8]) -> Option<Vec<u16>> {
    if parameters.is_empty() {
        return Some(Vec::new());
    }
    let part = |part: &str| if part.is_empty() { Some(1) } else { part.parse().ok() };
    std::str::from_utf8(parameters).ok()?.split(';').map(part).collect()
}

fn lettered(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The numbers that VT and rxvt gave their keys; the gaps in F5 to F20 are theirs.
fn numbered(number: u16) -> Option<Code> {
    let f = |first: u16, named: u8| Some(Code::F(named + u8::try_from(number - first).ok()?));
    match number {
        1 | 7 => Some(Code::Home),
        2 => Some(Code::Insert),
        3 => Some(Code::Delete),
        4 | 8 => Some(Code::End),
        5 => Some(Code::PageUp),
        6 => Some(Code::PageDown),
        11..=15 => f(11, 1),
        17..=21 => f(17, 6),
        23..=26 => f(23, 11),
        28..=29 => f(28, 15),
        31..=34 => f(31, 17),
        _ => None,
    }
}

fn mouse(parameters: &[u8], last: u8) -> Option<Mouse> {
    const SHIFT_ALT_CTRL: u16 = 4 | 8 | 16;
    let &[button, column, row] = numbers(parameters)?.as_slice() else { return None };
    let act = match (button & !SHIFT_ALT_CTRL, last) {
        (0, b'M') => MouseAct::Press,
        (0, b'm') => MouseAct::Release,
        (32, b'M') => MouseAct::Drag,
        (64, b'M') => MouseAct::ScrollUp,
        (65, b'M') => MouseAct::ScrollDown,
        _ => return None,
    };
    Some(Mouse { act, column: column.saturating_sub(1), row: row.saturating_sub(1) })
}
