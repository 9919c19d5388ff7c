//! The places of a project that can be written, and the one way to write them.

use std::collections::BTreeMap;

use super::themes::Stance;
use super::*;
use crate::text::Span;

/// One place of the project that can be written, with what is to stand there (or nothing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Name(String),
    Document(DocumentId, Option<Box<Document>>),
    Case(CaseId, Option<Case>),
    Attribute(AttributeId, Option<Attribute>),
    Value(ValueKey, Option<String>),
    Code(CodeId, Option<Box<Code>>),
    Coding(CodingId, Option<Coding>),
    Attribution((DocumentId, Span), Option<Vec<String>>),
    Memo(MemoId, Option<Memo>),
    Comparison(ComparisonId, Option<Comparison>),
    Theme(ThemeId, Option<Theme>),
    Stand((ThemeId, DocumentId, Span), Option<Stance>),
    Negative((ThemeId, Misfit), Option<Remedy>),
    Search(SearchId, Option<Search>),
    Assignment((CoderId, DocumentId), Option<Assignment>),
    Coder(CoderId, Option<Coder>),
    Settled(OpId, bool),
    /// Texts, and whether they are erased.
    Erased(Vec<TextKey>, bool),
    Revision(RevisionId, Option<Box<Revised>>),
    /// Several, written in this order.
    Many(Vec<Cell>),
}

impl Project {
    /// Writes a cell, keeps what is derived in step, and gives back what stood there.
    pub(super) fn put(&mut self, cell: Cell) -> Cell {
        fn swap<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, key: &K, value: Option<V>) -> Option<V> {
            match value {
                Some(value) => map.insert(key.clone(), value),
                None => map.remove(key),
            }
        }
        self.revision += 1;
        let shapes = !matches!(
            cell,
            Cell::Coding(..)
                | Cell::Memo(..)
                | Cell::Comparison(..)
                | Cell::Theme(..)
                | Cell::Stand(..)
                | Cell::Negative(..)
                | Cell::Search(..)
                | Cell::Name(_)
                | Cell::Value(..)
                | Cell::Attribute(..)
                | Cell::Settled(..)
                | Cell::Erased(..)
                | Cell::Revision(..)
                | Cell::Many(_)
        );
        if shapes {
            self.shaped = self.revision;
        }
        match cell {
            Cell::Name(name) => Cell::Name(std::mem::replace(&mut self.name, name)),
            Cell::Document(id, value) => {
                self.in_order.take();
                Cell::Document(id, self.documents.swap(id, value))
            }
            Cell::Case(id, value) => Cell::Case(id, swap(&mut self.cases, &id, value)),
            Cell::Attribute(id, value) => Cell::Attribute(id, swap(&mut self.attributes, &id, value)),
            Cell::Value(key, value) => {
                let was = swap(&mut self.values, &key, value);
                Cell::Value(key, was)
            }
            Cell::Code(id, value) => {
                self.codebook.take();
                Cell::Code(id, self.codes.swap(id, value))
            }
            Cell::Coding(id, value) => Cell::Coding(id, self.put_coding(id, value)),
            Cell::Attribution(key, value) => Cell::Attribution(key, swap(&mut self.attributions, &key, value)),
            Cell::Memo(id, value) => Cell::Memo(id, self.put_memo(id, value)),
            Cell::Comparison(id, value) => Cell::Comparison(id, swap(&mut self.comparisons, &id, value)),
            Cell::Theme(id, value) => Cell::Theme(id, swap(&mut self.themes, &id, value)),
            Cell::Stand(key, value) => Cell::Stand(key, swap(&mut self.stands, &key, value)),
            Cell::Negative(key, value) => {
                let was = swap(&mut self.negatives, &key, value);
                Cell::Negative(key, was)
            }
            Cell::Search(id, value) => Cell::Search(id, swap(&mut self.searches, &id, value)),
            Cell::Assignment(key, value) => Cell::Assignment(key, swap(&mut self.assignments, &key, value)),
            Cell::Coder(id, value) => Cell::Coder(id, swap(&mut self.coders, &id, value)),
            Cell::Settled(id, true) => Cell::Settled(id, !self.settled.insert(id)),
            Cell::Settled(id, false) => Cell::Settled(id, self.settled.remove(&id)),
            Cell::Erased(keys, true) => {
                Cell::Erased(keys.into_iter().filter(|&key| self.erased.insert(key)).collect(), false)
            }
            Cell::Erased(keys, false) => {
                Cell::Erased(keys.into_iter().filter(|key| self.erased.remove(key)).collect(), true)
            }
            Cell::Revision(id, value) => Cell::Revision(id, swap(&mut self.revisions, &id, value)),
            Cell::Many(cells) => {
                let mut were: Vec<Cell> = cells.into_iter().map(|cell| self.put(cell)).collect();
                were.reverse();
                Cell::Many(were)
            }
        }
    }

    fn put_coding(&mut self, id: CodingId, value: Option<Coding>) -> Option<Coding> {
        let was = self.codings.swap(id, value);
        if self.unindexed {
            return was;
        }
        if let Some(was) = was.filter(|was| !was.gone) {
            self.coded.insert(was.code, self.revision);
            self.shelves.or_default(was.document).take(was.span, was.placed(id));
            let coded = self.by_code.or_default(was.code);
            if let Ok(place) = coded.binary_search(&id) {
                coded.remove(place);
            }
        }
        if let Some(now) = value.filter(|now| !now.gone) {
            self.coded.insert(now.code, self.revision);
            self.shelves.or_default(now.document).put(now.span, now.placed(id));
            let coded = self.by_code.or_default(now.code);
            if let Err(place) = coded.binary_search(&id) {
                coded.insert(place, id);
            }
        }
        was
    }

    fn put_memo(&mut self, id: MemoId, value: Option<Memo>) -> Option<Memo> {
        let place = |memo: &Memo| match memo.on {
            Target::Excerpt(document, span) if !memo.gone => Some((document, span)),
            _ => None,
        };
        let now = value.as_ref().and_then(place);
        let was = match value {
            Some(value) => self.memos.insert(id, value),
            None => self.memos.remove(&id),
        };
        if self.unindexed {
            return was;
        }
        if let Some((document, span)) = was.as_ref().and_then(place) {
            self.noted.entry(document).or_default().take(span, id);
        }
        if let Some((document, span)) = now {
            self.noted.entry(document).or_default().put(span, id);
        }
        was
    }
}
