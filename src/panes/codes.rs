//! The code tree, with what each code counts.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

mod order;

use super::{Scene, frame, inner, keep_in_view, put, put_right, tint};
use crate::analysis::{Counting, Layer, Numbers, Tally, tallies, tally};
use crate::place::{Counted, TreeCounts, TreeSort};
use crate::project::{CodeId, CodebookRow, Project};
use crate::text::{clip, visible, width};
use order::Laid;

/// From so many cells on, own and subcode counts stand in columns of their own.
const WIDE: u16 = 40;
/// From so many codes on, counting them all in one sweep costs less than each alone.
const MANY: usize = 64;

/// What decides which rows there are: they are laid out anew when it differs.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    revision: u64,
    folded: BTreeSet<CodeId>,
    filter: String,
    sort: TreeSort,
    counts: TreeCounts,
    /// Where they are sorted by it: the codes used last.
    recent: Vec<CodeId>,
}

impl Seen {
    fn of(scene: &Scene) -> Seen {
        let place = scene.place;
        let recent = if place.tree_sort == TreeSort::Recent { place.recent_codes.clone() } else { Vec::new() };
        Seen {
            revision: scene.project.revision(),
            folded: place.folded.clone(),
            filter: place.tree_filter.clone(),
            sort: place.tree_sort,
            counts: place.tree_counts,
            recent,
        }
    }
}

/// The code tree.
#[derive(Default)]
pub struct Codes {
    seen: Option<Seen>,
    laid: Laid,
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
        &self.laid.rows
    }

    /// The code that fits best what the tree is narrowed to.
    pub fn best(&self) -> Option<CodeId> {
        self.laid.best
    }

    /// Rows a page has.
    pub fn page(&self) -> usize {
        self.height.max(1)
    }

    /// The row of the code under the cursor; the first, where that is folded away or gone.
    pub fn row(&self, scene: &Scene) -> usize {
        let here = scene.place.code;
        self.rows().iter().position(|row| Some(row.code) == here).unwrap_or(0)
    }

    /// The code drawn at a place of the screen, and whether its fold sign stands there.
    pub fn row_under(&self, at: Position) -> Option<(CodeId, bool)> {
        let list = inner(self.area);
        let place = usize::from(at.y.checked_sub(list.y)?);
        let row = self.rows().get(self.top + place).filter(|_| list.contains(at) && place < self.height)?;
        let sign = list.x + indent(row, list);
        Some((row.code, row.size > 1 && (sign..sign + 2).contains(&at.x)))
    }

    /// Works out which rows there are; cheap while nothing has changed.
    pub fn refresh(&mut self, scene: &Scene) {
        let seen = Seen::of(scene);
        if self.seen.as_ref() == Some(&seen) {
            return;
        }
        if seen.sort == TreeSort::Count {
            let all = scene.project.codebook().rows().iter().map(|row| row.code);
            self.count(scene.project, all.collect());
        }
        self.laid = order::lay_out(scene, |code| self.tally(code));
        self.seen = Some(seen);
    }

    /// Counts those of the codes whose counts may have changed since they were counted.
    fn count(&mut self, project: &Project, mut codes: Vec<CodeId>) {
        codes.retain(|code| self.tallies.get(code).is_none_or(|(at, _)| *at < project.counts_since(*code)));
        if codes.is_empty() {
            return;
        }
        let counting = Counting::new(project, Layer::Union);
        let at = project.revision();
        if codes.len() < MANY {
            self.tallies.extend(codes.into_iter().map(|code| (code, (at, tally(&counting, code)))));
        } else {
            let all = project.codebook().rows().iter().zip(tallies(&counting));
            self.tallies.extend(all.map(|(row, tally)| (row.code, (at, tally))));
        }
    }

    /// Works out what `area` is to show: counts only for the rows seen.
    pub fn prepare(&mut self, scene: &Scene, area: Rect) {
        self.refresh(scene);
        self.area = area;
        self.height = usize::from(area.height.saturating_sub(4));
        let row = self.row(scene);
        self.top = keep_in_view(self.top, row, self.height).min(self.rows().len().saturating_sub(self.height));
        let shown = self.rows().iter().skip(self.top).take(self.height).map(|row| row.code).collect();
        self.count(scene.project, shown);
    }

    /// What a row that is shown counts.
    pub fn tally(&self, code: CodeId) -> Tally {
        self.tallies.get(&code).map(|(_, tally)| *tally).unwrap_or_default()
    }

    /// Draws what was prepared; gives back where the cursor stands on the screen.
    pub fn draw(&self, scene: &Scene, area: Rect, focused: bool, buf: &mut Buffer) -> Option<Position> {
        let heading = self.heading(scene, area.width);
        let room = usize::from(area.width).saturating_sub(width(&heading) + 9);
        let title = clip(&visible(&title(scene)), room, '+').into_owned();
        let inside = frame(buf, area, &title, focused, scene.theme);
        if inside.height < 3 {
            return None;
        }
        let above = Rect { y: area.y, width: inside.width, ..inside };
        put_right(buf, above, area.y, &format!(" {heading} "), scene.theme.dim);
        if self.rows().is_empty() {
            let (first, second) = match scene.place.tree_filter.as_str() {
                "" => ("no codes yet: c codes the passage,", "o makes a code here"),
                _ => ("no code fits that", "f narrows anew, Esc shows all"),
            };
            put(buf, inside.x, inside.y, inside.width, first, scene.theme.dim);
            put(buf, inside.x, inside.y + 1, inside.width, second, scene.theme.dim);
            return None;
        }
        let here = self.row(scene);
        let list = Rect { height: inside.height - 2, ..inside };
        for (y, (place, row)) in (list.y..list.bottom()).zip(self.rows().iter().enumerate().skip(self.top)) {
            self.draw_row(scene, list, y, row, buf);
            if place == here {
                tint(buf, list, y, if focused { scene.theme.here } else { scene.theme.rested });
            }
        }
        self.draw_quick(scene, list, buf);
        self.draw_foot(scene, inside, self.rows().get(here), buf);
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
        let counts = self.counts(scene, row, list.width);
        let wide = counts.chars().count() as u16 + 1;
        let name = scene.project.shown_name(row.code);
        let x = list.x + indent;
        put(buf, x, y, 1, sign, theme.dim);
        if scene.place.hidden_codes.contains(&row.code) {
            put(buf, x + 1, y, 1, "-", theme.dim);
        }
        let room = list.right().saturating_sub(x + 2 + wide);
        put(buf, x + 2, y, room, &visible(&name), theme.plain);
        put_right(buf, list, y, &counts, theme.plain);
    }

    /// What the numbers are.
    fn heading(&self, scene: &Scene, cells: u16) -> String {
        let TreeCounts { what, own } = scene.place.tree_counts;
        match (own, cells >= WIDE + 2) {
            (true, _) => format!("own {}", what.short()),
            (false, true) => format!("{}: own   with subcodes", what.short()),
            (false, false) => what.short().to_string(),
        }
    }

    fn counts(&self, scene: &Scene, row: &CodebookRow, cells: u16) -> String {
        let Tally { own, subtree } = self.tally(row.code);
        let counts = scene.place.tree_counts;
        let shown = |numbers: Numbers| match counts.what {
            Counted::Both => format!("{}/{}", numbers.excerpts, numbers.respondents),
            Counted::Excerpts => numbers.excerpts.to_string(),
            Counted::Respondents => numbers.respondents.to_string(),
        };
        if counts.own {
            return shown(own);
        }
        if cells < WIDE {
            return shown(subtree);
        }
        let own = if own.excerpts == 0 && row.size > 1 { String::new() } else { shown(own) };
        format!("{own:>7} {:>9}", shown(subtree))
    }

    /// The quick codes, where the rows leave room for all of them.
    fn draw_quick(&self, scene: &Scene, list: Rect, buf: &mut Buffer) {
        let in_use = |code: &CodeId| scene.project.codebook().place(*code).is_some();
        let quick: Vec<(char, CodeId)> =
            scene.place.quick.iter().filter(|(_, code)| in_use(code)).map(|(&key, &code)| (key, code)).collect();
        let Some(room) = usize::from(list.height).checked_sub(self.rows().len() + 1) else { return };
        if quick.len() > room {
            return;
        }
        let first = list.bottom() - quick.len() as u16;
        for (place, (y, (key, code))) in (first..).zip(quick).enumerate() {
            let title = if place == 0 { "quick" } else { "" };
            let words = format!("{title:5}  {key}  {}", scene.project.shown_name(code));
            put(buf, list.x, y, list.width, &words, scene.theme.dim);
        }
    }

    /// The code under the cursor in full: both counts, in words.
    fn draw_foot(&self, scene: &Scene, inside: Rect, row: Option<&CodebookRow>, buf: &mut Buffer) {
        let Some(row) = row else { return };
        let Tally { own, subtree } = self.tally(row.code);
        let words = |numbers: Numbers| format!("{} exc {} resp", numbers.excerpts, numbers.respondents);
        let y = inside.bottom() - 2;
        put(buf, inside.x, y, inside.width, &format!("own  {}", words(own)), scene.theme.dim);
        let second = match row.size {
            1 => scene.project.code(row.code).map(|code| code.definition.definition.clone()).unwrap_or_default(),
            _ => format!("all  {}", words(subtree)),
        };
        put(buf, inside.x, y + 1, inside.width, second.lines().next().unwrap_or_default(), scene.theme.dim);
    }
}

/// What the tree is narrowed to, and how it is sorted.
fn title(scene: &Scene) -> String {
    let sorted = match scene.place.tree_sort {
        TreeSort::Codebook => "",
        sort => sort.short(),
    };
    let parts = ["codes", sorted, scene.place.tree_filter.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// Cells before a row's fold sign.
fn indent(row: &CodebookRow, list: Rect) -> u16 {
    (row.depth * 2).min(list.width / 3)
}
