//! Changing what is coded: codes taken off or replaced, ends moved, flags, speakers.

use super::coding::{code_picker, name_of, targets};
use crate::app::overlay::{Item, Overlay, Picked, Picker};
use crate::app::{App, Trouble};
use crate::place::{Pane, Selection};
use crate::project::{Coding, CodingId, Edit, Flag, Refusal, Target, Thing, turns_sharing};
use crate::text::{Span, count_of};

type Done = Result<(), Trouble>;

/// The codings meant: in the list those of the chosen excerpts under the listed code, in the text those
/// at the cursor or within the selection.
pub(super) fn codings_here(app: &App) -> Result<Vec<(CodingId, Coding)>, Trouble> {
    let project = app.desk.project();
    if app.place.pane == Pane::Excerpts {
        let chosen = app.chosen_excerpts()?;
        let list = app.excerpts.list().iter().filter(|one| chosen.contains(&(one.document, one.span)));
        return Ok(list.flat_map(|one| &one.codings).filter_map(|&id| Some((id, *project.coding(id)?))).collect());
    }
    let (document, _, text) = app.open_text()?;
    let cell = crate::text::grapheme_at(&text, app.place.cursor);
    let span = match app.place.selection {
        Some(selection) => selection.span(),
        None => Span::new(cell.start, cell.end, text.len()).ok_or("there is no text here")?,
    };
    let here: Vec<_> = project.codings_touching(document, span).map(|(id, coding)| (id, *coding)).collect();
    if here.is_empty() { Err("no code here; ] e goes to the next coded passage".into()) } else { Ok(here) }
}

/// Lets the coder choose among codings where there are several, and gives them to `then`.
fn choose_codings(
    app: &mut App,
    title: &str,
    then: impl FnOnce(&mut App, Vec<(CodingId, Coding)>) -> Done + Send + 'static,
) -> Done {
    let here = codings_here(app)?;
    if here.len() == 1 || app.place.pane == Pane::Excerpts {
        return then(app, here);
    }
    let project = app.desk.project();
    let items = here
        .iter()
        .map(|(_, coding)| Item {
            words: project.code_words(coding.code),
            aside: format!(
                "{}  {}",
                project.line_range(coding.document, coding.span),
                project.coder_name(coding.coder)
            ),
            ..Item::default()
        })
        .collect();
    let picker = Picker::of(title, items, move |app, picked| match picked {
        Picked::Places(places) => then(app, places.into_iter().map(|place| here[place]).collect()),
        Picked::New(..) => Ok(()),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.several())));
    Ok(())
}

/// Takes a code off the passage.
pub fn uncode(app: &mut App) -> Done {
    choose_codings(app, "take off", |app, codings| {
        let edits = codings.iter().map(|&(id, _)| Edit::Remove { thing: Thing::Coding(id) }).collect();
        app.desk.commit(edits)?;
        let toast = match codings[..] {
            [(_, coding)] => {
                let project = app.desk.project();
                let whose = project.coder_name(coding.coder);
                let whose =
                    if coding.coder == app.desk.coder() { String::new() } else { format!(" (coded by {whose})") };
                let lines = project.line_range(coding.document, coding.span);
                format!("Took {} off {lines}{whose}.  u undo", project.code_words(coding.code))
            }
            _ => format!("Took {} codes off.  u undo", codings.len()),
        };
        app.place.marked_excerpts.clear();
        app.say(toast);
        Ok(())
    })
}

/// Puts another code in place of one.
pub fn recode(app: &mut App) -> Done {
    choose_codings(app, "recode which", |app, codings| {
        let title = match codings[..] {
            [(_, coding)] => format!("in place of {}", app.desk.project().code_words(coding.code)),
            _ => format!("in place of {} codings", codings.len()),
        };
        let picker = code_picker(app, title, move |app, codes, mut edits| {
            let code = codes[0];
            for (coding, _) in &codings {
                let edit = Edit::RecodeCoding { coding: *coding, code };
                match app.desk.project().check(&edit) {
                    // The passage has the new code already: the old one is all there is to take off.
                    Err(Refusal::Repeated) => edits.push(Edit::Remove { thing: Thing::Coding(*coding) }),
                    _ => edits.push(edit),
                }
            }
            app.desk.commit(edits)?;
            app.place.used(&[code]);
            app.place.marked_excerpts.clear();
            let name = app.desk.project().code_words(code);
            app.say(format!("Recoded {} as {name}.  u undo", count_of(codings.len(), "coding")));
            Ok(())
        });
        app.overlays.push(Overlay::Picker(Box::new(picker)));
        Ok(())
    })
}

/// Opens the excerpt at the cursor as a selection, so that its ends can be moved.
pub fn reopen(app: &mut App) -> Done {
    let mut spans: Vec<Span> = codings_here(app)?.into_iter().map(|(_, coding)| coding.span).collect();
    spans.sort_unstable_by_key(|span| (span.len(), *span));
    spans.dedup();
    let (_, _, text) = app.open_text()?;
    let span = spans[0];
    let last = crate::text::prev_grapheme(&text, span.end());
    let first = crate::text::grapheme_at(&text, span.start());
    let (Some(anchor), Some(head)) =
        (Span::new(first.start, first.end, text.len()), Span::new(last, span.end(), text.len()))
    else {
        return Ok(());
    };
    app.place.selection = Some(Selection { anchor, head, spent: false, by: None });
    app.place.reopened = Some(span);
    app.place.cursor = last;
    app.say("Move the end, o the other end, Enter keeps it, Esc leaves it as it was");
    Ok(())
}

/// Keeps the ends of a reopened excerpt: codes, memos and attribution travel with it.
pub(super) fn keep_ends(app: &mut App, was: Span) -> Done {
    let (document, span) = app.passage()?;
    if span == was {
        app.place.let_go();
        app.say("the ends are as they were");
        return Ok(());
    }
    let passage = app.desk.passage(document, span.start(), span.end())?;
    let old = app.desk.passage(document, was.start(), was.end())?;
    let project = app.desk.project();
    let mut edits: Vec<Edit> = Vec::new();
    for (coding, _) in project.codings_touching(document, was).filter(|(_, coding)| coding.span == was) {
        let edit = Edit::ResizeCoding { coding, passage };
        match project.check(&edit) {
            Err(Refusal::Repeated) => edits.push(Edit::Remove { thing: Thing::Coding(coding) }),
            _ => edits.push(edit),
        }
    }
    let travelling = project.memos_on(document, was);
    edits.extend(travelling.map(|(memo, _)| Edit::MoveMemo { memo, on: Target::Excerpt(document, span) }));
    if let Some(speakers) = project.attribution(document, was) {
        edits.push(Edit::Attribute { passage, speakers: Some(speakers.to_vec()) });
        edits.push(Edit::Attribute { passage: old, speakers: None });
    }
    let moved = project.codings_touching(document, was).filter(|(_, coding)| coding.span == was).count();
    app.desk.commit(edits)?;
    app.place.let_go();
    let lines = app.desk.project().line_range(document, span);
    let with = if moved > 1 { format!(", with its {moved} codings") } else { String::new() };
    app.say(format!("The excerpt now covers {lines}{with}.  u undo"));
    Ok(())
}

/// Says who speaks in the passage, where the turns do not tell it right; the turns' own speakers take
/// the statement back.
pub fn attribute(app: &mut App) -> Done {
    let (id, span) = targets(app)?[0];
    let project = app.desk.project();
    let document = project.document(id).ok_or("this document was removed")?;
    let label = |place: u16| document.speakers.get(usize::from(place)).map(|speaker| speaker.label.clone());
    let mut speaking: Vec<u16> = turns_sharing(&document.turns, span).map(|turn| turn.speaker).collect();
    speaking.sort_unstable();
    speaking.dedup();
    let speaking: Vec<String> = speaking.into_iter().filter_map(label).collect();
    let labels: Vec<String> = document.speakers.iter().map(|speaker| speaker.label.clone()).collect();
    let mut items = vec![Item { words: "as the turns say".to_string(), ..Item::default() }];
    // To say so is more than to leave it to the turns: then it is no longer in doubt.
    if !speaking.is_empty() {
        let words = format!("as now, confirmed: {}", speaking.join(", "));
        items.push(Item { words, ..Item::default() });
    }
    let named = items.len();
    items.extend(document.speakers.iter().map(|speaker| Item {
        words: speaker.label.clone(),
        aside: speaker.role.word().to_string(),
        ..Item::default()
    }));
    let title = format!("who speaks in {} (Tab marks several)", project.line_range(id, span));
    let picker = Picker::of(title, items, move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        let chosen: Vec<String> =
            places.iter().filter(|&&place| place >= named).map(|&place| labels[place - named].clone()).collect();
        let all = named > 1 && places.contains(&1);
        let chosen = if all { speaking } else { chosen };
        let speakers = (!chosen.is_empty()).then_some(chosen);
        let passage = app.desk.passage(id, span.start(), span.end())?;
        app.desk.commit(vec![Edit::Attribute { passage, speakers }])?;
        app.say(format!("Respondents of {}.  u undo", name_of(app, &vec![(id, span)])));
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.several())));
    Ok(())
}

/// Marks as a key quote, or unmarks.
pub fn flag_key_quote(app: &mut App) -> Done {
    flag(app, Flag::KeyQuote)
}

/// Marks to discuss, or unmarks.
pub fn flag_discuss(app: &mut App) -> Done {
    flag(app, Flag::Discuss)
}

fn flag(app: &mut App, flag: Flag) -> Done {
    choose_codings(app, "mark which", move |app, codings| {
        let set = !codings.iter().all(|(_, coding)| coding.flags.has(flag));
        let unlike = codings.iter().filter(|(_, coding)| coding.flags.has(flag) != set);
        let edits = unlike.map(|&(coding, _)| Edit::FlagCoding { coding, flag, set }).collect();
        app.desk.commit(edits)?;
        let what = if set { "Marked as" } else { "No longer marked as" };
        app.say(format!("{what} {}: {}.  u undo", flag.word(), count_of(codings.len(), "coding")));
        Ok(())
    })
}
