//! The list of memos: opened, searched, taken away, written into a file.

use crate::analysis::{Cell, Column, Kind, MemoQuery, Table, memo_page, memo_table, memos_meant, target_words};
use crate::app::overlay::{Memo, Notice, Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::place::Draft;
use crate::project::{Edit, MemoId, Target, Texts, Thing};

use super::drafts;
use super::filing::{Filed, ask_file};
use super::memos::{go_to, name_of};
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// Lists the memos, those that are not finished first.
pub fn list(app: &mut App) -> Done {
    app.place.memo_filter.clear();
    let mut sheet = Sheet::of(&app.scene(), "memos", listing);
    sheet.column = 0;
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

fn query(scene: &Scene) -> MemoQuery {
    // A filter that names nothing is said while it is typed; until then everything is shown.
    MemoQuery::typed(scene.project, &scene.place.memo_filter).unwrap_or_default()
}

fn listing(scene: &Scene) -> Listing {
    let column = |title: &str| Column { key: title.to_string(), title: title.to_string(), kind: Kind::Words };
    let mut table = Table {
        report: "memos",
        title: "Memos".to_string(),
        columns: ["about", "kind", "coder", "words"].map(column).into(),
        ..Table::default()
    };
    let mut entries = Vec::new();
    for (place, draft) in scene.place.drafts.iter().enumerate() {
        let on = target_words(scene.project, draft.on);
        let kind = if draft.entry.is_some() { "codebook entry" } else { draft.kind.word() };
        let cells = [on.as_str(), kind, "not finished", &first_line(&draft.shown())];
        table.rows.push(cells.map(Cell::from).into());
        entries.push(Entry::Draft(place));
    }
    for (id, memo) in memos_meant(scene.project, scene.texts, &query(scene)) {
        let words = scene.texts.text(memo.text).map_or_else(String::new, |text| first_line(text.as_str()));
        let kind = if matches!(memo.on, Target::Day(_)) { "journal" } else { memo.kind.word() };
        let (on, coder) = (target_words(scene.project, memo.on), scene.project.coder_name(memo.coder));
        table.rows.push([on.as_str(), kind, coder, &words].map(Cell::from).into());
        entries.push(Entry::Memo(id));
    }
    if !scene.place.memo_filter.is_empty() {
        table.notes.push(format!("only: {}", scene.place.memo_filter));
    }
    Listing { table, entries }
}

fn first_line(words: &str) -> String {
    words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_string()
}

impl App {
    /// The draft here, where the row is one.
    fn draft_here(&mut self) -> Result<Option<Draft>, Trouble> {
        match self.sheet().and_then(|sheet| sheet.entry()) {
            Some(Entry::Draft(place)) => {
                self.place.drafts.get(place).cloned().map(Some).ok_or_else(|| "it is finished by now".into())
            }
            _ => Ok(None),
        }
    }

    fn memo_here(&mut self) -> Result<MemoId, Trouble> {
        match self.sheet().and_then(|sheet| sheet.entry()) {
            Some(Entry::Memo(memo)) => Ok(memo),
            Some(Entry::Draft(_)) => Err("this one is not finished; Enter goes on with it".into()),
            _ => Err("no memo here".into()),
        }
    }
}

/// Opens the memo here; a colleague's to be read.
pub fn open(app: &mut App) -> Done {
    if let Some(draft) = app.draft_here()? {
        app.sheet().into_iter().for_each(Sheet::stale);
        return drafts::go_on(app, draft.file.as_deref());
    }
    let id = app.memo_here()?;
    show(app, id)
}

/// Opens a memo; a colleague's to be read.
pub(super) fn show(app: &mut App, id: MemoId) -> Done {
    let project = app.desk.project();
    let memo = project.memo(id).ok_or("this memo was removed")?.clone();
    let words = app.desk.texts().text(memo.text).ok_or("the words of this memo are missing from the texts folder")?;
    let title = name_of(app, memo.on);
    if project.coder_of(memo.coder) == app.desk.coder() && app.desk.past().is_none() {
        let writing = Memo::of(memo.on, title, Some(id), memo.kind, words.as_str());
        app.overlays.push(Overlay::Memo(Box::new(writing)));
    } else {
        let title = format!("{} memo by {}: {title}", memo.kind.word(), project.coder_name(memo.coder));
        let lines = words.as_str().lines().map(str::to_string).collect();
        app.overlays.push(Overlay::Notice(Box::new(Notice::of(title, lines))));
    }
    Ok(())
}

/// Goes to what the memo here is about.
pub fn subject(app: &mut App) -> Done {
    let id = app.memo_here()?;
    let on = app.desk.project().memo(id).ok_or("this memo was removed")?.on;
    app.overlays.clear();
    go_to(app, on);
    Ok(())
}

/// Shows only some memos; what is typed holds at once.
pub fn filter(app: &mut App) -> Done {
    let (now, before) = (app.place.memo_filter.clone(), app.place.memo_filter.clone());
    let narrow = |app: &mut App, typed: &str| {
        app.place.memo_filter = typed.to_string();
        app.sheet().into_iter().for_each(Sheet::stale);
        let query = MemoQuery::typed(app.desk.project(), typed);
        query.map_or_else(
            |why| why,
            |query| count_of(memos_meant(app.desk.project(), app.desk.texts(), &query).len(), "memo"),
        )
    };
    let title = "words, kind:decision, coder:NAME, on:NAME, mentions:NAME";
    let keep =
        move |app: &mut App, typed: &str| MemoQuery::typed(app.desk.project(), typed).map(drop).map_err(Trouble::Say);
    let left = move |app: &mut App| {
        app.place.memo_filter = before;
        app.sheet().into_iter().for_each(Sheet::stale);
    };
    app.overlays.push(Overlay::Prompt(Box::new(Prompt::of(title, &now, keep).live(narrow, left))));
    Ok(())
}

/// Takes the memo here away.
pub fn remove(app: &mut App) -> Done {
    if let Some(draft) = app.draft_here()? {
        app.give_up_draft(draft.file.as_deref());
        app.sheet().into_iter().for_each(Sheet::stale);
        let on = name_of(app, draft.on);
        app.say(format!("The draft on {on} is given up"));
        return Ok(());
    }
    let memo = app.memo_here()?;
    let known = app.desk.project().memo(memo).ok_or("this memo was removed")?;
    if app.desk.project().coder_of(known.coder) != app.desk.coder() {
        let name = app.desk.project().coder_name(known.coder);
        return Err(Trouble::Say(format!("this memo is {name}'s; only they take it away")));
    }
    let on = name_of(app, known.on);
    app.desk.commit(vec![Edit::Remove { thing: Thing::Memo(memo) }])?;
    app.say(format!("Removed the memo on {on}.  u undo"));
    Ok(())
}

/// Writes the memos shown into a file, with what they are about.
pub fn export(app: &mut App) -> Done {
    let n = memos_meant(app.desk.project(), app.desk.texts(), &query(&app.scene())).len();
    if n == 0 {
        return Err("no memo is shown; Esc in f shows all again".into());
    }
    ask_file(app, &count_of(n, "memo"), "memos.md", |app| {
        let (project, texts, query) = (app.desk.project(), app.desk.texts(), query(&app.scene()));
        Filed {
            what: count_of(memos_meant(project, texts, &query).len(), "memo"),
            page: memo_page(project, texts, &query),
            table: Some(memo_table(project, texts, &query)),
        }
    });
    Ok(())
}
