//! Memos: one for each coder, kind and target; an emptied one is removed, undoably.

use crate::analysis::{Excerpt, Layer, Query, Reach, excerpts, mentions, named, target_words};
use crate::app::overlay::{Memo, Overlay};
use crate::app::{App, Trouble};
use crate::panes::excerpts::quote;
use crate::panes::sheet::Entry;
use crate::place::Pane;
use crate::project::{DocumentId, Edit, MemoId, MemoKind, Person, Target, Texts, Thing};
use crate::text::{Span, count_of};

type Done = Result<(), Trouble>;

/// So many characters of an excerpt stand above a memo on it: what a screen has room for.
const QUOTED: u32 = 1_000;

/// Opens this coder's memo on what has the keys: the passage, the code, or the excerpt.
pub fn here(app: &mut App) -> Done {
    if let Some(sheet) = app.sheet() {
        let target = match (sheet.memo(), sheet.entry()) {
            (Some(on), _) => on,
            (None, Some(Entry::Case(case))) => Target::Case(case),
            (None, Some(Entry::Document(document))) => Target::Document(document),
            (None, Some(Entry::Excerpt(document, span))) => Target::Excerpt(document, span),
            _ => return Err("this row is no person yet; r gives them a name".into()),
        };
        open(app, target);
        return Ok(());
    }
    let target = match app.place.pane {
        Pane::Transcript => {
            let (document, span) = match excerpt_at_cursor(app) {
                Some(excerpt) => excerpt,
                None => app.passage()?,
            };
            Target::Excerpt(document, span)
        }
        Pane::Codes => Target::Code(app.place.code.ok_or("no code here yet; o makes one")?),
        Pane::Excerpts => {
            let excerpt = app.chosen_excerpts()?[0];
            Target::Excerpt(excerpt.0, excerpt.1)
        }
    };
    open(app, target);
    Ok(())
}

/// Without a live selection, the shortest coded passage at the cursor.
pub(super) fn excerpt_at_cursor(app: &App) -> Option<(crate::project::DocumentId, crate::text::Span)> {
    if app.place.selection.is_some() {
        return None;
    }
    let (id, _, text) = app.open_text().ok()?;
    let cell = crate::text::grapheme_at(&text, app.place.cursor);
    let cell = crate::text::Span::new(cell.start, cell.end, text.len())?;
    let coded = app.desk.project().codings_touching(id, cell).map(|(_, coding)| coding.span);
    coded.min_by_key(|span| span.len()).map(|span| (id, span))
}

/// Opens this coder's memo on the document: in the list of documents the one under the cursor.
pub fn on_document(app: &mut App) -> Done {
    let listed = app.sheet().and_then(|sheet| sheet.entry());
    let id = match listed {
        Some(Entry::Document(id)) => id,
        _ => app.open_text()?.0,
    };
    open(app, Target::Document(id));
    Ok(())
}

pub(super) fn open(app: &mut App, on: Target) {
    let project = app.desk.project();
    let coder = app.desk.coder();
    let mine = project.memos().find(|(_, memo)| memo.on == on && project.coder_of(memo.coder) == coder);
    let (memo, kind, words) = match mine {
        Some((id, memo)) => {
            let words = app.desk.texts().text(memo.text).map(|text| text.as_str().to_string());
            (Some(id), memo.kind, words.unwrap_or_default())
        }
        None => (None, MemoKind::Analytic, String::new()),
    };
    let mentioned = mentions(project, app.desk.texts(), on).len();
    if mentioned > 0 {
        let n = count_of(mentioned, "memo");
        app.say(format!("linked from {n}: in Space m, f mentions:\"{}\" lists them", name_of(app, on)));
    }
    if !super::drafts::take_up(app, on, false) {
        let title = name_of(app, on);
        app.overlays.push(Overlay::Memo(Box::new(Memo::of(on, title, memo, kind, &words))));
    }
    let behind = excerpts_behind(app, on);
    if let Some(Overlay::Memo(opened)) = app.overlays.last_mut() {
        opened.about = behind;
    }
}

/// The excerpts of which a cell of the framework matrix is a summary, each under who says it where.
fn excerpts_behind(app: &App, on: Target) -> Vec<(String, String)> {
    let Target::Cell(case, code) = on else { return Vec::new() };
    let person = Some(Person::Case(case));
    let query = Query { layer: Layer::Union, code: Some(code), reach: Reach::Subtree, person, ..Query::default() };
    let scene = app.scene();
    let quoted = |one: &Excerpt| (app.citation(one.document, one.span), quote(&scene, one, QUOTED));
    excerpts(app.desk.project(), &query).iter().map(quoted).collect()
}

/// Opens this coder's memo of that kind with a heading added to it; where excerpts were compared, keeping
/// it puts that on record.
pub(super) fn add(app: &mut App, on: Target, kind: MemoKind, heading: &str, compared: Option<Vec<(DocumentId, Span)>>) {
    let project = app.desk.project();
    let coder = app.desk.coder();
    let mine =
        |memo: &crate::project::Memo| memo.on == on && memo.kind == kind && project.coder_of(memo.coder) == coder;
    let found = project.memos().find(|(_, memo)| mine(memo));
    let before = found.and_then(|(_, memo)| app.desk.texts().text(memo.text));
    let before = before.map_or_else(String::new, |text| format!("{}\n\n", text.as_str()));
    let memo = found.map(|(id, _)| id);
    let title = name_of(app, on);
    let mut opened = Memo::of(on, title, memo, kind, &format!("{before}{heading}"));
    opened.compared = compared;
    app.overlays.push(Overlay::Memo(Box::new(opened)));
}

/// What a memo's target is called.
pub fn name_of(app: &App, on: Target) -> String {
    let project = app.desk.project();
    match on {
        Target::Project => project.name().to_string(),
        Target::Document(id) => project.document(id).map_or_else(String::new, |document| document.title.clone()),
        Target::Excerpt(id, span) => {
            let title = project.document(id).map_or("", |document| &document.title);
            format!("{title} {}", project.line_range(id, span))
        }
        Target::Code(code) => project.code_words(code),
        Target::Case(case) => project.case(case).map_or_else(String::new, |case| case.name.clone()),
        Target::Cell(..) => target_words(project, on),
        Target::Day(day) => format!("journal of {day}"),
    }
}

/// Keeps what was written.
///
/// # Errors
/// The project does not allow it; nothing was changed.
pub fn keep(
    app: &mut App,
    on: Target,
    memo: Option<MemoId>,
    kind: MemoKind,
    words: &str,
    compared: Option<&[(DocumentId, Span)]>,
) -> Done {
    let words = words.trim_end();
    let edit = match memo {
        Some(memo) if words.is_empty() => Edit::Remove { thing: Thing::Memo(memo) },
        Some(memo) => {
            let text = app.desk.hold(words);
            let project = app.desk.project();
            let excerpts = project.memo(memo).and_then(|was| project.cell_seal(was.on));
            let was = project.memo(memo).map(|was| (was.text, was.kind, was.excerpts));
            if was == Some((text, kind, excerpts)) {
                app.say("the memo is as it was");
                return Ok(());
            }
            Edit::WriteMemo { memo, kind, text, excerpts }
        }
        None if words.is_empty() => {
            app.say("nothing was written, so no memo is kept");
            return Ok(());
        }
        None => {
            let (text, memo) = (app.desk.hold(words), MemoId(app.desk.next_id()));
            let (coder, excerpts) = (app.desk.coder(), app.desk.project().cell_seal(on));
            Edit::AddMemo { memo, on, kind, coder, text, excerpts }
        }
    };
    let removed = matches!(edit, Edit::Remove { .. });
    let written = match &edit {
        Edit::AddMemo { memo, .. } | Edit::WriteMemo { memo, .. } => Some(*memo),
        _ => None,
    };
    let record = match (compared, written) {
        (Some(excerpts), Some(memo)) => Some(super::comparing::noted(app, on, excerpts, memo)?),
        _ => None,
    };
    app.desk.commit(std::iter::once(edit).chain(record).collect())?;
    let (what, list) = if removed { ("Removed the memo on", "") } else { ("Memo kept on", "  Space m memos") };
    app.say(format!("{what} {}.  u undo{list}", name_of(app, on)));
    Ok(())
}

/// Opens this coder's memo on the whole study.
pub fn on_project(app: &mut App) -> Done {
    open(app, Target::Project);
    Ok(())
}

/// Opens this coder's journal of today.
pub fn journal(app: &mut App) -> Done {
    open(app, Target::Day(app.desk.today()));
    Ok(())
}

/// Keeps the memo in which a link was followed, and goes where it leads.
///
/// # Errors
/// It leads nowhere, or the memo could not be kept: it stays open.
pub fn follow(app: &mut App, name: Option<&str>, memo: &Memo) -> Done {
    let name = name.ok_or("no link here; write one as [[Stigma]] or [[FG2 107]]")?;
    let target = named(app.desk.project(), name);
    let target = target.ok_or_else(|| Trouble::Say(format!("nothing here is called {name}")))?;
    keep(app, memo.on, memo.memo, memo.kind, &memo.words(), memo.compared.as_deref())?;
    app.overlays.clear();
    go_to(app, target);
    Ok(())
}

/// Goes to what a memo is about, or a link leads to.
pub(super) fn go_to(app: &mut App, on: Target) {
    app.place.remember_jump();
    match on {
        Target::Document(id) => {
            app.open(id, None);
            app.place.pane = Pane::Transcript;
        }
        Target::Excerpt(id, span) => {
            app.open(id, Some(span.start()));
            app.place.pane = Pane::Transcript;
        }
        Target::Code(code) => app.show_code(code),
        Target::Day(_) => open(app, on),
        Target::Case(case) | Target::Cell(case, _) => super::people::show(app, case),
        Target::Project => open(app, on),
    }
}
