//! Going on with one code, and codes made of the participants' own words.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    each_unit_is_coded_with_one_key,
    the_code_here_is_gone_on_with,
    going_on_ends_by_escape_or_the_same_key,
    a_code_is_made_of_the_words_themselves,
    a_name_in_vivo_is_short_and_whole,
];

const TURNS: &str = "P07: |One.\nP08: Two.\nP07: Three.";

#[test]
fn each_unit_is_coded_with_one_key() {
    let all = "P07: One.\n     ^^^^ Zest\nP08: Two.\n     ^^^^ Zest\nP07: Three.\n     ^^^^^^ Zest";
    check(TURNS, "g c Zest <Enter> x x x", all);
    check(TURNS, "g c Zest <Enter> ]t v e <Enter>", "P07: One.\nP08: Two.\n     ^^^ Zest\nP07: Three.");
    check(
        TURNS,
        "g c Zest <Enter> 2x",
        "P07: One.\n     ^^^^ \nP08: Two.\n^^^^^^^^^ Zest\nP07: Three.".replace(" \n", "\n").as_str(),
    );
    let mut sitting = Sitting::of(TURNS);
    sitting.types("g c money <Enter>");
    assert_eq!(sitting.said(), "x now codes each turn as Barriers > Money, Enter a selection; Esc ends it");
    assert!(sitting.screen().contains("coding as Barriers > Money  1  P07"));
    assert_eq!(sitting.types("x").said(), "Coded 1 (P07 (T1)) as Barriers > Money.  u undo  . repeat");
    assert!(sitting.text(true).contains("P08: |Two."), "{}", sitting.text(true));
    sitting.types("k x");
    assert_eq!(sitting.said(), "this passage is coded so already; nothing was changed");
    assert!(sitting.text(true).contains("P08: |Two."), "what is coded so is passed over");
}

#[test]
fn the_code_here_is_gone_on_with() {
    check(TURNS, "<Tab> 3j g c ]t x", "P07: One.\nP08: Two.\n     ^^^^ Barriers > Money\nP07: Three.");
    let mut sitting = Sitting::of(TURNS);
    sitting.types("<Tab> 3j g c <Tab> h d <Shift-Tab> x");
    assert!(!sitting.text(false).contains('^'), "a code put away is not gone on with");
}

#[test]
fn going_on_ends_by_escape_or_the_same_key() {
    for end in ["<Esc>", "g c"] {
        let mut sitting = Sitting::of(TURNS);
        sitting.types("g c money <Enter>").types(end);
        assert_eq!(sitting.said(), "no longer coding as Barriers > Money");
        assert!(!sitting.types("x").text(false).contains('^'));
        assert!(!sitting.screen().contains("coding as"));
    }
}

#[test]
fn a_code_is_made_of_the_words_themselves() {
    let mut sitting = Sitting::of("P07: I <felt/was heard>, today.");
    sitting.types("i <Enter>");
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  Boundaries\n  Money\nSelf/other\n|felt/was heard");
    let project = sitting.app.desk.project();
    let origin = |name| project.code(project.find_code(name).unwrap()).unwrap().origin;
    let document = project.document_order()[0];
    assert_eq!(origin("felt/was heard").map(|from| (from.document, from.span.start())), Some((document, 7)));
    check("I <felt> it.", "i <Enter> u", "I felt it.");
    check("I <felt> it.", "i <Esc>", "I <felt> it.");
    let mut sitting = Sitting::of("P07: I <felt heard>, today.");
    sitting.types("i <Ctrl-u> 'Barriers > Felt' <Enter> $ v i <Ctrl-u> Other <Enter>");
    let project = sitting.app.desk.project();
    let origin = |name| project.code(project.find_code(name).unwrap()).unwrap().origin;
    assert!(origin("Barriers > Felt").is_some(), "under a code, and in the participant's words still");
    assert!(origin("Other").is_none(), "a name that was rewritten is the coder's");
}

#[test]
fn a_name_in_vivo_is_short_and_whole() {
    let words = "\u{201c}one of the residents sat down\nand said you have been where I have not and more\u{201d}";
    let mut sitting = Sitting::of(&format!("<{words}>"));
    sitting.types("i <Enter>");
    assert!(
        sitting.tree().ends_with("|one of the residents sat down and said you have been where"),
        "{}",
        sitting.tree()
    );
}
