//! How a file counts positions, found out by where its passages begin and end.
//!
//! The standard counts Unicode code points and says nothing of line ends; files of NVivo for Windows count UTF-16
//! code units and a line end as two, those of ATLAS.ti a line end as one though two characters stand in the text.
//! Read in the wrong way, passages slide over the words. In the right one they begin and end at words, and the
//! words are those the file itself repeats as the passage's name.

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::{Fidelity, Unreadable};
use crate::text::Text;

/// What a position counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points: the standard.
    CodePoint,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Utf8,
}

impl Unit {
    /// Every unit, the likelier first.
    pub const ALL: [Unit; 3] = [Unit::CodePoint, Unit::Utf16, Unit::Utf8];

    /// The word for it, as it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Unit::CodePoint => "codepoint",
            Unit::Utf16 => "utf16",
            Unit::Utf8 => "utf8",
        }
    }

    fn says(self) -> &'static str {
        match self {
            Unit::CodePoint => "code points",
            Unit::Utf16 => "UTF-16 code units",
            Unit::Utf8 => "UTF-8 bytes",
        }
    }
}

/// What a person says of how a file counts; what they do not say is found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// What a position counts.
    pub unit: Option<Unit>,
    /// Whether a line end (CR LF) counts as two; else as one.
    pub two: Option<bool>,
}

/// How positions are counted in a file that is written, and how lines end in its texts.
///
/// As the standard says, unless another program has to be pleased: the readings of all programs agree as long as no
/// text has a character beyond U+FFFF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// What a position counts.
    pub unit: Unit,
    /// Whether lines end in CR LF, and how much that counts; else in LF.
    pub line_end: Option<u32>,
}

impl Default for Style {
    /// As the standard says.
    fn default() -> Style {
        Style { unit: Unit::CodePoint, line_end: None }
    }
}

impl Style {
    /// The words of a text as they are written.
    pub fn text_of<'t>(self, text: &'t Text) -> Cow<'t, str> {
        match self.line_end {
            None => text.as_str().into(),
            Some(_) => text.as_str().replace('\n', "\r\n").into(),
        }
    }

    /// Where a character of a text (its place, from 0) is counted to stand.
    pub fn places_in(self, text: &Text) -> impl Fn(u32) -> u32 + use<> {
        let plain = self.unit == Unit::CodePoint && self.line_end.unwrap_or(1) == 1;
        let mut at = 0;
        let mut places = Vec::new();
        for letter in if plain { "" } else { text.as_str() }.chars() {
            places.push(at);
            at += match (letter, self.unit) {
                ('\n', _) => self.line_end.unwrap_or(1),
                (_, Unit::CodePoint) => 1,
                (letter, Unit::Utf16) => letter.len_utf16() as u32,
                (letter, Unit::Utf8) => letter.len_utf8() as u32,
            };
        }
        move |place| if plain { place } else { places.get(place as usize).copied().unwrap_or(at) }
    }
}

/// A passage as a file has it.
pub trait Marked {
    /// Where it begins and ends, counted as the file counts.
    fn ends(&self) -> (i64, i64);

    /// The words that it is said to cover, where the file repeats them.
    fn said(&self) -> Option<&str>;
}

/// One way to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    unit: Unit,
    /// Whether a line end counts as two where two characters stand there, or none of the text's line ends has two.
    two: bool,
}

/// A text, and where its characters stand by every measure.
pub struct Measured {
    letters: Vec<char>,
    /// Of every stored character the width of a line end there: 0 for what is none, 1 for LF, 2 for CR LF.
    ends: Vec<u8>,
    has_pairs: bool,
    has_lines: bool,
    is_ascii: bool,
    /// Whether a character is beyond U+FFFF.
    is_astral: bool,
}

impl Measured {
    /// Takes in a text as it arrived; its stored form has LF for every line end, and no byte order mark.
    pub fn of(arrived: &str) -> Measured {
        let arrived = arrived.trim_start_matches('\u{feff}');
        let (mut letters, mut ends) = (Vec::with_capacity(arrived.len()), Vec::with_capacity(arrived.len()));
        let mut rest = arrived.chars().peekable();
        while let Some(letter) = rest.next() {
            let (stored, width) = match letter {
                '\r' if rest.next_if_eq(&'\n').is_some() => ('\n', 2),
                '\r' | '\n' => ('\n', 1),
                other => (other, 0),
            };
            letters.push(stored);
            ends.push(width);
        }
        let (has_pairs, has_lines) = (ends.contains(&2), letters.contains(&'\n'));
        let (is_ascii, is_astral) = (arrived.is_ascii(), letters.iter().any(|letter| letter.len_utf16() == 2));
        Measured { letters, ends, has_pairs, has_lines, is_ascii, is_astral }
    }

    /// The measure that gives the same positions in this text and is the plainest.
    fn plainest(&self, measure: Measure) -> Measure {
        let unit = match measure.unit {
            Unit::Utf16 if !self.is_astral => Unit::CodePoint,
            _ if self.is_ascii => Unit::CodePoint,
            unit => unit,
        };
        Measure { unit, two: measure.two && self.has_lines }
    }

    /// Where every character begins, and the end of the last.
    fn ruler(&self, measure: Measure) -> Vec<u32> {
        let mut at = 0_u32;
        let mut ruler = Vec::with_capacity(self.letters.len() + 1);
        for (&letter, &end) in self.letters.iter().zip(&self.ends) {
            ruler.push(at);
            let width = match (end, measure.unit) {
                (1, _) if measure.two && !self.has_pairs => 2,
                (2, _) if measure.two => 2,
                (1 | 2, _) => 1,
                (_, Unit::CodePoint) => 1,
                (_, Unit::Utf16) => letter.len_utf16() as u32,
                (_, Unit::Utf8) => letter.len_utf8() as u32,
            };
            at = at.saturating_add(width);
        }
        ruler.push(at);
        ruler
    }

    /// Where a selection lies in the stored text (characters), by that measure; `None` outside it.
    fn place(ruler: &[u32], selection: &impl Marked) -> Option<(usize, usize)> {
        let (start, end) = selection.ends();
        let at = |position: i64| u32::try_from(position).ok().map(|position| ruler.binary_search(&position));
        let start = at(start)?.unwrap_or_else(|next| next.saturating_sub(1));
        let end = at(end)?.unwrap_or_else(|next| next);
        (start <= end && end < ruler.len()).then_some((start, end))
    }

    /// Where selections lie in the stored text (characters), by that measure.
    pub fn places(&self, measure: Measure, selections: &[impl Marked]) -> Vec<Option<(u32, u32)>> {
        let ruler = self.ruler(measure);
        let place = |selection| Measured::place(&ruler, selection).map(|(start, end)| (start as u32, end as u32));
        selections.iter().map(place).collect()
    }

    /// Where single positions lie in the stored text (characters), by that measure; past the end those outside.
    pub fn positions(&self, measure: Measure, positions: impl Iterator<Item = i64>) -> Vec<u32> {
        let ruler = self.ruler(measure);
        let place = |position: i64| {
            let found = u32::try_from(position).ok().map(|position| ruler.binary_search(&position));
            found.map_or(u32::MAX, |found| found.unwrap_or_else(|next| next) as u32)
        };
        positions.map(place).collect()
    }

    /// Whether a border between two characters cuts no word.
    fn is_border(&self, at: usize) -> bool {
        let is_letter = |at: usize| self.letters.get(at).is_some_and(|letter| letter.is_alphanumeric());
        at == 0 || !is_letter(at - 1) || !is_letter(at)
    }

    /// Whether the words of a passage are those of its name, which some programs cut short.
    pub fn says(&self, (start, end): (usize, usize), name: &str) -> bool {
        let cut = ["…", "..."].iter().find_map(|mark| name.strip_suffix(mark));
        let mut words = self.letters[start..end].iter().filter(|letter| !letter.is_whitespace());
        let mut named = cut.unwrap_or(name).chars().filter(|letter| !letter.is_whitespace());
        named.all(|letter| words.next() == Some(&letter)) && (cut.is_some() || words.next().is_none())
    }
}

/// Where a passage came to lie (characters); one that lies nowhere in its text, or on no words, is listed by its name.
pub fn on_words(
    place: Option<(u32, u32)>,
    name: impl FnOnce() -> String,
    fidelity: &mut Fidelity,
) -> Option<(u32, u32)> {
    match place {
        None => fidelity.left_out("passages that lie outside their document, left out", name()),
        Some((start, end)) if start == end => fidelity.left_out("passages without words, left out", name()),
        Some(place) => return Some(place),
    }
    None
}

/// How well one measure fits a file.
#[derive(Clone, Debug, Default)]
struct Fit {
    /// Passages whose words are their names.
    quotes: usize,
    /// Passages that cut no word.
    whole: usize,
    /// Passages outside their text.
    outside: usize,
    /// Tells apart where everything lies.
    places: DefaultHasher,
}

impl Fit {
    fn score(&self) -> (usize, i64) {
        (self.quotes, self.whole as i64 - self.outside as i64)
    }
}

/// What all texts of a file say of how it counts.
pub struct Evidence {
    fits: Vec<(Measure, Fit)>,
    passages: usize,
    /// Whether any text has line ends of two characters.
    has_pairs: bool,
}

impl Evidence {
    /// Nothing is known yet, but for what a person says.
    pub fn of(said: Offsets) -> Evidence {
        let units = Unit::ALL.into_iter().filter(|&unit| said.unit.is_none_or(|said| said == unit));
        let ways = units.flat_map(|unit| [true, false].map(|two| Measure { unit, two }));
        let ways = ways.filter(|measure| said.two.is_none_or(|two| two == measure.two));
        Evidence { fits: ways.map(|measure| (measure, Fit::default())).collect(), passages: 0, has_pairs: false }
    }

    /// Looks where the selections of one text lie by every measure.
    pub fn weigh(&mut self, text: &Measured, selections: &[impl Marked]) {
        self.passages += selections.len();
        self.has_pairs |= text.has_pairs;
        let mut known: Vec<(Measure, Fit)> = Vec::new();
        for (measure, fit) in &mut self.fits {
            let plain = text.plainest(*measure);
            let place = known.iter().position(|(other, _)| *other == plain).unwrap_or_else(|| {
                known.push((plain, weighed(text, plain, selections)));
                known.len() - 1
            });
            let found = &known[place].1;
            fit.quotes += found.quotes;
            fit.whole += found.whole;
            fit.outside += found.outside;
            found.places.finish().hash(&mut fit.places);
        }
    }

    /// The measure that fits best, and in words how well.
    ///
    /// # Errors
    /// Two fit equally well and put passages in different places: a person has to say which it is.
    pub fn decide(&self) -> Result<(Measure, String), Unreadable> {
        // As stored, in code points: what the standard says. Of equals, the earlier one is taken.
        let mut ways: Vec<&(Measure, Fit)> = self.fits.iter().collect();
        ways.sort_by_key(|(measure, _)| {
            (Unit::ALL.iter().position(|unit| *unit == measure.unit), measure.two != self.has_pairs)
        });
        ways.sort_by_key(|(_, fit)| std::cmp::Reverse(fit.score()));
        let Some((best, fit)) = ways.first() else {
            return Err(Unreadable::Damaged { what: "no way to count positions is left".to_string() });
        };
        // No program is known to count bytes here, or line ends as two that have one character.
        let usual = |measure: &Measure| measure.unit != Unit::Utf8 && (self.has_pairs || !measure.two);
        let differs = |other: &Fit| other.score() == fit.score() && other.places.finish() != fit.places.finish();
        let evidence = self.said(&ways);
        match ways.iter().skip(1).find(|(measure, other)| usual(measure) && differs(other)) {
            Some(_) if usual(best) => Err(Unreadable::Offsets { evidence }),
            _ => Ok((*best, evidence)),
        }
    }

    /// How the measures fit, the best first; those that put everything in the same place are one.
    fn said(&self, ways: &[&(Measure, Fit)]) -> String {
        let mut seen: Vec<u64> = Vec::new();
        let mut said = Vec::new();
        for (measure, fit) in ways {
            let places = fit.places.finish();
            if seen.contains(&places) || said.len() == 3 {
                continue;
            }
            seen.push(places);
            let ends = match (self.has_pairs, measure.two) {
                (false, false) => "",
                (_, true) => ", line ends as two",
                (true, false) => ", line ends as one",
            };
            let Fit { quotes, whole, outside, .. } = fit;
            let quotes = if *quotes > 0 { format!("{quotes} say what they are named, ") } else { String::new() };
            let outside = if *outside > 0 { format!(", {outside} lie outside") } else { String::new() };
            said.push(format!(
                "{}{ends}: {quotes}{whole} of {} cut no word{outside}",
                measure.unit.says(),
                self.passages
            ));
        }
        said.join("; in ")
    }
}

fn weighed(text: &Measured, measure: Measure, selections: &[impl Marked]) -> Fit {
    let ruler = text.ruler(measure);
    let mut fit = Fit::default();
    for selection in selections {
        let place = Measured::place(&ruler, selection);
        place.hash(&mut fit.places);
        let Some((start, end)) = place else {
            fit.outside += 1;
            continue;
        };
        // Within a character, or between the two of a line end, no word begins.
        let exact = |position: i64, at: usize| i64::from(ruler[at]) == position;
        let (said_start, said_end) = selection.ends();
        let whole = exact(said_start, start) && exact(said_end, end);
        fit.whole += usize::from(whole && text.is_border(start) && text.is_border(end));
        fit.quotes += usize::from(whole && selection.said().is_some_and(|name| text.says((start, end), name)));
    }
    fit
}
