//! Bringing in transcripts and whole projects.

use std::io::{self, IsTerminal, Write};

use clap::{Arg, ArgAction, ArgMatches};
use regex::Regex;

use super::session::{talk, with_format};
use super::{Command, Failure, Outcome, Session};
use crate::analysis::{Cell, Column, Kind, TABLE_FORMATS, Table};
use crate::desk::Desk;
use crate::exchange::speakers::{self, Speakers, detect_beside};
use crate::exchange::{Arrival, LIMIT, Plan, Reads, format_for, plan_dump, plan_transcripts, read, read_dump};
use crate::project::{DocumentId, Edit, TextKey, Thing};
use crate::store::{original_name, read_input, screen_columns};
use crate::text::{clean, visible_lines};

/// Bytes by which a dump is known.
const OPENING: usize = 4_096;

/// Brings in files.
pub const IMPORT: Command = Command {
    name: "import",
    says: "Bring in transcripts, or a whole project as `emic dump` writes it",
    examples: &[
        ("emic import *.docx", "asks whether the speakers found are right"),
        ("emic import --yes FG1.txt FG2.txt", "takes the speakers as they are found"),
        ("pandoc notes.odt -t plain | emic import - --name P07 --yes", "from another program"),
        (r#"emic import --speakers "^<(\w+)>" --yes chat.txt"#, "labels found by a pattern"),
        ("emic import study.json", "a whole project"),
    ],
    arguments: |command| {
        with_format(
            command.args([
                Arg::new("files")
                    .value_name("FILE")
                    .required(true)
                    .num_args(1..)
                    .help("Files, or - for standard input"),
                Arg::new("name").long("name").value_name("NAME").help("The title of what comes from standard input"),
                Arg::new("speakers")
                    .long("speakers")
                    .value_name("HOW")
                    .default_value("auto")
                    .help("How speakers are found: auto, none, or a pattern whose first group is the label"),
                Arg::new("yes")
                    .long("yes")
                    .short('y')
                    .action(ArgAction::SetTrue)
                    .help("Take the speakers that are found"),
            ]),
        )
    },
    run: import,
};

/// A file as it was named on the command line.
struct Given {
    file: String,
    /// Where its name does not say it.
    title: Option<String>,
    bytes: Result<Vec<u8>, Failure>,
}

/// A transcript, with the bytes it came as.
struct Came {
    file: String,
    arrival: Arrival,
    bytes: Vec<u8>,
}

fn import(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let files: Vec<String> = matches.get_many("files").into_iter().flatten().cloned().collect();
    let name = matches.get_one::<String>("name");
    if name.is_some() && files != ["-"] {
        return Err(Failure::Usage("--name is for standard input alone; write `emic import - --name P07`".to_string()));
    }
    let how = how(matches.get_one::<String>("speakers").map_or("auto", String::as_str))?;
    let mut desk = session.desk()?;
    let name = name.map_or("standard input", String::as_str);
    let files: Vec<Given> = files.iter().map(|file| Given::read(file, name)).collect();
    if let [Given { file, bytes: Ok(bytes), .. }] = &files[..] {
        let known = format_for(file, &bytes[..bytes.len().min(OPENING)]);
        if let Ok(Reads::Project(_)) = known.map(|format| format.reads) {
            return import_dump(session, &mut desk, file, bytes);
        }
    }
    let (mut came, mut failed) = (Vec::new(), Vec::new());
    for file in files {
        match file.arrive() {
            Ok(arrived) => came.push(arrived),
            Err(failure) => failed.push(failure),
        }
    }
    if came.is_empty() && failed.len() == 1 {
        return Err(failed.remove(0));
    }
    failed.iter().for_each(|failure| talk(&failure.to_string()));
    if came.is_empty() {
        return Err(Failure::Unreadable("none of the files could be read; nothing was imported".to_string()));
    }
    let asks = !matches.get_flag("yes");
    if asks && !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Failure::Usage(
            "nobody can be asked whether the speakers are right; add --yes to take those that are found".to_string(),
        ));
    }
    let words: Vec<&str> = came.iter().map(|came| came.arrival.words.as_str()).collect();
    let voices = came.iter().flat_map(|came| came.arrival.voices.iter().cloned()).collect();
    let table = detect_beside(&words, &voices, &how);
    if asks && !confirmed(&table, &came)? {
        talk("nothing was imported");
        return Ok(Outcome::Short);
    }
    let brought = import_transcripts(session, &mut desk, &came, &table)?;
    Ok(if failed.is_empty() && brought == came.len() { Outcome::Done } else { Outcome::Short })
}

fn how(typed: &str) -> Result<Speakers, Failure> {
    match typed {
        "auto" => Ok(Speakers::Auto),
        "none" => Ok(Speakers::None),
        pattern => Regex::new(pattern).map(Speakers::Pattern).map_err(|error| {
            let why = error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
            Failure::Usage(format!("--speakers {pattern}: {why}; write auto, none, or a regular expression"))
        }),
    }
}

impl Given {
    /// Reads the file, or standard input under that name. A dump may be of any size, a transcript may not.
    fn read(file: &str, name: &str) -> Given {
        let shown = if file == "-" { name } else { file };
        let limit = if shown.to_lowercase().ends_with(".json") { usize::MAX } else { LIMIT };
        let title = (file == "-").then(|| name.to_string());
        Given { file: shown.to_string(), title, bytes: read_input(file, limit).map_err(Failure::from) }
    }

    fn arrive(self) -> Result<Came, Failure> {
        let bytes = self.bytes?;
        let mut arrival = read(&self.file, &bytes).map_err(|error| Failure::from(error).at(&self.file))?;
        arrival.title = self.title.unwrap_or(arrival.title);
        Ok(Came { file: self.file, arrival, bytes })
    }
}

/// Shows what was found, and asks.
fn confirmed(table: &speakers::Table, came: &[Came]) -> Result<bool, Failure> {
    let column = |(name, kind): (&str, Kind)| Column { key: name.to_string(), title: name.to_string(), kind };
    let columns = [
        ("label", Kind::Words),
        ("role", Kind::Words),
        ("turns", Kind::Numbers),
        ("documents", Kind::Words),
        ("first words", Kind::Words),
    ];
    let mut shown = Table {
        report: "import",
        title: "Speakers found".to_string(),
        settings: Vec::new(),
        columns: columns.map(column).into(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for label in &table.labels {
        let titles: Vec<&str> = label.documents.iter().map(|&place| came[place].arrival.title.as_str()).collect();
        shown.rows.push(vec![
            Cell::from(label.name.as_str()),
            Cell::from(if label.accepted { label.role.word() } else { "doubtful: left out" }),
            Cell::from(u64::from(label.turns)),
            Cell::from(titles.join(", ").as_str()),
            Cell::from(label.first_words.as_str()),
        ]);
    }
    let silent =
        came.iter().enumerate().filter(|(place, _)| !table.labels.iter().any(|label| label.documents.contains(place)));
    let silent: Vec<&str> = silent.map(|(_, came)| came.arrival.title.as_str()).collect();
    if !silent.is_empty() {
        shown.notes.push(format!(
            "nobody is found to speak in {}: their excerpts will have no respondents",
            silent.join(", ")
        ));
    }
    let width = screen_columns();
    let asked = write!(io::stderr(), "{}Enter imports all, n nothing: ", (TABLE_FORMATS[0].write)(&shown, Some(width)));
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    asked.map_err(|error| Failure::NotWritten(format!("cannot ask on the terminal: {error}")))?;
    // The end of the input is no consent.
    Ok(read.is_ok_and(|bytes| bytes > 0) && matches!(line.trim(), "" | "y" | "yes"))
}

/// Makes the plan's changes and waits for them; its notes are said.
fn carry_out(session: &Session, desk: &mut Desk, plan: Plan) -> Result<Vec<DocumentId>, Failure> {
    plan.notes.iter().for_each(|note| talk(note));
    let documents = plan.edits.iter().filter_map(|edit| match edit.adds() {
        Some(Thing::Document(id)) => Some(id),
        _ => None,
    });
    let documents = documents.collect();
    if !plan.edits.is_empty() {
        plan.texts.into_iter().for_each(|(key, text)| desk.hold_text(key, text));
        desk.bring(plan.edits)?;
        session.saved(desk)?;
    }
    Ok(documents)
}

/// How many documents came in.
fn import_transcripts(
    session: &Session,
    desk: &mut Desk,
    came: &[Came],
    table: &speakers::Table,
) -> Result<usize, Failure> {
    let arrivals: Vec<Arrival> = came.iter().map(|came| came.arrival.clone()).collect();
    let files: Vec<&str> = came.iter().map(|came| came.file.as_str()).collect();
    let plan = desk.plan(|project, ids, salt| plan_transcripts(project, &arrivals, table, &files, ids, salt));
    for came in came {
        let key = TextKey::of(&clean(came.arrival.words.clone()));
        if plan.edits.iter().any(|edit| matches!(edit, Edit::AddDocument { text, .. } if *text == key)) {
            let file = came.file.rsplit(['/', '\\']).next().unwrap_or_default();
            desk.hold_original(original_name(key, file), came.bytes.clone());
        }
    }
    let documents = carry_out(session, desk, plan)?;
    said(session, desk, &documents)?;
    Ok(documents.len())
}

fn import_dump(session: &Session, desk: &mut Desk, file: &str, bytes: &[u8]) -> Result<Outcome, Failure> {
    let dump = read_dump(&mut &*bytes).map_err(|error| Failure::from(error).at(file))?;
    let plan = desk.plan(|project, ids, salt| plan_dump(project, dump, ids, salt));
    let is_new = !plan.edits.is_empty();
    let documents = carry_out(session, desk, plan)?;
    said(session, desk, &documents)?;
    if !is_new {
        talk(&format!("{}: everything in it is here already; nothing was changed", visible_lines(file)));
    }
    Ok(if is_new { Outcome::Done } else { Outcome::Short })
}

/// Lists what came in.
fn said(session: &Session, desk: &Desk, documents: &[DocumentId]) -> Result<Outcome, Failure> {
    let column = |(name, kind): (&str, Kind)| Column { key: name.to_string(), title: name.to_string(), kind };
    let columns = [
        ("document", Kind::Words),
        ("id", Kind::Words),
        ("characters", Kind::Numbers),
        ("words", Kind::Numbers),
        ("turns", Kind::Numbers),
        ("speakers", Kind::Words),
    ];
    let mut table = Table {
        report: "import",
        title: "Imported".to_string(),
        settings: Vec::new(),
        columns: columns.map(column).into(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for (id, document) in documents.iter().filter_map(|&id| Some((id, desk.project().document(id)?))) {
        let speakers: Vec<&str> = document.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        table.rows.push(vec![
            Cell::from(document.title.as_str()),
            Cell::from(id.to_string().as_str()),
            Cell::from(u64::from(document.characters)),
            Cell::from(u64::from(document.words)),
            Cell::from(document.turns.len() as u64),
            Cell::from(speakers.join(", ").as_str()),
        ]);
    }
    session.answer(&table)
}
