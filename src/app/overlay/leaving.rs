//! Leaving while something could not be saved.

use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Overlay, edit_line, leaves};
use crate::app::keys::{Code, Key};
use crate::app::{App, Wish};
use crate::panes::input::Line;
use crate::panes::{Theme, frame, put};

/// Asks what is to become of what is not saved.
#[derive(Default)]
pub struct Leaving {
    /// What is typed: a folder, or the word that gives the changes up.
    pub line: Line,
    folder: bool,
    trouble: String,
    unsaved: usize,
}

impl Leaving {
    /// Says how much is not saved, and why.
    pub fn of(unsaved: usize, trouble: String) -> Leaving {
        Leaving { unsaved, trouble, ..Leaving::default() }
    }

    pub(super) fn key(mut self, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) {
            return None;
        }
        let typing = self.folder || !self.line.words().is_empty();
        match key.code {
            Code::Enter if self.folder => match app.desk.write_elsewhere(Path::new(self.line.words().trim())) {
                Ok(()) => {
                    app.wishes.push(Wish::Quit);
                    return None;
                }
                Err(error) => self.trouble = error.to_string(),
            },
            Code::Enter if self.line.words().trim() == "lose" => {
                app.wishes.push(Wish::Quit);
                return None;
            }
            Code::Char('r') if !typing => {
                app.desk.retry();
                let saved = app.desk.wait(std::time::Duration::from_secs(3));
                match saved.trouble {
                    None if saved.unsaved == 0 => {
                        app.say("everything is saved now; q again quits");
                        return None;
                    }
                    trouble => self.trouble = trouble.unwrap_or_default(),
                }
            }
            Code::Char('w') if !typing => self.folder = true,
            _ => drop(edit_line(&mut self.line, key)),
        }
        Some(Overlay::Leaving(self))
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        let width = area.width.saturating_sub(4).clamp(area.width.min(20), 78);
        let height = 9.min(area.height);
        let popup =
            Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
        let inside = frame(buf, popup, "not saved", true, theme);
        let lines = [
            format!("{} changes are not saved: {}", self.unsaved, self.trouble),
            String::new(),
            "r        try again".to_string(),
            "w        write them into another folder".to_string(),
            "lose     and Enter gives them up for good".to_string(),
        ];
        for (y, line) in (inside.y..inside.bottom()).zip(&lines) {
            put(buf, inside.x, y, inside.width, line, theme.plain);
        }
        let sign = if self.folder { "folder > " } else { "> " };
        let last = Rect { y: inside.bottom().saturating_sub(1), height: 1, ..inside };
        self.line.draw(buf, last, sign, theme.plain)
    }
}
