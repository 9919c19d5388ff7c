//! The words of sources and notes, in the file or in a part of the archive.

use std::collections::HashMap;

use super::sources::TextAt;
use crate::exchange::archive::Packed;
use crate::exchange::{bounded, docx, txt};

/// The parts of an archive by the last part of their path, in small letters: programs spell folders differently.
#[derive(Default)]
pub struct Parts<'a> {
    archive: Option<Packed<'a>>,
    by_name: HashMap<String, String>,
    /// Bytes of the words that were read.
    read: usize,
}

/// The most that all texts of a project may have, in bytes: forty days of talk without a pause are 20 MiB.
const MOST_WORDS: usize = 192 << 20;

impl<'a> Parts<'a> {
    /// The parts of an archive beside the project itself.
    pub fn of(archive: Packed<'a>, project: &str) -> Parts<'a> {
        let parts = archive.parts_ending("").into_iter().filter(|part| part != project && !part.ends_with('/'));
        let by_name = parts.map(|part| (last_part(&part), part)).collect();
        Parts { archive: Some(archive), by_name, read: 0 }
    }

    /// The words, as they arrived.
    ///
    /// # Errors
    /// They cannot be had: why.
    pub fn words(&mut self, at: TextAt) -> Result<String, String> {
        let words = match at {
            TextAt::Here(words) => words,
            TextAt::Path(path) => {
                let bytes = self.bytes(&path)?;
                // What is Unicode is taken whatever stands in it; the rest has to look like a text.
                let read = txt::unicode(&bytes).map_or_else(|| txt::decode(&bytes), Ok);
                read.map_err(|why| why.to_string())?.0
            }
            TextAt::Rich(path) => {
                let bytes = self.bytes(&path)?;
                let is_word = path.to_lowercase().ends_with(".docx");
                let words =
                    if is_word { docx::all_words(&bytes) } else { txt::read(&bytes).map(|reading| reading.words) };
                words.map_err(|why| why.to_string())?
            }
            TextAt::Nowhere => return Err("the file names no text".to_string()),
        };
        bounded(&words).map_err(|why| why.to_string())?;
        self.read = self.read.saturating_add(words.len());
        if self.read > MOST_WORDS {
            return Err("the texts before it are 192 MiB already; take the project apart in its program".to_string());
        }
        Ok(words)
    }

    fn bytes(&mut self, path: &str) -> Result<Vec<u8>, String> {
        if path.starts_with("relative:") || path.starts_with("absolute:") {
            return Err(format!("its text lies outside the file, at {path}"));
        }
        let missing = || format!("its text {path} is not in the file");
        let part = self.by_name.get(&last_part(path)).ok_or_else(missing)?;
        let archive = self.archive.as_mut().ok_or_else(missing)?;
        archive.unpack(part).map_err(|why| why.to_string())
    }
}

fn last_part(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase()
}
