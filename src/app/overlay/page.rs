//! A page to read: scrolled, and written to a file.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Overlay, leaves};
use crate::analysis::Page;
use crate::app::App;
use crate::app::act::filing::{Filed, ask_file};
use crate::app::keys::{Code, Key};
use crate::panes::{Theme, frame, put};

/// A page being read.
pub struct Reader {
    page: Page,
    /// What a file of it is called where nothing else is said, without its ending.
    file: String,
    rows: Vec<String>,
    /// The cells that the rows were made for.
    cells: u16,
    top: usize,
    height: usize,
    /// `g` was pressed once.
    begun: bool,
}

impl Reader {
    /// Opens a page at its top.
    pub fn of(page: Page, file: impl Into<String>) -> Reader {
        Reader { page, file: file.into(), rows: Vec::new(), cells: 0, top: 0, height: 1, begun: false }
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) || key == Key::char('q') {
            return None;
        }
        let half = (self.height / 2).max(1) as isize;
        let begun = std::mem::take(&mut self.begun);
        match (key.code, key.ctrl) {
            (Code::Down | Code::Enter, _) | (Code::Char('j'), false) => self.scroll(1),
            (Code::Up, _) | (Code::Char('k'), false) => self.scroll(-1),
            (Code::Char('d'), true) => self.scroll(half),
            (Code::Char('u'), true) => self.scroll(-half),
            (Code::PageDown, _) | (Code::Char(' '), false) => self.scroll(half * 2),
            (Code::PageUp, _) => self.scroll(-half * 2),
            (Code::Char('g'), false) if begun => self.scroll(isize::MIN),
            (Code::Char('g'), false) => self.begun = true,
            (Code::Home, _) => self.scroll(isize::MIN),
            (Code::Char('G'), false) | (Code::End, _) => self.scroll(isize::MAX),
            (Code::Char('e'), false) => {
                let page = self.page.clone();
                let filed = move |_: &App| Filed { what: page.title.clone(), page: page.clone(), table: None };
                ask_file(app, &self.page.title, &format!("{}.md", self.file), filed);
            }
            _ => {}
        }
        Some(Overlay::Page(self))
    }

    fn scroll(&mut self, rows: isize) {
        let last = self.rows.len().saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(rows).min(last);
    }

    pub(super) fn draw(&mut self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        Clear.render(area, buf);
        let inside = frame(buf, area, &self.page.title, true, theme);
        let cells = inside.width.saturating_sub(2);
        if self.cells != cells {
            let text = self.page.text(Some(usize::from(cells)));
            self.rows = text.lines().map(str::to_string).collect();
            self.cells = cells;
        }
        self.height = usize::from(inside.height).max(1);
        self.scroll(0);
        for (y, row) in (inside.y..inside.bottom()).zip(self.rows.iter().skip(self.top)) {
            let style = match row.chars().next() {
                Some(' ') => theme.plain,
                Some('#') => theme.dim,
                _ => theme.title,
            };
            put(buf, inside.x + 1, y, cells, row, style);
        }
        Position { x: inside.x, y: inside.y }
    }
}
