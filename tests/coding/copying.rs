//! Copying quotes, paths and tables.

use emic::app::Wish;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    a_quote_is_copied_with_its_citation,
    the_list_copies_what_is_marked,
    a_path_and_a_table_are_copied,
    what_a_terminal_would_obey_is_not_copied,
];

/// What the keys put on the clipboard.
fn copied(sitting: &mut Sitting, keys: &str) -> String {
    sitting.types(keys);
    match &sitting.app.take_wishes()[..] {
        [Wish::Copy(copied)] => copied.words.clone(),
        other => panic!("{keys}: {other:?}, saying {}", sitting.said()),
    }
}

#[test]
fn a_quote_is_copied_with_its_citation() {
    let mut sitting = Sitting::of("P07: I <felt heard> today.\nOn and on.\nI: When?");
    assert_eq!(copied(&mut sitting, "y"), "“felt heard” (P07, T1 1)\n");
    assert_eq!(copied(&mut sitting, "Y"), "> felt heard\n>\n> — P07, T1 1\n");
    assert_eq!(copied(&mut sitting, "<Esc>gg y"), "“I felt heard today. On and on.” (P07, T1 1-2)\n");
    assert_eq!(copied(&mut sitting, "Y"), "> I felt heard today.\n> On and on.\n>\n> — P07, T1 1-2\n");
    assert_eq!(copied(&mut sitting, "w v e c being <Enter> <Esc> l y"), "“felt” (P07, T1 1)\n");
}

#[test]
fn the_list_copies_what_is_marked() {
    let mut sitting = Sitting::of("P07: <One> and two.");
    sitting.types("c being <Enter> <Esc> $ b v e . <Esc> <Tab> <Enter> gg");
    assert_eq!(copied(&mut sitting, "y"), "“One” (P07, T1 1)\n");
    assert_eq!(copied(&mut sitting, "x x y"), "“One” (P07, T1 1)\n\n“two” (P07, T1 1)\n");
    assert_eq!(copied(&mut sitting, "Y"), "> One\n>\n> — P07, T1 1\n\n> two\n>\n> — P07, T1 1\n");
}

#[test]
fn a_path_and_a_table_are_copied() {
    let mut sitting = Sitting::of("P07: <One> and two.");
    sitting.types("c Boundaries <Enter> <Tab>");
    assert_eq!(copied(&mut sitting, "y"), "Barriers > Boundaries");
    let path = sitting.folder().display().to_string();
    let command = copied(&mut sitting, "<Space>t y");
    assert!(command.starts_with(&format!("emic report category --project {path} --layer settled")), "{command}");
    let table = copied(&mut sitting, "Y");
    assert!(table.contains("| Barriers > Boundaries | 1 | 1 |"), "{table}");
    assert_eq!(copied(&mut sitting, "q <Space>h y"), format!("emic log --project {path}"));
}

#[test]
fn what_a_terminal_would_obey_is_not_copied() {
    let mut sitting = Sitting::of("P07: Ok\u{1b}[2J so.");
    assert_eq!(copied(&mut sitting, "y"), "“Ok␛[2J so.” (P07, T1 1)\n");
}
