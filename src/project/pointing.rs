//! What points into a document's words, and how it goes with them when they are written anew.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::themes::Stance;
use super::*;
use crate::text::{Span, Turn};

/// Something that points into a document, as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Pointer {
    Coding(CodingId, Coding),
    Memo(MemoId, Memo),
    Attribution(Span, Vec<String>),
    Stand(ThemeId, Span, Stance),
    Comparison(ComparisonId, Comparison),
    Code(CodeId, Box<Code>),
}

/// Where a passage is in other words of its document; `None` where none of its words is left.
pub(super) type Going<'a> = dyn Fn(Passage) -> Option<Passage> + 'a;

impl Pointer {
    /// The passages that it points at.
    pub fn passages(&self, document: DocumentId) -> Vec<Passage> {
        match self {
            Pointer::Coding(_, coding) => vec![coding.passage()],
            Pointer::Memo(_, Memo { on: Target::Excerpt(document, span), .. }) => vec![unsealed(*document, *span)],
            Pointer::Memo(..) => Vec::new(),
            Pointer::Attribution(span, _) => vec![unsealed(document, *span)],
            Pointer::Stand(_, span, stance) => vec![Passage { document, span: *span, seal: stance.seal }],
            Pointer::Comparison(_, comparison) => comparison.excerpts.to_vec(),
            Pointer::Code(_, code) => code.origin.into_iter().collect(),
        }
    }

    /// The same, pointing where its words have gone. Where none is left, a coding is taken away, a memo is
    /// about the document, an attribution or a stand is no more, and the others let go of the passage.
    pub fn moved(&self, document: DocumentId, going: &Going) -> Option<Pointer> {
        Some(match self.clone() {
            Pointer::Coding(id, coding) => {
                let now = match going(coding.passage()) {
                    Some(Passage { span, seal, .. }) => Coding { span, seal, ..coding },
                    None => Coding { gone: true, ..coding },
                };
                Pointer::Coding(id, now)
            }
            Pointer::Memo(id, memo) => {
                let on = match memo.on {
                    Target::Excerpt(..) => moved_target(memo.on, going).unwrap_or(Target::Document(document)),
                    other => other,
                };
                Pointer::Memo(id, Memo { on, ..memo })
            }
            Pointer::Attribution(span, speakers) => {
                Pointer::Attribution(going(unsealed(document, span))?.span, speakers)
            }
            Pointer::Stand(theme, span, stance) => {
                let now = going(Passage { document, span, seal: stance.seal })?;
                Pointer::Stand(theme, now.span, Stance { seal: now.seal, ..stance })
            }
            Pointer::Comparison(id, comparison) => {
                let excerpts = comparison.excerpts.iter().filter_map(|&passage| going(passage)).collect();
                Pointer::Comparison(id, Comparison { excerpts, ..comparison })
            }
            Pointer::Code(id, code) => {
                let origin = code.origin.and_then(going);
                Pointer::Code(id, Box::new(Code { origin, ..*code }))
            }
        })
    }

    /// The same, pointing where another pointer of the thing does.
    pub fn pointing_like(self, other: &Pointer) -> Pointer {
        match (self, other) {
            (Pointer::Coding(id, coding), &Pointer::Coding(_, Coding { span, seal, gone, .. })) => {
                Pointer::Coding(id, Coding { span, seal, gone, ..coding })
            }
            (Pointer::Memo(id, memo), Pointer::Memo(_, other)) => Pointer::Memo(id, Memo { on: other.on, ..memo }),
            (Pointer::Attribution(_, speakers), &Pointer::Attribution(span, _)) => Pointer::Attribution(span, speakers),
            (Pointer::Stand(theme, _, stance), &Pointer::Stand(_, span, Stance { seal, .. })) => {
                Pointer::Stand(theme, span, Stance { seal, ..stance })
            }
            (Pointer::Comparison(id, comparison), Pointer::Comparison(_, other)) => {
                Pointer::Comparison(id, Comparison { excerpts: other.excerpts.clone(), ..comparison })
            }
            (Pointer::Code(id, code), Pointer::Code(_, other)) => {
                Pointer::Code(id, Box::new(Code { origin: other.origin, ..*code }))
            }
            (this, _) => this,
        }
    }

    pub fn is_of_the_thing(&self, other: &Pointer) -> bool {
        match (self, other) {
            (Pointer::Coding(id, _), Pointer::Coding(other, _)) => id == other,
            (Pointer::Memo(id, _), Pointer::Memo(other, _)) => id == other,
            (Pointer::Comparison(id, _), Pointer::Comparison(other, _)) => id == other,
            (Pointer::Code(id, _), Pointer::Code(other, _)) => id == other,
            // What was said of a passage is the passage's, whichever it is now.
            (Pointer::Attribution(..), Pointer::Attribution(..)) => true,
            (Pointer::Stand(theme, ..), Pointer::Stand(other, ..)) => theme == other,
            _ => false,
        }
    }

    /// The passage of which it says something (for a theme), so that there is one such at most.
    pub fn said_of(&self) -> Option<(Option<ThemeId>, Span)> {
        match self {
            Pointer::Attribution(span, _) => Some((None, *span)),
            Pointer::Stand(theme, span, _) => Some((Some(*theme), *span)),
            _ => None,
        }
    }

    pub fn cell(self, document: DocumentId) -> Cell {
        match self {
            Pointer::Coding(id, coding) => Cell::Coding(id, Some(coding)),
            Pointer::Memo(id, memo) => Cell::Memo(id, Some(memo)),
            Pointer::Attribution(span, speakers) => Cell::Attribution((document, span), Some(speakers)),
            Pointer::Stand(theme, span, stance) => Cell::Stand((theme, document, span), Some(stance)),
            Pointer::Comparison(id, comparison) => Cell::Comparison(id, Some(comparison)),
            Pointer::Code(id, code) => Cell::Code(id, Some(code)),
        }
    }
}

fn unsealed(document: DocumentId, span: Span) -> Passage {
    Passage { document, span, seal: Seal::default() }
}

fn moved_target(target: Target, going: &Going) -> Option<Target> {
    Some(match target {
        Target::Excerpt(document, span) => Target::Excerpt(document, going(unsealed(document, span))?.span),
        other => other,
    })
}

impl Project {
    /// All that points into a document.
    pub(super) fn pointers(&self, document: DocumentId) -> Vec<Pointer> {
        let into = |passage: &Passage| passage.document == document;
        let codings = self.codings.iter().filter(|(_, coding)| coding.document == document);
        let memos = self.memos.iter().filter(|(_, memo)| matches!(memo.on, Target::Excerpt(on, _) if on == document));
        let said = self.attributions.iter().filter(|((on, _), _)| *on == document);
        let stands = self.stands.iter().filter(|((_, on, _), _)| *on == document);
        let compared = self.comparisons.iter().filter(|(_, comparison)| comparison.excerpts.iter().any(into));
        let named = self.codes.iter().filter(|(_, code)| code.origin.as_ref().is_some_and(into));
        let codings = codings.map(|(id, &coding)| Pointer::Coding(id, coding));
        let memos = memos.map(|(&id, memo)| Pointer::Memo(id, memo.clone()));
        let said = said.map(|((_, span), speakers)| Pointer::Attribution(*span, speakers.clone()));
        let stands = stands.map(|(&(theme, _, span), &stance)| Pointer::Stand(theme, span, stance));
        let compared = compared.map(|(&id, comparison)| Pointer::Comparison(id, comparison.clone()));
        let named = named.map(|(id, code)| Pointer::Code(id, code.clone()));
        codings.chain(memos).chain(said).chain(stands).chain(compared).chain(named).collect()
    }

    /// What pointed into the document before and no longer does, as it now is.
    pub(super) fn strayed(&self, before: &Pointer, pointers: &[Pointer]) -> Option<Pointer> {
        let now = match before {
            Pointer::Coding(id, _) => Pointer::Coding(*id, *self.codings.get(id)?),
            Pointer::Memo(id, _) => Pointer::Memo(*id, self.memos.get(id)?.clone()),
            Pointer::Comparison(id, _) => Pointer::Comparison(*id, self.comparisons.get(id)?.clone()),
            Pointer::Code(id, _) => Pointer::Code(*id, self.codes.get(id)?.clone()),
            Pointer::Attribution(..) | Pointer::Stand(..) => return None,
        };
        (!pointers.iter().any(|pointer| pointer.is_of_the_thing(&now))).then_some(now)
    }
}

/// The cells that have pointers point elsewhere. All that was said of passages is taken up before it is put
/// down, as one may come where another was.
pub(super) fn written(document: DocumentId, moved: &[(Pointer, Option<Pointer>)]) -> Vec<Cell> {
    let said = |pointer: &Pointer| match pointer {
        Pointer::Attribution(span, _) => Some(Cell::Attribution((document, *span), None)),
        Pointer::Stand(theme, span, _) => Some(Cell::Stand((*theme, document, *span), None)),
        _ => None,
    };
    let taken_up = moved.iter().filter_map(|(was, _)| said(was));
    let changed = moved.iter().filter(|(was, now)| said(was).is_some() || now.as_ref() != Some(was));
    let put_down = changed.filter_map(|(_, now)| Some(now.clone()?.cell(document)));
    taken_up.chain(put_down).collect()
}

impl Edit {
    /// The documents that positions of the edit stand in.
    pub(super) fn points_into(&self) -> Vec<DocumentId> {
        match self {
            Edit::ApplyCode { passage, .. }
            | Edit::ResizeCoding { passage, .. }
            | Edit::Attribute { passage, .. }
            | Edit::TakeStand { passage, .. } => vec![passage.document],
            Edit::AddCode { from, .. } | Edit::RenameCode { from, .. } => {
                from.iter().map(|passage| passage.document).collect()
            }
            Edit::AddMemo { on: Target::Excerpt(document, _), .. }
            | Edit::MoveMemo { on: Target::Excerpt(document, _), .. }
            | Edit::SetTurns { document, .. } => vec![*document],
            Edit::Compare { excerpts, .. } => {
                let documents: BTreeSet<DocumentId> = excerpts.iter().map(|passage| passage.document).collect();
                documents.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same edit, of passages that stand elsewhere now.
    pub(super) fn moved(mut self, going: &Going) -> Option<Edit> {
        match &mut self {
            Edit::ApplyCode { passage, .. }
            | Edit::ResizeCoding { passage, .. }
            | Edit::Attribute { passage, .. }
            | Edit::TakeStand { passage, .. } => *passage = going(*passage)?,
            Edit::AddCode { from, .. } | Edit::RenameCode { from, .. } => *from = from.and_then(going),
            Edit::AddMemo { on, .. } | Edit::MoveMemo { on, .. } => *on = moved_target(*on, going)?,
            Edit::Compare { excerpts, .. } => {
                *excerpts = excerpts.iter().filter_map(|&passage| going(passage)).collect();
            }
            Edit::SetTurns { document, turns, .. } => {
                let goes = |turn: &Turn| {
                    let whole = Span::new(turn.start, turn.end.max(turn.start + 1), u32::MAX)?;
                    let body = Span::new(turn.body, turn.end, u32::MAX);
                    let whole = going(unsealed(*document, whole))?.span;
                    let body = body.and_then(|body| going(unsealed(*document, body)));
                    let body = body.map_or(whole.end(), |body| body.span.start());
                    Some(Turn { start: whole.start(), body, end: whole.end(), ..*turn })
                };
                *turns = turns.iter().filter_map(goes).collect();
            }
            _ => {}
        }
        Some(self)
    }
}
