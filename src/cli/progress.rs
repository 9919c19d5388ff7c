//! One line on standard error that says how far something long is, and goes away with it.

use std::io::{self, IsTerminal, Write};

use crate::text::visible_lines;

/// What has fewer parts is done before anybody has read a word.
const MANY: usize = 200;

/// How far something long is; nothing is said where nobody looks.
pub struct Progress {
    is_seen: bool,
    /// What was said last, in hundredths.
    said: Option<usize>,
    stands: bool,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress { is_seen: io::stderr().is_terminal(), said: None, stands: false }
    }
}

impl Progress {
    /// Says how much of many parts is done, where that is more than was said last.
    pub fn counts(&mut self, doing: &str, done: usize, of: usize) {
        let percent = done * 100 / of.max(1);
        if of >= MANY && self.said != Some(percent) {
            self.said = Some(percent);
            self.says(&format!("{doing}, {percent} %"));
        }
    }

    /// Says it now.
    pub fn says(&mut self, words: &str) {
        if self.is_seen {
            self.stands = true;
            // Nobody is left to tell when standard error is gone.
            let _ = write!(io::stderr(), "\r\x1b[Kemic: {}", visible_lines(words));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.stands {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
