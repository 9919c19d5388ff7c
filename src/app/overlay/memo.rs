//! A memo being written, beside the words it is about.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Clear, Paragraph, Widget, Wrap};
use ratatui_textarea::{CursorMove, Input as TypedInput, Key as TypedKey, TextArea, WrapMode};

use super::{Overlay, leaves};
use crate::analysis::link_at;
use crate::app::App;
use crate::app::act::{memos, outside};
use crate::app::keys::{Code, Key};
use crate::panes::{Theme, frame, put};
use crate::place::Draft;
use crate::project::{DocumentId, MemoId, MemoKind, Target};
use crate::text::{Span, count_of};

/// Lines that the page keys move by.
const PAGE: usize = 10;

/// A memo being written.
pub struct Memo {
    /// What it is about.
    pub on: Target,
    /// What that is called.
    title: String,
    /// The memo that is being rewritten.
    pub memo: Option<MemoId>,
    /// What it is for.
    pub kind: MemoKind,
    /// The excerpts whose comparison is put on record when it is kept.
    pub compared: Option<Vec<(DocumentId, Span)>>,
    /// What it is written of, shown above it: each passage, fit to be shown, under who says it where.
    pub about: Vec<(String, String)>,
    area: TextArea<'static>,
    /// As it was opened, or is kept as a draft.
    kept: Draft,
    discarding: bool,
}

impl Memo {
    /// Opens a memo with what is written in it so far.
    pub fn of(on: Target, title: String, memo: Option<MemoId>, kind: MemoKind, words: &str) -> Memo {
        let area = writing(words);
        let words = area.lines().join("\n");
        let kept = Draft { file: None, on, kind, words, memo, compared: None, entry: None };
        Memo { on, title, memo, kind, compared: None, about: Vec::new(), area, kept, discarding: false }
    }

    /// What is written.
    pub fn words(&self) -> String {
        self.area.lines().join("\n")
    }

    /// What is to be kept where the line drops.
    pub fn draft(&self) -> Draft {
        let Memo { on, kind, memo, .. } = *self;
        let file = self.kept.file.clone();
        Draft { file, on, kind, words: self.words(), memo, compared: self.compared.clone(), entry: None }
    }

    pub(super) fn kept(&self) -> &Draft {
        &self.kept
    }

    pub(super) fn keep(&mut self, draft: Draft) {
        self.kept = draft;
    }

    pub(super) fn rewrite(&mut self, words: &str) {
        self.area = writing(words);
    }

    pub(super) fn paste(&mut self, words: &str) {
        self.area.insert_str(words);
    }

    pub(super) fn key(mut self: Box<Self>, app: &mut App, key: Key) -> Option<Overlay> {
        if key.ctrl && key.code == Code::Char('c') {
            if self.discarding || self.words().trim().is_empty() {
                app.say("memo discarded");
                return None;
            }
            self.discarding = true;
            app.alarm("Ctrl-c again discards what is written; any other key goes on");
            return Some(Overlay::Memo(self));
        }
        self.discarding = false;
        if leaves(key) || (key.ctrl && key.code == Code::Char('s')) {
            let (on, memo, kind, words) = (self.on, self.memo, self.kind, self.words());
            return match memos::keep(app, on, memo, kind, &words, self.compared.as_deref()) {
                Ok(()) => None,
                Err(trouble) => {
                    app.alarm(trouble.to_string());
                    Some(Overlay::Memo(self))
                }
            };
        }
        if key.ctrl && key.code == Code::Char('l') {
            let (row, column) = (self.area.cursor().0, self.area.cursor().1);
            let name = self.area.lines().get(row).and_then(|line| link_at(line, column)).map(str::to_string);
            return match memos::follow(app, name.as_deref(), &self) {
                Ok(()) => None,
                Err(trouble) => {
                    app.alarm(trouble.to_string());
                    Some(Overlay::Memo(self))
                }
            };
        }
        if key.ctrl && key.code == Code::Char('e') {
            // The memo lies on top again before the editor is started.
            let words = self.words();
            return hand_out(app, Overlay::Memo(self), &words);
        }
        if key.ctrl && key.code == Code::Char('k') {
            let place = MemoKind::ALL.iter().position(|&kind| kind == self.kind).unwrap_or(0);
            self.kind = MemoKind::ALL[(place + 1) % MemoKind::ALL.len()];
        } else {
            type_into(&mut self.area, key);
        }
        Some(Overlay::Memo(self))
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) -> Position {
        let height = (area.height / 3).max(6).min(area.height);
        let popup = Rect { y: area.bottom() - height, height, ..area };
        Clear.render(popup, buf);
        let title = match self.on {
            Target::Day(_) => self.title.clone(),
            _ => format!("{} memo: {}", self.kind.word(), self.title),
        };
        let inside = frame(buf, popup, &title, true, theme);
        self.draw_about(buf, Rect { height: popup.y - area.y, ..area }, theme);
        draw_area(&self.area, inside, buf)
    }

    /// The passages, each with its share of the room; the number opens those for which there is none.
    fn draw_about(&self, buf: &mut Buffer, area: Rect, theme: &Theme) {
        if self.about.is_empty() || area.height < 4 {
            return;
        }
        Clear.render(area, buf);
        let all = self.about.len();
        let shown = all.min(usize::from(area.height - 2) / 2);
        let more = if shown < all { format!("the first {shown} of ") } else { String::new() };
        let inside = frame(buf, area, &format!("{more}{}", count_of(all, "excerpt")), false, theme);
        let tall = inside.height / shown as u16;
        for ((cite, words), y) in self.about.iter().take(shown).zip((inside.y..).step_by(usize::from(tall))) {
            put(buf, inside.x, y, inside.width, cite, theme.dim);
            let part = Rect { y: y + 1, height: tall - 1, ..inside };
            Paragraph::new(words.as_str()).wrap(Wrap { trim: true }).style(theme.plain).render(part, buf);
        }
    }
}

/// Hands words to the person's editor; what is being written stays.
pub(super) fn hand_out(app: &mut App, mut writing: Overlay, words: &str) -> Option<Overlay> {
    let handed = app.write_draft_of(&mut writing).and_then(|file| outside::hand_out(app, file, words));
    if let Err(trouble) = handed {
        app.alarm(trouble.to_string());
    }
    Some(writing)
}

/// A field with words in it, the cursor at their end.
pub(super) fn writing(words: &str) -> TextArea<'static> {
    let mut area = TextArea::new(words.split('\n').map(str::to_string).collect());
    area.set_cursor_line_style(Style::default());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// Gives a key to a field: letters, and the usual keys to move and delete.
pub(super) fn type_into(area: &mut TextArea, key: Key) {
    let typed = match key.code {
        Code::Char(c) => TypedKey::Char(c),
        Code::Enter => TypedKey::Enter,
        Code::Backspace => TypedKey::Backspace,
        Code::Delete => TypedKey::Delete,
        Code::Left => TypedKey::Left,
        Code::Right => TypedKey::Right,
        Code::Up => TypedKey::Up,
        Code::Down => TypedKey::Down,
        Code::Home => TypedKey::Home,
        Code::End => TypedKey::End,
        // A field that was not drawn yet has no page: its own page keys lose the place there.
        Code::PageUp => return (0..PAGE).for_each(|_| area.move_cursor(CursorMove::Up)),
        Code::PageDown => return (0..PAGE).for_each(|_| area.move_cursor(CursorMove::Down)),
        Code::Tab | Code::Esc | Code::Insert | Code::F(_) => return,
    };
    area.input(TypedInput { key: typed, ctrl: key.ctrl, alt: key.alt, shift: key.shift });
}

/// Draws a field; gives back where its cursor stands.
pub(super) fn draw_area(area: &TextArea, inside: Rect, buf: &mut Buffer) -> Position {
    area.render(inside, buf);
    // The field draws its cursor as a reversed cell: the terminal's own stands on it.
    let reversed = (inside.y..inside.bottom())
        .flat_map(|y| (inside.x..inside.right()).map(move |x| Position { x, y }))
        .find(|&at| buf[at].modifier.contains(ratatui::style::Modifier::REVERSED));
    reversed.unwrap_or(Position { x: inside.x, y: inside.y })
}
