//! The thread that reads the terminal, and the signals about it.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, getpid, getsid, kill_current_process_group, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::app::decoder::{Decoder, Input};

/// A paste comes in pieces of at most this many bytes.
const READ_AT_ONCE: usize = 65_536;

/// Everything that can wake the reading thread.
pub(super) struct Reader {
    keyboard: OwnedFd,
    signals: SignalDelivery<UnixStream, SignalOnly>,
    hold: Timespec,
    /// Somebody else has the terminal: what is typed is theirs.
    resting: Arc<AtomicBool>,
    /// This program has to end: said here too, for whoever is busy with something else.
    ending: Arc<AtomicBool>,
}

/// How often a resting reader looks whether it is its turn again.
const REST: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// What was found on the keyboard's side.
enum Read {
    Bytes(usize),
    Nothing,
    Gone,
}

impl Reader {
    pub(super) fn new(hold: Duration, resting: Arc<AtomicBool>, ending: Arc<AtomicBool>) -> io::Result<Reader> {
        let signals = [SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT];
        let reader = Reader::of(keyboard()?, &signals, hold)?;
        Ok(Reader { resting, ending, ..reader })
    }

    fn of(keyboard: OwnedFd, signals: &[i32], hold: Duration) -> io::Result<Reader> {
        let (read, write) = UnixStream::pair()?;
        Ok(Reader {
            keyboard,
            signals: SignalDelivery::with_pipe(read, write, SignalOnly, signals)?,
            hold: Timespec { tv_sec: hold.as_secs().cast_signed(), tv_nsec: hold.subsec_nanos().into() },
            resting: Arc::default(),
            ending: Arc::default(),
        })
    }

    /// Sends inputs until the terminal is gone or `send` says that nobody listens any more.
    ///
    /// It sleeps without a limit unless the decoder holds an `ESC`.
    pub(super) fn run(mut self, mut send: impl FnMut(Input) -> bool) {
        let (mut decoder, mut inputs, mut bytes) = (Decoder::new(), Vec::new(), vec![0; READ_AT_ONCE]);
        loop {
            let rests = self.resting.load(Ordering::SeqCst);
            let hold = if rests { Some(&REST) } else { decoder.pending().then_some(&self.hold) };
            let typed = if rests { PollFlags::empty() } else { PollFlags::IN };
            let mut awaited = [
                PollFd::new(&self.keyboard, typed),
                PollFd::from_borrowed_fd(self.signals.get_read().as_fd(), PollFlags::IN),
            ];
            let woken = poll(&mut awaited, hold);
            let [mut keyboard, signals] = awaited.map(|awaited| awaited.revents());
            // It may have been lent away while this waited.
            let rests = self.resting.load(Ordering::SeqCst);
            if rests {
                keyboard = PollFlags::empty();
            }
            match woken {
                Err(Errno::INTR) => continue,
                Err(_) => inputs.push(Input::Hangup),
                Ok(0) if rests => {}
                Ok(0) => decoder.flush(&mut inputs),
                Ok(_) => {
                    if !signals.is_empty() {
                        let said = if rests { said_to_others } else { said_by };
                        inputs.extend(self.signals.pending().filter_map(said));
                    }
                    match self.read(keyboard, &mut bytes) {
                        Read::Bytes(count) => decoder.feed(&bytes[..count], &mut inputs),
                        Read::Nothing => {}
                        Read::Gone => inputs.push(Input::Hangup),
                    }
                }
            }
            for input in inputs.drain(..) {
                let last = input == Input::Hangup;
                if last || input == Input::End {
                    self.ending.store(true, Ordering::SeqCst);
                }
                if !send(input) || last {
                    return;
                }
            }
        }
    }

    fn read(&self, found: PollFlags, bytes: &mut [u8]) -> Read {
        if found.is_empty() {
            return Read::Nothing;
        }
        // What was typed before a hang-up is still read: it ends in no bytes or an error.
        match rustix::io::read(&self.keyboard, bytes) {
            Ok(0) => Read::Gone,
            Ok(count) => Read::Bytes(count),
            Err(Errno::INTR | Errno::AGAIN) => Read::Nothing,
            Err(_) => Read::Gone,
        }
    }
}

/// Standard input when a person types there, else the terminal that the program runs in.
fn keyboard() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    Ok(rustix::fs::open("/dev/tty", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?)
}

fn said_by(signal: i32) -> Option<Input> {
    match signal {
        SIGWINCH => {
            let size = super::window_size();
            Some(Input::Resize(size.width, size.height))
        }
        SIGHUP => Some(Input::Hangup),
        SIGTERM | SIGINT | SIGQUIT => Some(Input::End),
        SIGTSTP => Some(Input::Suspend),
        SIGCONT => Some(Input::Continue),
        _ => None,
    }
}

/// A signal while somebody else has the terminal: an interrupt is meant for them, and they are not stopped
/// alone.
fn said_to_others(signal: i32) -> Option<Input> {
    match signal {
        SIGINT | SIGQUIT | SIGCONT => None,
        SIGTSTP => {
            // Where it cannot be stopped it goes on.
            let _ = stop();
            None
        }
        other => said_by(other),
    }
}

/// Asks another program to end, as a terminal that goes away does: editors keep what they have.
pub(super) fn ask_to_end(id: u32) {
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        // It may have ended by itself.
        let _ = kill_process(id, Signal::HUP);
    }
}

/// Refuses to stop a program that no shell would continue: it began its own session.
pub(super) fn may_stop() -> io::Result<()> {
    if getsid(None)? == getpid() {
        return Err(io::Error::other("no shell started emic here, so nothing could bring it back"));
    }
    Ok(())
}

/// Stops this program, and those it was started with, until it is continued.
pub(super) fn stop() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::STOP)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::{Code, Key};
    use std::io::Write;
    use std::sync::mpsc::{Receiver, channel};
    use std::thread::{self, JoinHandle};

    /// A reader of a line whose far end the test holds.
    fn line() -> (UnixStream, Receiver<Input>, JoinHandle<()>) {
        let (far, near) = UnixStream::pair().unwrap();
        let reader = Reader::of(near.into(), &[], Duration::from_millis(1)).unwrap();
        let (send, inputs) = channel();
        (far, inputs, thread::spawn(move || reader.run(|input| send.send(input).is_ok())))
    }

    #[test]
    fn what_is_typed_before_a_hang_up_arrives_and_the_hang_up_once() {
        let (mut far, inputs, reader) = line();
        far.write_all(b"j\x1b[A").unwrap();
        drop(far);
        reader.join().unwrap();
        let arrived: Vec<Input> = inputs.iter().collect();
        assert_eq!(arrived, [Input::Key(Key::char('j')), Input::Key(Key::plain(Code::Up)), Input::Hangup]);
    }

    #[test]
    fn a_lone_escape_arrives_once_nothing_follows_it() {
        let (mut far, inputs, _reader) = line();
        far.write_all(b"\x1b").unwrap();
        assert_eq!(inputs.recv(), Ok(Input::Key(Key::plain(Code::Esc))));
    }

    #[test]
    fn the_reader_ends_when_nobody_listens() {
        let (mut far, inputs, reader) = line();
        drop(inputs);
        far.write_all(b"j").unwrap();
        reader.join().unwrap();
    }
}
