//! The written study: transcripts in which passages are marked, and a record of what the team did.

use std::path::Path;

use emic::text::{Text, trim};
use regex::Regex;
use serde::Deserialize;

use super::Trouble;

/// Names on the way to a code, its own last.
pub type CodePath = Vec<String>;

/// What `study.ron` says, and the transcripts beside it.
#[derive(Debug, Deserialize)]
pub struct Study {
    pub title: String,
    pub documents: Vec<Transcript>,
    pub people: Vec<Respondent>,
    pub coders: Vec<Coder>,
    /// The document's short name, and who coded it or `consensus`.
    pub coded_by: Vec<(String, String)>,
    pub history: Vec<Step>,
    pub final_codes: Vec<CodePath>,
    /// The key of a marked passage, and the code it has in the end.
    pub excerpts: Vec<(String, CodePath)>,
    pub key_quotes: Vec<String>,
    pub discuss: Vec<String>,
    pub memos: Vec<Note>,
}

/// A transcript, its words without the marks.
#[derive(Debug, Deserialize)]
pub struct Transcript {
    pub name: String,
    pub kind: String,
    pub date: String,
    #[serde(skip)]
    pub words: String,
    /// In the order of their starts.
    #[serde(skip)]
    pub passages: Vec<Marked>,
}

/// A passage between two marks (characters), without blanks at its ends.
#[derive(Debug)]
pub struct Marked {
    /// A letter for the layer (`E` agreed, `M` and `J` two coders apart) and a number.
    pub key: String,
    pub start: u32,
    pub end: u32,
}

#[derive(Debug, Deserialize)]
pub struct Respondent {
    pub name: String,
    pub gender: String,
    pub area: String,
    pub organisation: String,
    pub setting: String,
}

#[derive(Debug, Deserialize)]
pub struct Coder {
    pub name: String,
}

/// One change to the codebook, on a day counted from the study's first.
#[derive(Debug, Deserialize)]
pub struct Step {
    pub day: i64,
    pub by: String,
    pub change: Change,
}

#[derive(Debug, Deserialize)]
pub enum Change {
    Add(CodePath),
    /// Definition, when to use it, when not to, and an example.
    Define(CodePath, String, String, String, String),
    Rename(CodePath, String),
    /// Puts a code last under another.
    Move(CodePath, CodePath),
    Merge(CodePath, CodePath),
    Retire(CodePath),
}

/// A memo; of `path`, `excerpt` and `document` the one that `on` names is filled in.
#[derive(Debug, Deserialize)]
pub struct Note {
    pub on: String,
    pub path: CodePath,
    pub excerpt: String,
    pub document: String,
    pub kind: String,
    pub by: String,
    pub text: String,
}

impl Study {
    /// Reads the study and its transcripts from a folder.
    pub fn read(folder: &Path) -> Result<Study, Trouble> {
        let mut study: Study = ron::from_str(&std::fs::read_to_string(folder.join("study.ron"))?)?;
        for transcript in &mut study.documents {
            let marked = std::fs::read_to_string(folder.join(format!("{}.txt", transcript.name)))?;
            (transcript.words, transcript.passages) = unmarked(&marked)?;
        }
        Ok(study)
    }

    /// The transcript of that short name.
    pub fn transcript(&self, name: &str) -> Result<&Transcript, Trouble> {
        let found = self.documents.iter().find(|transcript| transcript.name == name);
        found.ok_or_else(|| format!("no transcript {name}").into())
    }

    /// The transcript in which a passage stands, and the passage.
    pub fn passage(&self, key: &str) -> Result<(&Transcript, &Marked), Trouble> {
        let mut all = self.documents.iter().flat_map(|one| one.passages.iter().map(move |passage| (one, passage)));
        all.find(|(_, passage)| passage.key == key).ok_or_else(|| format!("no passage {key}").into())
    }

    /// The code that a passage has.
    pub fn code_of(&self, key: &str) -> Result<&CodePath, Trouble> {
        let found = self.excerpts.iter().find(|(other, _)| other == key).map(|(_, path)| path);
        found.ok_or_else(|| format!("no code for {key}").into())
    }

    /// Whose coding a passage has in the end.
    pub fn coder_of(&self, key: &str) -> Result<&str, Trouble> {
        let (transcript, _) = self.passage(key)?;
        let found = self.coded_by.iter().find(|(name, _)| *name == transcript.name);
        found.map(|(_, coder)| coder.as_str()).ok_or_else(|| format!("nobody coded {key}").into())
    }
}

/// Takes the marks `⟨E021⟩…⟨/E021⟩` out of a text and says what stood between them.
fn unmarked(marked: &str) -> Result<(String, Vec<Marked>), Trouble> {
    let mark = Regex::new("⟨(/?)([A-Z][0-9]+)⟩")?;
    let (mut words, mut passages, mut read): (String, Vec<Marked>, usize) = (String::new(), Vec::new(), 0);
    for found in mark.captures_iter(marked) {
        let (whole, key) = (found.get_match(), &found[2]);
        words.push_str(&marked[read..whole.start()]);
        read = whole.end();
        let here = words.chars().count() as u32;
        if found[1].is_empty() {
            passages.push(Marked { key: key.to_string(), start: here, end: here });
        } else {
            let opened = passages.iter_mut().find(|passage| passage.key == key);
            opened.ok_or_else(|| format!("{key} ends and never began"))?.end = here;
        }
    }
    words.push_str(&marked[read..]);
    let text = Text::new(words.as_str());
    for passage in &mut passages {
        (passage.start, passage.end) = trim(&text, passage.start, passage.end);
    }
    passages.sort_by_key(|passage| (passage.start, passage.end));
    Ok((words, passages))
}
