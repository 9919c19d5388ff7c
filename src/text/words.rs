//! Words as the reports count them: runs of characters that are not Unicode White_Space.

use super::{Span, Text};

/// The words on one line, a single blank between any two.
pub fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// So many of something: `1 coding`, `3 codings`.
pub fn count_of(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Words in a passage.
pub fn count_words(passage: &str) -> u32 {
    // A byte at a time where every letter is one.
    let words = if passage.is_ascii() {
        let is_blank = |byte: u8| char::from(byte).is_whitespace();
        let after_blank = passage.bytes().zip(std::iter::once(b' ').chain(passage.bytes()));
        after_blank.filter(|&(letter, before)| !is_blank(letter) && is_blank(before)).count()
    } else {
        passage.split_whitespace().count()
    };
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Every word of a text, in order.
pub fn word_spans(text: &Text) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut opened = None;
    for (position, character) in (0..text.len()).zip(text.as_str().chars()) {
        if !character.is_whitespace() {
            opened.get_or_insert(position);
        } else if let Some(start) = opened.take() {
            spans.extend(Span::new(start, position, text.len()));
        }
    }
    spans.extend(opened.and_then(|start| Span::new(start, text.len(), text.len())));
    spans
}

/// Words at least one of whose characters lies in one of these spans, which are sorted and disjoint.
///
/// A word that two spans touch counts once.
pub fn words_touched(text: &Text, spans: &[Span]) -> u32 {
    let mut touched = 0u32;
    let mut last: Option<Span> = None;
    for &span in spans {
        let words = count_words(text.passage(span));
        let goes_on = last.is_some_and(|last| one_word(text, last.end() - 1, span.start()));
        touched = touched.saturating_add(words.saturating_sub(u32::from(goes_on)));
        last = Some(span);
    }
    touched
}

/// Whether the characters at `first` and `second` stand in the same word.
fn one_word(text: &Text, first: u32, second: u32) -> bool {
    !text.slice(first..second.saturating_add(1)).contains(char::is_whitespace)
}

/// Shrinks `start..end` until no white character stands at either border.
///
/// Both ends are the same when nothing but white is inside.
pub fn trim(text: &Text, start: u32, end: u32) -> (u32, u32) {
    let end = end.min(text.len());
    let start = text.skip_white(start.min(end)).min(end);
    (start, text.skip_white_back(end).max(start))
}

/// The parts of what a person typed, parted by blanks that do not stand in double quotes.
pub fn typed_parts(typed: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for letter in typed.chars() {
        match letter {
            '"' => quoted = !quoted,
            letter if letter.is_whitespace() && !quoted => parts.push(String::new()),
            letter => parts.last_mut().into_iter().for_each(|part| part.push(letter)),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn touched(words: &str, spans: &[(u32, u32)]) -> u32 {
        let text = Text::new(words);
        let spans: Vec<Span> = spans.iter().filter_map(|&(start, end)| Span::new(start, end, text.len())).collect();
        words_touched(&text, &spans)
    }

    #[test]
    fn a_word_counts_when_one_character_is_coded() {
        assert_eq!(touched("I felt heard today.", &[(3, 9)]), 2);
        assert_eq!(touched("I felt heard today.", &[(1, 2)]), 0);
    }

    #[test]
    fn a_word_touched_twice_counts_once() {
        assert_eq!(touched("unbelievable luck", &[(0, 2), (4, 6), (8, 14)]), 2);
        assert_eq!(touched("un lucky", &[(0, 2), (3, 5)]), 2);
        assert_eq!(touched("un lucky", &[(0, 3), (3, 5)]), 2);
    }

    #[test]
    fn white_is_what_unicode_calls_white() {
        assert_eq!(count_words("one\u{a0}two\u{2003}three\u{3000}four\u{200b}still"), 4);
    }

    #[test]
    fn trimming_leaves_words_at_both_borders() {
        let text = Text::new("  é b \n");
        assert_eq!(trim(&text, 0, 99), (2, 5));
        assert_eq!(trim(&text, 3, 4), (4, 4));
        assert_eq!(trim(&text, 9, 2), (2, 2));
    }

    proptest! {
        #[test]
        fn plain_words_are_counted_as_any(words in "[a-c \t\u{b}\u{c}\u{1c}\u{1f}é\u{85}\n]{0,30}|[ -~\t\n\u{b}]{0,40}") {
            prop_assert_eq!(count_words(&words) as usize, words.split_whitespace().count());
        }

        #[test]
        fn words_agree_with_splitting_at_white(words in "[aé彼\u{a0} \n]{0,60}", cuts in prop::collection::vec(0u32..60, 0..8)) {
            let text = Text::new(words.as_str());
            let spans = word_spans(&text);
            let named: Vec<&str> = spans.iter().map(|&span| text.passage(span)).collect();
            prop_assert_eq!(named, words.split_whitespace().collect::<Vec<_>>());
            prop_assert_eq!(count_words(&words) as usize, spans.len());

            let mut cuts = cuts;
            cuts.sort_unstable();
            let coded: Vec<Span> = cuts.chunks_exact(2).filter_map(|ends| Span::new(ends[0], ends[1], text.len())).collect();
            let naive = spans.iter().filter(|word| coded.iter().any(|span| span.overlaps(**word))).count();
            prop_assert_eq!(words_touched(&text, &coded) as usize, naive);
        }
    }
}
