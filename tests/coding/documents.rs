//! The list of documents: how far they are, in order, renamed, put away.

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    the_list_says_how_far_each_document_is,
    a_status_goes_step_by_step_and_says_what_reports_count,
    documents_are_put_in_order,
    documents_are_renamed_and_filed,
    a_document_is_put_away_after_a_preview,
    a_memo_on_a_document_is_written_from_the_list,
    the_list_is_narrowed_by_words,
];

/// The rows of the open list, without blanks between the columns.
fn rows(sitting: &mut Sitting) -> Vec<String> {
    let screen = sitting.screen();
    let rows = screen.lines().skip(3).filter(|row| row.contains("interview") || row.contains("field note"));
    rows.map(|row| row.trim_matches(['│', ' ']).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_list_says_how_far_each_document_is() {
    let mut sitting = Sitting::with(&["I: |Why?\nP07: Because.\nP08: No.", "one\ntwo", "three"]);
    sitting.types("]t c being <Enter> a 'A thought.' <Esc> ]f [f <Space>F");
    assert_eq!(sitting.app.context(), "documents");
    assert_eq!(
        rows(&mut sitting),
        ["T1 interview 3 50 opened 1 2 of 3", "T2 interview 0 0 opened 0", "T3 interview 0 0 unread 0"]
    );
    sitting.types("j <Enter>");
    assert_eq!((sitting.app.context(), sitting.text(true).as_str()), ("transcript", "|one\ntwo"));
    sitting.types("<Space>f");
    assert!(sitting.screen().contains("interview  3 turns  50% coded  opened"), "{}", sitting.screen());
}

#[test]
fn a_status_goes_step_by_step_and_says_what_reports_count() {
    let mut sitting = Sitting::with(&["|one", "two"]);
    sitting.types("<Space>F");
    for said in ["T1: read.  u undo", "T1: coded.  u undo", "T1: checked.  u undo", "T1: open.  u undo"] {
        assert_eq!(sitting.types("s").said(), said);
    }
    assert_eq!(sitting.types("x x s").said(), "2 documents: read.  u undo");
    assert_eq!(sitting.types("u q ]f x c being <Enter>").app.context(), "transcript");
    let mut sitting = sitting.again("bo");
    sitting.types("<Space>F gg j s");
    assert_eq!(sitting.said(), "T2: read.  u undo  Reports count only coders with a status there: ada has none yet");
    assert!(rows(&mut sitting)[0].contains("ada open"), "{:?}", rows(&mut sitting));
}

#[test]
fn documents_are_put_in_order() {
    let mut sitting = Sitting::with(&["|one", "two", "three"]);
    let titles = |sitting: &Sitting| {
        let titles = sitting.app.desk.project().documents().map(|(_, document)| document.title.clone());
        titles.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(sitting.types("<Space>F J").said(), "Moved T1 to place 2.  u undo");
    assert_eq!(titles(&sitting), "T2 T1 T3");
    assert_eq!(sitting.types("9J").said(), "Moved T1 to place 3.  u undo", "the cursor goes with it");
    assert_eq!(sitting.types("J").said(), "it is the last one");
    assert_eq!(sitting.types("2K").said(), "Moved T1 to place 1.  u undo");
    assert_eq!(sitting.types("K").said(), "it is the first one");
    sitting.types("2u");
    assert_eq!(titles(&sitting), "T2 T1 T3");
    let mut sitting = sitting.again("bo");
    assert_eq!(sitting.types("<Space>F").app.context(), "documents");
    assert_eq!(titles(&sitting), "T2 T1 T3");
}

#[test]
fn documents_are_renamed_and_filed() {
    let mut sitting = Sitting::with(&["|one", "two"]);
    sitting.types("<Space>F r <Ctrl-u> 'INT 1' <Enter>");
    assert_eq!(sitting.said(), "Retitled T1 to INT 1.  u undo");
    assert_eq!(sitting.types("t 'field' <Enter>").said(), "INT 1: field note.  u undo");
    assert!(rows(&mut sitting)[0].starts_with("INT 1 field note"), "{:?}", rows(&mut sitting));
    sitting.types("2u");
    assert!(rows(&mut sitting)[0].starts_with("T1 interview"), "{:?}", rows(&mut sitting));
}

#[test]
fn a_document_is_put_away_after_a_preview() {
    let mut sitting = Sitting::with(&["|one", "two"]);
    sitting.types("x c being <Enter> <Space>F d");
    let screen = sitting.screen();
    assert!(screen.contains("T1: 1 coding of 1 code by 1 coder, and 0 memos go with it."), "{screen}");
    assert_eq!(sitting.types("<Esc>").app.desk.project().document_order().len(), 2);
    assert_eq!(sitting.types("d <Enter>").said(), "Put T1 away.  u undo");
    assert_eq!(rows(&mut sitting).len(), 1);
    assert_eq!(sitting.types("q").text(true), "|two", "another document is open now");
    sitting.types("u <Space>F gg x x d <Enter> q");
    assert_eq!(sitting.text(true), "no document");
    assert_eq!(sitting.types("<Space>F").said(), "no document yet: Space i brings files in");
}

#[test]
fn a_memo_on_a_document_is_written_from_the_list() {
    let mut sitting = Sitting::with(&["|one", "two"]);
    sitting.types("<Space>F j a 'Short.' <Esc>");
    assert_eq!((sitting.app.context(), sitting.memos()), ("documents", vec!["T2: Short. (analytic)".to_string()]));
    assert!(rows(&mut sitting)[1].ends_with(" 1"), "{:?}", rows(&mut sitting));
}

#[test]
fn the_list_is_narrowed_by_words() {
    let mut sitting = Sitting::with(&["|one", "two"]);
    sitting.types("<Space>F f 't2 UNREAD'");
    assert_eq!(rows(&mut sitting).len(), 1, "while it is typed");
    sitting.types("<Esc>");
    assert_eq!(rows(&mut sitting).len(), 2);
    sitting.types("f 'unread' <Enter> s q <Space>F");
    assert_eq!(rows(&mut sitting), [""; 0], "the filter stays");
    sitting.types("f <Ctrl-u> <Enter>");
    assert_eq!(rows(&mut sitting).len(), 2);
}
