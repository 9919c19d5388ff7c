//! What stands in one document, by place: its codings, or its memos.

use crate::text::Span;

/// Things sorted by start and end, with the longest span seen, so that those touching a place are
/// found by one binary search and a short walk.
#[derive(Clone, Debug)]
pub(super) struct Shelf<T> {
    placed: Vec<(Span, T)>,
    longest: u32,
}

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf { placed: Vec::new(), longest: 0 }
    }
}

impl<T: Copy + Ord> Shelf<T> {
    pub fn put(&mut self, span: Span, id: T) {
        self.longest = self.longest.max(span.len());
        if let Err(place) = self.placed.binary_search(&(span, id)) {
            self.placed.insert(place, (span, id));
        }
    }

    /// Puts something last, wherever it belongs: `sort` must follow.
    pub fn append(&mut self, span: Span, id: T) {
        self.longest = self.longest.max(span.len());
        self.placed.push((span, id));
    }

    /// Puts what was appended in its place.
    pub fn sort(&mut self) {
        self.placed.sort_unstable();
        self.placed.shrink_to_fit();
    }

    pub fn take(&mut self, span: Span, id: T) {
        if let Ok(place) = self.placed.binary_search(&(span, id)) {
            self.placed.remove(place);
        }
    }

    pub fn len(&self) -> usize {
        self.placed.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.placed.iter().map(|&(_, id)| id)
    }

    pub fn placed(&self) -> impl Iterator<Item = (Span, T)> {
        self.placed.iter().copied()
    }

    pub fn touching(&self, span: Span) -> impl Iterator<Item = T> {
        let reach = span.start().saturating_sub(self.longest);
        let first = self.placed.partition_point(|(other, _)| other.start() < reach);
        self.placed[first..]
            .iter()
            .take_while(move |(other, _)| other.start() < span.end())
            .filter(move |(other, _)| other.overlaps(span))
            .map(|&(_, id)| id)
    }
}
