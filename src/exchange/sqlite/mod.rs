//! Projects that other programs keep in a SQLite database: QualCoder, Taguette, requal, qc.

mod base;
mod gathered;
mod qc;
mod qualcoder;
mod requal;
mod taguette;
#[cfg(test)]
mod tests;

use super::whole::{Files, Folder};
use super::{Dump, Offsets, Unreadable};
use base::Base;

pub use base::SQLITE;

/// A program whose databases are read.
struct Program {
    /// Whether a database is one of its own.
    wrote: fn(&Base) -> bool,
    read: fn(&Base, Offsets) -> Result<Dump, Unreadable>,
}

const PROGRAMS: &[Program] = &[
    Program { wrote: qualcoder::wrote, read: qualcoder::read },
    Program { wrote: taguette::wrote, read: taguette::read },
    Program { wrote: requal::wrote, read: requal::read },
];

/// Reads a database, whichever of these programs wrote it.
///
/// # Errors
/// `Unreadable` when it is none of theirs, is damaged or built to do harm, or when it is not clear how it counts
/// positions.
pub fn read(bytes: &[u8], offsets: Offsets) -> Result<Dump, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let base = Base::open(bytes)?;
    let program = PROGRAMS.iter().find(|program| (program.wrote)(&base)).ok_or(Unreadable::OtherDatabase)?;
    (program.read)(&base, offsets)
}

/// The folders in which programs keep their projects.
pub const FOLDERS: &[Folder] = &[
    Folder { sign: DATA, endings: &["qda", "qda-wal"], read: read_qualcoder },
    Folder { sign: "settings.yaml", endings: &["yaml", "sqlite3", "txt", "md"], read: qc::read },
];

/// QualCoder's database, and what it writes beside it while it is open.
const DATA: &str = "data.qda";
const OPEN: &str = "data.qda-wal";

fn read_qualcoder(files: &Files, offsets: Offsets) -> Result<Dump, Unreadable> {
    let find = |name: &str| files.iter().find(|(file, _)| file == name).map_or(&[][..], |(_, bytes)| bytes);
    if !find(OPEN).is_empty() {
        return Err(Unreadable::StillOpen);
    }
    read(find(DATA), offsets)
}
