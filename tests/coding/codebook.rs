//! The codebook as a whole: read and saved, codes taken into use again, names too near.

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    the_codebook_is_read_as_a_page,
    a_page_is_saved_and_nothing_written_over_unasked,
    a_code_put_away_is_taken_into_use_again,
    near_names_lead_to_a_merger,
    codes_of_the_guide_are_marked_as_given,
    whether_enough_was_heard_is_said_with_its_grounds,
];

#[test]
fn the_codebook_is_read_as_a_page() {
    let mut sitting = Sitting::of("P07: I <felt> it.").sized(80, 12);
    sitting.types("c being <Enter> <Space>b");
    let top = sitting.screen();
    assert!(top.contains("Codebook of Study") && top.contains("1 being heard"), "{top}");
    assert!(sitting.types("G").screen().contains("all coders"));
    assert_eq!(sitting.types("g").screen(), sitting.types("<Esc> <Space>b G").screen());
    assert_eq!(sitting.types("gg").screen(), top);
    assert_ne!(sitting.types("<Ctrl-d>").screen(), top);
    assert_eq!(sitting.types("<Ctrl-u>").screen(), top);
    assert_eq!(sitting.types("jj kk <PgDn> <Home>").screen(), top);
    assert!(sitting.types("q").app.overlays.is_empty());
}

#[test]
fn a_page_is_saved_and_nothing_written_over_unasked() {
    let mut sitting = Sitting::of("P07: I <felt> it.");
    let file = sitting.folder().join("codes.md");
    let path = file.to_str().unwrap().to_string();
    sitting.types("<Space>b e <Ctrl-u>").pastes(&path).types("<Enter>");
    assert_eq!(sitting.said(), format!("Codebook of Study written to {path}"));
    let words = std::fs::read_to_string(&file).unwrap();
    assert!(words.starts_with("# Codebook of Study\n\n## 1 being heard"), "{words}");
    std::fs::write(&file, "mine").unwrap();
    sitting.types("e <Ctrl-u>").pastes(&path).types("<Enter> yes <Enter>");
    assert_eq!(sitting.said(), format!("{path} was left as it is"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    sitting.types("e <Ctrl-u>").pastes(&path).types("<Enter>").pastes(&path).types("<Enter>");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), words);
    sitting.types("e <Ctrl-u> codes.xyz <Enter>");
    assert!(sitting.said().starts_with("end the name in .txt, .md, .html, .tex or .docx"), "{}", sitting.said());
}

#[test]
fn a_code_put_away_is_taken_into_use_again() {
    let mut sitting = Sitting::of("I felt it.");
    assert_eq!(sitting.types("<Tab> g r").said(), "no code was put away; d in the tree does that");
    sitting.types("j d g r money <Enter>");
    assert_eq!(sitting.said(), "In use again: Money.  u undo");
    assert_eq!(sitting.tree(), "being heard\nSelf/other\n|Money".replace("Self/other\n|Money", "|Money\nSelf/other"));
    assert_eq!(
        sitting.types("g r barr <Tab> bound <Tab> <Enter>").said(),
        "In use again: Barriers and Barriers > Boundaries.  u undo"
    );
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  |Boundaries\n  Money\nSelf/other");
}

#[test]
fn near_names_lead_to_a_merger() {
    let mut sitting = Sitting::of("I felt it.");
    assert_eq!(sitting.types("<Tab> g n").said(), "no two codes have nearly the same name");
    sitting.types("G o Boundary <Backspace> 'ies' <Enter> gg g n");
    assert!(sitting.screen().contains("~"), "{}", sitting.screen());
    sitting.types("<Enter>");
    assert!(sitting.said().ends_with("is marked; M merges it into this one"), "{}", sitting.said());
    sitting.types("M <Enter>");
    assert_eq!(sitting.tree(), "being heard\nBarriers\n  |Boundaries\n  Money\nSelf/other");
}

#[test]
fn codes_of_the_guide_are_marked_as_given() {
    let mut sitting = Sitting::of("P07: I <felt> it.");
    sitting.types("c being <Enter> <Tab> gg g b");
    assert_eq!(sitting.said(), "Given beforehand: being heard; saturation counts it apart.  u undo");
    assert_eq!(sitting.types("g b").said(), "From the data: being heard.  u undo");
    assert_eq!(
        sitting.types("x x g b").said(),
        "Given beforehand: being heard and Barriers; saturation counts it apart.  u undo"
    );
    // Of those marked only what is not so yet is changed.
    assert_eq!(
        sitting.types("gg x x x g b").said(),
        "Given beforehand: Barriers > Boundaries; saturation counts it apart.  u undo"
    );
    let given = |sitting: &Sitting| sitting.app.desk.project().codes().filter(|(_, code)| code.given).count();
    assert_eq!(given(&sitting), 3);
    sitting.types("u");
    assert_eq!(given(&sitting), 2);
    assert!(sitting.types("<Space>b").screen().contains("given beforehand"), "{}", sitting.screen());
}

#[test]
fn whether_enough_was_heard_is_said_with_its_grounds() {
    let mut sitting = Sitting::of("P07: I <felt> it.");
    sitting.types("c being <Enter> <Space>n").types("i 'a narrow question' <Esc> :'report saturation' <Enter>");
    let screen = sitting.types("G").screen();
    assert!(screen.contains("information power: a narrow question"), "{screen}");
    assert!(sitting.types("q <Space>n x").said().starts_with("s saturation, i information power"));
}
