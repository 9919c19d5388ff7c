//! The loop: take in all that waits, then draw, clocked by the terminal.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::act::importing::{self, bring_whole};
use super::act::outside;
use super::actions::action;
use super::decoder::Input;
use super::ending::{LAST_MOMENT, say_what_is_kept, say_what_was_left, unsaved};
use super::keymap::Keymap;
use super::overlay::AfterImport;
use super::terminal::{Options, Terminal};
use super::welcome::Welcome;
use super::{App, Brought, Wish, screen};
use crate::desk::{Desk, World};
use crate::exchange::Arriving;
use crate::panes::Theme;
use crate::project::Moment;
use crate::settings::Settings;
use crate::store::{Folder, Home, Scratch, is_sample};

/// What wakes the loop.
enum News {
    /// From the terminal.
    Input(Input),
    /// The log's writer has got further, or colleagues have done something.
    Desk,
}

impl From<Input> for News {
    fn from(input: Input) -> News {
        News::Input(input)
    }
}

/// Who sits down at the terminal.
#[derive(Clone)]
pub struct Person {
    /// Where their projects are.
    pub home: Home,
    /// Their name on codings.
    pub coder: String,
    /// Their own keymap (file name, words), laid over the keys emic comes with, or why it cannot be read.
    pub keys: Result<Option<(String, String)>, String>,
}

/// What can have the terminal.
pub(super) trait Stage {
    /// Draws the whole screen; gives back where the cursor stands.
    fn draw(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position>;
    /// Takes in what came from the terminal.
    fn input(&mut self, input: Input);
    /// Says what happened.
    fn say(&mut self, words: String);
    /// Says what went wrong.
    fn alarm(&mut self, words: String);
    /// What the loop is to do.
    fn take_wishes(&mut self) -> Vec<Wish>;
    /// The person's editor has ended, well or not.
    fn edited(&mut self, _ended: Result<(), String>) {}
    /// When something is due without a key.
    fn due(&self) -> Option<Instant> {
        None
    }
    /// Does what is due; whether anything was.
    fn tick(&mut self, _now: Instant) -> bool {
        false
    }
    /// Something is on its way to the disk.
    fn is_saving(&self) -> bool {
        false
    }
}

impl Stage for App {
    fn draw(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        screen::draw(self, area, buf)
    }
    fn input(&mut self, input: Input) {
        self.input(input);
    }
    fn say(&mut self, words: String) {
        self.say(words);
    }
    fn alarm(&mut self, words: String) {
        self.alarm(words);
    }
    fn take_wishes(&mut self) -> Vec<Wish> {
        self.take_wishes()
    }
    fn edited(&mut self, ended: Result<(), String>) {
        outside::take_back(self, ended);
    }
    fn due(&self) -> Option<Instant> {
        self.due()
    }
    fn tick(&mut self, now: Instant) -> bool {
        self.tick(now)
    }
    fn is_saving(&self) -> bool {
        self.desk.is_saving()
    }
}

/// Who has the terminal; the tutor and the past lie over what they were called from.
enum On {
    Welcome(Box<Welcome>),
    Project(Box<App>),
    Past(Box<App>),
    Tutor(Box<App>, #[expect(dead_code, reason = "the copy lasts as long as the lessons")] Scratch),
}

impl On {
    fn stage(&mut self) -> &mut dyn Stage {
        match self {
            On::Welcome(welcome) => welcome.as_mut(),
            On::Project(app) | On::Past(app) | On::Tutor(app, _) => app.as_mut(),
        }
    }
}

/// How long what was done last may take to reach the disk after the screen is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// Shows a project on the terminal until the coder leaves.
///
/// # Errors
/// The terminal is gone, or something could not be saved: what, and where it is.
pub fn show(desk: Desk, person: &Person) -> Result<(), String> {
    let log = desk.folder().path().join("log").display().to_string();
    let settings = Settings::here(Some(desk.folder().path()));
    begin(On::Project(Box::new(seated(desk, person))), person, &settings, log).map(drop)
}

/// Shows who speaks in what is about to be imported, until the coder takes it or leaves it; gives back what
/// came in, with what must be said of it.
///
/// # Errors
/// As [`show`].
pub fn import(desk: Desk, person: &Person, arriving: Arriving) -> Result<(Desk, Option<Brought>), String> {
    let log = desk.folder().path().join("log").display().to_string();
    let settings = Settings::here(Some(desk.folder().path()));
    let mut app = seated(desk, person);
    importing::show(&mut app, arriving, AfterImport::Leave);
    match begin(On::Project(Box::new(app)), person, &settings, log)?.into_iter().next() {
        Some(On::Project(app)) => Ok((app.desk, app.brought)),
        _ => Err("the screen was lost".to_string()),
    }
}

/// Shows what can be opened and made, and then that.
///
/// # Errors
/// As [`show`].
pub fn welcome(person: &Person) -> Result<(), String> {
    let log = person.home.projects_dir().display().to_string();
    let settings = Settings::here(None);
    begin(On::Welcome(Box::new(welcoming(person, &settings))), person, &settings, log).map(drop)
}

fn welcoming(person: &Person, settings: &Settings) -> Welcome {
    let (theme, no_theme) = Theme::from_environment(|name| settings.variable(name));
    let problem = settings.problems.first().cloned().or(no_theme);
    let named = settings.chosen("keymap").map(|(name, _)| name.to_string());
    Welcome::new(person, named, (theme, problem))
}

/// Gives lessons on a copy of the sample that nobody keeps.
///
/// # Errors
/// The copy cannot be made, or the terminal is gone.
pub fn tutor(person: &Person) -> Result<(), String> {
    begin(
        lessons(person)?,
        person,
        &Settings::here(None),
        "a copy of the sample that was to be thrown away".to_string(),
    )
    .map(drop)
}

/// The program with this person's theme and keys; in the sample, with the coach.
fn seated(desk: Desk, person: &Person) -> App {
    let settings = Settings::here(Some(desk.folder().path()));
    let variable = |name: &str| settings.variable(name);
    let (theme, no_theme) = Theme::from_environment(variable);
    let (keymap, no_keys) = keymap_with(person.keys.clone());
    let mut app = App::new(desk, theme, keymap);
    app.choose(settings.clone());
    if is_sample(app.desk.folder().id()) {
        app.begin_coach();
    }
    say_what_was_left(&mut app, person);
    // What is said last is seen: keys that are missing are felt first.
    let problems = settings.problems.first().cloned().into_iter().chain(no_theme).chain(no_keys);
    problems.for_each(|problem| app.alarm(problem));
    app
}

fn lessons(person: &Person) -> Result<On, String> {
    let scratch = Scratch::sample().map_err(|error| error.to_string())?;
    let folder = Folder::open(&scratch.path()).map_err(|error| error.to_string())?;
    let desk = Desk::open(folder, None, &person.coder, World::real()).map_err(|error| error.to_string())?;
    let mut app = seated(desk, person);
    app.begin_tutor();
    Ok(On::Tutor(Box::new(app), scratch))
}

/// The project as it was at a moment, on a desk of its own.
fn past(app: &App, person: &Person, moment: Moment, words: String) -> Result<App, String> {
    // What was just done is to be read too.
    app.desk.wait(PATIENCE);
    let folder = Folder::open(app.desk.folder().path()).map_err(|error| error.to_string())?;
    let mut desk =
        Desk::open(folder, None, &app.desk.coder().to_string(), World::real()).map_err(|error| error.to_string())?;
    desk.look_back(moment, words).map_err(|error| error.to_string())?;
    let mut past = seated(desk, person);
    past.say("This is the project as it was then. Nothing can be changed here; q goes back");
    Ok(past)
}

/// The keys emic comes with, under this person's own, and what is wrong with those.
fn keymap_with(keys: Result<Option<(String, String)>, String>) -> (Keymap, Option<String>) {
    let mut keymap = Keymap::built_in();
    let problem = match keys {
        Ok(None) => None,
        Err(error) => Some(error),
        Ok(Some((file, words))) => {
            let problems = keymap.overlay(&words, &file, &|name| action(name).is_some());
            let more = problems.len().saturating_sub(1);
            let more = if more == 0 { String::new() } else { format!(", and {more} more") };
            problems.first().map(|first| format!("{first}{more}; there the keys emic comes with stay"))
        }
    };
    (keymap, problem)
}

fn begin(first: On, person: &Person, settings: &Settings, log: String) -> Result<Vec<On>, String> {
    let mut stages = vec![first];
    let options = Options::from_environment(log.clone(), |name| settings.variable(name));
    let gone = |error: io::Error| format!("the terminal is gone ({error}); what was saved is in {log}");
    let (ended, has_to_end) = run(&mut stages, person, options).map_err(gone)?;
    if let Some(On::Project(app)) = stages.first_mut() {
        let saved = app.desk.wait(if has_to_end { LAST_MOMENT } else { PATIENCE });
        app.sweep_drafts();
        if saved.unsaved > 0 {
            return Err(unsaved(app, has_to_end.then_some(person), saved));
        }
    }
    ended.map_err(gone).map(|()| stages)
}

/// Runs the program on the terminal until the coder leaves.
///
/// Gives back how the loop has ended, and whether it had to: then whatever is done still is done soon.
///
/// # Errors
/// The terminal cannot be taken over.
fn run(stages: &mut Vec<On>, person: &Person, options: Options) -> io::Result<(io::Result<()>, bool)> {
    let (sender, news) = channel::<News>();
    let mut terminal = Terminal::enter(options)?;
    terminal.listen(sender.clone())?;
    let mut floor = Floor { terminal, news, gone: false };
    let played = catch_unwind(AssertUnwindSafe(|| floor.play(stages, person, &sender)));
    let has_to_end = floor.gone || !matches!(played, Ok(Ok(())));
    if has_to_end {
        // Those beneath keep what is unfinished too.
        stages.iter_mut().rev().for_each(|on| on.stage().input(Input::Hangup));
    }
    if let Some(On::Project(app)) = stages.first_mut() {
        app.keep_place();
    }
    let left = floor.terminal.leave();
    match played {
        Ok(ended) => Ok((ended.and(left), has_to_end)),
        Err(panic) => {
            if let Some(On::Project(app)) = stages.first_mut() {
                say_what_is_kept(app);
            }
            resume_unwind(panic)
        }
    }
}

/// How long a frame waits for the disk: mostly it is as fast, and one frame then says all that two would.
const ONE_FRAME: Duration = Duration::from_millis(4);

/// The terminal, and what comes from it.
struct Floor {
    terminal: Terminal,
    news: Receiver<News>,
    /// The terminal has ended.
    gone: bool,
}

impl Floor {
    /// Lets one stage after the other have the terminal, until the first is left.
    fn play(&mut self, stages: &mut Vec<On>, person: &Person, sender: &Sender<News>) -> io::Result<()> {
        let mut person = person.clone();
        while let (n_stages, Some(on)) = (stages.len(), stages.last_mut()) {
            if let On::Project(app) | On::Tutor(app, _) = on {
                let saved = sender.clone();
                app.desk.wake_with(Arc::new(move || drop(saved.send(News::Desk))));
            }
            let wish = self.turn(on.stage())?;
            if self.gone {
                return Ok(());
            }
            if let On::Welcome(welcome) = on {
                person = welcome.person().clone();
            }
            match (wish, on) {
                (Wish::Tutor, on) => match lessons(&person) {
                    Ok(lessons) => stages.push(lessons),
                    Err(words) => on.stage().alarm(words),
                },
                (Wish::Open, On::Welcome(welcome)) => {
                    if let Some(desk) = welcome.take_desk() {
                        let mut app = seated(desk, &person);
                        if let Some(Err(trouble)) = welcome.take_file().and_then(|path| bring_whole(&mut app, &path)) {
                            app.alarm(trouble.to_string());
                        }
                        *stages = vec![On::Project(Box::new(app))];
                    }
                }
                (Wish::Projects, On::Project(app)) => {
                    app.keep_place();
                    *stages = vec![On::Welcome(Box::new(welcoming(&person, &Settings::here(None))))];
                }
                (Wish::LookBack(moment, words), On::Project(app)) => match past(app, &person, moment, words) {
                    Ok(past) => stages.push(On::Past(Box::new(past))),
                    Err(words) => app.alarm(words),
                },
                (_, On::Tutor(..) | On::Past(..)) if n_stages > 1 => drop(stages.pop()),
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    /// Lets a stage have the terminal until it wishes for another, or to end.
    fn turn(&mut self, stage: &mut dyn Stage) -> io::Result<Wish> {
        let mut stale = true;
        loop {
            if stale && self.terminal.may_draw(Instant::now()) {
                if stage.is_saving()
                    && let Ok(news) = self.news.recv_timeout(ONE_FRAME)
                {
                    self.take(stage, news)?;
                }
                self.terminal.draw(|frame| {
                    let area = frame.area();
                    if let Some(cursor) = stage.draw(area, frame.buffer_mut()) {
                        frame.set_cursor_position(cursor);
                    }
                })?;
                stale = false;
            }
            let first = self.next(stage, stale);
            let Some(first) = first else {
                stale |= stage.tick(Instant::now());
                continue;
            };
            stale = true;
            let mut waiting = Some(first);
            while let Some(news) = waiting {
                self.take(stage, news)?;
                for wish in stage.take_wishes() {
                    match wish {
                        // What is typed ahead is for who comes next.
                        Wish::Quit | Wish::Tutor | Wish::Open | Wish::Projects | Wish::LookBack(..) => return Ok(wish),
                        Wish::Redraw => self.terminal.redraw()?,
                        Wish::Edit(path) => {
                            let editor = outside::editor(|name| std::env::var(name).ok());
                            if let Some(ended) = self.terminal.lend(&editor, &path) {
                                stage.edited(ended);
                            }
                        }
                        Wish::Copy(copied) => match self.terminal.copy(&copied.words) {
                            Ok(way) => stage.say(format!("Copied {} {way}", copied.what)),
                            Err(why) => stage.alarm(why),
                        },
                        Wish::Suspend => {
                            let suspended = self.terminal.suspend();
                            suspended.unwrap_or_else(|error| stage.alarm(error.to_string()));
                        }
                    }
                }
                waiting = self.news.try_recv().ok();
            }
            stage.tick(Instant::now());
        }
    }

    /// Waits for news; `None` where something is due, or the terminal may be drawn on again.
    fn next(&self, stage: &dyn Stage, stale: bool) -> Option<News> {
        let now = Instant::now();
        let due = stage.due().map(|at| at.saturating_duration_since(now));
        let drawable = if stale { self.terminal.wait(now) } else { None };
        match due.into_iter().chain(drawable).min() {
            None => Some(self.news.recv().unwrap_or(News::Input(Input::End))),
            Some(long) => match self.news.recv_timeout(long.max(Duration::from_millis(1))) {
                Ok(news) => Some(news),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(News::Input(Input::End)),
            },
        }
    }

    fn take(&mut self, stage: &mut dyn Stage, news: News) -> io::Result<()> {
        match news {
            News::Input(Input::Answer) => self.terminal.answered(),
            News::Input(Input::Resize(columns, rows)) => self.terminal.resize(columns, rows)?,
            News::Input(Input::Continue) => self.terminal.resume()?,
            News::Input(input) => {
                #[cfg(debug_assertions)]
                super::ending::break_down_if_asked(&input);
                self.gone |= matches!(input, Input::End | Input::Hangup);
                stage.input(input);
            }
            News::Desk => {}
        }
        Ok(())
    }
}
