//! A project with pseudonyms in the place of names, in memory alone: what leaves, while nothing changes at home.
//!
//! Texts are revised as they are at the desk, so every coding stays on the right words; all other words are put anew
//! where they stand. Names are found as the scan finds them, so what was replaced is not found afterwards.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Replacement;
use super::replacing::{moved, put_together};
use super::revision::revision_edit;
use crate::project::*;
use crate::text::{Names, Revision, Span, Text, TooManyNames};

/// Which names are replaced by what.
pub struct Disguise {
    names: Names,
    /// By place in the list of names.
    becomes: Vec<String>,
}

/// Where which words come.
type Places<'a> = Vec<(Span, &'a str)>;

/// Why words cannot be put in the place of names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDisguise {
    /// See `TooManyNames`.
    #[error(transparent)]
    TooMany(#[from] TooManyNames),
    /// Whoever reads it could not tell the pseudonym from the name.
    #[error("{name:?} is to be replaced and stands in the pseudonym {pseudonym:?} too; choose another pseudonym")]
    NameAgain {
        /// The name.
        name: String,
        /// The pseudonym.
        pseudonym: String,
    },
}

impl Disguise {
    /// Puts these in the place of names, wherever one stands but for the words in `kept`.
    ///
    /// # Errors
    /// A pseudonym has one of the names in it, or there are too many.
    pub fn of(replacements: &[Replacement], kept: impl IntoIterator<Item = String>) -> Result<Disguise, NoDisguise> {
        let names = Names::of(replacements.iter().map(|one| one.words.clone()), kept)?;
        let of = |name: &String| replacements.iter().find(|one| one.words.trim() == name);
        let becomes: Vec<String> =
            names.listed().iter().map(|name| of(name).map_or_else(String::new, |one| one.becomes.clone())).collect();
        for pseudonym in &becomes {
            if let Some(name) = names.first_in(pseudonym) {
                return Err(NoDisguise::NameAgain { name: name.to_string(), pseudonym: pseudonym.clone() });
            }
        }
        Ok(Disguise { names, becomes })
    }

    fn places(&self, text: &Text) -> Places<'_> {
        self.names.find(text).into_iter().map(|place| (place.span, self.becomes[place.name].as_str())).collect()
    }

    /// The words with what is put in the place of names; `None` where none stands in them.
    pub fn put_on(&self, words: &str) -> Option<String> {
        let text = Text::new(words);
        let places = self.places(&text);
        (!places.is_empty()).then(|| put_together(&text, &places))
    }
}

/// A project in disguise.
pub struct Disguised<'a> {
    /// What is known, in other words.
    pub project: Project,
    /// How many names were replaced in texts and memos.
    pub replaced: usize,
    /// Names that were written in small letters and replaced, by how often: they may be words as any.
    pub small: BTreeMap<String, usize>,
    texts: &'a dyn Texts,
    new: BTreeMap<TextKey, Arc<Text>>,
}

impl Texts for Disguised<'_> {
    fn text(&self, key: TextKey) -> Option<Arc<Text>> {
        self.new.get(&key).cloned().or_else(|| self.texts.text(key))
    }
}

/// The project with pseudonyms wherever a name stands: in texts, labels, titles, memos, codes and their definitions,
/// people, attributes and their values, claims, coders. What is given stays as it is.
pub fn disguised<'a>(project: &Project, texts: &'a dyn Texts, disguise: &Disguise) -> Disguised<'a> {
    let mut done =
        Disguised { project: Project::default(), replaced: 0, small: BTreeMap::new(), texts, new: BTreeMap::new() };
    // Ids that are asked for nowhere: what is made here is thrown away.
    let (mut log, mut number) = (LogId::from_random(0), 0);
    let mut ids = || loop {
        number += 1;
        match log.thing(number) {
            Some(id) if project.revised(RevisionId(id)).is_none() => return id,
            Some(_) => {}
            None => (log, number) = (LogId::from_random(1), 0),
        }
    };
    let mut edits = Vec::new();
    for (id, document) in project.documents() {
        let Some(old) = texts.text(document.text) else { continue };
        let Some((places, new)) = done.take(&old, disguise) else { continue };
        let length = |words: &str| words.chars().count() as u32;
        let changes = Revision::replacing(places.iter().map(|&(span, becomes)| (span, length(becomes))));
        let turns = document.turns.iter().map(|turn| moved(turn, &changes)).collect();
        edits.extend(revision_edit(project, id, changes, &new, (document.speakers.to_vec(), turns), &mut ids));
    }
    let revised = project.with(&edits);
    edits.clear();
    let (mut before, mut after) = (Cells::of(project), Cells::of(&revised));
    for (memo, known) in project.memos() {
        let new = texts.text(known.text).and_then(|old| done.take(&old, disguise));
        // What was written of the excerpts as they were is written of them in other words.
        let fresh = known.excerpts.filter(|_| !before.is_stale(known));
        let excerpts = fresh.and_then(|_| after.seal(known.on)).or(known.excerpts);
        if new.is_some() || excerpts != known.excerpts {
            let text = new.map_or(known.text, |(_, new)| TextKey::of(new.as_str()));
            edits.push(Edit::WriteMemo { memo, kind: known.kind, text, excerpts });
        }
    }
    done.project = revised.with(&edits).reworded(&mut |words| disguise.put_on(words));
    done
}

impl Disguised<'_> {
    /// Puts pseudonyms into a text, and holds what comes of it; `None` where no name stands in it.
    fn take<'d>(&mut self, old: &Text, disguise: &'d Disguise) -> Option<(Places<'d>, Arc<Text>)> {
        let places = disguise.places(old);
        if places.is_empty() {
            return None;
        }
        for (span, _) in &places {
            let words = old.passage(*span);
            self.replaced += 1;
            if !words.chars().any(char::is_uppercase) && words.chars().any(char::is_lowercase) {
                *self.small.entry(words.to_string()).or_default() += 1;
            }
        }
        let new = Arc::new(Text::new(put_together(old, &places)));
        self.new.insert(TextKey::of(new.as_str()), new.clone());
        Some((places, new))
    }
}

#[cfg(test)]
#[path = "disguising_tests.rs"]
mod tests;
