//! A zip archive that came from outside, read in memory and within bounds.
//!
//! An archive may be built to fill a memory or a disk, or to write where it should not. Nothing is ever
//! unpacked to a disk here, and what no document does is refused by name.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{LIMIT, Unreadable};
use crate::text::is_hidden;

/// The most bytes that all parts of one archive may unpack to.
const ROOM: usize = 256 << 20;

/// The same for a whole project, whose list of codings alone may be as large as a hundred documents.
const PROJECT_ROOM: usize = 768 << 20;

/// The most parts in one archive; a document has some dozens, a project as many as it has texts.
const MOST_PARTS: usize = 10_000;
const MOST_SOURCES: usize = 100_000;

/// How many times larger than packed a part may be. Small parts are not looked at: they do no harm.
const DENSEST: usize = 200;
const SMALL: usize = 1 << 20;

/// An archive, and the bytes that may still be unpacked from it.
pub struct Packed<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    size: usize,
    room: usize,
}

impl Packed<'_> {
    /// Reads the list of parts.
    ///
    /// # Errors
    /// It is damaged or has a password, holds too many parts, or one whose path leads elsewhere.
    pub fn open(bytes: &[u8]) -> Result<Packed<'_>, Unreadable> {
        Packed::within(bytes, MOST_PARTS, ROOM)
    }

    /// As `open`, for an archive that holds a whole project.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_project(bytes: &[u8]) -> Result<Packed<'_>, Unreadable> {
        Packed::within(bytes, MOST_SOURCES, PROJECT_ROOM)
    }

    fn within(bytes: &[u8], most_parts: usize, room: usize) -> Result<Packed<'_>, Unreadable> {
        // Counted before the list is read, as a long list takes much memory.
        if memchr::memmem::find_iter(bytes, b"PK\x01\x02").nth(most_parts).is_some() {
            return Err(Unreadable::TooManyParts);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        for place in 0..archive.len() {
            let entry = archive.by_index_data(place).map_err(damaged)?;
            let name = entry.name().map_err(damaged)?;
            if leads_elsewhere(&name) || entry.is_symlink() {
                return Err(Unreadable::OddPath { part: name.into_owned() });
            }
        }
        Ok(Packed { archive, size: bytes.len(), room })
    }

    /// The names of the XML parts that begin so.
    pub fn parts_named(&self, opening: &str) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        let names = names.filter(|name| name.starts_with(opening) && name.ends_with(".xml"));
        names.map(|name| name.into_owned()).collect()
    }

    /// The names of the parts that end so, in whatever case.
    pub fn parts_ending(&self, ending: &str) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        names.filter(|name| name.to_lowercase().ends_with(ending)).map(|name| name.into_owned()).collect()
    }

    /// Unpacks one part while it is read, within the room that is left for the whole archive; past it, reading fails.
    ///
    /// # Errors
    /// It is damaged.
    pub fn stream(&mut self, part: &str) -> Result<impl Read + '_, Unreadable> {
        let file = self.archive.by_name(part).map_err(damaged)?;
        let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        let dense = packed.min(self.size).saturating_mul(DENSEST).max(SMALL);
        Ok(Within { from: file, left: dense.min(self.room) })
    }

    /// Unpacks one part, taking its bytes from the room that is left for the whole archive.
    ///
    /// # Errors
    /// It is damaged, or larger than a part may be.
    pub fn unpack(&mut self, part: &str) -> Result<Vec<u8>, Unreadable> {
        let file = self.archive.by_name(part).map_err(damaged)?;
        // What is said of the packed size cannot be more than there is.
        let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        let dense = packed.min(self.size).saturating_mul(DENSEST).max(SMALL);
        let most = dense.min(LIMIT).min(self.room);
        let mut bytes = Vec::new();
        file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(damaged)?;
        self.room = self.room.saturating_sub(bytes.len());
        let part = || part.to_owned();
        match bytes.len() <= most {
            true => Ok(bytes),
            false if most == dense => Err(Unreadable::TooDense { part: part() }),
            false if most == LIMIT => Err(Unreadable::PartTooLarge { part: part() }),
            false => Err(Unreadable::TooLargeUnpacked),
        }
    }
}

/// What is read up to a bound, and fails past it.
struct Within<R> {
    from: R,
    left: usize,
}

impl<R: Read> Read for Within<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(into)?;
        let past = || std::io::Error::other("it unpacks to more than any study has, or than 200 times its size");
        self.left = self.left.checked_sub(read).ok_or_else(past)?;
        Ok(read)
    }
}

/// Whether a path is none inside an archive: absolute, upwards, of another system, or not to be shown.
fn leads_elsewhere(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    let odd = path.is_empty() || path.starts_with('/') || path.contains('\\') || path.contains(is_hidden);
    odd || drive || path.split('/').any(|step| matches!(step, "." | ".."))
}

/// What the readers of archives and XML complain of.
pub fn damaged(error: impl Into<Fault>) -> Unreadable {
    match error.into() {
        Fault::Password => Unreadable::Protected,
        Fault::Other(what) => Unreadable::Damaged { what },
    }
}

/// A complaint, and whether it is for a password.
pub enum Fault {
    Password,
    Other(String),
}

impl From<ZipError> for Fault {
    fn from(error: ZipError) -> Fault {
        match error {
            ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault::Password,
            other => Fault::Other(other.to_string()),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        Fault::Other(error.to_string())
    }
}

impl From<quick_xml::Error> for Fault {
    fn from(error: quick_xml::Error) -> Fault {
        Fault::Other(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn all_parts_together_have_bounded_room() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml", "c.xml"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&[b'x'; 400]).unwrap();
        }
        let file = writer.finish().unwrap().into_inner();
        let mut packed = Packed { room: 1_000, ..Packed::open(&file).unwrap() };
        let mut length = |part: &str| packed.unpack(part).map(|bytes| bytes.len());
        assert_eq!((length("a.xml"), length("b.xml")), (Ok(400), Ok(400)));
        assert_eq!(length("c.xml"), Err(Unreadable::TooLargeUnpacked));
        assert_eq!(length("a.xml"), Err(Unreadable::TooLargeUnpacked), "the room does not come back");
    }

    #[test]
    fn only_paths_that_stay_inside_are_taken() {
        for path in ["[Content_Types].xml", "word/document.xml", "word/", "..word/a", "a..b/c", "é"] {
            assert!(!leads_elsewhere(path), "{path}");
        }
    }
}
