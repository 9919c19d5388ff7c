//! Bringing in transcripts and whole projects.

use std::io::{self, IsTerminal};

use clap::{Arg, ArgAction, ArgMatches};
use regex::Regex;

use super::import_comments::import_comments;
use super::import_project::{how_of, import_folder, import_whole, with_offsets, with_sheets};
use super::passphrase::with_passphrase;
use super::progress::Progress;
use super::projects::screen;
use super::session::{talk, with_format};
use super::{Command, Failure, First, Outcome, Session};
use crate::abreast;
use crate::analysis::{Cell, Column, Kind, Table};
use crate::app::labels_table;
use crate::desk::Desk;
use crate::exchange::speakers::Speakers;
use crate::exchange::{
    Arriving, Came, DUMP_LIMIT, Format, How, LIMIT, Plan, TOGETHER, Unreadable, format_for, is_whole, read,
    transcript_endings, whole_endings,
};
use crate::project::DocumentId;
use crate::store::{files_under, original_name};

/// How the names of files end that are sealed, behind the ending they had.
const SEALED: &str = "age";

/// Bytes by which a dump is known.
const OPENING: usize = 4_096;

/// Brings in files.
pub const IMPORT: Command = Command {
    name: "import",
    says: "Bring in transcripts, or a whole project of emic or another program",
    examples: &[
        ("emic import *.docx", "shows who speaks in them, to be put right before they come in"),
        ("emic import --yes FG1.txt FG2.txt", "takes the speakers as they are found"),
        ("emic import interviews/", "all transcripts in a folder, and in those in it"),
        ("pandoc notes.tex -t plain | emic import - --name P07 --yes", "from another program"),
        (r#"emic import --speakers "^<(\w+)>" --yes chat.txt"#, "labels found by a pattern"),
        ("emic import study.json", "a whole project of emic"),
        ("emic import --dry-run theirs.qdpx", "lists what would become of everything in a project of another program"),
        ("emic import theirs.qdpx", "brings it in"),
        #[cfg(feature = "sqlite")]
        ("emic import Study.qda", "QualCoder's folder, Taguette's .sqlite3, requal's file, or a folder of qc"),
        ("emic import facesheet.xlsx", "attributes of people; a survey and a codebook come in so too"),
        ("emic import --as codebook guide.docx", "a code for every question of an interview guide"),
        ("emic import --comments FG1.docx", "what a supervisor wrote into what `emic export --for-word FG1` made"),
        #[cfg(feature = "seal")]
        ("emic import study.json.age", "one that is sealed, after asking for its passphrase"),
    ],
    arguments: |command| {
        with_passphrase(with_format(with_sheets(with_offsets(
            command.args([
                Arg::new("files")
                    .value_name("FILE")
                    .required(true)
                    .num_args(1..)
                    .help("Files, folders with all transcripts in them, or - for standard input"),
                Arg::new("name").long("name").value_name("NAME").help("The title of what comes from standard input"),
                Arg::new("speakers")
                    .long("speakers")
                    .value_name("HOW")
                    .default_value("auto")
                    .help("How speakers are found: auto, none, look (bold, italic or coloured words), or a pattern whose first group is the label"),
                Arg::new("yes")
                    .long("yes")
                    .short('y')
                    .action(ArgAction::SetTrue)
                    .help("Take the speakers that are found"),
                Arg::new("dry-run")
                    .long("dry-run")
                    .short('n')
                    .action(ArgAction::SetTrue)
                    .help("Only list who would speak, and what would be changed or left out"),
                Arg::new("comments")
                    .long("comments")
                    .action(ArgAction::SetTrue)
                    .conflicts_with_all(["name", "yes"])
                    .help("Bring in only the comments of a Word file that `emic export --for-word` wrote"),
                Arg::new("document")
                    .long("document")
                    .value_name("DOC")
                    .requires("comments")
                    .help("The document they are on, where the file does not tell"),
            ]),
        ))))
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

fn import(session: &mut Session, matches: &ArgMatches) -> Result<Outcome, Failure> {
    let files: Vec<String> = matches.get_many("files").into_iter().flatten().cloned().collect();
    if matches.get_flag("comments") {
        return import_comments(session, &files, matches);
    }
    let (dry_run, asked) = (matches.get_flag("dry-run"), how_of(matches));
    if let [path] = &files[..]
        && let Some(brought) = import_folder(session, path, asked, dry_run)
    {
        return brought;
    }
    let files = files.into_iter().map(inside).collect::<Result<Vec<_>, Failure>>()?.concat();
    let name = matches.get_one::<String>("name");
    if name.is_some() && files != ["-"] {
        return Err(Failure::Usage("--name is for standard input alone; write `emic import - --name P07`".to_string()));
    }
    let how = how(matches.get_one::<String>("speakers").map_or("auto", String::as_str))?;
    let mut desk = session.desk()?;
    let name = name.map_or("standard input", String::as_str);
    let (came, mut failed) = match read_all(session, &files, name, asked) {
        Arrived::Whole(file, bytes) => return import_whole(session, &mut desk, (&file, bytes), asked, dry_run),
        Arrived::Transcripts(came, failed) => (came, failed),
    };
    if came.is_empty() && failed.len() == 1 {
        return Err(failed.remove(0));
    }
    failed.iter().for_each(|failure| talk(&failure.to_string()));
    if came.is_empty() {
        return Err(Failure::Unreadable("none of the files could be read; nothing was imported".to_string()));
    }
    if dry_run {
        return preview(session, &mut desk, &Arriving::of(came, &how));
    }
    let asks = !matches.get_flag("yes");
    if asks && !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(Failure::Usage(
            "nobody can be asked whether the speakers are right; add --yes to take those that are found".to_string(),
        ));
    }
    let arriving = Arriving::of(came, &how);
    if asks {
        let import = Import { arriving, session: session.clone(), all: failed.is_empty() };
        return screen(session, First::Import(Box::new(desk), Box::new(import)));
    }
    arriving.hints().iter().for_each(|hint| talk(hint));
    let shelf = desk.texts().clone();
    let plan = desk.plan(|project, ids, salt| arriving.plan((project, &shelf), ids, salt));
    for (key, file, bytes) in arriving.originals(&plan) {
        desk.hold_original(original_name(key, file), bytes.to_vec());
    }
    // Of a text that is here already, new comments may come in.
    let is_new = !plan.edits.is_empty();
    let documents = carry_out(session, &mut desk, plan)?;
    said(session, &desk, &documents)?;
    let all = documents.len() == arriving.n_transcripts() || (documents.is_empty() && is_new);
    Ok(if failed.is_empty() && all { Outcome::Done } else { Outcome::Short })
}

/// What stands in the files that were named.
enum Arrived {
    /// A single one that is no transcript: its name, without the ending of a sealed one, and its bytes.
    Whole(String, Vec<u8>),
    /// Transcripts, and what could not be read.
    Transcripts(Vec<Came>, Vec<Failure>),
}

/// Reads all files, several at a time; `name` is that of standard input.
fn read_all(session: &Session, files: &[String], name: &str, asked: How) -> Arrived {
    let read = |file: &String| Given::read(session, file, name);
    let mut arrived = Vec::with_capacity(files.len());
    if let [file] = files {
        match read(file) {
            Given { file, bytes: Ok(bytes), .. }
                if known(&file, &bytes).is_ok_and(|format| is_whole(format, asked)) =>
            {
                return Arrived::Whole(file, bytes);
            }
            given => arrived.push(given.arrive()),
        }
    } else {
        let mut progress = Progress::default();
        for piece in files.chunks(TOGETHER) {
            progress.counts("reading", arrived.len(), files.len());
            arrived.extend(abreast::each(piece, |file| read(file).arrive()));
        }
    }
    let (mut came, mut failed) = (Vec::new(), Vec::new());
    for arrived in arrived {
        match arrived {
            Ok(arrived) => came.push(arrived),
            Err(failure) => failed.push(failure),
        }
    }
    Arrived::Transcripts(came, failed)
}

/// Lists who speaks in what would come in, and what would be left out.
fn preview(session: &Session, desk: &mut Desk, arriving: &Arriving) -> Result<Outcome, Failure> {
    let mut table = labels_table(arriving);
    let shelf = desk.texts().clone();
    let plan = desk.plan(|project, ids, salt| arriving.plan((project, &shelf), ids, salt));
    table.notes.extend(arriving.notes());
    let told: Vec<String> = plan.notes.into_iter().filter(|note| !table.notes.contains(note)).collect();
    table.notes.extend(told);
    session.answer(&table)?;
    talk("nothing was changed (--dry-run)");
    Ok(Outcome::Done)
}

/// What is brought in on the screen, and how the shell speaks of it afterwards.
pub struct Import {
    /// The transcripts.
    pub arriving: Arriving,
    session: Session,
    /// Whether every file that was named could be read.
    all: bool,
}

impl Import {
    /// Whose answer is due, and whether every file could be read, once the screen has the transcripts.
    pub fn parted(self) -> (Arriving, Answering) {
        let n = self.arriving.n_transcripts();
        (self.arriving, Answering { session: self.session, wanted: if self.all { n } else { usize::MAX } })
    }
}

/// What the shell says when the screen is done with an import.
pub struct Answering {
    session: Session,
    /// How many documents are all.
    wanted: usize,
}

impl Answering {
    /// Lists what came in; `None` where nothing was to come in.
    pub fn answer(&self, desk: &Desk, brought: Option<(Vec<DocumentId>, Vec<String>)>) -> u8 {
        let Some((documents, notes)) = brought else {
            talk("nothing was imported");
            return 1;
        };
        notes.iter().for_each(|note| talk(note));
        match said(&self.session, desk, &documents) {
            Ok(_) if documents.len() == self.wanted => 0,
            Ok(_) => 1,
            Err(failure) => super::end(&failure),
        }
    }
}

/// The file, or all transcripts in the folder.
fn inside(file: String) -> Result<Vec<String>, Failure> {
    match files_under(&file, &transcript_endings()) {
        None => Ok(vec![file]),
        Some(files) if files.is_empty() => {
            let words = "it is a folder without transcripts; `emic import --help` lists what can be read";
            Err(Failure::Unreadable(words.to_string()).at(&file))
        }
        Some(files) => Ok(files),
    }
}

/// The format of a file: of an archive all of it is looked at, of anything else the beginning.
fn known(file: &str, bytes: &[u8]) -> Result<&'static Format, Unreadable> {
    let is_archive = bytes.starts_with(b"PK");
    format_for(file, if is_archive { bytes } else { &bytes[..bytes.len().min(OPENING)] })
}

fn how(typed: &str) -> Result<Speakers, Failure> {
    match typed {
        "auto" => Ok(Speakers::Auto),
        "none" => Ok(Speakers::None),
        "look" => Ok(Speakers::Look),
        pattern => Regex::new(pattern).map(Speakers::Pattern).map_err(|error| {
            let why = error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
            Failure::Usage(format!("--speakers {pattern}: {why}; write auto, none, look, or a regular expression"))
        }),
    }
}

impl Given {
    /// Reads the file, or standard input under that name. A dump may be larger than a transcript; what is sealed
    /// has, behind the name it had before, one ending more.
    fn read(session: &Session, file: &str, name: &str) -> Given {
        let shown = if file == "-" { name } else { file };
        let ending = shown.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let is_large = ending == SEALED || whole_endings().contains(&ending.as_str());
        let limit = if is_large { DUMP_LIMIT } else { LIMIT };
        let title = (file == "-").then(|| name.to_string());
        let bytes = session.read_input(file, limit);
        let file = if ending == SEALED { &shown[..shown.len() - SEALED.len() - 1] } else { shown };
        Given { file: file.to_string(), title, bytes }
    }

    fn arrive(self) -> Result<Came, Failure> {
        let bytes = self.bytes?;
        let mut arrival = read(&self.file, &bytes).map_err(|error| Failure::from(error).at(&self.file))?;
        arrival.title = self.title.unwrap_or(arrival.title);
        Ok(Came { file: self.file, arrival, bytes })
    }
}

/// Makes the plan's changes and waits for them; its notes are said.
///
/// # Errors
/// The project does not allow them, or they are not on the disk.
pub fn carry_out(session: &Session, desk: &mut Desk, plan: Plan) -> Result<Vec<DocumentId>, Failure> {
    plan.notes.iter().for_each(|note| talk(note));
    let documents = plan.documents();
    if !plan.edits.is_empty() {
        plan.texts.into_iter().for_each(|(key, text)| desk.hold_text(key, text));
        desk.bring(plan.edits)?;
        session.saved(desk)?;
    }
    Ok(documents)
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
