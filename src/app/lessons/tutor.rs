//! The tutor: twelve short lessons on a copy of the sample that nobody keeps.

use super::Lesson;
use crate::place::Pane;

/// From the first step to the first table.
pub const TUTOR: &[Lesson] = &[
    Lesson {
        words: "Reading. {line-down} goes a line down, {line-up} up, {turn-next} to the next turn. \
                Do all three; arrows move too.",
        done: |look| ["line-down", "line-up", "turn-next"].iter().all(|action| look.did(action)),
    },
    Lesson {
        words: "The # at the left marks lines with a code, the stripes at the right name it. \
                {uncoded-next} goes to the next turn that has none.",
        done: |look| look.did("uncoded-next"),
    },
    Lesson {
        words: "Selecting. {select-unit} selects the turn here, {select-unit} once more takes the next turn too, \
                {shrink} goes back a step.",
        done: |look| look.did("shrink") && look.app.place.selection.is_some(),
    },
    Lesson {
        words: "Coding. Put Job description on this turn: {apply-code}, then type 'job des' and press <Enter>.",
        done: |look| look.coded_as("Job description"),
    },
    Lesson {
        words: "The same code again: {uncoded-next} to the next turn, and {repeat} repeats, without selecting.",
        done: |look| look.did("repeat") && look.coded(),
    },
    Lesson {
        words: "Undoing. {undo} takes back what you did last, in any pane and any sitting; {redo} does it again. \
                Do both.",
        done: |look| look.did("undo") && look.did("redo"),
    },
    Lesson {
        words: "A code of your own: {uncoded-next}, {apply-code}, type 'Zest' and press <Enter>. \
                What no code is named is made.",
        done: |look| look.app.desk.project().codebook().rows().len() > look.begun.codes && look.coded(),
    },
    Lesson {
        words: "A thought: {memo} opens a memo on the passage. Type 'Why here?'; <Esc> keeps it.",
        done: |look| look.app.desk.project().memos().count() > look.begun.memos,
    },
    Lesson {
        words: "The tree. {next-pane} goes to the codes, {tree-up} moves up, {open-code} lists \
                the excerpts of the code there.",
        done: |look| look.app.place.pane == Pane::Excerpts && look.did("tree-up"),
    },
    Lesson {
        words: "{excerpt-down} goes to the next excerpt, {go-to-text} to where it stands, \
                and {jump-back} back to where you were.",
        done: |look| look.did("jump-back") && look.did("go-to-text"),
    },
    Lesson {
        words: "Finding. {next-pane} goes on to the transcript. {search} finds while you type: \
                'people' and <Enter>; {search-next} goes to the next place.",
        done: |look| look.did("search-next") && look.app.place.search != look.begun.place.search,
    },
    Lesson {
        words: "Counting. {category-table} shows respondents and excerpts of every code; \
                {cell-down} moves, {close} closes the table.",
        done: |look| look.did("category-table") && look.did("close") && look.app.overlays.is_empty(),
    },
];
