//! A written study: transcripts in which passages are marked, and a record of what the team did.

use std::collections::BTreeMap;
use std::path::Path;

use emic::project::{Bearer, DocumentKind, Flag, MemoKind, Remedy, Stand, ValueType};
use emic::text::{Text, trim};
use regex::Regex;
use serde::Deserialize;
use uuid::Uuid;

use super::Trouble;

/// Names on the way to a code, its own last.
pub type CodePath = Vec<String>;

/// What `study.ron` says, and the transcripts beside it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    id: String,
    pub title: String,
    /// What the ids that emic draws begin from, so that no two studies draw the same.
    pub seed: u64,
    /// In the order in which values are given.
    pub attributes: Vec<(String, Bearer, ValueType)>,
    pub documents: Vec<Transcript>,
    pub people: Vec<Respondent>,
    pub final_codes: Vec<CodePath>,
    /// The key of a marked passage, and the code it is given.
    pub excerpts: Vec<(String, CodePath)>,
    pub sittings: Vec<Sitting>,
}

/// A transcript, its words without the marks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    pub name: String,
    pub kind: DocumentKind,
    /// By attribute.
    pub values: BTreeMap<String, String>,
    #[serde(skip)]
    pub words: String,
    /// In the order of their starts.
    #[serde(skip)]
    pub passages: Vec<Marked>,
}

/// A passage between two marks (characters), without blanks at its ends.
#[derive(Debug)]
pub struct Marked {
    /// A letter for the layer (one for what the team settled on, one for each who coded apart) and a number.
    pub key: String,
    pub start: u32,
    pub end: u32,
}

/// Somebody who was interviewed, under the label that opens their turns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Respondent {
    pub name: String,
    /// By attribute.
    pub values: BTreeMap<String, String>,
}

/// What a coder did between opening the project and leaving it, on a day such as `2024-03-05`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    pub on: String,
    pub by: String,
    pub acts: Vec<Act>,
}

/// One thing done: mostly one gesture.
#[derive(Debug, Deserialize)]
pub enum Act {
    PlanAttributes,
    BringIn(String),
    Add(CodePath),
    /// Definition, when to use it, when not to, and an example.
    Define(CodePath, String, String, String, String),
    Rename(CodePath, String),
    /// Puts a code last under another.
    Move(CodePath, CodePath),
    Merge(CodePath, CodePath),
    Retire(CodePath),
    /// Was in the guide.
    Given(CodePath),
    /// Adds the coder whose codings are those the team agreed on.
    AddConsensus(String),
    /// Says which transcript is whose to code.
    Give(Vec<(String, String)>),
    /// A transcript, whose coding it is, and the letter of the passages; it is finished then.
    Code(String, String, char),
    /// A passage, and whose coding of it.
    Flag(String, String, Flag),
    /// A theme: its claim.
    Claim(String),
    /// How a passage stands toward a claim.
    Stand(String, String, Stand),
    /// A person, or a value of an attribute, that does not fit a claim, and what was done to it.
    Negative(String, Who, Remedy),
    /// A search for what speaks against a claim.
    Search(String, String),
    Memo {
        on: About,
        kind: MemoKind,
        text: String,
    },
}

/// Who does not fit a claim.
#[derive(Debug, Deserialize)]
pub enum Who {
    Person(String),
    Value(String, String),
}

/// What a memo is about.
#[derive(Debug, Deserialize)]
pub enum About {
    Study,
    Code(CodePath),
    Excerpt(String),
    Document(String),
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

    /// The project's id, the same in every copy.
    pub fn id(&self) -> Result<Uuid, Trouble> {
        Ok(self.id.parse()?)
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

    /// The code that a passage is given.
    pub fn code_of(&self, key: &str) -> Result<&CodePath, Trouble> {
        let found = self.excerpts.iter().find(|(other, _)| other == key).map(|(_, path)| path);
        found.ok_or_else(|| format!("no code for {key}").into())
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
