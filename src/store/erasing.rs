//! Words erased for somebody who withdrew: taken out of every file of the project that is this person's, in place.
//!
//! A line keeps its length and its hash, so that a program that is writing the same log at this moment goes on
//! undisturbed, and a line that was half taken out when the computer stopped is taken out at the next opening:
//! what holds in its place stands in the record of the erasure, not in the line.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::disk::PROJECT_ORIGINAL;
use super::folder::{Folder, names_in};
use super::line::{AlsoLine, ErasedLine};
use super::log::{Fault, LogRead, SetAside, first_line, header_of};
use super::sent::KEY;
use super::{StoreError, heads, private, shelf};
use crate::project::{Erasures, Gesture, LogTable, Op, OpId, TextKey};

/// What was taken out of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Texts.
    pub texts: usize,
    /// Lines of logs.
    pub lines: usize,
    /// Imported files in the vault.
    pub originals: usize,
    /// Files of others, which only their owners can change.
    pub of_others: Vec<PathBuf>,
}

/// Whether something of this says that words were erased: in the logs already read as well.
pub fn is_erasing(ops: &[Op], set_aside: &[SetAside]) -> bool {
    ops.iter().any(Op::erases) || set_aside.iter().any(|aside| matches!(aside.fault, Fault::Erased(_)))
}

impl LogRead {
    /// With what holds of the changes whose words were erased.
    pub(super) fn resolved(mut self, erasures: &Erasures) -> LogRead {
        for op in self.ops.iter_mut().filter(|_| !erasures.is_empty()) {
            if let Some(record) = erasures.of(op.id) {
                *op = record.clone();
            }
        }
        let mut missing: HashSet<OpId> = HashSet::new();
        self.set_aside.retain(|aside| match (&aside.fault, aside.op.and_then(|op| erasures.of(op))) {
            (Fault::Erased(_), Some(record)) => {
                self.ops.push(record.clone());
                false
            }
            (Fault::Erased(Gesture { first, .. }), None) => {
                missing.insert(*first);
                true
            }
            _ => true,
        });
        // An act takes effect whole or not.
        self.ops.retain(|op| missing.is_empty() || !missing.contains(&op.gesture.first));
        self
    }
}

impl Folder {
    /// Takes out what was erased: texts, lines of logs, what the cache has made of them, and, of those texts,
    /// the originals in the vault. Doing it again changes nothing.
    ///
    /// # Errors
    /// A file cannot be read, or one of this person's own cannot be written. What is not done is done at the
    /// next opening.
    pub fn erase(
        &self,
        erasures: &Erasures,
        texts: &BTreeSet<TextKey>,
        vault: Option<&Path>,
    ) -> Result<Erased, StoreError> {
        let mut erased = Erased::default();
        if !erasures.is_empty() {
            let folder = self.path().join("log");
            for name in names_in(&folder)?.into_iter().filter(|name| !name.starts_with('.')) {
                self.erase_lines(&folder.join(name), erasures, &mut erased)?;
            }
        }
        let folder = self.path().join("texts");
        for path in texts.iter().map(|&key| folder.join(shelf::file_name(key))).filter(|path| path.exists()) {
            erased.texts += usize::from(removed(&path, &mut erased.of_others)?);
        }
        erased.originals = self.erase_originals(texts, vault)?;
        if erased.lines + erased.texts > 0 {
            let cache = self.path().join("cache");
            for name in names_in(&cache)?.into_iter().filter(|name| name != heads::name()) {
                removed(&cache.join(name), &mut erased.of_others)?;
            }
            private::sync_folder(&folder).map_err(StoreError::io("write", &folder))?;
        }
        erased.of_others.dedup();
        Ok(erased)
    }

    /// Removes what people noted for themselves (where they are, drafts, what an editor has) where a phrase of it
    /// repeats what is erased; gives back how many files that was.
    ///
    /// # Errors
    /// The folder cannot be read, or a file cannot be removed.
    pub fn erase_notes(&self, repeats: &dyn Fn(&str) -> bool) -> Result<usize, StoreError> {
        let place = self.path().join("place");
        let mut paths: Vec<PathBuf> = names_in(&place)?.into_iter().map(|name| place.join(name)).collect();
        let mut erased = 0;
        while let Some(path) = paths.pop() {
            if path.is_dir() {
                paths.extend(names_in(&path)?.into_iter().map(|name| path.join(name)));
                continue;
            }
            let words = private::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let is_ron = path.extension().is_some_and(|ending| ending == "ron");
            // Of RON, what stands in quotation marks: the names of fields are nobody's words.
            let phrases = |words: &str| match is_ron {
                true => words.split('"').skip(1).step_by(2).any(repeats),
                false => repeats(words),
            };
            if words.is_ok_and(|words| phrases(&words)) {
                erased += usize::from(removed(&path, &mut Vec::new())?);
            }
        }
        Ok(erased)
    }

    fn erase_originals(&self, texts: &BTreeSet<TextKey>, vault: Option<&Path>) -> Result<usize, StoreError> {
        let Some(vault) = vault.filter(|_| !texts.is_empty()) else { return Ok(0) };
        let of_them = |name: &String| {
            let key = name.split_once('-').and_then(|(key, _)| key.parse::<TextKey>().ok());
            // A whole project that arrived may hold the same words.
            name.starts_with(PROJECT_ORIGINAL) || key.is_some_and(|key| texts.contains(&key))
        };
        let mut originals = 0;
        for path in names_in(vault)?.into_iter().filter(of_them).map(|name| vault.join(name)) {
            fs::remove_file(&path).map_err(StoreError::io("remove", &path))?;
            originals += 1;
        }
        Ok(originals)
    }

    /// Writes over the lines of one log that say what was erased.
    fn erase_lines(&self, path: &Path, erasures: &Erasures, erased: &mut Erased) -> Result<(), StoreError> {
        let bytes = private::read(path).map_err(StoreError::io("read", path))?;
        let stones = stones(&bytes, erasures);
        if stones.is_empty() {
            return Ok(());
        }
        let mut file = match OpenOptions::new().write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                erased.of_others.push(path.to_path_buf());
                return Ok(());
            }
            opened => opened.map_err(StoreError::io("write", path))?,
        };
        let mut write = || {
            for (at, line) in &stones {
                file.seek(SeekFrom::Start(*at as u64))?;
                file.write_all(line.as_bytes())?;
            }
            file.sync_data()
        };
        write().map_err(StoreError::io("write", path))?;
        erased.lines += stones.len();
        Ok(())
    }
}

/// Writes the keys to pseudonyms in a vault anew where `without` has them say less; gives back how many.
///
/// # Errors
/// The vault cannot be read or written.
pub fn erase_from_keys(vault: &Path, without: &dyn Fn(&[u8]) -> Option<Vec<u8>>) -> Result<usize, StoreError> {
    let mut rewritten = 0;
    for name in names_in(vault)?.into_iter().filter(|name| name.starts_with(KEY)) {
        let path = vault.join(&name);
        let bytes = private::read(&path).map_err(StoreError::io("read", &path))?;
        if let Some(left) = without(&bytes) {
            private::put(vault, &name, &left, private::Sync::Now).map_err(StoreError::io("write", &path))?;
            rewritten += 1;
        }
    }
    Ok(rewritten)
}

/// What is to be written over which place (bytes) of a log; nothing where it is so already.
fn stones(bytes: &[u8], erasures: &Erasures) -> Vec<(usize, String)> {
    let (first, mut lines) = first_line(bytes);
    let Ok((_, before)) = header_of(first) else { return Vec::new() };
    let mut table = before.table().clone();
    let (mut at, mut stones) = (first.len(), Vec::new());
    while !lines.is_empty() {
        let (line, rest) = first_line(lines);
        let words = std::str::from_utf8(line).unwrap_or_default().trim_end_matches('\n');
        if let Some(AlsoLine { also, .. }) = AlsoLine::read(words) {
            table.add(also);
        }
        if let Some(over) = stone(words, &table, erasures).filter(|over| over != words) {
            stones.push((at, over));
        }
        at += line.len();
        lines = rest;
    }
    stones
}

fn stone(line: &str, table: &LogTable, erasures: &Erasures) -> Option<String> {
    let (id, _) = line.strip_prefix("(id:\"")?.split_once('"')?;
    let id = id.parse().ok()?;
    let record = erasures.of(OpId(table.lengthen(id)?))?;
    let Gesture { first, size } = record.gesture;
    let alone = first == record.id && size == 1;
    let of = (!alone).then(|| (table.clone().shorten(first.0), size));
    ErasedLine { id, erased: true, of }.over(line)
}

/// Removes a file; where only its owner can, notes it.
fn removed(path: &Path, of_others: &mut Vec<PathBuf>) -> Result<bool, StoreError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            of_others.push(path.to_path_buf());
            Ok(false)
        }
        Err(error) => Err(StoreError::io("remove", path)(error)),
    }
}

#[cfg(test)]
#[path = "erasing_tests.rs"]
mod tests;
