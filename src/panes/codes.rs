//! The code tree, with what each code counts.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Scene, frame, inner, keep_in_view, put, put_right, tint};
use crate::analysis::{Counting, Layer, Numbers, Tally, tally};
use crate::project::{CodeId, CodebookRow};
use crate::text::visible;

/// From so many cells on, own and subcode counts stand in columns of their own.
const WIDE: u16 = 40;

/// The code tree.
#[derive(Default)]
pub struct Codes {
    revision: Option<u64>,
    folded: BTreeSet<CodeId>,
    rows: Vec<CodebookRow>,
    /// Where it was last shown.
    area: Rect,
    top: usize,
    height: usize,
    /// What each code counts, and the revision at which it was counted.
    tallies: BTreeMap<CodeId, (u64, Tally)>,
}

impl Codes {
    /// The rows that are not folded away.
    pub fn rows(&self) -> &[CodebookRow] {
        &self.rows
    }

    /// Rows a page has.
    pub fn page(&self) -> usize {
        self.height.max(1)
    }

    /// The row of the code under the cursor; the first, where that is folded away or gone.
    pub fn row(&self, scene: &Scene) -> usize {
        let here = scene.place.code;
        self.rows.iter().position(|row| Some(row.code) == here).unwrap_or(0)
    }

    /// The code drawn at a place of the screen, and whether its fold sign stands there.
    pub fn row_under(&self, at: Position) -> Option<(CodeId, bool)> {
        let list = inner(self.area);
        let place = usize::from(at.y.checked_sub(list.y)?);
        let row = self.rows.get(self.top + place).filter(|_| list.contains(at) && place < self.height)?;
        let sign = list.x + indent(row, list);
        Some((row.code, row.size > 1 && (sign..sign + 2).contains(&at.x)))
    }

    /// Works out which rows there are; cheap while nothing has changed.
    pub fn refresh(&mut self, scene: &Scene) {
        let revision = scene.project.revision();
        if self.revision == Some(revision) && self.folded == scene.place.folded {
            return;
        }
        self.revision = Some(revision);
        self.folded.clone_from(&scene.place.folded);
        let all = scene.project.codebook().rows();
        self.rows.clear();
        let mut place = 0;
        while let Some(row) = all.get(place) {
            self.rows.push(*row);
            place += if scene.place.folded.contains(&row.code) { row.size as usize } else { 1 };
        }
    }

    /// Works out what `area` is to show: counts only for the rows seen.
    pub fn prepare(&mut self, scene: &Scene, area: Rect) {
        self.refresh(scene);
        self.area = area;
        self.height = usize::from(area.height.saturating_sub(4));
        let row = self.row(scene);
        self.top = keep_in_view(self.top, row, self.height).min(self.rows.len().saturating_sub(self.height));
        let seen = self.rows.iter().skip(self.top).take(self.height);
        let project = scene.project;
        let counted = |code: &CodeId| self.tallies.get(code).is_some_and(|(at, _)| *at >= project.counts_since(*code));
        let uncounted: Vec<CodeId> = seen.map(|row| row.code).filter(|code| !counted(code)).collect();
        if !uncounted.is_empty() {
            let counting = Counting::new(project, Layer::Union);
            let at = project.revision();
            self.tallies.extend(uncounted.into_iter().map(|code| (code, (at, tally(&counting, code)))));
        }
    }

    /// What a row that is shown counts.
    pub fn tally(&self, code: CodeId) -> Tally {
        self.tallies.get(&code).map(|(_, tally)| *tally).unwrap_or_default()
    }

    /// Draws what was prepared; gives back where the cursor stands on the screen.
    pub fn draw(&self, scene: &Scene, area: Rect, focused: bool, buf: &mut Buffer) -> Option<Position> {
        let inside = frame(buf, area, "codes", focused, scene.theme);
        if inside.height < 3 {
            return None;
        }
        let heading = if inside.width >= WIDE { "exc/resp: own   with subcodes" } else { "exc/resp" };
        put_right(
            buf,
            Rect { y: area.y, width: inside.width, ..inside },
            area.y,
            &format!(" {heading} "),
            scene.theme.dim,
        );
        if self.rows.is_empty() {
            put(buf, inside.x, inside.y, inside.width, "no codes yet: c codes the passage,", scene.theme.dim);
            put(buf, inside.x, inside.y + 1, inside.width, "o makes a code here", scene.theme.dim);
            return None;
        }
        let here = self.row(scene);
        let list = Rect { height: inside.height - 2, ..inside };
        for (y, (place, row)) in (list.y..list.bottom()).zip(self.rows.iter().enumerate().skip(self.top)) {
            self.draw_row(scene, list, y, row, buf);
            if place == here {
                tint(buf, list, y, if focused { scene.theme.here } else { scene.theme.rested });
            }
        }
        self.draw_foot(scene, inside, self.rows.get(here), buf);
        let y = list.y + u16::try_from(here.saturating_sub(self.top)).unwrap_or(0);
        (here >= self.top && y < list.bottom()).then_some(Position { x: list.x, y })
    }

    fn draw_row(&self, scene: &Scene, list: Rect, y: u16, row: &CodebookRow, buf: &mut Buffer) {
        let theme = scene.theme;
        let has_children = row.size > 1;
        let folded = scene.place.folded.contains(&row.code);
        let sign = match (scene.place.marked_codes.contains(&row.code), has_children, folded) {
            (true, ..) => "*",
            (_, true, true) => ">",
            (_, true, false) => "v",
            _ => " ",
        };
        let indent = indent(row, list);
        let counts = self.counts(row, list.width);
        let wide = counts.chars().count() as u16 + 1;
        let name = scene.project.shown_name(row.code);
        let x = list.x + indent;
        put(buf, x, y, 1, sign, theme.dim);
        let room = list.right().saturating_sub(x + 2 + wide);
        put(buf, x + 2, y, room, &visible(&name), theme.plain);
        put_right(buf, list, y, &counts, theme.plain);
    }

    fn counts(&self, row: &CodebookRow, cells: u16) -> String {
        let Tally { own, subtree } = self.tally(row.code);
        let both = |numbers: Numbers| format!("{}/{}", numbers.excerpts, numbers.respondents);
        if cells < WIDE {
            return both(subtree);
        }
        let own = if own.excerpts == 0 && row.size > 1 { String::new() } else { both(own) };
        format!("{own:>7} {:>9}", both(subtree))
    }

    /// The code under the cursor in full: both counts, in words.
    fn draw_foot(&self, scene: &Scene, inside: Rect, row: Option<&CodebookRow>, buf: &mut Buffer) {
        let Some(row) = row else { return };
        let Tally { own, subtree } = self.tally(row.code);
        let words = |numbers: Numbers| format!("{} exc {} resp", numbers.excerpts, numbers.respondents);
        let y = inside.bottom() - 2;
        put(buf, inside.x, y, inside.width, &format!("own  {}", words(own)), scene.theme.dim);
        if row.size > 1 {
            put(buf, inside.x, y + 1, inside.width, &format!("all  {}", words(subtree)), scene.theme.dim);
        }
    }
}

/// Cells before a row's fold sign.
fn indent(row: &CodebookRow, list: Rect) -> u16 {
    (row.depth * 2).min(list.width / 3)
}
