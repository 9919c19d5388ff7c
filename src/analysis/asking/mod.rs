//! What is asked of excerpts, as a person writes it: `code:Barriers phase=2 (heard OR seen) -speaker:P07`.
//!
//! A condition is a key, `:` or `=`, and a name; the name of an attribute is a key too. What has no key are words that
//! the excerpt says, in quotation marks where they belong together, or a regular expression between slashes. A name is
//! meant exactly, else whatever its case and accents, else by a start that only one has.
//!
//! What stands side by side holds at once (`AND` may be written), and what is said of a coding holds for one and the
//! same coding. `OR` joins what may hold instead, `NOT` or `-` turns round, brackets hold together, and `overlaps`,
//! `within`, `near 10 words`, `near 2 turns` relate the passages on the left, which are listed, to those on the right.
//! They bind in this order: side by side, relations, `OR`.

mod completing;
mod finding;
mod keys;
mod names;
mod reading;
mod written;

use super::{Query, Wrong};
use crate::project::{CodeId, Project};
use written::quoted;

pub use keys::{ASK_KEYS, AskKey, values_of};
pub use written::Relation;

/// What is asked of excerpts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// All of this.
    Plain(Box<Plain>),
    /// All of these. The first that asks for codes is listed; of the others that do, one overlaps it.
    All(Vec<Asking>),
    /// One of these at least.
    Any(Vec<Asking>),
    /// This does not hold; where it asks for codes, no passage for which it does overlaps.
    Not(Box<Asking>),
    /// The left, where the right stands to it so.
    Related(Box<Asking>, Relation, Box<Asking>),
}

/// Conditions that hold of one excerpt, and where they are about codings, of one and the same coding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// What is asked of its codings, people and document.
    pub query: Query,
    /// What it must say, all of it.
    pub says: Vec<Says>,
}

/// What an excerpt must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// These words: without capitals any case, without accents any.
    Words(String),
    /// What this regular expression describes; without capitals any case.
    Pattern(String),
}

impl Default for Asking {
    fn default() -> Asking {
        Asking::Plain(Box::default())
    }
}

impl From<Query> for Asking {
    fn from(query: Query) -> Asking {
        Asking::Plain(Box::new(Plain { query, says: Vec::new() }))
    }
}

impl Asking {
    /// Reads what a person writes; nothing written asks nothing.
    ///
    /// # Errors
    /// A key or name that is none or may be several, a sign with nothing beside it, something that is not closed; with
    /// the column where it stands.
    pub fn parse(project: &Project, text: &str) -> Result<Asking, Wrong> {
        reading::read(project, text)
    }

    /// Whether a line is more than conditions side by side.
    pub fn has_signs(text: &str) -> bool {
        written::Written::of(text).pieces.iter().any(|placed| !matches!(placed.piece, written::Piece::Condition(_)))
    }

    /// Asks for both at once.
    ///
    /// # Errors
    /// What can hold only once is asked by both.
    pub fn and(self, other: Asking) -> Result<Asking, Wrong> {
        match (self, other) {
            (Asking::Plain(one), Asking::Plain(other)) => Ok(Asking::Plain(Box::new(one.and(*other)?))),
            (one, other) if one == Asking::default() => Ok(other),
            (one, other) => Ok(Asking::All(vec![one, other])),
        }
    }

    /// Whether it asks for passages that have a code.
    pub fn names_code(&self) -> bool {
        match self {
            Asking::Plain(plain) => plain.query.code.is_some(),
            Asking::All(parts) | Asking::Any(parts) => parts.iter().any(Asking::names_code),
            Asking::Not(_) => false,
            Asking::Related(left, ..) => left.names_code(),
        }
    }

    /// Every group of conditions in it.
    pub fn plains(&self) -> Vec<&Plain> {
        match self {
            Asking::Plain(plain) => vec![plain],
            Asking::All(parts) | Asking::Any(parts) => parts.iter().flat_map(Asking::plains).collect(),
            Asking::Not(part) => part.plains(),
            Asking::Related(left, _, right) => left.plains().into_iter().chain(right.plains()).collect(),
        }
    }

    /// Writes it so that `parse` reads the same again (but for the layer, which is not written).
    pub fn to_text(&self, project: &Project) -> String {
        let whole = |part: &Asking| match part.to_text(project) {
            nothing if nothing.is_empty() => "\"\"".to_string(),
            text => text,
        };
        let bracketed = |part: &Asking| match part {
            Asking::Plain(_) => whole(part),
            _ => format!("({})", whole(part)),
        };
        let joined = |parts: &[Asking], sign: &str| parts.iter().map(bracketed).collect::<Vec<_>>().join(sign);
        match self {
            Asking::Plain(plain) => plain.to_text(project),
            Asking::All(parts) => joined(parts, " "),
            Asking::Any(parts) => joined(parts, " OR "),
            Asking::Not(part) => format!("NOT ({})", whole(part)),
            Asking::Related(left, relation, right) => {
                let sign = match relation {
                    Relation::Overlaps => "overlaps".to_string(),
                    Relation::Within => "within".to_string(),
                    Relation::Near(distance) => format!("near {}", distance.words()),
                };
                format!("({}) {sign} ({})", whole(left), whole(right))
            }
        }
    }
}

impl Plain {
    /// Asks for both at once.
    fn and(self, other: Plain) -> Result<Plain, Wrong> {
        let mut both = self;
        match (both.query.code, other.query.code) {
            (None, code) => (both.query.code, both.query.reach) = (code, other.query.reach),
            (Some(_), code) => both.query.with.extend(code.map(|code: CodeId| (code, other.query.reach))),
        }
        both.query.with.extend(other.query.with);
        both.query.without.extend(other.query.without);
        both.query.values.extend(other.query.values);
        both.says.extend(other.says);
        one_of("doc", &mut both.query.document, other.query.document)?;
        one_of("case", &mut both.query.person, other.query.person)?;
        one_of("spk", &mut both.query.label, other.query.label)?;
        one_of("flag", &mut both.query.flag, other.query.flag)?;
        one_of("coder", &mut both.query.coder, other.query.coder)?;
        one_of("memo", &mut both.query.memo, other.query.memo)?;
        one_of("theme", &mut both.query.theme, other.query.theme)?;
        one_of("stand", &mut both.query.stand, other.query.stand)?;
        Ok(both)
    }

    fn to_text(&self, project: &Project) -> String {
        let mut parts: Vec<String> = ASK_KEYS.iter().flat_map(|key| (key.said)(self, project)).collect();
        let attributes = names::attributes(project);
        for (attribute, value) in &self.query.values {
            let name = names::said(&attributes, Some(*attribute)).concat();
            // A key's own name means the attribute when it stands in quotation marks.
            let name = if AskKey::of(&name).is_some() { format!("\"{name}\"") } else { name };
            parts.push(format!("{name}={}", value.as_deref().map(quoted).unwrap_or_default()));
        }
        parts.extend(self.says.iter().map(|says| match says {
            Says::Words(words) => quoted(words),
            Says::Pattern(pattern) => format!("/{}/", pattern.replace('/', "\\/")),
        }));
        parts.join(" ")
    }
}

fn one_of<T>(key: &'static str, place: &mut Option<T>, other: Option<T>) -> Result<(), Wrong> {
    match other {
        Some(other) => keys::once(key, place, other),
        None => Ok(()),
    }
}
