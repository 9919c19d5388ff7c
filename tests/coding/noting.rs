//! Memos in their list, links between them, and the journal.

use emic::app::decoder::Input;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    memos_are_listed_opened_and_taken_away,
    the_list_is_narrowed_while_one_types,
    a_link_leads_to_what_it_names,
    a_memo_may_be_about_the_study,
    the_journal_of_today_is_one,
    a_colleagues_memo_is_read_and_stays_theirs,
    memos_are_written_into_a_file_that_was_not_there,
    what_is_put_off_is_never_lost_for_something_newer,
    a_draft_takes_nothing_from_a_memo_that_was_written_meanwhile,
];

/// Memos on the document, on a passage and on a code.
fn noted() -> Sitting {
    let mut sitting = Sitting::with(&["P07: <One.>\nP08: Two.", "P07: Three."]);
    sitting.types("A 'The whole talk.' <Esc> a 'See [[being heard]].' <Ctrl-k> <Esc> <Esc>");
    sitting.types("<Tab> gg a 'Who listens? [[T2 1]]' <Esc> <Shift-Tab>");
    sitting
}

/// The rows of the list, and how many.
fn rows(sitting: &mut Sitting) -> Vec<String> {
    sitting.frame();
    let sheet = sitting.app.overlays.iter().find_map(|overlay| match overlay {
        emic::app::overlay::Overlay::Sheet(sheet) => Some(sheet),
        _ => None,
    });
    let row =
        |row: &Vec<emic::analysis::Cell>| row.iter().map(|cell| cell.value.shown()).collect::<Vec<_>>().join(" | ");
    sheet.unwrap().table().rows.iter().map(row).collect()
}

#[test]
fn memos_are_listed_opened_and_taken_away() {
    let mut sitting = noted();
    sitting.types("<Space>m");
    assert_eq!(
        rows(&mut sitting),
        [
            "document T1 | analytic | ada | The whole talk.",
            "T1 1 | method | ada | See [[being heard]].",
            "code being heard | analytic | ada | Who listens? [[T2 1]]",
        ]
    );
    assert_eq!(sitting.types("<Enter> ' Long.' <Esc>").said(), "Memo kept on T1.  u undo  Space m memos");
    assert!(rows(&mut sitting)[0].ends_with("The whole talk. Long."));
    assert_eq!(sitting.types("d").said(), "Removed the memo on T1.  u undo");
    assert_eq!(rows(&mut sitting).len(), 2);
    assert_eq!(sitting.types("u").app.context(), "memos");
    assert_eq!(rows(&mut sitting).len(), 3);
    sitting.types("G o");
    assert_eq!((sitting.app.context(), sitting.app.overlays.len()), ("tree", 0));
}

#[test]
fn the_list_is_narrowed_while_one_types() {
    let mut sitting = noted();
    sitting.types("<Space>m f LISTENS");
    assert_eq!(rows(&mut sitting), ["code being heard | analytic | ada | Who listens? [[T2 1]]"]);
    sitting.types("<Esc>");
    assert_eq!(rows(&mut sitting).len(), 3, "Esc takes it back");
    sitting.types("f kind:method <Enter>");
    assert_eq!(rows(&mut sitting).len(), 1);
    assert!(sitting.screen().contains("only: kind:method"));
    assert_eq!(sitting.types("f <Ctrl-u> coder:nobody <Enter>").said(), "no coder is called nobody");
    sitting.types("f <Ctrl-u> 'mentions:\"being heard\"' <Enter>");
    assert_eq!(rows(&mut sitting), ["T1 1 | method | ada | See [[being heard]]."]);
    sitting.types("f <Ctrl-u> 'on:T1 coder:ada' <Enter>");
    assert_eq!(rows(&mut sitting).len(), 2, "on the document and on passages in it");
}

#[test]
fn a_link_leads_to_what_it_names() {
    let mut sitting = noted();
    sitting.types("a <Ctrl-l>");
    assert_eq!((sitting.app.context(), sitting.app.overlays.len()), ("tree", 0));
    sitting.types("a");
    assert_eq!(sitting.said(), "linked from 1 memo: in Space m, f mentions:\"being heard\" lists them");
    sitting.types("<Ctrl-l>");
    assert!(sitting.text(true).contains("P07: |Three."), "{}", sitting.text(true));
    sitting.types("A 'Nothing.' <Ctrl-l>");
    assert_eq!(sitting.said(), "no link here; write one as [[Stigma]] or [[FG2 107]]");
    assert_eq!(sitting.types("' [[nowhere]]' <Ctrl-l>").said(), "nothing here is called nowhere");
    sitting.types("<Esc> H");
    assert_eq!(sitting.app.context(), "tree");
}

#[test]
fn a_memo_may_be_about_the_study() {
    let mut sitting = noted();
    sitting.types("<Space>M 'What it is for.' <Esc> <Space>m");
    assert_eq!(rows(&mut sitting)[0], "study Study | analytic | ada | What it is for.");
    assert_eq!(sitting.types("gg + ' And whom.' <Esc>").said(), "Memo kept on Study.  u undo  Space m memos");
}

#[test]
fn the_journal_of_today_is_one() {
    let mut sitting = noted();
    sitting.types("<Space>j 'Slow morning.' <Esc>");
    assert!(sitting.said().starts_with("Memo kept on journal of 2023-11-1"), "{}", sitting.said());
    // From a table too, and it goes on where it was.
    sitting.types("<Space>k <Space>j ' Better later.' <Esc> q <Space>m");
    let rows = rows(&mut sitting);
    assert!(rows[3].starts_with("journal of 2023-11-1"), "{rows:?}");
    assert!(rows[3].ends_with(" | journal | ada | Slow morning. Better later."), "{rows:?}");
    sitting.types("f kind:journal <Enter> o");
    assert!(sitting.screen().contains("Slow morning. Better later."));
}

#[test]
fn a_colleagues_memo_is_read_and_stays_theirs() {
    let mut sitting = noted().again("ben");
    sitting.types("<Space>m <Enter>");
    assert!(sitting.screen().contains("analytic memo by ada: T1"), "{}", sitting.screen());
    sitting.types("<Esc>");
    assert_eq!(sitting.types("d").said(), "this memo is ada's; only they take it away");
}

#[test]
fn memos_are_written_into_a_file_that_was_not_there() {
    let mut sitting = noted();
    let path = sitting.folder().join("memos.md").display().to_string();
    sitting.types("<Space>m f kind:method <Enter> e <Ctrl-u>").pastes(&path).types("<Enter>");
    assert_eq!(sitting.said(), format!("1 memo written to {path}"));
    let words = std::fs::read_to_string(&path).unwrap();
    assert!(words.contains("See \\[\\[being heard") || words.contains("See [[being heard"), "{words}");
    assert!(words.contains("One.") && !words.contains("The whole talk"), "{words}");
    sitting.types("e <Ctrl-u>").pastes(&path).types("<Enter> no <Enter>");
    assert_eq!(sitting.said(), format!("{path} was left as it is"));
    let wrong = "end the name in .txt, .md, .html, .tex, .docx, .csv, .tsv, .json, .jsonl, .svg or .xlsx";
    assert_eq!(sitting.types("e <Ctrl-u> memos.pdf <Enter>").said(), wrong);
    let json = path.replace(".md", ".json");
    sitting.types("e <Ctrl-u>").pastes(&json).types("<Enter>");
    assert!(std::fs::read_to_string(&json).unwrap().contains("\"on\": \"T1 1\""));
}

/// Another sitting of the same coder, begun with what was left unfinished put off.
fn later(mut sitting: Sitting) -> Sitting {
    sitting.app.input(Input::Hangup);
    let mut sitting = sitting.again("ada");
    assert!(sitting.screen().contains("not finished"), "{}", sitting.screen());
    sitting.types("l");
    sitting
}

#[test]
fn what_is_put_off_is_never_lost_for_something_newer() {
    let mut sitting = Sitting::of("I <felt> it. Two.");
    sitting.types("a 'On feeling'");
    let mut sitting = later(sitting);
    sitting.types("A 'On the talk'");
    let mut sitting = later(sitting);
    sitting.types("<Tab> e 'What it is' <Tab> 'when'");
    let mut sitting = later(sitting);
    sitting.types("<Space>m");
    let screen = sitting.screen();
    for words in ["On feeling", "On the talk", "What it is", "codebook entry"] {
        assert!(screen.contains(words), "{words} in {screen}");
    }
    // Kept, gone on with, given up: each is gone then, for the next sitting too.
    sitting.types("q <Shift-Tab> A '.' <Esc>");
    assert_eq!(sitting.memos(), ["T1: On the talk. (analytic)"]);
    sitting.types("<Tab> e <Ctrl-c>");
    assert!(sitting.said().contains("discards what is written"), "{}", sitting.said());
    assert_eq!(sitting.types("<Ctrl-c>").said(), "nothing was changed");
    sitting.save();
    assert!(sitting.types("<Space>m d").said().starts_with("The draft on T1"), "{}", sitting.said());
    sitting.save();
    let mut sitting = sitting.again("ada");
    assert!(!sitting.screen().contains("not finished"), "{}", sitting.screen());
    assert_eq!(sitting.memos(), ["T1: On the talk. (analytic)"]);
}

#[test]
fn a_draft_takes_nothing_from_a_memo_that_was_written_meanwhile() {
    let mut sitting = Sitting::of("I felt it.");
    sitting.types("A 'Half'");
    let mut sitting = later(sitting);
    // In another window the same memo is written from its beginning.
    let drafts = sitting.app.place.drafts.split_off(0);
    sitting.types("A 'Whole.' <Esc>");
    sitting.app.place.drafts = drafts;
    sitting.types("A <Esc>");
    assert_eq!(sitting.memos(), ["T1: Whole.\n\nHalf (analytic)"]);
}
