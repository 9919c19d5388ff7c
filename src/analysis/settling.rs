//! Whether a codebook settled: what was changed in it after each document was coded (Hennink, Kaiser & Marconi 2017,
//! code saturation).

use std::collections::{BTreeMap, BTreeSet};

use crate::project::*;

/// What was changed in the codebook, by the document that was coded last before.
pub(super) struct Settling {
    /// Acts, and how many of each kind in words.
    documents: BTreeMap<DocumentId, (u64, String)>,
    before: u64,
}

/// The kinds of change, in the order in which they are told.
const KINDS: [&str; 6] = ["split", "merged", "redefined", "renamed", "moved", "retired"];

impl Settling {
    /// Asks the log. What was taken back since does not count, nor what an act does to codes it makes itself. The
    /// document is the one that whoever made the change coded last, else the one that anybody did.
    pub(super) fn of(log: &Fold) -> Settling {
        let taken_back = log.taken_back();
        let mut last: BTreeMap<CoderId, DocumentId> = BTreeMap::new();
        let mut last_of_all = None;
        let mut found: BTreeMap<Option<DocumentId>, (u64, [u64; KINDS.len()])> = BTreeMap::new();
        for act in log.acts() {
            let stands = |done: &&Done| done.took() && done.op.undoes.is_none() && !taken_back.contains(&done.op.id);
            let changes: Vec<&Op> = act.changes().iter().copied().filter(stands).map(|done| &*done.op).collect();
            let Some(by) = changes.first().map(|op| log.project().coder_of(op.by)) else { continue };
            let kinds = kinds(&changes);
            if kinds.contains(&true) {
                let (acts, each) = found.entry(last.get(&by).copied().or(last_of_all)).or_default();
                *acts += 1;
                each.iter_mut().zip(kinds).for_each(|(count, is)| *count += u64::from(is));
            }
            let coded = changes.iter().rev().find_map(|op| match &op.edit {
                Edit::ApplyCode { passage, .. } => Some(passage.document),
                _ => None,
            });
            if let Some(document) = coded {
                last.insert(by, document);
                last_of_all = Some(document);
            }
        }
        let before = found.remove(&None).map_or(0, |(acts, _)| acts);
        let told = |each: [u64; KINDS.len()]| {
            let some = each.iter().zip(KINDS).filter(|(count, _)| **count > 0);
            some.map(|(count, kind)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
        };
        let documents = found.into_iter().filter_map(|(id, (acts, each))| Some((id?, (acts, told(each)))));
        Settling { documents: documents.collect(), before }
    }

    /// Acts that changed the codebook after this document was coded and before the next was, and of what kind.
    pub(super) fn after(&self, document: DocumentId) -> (u64, &str) {
        self.documents.get(&document).map_or((0, ""), |(acts, kinds)| (*acts, kinds))
    }

    /// What was changed before anything was coded, in words.
    pub(super) fn before_any(&self) -> Option<String> {
        (self.before > 0).then(|| format!("changes of the codebook before anything was coded: {}", self.before))
    }
}

/// Which kinds of change an act makes to codes that it does not add itself.
fn kinds(changes: &[&Op]) -> [bool; KINDS.len()] {
    let added = changes.iter().filter_map(|op| match op.edit {
        Edit::AddCode { code, .. } => Some(code),
        _ => None,
    });
    let added: BTreeSet<CodeId> = added.collect();
    let recodes = changes.iter().any(|op| matches!(op.edit, Edit::RecodeCoding { .. }));
    let mut found = [!added.is_empty() && recodes, false, false, false, false, false];
    for op in changes {
        let (kind, code) = match op.edit {
            Edit::MergeCode { code, .. } => (1, code),
            Edit::DefineCode { code, .. } => (2, code),
            Edit::RenameCode { code, .. } => (3, code),
            Edit::MoveCode { code, .. } => (4, code),
            Edit::RetireCode { code, .. } => (5, code),
            _ => continue,
        };
        found[kind] |= !added.contains(&code);
    }
    found
}
