//! Who speaks where.

use serde::{Deserialize, Serialize};

use super::{Text, trim};

/// One speaker's stretch of a transcript, in characters: the label stands in `start..body`, the
/// words in `body..end`.
///
/// The body is trimmed: it opens and closes with a character that is not white, or it is empty
/// (`body == end`). So a span that reaches into a body from outside always shares a word with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// Place of the label in the document's list of speakers.
    pub speaker: u16,
    /// First character of the label.
    pub start: u32,
    /// First character of the words.
    pub body: u32,
    /// One past the last character of the words.
    pub end: u32,
}

/// Turns whose labels are known, each with its speaker and the first character and one past the last of its
/// label, in order: each speaks up to the next label.
pub fn turns_after(text: &Text, labels: &[(u16, u32, u32)]) -> Vec<Turn> {
    let next = |place: usize| labels.get(place + 1).map_or(text.len(), |&(_, start, _)| start);
    let turn = |(place, &(speaker, start, after)): (usize, &(u16, u32, u32))| match trim(text, after, next(place)) {
        (body, end) if body < end => Turn { speaker, start, body, end },
        _ => Turn { speaker, start, body: after, end: after },
    };
    labels.iter().enumerate().map(turn).collect()
}

/// The turn in which `position` stands: the last one that starts at or before it.
pub fn turn_at(turns: &[Turn], position: u32) -> Option<usize> {
    turns.partition_point(|turn| turn.start <= position).checked_sub(1)
}
