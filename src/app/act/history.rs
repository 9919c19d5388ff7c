//! The audit trail as a list: each act, what it was about, and taking back one act alone.

use super::memos::go_to;
use super::sheets::go_to_entry;
use crate::analysis::{TrailQuery, acts, differences};
use crate::app::overlay::{Notice, Overlay, Prompt};
use crate::app::{App, Trouble, Wish};
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::project::{Edit, Hindrance, Moment, Op, OpId, Thing};
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// So many acts are listed at most: the shell lists them all.
const MOST: usize = 2_000;

/// The acts, the latest first.
pub fn history(app: &mut App) -> Done {
    app.place.history_filter.clear();
    let listing = listing(app)?;
    if listing.table.rows.is_empty() {
        return Err("nothing was done in this project yet".into());
    }
    let mut sheet = Sheet::new(listing);
    sheet.context = "history";
    // What was done, not when.
    sheet.column = 3;
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

fn listing(app: &mut App) -> Result<Listing, Trouble> {
    // A filter that names nothing is said while it is typed; until then everything is shown.
    let query = TrailQuery::typed(app.desk.project(), &app.place.history_filter).unwrap_or_default();
    let (mut table, firsts) = acts(app.desk.history()?, &query, MOST);
    if !app.place.history_filter.is_empty() {
        table.notes.push(format!("only: {}", app.place.history_filter));
    }
    Ok(Listing { table, entries: firsts.into_iter().map(Entry::Op).collect() })
}

/// Lists what is there now; the cursor stays on its act.
fn list_anew(app: &mut App) -> Done {
    let listing = listing(app)?;
    let sheet = app.sheet().ok_or("no table is open; Space h lists what was done")?;
    let here = sheet.entry();
    sheet.show(listing);
    sheet.stand_on(here);
    Ok(())
}

impl App {
    fn act_here(&mut self) -> Result<OpId, Trouble> {
        match self.sheet().and_then(|sheet| sheet.entry()) {
            Some(Entry::Op(change)) => Ok(change),
            _ => Err("no act is under the cursor".into()),
        }
    }
}

/// Takes back the act under the cursor alone; where later acts build on it, lists them.
pub fn undo_act(app: &mut App) -> Done {
    let change = app.act_here()?;
    match app.desk.undo_act(change) {
        Ok(what) => {
            list_anew(app)?;
            app.say(format!("Undone: {what}.  U does it again"));
            Ok(())
        }
        Err(Hindrance::BuiltOn(later)) => {
            let mut lines = vec!["Take these back first, the last one first:".to_string(), String::new()];
            lines.extend(later);
            app.overlays.push(Overlay::Notice(Box::new(Notice::of("later acts build on it", lines))));
            Ok(())
        }
        Err(hindrance) => Err(hindrance.into()),
    }
}

/// Shows only some acts; what is typed holds at once.
pub fn filter(app: &mut App) -> Done {
    let (now, before) = (app.place.history_filter.clone(), app.place.history_filter.clone());
    let narrow = |app: &mut App, typed: &str| {
        app.place.history_filter = typed.to_string();
        let listed = list_anew(app).err().map(|trouble| trouble.to_string());
        let wrong = TrailQuery::typed(app.desk.project(), typed).err();
        let rows = app.sheet().map_or(0, |sheet| sheet.table().rows.len());
        listed.or(wrong).unwrap_or_else(|| count_of(rows, "act"))
    };
    let back = move |app: &mut App| {
        app.place.history_filter = before;
        // The list stays as it is where the logs cannot be read again.
        let _ = list_anew(app);
    };
    let left = back.clone();
    let keep = move |app: &mut App, typed: &str| {
        TrailQuery::typed(app.desk.project(), typed).map(drop).map_err(|why| {
            back(app);
            Trouble::Say(why)
        })
    };
    let title = "words, by:NAME, about:NAME, since:DAY, until:DAY";
    app.overlays.push(Overlay::Prompt(Box::new(Prompt::of(title, &now, keep).live(narrow, left))));
    Ok(())
}

/// Goes to what the act under the cursor was about.
pub fn subject(app: &mut App) -> Done {
    let change = app.act_here()?;
    let fold = app.desk.history()?;
    let act = fold.act_of(change).ok_or("this act is not there any more")?;
    // What took something back was about that.
    let act = act.gist().undoes.and_then(|undone| fold.act_of(undone)).unwrap_or(act);
    let gist: Op = act.gist().clone();
    match subject_of(app, &gist.edit) {
        Some(Entry::Memo(memo)) => {
            let on = app.desk.project().memo(memo).ok_or("this memo was removed")?.on;
            app.overlays.clear();
            go_to(app, on);
            Ok(())
        }
        Some(entry) => go_to_entry(app, entry),
        None => Err("what this act was about is not there any more, or stands in no text and no tree".into()),
    }
}

/// What an edit is about, where it is there and can be gone to.
fn subject_of(app: &App, edit: &Edit) -> Option<Entry> {
    let project = app.desk.project();
    let there = |thing: Thing| match thing {
        Thing::Document(id) => project.document(id).map(|_| Entry::Document(id)),
        Thing::Code(id) => {
            let code = project.stands_for(id);
            project.codebook().place(code).map(|_| Entry::Code(code))
        }
        Thing::Coding(id) => project.coding(id).map(|coding| Entry::Excerpt(coding.document, coding.span)),
        Thing::Memo(id) => project.memo(id).map(|_| Entry::Memo(id)),
        Thing::Theme(id) => project.stands(id).next().map(|_| Entry::Theme(id)),
        Thing::Revision(id) => project.revised(id).map(|revised| Entry::Document(revised.document)),
        _ => None,
    };
    match *edit {
        Edit::Attribute { passage, .. } | Edit::TakeStand { passage, .. } => {
            Some(Entry::Excerpt(passage.document, passage.span))
        }
        // A coding that was taken off: where it stood.
        Edit::ApplyCode { coding, passage, .. } => {
            there(Thing::Coding(coding)).or_else(|| there(Thing::Document(passage.document)))
        }
        _ => edit.subject().and_then(there),
    }
}

/// Lists what changed in codebook and coding from right before the act under the cursor until now.
pub fn changed_since(app: &mut App) -> Done {
    let change = app.act_here()?;
    let fold = app.desk.history()?;
    let before = fold.as_of(Moment::Act(change))?;
    let mut table = differences(before.project(), fold.project());
    if table.rows.is_empty() {
        return Err("codebook and coding are as they were right after this act".into());
    }
    table.title = "What changed since this act".to_string();
    app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(table))));
    Ok(())
}

/// Opens the project as it was right after the act under the cursor, to be looked at.
pub fn look_back(app: &mut App) -> Done {
    let change = app.act_here()?;
    if app.desk.past().is_some() {
        return Err("this is the past already; q goes back first".into());
    }
    let act = app.desk.history()?.act_of(change).ok_or("this act is not there any more")?;
    let at = super::review::day_and_time(act.gist().at);
    app.wishes.push(Wish::LookBack(Moment::Act(change), at));
    Ok(())
}
