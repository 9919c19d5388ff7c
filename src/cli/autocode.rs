//! Coding by a rule.

use clap::{Arg, ArgAction, ArgMatches};

use super::ask::asked_for;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::{Excerpt, Extent, Rule, lists};
use crate::project::{DocumentId, Edit, Project};
use crate::text::Span;

/// Codes what words or a pattern find.
pub const AUTOCODE: Command = Command {
    name: "autocode",
    says: "Code what words or a pattern find, as one act",
    examples: &[
        (
            r#"emic autocode --words "staff, team*" --unit sentence --in FG2 --code Stigma --dry-run"#,
            "what it would code",
        ),
        (r#"emic autocode --words "staff, team*" --unit sentence --in FG2 --code Stigma"#, "one undo takes it back"),
        (r#"emic autocode --pattern "they (said|told)" --unit turn --code Voices spk:P07"#, "where one person speaks"),
    ],
    arguments: |command| {
        let option = |name: &'static str, value: &'static str, says: &'static str| {
            Arg::new(name).long(name).value_name(value).help(says)
        };
        let units: Vec<&str> = Extent::ALL.into_iter().map(|(_, word)| word).collect();
        let unit = option("unit", "UNIT", "How much of the text around it is coded").value_parser(units);
        let command = command.args([
            Arg::new("where")
                .value_name("WHERE")
                .num_args(0..)
                .help("As for `emic excerpts`: spk:P07, code:NAME, phase=2"),
            option("words", "WORDS", "Any of these, parted by commas; with * at its end a word may go on"),
            option("pattern", "PATTERN", "A regular expression"),
            unit.default_value("sentence"),
            option("in", "TITLE", "In this document"),
            option("code", "PATH", "The code").required(true),
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("List what would be coded, and change nothing"),
        ]);
        with_format(command.group(clap::ArgGroup::new("sought").args(["words", "pattern"]).required(true)))
    },
    run: autocode,
};

fn autocode(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let given = |name: &str| matches.get_one::<String>(name);
    if matches.get_flag("dry-run") {
        let desk = session.looking()?;
        names::code(desk.project(), given("code").map_or("", String::as_str))?;
        let found = rule(desk.project(), matches)?.passages(desk.project(), desk.texts());
        let excerpts: Vec<Excerpt> = found.into_iter().map(|place| excerpt(desk.project(), place)).collect();
        return session.answer_if_any(&lists::excerpts(desk.project(), desk.texts(), &excerpts));
    }
    let mut desk = session.desk()?;
    let code = names::code(desk.project(), given("code").map_or("", String::as_str))?;
    let rule = rule(desk.project(), matches)?;
    let found = rule.passages(desk.project(), desk.texts());
    let edits = desk.code_by_rule(&found, code)?;
    let left = found.len() - edits.len();
    if edits.is_empty() {
        talk(if left > 0 { "all that is found is coded so already" } else { "nothing is found so" });
        return Ok(Outcome::Short);
    }
    let ids: Vec<String> = edits.iter().filter_map(Edit::adds).map(|thing| format!("{}\n", thing.id())).collect();
    let why = rule.words(desk.project());
    desk.commit_why(edits, why)?;
    session.saved(&desk)?;
    let already = if left > 0 { format!("; {left} were coded so already") } else { String::new() };
    talk(&format!("coded {} passages as {}{already}", ids.len(), desk.project().code_words(code)));
    session.print(&ids.concat())
}

fn rule(project: &Project, matches: &ArgMatches) -> Result<Rule, Failure> {
    let given = |name: &str| matches.get_one::<String>(name);
    let sought = match given("pattern") {
        Some(pattern) => format!("/{pattern}/"),
        None => given("words").cloned().unwrap_or_default(),
    };
    let extent = given("unit").and_then(|word| Extent::of(word)).unwrap_or_default();
    let document = given("in").map(|title| names::document(project, title)).transpose()?;
    let document = document.and_then(|id| project.document(id)).map(|document| format!("doc:\"{}\"", document.title));
    let within = format!("{} {}", document.unwrap_or_default(), asked_for(matches));
    Ok(Rule::read(project, &sought, extent, &within)?)
}

/// A passage as the list of excerpts has it, with the codings that stand on just this span.
fn excerpt(project: &Project, (document, span): (DocumentId, Span)) -> Excerpt {
    let here = project.codings_touching(document, span).filter(|(_, coding)| coding.span == span);
    Excerpt { document, span, codings: here.map(|(id, _)| id).collect() }
}
