//! Splitting: an excerpt at the cursor, a code by its excerpts.

use super::naming::{self, new_path};
use super::recoding::codings_here;
use crate::app::overlay::{Notice, Overlay, Prompt};
use crate::app::units::Reading;
use crate::app::{App, Trouble};
use crate::project::{CodeId, Coding, CodingId, DocumentId, Edit, Flag, Passage, Person, Refusal, Target, Thing};
use crate::text::{Span, count_of, turn_at, word_at};

type Done = Result<(), Trouble>;

/// Splits the excerpt at the cursor, before the word there: all its codings go to both parts.
pub fn excerpt(app: &mut App) -> Done {
    let (document, first, second, was) = parts(app)?;
    let whole = app.desk.passage(document, was.start(), was.end())?;
    let first = app.desk.passage(document, first.start(), first.end())?;
    let second = app.desk.passage(document, second.start(), second.end())?;
    let project = app.desk.project();
    let here = project.codings_touching(document, was).filter(|(_, coding)| coding.span == was);
    let codings: Vec<(CodingId, Coding)> = here.map(|(id, coding)| (id, *coding)).collect();
    let mut edits = Vec::new();
    for (coding, was) in &codings {
        edits.extend(split_coding(app, *coding, was, first, second));
    }
    let project = app.desk.project();
    let memos: Vec<_> = project.memos().filter(|(_, memo)| memo.on == Target::Excerpt(document, was)).collect();
    let on = Target::Excerpt(document, first.span);
    edits.extend(memos.iter().map(|&(memo, _)| Edit::MoveMemo { memo, on }));
    let stays = if memos.is_empty() { "" } else { "; its memo stays with the first" };
    if let Some(speakers) = project.attribution(document, was).map(<[String]>::to_vec) {
        let both = [first, second].map(|passage| Edit::Attribute { passage, speakers: Some(speakers.clone()) });
        edits.extend(both);
        edits.push(Edit::Attribute { passage: whole, speakers: None });
    }
    let lines = |span| app.desk.project().line_range(document, span);
    let (one, other, before) = (lines(first.span), lines(second.span), lines(was));
    let with = if codings.len() > 1 { format!(", with its {} codings", codings.len()) } else { String::new() };
    app.desk.commit(edits)?;
    app.place.let_go();
    app.say(format!("Split {before} into {one} and {other}{with}{stays}.  u undo"));
    Ok(())
}

/// The smallest excerpt at the cursor, and its parts before and from the word there.
fn parts(app: &App) -> Result<(DocumentId, Span, Span, Span), Trouble> {
    let (id, document, text) = app.open_text()?;
    let cursor = app.place.cursor;
    let here = app.desk.project().codings_in(id).map(|(_, coding)| coding.span).filter(|span| span.contains(cursor));
    let was = here.min_by_key(|span| (span.len(), *span)).ok_or("no code here; ] e goes to the next coded passage")?;
    let cut = word_at(&text, cursor).map_or(cursor, Span::start);
    // A speaker's label goes with the turn that it opens.
    let turn = turn_at(&document.turns, cut).map(|place| document.turns[place]).filter(|turn| cut <= turn.body);
    let (end, start) = turn.map_or((cut, cut), |turn| (turn.start, turn.body));
    let reading = Reading { document: &document, text: &text };
    let first = Some(end).filter(|end| *end > was.start()).and_then(|end| reading.tight(was.start(), end));
    let second = reading.tight(start, was.end());
    match (first, second) {
        (Some(first), Some(second)) => Ok((id, first, second, was)),
        _ => Err("move onto the first word of what is to be the second part".into()),
    }
}

/// The edits that end a coding with the first part, and put the same on the second.
fn split_coding(app: &mut App, coding: CodingId, was: &Coding, first: Passage, second: Passage) -> Vec<Edit> {
    let Coding { code, coder, origin, .. } = *was;
    let resize = Edit::ResizeCoding { coding, passage: first };
    let mut edits = match app.desk.project().check(&resize) {
        Err(Refusal::Repeated) => vec![Edit::Remove { thing: Thing::Coding(coding) }],
        _ => vec![resize],
    };
    let coding = CodingId(app.desk.next_id());
    let again = Edit::ApplyCode { coding, passage: second, code, coder, at: Some(was.at), origin };
    if app.desk.project().check(&again) != Err(Refusal::Repeated) {
        edits.push(again);
        edits.extend(was.flags.iter().map(|flag: Flag| Edit::FlagCoding { coding, flag, set: true }));
    }
    edits
}

/// Asks for a name, and puts the chosen excerpts of the listed code under a subcode of that name, after
/// a preview.
pub fn code(app: &mut App) -> Done {
    let (code, codings) = listed(app)?;
    let name = app.desk.project().code_words(code);
    let excerpts = excerpts_of(&codings);
    let title = format!("subcode of {name} for {}", count_of(excerpts.len(), "excerpt"));
    let prompt = Prompt::of(title, "", move |app, typed| {
        if typed.is_empty() {
            return Err(Refusal::NoName.into());
        }
        let people = people_of(app, &excerpts);
        let own = naming::excerpts_of(app, code);
        let lines = vec![
            format!(
                "{} of {} go to {name} > {typed}.",
                count_of(excerpts.len(), "excerpt"),
                count_of(people, "participant")
            ),
            format!("{name} keeps {} of its own.", count_of(own - excerpts.len().min(own), "excerpt")),
            "One u takes it all back.".to_string(),
        ];
        let (into, typed) = (format!("{name} > {typed}"), typed.to_string());
        let notice = Notice::asking(format!("split {name}"), lines, move |app| {
            let mut edits = Vec::new();
            let path = app.desk.project().code_path(code).join(" > ");
            let child = new_path(app, &format!("{path} > {typed}"), &mut edits)?;
            edits.extend(codings.iter().map(|&(coding, _)| Edit::RecodeCoding { coding, code: child }));
            app.desk.commit(edits)?;
            app.place.marked_excerpts.clear();
            app.say(format!("{} now under {into}.  u undo", count_of(excerpts.len(), "excerpt")));
            Ok(())
        });
        app.overlays.push(Overlay::Notice(Box::new(notice)));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt.noting(|app, typed| naming::note(app, typed, None)))));
    Ok(())
}

/// The listed code, and its own codings of the chosen excerpts.
fn listed(app: &App) -> Result<(CodeId, Vec<(CodingId, Coding)>), Trouble> {
    let project = app.desk.project();
    let code = app.place.listed.filter(|&code| project.codebook().place(code).is_some());
    let code = code.ok_or("no code is listed; Enter on a code lists its excerpts")?;
    let own = |(_, coding): &(CodingId, Coding)| project.stands_for(coding.code) == code;
    let codings: Vec<_> = codings_here(app)?.into_iter().filter(own).collect();
    if codings.is_empty() {
        let name = project.code_words(code);
        return Err(Trouble::Say(format!(
            "these are under subcodes of {name} already; r puts them under another code"
        )));
    }
    Ok((code, codings))
}

fn excerpts_of(codings: &[(CodingId, Coding)]) -> Vec<(DocumentId, Span)> {
    let mut spans: Vec<_> = codings.iter().map(|(_, coding)| (coding.document, coding.span)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn people_of(app: &App, excerpts: &[(DocumentId, Span)]) -> usize {
    let who = |&(document, span): &(DocumentId, Span)| app.desk.project().respondents(document, span);
    let mut people: Vec<Person> = excerpts.iter().flat_map(who).collect();
    people.sort_unstable();
    people.dedup();
    people.len()
}
