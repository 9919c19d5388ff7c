//! Transcripts with what was put on their passages: as a page with notes in its margin, and as a Word document whose
//! comments they are.

mod page;
mod parts;
#[cfg(test)]
mod tests;
mod word;

use std::io;
use std::sync::Arc;

use super::codings::{Leaving, leaving};
use super::leaving::words_of;
use super::{Fidelity, Wish};
use crate::project::*;
use crate::text::{Span, Text, trim};

pub use page::write_page;
pub use word::{BY_EMIC, DOCUMENT, TEXT, dated, write_word};

/// One document, and what was put on it.
pub struct Transcript<'p> {
    pub id: DocumentId,
    pub document: &'p Document,
    pub text: Arc<Text>,
    /// By where they begin, the longer before the shorter.
    pub marks: Vec<Mark<'p>>,
}

/// What a coder put on a passage.
pub struct Mark<'p> {
    pub span: Span,
    pub coder: &'p str,
    /// When (UTC, milliseconds since 1970), where it is known.
    pub at: Option<i64>,
    pub says: Says,
}

/// What is said of a passage.
pub enum Says {
    Code(CodeId, String),
    Memo(String),
}

impl Mark<'_> {
    /// What it says, as a comment does.
    pub fn words(&self) -> String {
        match &self.says {
            Says::Code(_, path) => format!("code: {path}"),
            Says::Memo(words) => words.clone(),
        }
    }
}

impl<'p> Transcript<'p> {
    /// Gathers what was put on a document.
    ///
    /// # Errors
    /// The words of the document or of a memo cannot be had.
    pub fn of(
        project: &'p Project,
        texts: &dyn Texts,
        wish: &Wish,
        (id, document): (DocumentId, &'p Document),
        fidelity: &mut Fidelity,
    ) -> io::Result<Transcript<'p>> {
        let text = words_of(texts, document.text, &document.title)?;
        let mut marks = Vec::new();
        for Leaving { coding, found, code, coder } in leaving(project, wish, id, fidelity) {
            let says = Says::Code(code, project.code_words(code));
            marks.push(Mark { span: found.span, coder: project.coder_name(coder), at: Some(found.at), says });
            fidelity.understood("codings", 1);
            if found.flags.iter().next().is_some() {
                fidelity.left_out("flags of codings, left out", coding);
            }
        }
        for (memo, found) in project.memos_in(id).filter(|(_, found)| wish.is_by(project, found.coder)) {
            let Target::Excerpt(_, span) = found.on else { continue };
            if project.is_withdrawn(id, span) {
                fidelity.left_out("memos on what people said who withdrew, left out", memo);
                continue;
            }
            let words = words_of(texts, found.text, "a memo")?;
            let (start, end) = trim(&words, 0, words.len());
            let Some(filled) = Span::new(start, end, words.len()) else { continue };
            let says = Says::Memo(words.passage(filled).to_owned());
            marks.push(Mark { span, coder: project.coder_name(project.coder_of(found.coder)), at: None, says });
            fidelity.understood("memos on passages", 1);
        }
        marks.sort_by_key(|mark| (mark.span.start(), std::cmp::Reverse(mark.span.end())));
        fidelity.understood("documents", 1);
        if document.speakers.iter().any(|speaker| stopped(project, speaker)) {
            fidelity.changed("transcripts in which people speak who withdrew and do not count", &document.title);
        }
        Ok(Transcript { id, document, text, marks })
    }
}

fn stopped(project: &Project, speaker: &Speaker) -> bool {
    let case = speaker.case.and_then(|case| project.case(project.person(case)));
    case.is_some_and(|case| case.withdrawn == Some(Withdrawal::Stopped))
}

/// Lists what a transcript has no place for.
fn missing(project: &Project, wish: &Wish, fidelity: &mut Fidelity) {
    let is_all = wish.documents.is_empty();
    for (id, memo) in project.memos().filter(|(_, memo)| wish.is_by(project, memo.coder)) {
        match memo.on {
            Target::Excerpt(..) => {}
            Target::Document(document) if is_all || wish.documents.contains(&document) => {
                fidelity.left_out("memos on whole documents, left out", id);
            }
            Target::Document(_) => {}
            _ if is_all => fidelity.left_out("memos on anything but passages, left out", id),
            _ => {}
        }
    }
    if is_all {
        project.comparisons().for_each(|(id, _)| fidelity.left_out("comparisons, left out", id));
        let claims = project.themes().map(|(_, theme)| theme.claim.as_str());
        claims.for_each(|claim| fidelity.left_out("claims with their evidence, left out", claim));
    }
}
