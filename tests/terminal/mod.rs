//! The real program in a real pseudo-terminal, with somebody at the keys.

pub mod newcomer;

mod environment;

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub use environment::environment;

/// How long a screen is waited for: far longer than any machine needs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal with the program in it.
pub struct Terminal {
    screen: Arc<Mutex<vt100::Parser>>,
    sent: Arc<Mutex<Vec<u8>>>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    child: Mutex<Box<dyn Child + Send + Sync>>,
    _master: Mutex<Box<dyn MasterPty + Send>>,
}

impl Terminal {
    /// Starts `emic` with these arguments on so many columns and rows; its data stands under `home`.
    pub fn start(home: &Path, arguments: &[&str], columns: u16, rows: u16) -> Terminal {
        Terminal::start_with(home, arguments, columns, rows, &[])
    }

    /// As `start`, with more variables.
    pub fn start_with(
        home: &Path,
        arguments: &[&str],
        columns: u16,
        rows: u16,
        variables: &[(&str, String)],
    ) -> Terminal {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_emic"));
        command.args(arguments);
        command.env_clear();
        for (name, value) in environment(home) {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("emic starts");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let sent = Arc::new(Mutex::new(Vec::new()));
        let keys = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let reader = pair.master.try_clone_reader().expect("a reader");
        listen(reader, screen.clone(), sent.clone(), keys.clone());
        Terminal { screen, sent, keys, child: Mutex::new(child), _master: Mutex::new(pair.master) }
    }

    /// Types keys, as bytes.
    pub fn keys(&self, keys: &str) {
        let mut writer = self.keys.lock().unwrap();
        // A program that has ended takes no keys; the test will see that it has.
        let _ = writer.write_all(keys.as_bytes()).and_then(|()| writer.flush());
    }

    /// Every byte that the terminal was sent so far.
    #[allow(dead_code)] // not every test looks at the bytes
    pub fn sent(&self) -> Vec<u8> {
        self.sent.lock().unwrap().clone()
    }

    /// What stands on the screen.
    pub fn screen(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until the screen shows all these words; panics with the screen where it never does.
    pub fn sees(&self, wanted: &[&str]) -> String {
        self.waits(&format!("{wanted:?}"), |screen| wanted.iter().all(|words| screen.contains(words)))
    }

    /// Waits until the screen is as wanted.
    pub fn waits(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen();
            if wanted(&screen) {
                return screen;
            }
            assert!(Instant::now() < end, "never saw {what} on\n{screen}");
            std::thread::sleep(Duration::from_millis(3));
        }
    }

    /// Types keys, then waits until the screen shows all these words.
    pub fn does(&self, keys: &str, wanted: &[&str]) -> String {
        self.keys(keys);
        self.sees(wanted)
    }

    /// Kills the program without a word (signal 9).
    pub fn kill(&self) {
        self.end_by(rustix::process::Signal::KILL);
    }

    /// Sends the program a signal, and waits until it has ended.
    pub fn end_by(&self, signal: rustix::process::Signal) {
        let id = self.child.lock().unwrap().process_id().and_then(|id| i32::try_from(id).ok());
        if let Some(id) = id.and_then(rustix::process::Pid::from_raw) {
            // It may have ended by itself.
            let _ = rustix::process::kill_process(id, signal);
        }
        let _ = self.child.lock().unwrap().wait();
    }

    /// Leaves by the keys that the screen names, and waits until the program has ended.
    pub fn leave(self) {
        self.does("q", &["q again quits"]);
        self.keys("q");
        let end = Instant::now() + PATIENCE;
        while self.child.lock().unwrap().try_wait().expect("the program can be waited for").is_none() {
            assert!(Instant::now() < end, "emic did not end");
            std::thread::sleep(Duration::from_millis(3));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Feeds the screen, and answers where the cursor is, as terminals do.
fn listen(
    mut reader: Box<dyn Read + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    sent: Arc<Mutex<Vec<u8>>>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
) {
    std::thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while let Ok(n) = reader.read(&mut bytes)
            && n > 0
        {
            sent.lock().unwrap().extend_from_slice(&bytes[..n]);
            let mut screen = screen.lock().unwrap();
            screen.process(&bytes[..n]);
            let (row, column) = screen.screen().cursor_position();
            drop(screen);
            for _ in bytes[..n].windows(4).filter(|four| four == b"\x1b[6n") {
                let _ = keys.lock().unwrap().write_all(format!("\x1b[{};{}R", row + 1, column + 1).as_bytes());
            }
        }
    });
}
