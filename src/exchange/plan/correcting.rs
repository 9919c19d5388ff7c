//! A transcript that arrives again with its mistakes put right: the coded text goes on in the new words.

use std::collections::HashSet;

use super::revision::{Revising, plan_revision};
use crate::project::*;

/// A document whose words arrived anew.
pub struct Corrected {
    /// Which it is.
    pub document: DocumentId,
    /// What puts the new words in the place of the old ones.
    pub revising: Revising,
    /// How many passages something was said of would not say what they said.
    pub touched: usize,
}

/// The document that a transcript is a corrected form of: the only one of that title, if most of their lines are the
/// same.
pub fn corrected(
    project: &Project,
    texts: &dyn Texts,
    (title, words): (&str, &str),
    ids: &mut dyn FnMut() -> Id,
) -> Option<Corrected> {
    let mut titled = project.documents().filter(|(_, document)| document.title == title);
    let (Some((id, document)), None) = (titled.next(), titled.next()) else { return None };
    let old = texts.text(document.text).filter(|old| is_like(old.as_str(), words))?;
    let revising = plan_revision(project, id, &old, words.to_owned(), ids)?;
    let Edit::ReviseDocument { changes, .. } = &revising.edit else { return None };
    let touched = project.pointed_at(id).iter().filter(|passage| changes.touches(passage.span)).count();
    Some(Corrected { document: id, revising, touched })
}

/// Whether most lines of the shorter text stand in the other.
fn is_like(one: &str, other: &str) -> bool {
    let lines = |words: &'_ str| -> HashSet<String> {
        words.lines().map(|line| line.trim().to_lowercase()).filter(|line| !line.is_empty()).collect()
    };
    let (one, other) = (lines(one), lines(other));
    2 * one.intersection(&other).count() > one.len().min(other.len())
}
