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
    while let Some(over) = first_over(words, row, cells) {
        row =
            break_between_words(words, row, over).or_else(|| last_break(words, row, over, &mut breaks)).unwrap_or(over);
        starts.push(row);
    }
    starts
}

/// The first grapheme that has no room in the row that starts at `row`; `None` when the rest fits.
fn first_over(words: &str, row: usize, cells: usize) -> Option<usize> {
    // The last of the plain letters may carry a mark.
    let plain = words.as_bytes()[row..].iter().take(cells).take_while(|letter| is_plain(**letter)).count();
    let from = row + plain.saturating_sub(1);
    let mut column = from - row;
    let over = graphemes(&words[from..]).find(|&(offset, grapheme)| {
        column += drawn_at(grapheme, column).1;
        column > cells && from + offset > row && !grapheme.chars().all(char::is_whitespace)
    });
    over.map(|(offset, _)| from + offset)
}

/// The last place after `row`, not after `over`, where a row may break, found from a blank between two letters:
/// there it may break whatever stands before.
fn break_between_words(words: &str, row: usize, over: usize) -> Option<usize> {
    let bytes = words.as_bytes();
    let parts =
        |at: usize| bytes[at].is_ascii_alphabetic() && bytes[at - 1] == b' ' && bytes[at - 2].is_ascii_alphabetic();
    let known = (row + 2..=over).rev().take_while(|&at| bytes[at].is_ascii()).find(|&at| parts(at))?;
    let later = linebreaks(&words[known..]).map(|(at, _)| known + at).take_while(|&at| at <= over);
    Some(later.last().unwrap_or(known))
}

/// As `break_between_words`, wherever a row may break.
fn last_break(
    words: &str,
    row: usize,
    over: usize,
    breaks: &mut std::iter::Peekable<impl Iterator<Item = usize>>,
) -> Option<usize> {
    let starts = graphemes(&words[row..]).map(|(offset, _)| row + offset).skip(1);
    let may_break = starts.take_while(|&at| at <= over).filter(|&at| {
        while breaks.next_if(|&allowed| allowed < at).is_some() {}
        breaks.next_if_eq(&at).is_some()
    });
    may_break.last()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Rows broken grapheme by grapheme, every place where they may break asked for.
    fn plainly_broken(words: &str, cells: usize) -> Vec<usize> {
        let allowed: Vec<usize> = linebreaks(words).map(|(at, _)| at).collect();
        let mut starts = vec![0];
        let (mut row, mut column, mut may_break) = (0, 0, None);
        let graphemes: Vec<(usize, &str)> = words.grapheme_indices(true).collect();
        let mut next = 0;
        while let Some(&(at, grapheme)) = graphemes.get(next) {
            if at > row && allowed.contains(&at) {
                may_break = Some(at);
            }
            column += drawn_at(grapheme, column).1;
            next += 1;
            if column > cells && at > row && !grapheme.chars().all(char::is_whitespace) {
                row = may_break.take().unwrap_or(at);
                starts.push(row);
                column = 0;
                next = graphemes.iter().position(|(at, _)| *at == row).unwrap();
            }
        }
        starts
    }

    #[test]
    fn a_blank_behind_a_bracket_or_a_quote_is_no_place_to_break() {
        assert_eq!(row_starts("heard ( softly", 9), [0, 6]);
        for words in ["heard ( softly", "heard \" softly said", "he - said ( softly", "one / two [ three"] {
            for cells in 0..words.len() {
                assert_eq!(row_starts(words, cells), plainly_broken(words, cells), "{words} {cells}");
            }
        }
    }

    proptest! {
        #[test]
        fn rows_break_where_they_may(
            words in "([a-z]{1,9} |[a-z]{1,9}|[ -~]|[ -~]{1,9} |[’“”«»–…/(.-]|\t|\u{b}|\u{600}|é|e\u{301}| \u{301}|👩🏽‍🚀|🇩🇪|彼|한|ก็|\\PC){0,60}",
            cells in 0usize..24,
        ) {
            prop_assert_eq!(row_starts(&words, cells), plainly_broken(&words, cells));
        }

        #[test]
        fn plain_letters_are_graphemes_of_their_own(
            words in "([a-z ~]|\t|\r|\n|é|e\u{301}|👩🏽‍🚀|🇩🇪|\u{600}|\u{200d}|\u{7f}|ก็|한){0,40}"
        ) {
            let whole: Vec<(usize, &str)> = words.grapheme_indices(true).collect();
            prop_assert_eq!(graphemes(&words).collect::<Vec<_>>(), whole);
        }
    }
}
