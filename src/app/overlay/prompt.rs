//! One line to type: a name, words to search for.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Overlay, edit_line, leaves};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::input::Line;
use crate::panes::{Theme, frame};

type Then = Box<dyn FnOnce(&mut App, &str) -> Result<(), Trouble> + Send>;
type Left = Box<dyn FnOnce(&mut App) + Send>;
type Complete = Arc<dyn Fn(&App, &str) -> Vec<String> + Send + Sync>;
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
    /// Lines kept before, the last one last, and how many steps back the line has gone.
    earlier: Vec<String>,
    back: usize,
    complete: Option<Complete>,
    /// What Tab switches, where it does not complete.
    switch: Option<fn(&mut App)>,
    /// What the line may become, and which of it stands there now.
    offered: Option<(Vec<String>, usize)>,
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
            earlier: Vec::new(),
            back: 0,
            complete: None,
            switch: None,
            offered: None,
        }
    }

    /// Brings lines kept before back with Up, the last one first.
    pub fn remembering(mut self, earlier: Vec<String>) -> Prompt {
        self.earlier = earlier;
        self
    }

    /// Has Tab make of the line what it may become, one after the other.
    pub fn completing(mut self, complete: impl Fn(&App, &str) -> Vec<String> + Send + Sync + 'static) -> Prompt {
        self.complete = Some(Arc::new(complete));
        self
    }

    /// Has Tab switch between words and a regular expression.
    pub fn switching(mut self, switch: fn(&mut App)) -> Prompt {
        self.switch = Some(switch);
        self
    }

    fn go_back(&mut self, steps: isize) {
        self.back = self.back.saturating_add_signed(steps).min(self.earlier.len());
        let words = self.earlier.len().checked_sub(self.back).and_then(|place| self.earlier.get(place));
        self.line = Line::of(words.map_or("", String::as_str));
    }

    fn offer(&mut self, app: &App, complete: &Complete, forward: bool) {
        let (offers, place) = match self.offered.take() {
            Some((offers, place)) => {
                let step = if forward { 1 } else { offers.len() - 1 };
                let place = (place + step) % offers.len();
                (offers, place)
            }
            None => (complete(app, self.line.words()), 0),
        };
        match offers.get(place) {
            Some(words) => {
                self.line = Line::of(words);
                self.note = format!("{} of {}", place + 1, offers.len());
                self.offered = Some((offers, place));
            }
            None => self.note = "nothing begins so".to_string(),
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

    /// Says something beside the title.
    pub fn note(&mut self, words: String) {
        self.note = words;
    }

    /// Shows what is typed so far.
    pub fn while_typing(&mut self, app: &mut App) {
        if let Some(live) = &self.live {
            self.note = live(app, self.line.words());
        }
    }

    /// The keys that work here.
    pub(super) fn hints(&self) -> &'static [&'static str] {
        match (&self.complete, self.switch) {
            (Some(_), _) => &["Enter do it", "Tab complete", "Up earlier ones", "Esc cancel"],
            (None, Some(_)) => &["Enter find", "Tab words or regular expression", "Esc cancel"],
            (None, None) => &["Enter keep", "Esc cancel"],
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
        if let (Code::Tab, Some(switch)) = (key.code, self.switch) {
            switch(app);
            self.while_typing(app);
            return Some(Overlay::Prompt(self));
        }
        match (key.code, self.complete.clone()) {
            (Code::Tab, Some(complete)) => self.offer(app, &complete, !key.shift),
            (Code::Up, _) if !self.earlier.is_empty() => self.go_back(1),
            (Code::Down, _) if !self.earlier.is_empty() => self.go_back(-1),
            _ => {
                self.offered = None;
                if edit_line(&mut self.line, key) {
                    self.note.clear();
                    self.while_typing(app);
                }
            }
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
