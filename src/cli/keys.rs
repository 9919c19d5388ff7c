//! The keys, as a table; and what is wrong with a person's own.

use clap::{Arg, ArgMatches};

use super::session::with_format;
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{Cell, Column, Kind, Table};
use crate::app::actions::action;
use crate::app::keymap::{CONTEXTS, KEYMAPS, Keymap, Problem};
use crate::store::read_input;

/// A keymap larger than this (bytes) is none.
const MOST: usize = 1 << 20;

/// Lists the keys.
pub const KEYS: Command = Command {
    name: "keys",
    says: "List the keys of the screen, or check a keymap of your own",
    examples: &[
        ("emic keys", "your keys, pane by pane"),
        ("emic keys --keymap vim", "those of a keymap that emic comes with: default, arrows, vim, emacs, gui"),
        ("emic keys check mine.ron", "what is wrong in a file of keys, with line and column"),
    ],
    arguments: |command| {
        let keymap = Arg::new("keymap").long("keymap").value_name("NAME|FILE");
        let file = Arg::new("file").value_name("FILE").help("Your keymap where none is named");
        let check = clap::Command::new("check").about("Say what is wrong in a file of keys; exit 1 where anything is");
        with_format(command.arg(keymap.help("Another keymap than yours"))).subcommand(check.arg(file))
    },
    run: |session, matches| match matches.subcommand() {
        Some((_, check)) => problems(session, check),
        None => list(session, matches),
    },
};

/// A person's file of keys: its name and words.
type OwnKeys = Option<(String, String)>;

fn list(session: &Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let given = matches.get_one::<String>("keymap").map(String::as_str);
    let (title, keymap) = match (given.filter(|word| !word.contains(['/', '.'])), given) {
        (Some(name), _) => (name.to_string(), Keymap::named(name).ok_or_else(|| no_keymap(name))?),
        (None, Some(file)) => laid_over_own(Some(read(file)?)),
        (None, None) => laid_over_own(own(session)?),
    };
    let column = |(key, title): (&str, &str)| Column { key: key.into(), title: title.into(), kind: Kind::Words };
    let columns = [("where", "Where"), ("keys", "Keys"), ("command", "Command"), ("does", "What it does")];
    let row = |context: &str, keys: &str, name: &str| {
        let says = action(name).map_or("", |action| action.says);
        [context, keys, name, says].map(Cell::from).to_vec()
    };
    let of_context = |context: &&'static str| {
        keymap.bindings(context).map(|(keys, name)| row(context, &keys, name)).collect::<Vec<_>>()
    };
    let rows = CONTEXTS.iter().flat_map(of_context).collect();
    let table = Table {
        report: "keys",
        title: format!("Keys: {title}"),
        columns: columns.map(column).into(),
        rows,
        ..Table::default()
    };
    session.answer(&table)
}

fn laid_over_own(own: OwnKeys) -> (String, Keymap) {
    let mut keymap = Keymap::built_in();
    match own {
        None => (KEYMAPS[0].name.to_string(), keymap),
        Some((file, words)) => {
            // What is wrong in the file, `emic keys check` says.
            keymap.overlay(&words, &file, &|name| action(name).is_some());
            (file, keymap)
        }
    }
}

fn problems(session: &Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let keys = match matches.get_one::<String>("file") {
        Some(file) => Some(read(file)?),
        None => own(session)?,
    };
    let Some((file, words)) = keys else {
        return session.print("no keymap of your own: the keys emic comes with are used\n");
    };
    let problems = Keymap::built_in().overlay(&words, &file, &|name| action(name).is_some());
    if problems.is_empty() {
        return session.print(&format!("{file}: no problems\n"));
    }
    let lines: String = problems.iter().map(Problem::to_string).map(|line| line + "\n").collect();
    session.print(&lines)?;
    Ok(Outcome::Short)
}

fn own(session: &Session) -> Result<OwnKeys, Failure> {
    let keys = session.home()?.read_keymap()?;
    Ok(keys.map(|(path, words)| (path.display().to_string(), words)))
}

fn read(file: &str) -> Result<(String, String), Failure> {
    let words = String::from_utf8(read_input(file, MOST)?);
    let words = words.map_err(|_| Failure::Unreadable(format!("{file}: this is no text in UTF-8")))?;
    Ok((file.to_string(), words))
}

fn no_keymap(name: &str) -> Failure {
    let there = KEYMAPS.iter().map(|keymap| format!("{} ({})", keymap.name, keymap.says)).collect::<Vec<_>>();
    Failure::Usage(format!("{name}: no such keymap; there are {}", there.join("; ")))
}
