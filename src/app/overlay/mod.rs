//! What lies over the panes: each has its own keys and does not inherit the others.

mod compare;
mod definition;
mod import;
mod leaving;
mod letter;
mod memo;
mod notice;
mod pad;
mod page;
mod picker;
mod prompt;
mod script;
mod two_groups;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::App;
use super::keys::{Code, Key};
use crate::panes::sheet::Sheet;
use crate::place::Draft;
use crate::place::Pane;
pub use compare::{Column, Compare};
pub use definition::Definer;
pub use import::{AfterImport, Import, labels_table};
pub use leaving::Leaving;
pub use letter::Letter;
pub use memo::Memo;
pub use notice::{Choice, Notice};
pub use pad::Pad;
pub use page::Reader;
pub use picker::{Item, Picked, Picker};
pub use prompt::Prompt;
pub use script::Script;
pub use two_groups::{Quoted, Side, TwoGroups};

/// Something over the panes that has the keys.
pub enum Overlay {
    /// A list to choose from.
    Picker(Box<Picker>),
    /// One line to type.
    Prompt(Box<Prompt>),
    /// A memo being written.
    Memo(Box<Memo>),
    /// A code's entry in the codebook, being written.
    Definer(Box<Definer>),
    /// Two groups of excerpts beside each other.
    TwoGroups(Box<TwoGroups>),
    /// Excerpts side by side.
    Compare(Box<Compare>),
    /// A macro being written.
    Script(Box<Script>),
    /// Something to read, or to agree to.
    Notice(Box<Notice>),
    /// What is about to be imported.
    Import(Box<Import>),
    /// Several lines to type or paste.
    Pad(Box<Pad>),
    /// A page to read.
    Page(Box<Reader>),
    /// One key to press.
    Letter(Box<Letter>),
    /// Leaving with something unsaved.
    Leaving(Leaving),
    /// A table; its keys are in the keymap.
    Sheet(Box<Sheet>),
}

impl Overlay {
    /// Takes a key; gives itself back as long as it stays.
    pub fn key(self, app: &mut App, key: Key) -> Option<Overlay> {
        match self {
            Overlay::Picker(picker) => picker.key(app, key),
            Overlay::Prompt(prompt) => prompt.key(app, key),
            Overlay::Memo(memo) => memo.key(app, key),
            Overlay::Definer(definer) => definer.key(app, key),
            Overlay::TwoGroups(groups) => groups.key(app, key),
            Overlay::Compare(compare) => compare.key(app, key),
            Overlay::Script(script) => script.key(app, key),
            Overlay::Notice(notice) => notice.key(app, key),
            Overlay::Import(import) => import.key(app, key),
            Overlay::Pad(pad) => pad.key(app, key),
            Overlay::Page(reader) => reader.key(app, key),
            Overlay::Letter(letter) => letter.key(app, key),
            Overlay::Leaving(leaving) => leaving.key(app, key),
            Overlay::Sheet(sheet) => Some(Overlay::Sheet(sheet)),
        }
    }

    /// Takes what was pasted: it is words, never keys.
    pub fn paste(&mut self, words: &str) {
        match self {
            Overlay::Picker(picker) => picker.line.insert(words),
            Overlay::Prompt(prompt) => prompt.line.insert(words),
            Overlay::Memo(memo) => memo.paste(words),
            Overlay::Definer(definer) => definer.paste(words),
            Overlay::Pad(pad) => pad.paste(words),
            Overlay::Script(script) => script.paste(words),
            Overlay::Leaving(leaving) => leaving.line.insert(words),
            Overlay::TwoGroups(_) | Overlay::Compare(_) => {}
            Overlay::Notice(_) | Overlay::Page(_) | Overlay::Letter(_) | Overlay::Sheet(_) | Overlay::Import(_) => {}
        }
    }

    /// What is unfinished in it, where a draft of it can be kept.
    pub fn draft(&self) -> Option<Draft> {
        match self {
            Overlay::Memo(memo) => Some(memo.draft()),
            Overlay::Definer(definer) => Some(definer.draft()),
            _ => None,
        }
    }

    /// The same as it was opened, or as it is kept by now.
    pub fn kept(&self) -> Option<&Draft> {
        match self {
            Overlay::Memo(memo) => Some(memo.kept()),
            Overlay::Definer(definer) => Some(definer.kept()),
            _ => None,
        }
    }

    /// Notes that what is unfinished is kept as this draft.
    pub fn keep(&mut self, draft: Draft) {
        match self {
            Overlay::Memo(memo) => memo.keep(draft),
            Overlay::Definer(definer) => definer.keep(draft),
            _ => {}
        }
    }

    /// Puts other words in the place of those being written.
    pub fn rewrite(&mut self, words: &str) {
        match self {
            Overlay::Memo(memo) => memo.rewrite(words),
            Overlay::Definer(definer) => definer.rewrite(words),
            _ => {}
        }
    }

    /// The keys that work here.
    pub fn hints(&self) -> &'static [&'static str] {
        match self {
            Overlay::Picker(picker) => picker.hints(),
            Overlay::Prompt(prompt) => prompt.hints(),
            Overlay::Memo(_) => &[
                "Esc saves it",
                "Enter new line",
                "Ctrl-c discard",
                "Ctrl-k kind",
                "Ctrl-e editor",
                "Ctrl-l follow [[link]]",
            ],
            Overlay::Definer(_) => {
                &["Esc saves it", "Tab next field", "Enter new line", "Ctrl-c discard", "Ctrl-e editor"]
            }
            Overlay::TwoGroups(_) => {
                &["h l group", "j k excerpt", "Esc close", "x mark", "= compare marked", "a memo", "Enter go to text"]
            }
            Overlay::Compare(_) => {
                &["k kept", "m move", "s split", "a memo", "Esc close", "h l column", "x mark", "Enter go to text"]
            }
            Overlay::Script(_) => &["Esc or Ctrl-s saves it", "Ctrl-c leaves it as it was", "one step a line"],
            Overlay::Notice(notice) => notice.hints(),
            Overlay::Page(_) => &["j k", "Ctrl-d Ctrl-u", "gg G", "e save as a file", "q close"],
            Overlay::Letter(_) => &["a letter or a digit", "Esc cancel"],
            Overlay::Leaving(_) => &["r try again", "w write into another folder", "Esc stay"],
            Overlay::Import(_) => &[
                "Enter import all",
                "Esc nothing",
                "p participant",
                "i interviewer",
                "x leave out",
                "= one person",
                "c person",
                "P pattern",
            ],
            Overlay::Pad(pad) => pad.hints(),
            // Its keys are in the keymap, and so are its hints.
            Overlay::Sheet(_) => &[],
        }
    }
}

/// What a key does in a line being typed; `false` where it does nothing there.
pub fn edit_line(line: &mut crate::panes::input::Line, key: Key) -> bool {
    match (key.code, key.ctrl) {
        (Code::Char(c), false) if !key.alt => line.insert(&c.to_string()),
        (Code::Backspace, _) => line.backspace(),
        (Code::Char('u'), true) => line.clear(),
        (Code::Char('w'), true) => line.delete_word(),
        (Code::Char('a'), true) | (Code::Home, _) => line.home(),
        (Code::Char('e'), true) | (Code::End, _) => line.end(),
        (Code::Left, _) => line.left(),
        (Code::Right, _) => line.right(),
        _ => return false,
    }
    true
}

/// Whether a key leaves an overlay.
pub fn leaves(key: Key) -> bool {
    match key.code {
        Code::Esc => true,
        Code::Char(c) => key.ctrl && matches!(c, 'g' | 'c'),
        _ => false,
    }
}

/// Brings what is shown after what was pasted.
pub fn refresh(app: &mut App) {
    let Some(mut top) = app.overlays.pop() else { return };
    match &mut top {
        Overlay::Picker(picker) => picker.narrow(app),
        Overlay::Prompt(prompt) => prompt.while_typing(app),
        _ => {}
    }
    app.overlays.push(top);
}

/// How many rows of the passage meant are shown above and below the cursor's.
fn rows_about(app: &App) -> (u16, u16) {
    app.passage().map_or((0, 0), |(_, span)| app.transcript.rows_about(app.place.cursor, span))
}

/// Draws one overlay; gives back where the cursor stands, `beneath` where it stays there.
pub fn draw(app: &mut App, place: usize, area: Rect, beneath: Option<Position>, buf: &mut Buffer) -> Option<Position> {
    let theme = app.theme.clone();
    app.refresh_sheet(place);
    let hesitates = app.keys_since.is_none();
    let about = if app.place.pane == Pane::Transcript { rows_about(app) } else { (0, 0) };
    match app.overlays.get_mut(place)? {
        Overlay::Picker(picker) => Some(picker.draw(buf, area, beneath.map(|at| (at, about)), &theme)),
        Overlay::Prompt(prompt) => Some(prompt.draw(buf, area, &theme)),
        Overlay::Memo(memo) => Some(memo.draw(buf, area, &theme)),
        Overlay::Definer(definer) => Some(definer.draw(buf, area, &theme)),
        Overlay::TwoGroups(groups) => Some(groups.draw(&app.place.marked_excerpts, buf, area, &theme)),
        Overlay::Compare(compare) => Some(compare.draw(buf, area, &theme)),
        Overlay::Script(script) => Some(script.draw(buf, area, &theme)),
        Overlay::Notice(notice) => Some(notice.draw(buf, area, &theme)),
        Overlay::Import(import) => import.draw(buf, area, &theme),
        Overlay::Pad(pad) => Some(pad.draw(buf, area, &theme)),
        Overlay::Page(reader) => Some(reader.draw(buf, area, &theme)),
        Overlay::Letter(letter) => {
            if hesitates {
                letter.draw(buf, area, &theme);
            }
            beneath
        }
        Overlay::Leaving(leaving) => Some(leaving.draw(buf, area, &theme)),
        Overlay::Sheet(sheet) => {
            sheet.prepare(area);
            sheet.draw(area, &theme, buf)
        }
    }
}
