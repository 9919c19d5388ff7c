//! Leaving: the project as other programs read it, and transcripts for people to read.

use std::io;
use std::path::Path;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, ArgMatches, Command as ClapCommand};

use super::import_project::{offsets_of, with_offsets};
use super::leaving::{departing, register, with_leaving};
use super::passphrase::with_passphrase;
use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session, names};
use crate::app::fidelity_table;
use crate::desk::Desk;
use crate::exchange::{EXPORTS, Export, Exported, Style, Unit, Wish, Writes};
use crate::project::DocumentId;
use crate::store::{Overwrite, write_folder, write_output};
use crate::text::visible_lines;

/// Writes the project for other programs, and transcripts for people.
pub const EXPORT: Command = Command {
    name: "export",
    says: "Write the project for other programs, or transcripts for people to read",
    examples: &[
        ("emic export study.qdpx", "for NVivo, ATLAS.ti, MAXQDA, QualCoder and others (REFI-QDA)"),
        ("emic export codes.qdc", "the codebook alone"),
        ("emic export coded.html", "all transcripts with their codes and memos beside them, to read and print"),
        ("emic export --document FG1 --document FG2 --by mk coded.docx", "two of them, with what mk put there"),
        ("emic export --for-word FG1", "for a supervisor; `emic import --comments FG1.docx` brings the answer back"),
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
    arguments,
    run: export,
};

fn arguments(command: ClapCommand) -> ClapCommand {
    let kinds = EXPORTS.iter().map(|export| PossibleValue::new(export.name).help(export.says));
    let file = Arg::new("file").value_name("FILE").required_unless_present_any(["for-word", "register"]);
    let kind = Arg::new("as").long("as").value_name("KIND").value_parser(kinds.collect::<Vec<_>>());
    let document = Arg::new("document").long("document").value_name("DOC").action(ArgAction::Append);
    let for_word = Arg::new("for-word").long("for-word").value_name("DOC").conflicts_with_all(["as", "document"]);
    let replace = Arg::new("replace").long("replace").action(ArgAction::SetTrue);
    let register = Arg::new("register").long("register").action(ArgAction::SetTrue);
    let command = with_leaving(with_passphrase(command));
    with_format(with_offsets(
        command.args([
            file.help("Where to write it; the end of its name says what"),
            register
                .conflicts_with_all(["file", "for-word"])
                .help("List what left so far: exports, dumps, copies and pages"),
            kind.help("What to write, where the name does not say it"),
            document.help("Only this document, by title or id; may be given several times"),
            Arg::new("by").long("by").value_name("NAME").help("Only what they put there"),
            for_word.help(
                "One transcript as a Word document whose comments come back (named as it, where no FILE is given)",
            ),
            replace.help("Put it in the place of a file that is there"),
        ]),
    ))
}

fn export(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    if matches.get_flag("register") {
        return register(session);
    }
    let given = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let desk = session.looking()?;
    let for_word = given("for-word").map(|typed| names::document(desk.project(), typed)).transpose()?;
    let file = match (given("file"), for_word) {
        (Some(file), _) => file.to_owned(),
        (None, Some(document)) => named_as(&desk, document),
        (None, None) => String::new(),
    };
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let kind = for_word.map(|_| "docx".to_owned()).or(given("as").map(str::to_owned)).or(ending).unwrap_or_default();
    let Some(export) = EXPORTS.iter().find(|export| export.name == kind) else {
        let named = |writes: Writes, before: &str| {
            let kinds = EXPORTS.iter().filter(|export| export.writes == writes);
            kinds.map(|export| format!("{before}{}", export.name)).collect::<Vec<_>>().join(", ")
        };
        let (files, folders, file) = (named(Writes::File, "."), named(Writes::Folder, "--as "), visible_lines(&file));
        let words = format!("{file}: what to write is not clear; end its name in {files}, or say {folders}");
        return Err(Failure::Usage(words));
    };
    let mut wish = wish(&desk, matches)?;
    wish.documents.extend(for_word);
    write(session, &desk, export, (&wish, &file), matches)?;
    if for_word.is_some() {
        talk(&format!("what comes back goes in by `emic import --comments {}`", visible_lines(&file)));
    }
    Ok(Outcome::Done)
}

/// What is asked for.
fn wish(desk: &Desk, matches: &ArgMatches) -> Result<Wish, Failure> {
    let said = offsets_of(matches);
    let style = Style { unit: said.unit.unwrap_or(Unit::CodePoint), line_end: said.two.map(|two| 1 + u32::from(two)) };
    let documents = matches.get_many::<String>("document").into_iter().flatten();
    let documents = documents.map(|typed| names::document(desk.project(), typed)).collect::<Result<_, _>>()?;
    let coder = matches.get_one::<String>("by").map(|typed| names::coder(desk.project(), typed)).transpose()?;
    Ok(Wish { style, documents, coder })
}

fn write(
    session: &Session,
    desk: &Desk,
    export: &Export,
    (wish, file): (&Wish, &str),
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let departure = departing(session, desk, matches, (export.carries, Some(file)))?;
    let written = (export.write)(departure.project(), departure.texts(), wish);
    let written = written.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Refused(error.to_string()),
        io::ErrorKind::InvalidInput => Failure::Usage(error.to_string()),
        _ => Failure::Unreadable(error.to_string()),
    })?;
    let overwrite = if matches.get_flag("replace") { Overwrite::Replace } else { Overwrite::Refuse };
    put(file, &written, overwrite)?;
    departure.done(session, export.name, Some(Path::new(file)))?;
    let title = format!("What became of the project in {}", visible_lines(file));
    session.answer(&fidelity_table(&written.fidelity, title))?;
    talk(&format!("wrote {}", visible_lines(file)));
    Ok(())
}

/// The name of a file for a document, with nothing in it that a shell or a file system minds.
fn named_as(desk: &Desk, document: DocumentId) -> String {
    let title = desk.project().document(document).map_or("transcript", |document| &document.title);
    let harmless = |letter: char| if letter.is_alphanumeric() || "-_. ".contains(letter) { letter } else { '_' };
    let name: String = title.chars().map(harmless).take(60).collect();
    let name = name.trim();
    let first = if name.starts_with(['.', '-']) || name.is_empty() { "_" } else { "" };
    format!("{first}{name}.docx")
}

/// Writes the file, or the folder.
fn put(file: &str, written: &Exported, overwrite: Overwrite) -> Result<(), Failure> {
    if written.files.is_empty() {
        return Ok(write_output(Path::new(file), &written.bytes, overwrite)?);
    }
    let files: Vec<(&str, &[u8])> = written.files.iter().map(|file| (file.path.as_str(), &file.bytes[..])).collect();
    Ok(write_folder(Path::new(file), &files, overwrite)?)
}
