//! Where everything stands on the screen, at every size.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::overlay::{self, Overlay};
use super::{App, hints, keys};
use crate::analysis::progress;
use crate::panes::{Scene, corner, put, put_right};
use crate::place::{Beside, PANES, Pane, Place};
use crate::text::{Span, clip, clock, visible, width};

/// From so many columns on, three panes stand side by side.
const THREE: u16 = 100;
/// So many rows at least hold two documents one above the other.
const TWO: u16 = 10;
/// From so many columns on, a single pane names the others.
const TABS: u16 = 60;
/// Fewer columns or rows than these show nothing but a message.
pub(super) const LEAST: (u16, u16) = (40, 8);

/// Draws the whole screen; gives back where the cursor stands.
pub fn draw(app: &mut App, area: Rect, buf: &mut Buffer) -> Option<Position> {
    buf.set_style(area, app.theme.plain);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        put(buf, area.x, area.y, area.width, "too small: 40x8", app.theme.plain);
        return None;
    }
    app.count_progress();
    let lesson = lesson_lines(app, area);
    let middle = Rect { y: area.y + 1, height: area.height - 3 - lesson.len() as u16, ..area };
    app.middle = middle;
    title_line(app, Rect { height: 1, ..area }, buf);
    let mut cursor = panes(app, middle, buf);
    for place in 0..app.overlays.len() {
        cursor = overlay::draw(app, place, middle, cursor, buf);
    }
    if !app.begun().is_empty() {
        which_key(app, middle, buf);
    }
    for (y, line) in (middle.bottom()..).zip(&lesson) {
        put(buf, area.x + 1, y, area.width - 1, line, app.theme.key);
    }
    hint_line(app, Rect { y: area.bottom() - 2, height: 1, ..area }, buf);
    status_line(app, Rect { y: area.bottom() - 1, height: 1, ..area }, buf);
    cursor
}

/// What the coach or the tutor says, on as many lines as it takes.
fn lesson_lines(app: &App, area: Rect) -> Vec<String> {
    let Some(course) = &app.course else { return Vec::new() };
    let mut lines: Vec<String> = vec![String::new()];
    for word in course.words(&app.keymap).split(' ') {
        let last = lines.last_mut().filter(|line| width(line) + 1 + width(word) < usize::from(area.width));
        match last {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => *line += &format!(" {word}"),
            None => lines.push(word.to_string()),
        }
    }
    // At the least size two rows are left to the words.
    lines.truncate(usize::from(area.height - 5).min(4));
    lines
}

/// The pane drawn at that place.
pub(super) fn pane_at(app: &App, at: Position) -> Option<Pane> {
    layout(app, app.middle).into_iter().find(|(_, area)| area.contains(at)).map(|(pane, _)| pane)
}

/// The panes that a screen of this width shows, with their places.
fn layout(app: &App, area: Rect) -> Vec<(Pane, Rect)> {
    let two = app.beside().is_some() && app.place.pane == Pane::Transcript;
    if area.width < THREE || app.place.zoomed || two {
        return vec![(app.place.pane, area)];
    }
    let side = (area.width * 7 / 30).clamp(28, 46);
    let first = area.width - 2 * side;
    let at = |x, width| Rect { x: area.x + x, width, ..area };
    vec![(Pane::Transcript, at(0, first)), (Pane::Codes, at(first, side)), (Pane::Excerpts, at(first + side, side))]
}

fn panes(app: &mut App, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let shown = layout(app, area);
    let alone = shown.len() == 1;
    let mut cursor = None;
    for (pane, area) in shown {
        let focused = pane == app.place.pane;
        // What a pane remembers of itself is taken out while it looks at the rest.
        let at = match pane {
            Pane::Transcript => transcripts(app, area, buf),
            Pane::Codes => {
                let mut codes = std::mem::take(&mut app.codes);
                codes.prepare(&app.scene(), area);
                let at = codes.draw(&app.scene(), area, focused, buf);
                app.codes = codes;
                at
            }
            Pane::Excerpts => {
                let mut excerpts = std::mem::take(&mut app.excerpts);
                excerpts.prepare(&app.scene(), area);
                let at = excerpts.draw(&app.scene(), area, focused, buf);
                app.excerpts = excerpts;
                at
            }
        };
        if focused {
            cursor = at;
        }
        if alone {
            tabs(app, area, buf);
        }
    }
    cursor
}

/// The open document, and the one beside it where there is room.
fn transcripts(app: &mut App, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let focused = app.place.pane == Pane::Transcript;
    let beside = app.beside().filter(|_| focused && !app.place.zoomed && area.height >= TWO);
    let (here, there) = beside.map_or((area, Rect::ZERO), |beside| halves(area, beside.first));
    let mut transcript = std::mem::take(&mut app.transcript);
    transcript.prepare(&app.scene(), here);
    let cursor = transcript.draw(&app.scene(), here, focused, buf);
    app.transcript = transcript;
    let mut other = std::mem::take(&mut app.other);
    if let Some(Beside { document, cursor, .. }) = beside {
        let (search, marks) = (app.place.search.clone(), app.place.marks.clone());
        let place = Place { document: Some(document), cursor, search, marks, ..Place::default() };
        let scene = Scene { place: &place, ..app.scene() };
        other.prepare(&scene, there);
        other.draw(&scene, there, false, buf);
        app.other = other;
    }
    cursor
}

/// Where the open document stands, and where the other one: beside each other, or on a narrow screen
/// one above the other.
fn halves(area: Rect, other_first: bool) -> (Rect, Rect) {
    let (one, two) = if area.width >= THREE {
        let width = area.width / 2;
        (Rect { width, ..area }, Rect { x: area.x + width, width: area.width - width, ..area })
    } else {
        let height = area.height / 2;
        (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
    };
    if other_first { (two, one) } else { (one, two) }
}

/// The other panes' names, where only one is shown.
fn tabs(app: &App, area: Rect, buf: &mut Buffer) {
    let names: Vec<String> = PANES
        .iter()
        .map(|(pane, name)| if *pane == app.place.pane { format!("[{name}]") } else { (*name).to_string() })
        .collect();
    let key = |name: &str, says: &str| {
        let key = app.keymap.keys_for(app.context(), name).into_iter().next();
        key.map_or_else(String::new, |key| format!("  {key} {says}"))
    };
    let (next, back) = (key("next-pane", "next"), key("previous-pane", "back"));
    let words = format!(" {}{next}{back} ", names.join(" "));
    if area.width >= TABS && usize::from(area.width) > width(&words) + 4 {
        put_right(buf, Rect { width: area.width - 2, ..area }, area.bottom() - 1, &words, app.theme.dim);
    }
}

fn title_line(app: &App, area: Rect, buf: &mut Buffer) {
    let saved = app.desk.saved();
    let past = app.desk.past().map(|words| format!("as of {}", visible(words)));
    let (sign, style) = match (&past, &saved.trouble) {
        (Some(past), _) => (past.as_str(), app.theme.alarm),
        (None, Some(_)) => ("NOT SAVED", app.theme.alarm),
        (None, None) if saved.unsaved > 0 => ("saving", app.theme.dim),
        (None, None) => ("saved", app.theme.good),
    };
    let name = format!("emic  {}", app.desk.project().name());
    let used = put(buf, area.x + 1, area.y, area.width / 2, &name, app.theme.title) + 1;
    put_right(buf, Rect { width: area.width - 1, ..area }, area.y, sign, style);
    let end = area.width.saturating_sub(sign.len() as u16 + 4);
    let room = Rect { x: area.x + used + 2, width: end.saturating_sub(used + 2), ..area };
    // What does not fit is left out whole: a number cut short says something else.
    let fits = |words: &String| width(words) <= usize::from(room.width);
    if let Some(words) = title_words(app).into_iter().find(fits) {
        put_right(buf, room, area.y, &words, app.theme.dim);
    }
}

/// Who works where, and how much is coded, in ever fewer words.
fn title_words(app: &App) -> Vec<String> {
    let project = app.desk.project();
    let coder = visible(app.desk.coder_name()).into_owned();
    let (mut title, mut place) = (String::new(), String::new());
    if let Some(id) = app.place.document
        && let Some(nth) = project.document_order().iter().position(|&other| other == id)
    {
        title = project.document(id).map_or_else(String::new, |document| visible(&document.title).into_owned());
        place = format!("{}/{}", nth + 1, project.document_order().len());
    }
    let document = app.place.document.and_then(|id| project.document(id));
    let what = if document.is_some_and(|document| document.turns.is_empty()) { "lines" } else { "turns" };
    let share = app.progress.and_then(|(_, _, progress)| progress.percent());
    let (long, short) = share.map_or_else(Default::default, |share| (format!("{what} {share}%"), format!("{share}%")));
    let here = format!("{title} {place}");
    let words = [vec![&coder, &here, &long], vec![&here, &long], vec![&coder, &place, &short], vec![&place, &short]];
    let joined = |parts: Vec<&String>| {
        let parts: Vec<&str> = parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        parts.join("  ")
    };
    words.into_iter().map(joined).collect()
}

/// What just happened, or what can be done here.
fn hint_line(app: &App, area: Rect, buf: &mut Buffer) {
    let saved = app.desk.saved();
    if let Some(toast) = &app.toast {
        let style = if toast.alarm { app.theme.alarm } else { app.theme.plain };
        let said = shortened(&toast.words, usize::from(area.width - 1));
        let used = put(buf, area.x + 1, area.y, area.width - 1, &said, style) + 3;
        if app.again.is_some() {
            return; // a question stands alone
        }
        let left = area.right().saturating_sub(area.x + 1 + used);
        put(buf, area.x + 1 + used, area.y, left, &hints::behind(app, left), app.theme.dim);
    } else if let Some(trouble) = &saved.trouble {
        let words = format!("NOT SAVED; nothing is lost, Ctrl-s tries again: {trouble}");
        put(buf, area.x + 1, area.y, area.width - 1, &words, app.theme.alarm);
    } else {
        put(buf, area.x + 1, area.y, area.width - 1, &hints::hints(app, area.width - 1), app.theme.dim);
    }
}

/// What was said, so that the keys at its end stay in sight where there is not room for all of it, at least the first.
fn shortened(said: &str, room: usize) -> Cow<'_, str> {
    match said.split_once(".  ") {
        Some((what, keys)) if width(said) > room => {
            let first = keys.split("  ").next().unwrap_or(keys);
            let key = if width(keys) <= room / 3 { keys } else { first };
            let left = room.saturating_sub(width(key) + 2);
            Cow::Owned(format!("{}  {key}", clip(&visible(what), left, '+')))
        }
        _ => Cow::Borrowed(said),
    }
}

fn status_line(app: &App, area: Rect, buf: &mut Buffer) {
    let selecting = app.place.selection.is_some_and(|selection| !selection.spent);
    let mode = match app.overlays.last() {
        Some(Overlay::Sheet(_)) => "SHEET",
        Some(overlay) if !matches!(overlay, Overlay::Letter(_)) => "INPUT",
        _ if selecting && app.place.pane == Pane::Transcript => "SELECT",
        _ => "NORMAL",
    };
    let mut right = String::new();
    let mode = if app.is_recording() { format!("REC {mode}") } else { mode.to_string() };
    if let Some(count) = app.count {
        right = count.to_string();
    }
    if !app.keys.is_empty() {
        right = format!("{right} {}", keys::show_keys(&app.keys));
    }
    let used = put(buf, area.x + 1, area.y, area.width - 1, &format!("{mode}  {}", whereabouts(app)), app.theme.title);
    if right.is_empty() && app.overlays.is_empty() {
        let kept = super::act::backing_up::said(app);
        // It is no matter of every minute: where the words take the line, it is left out.
        if usize::from(used) + width(&kept) + 4 <= usize::from(area.width) {
            put_right(buf, Rect { width: area.width - 1, ..area }, area.y, &kept, app.theme.dim);
        }
    }
    let right = if right.is_empty() { right } else { format!("  {}", right.trim()) };
    put_right(buf, Rect { width: area.width - 1, ..area }, area.y, &right, app.theme.key);
}

fn whereabouts(app: &App) -> String {
    let project = app.desk.project();
    if let Some(Overlay::Sheet(sheet)) = app.overlays.last() {
        return format!("{}/{}", sheet.row + 1, sheet.table().rows.len());
    }
    match app.place.pane {
        Pane::Transcript => {
            let Ok((id, span)) = app.passage() else { return String::new() };
            let lines = project.line_range(id, span);
            let speakers = app.speakers_in(id, span);
            let unit = app.place.unit.word();
            let by = app.keymap.keys_for("transcript", "cycle-unit").into_iter().next();
            let by = by.map_or_else(String::new, |key| format!(" ({key})"));
            let time = project.document(id).and_then(|document| document.time_at(app.place.cursor));
            let time = time.map_or_else(String::new, |ms| format!("  {}", clock(ms)));
            let mut words = format!("{lines}{time}  {speakers}  unit {unit}{by}");
            if !app.place.hidden_codes.is_empty() {
                words += &format!("  {} hidden", app.place.hidden_codes.len());
            }
            if let Some((place, n)) = app.hit_place() {
                // Between two places found, the one before; before the first, only how many there are.
                words += &if place > 0 { format!("  found {place}/{n}") } else { format!("  found {n}") };
            }
            if app.by_letters {
                words = format!("coding by letters  {words}");
            } else if let Some(code) = app.keeping() {
                words = format!("coding as {}  {words}", project.code_words(code));
            } else if let [code, more @ ..] = &app.last_codes()[..] {
                let more = more.len();
                let more = if more > 0 { format!(" +{more}") } else { String::new() };
                let key = app.keymap.keys_for("transcript", "repeat").into_iter().next().unwrap_or_default();
                words += &format!("  {key} {}{more}", project.code_words(*code));
            }
            words
        }
        Pane::Codes => app.place.code.map_or_else(String::new, |code| {
            let marked = app.place.marked_codes.len();
            let marked = if marked > 0 { format!("  {marked} marked") } else { String::new() };
            let hidden = app.place.hidden_codes.len();
            let hidden = if hidden > 0 { format!("  {hidden} hidden") } else { String::new() };
            format!("{}{marked}{hidden}", project.code_words(code))
        }),
        Pane::Excerpts => {
            let n = app.excerpts.list().len();
            let marked = app.listed_marks();
            let marked = if marked > 0 { format!("  {marked} marked") } else { String::new() };
            let here = if n == 0 { 0 } else { app.excerpts.row(&app.scene()) + 1 };
            let code = app.place.listed.map_or_else(String::new, |code| project.code_words(code));
            let filter = Some(&app.place.filter).filter(|filter| !filter.is_empty());
            let filter = filter.map_or_else(String::new, |filter| format!("  filter: {filter}"));
            format!("{here}/{n}  {code}{filter}{marked}")
        }
    }
}

/// What may follow the keys begun.
fn which_key(app: &App, area: Rect, buf: &mut Buffer) {
    let following = app.keymap.following(app.context(), app.begun());
    let lines: Vec<String> = following
        .iter()
        .map(|(key, name)| format!("{key}  {}", super::actions::action(name).map_or(*name, |action| action.says)))
        .collect();
    corner(buf, area, &keys::show_keys(app.begun()), &lines, &app.theme);
}

impl App {
    /// The speakers of a passage, by label, as the margin shows them.
    pub(super) fn speakers_in(&self, id: crate::project::DocumentId, span: Span) -> String {
        let Some(document) = self.desk.project().document(id) else { return String::new() };
        let mut labels: Vec<&str> = Vec::new();
        for turn in crate::project::turns_sharing(&document.turns, span) {
            let label = document.speakers.get(usize::from(turn.speaker)).map_or("", |speaker| &speaker.label);
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        if labels.len() > 3 { format!("{} speakers", labels.len()) } else { labels.join(", ") }
    }

    /// Counts how far the open document is coded, once for each change.
    fn count_progress(&mut self) {
        let Some(id) = self.place.document else { return };
        let project = self.desk.project();
        let revision = project.revision();
        if self.progress.is_some_and(|(built, document, ..)| (built, document) == (revision, id)) {
            return;
        }
        self.progress = Some((revision, id, progress(project, id)));
    }
}
