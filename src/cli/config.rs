//! What this person chose, and where.

use clap::{Arg, ArgAction, ArgMatches};

use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{Cell, Kind, Table};
use crate::app::actions::action;
use crate::app::keymap::{Keymap, Problem};
use crate::settings::{FILE, Origin, SETTINGS, blank_file};
use crate::store::Policy;

/// Shows and begins settings.
pub const CONFIG: Command = Command {
    name: "config",
    says: "Show your settings, begin a file of them, or check it",
    examples: &[
        ("emic config", "what is chosen: a flag, the environment, the project's file, your file"),
        ("emic config --origin", "and where"),
        ("emic config init", "a file to choose in, with a line on each setting"),
        ("emic config check", "what is wrong in the files, by line and column"),
    ],
    arguments: |command| {
        let origin = Arg::new("origin").long("origin").action(ArgAction::SetTrue);
        let says = |name: &'static str, says: &'static str| clap::Command::new(name).about(says);
        with_format(command.arg(origin.help("Say where each was chosen"))).subcommands([
            says("init", "Begin a file of settings; one that is there stays as it is"),
            says("check", "Say what is wrong in the files of settings"),
        ])
    },
    run: |session, matches| match matches.subcommand_name() {
        Some("init") => {
            let path = session.home()?.write_config(FILE, &blank_file()).map_err(|error| match error {
                crate::store::StoreError::Exists { path } => {
                    Failure::Refused(format!("{} is there already, and stays as it is", path.display()))
                }
                error => error.into(),
            })?;
            session.print(&format!("{}\n", path.display()))
        }
        Some(_) => check(session),
        None => show(session, matches),
    },
};

fn check(session: &Session) -> Result<Outcome, Failure> {
    let mut problems = session.settings().problems;
    match session.home()?.read_keymap() {
        Ok(None) => {}
        Ok(Some((file, words))) => {
            let wrong = Keymap::built_in().overlay(&words, &file.display().to_string(), &|name| action(name).is_some());
            problems.extend(wrong.iter().map(Problem::to_string));
        }
        Err(error) => problems.push(error.to_string()),
    }
    let policy = Policy::here();
    if policy.trouble.is_some() {
        problems.push(policy.words());
    }
    problems.iter().for_each(|problem| talk(problem));
    if problems.is_empty() {
        talk("nothing is wrong");
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Short)
}

fn show(session: &Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let settings = session.settings();
    let mut table = Table {
        report: "config",
        title: "Settings".to_string(),
        settings: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        notes: settings.problems.clone(),
    };
    let origin = matches.get_flag("origin");
    let columns = ["setting", "value"].into_iter().chain(origin.then_some("origin")).chain(["variable", "says"]);
    columns.for_each(|key| table.column(key, key, Kind::Words));
    for setting in SETTINGS {
        let (value, from) = settings.chosen(setting.name).unwrap_or((setting.usual, Origin::Usual));
        let cells = [setting.name, value].into_iter().chain(origin.then_some(from.word()));
        table.rows.push(cells.chain([setting.variable, setting.says]).map(Cell::from).collect());
    }
    table.notes.push(format!("your file: {}", session.home()?.config.join(FILE).display()));
    table.notes.push(format!("policy of this machine: {}", Policy::here().words()));
    session.answer(&table)
}
