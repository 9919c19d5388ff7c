//! What a speaker's label looks like, and where labels open lines.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Seen;
use crate::project::Role;
use crate::text::on_one_line;

/// A way of marking who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `Ana: text`, or `Ana:` with the text below; a time may stand before or after the name.
    LabelColon,
    /// `BSR01  00:00` on a line of its own.
    LabelTime,
    /// `[id1] text`.
    Bracket,
    /// `Ana` on a line of its own.
    LabelAlone,
}

/// Every style, the likelier first.
pub const STYLES: [Style; 4] = [Style::LabelColon, Style::LabelTime, Style::Bracket, Style::LabelAlone];

/// A label at the head of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The label with its blanks made single.
    pub label: String,
    /// First character of the line's words, in characters and in bytes.
    pub start: Position,
    /// One past the label and its colon, bracket or time.
    pub after: Position,
    /// Whether the words begin in a column of their own, which only a list of turns has.
    pub in_columns: bool,
}

/// The same place counted twice: only characters leave this room, only bytes cut a `str`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub characters: u32,
    pub bytes: usize,
}

const TIME: &str = r"\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?";

static COLON: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&format!(r"^(?:[\[(]?{TIME}[\])]?\s+)?(?<speaker>[^:：\[]+?)\s*(?:[\[(]{TIME}[\])]\s*)?[:：]"))
});
static TIMED: LazyLock<Regex> =
    LazyLock::new(|| compiled(&format!(r"^\[?(?<speaker>[^\[\]]+?)\]?\s+[\[(]?{TIME}[\])]?\s*$")));
static BRACKET: LazyLock<Regex> = LazyLock::new(|| compiled(r"^\[(?<speaker>[^\[\]]+)\]:?"));

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("our own patterns compile")
}

/// The lines that a style's labels may open, whoever speaks.
pub fn openings(words: &str, style: Style) -> Vec<Opening> {
    let [found] = openings_beside(words, [style], &HashSet::new());
    found
}

/// The lines that the labels of each style may open, and those that a voice known to speak opens with a colon.
pub fn openings_beside<const N: usize>(words: &str, styles: [Style; N], voices: &HashSet<String>) -> [Vec<Opening>; N] {
    let longest = voices.iter().map(|voice| voice.chars().count()).fold(LONGEST, usize::max) + TIMES;
    let mut found = styles.map(|_| Vec::new());
    for line in lines_of(words) {
        let head = head_of(line.words, longest);
        for (style, found) in styles.into_iter().zip(&mut found) {
            found.extend(may_open(line.words, head, style).then(|| opening(&line, head, style, voices)).flatten());
        }
    }
    let mut styles = styles.into_iter();
    found.map(|found| if styles.next() == Some(Style::LabelAlone) { without_speech(words, found) } else { found })
}

/// The lines that a person's own pattern opens; its group `speaker`, or its first, is the label.
pub fn openings_by(words: &str, pattern: &Regex) -> Vec<Opening> {
    let found = |line: Line| opened(&line, matched(line.words, pattern)?, |label, _| !label.is_empty());
    lines_of(words).filter_map(found).collect()
}

/// The most signs of a label.
const LONGEST: usize = 40;

/// The most signs of the times that stand around a label, with what parts them from it.
const TIMES: usize = 40;

/// A line without the blanks before it, and where its words start.
struct Line<'a> {
    start: Position,
    words: &'a str,
}

fn lines_of(words: &str) -> impl Iterator<Item = Line<'_>> {
    let mut from = Position { characters: 0, bytes: 0 };
    words.split('\n').map(move |line| {
        let words = line.trim_start();
        let start = moved(from, &line[..line.len() - words.len()]);
        from = moved(start, words);
        from = Position { characters: from.characters + 1, bytes: from.bytes + 1 };
        Line { start, words }
    })
}

/// The line up to so many signs: a label is looked for there alone, for a paragraph may be long.
fn head_of(line: &str, signs: usize) -> &str {
    if line.len() <= signs {
        return line;
    }
    // Byte by byte as long as a byte is a sign.
    let (mut at, mut left) = (0, signs);
    while let Some(&byte) = line.as_bytes().get(at).filter(|byte| byte.is_ascii()) {
        match (char::from(byte).is_whitespace(), left) {
            (true, _) => {}
            (false, 0) => return &line[..at],
            (false, _) => left -= 1,
        }
        at += 1;
    }
    let mut beyond = line[at..].char_indices().filter(|(_, sign)| !sign.is_whitespace()).skip(left);
    beyond.next().map_or(line, |(beyond, _)| &line[..at + beyond])
}

/// Whether a label of that style can stand at the head of a line at all: a look at what no pattern need be tried on.
fn may_open(line: &str, head: &str, style: Style) -> bool {
    match style {
        Style::LabelColon => memchr::memchr(b':', head.as_bytes()).is_some() || !head.is_ascii() && head.contains('：'),
        Style::Bracket => line.starts_with('['),
        Style::LabelTime => line.len() == head.len() && line.trim_end().ends_with(ends_a_time) && line.contains(':'),
        Style::LabelAlone => line.len() == head.len() && line.len() == head_of(head, LONGEST).len(),
    }
}

fn ends_a_time(last: char) -> bool {
    last.is_numeric() || matches!(last, ']' | ')')
}

fn opening(line: &Line, head: &str, style: Style, voices: &HashSet<String>) -> Option<Opening> {
    match style {
        Style::LabelColon => {
            let (label, end) = plain_label(head).or_else(|| matched(head, &COLON))?;
            opened(line, (label, end), |label, rest| {
                voices.contains(label) || is_name(label) && !rest.starts_with(continues_a_time_or_address)
            })
        }
        Style::LabelTime => opened(line, matched(head, &TIMED)?, |label, _| is_name(label)),
        Style::Bracket => opened(line, matched(head, &BRACKET)?, |label, _| is_bracketed_name(label)),
        Style::LabelAlone => {
            let alone = (head.trim_end(), head.len());
            opened(line, alone, |label, _| is_name(label) && label.chars().any(char::is_alphabetic))
        }
    }
}

/// A label up to the first colon, where no time can stand around it, and where the colon ends: most lines need no
/// pattern.
fn plain_label(head: &str) -> Option<(&str, usize)> {
    let at = head.find([':', '：', '[', '('])?;
    let colon = head[at..].chars().next().filter(|sign| matches!(sign, ':' | '：'))?;
    let starts_plainly = !head.starts_with(char::is_numeric) && at > 0;
    starts_plainly.then(|| (head[..at].trim_end(), at + colon.len_utf8()))
}

fn continues_a_time_or_address(next: char) -> bool {
    next.is_ascii_digit() || next == '/' || next == ':'
}

/// What a pattern takes for the label at the head of a line, and where what it found ends.
fn matched<'h>(head: &'h str, pattern: &Regex) -> Option<(&'h str, usize)> {
    let groups = pattern.captures(head)?;
    let whole = groups.get(0).filter(|whole| whole.start() == 0)?;
    let named = groups.name("speaker").or_else(|| groups.get(1)).unwrap_or(whole);
    Some((named.as_str(), whole.end()))
}

/// The line that a label opens which ends there, where the label and what follows it are `sane`.
fn opened(line: &Line, (named, end): (&str, usize), sane: impl FnOnce(&str, &str) -> bool) -> Option<Opening> {
    let (label, rest) = (on_one_line(named), &line.words[end..]);
    let in_columns = rest.starts_with('\t') || rest.starts_with("   ");
    let after = moved(line.start, &line.words[..end]);
    sane(&label, rest).then_some(Opening { label, start: line.start, after, in_columns })
}

fn moved(from: Position, over: &str) -> Position {
    let characters = u32::try_from(over.chars().count()).unwrap_or(u32::MAX);
    Position { characters: from.characters.saturating_add(characters), bytes: from.bytes + over.len() }
}

/// Labels that stand alone: the line after one is speech, however short, and the last line is none.
fn without_speech(words: &str, found: Vec<Opening>) -> Vec<Opening> {
    let mut kept: Vec<Opening> = Vec::new();
    for opening in found {
        let answers_a_label =
            kept.last().is_some_and(|last| words[last.after.bytes..opening.start.bytes].trim().is_empty());
        let speaks = !words[opening.after.bytes..].trim().is_empty();
        if !answers_a_label && speaks {
            kept.push(opening);
        }
    }
    kept
}

/// Words before a colon, in brackets or alone on a line that are not a person.
const NO_NAMES: &[&str] = &[
    "note",
    "notes",
    "nb",
    "ps",
    "summary",
    "keywords",
    "summary keywords",
    "speakers",
    "date",
    "time",
    "title",
    "topic",
    "place",
    "location",
    "duration",
    "length",
    "transcript",
    "context",
    "comment",
    "comments",
    "example",
    "question",
    "answer",
    "http",
    "https",
    "mailto",
    "www",
    "yes",
    "yeah",
    "no",
    "ok",
    "okay",
    "right",
    "sure",
    "thanks",
    "mm-hmm",
    "mm",
    "hmm",
    "uh-huh",
    "laughs",
    "laughter",
    "laughing",
    "pause",
    "silence",
    "inaudible",
    "unintelligible",
    "crosstalk",
    "redacted",
    "music",
    "end",
    "start",
    "and",
    "sic",
];

/// Whether a label has the look of a name: 1 to 4 words, at most 40 characters, a capital or a
/// figure first, and no punctuation that only a sentence has.
fn is_name(label: &str) -> bool {
    let initial_fits = label.chars().next().is_some_and(|first| first.is_alphanumeric() && !first.is_lowercase());
    initial_fits && is_short(label) && !is_numbered_question(label) && !is_of_no_one(label)
}

fn is_bracketed_name(label: &str) -> bool {
    let told_apart = label.chars().any(|character| character.is_uppercase() || character.is_numeric());
    let is_time = label.chars().all(|character| character.is_numeric() || ":.,# ".contains(character));
    told_apart && !is_time && is_short(label) && !is_of_no_one(label)
}

fn is_short(label: &str) -> bool {
    let ends_like_a_sentence = |word: &str| word.ends_with('.') && word.chars().count() > 5;
    label.chars().count() <= LONGEST
        && label.split(' ').count() <= 4
        && !label.contains([',', ';', '?', '!', '…', '"', '“', '”', '/', '='])
        && !label.split(' ').any(ends_like_a_sentence)
}

fn is_numbered_question(label: &str) -> bool {
    label.strip_prefix(['Q', 'q']).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
}

fn is_of_no_one(label: &str) -> bool {
    let first = label.split(' ').next().unwrap_or_default();
    first.eq_ignore_ascii_case("redacted") || NO_NAMES.iter().any(|name| label.eq_ignore_ascii_case(name))
}

/// What labels of one series share: `P4` and `P11` are both `p#`.
pub fn series(label: &str) -> String {
    let mut out = String::new();
    for character in label.to_lowercase().chars() {
        match character {
            figure if figure.is_numeric() => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// The role a label names, when it names one: `INT`, `Moderator 2`, `P07`.
pub fn role_named(label: &str) -> Option<Role> {
    let lower = label.to_lowercase();
    let stem = lower.trim_end_matches(|last: char| last.is_numeric() || " #-_.?".contains(last));
    let first = stem.split(' ').next().unwrap_or(stem);
    role_word(stem).or_else(|| role_word(first).filter(|_| first.len() > 5))
}

fn role_word(word: &str) -> Option<Role> {
    Some(match word {
        "i" | "int" | "iv" | "interviewer" | "researcher" | "moderator" | "mod" | "facilitator" | "fac" | "q" => {
            Role::Interviewer
        }
        "observer" | "obs" | "note taker" | "notetaker" => Role::Observer,
        "interpreter" | "translator" => Role::Interpreter,
        "all" | "group" | "everyone" | "several" | "several voices" => Role::Group,
        "unknown" | "unidentified" | "unclear" | "unknown speaker" | "voice" => Role::Unidentified,
        "p" | "r" | "a" | "participant" | "respondent" | "interviewee" | "speaker" | "client" | "patient" => {
            Role::Participant
        }
        _ => return None,
    })
}

/// Where speakers are seen to begin, as labels are found.
pub fn openings_at(words: &str, seen: &[Seen]) -> Vec<Opening> {
    let mut places = words.char_indices().map(|(bytes, _)| bytes).chain([words.len()]).enumerate();
    // Both rise, and the one is never before the other.
    let mut position = |characters: u32| {
        let found = places.by_ref().find(|(place, _)| *place as u32 >= characters);
        found.map(|(_, bytes)| Position { characters, bytes })
    };
    let mut openings = Vec::new();
    for Seen { start, after, label } in seen {
        let Some(start) = position(*start) else { break };
        let after = if *after == start.characters { Some(start) } else { position(*after) };
        let Some(after) = after else { break };
        openings.push(Opening { label: label.clone(), start, after, in_columns: false });
    }
    openings
}

/// Whether a label is a name of which another is the whole (`Ana`, `Ana Berg`).
pub fn is_part(name: &str, whole: &str) -> bool {
    let words = |label: &str| label.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (name, whole) = (words(name), words(whole));
    name.len() < whole.len() && whole.starts_with(&name) && !whole[name.len()].chars().any(char::is_numeric)
}

/// Whether two labels are the same but for one letter too many, too few, wrong, or two in each other's place; numbers
/// are never slips, as `P1` and `P2` are two people.
pub fn is_nearly(one: &str, other: &str) -> bool {
    let letters =
        |label: &str| -> Vec<char> { label.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect() };
    let (short, long) = (letters(one), letters(other));
    let (short, long) = if short.len() <= long.len() { (short, long) } else { (long, short) };
    if long.len() < 3 || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(one, other)| one == other).count();
    let (short, long) = (&short[same..], &long[same..]);
    let ends = short.iter().rev().zip(long.iter().rev()).take_while(|(one, other)| one == other).count();
    let (short, long) = (&short[..short.len() - ends], &long[..long.len() - ends]);
    let is_one_slip = match (short, long) {
        ([], []) => one != other,
        ([], [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    };
    is_one_slip && !short.iter().chain(long).any(|letter| letter.is_numeric())
}

#[cfg(test)]
#[path = "labels_tests.rs"]
mod tests;
