//! One line on standard error that says how far something long is, and goes away with it.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::text::visible_lines;

/// What is done sooner needs no word.
const SOON: Duration = Duration::from_millis(500);

/// From one word to the next.
const PAUSE: Duration = Duration::from_millis(100);

/// How far something long is; nothing is said where nobody looks.
pub struct Progress {
    is_seen: bool,
    next: Instant,
    stands: bool,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress { is_seen: io::stderr().is_terminal(), next: Instant::now() + SOON, stands: false }
    }
}

impl Progress {
    /// Says so many of how many, where it takes long.
    pub fn counts(&mut self, doing: &str, done: usize, of: usize) {
        if self.next <= Instant::now() {
            self.says(&format!("{doing}, {} %", done * 100 / of.max(1)));
        }
    }

    /// Says it now.
    pub fn says(&mut self, words: &str) {
        if self.is_seen {
            self.stands = true;
            // Nobody is left to tell when standard error is gone.
            let _ = write!(io::stderr(), "\r\x1b[Kemic: {}", visible_lines(words));
        }
        self.next = Instant::now() + PAUSE;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.stands {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
