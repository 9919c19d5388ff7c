//! What arrived, turned into the changes that bring it into a project.
//!
//! A plan is made against a project and changes nothing. Its edits were looked over here, take in the
//! fold in their order, and are one gesture: one `u` takes an import back. Some restore what nobody could
//! do by hand in that order (two codes of one name, one of them merged into the other).

mod codes;
mod correcting;
mod disguising;
mod dump;
mod people;
mod remarks;
mod replacing;
mod returned;
mod revision;
mod themes;
mod transcripts;
mod values;
mod withdrawing;
mod work;

use std::sync::Arc;

use super::Fidelity;
use crate::project::{DocumentId, Edit, TextKey, Thing};
use crate::text::Text;

pub use disguising::{Disguise, Disguised, NoDisguise, disguised};
pub use dump::plan_dump;
pub use replacing::{Replacement, plan_replacements};
pub use returned::{ComingBack, document_of};
pub use revision::{Revising, plan_revision};
pub use transcripts::{names_nobody, plan_speakers, plan_transcripts};
pub use values::{Fault, Values, handed_over, plan_values};
pub(super) use values::{NAMES, type_of, written};
pub use withdrawing::plan_erasure;

/// The changes of one import.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The words to be stored before the changes are made.
    pub texts: Vec<(TextKey, Arc<Text>)>,
    /// The changes, in order: one gesture.
    pub edits: Vec<Edit>,
    /// What the person should know: what was left out, joined or taken as something else.
    pub notes: Vec<String>,
    /// The same thing by thing, with what was understood, where a whole project arrived.
    pub fidelity: Fidelity,
}

impl Plan {
    /// The documents that come in, or whose words do.
    pub fn documents(&self) -> Vec<DocumentId> {
        let document = |edit: &Edit| match (edit.adds(), edit) {
            (Some(Thing::Document(id)), _) | (_, &Edit::ReviseDocument { document: id, .. }) => Some(id),
            _ => None,
        };
        self.edits.iter().filter_map(document).collect()
    }
}

/// A name as the project takes it: one visible line; `otherwise` where nothing is left of it.
pub(super) fn one_line(name: &str, otherwise: &str) -> String {
    let line: String = name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let line = line.trim();
    if line.is_empty() { otherwise.to_owned() } else { line.to_owned() }
}

/// The title, or the first of `FG1 (2)`, `FG1 (3)` … that nothing has yet.
pub(super) fn unique(title: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2_u32..).map(|number| format!("{title} ({number})"));
    std::iter::once(title.to_owned()).chain(numbered).find(|title| !taken(title)).unwrap_or_default()
}
