//! The words of one document: print-line numbers and labels in the margin, stripes beside them.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::stripes::{self, Stripe, stripes};
use super::theme::LANES;
use super::{Scene, frame, inner, put, short_name};
use crate::place::{Mark, StripeShow};
use crate::project::{CodeId, Document, DocumentId, Flag, Role, Target, TextKey};
use crate::text::{Row, Span, Text, cell_of, cells, line_of, position_at, rows_of_stretch, stretch_at, turn_at, width};

/// Cells of the margin beside the label: the sign, the number and two blanks.
const MARGIN: u16 = 7;
/// What the pane was last prepared for.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Built {
    document: Option<DocumentId>,
    revision: u64,
    cells: u16,
    height: u16,
    top: u32,
}

/// The transcript pane.
#[derive(Default)]
pub struct Transcript {
    text: Option<Arc<Text>>,
    /// Which words these are: a document's may be written anew.
    key: Option<TextKey>,
    /// Where it was last shown.
    area: Rect,
    built: Built,
    /// First character of the first row shown.
    top: u32,
    rows: Vec<Row>,
    stripes: Vec<Stripe>,
    /// The stripes named on each row.
    names: Vec<Vec<usize>>,
    /// The hidden codes that they were worked out for.
    hidden: BTreeSet<CodeId>,
    /// Signs of what else is known of a passage, at its start: flags and memos.
    signs: Vec<(u32, &'static str)>,
    label_cells: u16,
    stripe_cells: u16,
    /// Where the last search found something, among what is shown.
    found: Vec<Span>,
    found_for: ((String, bool), Built),
}

impl Transcript {
    /// The words of the open document.
    pub fn text(&self) -> Option<&Arc<Text>> {
        self.text.as_ref()
    }

    /// Rows a page has.
    pub fn page(&self) -> usize {
        usize::from(self.built.height).max(1)
    }

    /// The rows shown, from the top.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn document<'a>(&self, scene: &Scene<'a>) -> Option<&'a Document> {
        scene.place.document.and_then(|id| scene.project.document(id))
    }

    /// The rows of the paragraph in which `position` stands.
    fn paragraph(&self, document: &Document, position: u32) -> Vec<Row> {
        let Some(text) = &self.text else { return Vec::new() };
        if document.lines.is_empty() {
            return Vec::new();
        }
        let line = line_of(&document.lines, position);
        let lines = stretch_at(text, &document.turns, &document.lines, line);
        rows_of_stretch(text, &document.turns, &document.lines, lines, usize::from(self.built.cells))
    }

    /// The row in which `position` stands.
    pub fn row_of(&self, document: &Document, position: u32) -> Option<Row> {
        let rows = self.paragraph(document, position);
        let place = rows.partition_point(|row| row.start <= position).saturating_sub(1);
        rows.get(place).copied()
    }

    /// The row `steps` rows further down (up, where negative), as far as there are rows.
    pub fn row_from(&self, document: &Document, from: &Row, steps: isize) -> Row {
        let mut rows = self.paragraph(document, from.start);
        let mut place = rows.iter().position(|row| row.start >= from.start).unwrap_or(0);
        for _ in 0..steps.unsigned_abs() {
            if steps > 0 && place + 1 < rows.len() {
                place += 1;
            } else if steps < 0 && place > 0 {
                place -= 1;
            } else {
                let last = rows.last().map_or(0, |row| row.line as usize);
                let first = rows.first().map_or(0, |row| row.line as usize);
                let next = if steps > 0 { last + 1 } else { first.wrapping_sub(1) };
                let Some(&start) = document.lines.get(next) else { break };
                rows = self.paragraph(document, start);
                place = if steps > 0 { 0 } else { rows.len().saturating_sub(1) };
            }
        }
        rows.get(place).copied().unwrap_or(*from)
    }

    /// The column of a position in its row, in cells.
    pub fn column_of(&self, row: &Row, position: u32) -> u16 {
        self.text.as_ref().map_or(0, |text| cell_of(text, row, position))
    }

    /// The position at a column of a row.
    pub fn position_in(&self, row: &Row, column: u16) -> u32 {
        self.text.as_ref().map_or(0, |text| position_at(text, row, column))
    }

    /// Shows the cursor's row so many rows below the top at the next frame.
    pub fn show_below(&mut self, scene: &Scene, rows: usize) {
        if let Some(document) = self.document(scene)
            && let Some(row) = self.row_of(document, scene.place.cursor)
        {
            self.top = self.row_from(document, &row, -(rows as isize)).start;
        }
    }

    /// Scrolls so many rows (up, where negative); gives back where the cursor must go to be seen.
    pub fn scroll(&mut self, scene: &Scene, rows: isize) -> Option<u32> {
        let document = self.document(scene)?;
        let top = self.row_of(document, self.top)?;
        let first = self.row_from(document, &top, rows);
        let last = self.row_from(document, &first, self.page() as isize - 1);
        self.top = first.start;
        let row = self.row_of(document, scene.place.cursor)?;
        let seen = if row.start < first.start { Some(first) } else { (row.start > last.start).then_some(last) };
        seen.map(|seen| self.position_in(&seen, self.column_of(&row, scene.place.cursor)))
    }

    /// The position drawn at a place of the screen: in the margin that of its row's first character.
    pub fn position_under(&self, at: Position) -> Option<u32> {
        let inside = inner(self.area);
        let row = inside.contains(at).then(|| self.rows.get(usize::from(at.y - inside.y))).flatten()?;
        Some(self.position_in(row, at.x.saturating_sub(inside.x + MARGIN + self.label_cells)))
    }

    /// The position nearest to a place of the screen; above and below the pane, in the row beyond.
    pub fn position_near(&self, document: &Document, at: Position) -> Option<u32> {
        let inside = inner(self.area);
        let last = self.rows.len().checked_sub(1)?;
        let row = match usize::from(at.y.saturating_sub(inside.y)) {
            _ if at.y < inside.y => self.row_from(document, &self.rows[0], -1),
            place if place > last => self.row_from(document, &self.rows[last], 1),
            place => self.rows[place],
        };
        Some(self.position_in(&row, at.x.saturating_sub(inside.x + MARGIN + self.label_cells)))
    }

    /// Works out again what is to be shown where it was last shown.
    pub fn refresh(&mut self, scene: &Scene) {
        self.prepare(scene, self.area);
    }

    /// Works out what `area` is to show.
    pub fn prepare(&mut self, scene: &Scene, area: Rect) {
        let Some(document) = self.document(scene) else {
            *self = Transcript { area, ..Transcript::default() };
            return;
        };
        self.area = area;
        let another = self.built.document != scene.place.document;
        if another || self.text.is_none() || self.key != Some(document.text) {
            self.text = scene.texts.text(document.text);
            self.key = Some(document.text);
            self.top = if another { 0 } else { self.top.min(document.characters) };
            self.built = Built::default();
        }
        self.label_cells = label_cells(document);
        let inside = area.width.saturating_sub(2);
        self.stripe_cells = stripe_cells(inside, scene.place.stripes);
        let margin = MARGIN + self.label_cells + self.stripe_cells;
        let cells = inside.saturating_sub(margin).max(1);
        let height = area.height.saturating_sub(2);
        let was = self.built;
        self.built = Built { cells, height, ..was };
        self.keep_cursor_in_view(document, scene.place.cursor);
        let built =
            Built { document: scene.place.document, revision: scene.project.revision(), cells, height, top: self.top };
        if built != was || self.hidden != scene.place.hidden_codes {
            self.built = built;
            self.hidden.clone_from(&scene.place.hidden_codes);
            self.lay_out(document);
            (self.stripes, self.signs) = match (scene.place.document, self.window()) {
                (Some(id), Some(window)) => (stripes(scene, id, window), signs(scene, id, window)),
                _ => Default::default(),
            };
            self.names = stripes::names(&self.rows, &self.stripes);
        }
        self.find(scene.place);
    }

    /// Moves the top by half a page when the cursor has left the page: a page that stands still costs
    /// a slow line 53 bytes a key, one that scrolls with every key 4,000.
    fn keep_cursor_in_view(&mut self, document: &Document, cursor: u32) {
        let Some(row) = self.row_of(document, cursor) else { return };
        let Some(top) = self.row_of(document, self.top) else { return };
        self.top = top.start;
        let page = self.page() as isize;
        let last = self.row_from(document, &top, page - 1);
        if row.start < top.start || row.start > last.start {
            self.top = self.row_from(document, &row, -(page / 2)).start;
        }
    }

    fn lay_out(&mut self, document: &Document) {
        self.rows.clear();
        let mut line = line_of(&document.lines, self.top);
        let Some(text) = self.text.clone() else { return };
        while self.rows.len() < self.page() && line < document.lines.len() {
            let lines = stretch_at(&text, &document.turns, &document.lines, line);
            line = lines.end;
            let cells = usize::from(self.built.cells);
            let rows = rows_of_stretch(&text, &document.turns, &document.lines, lines, cells);
            let top = self.top;
            self.rows.extend(rows.into_iter().filter(|row| row.start >= top));
        }
        self.rows.truncate(self.page());
    }

    /// How many rows of a passage are shown above and below the row with the cursor.
    pub fn rows_about(&self, cursor: u32, span: Span) -> (u16, u16) {
        let here = self.rows.partition_point(|row| row.start <= cursor).saturating_sub(1);
        let touching = |rows: &[Row]| rows.iter().filter(|row| touches(row, span)).count() as u16;
        let (above, below) = self.rows.split_at(here.min(self.rows.len()));
        (touching(above), touching(below.get(1..).unwrap_or_default()))
    }

    /// Whether a position stands on one of the last rows shown, where little of what follows it is seen.
    pub fn is_low(&self, position: u32) -> bool {
        const LOW: usize = 4;
        let first = self.rows.len().checked_sub(LOW).map(|row| self.rows[row].start);
        first.is_some_and(|first| position >= first)
    }

    /// The characters shown.
    fn window(&self) -> Option<Span> {
        let (first, last) = (self.rows.first()?, self.rows.last()?);
        Span::new(first.start, last.end.max(first.start + 1), u32::MAX)
    }

    fn find(&mut self, place: &crate::place::Place) {
        let wanted = (place.search.clone(), place.by_pattern);
        if self.found_for.0 == wanted && self.found_for.1 == self.built {
            return;
        }
        self.found_for = (wanted, self.built);
        self.found.clear();
        let (Some(text), Some(window)) = (&self.text, self.window()) else { return };
        if let Ok(pattern) = place.pattern() {
            let shown = Text::new(text.slice(window.start()..window.end()));
            let shift = |span: &Span| Span::new(span.start() + window.start(), span.end() + window.start(), u32::MAX);
            self.found = pattern.find_all(&shown).iter().filter_map(shift).collect();
        }
    }

    /// Draws what was prepared; gives back where the cursor stands on the screen.
    pub fn draw(&self, scene: &Scene, area: Rect, focused: bool, buf: &mut Buffer) -> Option<Position> {
        let document = self.document(scene);
        let title = document
            .map_or("transcript".to_string(), |document| format!("{} · {}", document.title, document.kind.word()));
        let title = if scene.theme.ascii { title.replace('·', "-") } else { title };
        let inside = frame(buf, area, &title, focused, scene.theme);
        let Some(document) = document else {
            let hint = "no document yet: Space i brings files in";
            put(buf, inside.x, inside.y, inside.width, hint, scene.theme.dim);
            return None;
        };
        if self.text.is_none() {
            let words = "the words of this document are missing from the project's texts folder";
            put(buf, inside.x, inside.y, inside.width, words, scene.theme.alarm);
            return None;
        }
        let mut cursor = None;
        for (y, (place, row)) in (inside.y..inside.bottom()).zip(self.rows.iter().enumerate()) {
            self.draw_margin(scene, document, inside, y, row, buf);
            let x = inside.x + MARGIN + self.label_cells;
            self.draw_words(scene, x, y, row, buf);
            self.draw_stripes(scene, inside, y, place, buf);
            let next = self.rows.get(place + 1).map_or(u32::MAX, |next| next.start);
            if row.start <= scene.place.cursor && scene.place.cursor < next {
                let column = self.column_of(row, scene.place.cursor).min(self.built.cells.saturating_sub(1));
                cursor = Some(Position { x: x + column, y });
            }
        }
        cursor
    }

    fn draw_margin(&self, scene: &Scene, document: &Document, inside: Rect, y: u16, row: &Row, buf: &mut Buffer) {
        let theme = scene.theme;
        let selected = scene.place.selection.is_some_and(|selection| touches(row, selection.span()));
        let coded = self.stripes.iter().any(|stripe| stripe.touches(row));
        let here = row.start..row.end.max(row.start + 1);
        let noted = self.signs.iter().find(|(start, _)| here.contains(start));
        let (sign, style) = match noted {
            Some((_, sign)) => (*sign, if selected { theme.key } else { theme.label }),
            None if selected => (">", theme.key),
            None if coded => ("#", theme.dim),
            None => (" ", theme.dim),
        };
        put(buf, inside.x, y, 1.min(inside.width), sign, style);
        if row.first && inside.width > 6 {
            put(buf, inside.x + 1, y, 5, &format!("{:>5}", row.line + 1), theme.dim);
        }
        // Where the number leaves its first cell free, the letter stands there, beside the other signs.
        let marked = |mark: &&Mark| Some(mark.document) == scene.place.document && here.contains(&mark.position);
        if let Some(mark) = scene.place.marks.iter().find(marked).filter(|_| inside.width > 6) {
            let x = inside.x + if row.line < 9_999 { 1 } else { 6 };
            put(buf, x, y, 1, &mark.letter.to_string(), theme.key);
        }
        let opens = turn_at(&document.turns, row.start).map(|place| document.turns[place]);
        if let Some(turn) = opens.filter(|turn| turn.body == row.start)
            && let Some(speaker) = document.speakers.get(usize::from(turn.speaker))
            && inside.width > MARGIN
        {
            let style = if speaker.role == Role::Participant { theme.label } else { theme.dim };
            let room = self.label_cells.min(inside.width - MARGIN);
            put(buf, inside.x + MARGIN, y, room, &short_name(&speaker.label), style);
        }
    }

    fn draw_words(&self, scene: &Scene, x: u16, y: u16, row: &Row, buf: &mut Buffer) {
        let Some(text) = &self.text else { return };
        let selection = scene.place.selection;
        let mut column = 0;
        for cell in cells(text, row.start..row.end) {
            if column + cell.width > self.built.cells {
                break;
            }
            let within = |span: Span| span.start() < cell.end && cell.start < span.end();
            let style = match selection {
                Some(selection) if within(selection.span()) => {
                    if selection.spent {
                        scene.theme.spent
                    } else {
                        scene.theme.selected
                    }
                }
                _ if self.found.iter().any(|&span| within(span)) => scene.theme.found,
                _ => scene.theme.plain,
            };
            let at = Position { x: x + column, y };
            if buf.area.contains(at) {
                let room = usize::from(buf.area.right() - at.x);
                buf.set_stringn(at.x, at.y, &cell.shown, room, style);
            }
            column += cell.width;
        }
        // An empty line within a selection shows one selected cell, so that it is seen to be selected.
        if row.start == row.end && selection.is_some_and(|selection| selection.span().contains(row.start)) {
            put(buf, x, y, 1, " ", scene.theme.selected);
        }
    }

    /// A bar for each coding that touches the row, and the names that stand here.
    fn draw_stripes(&self, scene: &Scene, inside: Rect, y: u16, place: usize, buf: &mut Buffer) {
        let theme = scene.theme;
        let row = &self.rows[place];
        let here: Vec<&Stripe> = self.stripes.iter().filter(|stripe| stripe.touches(row)).collect();
        if self.stripe_cells < 2 || here.is_empty() {
            return;
        }
        let left = inside.right().saturating_sub(self.stripe_cells) + 1;
        let lanes = here.iter().map(|stripe| stripe.lane + 1).max().unwrap_or(0);
        let room = usize::from(self.stripe_cells) - 1;
        let bars = lanes.min(LANES).min(if scene.place.stripes == StripeShow::Bars { room } else { room.div_ceil(2) });
        for stripe in here.iter().filter(|stripe| stripe.lane < bars) {
            put(buf, left + stripe.lane as u16, y, 1, theme.bars[stripe.lane], theme.stripe(stripe.lane));
        }
        if lanes > bars {
            put(buf, left + bars as u16 - 1, y, 1, "+", theme.dim);
        }
        if scene.place.stripes == StripeShow::Names {
            let x = left + bars as u16;
            let area = Rect { x, width: inside.right().saturating_sub(x), y, height: 1 };
            self.draw_names(scene, area, place, here.len() > 1, buf);
        }
    }

    /// The names that stand on a row; beside several bars each has the sign of its own bar before it.
    fn draw_names(&self, scene: &Scene, area: Rect, place: usize, signed: bool, buf: &mut Buffer) {
        const LEAST: u16 = 5;
        let Some(named) = self.names.get(place).filter(|named| !named.is_empty()) else { return };
        let fit = named.len().min(usize::from(area.width / LEAST).max(1));
        let more = named.len() - fit;
        let room = if more > 0 { area.width.saturating_sub(2) } else { area.width };
        let each = room / fit as u16;
        let mut x = area.x;
        for stripe in named.iter().take(fit).map(|&stripe| &self.stripes[stripe]) {
            let style = scene.theme.stripe(stripe.lane);
            let sign = if signed { scene.theme.bars.get(stripe.lane).copied().unwrap_or("+") } else { "" };
            put(buf, x, area.y, each, &format!("{sign}{}", stripe.name), style);
            x += each;
        }
        if more > 0 {
            put(buf, area.x + room, area.y, 2, &format!("+{more}"), scene.theme.dim);
        }
    }
}

/// Where passages begin that are flagged (`!` discuss, `*` key quote) or have a memo (`m`).
fn signs(scene: &Scene, id: DocumentId, window: Span) -> Vec<(u32, &'static str)> {
    let flagged = |flag, sign| {
        let codings = scene.project.codings_touching(id, window).filter(move |(_, coding)| coding.flags.has(flag));
        codings.map(move |(_, coding)| (coding.span.start(), sign))
    };
    let memos = scene.project.memos_touching(id, window).filter_map(|(_, memo)| match memo.on {
        Target::Excerpt(_, span) => Some((span.start(), "m")),
        _ => None,
    });
    flagged(Flag::Discuss, "!").chain(flagged(Flag::KeyQuote, "*")).chain(memos).collect()
}

fn touches(row: &Row, span: Span) -> bool {
    span.start() < row.end.max(row.start + 1) && row.start < span.end()
}

fn label_cells(document: &Document) -> u16 {
    let longest = document.speakers.iter().map(|speaker| width(&short_name(&speaker.label))).max();
    longest.map_or(0, |cells| cells as u16 + 1)
}

/// The names of stripes take a quarter of the pane, within reason; bars alone take one cell each.
fn stripe_cells(inside: u16, show: StripeShow) -> u16 {
    match show {
        StripeShow::Off => 0,
        StripeShow::Bars => (inside / 5).min(LANES as u16 + 1),
        StripeShow::Names if inside < 30 => inside / 6,
        StripeShow::Names if inside < 60 => (inside / 5).max(8),
        StripeShow::Names => (inside / 4).min(22),
    }
}
