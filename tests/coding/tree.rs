//! The code tree: walking it, and surgery on it.

use super::sitting::{Sitting, check};

pub const TESTS: &[fn()] = &[
    the_tree_is_walked_and_folded,
    codes_are_made_beside_and_beneath,
    a_code_is_renamed_and_defined,
    a_code_is_moved_among_the_others,
    marked_codes_are_moved_together,
    a_merger_is_shown_before_it_is_made,
    a_code_that_was_merged_is_repeated_as_the_one_it_is_part_of,
    a_merger_into_a_descendant_is_refused,
    a_retired_branch_keeps_its_excerpts,
    the_code_here_is_put_on_the_selection,
];

/// The tree after keys typed in it.
fn tree(keys: &str) -> String {
    let mut sitting = Sitting::of("I <felt> it.\nMore.");
    sitting.types("<Tab>").types(keys);
    sitting.tree()
}

const WHOLE: &str = "being heard\nBarriers\n  Boundaries\n  Money\nSelf/other";

/// The whole tree, the cursor on a code.
fn at(code: &str) -> String {
    WHOLE.replacen(code, &format!("|{code}"), 1)
}

#[test]
fn the_tree_is_walked_and_folded() {
    assert_eq!(tree(""), at("being"));
    assert_eq!(tree("3j"), at("Money"));
    assert_eq!(tree("3j 2k"), at("Barriers"));
    assert_eq!(tree("G"), at("Self"));
    assert_eq!(tree("G gg"), at("being"));
    assert_eq!(tree("j l"), at("Boundaries"));
    assert_eq!(tree("3j h"), at("Barriers"));
    assert_eq!(tree("3j hh"), "being heard\n|Barriers+\nSelf/other");
    assert_eq!(tree("3j hh l"), at("Barriers"));
    assert_eq!(tree("j za"), "being heard\n|Barriers+\nSelf/other");
    assert_eq!(tree("j za za"), at("Barriers"));
    assert_eq!(tree("3j zM"), "being heard\n|Barriers+\nSelf/other");
    assert_eq!(tree("3j zM zR"), at("Barriers"));
    assert_eq!(tree("zM <Space>c money <Enter>"), at("Money"), "a code looked for is unfolded");
}

#[test]
fn codes_are_made_beside_and_beneath() {
    assert_eq!(tree("o Zeal <Enter>"), "being heard\n|Zeal\nBarriers\n  Boundaries\n  Money\nSelf/other");
    assert_eq!(
        tree("2j o 'Time/pace' <Enter>"),
        "being heard\nBarriers\n  Boundaries\n  |Time/pace\n  Money\nSelf/other"
    );
    assert_eq!(tree("j + Time <Enter>"), "being heard\nBarriers\n  Boundaries\n  Money\n  |Time\nSelf/other");
    assert_eq!(tree("j + Time <Esc>"), at("Barriers"));
    assert_eq!(tree("o Zeal <Enter> u"), WHOLE.replacen("being", "|being", 1));
    let mut sitting = Sitting::of("I felt it.");
    sitting.types("<Tab> o Barriers <Enter>");
    assert!(sitting.said().starts_with("there is already a code named \"Barriers\" here"), "{}", sitting.said());
    assert!(sitting.types("o <Enter>").said().starts_with("a name needs"), "{}", sitting.said());
}

#[test]
fn a_code_is_renamed_and_defined() {
    assert_eq!(tree("r <Ctrl-u> 'heard/seen' <Enter>"), WHOLE.replacen("being heard", "|heard/seen", 1));
    assert_eq!(tree("r X <Esc>"), at("being"));
    let mut sitting = Sitting::of("I felt it.");
    sitting.types("<Tab> e ' Always.' <Tab> 'Thanks.' <Tab> 'Politeness.' <Shift-Tab> ' Nods.' <Esc>");
    let project = sitting.app.desk.project();
    let code = project.code(project.find_code("being heard").unwrap()).unwrap();
    assert_eq!(code.definition.definition, "Somebody listens. Always.");
    assert_eq!((code.definition.include.as_str(), code.definition.exclude.as_str()), ("Thanks. Nods.", "Politeness."));
    assert_eq!(sitting.said(), "Defined being heard.  u undo");
    assert_eq!(sitting.types("e <Ctrl-s>").said(), "the definition is as it was");
    assert_eq!(sitting.types("e X <Ctrl-c><Ctrl-c>").said(), "nothing was changed");
}

#[test]
fn a_code_is_moved_among_the_others() {
    assert_eq!(tree("j >"), "being heard\n  |Barriers\n    Boundaries\n    Money\nSelf/other");
    assert_eq!(tree("3j <"), "being heard\nBarriers\n  Boundaries\n|Money\nSelf/other");
    assert_eq!(tree("j J"), "being heard\nSelf/other\n|Barriers\n  Boundaries\n  Money");
    assert_eq!(tree("3j K"), "being heard\nBarriers\n  |Money\n  Boundaries\nSelf/other");
    assert_eq!(tree("J J K K"), at("being"));
    let mut sitting = Sitting::of("I felt it.");
    assert_eq!(sitting.types("<Tab> K").said(), "it is the first one here");
    assert_eq!(sitting.types(">").said(), "there is no code above it to put it under");
    assert_eq!(sitting.types("<").said(), "the code is at the top already");
    assert_eq!(sitting.types("G J").said(), "it is the last one here");
}

#[test]
fn marked_codes_are_moved_together() {
    assert_eq!(tree("x"), "*being heard\n|Barriers\n  Boundaries\n  Money\nSelf/other");
    assert_eq!(tree("x k x"), at("Barriers"));
    assert_eq!(tree("x <Esc>"), at("Barriers"));
    assert_eq!(
        tree("x 2j x p"),
        "Barriers\n  Boundaries\n  Money\n|Self/other\n  being heard"
            .replace("  Money\n", "")
            .replace("|Self/other\n  being heard", "|Self/other\n  being heard\n  Money")
    );
    let mut sitting = Sitting::of("I felt it.");
    assert_eq!(sitting.types("<Tab> p").said(), "mark codes with x first, then come here");
}

#[test]
fn a_merger_is_shown_before_it_is_made() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("c being <Tab> money <Tab> <Enter> <Esc> <Tab> gg x G M");
    let preview = sitting.screen();
    assert!(preview.contains("1 excerpt of 0 respondents go under Self/other."), "{preview}");
    assert_eq!(sitting.types("<Esc>").tree(), "*being heard\nBarriers\n  Boundaries\n  Money\n|Self/other");
    sitting.types("M <Enter>");
    assert_eq!(sitting.tree(), "Barriers\n  Boundaries\n  Money\n|Self/other");
    assert_eq!(sitting.said(), "Merged 1 code into Self/other.  u undo");
    assert_eq!(sitting.memos(), ["Self/other: being heard (merged): Somebody listens. (decision)"]);
    sitting.types("u");
    assert_eq!((sitting.tree(), sitting.memos().len()), (at("Self"), 0));
}

#[test]
fn a_code_that_was_merged_is_repeated_as_the_one_it_is_part_of() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("c being <Enter> <Tab> gg x G M <Enter> <Shift-Tab>");
    assert!(sitting.screen().contains(". Self/other"), "{}", sitting.screen());
    sitting.types("x .");
    assert!(sitting.said().contains("Self/other"), "{}", sitting.said());
}

#[test]
fn a_merger_into_a_descendant_is_refused() {
    let mut sitting = Sitting::of("I felt it.");
    sitting.types("<Tab> j x j M");
    assert!(sitting.said().contains("a code cannot stand under itself"), "{}", sitting.said());
    assert!(sitting.app.overlays.is_empty());
}

#[test]
fn a_retired_branch_keeps_its_excerpts() {
    let mut sitting = Sitting::of("I <felt> it.");
    sitting.types("c money <Enter> <Tab> h d");
    assert_eq!(sitting.said(), "Retired Barriers and its 2 subcodes; excerpts are kept.  u undo");
    assert_eq!(sitting.tree(), "being heard\n|Self/other");
    assert_eq!(sitting.text(false), "I felt it.\n  ^^^^ Money");
    sitting.types("u");
    assert_eq!(sitting.tree(), at("Self"));
}

#[test]
fn the_code_here_is_put_on_the_selection() {
    check("I <felt> it.", "<Tab> 3j c", "I felt it.\n  ^^^^ Barriers > Money");
    check(
        "I <felt> it.",
        "<Tab> 3j c <Shift-Tab> w s .",
        "I felt it.\n^^^^^^^^^^ Barriers > Money\n  ^^^^ Barriers > Money",
    );
}
