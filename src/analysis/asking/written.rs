//! What a person writes, cut into conditions and the signs that join them.

use crate::analysis::near::Distance;

/// One condition: a key, a colon, a name, quotation marks where it has blanks in it; or words without a key.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Condition {
    pub key: Option<String>,
    pub quoted_key: bool,
    /// A quotation mark stands in it.
    pub quoted: bool,
    pub value: String,
    /// Where what stands behind the key begins, in bytes.
    pub behind: usize,
}

/// How the passages on its left stand to those on its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They share at least one character.
    Overlaps,
    /// Every character of the left is in the right.
    Within,
    /// They share none, and are no farther apart.
    Near(Distance),
}

/// A piece of what was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Open,
    Close,
    And,
    Or,
    Not,
    Relation(Relation),
    Condition(Condition),
    /// A regular expression.
    Pattern(String),
}

/// A piece and where it stands, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub piece: Piece,
    pub start: usize,
    pub end: usize,
}

/// What was written, in pieces.
pub(super) struct Written {
    pub pieces: Vec<Placed>,
    /// A quotation mark or a pattern is still open at the end: where it begins.
    pub open: Option<usize>,
}

impl Written {
    pub(super) fn of(text: &str) -> Written {
        let mut written = Written { pieces: Vec::new(), open: None };
        let mut at = 0;
        while let Some(found) = text[at..].find(|c: char| !c.is_whitespace()) {
            let start = at + found;
            let (piece, end) = written.piece(text, start);
            written.pieces.push(Placed { piece, start, end });
            at = end;
        }
        written.pieces = with_signs(written.pieces);
        written
    }

    /// The piece that begins there, and where it ends.
    fn piece(&mut self, text: &str, start: usize) -> (Piece, usize) {
        let rest = &text[start..];
        let goes_on = rest.chars().nth(1).is_some_and(|next| !next.is_whitespace());
        match rest.chars().next() {
            Some('(') => (Piece::Open, start + 1),
            Some(')') => (Piece::Close, start + 1),
            Some('-') if goes_on => (Piece::Not, start + 1),
            Some('/') if goes_on => self.pattern(text, start),
            _ => self.condition(text, start),
        }
    }

    fn pattern(&mut self, text: &str, start: usize) -> (Piece, usize) {
        let (mut pattern, mut escaped) = (String::new(), false);
        for (place, character) in text[start + 1..].char_indices() {
            match character {
                '/' if !escaped => return (Piece::Pattern(pattern), start + 2 + place),
                '/' => {
                    pattern.pop();
                    pattern.push('/');
                }
                _ => pattern.push(character),
            }
            escaped = character == '\\' && !escaped;
        }
        self.open = Some(start);
        (Piece::Pattern(pattern), text.len())
    }

    fn condition(&mut self, text: &str, start: usize) -> (Piece, usize) {
        let mut condition = Condition { behind: start, ..Condition::default() };
        let (mut open, mut brackets, mut starred) = (false, 0_usize, false);
        let mut characters = text[start..].char_indices();
        let mut end = text.len();
        while let Some((place, character)) = characters.next() {
            let at = start + place;
            if !open && (character.is_whitespace() || character == ')' && brackets == 0) {
                end = at;
                break;
            }
            starred = character == '*' && !open;
            match character {
                '"' => {
                    open = !open;
                    condition.quoted = true;
                }
                '\\' if open => condition.value.extend(characters.next().map(|(_, escaped)| escaped)),
                ':' | '=' if !open && condition.key.is_none() && !condition.value.is_empty() => {
                    condition.key = Some(std::mem::take(&mut condition.value));
                    condition.quoted_key = std::mem::take(&mut condition.quoted);
                    condition.behind = at + 1;
                }
                _ => {
                    brackets += usize::from(!open && character == '(');
                    brackets -= usize::from(!open && character == ')');
                    condition.value.push(character);
                }
            }
        }
        // A name may be cut short anyway: the star that other programs want after it is no part of it.
        if starred && condition.key.is_some() {
            condition.value.pop();
        }
        self.open = self.open.or(open.then_some(start));
        (Piece::Condition(condition), end)
    }
}

/// Makes signs of the words that are some where they stand: `AND`, `OR` and `NOT`; `near` before a number and what it
/// counts; `within` and `overlaps` before anything but a bare word, which would be looked for.
fn with_signs(pieces: Vec<Placed>) -> Vec<Placed> {
    let bare = |place: usize| match pieces.get(place).map(|placed| &placed.piece) {
        Some(Piece::Condition(Condition { key: None, quoted: false, value, .. })) => Some(value.as_str()),
        _ => None,
    };
    let mut made = Vec::new();
    let mut place = 0;
    while place < pieces.len() {
        let one = &pieces[place];
        let before_other = place > 0 && place + 1 < pieces.len() && bare(place + 1).is_none();
        let distance = || Distance::parse(bare(place + 1)?, bare(place + 2)?);
        let mut taken = 1;
        let piece = match bare(place) {
            Some("AND") => Piece::And,
            Some("OR") => Piece::Or,
            Some("NOT") => Piece::Not,
            Some("overlaps") if before_other => Piece::Relation(Relation::Overlaps),
            Some("within") if before_other => Piece::Relation(Relation::Within),
            Some("near") => match distance() {
                Some(distance) => {
                    taken = 3;
                    Piece::Relation(Relation::Near(distance))
                }
                None => one.piece.clone(),
            },
            _ => one.piece.clone(),
        };
        made.push(Placed { piece, start: one.start, end: pieces[place + taken - 1].end });
        place += taken;
    }
    made
}

/// A name as it must be written to be read as one.
pub(super) fn quoted(name: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !"\":=*\\()".contains(c);
    let sign = ["AND", "OR", "NOT", "near", "within", "overlaps"].contains(&name);
    if !name.is_empty() && name.chars().all(plain) && !name.starts_with(['-', '/']) && !sign {
        return name.to_string();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}
