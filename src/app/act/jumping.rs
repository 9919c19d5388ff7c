//! From one document to another, and back to where the coder was.

use crate::app::{App, Trouble};
use crate::place::Jump;

type Done = Result<(), Trouble>;

/// To the next document.
pub fn next_document(app: &mut App) -> Done {
    document(app, 1)
}

/// To the document before.
pub fn previous_document(app: &mut App) -> Done {
    document(app, -1)
}

fn document(app: &mut App, direction: isize) -> Done {
    let steps = direction * app.times() as isize;
    let order = app.desk.project().document_order();
    let here = order.iter().position(|&id| Some(id) == app.place.document).ok_or("no document yet")?;
    let there = here.checked_add_signed(steps).and_then(|place| order.get(place)).copied();
    let there = there.ok_or("no document that way; Space f lists them")?;
    app.place.remember_jump();
    app.open(there, None);
    Ok(())
}

/// Back to where the last jump came from, and to its pane.
pub fn jump_back(app: &mut App) -> Done {
    let Jump { document, cursor, pane } = app.place.jumps.pop().ok_or("no jump to go back to")?;
    if app.desk.project().document(document).is_none() {
        return jump_back(app);
    }
    app.open(document, Some(cursor));
    app.place.pane = pane;
    Ok(())
}
