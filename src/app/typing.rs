//! From keys to actions: counts, begun keys, what an overlay takes, what was pasted.

use std::time::Instant;

use super::act::{attributes, awaiting, leaping, macros::never_in_a_macro, pasting};
use super::decoder::Input;
use super::keymap::Looked;
use super::keys::{self, Code, Key};
use super::overlay::{self, Overlay};
use super::{App, Trouble, Wish, actions};
use crate::place::Pane;
use crate::project::Refusal;

impl App {
    /// Takes in what came from the terminal.
    pub fn input(&mut self, input: Input) {
        match input {
            Input::Key(key) => self.key(key),
            Input::Paste(words) => self.paste(&words),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::End | Input::Hangup => {
                self.keep_drafts();
                self.wishes.push(Wish::Quit);
            }
            Input::Suspend => self.wishes.push(Wish::Suspend),
            Input::Answer | Input::Resize(..) | Input::Continue => {}
        }
        self.look_at_lesson();
    }

    pub(super) fn key(&mut self, key: Key) {
        self.toast = None;
        self.clicked = None;
        if matches!(self.overlays.last(), None | Some(Overlay::Sheet(_))) {
            return self.plain_key(key);
        }
        self.record_key(key);
        let Some(top) = self.overlays.pop() else { return };
        let place = self.overlays.len();
        let file = top.kept().and_then(|draft| draft.file.clone());
        match top.key(self, key) {
            // What the key opened lies over what stays.
            Some(stays) => self.overlays.insert(place, stays),
            // Kept or discarded: its draft is of no use.
            None => self.finished.extend(file),
        }
        self.note_typing();
    }

    /// A key that no overlay takes: a count, the rest of a begun key, or an action.
    pub(crate) fn plain_key(&mut self, key: Key) {
        let again = self.again.take();
        if self.keys.is_empty()
            && let Code::Char(digit) = key.code
            && let Some(digit) = digit.to_digit(10).filter(|&digit| digit > 0 || self.count.is_some())
            && !key.ctrl
            && !key.alt
        {
            self.count = Some(self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(9_999_999));
            return;
        }
        let context = self.context();
        if self.by_letters && context == "transcript" && self.keys.is_empty() && self.letter(key) {
            return;
        }
        self.keys.push(key);
        match self.keymap.lookup(context, &self.keys) {
            Looked::Action(name) => {
                let name = name.to_string();
                self.drop_keys();
                self.again = again.filter(|again| *again == name);
                self.act_counted(&name);
            }
            Looked::Prefix => self.keys_since = Some(Instant::now()),
            Looked::Nothing => self.unbound(key, context),
        }
    }

    /// Does an action as often as was typed before it.
    fn act_counted(&mut self, name: &str) {
        let count = self.count;
        self.act(name);
        self.count = None;
        self.record_action(name, count);
    }

    /// While one codes by letters, a letter is that quick code and the leap to the next turn to be coded;
    /// whether the key was one.
    fn letter(&mut self, key: Key) -> bool {
        let Code::Char(letter) = key.code else { return false };
        if key.ctrl || key.alt || !letter.is_ascii_lowercase() || self.quick_code(letter).is_none() {
            return false;
        }
        self.act_counted("quick-code");
        if matches!(self.overlays.last(), Some(Overlay::Letter(_))) {
            self.key(key);
        }
        let said = self.toast.take();
        if said.as_ref().is_some_and(|toast| !toast.alarm) {
            self.act_counted("untouched-next");
        }
        self.toast = said;
        true
    }

    fn unbound(&mut self, key: Key, context: &str) {
        let typed = keys::show_keys(&self.keys);
        let begun = self.keys.len() > 1;
        self.forget_keys();
        // A slow line may bring Esc and the key after it together: then both are meant.
        if key.alt && !begun {
            self.plain_key(Key::plain(Code::Esc));
            return self.plain_key(Key { alt: false, ..key });
        }
        if key.code != Code::Esc || !begun {
            let help = self.keymap.keys_for("global", "help").into_iter().next().unwrap_or_default();
            self.alarm(format!("{typed} does nothing in the {context}; {help} shows what does"));
        }
    }

    /// Lets go of a count and of keys begun.
    pub(super) fn forget_keys(&mut self) {
        self.drop_keys();
        self.count = None;
    }

    fn drop_keys(&mut self) {
        self.keys.clear();
        self.keys_since = None;
    }

    /// Does an action by name, and says why where it cannot be done.
    pub fn act(&mut self, name: &str) {
        let Some(action) = actions::action(name) else { return self.alarm(format!("no command named {name}")) };
        if let Err(trouble) = self.do_action(action) {
            self.alarm(trouble.to_string());
        }
    }

    /// Does an action, and stands on something that is there after it.
    pub(crate) fn do_action(&mut self, action: &actions::Action) -> Result<(), Trouble> {
        self.refresh_pane();
        if self.replaying && never_in_a_macro(action.name) {
            return Err(Trouble::Say(format!("no macro can do {}", action.name)));
        }
        if let Some(past) = self.desk.past().filter(|_| action.changes) {
            return Err(Refusal::Past(past.to_string()).into());
        }
        (action.needs)(self)?;
        let done = (action.run)(self);
        if done.is_ok() {
            self.note_action(action.name);
            leaping::note_leap(self, action.name);
        }
        self.find_feet_if_lost();
        self.note_reading();
        done
    }

    /// Brings the pane with the keys after what the keys before have changed: over a slow line many come
    /// before the screen is drawn again.
    pub(super) fn refresh_pane(&mut self) {
        self.refresh_sheet(self.overlays.len().saturating_sub(1));
        // What a pane remembers of itself is taken out while it looks at the rest.
        match self.place.pane {
            Pane::Transcript => {
                let mut transcript = std::mem::take(&mut self.transcript);
                transcript.refresh(&self.scene());
                self.transcript = transcript;
            }
            Pane::Codes => {
                let mut codes = std::mem::take(&mut self.codes);
                codes.refresh(&self.scene());
                self.codes = codes;
            }
            Pane::Excerpts => self.refresh_excerpts(),
        }
    }

    /// Brings a sheet after the project.
    pub(crate) fn refresh_sheet(&mut self, place: usize) {
        let mut overlays = std::mem::take(&mut self.overlays);
        if let Some(Overlay::Sheet(sheet)) = overlays.get_mut(place) {
            sheet.refresh(&self.scene());
        }
        self.overlays = overlays;
        awaiting::renew(self);
    }

    /// An undo may have taken away what the coder stood on.
    pub(crate) fn find_feet_if_lost(&mut self) {
        let project = self.desk.project();
        let lost = |code: Option<_>| code.is_none_or(|code| project.codebook().place(code).is_none());
        let length = self.place.document.and_then(|id| Some(project.document(id)?.characters));
        // Words that were written anew may be fewer.
        let past = |end: u32| length.is_none_or(|length| end > length);
        let adrift =
            past(self.place.cursor) || self.place.selection.is_some_and(|selection| past(selection.span().end()));
        if adrift || lost(self.place.code) || lost(self.place.listed) {
            self.find_feet();
        }
    }

    /// A paste is never keys: it goes into what is being typed, or is asked about.
    fn paste(&mut self, words: &str) {
        if self.is_recording() {
            return self.alarm("a paste cannot be recorded, so it was dropped; Q ends the recording");
        }
        match self.overlays.last_mut() {
            Some(Overlay::Sheet(sheet)) if sheet.context == "people" => {
                if let Err(trouble) = attributes::preview(self, words) {
                    self.alarm(trouble.to_string());
                }
            }
            Some(Overlay::Sheet(_) | Overlay::Notice(_)) => {
                self.alarm("a paste does nothing here; Esc leaves this first")
            }
            Some(overlay) => {
                overlay.paste(words);
                self.note_typing();
            }
            None => {
                self.forget_keys();
                pasting::ask(self, words);
            }
        }
        overlay::refresh(self);
    }
}
