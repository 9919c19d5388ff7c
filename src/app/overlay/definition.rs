//! A code's entry in the codebook: what it means, when to use it, when not, and what it looks like.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Paragraph, Widget, Wrap};
use ratatui_textarea::TextArea;

use super::memo::{draw_area, hand_out, type_into, writing};
use super::{Overlay, leaves};
use crate::app::App;
use crate::app::act::tree;
use crate::app::keys::{Code, Key};
use crate::panes::{Theme, frame};
use crate::place::{Draft, EntryDraft};
use crate::project::{CodeId, Definition, MemoKind, Target};
use crate::text::visible;

const FIELDS: [&str; 4] = ["definition", "include: use it when", "exclude: not when", "example"];

/// A code's entry, being written.
pub struct Definer {
    code: CodeId,
    title: String,
    fields: [TextArea<'static>; 4],
    here: usize,
    /// As it was opened.
    was: [String; 4],
    /// As it was opened, or is kept as a draft.
    kept: Draft,
    discarding: bool,
}

impl Definer {
    /// Opens a code's entry with what is written in it so far.
    pub fn of(code: CodeId, title: String, given: &Definition) -> Definer {
        let Definition { definition, include, exclude, example } = given;
        let fields = [definition, include, exclude, example].map(|words| writing(words));
        let entry = EntryDraft { fields: fields.each_ref().map(|field| field.lines().join("\n")), here: 0 };
        Definer {
            code,
            title,
            fields,
            here: 0,
            was: entry.fields.clone(),
            kept: draft_of(code, None, entry),
            discarding: false,
        }
    }

    /// Goes on with what was not finished.
    pub fn resume(&mut self, entry: &EntryDraft) {
        self.fields = entry.fields.each_ref().map(|words| writing(words));
        self.here = entry.here.min(FIELDS.len() - 1);
    }

    fn entry(&self) -> EntryDraft {
        EntryDraft { fields: self.fields.each_ref().map(|field| field.lines().join("\n")), here: self.here }
    }

    /// What is to be kept where the line drops.
    pub(super) fn draft(&self) -> Draft {
        draft_of(self.code, self.kept.file.clone(), self.entry())
    }

    pub(super) fn kept(&self) -> &Draft {
        &self.kept
    }

    pub(super) fn keep(&mut self, draft: Draft) {
        self.kept = draft;
    }

    pub(super) fn rewrite(&mut self, words: &str) {
        self.fields[self.here] = writing(words);
    }

    pub(super) fn paste(&mut self, words: &str) {
        self.fields[self.here].insert_str(words);
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if key.ctrl && key.code == Code::Char('c') {
            if self.discarding || self.entry().fields == self.was {
                app.say("nothing was changed");
                return None;
            }
            self.discarding = true;
            app.alarm("Ctrl-c again discards what is written; any other key goes on");
            return Some(Overlay::Definer(self));
        }
        self.discarding = false;
        match key.code {
            Code::Tab if key.shift => self.here = (self.here + FIELDS.len() - 1) % FIELDS.len(),
            Code::Tab => self.here = (self.here + 1) % FIELDS.len(),
            _ if leaves(key) || (key.ctrl && key.code == Code::Char('s')) => {
                if let Err(trouble) = tree::keep_definition(app, self.code, self.entry().definition()) {
                    app.alarm(trouble.to_string());
                }
                return None;
            }
            Code::Char('e') if key.ctrl => {
                let words = self.fields[self.here].lines().join("\n");
                return hand_out(app, Overlay::Definer(self), &words);
            }
            _ => type_into(&mut self.fields[self.here], key),
        }
        Some(Overlay::Definer(self))
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        let width = area.width.saturating_sub(4).clamp(area.width.min(20), 78);
        let height = 22.min(area.height);
        let popup =
            Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
        Clear.render(popup, buf);
        let inside = frame(buf, popup, &self.title, true, theme);
        let tall = (inside.height / 4).max(1);
        let mut cursor = Position { x: inside.x, y: inside.y };
        for (place, (field, title)) in self.fields.iter().zip(FIELDS).enumerate() {
            let y = inside.y + place as u16 * tall;
            if y + tall > inside.bottom() {
                break;
            }
            let part = frame(buf, Rect { y, height: tall, ..inside }, title, place == self.here, theme);
            if place == self.here {
                cursor = draw_area(field, part, buf);
            } else {
                let words = field.lines().join(" ");
                let words = Paragraph::new(visible(&words).into_owned()).wrap(Wrap { trim: true });
                words.style(theme.plain).render(part, buf);
            }
        }
        cursor
    }
}

fn draft_of(code: CodeId, file: Option<String>, entry: EntryDraft) -> Draft {
    let (on, kind) = (Target::Code(code), MemoKind::default());
    Draft { file, on, kind, words: String::new(), memo: None, compared: None, entry: Some(entry) }
}
