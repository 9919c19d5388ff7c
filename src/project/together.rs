//! Many changes in few words: who did what, for a line on the screen or in a message.

use super::{CoderId, Edit, Op, Project, Thing, say};

/// What an edit is counted as where many are told together: how one and how several are said.
fn counted_as(edit: &Edit) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match edit {
        Edit::ApplyCode { .. } => ("coded", "passage", "passages"),
        Edit::Remove { thing: Thing::Coding(_) } => ("uncoded", "passage", "passages"),
        Edit::RecodeCoding { .. } => ("recoded", "excerpt", "excerpts"),
        Edit::AddCode { .. } => ("added", "code", "codes"),
        Edit::MergeCode { into: Some(_), .. } => ("merged", "code", "codes"),
        Edit::AddMemo { .. } | Edit::WriteMemo { .. } => ("wrote", "memo", "memos"),
        Edit::AddDocument { .. } => ("added", "document", "documents"),
        _ => return None,
    })
}

/// Several edits of one kind, in a word: "recoded 2 excerpts".
pub(super) fn counted(edits: &[&Edit]) -> Option<String> {
    let (did, one, several) = counted_as(edits.first()?)?;
    let alike = edits.len() > 1 && edits.iter().all(|edit| counted_as(edit) == Some((did, one, several)));
    alike.then(|| format!("{did} {} {several}", edits.len()))
}

impl Project {
    /// Says what was done by whom: "js coded 3 passages, added 1 code; mk renamed a code to Stigma".
    pub fn said_together(&self, ops: &[Op]) -> String {
        let said = self.by_coder(ops).into_iter().map(|(coder, ops)| {
            // That somebody began is said by what they began with.
            let is_joining = |op: &&&Op| op.edit.adds() == Some(Thing::Coder(op.by));
            let ops: Vec<&Op> = match ops.iter().any(|op| !is_joining(&op)) {
                true => ops.into_iter().filter(|op| !is_joining(&op)).collect(),
                false => ops,
            };
            let who = self.coder_name(coder);
            let taken = ops.iter().filter(|op| op.undoes.is_some()).count();
            match ops[..] {
                [one] if taken == 0 => format!("{who} {}", say(self, &one.edit)),
                _ if taken == ops.len() => format!("{who} took something back"),
                _ => format!("{who} {}", kinds(&ops)),
            }
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// The changes of each coder, in the order in which they first appear.
    pub fn by_coder<'a>(&self, ops: &'a [Op]) -> Vec<(CoderId, Vec<&'a Op>)> {
        let mut by: Vec<(CoderId, Vec<&Op>)> = Vec::new();
        for op in ops {
            let coder = self.coder_of(op.by);
            match by.iter_mut().find(|(other, _)| *other == coder) {
                Some((_, ops)) => ops.push(op),
                None => by.push((coder, vec![op])),
            }
        }
        by
    }
}

/// How many of which kind, the rest as so many other changes.
fn kinds(ops: &[&Op]) -> String {
    let mut kinds: Vec<(_, usize)> = Vec::new();
    let mut others = 0;
    for op in ops {
        match counted_as(&op.edit).filter(|_| op.undoes.is_none()) {
            None => others += 1,
            Some(kind) => match kinds.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, n)) => *n += 1,
                None => kinds.push((kind, 1)),
            },
        }
    }
    // Codings are what the others are made for.
    kinds.sort_by_key(|((did, ..), _)| *did != "coded");
    let mut said: Vec<String> = kinds
        .iter()
        .map(|((did, one, several), n)| format!("{did} {n} {}", if *n == 1 { one } else { several }))
        .collect();
    if others > 0 {
        let other = if said.is_empty() { "" } else { "other " };
        said.push(format!("made {others} {other}change{}", if others == 1 { "" } else { "s" }));
    }
    said.join(", ")
}
