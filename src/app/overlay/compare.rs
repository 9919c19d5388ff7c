//! Excerpts laid side by side, and what is decided of them.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Paragraph, Widget, Wrap};

use super::{Overlay, leaves};
use crate::app::act::comparing;
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::{Theme, frame, put};
use crate::project::{CodeId, CodingId, DocumentId};
use crate::text::{Span, visible_lines};

/// A column is not made narrower than so many cells.
const NARROWEST: u16 = 26;

/// One excerpt in its column.
pub struct Column {
    /// Where it stands.
    pub place: (DocumentId, Span),
    /// The codings for which it is compared.
    pub codings: Vec<CodingId>,
    /// Its citation.
    pub title: String,
    /// Whose codings it has, and all its codes.
    pub about: Vec<String>,
    /// Its words.
    pub words: String,
}

/// Excerpts side by side. Looking at them leaves no record; a decision does.
pub struct Compare {
    /// The code for which they are compared.
    pub code: Option<CodeId>,
    title: String,
    /// The excerpts, in the order in which they are laid out.
    pub columns: Vec<Column>,
    /// The column with the keys.
    pub here: usize,
    /// The columns that a decision is about, where it is not the one with the keys.
    pub marked: BTreeSet<usize>,
    left: usize,
    down: u16,
}

impl Compare {
    /// Lays excerpts side by side.
    pub fn of(code: Option<CodeId>, title: String, columns: Vec<Column>) -> Compare {
        Compare { code, title, columns, here: 0, marked: BTreeSet::new(), left: 0, down: 0 }
    }

    /// The columns that a decision is about.
    pub fn chosen(&self) -> Vec<usize> {
        if self.marked.is_empty() { vec![self.here] } else { self.marked.iter().copied().collect() }
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) || key == Key::char('q') {
            return None;
        }
        let last = self.columns.len().saturating_sub(1);
        let decided: Result<(), Trouble> = match key.code {
            Code::Char('h') | Code::Left => {
                self.here = self.here.saturating_sub(1);
                return Some(Overlay::Compare(self));
            }
            Code::Char('l') | Code::Right => {
                self.here = (self.here + 1).min(last);
                return Some(Overlay::Compare(self));
            }
            Code::Char('j') | Code::Down => {
                self.down = self.down.saturating_add(1);
                return Some(Overlay::Compare(self));
            }
            Code::Up => {
                self.down = self.down.saturating_sub(1);
                return Some(Overlay::Compare(self));
            }
            Code::Char('x') => {
                if !self.marked.remove(&self.here) {
                    self.marked.insert(self.here);
                }
                self.here = (self.here + 1).min(last);
                return Some(Overlay::Compare(self));
            }
            Code::Char('k') => comparing::keep(app, &self),
            Code::Char('m') => comparing::move_to(app, *self),
            Code::Char('s') => comparing::split(app, *self),
            Code::Char('a') => comparing::note(app, &self),
            Code::Enter => {
                comparing::go_to(app, self.columns[self.here].place);
                Ok(())
            }
            _ => return Some(Overlay::Compare(self)),
        };
        if let Err(trouble) = decided {
            app.alarm(trouble.to_string());
        }
        None
    }

    pub(super) fn draw(&mut self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        Clear.render(area, buf);
        let inside = frame(buf, area, &self.title, true, theme);
        let fit = usize::from((inside.width / NARROWEST).clamp(1, 3)).min(self.columns.len());
        self.left = self.left.clamp((self.here + 1).saturating_sub(fit), self.here);
        let wide = inside.width / fit.max(1) as u16;
        let tall = inside.height.saturating_sub(1);
        let mut cursor = Position { x: inside.x, y: inside.y };
        for (slot, place) in (self.left..self.columns.len()).take(fit).enumerate() {
            let column = &self.columns[place];
            let at = Rect { x: inside.x + slot as u16 * wide, width: wide, height: tall, ..inside };
            let mark = if self.marked.contains(&place) { "* " } else { "" };
            let part = frame(buf, at, &format!("{mark}{}", column.title), place == self.here, theme);
            if place == self.here {
                cursor = Position { x: part.x, y: part.y };
            }
            let head = (column.about.len() as u16).min(part.height / 2);
            for (y, words) in (part.y..part.y + head).zip(&column.about) {
                put(buf, part.x, y, part.width, words, theme.dim);
            }
            let body = Rect { y: part.y + head, height: part.height - head, ..part };
            let words = Paragraph::new(visible_lines(&column.words).into_owned()).wrap(Wrap { trim: true });
            words.style(theme.plain).scroll((self.down, 0)).render(body, buf);
        }
        let more = if self.columns.len() > fit {
            format!("   {}/{}", self.here + 1, self.columns.len())
        } else {
            String::new()
        };
        let row = format!("k kept as they are   m move   s split off   a memo{more}");
        put(buf, inside.x, inside.bottom().saturating_sub(1), inside.width, &row, theme.key);
        cursor
    }
}
