//! A line of typed text with its cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::put;
use crate::text::{visible, width};

/// One line being typed; the cursor stands between graphemes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    words: String,
    /// Bytes before the cursor.
    cursor: usize,
}

impl Line {
    /// A line with words in it, the cursor at their end.
    pub fn of(words: &str) -> Line {
        Line { words: words.to_string(), cursor: words.len() }
    }

    /// What is typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Whether the cursor stands at the end.
    pub fn at_end(&self) -> bool {
        self.cursor == self.words.len()
    }

    /// Types a character, or pastes several; line breaks become blanks.
    pub fn insert(&mut self, typed: &str) {
        let typed: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.words.insert_str(self.cursor, &typed);
        self.cursor += typed.len();
    }

    /// Takes away the character before the cursor.
    pub fn backspace(&mut self) {
        let end = self.cursor;
        self.left();
        self.words.drain(self.cursor..end);
    }

    /// Takes away the word before the cursor.
    pub fn delete_word(&mut self) {
        let before = &self.words[..self.cursor];
        let kept = before.trim_end().unicode_word_indices().next_back().map_or(0, |(at, _)| at);
        self.words.drain(kept..self.cursor);
        self.cursor = kept;
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        *self = Line::default();
    }

    /// One character back.
    pub fn left(&mut self) {
        let mut at = GraphemeCursor::new(self.cursor, self.words.len(), true);
        self.cursor = at.prev_boundary(&self.words, 0).ok().flatten().unwrap_or(0);
    }

    /// One character on.
    pub fn right(&mut self) {
        let mut at = GraphemeCursor::new(self.cursor, self.words.len(), true);
        self.cursor = at.next_boundary(&self.words, 0).ok().flatten().unwrap_or(self.words.len());
    }

    /// To the start.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.cursor = self.words.len();
    }

    /// Draws the line after a sign, its end in view; gives back where the cursor stands.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, sign: &str, style: Style) -> Position {
        let used = put(buf, area.x, area.y, area.width, sign, style);
        let room = usize::from(area.width.saturating_sub(used + 1));
        let before = visible(&self.words[..self.cursor]);
        let hidden = width(&before).saturating_sub(room);
        let mut skipped = 0;
        let shown: String = visible(&self.words)
            .graphemes(true)
            .skip_while(|grapheme| {
                let skip = skipped < hidden;
                skipped += width(grapheme);
                skip
            })
            .collect();
        put(buf, area.x + used, area.y, area.width.saturating_sub(used), &shown, style);
        let column = width(&before).min(room) as u16;
        Position { x: (area.x + used + column).min(area.right().saturating_sub(1)), y: area.y }
    }
}
