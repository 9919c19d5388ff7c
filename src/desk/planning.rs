//! Changes made up before they are made.

use std::sync::Arc;

use super::Desk;
use crate::project::*;
use crate::text::Span;

impl Desk {
    /// The project as it now is, to be looked at on another thread.
    pub fn shared_project(&self) -> Arc<Project> {
        self.fold.shared()
    }

    /// Works something out of what is known, with fresh ids and salts at hand.
    pub fn plan<T>(
        &mut self,
        make: impl FnOnce(&Project, &mut dyn FnMut() -> Id, &mut dyn FnMut() -> TextKey) -> T,
    ) -> T {
        // The fold is put aside so that ids can be drawn while it is looked at.
        let fold = std::mem::take(&mut self.fold);
        let desk = std::cell::RefCell::new(&mut *self);
        let made = make(fold.project(), &mut || desk.borrow_mut().next_id(), &mut || desk.borrow_mut().salt());
        self.fold = fold;
        made
    }

    /// The changes that put a code on passages which a rule found; what is coded so already is passed over.
    ///
    /// # Errors
    /// A passage that is not there.
    pub fn code_by_rule(&mut self, passages: &[(DocumentId, Span)], code: CodeId) -> Result<Vec<Edit>, Refusal> {
        let mut edits = Vec::new();
        for &(document, span) in passages {
            let passage = self.passage(document, span.start(), span.end())?;
            let coding = CodingId(self.next_id());
            let (coder, origin) = (self.coder, Origin::Rule);
            let edit = Edit::ApplyCode { coding, passage, code, coder, at: None, origin };
            if self.project().check(&edit) != Err(Refusal::Repeated) {
                edits.push(edit);
            }
        }
        Ok(edits)
    }

    /// Tries changes one after the other, each made up in sight of those before, and takes them all off
    /// again; gives them back for `commit`.
    ///
    /// # Errors
    /// The first that `next` reports.
    pub fn rehearse<E>(&mut self, mut next: impl FnMut(&mut Desk) -> Option<Result<Edit, E>>) -> Result<Vec<Edit>, E> {
        let (log, before) = (self.log, self.ops);
        let mut tried = 0_usize;
        let mut attempt = |desk: &mut Desk, edit: Edit| {
            let id = desk.next_op();
            let (tick, at) = (desk.fold.next_tick(), desk.now());
            let gesture = Gesture { first: id, size: 1 };
            let texts = desk.fold.project().counted_in(&edit);
            desk.fold.insert(Op {
                id,
                tick,
                by: desk.coder,
                at,
                edit,
                was: None,
                gesture,
                undoes: None,
                why: None,
                texts,
            });
            tried += 1;
        };
        if let Some(joining) = self.joining(&[]) {
            attempt(self, joining);
        }
        let mut edits = Vec::new();
        let outcome = loop {
            match next(self) {
                None => break Ok(()),
                Some(Err(error)) => break Err(error),
                Some(Ok(edit)) => {
                    attempt(self, edit.clone());
                    edits.push(edit);
                }
            }
        };
        (0..tried).for_each(|_| drop(self.fold.pop()));
        if self.log == log {
            self.ops = before;
        }
        outcome.map(|()| edits)
    }

    /// The change that makes the coder known, where their first change is being made.
    pub(super) fn joining(&self, edits: &[Edit]) -> Option<Edit> {
        let thing = Thing::Coder(self.coder);
        let there = edits.iter().any(|edit| {
            matches!(edit, Edit::Restore { thing: other } | Edit::Remove { thing: other } if *other == thing)
                || edit.adds() == Some(thing)
        });
        match self.project().coder(self.coder) {
            _ if there => None,
            None => Some(Edit::AddCoder { coder: self.coder, name: self.coder_name.clone(), kind: CoderKind::Person }),
            Some(coder) if coder.gone => Some(Edit::Restore { thing }),
            Some(_) => None,
        }
    }
}
