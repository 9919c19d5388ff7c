//! A macro being written, one step a line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui_textarea::TextArea;

use super::memo::{draw_area, type_into, writing};
use super::{Overlay, leaves};
use crate::app::App;
use crate::app::act::macros;
use crate::app::keys::{Code, Key};
use crate::panes::{Theme, frame};

/// A macro being written.
pub struct Script {
    area: TextArea<'static>,
}

impl Script {
    /// Opens the steps written so far.
    pub fn of(steps: &str) -> Script {
        Script { area: writing(steps) }
    }

    pub(super) fn paste(&mut self, words: &str) {
        self.area.insert_str(words);
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if key.ctrl && key.code == Code::Char('c') {
            app.say("the macro is as it was");
            return None;
        }
        if leaves(key) || (key.ctrl && key.code == Code::Char('s')) {
            return match macros::keep(app, &self.area.lines().join("\n")) {
                Ok(()) => None,
                Err(trouble) => {
                    app.alarm(format!("{trouble}  (Ctrl-c leaves the macro as it was)"));
                    Some(Overlay::Script(self))
                }
            };
        }
        type_into(&mut self.area, key);
        Some(Overlay::Script(self))
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        let height = (area.height / 2).max(6).min(area.height);
        let popup = Rect { y: area.bottom() - height, height, ..area };
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
        let inside = frame(buf, popup, "macro: 3 turn-next, type WORDS, press KEYS", true, theme);
        draw_area(&self.area, inside, buf)
    }
}
