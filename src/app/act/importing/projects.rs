//! Bringing in a whole project, of emic or another program, while one is open.

use crate::app::overlay::Overlay;
use crate::app::{App, Trouble, fidelity_table};
use crate::exchange::{DUMP_LIMIT, Offsets, Reads, format_for, plan_dump};
use crate::panes::sheet::Sheet;
use crate::project::{DocumentId, Edit, Thing};
use crate::store::{project_original_name, read_input};
use crate::text::{count_of, visible_lines};

type Done = Result<(), Trouble>;

/// Bytes by which a project is known.
const OPENING: usize = 4_096;

/// Brings in what a path names, where it is a whole project, and shows what became of everything in it; `None` where it
/// is none.
pub fn bring_project(app: &mut App, path: &str) -> Option<Done> {
    let name = path.to_lowercase();
    if ![".json", ".qdpx", ".qde", ".qdc"].iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    Some(brought(app, path))
}

fn brought(app: &mut App, path: &str) -> Done {
    let say = |why: String| Trouble::Say(format!("{path}: {why}"));
    let bytes = read_input(path, DUMP_LIMIT).map_err(|error| Trouble::Say(error.to_string()))?;
    let format = format_for(path, &bytes[..bytes.len().min(OPENING)]).map_err(|error| say(error.to_string()))?;
    let Reads::Project(read) = format.reads else { return Err(say("this is no project".to_string())) };
    let dump = read(&bytes, Offsets::default()).map_err(|error| say(error.to_string()))?;
    let plan = app.desk.plan(|project, ids, salt| plan_dump(project, dump, ids, salt));
    let table = fidelity_table(&plan.fidelity, format!("What became of {}", visible_lines(path)));
    let document = |edit: &Edit| match edit.adds() {
        Some(Thing::Document(id)) => Some(id),
        _ => None,
    };
    let documents: Vec<DocumentId> = plan.edits.iter().filter_map(document).collect();
    if plan.edits.is_empty() {
        app.say("everything in it is here already; nothing was changed");
    } else {
        app.desk.hold_original(project_original_name(path, &bytes), bytes);
        plan.texts.into_iter().for_each(|(key, text)| app.desk.hold_text(key, text));
        app.desk.bring(plan.edits)?;
        if let Some(&first) = documents.first() {
            app.place.remember_jump();
            app.open(first, None);
        }
        let came = count_of(documents.len(), "document");
        app.say(format!("Brought in a project of {came}.  q closes the list, then u undoes"));
    }
    app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(table))));
    Ok(())
}
