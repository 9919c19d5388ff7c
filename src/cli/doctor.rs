//! What of this machine and terminal matters to emic, and what to do about it.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process;

use super::session::{variable, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{Cell, Kind, Table};
use crate::app::keymap::{CONTEXTS, Keymap};
use crate::app::terminal::probe;
use crate::settings::{SETTINGS, Settings, VARIABLES};
use crate::store::{How, Policy, encryption_of, free_space, is_sample, mode_of, screen_size};

/// Looks the machine over.
pub const DOCTOR: Command = Command {
    name: "doctor",
    says: "Say what of this machine and terminal matters, and what to mend",
    examples: &[
        ("emic doctor", "exit code 1 when something should be mended"),
        ("emic doctor --format json", "to send to whoever helps"),
    ],
    arguments: with_format,
    run: |session, _| {
        let settings = session.settings();
        let mut found = Findings(Vec::new());
        let on_terminal = io::stdout().is_terminal();
        terminal(&mut found, &settings, on_terminal);
        line(&mut found, &settings);
        chosen(&mut found, &settings);
        folders(&mut found, session);
        if on_terminal {
            answers(&mut found);
        }
        let is_well = found.0.iter().all(|finding| finding.mend.is_empty());
        session.answer(&found.table())?;
        Ok(if is_well { Outcome::Done } else { Outcome::Short })
    },
};

struct Finding {
    what: &'static str,
    found: String,
    /// What to do; empty where all is well.
    mend: String,
}

struct Findings(Vec<Finding>);

impl Findings {
    fn well(&mut self, what: &'static str, found: impl Into<String>) {
        self.mend(what, found, "");
    }

    fn mend(&mut self, what: &'static str, found: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Finding { what, found: found.into(), mend: mend.into() });
    }

    fn table(self) -> Table {
        let mut table = Table {
            report: "doctor",
            title: format!("emic {} here", env!("CARGO_PKG_VERSION")),
            settings: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
        };
        for key in ["sign", "what", "found", "next"] {
            table.column(key, key, Kind::Words);
        }
        for Finding { what, found, mend } in self.0 {
            let sign = if mend.is_empty() { "ok" } else { "warn" };
            table.rows.push([sign, what, &found, &mend].map(Cell::from).into());
        }
        table
    }
}

/// What the environment says of the terminal.
fn terminal(found: &mut Findings, settings: &Settings, on_terminal: bool) {
    let term = variable("TERM");
    match term.as_deref() {
        _ if !on_terminal => found.well("terminal", "standard output is none"),
        None | Some("dumb") => found.mend("terminal", "TERM says nothing", "export TERM=xterm-256color"),
        Some(term) => found.well("terminal", term),
    }
    let colours = match (variable("NO_COLOR"), variable("COLORTERM"), term) {
        (Some(_), ..) => "none (NO_COLOR)".to_string(),
        (_, Some(many), _) => many,
        (.., Some(term)) if term.contains("256") => "256".to_string(),
        _ => "16".to_string(),
    };
    found.well("colours", colours);
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, variable(name)?)));
    match locale {
        Some((name, locale)) if locale.to_lowercase().replace('-', "").contains("utf8") => {
            found.well("locale", format!("{name}={locale}"));
        }
        _ if settings.variable("EMIC_ASCII").is_some() => found.well("locale", "not UTF-8; drawn in ASCII"),
        Some((name, locale)) => found.mend("locale", format!("{name}={locale}"), format!("export {name}=C.UTF-8")),
        None => found.mend("locale", "none is set", "export LANG=C.UTF-8"),
    }
    match screen_size() {
        Some((columns, rows)) if columns < 40 || rows < 8 => {
            found.mend("size", format!("{columns}x{rows}"), "make the window larger; 40x8 is the least");
        }
        Some((columns, rows)) => {
            let panes = if columns >= 100 { "three panes" } else { "one pane at a time; three from 100 columns on" };
            found.well("size", format!("{columns}x{rows}: {panes}"));
        }
        None => found.well("size", "not known"),
    }
}

/// What lies between emic and the person: tmux or screen, SSH.
fn line(found: &mut Findings, settings: &Settings) {
    let prefix = match (variable("TMUX"), variable("STY")) {
        (Some(_), _) => Some(("tmux", tmux_prefix().unwrap_or_else(|| "Ctrl-b".to_string()))),
        (_, Some(_)) => Some(("screen", "Ctrl-a".to_string())),
        _ => None,
    };
    match prefix {
        None => found.well("tmux, screen", "none"),
        Some((program, prefix)) => {
            let keymap = Keymap::built_in();
            let mut bound = CONTEXTS.iter().flat_map(|context| keymap.bindings(context));
            let taken = bound.find(|(keys, _)| keys.split(' ').next() == Some(&prefix));
            let words = format!("{program}, prefix {prefix}");
            match taken {
                Some((_, action)) => {
                    found.mend("tmux, screen", words, format!("bind {action} to another key in keymap.ron"))
                }
                None => found.well("tmux, screen", words),
            }
        }
    }
    let remote = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(|name| variable(name).is_some());
    found.well("SSH", if remote { "over SSH" } else { "no" });
    match settings.chosen("escdelay") {
        None => found.well("Esc waits", if remote { "150 ms, as over SSH" } else { "25 ms" }),
        Some((ms, _)) if ms.trim().parse::<u32>().is_ok() => found.well("Esc waits", format!("{} ms", ms.trim())),
        Some((word, _)) => found.mend("Esc waits", word, "write EMIC_ESCDELAY as a number of milliseconds"),
    }
    let tmux = variable("TMUX").is_some();
    let policy = Policy::here();
    match &policy.trouble {
        None => found.well("policy", policy.words()),
        Some(_) => found.mend("policy", policy.words(), "ask whoever runs this machine to mend it"),
    }
    let way = match settings.chosen("clipboard").map(|(way, _)| way.trim()) {
        _ if !policy.clipboard => "not allowed on this machine",
        None | Some("auto") if tmux => "through tmux",
        None | Some("auto") => "through the terminal (OSC 52)",
        Some(way) => way,
    };
    found.well("copying", way);
    let mouse = settings.variable("EMIC_MOUSE").is_some();
    found.well("mouse", if mouse { "clicks come to emic" } else { "the terminal's own" });
}

fn tmux_prefix() -> Option<String> {
    let asked = process::Command::new("tmux").args(["show-options", "-gv", "prefix"]).output().ok()?;
    let word = String::from_utf8(asked.stdout).ok()?;
    word.trim().strip_prefix("C-").map(|key| format!("Ctrl-{key}"))
}

/// What the person chose, and what they may have meant to.
fn chosen(found: &mut Findings, settings: &Settings) {
    for (name, value) in std::env::vars_os() {
        let (name, value) = (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned());
        if !name.starts_with("EMIC_") {
            continue;
        }
        let known = SETTINGS.iter().map(|setting| setting.variable).chain(VARIABLES.iter().map(|(names, _)| *names));
        match known.clone().any(|known| known == name) {
            true => found.well("variable", format!("{name}={value}")),
            false => {
                let known = known.filter(|name| name.starts_with("EMIC_")).collect::<Vec<_>>().join(", ");
                found.mend(
                    "variable",
                    format!("{name}={value}"),
                    format!("there is no such variable; there are {known}"),
                );
            }
        }
    }
    for problem in &settings.problems {
        found.mend("settings", problem, "mend it there; `emic config check` looks again");
    }
}

/// Where everything is, who may read it, and how much room there is.
fn folders(found: &mut Findings, session: &Session) {
    /// Less room than this is soon used up (bytes).
    const LITTLE: u64 = 100 << 20;
    let home = match session.home() {
        Ok(home) => home,
        Err(Failure::Usage(why)) | Err(Failure::Unreadable(why)) => return found.mend("folders", "not known", why),
        Err(why) => return found.mend("folders", "not known", why.to_string()),
    };
    for (what, path) in [("data folder", &home.data), ("config folder", &home.config)] {
        folder(found, what, path);
    }
    let project = session.meant();
    match &project {
        Ok(project) => {
            let how = match project.how {
                How::Given => "named on the command line",
                How::Environment => "named by EMIC_PROJECT",
                How::Here => "in this folder or above",
                How::Last => "the last one opened",
            };
            found.well("project", format!("{} ({how})", project.path.display()));
        }
        Err(why) => found.well("project", why.to_string()),
    }
    let place = project.map_or(home.data, |project| project.path);
    kept(found, session);
    found.well("disk encryption", encryption_of(&place));
    match free_space(&place) {
        Some(bytes) if bytes < LITTLE => {
            found.mend("free space", format!("{} MiB", bytes >> 20), "make room on that disk")
        }
        Some(bytes) => found.well("free space", format!("{} MiB", bytes >> 20)),
        None => found.well("free space", "not known"),
    }
}

/// How long ago the project was copied; asked for only once there is a week's work in it.
fn kept(found: &mut Findings, session: &Session) {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let Ok(mut desk) = session.looking() else { return };
    if is_sample(desk.folder().id()) {
        return;
    }
    let now = desk.now();
    let last = desk.folder().last_backup();
    let since = last.or_else(|| Some(desk.history().ok()?.done().first()?.op.at));
    let days = since.map_or(0, |since| (now - since).max(0) / DAY);
    let words = match last {
        Some(_) => format!("{days} d ago"),
        None => "none was made from here".to_string(),
    };
    let mend = if days > 7 { "emic backup DIR, on another disk" } else { "" };
    found.mend("backup", words, mend);
}

fn folder(found: &mut Findings, what: &'static str, path: &Path) {
    let shown = path.display();
    match mode_of(path) {
        None => found.well(what, format!("{shown}, not there yet")),
        Some(mode) if mode & 0o077 != 0 && what == "data folder" => {
            found.mend(what, format!("{shown}, mode {mode:o}: others may look in"), format!("chmod 700 {shown}"));
        }
        Some(mode) => found.well(what, format!("{shown}, mode {mode:o}")),
    }
}

/// What the terminal answers when it is asked.
fn answers(found: &mut Findings) {
    let Some(answers) = probe() else { return };
    match answers.round_trip {
        Some(time) => found.well("answers", format!("within {} ms", time.as_millis())),
        None => found.mend("answers", "none within a second", "look whether the line is up; frames wait for answers"),
    }
    let known = |known: Option<bool>| match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "the terminal does not say",
    };
    found.well("whole frames", known(answers.synchronized));
    found.well("marked pastes", known(answers.bracketed_paste));
}
