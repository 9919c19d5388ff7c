//! Pages to read and print: the codebook, the memos.

use clap::{Arg, ArgAction, ArgMatches};

use super::lists::{layer, with_layer};
use super::session::{choices, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::{Format, MemoQuery, PAGE_FORMATS, Page, codebook_page, memo_page, memo_table};
use crate::project::{MemoKind, Project, Target};

/// Adds the choice of a page's format.
fn with_page_format(command: clap::Command) -> clap::Command {
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(choices(PAGE_FORMATS));
    command.arg(format.default_value("text").help("How the page is written"))
}

/// Answers with a page, in the format of that name.
fn answer(session: &Session, format: &str, page: &Page) -> Result<Outcome, Failure> {
    session.put(Format::<Page>::of(format).unwrap_or(&PAGE_FORMATS[0]), page)
}

/// Shows the codebook.
pub const CODEBOOK: Command = Command {
    name: "codebook",
    says: "Show the codebook as a page: definitions, counts, memos",
    examples: &[
        ("emic codebook | less", "to read it"),
        ("emic codebook --format html > codebook.html", "to print it, or send it"),
        ("emic codebook --format docx > codebook.docx", "to go on with it in Word"),
    ],
    arguments: |command| with_page_format(with_layer(command)),
    run: |session, matches| {
        let desk = session.looking()?;
        let page = codebook_page(desk.project(), desk.texts(), layer(desk.project(), matches)?);
        answer(session, matches.get_one::<String>("format").map_or("text", String::as_str), &page)
    },
};

/// Lists the memos.
pub const MEMOS: Command = Command {
    name: "memos",
    says: "List the memos, or write them out in full",
    examples: &[
        ("emic memos", "what they are about, and how they begin"),
        ("emic memos --kind decision --full md > decisions.md", "the words of all decisions, as Markdown"),
        ("emic memos --document FG2", "on this document and passages in it"),
    ],
    arguments: |command| {
        let option = |name: &'static str, value: &'static str, says: &'static str| {
            Arg::new(name).long(name).value_name(value).help(says)
        };
        let kinds = option("kind", "KIND", "Of this kind").value_parser(MemoKind::ALL.map(MemoKind::word));
        let full = option("full", "FORMAT", "All their words as a page in that format")
            .value_parser(choices(PAGE_FORMATS))
            .num_args(0..=1)
            .default_missing_value("md");
        let on = [
            option("code", "PATH", "On this code"),
            option("document", "TITLE", "On this document, or passages in it"),
            option("case", "NAME", "On this person"),
            Arg::new("study").long("study").action(ArgAction::SetTrue).help("On the study as a whole"),
        ];
        let command = command.arg(kinds).arg(option("by", "NAME", "Written by them")).args(on).arg(full);
        let group = clap::ArgGroup::new("on").args(["code", "document", "case", "study"]).required(false);
        with_format(command.group(group))
    },
    run: |session, matches| {
        let desk = session.looking()?;
        let (project, texts) = (desk.project(), desk.texts());
        let query = memo_query(project, matches)?;
        match matches.get_one::<String>("full") {
            Some(format) => answer(session, format, &memo_page(project, texts, &query)),
            None => session.answer_if_any(&memo_table(project, texts, &query)),
        }
    },
};

fn memo_query(project: &Project, matches: &ArgMatches) -> Result<MemoQuery, Failure> {
    let given = |name: &str| matches.get_one::<String>(name);
    let on = match (given("code"), given("document"), given("case")) {
        (Some(typed), ..) => Some(Target::Code(names::code(project, typed)?)),
        (_, Some(typed), _) => Some(Target::Document(names::document(project, typed)?)),
        (.., Some(typed)) => Some(Target::Case(names::case(project, typed)?)),
        _ => matches.get_flag("study").then_some(Target::Project),
    };
    let coder = given("by").map(|typed| names::coder(project, typed)).transpose()?;
    Ok(MemoQuery { kind: given("kind").and_then(|word| MemoKind::of(word)), coder, on, ..MemoQuery::default() })
}
