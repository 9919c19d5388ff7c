//! What two people did that does not fit together, with both sides, and how it is put right.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::*;
use crate::text::fold as folded;

/// A change that could not be applied where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Conflict<'a> {
    /// The change.
    pub op: &'a Op,
    /// Why it does not fit.
    pub why: &'a Refusal,
    /// The change that stands in its way, where it is one.
    pub against: Option<&'a Op>,
}

impl Conflict<'_> {
    /// Both sides in words: who wanted what, why it does not fit, and who did what stands in its way.
    pub fn said(&self, project: &Project) -> [String; 3] {
        let did = |op: &Op| format!("{} {}", project.coder_name(op.by), say(project, &op.edit));
        let against = self.against.map_or_else(|| "nothing that is known here".to_string(), did);
        [did(self.op), self.why.to_string(), against]
    }
}

impl Fold {
    /// The changes that could not be applied, but for those set down as settled.
    pub fn conflicts(&self) -> impl Iterator<Item = Conflict<'_>> {
        let refused = self.refused().filter(|(op, ..)| !self.project().settled.contains(&op.id));
        refused.map(|(op, why, in_the_way)| {
            let before = self.done()[..self.place_of(op)].iter().rev();
            let against = before.filter(|done| done.took()).find(|done| in_the_way.contains(&done.op.edit.aspect()));
            Conflict { op, why, against: against.map(|done| &*done.op) }
        })
    }

    /// What a change that did not fit wanted, in the words as they now are.
    ///
    /// # Errors
    /// None of the words that it speaks of is left.
    pub fn wanted_now(&self, conflict: &Conflict) -> Result<Edit, Refusal> {
        self.project().brought_up(&conflict.op.edit, &conflict.op.texts).map(Cow::into_owned)
    }

    /// The conflict of that change.
    pub fn conflict(&self, change: OpId) -> Option<Conflict<'_>> {
        self.conflicts().find(|conflict| conflict.op.id == change)
    }

    /// Who added something.
    pub fn maker(&self, thing: Thing) -> Option<CoderId> {
        self.done().iter().find(|done| done.op.edit.adds() == Some(thing)).map(|done| done.op.by)
    }
}

impl Project {
    /// What an edit that is refused would have to find otherwise.
    pub(super) fn in_the_way(&self, edit: &Edit) -> Vec<Aspect> {
        match edit {
            Edit::MoveCode { code, parent: Some(above), .. } | Edit::MergeCode { code, into: Some(above) } => {
                self.way_up(*above, *code)
            }
            // What stands above it is in its own branch by now.
            Edit::MergeCode { code, into: None } | Edit::RetireCode { code, .. } => {
                let above = self.codes.get(code).and_then(|code| code.parent);
                above.map_or_else(Vec::new, |above| self.way_up(above, *code))
            }
            Edit::MapSpeaker { document, .. } => vec![Aspect::Position(Thing::Document(*document))],
            Edit::JoinCases { into: Some(other), .. } => vec![Aspect::State(Thing::Case(*other))],
            Edit::JoinCoders { into: Some(other), .. } => vec![Aspect::State(Thing::Coder(*other))],
            Edit::ReviseDocument { document, .. } => {
                let other = self.documents.get(document).and_then(|document| document.revised);
                other.map(|other| Aspect::Presence(Thing::Revision(other))).into_iter().collect()
            }
            edit => edit.adds().map(Aspect::Presence).into_iter().collect(),
        }
    }

    /// What makes a code stand below a branch: where each code on the way up stands, and what it is part of.
    fn way_up(&self, code: CodeId, branch: CodeId) -> Vec<Aspect> {
        let mut way = Vec::new();
        let mut at = Some(code);
        while let Some(found) = at.filter(|&here| here != branch).and_then(|here| self.codes.get(&here)) {
            let here = Thing::Code(at.unwrap_or(branch));
            way.extend([Aspect::Position(here), Aspect::State(here)]);
            at = match found.state {
                CodeState::MergedInto(into) => Some(into),
                _ => found.parent,
            };
        }
        way
    }

    /// The edits that do what was wanted in a form that fits now; nothing where there is none.
    ///
    /// What would put a code under itself is done after the code in the way was put in its place.
    pub fn fitted(&self, wanted: &Edit) -> Option<Vec<Edit>> {
        match (self.check(wanted), wanted) {
            (Ok(()), _) => Some(vec![wanted.clone()]),
            (
                Err(Refusal::Circle { .. }),
                Edit::MoveCode { code, parent: Some(above), .. } | Edit::MergeCode { code, into: Some(above) },
            ) => {
                let Code { parent, rank, .. } = *self.codes.get(code)?.as_ref();
                let lifted = Edit::MoveCode { code: *above, parent, rank };
                self.check(&lifted).is_ok().then(|| vec![lifted, wanted.clone()])
            }
            _ => None,
        }
    }

    /// Codes in use of the same name under the same code, each set in codebook order: two people made the
    /// same code. Capitals and accents make no difference.
    pub fn twins(&self) -> Vec<Vec<CodeId>> {
        let codebook = self.codebook();
        let mut named: BTreeMap<(Option<CodeId>, String), Vec<CodeId>> = BTreeMap::new();
        for row in codebook.rows() {
            let name = self.code(row.code).map_or_else(String::new, |code| folded(&code.name));
            named.entry((codebook.parent(row.code), name)).or_default().push(row.code);
        }
        let mut twins: Vec<Vec<CodeId>> = named.into_values().filter(|codes| codes.len() > 1).collect();
        twins.sort_by_key(|codes| codebook.place(codes[0]));
        twins
    }
}
