//! The stored words of one document, found by character.

use std::fmt;
use std::ops::Range;

use super::Span;

/// Bytes between two entries of the index.
const STRIDE: usize = 128;

/// A document's words, which never change, with an index from characters to bytes.
///
/// The index notes, every 128 bytes, how many characters start before; an ASCII text needs none.
/// Every position past the end is taken as the end.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text {
    words: Box<str>,
    length: u32,
    before: Vec<u32>,
}

impl Text {
    /// Takes the words as they are; see [`clean`](super::clean()) for what may be stored.
    pub fn new(words: impl Into<Box<str>>) -> Text {
        let words = words.into();
        if words.is_ascii() {
            let length = characters_from(words.len());
            return Text { words, length, before: Vec::new() };
        }
        let mut before = Vec::with_capacity(words.len().div_ceil(STRIDE));
        let mut length = 0u32;
        for chunk in words.as_bytes().chunks(STRIDE) {
            before.push(length);
            length = length.saturating_add(starts_in(chunk));
        }
        Text { words, length, before }
    }

    /// All the words.
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Length in characters.
    pub fn len(&self) -> u32 {
        self.length
    }

    /// Whether there is not one character.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The byte at which the character at `position` starts.
    pub fn byte_of(&self, position: u32) -> usize {
        if position >= self.length {
            return self.words.len();
        }
        if self.before.is_empty() {
            return position as usize;
        }
        let chunk = self.before.partition_point(|&before| before <= position) - 1;
        let wanted = (position - self.before[chunk]) as usize;
        let from = chunk * STRIDE;
        let starts = self.words.as_bytes()[from..].iter().enumerate().filter(|(_, byte)| starts_character(**byte));
        starts.map(|(offset, _)| from + offset).nth(wanted).unwrap_or(self.words.len())
    }

    /// The position of the character in which `byte` lies.
    pub fn char_of(&self, byte: usize) -> u32 {
        if byte >= self.words.len() {
            return self.length;
        }
        if self.before.is_empty() {
            return characters_from(byte);
        }
        let chunk = byte / STRIDE;
        let inside = &self.words.as_bytes()[chunk * STRIDE..=byte];
        self.before[chunk].saturating_add(starts_in(inside)).saturating_sub(1)
    }

    /// The words in a range of characters; empty when the range is turned round.
    pub fn slice(&self, range: Range<u32>) -> &str {
        let start = self.byte_of(range.start);
        let end = self.byte_of(range.end).max(start);
        &self.words[start..end]
    }

    /// The words a span covers.
    pub fn passage(&self, span: Span) -> &str {
        self.slice(span.start()..span.end())
    }

    /// The character at `position`; `None` at the end.
    pub fn char_at(&self, position: u32) -> Option<char> {
        self.words[self.byte_of(position)..].chars().next()
    }

    /// The first position at or after `position` whose character is not white, or the end.
    pub(super) fn skip_white(&self, position: u32) -> u32 {
        let from = self.byte_of(position);
        let rest = &self.words[from..];
        self.char_of(from + rest.len() - rest.trim_start().len())
    }

    /// One past the last character before `position` that is not white, or 0.
    pub(super) fn skip_white_back(&self, position: u32) -> u32 {
        self.char_of(self.words[..self.byte_of(position)].trim_end().len())
    }
}

/// Says how long the text is and nothing of what it says: a crash report must not quote a person.
impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Text({} characters)", self.length)
    }
}

fn characters_from(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// Characters that start in these bytes. Counted in `u8` because one chunk holds at most 128, which
/// lets the compiler count many bytes at once.
fn starts_in(chunk: &[u8]) -> u32 {
    u32::from(chunk.iter().map(|&byte| u8::from(starts_character(byte))).sum::<u8>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn positions_count_characters_not_bytes() {
        let text = Text::new("naïve 彼女 said");
        assert_eq!(text.len(), 13);
        assert_eq!(text.slice(6..8), "彼女");
        assert_eq!(text.char_at(7), Some('女'));
        assert_eq!(text.char_of(text.byte_of(8)), 8);
    }

    #[test]
    fn a_position_past_the_end_means_the_end() {
        let text = Text::new("é");
        assert_eq!(text.byte_of(99), 2);
        assert_eq!(text.char_of(99), 1);
        assert_eq!(text.slice(5..9), "");
        assert_eq!(text.slice(Range { start: 1, end: 0 }), "");
        assert_eq!(text.char_at(1), None);
        assert_eq!(Text::default().slice(0..1), "");
    }

    #[test]
    fn a_byte_inside_a_character_belongs_to_it() {
        let text = Text::new("a彼b");
        assert_eq!([0, 1, 2, 3, 4].map(|byte| text.char_of(byte)), [0, 1, 1, 1, 2]);
    }

    #[test]
    fn printing_a_text_for_debugging_quotes_nobody() {
        assert_eq!(format!("{:?}", Text::new("I was ashamed")), "Text(13 characters)");
    }

    proptest! {
        #[test]
        fn the_index_agrees_with_counting(words in "[a-zé彼👩 \n]{0,700}") {
            let text = Text::new(words.as_str());
            prop_assert_eq!(text.len() as usize, words.chars().count());
            for (position, (byte, character)) in words.char_indices().enumerate() {
                let position = position as u32;
                prop_assert_eq!(text.byte_of(position), byte);
                prop_assert_eq!(text.char_of(byte), position);
                prop_assert_eq!(text.char_at(position), Some(character));
            }
        }
    }
}
