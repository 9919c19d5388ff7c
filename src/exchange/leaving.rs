//! How a project leaves: one list of formats, each with a writer and an account of what it has no place for.

use super::{Fidelity, Style, codings, folder, refi};
use crate::project::{Project, Texts};

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

/// A format that a project can leave in.
pub struct Export {
    /// Its name, which is how its files' names end.
    pub name: &'static str,
    /// What the help says of it.
    pub says: &'static str,
    /// Writes it; the style is for formats that count positions in more than one way.
    pub write: fn(&Project, &dyn Texts, Style) -> std::io::Result<Exported>,
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
    Export { name: "jsonl", says: "a line of JSON for every coding, for programs", write: codings::write_jsonl },
    Export {
        name: "folder",
        says: "the whole project as a folder of Markdown and csv, to be read without emic",
        write: folder::write_folder,
    },
];
