//! One line to type: a name, words to search for.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Overlay, edit_line, leaves};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::input::Line;
use crate::panes::{Theme, frame};

type Then = Box<dyn FnOnce(&mut App, &str) -> Result<(), Trouble> + Send>;
type Left = Box<dyn FnOnce(&mut App) + Send>;
type Live = Box<dyn Fn(&mut App, &str) -> String + Send>;

/// One line to type.
pub struct Prompt {
    title: String,
    /// What is typed.
    pub line: Line,
    then: Then,
    live: Option<Live>,
    /// What is said of the words so far, beside the title.
    note: String,
    left: Option<Left>,
}

impl Prompt {
    /// A line that goes to `then` when it is kept.
    pub fn of(
        title: impl Into<String>,
        words: &str,
        then: impl FnOnce(&mut App, &str) -> Result<(), Trouble> + Send + 'static,
    ) -> Prompt {
        Prompt {
            title: title.into(),
            line: Line::of(words),
            then: Box::new(then),
            live: None,
            note: String::new(),
            left: None,
        }
    }

    /// Has every change of the line shown at once, with a word on it, and taken back where the line is left.
    pub fn live(
        mut self,
        live: impl Fn(&mut App, &str) -> String + Send + 'static,
        left: impl FnOnce(&mut App) + Send + 'static,
    ) -> Prompt {
        self.live = Some(Box::new(live));
        self.left = Some(Box::new(left));
        self
    }

    /// Says something of the words while they are typed.
    pub fn noting(mut self, note: impl Fn(&App, &str) -> String + Send + 'static) -> Prompt {
        self.live = Some(Box::new(move |app, words| note(app, words)));
        self
    }

    /// Shows what is typed so far.
    pub fn while_typing(&mut self, app: &mut App) {
        if let Some(live) = &self.live {
            self.note = live(app, self.line.words());
        }
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) {
            if let Some(left) = self.left.take() {
                left(app);
            }
            return None;
        }
        if key.code == Code::Enter {
            let words = self.line.words().to_string();
            if let Err(trouble) = (self.then)(app, words.trim()) {
                app.alarm(trouble.to_string());
            }
            return None;
        }
        if edit_line(&mut self.line, key) {
            self.while_typing(app);
        }
        Some(Overlay::Prompt(self))
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        let height = 3.min(area.height);
        let width = area.width.saturating_sub(4).clamp(area.width.min(20), 78);
        let popup = Rect { x: area.x + (area.width - width) / 2, y: area.bottom() - height, width, height };
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
        let inside = frame(buf, popup, format!("{}  {}", self.title, self.note).trim_end(), true, theme);
        self.line.draw(buf, inside, "> ", theme.plain)
    }
}
