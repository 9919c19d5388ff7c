//! Making, opening and finding projects.

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::{Arg, ArgAction};

use super::import::Import;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Screen, Session};
use crate::analysis::{Cell, Column, Kind, Table};
use crate::desk::Desk;
use crate::store::{Folder, Home, SampleWork, Sharing, put_sample};

/// Opens the project on the screen.
pub const OPEN: Command = Command {
    name: "open",
    says: "Open the project on the screen (so does `emic` alone)",
    examples: &[("emic open --project peers", "code in the project peers"), ("emic", "in the project here")],
    arguments: |command| command,
    run: |session, _| open(session),
};

fn open(session: &Session) -> Result<Outcome, Failure> {
    if !io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "standard output is not a terminal, so nothing can be drawn on it; `emic --help` lists the commands"
                .to_string(),
        ));
    }
    let desk = session.desk()?;
    let home = session.home()?;
    // Next time the folder has to be named: a small loss.
    let _ = home.remember_last(desk.folder().path());
    Ok(on_screen(&home, desk, None))
}

/// Hands a project over to the screen, with this person's keys.
pub fn on_screen(home: &Home, desk: Desk, import: Option<Import>) -> Outcome {
    let keys = home.read_keymap().map(|keys| keys.map(|(path, words)| (path.display().to_string(), words)));
    Outcome::Screen(Box::new(Screen { desk, keys: keys.map_err(|error| error.to_string()), import }))
}

/// Puts the sample among the projects, and opens it.
pub const DEMO: Command = Command {
    name: "demo",
    says: "Look around in a sample project, already coded in part",
    examples: &[
        ("emic demo", "opens your copy; what you do in it is kept"),
        ("emic demo --fresh", "drops what was done and begins anew"),
        ("emic codes --project demo", "ask it from the shell"),
    ],
    arguments: |command| {
        let fresh = Arg::new("fresh").long("fresh").action(ArgAction::SetTrue);
        command.arg(fresh.help("Drop what was done in the copy and begin anew"))
    },
    run: |session, matches| {
        let path = session.home()?.projects_dir().join(SAMPLE);
        let work = if matches.get_flag("fresh") { SampleWork::Dropped } else { SampleWork::Kept };
        put_sample(&path, work)?;
        if io::stdout().is_terminal() {
            session.choose(SAMPLE);
            return open(session);
        }
        session.print(&format!("{}\n", path.display()))
    },
};

/// What the sample is called among the projects.
const SAMPLE: &str = "demo";

/// Makes a project.
pub const NEW: Command = Command {
    name: "new",
    says: "Make a project",
    examples: &[
        ("emic new peers", "among your projects; --project peers finds it"),
        ("emic new ./peers", "in this folder (a word with / or . is a path)"),
    ],
    arguments: |command| {
        let name = Arg::new("name").value_name("NAME|PATH").required(true);
        command.arg(name.help("Its name, or its folder where / or . is in it"))
    },
    run: |session, matches| {
        let home = session.home()?;
        let word = matches.get_one::<String>("name").map_or("", String::as_str);
        let path = home.path_of(word, &session.here()?);
        let name = name_of(word, &path)?;
        let folder = Folder::create(&path, &name, Sharing::Private)?;
        let _ = home.remember_last(folder.path()); // as when it is opened
        talk(&format!("made the project {name}; bring in transcripts with `emic import --project {word} FILE…`"));
        session.print(&format!("{}\n", folder.path().display()))
    },
};

/// What the study is called: the last part of its path.
fn name_of(word: &str, path: &Path) -> Result<String, Failure> {
    let last = path.components().next_back().map(|last| last.as_os_str().to_string_lossy().into_owned());
    let name = last.unwrap_or_default().trim().to_string();
    let is_name = !word.trim().is_empty() && !name.is_empty() && name != ".." && !name.chars().any(char::is_control);
    if is_name {
        Ok(name)
    } else {
        Err(Failure::Usage(format!("{word:?} is no name for a project; write letters or digits")))
    }
}

/// Says where everything is.
pub const PATHS: Command = Command {
    name: "paths",
    says: "Say where everything is",
    examples: &[("emic paths", "folders of yours and of the project"), ("emic paths --format json", "for a script")],
    arguments: with_format,
    run: |session, _| {
        let home = session.home()?;
        let column = |name: &str| Column { key: name.to_string(), title: name.to_string(), kind: Kind::Words };
        let mut table = Table {
            report: "paths",
            title: "Where everything is".to_string(),
            settings: Vec::new(),
            columns: ["what", "path"].map(column).into(),
            rows: Vec::new(),
            notes: Vec::new(),
        };
        let mut add =
            |what: &str, path: &Path| table.rows.push([what, &path.display().to_string()].map(Cell::from).into());
        add("data", &home.data);
        add("config", &home.config);
        add("projects", &home.projects_dir());
        match session.folder() {
            Ok(folder) => {
                add("project", folder.path());
                add("log", &folder.path().join("log"));
                add("texts", &folder.path().join("texts"));
                add("vault", &home.vault(folder.id()));
            }
            Err(why) => table.notes.push(why.to_string()),
        }
        session.answer(&table)
    },
};
