//! The table of people and documents with their attributes.

use emic::project::{Subject, Target};

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    an_attribute_is_added_and_its_values_are_given,
    values_are_given_to_all_marked_rows,
    what_is_missing_is_listed_and_found,
    a_person_and_an_attribute_are_renamed,
    people_who_are_one_keep_what_both_had,
    values_can_hold_for_one_phase,
    documents_have_attributes_too,
    a_pasted_sheet_is_shown_first_and_is_one_act,
    a_person_has_a_memo,
];

/// Three people of two documents; the table is open.
fn people() -> Sitting {
    let mut sitting = Sitting::with(&["I: Hello.\nP07: One.\nP08: Two.", "P09: Three."]);
    sitting.types("<Space>p");
    sitting
}

/// Every value as `person attribute[@phase]=value`.
fn values(sitting: &Sitting) -> Vec<String> {
    let project = sitting.app.desk.project();
    let people = project.cases().map(|(id, case)| (Subject::Case(id), case.name.clone()));
    let documents = project.documents().map(|(id, document)| (Subject::Document(id), document.title.clone()));
    let mut all = Vec::new();
    for (subject, name) in people.chain(documents) {
        for (id, phase, value) in project.values_of(subject) {
            let attribute = project.attributes().find(|(other, _)| *other == id).unwrap().1;
            let phase = phase.map_or_else(String::new, |phase| format!("@{phase}"));
            all.push(format!("{name} {}{phase}={value}", attribute.name));
        }
    }
    all
}

#[test]
fn an_attribute_is_added_and_its_values_are_given() {
    let mut sitting = people();
    assert_eq!(sitting.types("+ age <Enter> number <Enter>").said(), "New attribute age, number.  u undo");
    assert_eq!(sitting.types("<Enter> 34 <Enter>").said(), "age of P07 (T1): 34.  u undo");
    assert_eq!(sitting.types("j <Enter> old <Enter>").said(), "\"old\" is no number; write a number");
    sitting.types("+ site <Enter> ordered <Enter>").types("'North, South' <Enter>");
    assert_eq!(sitting.said(), "New attribute site, ordered: North, South.  u undo");
    assert_eq!(sitting.types("<Enter> sou <Enter>").said(), "site of P08 (T1): South.  u undo");
    assert_eq!(values(&sitting), ["P07 (T1) age=34", "P08 (T1) site=South"]);
    assert_eq!(sitting.types("e number <Enter>").said(), "1 value would not fit (South); change those first");
    sitting.types("e ordered <Enter>").types("<Ctrl-u> 'South, North, East' <Enter>");
    assert_eq!(sitting.said(), "site is ordered: South, North, East now.  u undo");
    assert_eq!(sitting.types("d").said(), "site of P08 (T1): no value.  u undo");
    assert_eq!(sitting.types("u <Enter> no <Space> value <Enter>").said(), "site of P08 (T1): no value.  u undo");
    assert_eq!(values(&sitting), ["P07 (T1) age=34"]);
}

#[test]
fn values_are_given_to_all_marked_rows() {
    let mut sitting = people();
    sitting.types("+ peer <Enter> yes <Enter>").types("gg x x <Enter> yes <Enter>");
    assert_eq!(sitting.said(), "peer of 2 people: yes.  u undo");
    assert_eq!(values(&sitting), ["P07 (T1) peer=yes", "P08 (T1) peer=yes"]);
    sitting.types("u");
    assert!(values(&sitting).is_empty() && sitting.app.desk.project().cases().count() == 0);
}

#[test]
fn what_is_missing_is_listed_and_found() {
    let mut sitting = people();
    assert!(sitting.screen().contains("no attribute yet: + adds one, P takes a whole sheet"));
    sitting.types("+ age <Enter> number <Enter> gg <Enter> 34 <Enter>");
    assert!(sitting.screen().contains("2 values are missing: age 2"), "{}", sitting.screen());
    assert_eq!(sitting.types("] m <Enter> 40 <Enter>").said(), "age of P08 (T1): 40.  u undo");
    assert_eq!(sitting.types("[ m").said(), "no value is missing before");
    sitting.types("m");
    assert!(!sitting.screen().contains("P07 (T1)") && sitting.screen().contains("P09"));
    sitting.types("m");
    assert!(sitting.screen().contains("P07 (T1)"));
}

#[test]
fn a_person_and_an_attribute_are_renamed() {
    let mut sitting = people();
    assert_eq!(sitting.types("r <Ctrl-u> Ana <Enter>").said(), "P07 is called Ana now.  u undo");
    assert_eq!(sitting.types("r <Ctrl-u> Anna <Enter>").said(), "Ana is called Anna now.  u undo");
    sitting.types("+ age <Enter> number <Enter>");
    assert_eq!(sitting.types("r <Ctrl-u> years <Enter>").said(), "age is called years now.  u undo");
    let names: Vec<&str> = sitting.app.desk.project().attributes().map(|(_, one)| one.name.as_str()).collect();
    assert_eq!(names, ["years"]);
}

#[test]
fn people_who_are_one_keep_what_both_had() {
    let mut sitting = people();
    sitting.pastes("person,age,site\nP07,30,North\nP08,31,\nP09,,South\n").types("<Enter>");
    assert_eq!(sitting.said(), "4 values of 3 set.  u undo");
    assert_eq!(sitting.types("=").said(), "mark the people who are one with x, then come here");
    sitting.types("gg x j x =");
    assert_eq!(sitting.said(), "2 people are one, P07 (T1); they differ in site, the first keeps theirs.  u undo");
    assert_eq!(values(&sitting), ["P07 (T1) age=30", "P07 (T1) site=North", "P08 (T1) age=31"]);
}

#[test]
fn values_can_hold_for_one_phase() {
    let mut sitting = people();
    sitting.types("+ mood <Enter> text <Enter> E 'phase 1' <Enter> low <Enter>");
    assert_eq!(sitting.said(), "mood of P07 (T1) in phase 1: low.  u undo");
    assert_eq!(values(&sitting), ["P07 (T1) mood@phase 1=low"]);
    assert!(sitting.screen().contains("phase 1: low"));
}

#[test]
fn documents_have_attributes_too() {
    let mut sitting = people();
    sitting.types("t + phase <Enter> ordered <Enter>").types("'phase 1, phase 2' <Enter> <Enter> 2 <Enter>");
    assert_eq!(sitting.said(), "phase of T1: phase 2.  u undo");
    assert_eq!(values(&sitting), ["T1 phase=phase 2"]);
    assert_eq!(sitting.types("0 h h h r <Ctrl-u> FG1 <Enter>").said(), "T1 is called FG1 now.  u undo");
    sitting.types("t");
    assert!(sitting.screen().contains("P07 (T1)") || sitting.screen().contains("P07 (FG1)"));
}

#[test]
fn a_pasted_sheet_is_shown_first_and_is_one_act() {
    let mut sitting = people();
    sitting.types("P").pastes("name\tage\nP07\t30\nCleo\t41\nP09\t31\nP99").types("<Ctrl-s>");
    let screen = sitting.screen();
    assert!(
        screen.contains("3 values will be set, of 3") && screen.contains("new attributes: age (number)"),
        "{screen}"
    );
    assert!(screen.contains("new people, unknown so far: Cleo, P99"), "{screen}");
    assert_eq!(sitting.types("<Enter>").said(), "3 values of 3 set.  u undo");
    assert_eq!(values(&sitting).len(), 3);
    sitting.pastes("name,age\nP07,many\n");
    assert!(sitting.screen().contains("line 2: \"many\": age takes a number"), "{}", sitting.screen());
    sitting.types("<Esc> u");
    assert!(values(&sitting).is_empty() && sitting.app.desk.project().attributes().count() == 0);
    assert!(sitting.pastes("hello").said().starts_with("no rows here; write a line of names"));
}

#[test]
fn a_person_has_a_memo() {
    let mut sitting = people();
    sitting.types("r <Ctrl-u> Ana <Enter> a 'Tired that day.' <Esc>");
    assert_eq!(sitting.said(), "Memo kept on Ana.  u undo  Space m memos");
    assert!(sitting.app.desk.project().memos().all(|(_, memo)| matches!(memo.on, Target::Case(_))));
}
