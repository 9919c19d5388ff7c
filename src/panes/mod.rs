//! What is drawn. A pane prepares when something it shows has changed, and then only draws.
//!
//! Drawing reads and changes nothing; work per frame is what is visible. Every word of a text passes
//! `text::cells` or `text::visible` before it reaches the terminal.

pub mod codes;
pub mod excerpts;
pub mod input;
pub mod matching;
pub mod picker;
pub mod sheet;
pub mod stripes;
pub mod theme;
pub mod transcript;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::place::Place;
use crate::project::{Project, Texts};
pub use crate::text::short_name;
use crate::text::{clip, visible, width};
pub use theme::Theme;

/// All that a pane may look at.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What the team knows.
    pub project: &'a Project,
    /// Where the words are.
    pub texts: &'a dyn Texts,
    /// Where this coder is.
    pub place: &'a Place,
    /// How it looks.
    pub theme: &'a Theme,
}

/// Puts words on one row, cut with `+` where they do not fit; returns the cells taken.
pub fn put(buf: &mut Buffer, x: u16, y: u16, cells: u16, words: &str, style: Style) -> u16 {
    if cells == 0 || !buf.area.contains(Position { x, y }) {
        return 0;
    }
    let seen = visible(words);
    let cut = clip(&seen, usize::from(cells), '+');
    buf.set_stringn(x, y, &cut, usize::from(cells), style);
    u16::try_from(width(&cut)).unwrap_or(cells).min(cells)
}

/// Puts words at the right end of a stretch of one row.
pub fn put_right(buf: &mut Buffer, area: Rect, y: u16, words: &str, style: Style) {
    let wide = u16::try_from(width(words)).unwrap_or(area.width).min(area.width);
    put(buf, area.right() - wide, y, wide, words, style);
}

/// Gives a whole row one style.
pub fn tint(buf: &mut Buffer, area: Rect, y: u16, style: Style) {
    buf.set_style(Rect { y, height: 1, ..area }.intersection(buf.area), style);
}

/// Draws a frame with a title, and gives back what is inside it.
pub fn frame(buf: &mut Buffer, area: Rect, title: &str, focused: bool, theme: &Theme) -> Rect {
    use ratatui::widgets::{Block, Borders, Widget};
    buf.set_style(area.intersection(buf.area), theme.plain);
    Block::default().borders(Borders::ALL).border_set(theme.lines).border_style(theme.border).render(area, buf);
    if focused {
        tint(buf, area, area.y, theme.border_here);
    }
    if area.width > 6 {
        let words = format!(" {} ", visible(title));
        put(buf, area.x + 2, area.y, area.width - 4, &words, if focused { theme.title_here } else { theme.title });
    }
    inner(area)
}

/// What is inside a frame.
pub fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x + 1.min(area.width),
        y: area.y + 1.min(area.height),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// As much of the words as fits and makes sense by itself: up to a comma or the like, where one stands late enough.
fn phrase(words: &str, cells: u16) -> &str {
    let fits = |part: &str| width(part) <= usize::from(cells);
    if fits(words) {
        return words;
    }
    let ends = words.char_indices().filter(|&(at, sign)| ",;:".contains(sign) && words[at + 1..].starts_with(' '));
    let mut parts = ends.map(|(at, _)| &words[..at]).filter(|part| fits(part) && part.len() * 3 > usize::from(cells));
    parts.next_back().unwrap_or(words)
}

/// Draws as many of the lines as fit, framed, in the lower right corner.
pub fn corner(buf: &mut Buffer, area: Rect, title: &str, lines: &[String], theme: &Theme) {
    let rows = usize::from(area.height.saturating_sub(2)).max(1);
    let columns = lines.len().div_ceil(rows).max(1);
    let rows = lines.len().div_ceil(columns);
    let longest = lines.iter().map(|line| width(line) + 2).max().unwrap_or(0) * columns;
    let wide = u16::try_from(longest.max(width(title) + 4) + 2).unwrap_or(area.width).min(area.width);
    let tall = u16::try_from(rows + 2).unwrap_or(area.height).min(area.height);
    let popup = Rect { x: area.right() - wide, y: area.bottom() - tall, width: wide, height: tall };
    ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
    let inside = frame(buf, popup, title, true, theme);
    // What is too much for one column stands in several, cut where it must be.
    let cells = inside.width / columns as u16;
    for (place, line) in lines.iter().enumerate() {
        let (column, row) = ((place / rows) as u16, (place % rows) as u16);
        let cells = cells.saturating_sub(2);
        put(buf, inside.x + column * (cells + 2) + 1, inside.y + row, cells, phrase(line, cells), theme.plain);
    }
}

/// The first row to show so that `row` is seen, moving from `top` as little as a person likes: not at
/// all, else by half a page.
pub fn keep_in_view(top: usize, row: usize, height: usize) -> usize {
    if row >= top && row < top + height.max(1) {
        return top;
    }
    row.saturating_sub(height / 2)
}
