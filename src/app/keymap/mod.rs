//! Which keys mean which action, pane by pane.
//!
//! The built-in keymap is a list in a file, and so is a person's own, which is laid over it: every
//! line of it that makes sense counts, every other one is reported with its place and skipped.

use super::keys::{Key, show_keys};
use crate::text::edits_between;
use std::fmt;

mod reading;
#[cfg(test)]
mod tests;

use reading::Line;

/// A keymap that emic comes with.
pub struct BuiltIn {
    /// By which a person chooses it.
    pub name: &'static str,
    /// Whom it is for.
    pub says: &'static str,
    source: &'static str,
}

/// Every keymap that emic comes with; the first one is used where none is chosen.
pub const KEYMAPS: &[BuiltIn] = &[
    BuiltIn {
        name: "default",
        says: "letters near those of vim, made for reading and coding",
        source: include_str!("../../../keymaps/default.ron"),
    },
    BuiltIn {
        name: "arrows",
        says: "arrows, function keys and Ctrl letters; no letter does anything alone",
        source: include_str!("../../../keymaps/arrows.ron"),
    },
    BuiltIn {
        name: "vim",
        says: "the default keys, nearer to vim's habits",
        source: include_str!("../../../keymaps/vim.ron"),
    },
    BuiltIn {
        name: "emacs",
        says: "Ctrl and Alt move, commands behind Ctrl-c",
        source: include_str!("../../../keymaps/emacs.ron"),
    },
    BuiltIn {
        name: "gui",
        says: "the default keys with those of windowed programs",
        source: include_str!("../../../keymaps/gui.ron"),
    },
];

/// Where keys have meanings of their own; those of `global` hold in every other one too, those of
/// `sheet` in every sheet.
pub const CONTEXTS: &[&str] = &[
    "global",
    "transcript",
    "tree",
    "excerpts",
    "sheet",
    "table",
    "speakers",
    "people",
    "memos",
    "documents",
    "doubts",
    "autocode",
    "themes",
    "marks",
    "history",
    "identifiers",
];
const GLOBAL: &str = "global";
const SHEET: &str = "sheet";
/// Those before this one are not sheets.
const FIRST_SHEET: usize = 4;
/// The action that takes a key away.
const NONE: &str = "none";

/// What keys pressed so far lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked<'a> {
    Action(&'a str),
    /// More keys must follow.
    Prefix,
    Nothing,
}

/// A line of a keymap that was skipped, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// Counted from 1, as is the column (in characters).
    pub line: usize,
    pub column: usize,
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.says)
    }
}

#[derive(Clone, Debug)]
struct Binding {
    context: &'static str,
    keys: Vec<Key>,
    action: String,
}

/// All bindings, in the order of the help screen.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    menus: Vec<(Vec<Key>, String)>,
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The keys that are used where none are chosen.
    pub fn built_in() -> Keymap {
        Keymap::named(KEYMAPS[0].name).unwrap_or_default()
    }

    /// The keymap of that name that emic comes with; `none` has no keys at all.
    pub fn named(name: &str) -> Option<Keymap> {
        let mut keymap = Keymap::default();
        if name != NONE {
            let built_in = KEYMAPS.iter().find(|built_in| built_in.name == name)?;
            // The file is part of the program, and a test holds it to be without problems.
            keymap.overlay(built_in.source, built_in.name, &|_| true);
        }
        Some(keymap)
    }

    /// Lays a person's keymap over this one, or over the one that it names as its base, and returns what could not be taken from it.
    ///
    /// A line replaces what its keys meant in that context; the action "none" takes them away.
    /// `known` says whether an action exists. `file` names the source in the problems.
    pub fn overlay(&mut self, source: &str, file: &str, known: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        let mut problems = reading::Problems::new(source, file);
        let Some(sheet) = reading::read(source, &mut problems) else { return problems.list() };
        if let Some((base, at)) = &sheet.base {
            match Keymap::named(base) {
                Some(keymap) => *self = keymap,
                None => {
                    let there = KEYMAPS.iter().map(|built_in| built_in.name).collect::<Vec<_>>().join(", ");
                    problems.add(*at, format!("there is no keymap {base:?}; there are {there}"));
                }
            }
        }
        self.menus.retain(|(keys, _)| !sheet.menus.iter().any(|line| line.keys == *keys));
        self.menus.extend(sheet.menus.into_iter().map(|line| (line.keys, line.means)));
        // What is taken away goes first: it makes room for other keys, wherever it stands.
        let (gone, given): (Vec<_>, Vec<_>) = sheet.bindings.into_iter().partition(|(_, line)| line.means == NONE);
        for (context, line) in gone {
            self.bindings.retain(|binding| (binding.context, &binding.keys) != (context, &line.keys));
        }
        for (context, line) in given {
            match self.refusal(context, &line, known) {
                Some(says) => problems.add(line.at, says),
                None => self.bind(context, line),
            }
        }
        problems.list()
    }

    fn refusal(&self, context: &str, line: &Line, known: &dyn Fn(&str) -> bool) -> Option<String> {
        if !known(&line.means) {
            let nearest = self.nearest_action(&line.means, known);
            let hint = nearest.map(|name| format!("; did you mean {name:?}?")).unwrap_or_default();
            return Some(format!("there is no action {:?}{hint}", line.means));
        }
        let clash = self.bindings.iter().find(|binding| {
            let meet = hears(context, binding.context) || hears(binding.context, context);
            let (short, long) = if binding.keys.len() < line.keys.len() {
                (&binding.keys, &line.keys)
            } else {
                (&line.keys, &binding.keys)
            };
            meet && short.len() < long.len() && long.starts_with(short)
        })?;
        let (keys, other) = (show_keys(&line.keys), show_keys(&clash.keys));
        Some(if clash.keys.len() < line.keys.len() {
            format!("{keys:?} can never be reached: {other:?} is {:?} already", clash.action)
        } else {
            format!("{keys:?} begins {other:?} ({:?}); take that away first with {NONE:?}", clash.action)
        })
    }

    fn bind(&mut self, context: &'static str, line: Line) {
        let same = self.bindings.iter_mut().find(|old| (old.context, &old.keys) == (context, &line.keys));
        match same {
            Some(binding) => binding.action = line.means,
            None => self.bindings.push(Binding { context, keys: line.keys, action: line.means }),
        }
    }

    fn nearest_action(&self, name: &str, known: &dyn Fn(&str) -> bool) -> Option<&str> {
        const FARTHEST: usize = 3;
        let actions = self.bindings.iter().map(|binding| binding.action.as_str()).filter(|action| known(action));
        let near = actions.map(|action| (edits_between(name, action), action)).min()?;
        (near.0 <= FARTHEST).then_some(near.1)
    }

    /// What the keys pressed so far mean in a context; its own bindings come before the global ones.
    pub fn lookup(&self, context: &str, keys: &[Key]) -> Looked<'_> {
        if let Some(binding) = self.heard_in(context).find(|binding| binding.keys == keys) {
            return Looked::Action(&binding.action);
        }
        let begun = |binding: &Binding| binding.keys.len() > keys.len() && binding.keys.starts_with(keys);
        if self.heard_in(context).any(begun) { Looked::Prefix } else { Looked::Nothing }
    }

    /// The keys that may follow a prefix, each with its action, or with its menu's name when more follow.
    pub fn following(&self, context: &str, prefix: &[Key]) -> Vec<(Key, &str)> {
        let mut following: Vec<(Key, &str)> = Vec::new();
        for binding in self.heard_in(context) {
            let Some([next, rest @ ..]) = binding.keys.strip_prefix(prefix) else { continue };
            if following.iter().any(|(key, _)| key == next) {
                continue;
            }
            let means = if rest.is_empty() { binding.action.as_str() } else { self.menu(prefix, *next) };
            following.push((*next, means));
        }
        following
    }

    /// The name of what opens with `prefix` and `next`.
    fn menu(&self, prefix: &[Key], next: Key) -> &str {
        let opens = |keys: &[Key]| keys.split_last().is_some_and(|(last, before)| *last == next && before == prefix);
        self.menus.iter().find(|(keys, _)| opens(keys)).map_or("more", |(_, name)| name)
    }

    /// Every way to reach an action from a context, as the help screen writes it.
    ///
    /// A global key that means something else in this context is left out.
    pub fn keys_for(&self, context: &str, action: &str) -> Vec<String> {
        let reaches = |binding: &&Binding| self.lookup(context, &binding.keys) == Looked::Action(action);
        let mut keys: Vec<String> = self.heard_in(context).filter(reaches).map(|it| show_keys(&it.keys)).collect();
        keys.dedup();
        keys
    }

    /// Whether an action has a key of the context's own.
    pub fn is_own(&self, context: &str, action: &str) -> bool {
        self.bindings(context).any(|(_, own)| own == action)
    }

    /// The bindings of one context alone, in file order.
    pub fn bindings(&self, context: &str) -> impl Iterator<Item = (String, &str)> {
        let of_context = self.bindings.iter().filter(move |binding| binding.context == context);
        of_context.map(|binding| (show_keys(&binding.keys), binding.action.as_str()))
    }

    /// The bindings that a context hears: its own, then those of the contexts it lies in.
    fn heard_in(&self, context: &str) -> impl Iterator<Item = &Binding> {
        let of = |wanted: &'static str| self.bindings.iter().filter(move |binding| binding.context == wanted);
        let own = self.bindings.iter().filter(move |binding| binding.context == context);
        let around = [SHEET, GLOBAL].into_iter().filter(move |around| *around != context && hears(context, around));
        own.chain(around.flat_map(of))
    }
}

/// Whether the keys of `other` hold in `context`.
fn hears(context: &str, other: &str) -> bool {
    let is_sheet = || CONTEXTS[FIRST_SHEET..].contains(&context);
    context == other || other == GLOBAL || other == SHEET && is_sheet()
}
