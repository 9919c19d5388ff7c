//! Putting codes on passages.

use std::sync::Arc;

use crate::analysis::to_confirm;
use crate::app::overlay::{Item, Overlay, Picked, Picker};
use crate::app::{App, Trouble};
use crate::place::{Pane, Selection};
use crate::project::{CodeId, CodingId, DocumentId, Edit, Origin, Refusal};
use crate::text::Span;

type Done = Result<(), Trouble>;
type Passages = Vec<(DocumentId, Span)>;

/// What is to be coded: the passage, or in the list the marked excerpts, else the one under the cursor.
pub(super) fn targets(app: &App) -> Result<Passages, Trouble> {
    match app.place.pane {
        Pane::Excerpts => app.chosen_excerpts(),
        _ => app.passage().map(|passage| vec![passage]),
    }
}

/// Asks for codes and puts the passage under them.
pub fn apply(app: &mut App) -> Done {
    let targets = targets(app)?;
    let (codes, items) = by_likelihood(app);
    let title = format!("code {}", name_of(app, &targets));
    let picker = Picker::of(title, items, move |app, picked| {
        let (mut chosen, name) = match picked {
            Picked::Places(places) => (places, None),
            Picked::New(name, places) => (places, Some(name)),
        };
        let mut wanted: Vec<CodeId> = chosen.drain(..).map(|place| codes[place]).collect();
        let mut edits = Vec::new();
        if let Some(name) = name {
            wanted.push(new_path(app, &name, &mut edits)?);
        }
        put(app, targets, wanted, edits)
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.several().or_new("code"))));
    Ok(())
}

/// Puts the last codes on the selection, or on the unit at the cursor.
pub fn repeat(app: &mut App) -> Done {
    let there = |&code: &CodeId| app.desk.project().codebook().place(code).is_some();
    let codes: Vec<CodeId> = app.place.last_codes.iter().copied().filter(there).collect();
    if codes.is_empty() {
        return Err("nothing to repeat yet: c codes a passage, then . does the same again".into());
    }
    put(app, targets(app)?, codes, Vec::new())
}

/// Puts codes on passages, in one act with the edits that make the codes.
pub(super) fn put(app: &mut App, passages: Passages, codes: Vec<CodeId>, before: Vec<Edit>) -> Done {
    let coder = app.desk.coder();
    let mut edits = before;
    let made_codes = edits.len();
    for &(document, span) in &passages {
        for &code in &codes {
            let passage = app.desk.passage(document, span.start(), span.end())?;
            let coding = CodingId(app.desk.next_id());
            let edit = Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand };
            match app.desk.project().check(&edit) {
                // What is coded so already is left as it is.
                Err(Refusal::Repeated) => continue,
                _ => edits.push(edit),
            }
        }
    }
    let repeated = passages.len() * codes.len() + made_codes - edits.len();
    if edits.len() == made_codes {
        return Err(Refusal::Repeated.into());
    }
    app.desk.commit(edits)?;
    app.place.used(&codes);
    if app.place.pane != Pane::Excerpts {
        // The list that is being worked through stays.
        app.place.code = codes.last().copied();
        app.follow();
    }
    if let [(document, span)] = passages[..] {
        app.place.excerpt = Some((document, span));
        if app.place.document == Some(document) && app.place.pane != Pane::Excerpts {
            app.place.ladder.clear();
            let spent = Selection { spent: true, ..Selection::of(span) };
            (app.place.selection, app.place.last_selection) = (Some(spent), Some(spent));
        }
    }
    let names: Vec<String> = codes.iter().map(|&code| app.desk.project().code_words(code)).collect();
    let also = if repeated > 0 { format!(" ({repeated} were coded so already)") } else { String::new() };
    let unsure: Vec<String> = match passages[..] {
        // Where one person speaks there is no doubt about who.
        [(document, span)] if app.desk.project().respondents(document, span).len() > 1 => {
            to_confirm(app.desk.project(), app.desk.texts(), document, span)
        }
        _ => Vec::new(),
    };
    let unsure = if unsure.is_empty() { String::new() } else { format!("  To confirm with &: {}", unsure.join("; ")) };
    let toast =
        format!("Coded {} as {}{also}.  u undo  . repeat{unsure}", name_of(app, &passages), names.join(" and "));
    app.say(toast);
    Ok(())
}

/// How passages are called in titles and toasts: `107-109 (P07)`, `3 excerpts`.
pub(super) fn name_of(app: &App, passages: &Passages) -> String {
    match passages[..] {
        [(document, span)] => {
            let project = app.desk.project();
            let people = project.respondents(document, span);
            let who: Vec<String> = people.into_iter().map(|person| project.person_name(person)).collect();
            let who = if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
            format!("{}{who}", project.line_range(document, span))
        }
        _ => format!("{} excerpts", passages.len()),
    }
}

/// Every code in use, those used last first, as rows of a picker.
pub(super) fn by_likelihood(app: &App) -> (Arc<[CodeId]>, Vec<Item>) {
    let project = app.desk.project();
    let recent = &app.place.recent_codes;
    let mut codes: Vec<CodeId> = project.codebook().rows().iter().map(|row| row.code).collect();
    codes.sort_by_key(|code| recent.iter().position(|other| other == code).unwrap_or(usize::MAX));
    let items = codes
        .iter()
        .map(|&code| {
            let definition = project.code(code).map(|code| &code.definition);
            let about = definition.map_or_else(String::new, |definition| {
                let not = if definition.exclude.is_empty() {
                    String::new()
                } else {
                    format!("  Not: {}", definition.exclude)
                };
                format!("{}{not}", definition.definition)
            });
            let mut spans: Vec<_> =
                project.codings_of(code).map(|(_, coding)| (coding.document, coding.span)).collect();
            spans.sort_unstable();
            spans.dedup();
            let aside = spans.len().to_string();
            Item { words: project.code_words(code), also: String::new(), aside, about }
        })
        .collect();
    (codes.into(), items)
}

/// The edits that make the codes of a typed path that are missing; gives back the last one.
pub(super) fn new_path(app: &mut App, typed: &str, edits: &mut Vec<Edit>) -> Result<CodeId, Trouble> {
    let parts: Vec<&str> = typed
        .split(if typed.contains('>') { '>' } else { '/' })
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let mut parent: Option<CodeId> = None;
    let mut missing = false;
    for part in parts {
        let project = app.desk.project();
        let named = |&code: &CodeId| project.code(code).is_some_and(|code| code.name == part);
        let known = if missing { None } else { project.codebook().children(parent).find(named) };
        parent = Some(match known {
            Some(code) => code,
            None => {
                let rank = if missing { crate::project::RANK_STEP } else { project.rank_last(parent) };
                missing = true;
                let code = CodeId(app.desk.next_id());
                edits.push(Edit::AddCode { code, name: part.to_string(), parent, rank, from: None });
                code
            }
        });
    }
    parent.ok_or_else(|| "type a name for the new code".into())
}

/// `1 coding`, `3 codings`.
pub(super) fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
