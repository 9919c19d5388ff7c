//! The one way to name a passage.

use serde::{Deserialize, Serialize};

/// A stretch of one document's text: half-open, in characters.
///
/// - `0..3` of "I felt" is `I f`.
/// - Two spans that only touch do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "(u32, u32)", try_from = "(u32, u32)")]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Returns `None` unless `start < end <= length` (characters).
    pub fn new(start: u32, end: u32, length: u32) -> Option<Span> {
        (start < end && end <= length).then_some(Span { start, end })
    }

    /// First character covered.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last character covered.
    pub fn end(self) -> u32 {
        self.end
    }

    /// Characters covered, at least 1.
    #[allow(clippy::len_without_is_empty)] // a span is never empty: that is its rule
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the two share at least one character.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every character of `other` lies in this span.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the character at `position` lies in this span.
    pub fn contains(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// The characters that both cover.
    pub fn shared(self, other: Span) -> Option<Span> {
        self.overlaps(other).then(|| Span { start: self.start.max(other.start), end: self.end.min(other.end) })
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> (u32, u32) {
        (span.start, span.end)
    }
}

impl TryFrom<(u32, u32)> for Span {
    type Error = &'static str;

    fn try_from((start, end): (u32, u32)) -> Result<Span, &'static str> {
        Span::new(start, end, u32::MAX).ok_or("a span must end after it starts")
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end, 100).unwrap()
    }

    #[test]
    fn a_span_is_never_empty_and_never_past_the_end() {
        assert_eq!(Span::new(3, 3, 10), None);
        assert_eq!(Span::new(3, 11, 10), None);
        assert_eq!(Span::new(3, 10, 10).map(Span::len), Some(7));
    }

    #[test]
    fn touching_spans_share_nothing() {
        assert!(!span(0, 5).overlaps(span(5, 9)));
        assert_eq!(span(0, 5).shared(span(5, 9)), None);
        assert_eq!(span(0, 6).shared(span(5, 9)), Some(span(5, 6)));
        assert_eq!(span(0, 2).hull(span(5, 9)), span(0, 9));
    }
}
