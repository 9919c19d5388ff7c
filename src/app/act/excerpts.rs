//! The excerpt list.

use crate::app::{App, Trouble};
use crate::place::Pane;
use crate::place::Selection;
use crate::project::DocumentId;
use crate::text::Span;

type Done = Result<(), Trouble>;

/// Moves the cursor so many excerpts, as far as there are.
pub fn go(app: &mut App, rows: isize) {
    let list = app.excerpts.list();
    let here = app.excerpts.row(&app.scene());
    let there = here.saturating_add_signed(rows).min(list.len().saturating_sub(1));
    app.place.excerpt = list.get(there).map(|excerpt| (excerpt.document, excerpt.span));
}

/// One excerpt down.
pub fn down(app: &mut App) -> Done {
    let times = app.times() as isize;
    go(app, times);
    Ok(())
}

/// One excerpt up.
pub fn up(app: &mut App) -> Done {
    let times = app.times() as isize;
    go(app, -times);
    Ok(())
}

/// Goes to the excerpt in its transcript.
pub fn go_to_text(app: &mut App) -> Done {
    let row = app.excerpts.row(&app.scene());
    let excerpt = app.excerpts.list().get(row).ok_or("no excerpt here")?;
    let (document, span) = (excerpt.document, excerpt.span);
    app.go_to_excerpt(document, span);
    app.place.excerpt = Some((document, span));
    Ok(())
}

/// By document, by time, by respondent.
pub fn cycle_sort(app: &mut App) -> Done {
    app.place.sort = app.place.sort.next();
    app.say(format!("excerpts {}", app.place.sort.words()));
    Ok(())
}

impl App {
    /// Goes to an excerpt in its transcript, where it is lit.
    pub(super) fn go_to_excerpt(&mut self, document: DocumentId, span: Span) {
        self.place.remember_jump();
        self.open(document, Some(span.start()));
        self.place.selection = Some(Selection { spent: true, ..Selection::of(span) });
        self.place.pane = Pane::Transcript;
    }

    /// The marked excerpts, else the one under the list's cursor.
    ///
    /// # Errors
    /// The list is empty.
    pub(super) fn chosen_excerpts(&self) -> Result<Vec<(DocumentId, Span)>, Trouble> {
        let listed = self.excerpts.list().iter().map(|one| (one.document, one.span));
        let marked: Vec<_> = listed.filter(|one| self.place.marked_excerpts.contains(one)).collect();
        if !marked.is_empty() {
            return Ok(marked);
        }
        super::needs::an_excerpt(self)?;
        let row = self.excerpts.row(&self.scene());
        let here = self.excerpts.list().get(row).ok_or("no excerpt here")?;
        Ok(vec![(here.document, here.span)])
    }

    /// How many excerpts of the list are marked.
    pub(crate) fn listed_marks(&self) -> usize {
        if self.place.marked_excerpts.is_empty() {
            return 0;
        }
        let listed = self.excerpts.list().iter().map(|one| (one.document, one.span));
        listed.filter(|one| self.place.marked_excerpts.contains(one)).count()
    }
}
