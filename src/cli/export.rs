//! Leaving: the project as other programs read it.

use std::io;
use std::path::Path;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, ArgMatches};

use super::import_project::{offsets_of, with_offsets};
use super::leaving::{departing, register, with_leaving};
use super::passphrase::with_passphrase;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::Leaving;
use crate::app::fidelity_table;
use crate::exchange::{EXPORTS, Exported, Style, Unit};
use crate::store::{Overwrite, write_folder, write_output};
use crate::text::visible_lines;

/// Writes the project for other programs.
pub const EXPORT: Command = Command {
    name: "export",
    says: "Write the project for other programs, and list what they have no place for",
    examples: &[
        ("emic export study.qdpx", "for NVivo, ATLAS.ti, MAXQDA, QualCoder and others (REFI-QDA)"),
        ("emic export codes.qdc", "the codebook alone"),
        (
            "emic export --offsets utf16 --crlf 2 study.qdpx",
            "counted as NVivo for Windows counts, where texts hold emoji",
        ),
        (
            "emic export study.qdpx --pseudonyms words.csv",
            "with pseudonyms in the place of names, in what leaves alone",
        ),
        ("emic export --register", "what left so far, by whom, and whether it names people"),
        (
            "emic export --format json study.qdpx > fidelity.json",
            "what was written, changed and left out, for programs",
        ),
    ],
    arguments: |command| {
        let kinds = EXPORTS.iter().map(|export| PossibleValue::new(export.name).help(export.says));
        let replace = Arg::new("replace").long("replace").action(ArgAction::SetTrue);
        let register = Arg::new("register").long("register").action(ArgAction::SetTrue);
        let command = with_leaving(with_passphrase(command));
        with_format(with_offsets(
            command.args([
                Arg::new("file")
                    .value_name("FILE")
                    .required_unless_present("register")
                    .help("Where to write it; the end of its name says what"),
                register.conflicts_with("file").help("List what left so far: exports, dumps, copies and pages"),
                Arg::new("as")
                    .long("as")
                    .value_name("KIND")
                    .value_parser(kinds.collect::<Vec<_>>())
                    .help("What to write, where the name does not say it"),
                replace.help("Put it in the place of a file that is there"),
            ]),
        ))
    },
    run: export,
};

fn export(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    if matches.get_flag("register") {
        return register(session);
    }
    let file = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let kind = matches.get_one::<String>("as").cloned().or(ending).unwrap_or_default();
    let Some(export) = EXPORTS.iter().find(|export| export.name == kind) else {
        let known = EXPORTS.iter().map(|export| format!(".{}", export.name)).collect::<Vec<_>>().join(", ");
        let words =
            format!("{}: what to write is not clear; end its name in {known}, or say --as", visible_lines(file));
        return Err(Failure::Usage(words));
    };
    let desk = session.looking()?;
    let said = offsets_of(matches);
    let style = Style { unit: said.unit.unwrap_or(Unit::CodePoint), line_end: said.two.map(|two| 1 + u32::from(two)) };
    let departure = departing(session, &desk, matches, (leaving(export.name), Some(file)))?;
    let written = (export.write)(departure.project(), departure.texts(), style);
    let written = written.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Refused(error.to_string()),
        _ => Failure::Unreadable(error.to_string()),
    })?;
    let overwrite = if matches.get_flag("replace") { Overwrite::Replace } else { Overwrite::Refuse };
    put(file, &written, overwrite)?;
    departure.done(session, export.name, Some(Path::new(file)))?;
    session
        .answer(&fidelity_table(&written.fidelity, format!("What became of the project in {}", visible_lines(file))))?;
    talk(&format!("wrote {}", visible_lines(file)));
    Ok(Outcome::Done)
}

/// Writes the file, or the folder.
fn put(file: &str, written: &Exported, overwrite: Overwrite) -> Result<(), Failure> {
    if written.files.is_empty() {
        return Ok(write_output(Path::new(file), &written.bytes, overwrite)?);
    }
    let files: Vec<(&str, &[u8])> = written.files.iter().map(|file| (file.path.as_str(), &file.bytes[..])).collect();
    Ok(write_folder(Path::new(file), &files, overwrite)?)
}

/// How much of the project a format carries.
fn leaving(export: &str) -> Leaving {
    match export {
        "qdc" => Leaving::Codebook,
        "csv" | "jsonl" => Leaving::Rows,
        _ => Leaving::Whole,
    }
}
