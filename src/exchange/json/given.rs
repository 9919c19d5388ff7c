//! How a thing of a dump is read: with a margin for notes, and a default where it is missing.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::exchange::bounded;
use crate::text::clip;

/// What the reader remembers from one record to the next.
#[derive(Default)]
pub struct Margin {
    /// What was passed over, each said once.
    pub left_out: BTreeSet<String>,
    /// Ids that come back in record after record.
    known: HashSet<Arc<str>>,
    /// Bytes that the records so far take, their words not counted.
    weight: usize,
}

/// The most that is noted of a file, and the most of a name in it (cells).
const MOST_NOTES: usize = 100;
const NOTED: usize = 60;

/// The most phases that a value is given for.
const MOST_PHASES: usize = 10_000;

/// The most that the records of a dump may take, in bytes: some millions of codings. An empty record is two
/// letters in a file and hundreds of bytes in memory.
const HEAVIEST: usize = 256 << 20;

/// What a line of a text takes besides its words.
const LINE: usize = 16;

/// Said where a dump has more of them.
const TOO_HEAVY: &str = "more records than 256 MiB can hold";

impl Margin {
    /// Notes a field that is passed over.
    pub fn unknown(&mut self, field: &str) {
        self.note(|| format!("left out: {:?}, a field that emic does not know", clip(field, NOTED, '…')));
    }

    /// Notes what is passed over, where not too much has been noted already.
    pub fn note(&mut self, what: impl FnOnce() -> String) {
        match self.left_out.len() {
            MOST_NOTES => drop(self.left_out.insert("left out: more that emic does not know".to_owned())),
            few if few < MOST_NOTES => drop(self.left_out.insert(what())),
            _ => {}
        }
    }

    /// Counts one more thing.
    ///
    /// # Errors
    /// There are too many.
    pub fn weigh<T, E: Error>(&mut self) -> Result<(), E> {
        self.add_weight(size_of::<T>())
    }

    /// Counts the lines of a text, each of which has a place in memory.
    ///
    /// # Errors
    /// It is longer than any transcript, or all of them have too many lines.
    pub fn weigh_text<E: Error>(&mut self, text: &str) -> Result<(), E> {
        bounded(text).map_err(|why| E::custom(format!("a text that cannot be taken in: {why}")))?;
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        self.add_weight(lines * LINE)
    }

    fn add_weight<E: Error>(&mut self, bytes: usize) -> Result<(), E> {
        self.weight = self.weight.saturating_add(bytes);
        if self.weight > HEAVIEST { Err(E::custom(TOO_HEAVY)) } else { Ok(()) }
    }

    /// The word, held once however often it comes.
    pub fn one(&mut self, word: String) -> Arc<str> {
        if let Some(known) = self.known.get(word.as_str()) {
            return Arc::clone(known);
        }
        let word: Arc<str> = word.into();
        self.known.insert(Arc::clone(&word));
        word
    }
}

/// Something that can stand in a record.
pub trait Given: Default {
    /// Reads it; `null` is the default.
    fn given<'de, D: Deserializer<'de>>(from: D, margin: &mut Margin) -> Result<Self, D::Error>;
}

/// Reads one thing with the margin at hand.
pub struct Reading<'m, T>(&'m mut Margin, PhantomData<T>);

impl<'m, T> Reading<'m, T> {
    pub fn with(margin: &'m mut Margin) -> Reading<'m, T> {
        Reading(margin, PhantomData)
    }
}

impl<'de, T: Given> DeserializeSeed<'de> for Reading<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::given(from, self.0)
    }
}

/// A record whose fields are read one by one.
pub trait Record: Given {
    /// Reads the fields, which may come in any order.
    fn fields<'de, A: MapAccess<'de>>(fields: A, margin: &mut Margin) -> Result<Self, A::Error>;
}

impl<'de, T: Record> Visitor<'de> for Reading<'_, (T,)> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a record in { }")
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::fields(fields, self.0)
    }
}

/// A list.
impl<'de, T: Given> Visitor<'de> for Reading<'_, Vec<T>> {
    type Value = Vec<T>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a list in [ ]")
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Reading::with(&mut *self.0))? {
            self.0.weigh::<T, A::Error>()?;
            list.push(item);
        }
        Ok(list)
    }
}

impl<T: Given> Given for Vec<T> {
    fn given<'de, D: Deserializer<'de>>(from: D, margin: &mut Margin) -> Result<Vec<T>, D::Error> {
        from.deserialize_any(Reading::<Vec<T>>::with(margin))
    }
}

/// What JSON can say short of a list.
pub enum Plain {
    Nothing,
    Word(String),
    Number(f64),
    Truth(bool),
    Fields(Vec<(String, Plain)>),
}

impl Plain {
    /// The words; a number or a truth value stands for its word.
    pub fn word(self) -> Option<String> {
        match self {
            Plain::Word(word) => Some(word),
            Plain::Number(number) => Some(number.to_string()),
            Plain::Truth(truth) => Some(if truth { "yes" } else { "no" }.to_owned()),
            Plain::Nothing | Plain::Fields(_) => None,
        }
    }

    /// The position; one that no text can have stands past the end of every text.
    fn position(self) -> Option<u32> {
        let Plain::Number(number) = self else { return None };
        let whole = number >= 0.0 && number < f64::from(u32::MAX) && number.fract() == 0.0;
        Some(if whole { number as u32 } else { u32::MAX })
    }

    fn truth(self) -> Option<bool> {
        if let Plain::Truth(truth) = self { Some(truth) } else { None }
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Plain, D::Error> {
        from.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("words in quotes, or a number")
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Plain, E> {
        Ok(Plain::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Plain, E> {
        Ok(Plain::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Plain, E> {
        Ok(Plain::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Plain, E> {
        Ok(Plain::Number(number))
    }

    fn visit_str<E>(self, word: &str) -> Result<Plain, E> {
        Ok(Plain::Word(word.to_owned()))
    }

    fn visit_string<E>(self, word: String) -> Result<Plain, E> {
        Ok(Plain::Word(word))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Plain, A::Error> {
        let mut found = Vec::new();
        while let Some(field) = fields.next_entry()? {
            if found.len() == MOST_PHASES {
                return Err(A::Error::custom("more values of one attribute than a study has phases"));
            }
            found.push(field);
        }
        Ok(Plain::Fields(found))
    }
}

macro_rules! plain {
    ($( $kind:ty, $read:path, $wanted:literal; )*) => { $(
        impl Given for Option<$kind> {
            fn given<'de, D: Deserializer<'de>>(from: D, _: &mut Margin) -> Result<Option<$kind>, D::Error> {
                match Plain::deserialize(from)? {
                    Plain::Nothing => Ok(None),
                    found => $read(found).map(Some).ok_or_else(|| D::Error::custom(concat!("expected ", $wanted))),
                }
            }
        }

        impl Given for $kind {
            fn given<'de, D: Deserializer<'de>>(from: D, margin: &mut Margin) -> Result<$kind, D::Error> {
                Ok(Option::<$kind>::given(from, margin)?.unwrap_or_default())
            }
        }
    )* };
}

plain! {
    String, Plain::word, "words in quotes";
    u32, Plain::position, "a number of characters";
    bool, Plain::truth, "true or false";
}

impl<T: DeserializeOwned> Given for Option<Vec<T>> {
    fn given<'de, D: Deserializer<'de>>(from: D, _: &mut Margin) -> Result<Option<Vec<T>>, D::Error> {
        Option::deserialize(from)
    }
}
