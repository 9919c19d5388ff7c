//! Any table on the screen: every number opens what it counted.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::{Theme, frame, inner, keep_in_view, put, put_right};
use crate::analysis::{Kind, Query, Table, Value};
use crate::text::{visible, width};

/// Words take so many cells at most, so that numbers stay on the screen.
const WORDS: usize = 44;
/// So many notes are shown; the command line prints them all.
const NOTES: usize = 6;
/// So many cells are left to a number and the frame beside a column of words.
const NUMBER: u16 = 20;

/// A table, and the cell that has the keys.
pub struct Sheet {
    table: Table,
    shown: Vec<Vec<String>>,
    /// What each column would take.
    wanted: Vec<u16>,
    /// What each column takes.
    widths: Vec<u16>,
    notes: u16,
    /// Where it was last shown.
    area: Rect,
    /// The row with the keys.
    pub row: usize,
    /// The column with the keys.
    pub column: usize,
    top: usize,
    height: usize,
    left: usize,
}

impl Sheet {
    /// Shows a table, its first number under the cursor.
    pub fn new(table: Table) -> Sheet {
        let shown: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| visible(&words(&cell.value)).into_owned()).collect())
            .collect();
        let wanted: Vec<u16> = table
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let longest = shown.iter().filter_map(|row| row.get(place)).map(|cell| width(cell)).max().unwrap_or(0);
                longest.max(width(&column.title)).min(WORDS) as u16
            })
            .collect();
        let column = table.columns.iter().position(|column| column.kind == Kind::Numbers).unwrap_or(0);
        let widths = wanted.clone();
        Sheet { table, shown, wanted, widths, notes: 0, area: Rect::ZERO, row: 0, column, top: 0, height: 1, left: 0 }
    }

    /// The table shown.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Moves the cursor, as far as there are cells.
    pub fn go(&mut self, rows: isize, columns: isize) {
        self.row = self.row.saturating_add_signed(rows).min(self.table.rows.len().saturating_sub(1));
        self.column = self.column.saturating_add_signed(columns).min(self.table.columns.len().saturating_sub(1));
    }

    /// What the cell under the cursor opens, and its row's first cell.
    pub fn opens(&self) -> Option<&Query> {
        self.table.rows.get(self.row)?.get(self.column)?.opens.as_ref()
    }

    /// Works out what `area` is to show.
    pub fn prepare(&mut self, area: Rect) {
        self.area = area;
        // The numbers come first: on a low screen fewer notes are shown, on a narrow one shorter words.
        self.notes = (self.table.notes.len().min(NOTES) as u16).min(area.height / 5);
        self.height = usize::from(area.height.saturating_sub(if self.notes > 0 { 4 + self.notes } else { 3 }));
        let most = area.width.saturating_sub(NUMBER).max(NUMBER / 2);
        let kinds = self.table.columns.iter().map(|column| column.kind);
        self.widths = kinds
            .zip(&self.wanted)
            .map(|(kind, &wanted)| if kind == Kind::Words { wanted.min(most) } else { wanted })
            .collect();
        self.top = keep_in_view(self.top, self.row, self.height);
        self.left = self.left.min(self.column);
        let inside = area.width.saturating_sub(2);
        while self.left < self.column && self.end_of(self.column) > inside {
            self.left += 1;
        }
    }

    /// The cells up to the end of that column, from the first one shown; the first column always is.
    fn end_of(&self, column: usize) -> u16 {
        let first = if self.left > 0 { self.widths[0] + 2 } else { 0 };
        first + self.widths[self.left..=column].iter().map(|wide| wide + 2).sum::<u16>()
    }

    /// The columns shown, each with the cell where it begins.
    fn columns_in(&self, inside: Rect) -> Vec<(usize, u16)> {
        let mut columns: Vec<(usize, u16)> = Vec::new();
        let mut x = inside.x;
        let kept = if self.left > 0 { vec![0] } else { Vec::new() };
        for column in kept.into_iter().chain(self.left..self.table.columns.len()) {
            let cut = x + self.widths[column] > inside.right();
            if cut && self.table.columns[column].kind == Kind::Numbers && column != self.column {
                break;
            }
            columns.push((column, x));
            x += self.widths[column] + 2;
        }
        columns
    }

    /// Takes the cursor to the cell drawn at a place of the screen, and gives its row and column back.
    pub fn click(&mut self, at: Position) -> Option<(usize, usize)> {
        let inside = inner(self.area);
        let place = usize::from(at.y.checked_sub(inside.y + 1)?);
        let row = self.top + place;
        if !inside.contains(at) || place >= self.height || row >= self.shown.len() {
            return None;
        }
        let (column, _) = self.columns_in(inside).into_iter().rev().find(|(_, x)| *x <= at.x)?;
        (self.row, self.column) = (row, column);
        Some((row, column))
    }

    /// Draws what was prepared; gives back where the cursor stands on the screen.
    pub fn draw(&self, area: Rect, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, area, buf);
        let inside = frame(buf, area, &self.table.title, true, theme);
        if inside.height < 3 {
            return None;
        }
        let columns = self.columns_in(inside);
        for &(column, x) in &columns {
            self.put_cell(buf, inside, column, x, inside.y, &self.table.columns[column].title, theme);
        }
        buf.set_style(Rect { height: 1, ..inside }, theme.title.add_modifier(Modifier::BOLD));
        let mut cursor = None;
        for (y, place) in (inside.y + 1..inside.bottom()).zip(self.top..(self.top + self.height).min(self.shown.len()))
        {
            for &(column, x) in &columns {
                let Some(words) = self.shown[place].get(column) else { continue };
                self.put_cell(buf, inside, column, x, y, words, theme);
                if (place, column) == (self.row, self.column) && x < inside.right() {
                    let cell = Rect { x, y, width: self.widths[column].min(inside.right() - x), height: 1 };
                    buf.set_style(cell, theme.here);
                    cursor = Some(Position { x: cell.right().saturating_sub(1), y });
                }
            }
        }
        for (y, note) in (inside.bottom().saturating_sub(self.notes)..inside.bottom()).zip(&self.table.notes) {
            put(buf, inside.x, y, inside.width, note, theme.dim);
        }
        cursor
    }

    #[allow(clippy::too_many_arguments)] // a cell is just that: where, what and how
    fn put_cell(&self, buf: &mut Buffer, inside: Rect, column: usize, x: u16, y: u16, words: &str, theme: &Theme) {
        if x >= inside.right() {
            return;
        }
        let cell = Rect { x, y, width: self.widths[column].min(inside.right() - x), height: 1 };
        match self.table.columns[column].kind {
            Kind::Numbers => put_right(buf, cell, y, words, theme.plain),
            Kind::Words => drop(put(buf, x, y, cell.width, words, theme.plain)),
        }
    }
}

/// A code stands under its parent in the sheet, so its own name is enough, indented.
fn words(value: &Value) -> String {
    match value {
        Value::Path(path) => {
            let indent = "  ".repeat(path.len().saturating_sub(1));
            format!("{indent}{}", path.last().map_or("", String::as_str))
        }
        value => value.shown(),
    }
}
