//! Somebody who was studied withdraws.

use crate::analysis::{Choices, Holding, Page, Table, certificate, certificate_name};
use crate::app::overlay::{Choice, Notice, Overlay, Prompt, Reader};
use crate::app::{App, Trouble};
use crate::exchange::{key_without, plan_erasure};
use crate::panes::sheet::Entry;
use crate::project::*;
use crate::text::visible;

type Done = Result<(), Trouble>;

/// Lists what there is of the person here, and asks what is to become of it.
pub fn withdraw(app: &mut App) -> Done {
    let (case, made) = person_here(app)?;
    if !made.is_empty() {
        let name = name_of(&made);
        let lines =
            vec![format!("{} is a label so far. To withdraw they become a person of their own.", visible(&name))];
        let then = move |app: &mut App| {
            app.desk.commit(made)?;
            app.people_sheet()?.stale();
            ask(app, case)
        };
        app.overlays.push(Overlay::Notice(Box::new(Notice::asking("a person of their own", lines, then))));
        return Ok(());
    }
    ask(app, case)
}

fn ask(app: &mut App, case: CaseId) -> Done {
    let texts = app.desk.texts().clone();
    let fold = app.desk.history()?.clone();
    let table = Holding::of(&fold, &texts, case, &Choices::default()).table(&fold);
    let withdrawn = fold.project().case(case).and_then(|case| case.withdrawn);
    if withdrawn == Some(Withdrawal::Removed) {
        return Err("what they said was erased; nothing of it is left".into());
    }
    let mut lines: Vec<String> = table.notes.clone();
    lines.extend(app.desk.out_of_reach().into_iter().map(|place| format!("Out of reach: {place}.")));
    lines.push(String::new());
    let set = |how: Option<Withdrawal>| move |app: &mut App| set(app, case, how);
    let title = table.title.clone();
    let mut choices = vec![
        Choice::of('l', "look at all of it, and what it would say; W comes back here", move |app| {
            app.overlays.push(Overlay::Page(Box::new(Reader::of(page(&table), "withdrawal"))));
            Ok(())
        }),
        Choice::of('n', "note that they withdrew: what they said stays and counts", set(Some(Withdrawal::Kept))),
        Choice::of('s', "stop counting it: it stays, and counts nowhere", set(Some(Withdrawal::Stopped))),
        Choice::of('r', "remove it for good; you are asked for their name first", move |app| ask_name(app, case)),
    ];
    if withdrawn.is_some() {
        choices.push(Choice::of('b', "they are in the study again", set(None)));
    }
    app.overlays.push(Overlay::Notice(Box::new(Notice::choosing(title, lines, choices))));
    Ok(())
}

/// The rows of the list as a page, by what they are.
fn page(table: &Table) -> Page {
    let mut page = Page::new(&table.title);
    let mut last = String::new();
    for row in &table.rows {
        let [what, place, says, becomes] = [0, 1, 2, 3].map(|column: usize| row[column].value.shown());
        if what != last {
            page.heading(0, &what);
            last = what;
        }
        page.paragraph(format!("{place}: {says}\n  > {becomes}"));
    }
    table.notes.iter().for_each(|note| page.note(note));
    page
}

/// Who is in the row here; one who has only a label becomes a person by the edits.
fn person_here(app: &mut App) -> Result<(CaseId, Vec<Edit>), Trouble> {
    match app.people_sheet()?.entry() {
        Some(Entry::Case(case)) => Ok((case, Vec::new())),
        Some(Entry::Speaker(..)) => {
            let mut made = Vec::new();
            match app.subjects(&mut made)?[..] {
                [Subject::Case(case)] => Ok((case, made)),
                _ => Err("one person at a time: Esc takes the marks off".into()),
            }
        }
        _ => Err("documents do not withdraw; t turns to the people".into()),
    }
}

fn name_of(made: &[Edit]) -> String {
    let name = |edit: &Edit| match edit {
        Edit::AddCase { name, .. } => Some(name.clone()),
        _ => None,
    };
    made.iter().find_map(name).unwrap_or_default()
}

fn set(app: &mut App, case: CaseId, how: Option<Withdrawal>) -> Done {
    app.desk.commit(vec![Edit::Withdraw { case, how }])?;
    app.people_sheet()?.stale();
    let name = app.desk.project().case(case).map_or_else(String::new, |case| case.name.clone());
    let how = how.map_or("is in the study again", Withdrawal::said);
    app.say(format!("{name}: {how}.  u undo"));
    Ok(())
}

fn ask_name(app: &mut App, case: CaseId) -> Done {
    let name = app.desk.project().case(case).map_or_else(String::new, |case| case.name.clone());
    let title = format!("erased for good, with no undo: type {} to do it", visible(&name));
    let prompt = Prompt::of(title, "", move |app, typed| {
        if typed != name {
            return Err("that is not their name; nothing was changed".into());
        }
        remove(app, case)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

fn remove(app: &mut App, case: CaseId) -> Done {
    let failed = |error: &dyn std::fmt::Display| Trouble::Say(error.to_string());
    let texts = app.desk.texts().clone();
    let there = texts.there().map_err(|error| failed(&error))?;
    let fold = app.desk.history()?.clone();
    let holding = Holding::of(&fold, &texts, case, &Choices::default());
    let plan = app.desk.plan(|_, ids, _| plan_erasure(&fold, &texts, (case, &holding), &there, ids));
    let counts = holding.counts(&plan.edits);
    let revised: Vec<Edit> =
        plan.edits.iter().filter(|edit| matches!(edit, Edit::ReviseDocument { .. })).cloned().collect();
    let repeats = |words: &str| holding.written(words).is_some();
    app.place.forget(&repeats);
    let gone = app.desk.take_out(plan.texts, plan.edits, &repeats, &|key| key_without(key, &holding));
    let gone = gone.map_err(|error| failed(&error))?;
    for edit in &revised {
        if let Edit::ReviseDocument { document, changes, .. } = edit {
            app.place.go_with(*document, changes);
        }
    }
    let files = gone.files();
    let who = (holding.name(), case, app.desk.today());
    let page = certificate(app.desk.project(), who, &counts, &files, &app.desk.out_of_reach());
    let written = app.desk.write_certificate(&certificate_name(app.desk.today(), case), &page.markdown());
    app.overlays.clear();
    app.keep_place();
    let path = written.map_err(|error| failed(&error))?;
    app.say(format!("Erased for good; the certificate is {}", path.display()));
    app.overlays.push(Overlay::Page(Box::new(Reader::of(page, "withdrawal"))));
    Ok(())
}
