//! Names that must not leave: asked about before anything is written, and listed.

use super::sitting::Sitting;
use emic::app::overlay::Overlay;
use emic::store::NamesIn;

pub const TESTS: &[fn()] = &[
    a_listed_name_is_asked_about_before_it_is_written,
    what_would_be_written_is_looked_through_and_nothing_else,
    without_a_key_nobody_asks,
    a_file_that_is_there_is_asked_about_after_the_names,
    where_names_stand_is_listed_and_each_row_goes_there,
    a_value_that_one_person_alone_has_is_listed_and_leads_to_them,
    nothing_found_and_a_key_that_cannot_be_read_are_said,
];

const TALK: &str = "P07: <I met Peter in Leeds.> Was he kind?\nP08: I know Peter.";
const KEY: &str = "[Person 1],Peter\n[Place 1],Leeds\n";

/// Two names in the words of a coded passage.
fn coded() -> Sitting {
    let mut sitting = Sitting::of(TALK);
    sitting.types("c being <Enter>");
    sitting
}

/// Asks for the excerpts in a file of that name, which then is written or not.
fn writes(sitting: &mut Sitting, name: &str) -> String {
    let path = sitting.folder().join(name).display().to_string();
    sitting.types("<Tab><Tab>e").pastes(&path).types("<Enter>");
    path
}

/// What the register says of what left.
fn register(sitting: &Sitting) -> Vec<(String, String, NamesIn)> {
    let name = |path: Option<std::path::PathBuf>| path.unwrap().file_name().unwrap().to_string_lossy().into_owned();
    sitting.app.desk.register().into_iter().map(|sent| (sent.what, name(sent.path), sent.names)).collect()
}

/// The first columns of the sheet: what a name stands in, how that is called, and where.
fn rows(sitting: &Sitting) -> Vec<String> {
    let Some(Overlay::Sheet(sheet)) = sitting.app.overlays.last() else { panic!("no list: {}", sitting.said()) };
    let cell = |row: &[emic::analysis::Cell], place: usize| row[place].value.shown();
    sheet.table().rows.iter().map(|row| [0, 1, 3].map(|place| cell(row, place)).join(" | ")).collect()
}

#[test]
fn a_listed_name_is_asked_about_before_it_is_written() {
    let mut sitting = coded().with_vault(KEY);
    let path = writes(&mut sitting, "list.md");
    let screen = sitting.screen();
    assert!(screen.contains("would leave: 2 different names in 2 places."), "{screen}");
    assert!(screen.contains("quotes: 2 different names"), "{screen}");
    assert!(!screen.contains("vault/") && !screen.contains("pseudonyms-"), "no path of the vault: {screen}");
    sitting.types("<Esc>");
    assert!(!std::fs::exists(&path).unwrap() && register(&sitting).is_empty());
    sitting.types("<Tab>");
    writes(&mut sitting, "list.md");
    sitting.types("w");
    assert_eq!(sitting.said(), format!("1 excerpt written to {path}"));
    assert!(std::fs::read_to_string(&path).unwrap().contains("I met Peter in Leeds."));
    assert_eq!(register(&sitting), [("1 excerpt".to_string(), "list.md".to_string(), NamesIn::Found(2))]);
}

#[test]
fn what_would_be_written_is_looked_through_and_nothing_else() {
    // The names stand in the words, the codebook has none of them.
    let mut sitting = coded().with_vault(KEY);
    let path = sitting.folder().join("codes").display().to_string();
    let saves = |sitting: &mut Sitting, path: &str| {
        sitting.types("<Space>b e <Ctrl-u>").pastes(path).types("<Enter>");
        sitting.said().to_string()
    };
    assert_eq!(saves(&mut sitting, &format!("{path}.md")), format!("Codebook of Study written to {path}.md"));
    assert_eq!(register(&sitting), [("Codebook of Study".into(), "codes.md".into(), NamesIn::Pseudonymised)]);
    // In the name of the file there is one.
    let path = sitting.folder().join("of Peter.md").display().to_string();
    saves(&mut sitting, &path);
    let screen = sitting.screen();
    assert!(screen.contains("1 name in 1 place.") && screen.contains("the file's name: 1 name"), "{screen}");
    // A table is looked through as it is: the list of names itself, and one in which none of them stands.
    sitting.types("<Esc><Esc> <Space>S e c <Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("2 different names in 3 places.") && screen.contains("found: 2 different"), "{screen}");
    sitting.types("<Esc> q <Space>r").pastes("frequency").types("<Enter> e c <Enter>");
    assert!(sitting.said().starts_with("Excerpts by code written to "), "{}", sitting.said());
    assert_eq!(register(&sitting)[1].2, NamesIn::Pseudonymised);
}

#[test]
fn without_a_key_nobody_asks() {
    let mut sitting = coded().with_vault("");
    let path = writes(&mut sitting, "list.md");
    assert_eq!(sitting.said(), format!("1 excerpt written to {path}"));
    assert_eq!(register(&sitting), [("1 excerpt".to_string(), "list.md".to_string(), NamesIn::Identified)]);
}

#[test]
fn a_file_that_is_there_is_asked_about_after_the_names() {
    let mut sitting = coded().with_vault(KEY);
    let path = writes(&mut sitting, "list.csv");
    sitting.types("w <Tab>");
    writes(&mut sitting, "list.csv");
    assert!(sitting.screen().contains("text: 2 different names"), "{}", sitting.screen());
    sitting.types("w").pastes(&path).types("<Enter>");
    assert_eq!(sitting.said(), format!("1 excerpt written to {path}"));
}

#[test]
fn where_names_stand_is_listed_and_each_row_goes_there() {
    let mut sitting = coded();
    sitting.types("a 'Peter again.' <Esc> <Tab> + 'Leeds' <Enter> <Tab><Tab>");
    let mut sitting = sitting.with_vault(KEY);
    // The question before a file leads there too.
    let path = writes(&mut sitting, "list.md");
    sitting.types("s");
    assert!(!std::fs::exists(&path).unwrap() && register(&sitting).is_empty());
    let found = ["document | T1 | Peter", "document | T1 | Leeds", "document | T1 | Peter"];
    let rest = ["code | being heard > Leeds | Leeds", "memo | T1 1 | Peter"];
    assert_eq!(rows(&sitting), [&found[..], &rest[..]].concat());
    sitting.types("jj <Enter>");
    assert!(sitting.app.overlays.is_empty());
    assert_eq!(sitting.app.place.cursor, TALK.replace(['<', '>'], "").rfind("Peter").unwrap() as u32);
    sitting.types("<Space>S jjj <Enter>");
    assert_eq!(sitting.app.place.code.map(|code| sitting.app.desk.project().code_words(code)).unwrap(), "being heard > Leeds");
    sitting.types("<Space>S jjjj <Enter>");
    assert!(matches!(sitting.app.overlays.last(), Some(Overlay::Memo(_))), "the memo, to be written otherwise");
}

#[test]
fn a_value_that_one_person_alone_has_is_listed_and_leads_to_them() {
    let mut sitting = Sitting::of(TALK).with_vault("");
    sitting.types("<Space>p + age <Enter> number <Enter> j <Enter> 84 <Enter> q <Space>S");
    assert_eq!(rows(&sitting), ["people | age | 84"]);
    sitting.types("<Enter>");
    let Some(Overlay::Sheet(sheet)) = sitting.app.overlays.last() else { panic!("{}", sitting.said()) };
    assert_eq!((sheet.context, sheet.table().rows[sheet.row][0].value.shown().as_str()), ("people", "P08 (T1)"));
    assert_eq!(sitting.types("<Enter>").said(), "this row leads nowhere in the texts");
}

#[test]
fn nothing_found_and_a_key_that_cannot_be_read_are_said() {
    let mut sitting = Sitting::of("P07: I felt heard.").with_vault("");
    assert!(sitting.types("<Space>S").said().starts_with("no key in the vault lists names to look for, and no value"));
    let mut sitting = Sitting::of("P07: I felt heard.").with_vault("[Person 1],Peter\n");
    assert!(sitting.types("<Space>S").said().starts_with("no name of the keys stands anywhere, and no value"));
    std::fs::write(sitting.folder().parent().unwrap().join("vault/pseudonyms-2.csv"), "no key").unwrap();
    let unread = "the keys to pseudonyms in the vault cannot be read, so no name can be looked for";
    assert_eq!(sitting.types("<Space>S").said(), unread);
    sitting.types("<Space>b e <Ctrl-u> codes.md <Enter>");
    assert_eq!((sitting.said(), sitting.app.here.join("codes.md").exists()), (unread, false));
}
