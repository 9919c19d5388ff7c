//! Reports that may take longer than a key can wait: they are counted on another thread.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::reporting::{Asked, ask_settings, renew_answer, show_answer};
use crate::analysis::{Answer, Report, Watch, settings_in};
use crate::app::App;
use crate::app::overlay::Overlay;
use crate::project::Hindrance;

/// How long a key waits for a report; what takes longer is shown when it is there.
pub const PATIENCE: Duration = Duration::from_millis(100);
/// From one look whether it is there to the next.
const LOOK: Duration = Duration::from_millis(50);

/// What there is to say of a thread that ended without an answer.
const FAILED: &str = "this report could not be counted; please tell us how you came to it";

/// A report that is being counted. Dropped, it is counted no further.
pub struct Awaited {
    report: &'static Report,
    line: String,
    /// What it is counted of.
    revision: u64,
    since: Instant,
    said: String,
    answer: Receiver<Result<Answer, Asked>>,
    watch: Watch,
    /// It takes the place of the same report, as something was changed since that was counted.
    renews: bool,
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.watch.leave();
    }
}

impl Awaited {
    /// Begins to count a report with the settings in a line.
    fn begin(app: &App, report: &'static Report, line: &str, renews: bool) -> Result<Awaited, Asked> {
        let is_named = settings_in(line)?.iter().any(|(key, _)| *key == "code");
        let here = app.place.code.filter(|_| !is_named && report.is_about_a_code()).map(|code| code.to_string());
        let history = report.reads_log().then(|| app.desk.history_elsewhere());
        let (project, texts) = (app.desk.shared_project(), app.desk.texts().clone());
        let (revision, asked) = (project.revision(), line.to_string());
        let (send, answer) = channel();
        let watch = Watch::default();
        let watched = watch.clone();
        let count = move || {
            let counted = || {
                let mut pairs = settings_in(&asked)?;
                pairs.extend(here.iter().map(|code| ("code", code.as_str())));
                let unread = |unread: Hindrance| Asked::ForNothing(unread.to_string());
                let log = history.map(|read| read()).transpose().map_err(unread)?;
                Ok(report.watched(&project, log.as_ref(), &texts, &pairs, &watched)?)
            };
            let counted = counted();
            // What is held here is copied by changes that are made meanwhile.
            drop(project);
            // Nobody waits for it any more, where that fails.
            let _ = send.send(counted);
        };
        let begun = thread::Builder::new().name("report".to_string()).spawn(count);
        begun.map_err(|error| Asked::ForNothing(format!("the report cannot be counted: {error}")))?;
        let (line, since, said) = (line.to_string(), Instant::now(), String::new());
        Ok(Awaited { report, line, revision, since, said, answer, watch, renews })
    }

    /// When to look whether it is there.
    pub fn due(&self) -> Instant {
        Instant::now() + LOOK
    }

    fn says(&self) -> String {
        let seconds = self.since.elapsed().as_secs();
        let far = self.watch.percent().map_or_else(String::new, |percent| format!(", {percent} %"));
        let so_far = if seconds > 0 { format!("{far}, {seconds} s so far") } else { String::new() };
        format!("counting {}{so_far} ...  Ctrl-c leaves it", self.report.name)
    }

    fn show(&self, app: &mut App, found: Result<Answer, Asked>) -> Result<(), Asked> {
        if self.renews {
            renew_answer(app, self.report, self.revision, found);
            return Ok(());
        }
        show_answer(app, self.report, &self.line, self.revision, found?)
    }
}

/// Shows a report with the settings in a line, as soon as it is counted; one about a code is about the code under the
/// cursor where none is named. Another that was asked for before is left.
pub(super) fn ask(app: &mut App, report: &'static Report, line: &str) -> Result<(), Asked> {
    if app.awaited.take().is_some_and(|left| left.renews)
        && let Some(open) = app.sheet()
    {
        open.stale();
    }
    let awaited = Awaited::begin(app, report, line, false)?;
    wait(app, awaited)
}

/// Counts the report that is open anew, where something was changed since; one that is being counted comes first.
pub(crate) fn renew(app: &mut App) {
    let revision = app.desk.project().revision();
    let Some(Overlay::Sheet(sheet)) = app.overlays.last_mut().filter(|_| app.awaited.is_none()) else { return };
    let Some(report) = sheet.outdated(revision) else { return };
    // It is tried once for each change, whatever comes of it.
    sheet.stay(revision);
    let line = sheet.asked.clone();
    let begun = Awaited::begin(app, report, &line, true);
    if let Err(why) = begun.and_then(|awaited| wait(app, awaited)) {
        app.alarm(why.to_string());
    }
}

/// Waits as long as a key can, then lets the coder go on.
fn wait(app: &mut App, mut awaited: Awaited) -> Result<(), Asked> {
    // Without patience it is never there at once, however fast it is counted.
    let at_once = (!app.patience.is_zero()).then(|| awaited.answer.recv_timeout(app.patience));
    match at_once.unwrap_or(Err(RecvTimeoutError::Timeout)) {
        Ok(found) => awaited.show(app, found),
        Err(RecvTimeoutError::Disconnected) => Err(Asked::ForNothing(FAILED.to_string())),
        Err(RecvTimeoutError::Timeout) => {
            awaited.said = awaited.says();
            app.say(awaited.said.clone());
            app.awaited = Some(awaited);
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
            Err(TryRecvError::Disconnected) => None,
            Ok(found) => Some(found),
        };
        let Some(awaited) = self.awaited.take() else { return false };
        let shown = found.map_or(Err(Asked::ForNothing(FAILED.to_string())), |found| awaited.show(self, found));
        match shown {
            Ok(()) => self.say(format!("{} is counted", awaited.report.name)),
            Err(Asked::Wrongly(wrong)) => {
                ask_settings(self, awaited.report, &awaited.line);
                self.alarm(wrong.to_string());
            }
            Err(Asked::ForNothing(why)) => self.alarm(why),
        }
        true
    }
}
