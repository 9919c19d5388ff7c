//! Where a coder is in words that were written anew.

use super::Place;
use crate::project::DocumentId;
use crate::text::{Revision, Span};

impl Place {
    /// Moves all that points into a document with its words.
    pub fn go_with(&mut self, document: DocumentId, changes: &Revision) {
        if self.document == Some(document) {
            self.cursor = changes.start(self.cursor);
            (self.selection, self.reopened) = (None, None);
            self.ladder.clear();
        }
        let positions = [&mut self.cursors, &mut self.read_to].into_iter().filter_map(|kept| kept.get_mut(&document));
        positions.for_each(|position| *position = changes.start(*position));
        for mark in self.marks.iter_mut().filter(|mark| mark.document == document) {
            mark.position = changes.start(mark.position);
        }
        let goes = |excerpt| gone_with(excerpt, document, changes);
        for jump in self.jumps.iter_mut().chain(&mut self.ahead) {
            if jump.document == document {
                jump.cursor = changes.start(jump.cursor);
            }
            jump.excerpt = jump.excerpt.and_then(goes);
        }
        self.excerpt = self.excerpt.and_then(goes);
        self.just_coded = self.just_coded.and_then(goes);
        self.marked_excerpts = self.marked_excerpts.iter().copied().filter_map(goes).collect();
    }
}

fn gone_with(excerpt: (DocumentId, Span), document: DocumentId, changes: &Revision) -> Option<(DocumentId, Span)> {
    let (of, span) = excerpt;
    if of == document { Some((of, changes.moved(span)?)) } else { Some(excerpt) }
}
