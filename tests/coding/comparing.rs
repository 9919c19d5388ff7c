//! Excerpts side by side, groups beside each other, and the list in a file.

use super::sitting::Sitting;
use emic::project::*;

pub const TESTS: &[fn()] = &[
    excerpts_are_kept_as_they_are,
    an_excerpt_is_moved_in_the_same_act,
    an_excerpt_is_split_off_into_a_subcode,
    a_memo_says_what_was_compared,
    looking_leaves_no_record,
    comparisons_are_listed,
    two_groups_stand_beside_each_other,
    the_list_is_written_to_a_file,
];

/// Three excerpts of one code; the keys are in its list, on the first.
fn coded() -> Sitting {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.");
    sitting.types("c being <Enter> ]t . ]t . <Tab> gg <Enter> gg");
    assert_eq!(sitting.list(), "|One.\nTwo.\nThree.");
    sitting
}

/// What is on record, as the audit trail has it: decision, excerpts, whether with a memo.
fn record(sitting: &Sitting) -> Vec<(Decision, usize, bool)> {
    let comparisons = sitting.app.desk.project().comparisons();
    comparisons.map(|(_, one)| (one.decision, one.excerpts.len(), one.memo.is_some())).collect()
}

#[test]
fn excerpts_are_kept_as_they_are() {
    let mut sitting = coded();
    assert_eq!(sitting.types("=").said(), "mark two excerpts or more with x; = then lays them side by side");
    sitting.types("x =");
    let screen = sitting.screen();
    for words in ["2 excerpts of being heard", "P07, T1 1", "P08, T1 2", "coded by ada", "k kept as they are"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert_eq!(sitting.types("l h k").said(), "Compared 2 excerpts: kept as they are.  u undo");
    assert_eq!(record(&sitting), [(Decision::Kept, 2, false)]);
    sitting.types("u");
    assert_eq!(record(&sitting), []);
}

#[test]
fn an_excerpt_is_moved_in_the_same_act() {
    let mut sitting = coded();
    sitting.types("X = l m money <Enter>");
    assert_eq!(sitting.said(), "Compared 3 excerpts: moved 1 to Barriers > Money.  u undo");
    assert_eq!((sitting.list().as_str(), record(&sitting)), ("|One.\nThree.", vec![(Decision::Moved, 3, false)]));
    sitting.types("u");
    assert_eq!((sitting.list().as_str(), record(&sitting)), ("|One.\nTwo.\nThree.", vec![]));
}

#[test]
fn an_excerpt_is_split_off_into_a_subcode() {
    let mut sitting = coded();
    sitting.types("X = x l x s 'by whom' <Enter>");
    assert_eq!(sitting.said(), "Compared 3 excerpts: split off 2 to being heard > by whom.  u undo");
    assert_eq!(record(&sitting), [(Decision::Split, 3, false)]);
    assert!(sitting.text(false).contains("^^^^ being heard > by whom"), "{}", sitting.text(false));
    sitting.types("u");
    assert!(!sitting.tree().contains("by whom"));
}

#[test]
fn a_memo_says_what_was_compared() {
    let mut sitting = coded();
    sitting.types("x j = a 'Both wait.' <Esc>");
    assert_eq!(sitting.memos(), ["being heard: T1 1 | T1 3: Both wait. (decision)"]);
    assert_eq!(record(&sitting), [(Decision::Memo, 2, true)]);
    // The memo is the comparison's own, and no change that followed.
    sitting.types(":'report comparisons' <Enter>");
    assert!(sitting.screen().contains("comparisons: 1, without a change: 1"), "{}", sitting.screen());
    sitting.types("q");
    sitting.types("u");
    assert_eq!((sitting.memos(), record(&sitting)), (vec![], vec![]));
}

#[test]
fn looking_leaves_no_record() {
    let mut sitting = coded();
    sitting.types("X = l <Down> <Up> <Esc>");
    assert_eq!(record(&sitting), []);
    sitting.types("= l <Enter>");
    assert_eq!((record(&sitting), sitting.app.context()), (vec![], "transcript"));
    assert!(sitting.text(true).contains("P08: |Two."), "{}", sitting.text(true));
}

#[test]
fn comparisons_are_listed() {
    let mut sitting = coded();
    assert!(sitting.types("<Space>=").said().starts_with("nothing was compared yet"));
    sitting.types("X = k <Space>=");
    assert_eq!(sitting.app.context(), "table");
    assert!(sitting.screen().contains("kept"), "{}", sitting.screen());
}

#[test]
fn two_groups_stand_beside_each_other() {
    let mut sitting = coded();
    assert!(sitting.types("|").said().contains("g s groups it by who speaks"), "{}", sitting.said());
    sitting.types("g s |");
    for (columns, rows) in [(120, 36), (80, 24), (50, 20)] {
        let screen = super::sitting::rows_of(&sitting.frame_of(columns, rows).0).join("\n");
        for words in ["P07 (T1)  2 exc / 1 resp", "P08 (T1)  1 exc / 1 resp", "Three.", "Two."] {
            assert!(screen.contains(words), "{columns}: {words}: {screen}");
        }
    }
    sitting.types("a 'More of it.' <Esc>");
    let both = "P07 (T1) (2 excerpts, 1 respondents) beside P08 (T1) (1 excerpts, 1 respondents)";
    assert_eq!(sitting.memos(), [format!("being heard: {both}: More of it. (analytic)")]);
    sitting.types("x l x = k");
    assert_eq!(record(&sitting), [(Decision::Kept, 2, false)]);
    sitting.types("h j <Enter>");
    assert!(sitting.text(true).contains("P07: |Three."), "{}", sitting.text(true));
}

#[test]
fn the_list_is_written_to_a_file() {
    let mut sitting = coded();
    sitting.types("a 'Hm.' <Esc>");
    let folder = sitting.folder().to_path_buf();
    let file = |name: &str| folder.join(name).display().to_string();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let written = |sitting: &mut Sitting, name: &str| {
        sitting.types("e").pastes(&file(name)).types("<Enter>");
        sitting.said().to_string()
    };
    assert_eq!(written(&mut sitting, "list.md"), format!("3 excerpts written to {}", file("list.md")));
    let page = read("list.md");
    assert!(page.contains("> One.") && page.contains("T1 1") && page.contains("being heard") && page.contains("Hm."));
    sitting.types("x");
    assert_eq!(written(&mut sitting, "list.csv"), format!("1 excerpt written to {}", file("list.csv")));
    assert_eq!(read("list.csv").lines().count(), 2);
    sitting.types("<Esc>");
    assert_eq!(written(&mut sitting, "list.csv"), "");
    sitting.types("no <Enter>");
    assert_eq!(sitting.said(), format!("{} was left as it is", file("list.csv")));
    assert_eq!(read("list.csv").lines().count(), 2);
    written(&mut sitting, "list.csv");
    sitting.pastes(&file("list.csv")).types("<Enter>");
    assert_eq!(read("list.csv").lines().count(), 4);
}
