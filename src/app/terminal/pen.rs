//! Writing to the terminal, so that one which takes nothing any more holds nobody up who has to leave.

use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

/// How long a terminal that takes nothing is waited for once this program has to end.
const GRACE: Duration = Duration::from_millis(300);
/// How often it is looked at whether it has to.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// The terminal's side to write on.
pub(super) struct Pen {
    terminal: OwnedFd,
    /// This program has to end.
    ending: Arc<AtomicBool>,
}

impl Pen {
    pub(super) fn new(ending: Arc<AtomicBool>) -> io::Result<Pen> {
        let stdout = io::stdout();
        // Opened anew, because what is set on standard output holds for the shell too.
        let anew = rustix::termios::ttyname(&stdout, Vec::new()).and_then(|path| {
            let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            rustix::fs::open(path, flags, Mode::empty())
        });
        let terminal = anew.or_else(|_| stdout.as_fd().try_clone_to_owned())?;
        Ok(Pen { terminal, ending })
    }
}

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut since = None;
        loop {
            match rustix::io::write(&self.terminal, bytes) {
                Ok(count) => return Ok(count),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    if self.ending.load(Ordering::SeqCst) && since.get_or_insert_with(Instant::now).elapsed() > GRACE {
                        return Err(io::Error::new(io::ErrorKind::TimedOut, "it takes nothing any more"));
                    }
                    // Whatever came of it, the next write says.
                    let _ = poll(&mut [PollFd::new(&self.terminal, PollFlags::OUT)], Some(&LOOK));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
