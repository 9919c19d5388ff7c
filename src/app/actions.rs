//! Every action there is, named once: keys, palette, help and man page are all made from this list.

use super::act::{coding, excerpts, finding, looks, memos, moving, review, selecting, sheets, tree, views};
use super::{App, Trouble};

/// Something a coder can do.
pub struct Action {
    /// As keymaps name it.
    pub name: &'static str,
    /// What the help screen says.
    pub says: &'static str,
    /// Words of other programs by which the palette finds it too.
    pub also: &'static str,
    /// Does it, or says why it cannot be done now.
    pub run: fn(&mut App) -> Result<(), Trouble>,
}

macro_rules! actions {
    ($($name:literal $run:path, $says:literal $(, also $also:literal)?;)*) => {
        /// In the order of the help screen.
        pub const ACTIONS: &[Action] = &[
            $(Action { name: $name, says: $says, also: concat!($($also)?), run: $run },)*
        ];
    };
}

actions! {
    "line-down" moving::line_down, "Down one line";
    "line-up" moving::line_up, "Up one line";
    "char-left" moving::char_left, "One character back";
    "char-right" moving::char_right, "One character on";
    "word-next" moving::word_next, "To the next word";
    "word-previous" moving::word_previous, "To the word before";
    "word-end" moving::word_end, "To the end of the word";
    "line-start" moving::line_start, "To the start of the line";
    "line-end" moving::line_end, "To the end of the line";
    "top" moving::top, "To the top";
    "bottom" moving::bottom, "To the bottom, or with a number to that printed line";
    "half-page-down" moving::half_page_down, "Half a page down";
    "half-page-up" moving::half_page_up, "Half a page up";
    "sentence-next" moving::sentence_next, "To the next sentence";
    "sentence-previous" moving::sentence_previous, "To the sentence before";
    "paragraph-next" moving::paragraph_next, "To the next paragraph";
    "paragraph-previous" moving::paragraph_previous, "To the paragraph before";
    "turn-next" moving::turn_next, "To the next turn";
    "turn-previous" moving::turn_previous, "To the turn before";
    "same-speaker-next" moving::same_speaker_next, "To the same speaker's next turn";
    "same-speaker-previous" moving::same_speaker_previous, "To the same speaker's turn before";
    "excerpt-next" moving::excerpt_next, "To the next coded passage";
    "excerpt-previous" moving::excerpt_previous, "To the coded passage before";
    "uncoded-next" moving::uncoded_next, "To the next passage that is not coded yet", also "gap";
    "uncoded-previous" moving::uncoded_previous, "To the passage before that is not coded yet";
    "memo-next" moving::memo_next, "To the next passage with a memo";
    "memo-previous" moving::memo_previous, "To the passage before with a memo";
    "next-document" moving::next_document, "To the next document";
    "previous-document" moving::previous_document, "To the document before";
    "jump-back" moving::jump_back, "Back to where you were, in any document";
    "centre" moving::centre, "Put the cursor's line in the middle";
    "cycle-stripes" looks::cycle_stripes, "Stripes with names, bars alone, or none", also "highlight margin";
    "select-unit" selecting::unit, "Select the unit at the cursor; again takes one more";
    "grow" selecting::grow, "Grow: word, sentence, paragraph, turn, exchange, document";
    "shrink" selecting::shrink, "Shrink to what was selected before";
    "swap-ends" selecting::swap_ends, "Move the other end of the selection";
    "select-chars" selecting::chars, "Select by characters, from here to where you move";
    "select-lines" selecting::lines, "Select whole lines";
    "cycle-unit" selecting::cycle_unit, "Change the unit: line, sentence, turn";
    "reselect" selecting::reselect, "Bring the last selection back";
    "apply-code" coding::apply, "Code the passage", also "node tag highlight label annotate";
    "repeat" coding::repeat, "Code the selection, or the unit here, as before", also "quick code";
    "uncode" coding::uncode, "Take a code off the passage", also "uncode untag delete remove";
    "recode" coding::recode, "Put another code in place of one here";
    "reopen" coding::reopen, "Move the ends of the excerpt here; Enter keeps them", also "resize boundary";
    "flag-key-quote" coding::flag_key_quote, "Mark as a key quote, or unmark", also "star favourite quotation";
    "flag-discuss" coding::flag_discuss, "Mark to discuss, or unmark", also "todo question";
    "attribute" coding::attribute, "Say who speaks in the passage, in place of its turns";
    "inspect" coding::inspect, "Say all that is known of the excerpt here";
    "memo" memos::here, "Write a memo on what is here", also "annotation comment note";
    "memo-document" memos::on_document, "Write a memo on the document";
    "memos" memos::list, "List the memos";
    "tree-down" tree::down, "Down";
    "tree-up" tree::up, "Up";
    "tree-open" tree::open, "Unfold, then to the first subcode";
    "tree-close" tree::close, "Fold, then to the parent";
    "fold" tree::fold, "Fold or unfold";
    "fold-all" tree::fold_all, "Fold everything";
    "unfold-all" tree::unfold_all, "Unfold everything";
    "open-code" tree::open_code, "Go to the code's excerpts";
    "apply-this-code" tree::apply_this, "Code the passage with the code here";
    "new-code" tree::new_code, "Make a code here", also "node tag";
    "new-child" tree::new_child, "Make a subcode of the code here", also "child node nested";
    "rename-code" tree::rename, "Rename the code";
    "define-code" tree::define, "Write the code's definition", also "description codebook";
    "demote" tree::demote, "Put the code under the one above it";
    "promote" tree::promote, "Put the code beside its parent";
    "move-down" tree::move_down, "Move the code down among its siblings";
    "move-up" tree::move_up, "Move the code up among its siblings";
    "mark" views::mark, "Mark or unmark the row, and go to the next";
    "move-here" tree::move_here, "Move the marked codes under this one";
    "merge-codes" tree::merge, "Merge the marked codes into this one, after a preview";
    "hide-code" looks::hide_code, "Hide or show the stripes of the code and its subcodes", also "filter highlight";
    "retire-code" tree::retire, "Put the code away; its excerpts are kept", also "delete remove archive";
    "excerpt-down" excerpts::down, "Down";
    "excerpt-up" excerpts::up, "Up";
    "go-to-text" excerpts::go_to_text, "Go to the excerpt in its transcript";
    "cycle-sort" excerpts::cycle_sort, "Sort by document, by time, by respondent";
    "search" finding::search, "Find words in this document", also "grep find";
    "search-next" finding::next, "To the next place found";
    "search-previous" finding::previous, "To the place found before";
    "documents" views::documents, "Open another document", also "source file";
    "go-document" views::documents, "Open another document";
    "codes" views::find_code, "Find a code in the tree";
    "reports" views::reports, "Choose a report", also "table export";
    "category-table" views::category_table, "The category table: respondents and excerpts of every code";
    "speakers" views::speakers, "Who speaks where, as whom";
    "history" review::history, "What was done, by whom, and when", also "audit trail log";
    "undo" review::undo, "Take back my last change, in any sitting";
    "redo" review::redo, "Do again what I just took back";
    "saved" review::saved, "Say whether everything is saved, and try again";
    "next-pane" views::next_pane, "To the next pane";
    "previous-pane" views::previous_pane, "To the pane before";
    "zoom" views::zoom, "Give the pane the whole screen, or take it back";
    "help" views::help, "What can be done here; type to narrow, Enter does it";
    "palette" views::palette, "Every command by name", also "command";
    "cell-down" sheets::cell_down, "Down";
    "cell-up" sheets::cell_up, "Up";
    "cell-left" sheets::cell_left, "Left";
    "cell-right" sheets::cell_right, "Right";
    "open-cell" sheets::open_cell, "Open the excerpts that the number counts";
    "theme" looks::theme, "Choose the colours: light, dark, high contrast, none", also "settings appearance";
    "tutor" looks::tutor, "Twelve short lessons on a copy that is thrown away", also "tutorial lessons learn";
    "redraw" views::redraw, "Draw the screen anew";
    "interrupt" views::interrupt, "Leave what is being typed; never ends emic";
    "undo-or-suspend" review::undo_or_suspend, "Ask: undo, or suspend emic";
    "cancel" views::cancel, "One step back out: selection, count, marks";
    "close" views::close, "Close this view; at the top, twice quits", also "quit exit";
}

/// The action of that name.
pub fn action(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}
