//! Reports that may take longer than a key can wait: they are counted on another thread.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::reporting::{Asked, ask_settings, show_answer};
use crate::analysis::{Answer, Report, Wrong, settings_in};
use crate::app::App;
use crate::app::overlay::Overlay;

/// How long a key waits for a report; what takes longer is shown when it is there.
pub const PATIENCE: Duration = Duration::from_millis(100);
/// From one look whether it is there to the next.
const LOOK: Duration = Duration::from_millis(50);

/// What there is to say of a thread that ended without an answer.
const FAILED: &str = "this report could not be counted; please tell us how you came to it";

/// A report that is being counted.
pub struct Awaited {
    report: &'static Report,
    line: String,
    /// What it is counted of.
    revision: u64,
    since: Instant,
    said: String,
    answer: Receiver<Result<Answer, Wrong>>,
}

impl Awaited {
    /// When to look whether it is there.
    pub fn due(&self) -> Instant {
        Instant::now() + LOOK
    }

    fn says(&self) -> String {
        let seconds = self.since.elapsed().as_secs();
        let so_far = if seconds > 0 { format!(", {seconds} s so far") } else { String::new() };
        format!("counting {}{so_far} ...  Ctrl-c leaves it", self.report.name)
    }
}

/// Shows a report with the settings in a line, as soon as it is counted; one about a code is about the code under the
/// cursor where none is named. Another that was asked for before is left.
pub(super) fn ask(app: &mut App, report: &'static Report, line: &str) -> Result<(), Asked> {
    app.awaited = None;
    if report.reads_log() {
        let texts = app.desk.texts().clone();
        let log = app.desk.history().map_err(|unread| Asked::ForNothing(unread.to_string()))?;
        let answer = report.answer(log.project(), Some(log), &texts, &settings_in(line)?)?;
        return show_answer(app, report, line, answer);
    }
    let is_named = settings_in(line)?.iter().any(|(key, _)| *key == "code");
    let here = app.place.code.filter(|_| !is_named && report.is_about_a_code()).map(|code| code.to_string());
    let (project, texts) = (app.desk.shared_project(), app.desk.texts().clone());
    let (revision, asked) = (project.revision(), line.to_string());
    let (send, answer) = channel();
    let count = move || {
        let counted = settings_in(&asked).and_then(|mut pairs| {
            pairs.extend(here.iter().map(|code| ("code", code.as_str())));
            report.answer(&project, None, &texts, &pairs)
        });
        drop(project);
        // Nobody waits for it any more, where that fails.
        let _ = send.send(counted);
    };
    let begun = thread::Builder::new().name("report".to_string()).spawn(count);
    begun.map_err(|error| Asked::ForNothing(format!("the report cannot be counted: {error}")))?;
    // Without patience it is never there at once, however fast it is counted.
    let at_once = (!app.patience.is_zero()).then(|| answer.recv_timeout(app.patience));
    match at_once.unwrap_or(Err(RecvTimeoutError::Timeout)) {
        Ok(found) => show_answer(app, report, line, found?),
        Err(RecvTimeoutError::Disconnected) => Err(Asked::ForNothing(FAILED.to_string())),
        Err(RecvTimeoutError::Timeout) => {
            let (line, since) = (line.to_string(), Instant::now());
            let awaited = Awaited { report, line, revision, since, said: String::new(), answer };
            let said = awaited.says();
            app.awaited = Some(Awaited { said: said.clone(), ..awaited });
            app.say(said);
            Ok(())
        }
    }
}

/// Leaves the report that is being counted; whether there was one.
pub(super) fn leave(app: &mut App) -> bool {
    let Some(left) = app.awaited.take() else { return false };
    app.say(format!("{} is left", left.report.name));
    true
}

impl App {
    /// Shows the report that was waited for, if it is there and nothing is being typed; whether anything is to be drawn.
    pub(crate) fn tick_awaited(&mut self) -> bool {
        let free = matches!(self.overlays.last(), None | Some(Overlay::Sheet(_) | Overlay::Page(_)));
        let Some(awaited) = self.awaited.as_mut().filter(|_| free) else { return false };
        let found = match awaited.answer.try_recv() {
            Err(TryRecvError::Empty) => {
                // What was said since stands; only its own words are brought up to date.
                let said = awaited.says();
                let before = std::mem::replace(&mut awaited.said, said.clone());
                let is_own = self.toast.as_ref().is_some_and(|toast| toast.words == before);
                if is_own && before != said {
                    self.say(said);
                    return true;
                }
                return false;
            }
            Err(TryRecvError::Disconnected) => Err(Asked::ForNothing(FAILED.to_string())),
            Ok(found) => found.map_err(Asked::from),
        };
        let Some(Awaited { report, line, revision, .. }) = self.awaited.take() else { return false };
        let shown = found.and_then(|answer| show_answer(self, report, &line, answer));
        match shown {
            Ok(()) => self.say(format!("{} is counted", report.name)),
            Err(Asked::Wrongly(wrong)) => {
                ask_settings(self, report, &line);
                self.alarm(wrong.to_string());
            }
            Err(Asked::ForNothing(why)) => self.alarm(why),
        }
        // Something was changed meanwhile.
        if revision != self.desk.project().revision()
            && let Some(sheet) = self.sheet()
        {
            sheet.stale();
        }
        true
    }
}
