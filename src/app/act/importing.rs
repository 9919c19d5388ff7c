//! Bringing in transcripts, or a whole project, while one is open.

mod projects;
mod reading;

pub use projects::{bring_whole, is_whole_path, project_folder};
pub use reading::read_all;

use crate::app::overlay::{AfterImport, Import, Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::desk::Desk;
use crate::exchange::{Arriving, transcript_endings};
use crate::project::{DocumentId, Refusal};
use crate::store::{files_under, original_name, paths_like};
use crate::text::{count_of, typed_parts};

type Done = Result<(), Trouble>;

/// Asks for files, and shows who speaks in them.
pub fn import(app: &mut App) -> Done {
    let prompt = Prompt::of("files to import (* for several, blanks in \"quotes\")", "", |app, typed| {
        let paths = typed_parts(typed);
        let paths =
            paths.iter().flat_map(|path| if path.contains('*') { paths_like(path) } else { vec![path.clone()] });
        let paths: Vec<String> = paths.collect();
        if let [path] = &paths[..]
            && let Some(done) = bring_whole(app, path)
        {
            return done;
        }
        let inside = |path: String| files_under(&path, &transcript_endings()).unwrap_or(vec![path]);
        reading::read_beside(app, paths.into_iter().flat_map(inside).collect())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt.completing(completed))));
    Ok(())
}

/// The line with its last path completed, in every way.
fn completed(_: &App, line: &str) -> Vec<String> {
    let mut parts = typed_parts(line);
    let last = if line.ends_with(' ') { None } else { parts.pop() };
    let quoted = |path: &str| if path.contains(' ') { format!("\"{path}\"") } else { path.to_string() };
    let before: String = parts.iter().map(|part| format!("{} ", quoted(part))).collect();
    paths_like(&format!("{}*", last.unwrap_or_default()))
        .iter()
        .map(|path| format!("{before}{}", quoted(path)))
        .collect()
}

/// Shows the table of speakers of what was read.
pub fn show(app: &mut App, arriving: Arriving, after: AfterImport) {
    app.overlays.push(Overlay::Import(Box::new(Import::of(arriving, after))));
}

/// Brings in transcripts, as one act: the documents, and what the person should know; whether anything was new.
///
/// # Errors
/// The project does not allow it; nothing came in.
pub fn carry_in(desk: &mut Desk, arriving: &Arriving) -> Result<(Vec<DocumentId>, Vec<String>, bool), Refusal> {
    let shelf = desk.texts().clone();
    let plan = desk.plan(|project, ids, salt| arriving.plan((project, &shelf), ids, salt));
    let (documents, is_new) = (plan.documents(), !plan.edits.is_empty());
    if is_new {
        for (key, file, bytes) in arriving.originals(&plan) {
            desk.hold_original(original_name(key, file), bytes.to_vec());
        }
        plan.texts.into_iter().for_each(|(key, text)| desk.hold_text(key, text));
        desk.bring(plan.edits)?;
    }
    Ok((documents, plan.notes, is_new))
}

/// Brings in what was read, and opens the first of it.
///
/// # Errors
/// As `carry_in`.
pub fn bring(app: &mut App, arriving: &Arriving) -> Done {
    let (documents, notes, is_new) = carry_in(&mut app.desk, arriving)?;
    let note = notes.first().map_or_else(String::new, |note| format!("; {note}"));
    match documents.first() {
        Some(&first) => {
            app.place.remember_jump();
            app.open(first, None);
            app.say(format!("Imported {}{note}.  u undo", transcripts(documents.len())));
        }
        None if is_new => app.say(format!("Imported what is new about it{note}.  u undo")),
        None => app.say(format!("nothing was imported{note}")),
    }
    app.brought = Some((documents, notes));
    Ok(())
}

/// `1 transcript`, `3 transcripts`.
pub fn transcripts(n: usize) -> String {
    count_of(n, "transcript")
}
