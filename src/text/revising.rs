//! How one version of a text became another, and where its passages have gone.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::Span;

/// A stretch that stayed, and what was put in place of the characters after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    kept: u32,
    out: u32,
    put: u32,
}

/// The way from one version of a text to another: how many characters stayed, went and came.
///
/// It holds lengths and no words. Written down it reads `120-4+7;30-0+2`: 120 characters stay, 4 go and 7
/// come in their place, 30 stay, 2 come; whatever follows stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    pieces: Arc<[Piece]>,
}

/// A stretch that was replaced: where it stood in the earlier text, and what stands for it in the later
/// one; each a start and an end in characters, which are the same where nothing went or nothing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// In the earlier text.
    pub out: (u32, u32),
    /// In the later text.
    pub put: (u32, u32),
}

impl Revision {
    /// What changed between two texts, by whole words.
    pub fn between(earlier: &str, later: &str) -> Revision {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (earlier.split_word_bounds().collect(), later.split_word_bounds().collect());
        let length = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>() as u32;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut kept = 0;
        for op in capture_diff_slices(Algorithm::Histogram, &old, &new) {
            let (tag, out, put) = op.as_tag_tuple();
            match (tag, pieces.last_mut()) {
                (DiffTag::Equal, _) => kept += length(&old[out]),
                (_, Some(last)) if kept == 0 => {
                    last.out += length(&old[out]);
                    last.put += length(&new[put]);
                }
                _ => {
                    let kept = std::mem::take(&mut kept);
                    pieces.push(Piece { kept, out: length(&old[out]), put: length(&new[put]) });
                }
            }
        }
        Revision { pieces: pieces.into() }
    }

    /// The way to a text in which stretches (start and end, in order, none overlapping) are replaced by so many
    /// characters each.
    pub fn replacing(places: impl IntoIterator<Item = (Span, u32)>) -> Revision {
        let mut at = 0;
        let pieces = places.into_iter().map(|(span, put)| {
            let kept = span.start().saturating_sub(std::mem::replace(&mut at, span.end()));
            Piece { kept, out: span.len(), put }
        });
        Revision { pieces: pieces.collect() }
    }

    /// The way back.
    pub fn inverse(&self) -> Revision {
        let back = |piece: &Piece| Piece { kept: piece.kept, out: piece.put, put: piece.out };
        Revision { pieces: self.pieces.iter().map(back).collect() }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The stretches that were replaced, in order.
    pub fn replaced(&self) -> impl Iterator<Item = Replaced> {
        let (mut old, mut new) = (0_u32, 0_u32);
        self.pieces.iter().map(move |piece| {
            let (out, put) = (old.saturating_add(piece.kept), new.saturating_add(piece.kept));
            (old, new) = (out.saturating_add(piece.out), put.saturating_add(piece.put));
            Replaced { out: (out, old), put: (put, new) }
        })
    }

    /// Length of the later text, where the earlier one had that many characters; `None` where it does not
    /// fit a text of that length.
    pub fn length_after(&self, characters: u32) -> Option<u32> {
        let last = self.replaced().last().unwrap_or(Replaced { out: (0, 0), put: (0, 0) });
        last.put.1.checked_add(characters.checked_sub(last.out.1)?)
    }

    /// Where a passage of the earlier text stands in the later one; `None` where none of its words is left.
    ///
    /// What was put in at one of its ends is not part of it; what replaced words that it only shared with
    /// its surroundings is.
    pub fn moved(&self, span: Span) -> Option<Span> {
        Span::new(self.start(span.start()), self.end(span.end()), u32::MAX)
    }

    /// The position of the first character at or after `position` that is still there, or of what replaced it.
    pub fn start(&self, position: u32) -> u32 {
        let mut at = position;
        for Replaced { out, put } in self.replaced() {
            if position < out.0 {
                break;
            }
            at = if position < out.1 { put.0 } else { put.1.saturating_add(position - out.1) };
        }
        at
    }

    /// One past the last character before `position` that is still there, or what replaced it.
    pub fn end(&self, position: u32) -> u32 {
        let mut at = position;
        for Replaced { out, put } in self.replaced() {
            if position <= out.0 {
                break;
            }
            at = put.1.saturating_add(position.saturating_sub(out.1));
        }
        at
    }

    /// What was taken out of a passage, replaced or put into it.
    pub fn inside(&self, span: Span) -> impl Iterator<Item = Replaced> {
        self.replaced().filter(move |Replaced { out: (start, end), .. }| match start == end {
            true => span.start() < *start && *start < span.end(),
            false => span.start() < *end && *start < span.end(),
        })
    }

    /// Whether something in the passage was taken out, replaced or put in.
    pub fn touches(&self, span: Span) -> bool {
        self.inside(span).next().is_some()
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (place, Piece { kept, out, put }) in self.pieces.iter().enumerate() {
            let gap = if place > 0 { ";" } else { "" };
            write!(f, "{gap}{kept}-{out}+{put}")?;
        }
        Ok(())
    }
}

/// Why words are no revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not pieces such as 120-4+7")]
pub struct NotARevision;

impl FromStr for Revision {
    type Err = NotARevision;
    fn from_str(words: &str) -> Result<Revision, NotARevision> {
        let piece = |word: &str| {
            let (kept, rest) = word.split_once('-')?;
            let (out, put) = rest.split_once('+')?;
            let number = |digits: &str| digits.parse().ok().filter(|_| !digits.starts_with('+'));
            Some(Piece { kept: number(kept)?, out: number(out)?, put: number(put)? })
        };
        let words = words.split(';').filter(|word| !word.is_empty());
        words.map(|word| piece(word).ok_or(NotARevision)).collect::<Result<_, _>>().map(|pieces| Revision { pieces })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Text;

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end, u32::MAX).unwrap()
    }

    /// Where the words between `<` and `>` stand after the text became `later`.
    fn goes(earlier: &str, later: &str) -> Option<String> {
        let start = earlier.find('<').unwrap() as u32;
        let end = earlier.find('>').unwrap() as u32 - 1;
        let revision = Revision::between(&earlier.replace(['<', '>'], ""), later);
        let later = Text::new(later);
        revision.moved(span(start, end)).map(|span| later.passage(span).to_string())
    }

    #[test]
    fn a_passage_goes_with_its_words() {
        let goes_to = |earlier, later, words: &str| assert_eq!(goes(earlier, later).as_deref(), Some(words), "{later}");
        goes_to("I <felt heard> today", "Well, I felt heard today", "felt heard");
        goes_to("I <felt heard> today", "I really felt heard, today", "felt heard");
        goes_to("I <felt heard> today", "I felt really heard today", "felt really heard");
        goes_to("I <felt heard> today", "I felt today", "felt ");
        goes_to("I <felt heard> today", "I felt herd today", "felt herd");
        goes_to("I saw <John>.", "I saw P07.", "P07");
        assert_eq!(goes("I <felt heard> today", "I today"), None);
        assert_eq!(goes("<all>", ""), None);
    }

    #[test]
    fn it_reads_back_as_written() {
        let revision = Revision::between("I felt heard today, John.", "I felt really heard today, P07!");
        assert_eq!(revision.to_string(), "7-0+7;13-5+4");
        assert_eq!(revision.to_string().parse(), Ok(revision.clone()));
        assert_eq!((revision.length_after(25), revision.length_after(3)), (Some(31), None));
        assert_eq!("".parse(), Ok(Revision::default()));
        for bad in ["1", "1-2", "1-2+", "a-1+1", "1-+1+1", "1-1+99999999999"] {
            assert!(bad.parse::<Revision>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_was_not_touched_says_what_it_said(
            earlier in "([a-dé]{1,3}[ \n]){0,20}", later in "([a-dé]{1,3}[ \n]){0,20}", start in 0_u32..60, length in 1_u32..20
        ) {
            let revision = Revision::between(&earlier, &later);
            let (old, new) = (Text::new(earlier), Text::new(later));
            prop_assert_eq!(revision.length_after(old.len()), Some(new.len()));
            prop_assert_eq!(revision.inverse().length_after(new.len()), Some(old.len()));
            let Some(span) = Span::new(start, start + length, old.len()) else { return Ok(()) };
            let moved = revision.moved(span);
            if !revision.touches(span) {
                let moved = moved.unwrap();
                prop_assert_eq!(new.passage(moved), old.passage(span));
                prop_assert_eq!(revision.inverse().moved(moved), Some(span));
            } else if let Some(moved) = moved {
                prop_assert!(moved.end() <= new.len());
            }
        }
    }
}
