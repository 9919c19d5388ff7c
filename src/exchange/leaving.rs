//! How a project leaves: one list of formats, each with a writer and an account of what it has no place for.

use std::io;
use std::sync::Arc;

use super::{Fidelity, Style, codings, folder, marked, refi};
use crate::project::{CoderId, Document, DocumentId, Project, TextKey, Texts};
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
    /// Its name, which is how its files' names end.
    pub name: &'static str,
    /// What the help says of it.
    pub says: &'static str,
    /// Writes what is wished for.
    pub write: fn(&Project, &dyn Texts, &Wish) -> io::Result<Exported>,
}

/// Every format that a project can leave in.
pub const EXPORTS: &[Export] = &[
    Export {
        name: "qdpx",
        says: "the project for other programs (REFI-QDA: NVivo, ATLAS.ti, MAXQDA, QualCoder, ...)",
        write: refi::write_project,
    },
    Export { name: "qdc", says: "the codebook for other programs (REFI-QDA)", write: refi::write_codebook },
    Export { name: "csv", says: "a row for every coding, for spreadsheets and statistics", write: codings::write_csv },
    Export { name: "xlsx", says: "the same as a workbook", write: codings::write_xlsx },
    Export { name: "jsonl", says: "a line of JSON for every coding, for programs", write: codings::write_jsonl },
    Export {
        name: "html",
        says: "the transcripts with their codes and memos beside them, to read and print in a browser",
        write: marked::write_page,
    },
    Export {
        name: "docx",
        says: "the transcripts with their codes and memos as comments, for Word",
        write: marked::write_word,
    },
    Export {
        name: "folder",
        says: "the whole project as a folder of Markdown and csv, to be read without emic",
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
