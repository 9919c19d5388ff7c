//! Bringing in what is no single transcript, of emic or another program, while a project is open.

use crate::app::act::attributes;
use crate::app::act::awaiting::{Work, work_out};
use crate::app::act::reporting::Asked;
use crate::app::overlay::{Notice, Overlay};
use crate::app::{App, Trouble, fidelity_table};
use crate::exchange::{
    DUMP_LIMIT, Dump, Fate, Finding, Folder, How, Plan, Whole, plan_dump, read_whole, whole_endings,
};
use crate::panes::sheet::Sheet;
use crate::store::{Files, StoreError, files_in, project_original_name, read_input};
use crate::text::{count_of, visible_lines};

type Done = Result<(), Trouble>;

/// The program that keeps a project in a folder, and the files of it; `None` where it is no such folder.
pub fn project_folder(path: &str) -> Option<(&'static Folder, Result<Files, StoreError>)> {
    Folder::all().iter().find_map(|folder| Some((folder, files_in(path, folder.sign, folder.endings)?)))
}

/// Whether a path names a whole project, a codebook or a sheet of rows, as far as names tell.
pub fn is_whole_path(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let is_folder = |folder: &Folder| files_in(path, folder.sign, &[]).is_some();
    whole_endings().contains(&ending.as_str()) || Folder::all().iter().any(is_folder)
}

/// Reads what a path names, where it is a whole project, a codebook or a sheet of rows, and shows what would become of
/// everything in it before it comes in; `None` where it is none.
pub fn bring_whole(app: &mut App, path: &str) -> Option<Done> {
    if !is_whole_path(path) {
        return None;
    }
    let work = Work {
        doing: format!("reading {path}"),
        name: path.to_string(),
        done: None,
        failed: "this file could not be read; please tell us what it is",
        settings: None,
        renews: false,
    };
    let path = path.to_string();
    let read = work_out(app, work, move |_| {
        let read = whole(&path);
        Box::new(move |app| {
            let (whole, files) = read.map_err(|why| Asked::ForNothing(format!("{path}: {why}")))?;
            let said = |trouble: Trouble| Asked::ForNothing(trouble.to_string());
            match whole {
                Whole::Study(dump) => preview(app, &path, files, *dump).map_err(said),
                Whole::People(sheet, _) => attributes::preview(app, &sheet).map_err(said),
            }
        })
    });
    Some(read.map_err(Trouble::from))
}

/// What stands in the file or folder, and its bytes.
fn whole(path: &str) -> Result<(Whole, Files), String> {
    match project_folder(path) {
        Some((folder, files)) => {
            let files = files.map_err(|error| error.to_string())?;
            let dump = folder.read(&files, How::default()).map_err(|error| error.to_string())?;
            Ok((Whole::Study(Box::new(dump)), files))
        }
        None => {
            let bytes = read_input(path, DUMP_LIMIT).map_err(|error| error.to_string())?;
            let whole = read_whole(path, &bytes, How::default()).map_err(|error| error.to_string())?;
            Ok((whole, vec![(path.to_string(), bytes)]))
        }
    }
}

/// The most lines of things that would be changed or left out; the list that opens afterwards names each.
const LISTED: usize = 40;

/// Shows what would come in, and brings it in when the coder agrees.
fn preview(app: &mut App, path: &str, files: Files, dump: Dump) -> Done {
    let plan = app.desk.plan(|project, ids, salt| plan_dump(project, dump, ids, salt));
    if plan.edits.is_empty() {
        app.say("everything in it is here already; nothing was changed");
        let table = fidelity_table(&plan.fidelity, format!("What is in {}", visible_lines(path)));
        app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(table))));
        return Ok(());
    }
    let findings = plan.fidelity.findings();
    let (mut comes, others): (Vec<&Finding>, Vec<&Finding>) =
        findings.into_iter().partition(|finding| finding.fate == Fate::Understood);
    // What has to be explained comes last.
    comes.sort_by_key(|finding| !finding.names.is_empty());
    let counted = |finding: &Finding| format!("  {}: {}", finding.what, finding.count);
    let mut lines = vec![format!("Into {} would come:", app.desk.project().name())];
    for finding in comes {
        // How positions were understood, say.
        let how: String = finding.names.iter().map(|how| format!(" ({how})")).collect();
        lines.push(counted(finding) + &how);
    }
    let others: Vec<String> = others.into_iter().map(counted).collect();
    if !others.is_empty() {
        lines.extend([String::new(), "What does not come in as it is:".to_string()]);
        lines.extend(others.iter().take(LISTED).cloned());
        let more = others.len().saturating_sub(LISTED);
        lines.extend((more > 0).then(|| format!("  and {more} more kinds of things")));
    }
    lines.extend([String::new(), "Afterwards a list names each of them, and u takes all of it back.".to_string()]);
    let (path, revision) = (path.to_string(), app.desk.project().revision());
    let title = format!("Bring in {}?", visible_lines(&path));
    let notice = Notice::asking(title, lines, move |app| {
        // A colleague may have changed what it was to be joined with.
        if app.desk.project().revision() != revision {
            return Err(Trouble::Say("the project was changed meanwhile; import it again".to_string()));
        }
        bring(app, &path, files, plan)
    });
    app.overlays.push(Overlay::Notice(Box::new(notice)));
    Ok(())
}

fn bring(app: &mut App, path: &str, files: Files, plan: Plan) -> Done {
    let table = fidelity_table(&plan.fidelity, format!("What became of {}", visible_lines(path)));
    let documents = plan.documents();
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
    app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(table))));
    Ok(())
}
