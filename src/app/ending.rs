//! What is still done when the program has to end at once, and what is said of it.

use std::time::Duration;

use super::App;
#[cfg(debug_assertions)]
use super::decoder::Input;
use super::run::Person;
use super::terminal::say;
use crate::store::Saved;

/// How long the disk may take where this program has to end.
pub(super) const LAST_MOMENT: Duration = Duration::from_millis(800);

/// Says what could not be saved; where nobody could be asked, it is put into this person's own folder first.
pub(super) fn unsaved(app: &App, unasked: Option<&Person>, saved: Saved) -> String {
    let words = saved.trouble.unwrap_or_else(|| "the disk is slow".to_string());
    let Some(person) = unasked else { return format!("{} changes are NOT SAVED: {words}", saved.unsaved) };
    let folder = person.home.unsaved(app.desk.folder().id());
    let there = match app.desk.write_elsewhere(&folder) {
        Ok(()) => format!("they are kept in {0}; `emic join {0}` takes them in", folder.display()),
        Err(error) => format!("and they are lost: {error}"),
    };
    format!("{} changes are NOT SAVED: {words}; {there}", saved.unsaved)
}

/// Says at the start that changes lie aside that could not be saved at an end.
pub(super) fn say_what_was_left(app: &mut App, person: &Person) {
    let folder = person.home.unsaved(app.desk.folder().id());
    if folder.is_dir() {
        let folder = folder.display();
        app.alarm(format!("changes that could not be saved lie aside: emic join {folder}, then remove that folder"));
    }
}

/// What a breakdown has left, said below where the log is.
pub(super) fn say_what_is_kept(app: &App) {
    let saved = app.desk.wait(LAST_MOMENT);
    if saved.unsaved > 0 {
        say(&format!("{} changes are NOT SAVED", saved.unsaved));
    }
    if app.has_drafts() {
        say("what was being written is kept, and offered when this project is opened again");
    }
}

/// Breaks down at a paste where a test asks for it, with the pasted words in the panic.
#[cfg(debug_assertions)]
pub(super) fn break_down_if_asked(input: &Input) {
    if let Input::Paste(words) = input
        && std::env::var_os("EMIC_BREAKS_DOWN").is_some()
    {
        panic!("asked to break down at {words:?}");
    }
}
