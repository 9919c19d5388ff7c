//! How the welcome screen looks, from 40 columns and 8 rows on.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::arriving::lines_of;
use super::{Asking, KEYS, Welcome};
use crate::app::keymap::KEYMAPS;
use crate::app::screen::LEAST;
use crate::panes::{frame, keep_in_view, put, put_right, tint};
use crate::text::width;

/// From so many rows on there is air between the parts.
const AIRY: u16 = 16;
/// From so many columns on each row says what it does.
const WIDE: u16 = 60;

impl Welcome {
    /// Draws the whole screen; gives back where the cursor stands.
    pub fn draw_on(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        buf.set_style(area, self.theme.plain);
        if area.width < LEAST.0 || area.height < LEAST.1 {
            put(buf, area.x, area.y, area.width, "too small: 40x8", self.theme.plain);
            return None;
        }
        let middle = Rect { height: area.height - 2, ..area };
        let inside = frame(buf, middle, "welcome", true, &self.theme);
        let mut cursor = self.draw_choices(inside, buf);
        if self.asking.is_some() {
            cursor = self.draw_asking(middle, buf);
        }
        let line = Rect { x: area.x + 1, width: area.width - 2, y: area.bottom() - 2, height: 1 };
        match &self.said {
            Some(said) => {
                let style = if said.alarm { self.theme.alarm } else { self.theme.plain };
                put(buf, line.x, line.y, line.width, &said.words, style);
            }
            None => drop(put(buf, line.x, line.y, line.width, self.hints(), self.theme.dim)),
        }
        let mode = if self.asking.is_some() { "INPUT" } else { "WELCOME" };
        put(buf, line.x, line.y + 1, line.width, mode, self.theme.title);
        put_right(buf, line, line.y + 1, "no project", self.theme.dim);
        cursor
    }

    fn hints(&self) -> &'static str {
        match &self.asking {
            None => "Enter open   j k move   N your name   q quit",
            Some(Asking::Speakers(..)) => "Enter imports all   j k scroll   Esc imports nothing",
            Some(_) => "Enter keep   Esc cancel",
        }
    }

    fn draw_choices(&mut self, inside: Rect, buf: &mut Buffer) -> Option<Position> {
        let airy = inside.height >= AIRY;
        let gap = u16::from(airy);
        let tail = self.tail();
        let head = 1 + 2 * gap;
        let foot = if airy { tail.len() as u16 + 1 } else { 0 };
        let title = format!("emic {}  qualitative coding in the terminal", env!("CARGO_PKG_VERSION"));
        put(buf, inside.x + 4, inside.y + gap, inside.width.saturating_sub(4), &title, self.theme.label);
        let list = Rect { y: inside.y + head, height: inside.height.saturating_sub(head + foot), ..inside };
        let tall = usize::from(list.height);
        self.top = keep_in_view(self.top, self.here, tall).min(self.rows.len().saturating_sub(tall));
        let longest = self.rows.iter().map(|row| width(&row.words)).max().unwrap_or(0) as u16;
        let column = longest.max(24).min(inside.width / 2) + 9;
        let mut cursor = None;
        for (y, (place, row)) in (list.y..list.bottom()).zip(self.rows.iter().enumerate().skip(self.top)) {
            put(buf, list.x + 4, y, 1, row.key, self.theme.key);
            let room = if inside.width >= WIDE { column - 8 } else { list.width.saturating_sub(7) };
            put(buf, list.x + 7, y, room, &row.words, self.theme.plain);
            if inside.width >= WIDE {
                put(buf, list.x + column, y, list.width.saturating_sub(column), &row.about, self.theme.dim);
            }
            if place == self.here {
                put(buf, list.x + 2, y, 1, ">", self.theme.key);
                tint(buf, list, y, self.theme.here);
                cursor = Some(Position { x: list.x + 2, y });
            }
        }
        if airy {
            let below = list.y + (self.rows.len() as u16).min(list.height) + 1;
            for (y, line) in (below..inside.bottom()).zip(&tail) {
                put(buf, inside.x + 4, y, inside.width.saturating_sub(5), line, self.theme.plain);
            }
        }
        cursor
    }

    /// What else a newcomer asks.
    fn tail(&self) -> Vec<String> {
        let file = self.person.keys.as_ref().ok().and_then(|keys| keys.as_ref().map(|(file, _)| file));
        let keys = match (&self.keymap, file) {
            (Some(name), _) => name.as_str(),
            (None, Some(file)) => file,
            (None, None) => KEYMAPS[0].name,
        };
        let others = KEYS.map(|(key, name)| format!("{key} {name}")).join(", ");
        vec![
            format!("Keys: {keys}. Others: {others}. F1 shows them."),
            format!("Your name on codings is \"{}\"; N writes another.", self.person.coder),
            format!("Data: {}, yours alone; nothing is sent.", self.person.home.data.display()),
        ]
    }

    fn draw_asking(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = &self.theme;
        let wide = area.width.saturating_sub(4).min(100);
        let x = area.x + (area.width - wide) / 2;
        let clear = |buf: &mut Buffer, popup| ratatui::widgets::Widget::render(ratatui::widgets::Clear, popup, buf);
        if let Some(Asking::Speakers(arrived, name, top)) = &self.asking {
            let popup = Rect { x, y: area.y + 1, width: wide, height: area.height.saturating_sub(2) };
            clear(buf, popup);
            let inside = frame(buf, popup, &format!("speakers found, for {name}"), true, theme);
            for (y, line) in (inside.y..inside.bottom()).zip(lines_of(arrived).iter().skip(*top)) {
                put(buf, inside.x + 1, y, inside.width.saturating_sub(1), line, theme.plain);
            }
            return Some(Position { x: inside.x, y: inside.y });
        }
        let popup = Rect { x, y: area.bottom().saturating_sub(3), width: wide, height: 3 };
        clear(buf, popup);
        let (title, line) = self.asking.as_mut()?.line()?;
        let inside = frame(buf, popup, title, true, theme);
        Some(line.draw(buf, inside, "> ", theme.plain))
    }
}
