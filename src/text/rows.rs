//! Screen rows: a print line broken again for a narrower pane, and the cells of a row.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::wrap::{drawn_at, fits, row_starts};
use super::{Text, Turn, line_content, turn_at};

/// One row of the screen: the characters `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// First character.
    pub start: u32,
    /// One past the last character; blanks before it may hang over the pane's edge.
    pub end: u32,
    /// Place of the print line that starts in this row, from 0; of the one it goes on with, where none does.
    pub line: u32,
    /// Whether a print line starts here, so that its number is drawn.
    pub first: bool,
}

/// The print lines (from 0) that make one paragraph with print line `line`: no line feed and no label
/// stands between them.
pub fn stretch_at(text: &Text, turns: &[Turn], starts: &[u32], line: usize) -> Range<usize> {
    let opens = |line: usize| {
        let start = starts[line];
        start == 0
            || text.char_at(start - 1) == Some('\n')
            || turn_at(turns, start).is_some_and(|turn| turns[turn].body == start)
    };
    let line = line.min(starts.len().saturating_sub(1));
    let first = (1..=line).rev().find(|&line| opens(line)).unwrap_or(0);
    let end = (line + 1..starts.len()).find(|&line| opens(line)).unwrap_or(starts.len());
    first..end
}

/// The rows of a paragraph, given by its print lines, in a pane so many cells wide: at least one.
///
/// Where every print line fits, the rows are the print lines; in a narrower pane the paragraph is
/// broken anew, and a number stands where its print line starts.
pub fn rows_of_stretch(text: &Text, turns: &[Turn], starts: &[u32], lines: Range<usize>, cells: usize) -> Vec<Row> {
    let content = |line: usize| line_content(text, turns, starts, line);
    let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    if lines.clone().all(|line| fits(text.slice(content(line)), cells)) {
        let row = |line| Row { start: content(line).start, end: content(line).end, line: number(line), first: true };
        return lines.map(row).collect();
    }
    let whole = content(lines.start).start..content(lines.end - 1).end;
    let from = text.byte_of(whole.start);
    let mut rows: Vec<Row> = Vec::new();
    for at in row_starts(text.slice(whole.clone()), cells) {
        let start = text.char_of(from + at);
        if let Some(above) = rows.last_mut() {
            above.end = start;
        }
        rows.push(Row { start, end: whole.end, line: 0, first: false });
    }
    for row in &mut rows {
        let begun = starts[lines.clone()].partition_point(|&start| start < row.start);
        let next = starts.get(lines.start + begun).filter(|&&start| start < row.end.max(row.start + 1));
        row.first = next.is_some() && lines.start + begun < lines.end;
        row.line = number(if row.first { lines.start + begun } else { (lines.start + begun).saturating_sub(1) });
    }
    rows
}

/// One grapheme of a row, as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// First character of the grapheme.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// What is drawn: nothing hidden, a tab as blanks.
    pub shown: Cow<'a, str>,
    /// Cells it takes, at least 1.
    pub width: u16,
}

/// The graphemes of a row that covers these characters, from left to right as stored.
pub fn cells(text: &Text, range: Range<u32>) -> impl Iterator<Item = Cell<'_>> {
    let mut position = range.start.min(text.len());
    let mut column = 0;
    text.slice(range).graphemes(true).map(move |grapheme| {
        let start = position;
        position += grapheme.chars().count() as u32;
        let (shown, width) = drawn_at(grapheme, column);
        column += width;
        Cell { start, end: position, shown, width: u16::try_from(width).unwrap_or(u16::MAX) }
    })
}

/// The column (cells from the row's start) at which the character at `position` is drawn.
///
/// A position past the row stands one past its last cell.
pub fn cell_of(text: &Text, row: &Row, position: u32) -> u16 {
    let before = cells(text, row.start..row.end).take_while(|cell| cell.end <= position);
    before.fold(0, |column, cell| column.saturating_add(cell.width))
}

/// The first character of the grapheme drawn at `column`, or of the row's last one when the row is shorter.
pub fn position_at(text: &Text, row: &Row, column: u16) -> u32 {
    let mut edge = 0u16;
    let mut found = row.start.min(text.len());
    for cell in cells(text, row.start..row.end) {
        found = cell.start;
        edge = edge.saturating_add(cell.width);
        if edge > column {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{print_lines, visible};

    fn rows(text: &Text, cells: usize) -> Vec<Row> {
        let starts = print_lines(text, &[]);
        (0..starts.len()).flat_map(|line| rows_of_stretch(text, &[], &starts, line..line + 1, cells)).collect()
    }

    fn drawn(text: &Text, cells_wide: usize) -> Vec<String> {
        let draw = |row: Row| cells(text, row.start..row.end).map(|cell| cell.shown).collect::<String>();
        rows(text, cells_wide).into_iter().map(draw).collect()
    }

    #[test]
    fn a_narrow_pane_breaks_between_words() {
        let text = Text::new("I felt heard today.");
        assert_eq!(drawn(&text, 8), ["I felt ", "heard ", "today."]);
        assert_eq!(rows(&text, 8).iter().map(|row| row.first).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(drawn(&text, 80), ["I felt heard today."]);
    }

    #[test]
    fn a_pane_narrower_than_a_character_still_shows_it() {
        assert_eq!(drawn(&Text::new("彼女 a"), 1), ["彼", "女 ", "a"]);
        assert_eq!(drawn(&Text::new("ab"), 0), ["a", "b"]);
        assert_eq!(drawn(&Text::new("\n"), 0), [""]);
    }

    #[test]
    fn tabs_and_hidden_characters_take_cells() {
        let text = Text::new("a\tb\u{200b}\u{7}c");
        assert_eq!(drawn(&text, 20), ["a       b¤␇c"]);
        let row = rows(&text, 20)[0];
        assert_eq!([0, 1, 2, 3, 5, 6, 99].map(|position| cell_of(&text, &row, position)), [0, 1, 8, 9, 11, 12, 12]);
        assert_eq!([0, 1, 7, 8, 9, 11, 99].map(|column| position_at(&text, &row, column)), [0, 1, 1, 2, 3, 5, 5]);
    }

    #[test]
    fn a_family_and_its_joiners_are_one_cell_to_point_at() {
        let text = Text::new("x👨‍👩‍👧‍👦e\u{301}שָ");
        let shown: Vec<(u32, u32, u16)> =
            cells(&text, 0..text.len()).map(|cell| (cell.start, cell.end, cell.width)).collect();
        assert_eq!(shown, [(0, 1, 1), (1, 8, 2), (8, 10, 1), (10, 12, 1)]);
    }

    proptest! {
        #[test]
        fn rows_show_every_character_of_a_line_once(
            words in "([a-z]{1,9}|彼|👨\u{200d}👩|e\u{301}|\\PC|\n|\t| |   |-|\u{7}|\u{200b}|ש){0,80}",
            wide in 1usize..30,
        ) {
            let text = Text::new(words.as_str());
            let starts = print_lines(&text, &[]);
            for line in 0..starts.len() {
                let content = line_content(&text, &[], &starts, line);
                let rows = rows_of_stretch(&text, &[], &starts, line..line + 1, wide);
                prop_assert_eq!(rows[0].start, content.start);
                prop_assert_eq!(rows[rows.len() - 1].end, content.end);
                prop_assert!(rows.windows(2).all(|pair| pair[0].end == pair[1].start && pair[0].start < pair[0].end));
                for row in rows {
                    check_row(&text, &row, wide)?;
                }
            }
        }
    }

    fn check_row(text: &Text, row: &Row, wide: usize) -> Result<(), TestCaseError> {
        let drawn: Vec<Cell> = cells(text, row.start..row.end).collect();
        prop_assert!(drawn.iter().all(|cell| cell.width > 0 && visible(&cell.shown) == cell.shown));
        prop_assert!(drawn.windows(2).all(|pair| pair[0].end == pair[1].start));
        let solid = text.slice(row.start..row.end).trim_end().graphemes(true).count();
        let used: usize = drawn[..solid].iter().map(|cell| usize::from(cell.width)).sum();
        prop_assert!(used <= wide || solid <= 1, "{} cells in {}", used, wide);
        for cell in &drawn {
            prop_assert_eq!(position_at(text, row, cell_of(text, row, cell.start)), cell.start);
        }
        Ok(())
    }
}
