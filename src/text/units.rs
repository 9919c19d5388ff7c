//! Moving and selecting by grapheme, word and paragraph.
//!
//! Every call reads only the neighbourhood of its position, however long the document is.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Span, Text};

/// Characters looked at on each side of a position to find its word; a longer word is taken in parts.
const WORD_REACH: u32 = 256;

/// The start of the next grapheme, or the end of the text.
pub fn next_grapheme(text: &Text, position: u32) -> u32 {
    let next = cursor(text, position).next_boundary(text.as_str(), 0).ok().flatten();
    next.map_or(text.len(), |byte| text.char_of(byte))
}

/// The start of the grapheme before `position`, or 0.
pub fn prev_grapheme(text: &Text, position: u32) -> u32 {
    let previous = cursor(text, position).prev_boundary(text.as_str(), 0).ok().flatten();
    previous.map_or(0, |byte| text.char_of(byte))
}

/// The grapheme in which `position` stands; empty at the end of the text.
pub fn grapheme_at(text: &Text, position: u32) -> Range<u32> {
    let position = position.min(text.len());
    let on_border = cursor(text, position).is_boundary(text.as_str(), 0).unwrap_or(true);
    let start = if on_border { position } else { prev_grapheme(text, position) };
    start..next_grapheme(text, start)
}

fn cursor(text: &Text, position: u32) -> GraphemeCursor {
    GraphemeCursor::new(text.byte_of(position), text.as_str().len(), true)
}

/// The word (UAX 29, so "don't" is one) or the run of punctuation in which `position` stands;
/// `None` on a blank.
pub fn word_at(text: &Text, position: u32) -> Option<Span> {
    if text.char_at(position)?.is_whitespace() {
        return None;
    }
    let near = line_near(text, position, WORD_REACH);
    let from = text.byte_of(near.start);
    let at = text.byte_of(position) - from;
    let (mut start, mut end, mut run) = (0, 0, Kind::Blank);
    for (segment_start, segment) in text.slice(near).split_word_bound_indices() {
        let kind = Kind::of(segment);
        let joins = run == Kind::Punctuation && kind == Kind::Punctuation;
        if !joins {
            if end > at {
                break;
            }
            (start, run) = (segment_start, kind);
        }
        end = segment_start + segment.len();
    }
    Span::new(text.char_of(from + start), text.char_of(from + end), text.len())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Word,
    Punctuation,
}

impl Kind {
    fn of(segment: &str) -> Kind {
        if segment.chars().all(char::is_whitespace) {
            Kind::Blank
        } else if segment.contains(char::is_alphanumeric) {
            Kind::Word
        } else {
            Kind::Punctuation
        }
    }
}

/// The start of the next word or punctuation, or the end of the text.
pub fn next_word(text: &Text, position: u32) -> u32 {
    text.skip_white(word_at(text, position).map_or(position, Span::end))
}

/// The start of the word or punctuation that starts before `position`, or 0.
pub fn prev_word(text: &Text, position: u32) -> u32 {
    let Some(last) = text.skip_white_back(position).checked_sub(1) else { return 0 };
    word_at(text, last).map_or(last, Span::start)
}

/// The last grapheme of this word, or of the next one when `position` stands there already; where it
/// is when no word follows.
pub fn word_end(text: &Text, position: u32) -> u32 {
    let from = text.skip_white(next_grapheme(text, position));
    word_at(text, from).map_or(position.min(text.len()), |word| prev_grapheme(text, word.end()))
}

/// The words of the line in which `position` stands, from its first character that is not white to
/// its last; `None` on a blank line.
pub fn paragraph_at(text: &Text, position: u32) -> Option<Span> {
    let position = position.min(text.len());
    let line = line_near(text, position, u32::MAX);
    let start = text.skip_white(line.start);
    Span::new(start, text.skip_white_back(line.end), text.len())
}

/// The start of the next line that is not blank, or the end of the text.
pub fn next_paragraph(text: &Text, position: u32) -> u32 {
    text.skip_white(line_near(text, position, u32::MAX).end)
}

/// The start of the paragraph that starts before `position`, or 0.
pub fn prev_paragraph(text: &Text, position: u32) -> u32 {
    let Some(last) = text.skip_white_back(position).checked_sub(1) else { return 0 };
    paragraph_at(text, last).map_or(0, Span::start)
}

/// The line in which `position` stands, without its line feed, and of that no more than `reach`
/// characters on each side.
fn line_near(text: &Text, position: u32, reach: u32) -> Range<u32> {
    let (from, at) = (text.byte_of(position.saturating_sub(reach)), text.byte_of(position));
    let to = text.byte_of(position.saturating_add(reach));
    let words = text.as_str().as_bytes();
    let start = memchr::memrchr(b'\n', &words[from..at]).map_or(from, |feed| from + feed + 1);
    let end = memchr::memchr(b'\n', &words[at..to]).map_or(to, |feed| at + feed);
    text.char_of(start)..text.char_of(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words_from(words: &str) -> Vec<&str> {
        let text = Text::new(words);
        let mut found = Vec::new();
        let mut position = text.skip_white(0);
        while let Some(span) = word_at(&text, position) {
            found.push(&words[text.byte_of(span.start())..text.byte_of(span.end())]);
            position = next_word(&text, position);
        }
        found
    }

    #[test]
    fn words_are_what_a_reader_calls_words() {
        assert_eq!(words_from("I don't... know, she said"), ["I", "don't", "...", "know", ",", "she", "said"]);
        assert_eq!(words_from("שלום עולם"), ["שלום", "עולם"]);
        assert_eq!(words_from("👨‍👩‍👧‍👦 home"), ["👨‍👩‍👧‍👦", "home"]);
    }

    #[test]
    fn a_blank_belongs_to_no_word() {
        assert_eq!(word_at(&Text::new("a b"), 1), None);
        assert_eq!(word_at(&Text::new("a b"), 3), None);
    }

    #[test]
    fn word_motions_cross_lines() {
        let text = Text::new("peer support\n\n  helps");
        assert_eq!(next_word(&text, 6), 16);
        assert_eq!(prev_word(&text, 16), 5);
        assert_eq!(prev_word(&text, 7), 5);
        assert_eq!(word_end(&text, 0), 3);
        assert_eq!(word_end(&text, 3), 11);
        assert_eq!(word_end(&text, 11), 20);
        assert_eq!(word_end(&text, 20), 20);
        assert_eq!(next_word(&text, 17), text.len());
    }

    #[test]
    fn a_grapheme_is_never_split() {
        let text = Text::new("e\u{301}👨‍👩‍👧‍👦x");
        assert_eq!(next_grapheme(&text, 0), 2);
        assert_eq!(grapheme_at(&text, 4), 2..9);
        assert_eq!(prev_grapheme(&text, 9), 2);
        assert_eq!(grapheme_at(&text, 99), 10..10);
    }

    #[test]
    fn paragraphs_are_lines_that_are_not_blank() {
        let text = Text::new("one two\n \n  three \nfour");
        assert_eq!(paragraph_at(&text, 14).map(|span| text.passage(span)), Some("three"));
        assert_eq!(paragraph_at(&text, 8), None);
        assert_eq!(next_paragraph(&text, 3), 12);
        assert_eq!(next_paragraph(&text, 20), text.len());
        assert_eq!(prev_paragraph(&text, 15), 12);
        assert_eq!(prev_paragraph(&text, 12), 0);
    }

    proptest! {
        #[test]
        fn motions_move_on_and_land_on_the_text(words in "[a'é\u{301} .\n\u{200d}👩🇳彼]{0,40}", position in 0u32..45) {
            let text = Text::new(words);
            let here = position.min(text.len());
            for motion in [next_grapheme, next_word, next_paragraph] {
                let there = motion(&text, position);
                prop_assert!(there > here || there == text.len());
                prop_assert!(there <= text.len());
            }
            for motion in [prev_grapheme, prev_word, prev_paragraph] {
                let there = motion(&text, position);
                prop_assert!(there < here || there == 0);
            }
            prop_assert!(word_end(&text, position) <= text.len());
            if let Some(span) = word_at(&text, position) {
                prop_assert!(span.contains(position));
            }
        }
    }
}
