//! Bringing in a whole project, of emic or another program, while one is open.

use crate::app::overlay::Overlay;
use crate::app::{App, Trouble, fidelity_table};
use crate::exchange::{DUMP_LIMIT, Offsets, Reads, format_for, plan_dump};
use crate::panes::sheet::Sheet;
use crate::project::Thing;
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
    let bytes = match read_input(path, DUMP_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => return Some(Err(Trouble::Say(error.to_string()))),
    };
    match format_for(path, &bytes[..bytes.len().min(OPENING)]).map(|format| format.reads) {
        Ok(Reads::Project(read)) => {
            let dump = read(&bytes, Offsets::default()).map_err(|error| Trouble::Say(format!("{path}: {error}")));
            Some(dump.and_then(|dump| {
                let plan = app.desk.plan(|project, ids, salt| plan_dump(project, dump, ids, salt));
                if plan.edits.is_empty() {
                    app.say("everything in it is here already; nothing was changed");
                }
                let table = fidelity_table(&plan.fidelity, format!("What became of {}", visible_lines(path)));
                let is_document = |thing: Option<Thing>| matches!(thing, Some(Thing::Document(_)));
                let documents = plan.edits.iter().filter(|edit| is_document(edit.adds())).count();
                if !plan.edits.is_empty() {
                    app.desk.hold_original(project_original_name(path, &bytes), bytes);
                    plan.texts.into_iter().for_each(|(key, text)| app.desk.hold_text(key, text));
                    app.desk.bring(plan.edits)?;
                    app.say(format!(
                        "Brought in a project of {}.  q closes the list, then u undoes",
                        count_of(documents, "document")
                    ));
                }
                app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(table))));
                Ok(())
            }))
        }
        _ => None,
    }
}
