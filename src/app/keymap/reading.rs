//! A keymap file, line by line, with the place of everything that is wrong in it.

use super::{CONTEXTS, Problem};
use crate::app::keys::{Code, Key, parse_keys, show_keys};
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::Deserialize;

/// The file's shape; each line is read on its own, so that a bad one spoils no other.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written<'a> {
    base: Option<String>,
    #[serde(borrow)]
    menus: Vec<&'a RawValue>,
    #[serde(borrow)]
    global: Vec<&'a RawValue>,
    #[serde(borrow)]
    transcript: Vec<&'a RawValue>,
    #[serde(borrow)]
    tree: Vec<&'a RawValue>,
    #[serde(borrow)]
    excerpts: Vec<&'a RawValue>,
    #[serde(borrow)]
    sheet: Vec<&'a RawValue>,
    #[serde(borrow)]
    table: Vec<&'a RawValue>,
    #[serde(borrow)]
    speakers: Vec<&'a RawValue>,
    #[serde(borrow)]
    people: Vec<&'a RawValue>,
    #[serde(borrow)]
    memos: Vec<&'a RawValue>,
    #[serde(borrow)]
    documents: Vec<&'a RawValue>,
    #[serde(borrow)]
    doubts: Vec<&'a RawValue>,
    #[serde(borrow)]
    autocode: Vec<&'a RawValue>,
    #[serde(borrow)]
    themes: Vec<&'a RawValue>,
    #[serde(borrow)]
    marks: Vec<&'a RawValue>,
    #[serde(borrow)]
    history: Vec<&'a RawValue>,
    #[serde(borrow)]
    identifiers: Vec<&'a RawValue>,
}

/// One line that could be read: keys, and an action or a menu's name.
pub(super) struct Line {
    pub(super) keys: Vec<Key>,
    pub(super) means: String,
    /// Where the line stands, in bytes from the start of the file.
    pub(super) at: usize,
}

/// All lines that could be read, in file order within each part.
pub(super) struct Sheet {
    /// The keymap it is laid over, and where that is said (bytes); none where that is left to whoever reads it.
    pub(super) base: Option<(String, usize)>,
    pub(super) menus: Vec<Line>,
    pub(super) bindings: Vec<(&'static str, Line)>,
}

/// The problems of one file, with their places counted out.
pub(super) struct Problems<'a> {
    source: &'a str,
    file: &'a str,
    found: Vec<Problem>,
}

impl<'a> Problems<'a> {
    pub(super) fn new(source: &'a str, file: &'a str) -> Problems<'a> {
        Problems { source, file, found: Vec::new() }
    }

    /// Adds a problem that stands `at` so many bytes from the start.
    pub(super) fn add(&mut self, at: usize, says: String) {
        let before = self.source.get(..at).unwrap_or(self.source);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count() + 1;
        self.add_at(line, before[line_start..].chars().count() + 1, says);
    }

    fn add_at(&mut self, line: usize, column: usize, says: String) {
        self.found.push(Problem { file: self.file.to_owned(), line, column, says });
    }

    /// The problems in the order in which they stand in the file.
    pub(super) fn list(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|problem| (problem.line, problem.column));
        self.found
    }
}

/// Reads a keymap; `None` when the file as a whole cannot be read.
pub(super) fn read(source: &str, problems: &mut Problems) -> Option<Sheet> {
    let written: Written =
        match ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).from_str(source) {
            Ok(written) => written,
            Err(error) => {
                problems.add_at(error.span.start.line, error.span.start.col, error.code.to_string());
                return None;
            }
        };
    let menus = lines(written.menus, source, problems);
    let parts = [
        written.global,
        written.transcript,
        written.tree,
        written.excerpts,
        written.sheet,
        written.table,
        written.speakers,
        written.people,
        written.memos,
        written.documents,
        written.doubts,
        written.autocode,
        written.themes,
        written.marks,
        written.history,
        written.identifiers,
    ];
    let mut bindings = Vec::new();
    for (context, part) in CONTEXTS.iter().copied().zip(parts) {
        bindings.extend(lines(part, source, problems).into_iter().map(|line| (context, line)));
    }
    let base = written.base.map(|base| (base, source.find("base").unwrap_or(0)));
    Some(Sheet { base, menus, bindings })
}

fn lines(written: Vec<&RawValue>, source: &str, problems: &mut Problems) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for raw in written {
        let raw = raw.trim();
        // The line is borrowed from the source, so its address is its place.
        let at = raw.get_ron().as_ptr().addr() - source.as_ptr().addr();
        match line(raw) {
            Ok((keys, _)) if lines.iter().any(|earlier| earlier.keys == keys) => {
                problems.add(at, format!("{:?} stands here twice; the first one counts", show_keys(&keys)));
            }
            Ok((keys, means)) => lines.push(Line { keys, means, at }),
            Err(says) => problems.add(at, says),
        }
    }
    lines
}

fn line(raw: &RawValue) -> Result<(Vec<Key>, String), String> {
    let (names, means): (String, String) =
        raw.into_rust().map_err(|_| "a line is written (\"keys\", \"action\")".to_owned())?;
    let keys = parse_keys(&names).map_err(|bad| bad.to_string())?;
    match cannot_arrive(&keys) {
        Some(says) => Err(says),
        None => Ok((keys, means)),
    }
}

/// Why a terminal cannot send these keys, or sends them as something else.
fn cannot_arrive(keys: &[Key]) -> Option<String> {
    let sent_as = keys.iter().find_map(|key| Some((key, arrives_as(*key)?)));
    if let Some((key, other)) = sent_as {
        return Some(format!("{key} cannot be bound: terminals send it as {other}"));
    }
    let [Key { code: Code::Char(first), ctrl: false, alt: false, .. }, rest @ ..] = keys else { return None };
    let begins = match (first, rest.first().map(|key| key.code)) {
        ('O', _) => true,
        ('[', Some(Code::Char(next))) => next == '[' || matches!(next, 'A'..='Z' | '0'..='9' | 'a'..='d'),
        _ => false,
    };
    begins.then(|| format!("{:?} cannot be bound: after Esc a terminal's own keys begin like this", show_keys(keys)))
}

/// The key that a terminal makes of another, `None` when it arrives as itself.
fn arrives_as(key: Key) -> Option<&'static str> {
    match key.code {
        Code::Char('i') if key.ctrl => Some("Tab"),
        Code::Char('m') if key.ctrl => Some("Enter"),
        Code::Char('[') if key.ctrl => Some("Esc"),
        Code::Char('h') if key.ctrl => Some("Backspace"),
        Code::Char('/') if key.ctrl => Some("Ctrl-_"),
        Code::Char('[' | ']' | 'O' | 'P') if key.alt => Some("the beginning of another key"),
        Code::Char('a'..='z' | ' ' | '\\' | ']' | '^' | '_') => None,
        Code::Char(_) | Code::Enter | Code::Tab | Code::Esc | Code::Backspace if key.ctrl => {
            Some("the key without Ctrl")
        }
        Code::Enter | Code::Esc | Code::Backspace if key.shift => Some("the key without Shift"),
        _ => None,
    }
}
