//! Where words break when a row is full, and how wide each grapheme is drawn.

use std::borrow::Cow;

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::visible;

/// Cells from one tab stop to the next.
const TAB: usize = 8;
const BLANKS: &str = "        ";

/// A grapheme as drawn at `column` (cells from the start of its row), and its width in cells.
///
/// The width is at least 1, so every grapheme can be pointed at.
pub(super) fn drawn_at(grapheme: &str, column: usize) -> (Cow<'_, str>, usize) {
    if let [letter] = grapheme.as_bytes()
        && is_plain(*letter)
    {
        return (Cow::Borrowed(grapheme), 1);
    }
    if grapheme == "\t" {
        let blanks = TAB - column % TAB;
        return (Cow::Borrowed(&BLANKS[..blanks]), blanks);
    }
    let shown = visible::visible(grapheme);
    let cells = visible::width(&shown).max(1);
    (shown, cells)
}

/// Whether a byte is a letter of one cell, whatever stands beside it.
fn is_plain(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte)
}

/// The graphemes with their places (bytes). Most letters of most texts are plain, and nobody has to ask for those.
fn graphemes(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = words.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        let stands_alone = is_plain(byte) && bytes.get(at + 1).is_none_or(u8::is_ascii);
        let len = if stands_alone { 1 } else { words[at..].graphemes(true).next()?.len() };
        let place = at;
        at += len;
        Some((place, &words[place..at]))
    })
}

/// Whether the words, without blanks at their end, fit in one row of so many cells.
pub(super) fn fits(words: &str, cells: usize) -> bool {
    let words = words.trim_end();
    // No character takes more cells than bytes, a tab excepted.
    if words.len() <= cells && !words.contains('\t') {
        return true;
    }
    let mut column = 0;
    graphemes(words).all(|(_, grapheme)| {
        column += drawn_at(grapheme, column).1;
        column <= cells
    })
}

/// The words broken into rows of so many cells, without the blanks at their ends; at least one row.
pub fn broken(words: &str, cells: usize) -> Vec<&str> {
    let starts = row_starts(words, cells);
    let ends = starts.iter().skip(1).copied().chain([words.len()]);
    starts.iter().zip(ends).map(|(&start, end)| words[start..end].trim_end()).collect()
}

/// The bytes at which rows start when the words are broken at so many cells; the first is 0.
///
/// Rows break where UAX 14 allows it; a word too long for a row is cut between graphemes, and a
/// grapheme too wide for a row stands alone. Blanks at the end of a row may hang over its edge.
pub(super) fn row_starts(words: &str, cells: usize) -> Vec<usize> {
    let mut starts = vec![0];
    let mut breaks = linebreaks(words).map(|(at, _)| at).peekable();
    let mut row = 0;
    while let Some(next) = row_end(words, row, cells, &mut breaks) {
        starts.push(next);
        row = next;
    }
    starts
}

/// Where the row after the one that starts at `row` starts; `None` when the rest fits.
fn row_end(
    words: &str,
    row: usize,
    cells: usize,
    breaks: &mut std::iter::Peekable<impl Iterator<Item = usize>>,
) -> Option<usize> {
    let mut column = 0;
    let mut may_break = None;
    for (offset, grapheme) in graphemes(&words[row..]) {
        let at = row + offset;
        while breaks.next_if(|&allowed| allowed < at).is_some() {}
        if at > row && breaks.next_if_eq(&at).is_some() {
            may_break = Some(at);
        }
        column += drawn_at(grapheme, column).1;
        let blank = grapheme.chars().all(char::is_whitespace);
        if column > cells && !blank && at > row {
            return may_break.or(Some(at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_letters_are_graphemes_of_their_own(
            words in "([a-z ~]|\t|\r|\n|é|e\u{301}|👩🏽‍🚀|🇩🇪|\u{600}|\u{200d}|\u{7f}|ก็|한){0,40}"
        ) {
            let whole: Vec<(usize, &str)> = words.grapheme_indices(true).collect();
            prop_assert_eq!(graphemes(&words).collect::<Vec<_>>(), whole);
        }
    }
}
