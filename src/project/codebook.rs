//! The code tree as it is read: codes in use, in the analyst's order, each under its parent.

use std::collections::BTreeMap;

use super::{CodeId, CodeState, Project};

/// One code of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodebookRow {
    /// The code.
    pub code: CodeId,
    /// How far down it stands: 0 at the top.
    pub depth: u16,
    /// How many rows its subtree has, its own among them: they follow it.
    pub size: u32,
}

/// The tree, flat: every code before its subcodes.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    rows: Vec<CodebookRow>,
    places: BTreeMap<CodeId, usize>,
    parents: BTreeMap<CodeId, CodeId>,
    merged: BTreeMap<CodeId, Vec<CodeId>>,
}

impl Codebook {
    pub(super) fn of(project: &Project) -> Codebook {
        let mut codebook = Codebook::default();
        let mut children: BTreeMap<Option<CodeId>, Vec<(u64, CodeId)>> = BTreeMap::new();
        for (id, code) in project.codes() {
            match code.state {
                CodeState::Active => {
                    let parent = living_parent(project, id);
                    if let Some(parent) = parent {
                        codebook.parents.insert(id, parent);
                    }
                    children.entry(parent).or_default().push((code.rank, id));
                }
                CodeState::MergedInto(_) => codebook.merged.entry(project.stands_for(id)).or_default().push(id),
                CodeState::Retired => {}
            }
        }
        children.values_mut().for_each(|siblings| siblings.sort_unstable());
        codebook.lay_out(&children);
        codebook
    }

    /// Walks with a stack of its own: how deep a tree may be is the analyst's affair.
    fn lay_out(&mut self, children: &BTreeMap<Option<CodeId>, Vec<(u64, CodeId)>>) {
        let below = |parent| children.get(&parent).into_iter().flatten().rev().map(|&(_, code)| code);
        let mut next: Vec<(CodeId, u16)> = below(None).map(|code| (code, 0)).collect();
        while let Some((code, depth)) = next.pop() {
            self.places.insert(code, self.rows.len());
            self.rows.push(CodebookRow { code, depth, size: 1 });
            next.extend(below(Some(code)).map(|child| (child, depth + 1)));
        }
        for place in (0..self.rows.len()).rev() {
            let mut end = place + 1;
            while self.rows.get(end).is_some_and(|row| row.depth > self.rows[place].depth) {
                end += self.rows[end].size as usize;
            }
            self.rows[place].size = (end - place) as u32;
        }
    }

    /// Every code in use, parents before their subcodes.
    pub fn rows(&self) -> &[CodebookRow] {
        &self.rows
    }

    /// The place of a code among the rows; `None` where it is not in use.
    pub fn place(&self, code: CodeId) -> Option<usize> {
        self.places.get(&code).copied()
    }

    /// The code it stands under.
    pub fn parent(&self, code: CodeId) -> Option<CodeId> {
        self.parents.get(&code).copied()
    }

    /// The code's row and those of all its subcodes; nothing where it is not in use.
    pub fn subtree(&self, code: CodeId) -> &[CodebookRow] {
        self.place(code).map_or(&[], |place| &self.rows[place..place + self.rows[place].size as usize])
    }

    /// The codes directly under `parent`, or at the top, in order.
    pub fn children(&self, parent: Option<CodeId>) -> impl Iterator<Item = CodeId> {
        let (below, depth) = match parent.and_then(|parent| self.place(parent)) {
            Some(place) => (&self.rows[place + 1..place + self.rows[place].size as usize], self.rows[place].depth + 1),
            None if parent.is_none() => (&self.rows[..], 0),
            None => (&[][..], 0),
        };
        below.iter().filter(move |row| row.depth == depth).map(|row| row.code)
    }

    /// The codes whose codings count for `code`, by id.
    pub fn merged_into(&self, code: CodeId) -> &[CodeId] {
        self.merged.get(&code).map_or(&[], Vec::as_slice)
    }
}

/// The nearest code above that is in use: what stood under a code put away, or merged, stands under
/// what is left of its branch.
fn living_parent(project: &Project, code: CodeId) -> Option<CodeId> {
    let mut at = project.codes.get(&code)?.parent;
    while let Some(id) = at {
        let id = project.stands_for(id);
        let above = project.codes.get(&id)?;
        if !above.gone && above.state == CodeState::Active && id != code {
            return Some(id);
        }
        at = above.parent;
    }
    None
}

impl Project {
    /// The names on the way to a code, its own last. A merged code reads as the one it is part of.
    pub fn code_path(&self, code: CodeId) -> Vec<&str> {
        let mut names: Vec<&str> = std::iter::successors(Some(self.stands_for(code)), |&at| living_parent(self, at))
            .filter_map(|at| Some(self.codes.get(&at)?.name.as_str()))
            .collect();
        names.reverse();
        names
    }

    /// A code's name as the tree shows it: in quote marks where it is taken from a participant's words.
    pub fn shown_name(&self, code: CodeId) -> String {
        let Some(code) = self.code(code) else { return String::new() };
        if code.origin.is_some() { format!("\"{}\"", code.name) } else { code.name.clone() }
    }

    /// The path as it is written: `Barriers > Boundaries`.
    pub fn code_words(&self, code: CodeId) -> String {
        self.code_path(code).join(" > ")
    }

    /// The code in use of that path: an id, ` > ` between names, or `/` where no name claims it; a last
    /// part that only one code has is enough.
    ///
    /// # Errors
    /// The paths that fit, when they are none or several.
    pub fn find_code(&self, typed: &str) -> Result<CodeId, Vec<String>> {
        if let Ok(id) = typed.parse::<CodeId>()
            && self.codebook().place(id).is_some()
        {
            return Ok(id);
        }
        let wanted: String = typed.split('>').map(str::trim).collect::<Vec<_>>().join(" > ");
        let slashed = wanted.split('/').map(str::trim).collect::<Vec<_>>().join(" > ");
        let paths: Vec<(CodeId, String)> =
            self.codebook().rows().iter().map(|row| (row.code, self.code_words(row.code))).collect();
        for wanted in [&wanted, &slashed] {
            if let Some((code, _)) = paths.iter().find(|(_, path)| path == wanted) {
                return Ok(*code);
            }
        }
        let ends_so = |path: &str, end: &str| path.strip_suffix(end).is_some_and(|rest| rest.ends_with(" > "));
        let fits: Vec<&(CodeId, String)> =
            paths.iter().filter(|(_, path)| ends_so(path, &wanted) || ends_so(path, &slashed)).collect();
        match fits[..] {
            [(code, _)] => Ok(*code),
            _ => Err(fits.iter().map(|(_, path)| path.clone()).collect()),
        }
    }

    /// The rank that puts a code after `after` among the subcodes of `parent` (first, where `after` is
    /// none); `None` where there is no room left and the siblings must be ranked anew.
    pub fn rank_after(&self, parent: Option<CodeId>, after: Option<CodeId>) -> Option<u64> {
        let rank = |code: CodeId| self.codes.get(&code).map_or(0, |code| code.rank);
        let siblings: Vec<CodeId> = self.codebook().children(parent).collect();
        let next = match after {
            Some(after) => siblings.iter().position(|&code| code == after).map_or(siblings.len(), |place| place + 1),
            None => 0,
        };
        let before = next.checked_sub(1).map_or(0, |place| rank(siblings[place]));
        match siblings.get(next) {
            Some(&sibling) => between(before, rank(sibling)),
            None => Some(before.saturating_add(RANK_STEP)),
        }
    }

    /// The rank that puts a new code last under `parent`.
    pub fn rank_last(&self, parent: Option<CodeId>) -> u64 {
        let last = self.codebook().children(parent).last();
        last.and_then(|code| self.codes.get(&code)).map_or(0, |code| code.rank).saturating_add(RANK_STEP)
    }

    /// The rank that puts a new document last.
    pub fn document_rank_last(&self) -> u64 {
        self.documents.values().map(|document| document.rank).max().unwrap_or(0).saturating_add(RANK_STEP)
    }
}

/// Room for 32 codes put one before the other in the same gap before siblings are ranked anew.
pub const RANK_STEP: u64 = 1 << 32;

fn between(before: u64, after: u64) -> Option<u64> {
    let middle = before + after.saturating_sub(before) / 2;
    (before < middle && middle < after).then_some(middle)
}
