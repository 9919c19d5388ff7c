//! Bringing in what is no single transcript, of emic or another program, while a project is open.

use crate::app::act::attributes;
use crate::app::overlay::Overlay;
use crate::app::{App, Trouble, fidelity_table};
use crate::exchange::{DUMP_LIMIT, Dump, Folder, How, Whole, plan_dump, read_whole, whole_endings};
use crate::panes::sheet::Sheet;
use crate::store::{Files, StoreError, files_in, project_original_name, read_input};
use crate::text::{count_of, visible_lines};

type Done = Result<(), Trouble>;

/// The program that keeps a project in a folder, and the files of it; `None` where it is no such folder.
pub fn project_folder(path: &str) -> Option<(&'static Folder, Result<Files, StoreError>)> {
    Folder::all().iter().find_map(|folder| Some((folder, files_in(path, folder.sign, folder.endings)?)))
}

/// Brings in what a path names, where it is a whole project, a codebook or a sheet of rows, and shows what became of
/// everything in it; `None` where it is none.
pub fn bring_whole(app: &mut App, path: &str) -> Option<Done> {
    if let Some((folder, files)) = project_folder(path) {
        let say = |why: String| Trouble::Say(format!("{path}: {why}"));
        let read = || {
            let files = files.map_err(|error| say(error.to_string()))?;
            let dump = folder.read(&files, How::default()).map_err(|error| say(error.to_string()))?;
            bring(app, path, files, dump)
        };
        return Some(read());
    }
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())?;
    whole_endings().contains(&ending.as_str()).then(|| brought(app, path))
}

fn brought(app: &mut App, path: &str) -> Done {
    let bytes = read_input(path, DUMP_LIMIT).map_err(|error| Trouble::Say(error.to_string()))?;
    let whole = read_whole(path, &bytes, How::default()).map_err(|error| Trouble::Say(format!("{path}: {error}")))?;
    match whole {
        Whole::Study(dump) => bring(app, path, vec![(path.to_string(), bytes)], *dump),
        Whole::People(sheet, _) => attributes::preview(app, &sheet),
    }
}

fn bring(app: &mut App, path: &str, files: Files, dump: Dump) -> Done {
    let plan = app.desk.plan(|project, ids, salt| plan_dump(project, dump, ids, salt));
    let table = fidelity_table(&plan.fidelity, format!("What became of {}", visible_lines(path)));
    let documents = plan.documents();
    if plan.edits.is_empty() {
        app.say("everything in it is here already; nothing was changed");
    } else {
        for (name, bytes) in files {
            app.desk.hold_original(project_original_name(&name, &bytes), bytes);
        }
        plan.texts.into_iter().for_each(|(key, text)| app.desk.hold_text(key, text));
        app.desk.bring(plan.edits)?;
        if let Some(&first) = documents.first() {
            app.place.remember_jump();
            app.open(first, None);
        }
        let came = count_of(documents.len(), "document");
        let what = if documents.is_empty() { "what is in it".to_string() } else { format!("a project of {came}") };
        app.say(format!("Brought in {what}.  q closes the list, then u undoes"));
    }
    app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(table))));
    Ok(())
}
