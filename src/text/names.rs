//! A list of names, and every place where one of them stands: all of them are looked for at once.
//!
//! A name is found whatever its case and accents, with any blanks between its words, and whole: no letter or digit
//! goes on at either end. `Maria Lopez` stands in "MARÍA  LÓPEZ's"; `Ann` does not stand in "Anne".

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use unicode_normalization::char::is_combining_mark;

use super::fold::folded_letters;
use super::{Span, Text};

/// Names to be looked for.
#[derive(Clone, Debug)]
pub struct Names {
    /// As they were listed, each once.
    listed: Vec<String>,
    /// Words that may stand, just as they are written here: `will` beside the name `Will`.
    kept: BTreeSet<String>,
    search: Option<AhoCorasick>,
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedAt {
    /// Its words there, as they are written.
    pub span: Span,
    /// Its place in the list.
    pub name: usize,
}

/// The list is larger than can be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list of names is too long to be looked for at once; part it")]
pub struct TooManyNames;

impl Names {
    /// These names, but for the words in `kept`; what folds to the same is one name, the first of them.
    ///
    /// # Errors
    /// There are too many.
    pub fn of(
        names: impl IntoIterator<Item = String>,
        kept: impl IntoIterator<Item = String>,
    ) -> Result<Names, TooManyNames> {
        let (mut listed, mut patterns, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for name in names {
            let folded = Folded::of(name.trim()).letters;
            if !folded.is_empty() && seen.insert(folded.clone()) {
                listed.push(name.trim().to_string());
                patterns.push(folded);
            }
        }
        // What is fastest to look for takes the most memory, which a list of any usual length does not need much of.
        let kind = (patterns.iter().map(String::len).sum::<usize>() < 1 << 16).then_some(AhoCorasickKind::DFA);
        let search = match patterns[..] {
            [] => None,
            _ => Some(AhoCorasick::builder().kind(kind).build(&patterns).map_err(|_| TooManyNames)?),
        };
        Ok(Names { listed, kept: kept.into_iter().collect(), search })
    }

    /// The names, as they were listed.
    pub fn listed(&self) -> &[String] {
        &self.listed
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Every place where a name stands, in order, none overlapping: the first, and of those that begin together the
    /// longest.
    pub fn find(&self, text: &Text) -> Vec<NamedAt> {
        let Some(search) = &self.search else { return Vec::new() };
        let folded = Folded::of(text.as_str());
        let whole = |start: usize, end: usize| {
            let (before, first) = (folded.letters[..start].chars().next_back(), folded.letters[start..].chars().next());
            let (last, after) = (folded.letters[..end].chars().next_back(), folded.letters[end..].chars().next());
            !(goes_on(before) && goes_on(first) || goes_on(last) && goes_on(after))
        };
        let found = search.find_overlapping_iter(&folded.letters).filter(|found| whole(found.start(), found.end()));
        let mut places: Vec<NamedAt> = found
            .filter_map(|found| {
                let span = folded.sources(found.start(), found.end(), text)?;
                Some(NamedAt { span, name: found.pattern().as_usize() })
            })
            .filter(|place| self.kept.is_empty() || !self.kept.contains(text.passage(place.span)))
            .collect();
        places.sort_by_key(|place| (place.span.start(), std::cmp::Reverse(place.span.end())));
        let mut end = 0;
        places.retain(|place| {
            let free = place.span.start() >= end;
            if free {
                end = place.span.end();
            }
            free
        });
        places
    }

    /// As `find`, in words that are no document's.
    pub fn find_in(&self, words: &str) -> Vec<NamedAt> {
        if self.is_empty() || words.is_empty() { Vec::new() } else { self.find(&Text::new(words)) }
    }

    /// The first name that stands in these words.
    pub fn first_in(&self, words: &str) -> Option<&str> {
        self.find_in(words).first().map(|place| self.listed[place.name].as_str())
    }
}

fn goes_on(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

/// What stands within words and is not seen: soft hyphens, joiners, marks of byte order.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// How many bytes at the beginning are ASCII and have no blanks but single spaces.
fn plain_length(bytes: &[u8]) -> usize {
    let mut after_space = false;
    let plain = bytes.iter().take_while(|&&byte| {
        let is_space = byte == b' ';
        let taken = byte.is_ascii() && !(is_space && after_space) && (is_space || !byte.is_ascii_whitespace());
        after_space = is_space;
        taken && byte != 0x0b
    });
    plain.count()
}

/// Words folded, blanks taken together, with the way back.
#[derive(Default)]
struct Folded {
    letters: String,
    /// Where (bytes of the letters) comes which character of the words; between two such places each letter is a
    /// character of its own.
    ways_back: Vec<(usize, u32)>,
    /// What the next letter comes from if nothing is left out or put in.
    expected: u32,
}

impl Folded {
    fn of(words: &str) -> Folded {
        let mut folded = Folded { letters: String::with_capacity(words.len()), ..Folded::default() };
        let (mut rest, mut source, mut parts) = (words, 0_u32, Vec::new());
        while let Some(letter) = rest.chars().next() {
            let plain = plain_length(rest.as_bytes());
            if plain > 0 && !(letter == ' ' && folded.letters.ends_with(' ')) {
                folded.push_plain(&rest[..plain], source);
                source += plain as u32;
                rest = &rest[plain..];
                continue;
            }
            if letter.is_whitespace() {
                if !folded.letters.ends_with(' ') {
                    folded.push(' ', source);
                }
            } else if !is_unseen(letter) {
                parts.clear();
                folded_letters(letter, &mut parts);
                parts.iter().for_each(|&part| folded.push(part, source));
            }
            source += 1;
            rest = &rest[letter.len_utf8()..];
        }
        folded
    }

    /// Adds ASCII in which no blanks are to be taken together: each letter is a byte, here as there.
    fn push_plain(&mut self, words: &str, source: u32) {
        let start = self.letters.len();
        if source != self.expected {
            self.ways_back.push((start, source));
        }
        self.letters.push_str(words);
        self.letters[start..].make_ascii_lowercase();
        self.expected = source + words.len() as u32;
    }

    fn push(&mut self, letter: char, source: u32) {
        if source != self.expected || !letter.is_ascii() {
            self.ways_back.push((self.letters.len(), source));
        }
        self.letters.push(letter);
        // Behind a letter of several bytes the way back is told anew.
        self.expected = if letter.is_ascii() { source + 1 } else { u32::MAX };
    }

    /// Which character the letter that begins at this byte came from.
    fn source(&self, byte: usize) -> u32 {
        let next = self.ways_back.partition_point(|&(at, _)| at <= byte);
        match next.checked_sub(1).map(|last| self.ways_back[last]) {
            Some((at, source)) => source + (byte - at) as u32,
            None => byte as u32,
        }
    }

    /// The characters that the letters between two bytes came from, with the accents after the last.
    fn sources(&self, start: usize, end: usize, text: &Text) -> Option<Span> {
        let (last, _) = self.letters[..end].char_indices().next_back()?;
        let end = self.source(last) + 1;
        let rest = text.slice(end..text.len()).chars();
        let end = end + rest.take_while(|&letter| is_combining_mark(letter)).count() as u32;
        Span::new(self.source(start), end, text.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(listed: &[&str], kept: &[&str]) -> Names {
        Names::of(listed.iter().map(|name| name.to_string()), kept.iter().map(|word| word.to_string())).unwrap()
    }

    fn found(words: &str, listed: &[&str], kept: &[&str]) -> Vec<String> {
        let text = Text::new(words);
        names(listed, kept).find(&text).iter().map(|place| text.passage(place.span).to_string()).collect()
    }

    #[test]
    fn a_name_is_found_whole_whatever_its_case_accents_and_blanks() {
        let listed = ["Maria Lopez", "Ann", "O'Brien", "Leeds", "0113-496"];
        assert_eq!(found("MARÍA\n  LÓPEZ's house", &listed, &[]), ["MARÍA\n  LÓPEZ"]);
        assert_eq!(found("Mari\u{301}a Lo\u{301}pez\u{301}.", &listed, &[]), ["Mari\u{301}a Lo\u{301}pez\u{301}"]);
        assert_eq!(found("Anne, Hannah, ann, Ann1", &listed, &[]), ["ann"]);
        assert_eq!(found("Dr O’Brien of Le\u{ad}eds", &listed, &[]), ["O’Brien", "Le\u{ad}eds"]);
        assert_eq!(found("call 0113-496 or 0113-4960", &listed, &[]), ["0113-496"]);
        assert_eq!(found("😀 ﬁne İpek, Ann", &listed, &[]), ["Ann"]);
    }

    #[test]
    fn the_longest_is_taken_and_a_shorter_one_where_that_goes_on() {
        assert_eq!(found("Ann Lo, Ann Lopez", &["Ann", "Ann Lo", "Lo"], &[]), ["Ann Lo", "Ann"]);
    }

    #[test]
    fn what_is_kept_stands_as_it_is_written_and_no_other_way() {
        assert_eq!(found("Will will go, WILL", &["Will"], &["will"]), ["Will", "WILL"]);
    }

    #[test]
    fn nothing_is_found_where_nothing_is_listed() {
        assert_eq!(found("Maria", &["", "  ", "\u{301}"], &[]), [""; 0]);
        assert_eq!(names(&["Ana", "ANA", "Aná"], &[]).listed(), ["Ana"]);
        assert_eq!(names(&["Ana"], &[]).first_in("So said aná."), Some("Ana"));
    }

    /// Every place where a name stands whole, looked for name by name and character by character.
    fn naive(words: &[char], listed: &[&str]) -> BTreeSet<usize> {
        let folded: Vec<char> = words.iter().map(|letter| letter.to_ascii_lowercase()).collect();
        let stands = |name: &str, at: usize| {
            let name: Vec<char> = name.to_lowercase().chars().collect();
            let whole = folded[at..].starts_with(&name);
            whole
                && !at.checked_sub(1).is_some_and(|before| folded[before].is_alphanumeric())
                && !folded.get(at + name.len()).is_some_and(|after| after.is_alphanumeric())
        };
        let places = (0..words.len()).filter(|&at| listed.iter().any(|name| stands(name, at)));
        places.collect()
    }

    proptest! {
        #[test]
        fn all_at_once_finds_what_each_alone_finds(words in "[abAB .,]{0,40}") {
            let listed = ["a", "ab", "a b", "ba b", "bb"];
            let text = Text::new(words.clone());
            let characters: Vec<char> = Folded::of(&words).letters.chars().collect();
            let places = names(&listed, &[]).find(&text);
            // Every place of the naive search is found or lies in one that is.
            let folded_text = Text::new(characters.iter().collect::<String>());
            let folded_places = names(&listed, &[]).find(&folded_text);
            prop_assert_eq!(places.len(), folded_places.len());
            for at in naive(&characters, &listed) {
                let at = at as u32;
                prop_assert!(folded_places.iter().any(|place| place.span.start() <= at && at < place.span.end()));
            }
            for place in &folded_places {
                prop_assert!(naive(&characters, &listed).contains(&(place.span.start() as usize)));
            }
        }

        #[test]
        fn a_name_that_stands_is_found_in_any_letters(before in "\\PC{0,20}", after in "\\PC{0,20}") {
            let text = Text::new(format!("{before} Zoë-Ann {after}"));
            let places = names(&["zoe-ann"], &[]).find(&text);
            prop_assert!(places.iter().any(|place| text.passage(place.span).starts_with("Zoë-Ann")), "{places:?}");
        }
    }
}
