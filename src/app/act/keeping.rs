//! Going on with one code: each unit selected is coded at once.

use super::coding::{code_picker, put, targets};
use super::tree;
use crate::app::overlay::Overlay;
use crate::app::units::Reading;
use crate::app::{App, Trouble};
use crate::place::Pane;
use crate::project::CodeId;

type Done = Result<(), Trouble>;

impl App {
    /// The code that each unit selected is coded with at once.
    pub fn keeping(&self) -> Option<CodeId> {
        self.keeping.filter(|&code| self.desk.project().codebook().place(code).is_some())
    }
}

/// Chooses the code to go on with, in the tree the one under the cursor; again ends it.
pub fn start_or_end(app: &mut App) -> Done {
    if app.keeping().is_some() {
        end(app);
        return Ok(());
    }
    if app.place.pane == Pane::Codes {
        let code = tree::here(app)?;
        app.place.pane = Pane::Transcript;
        keep(app, code);
        return Ok(());
    }
    let picker = code_picker(app, "keep coding as".to_string(), |app, codes, edits| {
        if !edits.is_empty() {
            app.desk.commit(edits)?;
        }
        app.place.pane = Pane::Transcript;
        keep(app, codes[0]);
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

fn keep(app: &mut App, code: CodeId) {
    app.keeping = Some(code);
    let name = app.desk.project().code_words(code);
    app.say(format!("x now codes each {} as {name}, Enter a selection; Esc ends it", app.place.unit.word()));
}

/// Ends it; whether it was going on.
pub(super) fn end(app: &mut App) -> bool {
    let Some(code) = app.keeping.take() else { return false };
    app.say(format!("no longer coding as {}", app.desk.project().code_words(code)));
    true
}

/// Codes the live selection with the code that is gone on with, and goes on to the next unit; whether
/// there was anything to do.
pub(super) fn go_on(app: &mut App) -> Result<bool, Trouble> {
    let live = app.place.selection.is_some_and(|selection| !selection.spent);
    let Some(code) = app.keeping().filter(|_| live && app.place.pane == Pane::Transcript) else { return Ok(false) };
    let passages = targets(app)?;
    let span = passages[0].1;
    let done = put(app, passages, vec![code], Vec::new());
    let (_, document, text) = app.open_text()?;
    let next = Reading { document: &document, text: &text }.unit_beside(span, app.place.unit, true);
    app.jump(next.map_or(span.start(), |next| next.start()));
    // What was coded so already is passed over all the same.
    done.map(|()| true)
}
