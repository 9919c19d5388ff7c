//! A checked copy of the project, made from the screen.

use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::store::{NamesIn, backup, typed_path};
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// How long is waited until what was just done is on the disk.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// Asks for a folder, and copies the project into a new one there.
pub fn ask(app: &mut App) -> Done {
    let title = "copy the project into a new folder in: a folder, best on another disk";
    app.overlays.push(Overlay::Prompt(Box::new(Prompt::of(title, "", copy))));
    Ok(())
}

fn copy(app: &mut App, dir: &str) -> Done {
    if dir.is_empty() {
        return Err("no folder was named; nothing was copied".into());
    }
    if app.desk.wait(PATIENCE).unsaved > 0 {
        return Err("not everything is saved yet; Ctrl-s says why".into());
    }
    let dir = app.here.join(typed_path(dir));
    let made = backup(app.desk.folder(), &dir, &app.desk.today().to_string(), None);
    let made = made.map_err(|error| Trouble::Say(error.to_string()))?;
    let now = app.desk.now();
    // Not noted, it is asked for again: no loss.
    let _ = app.desk.folder().note_backup(now);
    app.desk.note_sent("backup", Some(&made.path), app.desk.coder_name(), NamesIn::Identified);
    app.backed_up = Some(now);
    if made.set_aside > 0 {
        return Err("the copy is as damaged as the project is; `emic check` says where".into());
    }
    let (logs, texts) = (count_of(made.logs, "log"), count_of(made.texts, "text"));
    app.say(format!("Copied {logs} and {texts} to {}, read back and compared", made.path.display()));
    Ok(())
}

/// How long ago the project was copied, in few words; nothing where it never was.
pub fn said(app: &App) -> String {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let Some(at) = app.backed_up else { return String::new() };
    match (app.desk.now() - at).max(0) / DAY {
        0 => "backup today".to_string(),
        days => format!("backup {days} d ago"),
    }
}
