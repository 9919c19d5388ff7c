//! One list to choose from, whatever is chosen: codes, documents, commands, codings.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Notice, Overlay, edit_line, leaves};
use crate::app::keys::{Code, Key};
use crate::app::{App, Trouble};
use crate::panes::Theme;
use crate::panes::input::Line;
use crate::panes::matching::Names;
use crate::panes::picker::{self, Drawn, Shown};

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What is shown and matched.
    pub words: String,
    /// Other words by which it is found.
    pub also: String,
    /// What stands at the right end: a count, a key.
    pub aside: String,
    /// What is said of it when it is under the cursor.
    pub about: String,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// These, by their places in the list that was given.
    Places(Vec<usize>),
    /// Something new of that name, and these.
    New(String, Vec<usize>),
}

type Reads = Box<dyn Fn(&App, &str) -> Option<(String, String)> + Send>;
type Explains = Box<dyn Fn(&App, usize) -> Vec<String> + Send>;
type Then = Box<dyn FnOnce(&mut App, Picked) -> Result<(), Trouble> + Send>;

/// A list to choose from, narrowed by typing.
pub struct Picker {
    title: String,
    /// What is typed.
    pub line: Line,
    items: Vec<Item>,
    names: Names,
    fitting: Vec<usize>,
    here: usize,
    drawn: Drawn,
    marked: Vec<usize>,
    /// Those that cannot be had now; choosing one says why.
    cannot: BTreeSet<usize>,
    /// Whether Tab may mark several.
    pub several: bool,
    /// What a new one is called, where one can be made.
    new: Option<&'static str>,
    /// How what is typed would read as something new, and what is said of it; `None` where it is there.
    reads: Reads,
    /// The row that makes something new, as it is shown.
    new_row: Option<Shown>,
    /// All that can be said of a row.
    explains: Option<Explains>,
    then: Then,
}

impl Picker {
    /// A list that gives one choice to `then`.
    pub fn of(
        title: impl Into<String>,
        items: Vec<Item>,
        then: impl FnOnce(&mut App, Picked) -> Result<(), Trouble> + Send + 'static,
    ) -> Picker {
        let names: Vec<String> = items
            .iter()
            .map(|item| format!("{}{}{}", item.words, if item.also.is_empty() { "" } else { " " }, item.also))
            .collect();
        let names = Names::of(names.iter().map(String::as_str));
        let fitting = (0..items.len()).collect();
        Picker {
            title: title.into(),
            line: Line::default(),
            items,
            names,
            fitting,
            here: 0,
            drawn: Drawn::default(),
            marked: Vec::new(),
            cannot: BTreeSet::new(),
            several: false,
            new: None,
            reads: Box::new(|_, typed| Some((format!("\"{typed}\""), String::new()))),
            new_row: None,
            explains: None,
            then: Box::new(then),
        }
    }

    /// Lets Tab mark several.
    pub fn several(mut self) -> Picker {
        self.several = true;
        self
    }

    /// Shows these, by their places, as what cannot be had now.
    pub fn but_not(mut self, cannot: BTreeSet<usize>) -> Picker {
        self.cannot = cannot;
        self
    }

    /// Offers to make what is typed, called so.
    pub fn or_new(mut self, called: &'static str) -> Picker {
        self.new = Some(called);
        self
    }

    /// Shows something new as `reads` has it: its words, and what is said beside them.
    pub fn new_reads(mut self, reads: impl Fn(&App, &str) -> Option<(String, String)> + Send + 'static) -> Picker {
        self.reads = Box::new(reads);
        self
    }

    /// Has Ctrl-e say all of a row, by its place.
    pub fn explaining(mut self, explains: impl Fn(&App, usize) -> Vec<String> + Send + 'static) -> Picker {
        self.explains = Some(Box::new(explains));
        self
    }

    /// The keys that work here.
    pub fn hints(&self) -> &'static [&'static str] {
        match (self.several, self.explains.is_some()) {
            _ if self.items.is_empty() && self.new.is_some() => &["type its name", "Enter makes it", "Esc cancel"],
            (true, _) if !self.marked.is_empty() && !self.line.words().is_empty() => {
                &["Enter take the marked and this", "Tab mark more", "Esc cancel", "Up Down choose"]
            }
            (true, _) if !self.marked.is_empty() => {
                &["Enter take the marked", "Tab mark more", "type to narrow", "Esc cancel", "Up Down choose"]
            }
            (true, true) => {
                &["type to narrow", "Enter take", "Tab mark more", "Esc cancel", "Right complete", "Ctrl-e definition"]
            }
            (true, false) => &["type to narrow", "Enter take", "Tab mark more", "Up Down choose", "Esc cancel"],
            (false, true) => {
                &["type to narrow", "Enter take", "Up Down choose", "Esc cancel", "Right complete", "Ctrl-e definition"]
            }
            (false, false) => &["type to narrow", "Enter take", "Up Down choose", "Esc cancel"],
        }
    }

    /// Brings the list after what is typed.
    pub fn narrow(&mut self, app: &App) {
        self.fitting = self.names.fitting(self.line.words());
        (self.here, self.drawn) = (0, Drawn::default());
        self.new_row = self.reading(app);
    }

    /// The row that makes something new stands last, as long as no row has just that name.
    fn reading(&self, app: &App) -> Option<Shown> {
        let typed = self.line.words().trim();
        let taken = typed.is_empty() || self.items.iter().any(|item| item.words == typed);
        let called = self.new.filter(|_| !taken)?;
        let (words, aside) = (self.reads)(app, typed)?;
        Some(Shown { words: format!("+ new {called} {words}"), aside, ..Shown::default() })
    }

    fn rows(&self) -> usize {
        self.fitting.len() + usize::from(self.new_row.is_some())
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if leaves(key) {
            return None;
        }
        let last = self.rows().saturating_sub(1);
        match (key.code, key.ctrl) {
            (Code::Enter, _) => return self.choose(app),
            (Code::Up, _) | (Code::Char('p' | 'k'), true) => self.here = self.here.saturating_sub(1),
            (Code::Down, _) | (Code::Char('n' | 'j'), true) => self.here = (self.here + 1).min(last),
            (Code::PageDown, _) => self.here = (self.here + 10).min(last),
            (Code::PageUp, _) => self.here = self.here.saturating_sub(10),
            (Code::Tab, _) if self.several => self.mark(app, !key.shift),
            (Code::Right, false) if self.line.at_end() => self.complete(app),
            (Code::Char('e'), true) if self.explains.is_some() => self.explain(app),
            _ => {
                let before = self.line.words().to_string();
                if edit_line(&mut self.line, key) && self.line.words() != before {
                    self.narrow(app);
                }
            }
        }
        Some(Overlay::Picker(self))
    }

    fn mark(&mut self, app: &App, mark: bool) {
        let Some(&place) = self.fitting.get(self.here) else { return };
        match self.marked.iter().position(|&other| other == place) {
            Some(at) => drop(self.marked.remove(at)),
            None if mark => self.marked.push(place),
            None => {}
        }
        // Marking is often followed by another search; what was unmarked is not meant after all.
        if !self.line.words().is_empty() {
            self.line.clear();
            self.narrow(app);
        } else if mark {
            self.here = (self.here + 1).min(self.rows().saturating_sub(1));
        }
    }

    /// Takes the next name of the row's path over into the line; the cursor stays on the row.
    fn complete(&mut self, app: &App) {
        let Some(&place) = self.fitting.get(self.here) else { return };
        let names: Vec<&str> = self.items[place].words.split(" > ").collect();
        let typed: Vec<&str> = self.line.words().split(" > ").map(str::trim).filter(|part| !part.is_empty()).collect();
        let there = if names.starts_with(&typed) { typed.len() } else { 0 };
        let taken = (there + 1).min(names.len());
        let more = if taken < names.len() { " > " } else { "" };
        self.line = Line::of(&format!("{}{more}", names[..taken].join(" > ")));
        self.narrow(app);
        self.here = self.fitting.iter().position(|&other| other == place).unwrap_or(0);
    }

    /// Says all of the row under the cursor, over the list.
    fn explain(&self, app: &mut App) {
        if let (Some(explains), Some(&place)) = (&self.explains, self.fitting.get(self.here)) {
            let lines = explains(app, place);
            let notice = Notice::of(self.items[place].words.clone(), lines);
            app.overlays.push(Overlay::Notice(Box::new(notice)));
        }
    }

    fn choose(self: Box<Self>, app: &mut App) -> Option<Overlay> {
        let typed = || self.line.words().trim().to_string();
        let new = self.new_row.as_ref().filter(|_| self.here >= self.fitting.len()).map(|_| typed());
        let picked = match (new, self.fitting.get(self.here)) {
            (Some(name), _) => Picked::New(name, self.marked),
            // What was typed after the last mark is meant too.
            (None, Some(&place)) if self.marked.is_empty() || !typed().is_empty() => {
                let others = self.marked.into_iter().filter(|&marked| marked != place);
                Picked::Places(others.chain([place]).collect())
            }
            (None, Some(_)) => Picked::Places(self.marked),
            (None, None) => {
                app.alarm("nothing fits what is typed; Esc leaves");
                return Some(Overlay::Picker(self));
            }
        };
        if let Err(trouble) = (self.then)(app, picked) {
            app.alarm(trouble.to_string());
        }
        None
    }

    fn marked_names(&self) -> String {
        let last = |&place: &usize| self.items[place].words.rsplit(" > ").next().unwrap_or_default().to_string();
        self.marked.iter().map(last).collect::<Vec<_>>().join(", ")
    }

    /// Takes the cursor to the row drawn at a place of the screen, and gives the row back.
    pub fn click(&mut self, at: Position) -> Option<usize> {
        let row = self.drawn.row_under(at, self.rows())?;
        self.here = row;
        Some(row)
    }

    /// Draws it above or below the cursor and the rows about it (so many above, so many below), whose words it
    /// may be about.
    pub(super) fn draw(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        at: Option<(Position, (u16, u16))>,
        theme: &Theme,
    ) -> Position {
        let area = at.map_or(area, |(at, about)| beside_rows(area, at.y, about));
        let shown = |&place: &usize| {
            let Item { words, aside, about, .. } = self.items[place].clone();
            Shown { words, aside, about, marked: self.marked.contains(&place), cannot: self.cannot.contains(&place) }
        };
        let mut rows: Vec<Shown> = self.fitting.iter().map(shown).collect();
        rows.extend(self.new_row.clone());
        let title = match self.marked.len() {
            0 => self.title.clone(),
            _ => format!("{}  (marked: {})", self.title, self.marked_names()),
        };
        self.drawn = picker::draw(buf, area, &title, &self.line, &rows, self.here, self.drawn, theme);
        self.drawn.cursor
    }
}

/// Rows that a picker needs so that it can be worked with.
const ENOUGH: u16 = 8;

/// The larger part of the area above or below a row and so many above and below it, where that is enough for a
/// picker; else above or below the row alone; else all of it.
fn beside_rows(area: Rect, row: u16, (up, down): (u16, u16)) -> Rect {
    let above = Rect { height: row.saturating_sub(up).saturating_sub(area.y), ..area };
    let y = row.saturating_add(down + 1).min(area.bottom());
    let below = Rect { y, height: area.bottom() - y, ..area };
    let larger = if below.height >= above.height { below } else { above };
    match larger.height {
        ENOUGH.. => larger,
        _ if up + down > 0 => beside_rows(area, row, (0, 0)),
        _ => area,
    }
}
