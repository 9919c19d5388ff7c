//! The table of speakers: what labels stand for, in one document or in all.

use emic::project::{DocumentId, Person};

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    a_label_is_given_a_role_in_all_its_documents_at_once,
    a_label_of_many_documents_becomes_one_person_by_a_key,
    marked_labels_are_one_person,
    a_label_is_given_a_person_from_a_list,
    a_label_is_renamed_with_what_was_said_of_it,
    a_rejected_label_is_words_of_the_turn_before,
    two_labels_of_a_document_become_one,
    speakers_are_found_anew_by_a_pattern,
];

/// Two focus groups with the same labels, and a document in which nobody is found.
fn groups() -> Sitting {
    let mut sitting = Sitting::with(&[
        "I: Hello.\nP07: One.\nP08: Two.\nNOTE: she laughs\nP07: Three.",
        "I: And you?\nP07: Four.\nP08: Five.",
        "ana- six\neva- seven\nana- eight",
    ]);
    sitting.types("<Space>k");
    sitting
}

/// Every label as `label role person documents turns`, as the table shows them.
fn rows(sitting: &mut Sitting) -> Vec<String> {
    sitting.frame();
    let sheet = sitting.app.overlays.iter().find_map(|overlay| match overlay {
        emic::app::overlay::Overlay::Sheet(sheet) => Some(sheet),
        _ => None,
    });
    let row = |row: &Vec<emic::analysis::Cell>| {
        let words: Vec<String> = row[..5].iter().map(|cell| cell.value.shown()).collect();
        format!("{} {} [{}] {} in {}", words[0], words[1], words[2], words[3], words[4])
    };
    sheet.unwrap().table().rows.iter().map(row).collect()
}

fn people(sitting: &Sitting) -> Vec<String> {
    let project = sitting.app.desk.project();
    project.people().into_iter().map(|person| project.person_name(person)).collect()
}

#[test]
fn a_label_is_given_a_role_in_all_its_documents_at_once() {
    let mut sitting = groups();
    assert_eq!(
        rows(&mut sitting),
        [
            "I interviewer [] 2 in T1, T2",
            "P07 participant [(one in each)] 3 in T1, T2",
            "P08 participant [(one in each)] 2 in T1, T2",
            "NOTE participant [] 1 in T1",
            "(nobody)  []  in T3",
        ]
    );
    assert_eq!(sitting.types("o").said(), "I in 2 documents is observer.  u undo");
    assert_eq!(sitting.types("o").said(), "it is so already; nothing was changed");
    assert_eq!(sitting.types("p i").said(), "I in 2 documents is interviewer.  u undo");
    sitting.types("j R unident <Enter>");
    assert_eq!(sitting.said(), "P07 in 2 documents is unidentified.  u undo");
    assert_eq!(rows(&mut sitting)[1], "P07 unidentified [] 3 in T1, T2");
    sitting.types("t");
    assert_eq!(rows(&mut sitting).len(), 8, "each document by itself");
    assert_eq!(
        sitting.types("t u u u u").said(),
        "Undone: said that I in T1 is observer, and 1 more.  U does it again  u undo more"
    );
    assert_eq!(sitting.types("G p").said(), "nobody speaks in this document; P finds labels by a pattern");
}

#[test]
fn a_label_of_many_documents_becomes_one_person_by_a_key() {
    let mut sitting = groups();
    assert_eq!(people(&sitting).len(), 5);
    assert!(sitting.screen().contains("P07 is 2 people, one in each document: = says they are one"));
    assert_eq!(sitting.types("j =").said(), "P07 in 2 documents is one person, P07.  u undo");
    assert_eq!(people(&sitting), ["P07", "P08 (T1)", "NOTE (T1)", "P08 (T2)"]);
    assert_eq!(rows(&mut sitting)[1], "P07 participant [P07] 3 in T1, T2");
    assert_eq!(sitting.types("=").said(), "it is so already; nothing was changed");
    assert_eq!(sitting.types("u").said(), "Undone: said that P07 in T1 is P07, participant, and 2 more.  U does it again  u undo more");
}

#[test]
fn marked_labels_are_one_person() {
    let mut sitting = groups();
    // Each gets a name of their own first.
    sitting.types("t 2j c 'FG1 P07' <Enter>").types("j c 'FG2 P07' <Enter> t gg j");
    assert_eq!(rows(&mut sitting)[1..3], ["P07 participant [FG1 P07] 2 in T1", "P07 participant [FG2 P07] 1 in T2"]);
    assert_eq!(sitting.types("v =").said(), "P07 in 2 documents is one person, P07.  u undo");
    assert_eq!(people(&sitting)[0], "P07");
    sitting.types("u");
    assert_eq!(people(&sitting)[..2], ["FG1 P07", "FG2 P07"]);
    assert_eq!(sitting.types("G k =").said(), "mark the labels that are one person with v, then come here");
    assert_eq!(sitting.types("v gg j v =").said(), "2 labels are one person, FG1 P07.  u undo");
}

#[test]
fn a_label_is_given_a_person_from_a_list() {
    let mut sitting = groups();
    sitting.types("t 2j c Ana <Enter>");
    assert_eq!(sitting.said(), "P07 in T1 is Ana.  u undo");
    assert_eq!(sitting.types("j c ana <Enter>").said(), "P07 in T2 is Ana.  u undo");
    sitting.types("t");
    assert_eq!(people(&sitting)[0], "Ana");
    assert_eq!(rows(&mut sitting)[1], "P07 participant [Ana] 3 in T1, T2");
    assert_eq!(sitting.types("gg j c <Enter>").said(), "P07 in 2 documents is nobody in particular.  u undo");
}

#[test]
fn a_label_is_renamed_with_what_was_said_of_it() {
    let mut sitting = groups();
    sitting.types("<Esc> ]t & P08 <Enter> <Space>k t 4j");
    assert_eq!(sitting.types("r <Ctrl-u> P07 <Enter>").said(), "T1 has a label P07 already; J joins two labels");
    assert_eq!(sitting.types("r <Ctrl-u> Bea <Enter>").said(), "P08 in T1 is called Bea now.  u undo");
    assert!(rows(&mut sitting).contains(&"Bea participant [] 1 in T1".to_string()));
    let said: Vec<String> =
        sitting.app.desk.project().attributions().flat_map(|(.., labels)| labels.to_vec()).collect();
    assert_eq!(said, ["Bea"]);
    sitting.types("u");
    assert!(sitting.app.desk.project().attributions().all(|(.., labels)| labels == ["P08"]));
}

#[test]
fn a_rejected_label_is_words_of_the_turn_before() {
    let mut sitting = groups();
    sitting.types("3j x");
    assert_eq!(sitting.said(), "Rejected NOTE in T1: what they said joins the turn before.  u undo");
    let document = sitting.app.desk.project().documents().next().unwrap().1.clone();
    assert_eq!((document.turns.len(), document.speakers.len()), (4, 3));
    let text = sitting.app.desk.text(sitting.app.place.document.unwrap()).unwrap();
    let turn = document.turns[2];
    assert_eq!(text.as_str().get(turn.body as usize..turn.end as usize), Some("Two.\nNOTE: she laughs"));
    sitting.types("u");
    assert_eq!(sitting.app.desk.project().documents().next().unwrap().1.turns.len(), 5);
}

#[test]
fn two_labels_of_a_document_become_one() {
    let mut sitting = groups();
    let alone = "mark another label of the same document with v first; = says that two labels are one person";
    assert_eq!(sitting.types("3j J").said(), alone);
    assert_eq!(sitting.types("v gg j J").said(), "NOTE in T1 is P07 now.  u undo");
    assert_eq!(rows(&mut sitting)[1], "P07 participant [(one in each)] 4 in T1, T2");
}

#[test]
fn speakers_are_found_anew_by_a_pattern() {
    let mut sitting = groups();
    sitting.types("G P");
    assert!(sitting.types("( <Enter>").said().contains("write a regular expression"), "{}", sitting.said());
    sitting.types("P").pastes("^(\\w+)-").types("<Enter>");
    assert!(sitting.screen().contains("T3: 3 turns: ana, eva"), "{}", sitting.screen());
    sitting.types("<Enter>");
    assert_eq!(sitting.said(), "Speakers of 1 document found anew.  u undo");
    assert!(people(&sitting).contains(&"ana".to_string()));
    let id: DocumentId = *sitting.app.desk.project().document_order().last().unwrap();
    assert!(matches!(sitting.app.desk.project().person_of(id, 0), Some(Person::Case(_))));
    // Who was known keeps role and person.
    sitting.types("gg P").pastes("^(I|P07):").types("<Enter><Enter>");
    assert!(rows(&mut sitting).iter().any(|row| row == "I interviewer [] 2 in T1, T2"), "{:?}", rows(&mut sitting));
}
