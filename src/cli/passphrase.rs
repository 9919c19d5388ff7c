//! The passphrase of what is sealed: asked for on the terminal, or read from a file. It never stands on a command
//! line or in a variable, where other programs and the shell's history see it.

use clap::{Arg, Command};

use super::{Failure, Session};
use crate::store::{Passphrase, ask_hidden, open_input, read_input};
use crate::text::visible;

/// The largest file of a passphrase, in bytes.
const MOST: usize = 1 << 20;

/// Adds where the passphrase of a sealed file stands.
pub fn with_passphrase(command: Command) -> Command {
    let file = Arg::new("passphrase-file").long("passphrase-file").value_name("FILE");
    // Where nothing can be sealed it is known all the same, so that whoever uses it is told why it cannot be.
    let file = file.hide(cfg!(not(feature = "seal")));
    command.arg(file.help("The first line of this file (- is standard input) is the passphrase; else it is asked for"))
}

impl Session {
    /// Reads what a person named, or standard input for `-`, of at most so many bytes; one that is sealed is opened.
    ///
    /// # Errors
    /// It cannot be read, or its passphrase is not known.
    pub fn read_input(&self, file: &str, limit: usize) -> Result<Vec<u8>, Failure> {
        open_input(file, limit, || {
            if file == "-" && self.passphrase_file() == Some("-") {
                let both =
                    "standard input cannot be both the sealed file and its passphrase; name one of them as a file";
                return Err(Failure::Usage(both.to_string()));
            }
            self.asked(&format!("Passphrase of {}: ", visible(file))).map(Passphrase::of)
        })
    }

    /// A passphrase to seal with; on the terminal it is asked for twice, as nobody sees what they type.
    ///
    /// # Errors
    /// It is too short or not the same twice, or nobody can be asked.
    pub fn passphrase_to_seal(&self) -> Result<Passphrase, Failure> {
        let passphrase = Passphrase::to_seal(self.asked("A passphrase to seal with: ")?).map_err(Failure::Usage)?;
        if self.passphrase_file().is_none() && !passphrase.is(&self.asked("The same again: ")?) {
            return Err(Failure::Usage("the two are not the same; nothing was written, try again".to_string()));
        }
        Ok(passphrase)
    }

    fn asked(&self, question: &str) -> Result<String, Failure> {
        let Some(file) = self.passphrase_file() else {
            let nobody =
                "no passphrase was given; type it on a terminal, or name a file that holds it: --passphrase-file FILE";
            let asked = ask_hidden(question).map_err(|error| {
                Failure::Unreadable(format!("the passphrase cannot be read from the terminal ({error}); try again"))
            })?;
            return asked.ok_or_else(|| Failure::Usage(nobody.to_string()));
        };
        let words = String::from_utf8(read_input(file, MOST)?)
            .map_err(|_| Failure::Unreadable(format!("{file}: it is not UTF-8 text; save it as UTF-8")))?;
        let line = words.lines().next().unwrap_or_default();
        Ok(line.to_string())
    }
}
