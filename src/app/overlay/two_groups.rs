//! Two groups of excerpts of one code beside each other.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Overlay, leaves};
use crate::app::App;
use crate::app::act::{comparing, two_groups};
use crate::app::keys::{Code, Key};
use crate::panes::{Theme, frame, keep_in_view, put, tint};
use crate::project::DocumentId;
use crate::text::Span;

/// On narrower screens one group stands above the other.
const ABREAST: u16 = 60;

/// One excerpt of a group.
pub struct Quoted {
    /// Where it stands.
    pub place: (DocumentId, Span),
    /// Its citation.
    pub cite: String,
    /// Its first words.
    pub words: String,
}

/// One group.
pub struct Side {
    /// What its excerpts have in common.
    pub title: String,
    /// How many people are respondents of them.
    pub respondents: usize,
    /// Its excerpts.
    pub excerpts: Vec<Quoted>,
    /// The excerpt with the keys.
    pub row: usize,
    top: usize,
}

impl Side {
    /// A group with the first of its excerpts under the cursor.
    pub fn of(title: String, respondents: usize, excerpts: Vec<Quoted>) -> Side {
        Side { title, respondents, excerpts, row: 0, top: 0 }
    }
}

/// Two groups of excerpts.
pub struct TwoGroups {
    title: String,
    /// The groups.
    pub sides: [Side; 2],
    here: usize,
}

impl TwoGroups {
    /// Puts two groups beside each other.
    pub fn of(title: String, sides: [Side; 2]) -> TwoGroups {
        TwoGroups { title, sides, here: 0 }
    }

    fn place(&self) -> Option<(DocumentId, Span)> {
        let side = &self.sides[self.here];
        side.excerpts.get(side.row).map(|one| one.place)
    }

    fn go(&mut self, rows: isize) {
        let side = &mut self.sides[self.here];
        side.row = side.row.saturating_add_signed(rows).min(side.excerpts.len().saturating_sub(1));
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) || key == Key::char('q') {
            return None;
        }
        match key.code {
            Code::Char('j') | Code::Down => self.go(1),
            Code::Char('k') | Code::Up => self.go(-1),
            Code::PageDown => self.go(10),
            Code::PageUp => self.go(-10),
            Code::Char('h') | Code::Left => self.here = 0,
            Code::Char('l') | Code::Right | Code::Tab => self.here = 1,
            Code::Char('x') => {
                if let Some(place) = self.place() {
                    if !app.place.marked_excerpts.remove(&place) {
                        app.place.marked_excerpts.insert(place);
                    }
                    self.go(1);
                }
            }
            Code::Char('=') => {
                app.place.excerpt = self.place();
                if let Err(trouble) = comparing::marked(app) {
                    app.alarm(trouble.to_string());
                }
            }
            Code::Char('a') => {
                if let Err(trouble) = two_groups::note(app, &self) {
                    app.alarm(trouble.to_string());
                }
            }
            Code::Enter => {
                if let Some(place) = self.place() {
                    comparing::go_to(app, place);
                    return None;
                }
            }
            _ => {}
        }
        Some(Overlay::TwoGroups(self))
    }

    pub(super) fn draw(
        &mut self,
        marked: &BTreeSet<(DocumentId, Span)>,
        buf: &mut Buffer,
        area: Rect,
        theme: &Theme,
    ) -> Position {
        Clear.render(area, buf);
        let inside = frame(buf, area, &self.title, true, theme);
        let halves = if inside.width >= ABREAST {
            let wide = inside.width / 2;
            [Rect { width: wide, ..inside }, Rect { x: inside.x + wide, width: inside.width - wide, ..inside }]
        } else {
            let tall = inside.height / 2;
            [Rect { height: tall, ..inside }, Rect { y: inside.y + tall, height: inside.height - tall, ..inside }]
        };
        let mut cursor = Position { x: inside.x, y: inside.y };
        for (nth, (side, area)) in self.sides.iter_mut().zip(halves).enumerate() {
            let title = format!("{}  {} exc / {} resp", side.title, side.excerpts.len(), side.respondents);
            let part = frame(buf, area, &title, nth == self.here, theme);
            let height = usize::from(part.height / 2);
            side.top = keep_in_view(side.top, side.row, height);
            for (slot, place) in (side.top..side.excerpts.len()).take(height).enumerate() {
                let one = &side.excerpts[place];
                let y = part.y + slot as u16 * 2;
                let mark = if marked.contains(&one.place) { "* " } else { "  " };
                put(buf, part.x, y, part.width, &format!("{mark}{}", one.cite), theme.plain);
                put(buf, part.x + 2, y + 1, part.width.saturating_sub(2), &one.words, theme.dim);
                if place == side.row {
                    tint(buf, part, y, if nth == self.here { theme.here } else { theme.rested });
                    if nth == self.here {
                        cursor = Position { x: part.x, y };
                    }
                }
            }
        }
        cursor
    }
}
