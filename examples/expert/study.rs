//! The sample study, with the codes and without the codings, and the codings that it had.

use emic::desk::Desk;
use emic::project::*;
use emic::text::Span;

/// The team's codings, in the order of the documents: where two coders worked and agreed, what they agreed on.
pub fn wanted(project: &Project) -> Vec<(DocumentId, Span, CodeId)> {
    let consensus = |coding: &Coding| {
        let coder = project.coders().find(|(id, _)| *id == coding.coder);
        coder.is_some_and(|(_, coder)| coder.kind == CoderKind::Consensus)
    };
    let mut wanted = Vec::new();
    for &document in project.document_order() {
        let all: Vec<Coding> = project.codings_in(document).map(|(_, coding)| *coding).collect();
        let agreed = all.iter().any(consensus);
        let kept = all.iter().filter(|coding| !agreed || consensus(coding));
        let mut here: Vec<_> = kept.map(|coding| (document, coding.span, project.stands_for(coding.code))).collect();
        here.sort_unstable_by_key(|&(_, span, code)| (span, project.codebook().place(code)));
        wanted.extend(here);
    }
    wanted
}

/// Takes every coding out of the study.
pub fn uncode(desk: &mut Desk) -> Result<(), Refusal> {
    let project = desk.project();
    let codings = project.document_order().iter().flat_map(|&document| project.codings_in(document));
    let edits = codings.map(|(id, _)| Edit::Remove { thing: Thing::Coding(id) }).collect();
    desk.commit(edits).map(drop)
}
