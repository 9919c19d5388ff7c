//! How far a document is coded.

use crate::project::{DocumentId, Project};
use crate::text::Span;

/// Passages with any coding, of those that are to be coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Those with a coding, whoever made it.
    pub coded: u64,
    /// All of them.
    pub of: u64,
}

impl Progress {
    /// The share that is coded, in whole percent, rounded down; `None` where there is nothing to code.
    pub fn percent(self) -> Option<u64> {
        (self.of > 0).then(|| self.coded * 100 / self.of)
    }
}

/// The turns of participants that any coding touches; in a document without turns, its print lines.
pub fn progress(project: &Project, id: DocumentId) -> Progress {
    let passages = passages_to_code(project, id);
    let coded = passages.iter().filter(|&&span| project.codings_touching(id, span).next().is_some()).count();
    Progress { coded: coded as u64, of: passages.len() as u64 }
}

/// The turns of participants; in a document without turns, its print lines.
pub(super) fn passages_to_code(project: &Project, id: DocumentId) -> Vec<Span> {
    let Some(document) = project.document(id) else { return Vec::new() };
    let span = |start: u32, end: u32| Span::new(start, end, document.characters);
    if document.turns.is_empty() {
        let ends = document.lines.iter().skip(1).copied().chain([document.characters]);
        return document.lines.iter().zip(ends).filter_map(|(&start, end)| span(start, end)).collect();
    }
    let participants = document.turns.iter().filter(|turn| project.person_of(id, turn.speaker).is_some());
    participants.filter_map(|turn| span(turn.body, turn.end)).collect()
}
