//! What would write back what an edit is about to overwrite.

use super::*;

impl Project {
    /// The edit that would write back what `edit` is about to overwrite; `None` where a thing it names
    /// is not known.
    pub fn inverse(&self, edit: &Edit) -> Option<Edit> {
        if let Some(thing) = edit.adds() {
            return Some(Edit::Remove { thing });
        }
        Some(match edit {
            Edit::NameProject { .. } => Edit::NameProject { name: self.name.clone() },
            Edit::RetitleDocument { document, .. } => {
                Edit::RetitleDocument { document: *document, title: self.documents.get(document)?.title.clone() }
            }
            Edit::SetKind { document, .. } => {
                Edit::SetKind { document: *document, kind: self.documents.get(document)?.kind }
            }
            Edit::PlaceDocument { document, .. } => {
                Edit::PlaceDocument { document: *document, rank: self.documents.get(document)?.rank }
            }
            Edit::SetTurns { document, .. } => {
                let was = self.documents.get(document)?;
                Edit::SetTurns { document: *document, speakers: was.speakers.to_vec(), turns: was.turns.clone() }
            }
            Edit::MapSpeaker { document, label, .. } => {
                let was = self.documents.get(document)?.speakers.iter().find(|speaker| speaker.label == *label)?;
                Edit::MapSpeaker { document: *document, label: label.clone(), role: was.role, case: was.case }
            }
            Edit::RenameCase { case, .. } => Edit::RenameCase { case: *case, name: self.cases.get(case)?.name.clone() },
            Edit::Withdraw { case, .. } => Edit::Withdraw { case: *case, how: self.cases.get(case)?.withdrawn },
            Edit::JoinCases { case, .. } => Edit::JoinCases { case: *case, into: self.cases.get(case)?.joined_to },
            Edit::DefineAttribute { attribute, .. } => {
                let Attribute { name, values, .. } = self.attributes.get(attribute)?.clone();
                Edit::DefineAttribute { attribute: *attribute, name, values }
            }
            Edit::SetAttribute { attribute, subject, phase, .. } => Edit::SetAttribute {
                attribute: *attribute,
                subject: *subject,
                phase: phase.clone(),
                value: self.values.get(&(*attribute, *subject, phase.clone())).cloned(),
            },
            Edit::Attribute { passage, .. } => Edit::Attribute {
                passage: *passage,
                speakers: self.attributions.get(&(passage.document, passage.span)).cloned(),
            },
            Edit::WriteMemo { memo, .. } => {
                let was = self.memos.get(memo)?;
                Edit::WriteMemo { memo: *memo, kind: was.kind, text: was.text, excerpts: was.excerpts }
            }
            Edit::MoveMemo { memo, .. } => Edit::MoveMemo { memo: *memo, on: self.memos.get(memo)?.on },
            Edit::Assign { coder, document, .. } => {
                let state = self.assignments.get(&(*coder, *document)).copied();
                Edit::Assign { coder: *coder, document: *document, state }
            }
            Edit::RenameCoder { coder, .. } => {
                Edit::RenameCoder { coder: *coder, name: self.coders.get(coder)?.name.clone() }
            }
            Edit::JoinCoders { coder, .. } => {
                Edit::JoinCoders { coder: *coder, into: self.coders.get(coder)?.joined_to }
            }
            Edit::SettleConflict { change, .. } => {
                Edit::SettleConflict { change: *change, settled: self.settled.contains(change) }
            }
            Edit::Remove { thing } | Edit::Restore { thing } => match self.is_gone(*thing)? {
                true => Edit::Remove { thing: *thing },
                false => Edit::Restore { thing: *thing },
            },
            Edit::RewordTheme { .. } | Edit::TakeStand { .. } | Edit::MarkNegative { .. } => {
                return self.theme_inverse(edit);
            }
            _ => return self.coding_inverse(edit),
        })
    }

    fn coding_inverse(&self, edit: &Edit) -> Option<Edit> {
        let state = |code: &CodeId| {
            Some(match self.codes.get(code)?.state {
                CodeState::Retired => Edit::RetireCode { code: *code, retired: true },
                CodeState::MergedInto(into) => Edit::MergeCode { code: *code, into: Some(into) },
                CodeState::Active => match edit {
                    Edit::RetireCode { .. } => Edit::RetireCode { code: *code, retired: false },
                    _ => Edit::MergeCode { code: *code, into: None },
                },
            })
        };
        Some(match edit {
            Edit::RenameCode { code, .. } => {
                let was = self.codes.get(code)?;
                Edit::RenameCode { code: *code, name: was.name.clone(), from: was.origin }
            }
            Edit::DefineCode { code, .. } => {
                Edit::DefineCode { code: *code, definition: self.codes.get(code)?.definition.clone() }
            }
            Edit::MoveCode { code, .. } => {
                let was = self.codes.get(code)?;
                Edit::MoveCode { code: *code, parent: was.parent, rank: was.rank }
            }
            Edit::MergeCode { code, .. } | Edit::RetireCode { code, .. } => state(code)?,
            Edit::SetGiven { code, .. } => Edit::SetGiven { code: *code, given: self.codes.get(code)?.given },
            Edit::ResizeCoding { coding, .. } => {
                let was = self.codings.get(coding)?;
                let passage = Passage { document: was.document, span: was.span, seal: was.seal };
                Edit::ResizeCoding { coding: *coding, passage }
            }
            Edit::RecodeCoding { coding, .. } => {
                Edit::RecodeCoding { coding: *coding, code: self.codings.get(coding)?.code }
            }
            Edit::FlagCoding { coding, flag, .. } => {
                let set = self.codings.get(coding)?.flags.has(*flag);
                Edit::FlagCoding { coding: *coding, flag: *flag, set }
            }
            _ => return None,
        })
    }
}
