//! What there is: documents, speakers, people, codes, coders.

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
    session.answer(&(list.table)(desk.project(), layer))
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

/// Lists the coders.
pub const CODERS: Command = Command {
    name: "coders",
    says: "List who codes, with their ids",
    examples: &[("emic coders", "names, ids and codings")],
    arguments,
    run: |session, matches| run("coders", session, matches),
};
