//! Names in what is printed where it may leave: into a file, or to a program that reads on.
//!
//! It is printed all the same, and what a command says by its exit code stays, for a pipeline must not break. It is
//! said once, when the command ends.

use std::path::PathBuf;

use super::session::talk;
use crate::analysis::NamesSaid;
use crate::exchange::names_of;
use crate::store::pseudonym_keys;
use crate::text::{Names, count_of};

/// What was printed in one run of the program, as far as names are asked for.
#[derive(Default)]
pub struct Printed {
    /// Where the keys are that list the names of the project that was opened.
    vault: Option<PathBuf>,
    /// The names, from the first look on; none where there are none, or nobody asks for them.
    names: Option<Names>,
    found: NamesSaid,
    /// Why nothing could be looked for.
    unread: Option<String>,
}

impl Printed {
    /// The words of the project with that vault are printed from now on.
    pub fn of(&mut self, vault: PathBuf) {
        self.vault = Some(vault);
    }

    /// Looks through what was printed: for nothing, as long as no project is open or no key lists its names.
    pub fn look(&mut self, said: impl Fn(&Names) -> NamesSaid) {
        if let Some(vault) = self.vault.take() {
            let keys = pseudonym_keys(&vault).map_err(|error| error.to_string());
            match keys.and_then(|keys| names_of(&keys)) {
                Ok(names) => self.names = Some(names).filter(|names| !names.is_empty()),
                Err(why) => self.unread = Some(why),
            }
        }
        if let Some(names) = &self.names {
            self.found.join(said(names));
        }
    }

    /// Says what stood in it.
    pub fn tell(&self) {
        if let Some(why) = &self.unread {
            talk(&format!("no names were looked for in what was printed: {why}"));
        }
        let (n, verb) = match self.found.different() {
            0 => return,
            1 => (1, "stands"),
            n => (n, "stand"),
        };
        let within: Vec<&str> = self.found.within().map(|(what, _)| what).collect();
        let (names, within) = (count_of(n, "listed name"), within.join(", "));
        talk(&format!("{names} {verb} in what was printed ({within}); `emic scan` lists where"));
    }
}
