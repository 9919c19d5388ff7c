//! A document's words, and every way to point into them.
//!
//! A position is a count of characters (Unicode scalar values) from the start of the stored text.
//! Bytes, graphemes, lines and screen rows are worked out here and nowhere else.
//! Nothing here reads a file or knows what a code is.

mod span;
mod turn;

pub use span::Span;
pub use turn::{Turn, turn_at};
