//! The tables at the head of a rich text: its fonts, which have the encodings of their signs, and its colours.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::signs::{charset, code_page};
use crate::exchange::looks;

/// The most fonts, and the most colours, that are told apart.
const MOST: usize = 65_536;

/// The fonts, by their numbers.
#[derive(Default)]
pub struct Fonts {
    /// `None` where it has symbols for letters.
    known: HashMap<i32, Option<&'static Encoding>>,
    /// The one that holds where none is said.
    pub first: i32,
    /// The one that is being listed.
    pub listed: i32,
}

impl Fonts {
    /// Takes in what the list says of a font.
    pub fn list(&mut self, word: &str, number: i32) {
        let known = if word == "cpg" { code_page(number).map(Some) } else { charset(number) };
        if let Some(known) = known.filter(|_| self.known.len() < MOST) {
            self.known.insert(self.listed, known);
        }
    }

    /// The encoding of a font, where the list says none that of the whole text; `None` for one of symbols.
    pub fn encoding(&self, font: Option<i32>, base: &'static Encoding) -> Option<&'static Encoding> {
        self.known.get(&font.unwrap_or(self.first)).copied().unwrap_or(Some(base))
    }
}

/// The colours, by their places.
#[derive(Default)]
pub struct Colours {
    known: Vec<Option<String>>,
    /// Red, green and blue of the one that is being listed, as far as they are said.
    listed: [u8; 3],
}

impl Colours {
    /// Takes in how much of a colour the one has that is being listed.
    pub fn list(&mut self, word: &str, number: i32) {
        let place = ["red", "green", "blue"].iter().position(|colour| *colour == word);
        if let Some(part) = place.and_then(|place| self.listed.get_mut(place)) {
            *part = u8::try_from(number).unwrap_or_default();
        }
    }

    /// Ends as many colours as semicolons stand there.
    pub fn end(&mut self, signs: &str) {
        for _ in signs.matches(';') {
            let [red, green, blue] = std::mem::take(&mut self.listed);
            if self.known.len() < MOST {
                self.known.push(looks::colour(&format!("{red:02X}{green:02X}{blue:02X}")));
            }
        }
    }

    /// The colour in a place; none for black, and for the one that the program chooses.
    pub fn of(&self, place: i32) -> Option<String> {
        usize::try_from(place).ok().and_then(|place| self.known.get(place)).cloned().flatten()
    }
}
