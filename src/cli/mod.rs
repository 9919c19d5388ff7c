//! The commands of the shell: one list, from which the parser and every help text are made.
//!
//! Data goes to standard output, talk to standard error. Every change waits until it is on the disk.

mod ask;
mod autocode;
mod changes;
mod completions;
mod config;
mod doctor;
mod edit;
mod export;
mod identifiers;
mod import;
mod import_comments;
mod import_project;
mod keeping;
mod keys;
mod leaving;
mod lists;
mod man;
mod moments;
mod names;
mod outcome;
mod pages;
mod paper;
mod passphrase;
mod people;
mod printed;
mod progress;
mod projects;
mod read;
mod review;
mod revise;
mod session;
mod settle;
mod team;
mod withdraw;

use std::ffi::OsString;
use std::io::Write;

use clap::{Arg, ArgMatches};

use crate::store::Out;
pub use outcome::{Failure, First, Outcome, Screen};
pub use session::Session;

/// Something the shell can ask for.
pub struct Command {
    /// What it is called.
    pub name: &'static str,
    /// What the help says of it, in one line.
    pub says: &'static str,
    /// Command lines to begin with, each with what it does.
    pub examples: &'static [(&'static str, &'static str)],
    /// Adds its arguments.
    pub arguments: fn(clap::Command) -> clap::Command,
    /// Does it.
    pub run: fn(&mut Session, &ArgMatches) -> Result<Outcome, Failure>,
}

/// Every command, in the order of the help.
pub const COMMANDS: &[Command] = &[
    projects::OPEN,
    projects::DEMO,
    projects::TUTOR,
    read::READ,
    projects::NEW,
    import::IMPORT,
    revise::REVISE,
    identifiers::IDENTIFIERS,
    leaving::SCAN,
    withdraw::WITHDRAW,
    lists::DOCUMENTS,
    lists::SPEAKERS,
    lists::CASES,
    lists::CODES,
    lists::MISSING,
    lists::TO_CONFIRM,
    lists::NEAR_DUPLICATES,
    lists::COMPARISONS,
    pages::CODEBOOK,
    pages::MEMOS,
    people::JOURNAL,
    people::ATTRIBUTES,
    paper::PRINT,
    ask::EXCERPTS,
    ask::SEARCH,
    ask::REPORT,
    changes::APPLY,
    changes::UNAPPLY,
    autocode::AUTOCODE,
    paper::ENTER,
    changes::CODE,
    edit::EDIT,
    review::UNDO,
    review::REDO,
    review::LOG,
    moments::DIFF,
    keeping::CHECK,
    keeping::BACKUP,
    keeping::RECOVER,
    settle::SETTLE,
    team::JOIN,
    team::SYNC,
    review::DUMP,
    export::EXPORT,
    lists::CODERS,
    projects::PATHS,
    config::CONFIG,
    doctor::DOCTOR,
    keys::KEYS,
    man::MAN,
    completions::COMPLETIONS,
];

/// Commands for programs alone: they stand in no help.
const HIDDEN: &[Command] = &[completions::COMPLETE];

/// How a run of the command line ends.
pub enum Ending {
    /// With this exit code: 0 done; 1 nothing found, not all done, or refused; 2 not understood; 3 not
    /// readable; 5 not written.
    Code(u8),
    /// On the screen.
    Screen(Box<Screen>),
}

/// Does what the arguments (the program's name first) say.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Ending {
    let matches = match parser().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(answer) => return Ending::Code(help_or_usage(&answer)),
    };
    let (name, of_command) = matches.subcommand().unwrap_or((projects::OPEN.name, &matches));
    let Some(command) = COMMANDS.iter().chain(HIDDEN).find(|command| command.name == name) else {
        return Ending::Code(2);
    };
    let mut session = Session::new(of_command);
    let ended = session.suits_the_screen().and_then(|()| (command.run)(&mut session, of_command));
    session.tell_names();
    match ended {
        Ok(Outcome::Done) => Ending::Code(0),
        Ok(Outcome::Short) => Ending::Code(1),
        Ok(Outcome::Screen(screen)) => Ending::Screen(screen),
        Err(failure) => Ending::Code(end(&failure)),
    }
}

/// Says why a command did nothing, and gives its exit code.
pub fn end(failure: &Failure) -> u8 {
    session::talk(&failure.to_string());
    failure.exit_code()
}

/// The parser of the whole command line.
pub fn parser() -> clap::Command {
    let project = Arg::new("project")
        .long("project")
        .global(true)
        .value_name("NAME|PATH")
        .help("The project (else EMIC_PROJECT, or the one in this folder or above)");
    let coder = Arg::new("coder")
        .long("coder")
        .global(true)
        .value_name("NAME|ID")
        .help("Who works (else EMIC_CODER, or the login name)");
    let root = clap::Command::new("emic")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A terminal workbench for qualitative coding; without a command it opens the project")
        .color(clap::ColorChoice::Never)
        .disable_help_subcommand(true)
        .before_long_help(examples(ROOT_EXAMPLES))
        .after_help("`emic COMMAND --help` shows examples of a command. Exit codes: 0 done; 1 nothing found, not all done, or refused; 2 not understood; 3 not readable; 5 not written.")
        .args([project, coder, moments::option()]);
    COMMANDS.iter().chain(HIDDEN).fold(root, |root, command| {
        let bare = clap::Command::new(command.name)
            .about(command.says)
            .before_long_help(examples(command.examples))
            .color(clap::ColorChoice::Never);
        root.subcommand((command.arguments)(bare))
    })
}

const ROOT_EXAMPLES: &[(&str, &str)] = &[
    ("emic demo", "look around in a sample project"),
    ("emic new peers", "make a project of your own"),
    ("emic import --project peers *.docx", "bring in transcripts"),
    ("emic --project peers", "code them"),
    ("emic report category --project peers --format md", "report with evidence"),
];

fn examples(lines: &[(&str, &str)]) -> String {
    let shown = lines.iter().map(|(line, does)| format!("  {line}\n      {does}"));
    format!("Examples:\n{}", shown.collect::<Vec<_>>().join("\n"))
}

fn help_or_usage(answer: &clap::Error) -> u8 {
    let words = answer.render().to_string();
    if answer.use_stderr() {
        session::talk(words.strip_prefix("error: ").unwrap_or(&words).trim_end());
        return 2;
    }
    let mut out = Out::stdout();
    // What cannot be written is said when the rest is passed on.
    let _ = out.write_all(words.as_bytes());
    match out.finish() {
        Ok(()) => 0,
        Err(error) => {
            session::talk(&error.to_string());
            5
        }
    }
}
