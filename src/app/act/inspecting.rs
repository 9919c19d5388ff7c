//! All that is known of the excerpts at a place.

use super::recoding::{codings_here, keep_ends};
use crate::analysis::{mentions, target_words};
use crate::app::overlay::{Item, Overlay, Picked, Picker};
use crate::app::{App, Trouble};
use crate::project::{Coding, CodingId, Edit, Flag, Target, Texts, Thing, say};
use crate::text::{clock, count_of};

type Done = Result<(), Trouble>;

/// Keeps the ends of a reopened excerpt, or codes the selection where one code is gone on with; else
/// lists what is coded here, the shortest excerpt first. Enter goes to the code in the tree.
pub fn inspect(app: &mut App) -> Done {
    if let Some(was) = app.place.reopened {
        return keep_ends(app, was);
    }
    if super::keeping::go_on(app)? {
        return Ok(());
    }
    let mut codings = codings_here(app)?;
    codings.sort_by_key(|(id, coding)| (coding.span.len(), coding.span, *id));
    let histories = histories(app, &codings);
    let project = app.desk.project();
    let items = codings.iter().zip(histories).map(|((_, coding), history)| Item {
        words: project.code_words(coding.code),
        also: project.coder_name(coding.coder).to_string(),
        aside: format!("{}  {}", project.line_range(coding.document, coding.span), project.coder_name(coding.coder)),
        about: about(app, coding, history),
    });
    let codes: Vec<_> = codings.iter().map(|(_, coding)| project.stands_for(coding.code)).collect();
    let title = format!("{} here; Enter goes to the code", count_of(codings.len(), "coding"));
    let picker = Picker::of(title, items.collect(), move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        let code = codes[places[0]];
        if app.desk.project().codebook().place(code).is_none() {
            return Err("this code was put away, so the tree does not show it".into());
        }
        app.place.remember_jump();
        app.show_code(code);
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Who speaks, since when it is coded, flags, memos, what was changed, and what the code means.
fn about(app: &App, coding: &Coding, history: Option<String>) -> String {
    let project = app.desk.project();
    let people = project.respondents(coding.document, coding.span).into_iter();
    let people: Vec<String> = people.map(|person| project.person_name(person)).collect();
    let mut parts = vec![if people.is_empty() { "no respondent".to_string() } else { people.join(", ") }];
    let recorded = project.document(coding.document).and_then(|document| document.time_at(coding.span.start()));
    parts.extend(recorded.map(|ms| format!("at {}", clock(ms))));
    parts.extend(coding.flags.iter().map(|flag: Flag| flag.word().to_string()));
    parts.push(format!("coded {}", super::review::day_and_time(coding.at)));
    parts.extend(history);
    for (_, memo) in project.memos_on(coding.document, coding.span) {
        let words = app.desk.texts().text(memo.text);
        let first = words.as_ref().and_then(|words| words.as_str().lines().next()).unwrap_or_default();
        parts.push(format!("{} memo by {}: {first}", memo.kind.word(), project.coder_name(memo.coder)));
    }
    for (id, theme) in project.themes() {
        let stand = project.stand(id, coding.document, coding.span);
        parts.extend(stand.map(|stand| format!("{}: {}", stand.word(), theme.claim)));
    }
    for id in mentions(project, app.desk.texts(), Target::Excerpt(coding.document, coding.span)) {
        let on = project.memo(id).map_or_else(String::new, |memo| target_words(project, memo.on));
        parts.push(format!("linked from the memo on {on}"));
    }
    let means = project.code(coding.code).map(|code| code.definition.definition.clone());
    parts.extend(means.filter(|means| !means.is_empty()));
    parts.join("; ")
}

/// What was done to each of the codings after it was made: how often, and what last. Where the logs
/// cannot be read now, nothing is said of it.
fn histories(app: &mut App, codings: &[(CodingId, Coding)]) -> Vec<Option<String>> {
    let mut changes: Vec<(usize, Option<String>)> = vec![(0, None); codings.len()];
    let Ok(fold) = app.desk.history() else { return vec![None; codings.len()] };
    let project = fold.project();
    for done in fold.done() {
        let changed = match done.op.edit {
            Edit::ResizeCoding { coding, .. } | Edit::RecodeCoding { coding, .. } | Edit::FlagCoding { coding, .. } => {
                coding
            }
            Edit::Remove { thing: Thing::Coding(coding) } | Edit::Restore { thing: Thing::Coding(coding) } => coding,
            _ => continue,
        };
        if let Some(place) = codings.iter().position(|(id, _)| *id == changed) {
            let last = format!("{}: {}", project.coder_name(done.op.by), say(project, &done.op.edit));
            changes[place] = (changes[place].0 + 1, Some(last));
        }
    }
    let said = |(n, last): (usize, Option<String>)| Some(format!("{}, the last by {}", count_of(n, "change"), last?));
    changes.into_iter().map(said).collect()
}
