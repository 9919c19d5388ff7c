//! Selecting: units, the ladder, by characters.

use crate::app::units::Reading;
use crate::app::{App, Trouble};
use crate::place::{Pane, Selection, Unit};
use crate::text::{Span, grapheme_at};

type Done = Result<(), Trouble>;

/// Takes the unit at the cursor; again takes one more.
pub fn unit(app: &mut App) -> Done {
    extend_by(app, app.place.unit)?;
    super::keeping::go_on(app).map(drop)
}

/// Takes as many units as were typed before what is done with them: `3.` is `3x.`.
pub(super) fn counted(app: &mut App) -> Done {
    let in_text = app.place.pane == Pane::Transcript && app.overlays.is_empty();
    if app.count.is_some() && in_text { extend_by(app, app.place.unit) } else { Ok(()) }
}

/// Takes whole print lines, and so does moving from here on.
pub fn lines(app: &mut App) -> Done {
    extend_by(app, Unit::Line)?;
    if let Some(selection) = &mut app.place.selection {
        selection.by = Some(Unit::Line);
    }
    Ok(())
}

fn extend_by(app: &mut App, unit: Unit) -> Done {
    let (_, document, text) = app.open_text()?;
    let reading = Reading { document: &document, text: &text };
    let mut more = app.times();
    let mut selection = match app.place.selection.filter(|selection| !selection.spent) {
        Some(selection) => selection,
        None => {
            more -= 1;
            let here = reading.unit_at(app.place.cursor, unit);
            Selection::of(here.ok_or("nothing but blank space here; move onto some words")?)
        }
    };
    let before = app.place.selection.filter(|selection| !selection.spent).map(Selection::span);
    for _ in 0..more {
        let span = selection.span();
        // A selection that ends within a unit takes the rest of it first.
        let rest = reading.unit_at(span.end() - 1, unit).filter(|rest| rest.end() > span.end());
        match rest.or_else(|| reading.unit_beside(span, unit, true)) {
            Some(next) => selection.head = next,
            None => app.say("nothing more that way"),
        }
    }
    app.place.ladder.extend(before);
    app.place.selection = Some(selection);
    // What moves from here on extends it.
    app.stand(crate::text::prev_grapheme(&text, selection.span().end()));
    Ok(())
}

/// Takes the next larger thing: word, sentence, paragraph, turn, exchange, document.
pub fn grow(app: &mut App) -> Done {
    let (_, document, text) = app.open_text()?;
    let reading = Reading { document: &document, text: &text };
    let live = app.place.selection.filter(|selection| !selection.spent).map(Selection::span);
    let cell = grapheme_at(&text, app.place.cursor);
    let mut span = live.or_else(|| Span::new(cell.start, cell.end, text.len())).ok_or("nothing to select")?;
    for _ in 0..app.times() {
        let Some(larger) = reading.grown(span) else { break };
        if live.is_some() || span.len() > 1 {
            app.place.ladder.push(span);
        }
        span = larger;
    }
    if live == Some(span) {
        return Err("the whole document is selected".into());
    }
    app.place.selection = Some(Selection::of(span));
    Ok(())
}

/// Goes back to what was selected before it grew.
pub fn shrink(app: &mut App) -> Done {
    app.place.selection.ok_or("nothing is selected; x selects the unit here")?;
    match app.place.ladder.pop() {
        Some(span) => app.place.selection = Some(Selection::of(span)),
        None => {
            app.place.let_go();
            app.say("nothing smaller was selected before; s has x take sentences or lines, v takes characters");
        }
    }
    if let Some(selection) = app.place.selection {
        app.stand(app.place.cursor.clamp(selection.span().start(), selection.span().end() - 1));
    }
    Ok(())
}

/// Moves the other end from now on.
pub fn swap_ends(app: &mut App) -> Done {
    let selection = app.place.selection.as_mut().ok_or("nothing is selected; x selects the unit here")?;
    if selection.anchor == selection.head {
        // One piece: its two ends are its first and last characters.
        let span = selection.span();
        let (_, _, text) = app.open_text()?;
        let at_end = app.place.cursor >= span.end() - 1;
        let to = if at_end { span.start() } else { crate::text::prev_grapheme(&text, span.end()) };
        let from = if at_end { crate::text::prev_grapheme(&text, span.end()) } else { span.start() };
        let cell = |at| {
            let cell = grapheme_at(&text, at);
            Span::new(cell.start, cell.end, text.len())
        };
        if let (Some(anchor), Some(head)) = (cell(from), cell(to)) {
            app.place.selection = Some(Selection { anchor, head, spent: false, by: None });
        }
        app.stand(to);
        return Ok(());
    }
    std::mem::swap(&mut selection.anchor, &mut selection.head);
    let at = selection.head.start();
    app.stand(at);
    Ok(())
}

/// Selects by characters, from here to where the cursor moves.
pub fn chars(app: &mut App) -> Done {
    let (_, _, text) = app.open_text()?;
    if app.place.selection.is_some_and(|selection| !selection.spent) {
        app.place.let_go();
        return Ok(());
    }
    let cell = grapheme_at(&text, app.place.cursor);
    let span = Span::new(cell.start, cell.end, text.len()).ok_or("nothing to select")?;
    app.place.selection = Some(Selection::of(span));
    Ok(())
}

/// Turn, sentence, line.
pub fn cycle_unit(app: &mut App) -> Done {
    app.place.unit = app.place.unit.next();
    let unit = if app.place.unit == Unit::Line { "printed line" } else { app.place.unit.word() };
    app.say(format!("x selects by {unit}"));
    Ok(())
}

/// Brings the last selection back.
pub fn reselect(app: &mut App) -> Done {
    let (_, _, text) = app.open_text()?;
    let last = app.place.last_selection.filter(|selection| selection.span().end() <= text.len());
    let last = last.ok_or("nothing was selected before")?;
    app.place.selection = Some(Selection { spent: false, ..last });
    app.stand(last.head.start());
    Ok(())
}

/// One character back, selecting.
pub fn left(app: &mut App) -> Done {
    selecting(app, super::moving::char_left)
}

/// One character on, selecting.
pub fn right(app: &mut App) -> Done {
    selecting(app, super::moving::char_right)
}

/// One row up, selecting.
pub fn up(app: &mut App) -> Done {
    selecting(app, super::moving::line_up)
}

/// One row down, selecting.
pub fn down(app: &mut App) -> Done {
    selecting(app, super::moving::line_down)
}

/// Moves with a selection by characters; without one, it begins at the cursor.
fn selecting(app: &mut App, motion: fn(&mut App) -> Done) -> Done {
    if app.place.selection.is_none_or(|selection| selection.spent) {
        chars(app)?;
    }
    motion(app)
}
