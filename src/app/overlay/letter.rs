//! One key asked for: the slot of a quick code, the name of a mark.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Overlay, leaves};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::{Theme, corner};

type Then = Box<dyn FnOnce(&mut App, char) -> Result<(), Trouble> + Send>;

/// Waits for one letter or digit; what each means is shown once the coder hesitates.
pub struct Letter {
    title: String,
    meanings: Vec<(char, String)>,
    then: Then,
}

impl Letter {
    /// A letter that goes to `then`; it may be one that stands for nothing yet.
    pub fn of(
        title: impl Into<String>,
        meanings: Vec<(char, String)>,
        then: impl FnOnce(&mut App, char) -> Result<(), Trouble> + Send + 'static,
    ) -> Letter {
        Letter { title: title.into(), meanings, then: Box::new(then) }
    }

    pub(super) fn key(self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        app.keys_since = None;
        if leaves(key) {
            return None;
        }
        let Code::Char(letter) = key.code else { return Some(Overlay::Letter(self)) };
        if key.ctrl || key.alt {
            return Some(Overlay::Letter(self));
        }
        if let Err(trouble) = (self.then)(app, letter) {
            app.alarm(trouble.to_string());
        }
        None
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) {
        let lines: Vec<String> = self.meanings.iter().map(|(letter, means)| format!("{letter}  {means}")).collect();
        corner(buf, area, &self.title, &lines, theme);
    }
}
