//! From a frame to the fewest bytes that show it.

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Frame;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Modifier;
use std::io;
use std::mem;

/// Remembers what the terminal shows and says what must be sent to change it.
pub(super) struct Canvas {
    frames: ratatui::Terminal<Sheet>,
}

impl Canvas {
    pub(super) fn new(size: Size) -> io::Result<Canvas> {
        Ok(Canvas { frames: ratatui::Terminal::new(Sheet::new(size))? })
    }

    /// The bytes that turn what is shown into the frame; none when nothing differs.
    ///
    /// Changed cells travel inside a synchronized update, so that half a frame is never seen; a
    /// cursor that only moved needs none.
    pub(super) fn paint(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<Vec<u8>> {
        self.frames.draw(draw)?;
        let sheet = self.frames.backend_mut();
        let cells = mem::take(&mut sheet.cells);
        let mut bytes = Vec::with_capacity(cells.len() + 64);
        if !cells.is_empty() {
            queue!(bytes, BeginSynchronizedUpdate)?;
            bytes.extend_from_slice(&cells);
            sheet.cursor.at = None;
        }
        sheet.cursor.follow(sheet.wanted, &mut bytes)?;
        if !cells.is_empty() {
            queue!(bytes, EndSynchronizedUpdate)?;
        }
        Ok(bytes)
    }

    pub(super) fn size(&self) -> Size {
        self.frames.backend().size
    }

    /// Has the next frame painted whole, in the new size.
    pub(super) fn resize(&mut self, size: Size) -> io::Result<()> {
        self.frames.backend_mut().size = size;
        self.repaint()
    }

    /// Has the next frame painted whole: what the terminal shows is no longer known.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        let sheet = self.frames.backend_mut();
        sheet.cells.clear();
        sheet.cursor = Cursor::UNKNOWN;
        self.frames.clear()
    }
}

/// What the terminal's own cursor shows, as far as it is known.
#[derive(Clone, Copy)]
struct Cursor {
    shown: Option<bool>,
    at: Option<Position>,
}

impl Cursor {
    const UNKNOWN: Cursor = Cursor { shown: None, at: None };

    /// Adds the bytes that take the cursor to where the frame wants it, hidden when nowhere.
    fn follow(&mut self, wanted: Option<Position>, bytes: &mut Vec<u8>) -> io::Result<()> {
        if let Some(Position { x, y }) = wanted.filter(|wanted| self.at != Some(*wanted)) {
            queue!(bytes, MoveTo(x, y))?;
            self.at = wanted;
        }
        if self.shown != Some(wanted.is_some()) {
            if wanted.is_some() { queue!(bytes, Show) } else { queue!(bytes, Hide) }?;
            self.shown = Some(wanted.is_some());
        }
        Ok(())
    }
}

/// A stretch of unchanged cells up to this long is sent again: a move of the cursor costs more bytes.
const GAP: u16 = 6;

/// The backend that ratatui draws on: collects bytes, asks the terminal nothing.
struct Sheet {
    size: Size,
    /// What the terminal shows once the collected bytes are sent.
    shown: Buffer,
    cells: Vec<u8>,
    cursor: Cursor,
    wanted: Option<Position>,
}

impl Sheet {
    fn new(size: Size) -> Sheet {
        let shown = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        Sheet { size, shown, cells: Vec::new(), cursor: Cursor::UNKNOWN, wanted: None }
    }

    /// The cells between `from` and `to` on row `y` as they are shown, where they can be sent again
    /// without a change of style.
    fn gap(&self, from: u16, to: u16, y: u16, style: &Cell) -> Option<Vec<(u16, u16, Cell)>> {
        let lines = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
        let restyled = |x: u16| {
            let mut cell = self.shown.cell((x, y))?.clone();
            let like = cell.style() == style.style();
            let blank = cell.symbol() == " " && cell.bg == style.bg;
            let plain = !cell.modifier.intersects(lines) && !style.modifier.intersects(lines);
            if !like && blank && plain {
                (cell.fg, cell.modifier) = (style.fg, style.modifier);
            } else if !like || cell.symbol().len() > 4 || !cell.symbol().is_ascii() {
                return None;
            }
            Some((x, y, cell))
        };
        (from..to).map(restyled).collect()
    }

    fn ink(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.cells)
    }
}

impl Backend for Sheet {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut sent: Vec<(u16, u16, Cell)> = Vec::new();
        for (x, y, cell) in content {
            if let Some((last_x, last_y, last)) = sent.last()
                && *last_y == y
                && x > last_x + 1
                && x - last_x <= GAP
                && last.symbol().is_ascii()
                && let Some(gap) = self.gap(last_x + 1, x, y, last)
            {
                sent.extend(gap);
            }
            if let Some(shown) = self.shown.cell_mut((x, y)) {
                shown.clone_from(cell);
            }
            sent.push((x, y, cell.clone()));
        }
        // Without this a frame in which nothing changed would still reset the colours.
        if sent.is_empty() {
            return Ok(());
        }
        self.ink().draw(sent.iter().map(|(x, y, cell)| (*x, *y, cell)))
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = None;
        Ok(())
    }

    /// The position that follows shows it.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.shown = Buffer::empty(Rect::from((Position::ORIGIN, self.size)));
        self.ink().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.shown = Buffer::empty(Rect::from((Position::ORIGIN, self.size)));
        self.ink().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Modifier, Style};

    fn canvas() -> Canvas {
        Canvas::new(Size::new(80, 24)).unwrap()
    }

    /// Draws one line of text, with the cursor in one of its columns.
    fn text(canvas: &mut Canvas, text: &str, cursor: u16) -> String {
        let draw = |frame: &mut Frame| {
            frame.buffer_mut().set_string(0, 0, text, Style::new().add_modifier(Modifier::REVERSED));
            frame.set_cursor_position((cursor, 0));
        };
        String::from_utf8(canvas.paint(draw).unwrap()).unwrap()
    }

    #[test]
    fn the_first_frame_is_one_synchronized_update_with_the_cursor_in_its_place() {
        let bytes = text(&mut canvas(), "I felt heard", 3);
        assert!(bytes.starts_with("\x1b[?2026h"), "{bytes:?}");
        assert!(bytes.contains("\x1b[7mI felt heard"), "{bytes:?}");
        assert!(bytes.ends_with("\x1b[1;4H\x1b[?25h\x1b[?2026l"), "{bytes:?}");
    }

    #[test]
    fn an_unchanged_frame_sends_nothing() {
        let mut canvas = canvas();
        text(&mut canvas, "I felt heard", 3);
        assert_eq!(text(&mut canvas, "I felt heard", 3), "");
    }

    #[test]
    fn a_cursor_that_only_moves_sends_only_its_move() {
        let mut canvas = canvas();
        text(&mut canvas, "I felt heard", 3);
        assert_eq!(text(&mut canvas, "I felt heard", 4), "\x1b[1;5H");
    }

    #[test]
    fn one_changed_cell_sends_well_under_a_hundred_bytes() {
        let mut canvas = canvas();
        text(&mut canvas, "I felt heard", 3);
        let bytes = text(&mut canvas, "I felt hears", 3);
        assert!(bytes.len() < 80 && bytes.contains("\x1b[1;12H\x1b[7ms"), "{bytes:?}");
        assert!(!bytes.contains("\x1b[?25"), "the cursor stays shown: {bytes:?}");
    }

    #[test]
    fn a_frame_without_a_cursor_hides_it_once() {
        let mut canvas = canvas();
        assert_eq!(canvas.paint(|_| {}).unwrap(), b"\x1b[?25l");
        assert_eq!(canvas.paint(|_| {}).unwrap(), b"");
    }

    #[test]
    fn a_redraw_and_a_new_size_clear_and_send_everything_again() {
        let mut canvas = canvas();
        let first = text(&mut canvas, "I felt heard", 3);
        canvas.repaint().unwrap();
        let again = text(&mut canvas, "I felt heard", 3);
        assert!(again.contains("\x1b[2J") && again.len() == first.len() + 4, "{again:?}");
        canvas.resize(Size::new(20, 2)).unwrap();
        let smaller = text(&mut canvas, "I felt heard", 3);
        assert!(smaller.contains("\x1b[2J") && smaller.contains("I felt heard"), "{smaller:?}");
        assert_eq!(text(&mut canvas, "I felt heard", 3), "");
    }

    #[test]
    fn no_colour_in_the_environment_keeps_the_selection_reversed() {
        crossterm::style::force_color_output(true);
        let bytes = text(&mut canvas(), "heard", 0);
        assert!(!bytes.contains("\x1b[m"), "{bytes:?}");
    }

    #[test]
    fn a_window_of_one_cell_is_drawn() {
        let mut canvas = Canvas::new(Size::new(1, 1)).unwrap();
        assert!(text(&mut canvas, "I felt heard", 0).contains('I'));
    }

    /// What a frame holds: words somewhere, in some style.
    type Put = (u16, u16, String, u8);

    fn draw_all(puts: &[Put], frame: &mut Frame) {
        for (x, y, words, style) in puts {
            let style = match style % 5 {
                0 => Style::new(),
                1 => Style::new().add_modifier(Modifier::REVERSED),
                2 => Style::new().add_modifier(Modifier::UNDERLINED),
                3 => Style::new().fg(ratatui::style::Color::Cyan).add_modifier(Modifier::BOLD),
                _ => Style::new().bg(ratatui::style::Color::Blue),
            };
            frame.buffer_mut().set_string(*x, *y, words, style);
        }
    }

    proptest::proptest! {
        /// Whatever is left out or sent again, the terminal shows each frame as if it were painted whole.
        /// (Narrow characters: a wide one half written over is the business of ratatui and the terminal.)
        #[test]
        fn a_frame_after_others_looks_like_a_frame_alone(
            frames in proptest::collection::vec(
                proptest::collection::vec((0..40_u16, 0..3_u16, "[ ab\u{e9}]{1,12}", 0..5_u8), 0..8), 1..6),
        ) {
            let size = Size::new(40, 3);
            let mut canvas = Canvas::new(size).unwrap();
            let mut terminal = vt100::Parser::new(3, 40, 0);
            for puts in &frames {
                terminal.process(&canvas.paint(|frame| draw_all(puts, frame)).unwrap());
                let mut whole = vt100::Parser::new(3, 40, 0);
                whole.process(&Canvas::new(size).unwrap().paint(|frame| draw_all(puts, frame)).unwrap());
                for (row, column) in (0..3).flat_map(|row| (0..40).map(move |column| (row, column))) {
                    let [shown, wanted] = [&terminal, &whole].map(|parser| parser.screen().cell(row, column).unwrap());
                    let blank = |cell: &vt100::Cell| cell.contents().trim().is_empty();
                    proptest::prop_assert!(shown.contents().trim() == wanted.contents().trim());
                    proptest::prop_assert_eq!(shown.bgcolor(), wanted.bgcolor());
                    proptest::prop_assert_eq!(shown.inverse(), wanted.inverse());
                    proptest::prop_assert_eq!(shown.underline(), wanted.underline());
                    if !blank(wanted) {
                        proptest::prop_assert_eq!((shown.fgcolor(), shown.bold()), (wanted.fgcolor(), wanted.bold()));
                    }
                }
            }
        }
    }
}
