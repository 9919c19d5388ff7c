//! What `x` selects and `.` acts on: the print line, sentence or turn at a place.

use crate::place::Unit;
use crate::project::{Document, Role};
use crate::text::{
    Span, Text, Turn, grapheme_at, line_content, line_of, paragraph_at, prev_grapheme, sentence_at, trim, turn_at,
    word_at,
};

/// A document with its words.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// What is known of it.
    pub document: &'a Document,
    /// Its words.
    pub text: &'a Text,
}

impl Reading<'_> {
    /// The unit in which `position` stands.
    pub fn unit_at(self, position: u32, unit: Unit) -> Option<Span> {
        match unit {
            Unit::Line => {
                let line = line_of(&self.document.lines, position);
                let words = line_content(self.text, &self.document.turns, &self.document.lines, line);
                self.tight(words.start, words.end)
            }
            Unit::Sentence => sentence_at(self.text, position, self.stretch(position)),
            Unit::Turn => {
                let words = self.stretch(position);
                self.tight(words.start, words.end)
            }
        }
    }

    /// The unit after `span` (before it, where not `forward`), past blanks and labels.
    pub fn unit_beside(self, span: Span, unit: Unit, forward: bool) -> Option<Span> {
        let mut at = if forward { span.end() } else { span.start().checked_sub(1)? };
        loop {
            if at >= self.text.len() {
                return None;
            }
            if !self.in_label(at)
                && self.text.char_at(at).is_some_and(|c| !c.is_whitespace())
                && let Some(found) = self.unit_at(at, unit)
                && !found.overlaps(span)
            {
                return Some(found);
            }
            at = if forward { at + 1 } else { at.checked_sub(1)? };
        }
    }

    /// The turn's words around a position; outside turns, the paragraph.
    fn stretch(self, position: u32) -> std::ops::Range<u32> {
        let turn = turn_at(&self.document.turns, position).map(|place| self.document.turns[place]);
        match turn {
            Some(turn) if position < turn.end.max(turn.body + 1) => turn.body..turn.end,
            _ => paragraph_at(self.text, position).map_or(position..position, |span| span.start()..span.end()),
        }
    }

    /// A position where the cursor can stand: on a grapheme, not in a label. From within a label it goes
    /// on to the turn's words, or back to the words before.
    pub fn settled(self, position: u32, forward: bool) -> u32 {
        let last = prev_grapheme(self.text, self.text.len());
        let at = grapheme_at(self.text, position.min(last)).start;
        let turns = &self.document.turns;
        // A label may end within a grapheme: an accent on its last blank belongs to neither.
        let first_in = |turn: Turn| match grapheme_at(self.text, turn.body) {
            cell if cell.start < turn.body => cell.end.min(last),
            cell => cell.start.min(last),
        };
        match turn_at(turns, at).map(|place| (place, turns[place])) {
            Some((_, turn)) if at < turn.body && forward => first_in(turn),
            Some((place, turn)) if at < turn.body => {
                let before = place.checked_sub(1).map(|place| turns[place].end);
                let end = before.unwrap_or(turn.start);
                if end == 0 { first_in(turn) } else { prev_grapheme(self.text, end) }
            }
            _ => at,
        }
    }

    /// Whether a speaker's label stands at this position.
    pub fn in_label(self, position: u32) -> bool {
        turn_at(&self.document.turns, position).is_some_and(|place| position < self.document.turns[place].body)
    }

    /// The span between its first and last characters that are not blank.
    pub fn tight(self, start: u32, end: u32) -> Option<Span> {
        let (start, end) = trim(self.text, start, end);
        Span::new(start, end, self.text.len())
    }

    /// The next larger thing around a span: word, sentence, paragraph, turn, exchange, document.
    pub fn grown(self, span: Span) -> Option<Span> {
        let at = span.start();
        let whole = self.tight(0, self.text.len());
        [
            word_at(self.text, at),
            self.unit_at(at, Unit::Sentence),
            paragraph_in_turn(self, at),
            self.unit_at(at, Unit::Turn),
            self.exchange(at),
            whole,
        ]
        .into_iter()
        .flatten()
        .map(|larger| larger.hull(span))
        .find(|larger| larger.len() > span.len())
    }

    /// From an interviewer's turn to before the next one that follows an answer.
    fn exchange(self, position: u32) -> Option<Span> {
        let turns = &self.document.turns;
        let asks = |place: usize| {
            let speaker = self.document.speakers.get(usize::from(turns[place].speaker));
            speaker.is_some_and(|speaker| speaker.role == Role::Interviewer)
        };
        let here = turn_at(turns, position)?;
        let first = (0..=here).rev().find(|&place| asks(place)).unwrap_or(0);
        let last = (here + 1..turns.len()).find(|&place| asks(place)).unwrap_or(turns.len()) - 1;
        self.tight(turns[first].body, turns[last].end)
    }
}

/// The paragraph at a place, without the label it may open with.
fn paragraph_in_turn(reading: Reading, position: u32) -> Option<Span> {
    let paragraph = paragraph_at(reading.text, position)?;
    let body = turn_at(&reading.document.turns, position).map_or(0, |place| reading.document.turns[place].body);
    reading.tight(paragraph.start().max(body).min(position), paragraph.end())
}
