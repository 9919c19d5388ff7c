//! Reports of only those excerpts for which something holds.

use emic::analysis::*;

use super::study::Study;
use super::{TALK, apply, focus_group, report};

fn study() -> Study {
    let mut study = Study::new("s");
    let first = focus_group(&mut study, "FG1", TALK);
    let second = focus_group(&mut study, "FG2", "I: Again?\nP1: heard at last\nP3: no more to say");
    let heard = study.code("heard", None);
    let money = study.code("money", Some(heard));
    apply(&mut study, heard, first, "I felt heard in there");
    apply(&mut study, heard, first, "not at all");
    apply(&mut study, heard, second, "heard at last");
    apply(&mut study, money, first, "felt heard");
    apply(&mut study, money, second, "no more to say");
    study
}

fn column(table: &Table, key: &str) -> Vec<String> {
    let place = table.columns.iter().position(|column| column.key == key).unwrap();
    table.rows.iter().map(|row| row[place].value.shown()).collect()
}

#[test]
fn a_report_counts_only_excerpts_for_which_something_holds() {
    let study = study();
    let all = report(&study, "category", &[("count", "subtree")]);
    assert_eq!(column(&all, "excerpts"), ["5", "2"]);
    let some = report(&study, "category", &[("count", "subtree"), ("where", "case:P3 OR felt")]);
    assert_eq!(column(&some, "excerpts"), ["3", "2"]);
    assert_eq!(column(&some, "respondents"), ["2", "2"]);
    let said = some.settings.iter().find(|(key, _)| *key == "where").unwrap();
    assert_eq!(said.1, "case:P3 OR felt");
    let none = report(&study, "category", &[("where", "nowhere")]);
    assert_eq!(column(&none, "excerpts"), ["", "0"], "a code with subcodes and none of its own is blank");
}

#[test]
fn every_number_opens_as_many_excerpts_as_it_counts() {
    let study = study();
    for (name, keys) in [("category", &["excerpts"][..]), ("frequency", &["total"]), ("cooccurrence", &["n1", "n2"])] {
        for asked in ["felt OR -doc:FG1", "own:heard", "case:P1", ""] {
            let table = report(&study, name, &[("where", asked), ("count", "subtree")]);
            for (row, column) in table.rows.iter().flat_map(|row| row.iter().zip(&table.columns)) {
                if !keys.contains(&column.key.as_str()) {
                    continue;
                }
                let opened = row.query().map_or(0, |query| excerpts(study.project(), query).len());
                assert_eq!(row.value, Value::Count(opened as u64), "{name} where {asked}: {}", column.key);
            }
        }
    }
}

#[test]
fn excerpts_of_two_codes_are_near_each_other_within_so_many_words_or_turns() {
    let study = study();
    let near = |distance: &str| {
        let table = report(&study, "cooccurrence", &[("near", distance)]);
        let place = table.columns.iter().position(|column| column.key == "near").unwrap();
        table
            .rows
            .iter()
            .map(|row| {
                let opened = row[place].query().map_or(0, |query| excerpts(study.project(), query).len());
                (row[place].value.shown(), opened)
            })
            .collect::<Vec<_>>()
    };
    // In FG2 a label stands between them; what overlaps is not near.
    assert_eq!(near("0 words"), [("0".to_string(), 0)]);
    assert_eq!(near("1 word"), [("1".to_string(), 1)]);
    assert_eq!(near("0 turns"), [("0".to_string(), 0)]);
    assert_eq!(near("1 turn"), [("1".to_string(), 1)]);
    assert_eq!(near("4 turns"), [("2".to_string(), 2)]);
    let wrong = Report::of("cooccurrence").unwrap().table(study.project(), &study, &[("near", "far")]).unwrap_err();
    assert_eq!(wrong.to_string(), "near cannot be \"far\"; choose a distance as 10 words or 2 turns");
}
