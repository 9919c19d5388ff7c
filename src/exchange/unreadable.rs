//! Why files cannot be read.

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
    #[error("this is no emic JSON (no \"format\": {}); a transcript is imported as .docx or .txt", super::DUMP_FORMAT)]
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
    #[error("{what}; open the workbook, save the sheet as CSV, and import that")]
    BrokenSheet { what: String },
    #[error("this is no sheet of rows; save it as .csv or .xlsx and import that")]
    NoSheet,
    #[error("{what}")]
    Rows { what: String },
    #[error("its program has it open, or was not closed properly; open and close it there, and import it again")]
    StillOpen,
    #[error("several projects are in it ({names}); export the one you want from its program, and import that")]
    SeveralProjects { names: String },
    #[error(
        "this database is of no program that emic knows (QualCoder, Taguette, requal); export a .qdpx there and import that"
    )]
    OtherDatabase,
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
