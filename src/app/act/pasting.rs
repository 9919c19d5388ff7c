//! What can be done with words that were pasted where nothing is being typed: they are never keys.

use super::memos;
use crate::app::overlay::{Choice, Notice, Overlay};
use crate::app::{App, Trouble};
use crate::text::{clip, count_of, visible};

type Done = Result<(), Trouble>;

/// Something to do with pasted words.
pub struct PasteUse {
    /// The key that chooses it.
    pub key: char,
    /// What it does.
    pub says: &'static str,
    /// Whether it can be done with these words now.
    pub fits: fn(&App, &str) -> bool,
    /// Does it.
    pub run: fn(&mut App, &str) -> Done,
}

/// All that can be done with pasted words.
pub const PASTE_USES: &[PasteUse] = &[
    PasteUse {
        key: 's',
        says: "search for it in this document",
        fits: |app, _| app.open_text().is_ok(),
        run: |app, words| super::finding::find(app, first_line(words)),
    },
    PasteUse {
        key: 'm',
        says: "a memo here",
        fits: |app, _| super::needs::something_here(app).is_ok(),
        run: |app, words| {
            memos::here(app)?;
            app.overlays.iter_mut().next_back().into_iter().for_each(|memo| memo.paste(words));
            Ok(())
        },
    },
];

/// Cells of the pasted words that are shown.
const SHOWN: usize = 60;

/// Asks what pasted words are for.
pub fn ask(app: &mut App, words: &str) {
    if words.trim().is_empty() {
        return app.say("the paste was empty");
    }
    let fitting: Vec<&'static PasteUse> = PASTE_USES.iter().filter(|one| (one.fits)(app, words)).collect();
    if fitting.is_empty() {
        return app.alarm("a paste does nothing here: open a document (Space f) first");
    }
    let choices = fitting.into_iter().map(|one| {
        let words = words.to_string();
        Choice::of(one.key, one.says, move |app| (one.run)(app, &words))
    });
    let lines = words.lines().count();
    let seen = visible(first_line(words)).into_owned();
    let mut shown = vec![format!("\"{}\"", clip(&seen, SHOWN, '+'))];
    if lines > 1 {
        shown.push(format!("and {} more", count_of(lines - 1, "line")));
    }
    let notice = Notice::choosing("a paste: what is it for?", shown, choices.collect());
    app.overlays.push(Overlay::Notice(Box::new(notice)));
}

fn first_line(words: &str) -> &str {
    words.trim().lines().next().unwrap_or_default().trim_end()
}
