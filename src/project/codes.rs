//! Codes, codings, memos and attributes: what the team says of the words.

use serde::{Deserialize, Serialize};

use super::{CaseId, CodeId, CoderId, CodingId, Day, DocumentId, Passage, Seal, TextKey};
use crate::text::Span;

/// A code, and where it stands in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// As shown; may hold any visible character, `/` too.
    pub name: String,
    /// The code it was put under.
    pub parent: Option<CodeId>,
    /// Its place among its siblings.
    pub rank: u64,
    /// What the codebook says of it.
    pub definition: Definition,
    /// Whether it is in use.
    pub state: CodeState,
    /// The participant's words from which its name was taken (a code in vivo).
    pub origin: Option<Passage>,
    /// Whether it was there beforehand, from a guide or from theory, and did not come from the data.
    pub given: bool,
    /// Taken back by whoever added it, and may come back.
    pub gone: bool,
}

/// Whether a code is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CodeState {
    /// In the tree.
    #[default]
    Active,
    /// Put away; its codings are kept.
    Retired,
    /// Part of another code, which has its codings.
    MergedInto(CodeId),
}

/// What the codebook says of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Definition {
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub include: String,
    /// When not to.
    pub exclude: String,
    /// What it looks like.
    pub example: String,
}

impl Definition {
    /// What stands before each part but the first where all are one text.
    const PARTS: [&str; 3] = ["Include: ", "Exclude: ", "Example: "];

    /// All parts as one text, for programs that know no parts; `None` where it could not be parted again.
    pub fn as_one(&self) -> Option<String> {
        let rest = [&self.include, &self.exclude, &self.example];
        let named = Definition::PARTS.iter().zip(rest).filter(|(_, part)| !part.is_empty());
        let parts = named.map(|(name, part)| format!("{name}{part}"));
        let first = Some(self.definition.clone()).filter(|definition| !definition.is_empty());
        let one = first.into_iter().chain(parts).collect::<Vec<_>>().join("\n\n");
        (Definition::parted(&one) == *self).then_some(one)
    }

    /// The parts of such a text.
    pub fn parted(one: &str) -> Definition {
        let mut parts = [const { String::new() }; 4];
        let mut here = 0;
        for (place, paragraph) in one.split("\n\n").enumerate() {
            let named = (here..3).find_map(|part| Some((part + 1, paragraph.strip_prefix(Definition::PARTS[part])?)));
            let (part, words) = named.unwrap_or((here, paragraph));
            if part == here && place > 0 {
                parts[here].push_str("\n\n");
            }
            here = part;
            parts[here].push_str(words);
        }
        let [definition, include, exclude, example] = parts;
        Definition { definition, include, exclude, example }
    }
}

/// One coder put one code on one span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coding {
    /// The document.
    pub document: DocumentId,
    /// Where in it, in characters.
    pub span: Span,
    /// The code that was put on it (see `Project::stands_for` for merged ones).
    pub code: CodeId,
    /// Whose coding it is.
    pub coder: CoderId,
    /// When it was made (UTC, milliseconds since 1970): a label only.
    pub at: i64,
    /// Proof of the words it covers.
    pub seal: Seal,
    /// What it is marked as.
    pub flags: Flags,
    /// How it came about.
    pub origin: Origin,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// What most counts ask of a coding, beside where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    /// The coding.
    pub coding: CodingId,
    /// The code that was put on.
    pub code: CodeId,
    /// Whose coding it is.
    pub coder: CoderId,
}

impl Coding {
    /// What most counts ask of it.
    pub fn placed(&self, id: CodingId) -> Placed {
        Placed { coding: id, code: self.code, coder: self.coder }
    }

    /// The passage that it covers, with proof of its words.
    pub fn passage(&self) -> Passage {
        Passage { document: self.document, span: self.span, seal: self.seal }
    }
}

/// How a coding came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// Somebody read the words and coded them.
    #[default]
    Hand,
    /// A rule found them: a search, a speaker, a heading.
    Rule,
}

impl Origin {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Hand => "hand",
            Origin::Rule => "rule",
        }
    }

    /// The origin of that word.
    pub fn of(word: &str) -> Option<Origin> {
        [Origin::Hand, Origin::Rule].into_iter().find(|origin| origin.word() == word)
    }

    /// Whether somebody read the words and coded them.
    pub fn is_hand(&self) -> bool {
        *self == Origin::Hand
    }
}

/// What a coding can be marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Flag {
    /// Worth quoting.
    KeyQuote,
    /// To talk over with the team.
    Discuss,
}

impl Flag {
    /// Every flag, in the order in which they are shown.
    pub const ALL: [Flag; 2] = [Flag::KeyQuote, Flag::Discuss];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Flag::KeyQuote => "key quote",
            Flag::Discuss => "discuss",
        }
    }
}

/// The flags of one coding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Flags(u8);

impl Flags {
    /// Whether it is set.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u8) != 0
    }

    /// The flags with this one set, or taken off.
    pub fn with(self, flag: Flag, set: bool) -> Flags {
        let bit = 1 << flag as u8;
        Flags(if set { self.0 | bit } else { self.0 & !bit })
    }

    /// Those that are set.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |&flag| self.has(flag))
    }
}

/// What a memo is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// The whole study.
    Project,
    /// A document.
    Document(DocumentId),
    /// An excerpt, by document and span.
    Excerpt(DocumentId, Span),
    /// A code.
    Code(CodeId),
    /// A person.
    Case(CaseId),
    /// A day: its writer's journal.
    Day(Day),
    /// A cell of the framework matrix: a person and a code.
    Cell(CaseId, CodeId),
}

/// What a memo is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MemoKind {
    /// What it may mean.
    #[default]
    Analytic,
    /// How it was done.
    Method,
    /// What the interviewer noted.
    Interviewer,
    /// What was decided, and why.
    Decision,
    /// Where the researcher stands.
    Reflexive,
    /// A new side of what the codes of the passage mean (Hennink, Kaiser & Marconi 2017, meaning saturation).
    Dimension,
    /// Whether enough was heard, and on what grounds: the analyst's word on saturation.
    Sufficiency,
}

impl MemoKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [MemoKind; 7] = [
        MemoKind::Analytic,
        MemoKind::Method,
        MemoKind::Interviewer,
        MemoKind::Decision,
        MemoKind::Reflexive,
        MemoKind::Dimension,
        MemoKind::Sufficiency,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            MemoKind::Analytic => "analytic",
            MemoKind::Method => "method",
            MemoKind::Interviewer => "interviewer",
            MemoKind::Decision => "decision",
            MemoKind::Reflexive => "reflexive",
            MemoKind::Dimension => "dimension",
            MemoKind::Sufficiency => "sufficiency",
        }
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<MemoKind> {
        MemoKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A memo; its words are a text of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    /// What it is about.
    pub on: Target,
    /// What it is for.
    pub kind: MemoKind,
    /// Who writes it.
    pub coder: CoderId,
    /// Names its words among the texts.
    pub text: TextKey,
    /// Proof of the excerpts that it was written of, where it is on a cell (see `Cells`).
    pub excerpts: Option<Seal>,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// What an attribute stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bearer {
    /// Persons.
    Case,
    /// Documents.
    Document,
}

/// What its values are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueType {
    /// Any words.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day, `2024-03-05`.
    Date,
    /// `yes` or `no`.
    YesNo,
    /// One of these, in this order.
    Ordered(Vec<String>),
}

impl ValueType {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            ValueType::Text => "text",
            ValueType::Number => "number",
            ValueType::Date => "date",
            ValueType::YesNo => "yes-no",
            ValueType::Ordered(_) => "ordered",
        }
    }

    /// Whether `value` may stand here.
    pub fn takes(&self, value: &str) -> bool {
        match self {
            ValueType::Text => true,
            ValueType::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
            ValueType::Date => value.parse::<Day>().is_ok(),
            ValueType::YesNo => matches!(value, "yes" | "no"),
            ValueType::Ordered(choices) => choices.iter().any(|choice| choice == value),
        }
    }
}

/// Something known of every person, or of every document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// As shown.
    pub name: String,
    /// Whether it stands on persons or on documents.
    pub on: Bearer,
    /// What its values are.
    pub values: ValueType,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// Who has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A person.
    Case(CaseId),
    /// A document.
    Document(DocumentId),
}
