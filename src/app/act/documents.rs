//! The documents: chosen quickly, or in a list where they are put in order, renamed and put away.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Cell, Column, Kind, Table, Value, progress};
use crate::app::overlay::{Item, Notice, Overlay, Picked, Picker, Prompt};
use crate::app::{App, Trouble};
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::place::{Pane, Place};
use crate::project::{
    Assignment, CoderId, Document, DocumentId, DocumentKind, Edit, Project, RANK_STEP, Target, Thing,
};
use crate::text::{count_of, fold, line_of};

type Done = Result<(), Trouble>;

/// Chooses another document.
pub fn choose(app: &mut App) -> Done {
    let project = app.desk.project();
    let ids: Vec<DocumentId> = project.document_order().to_vec();
    if ids.is_empty() {
        return Err("no document yet: Space i brings files in".into());
    }
    let items = project
        .documents()
        .map(|(id, document)| Item {
            words: document.title.clone(),
            also: document.kind.word().to_string(),
            aside: summary(app, id, document),
            about: String::new(),
        })
        .collect();
    let picker = Picker::of("documents", items, move |app, picked| {
        if let Picked::Places(places) = picked {
            app.place.remember_jump();
            app.open(ids[places[0]], None);
            app.place.pane = Pane::Transcript;
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Kind, turns, how much is coded and how far this coder is, in few words.
fn summary(app: &App, id: DocumentId, document: &Document) -> String {
    let coded = progress(app.desk.project(), id).percent();
    let coded = coded.map_or_else(String::new, |share| format!("  {share}% coded"));
    let turns = if document.turns.is_empty() { String::new() } else { format!("  {} turns", document.turns.len()) };
    let status = status(app.desk.project(), &app.place, app.desk.coder(), id);
    format!("{}{turns}{coded}  {status}", document.kind.word())
}

/// How far a coder says they are with a document; what they only opened is said to be opened.
fn status(project: &Project, place: &Place, me: CoderId, id: DocumentId) -> &'static str {
    match state_of(project, me, id) {
        None if place.read_to.contains_key(&id) => "opened",
        state => Assignment::word_of(state),
    }
}

fn state_of(project: &Project, coder: CoderId, id: DocumentId) -> Option<Assignment> {
    let theirs =
        project.assignments().filter(|(other, document, _)| *document == id && project.coder_of(*other) == coder);
    theirs.map(|(.., state)| state).max()
}

/// Lists the documents with how far they are.
pub fn list(app: &mut App) -> Done {
    let me = app.desk.coder();
    let mut sheet = Sheet::of(&app.scene(), "documents", move |scene| listing(scene, me));
    let open = app.place.document.map(Entry::Document);
    sheet.column = 0;
    sheet.stand_on(open);
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

fn listing(scene: &Scene, me: CoderId) -> Listing {
    let filter = &scene.place.documents_filter;
    let columns = [
        ("document", "Document", Kind::Words),
        ("kind", "kind", Kind::Words),
        ("turns", "turns", Kind::Numbers),
        ("coded", "coded %", Kind::Numbers),
        ("status", scene.project.coder_name(me), Kind::Words),
        ("others", "other coders", Kind::Words),
        ("memos", "memos", Kind::Numbers),
        ("read", "read to line", Kind::Words),
    ];
    let column = |(key, title, kind): (&str, &str, Kind)| Column { key: key.into(), title: title.into(), kind };
    let mut table = Table {
        report: "documents",
        title: if filter.is_empty() { "Documents".to_string() } else { format!("Documents with {filter}") },
        settings: Vec::new(),
        columns: columns.map(column).into(),
        rows: Vec::new(),
        notes: vec!["coded %: turns of participants with any coding; without turns, print lines".to_string()],
    };
    if table.columns[4].title.is_empty() {
        table.columns[4].title = "mine".to_string();
    }
    let memos = memos_by_document(scene.project);
    let mut entries = Vec::new();
    for (id, document) in scene.project.documents() {
        let row = row(scene, me, id, document, memos.get(&id).copied().unwrap_or(0));
        if says(&row, filter) {
            table.rows.push(row);
            entries.push(Entry::Document(id));
        }
    }
    Listing { table, entries }
}

fn row(scene: &Scene, me: CoderId, id: DocumentId, document: &Document, memos: u64) -> Vec<Cell> {
    let project = scene.project;
    let others = project.coders().filter(|(coder, _)| *coder != me);
    let others = others.filter_map(|(coder, it)| Some(format!("{} {}", it.name, state_of(project, coder, id)?.word())));
    let read = scene.place.read_to.get(&id).filter(|&&read| read > 0);
    let read = read.map_or_else(String::new, |&read| {
        format!("{} of {}", line_of(&document.lines, read) + 1, document.lines.len())
    });
    vec![
        Cell::from(document.title.as_str()),
        Cell::from(document.kind.word()),
        Cell::from(document.turns.len() as u64),
        progress(project, id).percent().map_or(Cell::from(Value::Blank), Cell::from),
        Cell::from(status(project, scene.place, me, id)),
        Cell::from(others.collect::<Vec<_>>().join(", ").as_str()),
        Cell::from(memos),
        Cell::from(read.as_str()),
    ]
}

/// The memos on each document and on its passages.
fn memos_by_document(project: &Project) -> BTreeMap<DocumentId, u64> {
    let mut memos: BTreeMap<DocumentId, u64> = BTreeMap::new();
    for (_, memo) in project.memos() {
        if let Target::Document(id) | Target::Excerpt(id, _) = memo.on {
            *memos.entry(id).or_default() += 1;
        }
    }
    memos
}

/// Whether a row says all the words of a filter, whatever their case and accents.
fn says(row: &[Cell], filter: &str) -> bool {
    let said = row.iter().map(|cell| fold(&cell.value.shown())).collect::<Vec<_>>().join(" ");
    fold(filter).split_whitespace().all(|word| said.contains(word))
}

/// The documents chosen in the list: those marked, else the one under the cursor.
fn chosen(app: &mut App) -> Result<Vec<DocumentId>, Trouble> {
    let sheet = app.sheet().ok_or("Space F lists the documents")?;
    let document = |entry| match entry {
        Entry::Document(id) => Some(id),
        _ => None,
    };
    let chosen: Vec<DocumentId> = sheet.chosen().into_iter().filter_map(document).collect();
    if chosen.is_empty() { Err("no document here".into()) } else { Ok(chosen) }
}

fn titles(app: &App, ids: &[DocumentId]) -> String {
    match ids {
        [id] => app.desk.project().document(*id).map_or_else(String::new, |document| document.title.clone()),
        _ => count_of(ids.len(), "document"),
    }
}

/// Says that this coder is one step further with the documents: read, coded, checked, and open again.
pub fn cycle_status(app: &mut App) -> Done {
    let ids = chosen(app)?;
    let (project, coder) = (app.desk.project(), app.desk.coder());
    let next = match state_of(project, coder, ids[0]) {
        None | Some(Assignment::Open) => Assignment::Read,
        Some(Assignment::Read) => Assignment::Finished,
        Some(Assignment::Finished) => Assignment::Checked,
        Some(Assignment::Checked) => Assignment::Open,
    };
    let left_out: BTreeSet<&str> = ids.iter().flat_map(|&id| left_out(project, coder, id)).collect();
    let left_out = left_out.into_iter().collect::<Vec<_>>().join(", ");
    let edits = ids.iter().map(|&document| Edit::Assign { coder, document, state: Some(next) }).collect();
    let also = match left_out.as_str() {
        "" => String::new(),
        names => format!("  Reports count only coders with a status there: {names} has none yet"),
    };
    app.desk.commit(edits)?;
    app.say(format!("{}: {}.  u undo{also}", titles(app, &ids), next.word()));
    Ok(())
}

/// The coders who coded a document in which nobody has a status so far: reports count them until somebody has.
fn left_out(project: &Project, me: CoderId, id: DocumentId) -> Vec<&str> {
    if project.assignments().any(|(_, document, _)| document == id) {
        return Vec::new();
    }
    let coders: BTreeSet<CoderId> = project.codings_in(id).map(|(_, coding)| project.coder_of(coding.coder)).collect();
    coders.into_iter().filter(|&coder| coder != me).map(|coder| project.coder_name(coder)).collect()
}

/// Asks for another title.
pub fn retitle(app: &mut App) -> Done {
    let document = chosen(app)?[0];
    let title = titles(app, &[document]);
    let prompt = Prompt::of(format!("title of {title}"), &title.clone(), move |app, words| {
        app.desk.commit(vec![Edit::RetitleDocument { document, title: words.to_string() }])?;
        app.say(format!("Retitled {title} to {words}.  u undo"));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Asks what sort of material the documents are.
pub fn set_kind(app: &mut App) -> Done {
    let ids = chosen(app)?;
    let item = |kind: DocumentKind| Item {
        words: kind.word().to_string(),
        about: if kind.yields_respondents() { "yields respondents" } else { "yields no respondents" }.to_string(),
        ..Item::default()
    };
    let title = format!("kind of {}", titles(app, &ids));
    let picker = Picker::of(title, DocumentKind::ALL.map(item).into(), move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        let kind = DocumentKind::ALL[places[0]];
        app.desk.commit(ids.iter().map(|&document| Edit::SetKind { document, kind }).collect())?;
        app.say(format!("{}: {}.  u undo", titles(app, &ids), kind.word()));
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Moves the document up among the documents.
pub fn earlier(app: &mut App) -> Done {
    let times = app.times() as isize;
    place(app, -times)
}

/// Moves the document down among the documents.
pub fn later(app: &mut App) -> Done {
    let times = app.times() as isize;
    place(app, times)
}

fn place(app: &mut App, steps: isize) -> Done {
    let id = chosen(app)?[0];
    let project = app.desk.project();
    let mut order = project.document_order().to_vec();
    let here = order.iter().position(|&other| other == id).ok_or("this document was removed")?;
    let there = here.saturating_add_signed(steps).min(order.len() - 1);
    if there == here {
        return Err(if steps > 0 { "it is the last one" } else { "it is the first one" }.into());
    }
    let moved = order.remove(here);
    order.insert(there, moved);
    let rank = |id: &DocumentId| project.document(*id).map_or(0, |document| document.rank);
    let mut ranks: Vec<u64> = project.document_order().iter().map(rank).collect();
    // Documents that came in apart may share a rank: then all are ranked anew.
    if ranks.windows(2).any(|pair| pair[0] == pair[1]) {
        ranks = (1..=order.len() as u64).map(|place| place * RANK_STEP).collect();
    }
    let unlike = order.iter().zip(ranks).filter(|(id, wanted)| rank(id) != *wanted);
    let edits = unlike.map(|(&document, rank)| Edit::PlaceDocument { document, rank }).collect();
    app.desk.commit(edits)?;
    app.say(format!("Moved {} to place {}.  u undo", titles(app, &[id]), there + 1));
    Ok(())
}

/// Puts the documents away, after saying what goes with them.
pub fn remove(app: &mut App) -> Done {
    let ids = chosen(app)?;
    let project = app.desk.project();
    let memos = memos_by_document(project);
    let mut lines: Vec<String> = ids.iter().map(|&id| what_goes(project, id, memos.get(&id).copied())).collect();
    lines.push("u brings them back; the words stay in the project's folder.".to_string());
    let title = format!("put away {}", titles(app, &ids));
    let notice = Notice::asking(title, lines, move |app| {
        let said = titles(app, &ids);
        app.desk.commit(ids.iter().map(|&id| Edit::Remove { thing: Thing::Document(id) }).collect())?;
        app.find_feet_if_lost();
        app.say(format!("Put {said} away.  u undo"));
        Ok(())
    });
    app.overlays.push(Overlay::Notice(Box::new(notice)));
    Ok(())
}

fn what_goes(project: &Project, id: DocumentId, memos: Option<u64>) -> String {
    let codings: Vec<_> = project.codings_in(id).map(|(_, coding)| coding).collect();
    let codes: BTreeSet<_> = codings.iter().map(|coding| project.stands_for(coding.code)).collect();
    let coders: BTreeSet<_> = codings.iter().map(|coding| project.coder_of(coding.coder)).collect();
    let title = project.document(id).map_or("", |document| &document.title);
    format!(
        "{title}: {} of {} by {}, and {} go with it.",
        count_of(codings.len(), "coding"),
        count_of(codes.len(), "code"),
        count_of(coders.len(), "coder"),
        count_of(memos.unwrap_or(0) as usize, "memo"),
    )
}

/// Asks for words that the rows must say, and shows those while they are typed; no words show all.
pub fn filter(app: &mut App) -> Done {
    app.sheet().ok_or("Space F lists the documents")?;
    let before = app.place.documents_filter.clone();
    let narrow = |app: &mut App, words: &str| {
        app.place.documents_filter = words.trim().to_string();
        if let Some(sheet) = app.sheet() {
            sheet.stale();
        }
    };
    let prompt = Prompt::of("rows that say", &before, move |app, words| {
        narrow(app, words);
        Ok(())
    });
    let live = move |app: &mut App, words: &str| {
        narrow(app, words);
        String::new()
    };
    let left = {
        let before = before.clone();
        move |app: &mut App| narrow(app, &before)
    };
    app.overlays.push(Overlay::Prompt(Box::new(prompt.live(live, left))));
    Ok(())
}
