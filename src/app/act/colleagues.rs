//! What colleagues do while we are here: taken in and said quietly; nothing of ours moves for it.

use crate::app::{App, Trouble};
use crate::project::Edit;

/// Takes in what colleagues have done; whether there was anything.
pub fn take_in(app: &mut App) -> bool {
    let news = match app.desk.take_in() {
        Ok(None) => return false,
        Ok(Some(news)) => news,
        Err(why) => {
            app.alarm(Trouble::from(why).to_string());
            return true;
        }
    };
    let project = app.desk.project();
    for op in &news.ops {
        if let Edit::ReviseDocument { document, changes, after, .. } = &op.edit
            && project.document(*document).is_some_and(|found| found.text == after.text)
        {
            app.place.go_with(*document, changes);
        }
    }
    // A code that became part of another is where it went to.
    app.place.code = app.place.code.map(|code| project.stands_for(code));
    app.place.listed = app.place.listed.map(|code| project.stands_for(code));
    let mut said = project.said_together(&news.ops);
    match news.conflicts {
        0 => {}
        1 => said.push_str(". 1 change no longer fits; Space ! lists it"),
        n => said.push_str(&format!(". {n} changes no longer fit; Space ! lists them")),
    }
    app.find_feet();
    match news.trouble {
        Some(trouble) => app.alarm(trouble),
        // What went wrong here stays to be read.
        None if app.toast.as_ref().is_some_and(|toast| toast.alarm) => {}
        None => app.say(said),
    }
    true
}
