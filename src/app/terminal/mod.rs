//! The terminal: taken over, drawn on, listened to, and given back as it was found.
//!
//! The only place that knows crossterm. It is asked nothing at the start; the one question ever sent
//! is the cursor position behind each frame, whose answer paces the frames (see [`Clock`]).

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::{Print, force_color_output};
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::Frame;
use ratatui::layout::Size;
use std::io::{self, IsTerminal, Write};
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::decoder::Input;
use crate::store::Policy;

mod canvas;
mod clipboard;
mod clock;
mod pen;
mod probe;
mod reader;

use canvas::Canvas;
pub use clipboard::Clipboard;
pub use clock::Clock;
use pen::Pen;
pub use probe::{Answers, probe};

/// The answer comes when everything sent before it has been shown.
const ASK_CURSOR: &[u8] = b"\x1b[6n";
/// Clicks, drags and the wheel, in the form that has no limit of columns; not every motion.
const MOUSE_ON: &str = "\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l";
/// How long a terminal is waited for, before it is given back, so that its answers do not end up
/// in the shell.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
/// The same where this program has to end.
const LAST_MOMENT: Duration = Duration::from_millis(200);
/// How long an editor that is asked to end is waited for.
const EDITOR_ENDS: Duration = Duration::from_millis(800);
/// How often it is looked at whether the editor has ended.
const EDITOR_LOOK: Duration = Duration::from_millis(30);

/// How the terminal is used.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether clicks and the wheel come to emic instead of the terminal's own selecting.
    pub mouse: bool,
    /// How long a held `ESC` waits for the rest of a sequence.
    pub hold: Duration,
    /// By which way words are copied.
    pub clipboard: Clipboard,
    /// Where the log is, as said when emic breaks down.
    pub log: String,
}

impl Options {
    /// Reads `EMIC_MOUSE`, `EMIC_CLIPBOARD`, `EMIC_ESCDELAY` (milliseconds) and whether a line lies between (`SSH_*`).
    pub fn from_environment(log: String, variable: impl Fn(&str) -> Option<String>) -> Options {
        let remote = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].iter().any(|name| variable(name).is_some());
        let chosen = variable("EMIC_ESCDELAY").and_then(|ms| ms.trim().parse().ok());
        Options {
            mouse: variable("EMIC_MOUSE").is_some_and(|value| matches!(value.trim(), "1" | "on" | "yes" | "true")),
            hold: Duration::from_millis(chosen.unwrap_or(if remote { 150 } else { 25 })),
            clipboard: Clipboard::from_environment(&Policy::here(), variable),
            log,
        }
    }
}

/// The terminal while emic has it; dropping it gives it back.
pub struct Terminal {
    options: Options,
    canvas: Canvas,
    pen: Pen,
    clock: Clock,
    /// Queries written, and answers heard by the reader; both only grow.
    asked: u32,
    heard: Arc<AtomicU32>,
    reader: Option<JoinHandle<()>>,
    /// Somebody else reads the terminal.
    resting: Arc<AtomicBool>,
    taken: Arc<AtomicBool>,
    /// This program has to end, whatever the terminal does.
    ending: Arc<AtomicBool>,
}

impl Terminal {
    /// Takes the terminal over: raw mode, its second screen, marked pastes.
    ///
    /// From here on a panic of this thread gives the terminal back before it says where the log is.
    ///
    /// # Errors
    /// When standard output is no terminal, or the terminal refuses raw mode.
    pub fn enter(options: Options) -> io::Result<Terminal> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::other("emic draws on a terminal, and standard output is not one"));
        }
        // Under NO_COLOR crossterm would end reverse video, and the selection with it; the theme
        // without colours is chosen where themes are.
        force_color_output(true);
        let canvas = Canvas::new(window_size())?;
        let ending = Arc::<AtomicBool>::default();
        let mut terminal = Terminal {
            canvas,
            pen: Pen::new(Arc::clone(&ending))?,
            clock: Clock::default(),
            asked: 0,
            heard: Arc::default(),
            reader: None,
            resting: Arc::default(),
            taken: Arc::default(),
            ending,
            options,
        };
        give_back_on_panic(Arc::clone(&terminal.taken), terminal.options.log.clone());
        terminal.take()?;
        Ok(terminal)
    }

    /// Starts the thread that reads the terminal and sends what it says.
    ///
    /// It sleeps until something happens and ends with [`Input::Hangup`].
    ///
    /// # Errors
    /// When the terminal cannot be opened for reading, or signals not be received.
    pub fn listen<W: From<Input> + Send + 'static>(&mut self, inputs: Sender<W>) -> io::Result<()> {
        let reader = reader::Reader::new(self.options.hold, Arc::clone(&self.resting), Arc::clone(&self.ending))?;
        let heard = Arc::clone(&self.heard);
        let run = move || {
            reader.run(|input| {
                if input == Input::Answer {
                    heard.fetch_add(1, Ordering::Relaxed);
                }
                inputs.send(W::from(input)).is_ok()
            });
        };
        self.reader = Some(thread::Builder::new().name("terminal".to_owned()).spawn(run)?);
        Ok(())
    }

    /// Shows a frame, in one write; a frame like the one shown writes nothing.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let mut bytes = self.canvas.paint(draw)?;
        if bytes.is_empty() {
            return Ok(());
        }
        let asks = self.clock.asks();
        if asks {
            bytes.extend_from_slice(ASK_CURSOR);
        }
        self.pen.write_all(&bytes)?;
        if asks {
            self.asked = self.asked.wrapping_add(1);
            self.clock.sent(Instant::now());
        }
        Ok(())
    }

    /// To be told of every [`Input::Answer`].
    pub fn answered(&mut self) {
        self.clock.answered();
    }

    /// Whether the terminal has shown the last frame, or has had its time.
    pub fn may_draw(&self, now: Instant) -> bool {
        self.clock.ready(now)
    }

    /// How long until a frame may be drawn although the last is not known to be shown.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        self.clock.next_wake(now)
    }

    /// Columns and rows, at least one each.
    pub fn size(&self) -> Size {
        self.canvas.size()
    }

    /// Takes on a new size; the next frame is drawn whole.
    ///
    /// # Errors
    /// None of its own; as drawing does.
    pub fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        self.canvas.resize(at_least_one(columns, rows))
    }

    /// Puts words on the clipboard; gives back by which way.
    ///
    /// # Errors
    /// Why nothing was copied.
    pub fn copy(&mut self, words: &str) -> Result<&'static str, String> {
        self.options.clipboard.put(words, &mut self.pen)
    }

    /// Has the next frame drawn whole, for a screen that something else has written on.
    ///
    /// # Errors
    /// None of its own; as drawing does.
    pub fn redraw(&mut self) -> io::Result<()> {
        self.canvas.repaint()
    }

    /// Gives the terminal back, stops this program until it is continued, and takes it over again.
    ///
    /// # Errors
    /// When there is no shell to come back from, or the terminal is gone.
    pub fn suspend(&mut self) -> io::Result<()> {
        reader::may_stop()?;
        self.leave()?;
        let stopped = reader::stop();
        self.resume()?;
        stopped
    }

    /// Gives the terminal to an editor (program and arguments) with a file, and takes it back when that has
    /// ended.
    ///
    /// Where this program has to end meanwhile, the editor is asked to end too. Nothing is given back where it does
    /// not: then the file is still its own.
    ///
    /// # Errors
    /// The editor could not be started, or ended with an error: why, and what to do.
    pub fn lend(&mut self, editor: &[String], file: &std::path::Path) -> Option<Result<(), String>> {
        self.lent(editor, file).transpose()
    }

    fn lent(&mut self, editor: &[String], file: &std::path::Path) -> Result<Option<()>, String> {
        let Some((program, arguments)) = editor.split_first() else { return Err("no editor is named".to_string()) };
        let gone = |error: io::Error| format!("the terminal is gone: {error}");
        self.leave().map_err(gone)?;
        self.resting.store(true, Ordering::SeqCst);
        let started = std::process::Command::new(program).args(arguments).arg(file).spawn();
        let ended = started.and_then(|editor| awaited(editor, &self.ending));
        self.resting.store(false, Ordering::SeqCst);
        if !self.ending.load(Ordering::SeqCst) {
            self.resume().map_err(gone)?;
        }
        match ended {
            Ok(None) => Ok(None),
            Ok(Some(status)) if status.success() => Ok(Some(())),
            Ok(Some(status)) => Err(format!("{program} ended with an error ({status})")),
            Err(error) => Err(format!("{program} cannot be started ({error}); set EDITOR to another")),
        }
    }

    /// Takes the terminal over again after [`Input::Continue`]; the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn resume(&mut self) -> io::Result<()> {
        // Raw mode is set anew even when it was on: the shell has had the terminal since.
        terminal::disable_raw_mode()?;
        self.take()?;
        self.canvas.resize(window_size())
    }

    /// Gives the terminal back as it was found; a second time does nothing.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn leave(&mut self) -> io::Result<()> {
        self.await_last_answers();
        if self.taken.swap(false, Ordering::SeqCst) { give_back(&mut self.pen) } else { Ok(()) }
    }

    fn take(&mut self) -> io::Result<()> {
        self.taken.store(true, Ordering::SeqCst);
        terminal::enable_raw_mode()?;
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.options.mouse {
            queue!(bytes, Print(MOUSE_ON))?;
        }
        self.pen.write_all(&bytes)
    }

    /// Lets the reader take in the answers still on their way.
    fn await_last_answers(&mut self) {
        let ending = self.ending.load(Ordering::SeqCst);
        let until = Instant::now() + if ending { LAST_MOMENT } else { LAST_ANSWERS };
        let reads = |reader: &JoinHandle<()>| !reader.is_finished();
        while self.clock.asks()
            && self.heard.load(Ordering::Relaxed) < self.asked
            && self.reader.as_ref().is_some_and(reads)
            && Instant::now() < until
        {
            thread::sleep(Duration::from_millis(2));
        }
        // What has not come by now is not waited for again.
        self.asked = self.heard.load(Ordering::Relaxed);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // There is nobody left to tell when the terminal is gone.
        let _ = self.leave();
    }
}

fn give_back(terminal: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    queue!(bytes, Print(MOUSE_OFF), DisableBracketedPaste, LeaveAlternateScreen, Show)?;
    let shown = terminal.write_all(&bytes).and_then(|()| terminal.flush());
    terminal::disable_raw_mode().and(shown)
}

/// Says something to the person beside the screen.
pub fn say(words: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr(), "emic: {words}");
}

/// Waits until an editor has ended; where this program has to end first, the editor is asked to end, and waited for
/// a moment longer.
fn awaited(mut editor: Child, ending: &AtomicBool) -> io::Result<Option<ExitStatus>> {
    let mut until = None;
    loop {
        if let Some(status) = editor.try_wait()? {
            return Ok(Some(status));
        }
        if ending.load(Ordering::SeqCst) {
            let until = *until.get_or_insert_with(|| {
                reader::ask_to_end(editor.id());
                Instant::now() + EDITOR_ENDS
            });
            if Instant::now() >= until {
                return Ok(None);
            }
        }
        thread::sleep(EDITOR_LOOK);
    }
}

/// Makes a panic of the calling thread give the terminal back and say where the log is.
///
/// What the panic itself has to say may hold words of an interview, so only its place in the
/// program is printed. Other threads say nothing: a job's panic is told by whoever waits for the job.
fn give_back_on_panic(taken: Arc<AtomicBool>, log: String) {
    let drawing = thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == drawing && taken.swap(false, Ordering::SeqCst) {
            let _ = give_back(&mut io::stdout().lock());
            let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
            let _ = writeln!(io::stderr(), "emic broke down{place}. What was called saved is saved, in {log}");
        } else if !taken.load(Ordering::SeqCst) {
            before(panic);
        }
    }));
}

/// Columns and rows of the terminal, whether emic has taken it or not.
fn window_size() -> Size {
    // A terminal that does not say is taken to be the classic one until it is resized.
    let (columns, rows) = terminal::size().unwrap_or((80, 24));
    at_least_one(columns, rows)
}

fn at_least_one(columns: u16, rows: u16) -> Size {
    Size::new(columns.max(1), rows.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(set: &[(&str, &str)]) -> Options {
        let variable = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Options::from_environment("the log".to_owned(), variable)
    }

    #[test]
    fn escape_is_held_longer_over_a_line_and_as_long_as_the_person_says() {
        assert_eq!(options(&[]).hold, Duration::from_millis(25));
        assert_eq!(options(&[("SSH_TTY", "/dev/pts/3")]).hold, Duration::from_millis(150));
        assert_eq!(options(&[("SSH_TTY", "/dev/pts/3"), ("EMIC_ESCDELAY", "60")]).hold, Duration::from_millis(60));
        assert_eq!(options(&[("EMIC_ESCDELAY", "soon")]).hold, Duration::from_millis(25));
    }

    #[test]
    fn the_mouse_belongs_to_the_terminal_unless_asked_for() {
        assert!(!options(&[]).mouse && !options(&[("EMIC_MOUSE", "0")]).mouse);
        assert!(options(&[("EMIC_MOUSE", "1")]).mouse);
    }
}
