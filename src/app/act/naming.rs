//! Names for codes: paths as they are typed, and names that are nearly taken.

use crate::app::{App, Trouble};
use crate::project::{CodeId, Edit, Passage, RANK_STEP};

/// The names of a typed path: parted by `>`, else by `/`.
fn parts(typed: &str) -> Vec<&str> {
    let parts = typed.split(if typed.contains('>') { '>' } else { '/' });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// As far as the typed path is there already: the last code of it, and how many of the names lead to it.
fn known(app: &App, parts: &[&str]) -> (Option<CodeId>, usize) {
    let project = app.desk.project();
    let mut found = (None, 0);
    for part in parts {
        let named = |&code: &CodeId| project.code(code).is_some_and(|code| code.name == *part);
        match project.codebook().children(found.0).find(named) {
            Some(code) => found = (Some(code), found.1 + 1),
            None => break,
        }
    }
    found
}

/// The edits that make the codes of a typed path that are missing; gives back the last one.
pub(super) fn new_path(app: &mut App, typed: &str, edits: &mut Vec<Edit>) -> Result<CodeId, Trouble> {
    make(app, &parts(typed), None, edits)
}

/// As `new_path`, for a name that may be words `from` a text: a `/` in it is their own.
pub(super) fn in_vivo(
    app: &mut App,
    typed: &str,
    from: Option<Passage>,
    edits: &mut Vec<Edit>,
) -> Result<CodeId, Trouble> {
    let parts: Vec<&str> = typed.split('>').map(str::trim).filter(|part| !part.is_empty()).collect();
    make(app, &parts, from, edits)
}

fn make(app: &mut App, parts: &[&str], from: Option<Passage>, edits: &mut Vec<Edit>) -> Result<CodeId, Trouble> {
    let (mut parent, there) = known(app, parts);
    let mut rank = app.desk.project().rank_last(parent);
    for (place, part) in parts.iter().enumerate().skip(there) {
        let code = CodeId(app.desk.next_id());
        let from = from.filter(|_| place + 1 == parts.len());
        edits.push(Edit::AddCode { code, name: (*part).to_string(), parent, rank, from });
        (parent, rank) = (Some(code), RANK_STEP);
    }
    parent.ok_or_else(|| "type a name for the new code".into())
}

/// How a path that is typed would read as a new code, and what name it comes near; `None` where it is
/// there already.
pub(super) fn as_new(app: &App, typed: &str) -> Option<(String, String)> {
    let parts = parts(typed);
    let (_, there) = known(app, &parts);
    (there < parts.len()).then(|| (format!("\"{}\"", parts.join(" > ")), note(app, typed, None)))
}

/// What is said of a name while it is typed: the code, but for `but`, whose name is nearly the same.
pub(super) fn note(app: &App, typed: &str, but: Option<CodeId>) -> String {
    let parts = parts(typed);
    let Some((name, above)) = parts.split_last() else { return String::new() };
    let near = app.desk.project().near_names(name, known(app, above).0);
    let Some(code) = near.into_iter().find(|&code| Some(code) != but) else { return String::new() };
    format!("near: {} ({})", app.desk.project().code_words(code), excerpts_of(app, code))
}

/// How many excerpts a code has, without its subcodes.
pub(super) fn excerpts_of(app: &App, code: CodeId) -> usize {
    let codings = app.desk.project().codings_of(code);
    let mut spans: Vec<_> = codings.map(|(_, coding)| (coding.document, coding.span)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans.len()
}
