//! How the tree is looked at: narrowed, sorted, counted.

use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::place::TreeSort;
use crate::project::CodeId;
use crate::text::count_of;

type Done = Result<(), Trouble>;

impl App {
    /// Narrows the tree to what fits the words, with what stands above it; the cursor goes to what fits best.
    fn narrow_tree(&mut self, words: &str) {
        self.place.tree_filter = words.trim().to_string();
        self.refresh_pane();
        if let Some(best) = self.codes.best() {
            self.place.code = Some(best);
            self.tree_moved();
        }
    }

    /// Puts the tree's cursor on a code: unfolded, and not narrowed to others.
    pub(super) fn stand_on(&mut self, code: CodeId) {
        self.place.code = Some(code);
        let codebook = self.desk.project().codebook();
        for parent in std::iter::successors(codebook.parent(code), |&at| codebook.parent(at)) {
            self.place.folded.remove(&parent);
        }
        if !self.codes.rows().iter().any(|row| row.code == code) {
            self.place.tree_filter.clear();
        }
    }
}

/// Narrows the tree to what is typed, while it is typed.
pub fn filter(app: &mut App) -> Done {
    let (before, code) = (app.place.tree_filter.clone(), app.place.code);
    let live = |app: &mut App, words: &str| {
        app.narrow_tree(words);
        count_of(app.codes.rows().len(), "row")
    };
    let left = move |app: &mut App| {
        (app.place.tree_filter, app.place.code) = (before, code);
        app.tree_moved();
    };
    let prompt = Prompt::of("codes like", &app.place.tree_filter.clone(), |app, words| {
        app.narrow_tree(words);
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt.live(live, left))));
    Ok(())
}

/// Codebook order, A-Z, by use, by last use.
pub fn cycle_sort(app: &mut App) -> Done {
    app.place.tree_sort = app.place.tree_sort.next();
    app.say(format!("codes {}", app.place.tree_sort.words()));
    Ok(())
}

/// Excerpts, respondents or both, with subcodes or without.
pub fn cycle_counts(app: &mut App) -> Done {
    app.place.tree_counts = app.place.tree_counts.next();
    app.say(format!("counting {}", app.place.tree_counts.words()));
    Ok(())
}

/// Places among siblings mean something in codebook order only.
pub(super) fn in_codebook_order(app: &App) -> Done {
    if app.place.tree_sort == TreeSort::Codebook {
        return Ok(());
    }
    Err(Trouble::Say(format!(
        "the codes stand {}; s goes back to codebook order, in which they can be moved",
        app.place.tree_sort.words()
    )))
}
