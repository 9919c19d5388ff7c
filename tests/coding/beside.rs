//! Two documents beside each other.

use emic::project::{CaseId, Edit, Role};

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    two_documents_stand_beside_each_other,
    tab_stops_at_both_and_q_closes_the_other,
    coding_works_in_the_one_with_the_keys,
    the_likeliest_is_offered_first,
    two_documents_fit_every_screen,
];

fn three() -> Sitting {
    Sitting::with(&["P07: |I felt heard.\nP08: Yes.", "Notes on the ward.\nMore.", "P08: Later."])
}

#[test]
fn two_documents_stand_beside_each_other() {
    let mut sitting = three();
    sitting.types("gx T2 <Enter>");
    assert_eq!(sitting.said(), "g x goes to the other one, q closes it");
    let screen = sitting.screen();
    let row = screen.lines().nth(2).unwrap();
    assert!(row.contains("I felt heard.") && row.contains("Notes on the ward."), "{screen}");
    sitting.types("w gx");
    assert_eq!(sitting.text(true), "|Notes on the ward.\nMore.");
    let screen = sitting.screen();
    let row = screen.lines().nth(2).unwrap();
    assert!(row.find("I felt") < row.find("Notes"), "both stay where they stand\n{screen}");
    sitting.types("w gx");
    assert!(sitting.text(true).starts_with("P07: I |felt"), "{}", sitting.text(true));
    let mut sitting = sitting.again("ada");
    assert!(sitting.screen().contains("Notes on the ward."), "it survives a restart");
    assert_eq!(sitting.types("gx").text(true), "Notes |on the ward.\nMore.");
    assert_eq!(Sitting::of("one").types("gx").said(), "there is no other document to put beside this one");
}

#[test]
fn tab_stops_at_both_and_q_closes_the_other() {
    let mut sitting = three();
    sitting.types("gx T2 <Enter>");
    let mut seen = Vec::new();
    for key in ["<Tab>", "<Tab>", "<Tab>", "<Tab>", "<Shift-Tab>", "<Shift-Tab>", "<Shift-Tab>", "<Shift-Tab>"] {
        sitting.types(key);
        let open = sitting.app.desk.project().document(sitting.app.place.document.unwrap()).unwrap();
        seen.push(format!("{} {}", sitting.app.context(), open.title));
    }
    let codes = ["transcript T2", "tree T2", "excerpts T2", "transcript T1"];
    let back = ["excerpts T1", "tree T1", "transcript T2", "transcript T1"];
    assert_eq!(seen, [codes, back].concat());
    assert!(sitting.types("q").app.place.beside.is_none());
    assert_eq!(sitting.types("q").said(), "Everything is saved. q again quits, any other key goes on");
}

#[test]
fn coding_works_in_the_one_with_the_keys() {
    let mut sitting = three();
    sitting.types("gx T3 <Enter> gx x c being <Enter> gx");
    assert!(!sitting.text(false).contains("being heard"));
    sitting.types("gx");
    assert!(sitting.text(false).contains("^^^^^^ being heard"), "{}", sitting.text(false));
    sitting.types("<Space>F gg G d <Enter>");
    assert_eq!(sitting.types("q").app.context(), "transcript", "the open one was put away");
    sitting.types("gx gx 9j u");
}

#[test]
fn the_likeliest_is_offered_first() {
    let mut sitting = three();
    let ids = sitting.app.desk.project().document_order().to_vec();
    let case = CaseId(sitting.app.desk.next_id());
    let mut edits = vec![Edit::AddCase { case, name: "Eva".to_string() }];
    for document in [ids[0], ids[2]] {
        let case = Some(case);
        edits.push(Edit::MapSpeaker { document, label: "P08".to_string(), role: Role::Participant, case });
    }
    sitting.app.desk.commit(edits).unwrap();
    sitting.types("gx");
    let screen = sitting.screen();
    assert!(screen.contains("same person  interview"), "{screen}");
    sitting.types("<Enter> gx");
    assert_eq!(sitting.text(true), "P08: |Later.");
}

#[test]
fn two_documents_fit_every_screen() {
    let mut sitting = three();
    sitting.types("gx T2 <Enter>");
    for columns in [1, 2, 39, 40, 60, 99, 100, 120] {
        for rows in [1, 8, 9, 12, 13, 24, 36] {
            sitting.frame_of(columns, rows);
            sitting.types("gx");
        }
    }
    let mut sitting = sitting.sized(80, 24);
    let screen = sitting.screen();
    let row = |words: &str| screen.lines().position(|row| row.contains(words)).unwrap();
    assert!(row("I felt heard.") < row("Notes on the ward."), "one above the other\n{screen}");
}
