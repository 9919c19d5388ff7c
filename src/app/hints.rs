//! The keys worth knowing where the coder stands: first what is needed next.

use super::actions::action;
use super::overlay::Overlay;
use super::{App, act::needs};
use crate::panes::sheet::Sheet;
use crate::place::{Pane, Unit};
use crate::text::width;

/// An action, and what it is called in few words.
type Hint = (&'static str, &'static str);

/// Help first: a lost person's key must not be what a narrow screen leaves out.
const HELP: Hint = ("help", "help");

/// Keys for this place, as many as fit whole into so many columns. What cannot be done now is left out.
pub(super) fn hints(app: &App, columns: u16) -> String {
    let said = match app.overlays.last() {
        Some(Overlay::Sheet(sheet)) => offered(app, in_sheet(sheet)),
        Some(top) => top.hints().iter().map(ToString::to_string).collect(),
        None => match app.place.pane {
            Pane::Transcript => offered(app, &in_transcript(app)),
            Pane::Codes => offered(app, in_tree(app)),
            Pane::Excerpts => written(app, &in_excerpts(app)),
        },
    };
    fitting(said, columns)
}

/// Keys that fit behind what was just said: over a list or a page there is no room to spare.
pub(super) fn behind(app: &App, columns: u16) -> String {
    if app.overlays.is_empty() { hints(app, columns) } else { String::new() }
}

/// Those that can be done now, with their keys.
fn offered(app: &App, wanted: &[Hint]) -> Vec<String> {
    let now = |(name, _): &&Hint| action(name).is_some_and(|action| (action.needs)(app).is_ok());
    written(app, &wanted.iter().filter(now).copied().collect::<Vec<_>>())
}

fn written(app: &App, hints: &[Hint]) -> Vec<String> {
    let context = app.context();
    let written = |(name, words): &Hint| {
        let key = app.keymap.keys_for(context, name).into_iter().next()?;
        Some(format!("{key} {words}"))
    };
    [HELP].iter().chain(hints).filter_map(written).collect()
}

fn fitting(hints: Vec<String>, columns: u16) -> String {
    let mut line = String::new();
    for hint in hints {
        let gap = if line.is_empty() { "" } else { "   " };
        if width(&line) + gap.len() + width(&hint) <= usize::from(columns) {
            line += gap;
            line += &hint;
        }
    }
    line
}

fn in_transcript(app: &App) -> Vec<Hint> {
    let selecting = app.place.selection.is_some_and(|selection| !selection.spent);
    if app.open_text().is_err() {
        return vec![("documents", "documents"), ("next-pane", "codes"), ("close", "quit")];
    }
    if app.place.reopened.is_some() {
        return vec![("inspect", "keep the ends"), ("cancel", "leave them")];
    }
    if app.by_letters {
        return vec![("quick-code", "shows the letters"), ("undo", "undo"), ("cancel", "end it")];
    }
    if app.keeping().is_some() {
        return vec![
            ("select-unit", "code and go on"),
            ("uncoded-next", "next uncoded"),
            ("undo", "undo"),
            ("cancel", "end it"),
        ];
    }
    if selecting {
        return vec![
            ("apply-code", "code"),
            ("repeat", "repeat"),
            ("select-unit", "one more"),
            ("cycle-unit", "by sentence or line"),
            ("grow", "grow"),
            ("shrink", "shrink"),
            ("memo", "memo"),
            ("cancel", "drop"),
        ];
    }
    let mut wanted = Vec::new();
    if app.beside().is_some() {
        wanted.extend([("beside", "other document"), ("close", "close the other")]);
    }
    let to_code = [("apply-code", "code"), ("repeat", "repeat"), ("select-unit", "select")];
    let onward = match app.progress.and_then(|(_, _, progress)| progress.percent()) {
        Some(100) => ("documents", "other document"),
        _ => ("uncoded-next", "next uncoded"),
    };
    if app.place.unit == Unit::Sentence {
        wanted.push(("sentence-next", "next sentence"));
    }
    if awaits_code(app) {
        wanted.extend(to_code);
        wanted.push(onward);
    } else {
        wanted.push(onward);
        wanted.extend(to_code);
    }
    let rest = [("uncode", "un-code"), ("memo", "memo"), ("undo", "undo"), ("next-pane", "codes"), ("close", "quit")];
    wanted.extend(rest);
    wanted
}

/// Whether a participant says something here that has no code yet.
fn awaits_code(app: &App) -> bool {
    let said = app.passage().is_ok_and(|(document, span)| {
        let project = app.desk.project();
        let turns = project.document(document).is_some_and(|document| !document.turns.is_empty());
        !turns || !project.respondents(document, span).is_empty()
    });
    said && needs::a_coding(app).is_err()
}

fn in_tree(app: &App) -> &'static [Hint] {
    if !app.place.marked_codes.is_empty() {
        return &[
            ("merge-codes", "merge the marked into this"),
            ("move-here", "move them under this"),
            ("mark", "mark"),
            ("cancel", "drop the marks"),
        ];
    }
    &[
        ("open-code", "excerpts"),
        ("apply-this-code", "code with it"),
        ("new-code", "new"),
        ("new-child", "subcode"),
        ("rename-code", "rename"),
        ("mark", "mark"),
        ("undo", "undo"),
        ("move-down", "down"),
        ("move-up", "up"),
        ("define-code", "define"),
        ("retire-code", "put away"),
        ("next-pane", "list"),
    ]
}

/// What the acts on a list need takes a look at the whole list, too long for every frame: only what tells
/// these apart is asked.
fn in_excerpts(app: &App) -> Vec<Hint> {
    if needs::an_excerpt(app).is_err() {
        return vec![("previous-pane", "codes"), ("next-pane", "text")];
    }
    if app.listed_marks() > 0 {
        return vec![
            ("recode", "recode the marked"),
            ("compare", "side by side"),
            ("apply-code", "code"),
            ("uncode", "un-code"),
            ("split-code", "a subcode of them"),
            ("mark", "mark"),
            ("cancel", "drop the marks"),
        ];
    }
    let mut wanted = vec![("go-to-text", "go to text"), ("zoom", "wide"), ("previous-pane", "codes")];
    if needs::groups(app).is_ok() {
        wanted.push(("two-groups", "two groups"));
    }
    wanted.extend([("mark", "mark"), ("mark-all", "mark all"), ("undo", "undo"), ("filter", "filter")]);
    if needs::an_attribute(app).is_ok() {
        wanted.push(("group-by-attribute", "group"));
    }
    let rest = [("recode", "recode"), ("uncode", "un-code"), ("memo", "memo"), ("cycle-sort", "sort")];
    wanted.extend(rest);
    wanted.push(("next-pane", "text"));
    wanted
}

fn in_sheet(sheet: &Sheet) -> &'static [Hint] {
    match sheet.context {
        "documents" => &[
            ("open-cell", "open"),
            ("cycle-status", "how far"),
            ("filter-documents", "filter"),
            ("document-later", "down"),
            ("document-earlier", "up"),
            ("retitle-document", "title"),
            ("remove-document", "put away"),
            ("close", "close"),
        ],
        "autocode" => {
            &[("look-at-found", "look at it"), ("accept-found", "code"), ("mark", "mark"), ("close", "close")]
        }
        "speakers" => &[
            ("speaker-participant", "participant"),
            ("speaker-interviewer", "interviewer"),
            ("speaker-role", "role"),
            ("speaker-same", "one person"),
            ("speaker-case", "person"),
            ("mark", "mark"),
            ("speaker-rename", "rename"),
            ("speaker-reject", "reject"),
            ("speaker-pattern", "pattern"),
            ("close", "close"),
        ],
        "people" => &[
            ("edit-value", "value"),
            ("cell-right", "column"),
            ("add-attribute", "attribute"),
            ("define-attribute", "define"),
            ("rename-person", "rename"),
            ("only-missing", "missing"),
            ("people-or-documents", "documents"),
            ("take-sheet", "paste a sheet"),
            ("join-people", "one person"),
            ("withdraw-person", "withdraw"),
            ("close", "close"),
        ],
        "memos" => &[
            ("open-memo", "read or go on"),
            ("filter-memos", "filter"),
            ("go-to-subject", "what it is about"),
            ("memo-project", "on the study"),
            ("remove-memo", "take away"),
            ("export-memos", "write to a file"),
            ("close", "close"),
        ],
        "history" => &[
            ("undo", "take this alone back"),
            ("filter-history", "filter"),
            ("go-to-act", "go there"),
            ("changed-since", "what changed since"),
            ("look-back", "see it as of then"),
            ("close", "close"),
        ],
        "identifiers" => &[
            ("becomes-person", "person"),
            ("becomes-place", "place"),
            ("becomes-blank", "blank"),
            ("replace-words", "replace all"),
            ("look-at-places", "where"),
            ("becomes-pseudonym", "pseudonym"),
            ("becomes-nothing", "keep"),
            ("close", "close"),
        ],
        "themes" => &[
            ("open-theme", "evidence"),
            ("search-evidence", "search against it"),
            ("negative-case", "who does not fit"),
            ("reword-theme", "reword"),
            ("new-theme", "new"),
            ("remove-theme", "take away"),
            ("close", "close"),
        ],
        "marks" => &[("open-cell", "go there"), ("remove-mark", "take away"), ("close", "close")],
        "doubts" => &[("open-cell", "go there"), ("attribute", "say who"), ("close", "close")],
        _ => &[
            ("memo", "write what this person says of it"),
            ("take-stand", "for or against a theme"),
            ("open-cell", "open what a number counts"),
            ("report-settings", "settings"),
            ("sort-column", "sort"),
            ("filter-rows", "filter"),
            ("picture", "picture"),
            ("save-table", "write to a file"),
            ("copy", "copy the command"),
            ("close", "close"),
        ],
    }
}
