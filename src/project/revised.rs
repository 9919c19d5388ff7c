//! A document's words written anew: what is pointed at goes with its words, and comes back exactly.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::change::{times_fit, turns_fit};
use super::documents::{changes_as_text, lines_as_text, times_as_text, turns_as_text};
use super::pointing::{Pointer, written};
use super::*;
use crate::text::{Revision, Span, Turn};

/// The words of a document at one time, and what stands by their places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Names the words among the texts.
    pub text: TextKey,
    /// Length in characters.
    pub characters: u32,
    /// Length in words.
    pub words: u32,
    /// The labels that stand in it.
    pub speakers: Arc<[Speaker]>,
    /// Who speaks where, in order.
    #[serde(with = "turns_as_text")]
    pub turns: Arc<[Turn]>,
    /// Starts of the print lines (characters).
    #[serde(with = "lines_as_text")]
    pub lines: Arc<[u32]>,
    /// Where captions begin (characters) and when (ms).
    #[serde(default, with = "times_as_text", skip_serializing_if = "<[_]>::is_empty")]
    pub times: Arc<[(u32, u64)]>,
}

impl Version {
    /// The words as they now are.
    pub fn of(document: &Document) -> Version {
        let Document { text, characters, words, speakers, turns, lines, times, .. } = document.clone();
        Version { text, characters, words, speakers, turns, lines, times }
    }

    fn put_in(&self, document: &mut Document) {
        let Version { text, characters, words, speakers, turns, lines, times } = self.clone();
        (document.text, document.characters, document.words) = (text, characters, words);
        (document.speakers, document.turns, document.lines, document.times) = (speakers, turns, lines, times);
    }
}

/// A document's words written anew at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revised {
    /// The document.
    pub document: DocumentId,
    /// The way from the words before to those after.
    #[serde(with = "changes_as_text")]
    pub changes: Revision,
    /// The revision that it was made on; none for the words as they came in.
    pub on: Option<RevisionId>,
    /// The words before, with what stood by their places.
    before: Version,
    after: Version,
    /// Proof of the words that passages cover after it, where they are others than before.
    seals: BTreeMap<Span, Seal>,
    /// What points at words that changed, as it was before the revision was made (or taken back), and what
    /// became of it then: the changes alone would not bring it back.
    pub(super) pointed: Vec<(Pointer, Option<Pointer>)>,
    /// Taken back, and may be done again.
    pub gone: bool,
}

impl Revised {
    /// The words before it and those after it.
    pub fn versions(&self) -> [&Version; 2] {
        [&self.before, &self.after]
    }

    /// From the words before to those after.
    fn forth(&self, passage: Passage) -> Option<Passage> {
        if passage.document != self.document {
            return Some(passage);
        }
        let span = self.changes.moved(passage.span)?;
        let seal = if self.changes.touches(passage.span) { self.seals.get(&span).copied() } else { None };
        Some(Passage { span, seal: seal.unwrap_or(passage.seal), ..passage })
    }

    /// From the words after to those before.
    fn back(&self, passage: Passage) -> Option<Passage> {
        match passage.document == self.document {
            true => Some(Passage { span: self.changes.inverse().moved(passage.span)?, ..passage }),
            false => Some(passage),
        }
    }

    /// From the words before to those after, or from those after to those before.
    fn goes(&self, passage: Passage, forth: bool) -> Option<Passage> {
        if forth { self.forth(passage) } else { self.back(passage) }
    }

    fn touches(&self, pointer: &Pointer, forth: bool) -> bool {
        let changes = if forth { self.changes.clone() } else { self.changes.inverse() };
        let into = |passage: &Passage| passage.document == self.document && changes.touches(passage.span);
        pointer.passages(self.document).iter().any(into)
    }

    /// Where a pointer goes: back to where it came from, as long as it stands as it was left.
    fn switched(&self, now: &Pointer, forth: bool) -> Option<Pointer> {
        let of_it = self.pointed.iter().filter(|(was, _)| was.is_of_the_thing(now));
        for (was, left) in of_it {
            if left.as_ref().is_some_and(|left| now.clone().pointing_like(left) == *now) {
                return Some(now.clone().pointing_like(was));
            }
        }
        now.moved(self.document, &|passage| self.goes(passage, forth))
    }

    /// What was said of passages of which no words were left.
    fn unsaid(&self) -> impl Iterator<Item = Pointer> {
        let gone = self.pointed.iter().filter(|(was, left)| was.said_of().is_some() && left.is_none());
        gone.map(|(was, _)| was.clone())
    }
}

impl Project {
    /// A revision, taken back though it may be.
    pub fn revised(&self, id: RevisionId) -> Option<&Revised> {
        self.revisions.get(&id).map(AsRef::as_ref)
    }

    /// The revisions, in order of their ids, taken back though they may be.
    pub fn revisions(&self) -> impl Iterator<Item = (RevisionId, &Revised)> {
        self.revisions.iter().map(|(&id, revised)| (id, revised.as_ref()))
    }

    /// Every document, taken away though it may be.
    pub fn all_documents(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        self.documents.iter().map(|(id, document)| (id, document.as_ref()))
    }

    /// A document, taken away though it may be.
    pub fn any_document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.get(&id).map(AsRef::as_ref)
    }

    /// The words of a document before and after each of its revisions.
    pub fn versions(&self, document: DocumentId) -> impl Iterator<Item = Version> {
        let of_it = self.revisions.values().filter(move |revised| revised.document == document);
        of_it.flat_map(|revised| revised.versions().map(Version::clone))
    }

    /// The passages of a document that something points at, be it taken away, with repetitions.
    pub fn pointed_at(&self, document: DocumentId) -> Vec<Passage> {
        let pointers = self.pointers(document);
        let passages = pointers.iter().flat_map(|pointer| pointer.passages(document));
        passages.filter(|passage| passage.document == document).collect()
    }

    /// What writing a document's words anew does: the whole of it, as one cell.
    pub(super) fn revision_outcome(&self, edit: &Edit) -> Result<Cell, Refusal> {
        let Edit::ReviseDocument { revision, document, on, changes, after, seals } = edit else {
            return Err(Refusal::Unknown("revision"));
        };
        if self.revisions.contains_key(revision) {
            return Err(Refusal::Present("revision"));
        }
        let known = self.known_document(*document)?;
        turns_fit(&after.turns, after.speakers.len(), after.characters)?;
        times_fit(&after.times, after.characters)?;
        if changes.length_after(known.characters) != Some(after.characters) && known.revised == *on {
            return Err(Refusal::BadTurns("the changes do not lead from this text to the new one"));
        }
        let revised = Revised {
            document: *document,
            changes: changes.clone(),
            on: *on,
            before: Version::of(known),
            after: after.clone(),
            seals: seals.iter().copied().collect(),
            pointed: Vec::new(),
            gone: false,
        };
        self.put_on(*revision, revised)
    }

    /// Takes a revision back, or does it again.
    pub(super) fn revision_presence(&self, id: RevisionId, gone: bool) -> Result<Cell, Refusal> {
        let revised = self.revised(id).ok_or(Refusal::Unknown("revision"))?.clone();
        match (gone, revised.gone) {
            (true, false) => self.take_off(id, revised),
            (false, true) => self.put_on(id, revised),
            _ => Ok(Cell::Revision(id, Some(Box::new(revised)))),
        }
    }

    fn put_on(&self, id: RevisionId, revised: Revised) -> Result<Cell, Refusal> {
        let (from, to) = (revised.on, Some(id));
        self.switch(id, revised, true, from, to)
    }

    fn take_off(&self, id: RevisionId, revised: Revised) -> Result<Cell, Refusal> {
        let (from, to) = (Some(id), revised.on);
        self.switch(id, revised, false, from, to)
    }

    /// Puts the words after a revision in the place of those before, or the other way about.
    fn switch(
        &self,
        id: RevisionId,
        mut revised: Revised,
        forth: bool,
        from: Option<RevisionId>,
        to: Option<RevisionId>,
    ) -> Result<Cell, Refusal> {
        let mut document = self.known_document(revised.document)?.clone();
        if document.revised != from {
            return Err(Refusal::RevisedMeanwhile { title: document.title });
        }
        let mut pointers = self.pointers(revised.document);
        let strayed = revised.pointed.iter().filter_map(|(was, _)| self.strayed(was, &pointers));
        pointers.extend(strayed.collect::<Vec<_>>());
        let mut moved: Vec<(Pointer, Option<Pointer>)> = pointers
            .into_iter()
            .map(|was| {
                let now = revised.switched(&was, forth);
                (was, now)
            })
            .collect();
        // Of two that come to say something of one passage, the later does; taken back, both do again.
        let mut taken = BTreeSet::new();
        for (_, now) in moved.iter_mut().rev() {
            let is_taken = now.as_ref().and_then(Pointer::said_of).is_some_and(|passage| !taken.insert(passage));
            if is_taken {
                *now = None;
            }
        }
        let said_again = revised.unsaid().filter(|said| !moved.iter().any(|(_, now)| now.as_ref() == Some(said)));
        let said_again: Vec<Cell> = said_again.map(|said| said.cell(revised.document)).collect();
        let mut cells = written(revised.document, &moved);
        cells.extend(said_again);
        let is_other = |was: &Pointer, now: &Option<Pointer>| now.is_none() || revised.touches(was, forth);
        revised.pointed = moved.into_iter().filter(|(was, now)| is_other(was, now)).collect();
        let version = if forth { &revised.after } else { &revised.before };
        with_roles_of(version, &document.speakers).put_in(&mut document);
        document.revised = to;
        revised.gone = !forth;
        cells.push(Cell::Document(revised.document, Some(Box::new(document))));
        cells.push(Cell::Revision(id, Some(Box::new(revised))));
        Ok(Cell::Many(cells))
    }

    /// The revisions that the positions of an edit count in: the last one of each document that it points into.
    pub fn counted_in(&self, edit: &Edit) -> Vec<RevisionId> {
        let mut revisions: Vec<RevisionId> =
            edit.points_into().iter().filter_map(|document| self.documents.get(document)?.revised).collect();
        revisions.sort_unstable();
        revisions.dedup();
        revisions
    }

    /// An edit whose positions count in the words of earlier or other revisions, with positions in the words
    /// as they now are. What nobody revised since is left as it is.
    ///
    /// # Errors
    /// `WordsGone` where none of the words it speaks of is left, or a revision that is not known.
    pub(super) fn brought_up<'a>(&self, edit: &'a Edit, texts: &[RevisionId]) -> Result<Cow<'a, Edit>, Refusal> {
        let mut now = Cow::Borrowed(edit);
        if texts.is_empty() && self.revisions.is_empty() {
            return Ok(now); // no words were ever written anew
        }
        for document in edit.points_into() {
            let Some(known) = self.documents.get(&document) else { continue };
            let of_it = |id: &&RevisionId| self.revised(**id).is_none_or(|revised| revised.document == document);
            let from = texts.iter().find(of_it).copied();
            if from == known.revised {
                continue;
            }
            let way = self.way(from, known.revised)?;
            let going = |passage: Passage| {
                way.iter().try_fold(passage, |passage, (revised, forth)| match forth {
                    true => revised.forth(passage),
                    false => revised.back(passage),
                })
            };
            now = Cow::Owned(now.into_owned().moved(&going).ok_or(Refusal::WordsGone { title: known.title.clone() })?);
        }
        Ok(now)
    }

    /// A passage that counts in the words of earlier or other revisions, in the words as they now are; `None`
    /// where none of its words is left.
    pub fn passage_now(&self, passage: Passage, texts: &[RevisionId]) -> Option<Passage> {
        let edit = Edit::Attribute { passage, speakers: None };
        match self.brought_up(&edit, texts).ok()?.as_ref() {
            Edit::Attribute { passage, .. } => Some(*passage),
            _ => None,
        }
    }

    /// The revisions that lead from one state of a document's words to another, each with whether it is
    /// gone through forwards.
    fn way(&self, from: Option<RevisionId>, to: Option<RevisionId>) -> Result<Vec<(&Revised, bool)>, Refusal> {
        let line = |mut at: Option<RevisionId>| {
            let mut line = Vec::new();
            while let Some(id) = at {
                let revised = self.revised(id).ok_or(Refusal::Unknown("revision"))?;
                line.push((id, revised));
                at = revised.on;
            }
            line.reverse();
            Ok::<_, Refusal>(line)
        };
        let (from, to) = (line(from)?, line(to)?);
        let shared = from.iter().zip(&to).take_while(|(one, other)| one.0 == other.0).count();
        let back = from[shared..].iter().rev().map(|&(_, revised)| (revised, false));
        Ok(back.chain(to[shared..].iter().map(|&(_, revised)| (revised, true))).collect())
    }
}

/// A version in which the labels that stand in it now, too, stand for what they now do.
fn with_roles_of(version: &Version, now: &[Speaker]) -> Version {
    let known = |speaker: &Speaker| now.iter().find(|known| known.label == speaker.label).unwrap_or(speaker).clone();
    Version { speakers: version.speakers.iter().map(known).collect(), ..version.clone() }
}
