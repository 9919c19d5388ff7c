//! The loop: take in all that waits, then draw, clocked by the terminal.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::act::importing;
use super::act::outside::{self, editor};
use super::actions::action;
use super::decoder::Input;
use super::keymap::Keymap;
use super::overlay::AfterImport;
use super::terminal::{Options, Terminal};
use super::{App, Brought, Wish, screen};
use crate::desk::Desk;
use crate::exchange::Arriving;
use crate::panes::Theme;
use crate::settings::Settings;

/// What wakes the loop.
enum News {
    /// From the terminal.
    Input(Input),
    /// The log's writer has got further.
    Saved,
}

impl From<Input> for News {
    fn from(input: Input) -> News {
        News::Input(input)
    }
}

/// How long what was done last may take to reach the disk after the screen is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// Shows a project on the terminal, with the person's own keymap (file name, words) over the keys emic
/// comes with, until the coder leaves.
///
/// # Errors
/// The terminal is gone, or something could not be saved: what, and where it is.
pub fn show(desk: Desk, keys: Result<Option<(String, String)>, String>) -> Result<(), String> {
    sit(desk, keys, |_| {}).map(drop)
}

/// Shows the table of speakers of what is about to be imported, until the coder takes it or leaves it; gives
/// back what came in, with what must be said of it.
///
/// # Errors
/// As `show`.
pub fn import(
    desk: Desk,
    keys: Result<Option<(String, String)>, String>,
    arriving: Arriving,
) -> Result<(Desk, Option<Brought>), String> {
    let app = sit(desk, keys, |app| importing::show(app, arriving, AfterImport::Leave))?;
    Ok((app.desk, app.brought))
}

/// Runs the program until the coder leaves and everything is saved.
fn sit(
    desk: Desk,
    keys: Result<Option<(String, String)>, String>,
    begin: impl FnOnce(&mut App),
) -> Result<App, String> {
    let settings = Settings::here(Some(desk.folder().path()));
    let variable = |name: &str| settings.variable(name);
    let log = desk.folder().path().join("log").display().to_string();
    let (keymap, problem) = keymap_with(keys);
    let mut app = App::new(desk, Theme::from_environment(variable), keymap);
    // What is said last is seen: keys that are missing are felt first.
    if let Some(problem) = settings.problems.first().cloned().into_iter().chain(problem).next_back() {
        app.alarm(problem);
    }
    begin(&mut app);
    run(&mut app, Options::from_environment(log.clone(), variable))
        .map_err(|error| format!("the terminal is gone ({error}); what was saved is in {log}"))?;
    let saved = app.desk.wait(PATIENCE);
    match saved.unsaved {
        0 => Ok(app),
        n => Err(format!(
            "{n} changes are NOT SAVED: {}",
            saved.trouble.unwrap_or_else(|| "the disk is slow".to_string())
        )),
    }
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

/// Runs the program on the terminal until the coder leaves.
///
/// # Errors
/// Only where the terminal cannot be taken over or written to.
fn run(app: &mut App, options: Options) -> io::Result<()> {
    let (sender, news) = channel::<News>();
    let mut terminal = Terminal::enter(options)?;
    let saved = sender.clone();
    app.desk.wake_with(Arc::new(move || drop(saved.send(News::Saved))));
    terminal.listen(sender)?;
    let ended = turn(app, &mut terminal, &news);
    app.keep_place();
    terminal.leave()?;
    ended
}

/// How long a frame waits for the disk: mostly it is as fast, and one frame then says all that two would.
const ONE_FRAME: Duration = Duration::from_millis(4);

fn turn(app: &mut App, terminal: &mut Terminal, news: &Receiver<News>) -> io::Result<()> {
    let mut stale = true;
    loop {
        if stale && terminal.may_draw(Instant::now()) {
            if app.desk.is_saving()
                && let Ok(news) = news.recv_timeout(ONE_FRAME)
            {
                take(app, terminal, news)?;
            }
            terminal.draw(|frame| {
                let area = frame.area();
                if let Some(cursor) = screen::draw(app, area, frame.buffer_mut()) {
                    frame.set_cursor_position(cursor);
                }
            })?;
            stale = false;
        }
        let first = next(app, terminal, news, stale);
        let Some(first) = first else {
            stale |= app.tick(Instant::now());
            continue;
        };
        stale = true;
        for news in first.into_iter().chain(std::iter::from_fn(|| news.try_recv().ok())) {
            take(app, terminal, news)?;
        }
        app.tick(Instant::now());
        for wish in app.take_wishes() {
            match wish {
                Wish::Quit => return Ok(()),
                Wish::Edit(path) => {
                    // The editor may be killed together with this program: then the next start has the words.
                    app.keep_place();
                    let edited = terminal.lend(&editor(|name| std::env::var(name).ok()), &path);
                    outside::take_back(app, edited);
                }
                Wish::Redraw => terminal.redraw()?,
                Wish::Copy(copied) => match terminal.copy(&copied.words) {
                    Ok(way) => app.say(format!("Copied {} {way}", copied.what)),
                    Err(why) => app.alarm(why),
                },
                Wish::Suspend => {
                    if let Err(error) = terminal.suspend() {
                        app.alarm(error.to_string());
                    }
                }
            }
        }
    }
}

/// Waits for news; `None` where something is due, or the terminal may be drawn on again.
fn next(app: &App, terminal: &Terminal, news: &Receiver<News>, stale: bool) -> Option<Option<News>> {
    let now = Instant::now();
    let due = app.due().map(|at| at.saturating_duration_since(now));
    let drawable = if stale { terminal.wait(now) } else { None };
    match due.into_iter().chain(drawable).min() {
        None => Some(news.recv().ok().or(Some(News::Input(Input::End)))),
        Some(long) => match news.recv_timeout(long.max(Duration::from_millis(1))) {
            Ok(news) => Some(Some(news)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Some(News::Input(Input::End))),
        },
    }
}

fn take(app: &mut App, terminal: &mut Terminal, news: News) -> io::Result<()> {
    match news {
        News::Input(Input::Answer) => terminal.answered(),
        News::Input(Input::Resize(columns, rows)) => terminal.resize(columns, rows)?,
        News::Input(Input::Continue) => terminal.resume()?,
        News::Input(input) => app.input(input),
        News::Saved => {}
    }
    Ok(())
}
