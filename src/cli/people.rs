//! What is known of people and documents, and the journals.

use clap::{Arg, ArgAction, ArgMatches};

use super::passphrase::with_passphrase;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::people::attribute_list;
use crate::analysis::{Cell, Column, Kind, MemoQuery, Table, memos_meant};
use crate::desk::Desk;
use crate::exchange::{LIMIT, Values, plan_values, sheet_text};
use crate::project::{Edit, MemoId, MemoKind, Target, Texts};
use crate::store::read_input;

/// Lists the attributes, or takes in a sheet of values.
pub const ATTRIBUTES: Command = Command {
    name: "attributes",
    says: "List the attributes, or take a sheet of values from a spreadsheet",
    examples: &[
        ("emic attributes", "what is known of people and documents, and how much of it is missing"),
        ("emic attributes people.csv --dry-run", "what a sheet with the heading  person,age,site  would set"),
        ("emic attributes people.csv --new", "people whom the project does not know are added"),
    ],
    arguments: |command| {
        with_passphrase(with_format(
            command.args([
                Arg::new("file")
                    .value_name("FILE")
                    .help("Rows of a .xlsx, or parted by commas, semicolons or tabs; - for standard input"),
                Arg::new("new")
                    .long("new")
                    .action(ArgAction::SetTrue)
                    .help("Add people whom the project does not know"),
                Arg::new("dry-run")
                    .long("dry-run")
                    .action(ArgAction::SetTrue)
                    .help("Say what would be done, and do nothing"),
            ]),
        ))
    },
    run: |session, matches| match matches.get_one::<String>("file") {
        None => session.answer_if_any(&attribute_list(session.looking()?.project())),
        Some(file) => take(session, matches, file),
    },
};

fn take(session: &Session, matches: &ArgMatches, file: &str) -> Result<Outcome, Failure> {
    let bytes = session.read_input(file, LIMIT)?;
    let (sheet, notes) = sheet_text(&bytes).map_err(|error| Failure::from(error).at(file))?;
    notes.iter().for_each(|note| talk(&format!("{file}: left out: {note}")));
    let taking = Taking { new: matches.get_flag("new"), dry_run: matches.get_flag("dry-run") };
    take_values(session, &mut session.desk()?, (file, &sheet), taking)
}

/// What is to be done with a sheet of values.
pub struct Taking {
    /// Whether people are added whom the project does not know.
    pub new: bool,
    /// Whether it is only said what would be done.
    pub dry_run: bool,
}

/// Takes in the values of a sheet.
///
/// # Errors
/// It has no rows, people whom nobody knows, or values that do not fit; nothing was changed.
pub fn take_values(
    session: &Session,
    desk: &mut Desk,
    (file, sheet): (&str, &str),
    taking: Taking,
) -> Result<Outcome, Failure> {
    let plan = desk.plan(|project, ids, _| plan_values(project, sheet, ids));
    let plan = plan.map_err(|why| Failure::Unreadable(format!("{file}: {why}")))?;
    for fault in &plan.faults {
        talk(&format!("{file}:{}: {}", fault.line, fault.what));
    }
    if !taking.new && !plan.people.is_empty() {
        let unknown = plan.people.join(", ");
        return Err(Failure::Refused(format!(
            "{file}: unknown people: {unknown}; nothing was changed; --new adds them"
        )));
    }
    if !plan.faults.is_empty() {
        return Err(Failure::Refused(format!("{file}: nothing was changed; mend these lines and try again")));
    }
    let Values { edits, set, subjects, attributes, people, .. } = plan;
    let said = format!("{set} values of {subjects} people or documents");
    if taking.dry_run || edits.is_empty() {
        talk(&format!("{said} would be set"));
        attributes.iter().for_each(|name| talk(&format!("new attribute: {name}")));
        people.iter().for_each(|name| talk(&format!("new person: {name}")));
        return Ok(if edits.is_empty() { Outcome::Short } else { Outcome::Done });
    }
    desk.commit(edits)?;
    session.saved(desk)?;
    talk(&format!("{said} set; `emic undo` takes them back"));
    session.answer(&attribute_list(desk.project()))
}

/// Shows the journals, or writes in today's.
pub const JOURNAL: Command = Command {
    name: "journal",
    says: "Show the journals, or write in your journal of today",
    examples: &[
        ("emic journal", "every day, in order"),
        (r#"emic journal add "Second round of coding begun.""#, "a paragraph in today's"),
    ],
    arguments: |command| {
        let words = Arg::new("words").value_name("WORDS").required(true).help("The words; - for standard input");
        let add = clap::Command::new("add").about("Write a paragraph in your journal of today").arg(words);
        with_format(command.subcommand(add))
    },
    run: |session, matches| match matches.subcommand() {
        Some(("add", matches)) => add(session, matches.get_one::<String>("words").map_or("", String::as_str)),
        _ => session.answer_if_any(&journals(session)?),
    },
};

fn journals(session: &Session) -> Result<Table, Failure> {
    let desk = session.looking()?;
    let column = |name: &str| Column { key: name.to_string(), title: name.to_string(), kind: Kind::Words };
    let columns = ["day", "coder", "words"].map(column).into();
    let mut table = Table { report: "journal", title: "Journals".to_string(), columns, ..Table::default() };
    let query = MemoQuery { journal: true, ..MemoQuery::default() };
    for (_, memo) in memos_meant(desk.project(), desk.texts(), &query) {
        let Target::Day(day) = memo.on else { continue };
        let words = desk.texts().text(memo.text).map_or_else(String::new, |text| text.as_str().trim().to_string());
        let cells = [day.to_string(), desk.project().coder_name(memo.coder).to_string(), words];
        table.rows.push(cells.iter().map(|cell| Cell::from(cell.as_str())).collect());
    }
    Ok(table)
}

fn add(session: &Session, typed: &str) -> Result<Outcome, Failure> {
    let words = match typed {
        "-" => String::from_utf8_lossy(&read_input("-", LIMIT)?).into_owned(),
        words => words.to_string(),
    };
    let words = words.trim();
    if words.is_empty() {
        return Err(Failure::Usage("no words were given; nothing was written".to_string()));
    }
    let mut desk = session.desk()?;
    let (coder, today) = (desk.coder(), desk.today());
    let memo = desk.project().journal(coder, today);
    let before = memo.and_then(|id| desk.project().memo(id)).and_then(|memo| desk.texts().text(memo.text));
    let before = before.map_or_else(String::new, |text| format!("{}\n\n", text.as_str().trim_end()));
    let text = desk.hold(&format!("{before}{words}"));
    let edit = match memo {
        Some(memo) => Edit::WriteMemo { memo, kind: MemoKind::default(), text, excerpts: None },
        None => {
            let (memo, on) = (MemoId(desk.next_id()), Target::Day(today));
            Edit::AddMemo { memo, on, kind: MemoKind::default(), coder, text, excerpts: None }
        }
    };
    desk.commit(vec![edit])?;
    session.saved(&desk)?;
    talk(&format!("written in the journal of {today}"));
    Ok(Outcome::Done)
}
