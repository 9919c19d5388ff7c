//! The mouse, for those who reach for it: clicks, the wheel, dragging over words.
//!
//! A click does what keys could do, and nothing in emic needs one.

use ratatui::layout::Position;

use super::decoder::{Mouse, MouseAct};
use super::keys::{Code, Key};
use super::overlay::Overlay;
use super::{App, screen};
use crate::place::{Pane, Selection};
use crate::project::CodeId;
use crate::text::{Span, grapheme_at, prev_grapheme, word_at};

/// Rows that a notch of the wheel moves by.
const NOTCH: isize = 3;

/// What a press of the button landed on; the same once more opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clicked {
    /// A position in the words: from here a drag selects.
    Words(u32),
    /// A code in the tree.
    Code(CodeId),
    /// A place in the excerpt list.
    Excerpt(usize),
    /// A row in a list to choose from.
    Choice(usize),
    /// Row and column of a table.
    Cell(usize, usize),
}

impl App {
    /// Does what the mouse asks for.
    pub(super) fn mouse(&mut self, mouse: Mouse) {
        let at = Position { x: mouse.column, y: mouse.row };
        match mouse.act {
            MouseAct::Press => {
                self.forget_keys();
                self.toast = None;
                self.press(at);
            }
            MouseAct::Drag => self.drag(at),
            MouseAct::Release => {}
            MouseAct::ScrollUp => self.wheel(at, -NOTCH),
            MouseAct::ScrollDown => self.wheel(at, NOTCH),
        }
    }

    fn press(&mut self, at: Position) {
        let before = self.clicked.take();
        let (clicked, pane) = match self.overlays.last_mut() {
            Some(Overlay::Picker(picker)) => (picker.click(at).map(Clicked::Choice), None),
            Some(Overlay::Sheet(sheet)) => (sheet.click(at).map(|(row, column)| Clicked::Cell(row, column)), None),
            Some(_) => (None, None),
            None => self.press_pane(at),
        };
        let again = clicked.is_some() && clicked == before && pane.is_none_or(|pane| pane == self.place.pane);
        if let Some(pane) = pane {
            self.place.pane = pane;
        }
        self.clicked = clicked;
        match clicked {
            // On words Enter would say what is known of them; a second press is known to take the word.
            Some(Clicked::Words(position)) if again => self.select_words(position, position),
            Some(Clicked::Words(position)) => self.jump(position),
            Some(_) if again => self.key(Key::plain(Code::Enter)),
            _ => {}
        }
    }

    /// The position there; in the document beside the open one, which gets the keys.
    fn press_words(&mut self, at: Position) -> Option<Clicked> {
        let here = self.transcript.position_under(at);
        let there = if here.is_none() { self.other.position_under(at) } else { None };
        if there.is_some() {
            self.swap_beside();
        }
        here.or(there).map(Clicked::Words)
    }

    /// What of the panes lies there, and in which pane; the cursor of a list goes there.
    fn press_pane(&mut self, at: Position) -> (Option<Clicked>, Option<Pane>) {
        let Some(pane) = screen::pane_at(self, at) else { return (None, None) };
        let clicked = match pane {
            Pane::Transcript => self.press_words(at),
            Pane::Codes => self.press_code(at),
            Pane::Excerpts => self.excerpts.place_under(at).map(Clicked::Excerpt),
        };
        if let Some(Clicked::Excerpt(place)) = clicked {
            self.place.excerpt = self.excerpts.list().get(place).map(|excerpt| (excerpt.document, excerpt.span));
        }
        (clicked, Some(pane))
    }

    /// A sign folds or unfolds each time it is pressed, so it opens nothing.
    fn press_code(&mut self, at: Position) -> Option<Clicked> {
        let (code, on_sign) = self.codes.row_under(at)?;
        self.place.code = Some(code);
        self.tree_moved();
        if !on_sign {
            return Some(Clicked::Code(code));
        }
        if !self.place.folded.remove(&code) {
            self.place.folded.insert(code);
        }
        None
    }

    /// Selects whole words from where the button was pressed to where it is.
    fn drag(&mut self, at: Position) {
        let Some(Clicked::Words(from)) = self.clicked else { return };
        let Ok((_, document, _)) = self.open_text() else { return };
        if let Some(to) = self.transcript.position_near(&document, at) {
            self.select_words(from, to);
        }
    }

    fn select_words(&mut self, from: u32, to: u32) {
        let Ok((_, _, text)) = self.open_text() else { return };
        let (from, to) = (self.settled(from, true), self.settled(to, to >= from));
        let word = |at| {
            let cell = grapheme_at(&text, at);
            word_at(&text, at).or_else(|| Span::new(cell.start, cell.end, text.len()))
        };
        let (Some(anchor), Some(head)) = (word(from), word(to)) else { return };
        self.place.ladder.clear();
        self.place.selection = Some(Selection { anchor, head, spent: false, by: None });
        self.place.cursor = if to < from { head.start() } else { prev_grapheme(&text, head.end()) };
        self.goal = None;
    }

    /// Scrolls what lies under the pointer, whichever pane has the keys.
    fn wheel(&mut self, at: Position, rows: isize) {
        let steps = 0..rows.unsigned_abs();
        let down = rows > 0;
        match self.overlays.last_mut() {
            Some(Overlay::Sheet(sheet)) => return sheet.go(rows, 0),
            Some(_) => {
                let key = Key::plain(if down { Code::Down } else { Code::Up });
                return steps.for_each(|_| self.key(key));
            }
            None => {}
        }
        match screen::pane_at(self, at) {
            Some(Pane::Transcript) => self.scroll_words(rows),
            Some(Pane::Codes) => super::act::tree::go(self, rows),
            Some(Pane::Excerpts) => super::act::excerpts::go(self, rows),
            None => {}
        }
    }

    /// Scrolls the words; the cursor stays where it is as long as it can be seen.
    fn scroll_words(&mut self, rows: isize) {
        let mut transcript = std::mem::take(&mut self.transcript);
        let cursor = transcript.scroll(&self.scene(), rows);
        self.transcript = transcript;
        if let Some(cursor) = cursor {
            self.go(cursor);
        }
    }
}
