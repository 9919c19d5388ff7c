//! How words look in a document or on a web page, where that is what marks who speaks.

use std::collections::BTreeSet;

use super::page::{Page, Place};

/// How words look.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
    /// As six hexadecimal digits, or by its name; none for what is black, or not said.
    pub colour: Option<String>,
}

impl Look {
    /// What a speaker is called who is known by it.
    fn name(&self) -> String {
        let colour = self.colour.as_ref().map(|colour| format!("colour {colour}"));
        let words = [self.bold.then(|| "bold".to_owned()), self.italic.then(|| "italic".to_owned()), colour];
        let words: Vec<String> = words.into_iter().flatten().collect();
        if words.is_empty() { "plain".to_owned() } else { words.join(" ") }
    }
}

/// A colour that a file names, in one form; none for black, and for what is no colour.
pub fn colour(said: &str) -> Option<String> {
    let said = said.trim();
    let digits = said.strip_prefix('#').unwrap_or(said);
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let is_name = said.len() <= LONGEST && said.bytes().all(|letter| letter.is_ascii_alphabetic());
    let colour = match digits.len() {
        6 if is_hex => digits.to_ascii_uppercase(),
        3 if is_hex && digits.len() < said.len() => {
            digits.chars().flat_map(|digit| [digit.to_ascii_uppercase(); 2]).collect()
        }
        _ if is_name => said.to_ascii_lowercase(),
        _ => return None,
    };
    (!matches!(&*colour, "" | "000000" | "black" | "auto" | "windowtext")).then_some(colour)
}

/// Where somebody begins to speak, as far as looks tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where the line begins, and where the words begin that are said (characters).
    pub start: u32,
    pub after: u32,
    /// What the speaker is called: by the words that look so, or by the look of all of them.
    pub label: String,
}

/// How the words of every line look, stretch by stretch.
#[derive(Default)]
pub struct Looks {
    stretches: Vec<(Place, Place, Look)>,
    /// Whether there were more than mean something.
    too_many: bool,
}

/// The most stretches that are told apart; a day of talk has some thousands.
pub const MOST: usize = 1_000_000;

/// The most letters of a label, and the most words.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 4;

/// Lines that have to look so before it means something.
const ENOUGH: usize = 3;

/// A line: where it begins, where its words behind a label do, the label, and how all of it looks.
struct Line {
    start: Place,
    after: Place,
    label: Option<String>,
    look: Look,
}

impl Looks {
    /// Words were written from one place to another, in one line.
    pub fn wrote(&mut self, from: Place, to: Place, look: &Look) {
        if from.0 != to.0 || from.1 >= to.1 {
            return;
        }
        if self.stretches.len() > MOST {
            (self.stretches, self.too_many) = (Vec::new(), true);
        }
        match self.stretches.last_mut() {
            Some((_, end, last)) if *end == from && last == look => *end = to,
            _ if self.too_many => {}
            _ => self.stretches.push((from, to, look.clone())),
        }
    }

    /// Where people begin to speak by the looks of the lines; nowhere where all lines look the same.
    ///
    /// Either names stand at the heads of lines in a look of their own, or what one says looks otherwise than what
    /// another does.
    pub fn seen(&self, page: &Page) -> Vec<Seen> {
        let lines = self.stretches.chunk_by(|one, other| one.0.0 == other.0.0);
        let lines: Vec<Line> = lines.filter_map(|line| of_line(line, page)).collect();
        let labels = lines.iter().filter(|line| line.label.is_some()).count();
        let openings: Vec<(Place, Place, String)> = if labels >= ENOUGH {
            lines.into_iter().filter_map(|line| Some((line.start, line.after, line.label?))).collect()
        } else {
            let often = |look: &Look| lines.iter().filter(|line| line.look == *look).count() >= ENOUGH;
            let looks: BTreeSet<&Look> = lines.iter().map(|line| &line.look).filter(|look| often(look)).collect();
            if looks.len() < 2 {
                return Vec::new();
            }
            // Who goes on does not begin anew; a look that is rare is no other speaker.
            let known = lines.iter().filter(|line| looks.contains(&line.look));
            let turns: Vec<&Line> = known.collect();
            turns
                .chunk_by(|one, other| one.look == other.look)
                .map(|turn| (turn[0].start, turn[0].start, turn[0].look.name()))
                .collect()
        };
        let places: Vec<(Place, Place)> =
            openings.iter().flat_map(|(start, after, _)| [(*start, *start), (*after, *after)]).collect();
        let at = page.positions(&places.iter().map(|(place, _)| *place).collect::<Vec<_>>());
        let both = at.chunks_exact(2).zip(openings);
        both.filter_map(|(at, (_, _, label))| Some(Seen { start: at[0]?, after: at[1]?, label })).collect()
    }
}

fn of_line(stretches: &[(Place, Place, Look)], page: &Page) -> Option<Line> {
    let words = |from: Place, to: Place| page.between(from, to);
    let said: Vec<&(Place, Place, Look)> =
        stretches.iter().filter(|(from, to, _)| !words(*from, *to).trim().is_empty()).collect();
    let (first, rest) = said.split_first()?;
    let start = (first.0.0, 0);
    let label = words(first.0, first.1).trim().trim_end_matches(':').trim().to_owned();
    let is_label = !label.is_empty()
        && label.chars().count() <= LONGEST
        && label.split_whitespace().count() <= MOST_WORDS
        && first.2 != Look::default()
        && rest.first().is_some_and(|next| next.2 != first.2);
    let letters = |(from, to, _): &(Place, Place, Look)| words(*from, *to).chars().count();
    let look = said.iter().max_by_key(|stretch| letters(stretch)).map(|(_, _, look)| look.clone())?;
    Some(Line { start, after: if is_label { first.1 } else { start }, label: is_label.then_some(label), look })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_one_form_however_it_is_written() {
        for red in ["#c00000", "C00000", " c00000 "] {
            assert_eq!(colour(red).as_deref(), Some("C00000"), "{red}");
        }
        assert_eq!((colour("#f0a").as_deref(), colour("Red").as_deref()), (Some("FF00AA"), Some("red")));
        for none in
            ["", "auto", "000000", "#000", "Black", "#12", "red; x", "12345678901234567890123456789012345678901"]
        {
            assert_eq!(colour(none), None, "{none}");
        }
    }

    #[test]
    fn more_stretches_than_mean_something_tell_nothing() {
        let mut looks = Looks::default();
        let bold = Look { bold: true, ..Look::default() };
        for line in 0..=MOST + 1 {
            looks.wrote((line, 0), (line, 1), &bold);
        }
        assert!(looks.too_many && looks.stretches.is_empty());
    }
}
