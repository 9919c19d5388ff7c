//! Conditions as they are written: a key, a colon, a name, quotation marks where it has blanks in it.

use crate::analysis::Reach;

/// One thing written, parted from the next by a blank.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    pub key: Option<String>,
    pub quoted_key: bool,
    pub value: String,
    /// A `*` stands behind the name.
    pub star: bool,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where what stands behind the key begins, in bytes.
    pub behind: usize,
}

impl Condition {
    pub(super) fn reach(&self) -> Reach {
        if self.star { Reach::Subtree } else { Reach::Own }
    }
}

/// What was written, in parts.
pub(super) struct Written {
    pub conditions: Vec<Condition>,
    /// A quotation mark is still open at the end.
    pub open: bool,
}

impl Written {
    pub(super) fn of(text: &str) -> Written {
        let mut conditions: Vec<Condition> = Vec::new();
        let mut here: Option<Condition> = None;
        let (mut open, mut quoted, mut starred) = (false, false, false);
        let mut characters = text.char_indices();
        let ended = |mut condition: Condition, starred: bool| {
            if starred && condition.key.is_some() {
                condition.value.pop();
                condition.star = true;
            }
            condition
        };
        while let Some((at, character)) = characters.next() {
            if character.is_whitespace() && !open {
                conditions.extend(here.take().map(|condition| ended(condition, starred)));
                (quoted, starred) = (false, false);
                continue;
            }
            let condition = here.get_or_insert_with(|| Condition { start: at, behind: at, ..Condition::default() });
            starred = character == '*' && !open;
            match character {
                '"' => {
                    open = !open;
                    quoted = true;
                }
                '\\' if open => condition.value.extend(characters.next().map(|(_, escaped)| escaped)),
                ':' | '=' if !open && condition.key.is_none() && !condition.value.is_empty() => {
                    condition.key = Some(std::mem::take(&mut condition.value));
                    condition.quoted_key = std::mem::take(&mut quoted);
                    condition.behind = at + 1;
                }
                _ => condition.value.push(character),
            }
        }
        conditions.extend(here.map(|condition| ended(condition, starred)));
        Written { conditions, open }
    }
}

/// A name as it must be written to be read as one.
pub(super) fn quoted(name: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !"\":=*\\".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_string();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}
