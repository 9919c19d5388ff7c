//! Words found in all documents, and by regular expressions.

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    words_are_found_in_all_documents,
    a_long_search_goes_on_while_nothing_is_pressed,
    the_word_here_is_found_everywhere,
    a_regular_expression_finds_too,
    what_is_no_regular_expression_says_so_while_it_is_typed,
];

fn three() -> Sitting {
    Sitting::with(&["P07: Peer work.\nI: A peer?", "P08: Nothing.", "P09: No peers here, peer."])
}

#[test]
fn words_are_found_in_all_documents() {
    let mut sitting = three();
    sitting.types("<Space>/ peer");
    assert!(sitting.screen().contains("4 in 2 documents"), "{}", sitting.screen());
    sitting.types("<Enter>");
    let screen = sitting.screen();
    for words in ["peer: 4 in 2 documents (T1 2, T3 2)", "No peers here, peer.", "P09"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    sitting.types("jj <Enter>");
    assert!(sitting.text(true).contains("No |peers here"), "{}", sitting.text(true));
    assert!(sitting.types("n").text(true).contains("here, |peer"));
    sitting.types("<Space>/ zebra <Enter>");
    assert_eq!(sitting.said(), "\"zebra\" stands in no document");
}

#[test]
fn the_word_here_is_found_everywhere() {
    let mut sitting = three();
    sitting.types("j w *");
    assert!(sitting.screen().contains("peer: 4 in 2 documents"), "{}", sitting.screen());
    sitting.types("<Esc> <Tab> *");
    assert_eq!(sitting.said(), "\"being heard\" stands in no document");
}

#[test]
fn a_regular_expression_finds_too() {
    let mut sitting = three();
    sitting.types("/ <Tab> 'peer\\b' <Enter>");
    assert!(
        sitting.text(true).contains("A |peer?") || sitting.text(true).contains("|Peer work"),
        "{}",
        sitting.text(true)
    );
    sitting.types("<Space>/ 'peers?\\b'");
    assert!(sitting.screen().contains("regex  4 in 2 documents"), "{}", sitting.screen());
    sitting.types("<Tab>");
    assert!(sitting.screen().contains("0 in 0 documents"), "Tab goes back to words: {}", sitting.screen());
}

#[test]
fn what_is_no_regular_expression_says_so_while_it_is_typed() {
    let mut sitting = three();
    sitting.types("/ <Tab> 'peer(s'");
    assert!(sitting.screen().contains("not a pattern: unclosed group"), "{}", sitting.screen());
    assert_eq!(sitting.types("<Enter>").said(), "not a pattern: unclosed group");
}

#[test]
fn a_long_search_goes_on_while_nothing_is_pressed() {
    // So long a text is looked through by itself.
    let long = format!("P07: needle {}", "and on it goes, one word after the other ".repeat(50_000));
    let mut sitting = Sitting::with(&[&long, &long, "P08: A needle, and a needle."]);
    sitting.types("<Space>/ needle");
    assert!(sitting.screen().contains("1 in 1 document ..."), "{}", sitting.screen());
    sitting.types("<Enter>");
    assert!(sitting.screen().contains("needle: 2 in 2 documents ..."), "{}", sitting.screen());
    // Another table over it is left alone, and what is found meanwhile is there afterwards.
    sitting.types("<Space>k").rests();
    assert_eq!(sitting.app.context(), "speakers");
    assert!(!sitting.screen().contains("needle:"), "{}", sitting.screen());
    sitting.types("q");
    assert!(sitting.screen().contains("needle: 4 in 3 documents ("), "{}", sitting.screen());
}
