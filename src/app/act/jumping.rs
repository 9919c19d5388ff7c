//! From one document to another, and back to where the coder was.

use crate::app::overlay::{Item, Overlay, Picked, Picker};
use crate::app::{App, Trouble};
use crate::place::{Jump, Pane};
use crate::project::{CodeId, DocumentId, Texts};
use crate::text::{line_content, line_of};

type Done = Result<(), Trouble>;

/// To the next document.
pub fn next_document(app: &mut App) -> Done {
    document(app, 1)
}

/// To the document before.
pub fn previous_document(app: &mut App) -> Done {
    document(app, -1)
}

fn document(app: &mut App, direction: isize) -> Done {
    let steps = direction * app.times() as isize;
    let order = app.desk.project().document_order();
    let here = order.iter().position(|&id| Some(id) == app.place.document).ok_or("no document yet")?;
    let there = here.checked_add_signed(steps).and_then(|place| order.get(place)).copied();
    let there = there.ok_or("no document that way; Space f lists them")?;
    app.place.remember_jump();
    app.open(there, None);
    Ok(())
}

/// Back to where the last jump came from: document, pane and row.
pub fn jump_back(app: &mut App) -> Done {
    let times = app.times() as isize;
    travel(app, -times)
}

/// Forward again, to where `jump_back` came from.
pub fn jump_forward(app: &mut App) -> Done {
    let times = app.times() as isize;
    travel(app, times)
}

/// Forgets the jumps that lead nowhere: to a document that is gone, or to where the coder stands.
fn weed(app: &mut App) {
    let (here, project) = (app.place.here(), app.desk.project());
    for jumps in [&mut app.place.jumps, &mut app.place.ahead] {
        jumps.retain(|jump| project.document(jump.document).is_some());
        while here.is_some_and(|here| jumps.pop_if(|jump| jump.looks_like(here)).is_some()) {}
    }
}

/// Goes so many jumps forward (back, where negative).
fn travel(app: &mut App, jumps: isize) -> Done {
    weed(app);
    let forward = jumps > 0;
    let none = if forward { "no jump to go forward to" } else { "no jump to go back to" };
    for nth in 0..jumps.unsigned_abs() {
        let here = app.place.here();
        let (from, to) = match forward {
            true => (&mut app.place.ahead, &mut app.place.jumps),
            false => (&mut app.place.jumps, &mut app.place.ahead),
        };
        match (from.pop(), nth) {
            (None, 0) => return Err(none.into()),
            (None, _) => {
                app.say(none);
                break;
            }
            (Some(jump), _) => {
                to.extend(here);
                stand_at(app, jump);
            }
        }
    }
    Ok(())
}

/// To where the last jump came from, so that the same once more comes back here.
pub(super) fn last_place(app: &mut App) -> Done {
    let there = |jump: &Jump| app.desk.project().document(jump.document).is_some();
    let last = app.place.jumps.last().copied().filter(there).ok_or("no jump to go back to")?;
    app.overlays.clear();
    app.place.remember_jump();
    stand_at(app, last);
    Ok(())
}

fn stand_at(app: &mut App, jump: Jump) {
    app.open(jump.document, Some(jump.cursor));
    let there = |code: &CodeId| app.desk.project().codebook().place(*code).is_some();
    app.place.code = jump.code.filter(there).or(app.place.code);
    app.place.listed = jump.listed.filter(there).or(app.place.listed);
    app.place.excerpt = jump.excerpt;
    app.place.pane = jump.pane;
}

/// Lists the jumps, the latest first; Enter goes there, and the others stay ahead and behind.
pub fn jumps(app: &mut App) -> Done {
    weed(app);
    let project = app.desk.project();
    let ahead = app.place.ahead.clone();
    let behind: Vec<Jump> = app.place.jumps.iter().rev().copied().collect();
    if ahead.is_empty() && behind.is_empty() {
        return Err("no jump yet; ] t, G or Space f make one, and H goes back".into());
    }
    let forward = ahead.len() as isize;
    let items = ahead.iter().chain(&behind).zip(0..).map(|(jump, place)| {
        let what = match jump.pane {
            Pane::Transcript => String::new(),
            Pane::Codes | Pane::Excerpts => {
                format!("  {}", jump.code.map_or("".into(), |code| project.code_words(code)))
            }
        };
        let aside = format!("{}{what}", if place < forward { "ahead" } else { "" });
        Item { words: app.words_at(jump.document, jump.cursor), aside, ..Item::default() }
    });
    let picker = Picker::of("jumps", items.collect(), move |app, picked| match picked {
        // The row before those behind is here, where no row stands.
        Picked::Places(places) if (places[0] as isize) < forward => travel(app, forward - places[0] as isize),
        Picked::Places(places) => travel(app, forward - places[0] as isize - 1),
        Picked::New(..) => Ok(()),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Goes to where the coder stopped: the furthest place read or coded in the document last worked at.
pub fn resume(app: &mut App) -> Done {
    let project = app.desk.project();
    let worked = app.place.worked.filter(|&id| project.document(id).is_some());
    let id = worked.ok_or("nothing was read or coded yet, so there is nowhere to go on")?;
    let me = app.desk.coder();
    let mine = project.codings_in(id).filter(|(_, coding)| project.coder_of(coding.coder) == me);
    let coded = mine.map(|(_, coding)| coding.span.start()).max();
    let read = app.place.read_to.get(&id).copied();
    let at = coded.max(read).unwrap_or(0);
    let line = |at: u32| project.document(id).map_or(0, |document| line_of(&document.lines, at) + 1);
    let title = project.document(id).map_or("", |document| &document.title);
    let said = match (coded, read) {
        (Some(coded), Some(read)) if coded > read => {
            format!("{title} {}: your last coding; you read to {}", line(coded), line(read))
        }
        (Some(coded), _) => format!("{title} {}: you read to here; your last coding is at {}", line(at), line(coded)),
        (None, _) => format!("{title} {}: you read to here", line(at)),
    };
    app.overlays.clear();
    app.place.remember_jump();
    app.open(id, Some(at));
    app.place.pane = Pane::Transcript;
    app.say(said);
    Ok(())
}

impl App {
    /// A place as lists show it: title, print line, and the words of that line.
    pub(super) fn words_at(&self, id: DocumentId, position: u32) -> String {
        let Some(document) = self.desk.project().document(id) else { return String::new() };
        let line = line_of(&document.lines, position);
        let text = self.desk.texts().text(document.text);
        let words = text.map_or_else(String::new, |text| {
            let content = line_content(&text, &document.turns, &document.lines, line);
            text.slice(content).trim().to_string()
        });
        format!("{} {}  {words}", document.title, line + 1)
    }

    /// Notes how far the open document was read. Reading goes on where it was left: whoever leaps over
    /// more than a page has not read what lies between.
    pub(crate) fn note_reading(&mut self) {
        let project = self.desk.project();
        let Some((id, document)) = self.place.document.and_then(|id| Some((id, project.document(id)?))) else { return };
        if self.place.pane != Pane::Transcript || !self.overlays.is_empty() {
            return;
        }
        let read = self.place.read_to.entry(id).or_default();
        let (line, known) = (line_of(&document.lines, self.place.cursor), line_of(&document.lines, *read));
        if self.place.cursor > *read && line <= known + self.transcript.page() {
            *read = self.place.cursor;
            self.place.worked = Some(id);
        }
    }
}
