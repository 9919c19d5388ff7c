//! Sentences, as the unit to select and to jump by.
//!
//! Borders follow UAX 29, with two corrections for transcripts: a title ("Dr.") ends no sentence,
//! and a line feed that only wraps a long line does not either.

use std::ops::{Range, RangeInclusive};

use unicode_segmentation::UnicodeSegmentation;

use super::{Span, Text, Turn, trim, turn_at};

/// Characters looked at on each side of a position; a longer sentence is taken in parts.
const REACH: u32 = 4096;
/// A line so long, in characters, goes on in the next line unless punctuation closes it; a longer one
/// was never wrapped, so its line feed is meant.
const WRAPPED: RangeInclusive<usize> = 50..=100;
/// Words whose full stop ends no sentence.
const TITLES: [&str; 14] =
    ["Dr.", "Mr.", "Mrs.", "Ms.", "Mx.", "Prof.", "Rev.", "Sr.", "Sra.", "St.", "e.g.", "i.e.", "cf.", "vs."];

/// The sentence in which `position` stands, inside one turn's body or one paragraph, without blanks
/// at its ends. Between two sentences it is the first; outside `within`, the nearest.
pub fn sentence_at(text: &Text, position: u32, within: Range<u32>) -> Option<Span> {
    let within = clip(text, position, within);
    let sentences = sentences(text, within);
    let first = sentences.first().copied();
    sentences.into_iter().take_while(|sentence| sentence.start() <= position).last().or(first)
}

/// The start of the next sentence, never in a label; the end of the text when there is none.
pub fn next_sentence(text: &Text, turns: &[Turn], position: u32) -> u32 {
    let within = passage_around(text, turns, position);
    let next = sentences(text, within.clone()).into_iter().map(Span::start).find(|&start| start > position);
    next.unwrap_or_else(|| first_words(text, turns, within.end.max(position)))
}

/// The start of the sentence that starts before `position`, never in a label; the first of the text
/// when there is none.
pub fn prev_sentence(text: &Text, turns: &[Turn], position: u32) -> u32 {
    let within = passage_around(text, turns, position);
    let last_before = |within| sentences(text, within).into_iter().map(Span::start).rfind(|&start| start < position);
    if let Some(start) = last_before(within.clone()) {
        return start;
    }
    let Some(above) = last_words(text, turns, within.start.min(position)) else { return first_words(text, turns, 0) };
    last_before(passage_around(text, turns, above)).unwrap_or(above)
}

/// The first position at or after `from` that stands on words, outside every label.
fn first_words(text: &Text, turns: &[Turn], from: u32) -> u32 {
    let mut position = text.skip_white(from);
    while let Some(turn) =
        turn_at(turns, position).map(|place| turns[place]).filter(|turn| position < turn.body.min(text.len()))
    {
        position = text.skip_white(turn.body);
    }
    position.min(text.len())
}

/// The last position before `to` that stands on words, outside every label.
fn last_words(text: &Text, turns: &[Turn], to: u32) -> Option<u32> {
    let mut end = text.skip_white_back(to);
    loop {
        let last = end.checked_sub(1)?;
        match turn_at(turns, last).map(|place| turns[place]).filter(|turn| last < turn.body) {
            Some(turn) => end = text.skip_white_back(turn.start.min(last)),
            None => return Some(last),
        }
    }
}

/// The turn's body in which `position` stands; outside turns, the lines around it up to a blank one.
fn passage_around(text: &Text, turns: &[Turn], position: u32) -> Range<u32> {
    let place = turn_at(turns, position);
    let here = place.map(|place| turns[place]);
    if let Some(turn) = here.filter(|turn| position < turn.end.max(turn.body)) {
        return clip(text, position, turn.body..turn.end);
    }
    let next = turns.get(place.map_or(0, |place| place + 1)).map_or(text.len(), |turn| turn.start);
    let near = clip(text, position, here.map_or(0, |turn| turn.end)..next);
    let position = position.clamp(near.start, near.end);
    let (above, below) = (text.slice(near.start..position), text.slice(position..near.end));
    let start = above.rfind("\n\n").map_or(near.start, |blank| text.char_of(text.byte_of(near.start) + blank + 2));
    let end = below.find("\n\n").map_or(near.end, |blank| text.char_of(text.byte_of(position) + blank));
    start..end
}

/// The part of `within` that is at most [`REACH`] away from `position`.
fn clip(text: &Text, position: u32, within: Range<u32>) -> Range<u32> {
    let (low, high) = (within.start.min(text.len()), within.end.min(text.len()));
    let position = position.clamp(low, high.max(low));
    let start = low.max(position.saturating_sub(REACH));
    start..high.min(position.saturating_add(REACH)).max(start)
}

/// The sentences of a short passage, in order, without blanks at their ends.
pub fn sentences(text: &Text, within: Range<u32>) -> Vec<Span> {
    let from = text.byte_of(within.start);
    let words = unwrapped(text.slice(within));
    let mut found = Vec::new();
    let mut opened = 0;
    for (at, piece) in words.split_sentence_bound_indices() {
        let end = at + piece.len();
        if ends_with_title(piece) && end < words.len() {
            continue;
        }
        let (start, end) = trim(text, text.char_of(from + opened), text.char_of(from + end));
        found.extend(Span::new(start, end, text.len()));
        opened = at + piece.len();
    }
    found
}

/// The words with a blank, of the same length in bytes, for each line feed that only wraps a line.
fn unwrapped(words: &str) -> String {
    let mut joined = String::with_capacity(words.len());
    let mut lines = words.split('\n').peekable();
    while let Some(line) = lines.next() {
        joined.push_str(line);
        let Some(next) = lines.peek().map(|next| next.trim_start()) else { break };
        let goes_on = next.starts_with(char::is_lowercase) || WRAPPED.contains(&line.chars().count());
        let blank_beside = next.is_empty() || line.trim_end().is_empty();
        joined.push(if goes_on && !blank_beside { ' ' } else { '\n' });
    }
    joined
}

fn ends_with_title(piece: &str) -> bool {
    let last = piece.split_whitespace().next_back().unwrap_or_default();
    !piece.ends_with('\n') && TITLES.contains(&last.trim_start_matches(['(', '"', '“', '‘', '[']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(words: &str) -> Vec<String> {
        let text = Text::new(words);
        sentences(&text, 0..text.len()).into_iter().map(|span| text.passage(span).to_owned()).collect()
    }

    fn turn(start: u32, body: u32, end: u32) -> Turn {
        Turn { speaker: 0, start, body, end }
    }

    #[test]
    fn a_title_ends_no_sentence() {
        assert_eq!(
            all("I saw Dr. Ames. She listened!  Then? No."),
            ["I saw Dr. Ames.", "She listened!", "Then?", "No."]
        );
    }

    #[test]
    fn a_wrapped_line_goes_on_and_a_short_line_does_not() {
        let long = "They told me that I should come back another day when\nAmes was there. Fine.";
        assert_eq!(all(long).len(), 2);
        assert_eq!(all(&format!("{}\nAmes", "so on ".repeat(20))).len(), 2);
        assert_eq!(all("Trust\nTime\n\nhope"), ["Trust", "Time", "hope"]);
        assert_eq!(all("we came\nback again"), ["we came\nback again"]);
    }

    #[test]
    fn the_sentence_at_a_position_stays_inside_its_turn() {
        let text = Text::new("P1: Yes. I did.\nP2: Oh.");
        let sentence = |position| sentence_at(&text, position, 4..15).map(|span| text.passage(span));
        assert_eq!(sentence(4), Some("Yes."));
        assert_eq!(sentence(8), Some("Yes."));
        assert_eq!(sentence(12), Some("I did."));
        assert_eq!(sentence(0), Some("Yes."));
        assert_eq!(sentence(99), Some("I did."));
        assert_eq!(sentence_at(&text, 3, 3..4), None);
    }

    #[test]
    fn jumps_skip_labels_both_ways() {
        let text = Text::new("P1: Yes. I did.\nP2: Oh.");
        let turns = [turn(0, 4, 15), turn(16, 20, 23)];
        assert_eq!(next_sentence(&text, &turns, 4), 9);
        assert_eq!(next_sentence(&text, &turns, 9), 20);
        assert_eq!(next_sentence(&text, &turns, 20), text.len());
        assert_eq!(prev_sentence(&text, &turns, 20), 9);
        assert_eq!(prev_sentence(&text, &turns, 9), 4);
        assert_eq!(prev_sentence(&text, &turns, 4), 4);
    }

    proptest! {
        #[test]
        fn jumps_move_on_and_stay_inside(words in "[aB .\n!é]{0,40}", position in 0u32..45, cut in 0u32..40) {
            let text = Text::new(words);
            let body = text.skip_white((cut + 2).min(text.len()));
            let turns = [turn(cut.min(body), body, text.skip_white_back(text.len()).max(body))];
            for turns in [&turns[..], &[]] {
                let next = next_sentence(&text, turns, position);
                prop_assert!(next > position.min(text.len()) || next == text.len());
                prop_assert!(next <= text.len());
                let previous = prev_sentence(&text, turns, position);
                prop_assert!(previous < position || previous == first_words(&text, turns, 0));
            }
            sentence_at(&text, position, cut..40);
        }

        #[test]
        fn turns_that_make_no_sense_harm_nothing(ends in prop::collection::vec(0u32..30, 9), position in 0u32..30) {
            let text = Text::new("P1: Yes. I did.\nP2: Oh.");
            let turns: Vec<Turn> = ends.chunks_exact(3).map(|at| turn(at[0], at[1], at[2])).collect();
            prop_assert!(next_sentence(&text, &turns, position) <= text.len());
            prop_assert!(prev_sentence(&text, &turns, position) <= text.len());
            let starts = crate::text::print_lines(&text, &turns);
            prop_assert!(starts.is_sorted_by(|one, next| one < next));
            for line in 0..=starts.len() {
                prop_assert!(!crate::text::rows_of_stretch(&text, &turns, &starts, line..line + 1, 5).is_empty());
            }
        }
    }
}
