//! What the terminal says of itself when it is asked; only `emic doctor` asks.

use std::time::Duration;

/// What a terminal answered; nothing where it did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// How long a question and its answer take.
    pub round_trip: Option<Duration>,
    /// Whether a frame can be shown all at once.
    pub synchronized: Option<bool>,
    /// Whether a paste is told from keys.
    pub bracketed_paste: Option<bool>,
}

/// Asks the terminal, for a second at most; `None` where there is none.
#[cfg(unix)]
pub fn probe() -> Option<Answers> {
    use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
    use std::io::{self, IsTerminal};

    if !io::stdout().is_terminal() || !io::stdin().is_terminal() || enable_raw_mode().is_err() {
        return None;
    }
    let answers = asked();
    // The terminal is given back as far as it lets itself be.
    let _ = disable_raw_mode();
    Some(answers)
}

/// Only terminals of Unix are asked.
#[cfg(not(unix))]
pub fn probe() -> Option<Answers> {
    None
}

#[cfg(unix)]
fn asked() -> Answers {
    use std::time::Instant;

    let begun = Instant::now();
    let first = answer(super::ASK_CURSOR);
    let round_trip = first.ends_with('R').then(|| begun.elapsed());
    if round_trip.is_none() {
        return Answers::default();
    }
    // The position is asked last, for every terminal answers that: no need to wait for what some leave out.
    let modes = answer(&[b"\x1b[?2026$p\x1b[?2004$p", super::ASK_CURSOR].concat());
    Answers { round_trip, synchronized: mode(&modes, 2026), bracketed_paste: mode(&modes, 2004) }
}

/// What comes back until the cursor's position has come, or a second has passed.
#[cfg(unix)]
fn answer(question: &[u8]) -> String {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::io::{self, Write};
    use std::time::Instant;

    const PATIENCE: Duration = Duration::from_secs(1);
    let mut heard = Vec::new();
    let mut out = io::stdout();
    if out.write_all(question).and_then(|()| out.flush()).is_err() {
        return String::new();
    }
    let (begun, stdin) = (Instant::now(), io::stdin());
    while let Some(left) = PATIENCE.checked_sub(begun.elapsed()) {
        let wait = Timespec { tv_sec: left.as_secs().cast_signed(), tv_nsec: left.subsec_nanos().into() };
        let mut bytes = [0; 256];
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&wait)) {
            Ok(0) => break,
            Err(_) => break,
            Ok(_) => match rustix::io::read(&stdin, &mut bytes) {
                Ok(0) | Err(_) => break,
                Ok(count) => heard.extend_from_slice(&bytes[..count]),
            },
        }
        if heard.ends_with(b"R") {
            break;
        }
    }
    String::from_utf8_lossy(&heard).into_owned()
}

/// Whether the terminal knows a mode, from its answer `ESC [ ? mode ; n $ y`: 0 says that it does not.
#[cfg(unix)]
fn mode(heard: &str, mode: u32) -> Option<bool> {
    let (_, rest) = heard.split_once(&format!("[?{mode};"))?;
    let (value, _) = rest.split_once("$y")?;
    Some(value != "0")
}

#[cfg(all(test, unix))]
mod tests {
    use super::mode;

    #[test]
    fn a_mode_is_known_unless_the_answer_is_nought_or_none() {
        let heard = "\x1b[?2026;2$y\x1b[?2004;0$y\x1b[1;1R";
        assert_eq!([mode(heard, 2026), mode(heard, 2004), mode(heard, 25)], [Some(true), Some(false), None]);
    }
}
