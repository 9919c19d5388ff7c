//! Looking back: undo and redo, the audit trail, what is saved.

use crate::app::overlay::{Choice, Notice, Overlay};
use crate::app::{App, Trouble, Wish};

type Done = Result<(), Trouble>;

/// Takes back this coder's last act; in the list of acts the one under the cursor.
pub fn undo(app: &mut App) -> Done {
    if app.context() == "history" {
        return super::history::undo_act(app);
    }
    for _ in 0..app.times() {
        let what = app.desk.undo()?;
        app.say(format!("Undone: {what}.  U does it again  u undo more"));
    }
    Ok(())
}

/// Does again what was just taken back.
pub fn redo(app: &mut App) -> Done {
    for _ in 0..app.times() {
        let what = app.desk.redo()?;
        app.say(format!("Did again: {what}.  u undo  U redo"));
    }
    Ok(())
}

/// Undoes or suspends, as this person chose, else asks which.
pub fn undo_or_suspend(app: &mut App) -> Done {
    match app.settings.chosen("ctrl_z") {
        Some(("undo", _)) => return undo(app),
        Some(("suspend", _)) => return suspend(app),
        _ => {}
    }
    let suspend = Choice::of('z', "suspend emic; fg brings it back", suspend);
    let choices = vec![Choice::of('u', "undo my last change", undo), suspend];
    let notice = Notice::choosing("Ctrl-z", Vec::new(), choices);
    app.overlays.push(Overlay::Notice(Box::new(notice)));
    Ok(())
}

fn suspend(app: &mut App) -> Done {
    app.wishes.push(Wish::Suspend);
    Ok(())
}

/// Says whether everything is saved, and tries again where it is not.
pub fn saved(app: &mut App) -> Done {
    app.desk.catch_up()?;
    app.desk.retry();
    let saved = app.desk.wait(std::time::Duration::from_millis(500));
    match saved.trouble {
        Some(trouble) => Err(Trouble::Say(format!("NOT SAVED: {trouble}; nothing is lost as long as emic runs"))),
        None if saved.unsaved > 0 => Err("still saving".into()),
        None => {
            let at = saved.at.map_or_else(String::new, |at| format!(" at {}", clock_time(at)));
            app.say(format!("all changes saved{at}"));
            Ok(())
        }
    }
}

/// Hours, minutes and seconds where the coder is.
fn clock_time(at: i64) -> String {
    let Ok(at) = jiff::Timestamp::from_millisecond(at) else { return String::new() };
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string()
}

/// Day, hours and minutes (UTC).
pub(super) fn day_and_time(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at);
    at.map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}
