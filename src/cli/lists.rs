//! What there is: documents, speakers, people, codes, coders, and what is worth a second look.

use clap::{Arg, ArgMatches};

use super::session::with_format;
use super::{Command, Failure, Outcome, Session};
use crate::analysis::lists::LISTS;
use crate::analysis::{Layer, SETTINGS, Settings};
use crate::project::Project;

/// Adds the choice of whose codings count.
pub fn with_layer(command: clap::Command) -> clap::Command {
    let says = SETTINGS.iter().find(|setting| setting.key == "layer").map_or("", |setting| setting.says);
    command.arg(Arg::new("layer").long("layer").value_name("LAYER").default_value("settled").help(says))
}

/// Whose codings count.
///
/// # Errors
/// A coder whom the project does not know.
pub fn layer(project: &Project, matches: &ArgMatches) -> Result<Layer, Failure> {
    let typed = matches.get_one::<String>("layer").map_or("settled", String::as_str);
    Ok(Settings::parse(project, &[("layer", typed)])?.layer)
}

fn arguments(command: clap::Command) -> clap::Command {
    with_format(with_layer(command))
}

fn run(name: &str, session: &Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let desk = session.looking()?;
    let layer = layer(desk.project(), matches)?;
    let Some(list) = LISTS.iter().find(|list| list.name == name) else { return Ok(Outcome::Short) };
    session.answer(&(list.table)(desk.project(), desk.texts(), layer))
}

/// Lists the documents.
pub const DOCUMENTS: Command = Command {
    name: "documents",
    says: "List the documents, in order",
    examples: &[
        ("emic documents", "titles, lengths and excerpts"),
        ("emic documents --format csv > documents.csv", "for a spreadsheet"),
    ],
    arguments,
    run: |session, matches| run("documents", session, matches),
};

/// Lists the speakers.
pub const SPEAKERS: Command = Command {
    name: "speakers",
    says: "List the labels in each document, and whom they stand for",
    examples: &[("emic speakers", "every label with its role and turns")],
    arguments,
    run: |session, matches| run("speakers", session, matches),
};

/// Lists the people.
pub const CASES: Command = Command {
    name: "cases",
    says: "List the people of the study, with their attributes",
    examples: &[("emic cases --format md", "as a Markdown table")],
    arguments,
    run: |session, matches| run("cases", session, matches),
};

/// Lists the codes.
pub const CODES: Command = Command {
    name: "codes",
    says: "List the codebook, with counts and definitions",
    examples: &[
        ("emic codes", "the tree with excerpts and respondents"),
        ("emic codes --format csv > codebook.csv", "the codebook for a spreadsheet"),
        ("emic codes --layer mk", "counted in the codings of mk"),
    ],
    arguments,
    run: |session, matches| run("codes", session, matches),
};

/// Lists what is not known of people and documents.
pub const MISSING: Command = Command {
    name: "missing",
    says: "List every attribute of a person or document that has no value",
    examples: &[("emic missing", "whom to ask for what")],
    arguments,
    run: |session, matches| run("missing", session, matches),
};

/// Lists the excerpts with respondents to confirm.
pub const TO_CONFIRM: Command = Command {
    name: "to-confirm",
    says: "List the excerpts in which somebody counts for fewer than three words",
    examples: &[("emic to-confirm", "whose presence in an excerpt to look at")],
    arguments,
    run: |session, matches| run("to-confirm", session, matches),
};

/// Lists codes of nearly the same name.
pub const NEAR_DUPLICATES: Command = Command {
    name: "near-duplicates",
    says: "List codes whose names may mean the same, with their excerpts",
    examples: &[("emic near-duplicates", "what may want merging")],
    arguments,
    run: |session, matches| run("near-duplicates", session, matches),
};

/// Lists the comparisons.
pub const COMPARISONS: Command = Command {
    name: "comparisons",
    says: "List what was compared, and what came of it",
    examples: &[("emic comparisons --format csv > comparisons.csv", "the record of constant comparison")],
    arguments,
    run: |session, matches| run("comparisons", session, matches),
};

/// Lists the coders.
pub const CODERS: Command = Command {
    name: "coders",
    says: "List who codes, with their ids",
    examples: &[("emic coders", "names, ids and codings")],
    arguments,
    run: |session, matches| run("coders", session, matches),
};
