//! Making, opening and finding projects.

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::{Arg, ArgAction};

use super::session::{talk, variable, with_format};
use super::{Command, Failure, First, Outcome, Screen, Session};
use crate::analysis::{Cell, Column, Kind, Table};
use crate::store::{Folder, Policy, REGISTER, SAMPLE_NAME, SampleWork, Sharing, mode_of, put_sample, sharing_with};

/// Opens the project on the screen.
pub const OPEN: Command = Command {
    name: "open",
    says: "Open the project on the screen (so does `emic` alone)",
    examples: &[
        ("emic open --project peers", "code in the project peers"),
        ("emic", "in the project here; the welcome screen, where there is none"),
    ],
    arguments: |command| command,
    run: |session, _| open(session),
};

fn open(session: &Session) -> Result<Outcome, Failure> {
    on_terminal()?;
    if io::stdin().is_terminal() && !session.means_a_project()? {
        return screen(session, First::Welcome);
    }
    let desk = session.desk()?;
    // Next time the folder has to be named: a small loss.
    let _ = session.home()?.remember_last(desk.folder().path());
    screen(session, First::Project(Box::new(desk)))
}

fn on_terminal() -> Result<(), Failure> {
    let words = "standard output is not a terminal, so nothing can be drawn on it; `emic --help` lists the commands";
    io::stdout().is_terminal().then_some(()).ok_or_else(|| Failure::Usage(words.to_string()))?;
    let words = "this terminal cannot be drawn on (TERM=dumb); `emic read` reads and codes line by line";
    let is_dumb = variable("TERM").is_some_and(|term| term == "dumb");
    if is_dumb { Err(Failure::Usage(words.to_string())) } else { Ok(()) }
}

/// Hands over to the screen, with this person's keys.
///
/// # Errors
/// Nobody's home is known.
pub fn screen(session: &Session, first: First) -> Result<Outcome, Failure> {
    let home = session.home()?;
    let keys = home.read_keymap().map(|keys| keys.map(|(path, words)| (path.display().to_string(), words)));
    let keys = keys.map_err(|error| error.to_string());
    Ok(Outcome::Screen(Box::new(Screen { first, home, coder: session.coder(), keys })))
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
        let path = session.home()?.projects_dir().join(SAMPLE_NAME);
        let work = if matches.get_flag("fresh") { SampleWork::Dropped } else { SampleWork::Kept };
        put_sample(&path, work)?;
        if io::stdout().is_terminal() {
            session.choose(SAMPLE_NAME);
            return open(session);
        }
        session.print(&format!("{}\n", path.display()))
    },
};

/// Gives lessons.
pub const TUTOR: Command = Command {
    name: "tutor",
    says: "Twelve short lessons on a copy that is thrown away",
    examples: &[("emic tutor", "about a quarter of an hour; Esc leaves")],
    arguments: |command| command,
    run: |session, _| {
        on_terminal()?;
        screen(session, First::Tutor)
    },
};

/// Makes a project.
pub const NEW: Command = Command {
    name: "new",
    says: "Make a project",
    examples: &[
        ("emic new peers", "among your projects; --project peers finds it"),
        ("emic new ./peers", "in this folder (a word with / or . is a path)"),
        ("emic new --group study /srv/study/peers", "shared with the members of the group study on this machine"),
    ],
    arguments: |command| {
        let name = Arg::new("name").value_name("NAME|PATH").required(true);
        let group = Arg::new("group").long("group").value_name("GROUP");
        let group = group.help("The group of this machine whose members may read it and write logs of their own");
        command.args([name.help("Its name, or its folder where / or . is in it"), group])
    },
    run: |session, matches| {
        let home = session.home()?;
        let word = matches.get_one::<String>("name").map_or("", String::as_str);
        let place = home.place_for(word, &session.here()?);
        let (path, name) = place
            .ok_or_else(|| Failure::Usage(format!("{word:?} is no name for a project; write letters or digits")))?;
        let group = matches.get_one::<String>("group");
        let sharing = group.map_or(Ok(Sharing::Private), |group| sharing_with(group))?;
        let folder = Folder::create(&path, &name, sharing)?;
        if let (Some(group), Some(above)) = (group, folder.path().parent().filter(|above| !may_be_entered(above))) {
            let above = above.display();
            talk(&format!(
                "the members of {group} cannot enter {above}; make the project where they can, or ask whoever runs this machine"
            ));
        }
        let _ = home.remember_last(folder.path()); // as when it is opened
        talk(&format!("made the project {name}; bring in transcripts with `emic import --project {word} FILE…`"));
        session.print(&format!("{}\n", folder.path().display()))
    },
};

/// Whether others than the owner can go through a folder.
fn may_be_entered(folder: &Path) -> bool {
    mode_of(folder).is_none_or(|mode| mode & 0o011 != 0)
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
        add("policy", &Policy::here().path);
        match session.folder() {
            Ok(folder) => {
                add("project", folder.path());
                add("log", &folder.path().join("log"));
                add("texts", &folder.path().join("texts"));
                add("vault", &home.vault(folder.id()));
                add("register", &home.vault(folder.id()).join(REGISTER));
            }
            Err(why) => table.notes.push(why.to_string()),
        }
        session.answer(&table)
    },
};
