//! What is known of a text, but for its words.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Speaker;
use super::id::{read_word, write_word};
use crate::text::{Revision, Span, Turn};

/// What sort of material a document is. Only the first three yield respondents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// One person interviewed.
    #[default]
    Interview,
    /// Several people together.
    FocusGroup,
    /// Answers that came in writing.
    WrittenAnswer,
    /// The researcher's notes.
    FieldNote,
    /// What a participant said of the findings.
    MemberCheckReply,
    /// Anything else.
    Other,
}

impl DocumentKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [DocumentKind; 6] = [
        DocumentKind::Interview,
        DocumentKind::FocusGroup,
        DocumentKind::WrittenAnswer,
        DocumentKind::FieldNote,
        DocumentKind::MemberCheckReply,
        DocumentKind::Other,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::Interview => "interview",
            DocumentKind::FocusGroup => "focus group",
            DocumentKind::WrittenAnswer => "written answer",
            DocumentKind::FieldNote => "field note",
            DocumentKind::MemberCheckReply => "member-check reply",
            DocumentKind::Other => "other",
        }
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether those who speak in it count as respondents.
    pub fn yields_respondents(self) -> bool {
        matches!(self, DocumentKind::Interview | DocumentKind::FocusGroup | DocumentKind::WrittenAnswer)
    }
}

/// A document: all that the project knows of it without its words, which `Texts` hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// As shown.
    pub title: String,
    /// What sort of material it is.
    pub kind: DocumentKind,
    /// Names its words among the texts.
    pub text: TextKey,
    /// Keys the seals of its passages.
    pub salt: TextKey,
    /// Length in characters.
    pub characters: u32,
    /// Length in words.
    pub words: u32,
    /// The labels that stand in it.
    pub speakers: Arc<[Speaker]>,
    /// Who speaks where, in order.
    pub turns: Arc<[Turn]>,
    /// Starts of the print lines, fixed when it came in (characters).
    pub lines: Arc<[u32]>,
    /// Where captions begin (characters) and when (ms), in order; nothing where the file had no times.
    pub times: Arc<[(u32, u64)]>,
    /// The revision that its words are of; none as long as they are those that came in.
    pub revised: Option<super::RevisionId>,
    /// Its place among the documents.
    pub rank: u64,
    /// Taken away, and may come back.
    pub gone: bool,
}

impl Document {
    /// When the words at that position were said, in milliseconds: the time of the last caption that
    /// begins at or before it.
    pub fn time_at(&self, position: u32) -> Option<u64> {
        let next = self.times.partition_point(|&(start, _)| start <= position);
        self.times[..next].last().map(|&(_, time)| time)
    }
}

/// Sixteen bytes that name a text by its words, or that salt a document's seals; 32 hexadecimal digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextKey(pub [u8; 16]);

impl TextKey {
    /// The key of these words.
    pub fn of(words: &str) -> TextKey {
        TextKey::of_bytes(words.as_bytes())
    }

    /// The key of what may be no words.
    pub fn of_bytes(bytes: &[u8]) -> TextKey {
        TextKey(first_bytes(&blake3::hash(bytes)))
    }
}

/// Proves that a passage still says what it said, and tells nothing of it: eight bytes of the words'
/// hash, keyed by the document's salt; 16 hexadecimal digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seal(pub [u8; 8]);

impl Seal {
    /// The seal of `words` in a document of that salt.
    pub fn of(salt: TextKey, words: &str) -> Seal {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&salt.0);
        hasher.update(words.as_bytes());
        Seal(first_bytes(&hasher.finalize()))
    }
}

fn first_bytes<const N: usize>(hash: &blake3::Hash) -> [u8; N] {
    std::array::from_fn(|place| hash.as_bytes()[place])
}

/// Why a word is not so many bytes in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not {0} hexadecimal digits")]
pub struct NotHex(usize);

fn read_hex<const N: usize>(word: &str) -> Result<[u8; N], NotHex> {
    let digits = word.as_bytes();
    if digits.len() != 2 * N {
        return Err(NotHex(2 * N));
    }
    let (mut bytes, mut seen) = ([0; N], 0);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = [pair[0], pair[1]].map(|digit| HEX_VALUES[usize::from(digit)]);
        *byte = high << 4 | low;
        seen |= high | low;
    }
    if seen < 16 { Ok(bytes) } else { Err(NotHex(2 * N)) }
}

/// What each byte is worth as a digit, and 16 where it is none. Small letters only, as they are written: no byte of
/// a log may change unseen.
const HEX_VALUES: [u8; 256] = {
    let mut values = [16; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value] as usize] = value as u8;
        value += 1;
    }
    values
};

macro_rules! hexadecimal {
    ($($name:ident)*) => { $(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotHex;
            fn from_str(word: &str) -> Result<$name, NotHex> {
                read_hex(word).map($name)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                write_word(self, &self.0, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                read_word(deserializer, str::parse, $name)
            }
        }
    )* };
}

hexadecimal! { TextKey Seal }

/// A passage as a line of the log names it: no words, but proof of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The document.
    pub document: super::DocumentId,
    /// Where in it, in characters.
    pub span: Span,
    /// Proof of the words.
    pub seal: Seal,
}

/// Turns as a line of the log writes them: `speaker start body end`, turns parted by `;`.
///
/// One string of numbers is read ten times faster than a nested list, and is as easy to compare.
pub mod turns_as_text {
    use super::*;

    /// Writes the turns as one string.
    ///
    /// # Errors
    /// Only those of the serializer.
    pub fn serialize<S: Serializer>(turns: &Arc<[Turn]>, serializer: S) -> Result<S::Ok, S::Error> {
        let words: Vec<String> =
            turns.iter().map(|turn| format!("{} {} {} {}", turn.speaker, turn.start, turn.body, turn.end)).collect();
        write_word(&words.join(";"), turns, serializer)
    }

    /// Reads the turns back.
    ///
    /// # Errors
    /// A word that is no number, or a turn of other than four numbers.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[Turn]>, D::Error> {
        let turn = |word: &str| {
            let mut numbers = word.split(' ').map(|number| number.parse::<u32>().ok());
            let mut next = || numbers.next().flatten();
            let turn = Turn { speaker: u16::try_from(next()?).ok()?, start: next()?, body: next()?, end: next()? };
            numbers.next().is_none().then_some(turn)
        };
        let read = |word: &str| turn(word).ok_or_else(|| format!("not a turn: {word:?}"));
        read_word(
            deserializer,
            |words| words.split(';').filter(|word| !word.is_empty()).map(read).collect(),
            |turns| turns,
        )
    }
}

/// Print-line starts as a line of the log writes them: each as its distance from the one before.
pub mod lines_as_text {
    use super::*;

    /// Writes the starts as one string.
    ///
    /// # Errors
    /// Only those of the serializer.
    pub fn serialize<S: Serializer>(lines: &Arc<[u32]>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut before = 0;
        let steps: Vec<String> =
            lines.iter().map(|&start| start.wrapping_sub(std::mem::replace(&mut before, start)).to_string()).collect();
        write_word(&steps.join(" "), lines, serializer)
    }

    /// Reads the starts back.
    ///
    /// # Errors
    /// A word that is no number, or a start past what a text can hold.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[u32]>, D::Error> {
        let mut at = 0_u32;
        let mut start = |step: &str| {
            at = at.checked_add(step.parse().ok()?)?;
            Some(at)
        };
        let read = |step: &str| start(step).ok_or_else(|| format!("not a print line: {step:?}"));
        read_word(
            deserializer,
            |words| words.split(' ').filter(|step| !step.is_empty()).map(read).collect(),
            |lines| lines,
        )
    }
}

/// The way from one text to a later one as a line of the log writes it, such as `120-4+7;30-0+2`.
pub mod changes_as_text {
    use super::*;

    /// Writes the way as one string.
    ///
    /// # Errors
    /// Only those of the serializer.
    pub fn serialize<S: Serializer>(changes: &Revision, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(changes)
    }

    /// Reads it back.
    ///
    /// # Errors
    /// Words that are no revision.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Revision, D::Error> {
        <std::borrow::Cow<str>>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Times of captions as a line of the log writes them: `start time`, captions parted by `;`.
pub mod times_as_text {
    use super::*;

    /// Writes the times as one string.
    ///
    /// # Errors
    /// Only those of the serializer.
    pub fn serialize<S: Serializer>(times: &Arc<[(u32, u64)]>, serializer: S) -> Result<S::Ok, S::Error> {
        let words: Vec<String> = times.iter().map(|(start, time)| format!("{start} {time}")).collect();
        write_word(&words.join(";"), times, serializer)
    }

    /// Reads the times back.
    ///
    /// # Errors
    /// A word that is no number, or a caption of other than two numbers.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[(u32, u64)]>, D::Error> {
        let caption = |word: &str| {
            let (start, time) = word.split_once(' ')?;
            Some((start.parse().ok()?, time.parse().ok()?))
        };
        let read = |word: &str| caption(word).ok_or_else(|| format!("not a time: {word:?}"));
        read_word(
            deserializer,
            |words| words.split(';').filter(|word| !word.is_empty()).map(read).collect(),
            |times| times,
        )
    }
}
