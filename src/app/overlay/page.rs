//! A page to read: scrolled, and written to a file.

use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Overlay, Prompt, leaves};
use crate::analysis::{PAGE_FORMATS, Page, PageFormat};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::{Theme, frame, put};
use crate::store::{Overwrite, StoreError, write_output};

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
            (Code::Char('e'), false) => ask_file(app, &self.page, &format!("{}.md", self.file)),
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
            let text = (PAGE_FORMATS[0].write)(&self.page, Some(usize::from(cells)));
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

/// Asks for a file's name; its ending says in which form the page is written.
fn ask_file(app: &mut App, page: &Page, name: &str) {
    let page = page.clone();
    let prompt = Prompt::of("save as (.md, .txt or .html)", name, move |app, name| save(app, page, name));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

/// Writes a new file; where one is there, its name must be typed again to write over it.
fn save(app: &mut App, page: Page, name: &str) -> Result<(), Trouble> {
    let bytes = written(&page, name)?;
    match write_output(Path::new(name), bytes.as_bytes(), Overwrite::Refuse) {
        Err(StoreError::Exists { .. }) => {
            let wanted = name.to_string();
            let title = format!("{name} is there already: type its name again to write over it");
            let prompt = Prompt::of(title, "", move |app, typed| {
                if typed != wanted {
                    return Err(Trouble::Say(format!("{wanted} was left as it is")));
                }
                say_saved(app, &wanted, write_output(Path::new(&wanted), bytes.as_bytes(), Overwrite::Replace))
            });
            app.overlays.push(Overlay::Prompt(Box::new(prompt)));
            Ok(())
        }
        done => say_saved(app, name, done),
    }
}

fn say_saved(app: &mut App, name: &str, done: Result<(), StoreError>) -> Result<(), Trouble> {
    done.map_err(|error| Trouble::Say(error.to_string()))?;
    app.say(format!("Saved as {name}"));
    Ok(())
}

fn written(page: &Page, name: &str) -> Result<String, Trouble> {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let format = match ending {
        "txt" => PageFormat::of("text"),
        "htm" => PageFormat::of("html"),
        other => PageFormat::of(other),
    };
    let format = format.ok_or("the name must end in .md, .txt or .html: that says in which form it is written")?;
    Ok((format.write)(page, None))
}
