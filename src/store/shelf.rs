//! The words of documents and memos, read as they are needed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::{StoreError, reason};
use super::folder::names_in;
use super::private;
use crate::project::{TextKey, Texts};
use crate::text::Text;

/// The texts of one project folder. Clones share what was read.
#[derive(Clone, Debug)]
pub struct TextShelf(Arc<Shelf>);

#[derive(Debug)]
struct Shelf {
    folder: PathBuf,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    read: HashMap<TextKey, Arc<Text>>,
    damage: BTreeMap<TextKey, String>,
    erased: BTreeSet<TextKey>,
}

impl TextShelf {
    pub(super) fn new(folder: PathBuf) -> TextShelf {
        TextShelf(Arc::new(Shelf { folder, known: Mutex::default() }))
    }

    /// Holds words that are not on the disk yet, so that they can be read at once.
    pub fn hold(&self, key: TextKey, text: Arc<Text>) {
        self.known().read.insert(key, text);
    }

    /// The texts that are on the disk.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn there(&self) -> Result<Vec<TextKey>, StoreError> {
        let names = names_in(&self.0.folder)?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".txt")?.parse().ok()).collect())
    }

    /// Lets go of texts that were erased.
    pub fn forget(&self, erased: impl Iterator<Item = TextKey>) {
        let mut known = self.known();
        for key in erased {
            known.read.remove(&key);
            known.damage.remove(&key);
            known.erased.insert(key);
        }
    }

    /// The texts that were asked for and could not be had, and why.
    pub fn damage(&self) -> Vec<(TextKey, String)> {
        self.known().damage.iter().map(|(&key, why)| (key, why.clone())).collect()
    }

    /// A panic elsewhere leaves nothing here half done.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, key: TextKey) -> Result<Arc<Text>, String> {
        let words = private::read_words(&self.0.folder.join(file_name(key))).map_err(|error| reason(&error))?;
        if TextKey::of(&words) != key {
            return Err("its words are not those that were stored; bring it back from a backup".to_string());
        }
        Ok(Arc::new(Text::new(words)))
    }
}

impl Texts for TextShelf {
    fn text(&self, key: TextKey) -> Option<Arc<Text>> {
        let mut known = self.known();
        if known.erased.contains(&key) {
            return None;
        }
        if let Some(text) = known.read.get(&key) {
            return Some(text.clone());
        }
        match self.read(key) {
            Ok(text) => {
                known.damage.remove(&key);
                known.read.insert(key, text.clone());
                Some(text)
            }
            Err(why) => {
                known.damage.insert(key, why);
                None
            }
        }
    }
}

/// The name of a text's file.
pub(super) fn file_name(key: TextKey) -> String {
    format!("{key}.txt")
}
