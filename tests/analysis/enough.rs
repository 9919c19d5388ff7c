//! Whether enough was heard: new codes, changes of the codebook, dimensions, and what the analyst says of it.

use emic::analysis::*;
use emic::project::*;

use super::study::Study;
use super::{apply, focus_group, report, row};

/// Three interviews; the second with two people.
fn study() -> (Study, [DocumentId; 3], [CodeId; 3]) {
    let mut study = Study::new("s");
    let documents = [("A", "P1: heard and seen"), ("B", "P2: seen, tired\nP1: heard"), ("C", "P3: tired")];
    let documents = documents.map(|(title, words)| focus_group(&mut study, title, words));
    let codes = ["heard", "seen", "tired"].map(|name| study.code(name, None));
    for (document, code, words) in [(0, 0, "heard"), (0, 1, "seen"), (1, 1, "seen"), (1, 2, "tired"), (2, 2, "tired")] {
        apply(&mut study, codes[code], documents[document], words);
    }
    (study, documents, codes)
}

fn rows(study: &Study, settings: &[(&str, &str)]) -> Vec<Vec<String>> {
    let told = Report::of("saturation").unwrap().answer(study.project(), Some(study.log()), study, settings);
    let Answer::Table(table) = told.unwrap() else { panic!("saturation is a table") };
    (0..table.rows.len()).map(|place| row(&table, place)).collect()
}

fn note(study: &mut Study, on: Target, kind: MemoKind, words: &str) {
    let (memo, text) = (MemoId(study.id()), study.hold(words));
    let coder = study.project().coders().next().unwrap().0;
    study.make(Edit::AddMemo { memo, on, kind, coder, text, excerpts: None });
}

#[test]
fn codes_given_beforehand_are_counted_apart() {
    let (mut study, _, [heard, ..]) = study();
    let counts = |study: &Study, n| rows(study, &[]).into_iter().map(|row| row[..n].join(" ")).collect::<Vec<_>>();
    assert_eq!(counts(&study, 2), ["2 2", "1 3", "0 3"]);
    study.make(Edit::SetGiven { code: heard, given: true });
    assert_eq!(counts(&study, 4), ["1 1 2 2", "1 2 1 3", "0 2 0 3"], "new and so far, then with those given");
    study.make(Edit::SetGiven { code: heard, given: false });
    assert_eq!(counts(&study, 2), ["2 2", "1 3", "0 3"]);
}

#[test]
fn people_are_taken_in_the_order_in_which_they_are_first_heard() {
    let (study, ..) = study();
    let table = report(&study, "saturation", &[("by", "case")]);
    let names: Vec<String> = table.rows.iter().map(|row| row[0].value.shown()).collect();
    assert_eq!(names, ["P1", "P2", "P3"]);
    let new: Vec<String> = (0..3).map(|place| row(&table, place)[..2].join(" ")).collect();
    assert_eq!(new, ["2 2", "1 3", "0 3"]);
    let wrong = Report::of("saturation").unwrap().table(study.project(), &study, &[("by", "speaker")]).unwrap_err();
    assert_eq!(wrong.to_string(), "by cannot be \"speaker\"; choose document or case");
}

#[test]
fn changes_of_the_codebook_stand_with_the_interview_after_which_they_were_made() {
    let mut study = Study::new("s");
    let documents = ["A", "B"].map(|title| focus_group(&mut study, title, "P1: heard and seen"));
    let [heard, seen, other] = ["heard", "seen", "other"].map(|name| study.code(name, None));
    study.make(Edit::RenameCode { code: other, name: "else".into(), from: None });
    apply(&mut study, heard, documents[0], "heard");
    study.make(Edit::RetireCode { code: other, retired: true });
    study.make(Edit::MoveCode { code: seen, parent: Some(heard), rank: 1 });
    apply(&mut study, seen, documents[1], "seen");
    let found = |study: &Study| rows(study, &[]).into_iter().map(|row| row[4..6].join(" ")).collect::<Vec<_>>();
    assert_eq!(found(&study), ["2 1 moved, 1 retired", "0 "]);
    study.make(Edit::MergeCode { code: seen, into: Some(heard) });
    assert_eq!(found(&study), ["2 1 moved, 1 retired", "1 1 merged"]);
    let Answer::Table(table) =
        Report::of("saturation").unwrap().answer(study.project(), Some(study.log()), &study, &[]).unwrap()
    else {
        panic!("saturation is a table")
    };
    let before = "changes of the codebook before anything was coded: 1";
    assert!(table.notes.contains(&before.to_string()), "{:?}", table.notes);
    // Without the log there is no saying.
    assert_eq!(row(&report(&study, "saturation", &[]), 0)[4..6], ["–", ""]);
}

#[test]
fn what_the_analyst_says_of_it_stands_below() {
    let (mut study, ..) = study();
    let notes = |study: &Study| report(study, "saturation", &[]).notes;
    let nobody = "whether enough was heard, nobody has said yet: a memo of the kind sufficiency does";
    assert!(notes(&study).contains(&nobody.to_string()));
    note(&mut study, Target::Project, MemoKind::Sufficiency, "information power:\na narrow question");
    assert!(notes(&study).contains(&"said by mk: information power: a narrow question".to_string()));
}

#[test]
fn the_interview_that_added_the_last_dimension_is_named() {
    let (mut study, documents, [heard, seen, _]) = study();
    let nothing = Report::of("meaning-saturation").unwrap().table(study.project(), &study, &[]).unwrap_err();
    assert!(nothing.to_string().starts_with("no dimension of a code yet"), "{nothing}");
    let excerpt = |study: &Study, nth: usize| {
        let (_, coding) = study.project().codings_in(documents[nth]).find(|(_, coding)| coding.code == seen).unwrap();
        Target::Excerpt(documents[nth], coding.span)
    };
    let first = excerpt(&study, 0);
    note(&mut study, first, MemoKind::Dimension, "by others");
    note(&mut study, first, MemoKind::Analytic, "no dimension");
    note(&mut study, Target::Code(heard), MemoKind::Dimension, "in time");
    let found = |study: &Study| {
        let table = report(study, "meaning-saturation", &[]);
        (0..table.rows.len()).map(|place| row(&table, place).join("|")).collect::<Vec<_>>()
    };
    assert_eq!(found(&study), ["1|1||–|in time", "2|1|A|1|A: by others", "2|0||–|"]);
    let second = excerpt(&study, 1);
    note(&mut study, second, MemoKind::Dimension, "by oneself");
    assert_eq!(found(&study)[1], "2|2|B|0|A: by others; B: by oneself");
}

#[test]
fn once_nobody_waits_nothing_more_is_counted() {
    let (study, ..) = study();
    let watch = Watch::default();
    let counted = |watch: &Watch| {
        let told = Report::of("category").unwrap().watched(study.project(), None, &study, &[], watch).unwrap();
        let Answer::Table(table) = told else { panic!("category is a table") };
        (0..table.rows.len()).map(|place| row(&table, place)[1].clone()).collect::<Vec<_>>()
    };
    assert_eq!(counted(&watch), ["1", "2", "2"]);
    watch.leave();
    assert_eq!(counted(&watch), ["0", "0", "0"]);
}
