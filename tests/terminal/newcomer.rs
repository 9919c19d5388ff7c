//! Somebody new to the program, who types only what the screen names at that moment, and arrow keys.

use std::path::Path;

use super::Terminal;

/// The keyboard's own names for keys, as a terminal sends them.
const NAMED: &[(&str, &str)] = &[("Enter", "\r"), ("Tab", "\t"), ("Esc", "\x1b"), ("Space", " ")];

/// Somebody who reads the screen before each key.
pub struct Newcomer {
    /// The screen and the keys.
    pub terminal: Terminal,
}

impl Newcomer {
    /// Sits down at the program started with these arguments, on 120 columns and 36 rows.
    pub fn starts(home: &Path, arguments: &[&str]) -> Newcomer {
        Newcomer { terminal: Terminal::start(home, arguments, 120, 36) }
    }

    /// Types a key that the screen offers, once it stands there just so: `c` for `code`, `] u` for
    /// `next uncoded`.
    pub fn takes(&self, key: &str, words: &str) {
        self.terminal.sees(&[&format!("{key} {words}")]);
        let bytes =
            |part: &str| NAMED.iter().find(|(name, _)| *name == part).map_or(part.to_string(), |(_, b)| (*b).into());
        self.terminal.keys(&key.split(' ').map(bytes).collect::<String>());
    }

    /// Types a key that the screen offers, and waits for what comes of it.
    pub fn takes_to(&self, key: &str, words: &str, wanted: &[&str]) -> String {
        self.takes(key, words);
        self.terminal.sees(wanted)
    }

    /// Types a name that stands on the screen, or a part of it.
    pub fn names(&self, name: &str) {
        self.terminal.does("", &[name]);
        self.terminal.keys(name);
    }

    /// Reads a name that stands on the screen, to type it later.
    pub fn reads<'a>(&self, name: &'a str) -> &'a str {
        self.terminal.sees(&[name]);
        name
    }

    /// Types what was read before.
    pub fn types(&self, name: &str) {
        self.terminal.keys(name);
    }

    /// Goes down by the arrow key to a row whose name stands on the screen, until the last line names it.
    pub fn goes_down_to(&self, name: &str) {
        self.terminal.sees(&[name]);
        for _ in 0..60 {
            let before = self.terminal.screen();
            if before.lines().last().is_some_and(|line| line.contains(name)) {
                return;
            }
            self.terminal.keys("\x1b[B");
            self.terminal.waits("the next row", |screen| screen.lines().last() != before.lines().last());
        }
        panic!("no way down to {name}");
    }

    /// One row down by the arrow key: what was said last makes room for the keys.
    pub fn steps_down(&self) {
        self.terminal.keys("\x1b[B");
    }

    /// Leaves, the way that the screen says.
    pub fn leaves(self) {
        self.terminal.sees(&["q quit"]);
        self.terminal.leave();
    }
}
