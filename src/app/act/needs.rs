//! What must be there before something can be done: each says what is missing, and what to do.
//!
//! Help and palette ask these of every action they list, so they look at little.

use super::{coding, recoding, themes, tree};
use crate::analysis::Report;
use crate::app::lessons::Course;
use crate::app::overlay::Overlay;
use crate::app::{App, Trouble};
use crate::panes::sheet::Entry;
use crate::panes::theme::Colours;
use crate::place::Pane;
use crate::project::CodeState;

type Met = Result<(), Trouble>;

fn met(met: bool, else_say: &str) -> Met {
    if met { Ok(()) } else { Err(else_say.into()) }
}

/// Nothing: it can always be done.
pub fn nothing(_: &App) -> Met {
    Ok(())
}

/// A document in the project.
pub fn a_document(app: &App) -> Met {
    let any = !app.desk.project().document_order().is_empty();
    met(any, "no document yet: Space i brings files in")
}

/// A terminal with colours.
pub fn colours(app: &App) -> Met {
    let any = app.theme.ink.colours != Colours::None;
    met(any, "no colours are wanted or known here (NO_COLOR, TERM), so mono is the only theme")
}

/// No lessons already.
pub fn no_tutor(app: &App) -> Met {
    let taught = app.course.as_ref().is_some_and(Course::is_tutor);
    met(!taught, "this is the tutor already; Esc leaves it")
}

/// An open document with its words.
pub fn words(app: &App) -> Met {
    app.open_text().map(drop)
}

/// An open document that came with times.
pub fn times(app: &App) -> Met {
    let (_, document, _) = app.open_text()?;
    met(!document.times.is_empty(), "this document has no times; import its captions as .vtt or .srt")
}

/// Something with rows to go through: a table, the tree, the list, else words.
pub fn rows(app: &App) -> Met {
    if table(app).is_err() && app.place.pane == Pane::Transcript { words(app) } else { Ok(()) }
}

/// A selection.
pub fn a_selection(app: &App) -> Met {
    met(app.place.selection.is_some(), "nothing is selected; x selects the unit here")
}

/// A selection made before.
pub fn an_earlier_selection(app: &App) -> Met {
    words(app)?;
    met(app.place.last_selection.is_some(), "nothing was selected before")
}

/// A passage to code: the selection or the unit here, in the list an excerpt.
pub fn a_passage(app: &App) -> Met {
    coding::targets(app).map(drop)
}

/// Something coded here.
pub fn a_coding(app: &App) -> Met {
    recoding::codings_here(app).map(drop)
}

/// An excerpt whose ends are being moved, a code to go on with, else something coded here.
pub fn an_excerpt_here(app: &App) -> Met {
    if app.place.reopened.is_some() || app.keeping().is_some() { Ok(()) } else { a_coding(app) }
}

/// Codes to put on a passage again, and a passage.
pub fn a_last_code(app: &App) -> Met {
    met(!app.last_codes().is_empty(), "nothing to repeat yet: c codes a passage, then . does the same again")?;
    a_passage(app)
}

/// What has the keys can be spoken of: a passage, a code, an excerpt.
pub fn something_here(app: &App) -> Met {
    if let Some(Overlay::Sheet(sheet)) = app.overlays.last() {
        return met(sheet.entry().is_some(), "there is no row here");
    }
    if app.place.pane == Pane::Codes { a_code(app) } else { a_passage(app) }
}

/// Something that a memo can be on: what can be spoken of, or a cell of the framework matrix.
pub fn something_to_note(app: &App) -> Met {
    match app.overlays.last() {
        Some(Overlay::Sheet(sheet)) if sheet.context == "table" => {
            let why = "a memo is written on a cell of the framework matrix, of somebody with a name (Space p)";
            met(sheet.memo().is_some() || matches!(sheet.entry(), Some(Entry::Excerpt(..))), why)
        }
        _ => something_here(app),
    }
}

/// Something that can be copied.
pub fn something_to_copy(app: &App) -> Met {
    if table(app).is_ok() { Ok(()) } else { something_here(app) }
}

/// Something that has a Markdown form.
pub fn something_in_markdown(app: &App) -> Met {
    let path = table(app).is_err() && app.place.pane == Pane::Codes;
    met(!path, "a code's path has no Markdown form; y copies it")?;
    something_to_copy(app)
}

/// A memo, kept or begun.
pub fn a_memo(app: &App) -> Met {
    let any = app.desk.project().memos().next().is_some() || !app.place.drafts.is_empty();
    met(any, "no memo yet; a writes one")
}

/// A code under the tree's cursor.
pub fn a_code(app: &App) -> Met {
    tree::here(app).map(drop)
}

/// A code under the tree's cursor, and a passage for it.
pub fn a_code_and_a_passage(app: &App) -> Met {
    a_code(app)?;
    app.passage().map(drop)
}

/// Any code at all.
pub fn any_code(app: &App) -> Met {
    let any = !app.desk.project().codebook().rows().is_empty();
    met(any, "no code yet: c codes the passage, and makes the code")
}

/// A code that was put away.
pub fn a_retired_code(app: &App) -> Met {
    let mut codes = app.desk.project().codes();
    met(codes.any(|(_, code)| code.state == CodeState::Retired), "no code was put away; d in the tree does that")
}

/// Marked codes beside the one under the cursor.
pub fn marked_codes(app: &App) -> Met {
    tree::marked(app, tree::here(app)?).map(drop)
}

/// The open table, where it has keys of its own by that name.
fn table_of(app: &App, context: &str) -> bool {
    matches!(app.overlays.last(), Some(Overlay::Sheet(sheet)) if sheet.context == context)
}

/// The table of speakers.
pub fn speakers(app: &App) -> Met {
    met(table_of(app, "speakers"), "this is done in the table of speakers; Space k opens it")
}

/// The table of people and documents.
pub fn people(app: &App) -> Met {
    met(table_of(app, "people"), "this is done in the table of people; Space p opens it")
}

/// The list of memos.
pub fn memos(app: &App) -> Met {
    met(table_of(app, "memos"), "this is done in the list of memos; Space m opens it")
}

/// The list of what may tell who somebody is.
pub fn identifiers(app: &App) -> Met {
    met(table_of(app, "identifiers"), "this is done in the list of names and numbers; Space I opens it")
}

/// The list of acts.
pub fn history(app: &App) -> Met {
    met(table_of(app, "history"), "this is done in the list of what was done; Space h opens it")
}

/// A row that can be marked.
pub fn a_row_to_mark(app: &App) -> Met {
    if let Some(Overlay::Sheet(sheet)) = app.overlays.last() {
        return met(sheet.entry().is_some(), "the rows of this table cannot be marked");
    }
    match app.place.pane {
        Pane::Codes => a_code(app),
        Pane::Excerpts => an_excerpt(app),
        Pane::Transcript => Err("rows are marked in the tree and in the excerpt list".into()),
    }
}

/// An excerpt in the list.
pub fn an_excerpt(app: &App) -> Met {
    let any = !app.excerpts.list().is_empty();
    met(any || app.place.filter.is_empty(), "no excerpt fits the filter; Esc ends it")?;
    met(any, "no excerpt here; Enter on a code lists its excerpts")
}

/// Words, codes or excerpts, whichever has the keys.
pub fn something_to_search(app: &App) -> Met {
    match app.place.pane {
        Pane::Transcript => words(app),
        Pane::Codes => any_code(app),
        Pane::Excerpts => a_list(app),
    }
}

/// Something that a filter could narrow.
pub fn a_list(app: &App) -> Met {
    met(app.desk.project().n_codings() > 0, "nothing is coded yet: c codes a passage")
}

/// A filter that can be kept, or one that is.
pub fn a_filter(app: &App) -> Met {
    let any = !app.place.filter.is_empty() || !app.place.kept_filters.is_empty();
    met(any, "no filter is kept yet: f in the excerpt list narrows it, Space e then keeps the filter")
}

/// An attribute, and excerpts to group by it.
pub fn an_attribute(app: &App) -> Met {
    an_excerpt(app)?;
    let any = app.desk.project().attributes().next().is_some();
    met(any, "no attribute yet; `emic edit --help` shows how phases and sites are added")
}

/// Two excerpts to compare.
pub fn two_excerpts(app: &App) -> Met {
    an_excerpt(app)?;
    let marked = &app.place.marked_excerpts;
    let row = app.excerpts.row(&app.scene());
    let here = app.excerpts.list().get(row).map(|one| (one.document, one.span));
    let another = marked.len() == 1 && here.is_some_and(|here| !marked.contains(&here));
    met(marked.len() > 1 || another, "mark two excerpts or more with x; = then lays them side by side")
}

/// A comparison on record.
pub fn a_comparison(app: &App) -> Met {
    let any = app.desk.project().comparisons().next().is_some();
    met(any, "nothing was compared yet: x marks excerpts, = lays them side by side")
}

/// A passage that can stand for a theme or against it.
pub fn a_passage_for_a_theme(app: &App) -> Met {
    themes::targets(app).map(drop)
}

/// A theme.
pub fn a_theme(app: &App) -> Met {
    let any = app.desk.project().themes().next().is_some();
    met(any, "no theme yet; t puts a passage for or against a claim")
}

/// The list of themes.
pub fn themes(app: &App) -> Met {
    met(table_of(app, "themes"), "this is done in the list of themes; Space w opens it")
}

/// Groups in the list.
pub fn groups(app: &App) -> Met {
    met(!app.excerpts.groups().is_empty(), "the list is not in groups; g s groups it by who speaks")
}

/// A macro to play.
pub fn a_macro(app: &App) -> Met {
    met(!app.place.macro_steps.is_empty() || app.is_recording(), "no macro yet; Q records one")
}

/// Words that were searched for.
pub fn a_search(app: &App) -> Met {
    met(!app.place.search.is_empty(), "nothing was searched for yet; / searches")?;
    words(app)
}

/// A leap to do again.
pub fn a_leap(app: &App) -> Met {
    words(app)?;
    met(app.leapt.is_some(), "no leap yet; ] u is one, and ; then does it again")
}

/// A jump to go back to.
pub fn a_jump(app: &App) -> Met {
    met(!app.place.jumps.is_empty(), "no jump to go back to")
}

/// A jump to go forward to.
pub fn a_jump_ahead(app: &App) -> Met {
    met(!app.place.ahead.is_empty(), "no jump to go forward to; H goes back")
}

/// Any jump.
pub fn any_jump(app: &App) -> Met {
    a_jump(app).or_else(|none| a_jump_ahead(app).map_err(|_| none))
}

/// A document under the cursor of the list of documents.
pub fn a_listed_document(app: &App) -> Met {
    let here = match app.overlays.last() {
        Some(Overlay::Sheet(sheet)) => sheet.entry(),
        _ => None,
    };
    met(matches!(here, Some(Entry::Document(_))), "no document is under the cursor; Space F lists them")
}

/// A mark.
pub fn a_mark(app: &App) -> Met {
    met(!app.place.marks.is_empty(), "no mark yet; m and a letter makes one")
}

/// A mark, or a jump to go back to.
pub fn a_mark_or_jump(app: &App) -> Met {
    a_mark(app).or_else(|none| a_jump(app).map_err(|_| none))
}

/// Something read or coded before.
pub fn a_place_worked(app: &App) -> Met {
    met(app.place.worked.is_some(), "nothing was read or coded yet, so there is nowhere to go on")
}

/// An open table that a report made, and that can be made otherwise.
pub fn a_report(app: &App) -> Met {
    table(app)?;
    let report = match app.overlays.last() {
        Some(Overlay::Sheet(sheet)) => Report::of(sheet.table().report),
        _ => None,
    };
    met(report.is_some_and(|report| !report.settings.is_empty()), "this table is not made with settings")
}

/// An open table.
pub fn table(app: &App) -> Met {
    let open = matches!(app.overlays.last(), Some(Overlay::Sheet(_)));
    met(open, "no table is open; Space r lists the reports")
}
