//! Bringing back the comments that somebody wrote into a transcript in Word.

use clap::ArgMatches;

use super::import::carry_out;
use super::session::talk;
use super::{Failure, Outcome, Session, names};
use crate::app::fidelity_table;
use crate::exchange::{ComingBack, LIMIT, document_of, read_returned};
use crate::project::TextKey;
use crate::store::original_name;
use crate::text::visible_lines;

/// Brings the comments of one file back, or with `--dry-run` says what would come of it, and answers with what became of
/// everything in it.
///
/// # Errors
/// It cannot be read, is of no document here, or what it brings cannot be saved; nothing came in.
pub fn import_comments(session: &Session, files: &[String], matches: &ArgMatches) -> Result<Outcome, Failure> {
    let [file] = files else {
        return Err(Failure::Usage(
            "comments come back from one file at a time; name the others afterwards".to_string(),
        ));
    };
    let mut desk = session.desk()?;
    let bytes = session.read_input(file, LIMIT)?;
    let returned = read_returned(&bytes).map_err(|error| Failure::from(error).at(file))?;
    let named =
        matches.get_one::<String>("document").map(|typed| names::document(desk.project(), typed)).transpose()?;
    let unknown = || {
        let words = "which document this is cannot be told: its words are those of none here; add --document DOC";
        Failure::Refused(words.to_string()).at(file)
    };
    let document = named.or_else(|| document_of(desk.project(), &returned)).ok_or_else(unknown)?;
    let missing = || Failure::Unreadable("the words of this document are missing; see `emic check`".to_string());
    let coming = ComingBack::of(desk.project(), desk.texts(), document, returned).ok_or_else(missing)?;
    let sent = coming.sent;
    let plan = desk.plan(|project, ids, _| coming.plan(project, ids));
    let is_new = !plan.edits.is_empty();
    let answer = fidelity_table(&plan.fidelity, format!("What became of the comments in {}", visible_lines(file)));
    let is_dry = matches.get_flag("dry-run");
    if !is_dry && is_new {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        // It is erased with the text that it is of. What is of none that is here may hold words that were erased.
        if let Some(sent) = sent {
            desk.hold_original(original_name(sent, &format!("comments-{}-{name}", TextKey::of_bytes(&bytes))), bytes);
        }
        carry_out(session, &mut desk, plan)?;
    }
    session.answer(&answer)?;
    match (is_dry, is_new) {
        (true, _) => talk("nothing was changed (--dry-run)"),
        (false, true) => talk("the comments are in; `emic undo` takes all of them back"),
        (false, false) => talk(&format!("{}: nothing new in it; nothing was changed", visible_lines(file))),
    }
    Ok(if is_new { Outcome::Done } else { Outcome::Short })
}
