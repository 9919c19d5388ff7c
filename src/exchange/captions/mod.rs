//! WebVTT and SRT: captions as a transcript, one turn a line, with the time at which each cue begins.

mod cues;
#[cfg(test)]
mod tests;

pub use cues::{Cue, Cues, Part, cues};

use std::collections::HashSet;

use super::labels::{Style, openings};
use super::txt::decode;
use super::{Reading, Unreadable, bounded};
use crate::text::{clean, on_one_line};

/// Silence after which a new line begins where nobody is named (ms).
const PAUSE: u64 = 2_000;

/// Reads captions: cues of one speaker that follow each other are one line, `Name: words`.
///
/// Cues are joined by a blank. Where a cue ends is a matter of the screen it was shown on; sentences,
/// searches and print lines go on over it. The time of each cue stands at its first character.
///
/// # Errors
/// `Unreadable` when the bytes are no text, or no cue stands in them.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let (text, _) = decode(bytes)?;
    // Joined files have marks of byte order inside, which say nothing there.
    let text = clean(text).replace('\u{feff}', "");
    bounded(&text)?;
    let Cues { cues, blocks, sorted } = cues(&text);
    if cues.is_empty() {
        return Err(Unreadable::NoCues);
    }
    let mut page = Page::default();
    let names_voices = cues.iter().flat_map(|cue| &cue.parts).any(|part| speech(part).any(|line| line.who.is_some()));
    let mut silent_since = u64::MAX;
    for cue in &cues {
        let pause = !names_voices && cue.start.saturating_sub(silent_since) >= PAUSE;
        silent_since = cue.end;
        let spoken = cue.parts.iter().flat_map(speech).enumerate();
        for (order, line) in spoken {
            page.add(line, pause && order == 0, (order == 0).then_some(cue.start));
        }
    }
    let mut notes = vec![format!("{} joined into {}", several(cues.len(), "cue"), several(page.lines, "line"))];
    if blocks > 0 {
        notes.push(format!("{} (notes, styles) left out", several(blocks, "block")));
    }
    if sorted {
        notes.push("cues stood out of order; put in the order of their times".to_owned());
    }
    Ok(Reading { words: page.words, notes, times: page.times, voices: page.voices, ..Reading::default() })
}

fn several(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A stretch of a cue that one person says.
struct Speech {
    /// Who, where it is said here.
    who: Option<Who>,
    /// Whether another speaker begins, named or not.
    begins: bool,
    /// The words, their lines joined by blanks.
    words: String,
}

/// How it is known who speaks.
enum Who {
    /// The file marks it, so it is certain.
    Voice(String),
    /// It looks like a label; the table of speakers decides.
    Label(String),
}

impl Who {
    fn name(&self) -> &str {
        match self {
            Who::Voice(name) | Who::Label(name) => name,
        }
    }
}

/// The stretches of a part: a label or a dash at the head of a line begins another one.
fn speech(part: &Part) -> impl Iterator<Item = Speech> {
    let mut found: Vec<Speech> = Vec::new();
    // A dash inside a sentence may come to stand at the head of a line, so the first line must have one too.
    let is_dialogue = part.words.lines().next().is_some_and(|line| undashed(line.trim()).is_some());
    for line in part.words.lines().map(str::trim) {
        let first = found.is_empty();
        let (who, begins, words) = match &part.voice {
            Some(voice) => (first.then(|| Who::Voice(voice.clone())), first, line),
            None => opened(line, is_dialogue),
        };
        let words = on_one_line(words);
        match found.last_mut() {
            Some(last) if !begins => {
                if !words.is_empty() {
                    last.words.push(' ');
                    last.words.push_str(&words);
                }
            }
            _ => found.push(Speech { who, begins, words }),
        }
    }
    found.retain(|speech| !speech.words.is_empty() || speech.who.is_some());
    found.into_iter()
}

/// Whether a line begins another's speech: by a label, with or without a dash, or by a dash alone, which stays.
fn opened(line: &str, may_be_dashed: bool) -> (Option<Who>, bool, &str) {
    let undashed = undashed(line).filter(|_| may_be_dashed);
    let looked = undashed.unwrap_or(line);
    if let Some(opening) = openings(looked, Style::LabelColon).into_iter().next() {
        return (Some(Who::Label(opening.label)), true, &looked[opening.after.bytes..]);
    }
    (None, undashed.is_some(), line)
}

/// The line without the one dash, or the `>>`, by which captions say that another speaks.
fn undashed(line: &str) -> Option<&str> {
    let arrows = line.strip_prefix(">>").map(|rest| rest.trim_start_matches('>'));
    let rest = arrows.or_else(|| line.strip_prefix(['-', '–']))?.trim_start();
    (!rest.starts_with(['-', '–', '>']) && !rest.is_empty()).then_some(rest)
}

/// The words as they are put together.
#[derive(Default)]
struct Page {
    words: String,
    characters: u32,
    lines: usize,
    times: Vec<(u32, u64)>,
    voices: Vec<String>,
    known: HashSet<String>,
    /// Who speaks in the last line.
    speaker: Option<String>,
}

impl Page {
    fn add(&mut self, speech: Speech, pause: bool, time: Option<u64>) {
        let name = speech.who.as_ref().map(|who| who.name().to_owned());
        let goes_on = match &name {
            Some(name) => self.speaker.as_ref() == Some(name),
            None => !speech.begins && !pause,
        };
        if let Some(Who::Voice(name)) = &speech.who
            && self.known.insert(name.clone())
        {
            self.voices.push(name.clone());
        }
        if self.words.is_empty() || !goes_on {
            self.put(if self.words.is_empty() { "" } else { "\n" });
            self.lines += 1;
            if let Some(name) = &name {
                self.put(name);
                self.put(": ");
            }
            self.speaker = name;
        } else if !self.words.ends_with(' ') {
            self.put(" ");
        }
        if let Some(time) = time
            && self.times.last().is_none_or(|(at, _)| *at < self.characters)
        {
            self.times.push((self.characters, time));
        }
        self.put(&speech.words);
    }

    fn put(&mut self, words: &str) {
        self.words.push_str(words);
        self.characters = self.characters.saturating_add(u32::try_from(words.chars().count()).unwrap_or(u32::MAX));
    }
}
