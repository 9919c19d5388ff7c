//! The excerpt list narrowed by a filter, in groups, and an excerpt in full.

use super::sitting::Sitting;
use emic::project::*;

pub const TESTS: &[fn()] = &[
    a_filter_narrows_the_list_while_it_is_typed,
    a_filter_that_cannot_be_asked_says_why_and_changes_nothing,
    a_filter_is_kept_by_a_name,
    the_list_stands_in_groups,
    groups_follow_an_attribute,
    an_excerpt_is_shown_in_full,
    all_excerpts_listed_are_marked_at_once,
    coding_shows_the_earlier_excerpts_of_the_code,
    an_excerpt_is_coded_anew_and_copied_from_the_list,
];

/// Three excerpts of one code, by two people in two documents; the keys are in its list.
fn coded() -> Sitting {
    let mut sitting = Sitting::with(&["P07: One.\nP08: Two.\nP07: Four.", "P07: Three."]);
    sitting.types("c being <Enter> ]t c being <Enter> ]t c money <Enter> ]f c being <Enter>");
    sitting.types("<Tab> gg <Enter>");
    assert_eq!(sitting.list(), "One.\nTwo.\n|Three.");
    sitting
}

fn row(sitting: &mut Sitting, words: &str) -> bool {
    sitting.screen().lines().any(|row| row.contains(words))
}

#[test]
fn a_filter_narrows_the_list_while_it_is_typed() {
    let mut sitting = coded();
    sitting.types("f 'spk:P07'");
    assert_eq!(sitting.list(), "One.\n|Three.");
    assert!(row(&mut sitting, "2 excerpts of 2 respondents"), "{}", sitting.screen());
    sitting.types("<Esc>");
    assert_eq!(sitting.list(), "One.\nTwo.\n|Three.", "Esc leaves the list as it was");
    sitting.types("f 'spk:P07 doc:T1' <Enter>");
    assert_eq!(sitting.list(), "|One.");
    assert_eq!(sitting.said(), "1 excerpt fit.  Esc ends the filter, Space e keeps it by a name");
    assert!(row(&mut sitting, "filter: spk:P07 doc:T1"));
    sitting.types("f <Ctrl-u> 'cod' <Tab> 'mon' <Tab> <Enter>");
    assert_eq!(sitting.list(), "|Four.", "a code of its own stands for itself");
    sitting.types("f <Ctrl-u> <Up><Up> <Enter>");
    assert_eq!(sitting.list(), "|One.", "the one before the last");
    assert_eq!(sitting.types("x <Esc>").list(), "|One.", "the marks go first");
    assert_eq!(sitting.types("<Esc>").list(), "|One.\nTwo.\nThree.");
}

#[test]
fn a_filter_that_cannot_be_asked_says_why_and_changes_nothing() {
    let mut sitting = coded();
    sitting.types("f 'doc:T9' <Enter>");
    assert_eq!(sitting.said(), "column 1: \"T9\": no such document; there are T1, T2");
    assert_eq!(sitting.list(), "One.\nTwo.\n|Three.");
    sitting.types("f 'nowhere' <Enter> <Enter>");
    assert_eq!(sitting.said(), "no excerpt fits the filter; Esc ends it");
}

#[test]
fn a_filter_is_kept_by_a_name() {
    let mut sitting = coded();
    sitting.types("<Space>e");
    assert!(sitting.said().starts_with("no filter is kept yet"), "{}", sitting.said());
    sitting.types("f 'two' <Enter> <Space>e keep <Enter> 'second' <Enter> <Esc>");
    assert_eq!(sitting.list(), "One.\nTwo.\n|Three.");
    let mut sitting = sitting.again("ada");
    sitting.types("<Shift-Tab> <Space>e sec <Enter>");
    assert_eq!((sitting.list().as_str(), sitting.app.context()), ("|Two.", "excerpts"));
}

#[test]
fn the_list_stands_in_groups() {
    let mut sitting = coded();
    sitting.types("g d");
    assert_eq!(sitting.said(), "2 groups by document; the same key again ends it");
    assert!(row(&mut sitting, "T1  2 exc 2 resp") && row(&mut sitting, "T2  1 exc"));
    assert_eq!(sitting.types("gg }").list(), "One.\nTwo.\n|Three.");
    assert_eq!(sitting.types("{").list(), "|One.\nTwo.\nThree.");
    assert_eq!(sitting.types("j").list(), "One.\n|Two.\nThree.");
    assert_eq!(sitting.types("{").list(), "|One.\nTwo.\nThree.", "first to the start of its own group");
    sitting.types("g d");
    assert!(!row(&mut sitting, "T1  2 exc"));
    assert_eq!(sitting.types("}").said(), "the list is not in groups; g s groups it by who speaks");
    sitting.types("g s");
    assert!(row(&mut sitting, "P08 (T1)  1 exc"), "{}", sitting.screen());
    sitting.types("g k");
    assert!(row(&mut sitting, "ada  3 exc 3 resp"));
    sitting.types("f 'code:barriers' <Enter> g c");
    assert!(row(&mut sitting, "Barriers > Money  1 exc"));
}

#[test]
fn groups_follow_an_attribute() {
    let mut sitting = coded();
    sitting.types("g p");
    assert!(sitting.said().starts_with("no attribute yet"), "{}", sitting.said());
    let desk = &mut sitting.app.desk;
    let attribute = AttributeId(desk.next_id());
    let values = ValueType::Ordered(vec!["2".into(), "1".into()]);
    let documents = desk.project().document_order().to_vec();
    let mut edits = vec![Edit::AddAttribute { attribute, name: "phase".into(), on: Bearer::Document, values }];
    edits.extend(documents.into_iter().zip(["1", "2"]).map(|(id, value)| Edit::SetAttribute {
        attribute,
        subject: Subject::Document(id),
        phase: None,
        value: Some(value.into()),
    }));
    desk.commit(edits).unwrap();
    sitting.types("g p");
    assert_eq!(sitting.list(), "|Three.\nOne.\nTwo.", "in the order of the choices");
    sitting.types("g p");
    assert_eq!(sitting.list(), "One.\nTwo.\n|Three.");
}

#[test]
fn an_excerpt_is_shown_in_full() {
    let mut sitting = coded().sized(80, 24);
    sitting.types("gg j a 'Why two?' <Esc>");
    let screen = sitting.screen();
    for words in ["T1, P08 (T1), line 2", "codes: being heard", "analytic memo: Why two?"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(!sitting.types("h").screen().contains("codes:"));
    assert!(sitting.types("l").screen().contains("codes:"));
    assert!(!sitting.types("<Left>").screen().contains("codes:"));
    assert!(sitting.types("<Right>").screen().contains("codes:"));
}

#[test]
fn all_excerpts_listed_are_marked_at_once() {
    let mut sitting = coded();
    assert_eq!(sitting.types("x X").list(), "*One.\n*Two.\n|*Three.");
    assert_eq!(sitting.types("d").said(), "Took 3 codes off.  u undo");
    sitting.types("u");
    assert_eq!(sitting.types("X X").list(), "One.\nTwo.\n|Three.");
    sitting.types("X c money <Enter> !d");
    assert_eq!(sitting.said(), "Marked as discuss: 3 codings.  u undo");
}

#[test]
fn coding_shows_the_earlier_excerpts_of_the_code() {
    let mut sitting = Sitting::of("P07: One.\nP08: Two.");
    sitting.types("c being <Enter> ]t c being <Enter>");
    assert_eq!(sitting.list(), "One.\n|Two.");
    sitting.types("<Shift-Tab>");
    let screen = sitting.sized(80, 24).screen();
    assert!(screen.contains("ada new \"Two.\"") && screen.contains("ada     \"One.\""), "{screen}");
}

#[test]
fn an_excerpt_is_coded_anew_and_copied_from_the_list() {
    let mut sitting = coded();
    sitting.types("gg C 'Zest' <Enter>");
    assert_eq!(sitting.said(), "Coded 1 (P07 (T1)) as Zest.  u undo  . repeat");
    sitting.types("i <Enter>");
    assert!(sitting.tree().contains("One"), "{}", sitting.tree());
    sitting.types("& P08 <Enter>");
    assert_eq!(sitting.said(), "Respondents of 1 (P08 (T1)).  u undo");
    sitting.types("Y");
    assert_eq!(sitting.app.take_wishes().len(), 1);
}
