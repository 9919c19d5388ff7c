//! The interactive program: from the terminal's bytes to keys, from keys to actions, from a frame to bytes.
//!
//! `key -> Action -> Edit -> log -> view`: an action is a plain function on the [`App`], which changes
//! the project only through the desk, and where the coder is only in the [`Place`].

pub mod act;
pub mod actions;
pub mod decoder;
mod ending;
mod fidelity;
mod hints;
pub mod keymap;
pub mod keys;
pub mod lessons;
mod mouse;
pub mod overlay;
mod run;
mod screen;
pub mod terminal;
mod typing;
pub mod units;
pub mod welcome;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::layout::Rect;

pub use self::{act::importing::project_folder, fidelity::fidelity_table, overlay::labels_table};
use crate::analysis::Progress;
use crate::desk::Desk;
use crate::panes::codes::Codes;
use crate::panes::excerpts::Excerpts;
use crate::panes::transcript::Transcript;
use crate::panes::{Scene, Theme};
use crate::place::{Pane, Place, Step};
use crate::project::{CodeId, Document, DocumentId, Hindrance, Moment, Refusal};
use crate::settings::Settings;
use crate::text::{Span, Text};
use keymap::Keymap;
use keys::Key;
use lessons::Course;
use overlay::{Letter, Overlay};
pub use run::{Person, import, show, tutor, welcome};
pub use screen::draw;
use units::Reading;

/// Why an action could not be done, as it is said on the screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The project does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It cannot be taken back.
    #[error(transparent)]
    Hindered(#[from] Hindrance),
    /// Anything else: what is wrong, and what to do.
    #[error("{0}")]
    Say(String),
}

impl From<&str> for Trouble {
    fn from(words: &str) -> Trouble {
        Trouble::Say(words.to_string())
    }
}

/// The one line that says what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What happened, or why not.
    pub words: String,
    /// It went wrong.
    pub alarm: bool,
}

/// The documents that an import brought, and what must be said of it.
pub type Brought = (Vec<DocumentId>, Vec<String>);

/// Words on their way to the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// What is copied.
    pub words: String,
    /// How it is called when it is said to be copied.
    pub what: String,
}

/// Where something searched for stands: the document, what was searched for, whether it is a regular
/// expression, and the places.
type Hits = (DocumentId, (String, bool), Arc<[Span]>);

/// What the loop is to do beside drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Put words on the clipboard, and say by which way.
    Copy(Copied),
    /// Let the person's own editor have a file, and take its words back.
    Edit(PathBuf),
    /// End.
    Quit,
    /// Let the shell have the terminal for a while.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Give lessons, and come back.
    Tutor,
    /// Open the project that was chosen.
    Open,
    /// Leave this project, and choose another or make one.
    Projects,
    /// Look at this project as it was at a moment, which is called so, and come back.
    LookBack(Moment, String),
}

/// How long the tree rests before the excerpt list follows it.
const REST: Duration = Duration::from_millis(150);
/// How long a begun key waits before what may follow is shown.
const WHICH: Duration = Duration::from_millis(300);

/// The program, but for the terminal.
pub struct App {
    /// The project, and the only door to it.
    pub desk: Desk,
    /// Where this coder is.
    pub place: Place,
    /// The folder in which files are that are named without one.
    pub here: PathBuf,
    /// How it looks.
    pub theme: Theme,
    /// Which keys do what.
    pub keymap: Keymap,
    /// The keys of this person's own settings and files.
    own_keys: Keymap,
    /// What this person chose.
    settings: Settings,
    /// The words.
    pub transcript: Transcript,
    /// The words of the document beside it.
    other: Transcript,
    /// The tree.
    pub codes: Codes,
    /// The list.
    pub excerpts: Excerpts,
    /// What lies over the panes, the last on top.
    pub overlays: Vec<Overlay>,
    /// What just happened.
    pub toast: Option<Toast>,
    /// The coach or the tutor, where there is one.
    pub course: Option<Course>,
    /// The number typed before an action.
    count: Option<u32>,
    /// The keys of an action that is not complete yet, and since when.
    keys: Vec<Key>,
    keys_since: Option<Instant>,
    /// The last leap, by the name of its action.
    leapt: Option<&'static str>,
    /// The column that `j` and `k` keep to.
    goal: Option<u16>,
    /// When the tree last moved, as long as the list has not followed.
    moved: Option<Instant>,
    /// When the project was last copied (UTC, ms), where it was.
    backed_up: Option<i64>,
    /// The action that the key before did, where it does more when it comes again.
    again: Option<&'static str>,
    /// The steps of a macro that is being recorded.
    recording: Option<Vec<Step>>,
    /// Whether a macro is being played.
    replaying: bool,
    /// What the mouse was last pressed on, until a key comes.
    clicked: Option<mouse::Clicked>,
    /// Where the panes and what lies over them were last drawn.
    middle: Rect,
    /// What the last import brought.
    brought: Option<Brought>,
    /// What the loop is to do.
    wishes: Vec<Wish>,
    /// What is done with what a rule found, while that is looked through.
    autocoding: Option<act::autocoding::Autocoding>,
    /// The code that each unit selected is coded with at once.
    keeping: Option<CodeId>,
    /// A letter alone puts its quick code on.
    pub by_letters: bool,
    /// Since when something is written that no draft has.
    typed: Option<Instant>,
    /// The drafts of what was finished, by their files, until that is on the disk.
    finished: Vec<String>,
    /// The share of participant turns coded, and what it was counted for.
    progress: Option<(u64, DocumentId, Progress)>,
    /// Where the search's words or pattern stand, and in what document.
    hits: Option<Hits>,
    /// Words being looked for in all documents, and whether that goes on.
    hunt: Option<act::searching::Hunt>,
    hunting: bool,
    /// A report that is being counted.
    awaited: Option<act::awaiting::Awaited>,
    /// How long a key waits for a report.
    pub patience: Duration,
}

impl App {
    /// Opens a project on the screen, where this coder left it.
    pub fn new(desk: Desk, theme: Theme, keymap: Keymap) -> App {
        let place = desk
            .folder()
            .read_place(desk.coder())
            .and_then(|words| ron::from_str::<Place>(&words).ok())
            .unwrap_or_default();
        let mut app = App {
            desk,
            place,
            here: std::env::current_dir().unwrap_or_default(),
            theme,
            own_keys: keymap.clone(),
            keymap,
            settings: Settings::default(),
            transcript: Transcript::default(),
            other: Transcript::default(),
            codes: Codes::default(),
            excerpts: Excerpts::default(),
            overlays: Vec::new(),
            toast: None,
            course: None,
            count: None,
            keys: Vec::new(),
            keys_since: None,
            leapt: None,
            goal: None,
            moved: None,
            backed_up: None,
            again: None,
            recording: None,
            replaying: false,
            clicked: None,
            middle: Rect::ZERO,
            brought: None,
            wishes: Vec::new(),
            autocoding: None,
            keeping: None,
            by_letters: false,
            typed: None,
            finished: Vec::new(),
            progress: None,
            hits: None,
            hunt: None,
            hunting: false,
            awaited: None,
            patience: act::awaiting::PATIENCE,
        };
        app.backed_up = app.desk.folder().last_backup();
        app.find_feet();
        act::drafts::offer(&mut app);
        if let Some(first) = app.desk.set_aside().first() {
            let more = app.desk.set_aside().len() - 1;
            let more = if more == 0 { String::new() } else { format!(", and {more} more") };
            app.alarm(format!("a line of the log was set aside: {first}{more}; see `emic check`"));
        }
        app
    }

    /// Stands on something that is there: what was remembered may be gone.
    fn find_feet(&mut self) {
        let project = self.desk.project();
        let open = self.place.document.filter(|&id| project.document(id).is_some());
        if open.is_none() {
            self.place.document = project.document_order().first().copied();
            (self.place.cursor, self.place.selection, self.place.reopened) = (0, None, None);
        }
        let there = |code: &Option<_>| code.is_some_and(|code| project.codebook().place(code).is_some());
        if !there(&self.place.code) {
            self.place.code = project.codebook().rows().first().map(|row| row.code);
        }
        if !there(&self.place.listed) {
            self.place.listed = self.place.code;
        }
        let in_use = |code: &_| project.codebook().place(*code).is_some();
        self.place.marked_codes.retain(in_use);
        self.place.hidden_codes.retain(in_use);
        let length = self.place.document.and_then(|id| project.document(id)).map_or(0, |document| document.characters);
        if self.place.selection.is_some_and(|selection| selection.span().end() > length) {
            self.place.selection = None;
        }
        self.place.cursor = self.settled(self.place.cursor.min(length), true);
    }

    /// All that a pane may look at.
    pub fn scene(&self) -> Scene<'_> {
        Scene { project: self.desk.project(), texts: self.desk.texts(), place: &self.place, theme: &self.theme }
    }

    /// The open document with its words.
    ///
    /// # Errors
    /// There is none, or its words are missing.
    pub fn open_text(&self) -> Result<(DocumentId, Document, Arc<Text>), Trouble> {
        let id = self.place.document.ok_or("no document yet: Space i brings files in")?;
        let document = self.desk.project().document(id).ok_or("this document was removed; Space f opens another")?;
        let text = self.desk.text(id).ok_or("the words of this document are missing from the texts folder")?;
        Ok((id, document.clone(), text))
    }

    /// How often an action is to be done: the number typed before it, else once.
    pub fn times(&mut self) -> u32 {
        self.count.take().unwrap_or(1).clamp(1, 100_000)
    }

    /// Says what happened.
    pub fn say(&mut self, words: impl Into<String>) {
        self.toast = Some(Toast { words: words.into(), alarm: false });
    }

    /// Says what went wrong.
    pub fn alarm(&mut self, words: impl Into<String>) {
        self.toast = Some(Toast { words: words.into(), alarm: true });
    }

    /// A position where the cursor can stand in the open document.
    fn settled(&self, position: u32, forward: bool) -> u32 {
        let Ok((_, document, text)) = self.open_text() else { return 0 };
        Reading { document: &document, text: &text }.settled(position, forward)
    }

    /// Puts the cursor on an end of the selection, or where it can stand nearest to it.
    pub(super) fn stand(&mut self, position: u32) {
        self.place.cursor = self.settled(position, true);
    }

    /// Moves the cursor; a live selection's end goes with it, a spent one is let go.
    pub fn go(&mut self, position: u32) {
        let at = self.settled(position, position >= self.place.cursor);
        self.goal = None;
        self.place.cursor = at;
        self.extend_to(at);
    }

    fn extend_to(&mut self, position: u32) {
        if self.place.selection.is_some_and(|selection| selection.spent) {
            self.place.let_go();
        }
        let Some(by) = self.place.selection.map(|selection| selection.by) else { return };
        let Ok((_, document, text)) = self.open_text() else { return };
        let unit = by.and_then(|unit| Reading { document: &document, text: &text }.unit_at(position, unit));
        let here = crate::text::grapheme_at(&text, position);
        let head = unit.or_else(|| Span::new(here.start, here.end, text.len()));
        if let (Some(selection), Some(head)) = (self.place.selection.as_mut(), head) {
            selection.head = head;
        }
    }

    /// Moves the cursor by a jump: it ends a selection.
    pub fn jump(&mut self, position: u32) {
        self.place.let_go();
        self.go(position);
    }

    /// The passage meant: the selection, else the unit at the cursor, without blanks at its ends.
    ///
    /// # Errors
    /// There is no text, or nothing but blanks here.
    pub fn passage(&self) -> Result<(DocumentId, Span), Trouble> {
        let (id, document, text) = self.open_text()?;
        let reading = Reading { document: &document, text: &text };
        let span = match self.place.selection {
            Some(selection) => reading.tight(selection.span().start(), selection.span().end()),
            None => reading.unit_at(self.place.cursor, self.place.unit),
        };
        Ok((id, span.ok_or("nothing but blank space here; move onto some words")?))
    }

    /// The name by which keymaps know the place of the keys.
    pub fn context(&self) -> &'static str {
        match (self.overlays.last(), self.place.pane) {
            (Some(Overlay::Sheet(sheet)), _) => sheet.context,
            (_, Pane::Transcript) => "transcript",
            (_, Pane::Codes) => "tree",
            (_, Pane::Excerpts) => "excerpts",
        }
    }

    /// The tree has moved: the list follows when it rests.
    pub fn tree_moved(&mut self) {
        self.moved = Some(Instant::now());
    }

    /// Brings the list after the tree at once.
    pub fn follow(&mut self) {
        self.moved = None;
        if self.place.listed != self.place.code {
            self.place.listed = self.place.code;
            self.place.excerpt = None;
        }
    }

    /// When something is due without a key: the list's following, the keys that may follow.
    pub fn due(&self) -> Option<Instant> {
        let follow = self.moved.map(|at| at + REST);
        let which = self.keys_since.map(|at| at + WHICH);
        let hunt = self.hunting.then(Instant::now);
        let awaited = self.awaited.as_ref().map(act::awaiting::Awaited::due);
        follow.into_iter().chain(hunt).chain(awaited).chain(which).chain(self.drafts_due()).min()
    }

    /// Does what is due; whether anything was.
    pub fn tick(&mut self, now: Instant) -> bool {
        let mut done = false;
        if self.moved.is_some_and(|at| now >= at + REST) {
            self.follow();
            done = true;
        }
        if self.keys_since.is_some_and(|at| now >= at + WHICH) {
            self.keys_since = None;
            done = true;
        }
        if self.drafts_due().is_some_and(|at| now >= at) {
            self.keep_drafts();
        }
        self.sweep_drafts();
        done |= self.tick_hunt() | self.tick_awaited();
        done | act::colleagues::take_in(self)
    }

    /// Asks for one key; what each means is shown when it does not come soon.
    pub fn ask_letter(&mut self, letter: Letter) {
        self.overlays.push(Overlay::Letter(Box::new(letter)));
        self.keys_since = Some(Instant::now());
    }

    /// The keys begun, once it is time to show what may follow.
    pub fn begun(&self) -> &[Key] {
        if self.keys_since.is_none() { &self.keys } else { &[] }
    }

    /// What the loop is to do.
    pub fn take_wishes(&mut self) -> Vec<Wish> {
        std::mem::take(&mut self.wishes)
    }

    /// Writes down where the coder is.
    pub fn keep_place(&mut self) {
        if self.desk.past().is_some() {
            return; // where somebody stood in the past is no place of today
        }
        self.sweep_drafts();
        if let Ok(words) = ron::to_string(&self.place) {
            // Not knowing the place again is no harm worth stopping for.
            let _ = self.desk.folder().write_place(self.desk.coder(), &words);
        }
    }
}
