//! Every action there is, named once: keys, palette, help and man page are all made from this list.

use super::act::*;
use super::{App, Trouble};

/// Something a coder can do.
pub struct Action {
    /// As keymaps name it.
    pub name: &'static str,
    /// What the help screen says.
    pub says: &'static str,
    /// Words of other programs by which the palette finds it too.
    pub also: &'static str,
    /// What must be there first: says why it cannot be done now, and what to do.
    pub needs: fn(&App) -> Result<(), Trouble>,
    /// Whether it changes the project, which the past does not allow.
    pub changes: bool,
    /// Does it, or says why it could not be done.
    pub run: fn(&mut App) -> Result<(), Trouble>,
}

macro_rules! actions {
    ($($name:literal $run:path, $($changes:ident,)? $says:literal $(, also $also:literal)? $(, needs $needs:ident)?;)*) => {
        /// In the order of the help screen.
        pub const ACTIONS: &[Action] = &[$(Action {
            name: $name,
            says: $says,
            also: concat!($($also)?),
            needs: actions!(@needs $($needs)?),
            changes: actions!(@changes $($changes)?),
            run: $run,
        },)*];
    };
    (@needs $needs:ident) => { needs::$needs };
    (@needs) => { needs::nothing };
    (@changes changes) => { true };
    (@changes) => { false };
}

actions! {
    "line-down" moving::line_down, "Down one line", needs words;
    "line-up" moving::line_up, "Up one line", needs words;
    "char-left" moving::char_left, "One character back", needs words;
    "char-right" moving::char_right, "One character on", needs words;
    "word-next" moving::word_next, "To the next word", needs words;
    "word-previous" moving::word_previous, "To the word before", needs words;
    "word-end" moving::word_end, "To the end of the word", needs words;
    "line-start" moving::line_start, "To the start of the line", needs words;
    "line-end" moving::line_end, "To the end of the line", needs words;
    "top" moving::top, "To the top", needs rows;
    "bottom" moving::bottom, "To the bottom, or with a number to that printed line", needs rows;
    "half-page-down" moving::half_page_down, "Half a page down", needs rows;
    "half-page-up" moving::half_page_up, "Half a page up", needs rows;
    "sentence-next" moving::sentence_next, "To the next sentence", needs words;
    "sentence-previous" moving::sentence_previous, "To the sentence before", needs words;
    "paragraph-next" moving::paragraph_next, "To the next paragraph", needs words;
    "paragraph-previous" moving::paragraph_previous, "To the paragraph before", needs words;
    "turn-next" leaping::turn_next, "To the next turn", needs words;
    "turn-previous" leaping::turn_previous, "To the turn before", needs words;
    "same-speaker-next" leaping::same_speaker_next, "To the same speaker's next turn", needs words;
    "same-speaker-previous" leaping::same_speaker_previous, "To the same speaker's turn before", needs words;
    "excerpt-next" leaping::excerpt_next, "To the next coded passage", needs words;
    "excerpt-previous" leaping::excerpt_previous, "To the coded passage before", needs words;
    "uncoded-next" leaping::uncoded_next, "To a participant's next uncoded line, sentence or turn", also "gap", needs words;
    "uncoded-previous" leaping::uncoded_previous, "To a participant's uncoded line, sentence or turn before", needs words;
    "untouched-next" leaping::untouched_next, "To a participant's next turn with nothing coded", also "gap", needs words;
    "untouched-previous" leaping::untouched_previous, "To a participant's turn before with nothing coded", needs words;
    "memo-next" leaping::memo_next, "To the next passage with a memo", needs words;
    "memo-previous" leaping::memo_previous, "To the passage before with a memo", needs words;
    "disagreement-next" leaping::disagreement_next, "To the next passage that coders coded differently", also "conflict agreement", needs words;
    "disagreement-previous" leaping::disagreement_previous, "To the passage before that coders coded differently", needs words;
    "doubtful-next" confirming::next, "To the next excerpt whose people are to be confirmed", also "attribution", needs words;
    "doubtful-previous" confirming::previous, "To the excerpt before whose people are to be confirmed", needs words;
    "to-confirm" confirming::list, "Excerpts to confirm: whose people are in doubt", also "attribution doubt", needs a_document;
    "leap-again" leaping::again, "Leap again, as with [ or ] before", needs a_leap;
    "next-document" jumping::next_document, "To the next document", needs a_document;
    "previous-document" jumping::previous_document, "To the document before", needs a_document;
    "beside" beside::beside, "Another document beside this one, or go to it", also "split side by side compare", needs words;
    "jump-back" jumping::jump_back, "Back to where you were, in any document", needs a_jump;
    "jump-forward" jumping::jump_forward, "Forward again, after going back", needs a_jump_ahead;
    "jumps" jumping::jumps, "List where you were; Enter goes there", also "history jumplist", needs any_jump;
    "resume" jumping::resume, "Go to where you stopped reading or coding", also "continue last left off", needs a_place_worked;
    "centre" moving::centre, "Put the cursor's line in the middle", needs words;
    "line-to-top" moving::line_to_top, "Put the cursor's line at the top", needs words;
    "line-to-bottom" moving::line_to_bottom, "Put the cursor's line at the bottom", needs words;
    "set-mark" marking::set, "Mark this place with a letter, capitals for any document", also "bookmark", needs words;
    "go-to-mark" marking::go, "Go to a marked place; ' again: to the last place", also "bookmark", needs a_mark_or_jump;
    "marks" marking::list, "List the marks with their words", also "bookmarks", needs a_mark;
    "remove-mark" marking::remove, "Take the mark away", also "delete bookmark", needs table;
    "signs" looks::signs, "What the signs beside the words mean", also "legend margin stripes";
    "cycle-stripes" looks::cycle_stripes, "Stripes with names, bars alone, or none", also "highlight margin";
    "select-unit" selecting::unit, "Select the unit at the cursor; again takes one more", needs words;
    "grow" selecting::grow, "Grow: word, sentence, paragraph, turn, exchange, document", needs words;
    "shrink" selecting::shrink, "Shrink to what was selected before", needs a_selection;
    "swap-ends" selecting::swap_ends, "Move the other end of the selection", needs a_selection;
    "select-chars" selecting::chars, "Select by characters, from here to where you move", needs words;
    "select-left" selecting::left, "Select on to the left", needs words;
    "select-right" selecting::right, "Select on to the right", needs words;
    "select-up" selecting::up, "Select on upwards", needs words;
    "select-down" selecting::down, "Select on downwards", needs words;
    "select-lines" selecting::lines, "Select whole lines", needs words;
    "cycle-unit" selecting::cycle_unit, "Have x take turns, sentences or lines", also "change unit part select";
    "reselect" selecting::reselect, "Bring the last selection back", needs an_earlier_selection;
    "apply-code" coding::apply, changes, "Code the passage", also "node tag highlight label annotate", needs a_passage;
    "apply-new-code" coding::apply_new, changes, "Make a code by its path, and code the passage with it", also "new node tag", needs a_passage;
    "repeat" coding::repeat, changes, "Code the selection, or the unit here, as before; 3. takes three", also "quick code", needs a_last_code;
    "code-by-letters" quick::by_letters, changes, "Let letters alone put their codes on, and go on; again ends it", also "rapid", needs a_code_and_a_passage;
    "keep-coding-as" keeping::start_or_end, changes, "Code each unit selected from here on with one code, or end that", also "sticky", needs words;
    "in-vivo" coding::in_vivo, changes, "Make a code of the words of the passage, and code it so", also "in vivo", needs a_passage;
    "quick-code" quick::code, changes, "Code the passage with the quick code of a key", also "hot favourite", needs a_passage;
    "uncode" recoding::uncode, changes, "Take a code off the passage", also "uncode untag delete remove", needs a_coding;
    "recode" recoding::recode, changes, "Put another code in place of one here", also "move excerpt", needs a_coding;
    "reopen" recoding::reopen, changes, "Move the ends of the excerpt here; Enter keeps them", also "resize boundary", needs a_coding;
    "revise" revising::revise, changes, "Mend the words of this document in your own editor", also "edit transcript text correct typo", needs words;
    "autocode" autocoding::start, changes, "Code what words or a pattern find, after a look at it", also "auto coding search text", needs words;
    "accept-found" autocoding::accept, changes, "Code all passages of the list but those left out", needs table;
    "look-at-found" autocoding::look, "Look at the passage among the turns around it", needs table;
    "split-excerpt" splitting::excerpt, changes, "Split the excerpt here, before the word under the cursor", also "divide cut", needs words;
    "split-code" splitting::code, changes, "Put the marked excerpts under a new subcode, after a preview", also "divide subcode", needs an_excerpt;
    "take-stand" themes::take_stand, changes, "Say how the passage stands toward a theme: for, against, qualifies", also "claim evidence negative case", needs a_passage_for_a_theme;
    "flag-key-quote" recoding::flag_key_quote, changes, "Mark as a key quote, or unmark", also "star favourite quotation", needs a_coding;
    "flag-discuss" recoding::flag_discuss, changes, "Mark to discuss, or unmark", also "todo question", needs a_coding;
    "attribute" recoding::attribute, changes, "Say who speaks in the passage, in place of its turns", needs a_passage;
    "inspect" inspecting::inspect, "Say all that is known of the excerpt here", needs an_excerpt_here;
    "copy" copying::copy, "Copy: the quote with its citation, the code's path", also "yank clipboard shell command", needs something_to_copy;
    "copy-markdown" copying::copy_markdown, "Copy as Markdown: the quote, or the table", also "yank clipboard", needs something_in_markdown;
    "memo" memos::here, changes, "Write a memo on what is here", also "annotation comment note", needs something_to_note;
    "memo-document" memos::on_document, changes, "Write a memo on the document", needs words;
    "memos" memo_sheet::list, "List the memos", needs a_memo;
    "memo-project" memos::on_project, changes, "Write a memo on the whole study";
    "journal" memos::journal, changes, "Write in today's journal", also "diary log field notes";
    "open-memo" memo_sheet::open, "Open the memo here", needs memos;
    "go-to-subject" memo_sheet::subject, "Go to what the memo is about", needs memos;
    "filter-memos" memo_sheet::filter, "Narrow the list by words, kind, coder or link", also "search", needs memos;
    "remove-memo" memo_sheet::remove, changes, "Take the memo away", also "delete", needs memos;
    "export-memos" memo_sheet::export, "Write the memos shown into a file", also "save", needs memos;
    "tree-down" tree::down, "Down", needs a_code;
    "tree-up" tree::up, "Up", needs a_code;
    "tree-open" tree::open, "Unfold, then to the first subcode", needs a_code;
    "tree-close" tree::close, "Fold, then to the parent", needs a_code;
    "fold" tree::fold, "Fold or unfold", needs a_code;
    "fold-all" tree::fold_all, "Fold everything", needs a_code;
    "unfold-all" tree::unfold_all, "Unfold everything", needs a_code;
    "filter-tree" browsing::filter, "Narrow the tree to what is typed", also "search codes", needs any_code;
    "cycle-tree-sort" browsing::cycle_sort, "Sort the codes: codebook, A-Z, by use, by last use";
    "cycle-tree-counts" browsing::cycle_counts, "Count excerpts, respondents or both, with subcodes or without";
    "open-code" tree::open_code, "Go to the code's excerpts", needs a_code;
    "apply-this-code" tree::apply_this, changes, "Code the passage with the code here", needs a_code_and_a_passage;
    "new-code" tree::new_code, changes, "Make a code here", also "node tag";
    "new-child" tree::new_child, changes, "Make a subcode of the code here", also "child node nested", needs a_code;
    "rename-code" tree::rename, changes, "Rename the code", needs a_code;
    "assign-quick-code" quick::assign, "Give the code here a key for , or take it away", also "hot slot", needs a_code;
    "define-code" tree::define, changes, "Write the code's definition", also "description codebook", needs a_code;
    "demote" tree::demote, changes, "Put the code under the one above it", needs a_code;
    "promote" tree::promote, changes, "Put the code beside its parent", needs a_code;
    "move-down" tree::move_down, changes, "Move the code down among its siblings", needs a_code;
    "move-up" tree::move_up, changes, "Move the code up among its siblings", needs a_code;
    "mark" views::mark, "Mark or unmark the row, and go to the next", needs a_row_to_mark;
    "move-here" tree::move_here, changes, "Move the marked codes under this one", needs marked_codes;
    "merge-codes" tree::merge, changes, "Merge the marked codes into this one, after a preview", needs marked_codes;
    "retired-codes" codebook::retired, changes, "Take a code that was put away into use again", also "restore unretire archive", needs a_retired_code;
    "given-code" codebook::given, changes, "Say that the code was given beforehand, or that it came from the data",
        also "a priori deductive inductive theory", needs a_code;
    "judge-sufficiency" codebook::judge, changes, "Say whether enough was heard, and on what grounds",
        also "saturation information power";
    "near-codes" codebook::near, "Go through codes of nearly the same name", also "duplicates similar", needs any_code;
    "codebook" codebook::page, "Read the whole codebook as a page, and save it", also "print export definitions", needs any_code;
    "hide-code" looks::hide_code, "Hide or show the stripes of the code and its subcodes", also "filter highlight",
        needs a_code;
    "retire-code" tree::retire, changes, "Put the code away; its excerpts are kept", also "delete remove archive", needs a_code;
    "excerpt-down" excerpts::down, "Down", needs an_excerpt;
    "excerpt-up" excerpts::up, "Up", needs an_excerpt;
    "go-to-text" excerpts::go_to_text, "Go to the excerpt in its transcript", needs an_excerpt;
    "cycle-sort" excerpts::cycle_sort, "Sort by document, by time, by respondent";
    "excerpt-full" filtering::open_full, "Show the excerpt in full, with what stands around it", needs an_excerpt;
    "excerpt-list" filtering::close_full, "Give the list the room again", needs an_excerpt;
    "filter" filtering::filter, "Narrow the list: code: spk: doc: phase= words", also "query search where", needs a_list;
    "filters" filtering::kept_filters, "Filters kept by a name, and keeping this one", also "saved query", needs a_filter;
    "group-by-speaker" filtering::by_speaker, "Group the list by who speaks, or end that", also "participant case respondent", needs an_excerpt;
    "group-by-document" filtering::by_document, "Group the list by document, or end that", needs an_excerpt;
    "group-by-coder" filtering::by_coder, "Group the list by coder, or end that", needs an_excerpt;
    "group-by-attribute" filtering::by_attribute, "Group the list by phase, site or another attribute, or end that", also "phase site", needs an_attribute;
    "group-by-code" filtering::by_code, "Group the list by code, or end that", needs an_excerpt;
    "group-next" filtering::next_group, "To the next group", needs groups;
    "group-previous" filtering::previous_group, "To the group before", needs groups;
    "mark-all" filtering::mark_all, "Mark all excerpts listed, or none", needs an_excerpt;
    "compare" comparing::marked, changes, "Lay the marked excerpts side by side", also "constant comparison", needs two_excerpts;
    "two-groups" two_groups::show_two, "Put two groups beside each other", also "split screen phase site", needs groups;
    "themes" themes::list, "The themes, with the evidence for and against each", also "claims negative cases", needs a_theme;
    "open-theme" themes::open, "Open the evidence of the theme, or of the side counted", needs themes;
    "new-theme" themes::add, changes, "Add a theme by its claim", also "claim";
    "reword-theme" themes::reword, changes, "Put the theme's claim into other words", also "rename", needs themes;
    "search-evidence" themes::search, changes, "Search for what speaks against the theme, on record", also "counter-evidence", needs themes;
    "negative-case" themes::mark_negative, changes, "Say who does not fit the theme, and what was done", also "deviant", needs themes;
    "remove-theme" themes::remove, changes, "Take the theme away", also "delete", needs themes;
    "comparisons" views::comparisons, "The comparisons made, and what came of them", also "constant comparison", needs a_comparison;
    "export-excerpts" exporting::excerpts, "Write the excerpts listed to a file", also "save csv markdown", needs an_excerpt;
    "search-everywhere" searching::everywhere, "Find words in all documents", also "grep find corpus", needs a_document;
    "search-this" searching::this_everywhere, "Find the words here in all documents", needs something_here;
    "search" finding::search, "Find words in this document; in tree and list, narrow them", also "grep find", needs something_to_search;
    "search-next" finding::next, "To the next place found", needs a_search;
    "search-previous" finding::previous, "To the place found before", needs a_search;
    "go-to-time" finding::go_to_time, "To a time of the recording", also "timestamp caption minute", needs times;
    "documents" documents::choose, "Open another document", also "source file", needs a_document;
    "go-document" documents::choose, "Open another document", needs a_document;
    "documents-list" documents::list, "List the documents, to see how far they are and order them", also "sources files progress status", needs a_document;
    "cycle-status" documents::cycle_status, changes, "Say how far you are: read, coded, checked", also "finished done", needs a_listed_document;
    "retitle-document" documents::retitle, changes, "Give the document another title", also "rename", needs a_listed_document;
    "set-kind" documents::set_kind, changes, "Say what kind of material the document is", also "type interview focus group field note", needs a_listed_document;
    "document-earlier" documents::earlier, changes, "Move the document up", needs a_listed_document;
    "document-later" documents::later, changes, "Move the document down", needs a_listed_document;
    "remove-document" documents::remove, changes, "Put the document away, after a preview", also "delete", needs a_listed_document;
    "filter-documents" documents::filter, "Show only the documents whose rows say some words", needs table;
    "codes" views::find_code, "Find a code in the tree", needs any_code;
    "reports" reporting::reports, "Choose a report", also "table export count list numbers";
    "category-table" reporting::category_table, "The category table: respondents and excerpts of every code", also "count list report numbers", needs any_code;
    "import" importing::import, changes, "Bring in transcripts", also "add document file open";
    "speakers" speakers::speakers, "Who speaks where, as whom", needs a_document;
    "speaker-participant" speakers::participant, changes, "Say that the label is a participant", needs speakers;
    "speaker-interviewer" speakers::interviewer, changes, "Say that the label is an interviewer", needs speakers;
    "speaker-observer" speakers::observer, changes, "Say that the label is an observer", needs speakers;
    "speaker-role" speakers::role, changes, "Give the label any role", needs speakers;
    "speaker-same" speakers::same_person, changes, "Say that the marked labels are one person", also "merge join", needs speakers;
    "speaker-case" speakers::case, changes, "Say which person the label stands for", also "case participant", needs speakers;
    "speaker-rename" speakers::rename, changes, "Give the label another name", needs speakers;
    "speaker-reject" speakers::reject, changes, "Take the label for mere words, no speaker", also "delete remove", needs speakers;
    "speaker-join" speakers::join_labels, changes, "Give the turns of the marked label to this one", also "merge", needs speakers;
    "speaker-pattern" speakers::pattern, changes, "Find the speakers anew by a pattern", also "regex", needs speakers;
    "speakers-apart" speakers::apart, "Show each document by itself, or labels together", needs speakers;
    "people" people::people, "The people, with their attributes", also "case attribute classification demographics facesheet", needs a_document;
    "edit-value" people::edit_value, changes, "Change the value here, of all marked rows", needs people;
    "edit-phase-value" people::edit_phase_value, changes, "Change the value here for one phase", needs people;
    "remove-value" people::remove_value, changes, "Take the value here away", needs people;
    "add-attribute" attributes::add_attribute, changes, "Add an attribute", also "variable", needs people;
    "define-attribute" attributes::define_attribute, changes, "Say what values the attribute has", needs people;
    "rename-person" people::rename, changes, "Rename the person, document or attribute here", needs people;
    "join-people" people::join, changes, "Say that the marked people are one", also "merge", needs people;
    "people-or-documents" people::turn_over, "The attributes of documents, or of people", needs people;
    "only-missing" people::only_missing, "Only rows with a missing value, or all", needs people;
    "missing-next" people::missing_next, "To the next missing value", needs people;
    "missing-previous" people::missing_previous, "To the missing value before", needs people;
    "withdraw-person" withdrawing::withdraw, changes, "The person here withdraws: list, keep, stop or remove what they said",
        also "erase delete gdpr consent", needs people;
    "take-sheet" attributes::take_sheet, changes, "Take rows of values, typed or pasted", also "import csv spreadsheet", needs people;
    "identifiers" identifying::list, changes, "What may tell who somebody is, to be replaced",
        also "anonymise anonymize pseudonym de-identify redact names", needs a_document;
    "becomes-person" identifying::person, changes, "Put a numbered person in its place", needs identifiers;
    "becomes-place" identifying::place, changes, "Put a numbered place in its place", needs identifiers;
    "becomes-blank" identifying::blank, changes, "Put [...] in its place", needs identifiers;
    "becomes-pseudonym" identifying::pseudonym, changes, "Put a pseudonym of your own in its place", needs identifiers;
    "becomes-nothing" identifying::keep, "Keep the words as they are", needs identifiers;
    "look-at-places" identifying::look, "Show where the words stand", needs identifiers;
    "replace-words" identifying::replace, changes, "Replace all that were given something, after a preview", needs identifiers;
    "scan" scanning::list, "Where names of the keys stand, and rare values",
        also "anonymise anonymize disclosure leaving small cells export", needs a_document;
    "backup" backing_up::ask, "Copy the project, and compare the copy with it", also "save copy export";
    "conflicts" conflicts::list, "What colleagues did that does not fit together, to be put right", also "merge collision same name join";
    "history" history::history, "What was done, by whom, and when", also "audit trail log";
    "go-to-act" history::subject, "Go to what the act was about", needs history;
    "filter-history" history::filter, "Narrow the list by words, coder, thing or time", also "search", needs history;
    "changed-since" history::changed_since, "What changed in codes and coding since the act", also "diff compare", needs history;
    "look-back" history::look_back, "See the project as it was right after the act", also "as of past time travel", needs history;
    "undo" review::undo, changes, "Take back my last change, or in the list of acts that one", also "revert selective";
    "redo" review::redo, changes, "Do again what I just took back";
    "saved" review::saved, "Say whether everything is saved, and try again";
    "next-pane" views::next_pane, "To the next pane";
    "previous-pane" views::previous_pane, "To the pane before";
    "zoom" views::zoom, "Give the pane the whole screen, or take it back";
    "help" views::help, "What can be done here; type to narrow, Enter does it";
    "command-line" ordering::ask, "Order by name, with a line number, a code, a document", also "ex colon";
    "record-macro" macros::record, "Record what is done from here on, or end it", also "macro";
    "replay-macro" macros::replay, changes, "Do what was recorded again, as one act", also "macro repeat", needs a_macro;
    "edit-macro" macros::edit, "Edit what was recorded, one step a line", also "macro";
    "palette" views::palette, "Every command by name", also "command";
    "cell-down" sheets::cell_down, "Down", needs table;
    "cell-up" sheets::cell_up, "Up", needs table;
    "cell-left" sheets::cell_left, "Left", needs table;
    "cell-right" sheets::cell_right, "Right", needs table;
    "cell-first" sheets::cell_first, "To the first column", needs table;
    "cell-last" sheets::cell_last, "To the last column", needs table;
    "sort-column" reporting::sort_column, "Sort the table by this column: down, up, as it was", also "order", needs table;
    "filter-rows" reporting::filter_rows, "Show only the rows of the table that have these words", needs table;
    "report-settings" reporting::report_settings, "Ask the report otherwise: its settings, where", also "by layer count", needs a_report;
    "save-table" reporting::save_table, "Write the table to a file, in a form chosen by a letter", also "export csv docx xlsx", needs table;
    "picture" reporting::picture, "See the table as a picture", also "plot chart svg bars heat map curve", needs table;
    "open-cell" sheets::open_cell, "Open what the number counts, or the row stands for", needs table;
    "theme" looks::theme, "Choose the colours: light, dark, high contrast, none", also "settings appearance",
        needs colours;
    "keymap" looks::keymap, "Choose the keys: default, arrows, vim, emacs", also "settings shortcuts bindings";
    "tutor" looks::tutor, "Twelve short lessons, on a copy that is thrown away", also "tutorial lessons learn",
        needs no_tutor;
    "redraw" views::redraw, "Draw the screen anew";
    "interrupt" views::interrupt, "Leave what is being typed or counted; never ends emic";
    "undo-or-suspend" review::undo_or_suspend, "Ask: undo, or suspend emic";
    "cancel" views::cancel, "One step back out: selection, count, marks";
    "close" views::close, "Close this view; at the top, twice quits", also "quit exit";
    "projects" views::projects, "Another project, or a new one", also "switch open close welcome new project";
    "quit" views::quit, "Leave emic, when everything is saved", also "exit";
}

/// The action of that name.
pub fn action(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}
