//! Bringing in whole projects, of emic and of other programs.

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command as ClapCommand};

use super::import::carry_out;
use super::people::{Taking, take_values};
use super::progress::Progress;
use super::session::talk;
use super::{Failure, Outcome, Session};
use crate::app::{fidelity_table, project_folder};
use crate::desk::Desk;
use crate::exchange::{Dump, How, Offsets, Sheet, Unit, Unreadable, Whole, plan_dump, read_whole};
use crate::store::{Files, project_original_name};
use crate::text::{count_of, visible_lines};

/// A study of this many codings takes long enough to say what goes on.
const MANY: usize = 20_000;

/// A file of so many bytes may take longer to read than somebody waits without a word.
const LARGE: usize = 4 << 20;

/// Adds what can be said of how a file counts positions.
pub fn with_offsets(command: ClapCommand) -> ClapCommand {
    let units = Unit::ALL.map(|unit| PossibleValue::new(unit.word()));
    let offsets = Arg::new("offsets").long("offsets").value_name("UNIT").value_parser(units);
    let line_ends = Arg::new("crlf").long("crlf").value_name("N").value_parser(["1", "2"]);
    command.args([
        offsets.help("What positions count in a .qdpx that cannot be told by itself"),
        line_ends.help("Whether a line end counts as one or two there"),
    ])
}

/// What was said of how the file counts.
pub fn offsets_of(matches: &ArgMatches) -> Offsets {
    let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    Offsets {
        unit: Unit::ALL.into_iter().find(|unit| word("offsets") == Some(unit.word())),
        two: word("crlf").map(|n| n == "2"),
    }
}

/// Adds what can be said of what rows or lines are.
pub fn with_sheets(command: ClapCommand) -> ClapCommand {
    let kinds = Sheet::ALL.map(|sheet| PossibleValue::new(sheet.word()).help(sheet.says()));
    let kind = Arg::new("as").long("as").value_name("KIND").value_parser(kinds);
    command.arg(kind.help("What the rows of a sheet are, where their headings do not say it, or a list of codes"))
}

/// What was said of the file.
pub fn how_of(matches: &ArgMatches) -> How {
    let word = matches.get_one::<String>("as");
    let sheet = Sheet::ALL.into_iter().find(|sheet| word.is_some_and(|word| word == sheet.word()));
    How { offsets: offsets_of(matches), sheet }
}

/// Brings in a file that is no single transcript, or with `dry_run` says what would come of it.
///
/// # Errors
/// It cannot be read or saved; nothing came in.
pub fn import_whole(
    session: &Session,
    desk: &mut Desk,
    (file, bytes): (&str, Vec<u8>),
    how: How,
    dry_run: bool,
) -> Result<Outcome, Failure> {
    let mut progress = Progress::default();
    if bytes.len() >= LARGE {
        progress.says(&format!("reading {file}"));
    }
    let whole = read_whole(file, &bytes, how);
    drop(progress);
    match whole.map_err(|error| failure(error, file))? {
        Whole::Study(dump) => {
            let files = vec![(file.to_owned(), bytes)];
            import_project(session, desk, (file, files), *dump, dry_run)
        }
        Whole::People(sheet, notes) => {
            notes.iter().for_each(|note| talk(&format!("{}: left out: {note}", visible_lines(file))));
            take_values(session, desk, (file, &sheet), Taking { new: true, dry_run })
        }
    }
}

/// Brings in the project that a program keeps in a folder; `None` where it is no such folder.
///
/// # Errors
/// As for a file.
pub fn import_folder(session: &Session, path: &str, how: How, dry_run: bool) -> Option<Result<Outcome, Failure>> {
    let (folder, files) = project_folder(path)?;
    let brought = || {
        let files = files.map_err(|error| Failure::from(error).at(path))?;
        let dump = folder.read(&files, how).map_err(|error| failure(error, path))?;
        import_project(session, &mut session.desk()?, (path, files), dump, dry_run)
    };
    Some(brought())
}

fn failure(error: Unreadable, file: &str) -> Failure {
    match error {
        Unreadable::Offsets { .. } => Failure::Usage(error.to_string()).at(file),
        _ => Failure::from(error).at(file),
    }
}

/// Brings in a study, and answers with what became of everything in it.
fn import_project(
    session: &Session,
    desk: &mut Desk,
    (file, files): (&str, Files),
    dump: Dump,
    dry_run: bool,
) -> Result<Outcome, Failure> {
    let (documents, codings) = dump.size();
    if codings >= MANY {
        talk(&format!(
            "read {} and {}; they are brought in",
            count_of(documents, "document"),
            count_of(codings, "coding")
        ));
    }
    let mut plan = desk.plan(|project, ids, salt| plan_dump(project, dump, ids, salt));
    // Each of them stands in the answer.
    plan.notes.clear();
    let is_new = !plan.edits.is_empty();
    let answer = fidelity_table(&plan.fidelity, format!("What became of {}", visible_lines(file)));
    if !dry_run && is_new {
        for (name, bytes) in files {
            desk.hold_original(project_original_name(&name, &bytes), bytes);
        }
        carry_out(session, desk, plan)?;
    }
    session.answer(&answer)?;
    if dry_run {
        talk("nothing was changed (--dry-run)");
    } else if !is_new {
        talk(&format!("{}: everything in it is here already; nothing was changed", visible_lines(file)));
    }
    Ok(if is_new { Outcome::Done } else { Outcome::Short })
}
