//! Finding words whatever their case and accents.

use memchr::memchr;
use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Span, Text};

/// Looked through at a time, in bytes: the folded copy stays where it was written last, in the processor's cache.
const STRETCH: usize = 1 << 15;

/// What two words may differ in and still be found.
#[derive(Clone, Copy)]
struct Folding {
    case: bool,
    accents: bool,
}

/// Folded words, with the way back to the characters they came from.
#[derive(Default)]
struct Folded {
    words: String,
    /// Every character that was not ASCII, in order. Of the others each is one byte, here as there.
    others: Vec<Other>,
}

/// A character that is not ASCII: where its letters begin and end, folded, in bytes; they may be none, or several.
struct Other {
    start: usize,
    end: usize,
    /// Its place, in characters.
    source: u32,
}

/// Folds case, accents and curly quotation marks: "Müde" becomes `mude`.
pub fn fold(words: &str) -> String {
    let mut folded = Folded::default();
    Folding { case: true, accents: true }.fold(words, &mut folded);
    folded.words
}

/// Adds what is left of a character that is not ASCII once case and accents are folded: nothing, or several letters.
pub(super) fn folded_letters(character: char, letters: &mut Vec<char>) {
    Folding { case: true, accents: true }.each(character, &mut |letter| letters.push(letter));
}

/// Every place where the text has these words, in order, none overlapping.
///
/// A needle without capitals finds any case; one without accents finds any accents; straight and
/// curly quotation marks are the same. Accents after the last letter found belong to it.
pub fn find_all(text: &Text, needle: &str) -> Vec<Span> {
    let folding = Folding { case: !needle.contains(char::is_uppercase), accents: !needle.nfd().any(is_combining_mark) };
    let mut folded = Folded::default();
    folding.fold(needle, &mut folded);
    if folded.words.is_empty() {
        return Vec::new();
    }
    let finder = Finder::new(&folded.words).into_owned();
    let mut found = Vec::new();
    let (mut rest, mut start) = (text.as_str(), 0);
    while !rest.is_empty() {
        // Whole lines, as no hit goes beyond one; a needle of several lines needs them all.
        let past = rest.as_bytes().get(STRETCH..).filter(|_| !needle.contains('\n'));
        let end = past.and_then(|past| memchr(b'\n', past)).map_or(rest.len(), |at| STRETCH + at + 1);
        let (lines, later) = rest.split_at(end);
        folding.fold(lines, &mut folded);
        for at in finder.find_iter(folded.words.as_bytes()) {
            let hit = folded.sources(at, at + finder.needle().len());
            found.extend(Span::new(start + hit.start, start + hit.end, text.len()));
        }
        start += folded.source(folded.words.len());
        rest = later;
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
    /// Folds `words` in place of what `folded` held.
    fn fold(self, words: &str, folded: &mut Folded) {
        folded.words.clear();
        folded.others.clear();
        let (mut rest, mut source) = (words, 0);
        loop {
            let (plain, other) = rest.split_at(plain_length(rest.as_bytes()));
            let mut characters = other.chars();
            self.plain(plain, folded);
            source += plain.len() as u32;
            let start = folded.words.len();
            let Some(character) = characters.next() else { break };
            self.other(character, &mut folded.words);
            folded.others.push(Other { start, end: folded.words.len(), source });
            source += 1;
            rest = characters.as_str();
        }
    }

    fn plain(self, words: &str, folded: &mut Folded) {
        let start = folded.words.len();
        folded.words.push_str(words);
        if self.case {
            folded.words[start..].make_ascii_lowercase();
        }
    }

    fn other(self, character: char, folded: &mut String) {
        self.each(character, &mut |letter| folded.push(letter));
    }

    fn each(self, character: char, take: &mut dyn FnMut(char)) {
        // Dashes, quotation marks, the ellipsis: what prose has most of has neither case nor accents.
        if matches!(character, '\u{2010}'..='\u{2027}') {
            return take(typed(character));
        }
        let ignored = |part: &char| self.accents && is_combining_mark(*part);
        for part in std::iter::once(character).nfd().filter(|part| !ignored(part)) {
            if self.case {
                // Lowering "İ" makes an accent of its own.
                part.to_lowercase().filter(|part| !ignored(part)).for_each(&mut *take);
            } else {
                take(part);
            }
        }
    }
}

impl Folded {
    /// Which character the letter at this byte came from; after the last, how many characters there were.
    fn source(&self, byte: usize) -> u32 {
        let before = self.others.partition_point(|other| other.start <= byte);
        match before.checked_sub(1).map(|last| &self.others[last]) {
            Some(other) if byte < other.end => other.source,
            Some(other) => other.source + 1 + (byte - other.end) as u32,
            None => byte as u32,
        }
    }

    /// The characters that the letters between two bytes came from, with the accents after the last.
    fn sources(&self, start: usize, end: usize) -> std::ops::Range<u32> {
        self.source(start)..self.source(end).max(self.source(end - 1) + 1)
    }
}

/// How many bytes are ASCII before the first that is not; looked at by the dozen, as most are.
fn plain_length(bytes: &[u8]) -> usize {
    let whole = bytes.chunks_exact(32).take_while(|chunk| chunk.is_ascii()).count() * 32;
    bytes[whole..].iter().position(|byte| !byte.is_ascii()).map_or(bytes.len(), |at| whole + at)
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
        let mut folded = Folded::default();
        Folding { case: true, accents: true }.fold("Müde\u{301}", &mut folded);
        assert_eq!(folded.words, "mude");
        assert_eq!([0, 1, 2, 3, 4].map(|byte| folded.source(byte)), [0, 1, 2, 3, 5]);
        assert_eq!(folded.sources(3, 4), 3..5, "the accent belongs to the letter");
    }

    #[test]
    fn hits_far_into_a_long_text_stand_where_they_should() {
        let lines = "“Müde” I was, and tired.\n".repeat(STRETCH / 10);
        let text = Text::new(lines.as_str());
        let found = find_all(&text, "tired");
        assert_eq!(found.len(), STRETCH / 10);
        let stray = found.iter().zip(0..).find(|(span, line)| span.start() != line * 25 + 18);
        assert_eq!(stray, None);
    }

    proptest! {
        #[test]
        fn every_hit_folds_to_the_needle(words in "[aAéÉe\u{301} İ\n]{0,40}", needle in "[ae ]{1,2}") {
            let text = Text::new(words.as_str());
            for span in find_all(&text, &needle) {
                prop_assert_eq!(fold(text.passage(span)), needle.as_str());
            }
            prop_assert_eq!(find_all(&text, &needle).len(), fold(&words).matches(needle.as_str()).count());
        }
    }
}
