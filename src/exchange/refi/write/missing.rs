//! What REFI-QDA has no place for, thing by thing.

use std::io::Write;

use super::Writing;

impl<W: Write> Writing<'_, W> {
    /// Lists it.
    pub(super) fn missing(&mut self) {
        let Writing { project, fidelity, .. } = self;
        for (_, document) in project.documents() {
            let title = &document.title;
            if !document.turns.is_empty() {
                fidelity.changed("who speaks where, there only as labels in the text", title);
            }
            if !document.times.is_empty() {
                fidelity.left_out("times of captions, left out", title);
            }
            fidelity.left_out("print lines, left out", title);
            fidelity.changed("kinds of documents, there sets", format!("{title}: {}", document.kind.word()));
        }
        for (id, _) in project.codes().filter(|(_, code)| code.given) {
            fidelity.changed("marks of codes given beforehand, there a set", project.code_words(id));
        }
        for (id, _) in project.codes().filter(|(_, code)| code.origin.is_some()) {
            fidelity.left_out("passages from which codes took their names, left out", project.code_words(id));
        }
        for (id, _) in project.comparisons() {
            fidelity.left_out("comparisons, left out", id);
        }
        for (_, theme) in project.themes() {
            fidelity.left_out("claims with their evidence, left out", theme.claim.as_str());
        }
        for (document, span, speakers) in project.attributions() {
            let title = project.document(document).map_or("", |document| document.title.as_str());
            let place = format!("{title} {}..{}: {}", span.start(), span.end(), speakers.join(", "));
            fidelity.left_out("attributions of passages to speakers, left out", place);
        }
        for ((coder, document), state) in project.furthest() {
            let title = project.document(document).map_or("", |document| document.title.as_str());
            let who = project.coder_name(coder);
            fidelity.changed("assignments, there sets", format!("{title} to {who}: {}", state.word()));
        }
    }
}
