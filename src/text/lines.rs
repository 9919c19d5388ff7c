//! Print lines: the numbers in the margin, the same in every window, so that a line can be cited.

use std::ops::Range;

use super::wrap::{fits, row_starts};
use super::{Span, Text, Turn};

/// Cells of a print line that emic breaks itself.
const PRINT_CELLS: usize = 60;
/// A source none of whose lines is wider, in cells, was broken by its author and stays as it is.
const SOURCE_CELLS: usize = 100;

/// The position at which each print line starts, strictly increasing.
///
/// Labels (`start..body` of each turn) belong to no line. The words between them are cut at line
/// feeds, then broken at 60 cells unless no source line is wider than 100. An empty source line is a
/// print line; what follows the last line feed is one unless it is blank.
pub fn print_lines(text: &Text, turns: &[Turn]) -> Vec<u32> {
    let sources = source_lines(text, turns);
    if sources.iter().all(|line| fits(&text.as_str()[line.clone()], SOURCE_CELLS)) {
        return sources.iter().map(|line| text.char_of(line.start)).collect();
    }
    let mut starts = Vec::with_capacity(sources.len() * 2);
    for line in sources {
        let words = text.as_str()[line.clone()].trim_end();
        if fits(words, PRINT_CELLS) {
            starts.push(text.char_of(line.start));
        } else {
            starts.extend(row_starts(words, PRINT_CELLS).into_iter().map(|at| text.char_of(line.start + at)));
        }
    }
    starts
}

/// The words outside labels, cut at line feeds, as ranges of bytes without their line feed.
fn source_lines(text: &Text, turns: &[Turn]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = 0;
    for turn in turns {
        let label = text.byte_of(turn.start);
        cut_at_line_feeds(text.as_str(), from..label, &mut lines);
        from = from.max(text.byte_of(turn.body)).max(label);
    }
    cut_at_line_feeds(text.as_str(), from..text.as_str().len(), &mut lines);
    lines
}

fn cut_at_line_feeds(words: &str, stretch: Range<usize>, lines: &mut Vec<Range<usize>>) {
    let Some(inside) = words.get(stretch.clone()) else { return };
    let mut start = stretch.start;
    for feed in memchr::memchr_iter(b'\n', inside.as_bytes()) {
        lines.push(start..stretch.start + feed);
        start = stretch.start + feed + 1;
    }
    if !words[start..stretch.end].trim_end().is_empty() {
        lines.push(start..stretch.end);
    }
}

/// The print line (from 0) in which `position` stands: the last one that starts at or before it.
pub fn line_of(starts: &[u32], position: u32) -> usize {
    starts.partition_point(|&start| start <= position).saturating_sub(1)
}

/// The words of print line `line` (from 0), in characters, without the next turn's label, the line
/// feed and blanks at the end. Empty at the end of the text when there is no such line.
pub fn line_content(text: &Text, turns: &[Turn], starts: &[u32], line: usize) -> Range<u32> {
    let Some(&start) = starts.get(line) else { return text.len()..text.len() };
    let start = start.min(text.len());
    let next_line = starts.get(line + 1).copied().unwrap_or(text.len());
    let next_turn = turns.get(turns.partition_point(|turn| turn.start <= start)).map_or(text.len(), |turn| turn.start);
    let end = next_line.min(next_turn).max(start);
    start..text.skip_white_back(end).max(start)
}

/// The words of the print lines `first..=last` (from 0): labels and blanks at the ends left out.
///
/// `None` where there is no such line, or no word in them.
pub fn lines_span(text: &Text, turns: &[Turn], starts: &[u32], first: usize, last: usize) -> Option<Span> {
    if first > last || last >= starts.len() {
        return None;
    }
    let filled = |line: usize| {
        let content = line_content(text, turns, starts, line);
        Span::new(text.skip_white(content.start), content.end, text.len())
    };
    let start = (first..=last).find_map(filled)?;
    let end = (first..=last).rev().find_map(filled)?;
    Some(start.hull(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::width;

    fn turn(start: u32, body: u32, end: u32) -> Turn {
        Turn { speaker: 0, start, body, end }
    }

    /// The print lines as a reader sees them in the margin's order.
    fn printed(words: &str, turns: &[Turn]) -> Vec<String> {
        let text = Text::new(words);
        let starts = print_lines(&text, turns);
        (0..starts.len()).map(|line| text.slice(line_content(&text, turns, &starts, line)).to_owned()).collect()
    }

    #[test]
    fn a_source_already_wrapped_keeps_its_lines() {
        assert_eq!(printed("one two \n\nthree\n", &[]), ["one two", "", "three"]);
        let line = "a word ".repeat(14);
        assert_eq!(printed(&line, &[]), [line.trim_end()]);
    }

    #[test]
    fn one_wider_line_has_all_lines_broken_at_sixty_cells() {
        let lines = printed(&format!("short\n{}\n{}", "heard ".repeat(20), "felt ".repeat(16)), &[]);
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[1], "heard ".repeat(10).trim_end());
        assert_eq!(lines[3], "felt ".repeat(12).trim_end());
    }

    #[test]
    fn labels_stand_in_no_line() {
        let words = "Notes\nP1: Yes.\n\nP2:\n  Oh. I see\nP1: P2:\nMm";
        let turns = [turn(6, 10, 14), turn(16, 22, 31), turn(32, 36, 36), turn(36, 40, 42)];
        assert_eq!(printed(words, &turns), ["Notes", "Yes.", "", "Oh. I see", "Mm"]);
    }

    #[test]
    fn lines_mean_their_words() {
        let words = "P1: Yes.\n\nP2:  Oh. I see\n  well \n";
        let turns = [turn(0, 4, 8), turn(10, 15, 32)];
        let text = Text::new(words);
        let starts = print_lines(&text, &turns);
        let said = |first, last| lines_span(&text, &turns, &starts, first, last).map(|span| text.passage(span));
        assert_eq!(said(0, 0), Some("Yes."));
        assert_eq!(said(0, 1), Some("Yes."));
        assert_eq!(said(1, 2), Some("Oh. I see"));
        assert_eq!(said(3, 3), Some("well"));
        assert_eq!([said(1, 1), said(2, 1), said(0, 9)], [None; 3]);
    }

    #[test]
    fn an_empty_text_has_no_lines() {
        assert!(printed("", &[]).is_empty());
        assert_eq!(printed("\n", &[]), [""]);
        assert_eq!(line_of(&[], 7), 0);
        assert_eq!(line_content(&Text::new("abc"), &[], &[], 3), 3..3);
    }

    #[test]
    fn a_word_too_long_for_a_line_is_cut_between_graphemes() {
        let lines = printed(&"彼e\u{301}".repeat(50), &[]);
        assert_eq!(lines.iter().map(|line| width(line)).collect::<Vec<_>>(), [60, 60, 30]);
    }

    #[test]
    fn a_position_stands_in_the_line_above_it() {
        assert_eq!([0, 4, 5, 99].map(|position| line_of(&[0, 5, 9], position)), [0, 0, 1, 2]);
    }

    proptest! {
        #[test]
        fn lines_rise_fit_and_lose_no_word(words in "([a-z]{1,9}|彼|👨\u{200d}👩|e\u{301}|\\PC|\n|\t| |   |-){0,120}", cut in 0u32..200) {
            let text = Text::new(words.as_str());
            let body = text.skip_white((cut + 3).min(text.len()));
            let turns = [turn(cut.min(body), body, text.skip_white_back(text.len()).max(body))];
            let starts = print_lines(&text, &turns);
            prop_assert!(starts.is_sorted_by(|one, next| one < next));
            let mut kept = String::new();
            for line in 0..starts.len() {
                let content = text.slice(line_content(&text, &turns, &starts, line));
                prop_assert!(fits(content, SOURCE_CELLS));
                kept.push_str(content);
            }
            let outside = [text.slice(0..turns[0].start), text.slice(body..text.len())].concat();
            let solid = |words: &str| words.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&kept), solid(&outside));
        }
    }
}
