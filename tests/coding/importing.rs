//! Bringing in transcripts while the project is open.

use std::thread;
use std::time::{Duration, Instant};

use emic::project::Edit;

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    files_are_chosen_by_a_pattern_and_completed,
    speakers_are_put_right_before_anything_comes_in,
    what_cannot_be_read_is_said,
    a_project_of_another_program_comes_in_as_one_act_with_a_list,
];

const GROUP: &str = "M: Hello.\nP1: Fine.\nM: And?\nP1: Yes.\nM: So.\nP1: Good.\nZed: a\nZed: b\nZed: c\n";

/// A study beside two focus groups, and the folder they are in.
fn beside() -> (Sitting, String) {
    let sitting = Sitting::of("P07: <One.>");
    let folder = sitting.folder().join("in");
    std::fs::create_dir(&folder).unwrap();
    for name in ["FG1", "FG2"] {
        std::fs::write(folder.join(format!("{name}.txt")), format!("{GROUP}{name}\n")).unwrap();
    }
    (sitting, folder.display().to_string())
}

fn people(sitting: &Sitting) -> Vec<String> {
    sitting.app.desk.project().cases().map(|(_, case)| case.name.clone()).collect()
}

#[test]
fn files_are_chosen_by_a_pattern_and_completed() {
    let (mut sitting, folder) = beside();
    sitting.types("<Space>i").pastes(&format!("{folder}/FG")).types("<Tab> <Backspace>");
    assert!(sitting.screen().contains("FG1.tx"), "{}", sitting.screen());
    sitting.types("<Ctrl-u>").pastes(&format!("{folder}/*.txt")).types("<Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("Import 2 transcripts: who speaks?") && screen.contains("(one in each)"), "{screen}");
    assert_eq!(sitting.types("<Esc>").said(), "nothing was imported");
    sitting.types("<Space>i").pastes(&format!("{folder}/FG*")).types("<Enter><Enter>");
    assert!(sitting.said().starts_with("Imported 2 transcripts; ") && sitting.said().ends_with(".  u undo"));
    assert_eq!(sitting.text(true).lines().next(), Some("M: |Hello."));
    assert_eq!(people(&sitting).len(), 5, "{:?}", people(&sitting));
    // A second time they are known.
    sitting.types("<Space>i").pastes(&format!("{folder}/FG1.txt")).types("<Enter><Enter>");
    assert!(sitting.said().contains("is the same text as FG1, already here"), "{}", sitting.said());
    assert!(sitting.types("u").said().starts_with("Undone"));
    assert_eq!(sitting.app.desk.project().documents().count(), 1);
}

#[test]
fn speakers_are_put_right_before_anything_comes_in() {
    let (mut sitting, folder) = beside();
    sitting.types("<Space>i").pastes(&format!("{folder}/*.txt")).types("<Enter>");
    sitting.types("i j = j x");
    let screen = sitting.screen();
    assert!(screen.contains("left out") && screen.contains("interviewer") && !screen.contains("(one in"), "{screen}");
    sitting.types("k r <Ctrl-u> Ana <Enter> <Enter>");
    assert_eq!(people(&sitting), ["P1"], "the person was named before the label was");
    let project = sitting.app.desk.project();
    let labels: Vec<&str> =
        project.documents().last().unwrap().1.speakers.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(labels, ["M", "Ana"]);
    // Two labels are one person; another is somebody who is here already; a pattern begins anew.
    sitting.types("u <Space>i").pastes(&format!("{folder}/*.txt")).types("<Enter>");
    sitting.types("v j = R unid <Enter> p c Ben <Enter>");
    assert!(sitting.screen().contains("Ben"), "{}", sitting.screen());
    sitting.types("P").pastes("^(Zed):").types("<Enter>");
    assert!(!sitting.screen().contains("P1 "), "{}", sitting.screen());
    sitting.types("o g G k j h l <Enter>");
    let roles: Vec<&str> =
        sitting.app.desk.project().documents().last().unwrap().1.speakers.iter().map(|one| one.role.word()).collect();
    assert_eq!(roles, ["observer"]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let (mut sitting, folder) = beside();
    sitting.types("<Space>i none*.txt <Enter>");
    assert_eq!(sitting.said(), "no file is called so");
    std::fs::write(format!("{folder}/empty.txt"), "").unwrap();
    sitting.types("<Space>i").pastes(&format!("{folder}/*")).types("<Enter>");
    assert!(sitting.said().starts_with("left out: ") && sitting.said().contains("empty.txt"), "{}", sitting.said());
    assert!(!sitting.said().contains(", and "), "{}", sitting.said());
    assert!(sitting.screen().contains("Import 2 transcripts"));
    std::fs::write(format!("{folder}/nothing.txt"), " ").unwrap();
    sitting.types("<Esc><Space>i").pastes(&format!("{folder}/*")).types("<Enter>");
    assert!(sitting.said().ends_with(", and 1 more"), "{}", sitting.said());
}

#[test]
fn a_project_of_another_program_comes_in_as_one_act_with_a_list() {
    let (mut sitting, folder) = beside();
    let theirs = "<Project name='Theirs'><CodeBook><Codes><Code guid='c' name='Pay' isCodable='true' color='#ff0000'/></Codes>\
        </CodeBook><Sources><TextSource guid='d' name='Talk'><PlainTextContent>Ana: Little.</PlainTextContent>\
        <PlainTextSelection guid='s' name='Little' startPosition='5' endPosition='11'><Coding guid='g'><CodeRef \
        targetGUID='c'/></Coding></PlainTextSelection></TextSource></Sources></Project>";
    std::fs::write(format!("{folder}/theirs.qde"), theirs).unwrap();
    let size = |sitting: &Sitting| {
        let project = sitting.app.desk.project();
        (project.documents().count(), project.codes().count(), project.n_codings())
    };
    let before = size(&sitting);
    sitting.types("<Space>i").pastes(&format!("{folder}/theirs.qde")).types("<Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("would come:") && screen.contains("codings: 1"), "{screen}");
    assert!(screen.contains("colours of codes, left out: emic gives its own: 1"), "{screen}");
    sitting.types("<Esc>");
    assert_eq!(size(&sitting), before);
    // What a colleague does meanwhile is looked at before anything comes in.
    sitting.types("<Space>i").pastes(&format!("{folder}/theirs.qde")).types("<Enter>");
    let name = "Renamed meanwhile".to_string();
    sitting.app.desk.commit(vec![Edit::NameProject { name }]).unwrap();
    assert_eq!(sitting.types("<Enter>").said(), "the project was changed meanwhile; import it again");
    assert_eq!(size(&sitting), before);
    sitting.types("<Space>i").pastes(&format!("{folder}/theirs.qde")).types("<Enter><Enter>");
    let screen = sitting.screen();
    assert!(screen.contains("What became of") && screen.contains("colours of codes, left out"), "{screen}");
    assert_eq!(sitting.said(), "Brought in a project of 1 document.  q closes the list, then u undoes");
    assert!(sitting.types("q").screen().contains("Talk"), "{}", sitting.screen());
    assert_eq!(size(&sitting), (before.0 + 1, before.1 + 1, before.2 + 1));
    assert!(sitting.types("u").said().starts_with("Undone"));
    assert_eq!(size(&sitting), before);
    std::fs::write(format!("{folder}/no.qdpx"), "only words").unwrap();
    sitting.types("<Space>i").pastes(&format!("{folder}/no.qdpx")).types("<Enter>");
    assert!(sitting.said().contains("no REFI-QDA file"), "{}", sitting.said());
}

#[test]
fn a_large_project_is_read_beside_the_keys() {
    let (mut sitting, folder) = beside();
    std::fs::write(format!("{folder}/codes.csv"), "code,parent\nNight,\nDawn,Night\n").unwrap();
    sitting.app.patience = Duration::ZERO;
    sitting.types("<Space>i").pastes(&format!("{folder}/codes.csv")).types("<Enter>");
    assert!(sitting.said().starts_with("reading ") && sitting.said().ends_with("Ctrl-c leaves it"), "{}", sitting.said());
    sitting.types("j <Ctrl-c>");
    assert!(sitting.said().ends_with("codes.csv is left"), "{}", sitting.said());
    assert!(!sitting.screen().contains("would come"), "{}", sitting.screen());
    sitting.types("<Space>i").pastes(&format!("{folder}/codes.csv")).types("<Enter>");
    while !sitting.app.tick(Instant::now()) || !sitting.screen().contains("would come:") {
        thread::sleep(Duration::from_millis(1));
    }
    sitting.types("<Enter>");
    assert!(sitting.types("q").app.desk.project().find_code("Night > Dawn").is_ok());
}

#[test]
fn many_transcripts_are_read_beside_the_keys() {
    let (mut sitting, folder) = beside();
    sitting.app.patience = Duration::ZERO;
    sitting.types("<Space>i").pastes(&format!("{folder}/*.txt")).types("<Enter>");
    assert!(sitting.said().starts_with("reading ") && sitting.said().ends_with("Ctrl-c leaves it"), "{}", sitting.said());
    assert!(!sitting.screen().contains("who speaks?"), "{}", sitting.screen());
    sitting.types("j <Ctrl-c>");
    assert!(sitting.said().ends_with(" is left"), "{}", sitting.said());
    sitting.types("<Space>i").pastes(&format!("{folder}/*.txt")).types("<Enter>");
    while !sitting.app.tick(Instant::now()) || !sitting.screen().contains("who speaks?") {
        thread::sleep(Duration::from_millis(1));
    }
    let before = sitting.app.desk.project().documents().count();
    assert!(sitting.types("<Enter>").app.desk.project().documents().count() > before);
}

#[test]
fn sheets_come_in_from_the_same_place() {
    let (mut sitting, folder) = beside();
    std::fs::write(format!("{folder}/people.csv"), "person,age\nZoe,41\n").unwrap();
    std::fs::write(format!("{folder}/codes.csv"), "code,parent,definition\nNight,,dark\nDawn,Night,less\n").unwrap();
    sitting.types("<Space>i").pastes(&format!("{folder}/people.csv")).types("<Enter>");
    assert!(sitting.screen().contains("new people, unknown so far: Zoe"), "{}", sitting.screen());
    sitting.types("<Enter>");
    assert!(sitting.said().contains("1 value of 1 set"), "{}", sitting.said());
    sitting.types("<Space>i").pastes(&format!("{folder}/codes.csv")).types("<Enter><Enter>");
    assert_eq!(sitting.said(), "Brought in what is in it.  q closes the list, then u undoes");
    assert!(sitting.types("q").app.desk.project().find_code("Night > Dawn").is_ok());
}

#[test]
fn a_corrected_transcript_goes_into_the_one_that_is_open() {
    let (mut sitting, folder) = beside();
    sitting.types("<Space>i").pastes(&format!("{folder}/FG1.txt")).types("<Enter><Enter>");
    let count = sitting.app.desk.project().documents().count();
    std::fs::write(format!("{folder}/FG1.txt"), format!("{GROUP}FG1\n").replace("Good", "Very good")).unwrap();
    sitting.types("<Space>i").pastes(&format!("{folder}/FG1.txt")).types("<Enter><Enter>");
    let said = sitting.said().to_string();
    assert!(said.starts_with("Imported 1 transcript; ") && said.contains("FG1 with other words in 1 place"), "{said}");
    assert_eq!(sitting.app.desk.project().documents().count(), count);
    assert!(sitting.text(true).contains("Very good."));
    sitting.types("u");
    assert!(!sitting.text(true).contains("Very good."), "{}", sitting.text(true));
}
