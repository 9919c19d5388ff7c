//! Looking back and looking after: undo, the audit trail, checks, dumps.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::ask::asked_for;
use super::leaving::{departing, with_leaving};
use super::passphrase::with_passphrase;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{TRAIL_KEYS, TrailQuery, trail};
use crate::desk::Desk;
use crate::exchange;
use crate::project::{Carries, Hindrance, OpId};
use crate::store::{Out, Overwrite, seal, write_output};

/// Takes back the last act.
pub const UNDO: Command = Command {
    name: "undo",
    says: "Take back your last act, in whichever sitting it was made",
    examples: &[
        ("emic undo", "says what was taken back"),
        ("emic undo --coder mk", "the last act of mk"),
        ("emic undo --act t7qkm2xa-12", "the act of that change of `emic log` alone, where nothing builds on it"),
    ],
    arguments: |command| {
        let act = Arg::new("act").long("act").value_name("CHANGE").value_parser(value_parser!(OpId));
        command.arg(act.help("Not the last act, but that of this change"))
    },
    run: |session, matches| match matches.get_one::<OpId>("act") {
        Some(&change) => back(session, "took back", |desk| desk.undo_act(change)),
        None => back(session, "took back", Desk::undo),
    },
};

/// Does it again.
pub const REDO: Command = Command {
    name: "redo",
    says: "Do again what you have just taken back",
    examples: &[("emic redo", "says what was done again")],
    arguments: |command| command,
    run: |session, _| back(session, "did again", Desk::redo),
};

fn back(
    session: &Session,
    did: &str,
    act: impl FnOnce(&mut Desk) -> Result<String, Hindrance>,
) -> Result<Outcome, Failure> {
    let mut desk = session.desk()?;
    let what = act(&mut desk)?;
    session.saved(&desk)?;
    session.print(&format!("{did}: {}\n", crate::text::visible(&what)))
}

/// The audit trail.
pub const LOG: Command = Command {
    name: "log",
    says: "List what was done, by whom and when: the audit trail",
    examples: &[
        ("emic log --limit 20", "the last 20 changes"),
        ("emic log about:Stigma by:mk since:2026-11-01", "what mk did with one code this month"),
        ("emic log \"merged\"", "what is said to be merged"),
        ("emic log --format csv > trail.csv", "all of them"),
    ],
    arguments: |command| {
        let keys: Vec<String> = TRAIL_KEYS.iter().map(|(key, takes)| format!("{key:<6} {takes}")).collect();
        let asked = format!(
            "What WHERE may be: words that are said of a change, or KEY:NAME. The keys:\n  {}",
            keys.join("\n  ")
        );
        let asked_for = Arg::new("where").value_name("WHERE").num_args(0..).help("As by:NAME, about:CODE, words");
        let command = command.after_long_help(asked).arg(asked_for);
        let limit = Arg::new("limit").long("limit").value_name("N").value_parser(value_parser!(u32));
        with_format(command.arg(limit.help("At most so many changes, the latest first")))
    },
    run: |session, matches| {
        let mut desk = session.looking()?;
        let most = matches.get_one::<u32>("limit").map_or(usize::MAX, |&most| most as usize);
        let query = TrailQuery::typed(desk.project(), &asked_for(matches)).map_err(Failure::Usage)?;
        let table = trail(desk.history().map_err(unread)?, &query, most);
        if query == TrailQuery::default() { session.answer(&table) } else { session.answer_if_any(&table) }
    },
};

pub(super) fn unread(hindrance: Hindrance) -> Failure {
    Failure::Unreadable(hindrance.to_string())
}

/// Writes the whole project.
pub const DUMP: Command = Command {
    name: "dump",
    says: "Write the whole project as one JSON file, which `emic import` reads",
    examples: &[
        ("emic dump > study.json", "to standard output"),
        ("emic dump --output study.json", "to a file, which is not replaced unless --replace is given"),
        #[cfg(feature = "seal")]
        ("emic dump --seal --output study.json.age", "sealed with a passphrase, to be sent; `age -d` opens it too"),
    ],
    arguments: |command| {
        let output = Arg::new("output").long("output").short('o').value_name("FILE").help("Where to write it");
        let replace = Arg::new("replace").long("replace").action(ArgAction::SetTrue).requires("output");
        let seal = Arg::new("seal").long("seal").action(ArgAction::SetTrue).hide(cfg!(not(feature = "seal")));
        let command = command.args([
            output,
            replace.help("Put it in the place of a file that is there"),
            seal.help("Seal it with a passphrase, which is asked for twice (the age format)"),
        ]);
        with_passphrase(with_leaving(command)).mut_arg("passphrase-file", |file| file.requires("seal"))
    },
    run: dump,
};

fn dump(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let desk = session.looking()?;
    let unreadable = |error: std::io::Error| match desk.texts().damage().is_empty() {
        true => Failure::NotWritten(format!("cannot write the dump: {error}")),
        false => Failure::Unreadable(error.to_string()),
    };
    let output = matches.get_one::<String>("output");
    let is_sealed = matches.get_flag("seal");
    if is_sealed && output.is_none() && io::stdout().is_terminal() {
        let words = "what is sealed is no text for a terminal; add --output FILE";
        return Err(Failure::Usage(words.to_string()));
    }
    let departure = departing(session, &desk, matches, (Carries::Whole, output.map(String::as_str)))?;
    let passphrase = is_sealed.then(|| session.passphrase_to_seal()).transpose()?;
    let what = if is_sealed { "sealed dump" } else { "dump" };
    let write = |out: &mut dyn Write| exchange::dump(departure.project(), departure.texts(), out);
    let write = |out: &mut dyn Write| match passphrase {
        None => write(out),
        Some(passphrase) => seal(passphrase, out, write),
    };
    match output {
        None => {
            let mut out = Out::stdout();
            write(&mut out).map_err(unreadable)?;
            out.finish()?;
            departure.done(session, what, None)?;
        }
        Some(path) => {
            let overwrite = if matches.get_flag("replace") { Overwrite::Replace } else { Overwrite::Refuse };
            let mut bytes = Vec::new();
            write(&mut bytes).map_err(unreadable)?;
            write_output(Path::new(path), &bytes, overwrite)?;
            departure.done(session, what, Some(Path::new(path)))?;
            talk(&format!("wrote {path}"));
        }
    }
    Ok(Outcome::Done)
}
