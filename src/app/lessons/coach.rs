//! What the sample's first sitting shows.

use super::Lesson;
use crate::place::Pane;

/// Seven steps from the first key to a table.
pub const COACH: &[Lesson] = &[
    Lesson {
        words: "press {uncoded-next} to go to the next passage that is not coded",
        done: |look| look.did("uncoded-next"),
    },
    Lesson { words: "{select-unit} selects the turn here", done: |look| look.did("select-unit") },
    Lesson {
        words: "{apply-code} codes it: type a few letters, such as 'job des', and <Enter>",
        done: |look| look.coded(),
    },
    Lesson {
        words: "{uncoded-next} and then {repeat} put the same code on the next passage",
        done: |look| look.did("repeat") && look.coded(),
    },
    Lesson {
        words: "{memo} writes a memo on it: type 'as in FG2', and <Esc> keeps it",
        done: |look| look.app.desk.project().memos().count() > look.begun.memos,
    },
    Lesson {
        words: "press {next-pane} to go to the codes, then {open-code} for the excerpts of the code there",
        done: |look| look.app.place.pane == Pane::Excerpts,
    },
    Lesson {
        words: "{category-table} counts respondents and excerpts of every code, {close} closes it",
        done: |look| look.did("category-table") && look.app.overlays.is_empty(),
    },
];
