//! Something to read, or to agree to before it is done.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Overlay, leaves};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::{Theme, frame};
use crate::text::visible_lines;

type Then = Box<dyn FnOnce(&mut App) -> Result<(), Trouble> + Send>;

/// One of several things to do, by its key.
pub struct Choice {
    key: char,
    says: &'static str,
    then: Then,
}

impl Choice {
    /// What `key` does, and how it is called.
    pub fn of(
        key: char,
        says: &'static str,
        then: impl FnOnce(&mut App) -> Result<(), Trouble> + Send + 'static,
    ) -> Choice {
        Choice { key, says, then: Box::new(then) }
    }
}

/// Lines to read; with something to do, Enter does it, or a letter where there are several.
pub struct Notice {
    title: String,
    lines: Vec<String>,
    then: Option<Then>,
    choices: Vec<Choice>,
    top: u16,
}

impl Notice {
    /// Lines to read.
    pub fn of(title: impl Into<String>, lines: Vec<String>) -> Notice {
        Notice { title: title.into(), lines, then: None, choices: Vec::new(), top: 0 }
    }

    /// Lines that say what is about to be done; Enter does it.
    pub fn asking(
        title: impl Into<String>,
        lines: Vec<String>,
        then: impl FnOnce(&mut App) -> Result<(), Trouble> + Send + 'static,
    ) -> Notice {
        Notice { then: Some(Box::new(then)), ..Notice::of(title, lines) }
    }

    /// Lines, and beneath them what each letter does.
    pub fn choosing(title: impl Into<String>, mut lines: Vec<String>, choices: Vec<Choice>) -> Notice {
        lines.extend(choices.iter().map(|choice| format!("  {}  {}", choice.key, choice.says)));
        Notice { choices, ..Notice::of(title, lines) }
    }

    /// The keys that work here.
    pub(super) fn hints(&self) -> &'static [&'static str] {
        match (&self.then, self.choices.is_empty()) {
            (Some(_), _) => &["Enter do it", "Esc leave it"],
            (None, false) => &["its letter does it", "Esc leave it"],
            (None, true) => &["Esc close"],
        }
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        let chosen = self.choices.iter().position(|choice| Key::char(choice.key) == key);
        if let Some(place) = chosen {
            if let Err(trouble) = (self.choices.swap_remove(place).then)(app) {
                app.alarm(trouble.to_string());
            }
            return None;
        }
        match key.code {
            Code::Enter if !self.choices.is_empty() => Some(Overlay::Notice(self)),
            Code::Enter => {
                if let Some(Err(trouble)) = self.then.take().map(|then| then(app)) {
                    app.alarm(trouble.to_string());
                }
                None
            }
            Code::Down | Code::Char('j') => {
                self.top = (self.top + 1).min(self.lines.len().saturating_sub(1) as u16);
                Some(Overlay::Notice(self))
            }
            Code::Up | Code::Char('k') => {
                self.top = self.top.saturating_sub(1);
                Some(Overlay::Notice(self))
            }
            Code::Char('q') if self.then.is_none() => None,
            _ if leaves(key) => None,
            _ => Some(Overlay::Notice(self)),
        }
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        use ratatui::widgets::{Paragraph, Widget, Wrap};
        let width = area.width.saturating_sub(4).clamp(area.width.min(20), 78);
        let words = self.lines.join("\n");
        let words = Paragraph::new(visible_lines(&words).into_owned()).wrap(Wrap { trim: false });
        let rows: usize = self
            .lines
            .iter()
            .map(|line| crate::text::width(line) / usize::from(width.saturating_sub(2).max(1)) + 1)
            .sum();
        let height = (rows as u16).saturating_add(2).clamp(3.min(area.height), area.height);
        let popup =
            Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
        let inside = frame(buf, popup, &self.title, true, theme);
        words.scroll((self.top, 0)).render(inside, buf);
        Position { x: inside.x, y: inside.y }
    }
}
