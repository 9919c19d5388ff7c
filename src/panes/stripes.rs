//! The stripes beside a text: which codings touch a row, each in a lane of its own.

use std::collections::BTreeMap;

use super::Scene;
use crate::project::{CodeId, DocumentId};
use crate::text::Span;

/// One code on one stretch of the text that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripe {
    /// Where.
    pub span: Span,
    /// The code that counts.
    pub code: CodeId,
    /// Its name, which a cut may shorten.
    pub name: String,
    /// The column of bars it stands in, from 0.
    pub lane: usize,
}

/// The stripes that touch `window`, each code on each span once, in lanes where none overlap.
pub fn stripes(scene: &Scene, document: DocumentId, window: Span) -> Vec<Stripe> {
    let project = scene.project;
    let mut seen: Vec<(Span, CodeId)> = project
        .codings_touching(document, window)
        .map(|(_, coding)| (coding.span, project.stands_for(coding.code)))
        .collect();
    seen.sort_unstable_by_key(|&(span, code)| (span.start(), std::cmp::Reverse(span.end()), code));
    seen.dedup();
    let mut names: BTreeMap<CodeId, String> = BTreeMap::new();
    let mut free_from: Vec<u32> = Vec::new();
    seen.into_iter()
        .map(|(span, code)| {
            let name = names.entry(code).or_insert_with(|| project.shown_name(code));
            let lane = free_from.iter().position(|&end| end <= span.start()).unwrap_or(free_from.len());
            if lane == free_from.len() {
                free_from.push(0);
            }
            free_from[lane] = span.end();
            Stripe { span, code, name: name.clone(), lane }
        })
        .collect()
}
