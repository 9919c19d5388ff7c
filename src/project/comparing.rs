//! Comparisons: excerpts laid side by side, and what came of it.

use serde::{Deserialize, Serialize};

use super::{CodeId, CoderId, MemoId, Passage};

/// What came of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Decision {
    /// The excerpts belong together as they are.
    Kept,
    /// Some went to another code.
    Moved,
    /// The code became several.
    Split,
    /// Codes became one.
    Merged,
    /// Nothing was changed, but something was written down.
    Memo,
}

impl Decision {
    /// Every decision, in the order in which they are offered.
    pub const ALL: [Decision; 5] = [Decision::Kept, Decision::Moved, Decision::Split, Decision::Merged, Decision::Memo];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Decision::Kept => "kept",
            Decision::Moved => "moved",
            Decision::Split => "split",
            Decision::Merged => "merged",
            Decision::Memo => "memo",
        }
    }

    /// The decision of that word.
    pub fn of(word: &str) -> Option<Decision> {
        Decision::ALL.into_iter().find(|decision| decision.word() == word)
    }
}

/// Excerpts that were looked at side by side, with what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The code they were compared for, where it was one.
    pub code: Option<CodeId>,
    /// What was compared, in the order in which it was laid out.
    pub excerpts: Box<[Passage]>,
    /// Who compared.
    pub coder: CoderId,
    /// What came of it.
    pub decision: Decision,
    /// What was written down.
    pub memo: Option<MemoId>,
    /// When (UTC, milliseconds since 1970): a label only.
    pub at: i64,
    /// Taken away, and may come back.
    pub gone: bool,
}
