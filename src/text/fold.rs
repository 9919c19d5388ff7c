//! Finding words whatever their case and accents.

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Span, Text};

/// What two words may differ in and still be found.
#[derive(Clone, Copy)]
struct Folding {
    case: bool,
    accents: bool,
}

/// Folds case, accents and curly quotation marks; the list gives, for each folded character, the place of the character
/// it came from.
///
/// - "Müde" becomes `mude` with 0, 1, 2, 3.
pub fn fold(words: &str) -> (String, Vec<u32>) {
    Folding { case: true, accents: true }.fold(words)
}

/// Every place where the text has these words, in order, none overlapping.
///
/// A needle without capitals finds any case; one without accents finds any accents; straight and
/// curly quotation marks are the same. Accents after the last letter found belong to it.
pub fn find_all(text: &Text, needle: &str) -> Vec<Span> {
    let folding = Folding { case: !needle.contains(char::is_uppercase), accents: !needle.nfd().any(is_combining_mark) };
    let (needle, _) = folding.fold(needle);
    if needle.is_empty() {
        return Vec::new();
    }
    let finder = Finder::new(&needle);
    let mut found = Vec::new();
    let mut start = 0;
    // Line by line, so that the folded copy stays small; a needle of several lines needs them all.
    let lines = text.as_str().split_inclusive('\n');
    let whole = needle.contains('\n').then_some(text.as_str());
    for line in whole.into_iter().chain(lines.take_while(|_| whole.is_none())) {
        let length = folding.find_in(line, &finder, |from, to| {
            found.extend(Span::new(start + from, start + to, text.len()));
        });
        start += length;
    }
    found
}

/// Every place where just these words stand, capitals and all, in order: no letter or digit goes on at either end.
pub fn find_whole(text: &Text, words: &str) -> Vec<Span> {
    let all = text.as_str();
    let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let (first, last) = (words.chars().next(), words.chars().next_back());
    let whole = |&(at, _): &(usize, &str)| {
        let (before, after) = (all[..at].chars().next_back(), all[at + words.len()..].chars().next());
        !(goes_on(before) && goes_on(first) || goes_on(after) && goes_on(last))
    };
    let found = all.match_indices(words).filter(|_| !words.is_empty()).filter(whole);
    found.filter_map(|(at, _)| Span::new(text.char_of(at), text.char_of(at + words.len()), text.len())).collect()
}

impl Folding {
    fn fold(self, words: &str) -> (String, Vec<u32>) {
        let mut folded = String::with_capacity(words.len());
        let mut sources = Vec::with_capacity(words.len());
        for (source, character) in (0u32..).zip(words.chars()) {
            let start = folded.len();
            if character.is_ascii() {
                folded.push(if self.case { character.to_ascii_lowercase() } else { character });
                sources.push(source);
                continue;
            }
            let ignored = |part: &char| self.accents && is_combining_mark(*part);
            for part in std::iter::once(typed(character)).nfd().filter(|part| !ignored(part)) {
                if self.case {
                    // Lowering "İ" makes an accent of its own.
                    folded.extend(part.to_lowercase().filter(|part| !ignored(part)));
                } else {
                    folded.push(part);
                }
            }
            sources.extend(folded[start..].chars().map(|_| source));
        }
        (folded, sources)
    }

    /// Reports each hit in one line, in characters of the line; returns the line's length.
    fn find_in(self, line: &str, finder: &Finder, mut hit: impl FnMut(u32, u32)) -> u32 {
        let size = finder.needle().len();
        if line.is_ascii() {
            let lower = self.case.then(|| line.to_ascii_lowercase());
            for at in finder.find_iter(lower.as_deref().unwrap_or(line).as_bytes()) {
                hit(at as u32, (at + size) as u32);
            }
            return line.len() as u32;
        }
        let (folded, sources) = self.fold(line);
        let length = line.chars().count() as u32;
        let folded = Text::new(folded);
        for at in finder.find_iter(folded.as_str().as_bytes()) {
            let first = folded.char_of(at) as usize;
            let past = folded.char_of(at + size) as usize;
            let end = sources.get(past).copied().unwrap_or(length);
            hit(sources[first], end.max(sources[past - 1] + 1));
        }
        length
    }
}

/// What a keyboard types for the quotation marks of a word processor.
fn typed(character: char) -> char {
    match character {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(text: &'a Text, needle: &str) -> Vec<&'a str> {
        find_all(text, needle).into_iter().map(|span| text.passage(span)).collect()
    }

    #[test]
    fn small_letters_find_any_case_and_capitals_only_themselves() {
        let text = Text::new("Peer peer PEER\nPeerage");
        assert_eq!(found(&text, "peer").len(), 4);
        assert_eq!(found(&text, "Peer"), ["Peer", "Peer"]);
        assert!(found(&text, "").is_empty());
    }

    #[test]
    fn bare_letters_find_any_accent_however_it_is_written() {
        let text = Text::new("café cafe cafe\u{301}! İzmir\nסָבָא");
        assert_eq!(found(&text, "cafe"), ["café", "cafe", "cafe\u{301}"]);
        assert_eq!(found(&text, "café"), ["café", "cafe\u{301}"]);
        assert_eq!(found(&text, "izmir"), ["İzmir"]);
        assert_eq!(found(&Text::new("ế"), "ê"), ["ế"]);
        assert_eq!(found(&text, "סבא"), ["סָבָא"]);
    }

    #[test]
    fn a_typed_apostrophe_finds_a_printed_one() {
        assert_eq!(found(&Text::new("I don’t, I don't"), "don't"), ["don’t", "don't"]);
    }

    #[test]
    fn hits_on_later_lines_stand_where_they_should() {
        let text = Text::new("é one\ntwo\nthe one");
        assert_eq!(find_all(&text, "one").iter().map(|span| span.start()).collect::<Vec<_>>(), [2, 14]);
        assert_eq!(found(&text, "one\nTwo").len(), 0);
        assert_eq!(found(&text, "one\ntwo"), ["one\ntwo"]);
    }

    #[test]
    fn folding_keeps_the_way_back() {
        assert_eq!(fold("Müde"), ("mude".to_owned(), vec![0, 1, 2, 3]));
        assert_eq!(fold("e\u{301}A"), ("ea".to_owned(), vec![0, 2]));
    }

    proptest! {
        #[test]
        fn every_hit_folds_to_the_needle(words in "[aAéÉe\u{301} İ\n]{0,40}", needle in "[ae ]{1,2}") {
            let text = Text::new(words.as_str());
            for span in find_all(&text, &needle) {
                prop_assert_eq!(fold(text.passage(span)).0, needle.as_str());
            }
            prop_assert_eq!(find_all(&text, &needle).len(), fold(&words).0.matches(needle.as_str()).count());
        }
    }
}
