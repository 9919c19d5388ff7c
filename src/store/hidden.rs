//! Asking on the terminal for what nobody may see.

use std::io;

/// The line that somebody types on the terminal of this program, wherever its input and output lead, without
/// showing it. Nothing where there is no terminal, or they would not say (Ctrl-c).
///
/// # Errors
/// The terminal went away.
pub fn ask_hidden(question: &str) -> io::Result<Option<String>> {
    #[cfg(unix)]
    {
        unix::ask(question)
    }
    #[cfg(not(unix))]
    {
        let _ = question;
        Ok(None)
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::{File, OpenOptions};
    use std::io::{self, Read, Write};

    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    /// A longer line is no passphrase.
    const LONGEST: usize = 4_096;

    /// A terminal that shows nothing until this is dropped.
    struct Silent(File, Termios);

    impl Drop for Silent {
        fn drop(&mut self) {
            // The terminal may be gone, and then nobody types in it.
            let _ = tcsetattr(&self.0, OptionalActions::Flush, &self.1);
            let _ = self.0.write_all(b"\r\n");
        }
    }

    pub(super) fn ask(question: &str) -> io::Result<Option<String>> {
        let Ok(terminal) = OpenOptions::new().read(true).write(true).open("/dev/tty") else { return Ok(None) };
        let was = tcgetattr(&terminal)?;
        let mut silent = was.clone();
        // Without signals, as one of them would leave the terminal silent for good.
        silent.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        tcsetattr(&terminal, OptionalActions::Flush, &silent)?;
        let mut terminal = Silent(terminal, was);
        terminal.0.write_all(question.as_bytes())?;
        let mut line: Vec<u8> = Vec::new();
        loop {
            let mut key = [0];
            if terminal.0.read(&mut key)? == 0 {
                return Ok(None);
            }
            match key[0] {
                b'\r' | b'\n' => break,
                // Ctrl-c, Ctrl-d, Esc
                3 | 4 | 27 => return Ok(None),
                // Backspace takes a whole character; Ctrl-u all of them.
                8 | 127 => while line.pop().is_some_and(|byte| byte & 0xC0 == 0x80) {},
                21 => line.clear(),
                byte if line.len() < LONGEST => line.push(byte),
                _ => return Err(io::ErrorKind::FileTooLarge.into()),
            }
        }
        String::from_utf8(line).map(Some).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}
