//! How a project leaves: one list of formats, each with a writer and an account of what it has no place for.

use std::io;
use std::sync::Arc;

use super::{Fidelity, Style, codings, folder, marked, refi};
use crate::project::{Carries, CoderId, Document, DocumentId, Project, TextKey, Texts};
use crate::text::Text;

/// What is to be written to a file, and what became of everything on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The file; empty where a folder is written.
    pub bytes: Vec<u8>,
    /// The files of a folder, where it is one.
    pub files: Vec<NamedFile>,
    /// What stands in it, and what does not.
    pub fidelity: Fidelity,
}

/// A file of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// Where in the folder, with `/`: letters and digits, `-`, `_` and one ending, never out of it.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// What is wished of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// How positions are counted, in formats that count them in more than one way.
    pub style: Style,
    /// The documents that it is about; all where none is named.
    pub documents: Vec<DocumentId>,
    /// Whose coding; everybody's where nobody is named.
    pub coder: Option<CoderId>,
}

impl Wish {
    /// The documents that are wished for, in their order.
    pub fn documents<'p>(&self, project: &'p Project) -> impl Iterator<Item = (DocumentId, &'p Document)> {
        let ids = project.document_order().iter().copied();
        let wished = ids.filter(|id| self.documents.is_empty() || self.documents.contains(id));
        wished.filter_map(|id| Some((id, project.document(id)?)))
    }

    /// Whether what that coder made is wished for.
    pub fn is_by(&self, project: &Project, coder: CoderId) -> bool {
        self.coder.is_none_or(|wished| project.coder_of(wished) == project.coder_of(coder))
    }

    /// For formats that hold a whole project.
    ///
    /// # Errors
    /// A part of it is wished for.
    pub fn is_of_all(&self) -> io::Result<()> {
        let words = "this format holds the whole project; name documents or a coder for html, docx, csv or jsonl";
        let is_all = self.documents.is_empty() && self.coder.is_none();
        if is_all { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidInput, words)) }
    }
}

/// A format that a project can leave in.
pub struct Export {
    /// Its name, which is how the names of its files end.
    pub name: &'static str,
    /// What the help says of it.
    pub says: &'static str,
    /// What it is on the disk.
    pub writes: Writes,
    /// How much of the project stands in it.
    pub carries: Carries,
    /// Writes what is wished for.
    pub write: fn(&Project, &dyn Texts, &Wish) -> io::Result<Exported>,
}

/// What a format is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// A file.
    File,
    /// A folder of files, which no ending of its name says.
    Folder,
}

const fn file(
    (name, says): (&'static str, &'static str),
    carries: Carries,
    write: fn(&Project, &dyn Texts, &Wish) -> io::Result<Exported>,
) -> Export {
    Export { name, says, writes: Writes::File, carries, write }
}

/// Every format that a project can leave in.
pub const EXPORTS: &[Export] = &[
    file(
        ("qdpx", "the project for other programs (REFI-QDA: NVivo, ATLAS.ti, MAXQDA, QualCoder, ...)"),
        Carries::Whole,
        refi::write_project,
    ),
    file(("qdc", "the codebook for other programs (REFI-QDA)"), Carries::Codebook, refi::write_codebook),
    file(("csv", "a row for every coding, for spreadsheets and statistics"), Carries::Rows, codings::write_csv),
    file(("xlsx", "the same as a workbook"), Carries::Rows, codings::write_xlsx),
    file(("jsonl", "a line of JSON for every coding, for programs"), Carries::Rows, codings::write_jsonl),
    file(
        ("html", "the transcripts with their codes and memos beside them, to read and print in a browser"),
        Carries::Whole,
        marked::write_page,
    ),
    file(
        ("docx", "the transcripts with their codes and memos as comments, for Word"),
        Carries::Whole,
        marked::write_word,
    ),
    Export {
        name: "folder",
        says: "the whole project as a folder of Markdown and csv, to be read without emic",
        writes: Writes::Folder,
        carries: Carries::Whole,
        write: folder::write_folder,
    },
];

/// The words of a document or memo that leaves.
///
/// # Errors
/// They cannot be had: a file that lacks words would pass for whole.
pub fn words_of(texts: &dyn Texts, key: TextKey, of: &str) -> io::Result<Arc<Text>> {
    let missing =
        || io::Error::other(format!("the words of {of:?} cannot be read; run `emic check`, then export again"));
    texts.text(key).ok_or_else(missing)
}
