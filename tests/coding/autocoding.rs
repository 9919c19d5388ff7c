//! Coding by a rule: looked through first, then coded in one act.

use emic::project::Origin;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    what_is_found_is_looked_through_and_coded,
    a_rule_is_kept_to_a_speaker_or_a_document,
    a_pattern_finds_just_its_matches,
    what_cannot_be_looked_for_says_why,
];

fn team() -> Sitting {
    Sitting::with(&["P07: |The staff came. We left.\nP08: Staffing was low.\nP07: My team left.", "P09: Staff again."])
}

#[test]
fn what_is_found_is_looked_through_and_coded() {
    let mut sitting = team();
    sitting.types("<Space>A 'staff, team' <Enter> <Enter> s zest <Enter>");
    assert_eq!(sitting.app.context(), "autocode");
    let screen = sitting.screen();
    for words in ["autocode: words staff, team; sentence; all documents: 3 passages", "The staff came.", "T2 1"] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    assert!(!screen.contains("Staffing"), "whole words only");
    assert!(sitting.types("j <Enter>").screen().contains("P07: [My team left.]"));
    sitting.types("<Esc> j x a");
    assert_eq!(sitting.said(), "Coded 2 passages as zest.  u undo");
    let after = "P07: The staff came. We left.\n     ^^^^^^^^^^^^^^^ zest\nP08: Staffing was low.\nP07: My team left.\n     \
                 ^^^^^^^^^^^^^ zest";
    assert_eq!(sitting.text(false), after);
    let project = sitting.app.desk.project();
    let document = project.document_order()[0];
    assert!(project.codings_in(document).all(|(_, coding)| coding.origin == Origin::Rule));
    sitting.types("<Space>h");
    assert!(sitting.screen().contains("coded 1 of T1 as zest by rule, and 2 more"), "{}", sitting.screen());
    assert!(sitting.screen().contains("autocode: words staff, team"), "the rule is the reason");
    sitting.types("q u");
    assert!(!sitting.text(false).contains('^') && !sitting.tree().contains("zest"), "one undo, the code too");
}

#[test]
fn a_rule_is_kept_to_a_speaker_or_a_document() {
    let mut sitting = team();
    sitting.types("<Space>A 'staff*' <Enter> 'spk:P08' <Enter> t money <Enter> a");
    let after = "P07: The staff came. We left.\nP08: Staffing was low.\n     ^^^^^^^^^^^^^^^^^ Barriers > Money\nP07: My team left.";
    assert_eq!(sitting.text(false), after);
    sitting.types("<Space>A 'staff*' <Enter> 'doc:T1 code:money' <Enter> l being <Enter> a");
    assert_eq!(sitting.said(), "Coded 1 passage as being heard.  u undo");
    sitting.types("<Space>A 'staff*' <Enter> 'doc:T1 code:money' <Enter> l being <Enter> a");
    assert_eq!(sitting.said(), "these are all coded so already, or left out; nothing was changed");
}

#[test]
fn a_pattern_finds_just_its_matches() {
    let mut sitting = team();
    sitting.types("<Space>A '/[Ss]taff|P07/' <Enter> 'doc:T1' <Enter> m money <Enter> a");
    let after = "P07: The staff came. We left.\n         ^^^^^ Barriers > Money\nP08: Staffing was low.\n     ^^^^^ Barriers > Money\n\
                 P07: My team left.";
    assert_eq!(sitting.text(false), after, "labels are nobody's words");
}

#[test]
fn what_cannot_be_looked_for_says_why() {
    let mut sitting = team();
    assert!(sitting.types("<Space>A <Enter>").said().starts_with("say what to look for"), "{}", sitting.said());
    assert!(sitting.types("<Space>A '/(/' <Enter>").said().starts_with("the pattern cannot be read"));
    sitting.types("<Space>A staff <Enter> 'flag:discuss' <Enter>");
    assert_eq!(sitting.said(), "flag: is asked of codings; what a rule finds may not be coded yet, so leave it out");
    sitting.types("<Space>A zebra <Enter> <Enter> s");
    assert_eq!(sitting.said(), "nothing is found so; a * at a word's end lets it go on");
    assert!(sitting.app.overlays.is_empty());
}
