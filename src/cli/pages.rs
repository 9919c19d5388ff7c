//! Pages to read and print: the codebook, the memos.

use std::io::{self, IsTerminal};

use clap::{Arg, ArgMatches};

use super::lists::{layer, with_layer};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{PAGE_FORMATS, Page, PageFormat, codebook_page};
use crate::store::screen_columns;

/// Adds the choice of a page's format.
fn with_page_format(command: clap::Command) -> clap::Command {
    let names = PAGE_FORMATS.iter().map(|format| clap::builder::PossibleValue::new(format.name).help(format.says));
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(names.collect::<Vec<_>>());
    command.arg(format.default_value("text").help("How the page is written"))
}

/// Answers with a page, in the format asked for.
fn answer(session: &Session, matches: &ArgMatches, page: &Page) -> Result<Outcome, Failure> {
    let format = matches.get_one::<String>("format").and_then(|name| PageFormat::of(name)).unwrap_or(&PAGE_FORMATS[0]);
    let screen = io::stdout().is_terminal().then(screen_columns);
    session.print(&(format.write)(page, screen))
}

/// Shows the codebook.
pub const CODEBOOK: Command = Command {
    name: "codebook",
    says: "Show the codebook as a page: definitions, counts, memos",
    examples: &[
        ("emic codebook | less", "to read it"),
        ("emic codebook --format html > codebook.html", "to print it, or send it"),
    ],
    arguments: |command| with_page_format(with_layer(command)),
    run: |session, matches| {
        let desk = session.looking()?;
        let page = codebook_page(desk.project(), desk.texts(), layer(desk.project(), matches)?);
        answer(session, matches, &page)
    },
};
