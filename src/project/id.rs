//! Names for things that never change and never clash, even when two people make things apart.
//!
//! A log has a random [`LogId`]; a thing made in it is that log and a number: `k3f9x2m7-14`. Inside
//! its own log file the same thing is just `14`, and `1.14` names a thing of the first other log in
//! the file's table (see [`LogTable`]), so lines stay short and readable.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits in ascending byte order, without the pairs that look alike (0 o, 1 l).
const DIGITS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
const LENGTH: u32 = 8;
const NUMBER_BITS: u32 = 24;
/// The first digit of a log id is a letter, so every log id is at least this; smaller ones are table places.
const SMALLEST: u64 = 8 << (5 * (LENGTH - 1));

/// Reads a value that is written as a string, without keeping the string.
///
/// Where nobody reads it (the cache), it is the bare value `made_of`.
pub(super) fn read_word<'de, D: Deserializer<'de>, T, W: fmt::Display, B: Deserialize<'de>>(
    deserializer: D,
    read: impl FnOnce(&str) -> Result<T, W>,
    made_of: impl FnOnce(B) -> T,
) -> Result<T, D::Error> {
    if !deserializer.is_human_readable() {
        return B::deserialize(deserializer).map(made_of);
    }
    struct Word<F>(F);

    impl<T, W: fmt::Display, F: FnOnce(&str) -> Result<T, W>> Visitor<'_> for Word<F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
            (self.0)(word).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Word(read))
}

/// Writes what is a word for people, and its bare value where nobody reads it.
pub(super) fn write_word<S: Serializer>(
    word: &impl fmt::Display,
    bare: &impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { serializer.collect_str(word) } else { bare.serialize(serializer) }
}

/// One sitting's log: eight letters and digits, the first a letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId(u64);

impl LogId {
    /// Makes a log id of any 64 random bits.
    pub fn from_random(bits: u64) -> LogId {
        let first = 8 + bits % 24;
        LogId(first << (5 * (LENGTH - 1)) | (bits >> 24) & ((1 << (5 * (LENGTH - 1))) - 1))
    }

    /// Names the first thing made in this log.
    pub fn first_thing(self) -> Id {
        Id(self.0 << NUMBER_BITS | 1)
    }

    /// Names the `number`th thing made in this log; `None` past 16,777,215.
    pub fn thing(self, number: u32) -> Option<Id> {
        (number < 1 << NUMBER_BITS).then_some(Id(self.0 << NUMBER_BITS | u64::from(number)))
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let digits: [u8; LENGTH as usize] =
            std::array::from_fn(|place| DIGITS[(self.0 >> (5 * (LENGTH - 1 - place as u32)) & 31) as usize]);
        f.write_str(&String::from_utf8_lossy(&digits))
    }
}

impl fmt::Debug for LogId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a word is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form k3f9x2m7-14")]
pub struct NotAnId;

impl FromStr for LogId {
    type Err = NotAnId;

    fn from_str(word: &str) -> Result<LogId, NotAnId> {
        if word.len() != LENGTH as usize {
            return Err(NotAnId);
        }
        let mut value = 0;
        for byte in word.bytes() {
            value = value << 5 | DIGITS.iter().position(|&digit| digit == byte).ok_or(NotAnId)? as u64;
        }
        if value < SMALLEST { Err(NotAnId) } else { Ok(LogId(value)) }
    }
}

impl Serialize for LogId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_word(self, &self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for LogId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<LogId, D::Error> {
        read_word(deserializer, str::parse, LogId)
    }
}

/// A thing by its log and number; within a log file, by its place in the file's table and number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

impl Id {
    /// A thing as a log file writes it: by the place of its log in the file's table, the own one first, and its
    /// number; `None` where there are no such numbers.
    pub(crate) fn in_table(place: u32, number: u32) -> Option<Id> {
        LogId(u64::from(place)).thing(number)
    }

    pub(super) fn to_bits(self) -> u64 {
        self.0
    }

    pub(super) fn from_bits(bits: u64) -> Id {
        Id(bits)
    }

    /// The log it was made in.
    pub fn log(self) -> LogId {
        LogId(self.0 >> NUMBER_BITS)
    }

    /// Its number in that log.
    pub fn number(self) -> u32 {
        (self.0 & ((1 << NUMBER_BITS) - 1)) as u32
    }

    fn is_local(self) -> bool {
        self.log().0 < SMALLEST
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (self.is_local(), self.log().0) {
            (true, 0) => write!(f, "{}", self.number()),
            (true, place) => write!(f, "{place}.{}", self.number()),
            (false, _) => write!(f, "{}-{}", self.log(), self.number()),
        }
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(word: &str) -> Result<Id, NotAnId> {
        let number = |digits: &str| match digits.bytes().next() {
            Some(b'0'..=b'9') => digits.parse::<u32>().map_err(|_| NotAnId),
            _ => Err(NotAnId),
        };
        let id = match word.bytes().position(|byte| matches!(byte, b'-' | b'.')) {
            Some(sign) if word.as_bytes()[sign] == b'-' => {
                word[..sign].parse::<LogId>()?.thing(number(&word[sign + 1..])?)
            }
            Some(sign) => Id::in_table(number(&word[..sign])?, number(&word[sign + 1..])?),
            None => Id::in_table(0, number(word)?),
        };
        id.ok_or(NotAnId)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_word(self, &self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        read_word(deserializer, str::parse, Id)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Id);

        impl From<Id> for $name {
            fn from(id: Id) -> $name {
                $name(id)
            }
        }

        impl From<$name> for Id {
            fn from(id: $name) -> Id {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(word: &str) -> Result<$name, NotAnId> {
                word.parse().map($name)
            }
        }
    )* };
}

ids! {
    /// Names a document.
    DocumentId,
    /// Names a case: a person.
    CaseId,
    /// Names an attribute.
    AttributeId,
    /// Names a code.
    CodeId,
    /// Names a coding.
    CodingId,
    /// Names a memo.
    MemoId,
    /// Names a comparison.
    ComparisonId,
    /// Names a theme.
    ThemeId,
    /// Names a search for counter-evidence.
    SearchId,
    /// Names a revision of a text.
    RevisionId,
    /// Names a coder.
    CoderId,
    /// Names a change: its log and its line's number.
    OpId,
}

/// The logs that one log file speaks of, itself first, so that its lines may name them by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogTable(Vec<LogId>);

impl LogTable {
    /// A table that knows only the log it stands in.
    pub fn of(own: LogId) -> LogTable {
        LogTable(vec![own])
    }

    /// The logs named, the own one first.
    pub fn logs(&self) -> &[LogId] {
        &self.0
    }

    /// Adds a log at the end of the table.
    pub fn add(&mut self, log: LogId) {
        self.0.push(log);
    }

    /// The id as this file writes it; adds the id's log to the table where it is new.
    pub fn shorten(&mut self, id: Id) -> Id {
        let place = self.0.iter().position(|&log| log == id.log()).unwrap_or_else(|| {
            self.add(id.log());
            self.0.len() - 1
        });
        Id((place as u64) << NUMBER_BITS | u64::from(id.number()))
    }

    /// The id that a line of this file means; `None` where the table does not name its log.
    pub fn lengthen(&self, id: Id) -> Option<Id> {
        if !id.is_local() {
            return Some(id);
        }
        let log = self.0.get(usize::try_from(id.log().0).ok()?)?;
        log.thing(id.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_as_written() {
        for bits in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
            let log = LogId::from_random(bits);
            assert_eq!(log.to_string().parse(), Ok(log));
            let id = log.thing(14).unwrap();
            assert_eq!(id.to_string(), format!("{log}-14"));
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for bad in ["", "-", "k3f9x2m7", "23456789-1", "k3f9x2m7-", "k3f9x2m7-+1", "k3f9x2m7-16777216", "a.b", "FG1"] {
            assert!(bad.parse::<Id>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_names_its_own_things_by_number_and_others_through_its_table() {
        let (own, other) = (LogId::from_random(1), LogId::from_random(2 << 30));
        let mut table = LogTable::of(own);
        let (mine, theirs) = (own.thing(14).unwrap(), other.thing(3).unwrap());
        assert_eq!(table.shorten(mine).to_string(), "14");
        assert_eq!(table.shorten(theirs).to_string(), "1.3");
        assert_eq!(table.logs(), [own, other]);
        for id in [mine, theirs] {
            let written: Id = table.shorten(id).to_string().parse().unwrap();
            assert_eq!(table.lengthen(written), Some(id));
        }
        assert_eq!(table.lengthen("2.1".parse().unwrap()), None);
    }

    #[test]
    fn the_order_of_ids_is_the_order_of_their_words() {
        let mut logs: Vec<LogId> =
            (0..50_u64).map(|n| LogId::from_random(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
        logs.sort();
        assert!(logs.is_sorted_by_key(|log| log.to_string()));
    }
}
