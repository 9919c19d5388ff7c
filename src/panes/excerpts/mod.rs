//! The excerpts of one code, or those a filter asks for, in groups where that is wished; the one under
//! the cursor in full.

mod groups;
mod rows;
mod whole;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Scene, frame, inner, keep_in_view, put, tint};
use crate::analysis::{Asking, Excerpt, Layer, Query, Reach};
use crate::place::{ExcerptSort, Grouping};
use crate::project::{CodeId, DocumentId, Person};
use crate::text::{Span, count_of, visible};
pub use groups::Group;
use rows::Columns;
pub use rows::{cite, quote};

/// From so many cells on an excerpt is one row.
const WIDE: u16 = 60;

/// What the list was made for.
#[derive(Clone, PartialEq, Eq)]
struct Built {
    listed: Option<CodeId>,
    sort: ExcerptSort,
    filter: String,
    group: Option<Grouping>,
}

/// The excerpt list.
#[derive(Default)]
pub struct Excerpts {
    built: Option<(u64, Built)>,
    list: Vec<Excerpt>,
    places: BTreeMap<(DocumentId, Span), usize>,
    groups: Vec<Group>,
    respondents: usize,
    /// How many of the excerpts have a subcode and not the code listed.
    below: usize,
    /// The filter names a code of its own.
    own_code: bool,
    /// Why the filter cannot be asked.
    wrong: Option<String>,
    /// Where it was last shown.
    area: Rect,
    /// The first row shown: excerpts and headings counted alike.
    top: usize,
    height: usize,
    wide: bool,
    full: bool,
}

/// A row of the list.
#[derive(Clone, Copy)]
enum Row {
    Heading(usize),
    Excerpt(usize),
}

impl Excerpts {
    /// The excerpts listed, in their order.
    pub fn list(&self) -> &[Excerpt] {
        &self.list
    }

    /// The groups, in their order; none where the list is not grouped.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Everybody who is a respondent of an excerpt listed.
    pub fn respondents(&self) -> usize {
        self.respondents
    }

    /// Excerpts a page has.
    pub fn page(&self) -> usize {
        self.height.max(1)
    }

    /// Whether the excerpt under the cursor is shown in full.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// The place of the excerpt under the cursor.
    pub fn row(&self, scene: &Scene) -> usize {
        scene.place.excerpt.and_then(|here| self.places.get(&here)).copied().unwrap_or(0)
    }

    /// The group in which an excerpt stands.
    pub fn group_of(&self, place: usize) -> Option<usize> {
        self.groups.partition_point(|group| group.first <= place).checked_sub(1)
    }

    fn rows(&self) -> usize {
        self.list.len() + self.groups.len()
    }

    /// The row of an excerpt: every group up to its own has a heading.
    fn row_of(&self, place: usize) -> usize {
        place + self.group_of(place).map_or(0, |group| group + 1)
    }

    fn row_at(&self, row: usize) -> Row {
        // The heading of group `n` stands `n` rows further down than its first excerpt.
        let above = self.groups.partition_point(|group| group.first + group.nth < row);
        match self.groups.get(above) {
            Some(group) if group.first + above == row => Row::Heading(above),
            _ => Row::Excerpt(row - above),
        }
    }

    fn tall(&self, row: Row) -> u16 {
        match row {
            Row::Heading(_) => 1,
            Row::Excerpt(_) if self.wide => 1,
            Row::Excerpt(_) => 3,
        }
    }

    /// The rows that are drawn, each with where it begins.
    fn drawn(&self, list: Rect) -> Vec<(Row, u16)> {
        let mut y = list.y;
        let rows = (self.top..self.rows()).map(|row| self.row_at(row));
        let shown = rows.map_while(|row| {
            let from = y;
            y += self.tall(row);
            // Of an excerpt in three rows the words may be cut off, but not its first row.
            (from < list.bottom()).then_some((row, from))
        });
        shown.collect()
    }

    /// Where the list is, within the frame.
    fn listing(&self) -> Rect {
        let inside = inner(self.area);
        let below = if self.full { inside.height / 2 } else { 0 };
        Rect { y: inside.y + 1, height: inside.height.saturating_sub(1 + below), ..inside }
    }

    /// The place in the list of the excerpt drawn at a place of the screen.
    pub fn place_under(&self, at: Position) -> Option<usize> {
        let list = self.listing();
        if !list.contains(at) {
            return None;
        }
        self.drawn(list).into_iter().find_map(|(row, y)| match row {
            Row::Excerpt(place) if (y..y + self.tall(row)).contains(&at.y) => Some(place),
            _ => None,
        })
    }

    /// Works out which excerpts there are; cheap while nothing has changed.
    pub fn refresh(&mut self, scene: &Scene) {
        let place = scene.place;
        let wanted = Built { listed: place.listed, sort: place.sort, filter: place.filter.clone(), group: place.group };
        let plain = wanted.filter.is_empty() && wanted.group.is_none();
        let since = match wanted.listed.filter(|_| plain) {
            Some(code) => scene.project.counts_since(code),
            None => scene.project.revision(),
        };
        if self.built.as_ref().is_some_and(|(at, built)| *at >= since && *built == wanted) {
            return;
        }
        self.list = self.find(scene);
        let who = |excerpt: &Excerpt| scene.project.respondents(excerpt.document, excerpt.span);
        let mut people: Vec<Person> = self.list.iter().flat_map(who).collect();
        people.sort_unstable();
        people.dedup();
        self.respondents = people.len();
        self.below = self.list.iter().filter(|excerpt| rows::is_below(scene, excerpt)).count();
        match place.sort {
            ExcerptSort::Document => {}
            ExcerptSort::Recent => self.list.sort_by_key(|excerpt| {
                let times = excerpt.codings.iter().filter_map(|&id| scene.project.coding(id));
                Reverse(times.map(|coding| coding.at).max())
            }),
            ExcerptSort::Respondent => self.list.sort_by_cached_key(|excerpt| {
                let names: Vec<String> = who(excerpt).into_iter().map(|one| scene.project.person_name(one)).collect();
                (names.is_empty(), names)
            }),
        }
        self.groups = place.group.map_or_else(Vec::new, |by| groups::part(scene.project, &mut self.list, by));
        let numbered = self.list.iter().enumerate();
        self.places = numbered.map(|(place, one)| ((one.document, one.span), place)).collect();
        self.built = Some((scene.project.revision(), wanted));
    }

    /// The excerpts asked for: those of the listed code, narrowed by the filter; a filter that names a code
    /// of its own stands for itself.
    fn find(&mut self, scene: &Scene) -> Vec<Excerpt> {
        self.wrong = None;
        let asking = match Asking::parse(scene.project, &scene.place.filter) {
            Ok(asking) => asking,
            Err(wrong) => {
                self.wrong = Some(wrong.to_string());
                return Vec::new();
            }
        };
        self.own_code = asking.names_code();
        if self.own_code {
            return asking.excerpts(scene.project, scene.texts, Layer::Union);
        }
        let Some(code) = scene.place.listed else { return Vec::new() };
        let listed = Asking::from(Query { code: Some(code), reach: Reach::Subtree, ..Query::default() });
        // A code is asked for by one of them alone, so that nothing is asked for twice.
        listed.and(asking).map_or_else(|_| Vec::new(), |both| both.excerpts(scene.project, scene.texts, Layer::Union))
    }

    /// Works out what `area` is to show.
    pub fn prepare(&mut self, scene: &Scene, area: Rect) {
        self.refresh(scene);
        self.area = area;
        self.wide = area.width >= WIDE;
        self.full = !self.list.is_empty() && scene.place.full.unwrap_or(self.wide);
        let list = self.listing();
        self.height = usize::from(if self.wide { list.height } else { list.height / 3 });
        let row = self.row_of(self.row(scene));
        let top = keep_in_view(self.top, row, self.height).min(self.rows().saturating_sub(self.height));
        // The heading of the first group is seen as long as it fits.
        self.top = if row < self.height { 0 } else { top };
    }

    /// Draws what was prepared; gives back where the cursor stands on the screen.
    pub fn draw(&self, scene: &Scene, area: Rect, focused: bool, buf: &mut Buffer) -> Option<Position> {
        let title = match scene.place.filter.as_str() {
            "" => "excerpts".to_string(),
            filter => format!("excerpts  filter: {filter}"),
        };
        let inside = frame(buf, area, &title, focused, scene.theme);
        if inside.height == 0 {
            return None;
        }
        put(buf, inside.x, inside.y, inside.width, &visible(&self.head(scene)), scene.theme.title);
        let list = self.listing();
        let here = self.row(scene);
        let drawn = self.drawn(list);
        let shown = drawn.iter().filter_map(|(row, _)| match row {
            Row::Excerpt(place) => Some(&self.list[*place]),
            Row::Heading(_) => None,
        });
        let columns = Columns::of(scene, shown);
        let mut cursor = None;
        for (row, y) in drawn {
            let item = Rect { y, height: self.tall(row).min(list.bottom() - y), ..list };
            match row {
                Row::Heading(group) => {
                    let heading = self.groups[group].heading(self.wide);
                    put(buf, item.x, y, item.width, &heading, scene.theme.title);
                }
                Row::Excerpt(place) => {
                    let excerpt = &self.list[place];
                    if self.wide {
                        columns.draw(scene, item, excerpt, buf)
                    } else {
                        rows::draw(scene, item, excerpt, buf)
                    }
                    if place == here {
                        tint(buf, list, y, if focused { scene.theme.here } else { scene.theme.rested });
                        cursor = Some(Position { x: list.x, y });
                    }
                }
            }
        }
        if let Some(excerpt) = self.list.get(here).filter(|_| self.full) {
            let below = Rect { y: list.bottom(), height: inside.bottom() - list.bottom(), ..inside };
            whole::draw(scene, below, excerpt, buf);
        }
        cursor
    }

    fn head(&self, scene: &Scene) -> String {
        if let Some(wrong) = &self.wrong {
            return wrong.clone();
        }
        let (n, people) = (self.list.len(), self.respondents);
        let name = scene.place.listed.map_or_else(String::new, |code| scene.project.shown_name(code));
        let name = if self.own_code { "by the filter".to_string() } else { name };
        if name.is_empty() {
            return "Enter on a code lists its excerpts".to_string();
        }
        let sort = scene.place.sort.words();
        let below = self.below;
        match (self.wide, below) {
            (true, 0) => format!("{name}  {} of {}, {sort}", count_of(n, "excerpt"), count_of(people, "respondent")),
            (true, _) => {
                let excerpts = count_of(n, "excerpt");
                format!("{name}  {excerpts} ({below} in subcodes) of {}, {sort}", count_of(people, "respondent"))
            }
            (false, 0) => format!("{n} exc {people} resp  {name}"),
            (false, _) => format!("{}+{below} exc {people} resp  {name}", n - below),
        }
    }
}
