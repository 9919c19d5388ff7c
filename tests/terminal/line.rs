//! The real program at the end of a line that can be cut, stalled and looked at from the other side.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// How long a screen is waited for: far longer than any machine needs.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long is waited for what comes next.
const MOMENT: Duration = Duration::from_millis(5);

/// What the program is to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// It leads the session whose terminal this is: where the line is cut, it is told by a signal.
    Session,
    /// It only reads and writes there: a cut line is an error of reading and writing.
    None,
}

/// A line, and a program at its end.
pub struct Line {
    master: Option<File>,
    program: Child,
    screen: vt100::Parser,
    /// What came of a frame that is not whole yet.
    begun: Vec<u8>,
    /// All that was written, as it came.
    pub bytes: Vec<u8>,
}

impl Line {
    /// Starts a program (with its arguments) that sees these variables and no others.
    pub fn start(tie: Tie, program: &[&str], variables: &[(&str, String)]) -> Line {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pseudo-terminal");
        grantpt(&master).and_then(|()| unlockpt(&master)).expect("it can be opened");
        let size = Winsize { ws_row: 30, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).expect("it has a size");
        let name = ptsname(&master, Vec::new()).expect("it has a name");
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = File::from(rustix::fs::open(name, flags, Mode::empty()).expect("it is opened"));
        let mut command = Command::new("setsid");
        command.args(match tie {
            Tie::Session => &["--ctty", "--wait"][..],
            Tie::None => &["--wait"][..],
        });
        let side = || Stdio::from(slave.try_clone().expect("a second handle"));
        command.args(program).env_clear().envs(variables.iter().map(|(name, value)| (name, value)));
        let program = command.stdin(side()).stdout(side()).stderr(side()).spawn().expect("it starts");
        let screen = vt100::Parser::new(30, 100, 0);
        Line { master: Some(File::from(master)), program, screen, begun: Vec::new(), bytes: Vec::new() }
    }

    /// The program's number. It takes the place of the one that made its session.
    pub fn id(&self) -> Pid {
        Pid::from_raw(self.program.id().cast_signed()).expect("a number")
    }

    /// Types keys, as bytes.
    pub fn keys(&mut self, keys: &str) {
        let master = self.master.as_mut().expect("the line stands");
        // A program that has ended takes no keys; the test will see that it has.
        let _ = master.write_all(keys.as_bytes());
    }

    /// Takes in what comes within a moment, and answers where the cursor is, as terminals do.
    pub fn take_in(&mut self) {
        self.take_in_within(MOMENT);
    }

    /// As `take_in`, within a time that is no longer than a moment.
    pub fn take_in_within(&mut self, moment: Duration) {
        let Some(master) = self.master.as_mut() else { return std::thread::sleep(moment) };
        let moment = Timespec { tv_sec: 0, tv_nsec: moment.min(MOMENT).subsec_nanos().into() };
        let mut wanted = [PollFd::new(&*master, PollFlags::IN)];
        if poll(&mut wanted, Some(&moment)).expect("it can be waited for") == 0 {
            return;
        }
        let mut bytes = [0; 65_536];
        // Where the program has ended and closed its side, there is an error and nothing more.
        let Ok(count) = master.read(&mut bytes) else { return std::thread::sleep(MOMENT) };
        self.bytes.extend_from_slice(&bytes[..count]);
        self.begun.extend_from_slice(&bytes[..count]);
        let whole: Vec<u8> = self.begun.drain(..whole_frames(&self.begun)).collect();
        self.screen.process(&whole);
        let (row, column) = self.screen.screen().cursor_position();
        for _ in whole.windows(4).filter(|four| four == b"\x1b[6n") {
            let _ = master.write_all(format!("\x1b[{};{}R", row + 1, column + 1).as_bytes());
        }
    }

    /// What stands on the screen.
    pub fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen shows all these words.
    pub fn sees(&mut self, wanted: &[&str]) {
        let end = Instant::now() + PATIENCE;
        while !wanted.iter().all(|words| self.screen().contains(words)) {
            assert!(Instant::now() < end, "never saw {wanted:?} on\n{}", self.screen());
            self.take_in();
        }
    }

    /// Types keys, then waits until the screen shows all these words.
    pub fn does(&mut self, keys: &str, wanted: &[&str]) {
        self.keys(keys);
        self.sees(wanted);
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.id(), signal).expect("the program is there");
    }

    /// Cuts the line.
    pub fn hang_up(&mut self) {
        self.master = None;
    }

    /// Waits until the program has ended, reading on (or not); how long that took, and how it ended.
    pub fn ends(&mut self, reading: bool) -> (Duration, ExitStatus) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.program.try_wait().expect("it can be waited for") {
                let took = begun.elapsed();
                if reading {
                    (0..3).for_each(|_| self.take_in());
                }
                return (took, status);
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            if reading { self.take_in() } else { std::thread::sleep(Duration::from_millis(3)) }
        }
    }

    /// What of the terminal is not as it was found.
    pub fn left_behind(&self) -> Vec<&'static str> {
        let screen = self.screen.screen();
        let modes = tcgetattr(self.master.as_ref().expect("the line stands")).expect("it has modes").local_modes;
        let wanted = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        let found = [
            ("raw mode", !modes.contains(wanted)),
            ("the second screen", screen.alternate_screen()),
            ("marked pastes", screen.bracketed_paste()),
            ("no cursor", screen.hide_cursor()),
            ("the mouse", screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None),
        ];
        found.into_iter().filter(|(_, is_so)| *is_so).map(|(what, _)| what).collect()
    }
}

/// How many of these bytes come before a frame that has not ended: what is half drawn is no screen to act on.
fn whole_frames(bytes: &[u8]) -> usize {
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|part| part == mark);
    let (begins, ends) = (last(b"\x1b[?2026h"), last(b"\x1b[?2026l"));
    begins.filter(|_| begins > ends).unwrap_or(bytes.len())
}

impl Drop for Line {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
