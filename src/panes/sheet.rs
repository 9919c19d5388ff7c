//! Any table on the screen: every number opens what it counted.

mod arrangement;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::{Scene, Theme, frame, inner, keep_in_view, put, put_right};
use crate::analysis::{Cell, Column, Kind, Opens, Report, Table, Value};
use crate::place::Mark;
use crate::project::{CaseId, CodeId, CodingId, DocumentId, MemoId, OpId, Target, ThemeId};
use crate::text::{Span, visible, width};

pub use arrangement::{Arrangement, Least};

/// Words take so many cells at most, so that numbers stay on the screen.
const WORDS: usize = 44;
/// So many notes are shown; the command line prints them all.
const NOTES: usize = 6;
/// So many cells are left to a number and the frame beside a column of words.
const NUMBER: u16 = 20;
/// On a screen of so many rows or fewer the settings give way to the numbers.
const LOW: u16 = 12;

/// What a row of a sheet stands for, so that keys can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// A document.
    Document(DocumentId),
    /// A label in a document, by place in its list.
    Speaker(DocumentId, u16),
    /// A person.
    Case(CaseId),
    /// A code.
    Code(CodeId),
    /// A coding.
    Coding(CodingId),
    /// A stretch of a text.
    Excerpt(DocumentId, Span),
    /// A theme.
    Theme(ThemeId),
    /// A memo.
    Memo(MemoId),
    /// A change.
    Op(OpId),
    /// A place that has a letter.
    Mark(Mark),
    /// A label of what is about to be imported, by place.
    Label(usize),
    /// Words that may tell who somebody is, by place: they stand nowhere that could be gone to at once.
    Candidate(usize),
    /// A memo that is not finished.
    Draft(usize),
}

impl Entry {
    /// The document, where it stands for one.
    pub fn document(self) -> Option<DocumentId> {
        match self {
            Entry::Document(document) => Some(document),
            _ => None,
        }
    }
}

/// What a sheet shows.
pub struct Listing {
    /// The rows.
    pub table: Table,
    /// What each row stands for; none where the rows stand for nothing that keys could act on.
    pub entries: Vec<Entry>,
}

impl From<Table> for Listing {
    fn from(table: Table) -> Listing {
        Listing { table, entries: Vec::new() }
    }
}

/// Makes a listing anew when something has changed.
pub type Source = Box<dyn Fn(&Scene) -> Listing + Send>;

/// A table, and the cell that has the keys.
pub struct Sheet {
    /// Where its keys have meanings of their own.
    pub context: &'static str,
    /// Everything there is, however it is arranged.
    whole: Listing,
    arrangement: Arrangement,
    /// What was asked of the report that is shown, as it was typed.
    pub asked: String,
    /// The report that is shown; whoever counts it shows it anew when the project has changed.
    report: Option<&'static Report>,
    /// What the table was made with, in one line.
    settings: String,
    /// Lines above the columns.
    above: u16,
    table: Table,
    entries: Vec<Entry>,
    /// The rows marked with `x`.
    pub marked: BTreeSet<Entry>,
    source: Option<Source>,
    revision: u64,
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
    /// Shows what was found once, the first number under the cursor.
    pub fn new(listing: impl Into<Listing>) -> Sheet {
        let mut sheet = Sheet {
            context: "table",
            whole: Table::default().into(),
            arrangement: Arrangement::default(),
            asked: String::new(),
            report: None,
            settings: String::new(),
            above: 0,
            table: Table::default(),
            entries: Vec::new(),
            marked: BTreeSet::new(),
            source: None,
            revision: 0,
            shown: Vec::new(),
            wanted: Vec::new(),
            widths: Vec::new(),
            notes: 0,
            area: Rect::ZERO,
            row: 0,
            column: 0,
            top: 0,
            height: 1,
            left: 0,
        };
        sheet.show(listing.into());
        let numbers = sheet.table.columns.iter().position(|column| column.kind == Kind::Numbers);
        sheet.column = numbers.unwrap_or(0);
        sheet
    }

    /// Shows what `source` makes of the project, and makes it anew when the project has changed.
    pub fn of(scene: &Scene, context: &'static str, source: impl Fn(&Scene) -> Listing + Send + 'static) -> Sheet {
        let (first, revision) = (source(scene), scene.project.revision());
        Sheet { context, source: Some(Box::new(source)), revision, ..Sheet::new(first) }
    }

    /// Shows what a report answered to what was asked of it, as it was typed.
    pub fn of_report(report: &'static Report, asked: &str, answer: Listing, revision: u64) -> Sheet {
        Sheet { report: Some(report), asked: asked.to_string(), revision, ..Sheet::new(answer) }
    }

    /// The report that is shown, where the project is another by now.
    pub fn outdated(&self, revision: u64) -> Option<&'static Report> {
        self.report.filter(|_| self.revision != revision)
    }

    /// Takes the report to be as the project is at this revision.
    pub fn stay(&mut self, revision: u64) {
        self.revision = revision;
    }

    /// Shows the same report as it is by now, the cursor where it was.
    pub fn renew(&mut self, answer: Listing, revision: u64) {
        self.revision = revision;
        self.show(answer);
        self.stand_on(None);
    }

    /// Brings what is shown after the project; the cursor stays on its entry.
    pub fn refresh(&mut self, scene: &Scene) {
        let Some(source) = &self.source else { return };
        if self.revision != scene.project.revision() {
            let here = self.entry();
            let listing = source(scene);
            self.revision = scene.project.revision();
            self.show(listing);
            self.stand_on(here);
        }
    }

    /// Puts the cursor on the row of an entry, where there is one.
    pub fn stand_on(&mut self, entry: Option<Entry>) {
        let place = entry.and_then(|here| self.entries.iter().position(|entry| *entry == here));
        self.row = place.unwrap_or(self.row).min(self.table.rows.len().saturating_sub(1));
    }

    /// Makes what is shown anew at the next look, though the project is as it was.
    pub fn stale(&mut self) {
        self.revision = u64::MAX;
    }

    /// Shows something else; what is marked and still there stays marked.
    pub fn show(&mut self, listing: Listing) {
        self.whole = listing;
        let said = self.whole.table.settings.iter().map(|(key, value)| format!("{key}: {value}"));
        self.settings = visible(&said.collect::<Vec<_>>().join("   ")).into_owned();
        self.arrange();
    }

    /// How the rows are arranged.
    pub fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Arranges the rows otherwise, the cursor on the first.
    pub fn arrange_as(&mut self, arrangement: Arrangement) {
        self.arrangement = arrangement;
        self.arrange();
        (self.row, self.top) = (0, 0);
    }

    /// The table with its rows as they are arranged, and a word on that.
    pub fn arranged(&self) -> Table {
        let mut table = self.table.clone();
        let says = self.arrangement.says(&table);
        table.notes.extend(Some(says.trim()).filter(|says| !says.is_empty()).map(|says| format!("rows: {says}")));
        table
    }

    fn arrange(&mut self) {
        let Listing { table, entries } = self.arrangement.of(&self.whole);
        // Away from those above it a code's own name says too little.
        let is_moved = self.arrangement != Arrangement::default();
        let words = |value: &Value| if is_moved { value.shown() } else { words(value) };
        let row = |row: &Vec<Cell>| row.iter().map(|cell| visible(&words(&cell.value)).into_owned()).collect();
        self.shown = table.rows.iter().map(row).collect();
        let wanted = |(place, column): (usize, &Column)| {
            let cells = self.shown.iter().filter_map(|row: &Vec<String>| row.get(place));
            let longest = cells.map(|cell| width(cell)).max().unwrap_or(0);
            longest.max(width(&column.title)).min(WORDS) as u16
        };
        self.wanted = table.columns.iter().enumerate().map(wanted).collect();
        self.widths.clone_from(&self.wanted);
        self.marked.retain(|entry| entries.contains(entry));
        (self.table, self.entries) = (table, entries);
    }

    /// The table shown.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// What the rows stand for.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the row under the cursor stands for.
    pub fn entry(&self) -> Option<Entry> {
        self.entries.get(self.row).copied()
    }

    /// Puts the cursor on a row, where it is there.
    pub fn go_to(&mut self, entry: Entry) {
        self.row = self.entries.iter().position(|other| *other == entry).unwrap_or(self.row);
    }

    /// The marked rows in their order, else the one under the cursor.
    pub fn chosen(&self) -> Vec<Entry> {
        let marked: Vec<Entry> = self.entries.iter().copied().filter(|entry| self.marked.contains(entry)).collect();
        if marked.is_empty() { self.entry().into_iter().collect() } else { marked }
    }

    /// Marks or unmarks the row under the cursor.
    pub fn mark(&mut self) {
        if let Some(entry) = self.entry()
            && !self.marked.remove(&entry)
        {
            self.marked.insert(entry);
        }
    }

    /// Moves the cursor, as far as there are cells.
    pub fn go(&mut self, rows: isize, columns: isize) {
        self.row = self.row.saturating_add_signed(rows).min(self.table.rows.len().saturating_sub(1));
        self.column = self.column.saturating_add_signed(columns).min(self.table.columns.len().saturating_sub(1));
    }

    /// What the cell under the cursor opens.
    pub fn opens(&self) -> Option<&Opens> {
        self.table.rows.get(self.row)?.get(self.column)?.opens.as_ref()
    }

    /// What a memo written here is on: that of the cell, or else of the nearest before it, to which it belongs.
    pub fn memo(&self) -> Option<Target> {
        let before = self.table.rows.get(self.row)?.iter().take(self.column + 1).rev();
        before.into_iter().find_map(|cell| match cell.opens {
            Some(Opens::Memo(on)) => Some(on),
            _ => None,
        })
    }

    /// Works out what `area` is to show.
    pub fn prepare(&mut self, area: Rect) {
        self.area = area;
        // The numbers come first: on a low screen fewer notes are shown, on a narrow one shorter words.
        self.notes = (self.table.notes.len().min(NOTES) as u16).min(area.height / 5);
        self.above = u16::from(!self.settings.is_empty() && area.height > LOW);
        let around = 3 + self.above + if self.notes > 0 { 1 + self.notes } else { 0 };
        self.height = usize::from(area.height.saturating_sub(around));
        let most = area.width.saturating_sub(NUMBER).max(NUMBER / 2);
        let kinds = self.table.columns.iter().map(|column| column.kind);
        self.widths = kinds
            .zip(&self.wanted)
            .map(|(kind, &wanted)| if kind == Kind::Words { wanted.min(most) } else { wanted })
            .collect();
        self.top = keep_in_view(self.top, self.row, self.height);
        self.left = self.left.min(self.column);
        let inside = area.width.saturating_sub(2 + self.margin());
        while self.left < self.column && self.end_of(self.column) > inside {
            self.left += 1;
        }
    }

    /// The cells up to the end of that column, from the first one shown; the first column always is.
    fn end_of(&self, column: usize) -> u16 {
        let first = if self.left > 0 { self.widths[0] + 2 } else { 0 };
        first + self.widths[self.left..=column].iter().map(|wide| wide + 2).sum::<u16>()
    }

    fn margin(&self) -> u16 {
        if self.entries.is_empty() { 0 } else { 2 }
    }

    /// The frame's inside without the column for the sign of marked rows.
    fn cells_in(&self, framed: Rect) -> Rect {
        Rect { x: framed.x + self.margin(), width: framed.width.saturating_sub(self.margin()), ..framed }
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
        let framed = inner(self.area);
        let inside = self.cells_in(framed);
        let place = usize::from(at.y.checked_sub(inside.y + 1 + self.above)?);
        let row = self.top + place;
        if !framed.contains(at) || place >= self.height || row >= self.shown.len() {
            return None;
        }
        let (column, _) = self.columns_in(inside).into_iter().rev().find(|(_, x)| *x <= at.x.max(inside.x))?;
        (self.row, self.column) = (row, column);
        Some((row, column))
    }

    /// Draws what was prepared; gives back where the cursor stands on the screen.
    pub fn draw(&self, area: Rect, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, area, buf);
        let title = format!("{}{}", self.table.title, self.arrangement.says(&self.table));
        let framed = frame(buf, area, &title, true, theme);
        if framed.height < 3 {
            return None;
        }
        let mut inside = self.cells_in(framed);
        if self.above > 0 {
            put(buf, inside.x, inside.y, inside.width, &self.settings, theme.dim);
            inside = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
        }
        let columns = self.columns_in(inside);
        for &(column, x) in &columns {
            self.put_cell(buf, inside, column, x, inside.y, &self.table.columns[column].title, theme);
        }
        buf.set_style(Rect { height: 1, ..inside }, theme.title.add_modifier(Modifier::BOLD));
        let mut cursor = None;
        for (y, place) in (inside.y + 1..inside.bottom()).zip(self.top..(self.top + self.height).min(self.shown.len()))
        {
            if self.entries.get(place).is_some_and(|entry| self.marked.contains(entry)) {
                put(buf, framed.x, y, 1, "*", theme.key);
            }
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
        if self.shown.len() > self.height {
            let last = (self.top + self.height).min(self.shown.len());
            let words = format!(" rows {}-{last} of {} ", self.top + 1, self.shown.len());
            let foot = Rect { width: area.width.saturating_sub(2), ..area };
            put_right(buf, foot, area.bottom() - 1, &words, theme.dim);
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
