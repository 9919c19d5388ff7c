//! What is derived from all codings and memos of a project at once.

use super::shelf::Shelf;
use super::*;
use crate::abreast;

impl Project {
    /// The project with all that is derived worked out, as it must be after it was read whole.
    pub(super) fn indexed(mut self) -> Project {
        self.unindexed = false;
        self.shaped = self.revision; // nothing was counted before
        (self.shelves, self.by_code) = abreast::both(|| self.all_shelves(), || self.all_by_code());
        for (&id, memo) in self.memos.iter().filter(|(_, memo)| !memo.gone) {
            if let Target::Excerpt(document, span) = memo.on {
                self.noted.entry(document).or_default().append(span, id);
            }
        }
        self.noted.values_mut().for_each(Shelf::sort);
        self
    }

    fn all_shelves(&self) -> IdMap<DocumentId, Shelf<Placed>> {
        let mut shelves: IdMap<DocumentId, Shelf<Placed>> = IdMap::default();
        for (id, coding) in self.codings.iter().filter(|(_, coding)| !coding.gone) {
            shelves.or_default(coding.document).append(coding.span, coding.placed(id));
        }
        shelves.values_mut().for_each(Shelf::sort);
        shelves
    }

    fn all_by_code(&self) -> IdMap<CodeId, Vec<CodingId>> {
        let mut by_code: IdMap<CodeId, Vec<CodingId>> = IdMap::default();
        for (id, coding) in self.codings.iter().filter(|(_, coding)| !coding.gone) {
            by_code.or_default(coding.code).push(id); // ids come in order
        }
        by_code.values_mut().for_each(Vec::shrink_to_fit);
        by_code
    }
}
