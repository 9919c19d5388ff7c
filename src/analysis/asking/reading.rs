//! Reading what a person asks.

use crate::analysis::Wrong;
use crate::project::Project;
use crate::text::Pattern;

use super::keys::value;
use super::written::{Condition, Piece, Placed, Written};
use super::{AskKey, Asking, Plain, Says};

/// Brackets stand in brackets so deep at most.
const DEEPEST: usize = 32;

pub(super) fn read(project: &Project, text: &str) -> Result<Asking, Wrong> {
    let written = Written::of(text);
    let at = |byte: usize, wrong: Box<Wrong>| Wrong::At { column: text[..byte].chars().count() + 1, wrong };
    if let Some(open) = written.open {
        return Err(at(open, Box::new(Wrong::Unclosed)));
    }
    let mut reading = Reading { project, pieces: &written.pieces, place: 0, depth: 0, length: text.len() };
    if reading.pieces.is_empty() {
        return Ok(Asking::default());
    }
    let asking = reading.any().map_err(|(byte, wrong)| at(byte, wrong))?;
    match reading.pieces.get(reading.place) {
        // Nothing else ends what may be joined by OR.
        Some(closes) => Err(at(closes.start, Box::new(Wrong::Sign("no ( stands before this )")))),
        None => Ok(asking),
    }
}

/// What is wrong, and at which byte.
type Read<T> = Result<T, (usize, Box<Wrong>)>;

struct Reading<'a> {
    project: &'a Project,
    pieces: &'a [Placed],
    place: usize,
    depth: usize,
    /// Bytes of the whole.
    length: usize,
}

/// What may stand side by side with others.
enum Item {
    /// A condition, or nothing that it asks for.
    Condition {
        not: bool,
        condition: Condition,
        start: usize,
    },
    Pattern {
        not: bool,
        pattern: String,
    },
    Whole(Asking),
}

impl Reading<'_> {
    fn next(&mut self) -> Option<&Placed> {
        self.place += 1;
        self.pieces.get(self.place - 1)
    }

    fn peek(&self) -> Option<&Piece> {
        self.pieces.get(self.place).map(|placed| &placed.piece)
    }

    fn start(&self) -> usize {
        self.pieces.get(self.place).map_or(self.length, |placed| placed.start)
    }

    /// Parts joined by OR.
    fn any(&mut self) -> Read<Asking> {
        let mut parts = vec![self.related()?];
        while self.peek() == Some(&Piece::Or) {
            self.place += 1;
            parts.push(self.related()?);
        }
        Ok(if parts.len() > 1 { Asking::Any(parts) } else { parts.remove(0) })
    }

    /// Parts that stand in a relation, from the left.
    fn related(&mut self) -> Read<Asking> {
        let mut left = self.all()?;
        while let Some(Piece::Relation(relation)) = self.peek() {
            let relation = *relation;
            self.place += 1;
            left = Asking::Related(Box::new(left), relation, Box::new(self.all()?));
        }
        Ok(left)
    }

    /// Parts side by side. Conditions are asked of one and the same excerpt, wherever they stand among the others.
    fn all(&mut self) -> Read<Asking> {
        let mut plain: Option<(usize, Plain)> = None;
        let mut parts: Vec<Asking> = Vec::new();
        let mut wants = true;
        loop {
            let here = self.start();
            match self.peek() {
                Some(Piece::And) if !wants => {
                    self.place += 1;
                    wants = true;
                    continue;
                }
                None | Some(Piece::Or | Piece::Close | Piece::Relation(_)) if !wants => break,
                None => return Err((here, Box::new(Wrong::Sign("something to ask for is missing here")))),
                Some(Piece::And | Piece::Or | Piece::Relation(_) | Piece::Close) => {
                    return Err((here, Box::new(Wrong::Sign("something to ask for is missing before this"))));
                }
                Some(_) => {}
            }
            wants = false;
            match self.item()? {
                Item::Whole(asking) => parts.push(asking),
                Item::Pattern { not: true, pattern } => {
                    let one = Plain { says: vec![Says::Pattern(pattern)], ..Plain::default() };
                    parts.push(Asking::Not(Box::new(Asking::Plain(Box::new(one)))));
                }
                Item::Pattern { not: false, pattern } => {
                    plain.get_or_insert((parts.len(), Plain::default())).1.says.push(Says::Pattern(pattern));
                }
                Item::Condition { not: true, condition, start } if !is_of_code(&condition) => {
                    let mut one = Plain::default();
                    self.take(&mut one, &condition).map_err(|wrong| (start, Box::new(wrong)))?;
                    parts.push(Asking::Not(Box::new(Asking::Plain(Box::new(one)))));
                }
                Item::Condition { not, condition, start } => {
                    let condition = if not { turned_round(condition) } else { condition };
                    let plain = &mut plain.get_or_insert((parts.len(), Plain::default())).1;
                    self.take(plain, &condition).map_err(|wrong| (start, Box::new(wrong)))?;
                }
            }
        }
        if let Some((place, plain)) = plain {
            parts.insert(place, Asking::Plain(Box::new(plain)));
        }
        Ok(if parts.len() > 1 { Asking::All(parts) } else { parts.remove(0) })
    }

    fn item(&mut self) -> Read<Item> {
        let mut not = false;
        while self.peek() == Some(&Piece::Not) {
            self.place += 1;
            not = !not;
        }
        let start = self.start();
        let piece = self.next().map(|placed| placed.piece.clone());
        match piece {
            Some(Piece::Condition(condition)) => Ok(Item::Condition { not, condition, start }),
            Some(Piece::Pattern(pattern)) => match Pattern::regex(&pattern) {
                Ok(_) => Ok(Item::Pattern { not, pattern }),
                Err(why) => Err((start, Box::new(Wrong::Pattern(why)))),
            },
            Some(Piece::Open) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err((start, Box::new(Wrong::Sign("too many brackets stand in brackets"))));
                }
                let inside = self.any()?;
                self.depth -= 1;
                if self.next().map(|placed| &placed.piece) != Some(&Piece::Close) {
                    return Err((start, Box::new(Wrong::Sign("this ( is not closed by a )"))));
                }
                Ok(Item::Whole(if not { Asking::Not(Box::new(inside)) } else { inside }))
            }
            _ => Err((start, Box::new(Wrong::Sign("something to ask for is missing here")))),
        }
    }

    fn take(&self, plain: &mut Plain, condition: &Condition) -> Result<(), Wrong> {
        let Some(key) = &condition.key else {
            plain.says.extend(Some(&condition.value).filter(|words| !words.is_empty()).cloned().map(Says::Words));
            return Ok(());
        };
        match AskKey::of(key).filter(|_| !condition.quoted_key) {
            Some(key) if condition.value.is_empty() => Err(Wrong::Empty { key: key.name, says: key.says }),
            Some(key) => (key.take)(plain, self.project, condition),
            None => {
                plain.query.values.push(value(self.project, key, &condition.value)?);
                Ok(())
            }
        }
    }
}

/// What is said of codes can be turned round within the excerpt: not even a part of it is coded so.
fn is_of_code(condition: &Condition) -> bool {
    let key = condition.key.as_deref().filter(|_| !condition.quoted_key).and_then(AskKey::of);
    key.is_some_and(|key| opposite(key.name).is_some())
}

fn opposite(key: &str) -> Option<&'static str> {
    let pairs = [("code", "not"), ("own", "not-own"), ("not", "code"), ("not-own", "own")];
    pairs.into_iter().find(|(one, _)| *one == key).map(|(_, other)| other)
}

fn turned_round(condition: Condition) -> Condition {
    let other = condition.key.as_deref().and_then(AskKey::of).and_then(|key| opposite(key.name));
    Condition { key: other.map(str::to_string), ..condition }
}
