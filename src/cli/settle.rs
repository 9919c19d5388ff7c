//! Changes that did not fit, put right.

use clap::{Arg, ArgAction, ArgMatches};

use super::session::talk;
use super::{Command, Failure, Outcome, Session};
use crate::project::OpId;

/// Settles a conflict.
pub const SETTLE: Command = Command {
    name: "settle",
    says: "Settle a change that did not fit: leave it undone, or do it again",
    examples: &[
        ("emic check", "lists the changes that did not fit, each with its id"),
        ("emic settle k3f9x2m7-14", "leaves it undone, and lists it no more"),
        ("emic settle k3f9x2m7-14 --again", "does it again, in a form that fits"),
    ],
    arguments: |command| {
        let change = Arg::new("change").value_name("CHANGE").required(true).help("The change, by its id");
        let again = Arg::new("again").long("again").action(ArgAction::SetTrue);
        command.args([change, again.help("Do it again, in a form that fits")])
    },
    run: settle,
};

fn settle(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let word = matches.get_one::<String>("change").map_or("", String::as_str);
    let id = word.parse().map(OpId);
    let id = id.map_err(|_| Failure::Usage(format!("{word:?} is no id of a change; `emic check` lists them")))?;
    let mut desk = session.desk()?;
    let said = desk.settle(id, matches.get_flag("again"))?;
    session.saved(&desk)?;
    talk(&said);
    Ok(Outcome::Done)
}
