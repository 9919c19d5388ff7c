//! Bringing in whole projects, of emic and of other programs.

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command as ClapCommand};

use super::import::carry_out;
use super::session::talk;
use super::{Failure, Outcome, Session};
use crate::app::fidelity_table;
use crate::desk::Desk;
use crate::exchange::{Dump, Offsets, Unit, Unreadable, plan_dump};
use crate::store::project_original_name;
use crate::text::{count_of, visible_lines};

/// A study of this many codings takes long enough to say what goes on.
const MANY: usize = 20_000;

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

/// Brings in a whole project, or with `dry_run` says what would come of it, and answers with what became of everything
/// in it.
///
/// # Errors
/// It cannot be read or saved; nothing came in.
pub fn import_project(
    session: &Session,
    desk: &mut Desk,
    (file, bytes): (&str, Vec<u8>),
    read: impl FnOnce(&[u8]) -> Result<Dump, Unreadable>,
    dry_run: bool,
) -> Result<Outcome, Failure> {
    let dump = read(&bytes).map_err(|error| match error {
        Unreadable::Offsets { .. } => Failure::Usage(error.to_string()).at(file),
        _ => Failure::from(error).at(file),
    })?;
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
        desk.hold_original(project_original_name(file, &bytes), bytes);
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
