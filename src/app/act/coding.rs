//! Putting codes on passages.

use std::sync::Arc;

use super::naming::{self, excerpts_of, new_path};
use super::quick;
use super::selecting::counted;
use crate::analysis::to_confirm;
use crate::app::overlay::{Item, Overlay, Picked, Picker, Prompt};
use crate::app::{App, Trouble};
use crate::panes::sheet::Entry;
use crate::place::{Pane, Selection};
use crate::project::{CodeId, CodingId, Definition, DocumentId, Edit, Origin, Refusal};
use crate::text::{Span, fold, on_one_line};

type Done = Result<(), Trouble>;
pub(super) type Passages = Vec<(DocumentId, Span)>;

/// What is to be coded: the passage, or in a list the marked excerpts, else the one under the cursor.
pub(super) fn targets(app: &App) -> Result<Passages, Trouble> {
    if let Some(Overlay::Sheet(sheet)) = app.overlays.last() {
        let excerpts = sheet.chosen().into_iter().filter_map(|entry| match entry {
            Entry::Excerpt(document, span) => Some((document, span)),
            _ => None,
        });
        let excerpts: Passages = excerpts.collect();
        if !excerpts.is_empty() {
            return Ok(excerpts);
        }
    }
    match app.place.pane {
        Pane::Excerpts => app.chosen_excerpts(),
        _ => app.passage().map(|passage| vec![passage]),
    }
}

/// Asks for codes and puts the passage under them.
pub fn apply(app: &mut App) -> Done {
    counted(app)?;
    let targets = targets(app)?;
    let title = format!("code {}", name_of(app, &targets));
    let picker = code_picker(app, title, move |app, codes, edits| put(app, targets, codes, edits));
    app.overlays.push(Overlay::Picker(Box::new(picker.several())));
    Ok(())
}

/// Asks for a new code's name or path, makes what is missing of it and puts the passage under it.
pub fn apply_new(app: &mut App) -> Done {
    counted(app)?;
    let targets = targets(app)?;
    let title = format!("new code for {}", name_of(app, &targets));
    let prompt = Prompt::of(title, "", move |app, typed| {
        let mut edits = Vec::new();
        let code = new_path(app, typed, &mut edits)?;
        put(app, targets, vec![code], edits)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt.noting(|app, typed| naming::note(app, typed, None)))));
    Ok(())
}

/// A name made of a participant's words has so many characters at most.
const IN_VIVO: usize = 60;

/// Makes a code of the words of the passage, and puts the passage under it.
pub fn in_vivo(app: &mut App) -> Done {
    counted(app)?;
    let passages = targets(app)?;
    let (document, span) = passages[0];
    let text = app.desk.text(document).ok_or("the words of this document are missing from the texts folder")?;
    let words = on_one_line(text.passage(span));
    let title = format!("code in vivo {}", name_of(app, &passages));
    let prompt = Prompt::of(title, &short(&words), move |app, name| {
        // A name that was rewritten is no longer the participant's.
        let own = name.rsplit('>').next().unwrap_or(name).trim();
        let spoken = fold(&words).contains(&fold(own));
        let from = if spoken { Some(app.desk.passage(document, span.start(), span.end())?) } else { None };
        let mut edits = Vec::new();
        let code = naming::in_vivo(app, name, from, &mut edits)?;
        put(app, passages, vec![code], edits)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt.noting(|app, typed| naming::note(app, typed, None)))));
    Ok(())
}

/// As many whole words as a name may have, without the stops around them.
fn short(words: &str) -> String {
    let mut end = 0;
    for (at, _) in words.match_indices(' ').chain([(words.len(), "")]) {
        if words[..at].chars().count() > IN_VIVO {
            break;
        }
        end = at;
    }
    let cut = if end == 0 { words.chars().take(IN_VIVO).collect() } else { words[..end].to_string() };
    let trimmed = cut.trim_matches(|c: char| c.is_whitespace() || ",.;:\"“”«»".contains(c));
    if trimmed.is_empty() { cut } else { trimmed.to_string() }
}

/// Every code to choose from, or a new one by its path; `then` gets those chosen, and the edits that
/// make the new one.
pub(super) fn code_picker(
    app: &App,
    title: String,
    then: impl FnOnce(&mut App, Vec<CodeId>, Vec<Edit>) -> Done + Send + 'static,
) -> Picker {
    let (codes, items) = by_likelihood(app);
    let listed = codes.clone();
    let picker = Picker::of(title, items, move |app, picked| {
        let (places, name) = match picked {
            Picked::Places(places) => (places, None),
            Picked::New(name, places) => (places, Some(name)),
        };
        let mut wanted: Vec<CodeId> = places.into_iter().map(|place| codes[place]).collect();
        let mut edits = Vec::new();
        if let Some(name) = name {
            wanted.push(new_path(app, &name, &mut edits)?);
        }
        then(app, wanted, edits)
    });
    picker.or_new("code").new_reads(naming::as_new).explaining(move |app, place| entry(app, listed[place]))
}

/// What the codebook says of a code, line by line.
pub(super) fn entry(app: &App, code: CodeId) -> Vec<String> {
    let Some(definition) = app.desk.project().code(code).map(|code| &code.definition) else { return Vec::new() };
    let Definition { definition, include, exclude, example } = definition;
    let parts = [("", definition), ("Use it when: ", include), ("Not when: ", exclude), ("Example: ", example)];
    let written = parts.into_iter().filter(|(_, words)| !words.is_empty());
    let lines: Vec<String> = written.map(|(title, words)| format!("{title}{words}")).collect();
    if lines.is_empty() { vec!["not defined yet: in the tree, e defines it".to_string()] } else { lines }
}

impl App {
    /// The codes put on a passage last, as they are in use now: one that was merged since is the one it is part of.
    pub fn last_codes(&self) -> Vec<CodeId> {
        let project = self.desk.project();
        let mut codes: Vec<CodeId> = Vec::new();
        for code in self.place.last_codes.iter().map(|&code| project.stands_for(code)) {
            if project.codebook().place(code).is_some() && !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }
}

/// Puts the last codes on the selection, or on the unit at the cursor.
pub fn repeat(app: &mut App) -> Done {
    let codes = app.last_codes();
    if codes.is_empty() {
        return Err("nothing to repeat yet: c codes a passage, then . does the same again".into());
    }
    counted(app)?;
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
    quick::give_letters(app, &codes);
    if app.place.pane != Pane::Excerpts {
        // The list that is being worked through stays.
        codes.last().copied().into_iter().for_each(|code| app.stand_on(code));
        app.follow();
    }
    app.place.just_coded = None;
    if let [(document, span)] = passages[..] {
        app.place.excerpt = Some((document, span));
        app.place.just_coded = Some((document, span));
        app.place.worked = Some(document);
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
            let slot = app
                .place
                .quick
                .iter()
                .chain(&app.place.letters)
                .find(|(_, quick)| **quick == code)
                .map_or(' ', |(&key, _)| key);
            let aside = format!("{}  {slot}", excerpts_of(app, code));
            Item { words: project.code_words(code), also: String::new(), aside, about }
        })
        .collect();
    (codes.into(), items)
}
