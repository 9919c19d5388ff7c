//! Questions: excerpts, words, reports.

use clap::{Arg, ArgAction, ArgMatches};

use super::lists::{layer, with_layer};
use super::session::{with_any_format, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::analysis::{
    ASK_KEYS, Answer, Asking, Cell, Column, Kind, Plain, Query, REPORTS, Reach, Report, SETTINGS, Says, Table, lists,
};
use crate::desk::Desk;
use crate::project::*;
use crate::text::{Span, Text, find_all, line_content, line_of, turn_at};

fn option(name: &'static str, value: &'static str, says: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(says)
}

/// Lists excerpts.
pub const EXCERPTS: Command = Command {
    name: "excerpts",
    says: "List coded passages, with their words",
    examples: &[
        ("emic excerpts --code \"Barriers > Boundaries\"", "what was coded so"),
        ("emic excerpts --code Barriers --subtree --case P07", "with subcodes, where P07 speaks"),
        ("emic excerpts --attribute site=North --format csv", "of people at one site, for a spreadsheet"),
        ("emic excerpts code:Barriers phase=2 \"felt heard\"", "the same in short, as the filter on the screen has it"),
        ("emic excerpts code:Stigma code:Hope -code:Money", "where two codes overlap, and a third does not"),
        ("emic excerpts 'own:Stigma near 2 turns (code:Hope OR code:Pride)'", "near one of two others"),
        ("emic excerpts --document FG2 --lines 107-109", "that touch these printed lines"),
    ],
    arguments: |command| {
        let asked_for = Arg::new("where").value_name("WHERE").num_args(0..).help("As code:NAME, phase=2, words");
        let command = command.after_long_help(asking_help()).args([
            asked_for,
            option("code", "PATH", "Coded so"),
            option("document", "TITLE", "In this document"),
            option("case", "NAME", "Where this person is a respondent"),
            option("speaker", "LABEL", "Where the speaker of this label is a respondent"),
            option("coder", "NAME", "Coded by them"),
            option("flag", "FLAG", "Flagged so: key-quote or discuss"),
            option("attribute", "NAME=VALUE", "With this value; without a value: missing").action(ArgAction::Append),
            option("words", "WORDS", "With these words in it"),
            lines_option(),
        ]);
        let flag = |name: &'static str, says: &'static str| {
            Arg::new(name).long(name).action(ArgAction::SetTrue).requires("code").help(says)
        };
        let subtree = flag("subtree", "Subcodes count with the code").conflicts_with("own");
        with_format(with_layer(command.args([subtree, flag("own", "The code alone counts (the default)")])))
    },
    run: list_excerpts,
};

fn list_excerpts(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let desk = session.looking()?;
    let (project, texts) = (desk.project(), desk.texts());
    let says = matches.get_one::<String>("words").cloned().map(Says::Words).into_iter().collect();
    let query = query(project, matches)?;
    let layer = query.layer;
    let given = Asking::Plain(Box::new(Plain { query, says }));
    let asking = given.and(Asking::parse(project, &asked_for(matches))?)?;
    let mut found = asking.excerpts(project, texts, layer);
    if let Some((id, lines)) = lines(&desk, matches)? {
        found.retain(|excerpt| excerpt.document == id && excerpt.span.overlaps(lines));
    }
    session.answer_if_any(&lists::excerpts(project, texts, &found))
}

/// What is asked for in words. A shell takes quotation marks away: what comes as one is one condition.
pub(super) fn asked_for(matches: &ArgMatches) -> String {
    let whole = |part: &String| -> String {
        if part.contains('"') || !part.contains(char::is_whitespace) || Asking::has_signs(part) {
            return part.clone();
        }
        let keyed = part.split_once([':', '=']).filter(|(key, _)| !key.contains(char::is_whitespace));
        match keyed {
            None => format!("\"{part}\""),
            Some((_, name)) if name.contains([':', '=']) => part.clone(),
            Some((key, name)) => match name.strip_suffix('*') {
                Some(name) => format!("{key}:\"{name}\"*"),
                None => format!("{key}:\"{name}\""),
            },
        }
    };
    matches.get_many::<String>("where").into_iter().flatten().map(whole).collect::<Vec<_>>().join(" ")
}

/// How it is written what is asked of excerpts.
fn asking_help() -> String {
    let keys: Vec<String> = ASK_KEYS.iter().map(|key| format!("{:<8} {}", key.name, key.says)).collect();
    format!(
        "What WHERE may be: words that the excerpt says, /a regular expression/, or KEY:NAME. The keys:\n  {}\n  \
         an attribute's name, with = and its value (nothing: missing)\n\
         Names may be cut short as long as only one begins so.\n\
         What stands side by side holds at once. Between them may stand OR, NOT or -, ( ), and how the passages that \
         are listed stand to others: overlaps, within, near 10 words, near 2 turns.",
        keys.join("\n  ")
    )
}

fn lines_option() -> Arg {
    option("lines", "N-M", "In these printed lines of the document").requires("document")
}

/// The printed lines that were asked for, as the words in them.
fn lines(desk: &Desk, matches: &ArgMatches) -> Result<Option<(DocumentId, Span)>, Failure> {
    let given = |name: &str| matches.get_one::<String>(name);
    let (Some(title), Some(lines)) = (given("document"), given("lines")) else { return Ok(None) };
    let document = names::document(desk.project(), title)?;
    Ok(Some((document, names::words_of_lines(desk, document, names::lines(lines)?)?)))
}

fn query(project: &Project, matches: &ArgMatches) -> Result<Query, Failure> {
    let given = |name: &str| matches.get_one::<String>(name);
    let reach = if matches.get_flag("subtree") { Reach::Subtree } else { Reach::Own };
    let mut query = Query { layer: layer(project, matches)?, reach, ..Query::default() };
    query.code = given("code").map(|typed| names::code(project, typed)).transpose()?;
    query.document = given("document").map(|typed| names::document(project, typed)).transpose()?;
    query.person = given("case").map(|typed| names::person(project, typed)).transpose()?;
    query.label = given("speaker").cloned();
    if let Some(label) = &query.label {
        names::speaker(project, label)?;
    }
    query.coder = given("coder").map(|typed| names::coder(project, typed)).transpose()?;
    query.flag = given("flag").map(|typed| flag(typed)).transpose()?;
    for pair in matches.get_many::<String>("attribute").into_iter().flatten() {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| Failure::Usage(format!("{pair}: not an attribute and its value; write NAME=VALUE")))?;
        let value = Some(value).filter(|value| !value.is_empty()).map(str::to_string);
        query.values.push((names::attribute(project, name)?, value));
    }
    Ok(query)
}

fn flag(typed: &str) -> Result<Flag, Failure> {
    let wanted = typed.replace('-', " ");
    Flag::ALL.into_iter().find(|flag| flag.word() == wanted).ok_or_else(|| {
        let words = Flag::ALL.map(|flag| flag.word().replace(' ', "-")).join(", ");
        Failure::Usage(format!("{typed}: no such flag; there are {words}"))
    })
}

/// Finds words.
pub const SEARCH: Command = Command {
    name: "search",
    says: "Find words in all documents",
    examples: &[
        ("emic search \"felt heard\"", "every line that has them, any case, any accents"),
        ("emic search nurse --document FG2", "in one document"),
    ],
    arguments: |command| {
        let words =
            Arg::new("words").value_name("WORDS").required(true).help("Capitals and accents, where typed, must fit");
        with_format(command.args([words, option("document", "TITLE", "In this document only"), lines_option()]))
    },
    run: search,
};

fn search(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let desk = session.looking()?;
    let project = desk.project();
    let words = matches.get_one::<String>("words").map_or("", String::as_str);
    if words.trim().is_empty() {
        return Err(Failure::Usage("nothing to search for; name some words, as in `emic search stigma`".to_string()));
    }
    let only = matches.get_one::<String>("document").map(|typed| names::document(project, typed)).transpose()?;
    let within = lines(&desk, matches)?.map(|(_, lines)| lines);
    let column = |(key, kind): (&str, Kind)| Column { key: key.to_string(), title: key.to_string(), kind };
    let columns = [
        ("document", Kind::Words),
        ("line", Kind::Numbers),
        ("start", Kind::Numbers),
        ("end", Kind::Numbers),
        ("speaker", Kind::Words),
        ("text", Kind::Words),
    ];
    let mut table = Table {
        report: "search",
        title: format!("Where {words:?} stands"),
        settings: Vec::new(),
        columns: columns.map(column).into(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for (id, document) in project.documents().filter(|(id, _)| only.is_none_or(|only| only == *id)) {
        match desk.text(id) {
            Some(text) => hits(document, &text, words, within, &mut table),
            None => table.notes.push(format!("the words of {} are missing; see `emic check`", document.title)),
        }
    }
    session.answer_if_any(&table)
}

fn hits(document: &Document, text: &Text, words: &str, within: Option<Span>, table: &mut Table) {
    for hit in find_all(text, words).into_iter().filter(|hit| within.is_none_or(|lines| lines.overlaps(*hit))) {
        let line = line_of(&document.lines, hit.start());
        let turn = turn_at(&document.turns, hit.start()).map(|place| document.turns[place].speaker);
        let speaker = turn.and_then(|place| document.speakers.get(usize::from(place)));
        table.rows.push(vec![
            Cell::from(document.title.as_str()),
            Cell::from(line as u64 + 1),
            Cell::from(u64::from(hit.start())),
            Cell::from(u64::from(hit.end())),
            Cell::from(speaker.map_or("", |speaker| &speaker.label)),
            Cell::from(text.slice(line_content(text, &document.turns, &document.lines, line))),
        ]);
    }
}

/// Answers by a report.
pub const REPORT: Command = Command {
    name: "report",
    says: "Count and compare, with evidence",
    examples: &[
        ("emic report category --format md > codes.md", "respondents and excerpts of every code"),
        ("emic report category --format docx > codes.docx", "the same as a table for a paper"),
        ("emic report frequency --by document", "a column for every document"),
        ("emic report crosstab --by site --count subtree", "codes against an attribute"),
        ("emic report code --code Stigma --format html > stigma.html", "one code with all its excerpts, to read"),
        ("emic report quotations --by site,role", "key quotes, as a paper prints them"),
    ],
    arguments: |command| {
        let values = REPORTS.iter().map(|report| clap::builder::PossibleValue::new(report.name).help(report.says));
        let name = Arg::new("name").value_name("NAME").required(true).value_parser(values.collect::<Vec<_>>());
        let settings = SETTINGS.iter().map(|setting| option(setting.key, "VALUE", setting.says));
        with_any_format(command.arg(name.help("Which report")).args(settings))
    },
    run: |session, matches| {
        let mut desk = session.looking()?;
        let name = matches.get_one::<String>("name").map_or("", String::as_str);
        let Some(report) = Report::of(name) else { return Err(Failure::Usage(format!("{name}: no such report"))) };
        let pairs =
            SETTINGS.iter().filter_map(|setting| Some((setting.key, matches.get_one::<String>(setting.key)?.as_str())));
        let pairs: Vec<(&str, &str)> = pairs.collect();
        let texts = desk.texts().clone();
        let answer = if report.reads_log() {
            let log = desk.history()?;
            report.answer(log.project(), Some(log), &texts, &pairs)?
        } else {
            report.answer(desk.project(), None, &texts, &pairs)?
        };
        match answer {
            Answer::Table(table) => {
                let answered = session.answer(&table);
                // The process ends: to take apart a table of many cells would take as long as to make it.
                std::mem::forget(table);
                answered
            }
            Answer::Page(page) => session.answer_page(&page),
        }
    },
};
