//! What may tell who somebody is, and other words in its place.

use clap::{Arg, ArgAction, ArgMatches};

use super::passphrase::with_passphrase;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::{Revisal, identifiers, identifiers_table};
use crate::exchange::{LIMIT, key_file, plan_replacements, pseudonyms, read_becoming};
use crate::project::Edit;
use crate::text::count_of;

/// Lists candidates, or replaces words.
pub const IDENTIFIERS: Command = Command {
    name: "identifiers",
    says: "List names, places, numbers and dates in the texts, or replace them",
    examples: &[
        ("emic identifiers --format csv > words.csv", "candidates, with how often and where they stand"),
        ("emic identifiers --with words.csv --dry-run", "which excerpts would say something else"),
        (
            "emic identifiers --with words.csv --yes",
            "replaces them; the key goes to the vault; `emic undo` takes it back",
        ),
    ],
    arguments: |command| {
        let flag =
            |name: &'static str, says: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(says);
        let with = Arg::new("with").long("with").value_name("FILE").help(
            "A csv file with the columns words and becomes: person, place, blank, keep, or a pseudonym of your own",
        );
        let document = Arg::new("document").long("document").value_name("TITLE").help("List those of one document");
        with_passphrase(with_format(command.args([
            document.conflicts_with("with"),
            with,
            flag("dry-run", "Only list what would change").requires("with"),
            flag("yes", "Replace them").short('y').requires("with"),
        ])))
    },
    run: |session, matches| {
        session.lists_names();
        match matches.get_one::<String>("with") {
            None => list(session, matches),
            Some(file) => replace(session, matches, file),
        }
    },
};

fn list(session: &Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let desk = session.looking()?;
    let of = matches.get_one::<String>("document").map(|title| names::document(desk.project(), title)).transpose()?;
    let found = identifiers(desk.project(), desk.texts(), of);
    session.answer_if_any(&identifiers_table(desk.project(), desk.texts(), &found))
}

fn replace(session: &Session, matches: &ArgMatches, file: &str) -> Result<Outcome, Failure> {
    let mut desk = session.desk()?;
    let chosen = session.read_input(file, LIMIT)?;
    let chosen = read_becoming(&chosen).map_err(|why| Failure::Usage(format!("{file}: {why}")))?;
    let texts = desk.texts().clone();
    let replacements = pseudonyms(desk.project(), &texts, &chosen);
    let plan = desk.plan(|project, ids, _| plan_replacements(project, &texts, &replacements, ids));
    plan.notes.iter().for_each(|note| talk(note));
    if plan.edits.is_empty() {
        talk("none of these words stands in the texts; nothing was changed");
        return Ok(Outcome::Short);
    }
    let mut touched = 0;
    for edit in &plan.edits {
        let (Some(revisal), Edit::ReviseDocument { document, after, .. }) = (Revisal::of(desk.project(), edit), edit)
        else {
            continue;
        };
        let old = desk.text(*document);
        let new = plan.texts.iter().find(|(key, _)| *key == after.text);
        if let (Some(old), Some((_, new))) = (old, new) {
            touched += revisal.touched.len();
            session.answer(&revisal.table(desk.project(), *document, &old, new))?;
        }
    }
    let words = count_of(replacements.len(), "word");
    if matches.get_flag("dry-run") {
        talk(&format!("{words} would be replaced, {touched} excerpts would say so; nothing was changed"));
        return Ok(Outcome::Done);
    }
    if !matches.get_flag("yes") {
        let why = "nothing was changed: look at the excerpts whose words change, and add --yes";
        return Err(Failure::Refused(why.to_string()));
    }
    let key = desk.replace_words(plan.texts, plan.edits, (key_file(&replacements), replacements.len()))?;
    session.saved(&desk)?;
    talk(&format!("replaced {words}, {touched} excerpts say so; the key is {key} in the vault (`emic paths`)"));
    talk("the words as they were stay in the project, so that `emic undo` works, and in the vault's originals");
    Ok(Outcome::Done)
}
