//! Looking at the tree: narrowed, sorted, counted, with the quick codes at its foot.

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    the_tree_is_narrowed_while_typing,
    siblings_are_sorted_four_ways,
    what_is_counted_is_chosen,
    quick_codes_stand_below,
];

const WHOLE: &str = "being heard\nBarriers\n  Boundaries\n  Money\nSelf/other";

/// Money once, Boundaries twice by one person; the keys are in the tree, on its first row.
fn coded() -> Sitting {
    let mut sitting = Sitting::of("P07: <One.>\nP08: Two.\nP07: Three.");
    sitting.types("c bound <Enter> ]t c money <Enter> ]t c bound <Enter> <Tab> gg");
    sitting
}

#[test]
fn the_tree_is_narrowed_while_typing() {
    let mut sitting = coded();
    assert_eq!(sitting.types("zM f mon").tree(), "Barriers+\n  |Money", "what stands above is kept, and unfolded");
    assert!(sitting.screen().contains("codes like  2 rows"));
    assert_eq!(sitting.types("<Enter>").tree(), "Barriers+\n  |Money");
    assert!(sitting.screen().contains("codes: mon"));
    assert_eq!(sitting.types("<Esc>").tree(), WHOLE.replace("Money", "|Money"), "the cursor stays in sight");
    assert_eq!(sitting.types("f being <Esc>").tree(), WHOLE.replace("Money", "|Money"), "Esc leaves it as it was");
    assert_eq!(sitting.types("f mon <Enter> f <Ctrl-u> <Enter>").tree(), WHOLE.replace("Money", "|Money"));
    assert_eq!(sitting.types("f mon <Enter> + Time <Enter>").tree(), WHOLE.replace("Money", "Money\n    |Time"));
    sitting.types("f mon <Enter> <Space>c self <Enter>");
    assert!(
        sitting.tree().ends_with("|Self/other") && sitting.tree().starts_with("being"),
        "a code looked for is shown"
    );
    assert_eq!(sitting.types("f zzz <Enter>").tree(), "");
    assert!(sitting.screen().contains("no code fits that"));
}

#[test]
fn siblings_are_sorted_four_ways() {
    let mut sitting = coded();
    assert_eq!(sitting.types("s").said(), "codes A-Z");
    assert_eq!(sitting.tree(), "Barriers\n  Boundaries\n  Money\n|being heard\nSelf/other");
    assert!(sitting.types("J").said().starts_with("the codes stand A-Z; s goes back"), "{}", sitting.said());
    assert_eq!(sitting.types("s").tree(), "Barriers\n  Boundaries\n  Money\n|being heard\nSelf/other");
    sitting.types("<Shift-Tab> gg c money <Enter> ]t ]t c money <Enter> <Tab>");
    assert!(sitting.tree().contains("Money\n  Boundaries"), "counted anew: {}", sitting.tree());
    assert_eq!(sitting.types("s").said(), "codes by when they were last used");
    assert_eq!(sitting.tree(), "Barriers\n  |Money\n  Boundaries\nbeing heard\nSelf/other");
    assert_eq!(sitting.types("s gg J").said(), "Moved being heard below Barriers.  u undo");
}

#[test]
fn what_is_counted_is_chosen() {
    let mut sitting = coded();
    let mut seen = Vec::new();
    for _ in 0..6 {
        let screen = sitting.screen();
        let row = screen.lines().find(|row| row.contains("v Barriers")).unwrap();
        let counts = row.split("v Barriers").nth(1).unwrap().split('│').next().unwrap().trim().to_string();
        seen.push(counts);
        sitting.types("#");
    }
    assert_eq!(seen, ["3/2", "3", "2", "0/0", "0", "0"]);
    assert_eq!(sitting.said(), "counting excerpts and respondents, with subcodes");
    assert!(sitting.types("#").screen().contains(" exc "));
    assert!(sitting.types("# # #").screen().contains(" own exc "));
}

#[test]
fn quick_codes_stand_below() {
    let mut sitting = coded();
    sitting.types("3j g , m gg g , a");
    let screen = sitting.screen();
    assert!(screen.contains("quick  a  being heard") && screen.contains("       m  Money"), "{screen}");
    let low = sitting.sized(120, 12).screen();
    assert!(!low.contains("quick  a"), "only where there is room: {low}");
}
