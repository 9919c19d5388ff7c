//! Putting a corrected transcript in the place of one that is coded.

use clap::{Arg, ArgAction, ArgMatches};

use super::passphrase::with_passphrase;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::Revisal;
use crate::exchange::{LIMIT, plan_revision, read};

/// Writes a document's words anew.
pub const REVISE: Command = Command {
    name: "revise",
    says: "Put corrected words in the place of a document's; its excerpts go with them",
    examples: &[
        ("emic revise FG1 FG1-corrected.docx --dry-run", "lists the excerpts whose words would change"),
        ("emic revise FG1 FG1-corrected.docx --yes", "does it; `emic undo` takes it back"),
        ("emic print FG1 --format text | less", "has the line numbers, which are given anew"),
    ],
    arguments: |command| {
        let flag =
            |name: &'static str, says: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(says);
        with_passphrase(with_format(command.args([
            Arg::new("document").value_name("DOC").required(true).help("A document, by title or id"),
            Arg::new("file").value_name("FILE").required(true).help("Its corrected words, or - for standard input"),
            flag("dry-run", "Only list what would change"),
            flag("yes", "Revise even where excerpts do not keep their words").short('y'),
        ])))
    },
    run: revise,
};

fn revise(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let mut desk = session.desk()?;
    let given = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let (id, file) = (names::document(desk.project(), given("document"))?, given("file"));
    let shown = if file == "-" { "standard input" } else { file };
    let arrival = read(shown, &session.read_input(file, LIMIT)?).map_err(|error| Failure::from(error).at(shown))?;
    arrival.notes.iter().for_each(|note| talk(note));
    let missing = || Failure::Unreadable("the words of this document are missing; see `emic check`".to_string());
    let old = desk.text(id).ok_or_else(missing)?;
    let plan = desk.plan(|project, ids, _| plan_revision(project, id, &old, arrival.words, ids));
    let Some(plan) = plan else {
        talk("these are the words that are here; nothing was changed");
        return Ok(Outcome::Short);
    };
    let revisal = Revisal::of(desk.project(), &plan.edit).ok_or_else(missing)?;
    let (key, new) = plan.text;
    session.answer(&revisal.table(desk.project(), id, &old, &new))?;
    for label in &plan.new_speakers {
        talk(&format!("{label} is a new label; `emic speakers` and Space k say who it is"));
    }
    if matches.get_flag("dry-run") {
        talk("nothing was changed");
        return Ok(Outcome::Done);
    }
    if !revisal.touched.is_empty() && !matches.get_flag("yes") {
        let why = "nothing was changed: excerpts would not keep their words; look at them, and add --yes";
        return Err(Failure::Refused(why.to_string()));
    }
    desk.hold_text(key, new);
    desk.commit(vec![plan.edit])?;
    session.saved(&desk)?;
    talk(&format!("revised: {}; line numbers are given anew; `emic undo` takes it back", revisal.sum()));
    Ok(Outcome::Done)
}
