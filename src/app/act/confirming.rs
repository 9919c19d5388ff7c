//! Excerpts that count somebody who says next to nothing in them: walked one by one, or listed.

use crate::analysis::{Layer, lists, to_confirm};
use crate::app::overlay::Overlay;
use crate::app::{App, Trouble};
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::place::Selection;
use crate::text::Span;

type Done = Result<(), Trouble>;

/// To the next excerpt that counts somebody who says little in it.
pub fn next(app: &mut App) -> Done {
    go(app, true)
}

/// To the excerpt before that counts somebody who says little in it.
pub fn previous(app: &mut App) -> Done {
    go(app, false)
}

/// The excerpt found is lit, so that `&` says who speaks in it.
fn go(app: &mut App, forward: bool) -> Done {
    let (id, ..) = app.open_text()?;
    let times = app.times() as usize;
    let mut spans: Vec<Span> = app.desk.project().codings_in(id).map(|(_, coding)| coding.span).collect();
    spans.dedup();
    if !forward {
        spans.reverse();
    }
    let cursor = app.place.cursor;
    let lit = app.place.selection.filter(|selection| selection.spent).map(Selection::span);
    let beyond = |span: &&Span| match (lit, forward) {
        (Some(lit), true) => **span > lit,
        (Some(lit), false) => **span < lit,
        // The excerpt at whose start the cursor stands was not shown yet.
        (None, true) => span.start() >= cursor,
        (None, false) => span.start() < cursor,
    };
    let doubts = |&span: &Span| {
        let why = to_confirm(app.desk.project(), app.desk.texts(), id, span);
        (!why.is_empty()).then(|| (span, why.join("; ")))
    };
    let found = spans.iter().filter(beyond).filter_map(doubts);
    let none = "no excerpt whose respondents are in doubt that way in this document; Space & lists them all";
    let (span, why) = found.take(times).last().ok_or(none)?;
    app.go_to_excerpt(id, span);
    app.say(format!("to confirm: {why}.  & says who speaks"));
    Ok(())
}

/// Lists every excerpt whose respondents are in doubt; Enter goes there, `&` says who speaks.
pub fn list(app: &mut App) -> Done {
    let sheet = Sheet::of(&app.scene(), "doubts", listing);
    if sheet.table().rows.is_empty() {
        return Err("no excerpt's respondents are in doubt".into());
    }
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

fn listing(scene: &Scene) -> Listing {
    let entries = lists::doubtful(scene.project, scene.texts).into_iter();
    let entries = entries.map(|(document, span, _)| Entry::Excerpt(document, span)).collect();
    Listing { table: lists::to_confirm(scene.project, scene.texts, Layer::Union), entries }
}
