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
mod markdown;
mod odt;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod plan;
mod pseudonyms;
mod refi;
mod rtf;
pub mod speakers;
#[cfg(test)]
mod tests;
mod times;
mod txt;
mod xml;

pub use arriving::{Arriving, Came};
pub use fidelity::{Fate, Fidelity, Finding};
pub use json::{Dump, FORMAT as DUMP_FORMAT, dump, read_dump};
pub use leaving::{EXPORTS, Export, Exported, NamedFile};
pub use plan::{
    Disguise, Disguised, Fault, NoDisguise, Plan, Replacement, Revising, Values, disguised, handed_over, names_nobody,
    plan_dump, plan_erasure, plan_replacements, plan_revision, plan_speakers, plan_transcripts, plan_values,
};
pub use pseudonyms::{
    Becoming, NameList, key_file, key_without, pseudonyms, pseudonyms_beside, read_becoming, read_names,
};
pub use refi::{Offsets, Style, Unit};

use crate::text::clean;

/// The largest transcript that is read, in bytes, packed or unpacked.
pub const LIMIT: usize = 64 << 20;

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
}

/// Why a file could not be read, and what the person can do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is empty (0 bytes); was it copied completely? copy it again")]
    Empty,
    #[error("there is no text in this file; if its words are pictures, have it transcribed first")]
    NoText,
    #[error("the file is larger than 64 MiB; remove pictures or cut it into parts, then import those")]
    TooLarge,
    #[error(
        "no cue stands in this file (a line as `00:01 --> 00:02`, words below); if it is a plain transcript, end its name in .txt"
    )]
    NoCues,
    #[error("this is not text; export the transcript as .docx or .txt and import that")]
    Binary,
    #[error("the text's encoding is unknown; save it as UTF-8 text and import that")]
    Encoding,
    #[error("this is {what}; save it as .docx or .txt and import that")]
    OtherFormat { what: &'static str },
    #[error(
        "this is no .docx or .odt file (it is not a zip archive); open it in a word processor and save it as .docx"
    )]
    NotZip,
    #[error("this zip archive is no Word or OpenDocument text; unpack it and import the files inside")]
    NotDocument,
    #[error("this is no .{ending} file; if it is plain text, end its name in .txt, or else save it as .docx")]
    NotWhatItSays { ending: &'static str },
    #[error("this is {what}; end its name in .{ending} and import it again")]
    Misnamed { what: &'static str, ending: &'static str },
    #[error("this PDF file is damaged ({what}); ask for the document that it was made from, or copy it again")]
    BrokenPdf { what: String },
    #[error("{what} in this PDF is larger than in any transcript; save it as .docx or .txt and import that")]
    PdfTooLarge { what: &'static str },
    #[error(
        "this is an old .doc or has a password; open it in a word processor, remove the password, save it as .docx"
    )]
    Protected,
    #[error("this file has a password; open it with that, save it without, and import what you saved")]
    Password,
    #[error("the file is damaged ({what}); open it in a word processor and save it again as .docx")]
    Damaged { what: String },
    #[error(
        "{part:?} in this file unpacks to more than 64 MiB; remove pictures, or cut the document into parts, then import those"
    )]
    PartTooLarge { part: String },
    #[error(
        "this file unpacks to more than 256 MiB; open it in a word processor, cut it into parts, then import those"
    )]
    TooLargeUnpacked,
    #[error(
        "{part:?} in this file unpacks to more than 200 times its size, as no document does; ask who sent it, or save it again as .docx"
    )]
    TooDense { part: String },
    #[error(
        "more than 10,000 parts are packed in this file, as in no document; ask who sent it, or save it again as .docx"
    )]
    TooManyParts,
    #[error("this file holds a part {part:?}, a path that leads out of it; ask who sent it, or save it again as .docx")]
    OddPath { part: String },
    #[error(
        "what stands in it stands more than 256 deep, as in no document; ask who sent it, or save it again as .docx"
    )]
    TooDeep,
    #[error("it has more than 1,000,000 lines; cut it into parts, then import those")]
    TooManyLines,
    #[error("a line in it is longer than 4 MiB, as in no transcript; break it into paragraphs, then import it again")]
    TooLongLine,
    #[error("the file declares XML entities of its own, which no word processor does; save it again as .docx")]
    Entities,
    #[error("this is no emic JSON (no \"format\": {}); a transcript is imported as .docx or .txt", DUMP_FORMAT)]
    NotDump,
    #[error("this dump has format {found}, and this emic reads up to {known}; update emic, then import again")]
    Newer { found: u64, known: u64 },
    #[error("line {line}, column {column}: {what}; mend it there, or dump the project again")]
    Json { what: String, line: usize, column: usize },
    #[error(
        "this is no REFI-QDA file (a .qdpx holds one .qde, a .qdc begins with <CodeBook>); export the project from its program again"
    )]
    NotRefi,
    #[error("the file is damaged, or built to do harm ({what}); export the project from its program again")]
    BrokenProject { what: String },
    #[error("nothing in this file was understood; export the project from its program again")]
    NothingUnderstood,
    #[error(
        "how this file counts positions is not clear (in {evidence}); look into it, then add --offsets codepoint or utf16, and --crlf 1 or 2"
    )]
    Offsets { evidence: String },
    #[error("this is a whole project, not a transcript; import it by itself")]
    WholeProject,
    #[error("the file could not be read to its end ({what}); copy it again")]
    Interrupted { what: String },
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
];

/// How the names of transcripts end that can be imported (small letters, without the dot).
pub fn transcript_endings() -> Vec<&'static str> {
    let transcripts = FORMATS.iter().filter(|format| matches!(format.reads, Reads::Transcript(_)));
    transcripts.flat_map(|format| format.endings).copied().collect()
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
    let Reading { words, notes, times, voices, remarks } = read(bytes)?;
    bounded(&words)?;
    let words = clean(words); // what marks stood before is first now
    if words.trim().is_empty() {
        return Err(Unreadable::NoText);
    }
    let times = if times.is_empty() { times::marked(&words) } else { times };
    let file = file_name(name);
    let title = file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem });
    Ok(Arrival { title: title.to_owned(), words, notes, times, voices, remarks })
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

/// The name of the thread that reads PDF files.
const PDF_READER: &str = "pdf reader";

/// Whether this thread reads a file by means that may break down, for which whoever began it is ready.
pub fn may_break_down() -> bool {
    std::thread::current().name() == Some(PDF_READER)
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
