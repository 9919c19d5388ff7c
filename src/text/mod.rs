//! A document's words, and every way to point into them.
//!
//! A position is a count of characters (Unicode scalar values) from the start of the stored text.
//! Bytes, graphemes, lines and screen rows are worked out here and nowhere else.
//! Nothing here reads a file or knows what a code is, and nothing here can fail: a position past
//! the end means the end.

mod clean;
mod clock;
mod fold;
mod formula;
mod lines;
mod names;
mod near;
mod pattern;
mod revising;
mod rows;
mod sentences;
mod span;
#[allow(clippy::module_inception)] // the room is named after what it holds
mod text;
mod turn;
mod units;
mod visible;
mod words;
mod wrap;

pub use clean::clean;
pub use clock::{clock, read_clock};
pub use fold::{find_all, find_whole, fold};
pub use formula::{guarded, unguarded};
pub use lines::{line_content, line_of, lines_span, print_lines};
pub use names::{NamedAt, Names, TooManyNames};
pub use near::{edits_between, nearest};
pub use pattern::Pattern;
pub use revising::{NotARevision, Replaced, Revision};
pub use rows::{Cell, Row, cell_of, cells, position_at, rows_of_stretch, stretch_at};
pub use sentences::{next_sentence, prev_sentence, sentence_at, sentences};
pub use span::Span;
pub use text::Text;
pub use turn::{Turn, turn_at, turns_after};
pub use units::{
    grapheme_at, next_grapheme, next_paragraph, next_word, paragraph_at, prev_grapheme, prev_paragraph, prev_word,
    word_at, word_end,
};
pub use visible::{MARK, clip, is_hidden, short_name, visible, visible_lines, width};
pub use words::{count_of, count_words, on_one_line, trim, typed_parts, word_spans, words_touched};
pub use wrap::broken;
