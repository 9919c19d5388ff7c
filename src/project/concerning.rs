//! What a change is about, so that the audit trail can be asked about one thing.

use super::*;

impl Edit {
    /// The one thing that this edit writes to, where it is one.
    pub fn subject(&self) -> Option<Thing> {
        match self.aspect() {
            Aspect::Presence(thing)
            | Aspect::Name(thing)
            | Aspect::Meaning(thing)
            | Aspect::Position(thing)
            | Aspect::State(thing) => Some(thing),
            Aspect::Given(code) => Some(Thing::Code(code)),
            Aspect::Flag(coding, _) => Some(Thing::Coding(coding)),
            Aspect::Rank(document)
            | Aspect::Speaker(document, _)
            | Aspect::Attribution(document, _)
            | Aspect::Assignment(_, document)
            | Aspect::Value(_, Subject::Document(document), _) => Some(Thing::Document(document)),
            Aspect::Value(_, Subject::Case(case), _) | Aspect::Withdrawal(case) | Aspect::Erasure(case) => {
                Some(Thing::Case(case))
            }
            Aspect::Stand(theme, ..) | Aspect::Negative(theme, _) => Some(Thing::Theme(theme)),
            Aspect::Project | Aspect::Conflict(_) => None,
        }
    }
}

impl Project {
    /// Whether an edit is about something: names it, or something that is coded or noted there or so. Things
    /// that are gone by now count as well.
    pub fn concerns(&self, edit: &Edit, about: Target) -> bool {
        match edit {
            // It names changes, and those are numbered apart from things.
            Edit::SettleConflict { .. } => return false,
            Edit::Erase { case, .. } => return self.is_part_of(case.0, about),
            _ => {}
        }
        let mut found = false;
        edit.clone().for_each_id(&mut |&mut id| found |= self.is_part_of(id, about));
        let passages = match edit {
            Edit::ApplyCode { passage, .. }
            | Edit::ResizeCoding { passage, .. }
            | Edit::Attribute { passage, .. }
            | Edit::TakeStand { passage, .. } => Some((passage.document, passage.span)),
            Edit::AddMemo { on: Target::Excerpt(document, span), .. }
            | Edit::MoveMemo { on: Target::Excerpt(document, span), .. } => Some((*document, *span)),
            _ => None,
        };
        found || passages.is_some_and(|(document, span)| touches(about, document, span))
    }

    fn is_part_of(&self, id: Id, about: Target) -> bool {
        if let Some(coding) = self.codings.get(&CodingId(id)) {
            return touches(about, coding.document, coding.span) || self.is_part_of(coding.code.0, about);
        }
        if let Some(memo) = self.memos.get(&MemoId(id)) {
            return match memo.on {
                Target::Excerpt(document, span) => touches(about, document, span),
                Target::Document(document) => self.is_part_of(document.0, about),
                Target::Code(code) => self.is_part_of(code.0, about),
                Target::Case(case) => self.is_part_of(case.0, about),
                Target::Cell(case, code) => self.is_part_of(case.0, about) || self.is_part_of(code.0, about),
                on => on == about,
            };
        }
        match about {
            Target::Document(document) => document.0 == id,
            Target::Code(code) => self.codes.get(&CodeId(id)).is_some() && self.stands_for(CodeId(id)) == code,
            Target::Case(case) => self.cases.contains_key(&CaseId(id)) && self.person(CaseId(id)) == case,
            _ => false,
        }
    }
}

fn touches(about: Target, document: DocumentId, span: Span) -> bool {
    match about {
        Target::Excerpt(wanted, lines) => document == wanted && span.overlaps(lines),
        Target::Document(wanted) => document == wanted,
        _ => false,
    }
}
