//! Several lines to type or paste.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui_textarea::TextArea;

use super::memo::{draw_area, type_into, writing};
use super::{Overlay, leaves};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::{Theme, frame};

type Then = Box<dyn Fn(&mut App, &str) -> Result<(), Trouble> + Send>;

/// Several lines to type or paste, which something is then done with.
pub struct Pad {
    title: String,
    hints: &'static [&'static str],
    area: TextArea<'static>,
    then: Then,
}

impl Pad {
    /// Empty lines that go to `then` by Ctrl-s; they stay where it reports trouble.
    pub fn of(
        title: impl Into<String>,
        hints: &'static [&'static str],
        then: impl Fn(&mut App, &str) -> Result<(), Trouble> + Send + 'static,
    ) -> Pad {
        Pad { title: title.into(), hints, area: writing(""), then: Box::new(then) }
    }

    /// The keys that work here.
    pub fn hints(&self) -> &'static [&'static str] {
        self.hints
    }

    pub(super) fn paste(&mut self, words: &str) {
        self.area.insert_str(words);
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) {
            return None;
        }
        if key.ctrl && key.code == Code::Char('s') {
            if let Err(trouble) = (self.then)(app, &self.area.lines().join("\n")) {
                app.alarm(trouble.to_string());
                return Some(Overlay::Pad(self));
            }
            return None;
        }
        if key.code == Code::Tab {
            // A sheet's cells are parted by it.
            self.area.insert_char('\t');
        } else {
            type_into(&mut self.area, key);
        }
        Some(Overlay::Pad(self))
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        let height = (area.height / 2).max(6).min(area.height);
        let popup = Rect { y: area.bottom() - height, height, ..area };
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
        let inside = frame(buf, popup, &self.title, true, theme);
        draw_area(&self.area, inside, buf)
    }
}
