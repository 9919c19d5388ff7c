//! The project as it was: `--as-of`, and what changed between two moments.

use clap::Arg;

use super::session::with_format;
use super::{Command, Failure, Session};
use crate::analysis::differences;
use crate::project::{Fold, Hindrance, Moment};

/// What changed between two moments.
pub const DIFF: Command = Command {
    name: "diff",
    says: "List what changed in the codebook and the coding between two moments",
    examples: &[
        ("emic diff 2026-11-01", "from the end of that day to now"),
        ("emic diff 2026-11-01 \"2026-11-28 14:30\"", "between two times (UTC), as `emic log` has them"),
        ("emic diff t7qkm2xa-12", "since right after the act of that change"),
    ],
    arguments: |command| {
        let from = Arg::new("from").value_name("FROM").required(true);
        let to = Arg::new("to").value_name("TO");
        with_format(command.args([
            from.help("A day, a time or the id of a change: what was there then"),
            to.help("The same: what was there then (else now)"),
        ]))
    },
    run: |session, matches| {
        let mut desk = session.looking()?;
        let given = |name: &str| matches.get_one::<String>(name);
        let now = desk.history().map_err(super::review::unread)?;
        let from = given("from").map(|words| as_of(now, words)).transpose()?;
        let to = given("to").map(|words| as_of(now, words)).transpose()?;
        let from = from.as_ref().unwrap_or(now);
        session.answer_if_any(&differences(from.project(), to.as_ref().unwrap_or(now).project()))
    },
};

fn as_of(fold: &Fold, words: &str) -> Result<Fold, Failure> {
    fold.as_of(moment(words)?).map_err(|refusal| Failure::Usage(format!("{words}: {refusal}")))
}

/// The moment that was typed.
///
/// # Errors
/// It is none.
pub fn moment(words: &str) -> Result<Moment, Failure> {
    Moment::of(words).map_err(Failure::Usage)
}

/// The option that has a command look at the past.
pub fn option() -> Arg {
    Arg::new("as-of")
        .long("as-of")
        .global(true)
        .value_name("DAY|TIME|CHANGE")
        .help("Look at the project as it was then (UTC); nothing can be changed")
}

impl Session {
    /// Has a desk look at the moment asked for, where one is.
    ///
    /// # Errors
    /// It is no moment, or there was nothing then.
    pub(super) fn back_in_time(&self, desk: &mut crate::desk::Desk) -> Result<(), Failure> {
        let Some(words) = self.as_of() else { return Ok(()) };
        match desk.look_back(moment(words)?, words.to_string()) {
            Err(Hindrance::Refused(refusal)) => Err(Failure::Usage(format!("--as-of {words}: {refusal}"))),
            looked => looked.map_err(super::review::unread),
        }
    }
}
