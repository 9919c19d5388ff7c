//! A list to choose from, narrowed by typing.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::input::Line;
use super::{Theme, frame, keep_in_view, put, put_right, tint};
use crate::text::visible;

/// What a picker shows of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The row.
    pub words: String,
    /// What stands at its right end: a count, a key.
    pub aside: String,
    /// What is said of it beneath the list, when it is under the cursor.
    pub about: String,
    /// Chosen with Tab.
    pub marked: bool,
    /// It cannot be had now.
    pub cannot: bool,
}

/// Where a picker was drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawn {
    /// Its rows.
    list: Rect,
    /// The first row shown.
    top: usize,
    /// Where the cursor stands.
    pub cursor: Position,
}

impl Drawn {
    /// The row at a place of the screen, where there are so many rows.
    pub fn row_under(&self, at: Position, rows: usize) -> Option<usize> {
        let place = self.top + usize::from(at.y.checked_sub(self.list.y)?);
        (self.list.contains(at) && place < rows).then_some(place)
    }
}

/// With fewer rows, what a row means has one of them.
const LOW: u16 = 14;

/// Draws a picker over the middle of `area`, scrolled on from where it was drawn before.
#[allow(clippy::too_many_arguments)] // a list is just that: where, what and how
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    title: &str,
    line: &Line,
    rows: &[Shown],
    here: usize,
    before: Drawn,
    theme: &Theme,
) -> Drawn {
    let width = area.width.saturating_sub(4).clamp(area.width.min(20), 78);
    let about = rows.get(here).map_or("", |row| &row.about);
    let about_rows = match (about.is_empty(), area.height) {
        (true, _) => 0,
        (false, ..LOW) => 1,
        (false, _) => 3,
    };
    let wanted = rows.len().min(18) as u16 + 4 + about_rows;
    let height = wanted.max(8).min(area.height);
    let popup = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
    let inside = frame(buf, popup, title, true, theme);
    if inside.height < 2 {
        return Drawn { cursor: Position { x: inside.x, y: inside.y }, ..Drawn::default() };
    }
    let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1 + about_rows), ..inside };
    let tall = usize::from(list.height);
    let top = keep_in_view(before.top, here, tall).min(rows.len().saturating_sub(tall.min(rows.len())));
    for (y, (place, row)) in (list.y..list.bottom()).zip(rows.iter().enumerate().skip(top)) {
        let aside = visible(&row.aside).into_owned();
        let room = list.width.saturating_sub(aside.chars().count() as u16 + 3);
        let (sign, style) = match row {
            Shown { marked: true, .. } => ("*", theme.plain),
            Shown { cannot: true, .. } => ("-", theme.dim),
            _ => (" ", theme.plain),
        };
        put(buf, list.x, y, 2, sign, theme.key);
        put(buf, list.x + 2, y, room, &row.words, style);
        put_right(buf, list, y, &aside, theme.dim);
        if place == here {
            tint(buf, list, y, theme.here);
        }
    }
    if about_rows > 0 {
        use ratatui::widgets::{Paragraph, Widget, Wrap};
        let below = Rect { y: inside.bottom() - about_rows, height: about_rows, ..inside };
        Paragraph::new(visible(about).into_owned()).style(theme.dim).wrap(Wrap { trim: true }).render(below, buf);
    }
    let cursor = line.draw(buf, Rect { height: 1, ..inside }, "> ", theme.plain);
    Drawn { list, top, cursor }
}
