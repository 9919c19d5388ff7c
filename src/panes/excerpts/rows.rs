//! One excerpt in the list: where it stands, who speaks, whose it is, its first words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::analysis::{Excerpt, phase_of};
use crate::panes::{Scene, put, short_name};
use crate::project::{CodeId, Coding, Flag, Target};
use crate::text::{Span, clip, on_one_line, visible, width};

/// So many characters of an excerpt are looked at for its first words.
const FIRST: u32 = 200;
/// The name of a subcode takes so many cells at most.
const SUBCODE: usize = 12;
/// Columns take so many cells at most: document, people, lines, phase, coders, signs.
const MOST: [usize; 6] = [12, 14, 9, 10, 9, 18];

/// How wide the columns are, for the rows that are seen.
pub struct Columns([usize; 6]);

impl Columns {
    /// Wide enough for these.
    pub fn of<'a>(scene: &Scene, excerpts: impl Iterator<Item = &'a Excerpt>) -> Columns {
        let mut widths = [0; 6];
        for excerpt in excerpts {
            for ((wide, cell), most) in widths.iter_mut().zip(cells(scene, excerpt)).zip(MOST) {
                *wide = (*wide).max(width(&cell)).min(most);
            }
        }
        Columns(widths)
    }

    /// Draws the excerpt on one row.
    pub fn draw(&self, scene: &Scene, item: Rect, excerpt: &Excerpt, buf: &mut Buffer) {
        let mut head = mark(scene, excerpt).to_string();
        for (cell, &wide) in cells(scene, excerpt).iter().zip(&self.0).filter(|(_, wide)| **wide > 0) {
            let cell = clip(cell, wide, '+');
            head.push_str(&format!("{cell}{} ", " ".repeat(wide.saturating_sub(width(&cell)))));
        }
        let used = put(buf, item.x, item.y, item.width, &head, scene.theme.plain);
        let room = item.width.saturating_sub(used);
        put(buf, item.x + used, item.y, room, &quote(scene, excerpt, FIRST), scene.theme.plain);
    }
}

/// Draws the excerpt on two rows, for a narrow pane.
pub fn draw(scene: &Scene, item: Rect, excerpt: &Excerpt, buf: &mut Buffer) {
    let signs = signs(scene, excerpt);
    let signs = if signs.is_empty() { signs } else { format!(" {signs}") };
    let head = format!("{}{}{signs}", mark(scene, excerpt), cite(scene, excerpt));
    put(buf, item.x, item.y, item.width, &head, scene.theme.plain);
    if let Some(below) = subcode(scene, excerpt).filter(|_| item.height > 2) {
        put(buf, item.x + 2, item.y + 2, item.width.saturating_sub(2), &format!("> {below}"), scene.theme.dim);
    }
    if item.height > 1 {
        let words = quote(scene, excerpt, FIRST);
        put(buf, item.x + 2, item.y + 1, item.width.saturating_sub(2), &words, scene.theme.dim);
    }
}

fn mark(scene: &Scene, excerpt: &Excerpt) -> &'static str {
    if scene.place.marked_excerpts.contains(&(excerpt.document, excerpt.span)) { "* " } else { "  " }
}

fn cells(scene: &Scene, excerpt: &Excerpt) -> [String; 6] {
    let project = scene.project;
    let title = project.document(excerpt.document).map_or("", |document| &document.title);
    let people = project.respondents(excerpt.document, excerpt.span).into_iter();
    let people: Vec<String> = people.map(|person| short_name(&project.person_name(person))).collect();
    let phase = phase_of(project, excerpt.document).map_or_else(String::new, |phase| {
        // A value that says the word itself needs it no second time.
        if phase.to_lowercase().contains("phase") { phase.to_string() } else { format!("phase {phase}") }
    });
    let below = subcode(scene, excerpt).map_or_else(String::new, |name| format!("> {name} "));
    [
        visible(title).into_owned(),
        people.join(" "),
        project.line_range(excerpt.document, excerpt.span),
        visible(&phase).into_owned(),
        visible(&coders(scene, excerpt)).into_owned(),
        format!("{below}{}", signs(scene, excerpt)).trim_end().to_string(),
    ]
}

/// Whose codings it has, each once.
fn coders(scene: &Scene, excerpt: &Excerpt) -> String {
    let mut names: Vec<&str> = codings(scene, excerpt).map(|coding| scene.project.coder_name(coding.coder)).collect();
    names.sort_unstable();
    names.dedup();
    names.join(" ")
}

fn codings<'a>(scene: &Scene<'a>, excerpt: &Excerpt) -> impl Iterator<Item = &'a Coding> {
    let project = scene.project;
    excerpt.codings.iter().filter_map(move |&id| project.coding(id)).collect::<Vec<_>>().into_iter()
}

/// What else is known of it: `new` the one just coded, `!` to discuss, `key` a key quote, `m` a memo.
fn signs(scene: &Scene, excerpt: &Excerpt) -> String {
    let flagged = |flag: Flag| codings(scene, excerpt).any(|coding| coding.flags.has(flag));
    let place = (excerpt.document, excerpt.span);
    let noted = scene.project.memos().any(|(_, memo)| memo.on == Target::Excerpt(place.0, place.1));
    let all = [
        (scene.place.just_coded == Some(place), "new"),
        (flagged(Flag::Discuss), "!"),
        (flagged(Flag::KeyQuote), "key"),
        (noted, "m"),
    ];
    all.iter().filter(|(is, _)| *is).map(|(_, sign)| *sign).collect::<Vec<_>>().join(" ")
}

/// Whether it has a subcode of the code that is listed, and not that code.
pub fn is_below(scene: &Scene, excerpt: &Excerpt) -> bool {
    let has = |code: CodeId| {
        codings(scene, excerpt).any(|coding| scene.project.stands_for(coding.code) == scene.project.stands_for(code))
    };
    scene.place.listed.is_some_and(|listed| !has(listed))
}

/// The subcode that it has, where it does not have the code that is listed.
fn subcode(scene: &Scene, excerpt: &Excerpt) -> Option<String> {
    let project = scene.project;
    let listed = scene.place.listed?;
    let codes: Vec<CodeId> = codings(scene, excerpt).map(|coding| project.stands_for(coding.code)).collect();
    let below = codes.first().filter(|_| !codes.contains(&listed))?;
    Some(clip(&visible(&project.code(*below)?.name), SUBCODE, '+').into_owned())
}

/// Document, lines, who speaks, and whose codings it has.
pub fn cite(scene: &Scene, excerpt: &Excerpt) -> String {
    let [title, people, lines, _, coders, _] = cells(scene, excerpt);
    format!("{title} {lines} {people} ({coders})")
}

/// The words of an excerpt on one line, at most so many characters, within quotation marks.
pub fn quote(scene: &Scene, excerpt: &Excerpt, most: u32) -> String {
    let text = scene.project.document(excerpt.document).and_then(|document| scene.texts.text(document.text));
    let Some(text) = text else { return "(its words are missing)".to_string() };
    let end = excerpt.span.end().min(excerpt.span.start() + most);
    let words = Span::new(excerpt.span.start(), end, text.len()).map(|span| on_one_line(text.passage(span)));
    let cut = if end < excerpt.span.end() { "…" } else { "" };
    visible(&format!("\"{}{cut}\"", words.unwrap_or_default())).into_owned()
}
