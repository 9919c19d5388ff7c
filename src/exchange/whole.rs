//! Files that are no single transcript: whole projects, in a file or a folder, codebooks, and sheets of rows.

use super::sheet::{Sheet, of_codebook, of_outline, of_survey, rows_with_lines, sheet_text};
use super::{Dump, Format, LIMIT, Offsets, Reads, Unreadable, file_name, format_for, read};

/// What a person says of a file; what they do not say is found out.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// How it counts positions.
    pub offsets: Offsets,
    /// What its rows, or its lines, are.
    pub sheet: Option<Sheet>,
}

/// What came of such a file.
pub enum Whole {
    /// A study, or a part of one.
    Study(Box<Dump>),
    /// Rows of attributes, parted as `plan_values` takes them, and what else is in the file.
    People(String, Vec<String>),
}

/// The files of a folder: where each is in it (`corpus/talk.txt`), and its bytes.
pub type Files = [(String, Vec<u8>)];

/// A folder in which a program keeps a project.
pub struct Folder {
    /// The file by which it is known.
    pub sign: &'static str,
    /// How the names of the files end that are read of it.
    pub endings: &'static [&'static str],
    pub(super) read: fn(&Files, Offsets) -> Result<Dump, Unreadable>,
}

impl Folder {
    /// Every program's.
    pub fn all() -> &'static [Folder] {
        #[cfg(feature = "sqlite")]
        return super::sqlite::FOLDERS;
        #[cfg(not(feature = "sqlite"))]
        return &[];
    }

    /// Reads the project in it.
    ///
    /// # Errors
    /// As for a file.
    pub fn read(&self, files: &Files, how: How) -> Result<Dump, Unreadable> {
        (self.read)(files, how.offsets)
    }
}

/// Whether a file of a format is such a file, as far as is said of it.
pub fn is_whole(format: &Format, how: How) -> bool {
    !matches!(format.reads, Reads::Transcript(_)) || how.sheet.is_some()
}

/// Reads such a file.
///
/// # Errors
/// `Unreadable` says what is wrong and what to do next.
pub fn read_whole(file: &str, bytes: &[u8], how: How) -> Result<Whole, Unreadable> {
    let study = |read: Result<Dump, String>| {
        read.map(|dump| Whole::Study(Box::new(dump))).map_err(|what| Unreadable::Rows { what })
    };
    match (format_for(file, bytes)?.reads, how.sheet) {
        (Reads::Project(read), _) => Ok(Whole::Study(Box::new(read(bytes, how.offsets)?))),
        (Reads::Sheet, said) => {
            if bytes.len() > LIMIT {
                return Err(Unreadable::TooLarge);
            }
            let (text, notes) = sheet_text(bytes)?;
            let rows = rows_with_lines(&text).map_err(|what| Unreadable::Rows { what })?;
            let file = file_name(file);
            let title = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let read = match said.unwrap_or_else(|| Sheet::of(&rows)) {
                Sheet::People => return Ok(Whole::People(text, notes)),
                Sheet::Codebook => of_codebook(&rows),
                Sheet::Survey => of_survey(&rows, title),
            };
            study(read.map(|mut dump| {
                notes.iter().for_each(|note| dump.fidelity.left_out("what else is in the file, left out", note));
                dump
            }))
        }
        (Reads::Transcript(_), Some(Sheet::Codebook)) => study(of_outline(&read(file, bytes)?.words)),
        (Reads::Transcript(_), _) => Err(Unreadable::NoSheet),
    }
}
