//! The framework matrix: its cells, their states, and how far it is done.

use emic::analysis::*;
use emic::project::*;

use super::study::Study;
use super::{apply, focus_group, report, row};

const TALK: &str = "\
I: How was it?
P1: I felt heard in there
P2: Seen, and heard as well
P1: So it was";

/// A focus group of two people, and the codes a > b and c.
fn study() -> (Study, DocumentId, [CodeId; 3], Vec<CaseId>) {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    let a = study.code("a", None);
    let (b, c) = (study.code("b", Some(a)), study.code("c", None));
    let people = study.project().cases().map(|(id, _)| id).collect();
    (study, fg, [a, b, c], people)
}

fn summarise(study: &mut Study, case: CaseId, code: CodeId) -> MemoId {
    let (memo, on) = (MemoId(study.id()), Target::Cell(case, code));
    let (coder, excerpts) = (study.project().coders().next().unwrap().0, study.project().cell_seal(on));
    // The only words that this study holds are those of its document.
    let text = TextKey::of(TALK);
    study.make(Edit::AddMemo { memo, on, kind: MemoKind::Analytic, coder, text, excerpts });
    memo
}

/// The states of all cells, row by row, and the note on how far it is done.
fn states(study: &Study, settings: &[(&str, &str)]) -> (Vec<String>, String) {
    let table = report(study, "framework", settings);
    let state = |cells: Vec<String>| cells.chunks(3).map(|cell| format!("{} {}", cell[1], cell[2])).collect::<Vec<_>>();
    ((0..table.rows.len()).flat_map(|place| state(row(&table, place))).collect(), table.notes[0].clone())
}

#[test]
fn a_cell_is_empty_linked_summarised_or_stale() {
    let (mut study, fg, [a, b, c], people) = study();
    let nothing = Report::of("framework").unwrap().table(study.project(), &study, &[]).unwrap_err();
    assert_eq!(nothing, Wrong::Nothing("nobody has an excerpt or a summary yet".to_string()));
    apply(&mut study, b, fg, "heard in there\nP2: Seen");
    apply(&mut study, c, fg, "So it was");
    let (cells, done) = states(&study, &[]);
    assert_eq!(cells, ["1 linked only", "1 linked only", "1 linked only", "0 empty"]);
    assert_eq!(done, "completeness: 0 of 3 cells with an excerpt are summarised (0.0 %)");
    let memo = summarise(&mut study, people[0], a);
    summarise(&mut study, people[1], c);
    let (cells, done) = states(&study, &[]);
    assert_eq!(cells, ["1 summarised", "1 linked only", "1 linked only", "0 summarised"]);
    assert_eq!(done, "completeness: 1 of 3 cells with an excerpt are summarised (33.3 %)");
    apply(&mut study, a, fg, "I felt");
    assert_eq!(states(&study, &[]).0[0], "2 stale");
    let added = study.project().codings_of(a).next().unwrap().0;
    study.make(Edit::Remove { thing: Thing::Coding(added) });
    assert_eq!(states(&study, &[]).0[0], "1 summarised");
    // A code that stands for another has its cells too.
    study.make(Edit::MergeCode { code: c, into: Some(a) });
    assert_eq!(states(&study, &[]).0, ["2 stale", "1 stale"]);
    study.make(Edit::MergeCode { code: c, into: None });
    study.make(Edit::Remove { thing: Thing::Memo(memo) });
    assert_eq!(states(&study, &[("code", "a")]).0, ["1 linked only", "1 linked only"]);
    let summary = report(&study, "framework", &[]).rows[1][4].value.shown();
    assert!(summary.starts_with("I: How was it?"), "{summary}");
}

#[test]
fn rows_gather_the_cells_of_whoever_has_excerpts_there() {
    let (mut study, fg, [a, b, _], people) = study();
    let site = study.attribute("site");
    for &person in &people {
        study.value(site, person, "North");
    }
    apply(&mut study, b, fg, "heard in there\nP2: Seen");
    apply(&mut study, a, fg, "as well");
    assert_eq!(states(&study, &[("by", "site")]).0, ["2 linked only", "0 empty"]);
    summarise(&mut study, people[1], a);
    let (cells, done) = states(&study, &[("by", "site")]);
    assert_eq!(cells, ["2 summarised 1 of 2", "0 empty"]);
    assert_eq!(done, "completeness: 1 of 2 cells with an excerpt are summarised (50.0 %)");
    summarise(&mut study, people[0], a);
    assert_eq!(states(&study, &[("by", "site")]).0[0], "2 summarised");
    let table = report(&study, "framework", &[("by", "site")]);
    assert_eq!(table.rows[0][0].value.shown(), "North");
    let summary = table.rows[0][1].value.shown();
    assert!(summary.starts_with("P1: I: How") && summary.contains("\nP2: I: How"), "{summary}");
    assert_eq!(excerpts(study.project(), table.rows[0][2].query().unwrap()).len(), 2);
    apply(&mut study, a, fg, "So it was");
    assert_eq!(states(&study, &[("by", "site")]).0[0], "3 stale");
}

#[test]
fn a_matrix_that_cannot_be_made_says_why() {
    let (mut study, fg, [_, b, _], _) = study();
    apply(&mut study, b, fg, "heard in there");
    let wrong = |settings: &[(&str, &str)]| {
        Report::of("framework").unwrap().table(study.project(), &study, settings).unwrap_err().to_string()
    };
    assert_eq!(wrong(&[("code", "c")]), "c has no code below it");
    assert_eq!(
        wrong(&[("by", "study")]),
        "by cannot be \"study\"; choose case, or names of attributes, parted by commas"
    );
}
