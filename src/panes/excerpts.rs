//! The excerpts of one code, and the one under the cursor in full.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Scene, frame, inner, keep_in_view, put, short_name, tint};
use crate::analysis::{Excerpt, Layer, Query, Reach, excerpts};
use crate::place::ExcerptSort;
use crate::project::{CodeId, Person};
use crate::text::{Span, visible};

/// From so many cells on an excerpt is one row, with the one under the cursor in full beneath.
const WIDE: u16 = 60;

/// The excerpt list.
#[derive(Default)]
pub struct Excerpts {
    built: Option<(u64, Option<CodeId>, ExcerptSort)>,
    list: Vec<Excerpt>,
    respondents: usize,
    /// Where it was last shown.
    area: Rect,
    top: usize,
    height: usize,
    wide: bool,
}

impl Excerpts {
    /// The excerpts listed, in their order.
    pub fn list(&self) -> &[Excerpt] {
        &self.list
    }

    /// Excerpts a page has.
    pub fn page(&self) -> usize {
        self.height.max(1)
    }

    /// The place of the excerpt under the cursor.
    pub fn row(&self, scene: &Scene) -> usize {
        let here = scene.place.excerpt;
        self.list.iter().position(|excerpt| Some((excerpt.document, excerpt.span)) == here).unwrap_or(0)
    }

    /// Rows that an excerpt takes.
    fn tall(&self) -> u16 {
        if self.wide { 1 } else { 3 }
    }

    /// The place in the list of the excerpt drawn at a place of the screen.
    pub fn place_under(&self, at: Position) -> Option<usize> {
        let inside = inner(self.area);
        let slot = usize::from(at.y.checked_sub(inside.y + 1)? / self.tall());
        let place = self.top + slot;
        (inside.contains(at) && slot < self.height && place < self.list.len()).then_some(place)
    }

    /// Works out which excerpts there are; cheap while nothing has changed.
    pub fn refresh(&mut self, scene: &Scene) {
        let (listed, sort) = (scene.place.listed, scene.place.sort);
        let since = listed.map_or(0, |code| scene.project.counts_since(code));
        if self.built.is_some_and(|(at, code, by)| at >= since && (code, by) == (listed, sort)) {
            return;
        }
        self.built = Some((scene.project.revision(), listed, sort));
        self.list = match scene.place.listed {
            Some(code) => {
                let query = Query { layer: Layer::Union, code: Some(code), reach: Reach::Subtree, ..Query::default() };
                excerpts(scene.project, &query)
            }
            None => Vec::new(),
        };
        let who = |excerpt: &Excerpt| scene.project.respondents(excerpt.document, excerpt.span);
        let mut people: Vec<Person> = self.list.iter().flat_map(who).collect();
        people.sort_unstable();
        people.dedup();
        self.respondents = people.len();
        match scene.place.sort {
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
    }

    /// Works out what `area` is to show.
    pub fn prepare(&mut self, scene: &Scene, area: Rect) {
        self.refresh(scene);
        self.area = area;
        self.wide = area.width >= WIDE;
        let inside = area.height.saturating_sub(2);
        let rows = if self.wide { inside.saturating_sub(2) / 2 } else { inside.saturating_sub(1) / 3 };
        self.height = usize::from(rows);
        self.top =
            keep_in_view(self.top, self.row(scene), self.height).min(self.list.len().saturating_sub(self.height));
    }

    /// Draws what was prepared; gives back where the cursor stands on the screen.
    pub fn draw(&self, scene: &Scene, area: Rect, focused: bool, buf: &mut Buffer) -> Option<Position> {
        let inside = frame(buf, area, "excerpts", focused, scene.theme);
        if inside.height == 0 {
            return None;
        }
        let head = match scene.place.listed {
            Some(code) => {
                let path = scene.project.code_path(code);
                let name = path.last().copied().unwrap_or_default();
                let (n, people) = (self.list.len(), self.respondents);
                match self.wide {
                    true => format!("{name}  {n} excerpts of {people} respondents, {}", scene.place.sort.words()),
                    false => format!("{n} exc {people} resp  {name}"),
                }
            }
            None => "Enter on a code lists its excerpts".to_string(),
        };
        put(buf, inside.x, inside.y, inside.width, &visible(&head), scene.theme.title);
        let list = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
        let here = self.row(scene);
        let tall = self.tall();
        let mut cursor = None;
        for (slot, (place, excerpt)) in self.list.iter().enumerate().skip(self.top).take(self.height).enumerate() {
            let y = list.y + slot as u16 * tall;
            let item = Rect { y, height: tall.min(list.bottom().saturating_sub(y)), ..list };
            self.draw_item(scene, item, excerpt, buf);
            if place == here {
                tint(buf, list, y, if focused { scene.theme.here } else { scene.theme.rested });
                cursor = Some(Position { x: list.x, y });
            }
        }
        if self.wide
            && let Some(excerpt) = self.list.get(here)
        {
            let shown = self.list.len().min(self.height) as u16;
            let y = list.y + shown + 1;
            self.draw_whole(scene, Rect { y, height: list.bottom().saturating_sub(y), ..list }, excerpt, buf);
        }
        cursor
    }

    fn draw_item(&self, scene: &Scene, item: Rect, excerpt: &Excerpt, buf: &mut Buffer) {
        let marked = scene.place.marked_excerpts.contains(&(excerpt.document, excerpt.span));
        let sign = if marked { "*" } else { " " };
        let head = format!("{sign} {}", cite(scene, excerpt, self.wide));
        let quote = quote(scene, excerpt, 200);
        if self.wide {
            let used = put(buf, item.x, item.y, item.width / 2, &head, scene.theme.plain);
            let column = used.max(36.min(item.width / 2)) + 1;
            put(buf, item.x + column, item.y, item.width.saturating_sub(column), &quote, scene.theme.plain);
        } else {
            put(buf, item.x, item.y, item.width, &head, scene.theme.plain);
            if item.height > 1 {
                put(buf, item.x + 2, item.y + 1, item.width.saturating_sub(2), &quote, scene.theme.dim);
            }
        }
    }

    fn draw_whole(&self, scene: &Scene, area: Rect, excerpt: &Excerpt, buf: &mut Buffer) {
        use ratatui::widgets::{Paragraph, Widget, Wrap};
        if area.height < 2 {
            return;
        }
        let rule = if scene.theme.ascii { "-" } else { "─" };
        put(buf, area.x, area.y, area.width, &rule.repeat(usize::from(area.width)), scene.theme.dim);
        let codes: Vec<String> =
            codes_on(scene, excerpt).into_iter().map(|code| scene.project.code_words(code)).collect();
        let foot = format!("codes: {}", codes.join("; "));
        let words = quote(scene, excerpt, 4_000);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area };
        Paragraph::new(words).wrap(Wrap { trim: false }).render(body, buf);
        put(buf, area.x, area.bottom() - 1, area.width, &visible(&foot), scene.theme.dim);
    }
}

/// Document, lines, who speaks, and whose codings it has.
fn cite(scene: &Scene, excerpt: &Excerpt, wide: bool) -> String {
    let project = scene.project;
    let title = project.document(excerpt.document).map_or("", |document| &document.title);
    let people: Vec<String> = project
        .respondents(excerpt.document, excerpt.span)
        .into_iter()
        .map(|person| if wide { project.person_name(person) } else { short_name(&project.person_name(person)) })
        .collect();
    let mut coders: Vec<&str> = excerpt
        .codings
        .iter()
        .filter_map(|&id| project.coding(id))
        .map(|coding| project.coder_name(coding.coder))
        .collect();
    coders.sort_unstable();
    coders.dedup();
    let lines = project.line_range(excerpt.document, excerpt.span);
    visible(&format!("{title} {lines} {} ({})", people.join(", "), coders.join(" "))).into_owned()
}

/// The words of an excerpt on one line, at most so many characters, within quotation marks.
fn quote(scene: &Scene, excerpt: &Excerpt, most: u32) -> String {
    let text = scene.project.document(excerpt.document).and_then(|document| scene.texts.text(document.text));
    let Some(text) = text else { return "(its words are missing)".to_string() };
    let end = excerpt.span.end().min(excerpt.span.start() + most);
    let words: Vec<&str> = Span::new(excerpt.span.start(), end, text.len())
        .map(|span| text.passage(span).split_whitespace().collect())
        .unwrap_or_default();
    let cut = if end < excerpt.span.end() { "…" } else { "" };
    visible(&format!("\"{}{cut}\"", words.join(" "))).into_owned()
}

/// Every code on exactly this span, in codebook order.
fn codes_on(scene: &Scene, excerpt: &Excerpt) -> Vec<CodeId> {
    let mut codes: Vec<CodeId> = scene
        .project
        .codings_touching(excerpt.document, excerpt.span)
        .filter(|(_, coding)| coding.span == excerpt.span)
        .map(|(_, coding)| scene.project.stands_for(coding.code))
        .collect();
    codes.sort_by_key(|&code| scene.project.codebook().place(code));
    codes.dedup();
    codes
}
