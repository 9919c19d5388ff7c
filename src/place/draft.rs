//! What was begun and not kept yet.

use serde::{Deserialize, Serialize};

use crate::project::{Definition, DocumentId, MemoId, MemoKind, Target};
use crate::text::Span;

/// A memo, or a code's entry in the codebook, begun and not kept yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The name of its file; nothing before it has one.
    #[serde(skip)]
    pub file: Option<String>,
    /// What it is about.
    pub on: Target,
    /// What it is for.
    pub kind: MemoKind,
    /// What is written so far.
    pub words: String,
    /// The memo that is being rewritten.
    #[serde(default)]
    pub memo: Option<MemoId>,
    /// The excerpts whose comparison is put on record when it is kept.
    #[serde(default)]
    pub compared: Option<Vec<(DocumentId, Span)>>,
    /// What it is of, where it is no memo but a code's entry.
    #[serde(default)]
    pub entry: Option<EntryDraft>,
}

/// A code's entry as far as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryDraft {
    /// The fields in their order: definition, include, exclude, example.
    pub fields: [String; 4],
    /// The field with the keys.
    pub here: usize,
}

impl EntryDraft {
    /// What the fields say, as the codebook has it.
    pub fn definition(&self) -> Definition {
        let [definition, include, exclude, example] = self.fields.each_ref().map(|words| words.trim().to_string());
        Definition { definition, include, exclude, example }
    }
}

impl Draft {
    /// Nothing is written in it.
    pub fn is_blank(&self) -> bool {
        self.entry.as_ref().map_or(self.words.trim().is_empty(), |entry| entry.definition() == Definition::default())
    }

    /// What is written so far, to be shown.
    pub fn shown(&self) -> String {
        match &self.entry {
            None => self.words.clone(),
            Some(entry) => {
                entry.fields.iter().filter(|words| !words.trim().is_empty()).cloned().collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// Puts other words in the place of those being written.
    pub fn rewrite(&mut self, words: &str) {
        match self.entry.as_mut().and_then(|entry| entry.fields.get_mut(entry.here)) {
            Some(field) => *field = words.to_string(),
            None => self.words = words.to_string(),
        }
    }
}
