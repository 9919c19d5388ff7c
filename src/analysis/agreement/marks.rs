//! What one coder has coded with one code in one document.

use crate::text::Span;

/// One coder's segments of one code in one document, by start.
pub type Marks = Vec<Span>;

/// Codings of one coder and one code as segments: those that share a character are one, those that touch are two.
pub fn segments(codings: impl IntoIterator<Item = Span>) -> Marks {
    let mut spans: Vec<Span> = codings.into_iter().collect();
    spans.sort_unstable();
    let mut marks = Marks::new();
    for span in spans {
        match marks.last_mut() {
            Some(last) if span.start() < last.end() => *last = last.hull(span),
            _ => marks.push(span),
        }
    }
    marks
}

/// The characters in two lists of segments, each by start.
pub(super) fn in_common(one: &[Span], other: &[Span]) -> u64 {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut characters = 0;
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        characters += a.shared(**b).map_or(0, |span| u64::from(span.len()));
        if a.end() <= b.end() {
            one.next()
        } else {
            other.next()
        };
    }
    characters
}

pub(super) fn length(marks: &[Span]) -> u64 {
    marks.iter().map(|span| u64::from(span.len())).sum()
}
