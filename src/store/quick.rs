//! RON exactly as this program writes it, read many times faster than by `ron`.
//!
//! No blanks, no comments, no names of structs, strings without escapes, an optional value without
//! `Some`. At anything else this reader gives up, and `ron`, which knows why, reads the line instead.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

/// Reads a line without its last parenthesis; `None` where `ron` must.
pub(super) fn read<'de, T: Deserialize<'de>>(words: &'de str) -> Option<T> {
    let mut rest = Rest { words, closed: false, depth: 0 };
    let value = T::deserialize(&mut rest).ok()?;
    (rest.words.is_empty() && rest.closed).then_some(value)
}

/// This is nothing for this reader; `ron` will say what is wrong, if anything is.
#[derive(Clone, Copy, Debug)]
struct GaveUp;

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("not as it is written here")
    }
}

impl std::error::Error for GaveUp {}

impl de::Error for GaveUp {
    fn custom<T: fmt::Display>(_: T) -> GaveUp {
        GaveUp
    }
}

/// What is still to be read of a line.
struct Rest<'de> {
    words: &'de str,
    /// Whether the last parenthesis, which the words lack, is taken as read.
    closed: bool,
    /// Brackets that are open.
    depth: u8,
}

impl<'de> Rest<'de> {
    fn is_at(&self, sign: u8) -> bool {
        match self.words.as_bytes().first() {
            Some(&next) => next == sign,
            None => sign == b')' && !self.closed,
        }
    }

    fn skip(&mut self, sign: u8) -> Result<(), GaveUp> {
        if !self.is_at(sign) {
            return Err(GaveUp);
        }
        self.closed |= self.words.is_empty();
        self.words = self.words.get(1..).unwrap_or_default();
        Ok(())
    }

    /// Takes the words up to the first byte that does not fit.
    fn take(&mut self, fits: impl Fn(u8) -> bool) -> &'de str {
        let end = self.words.bytes().position(|byte| !fits(byte)).unwrap_or(self.words.len());
        let (taken, rest) = self.words.split_at(end);
        self.words = rest;
        taken
    }

    fn name(&mut self) -> Result<&'de str, GaveUp> {
        let name = self.take(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if name.is_empty() { Err(GaveUp) } else { Ok(name) }
    }

    fn number<T: FromStr>(&mut self) -> Result<T, GaveUp> {
        self.take(|byte| byte.is_ascii_digit() || byte == b'-').parse().map_err(|_| GaveUp)
    }

    fn string(&mut self) -> Result<&'de str, GaveUp> {
        self.skip(b'"')?;
        let words = self.take(|byte| byte != b'"' && byte != b'\\');
        self.skip(b'"')?;
        Ok(words)
    }

    /// Reads what stands between two signs.
    fn within<T>(
        &mut self,
        signs: [u8; 2],
        read: impl FnOnce(Items<'_, 'de>) -> Result<T, GaveUp>,
    ) -> Result<T, GaveUp> {
        let [open, close] = signs;
        self.skip(open)?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(GaveUp);
        }
        let value = read(Items { rest: self, close, first: true })?;
        self.skip(close)?;
        self.depth -= 1;
        Ok(value)
    }
}

/// So many brackets are read within each other: a change can hold changes, and those changes too.
const DEEPEST: u8 = 64;

const ROUND: [u8; 2] = *b"()";
const SQUARE: [u8; 2] = *b"[]";

impl<'de> Deserializer<'de> for &mut Rest<'de> {
    type Error = GaveUp;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, GaveUp> {
        Err(GaveUp)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_bool(self.name()?.parse().map_err(|_| GaveUp)?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_u32(self.number()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_borrowed_str(self.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_borrowed_str(self.name()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        match self.words.strip_prefix("None") {
            Some(rest) => {
                self.words = rest;
                visitor.visit_none()
            }
            None => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.within(SQUARE, |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, GaveUp> {
        self.within(ROUND, |items| visitor.visit_seq(items))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GaveUp> {
        self.within(ROUND, |items| visitor.visit_map(items))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GaveUp> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct
        tuple_struct map ignored_any
    }
}

/// The values of a list or tuple, or the fields of a struct.
struct Items<'a, 'de> {
    rest: &'a mut Rest<'de>,
    close: u8,
    first: bool,
}

impl Items<'_, '_> {
    /// Goes on to the next one; false where there is none.
    fn go_on(&mut self) -> Result<bool, GaveUp> {
        if self.rest.is_at(self.close) {
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.rest.skip(b',')?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = GaveUp;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, GaveUp> {
        if self.go_on()? { seed.deserialize(&mut *self.rest).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = GaveUp;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, GaveUp> {
        if self.go_on()? { seed.deserialize(&mut *self.rest).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, GaveUp> {
        self.rest.skip(b':')?;
        seed.deserialize(&mut *self.rest)
    }
}

impl<'de> EnumAccess<'de> for &mut Rest<'de> {
    type Error = GaveUp;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), GaveUp> {
        Ok((seed.deserialize(&mut *self)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Rest<'de> {
    type Error = GaveUp;

    fn unit_variant(self) -> Result<(), GaveUp> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, GaveUp> {
        self.within(ROUND, |items| seed.deserialize(&mut *items.rest))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, GaveUp> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, GaveUp> {
        self.within(ROUND, |items| visitor.visit_map(items))
    }
}

#[cfg(test)]
#[path = "quick_tests.rs"]
mod tests;
