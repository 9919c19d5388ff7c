//! The code tree: walking it, and surgery on it.

use super::browsing::in_codebook_order;
use super::drafts;
use super::naming::note;
use crate::analysis::{Layer, Query, Reach, excerpts};
use crate::app::overlay::{Definer, Notice, Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::project::{CodeId, Definition, Edit, MemoId, MemoKind, Person, RANK_STEP, Target};
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// Moves the cursor so many rows, as far as there are rows.
pub fn go(app: &mut App, rows: isize) {
    let here = app.codes.row(&app.scene());
    let last = app.codes.rows().len().saturating_sub(1);
    let there = here.saturating_add_signed(rows).min(last);
    if let Some(row) = app.codes.rows().get(there) {
        app.place.code = Some(row.code);
        app.tree_moved();
    }
}

/// One row down.
pub fn down(app: &mut App) -> Done {
    let times = app.times() as isize;
    go(app, times);
    Ok(())
}

/// One row up.
pub fn up(app: &mut App) -> Done {
    let times = app.times() as isize;
    go(app, -times);
    Ok(())
}

pub(super) fn here(app: &App) -> Result<CodeId, Trouble> {
    let code = app.place.code.filter(|&code| app.desk.project().codebook().place(code).is_some());
    code.ok_or_else(|| "no code here yet; o makes one".into())
}

/// Unfolds, then goes to the first subcode.
pub fn open(app: &mut App) -> Done {
    let code = here(app)?;
    let child = app.desk.project().codebook().children(Some(code)).next();
    if !app.place.folded.remove(&code) && child.is_some() {
        app.place.code = child;
        app.tree_moved();
    }
    Ok(())
}

/// Folds, then goes to the parent.
pub fn close(app: &mut App) -> Done {
    let code = here(app)?;
    let codebook = app.desk.project().codebook();
    if codebook.subtree(code).len() > 1 && !app.place.folded.contains(&code) {
        app.place.folded.insert(code);
    } else if let Some(parent) = codebook.parent(code) {
        app.place.code = Some(parent);
        app.tree_moved();
    }
    Ok(())
}

/// Folds or unfolds.
pub fn fold(app: &mut App) -> Done {
    let code = here(app)?;
    if app.desk.project().codebook().subtree(code).len() < 2 {
        return Err("this code has no subcodes to fold".into());
    }
    if !app.place.folded.remove(&code) {
        app.place.folded.insert(code);
    }
    Ok(())
}

/// Folds everything; the cursor goes to the code at the top.
pub fn fold_all(app: &mut App) -> Done {
    let codebook = app.desk.project().codebook();
    app.place.folded = codebook.rows().iter().filter(|row| row.size > 1).map(|row| row.code).collect();
    let top = app
        .place
        .code
        .map(|code| std::iter::successors(Some(code), |&code| codebook.parent(code)).last().unwrap_or(code));
    app.place.code = top;
    Ok(())
}

/// Unfolds everything.
pub fn unfold_all(app: &mut App) -> Done {
    app.place.folded.clear();
    Ok(())
}

/// Goes to the code's excerpts.
pub fn open_code(app: &mut App) -> Done {
    here(app)?;
    app.follow();
    app.place.pane = crate::place::Pane::Excerpts;
    Ok(())
}

/// Codes the passage with the code under the cursor.
pub fn apply_this(app: &mut App) -> Done {
    let code = here(app)?;
    let passage = app.passage()?;
    super::coding::put(app, vec![passage], vec![code], Vec::new())
}

/// Asks for a name and makes a code after the one under the cursor.
pub fn new_code(app: &mut App) -> Done {
    let sibling = here(app).ok();
    let parent = sibling.and_then(|code| app.desk.project().codebook().parent(code));
    ask_new(app, parent, sibling)
}

/// Asks for a name and makes a subcode.
pub fn new_child(app: &mut App) -> Done {
    let parent = here(app)?;
    ask_new(app, Some(parent), None)
}

fn ask_new(app: &mut App, parent: Option<CodeId>, after: Option<CodeId>) -> Done {
    let under = parent.map_or_else(String::new, |parent| format!(" under {}", app.desk.project().code_words(parent)));
    let prompt = Prompt::of(format!("new code{under}"), "", move |app, name| {
        let project = app.desk.project();
        let rank = match after {
            Some(after) => project.rank_after(parent, Some(after)),
            None => Some(project.rank_last(parent)),
        };
        let mut edits = Vec::new();
        let rank = rank.unwrap_or_else(|| rank_anew(app, parent, after, None, &mut edits));
        let code = CodeId(app.desk.next_id());
        edits.push(Edit::AddCode { code, name: name.to_string(), parent, rank, from: None });
        app.desk.commit(edits)?;
        app.stand_on(code);
        app.tree_moved();
        app.say(format!("New code {}.  u undo  e define", app.desk.project().code_words(code)));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt.noting(|app, name| note(app, name, None)))));
    Ok(())
}

/// Gives siblings fresh ranks with room between them, and gives back the one after `after`.
fn rank_anew(
    app: &App,
    parent: Option<CodeId>,
    after: Option<CodeId>,
    but: Option<CodeId>,
    edits: &mut Vec<Edit>,
) -> u64 {
    let mut rank = RANK_STEP;
    let mut wanted = if after.is_none() { rank } else { 0 };
    if after.is_none() {
        rank += RANK_STEP;
    }
    for code in app.desk.project().codebook().children(parent).filter(|&code| Some(code) != but) {
        edits.push(Edit::MoveCode { code, parent, rank });
        rank += RANK_STEP;
        if Some(code) == after {
            wanted = rank;
            rank += RANK_STEP;
        }
    }
    wanted
}

/// Asks for another name.
pub fn rename(app: &mut App) -> Done {
    let code = here(app)?;
    let name = app.desk.project().code(code).map_or_else(String::new, |code| code.name.clone());
    let prompt = Prompt::of(format!("rename {name}"), &name, move |app, name| {
        app.desk.commit(vec![Edit::RenameCode { code, name: name.to_string(), from: None }])?;
        app.say(format!("Renamed to {name}.  u undo"));
        Ok(())
    });
    let prompt = prompt.noting(move |app, name| note(app, name, Some(code)));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Opens the code's entry in the codebook.
pub fn define(app: &mut App) -> Done {
    let code = here(app)?;
    if drafts::take_up(app, Target::Code(code), true) {
        return Ok(());
    }
    let definition = definition_of(app, code);
    let definer = Definer::of(code, app.desk.project().code_words(code), &definition);
    app.overlays.push(Overlay::Definer(Box::new(definer)));
    Ok(())
}

/// A code's entry as it is in the codebook.
pub(super) fn definition_of(app: &App, code: CodeId) -> Definition {
    app.desk.project().code(code).map(|code| code.definition.clone()).unwrap_or_default()
}

/// Keeps what was written in a code's entry.
pub fn keep_definition(app: &mut App, code: CodeId, definition: Definition) -> Done {
    if app.desk.project().code(code).is_some_and(|code| code.definition == definition) {
        app.say("the definition is as it was");
        return Ok(());
    }
    app.desk.commit(vec![Edit::DefineCode { code, definition }])?;
    app.say(format!("Defined {}.  u undo", app.desk.project().code_words(code)));
    Ok(())
}

/// Moves a code under `parent`, after one of its subcodes (first, where `after` is none).
fn move_to(app: &mut App, code: CodeId, parent: Option<CodeId>, after: Option<CodeId>) -> Done {
    let mut edits = Vec::new();
    let among = app.desk.project().codebook().parent(code) == parent;
    let rank = app.desk.project().rank_after(parent, after);
    let rank = rank.unwrap_or_else(|| rank_anew(app, parent, after, Some(code), &mut edits));
    edits.push(Edit::MoveCode { code, parent, rank });
    app.desk.commit(edits)?;
    parent.map(|parent| app.place.folded.remove(&parent));
    let project = app.desk.project();
    let name = |code| project.code(code).map_or("", |code| &code.name);
    let to = match (among, after, parent) {
        (true, Some(after), _) => format!("below {}", name(after)),
        (true, None, Some(parent)) => format!("to the first place under {}", project.code_words(parent)),
        (true, None, None) => "to the first place".to_string(),
        (false, _, Some(parent)) => format!("under {}", project.code_words(parent)),
        (false, _, None) => "to the top".to_string(),
    };
    let toast = format!("Moved {} {to}.  u undo", name(code));
    app.say(toast);
    Ok(())
}

fn siblings(app: &App, code: CodeId) -> (Option<CodeId>, Vec<CodeId>, usize) {
    let codebook = app.desk.project().codebook();
    let parent = codebook.parent(code);
    let siblings: Vec<CodeId> = codebook.children(parent).collect();
    let place = siblings.iter().position(|&other| other == code).unwrap_or(0);
    (parent, siblings, place)
}

/// Puts the code under the sibling above it.
pub fn demote(app: &mut App) -> Done {
    in_codebook_order(app)?;
    let code = here(app)?;
    let (_, siblings, place) = siblings(app, code);
    let above = place.checked_sub(1).map(|place| siblings[place]);
    let above = above.ok_or("there is no code above it to put it under")?;
    let last = app.desk.project().codebook().children(Some(above)).last();
    move_to(app, code, Some(above), last)
}

/// Puts the code beside its parent.
pub fn promote(app: &mut App) -> Done {
    let code = here(app)?;
    let (parent, ..) = siblings(app, code);
    let parent = parent.ok_or("the code is at the top already")?;
    let above = app.desk.project().codebook().parent(parent);
    move_to(app, code, above, Some(parent))
}

/// Moves the code down among its siblings.
pub fn move_down(app: &mut App) -> Done {
    in_codebook_order(app)?;
    let code = here(app)?;
    let (parent, siblings, place) = siblings(app, code);
    let next = *siblings.get(place + 1).ok_or("it is the last one here")?;
    move_to(app, code, parent, Some(next))
}

/// Moves the code up among its siblings.
pub fn move_up(app: &mut App) -> Done {
    in_codebook_order(app)?;
    let code = here(app)?;
    let (parent, siblings, place) = siblings(app, code);
    if place == 0 {
        return Err("it is the first one here".into());
    }
    let after = place.checked_sub(2).map(|place| siblings[place]);
    move_to(app, code, parent, after)
}

/// The marked codes, in codebook order, without the one under the cursor.
pub(super) fn marked(app: &App, but: CodeId) -> Result<Vec<CodeId>, Trouble> {
    let rows = app.desk.project().codebook().rows().iter().map(|row| row.code);
    let marked: Vec<CodeId> = rows.filter(|code| app.place.marked_codes.contains(code) && *code != but).collect();
    if marked.is_empty() {
        return Err("mark codes with x first, then come here".into());
    }
    Ok(marked)
}

/// Moves the marked codes under this one.
pub fn move_here(app: &mut App) -> Done {
    let target = here(app)?;
    let marked = marked(app, target)?;
    let mut rank = app.desk.project().rank_last(Some(target));
    let mut edits = Vec::new();
    for &code in &marked {
        edits.push(Edit::MoveCode { code, parent: Some(target), rank });
        rank += RANK_STEP;
    }
    app.desk.commit(edits)?;
    app.place.marked_codes.clear();
    app.place.folded.remove(&target);
    let toast =
        format!("Moved {} under {}.  u undo", count_of(marked.len(), "code"), app.desk.project().code_words(target));
    app.say(toast);
    Ok(())
}

/// Excerpts and people of some codes together.
fn reach_of(app: &App, codes: &[CodeId]) -> (usize, usize) {
    let project = app.desk.project();
    let query = |&code: &CodeId| Query { layer: Layer::Union, code: Some(code), reach: Reach::Own, ..Query::default() };
    let found: Vec<_> = codes.iter().flat_map(|code| excerpts(project, &query(code))).collect();
    let mut spans: Vec<_> = found.iter().map(|one| (one.document, one.span)).collect();
    spans.sort_unstable();
    spans.dedup();
    let mut people: Vec<Person> =
        spans.iter().flat_map(|&(document, span)| project.respondents(document, span)).collect();
    people.sort_unstable();
    people.dedup();
    (spans.len(), people.len())
}

/// Shows what merging the marked codes into this one would do; Enter does it.
pub fn merge(app: &mut App) -> Done {
    let target = here(app)?;
    let marked = marked(app, target)?;
    let project = app.desk.project();
    for &code in &marked {
        project.check(&Edit::MergeCode { code, into: Some(target) })?;
    }
    let (moved, people) = reach_of(app, &marked);
    let (before, _) = reach_of(app, &[target]);
    let (after, people_after) = reach_of(app, &[&marked[..], &[target]].concat());
    let name = project.code_words(target);
    let mut lines = vec![
        format!("{} of {} go under {name}.", count_of(moved, "excerpt"), count_of(people, "respondent")),
        format!(
            "It has {} now; it will have {after}, of {}.",
            count_of(before, "excerpt"),
            count_of(people_after, "respondent")
        ),
    ];
    for &code in &marked {
        let below = project.codebook().children(Some(code)).count();
        let below =
            if below > 0 { format!("; its {} move under {name}", count_of(below, "subcode")) } else { String::new() };
        lines.push(format!("{} is no longer a code of its own{below}.", project.code_words(code)));
    }
    lines.push("Definitions of the merged codes become memos. One u takes it all back.".to_string());
    let notice = Notice::asking(format!("merge into {name}"), lines, move |app| merge_now(app, target, &marked));
    app.overlays.push(Overlay::Notice(Box::new(notice)));
    Ok(())
}

fn merge_now(app: &mut App, target: CodeId, marked: &[CodeId]) -> Done {
    let coder = app.desk.coder();
    let mut edits = Vec::new();
    for &code in marked {
        let Some(merged) = app.desk.project().code(code).cloned() else { continue };
        let Definition { definition, include, exclude, example } = merged.definition;
        let words: Vec<&str> = [&definition, &include, &exclude, &example]
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        if !words.is_empty() {
            let text = app.desk.hold(&format!("{} (merged): {}", merged.name, words.join("\n")));
            let memo = MemoId(app.desk.next_id());
            let (on, kind) = (Target::Code(target), MemoKind::Decision);
            edits.push(Edit::AddMemo { memo, on, kind, coder, text, excerpts: None });
        }
        edits.push(Edit::MergeCode { code, into: Some(target) });
    }
    app.desk.commit(edits)?;
    app.place.marked_codes.clear();
    app.follow();
    let name = app.desk.project().code_words(target);
    app.say(format!("Merged {} into {name}.  u undo", count_of(marked.len(), "code")));
    Ok(())
}

/// Puts the code and its subcodes away; their excerpts are kept.
pub fn retire(app: &mut App) -> Done {
    let code = here(app)?;
    let codebook = app.desk.project().codebook();
    let branch: Vec<CodeId> = codebook.subtree(code).iter().map(|row| row.code).collect();
    let place = codebook.place(code).unwrap_or(0);
    let next =
        codebook.rows().get(place + branch.len()).or_else(|| place.checked_sub(1).map(|place| &codebook.rows()[place]));
    let next = next.map(|row| row.code);
    let name = app.desk.project().code_words(code);
    app.desk.commit(branch.iter().map(|&code| Edit::RetireCode { code, retired: true }).collect())?;
    app.place.code = next;
    app.tree_moved();
    let below = branch.len() - 1;
    let below = if below > 0 { format!(" and its {}", count_of(below, "subcode")) } else { String::new() };
    app.say(format!("Retired {name}{below}; excerpts are kept.  u undo"));
    Ok(())
}
