//! What a document's turns become when its labels are renamed, joined or rejected.

use super::{Document, DocumentId, Edit, Speaker};
use crate::text::{Span, Text, Turn};

/// Who speaks where in one document, as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voices {
    speakers: Vec<Speaker>,
    turns: Vec<Turn>,
}

impl Voices {
    /// As the document has them.
    pub fn of(document: &Document) -> Voices {
        Voices { speakers: document.speakers.to_vec(), turns: document.turns.to_vec() }
    }

    fn place(&self, label: &str) -> Option<u16> {
        let place = self.speakers.iter().position(|speaker| speaker.label == label)?;
        u16::try_from(place).ok()
    }

    /// Gives a label another name; two labels of one name become one.
    pub fn rename(&mut self, label: &str, name: &str) {
        match (self.place(label), self.place(name)) {
            (Some(_), Some(_)) => self.join(label, name),
            (Some(place), None) => self.speakers[usize::from(place)].label = name.to_string(),
            (None, _) => {}
        }
    }

    /// Gives a label's turns to another label.
    pub fn join(&mut self, label: &str, into: &str) {
        if let (Some(from), Some(to)) = (self.place(label), self.place(into))
            && from != to
        {
            self.turns.iter_mut().filter(|turn| turn.speaker == from).for_each(|turn| turn.speaker = to);
            self.drop_speaker(from);
        }
    }

    /// Takes a label for mere words: its turns become part of the turn before them. Those before any other
    /// turn belong to nobody.
    pub fn reject(&mut self, label: &str, text: &Text) {
        let Some(place) = self.place(label) else { return };
        let mut kept: Vec<Turn> = Vec::with_capacity(self.turns.len());
        for turn in std::mem::take(&mut self.turns) {
            match kept.last_mut() {
                _ if turn.speaker != place => kept.push(turn),
                Some(before) => {
                    // An empty turn ends right behind its label, before the blanks.
                    if before.body == before.end {
                        before.body = first_word(text, before.body, turn.end);
                    }
                    before.end = turn.end;
                }
                None => {}
            }
        }
        self.turns = kept;
        self.drop_speaker(place);
    }

    fn drop_speaker(&mut self, place: u16) {
        self.speakers.remove(usize::from(place));
        self.turns.iter_mut().filter(|turn| turn.speaker > place).for_each(|turn| turn.speaker -= 1);
    }

    /// The labels that are left.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.speakers.iter().map(|speaker| speaker.label.as_str())
    }

    /// The change that makes it so.
    pub fn edit(self, document: DocumentId) -> Edit {
        Edit::SetTurns { document, speakers: self.speakers, turns: self.turns.into() }
    }
}

/// The first character from `at` on that is not blank, else `end`.
fn first_word(text: &Text, at: u32, end: u32) -> u32 {
    let words = Span::new(at, end, text.len()).map_or("", |span| text.passage(span));
    let blanks = words.chars().take_while(|c| c.is_whitespace()).count();
    at + u32::try_from(blanks).unwrap_or(0).min(end - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "A:\nB: two\nNote: three\nA: four";

    fn voices() -> Voices {
        let speakers = ["A", "B", "Note"].map(|label| Speaker { label: label.to_string(), ..Speaker::default() });
        let turn = |speaker, start, body, end| Turn { speaker, start, body, end };
        let turns = vec![turn(0, 0, 2, 2), turn(1, 3, 6, 9), turn(2, 10, 16, 21), turn(0, 22, 25, 29)];
        Voices { speakers: speakers.into(), turns }
    }

    /// Every turn as `label|words`.
    fn shown(voices: &Voices) -> Vec<String> {
        let words = |turn: &Turn| WORDS[turn.body as usize..turn.end as usize].to_string();
        let label = |turn: &Turn| voices.speakers[usize::from(turn.speaker)].label.clone();
        voices.turns.iter().map(|turn| format!("{}|{}", label(turn), words(turn))).collect()
    }

    #[test]
    fn a_rejected_label_is_words_of_the_turn_before() {
        let mut voices = voices();
        voices.reject("Note", &Text::new(WORDS));
        assert_eq!(shown(&voices), ["A|", "B|two\nNote: three", "A|four"]);
        voices.reject("B", &Text::new(WORDS));
        assert_eq!(shown(&voices), ["A|B: two\nNote: three", "A|four"]);
        voices.reject("A", &Text::new(WORDS));
        assert!(shown(&voices).is_empty() && voices.labels().next().is_none());
    }

    #[test]
    fn labels_are_renamed_and_joined() {
        let mut voices = voices();
        voices.rename("B", "Ben");
        voices.join("A", "Note");
        assert_eq!(shown(&voices), ["Note|", "Ben|two", "Note|three", "Note|four"]);
        voices.rename("Ben", "Note");
        assert_eq!(voices.labels().collect::<Vec<_>>(), ["Note"]);
        voices.join("Note", "Note");
        voices.reject("nobody", &Text::new(WORDS));
        assert_eq!(shown(&voices).len(), 4);
    }
}
