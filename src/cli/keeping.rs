//! Keeping a project: is it what it was, a checked copy of it, and what a damaged one still holds.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::review::unread;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{Cell, Column, Kind, Table, faults};
use crate::store::{NamesIn, backup, damaged_texts, head_of_all, open_to_others, recover};

/// Checks the project.
pub const CHECK: Command = Command {
    name: "check",
    says: "Check that every line, text and excerpt is what it was",
    examples: &[
        ("emic check", "exit code 1 when something is wrong"),
        ("emic check --head", "one hash for all that is in the logs, for the minutes of a meeting"),
    ],
    arguments: |command| {
        let head = Arg::new("head").long("head").action(ArgAction::SetTrue);
        with_format(command.arg(head.help("Print only the hash over the heads of all logs")))
    },
    run: check,
};

fn check(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    // Before the project is opened, which closes what is open.
    let open = session.meant().map(|found| open_to_others(&found.path)).unwrap_or_default();
    let mut desk = session.looking()?;
    let heads = desk.folder().heads()?;
    if matches.get_flag("head") {
        return session.print(&format!("{}\n", head_of_all(&heads)));
    }
    let texts = desk.texts().clone();
    let mut table = faults(desk.history().map_err(unread)?, &texts);
    let mut add = |row: [&str; 4]| table.rows.push(row.map(Cell::from).into());
    for aside in desk.set_aside() {
        let place = format!("{}:{}", desk.folder().path().join("log").join(&aside.file).display(), aside.line);
        add([
            "set aside",
            &place,
            &aside.fault.to_string(),
            "bring the file back from a backup or a colleague's copy, or rescue the rest with `emic recover`",
        ]);
    }
    for (path, why) in damaged_texts(desk.folder())? {
        add([
            "damaged text",
            &path.display().to_string(),
            &why,
            "bring the file back from a backup or a colleague's copy",
        ]);
    }
    for why in desk.not_erased() {
        add(["not erased", "", why, "open the project again as whoever the file belongs to"]);
    }
    for path in open {
        add([
            "open to others",
            &path.display().to_string(),
            "others than you could read it",
            "it was closed now, where it is yours; others may have read it",
        ]);
    }
    if table.rows.is_empty() {
        talk("nothing is wrong");
    }
    for head in &heads {
        table.notes.push(format!("head of log/{}: {}", head.log, head.hash));
    }
    table.notes.push(format!("head of the project: {}", head_of_all(&heads)));
    session.answer(&table)?;
    Ok(if table.rows.is_empty() { Outcome::Done } else { Outcome::Short })
}

/// Makes a checked copy.
pub const BACKUP: Command = Command {
    name: "backup",
    says: "Copy the project into a new folder, read the copy back and compare it",
    examples: &[
        ("emic backup /mnt/stick", "makes /mnt/stick/NAME-DAY-1, and says its head hash"),
        ("emic backup /mnt/stick --with-originals", "the imported files too, in a folder of their own"),
    ],
    arguments: |command| {
        let dir = Arg::new("dir").value_name("DIR").required(true).value_parser(value_parser!(PathBuf));
        let originals = Arg::new("with-originals").long("with-originals").action(ArgAction::SetTrue);
        command.args([
            dir.help("Where the copy goes, in a new folder"),
            originals.help("Copy the imported files too, which may name people"),
        ])
    },
    run: |session, matches| {
        let desk = session.looking()?;
        let folder = desk.folder();
        let vault = matches.get_flag("with-originals").then(|| session.home()).transpose()?;
        let vault = vault.map(|home| home.vault(folder.id()));
        let made = backup(folder, path_of(matches, "dir"), &desk.today().to_string(), vault.as_deref())?;
        // Not noted, it is asked for again: no loss.
        let _ = folder.note_backup(desk.now());
        desk.note_sent("backup", Some(&made.path), &session.coder(), NamesIn::Identified);
        let originals = if made.originals > 0 { format!(", {} originals", made.originals) } else { String::new() };
        talk(&format!(
            "copied {} logs and {} texts{originals}, read them back and compared them; head {}",
            made.logs, made.texts, made.head
        ));
        session.print(&format!("{}\n", made.path.display()))?;
        let missing = faults_of(session)?;
        if made.set_aside + missing == 0 {
            return Ok(Outcome::Done);
        }
        talk("the copy is as damaged as the project is; `emic check` says where");
        Ok(Outcome::Short)
    },
};

/// How much is wrong in the project itself.
fn faults_of(session: &Session) -> Result<usize, Failure> {
    let mut desk = session.looking()?;
    let texts = desk.texts().clone();
    Ok(faults(desk.history().map_err(unread)?, &texts)
        .rows
        .iter()
        .filter(|row| row[0] != Cell::from("conflict"))
        .count())
}

/// Rescues what a damaged folder holds.
pub const RECOVER: Command = Command {
    name: "recover",
    says: "Rescue what a damaged project folder holds into a new one",
    examples: &[("emic recover ./peers ./peers-rescued", "says what was rescued, and lists what was not")],
    arguments: |command| {
        let damaged = Arg::new("damaged").value_name("DAMAGED").required(true).value_parser(value_parser!(PathBuf));
        let new = Arg::new("new").value_name("NEW").required(true).value_parser(value_parser!(PathBuf));
        with_format(command.args([damaged.help("The folder that is damaged"), new.help("The folder to be made")]))
    },
    run: |session, matches| {
        let rescued = recover(path_of(matches, "damaged"), path_of(matches, "new"))?;
        talk(&format!(
            "rescued {} changes and {} texts; look at it with `emic check --project {}`",
            rescued.changes,
            rescued.texts,
            path_of(matches, "new").join("").display(),
        ));
        let column = |name: &str| Column { key: name.to_string(), title: name.to_string(), kind: Kind::Words };
        let rows = rescued.left.iter().map(|left| [left.place.as_str(), &left.why].map(Cell::from).into());
        let table = Table {
            report: "recover",
            title: "What was left out".to_string(),
            settings: Vec::new(),
            columns: ["where", "why"].map(column).into(),
            rows: rows.collect(),
            notes: vec![format!("{} logs, {} changes, {} texts", rescued.logs, rescued.changes, rescued.texts)],
        };
        session.answer(&table)?;
        Ok(if table.rows.is_empty() { Outcome::Done } else { Outcome::Short })
    },
};

fn path_of<'a>(matches: &'a ArgMatches, name: &str) -> &'a Path {
    matches.get_one::<PathBuf>(name).map_or(Path::new(""), PathBuf::as_path)
}
