//! Looking back from the shell: the trail, one act taken back, the project as it was, what changed.

use super::{Desk, rows};

/// The ids of the changes that are asked for, the latest first.
fn ids(desk: &Desk, asked: &str) -> Vec<String> {
    let answer = String::from_utf8(desk.run(&format!("log {asked} --format jsonl")).stdout).unwrap();
    rows(&answer).iter().map(|row| row["id"].as_str().unwrap().to_string()).collect()
}

#[test]
fn the_trail_is_asked_about_one_thing() {
    let desk = Desk::with_study();
    let said = desk.does("log about:Recovery --format csv");
    assert!(said.contains("as Recovery") && !said.contains("Boundaries"), "{said}");
    assert_eq!(ids(&desk, "about:FG1 coded").len(), 1);
    assert_eq!(ids(&desk, "by:mk since:2000-01-01 until:2001-01-01").len(), 0);
    desk.does("code rename Recovery Healing");
    let said = desk.does("log healing --limit 1 --format jsonl");
    assert!(said.contains(r#""before":"Recovery""#) && said.contains(r#""after":"Healing""#), "{said}");
}

#[test]
fn one_act_is_taken_back_by_its_id() {
    let desk = Desk::with_study();
    let coded = &ids(&desk, "about:Recovery coded")[0];
    assert!(desk.does(&format!("undo --act {coded}")).starts_with("took back: coded"));
    let added = &ids(&desk, "about:Recovery added")[0];
    desk.does("apply --document INT1 --span 17..29 --code Recovery");
    desk.fails(&format!("undo --act {added}"), 1, "later acts build on it: mk coded");
}

#[test]
fn reports_are_made_of_the_project_as_it_was() {
    let desk = Desk::with_study();
    let first = &ids(&desk, "about:FG1 coded")[0];
    let then = desk.does(&format!("report category --format csv --as-of {first}"));
    assert!(then.contains("Recovery") && then.contains("Boundaries,0,0"), "{then}");
    assert!(!desk.does("report category --format csv").contains("Boundaries,0,0"));
    assert_eq!(desk.does("codes --format csv"), desk.does("codes --format csv --as-of 2999-12-31"));
    desk.fails("codes --as-of 2001-01-01", 2, "nothing was done yet by then");
    desk.fails("codes --as-of yesterday", 2, "no day or time");
    desk.fails(&format!("code add New --as-of {first}"), 1, "to be looked at");
    assert!(!desk.does("codes").contains("New"));
}

#[test]
fn a_diff_says_what_changed_between_two_moments() {
    let desk = Desk::with_study();
    let before = ids(&desk, "")[0].clone();
    desk.does("code rename Recovery Healing");
    desk.does("code add Hope");
    desk.does("code merge Boundaries Healing");
    desk.does("apply --document INT1 --span 17..22 --code Hope");
    desk.does("unapply --document FG1 --span 20..58 --code Healing");
    let said = desk.does(&format!("diff {before} --format csv"));
    for row in [
        "code renamed,Healing,Recovery,Healing",
        "code added,Hope",
        "code merged,Boundaries",
        "coding added",
        "coding removed",
    ] {
        assert!(said.contains(row), "{row} in {said}");
    }
    assert_eq!(said.lines().count(), 6, "{said}");
    let after = ids(&desk, "")[0].clone();
    assert_eq!(desk.run(&format!("diff {before} {before}")).status.code(), Some(1), "nothing changed");
    assert!(desk.does(&format!("diff {before} {after} --format csv")).contains("code renamed"));
}
