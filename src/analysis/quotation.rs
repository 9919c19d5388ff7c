//! A passage as a publication prints it: what was left out is marked, and who speaks is said.

use crate::project::*;
use crate::text::{Span, Text, Turn, line_of, on_one_line, sentence_at, trim};

use super::axis::Values;
use super::cite;

/// Stands where the passage begins or ends inside a sentence.
const LEFT_OUT: &str = "[…]";

/// What one voice says in a passage, without blanks at its ends.
struct Piece<'a> {
    speaker: Option<&'a Speaker>,
    /// The turn's words, or the whole text.
    within: (u32, u32),
    start: u32,
    end: u32,
}

/// The words of a passage, ready to print.
///
/// - `[…]` stands where it begins or ends inside a sentence.
/// - What an interviewer says inside it stands as `[Interviewer: …]`, and so for observers and interpreters.
/// - Where several others speak, each has a line of their own behind the label: `R6: …`.
pub(super) fn quotation(document: &Document, text: &Text, span: Span) -> String {
    let pieces = pieces(document, text, span);
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return on_one_line(text.passage(span));
    };
    let (cut_before, cut_after) = (is_cut_before(text, first), is_cut_after(text, last));
    let mut voices: Vec<&str> = pieces.iter().filter_map(|piece| label(piece.speaker?)).collect();
    voices.sort_unstable();
    voices.dedup();
    let between = if voices.len() > 1 { "\n" } else { " " };
    let mut said: Vec<String> = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let before = if place == 0 && cut_before { format!("{LEFT_OUT} ") } else { String::new() };
        let after = if place + 1 == pieces.len() && cut_after { format!(" {LEFT_OUT}") } else { String::new() };
        let words = format!("{before}{}{after}", on_one_line(text.slice(piece.start..piece.end)));
        said.push(match piece.speaker {
            Some(speaker) if is_aside(speaker.role) => format!("[{}: {words}]", capital(speaker.role.word())),
            Some(speaker) if voices.len() > 1 => match label(speaker) {
                Some(label) => format!("{label}: {words}"),
                None => words,
            },
            _ => words,
        });
    }
    said.join(between)
}

fn pieces<'a>(document: &'a Document, text: &Text, span: Span) -> Vec<Piece<'a>> {
    let piece = |speaker, within: (u32, u32)| {
        let (start, end) = trim(text, within.0.max(span.start()), within.1.min(span.end()));
        (start < end).then_some(Piece { speaker, within, start, end })
    };
    if document.turns.is_empty() {
        return piece(None, (0, text.len())).into_iter().collect();
    }
    let of_turn = |turn: &Turn| piece(document.speakers.get(usize::from(turn.speaker)), (turn.body, turn.end));
    turns_sharing(&document.turns, span).filter_map(of_turn).collect()
}

/// Whether words of the sentence in which the piece begins stand before it.
fn is_cut_before(text: &Text, piece: &Piece) -> bool {
    let sentence = sentence_at(text, piece.start, piece.within.0..piece.within.1);
    sentence.is_some_and(|sentence| has_words(text, sentence.start(), piece.start))
}

/// Whether words of the sentence in which the piece ends stand behind it.
fn is_cut_after(text: &Text, piece: &Piece) -> bool {
    let sentence = sentence_at(text, piece.end - 1, piece.within.0..piece.within.1);
    sentence.is_some_and(|sentence| has_words(text, piece.end, sentence.end()))
}

fn has_words(text: &Text, start: u32, end: u32) -> bool {
    start < end && text.slice(start..end).contains(char::is_alphanumeric)
}

/// The label of a voice that is quoted for its own sake.
fn label(speaker: &Speaker) -> Option<&str> {
    (!is_aside(speaker.role) && !speaker.label.is_empty()).then_some(speaker.label.as_str())
}

fn is_aside(role: Role) -> bool {
    matches!(role, Role::Interviewer | Role::Observer | Role::Interpreter)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Who speaks in a passage, and where it stands: `P07, P08, FG2 107-109`.
pub(super) fn source(project: &Project, id: DocumentId, document: &Document, span: Span) -> String {
    let people = project.respondents(id, span).into_iter().map(|person| project.person_name(person));
    people.chain([cite(document, span)]).collect::<Vec<_>>().join(", ")
}

/// Who speaks in a passage, by what holds of them and not by name: `(Site 3, Director; Site 1, Manager)`.
pub(super) fn attribution(project: &Project, attributes: &[AttributeId], id: DocumentId, span: Span) -> String {
    let values = Values::new(project);
    let said = |person: Option<Person>| {
        let held = attributes.iter().filter_map(|&attribute| values.held(attribute, person, Some(id)));
        held.collect::<Vec<_>>().join(", ")
    };
    let respondents = project.respondents(id, span);
    let mut all: Vec<String> = match respondents[..] {
        [] => vec![said(None)],
        _ => respondents.into_iter().map(|person| said(Some(person))).collect(),
    };
    all.sort_unstable();
    all.dedup();
    // A name in the place of a value that is missing would say more than was asked for.
    all.iter_mut().filter(|words| words.is_empty()).for_each(|words| *words = "not said".to_string());
    format!("({})", all.join("; "))
}

/// How many characters of what stands beside a passage are shown at most.
const BESIDE: usize = 300;

/// What stands right before a passage and right after it: the rest of its turn, else the turn beside it; in a text
/// without turns the rest of the print line, else the line beside it. Long ones are cut at their far end.
pub(super) fn beside(document: &Document, text: &Text, span: Span) -> [String; 2] {
    let (before, after) = match document.turns.is_empty() {
        true => lines_beside(document, text, span),
        false => turns_beside(document, text, span),
    };
    let (before, after) = (on_one_line(&before), on_one_line(&after));
    let too_long = |words: &str| words.chars().count() > BESIDE;
    let last: String = before.chars().skip(before.chars().count().saturating_sub(BESIDE)).collect();
    let first: String = after.chars().take(BESIDE).collect();
    [
        if too_long(&before) {
            format!("… {}", last.split_once(' ').map_or(&*last, |(_, rest)| rest))
        } else {
            before
        },
        if too_long(&after) {
            format!("{} …", first.rsplit_once(' ').map_or(&*first, |(rest, _)| rest))
        } else {
            after
        },
    ]
}

fn turns_beside(document: &Document, text: &Text, span: Span) -> (String, String) {
    let turns = &document.turns;
    let said = |place: usize, start: u32, end: u32| {
        let label = document.speakers.get(usize::from(turns[place].speaker)).map_or("", |speaker| &speaker.label);
        let words = text.slice(start..end);
        if label.is_empty() { words.to_string() } else { format!("{label}: {words}") }
    };
    let whole = |place: usize| said(place, turns[place].body, turns[place].end);
    let mut touched = turns_sharing(turns, span);
    let place_of = |turn: &Turn| turns.partition_point(|other| other.start < turn.start);
    let Some(first) = touched.next().map(place_of) else { return Default::default() };
    let last = touched.last().map_or(first, place_of);
    let before = match has_words(text, turns[first].body, span.start()) {
        true => said(first, turns[first].body, span.start()),
        false => first.checked_sub(1).map_or_else(String::new, whole),
    };
    let after = match has_words(text, span.end(), turns[last].end) {
        true => said(last, span.end(), turns[last].end),
        false => Some(last + 1).filter(|&next| next < turns.len()).map_or_else(String::new, whole),
    };
    (before, after)
}

fn lines_beside(document: &Document, text: &Text, span: Span) -> (String, String) {
    let lines = &document.lines;
    let start = |line: usize| lines.get(line).copied().unwrap_or(text.len());
    let first = line_of(lines, span.start());
    let last = line_of(lines, span.end() - 1);
    let before = match has_words(text, start(first), span.start()) {
        true => text.slice(start(first)..span.start()),
        false => first.checked_sub(1).map_or("", |line| text.slice(start(line)..start(first))),
    };
    let after = match has_words(text, span.end(), start(last + 1)) {
        true => text.slice(span.end()..start(last + 1)),
        false => text.slice(start(last + 1).max(span.end())..start(last + 2).max(span.end())),
    };
    (before.to_string(), after.to_string())
}
