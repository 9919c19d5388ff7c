//! Sheets and lists come in: who is who, surveys, codebooks, interview guides.

use std::path::PathBuf;

use super::interchange::outcomes;
use super::{Desk, rows};

#[test]
fn a_sheet_of_people_adds_them_with_what_is_known() {
    let desk = Desk::new();
    desk.does("new peers");
    desk.file("people.csv", "person;age;site\nAna;41;north\nBen;;south\n");
    let planned = desk.run("import --dry-run people.csv");
    assert!(String::from_utf8_lossy(&planned.stderr).contains("new person: Ana"), "{planned:?}");
    assert_eq!(desk.run("attributes").status.code(), Some(1), "nothing was changed");
    let attributes = rows(&desk.does("import --format jsonl people.csv"));
    let said: Vec<String> = attributes.iter().map(|row| format!("{} {}", row["attribute"], row["given"])).collect();
    assert_eq!(said, ["\"age\" 1", "\"site\" 2"]);
    assert_eq!(desk.run("import people.csv").status.code(), Some(1), "nothing in it is new");
}

#[test]
fn a_survey_is_coded_question_by_question() {
    let desk = Desk::new();
    desk.does("new peers");
    desk.file(
        "survey.csv",
        "respondent,age,What helped you?\nR7,24,\"My supervisor, who always listened.\"\nR8,31,There was nobody at all there\n",
    );
    let became = outcomes(&desk.does("import --format jsonl survey.csv"));
    assert!(became.contains(&"understood|participants|2|".to_owned()), "{became:?}");
    assert_eq!(became.len(), 4, "{became:?}");
    let documents = rows(&desk.does("documents --format jsonl"));
    assert_eq!(documents[0]["document"], "survey: What helped you?");
    assert_eq!(documents[0]["kind"], "written answer");
    assert_eq!(documents[0]["turns"], 2);
    // A respondent is found by what they said.
    desk.file("codes.csv", "code,parent,definition\nhelp,,what helps\n");
    desk.does("import codes.csv");
    desk.does("autocode --words supervisor --unit turn --code help");
    let table = rows(&desk.does("report category --format jsonl"));
    assert!(table.iter().any(|row| row["code"] == "help" && row["respondents"] == 1), "{table:?}");
}

#[test]
fn a_codebook_that_emic_wrote_comes_in_as_it_was() {
    let desk = Desk::new();
    desk.does("new first");
    desk.file("codes.txt", "Barriers: what hinders\n    Time: none of it\nHelp\n    Peers\n        \"Friends: old\"\n");
    let became = outcomes(&desk.does("import --project first --format jsonl --as codebook codes.txt"));
    assert_eq!(became, ["understood|codes|5|"]);
    let book = desk.does("report codebook --project first --format csv");
    desk.does("new second");
    desk.file("book.csv", &book);
    desk.does("import --as codebook book.csv --project second");
    let names = |project: &str| {
        let codes = rows(&desk.does(&format!("codes --format jsonl --project {project}")));
        codes.iter().map(|row| row["code"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names("first"), names("second"));
}

/// The folder of real files, where one is at hand.
fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("EMIC_CORPORA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("EMIC_CORPORA is not set: no real sheets to bring in");
    }
    folder
}

#[test]
fn real_sheets_come_in() {
    let Some(folder) = corpora() else { return };
    let desk = Desk::new();
    desk.does("new peers");
    let file = |name: &str| format!("import --format jsonl {}", folder.join(name).display());
    if cfg!(feature = "sheets") {
        let attributes = rows(&desk.does(&file("sheffield/facesheet.xlsx")));
        let given = |name: &str| attributes.iter().find(|row| row["attribute"] == name).map(|row| row["given"].clone());
        assert_eq!(attributes.len(), 18);
        assert_eq!(given("InterviewDate"), Some(15.into()));
        assert_eq!(given("Region"), Some(14.into()));
        let date = attributes.iter().find(|row| row["attribute"] == "InterviewDate").unwrap();
        assert_eq!(date["values"], "date");
    }
    let survey = outcomes(&desk.does(&file("survey/qualcoder-survey456.csv")));
    assert!(survey.contains(&"understood|documents|1|".to_owned()), "{survey:?}");
    desk.does(&file("survey/qualcoder-cases123.csv"));
    let documents = rows(&desk.does("documents --format jsonl"));
    assert_eq!(documents[0]["turns"], 3);
}

#[cfg(feature = "pdf")]
#[test]
fn a_real_interview_guide_is_a_codebook() {
    let Some(folder) = corpora() else { return };
    let desk = Desk::new();
    desk.does("new peers");
    let guide = folder.join("pdf/Mannheimer_BSR_Interview_Guide.pdf");
    let became = outcomes(&desk.does(&format!("import --format jsonl --as codebook {}", guide.display())));
    // Eleven headings of the guide head questions, and what explains the study is listed.
    assert!(became.iter().any(|line| line.starts_with("left out|lines that are no question")), "{became:?}");
    let codes = rows(&desk.does("report codebook --format jsonl"));
    let top: Vec<&str> =
        codes.iter().filter_map(|row| row["code"].as_str()).filter(|code| !code.contains(" > ")).collect();
    for heading in
        ["Context", "Data quality", "Informed consent", "Privacy and confidentiality", "Intellectual property"]
    {
        assert!(top.contains(&heading), "{heading}: {top:?}");
    }
    let asked = codes.iter().filter(|row| row["definition"].as_str().is_some_and(|said| said.contains('?'))).count();
    assert!(asked > 20, "{asked}");
}
