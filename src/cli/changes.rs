//! The commonest changes, in a few words each.

use clap::{Arg, ArgAction, ArgMatches};
use serde_json::{Value, json};

use super::edit::{apply_line, checked, make};
use super::{Command, Failure, Outcome, Session, names};
use crate::desk::Desk;
use crate::project::*;
use crate::text::Span;

fn needed(name: &'static str, value: &'static str, says: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).required(true).help(says)
}

fn word<'a>(matches: &'a ArgMatches, name: &str) -> &'a str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

fn on_passage(command: clap::Command) -> clap::Command {
    let span = Arg::new("span").long("span").value_name("A..B").help("From character A up to B, counted from 0");
    let lines = Arg::new("lines").long("lines").value_name("N-M").help("The words of these printed lines");
    let document = needed("document", "TITLE", "The document");
    let command = command.args([document, span, lines, needed("code", "PATH", "The code")]);
    command.group(clap::ArgGroup::new("passage").args(["span", "lines"]).required(true))
}

/// The passage meant, by characters or by printed lines.
fn passage(desk: &Desk, document: DocumentId, matches: &ArgMatches) -> Result<Span, Failure> {
    match matches.get_one::<String>("lines") {
        Some(lines) => names::words_of_lines(desk, document, names::lines(lines)?),
        None => names::span(word(matches, "span")),
    }
}

/// Puts a code on a passage.
pub const APPLY: Command = Command {
    name: "apply",
    says: "Put a code on a passage; prints the coding's id",
    examples: &[
        (r#"emic apply --document FG2 --span 120..240 --code "Barriers > Boundaries""#, "code one passage"),
        ("emic apply --document FG2 --lines 107-109 --code Stigma", "by the numbers in the margin"),
    ],
    arguments: on_passage,
    run: |session, matches| {
        let mut desk = session.desk()?;
        let document = names::document(desk.project(), word(matches, "document"))?;
        let span = passage(&desk, document, matches)?;
        let line = apply_line(&document.to_string(), span, word(matches, "code"));
        act(session, &mut desk, vec![line])
    },
};

/// Takes a code off a passage.
pub const UNAPPLY: Command = Command {
    name: "unapply",
    says: "Take your own code off a passage",
    examples: &[(
        r#"emic unapply --document FG2 --span 120..240 --code Boundaries"#,
        "the coding on exactly this span",
    )],
    arguments: on_passage,
    run: |session, matches| {
        let mut desk = session.desk()?;
        let project = desk.project();
        let document = names::document(project, word(matches, "document"))?;
        let code = names::code(project, word(matches, "code"))?;
        let span = passage(&desk, document, matches)?;
        let mine = |coding: &Coding| {
            coding.span == span
                && project.stands_for(coding.code) == code
                && project.coder_of(coding.coder) == project.coder_of(desk.coder())
        };
        let found = project.codings_touching(document, span).find(|(_, coding)| mine(coding)).map(|(id, _)| id);
        let Some(coding) = found else {
            let who = desk.coder_name();
            return Err(Failure::Refused(format!(
                "{who} has no such coding on {}..{}; `emic excerpts --coder {who}` lists them",
                span.start(),
                span.end(),
            )));
        };
        act(session, &mut desk, vec![json!({ "Remove": { "thing": { "Coding": coding } } })])
    },
};

/// Changes the codebook.
pub const CODE: Command = Command {
    name: "code",
    says: "Change the codebook: add, rename, move, merge, retire, define, given",
    examples: &[
        (r#"emic code add "Barriers > Boundaries""#, "makes Barriers too where it is missing; prints ids"),
        (r#"emic code rename Boundaries "Role boundaries""#, "another name"),
        (r#"emic code move Boundaries --under Role"#, "elsewhere in the tree (without --under: to the top)"),
        (r#"emic code merge Limits Boundaries"#, "Limits becomes a part of Boundaries"),
        (r#"emic code retire Limits"#, "put away, its codings kept (--back takes it into use again)"),
        (r#"emic code given Training"#, "from the guide or theory, not from the data (--back says it is)"),
        (r#"emic code define Boundaries --definition "where a role ends""#, "for the codebook"),
    ],
    arguments: |command| {
        let says = |name: &'static str, says: &'static str| clap::Command::new(name).about(says);
        let path = |name: &'static str| Arg::new(name).value_name("PATH").required(true).help("A code, by path or id");
        let text = |name: &'static str, says: &'static str| Arg::new(name).long(name).value_name("WORDS").help(says);
        let under = Arg::new("under").long("under").value_name("PATH").help("The code to put it under");
        let back = |says: &'static str| Arg::new("back").long("back").action(ArgAction::SetTrue).help(says);
        command.subcommand_required(true).subcommands([
            says("add", "Add a code, and those above it that are missing")
                .arg(path("path").help("Its path: Barriers > Boundaries")),
            says("rename", "Give a code another name")
                .args([path("path"), Arg::new("name").value_name("NAME").required(true)]),
            says("move", "Put a code elsewhere in the tree").args([path("path"), under]),
            says("merge", "Make a code part of another").args([
                path("path").value_name("CODE"),
                path("into").value_name("INTO").help("The code that has its codings from now on"),
            ]),
            says("retire", "Put a code away; its codings are kept")
                .args([path("path"), back("Take it into use again")]),
            says("given", "Say that a code was there beforehand, from a guide or theory")
                .args([path("path"), back("Say that it came from the data")]),
            says("define", "Write what the codebook says of a code; what is not given stays").args([
                path("path"),
                text("definition", "What it means"),
                text("include", "When to use it"),
                text("exclude", "When not to"),
                text("example", "What it looks like"),
            ]),
        ])
    },
    run: |session, matches| {
        let Some((what, matches)) = matches.subcommand() else { return Ok(Outcome::Short) };
        let path = word(matches, "path");
        let mut desk = session.desk()?;
        let lines = match what {
            "add" => added(desk.project(), path)?,
            "rename" => vec![json!({ "RenameCode": { "code": path, "name": word(matches, "name") } })],
            "move" => vec![json!({ "MoveCode": { "code": path, "parent": matches.get_one::<String>("under") } })],
            "merge" => vec![json!({ "MergeCode": { "code": path, "into": word(matches, "into") } })],
            "retire" => vec![json!({ "RetireCode": { "code": path, "retired": !matches.get_flag("back") } })],
            "given" => vec![json!({ "SetGiven": { "code": path, "given": !matches.get_flag("back") } })],
            _ => vec![defined(desk.project(), path, matches)?],
        };
        act(session, &mut desk, lines)
    },
};

/// The lines that add a code and what is missing above it.
///
/// # Errors
/// Several codes have the path above it.
pub fn added(project: &Project, path: &str) -> Result<Vec<Value>, Failure> {
    let Some((above, name)) = path.rsplit_once('>') else {
        return Ok(vec![json!({ "AddCode": { "name": path.trim() } })]);
    };
    let above = above.trim();
    let mut lines = match project.find_code(above) {
        Ok(_) => Vec::new(),
        Err(several) if several.is_empty() => added(project, above)?,
        Err(_) => names::code(project, above).map(|_| Vec::new())?,
    };
    lines.push(json!({ "AddCode": { "name": name.trim(), "parent": above } }));
    Ok(lines)
}

fn defined(project: &Project, path: &str, matches: &ArgMatches) -> Result<Value, Failure> {
    let code = names::code(project, path)?;
    let mut definition = project.code(code).map(|code| code.definition.clone()).unwrap_or_default();
    let Definition { definition: means, include, exclude, example } = &mut definition;
    for (name, part) in [("definition", means), ("include", include), ("exclude", exclude), ("example", example)] {
        if let Some(words) = matches.get_one::<String>(name) {
            part.clone_from(words);
        }
    }
    Ok(json!({ "DefineCode": { "code": code, "definition": definition } }))
}

fn act(session: &Session, desk: &mut Desk, lines: Vec<Value>) -> Result<Outcome, Failure> {
    let mut lines = lines.into_iter();
    make(session, desk, |desk| lines.next().map(|line| checked(desk, line)))
}
