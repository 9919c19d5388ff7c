//! Where a code stands in a dump, which knows nothing of codes that are gone.

use crate::project::*;

/// The code itself, or the one it was merged into, that is there.
fn standing(project: &Project, id: CodeId) -> Option<CodeId> {
    [id, project.stands_for(id)].into_iter().find(|&id| project.code(id).is_some())
}

/// The code under which a code comes back when those above it do; `None` for the top.
pub fn parent(project: &Project, id: CodeId) -> Option<CodeId> {
    let code = project.code(id)?;
    let raw = code.parent.and_then(|above| standing(project, above));
    match code.state {
        CodeState::Active if seen_above(project, raw) == project.codebook().parent(id) => raw,
        CodeState::Active => project.codebook().parent(id),
        CodeState::Retired => raw,
        CodeState::MergedInto(_) => raw.filter(|&raw| !overtaken(project, raw, id)),
    }
}

/// The code in use that a reader of the dump finds at or above `from`.
fn seen_above(project: &Project, from: Option<CodeId>) -> Option<CodeId> {
    let above = |id: CodeId| standing(project, project.code(project.stands_for(id))?.parent?);
    let way = std::iter::successors(from, |&at| above(at)).take(project.codes().count());
    way.map(|at| project.stands_for(at)).find(|&at| project.codebook().place(at).is_some())
}

/// Whether a merged code's own branch has come to stand above it: then there is no way back.
fn overtaken(project: &Project, above: CodeId, merged: CodeId) -> bool {
    let next = |id: CodeId| standing(project, project.code(id)?.parent?);
    std::iter::successors(Some(above), |&at| next(at)).take(project.codes().count()).any(|at| at == merged)
}

/// The names on the way to a code, also to one that was merged and reads as another everywhere else.
pub fn own_path(project: &Project, id: CodeId) -> Vec<&str> {
    match project.code(id) {
        Some(code) if code.state != CodeState::Active => {
            let above = seen_above(project, parent(project, id));
            let mut path = above.map_or_else(Vec::new, |above| project.code_path(above));
            path.push(&code.name);
            path
        }
        _ => project.code_path(id),
    }
}

/// The code that a merged code is part of; `None` where that is gone.
pub fn merged_into(project: &Project, id: CodeId) -> Option<CodeId> {
    match project.code(id)?.state {
        CodeState::MergedInto(into) => standing(project, into),
        _ => None,
    }
}

/// Whether a code is in use, in a word. Merged into a code that is gone, it is put away.
pub fn state_word(project: &Project, id: CodeId) -> &'static str {
    match project.code(id).map(|code| code.state) {
        Some(CodeState::Active) => "active",
        Some(CodeState::MergedInto(_)) if merged_into(project, id).is_some() => "merged",
        _ => "retired",
    }
}
