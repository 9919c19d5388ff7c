//! What may take longer than a key can wait: it is worked out on another thread.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::reporting::{Asked, ask_settings, renew_answer, show_answer};
use crate::analysis::{Answer, Report, Watch, settings_in};
use crate::app::App;
use crate::app::overlay::Overlay;
use crate::project::Hindrance;

/// How long a key waits; what takes longer is shown when it is there.
pub const PATIENCE: Duration = Duration::from_millis(100);
/// From one look whether it is there to the next.
const LOOK: Duration = Duration::from_millis(50);

/// What was worked out, shown.
type Shown = Box<dyn FnOnce(&mut App) -> Result<(), Asked> + Send>;

/// What is being worked out.
pub(super) struct Work {
    /// What is done (`counting coverage`).
    pub doing: String,
    /// What it is done to (`coverage`).
    pub name: String,
    /// What is said where it came too late for the key.
    pub done: Option<String>,
    /// What is said of a thread that ended without an answer.
    pub failed: &'static str,
    /// The report whose settings are asked for again where they are wrong, with their line.
    pub settings: Option<(&'static Report, String)>,
    /// It takes the place of the same report, as something was changed since that was counted.
    pub renews: bool,
}

/// Something that is being worked out. Dropped, it is worked out no further.
pub struct Awaited {
    work: Work,
    since: Instant,
    said: String,
    shown: Receiver<Shown>,
    watch: Watch,
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.watch.leave();
    }
}

impl Awaited {
    /// When to look whether it is there.
    pub fn due(&self) -> Instant {
        Instant::now() + LOOK
    }

    fn says(&self) -> String {
        let seconds = self.since.elapsed().as_secs();
        let far = self.watch.percent().map_or_else(String::new, |percent| format!(", {percent} %"));
        let so_far = if seconds > 0 { format!("{far}, {seconds} s so far") } else { String::new() };
        format!("{}{so_far} ...  Ctrl-c leaves it", self.work.doing)
    }
}

/// Works something out and has it shown as soon as it is there: at once, where a key can wait that long. What is being
/// worked out already is left.
pub(super) fn work_out(
    app: &mut App,
    work: Work,
    make: impl FnOnce(&Watch) -> Shown + Send + 'static,
) -> Result<(), Asked> {
    if !work.renews
        && app.awaited.take().is_some_and(|left| left.work.renews)
        && let Some(open) = app.sheet()
    {
        open.stale();
    }
    let (send, shown) = channel();
    let watch = Watch::default();
    let watched = watch.clone();
    // Nobody waits for it any more, where sending fails.
    let make = move || drop(send.send(make(&watched)));
    let begun = thread::Builder::new().name("report".to_string()).spawn(make);
    begun.map_err(|error| Asked::ForNothing(format!("this cannot be begun: {error}")))?;
    let mut awaited = Awaited { work, since: Instant::now(), said: String::new(), shown, watch };
    // Without patience it is never there at once, however fast it is.
    let at_once = (!app.patience.is_zero()).then(|| awaited.shown.recv_timeout(app.patience));
    match at_once.unwrap_or(Err(RecvTimeoutError::Timeout)) {
        Ok(show) => show(app),
        Err(RecvTimeoutError::Disconnected) => Err(Asked::ForNothing(awaited.work.failed.to_string())),
        Err(RecvTimeoutError::Timeout) => {
            awaited.said = awaited.says();
            app.say(awaited.said.clone());
            app.awaited = Some(awaited);
            Ok(())
        }
    }
}

/// Counts a report with the settings in a line.
fn count(app: &mut App, report: &'static Report, line: &str, renews: bool) -> Result<(), Asked> {
    let is_named = settings_in(line)?.iter().any(|(key, _)| *key == "code");
    let here = app.place.code.filter(|_| !is_named && report.is_about_a_code()).map(|code| code.to_string());
    let history = report.reads_log().then(|| app.desk.history_elsewhere());
    let (project, texts) = (app.desk.shared_project(), app.desk.texts().clone());
    let (revision, asked) = (project.revision(), line.to_string());
    let work = Work {
        doing: format!("counting {}", report.name),
        name: report.name.to_string(),
        done: Some(format!("{} is counted", report.name)),
        failed: "this report could not be counted; please tell us how you came to it",
        settings: Some((report, line.to_string())),
        renews,
    };
    work_out(app, work, move |watch| {
        let counted = || -> Result<Answer, Asked> {
            let mut pairs = settings_in(&asked)?;
            pairs.extend(here.iter().map(|code| ("code", code.as_str())));
            let unread = |unread: Hindrance| Asked::ForNothing(unread.to_string());
            let log = history.map(|read| read()).transpose().map_err(unread)?;
            Ok(report.watched(&project, log.as_ref(), &texts, &pairs, watch)?)
        };
        let found = counted();
        // What is held here is copied by changes that are made meanwhile.
        drop(project);
        Box::new(move |app| match renews {
            true => {
                renew_answer(app, report, revision, found);
                Ok(())
            }
            false => show_answer(app, report, &asked, revision, found?),
        })
    })
}

/// Shows a report with the settings in a line, as soon as it is counted; one about a code is about the code under the
/// cursor where none is named.
pub(super) fn ask(app: &mut App, report: &'static Report, line: &str) -> Result<(), Asked> {
    count(app, report, line, false)
}

/// Counts the report that is open anew, where something was changed since; one that is being counted comes first.
pub(crate) fn renew(app: &mut App) {
    let revision = app.desk.project().revision();
    let Some(Overlay::Sheet(sheet)) = app.overlays.last_mut().filter(|_| app.awaited.is_none()) else { return };
    let Some(report) = sheet.outdated(revision) else { return };
    // It is tried once for each change, whatever comes of it.
    sheet.stay(revision);
    let line = sheet.asked.clone();
    if let Err(why) = count(app, report, &line, true) {
        app.alarm(why.to_string());
    }
}

/// Leaves what is being worked out; whether there was anything.
pub(super) fn leave(app: &mut App) -> bool {
    let Some(left) = app.awaited.take() else { return false };
    app.say(format!("{} is left", left.work.name));
    true
}

impl App {
    /// Shows what was waited for, if it is there and nothing is being typed; whether anything is to be drawn.
    pub(crate) fn tick_awaited(&mut self) -> bool {
        let free = matches!(self.overlays.last(), None | Some(Overlay::Sheet(_) | Overlay::Page(_)));
        let Some(awaited) = self.awaited.as_mut().filter(|_| free) else { return false };
        let found = match awaited.shown.try_recv() {
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
        let Some(mut awaited) = self.awaited.take() else { return false };
        let failed = Err(Asked::ForNothing(awaited.work.failed.to_string()));
        match (found.map_or(failed, |show| show(self)), awaited.work.settings.take()) {
            (Ok(()), _) => match awaited.work.done.take() {
                Some(done) => self.say(done),
                // What was shown says itself what there is to say.
                None if self.toast.as_ref().is_some_and(|toast| toast.words == awaited.said) => self.toast = None,
                None => {}
            },
            (Err(Asked::Wrongly(wrong)), Some((report, line))) => {
                ask_settings(self, report, &line);
                self.alarm(wrong.to_string());
            }
            (Err(why), _) => self.alarm(why.to_string()),
        }
        true
    }
}
