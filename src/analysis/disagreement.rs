//! Where coders who are done with a document put different codes.

use std::collections::BTreeSet;

use crate::project::{CodeId, CodeState, CoderId, CoderKind, DocumentId, Project};
use crate::text::Span;

use super::progress::passages_to_code;

/// A passage that coders coded differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Where, in characters.
    pub span: Span,
    /// What each of the coders put there, in the order in which the coders were given.
    pub codes: Vec<BTreeSet<CodeId>>,
}

/// The coders who say that their coding of a document is whole, by id; the consensus is nobody's coding.
pub fn finished_coders(project: &Project, document: DocumentId) -> Vec<CoderId> {
    let done = project.assignments().filter(|(_, other, state)| *other == document && state.is_finished());
    let mut coders: Vec<CoderId> = done.map(|(coder, ..)| project.coder_of(coder)).collect();
    coders.retain(|&coder| project.coder(coder).is_some_and(|it| it.kind == CoderKind::Person && !it.gone));
    coders.sort_unstable();
    coders.dedup();
    coders
}

/// The passages where the sets of codes that these coders put differ, in order: turns of participants,
/// or in a document without turns its print lines. A code counts where its coding shares a character
/// with the passage; merged codes count as what they are part of, codes put away not at all.
pub fn disagreements(project: &Project, id: DocumentId, coders: &[CoderId]) -> Vec<Disagreement> {
    let codes_in = |span: Span| {
        let mut codes = vec![BTreeSet::new(); coders.len()];
        for (_, coding) in project.codings_touching(id, span) {
            let coder = project.coder_of(coding.coder);
            let code = project.stands_for(coding.code);
            let in_use = project.code(code).is_some_and(|code| code.state == CodeState::Active);
            if let Some(place) = coders.iter().position(|&other| other == coder).filter(|_| in_use) {
                codes[place].insert(code);
            }
        }
        codes
    };
    let coded = passages_to_code(project, id).into_iter().map(|span| Disagreement { span, codes: codes_in(span) });
    coded.filter(|one| one.codes.windows(2).any(|pair| pair[0] != pair[1])).collect()
}
