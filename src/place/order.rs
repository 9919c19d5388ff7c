//! How the tree and the excerpt list stand: in what order, in what groups, with what counts.

use serde::{Deserialize, Serialize};

use crate::project::AttributeId;

/// How the excerpt list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExcerptSort {
    /// By document and place in it.
    #[default]
    Document,
    /// The latest coding first.
    Recent,
    /// By respondent.
    Respondent,
}

impl ExcerptSort {
    /// The next one, as `s` cycles.
    pub fn next(self) -> ExcerptSort {
        match self {
            ExcerptSort::Document => ExcerptSort::Recent,
            ExcerptSort::Recent => ExcerptSort::Respondent,
            ExcerptSort::Respondent => ExcerptSort::Document,
        }
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            ExcerptSort::Document => "by document",
            ExcerptSort::Recent => "latest first",
            ExcerptSort::Respondent => "by respondent",
        }
    }
}

/// What the excerpt list is in groups by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grouping {
    /// Who speaks.
    Person,
    /// The document.
    Document,
    /// Whose codings they are.
    Coder,
    /// The code, among those listed.
    Code,
    /// A value of an attribute.
    Attribute(AttributeId),
}

/// How siblings stand in the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TreeSort {
    /// As the codebook has them.
    #[default]
    Codebook,
    /// By name.
    Name,
    /// What is used most first.
    Count,
    /// What was used last first.
    Recent,
}

impl TreeSort {
    /// The next one, as `s` cycles.
    pub fn next(self) -> TreeSort {
        match self {
            TreeSort::Codebook => TreeSort::Name,
            TreeSort::Name => TreeSort::Count,
            TreeSort::Count => TreeSort::Recent,
            TreeSort::Recent => TreeSort::Codebook,
        }
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            TreeSort::Codebook => "in codebook order",
            TreeSort::Name => "A-Z",
            TreeSort::Count => "by how much they are used",
            TreeSort::Recent => "by when they were last used",
        }
    }

    /// A word for it, where room is scarce.
    pub fn short(self) -> &'static str {
        match self {
            TreeSort::Codebook => "codebook",
            TreeSort::Name => "A-Z",
            TreeSort::Count => "count",
            TreeSort::Recent => "recent",
        }
    }
}

/// What the tree counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeCounts {
    /// Excerpts, people, or both.
    pub what: Counted,
    /// Those of the code alone, without its subcodes.
    pub own: bool,
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// Excerpts and respondents.
    #[default]
    Both,
    /// Excerpts.
    Excerpts,
    /// Respondents.
    Respondents,
}

impl Counted {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Counted::Both => "excerpts and respondents",
            Counted::Excerpts => "excerpts",
            Counted::Respondents => "respondents",
        }
    }

    /// The words for it, where room is scarce.
    pub fn short(self) -> &'static str {
        match self {
            Counted::Both => "exc/resp",
            Counted::Excerpts => "exc",
            Counted::Respondents => "resp",
        }
    }
}

impl TreeCounts {
    /// The next one, as `#` cycles: first with subcodes, then without.
    pub fn next(self) -> TreeCounts {
        match self.what {
            Counted::Both => TreeCounts { what: Counted::Excerpts, ..self },
            Counted::Excerpts => TreeCounts { what: Counted::Respondents, ..self },
            Counted::Respondents => TreeCounts { what: Counted::Both, own: !self.own },
        }
    }

    /// The words for it.
    pub fn words(self) -> String {
        format!("{}, {}", self.what.words(), if self.own { "without subcodes" } else { "with subcodes" })
    }
}
