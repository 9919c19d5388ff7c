//! Other people's formats: bytes in, a document's words out.
//!
//! A reader loses nothing silently: what it left out or guessed stands in the notes. Nothing here
//! opens a file or makes a change to a project; the caller brings the bytes and keeps them.

mod archive;
mod arriving;
pub mod captions;
mod codings;
#[cfg(test)]
mod desk_tests;
mod docx;
mod fidelity;
mod folder;
mod guid;
mod html;
mod json;
mod labels;
mod leaving;
mod looks;
#[cfg(test)]
mod looks_tests;
mod markdown;
mod marked;
mod odt;
mod offsets;
mod outline;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod plan;
mod pseudonyms;
mod refi;
mod rtf;
mod sheet;
pub mod speakers;
#[cfg(feature = "sqlite")]
mod sqlite;
mod styles;
#[cfg(test)]
mod tests;
mod times;
mod txt;
mod unreadable;
mod voices;
mod whole;
mod xml;

pub use arriving::{Arriving, Came};
pub use docx::{Returned, read_returned};
pub use fidelity::{Fate, Fidelity, Finding};
pub use json::{Dump, FORMAT as DUMP_FORMAT, dump, read_dump};
pub use leaving::{EXPORTS, Export, Exported, NamedFile, Wish, Writes};
pub use looks::Seen;
pub use offsets::{Offsets, Style, Unit};
pub use plan::{
    ComingBack, Disguise, Disguised, Fault, NoDisguise, Plan, Replacement, Revising, Values, disguised, document_of,
    handed_over, names_nobody, plan_dump, plan_erasure, plan_replacements, plan_revision, plan_speakers,
    plan_transcripts, plan_values,
};
pub use pseudonyms::{
    Becoming, NameList, key_file, key_without, names_of, pseudonyms, pseudonyms_beside, read_becoming, read_names,
    replacements_of,
};
pub use sheet::{Sheet, sheet_text};
pub use unreadable::Unreadable;
pub use whole::{Folder, How, Whole, is_whole, read_whole};

use crate::text::clean;

/// The largest transcript that is read, in bytes, packed or unpacked.
pub const LIMIT: usize = 64 << 20;

/// How many transcripts of an import are worked on at once: what comes of them is held together until all are done.
pub const TOGETHER: usize = 64;

/// The most lines of a transcript; a day of talk has some thousands.
const MOST_LINES: usize = 1_000_000;

/// The most bytes of a line, which is broken to be read: a day of talk has less than one of its own.
const LONGEST_LINE: usize = 4 << 20;

/// How deep the parts of a document may stand in each other; tables in text boxes in tables come to some dozens.
const DEEPEST: usize = 256;

/// The largest dump of a project that is read, in bytes.
pub const DUMP_LIMIT: usize = 256 << 20;

/// A document as it came in, ready for the table of speakers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// The file's name without folder and ending.
    pub title: String,
    /// The words: UTF-8, lines parted by LF, no byte order mark.
    pub words: String,
    /// Where captions begin in the words (characters), with their times (ms), by place; most files have none.
    pub times: Vec<(u32, u64)>,
    /// What was guessed or left out, one sentence part each ("2 comments left out").
    pub notes: Vec<String>,
    /// Labels that the format itself vouches for, whatever they look like.
    pub voices: Vec<String>,
    /// What was said about the words, beside them.
    pub remarks: Vec<Remark>,
    /// Where people begin to speak by how the words look, where that tells them apart.
    pub looks: Vec<Seen>,
}

/// What somebody said about some of the words of a document: a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// Who said it; empty where the file does not tell.
    pub author: String,
    /// When (UTC, milliseconds since 1970).
    pub at: Option<i64>,
    /// The words it is about (characters).
    pub start: u32,
    pub end: u32,
    /// What was said.
    pub words: String,
}

/// What a reader understood of some bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The words: UTF-8, lines parted by LF, no byte order mark.
    pub words: String,
    /// What was guessed or left out.
    pub notes: Vec<String>,
    /// Where what was said when: position (characters) and time from the start of the recording (ms), rising.
    pub times: Vec<(u32, u64)>,
    /// Labels that the format itself vouches for.
    pub voices: Vec<String>,
    /// What was said about the words, beside them.
    pub remarks: Vec<Remark>,
    /// Where people begin to speak by how the words look, where that tells them apart.
    pub looks: Vec<Seen>,
}

/// A format that can be imported.
pub struct Format {
    pub name: &'static str,
    /// How its files' names end, lower case, without the dot.
    pub endings: &'static [&'static str],
    /// What the help says of it.
    pub says: &'static str,
    pub reads: Reads,
}

/// What a format holds, and its reader.
#[derive(Clone, Copy)]
pub enum Reads {
    /// One transcript, of at most [`LIMIT`] bytes.
    Transcript(fn(&[u8]) -> Result<Reading, Unreadable>),
    /// A whole project, of at most [`DUMP_LIMIT`] bytes; some programs count positions in ways of their own.
    Project(fn(&[u8], Offsets) -> Result<Dump, Unreadable>),
    /// Rows of a sheet, of at most [`LIMIT`] bytes: people, a codebook, or a survey.
    Sheet,
}

const TXT: Format = Format {
    name: "txt",
    endings: &["txt", "text"],
    says: "plain text in any common encoding",
    reads: Reads::Transcript(txt::read),
};

const MARKDOWN: Format = Format {
    name: "md",
    endings: &["md", "markdown"],
    says: "Markdown, its marks taken away",
    reads: Reads::Transcript(markdown::read),
};

const DOCX: Format = Format {
    name: "docx",
    endings: &["docx", "docm"],
    says: "Word documents, content controls and insertions included",
    reads: Reads::Transcript(docx::read),
};

const ODT: Format = Format {
    name: "odt",
    endings: &["odt", "ott"],
    says: "OpenDocument texts (LibreOffice), insertions included",
    reads: Reads::Transcript(odt::read),
};

const RTF: Format = Format {
    name: "rtf",
    endings: &["rtf"],
    says: "rich text, insertions included",
    reads: Reads::Transcript(rtf::read),
};

#[cfg(feature = "pdf")]
const PDF: Format = Format {
    name: "pdf",
    endings: &["pdf"],
    says: "PDF files with words in them (no scans), line by line as printed",
    reads: Reads::Transcript(pdf::read),
};

const HTML: Format = Format {
    name: "html",
    endings: &["html", "htm", "xhtml"],
    says: "web pages, their tags taken away",
    reads: Reads::Transcript(html::read),
};

const VTT: Format = Format {
    name: "vtt",
    endings: &["vtt"],
    says: "WebVTT captions (Teams, Zoom), with their times",
    reads: Reads::Transcript(captions::read),
};

const SRT: Format = Format {
    name: "srt",
    endings: &["srt"],
    says: "SubRip captions, with their times",
    reads: Reads::Transcript(captions::read),
};

const JSON: Format = Format {
    name: "json",
    endings: &["json"],
    says: "a whole project as `emic dump` writes it",
    reads: Reads::Project(|mut bytes, _| read_dump(&mut bytes)),
};

const QDPX: Format = Format {
    name: "qdpx",
    endings: &["qdpx", "qde"],
    says: "a project of another program (REFI-QDA: NVivo, ATLAS.ti, MAXQDA, QualCoder, ...)",
    reads: Reads::Project(refi::read_project),
};

const QDC: Format = Format {
    name: "qdc",
    endings: &["qdc"],
    says: "a codebook of another program (REFI-QDA)",
    reads: Reads::Project(refi::read_project),
};

#[cfg(feature = "sqlite")]
const QDA: Format = Format {
    name: "qda",
    endings: &["qda", "sqlite3", "sqlite", "db", "requal"],
    says: "a project of QualCoder, Taguette or requal, as it keeps it (SQLite)",
    reads: Reads::Project(sqlite::read),
};

const SHEETS: Format = Format {
    name: "csv",
    endings: if cfg!(feature = "sheets") { &["csv", "tsv", "xlsx", "xlsm"] } else { &["csv", "tsv"] },
    says: "rows of a sheet: attributes of people, a codebook, or answers to a survey",
    reads: Reads::Sheet,
};

/// Every format that can be imported.
pub const FORMATS: &[Format] = &[
    TXT,
    MARKDOWN,
    DOCX,
    ODT,
    RTF,
    #[cfg(feature = "pdf")]
    PDF,
    HTML,
    VTT,
    SRT,
    JSON,
    QDPX,
    QDC,
    SHEETS,
    #[cfg(feature = "sqlite")]
    QDA,
];

/// How the names of transcripts end that can be imported (small letters, without the dot).
pub fn transcript_endings() -> Vec<&'static str> {
    let transcripts = FORMATS.iter().filter(|format| matches!(format.reads, Reads::Transcript(_)));
    transcripts.flat_map(|format| format.endings).copied().collect()
}

/// How the names of files end that are no single transcript (small letters, without the dot).
pub fn whole_endings() -> Vec<&'static str> {
    let others = FORMATS.iter().filter(|format| !matches!(format.reads, Reads::Transcript(_)));
    others.flat_map(|format| format.endings).copied().collect()
}

/// Finds the reader for a file by the ending of its name, or else by its first bytes (of a dump, 4,096
/// are enough; a text is looked through).
///
/// # Errors
/// `Unreadable` when the ending is unknown and the bytes are neither text nor begin as a format that is read.
pub fn format_for(name: &str, bytes: &[u8]) -> Result<&'static Format, Unreadable> {
    let ending = file_name(name).rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let by_ending = ending.and_then(|ending| FORMATS.iter().find(|format| format.endings.contains(&ending.as_str())));
    if let Some(format) = by_ending {
        return Ok(format);
    }
    if bytes.starts_with(ZIP) {
        if refi::is_project(bytes) {
            return Ok(&QDPX);
        }
        if odt::is_text(bytes)? {
            return Ok(&ODT);
        }
        // A spreadsheet is met often: interviews come with a sheet of who is who.
        let spreadsheet = memchr::memmem::find(bytes, b"xl/workbook").is_some();
        let other =
            if spreadsheet { Unreadable::OtherFormat { what: "a spreadsheet" } } else { Unreadable::NotDocument };
        return docx::is_word(bytes).then_some(&DOCX).ok_or(other);
    }
    if bytes.starts_with(rtf::RTF) {
        return Ok(&RTF);
    }
    #[cfg(feature = "pdf")]
    if bytes.starts_with(pdf::PDF) {
        return Ok(&PDF);
    }
    #[cfg(feature = "sqlite")]
    if bytes.starts_with(sqlite::SQLITE) {
        return Ok(&QDA);
    }
    if json::is_dump(bytes) {
        return Ok(&JSON);
    }
    let (text, _) = txt::decode(bytes)?;
    Ok(match () {
        () if text.starts_with("WEBVTT") => &VTT,
        () if html::is_page(&text) => &HTML,
        () => &TXT,
    })
}

/// Reads a transcript of any known format.
///
/// # Errors
/// `Unreadable` says what is wrong and what to do next; a project is refused here (see [`read_dump`]).
pub fn read(name: &str, bytes: &[u8]) -> Result<Arrival, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > LIMIT {
        return Err(Unreadable::TooLarge);
    }
    let Reads::Transcript(read) = format_for(name, bytes)?.reads else {
        return Err(Unreadable::WholeProject);
    };
    let Reading { words, notes, times, voices, remarks, looks } = read(bytes)?;
    bounded(&words)?;
    let words = clean(words); // what marks stood before is first now
    if words.trim().is_empty() {
        return Err(Unreadable::NoText);
    }
    let times = if times.is_empty() { times::marked(&words) } else { times };
    let file = file_name(name);
    let title = file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem });
    Ok(Arrival { title: title.to_owned(), words, notes, times, voices, remarks, looks })
}

/// Refuses words that are more than a transcript has: a few bytes may stand for much.
fn bounded(words: &str) -> Result<(), Unreadable> {
    if words.len() > LIMIT {
        return Err(Unreadable::TooLarge);
    }
    if memchr::memchr_iter(b'\n', words.as_bytes()).nth(MOST_LINES).is_some() {
        return Err(Unreadable::TooManyLines);
    }
    if words.split('\n').any(|line| line.len() > LONGEST_LINE) {
        return Err(Unreadable::TooLongLine);
    }
    Ok(())
}

fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The name of threads that read files by means that may break down.
const READER: &str = "reader of files";

/// What such means may take up, their calls one in the other.
#[cfg(any(feature = "pdf", feature = "sheets"))]
const STACK: usize = 32 << 20;

/// Reads in a thread of its own, for a crate may break down on what it does not expect; `None` where it does.
#[cfg(any(feature = "pdf", feature = "sheets"))]
fn apart<T: Send>(read: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().name(READER.to_owned()).stack_size(STACK);
        reader.spawn_scoped(scope, read).ok()?.join().ok()
    })
}

/// Whether this thread reads a file by means that may break down, for which whoever began it is ready.
pub fn may_break_down() -> bool {
    std::thread::current().name() == Some(READER)
}

const ZIP: &[u8] = b"PK\x03\x04";

/// Formats that no reader of text takes, known by how they begin and refused by name.
fn refused_format(bytes: &[u8]) -> Option<Unreadable> {
    const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
    if bytes.starts_with(OLE) {
        return Some(Unreadable::Protected);
    }
    if bytes.starts_with(rtf::RTF) {
        return Some(Unreadable::Misnamed { what: "an RTF file", ending: "rtf" });
    }
    if bytes.starts_with(b"%PDF") {
        let (what, ending) = ("a PDF file", "pdf");
        let reads_it = cfg!(feature = "pdf");
        return Some(if reads_it { Unreadable::Misnamed { what, ending } } else { Unreadable::OtherFormat { what } });
    }
    bytes.starts_with(ZIP).then_some(Unreadable::OtherFormat { what: "a zip archive" })
}
