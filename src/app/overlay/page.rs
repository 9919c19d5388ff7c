//! A page or a picture to look at: scrolled, and written to a file.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Overlay, leaves};
use crate::analysis::picture::{Picture, in_letters};
use crate::analysis::{Page, TABLE_FORMATS, Table};
use crate::app::App;
use crate::app::act::filing::{Filed, ask_file, ask_table};
use crate::app::keys::{Code, Key};
use crate::panes::{Theme, frame, put};

/// What is looked at.
enum Content {
    Page(Page),
    /// The picture of a table.
    Picture(Table),
}

impl Content {
    fn title(&self) -> &str {
        match self {
            Content::Page(page) => &page.title,
            Content::Picture(table) => &table.title,
        }
    }

    fn rows(&self, cells: usize) -> Vec<String> {
        let text = match self {
            Content::Page(page) => page.text(Some(cells)),
            Content::Picture(table) => in_letters(&Picture::of(table), Some(cells)),
        };
        text.lines().map(str::to_string).collect()
    }
}

/// A page or a picture being looked at.
pub struct Reader {
    content: Content,
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
        Reader::with(Content::Page(page), file.into())
    }

    /// Opens the picture of a table.
    pub fn picture(table: Table) -> Reader {
        let file = table.report.to_string();
        Reader::with(Content::Picture(table), file)
    }

    fn with(content: Content, file: String) -> Reader {
        Reader { content, file, rows: Vec::new(), cells: 0, top: 0, height: 1, begun: false }
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
            (Code::Char('e'), false) => match &self.content {
                Content::Page(page) => {
                    let (page, what) = (page.clone(), page.title.clone());
                    let filed = move |_: &App| Filed { what: page.title.clone(), page: page.clone(), table: None };
                    ask_file(app, &what, &format!("{}.md", self.file), filed);
                }
                Content::Picture(table) => {
                    let svg = TABLE_FORMATS.iter().find(|format| format.name == "svg");
                    svg.into_iter().for_each(|format| ask_table(app, table.clone(), format));
                }
            },
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
        let inside = frame(buf, area, self.content.title(), true, theme);
        let cells = inside.width.saturating_sub(2);
        if self.cells != cells {
            self.rows = self.content.rows(usize::from(cells));
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
