//! Whole days of work on the sample study, by somebody who types only what the screen names.

use std::path::Path;

use serde_json::Value;

use super::terminal::newcomer::Newcomer;
use super::{dumped, emic};

const STUDY: &[&str] = &["demo"];

/// Every coding: where, as what, by whom.
fn coded(home: &Path) -> Vec<[String; 4]> {
    let dump = dumped(home, "demo");
    let rows = dump["codings"].as_array().expect("codings").iter();
    let mut codings: Vec<[String; 4]> = rows
        .map(|one| [&one["document"], &one["start"], &one["path"], &one["coder"]].map(ToString::to_string))
        .collect();
    codings.sort();
    codings
}

/// The paths of the codes in use, in codebook order.
fn codebook(home: &Path) -> Vec<String> {
    let dump = dumped(home, "demo");
    let codes = dump["codes"].as_array().expect("codes").iter().filter(|code| code["state"] == "active");
    let paths = codes.map(|code| code["path"].as_array().unwrap());
    paths.map(|path| path.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" > ")).collect()
}

/// Sits down at the sample.
fn at_the_sample(home: &Path) -> Newcomer {
    let person = Newcomer::starts(home, STUDY);
    person.terminal.sees(&["press ] u", "saved"]);
    person
}

#[test]
fn a_focus_group_is_coded_to_the_last_turn() {
    let home = tempfile::tempdir().unwrap();
    let person = Newcomer::starts(home.path(), STUDY);
    let first = person.terminal.sees(&["FG1 1/6", "turns 80%", "saved"]);
    assert!(!first.contains("turns 100%"));
    let before = coded(home.path()).len();
    person.takes_to("] u", "next uncoded", &["c code   x select"]);
    person.takes_to("c", "code", &["code 13", "type to narrow"]);
    person.names("Job description");
    person.takes_to("Enter", "take", &["Coded 13 (Respondent 9) as Job description", "u undo"]);
    let mut turns = 1;
    while !person.terminal.sees(&["Coded", "saved"]).contains("turns 100%") {
        turns += 1;
        assert!(turns < 60, "there is no end of it");
        person.takes("] u", "next uncoded");
        person.terminal.waits("a turn to code", |screen| !screen.contains("Coded") && screen.contains("c code"));
        person.takes(".", "repeat");
    }
    // Nothing is left to code here, so the other documents are offered in its place.
    let done = person.terminal.sees(&["turns 100%", "Space f other document"]);
    assert!(!done.contains("] u next uncoded"), "{done}");
    person.takes_to("Space f", "other document", &["FG2", "INT3", "Enter take"]);
    person.takes_to("Esc", "cancel", &["turns 100%", "q quit"]);
    person.leaves();
    assert_eq!(coded(home.path()).len(), before + turns);
}

#[test]
fn thirty_excerpts_are_recoded_in_one_act() {
    let home = tempfile::tempdir().unwrap();
    let person = at_the_sample(home.path());
    let before = coded(home.path());
    person.takes_to("Tab", "codes", &["Enter excerpts", "NORMAL  Job description"]);
    person.goes_down_to("Barriers");
    person.takes_to("Enter", "excerpts", &["1/53  Barriers", "x mark"]);
    for nth in 1..=30 {
        person.takes("x", "mark");
        person.terminal.sees(&[&format!("{nth} marked")]);
    }
    person.takes_to("r", "recode the marked", &["in place of", "Enter take"]);
    person.names("Job stressors");
    person.takes("Enter", "take");
    person.terminal.sees(&["Recoded", "as Barriers > Job stressors", "u undo", "saved"]);
    let after = coded(home.path());
    let changed = after.iter().filter(|one| !before.contains(one)).count();
    assert!(changed >= 28, "{changed} codings changed");
    person.takes_to("u", "undo", &["Undone", "U does it again", "saved"]);
    assert_eq!(coded(home.path()), before);
    person.takes_to("U", "does it again", &["Did again", "saved"]);
    assert_eq!(coded(home.path()), after);
}

#[test]
fn a_branch_of_the_tree_is_merged_split_and_put_in_order() {
    let home = tempfile::tempdir().unwrap();
    let person = at_the_sample(home.path());
    person.takes_to("Tab", "codes", &["Enter excerpts"]);

    // Two codes that say the same become one.
    person.goes_down_to("Funding");
    person.takes_to("x", "mark", &["Facilitators > Region", "1 marked"]);
    person.takes_to("M", "merge the marked into this", &["merge into Facilitators > Region", "it will have 3"]);
    person.takes_to("Enter", "do it", &["Merged 1 code into Facilitators > Region", "u undo"]);

    // Its order among its siblings, then its place in the tree.
    person.takes_to("K", "up", &["Moved Region to the first place under Facilitators"]);
    person.takes_to("x", "mark", &["1 marked"]);
    person.goes_down_to("Reputation");
    person.takes_to("p", "move them under this", &["Moved 1 code under Facilitators > Reputation"]);

    // One code is two things: some of its excerpts go under a new subcode.
    person.goes_down_to("Good support");
    person.takes_to("Enter", "excerpts", &["1/5  Facilitators > Good support"]);
    person.takes_to("x", "mark", &["1 marked"]);
    person.takes_to("x", "mark", &["2 marked"]);
    person.takes_to("S", "a subcode of them", &["subcode of Facilitators > Good support for 2 excerpts"]);
    person.terminal.keys("Family");
    person.takes("Enter", "keep");
    person.takes_to("Enter", "do it", &["2 excerpts now under Facilitators > Good support > Family", "saved"]);
    let codes = codebook(home.path());
    let branch: Vec<&str> = codes.iter().filter_map(|path| path.strip_prefix("Facilitators > ")).collect();
    let wanted = [
        "Supportive organization/CPS supervisor",
        "Reputation",
        "Reputation > Region",
        "Helping alliance",
        "Work is rewarding",
        "Patience",
        "Good support",
        "Good support > Family",
    ];
    let mut sorted = (branch.clone(), wanted.to_vec());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    assert_eq!(sorted.0, sorted.1);

    // The list's own keys lead back to the words.
    person.takes_to("u", "undo", &["Undone", "U does it again", "saved"]);
    assert!(!codebook(home.path()).iter().any(|path| path.ends_with("Family")));
}

#[test]
fn two_groups_are_compared_and_the_decision_is_on_record() {
    let home = tempfile::tempdir().unwrap();
    let person = at_the_sample(home.path());
    person.takes_to("Tab", "codes", &["Enter excerpts"]);
    person.goes_down_to("Barriers");
    person.takes_to("Enter", "excerpts", &["1/53  Barriers"]);
    person.takes_to("g p", "group", &["group by", "area"]);
    person.names("area");
    person.takes_to("Enter", "take", &["2 groups by area"]);
    person.takes_to("|", "two groups", &["rural  27 exc / 8 resp", "urban  26 exc / 5 resp"]);
    person.takes_to("x", "mark", &["1 marked"]);
    person.takes("l", "group");
    person.takes_to("x", "mark", &["2 marked"]);
    person.takes_to("=", "compare marked", &["2 excerpts of Barriers", "coded by mara"]);
    person.takes_to("k", "kept", &["Compared 2 excerpts: kept as they are", "u undo", "saved"]);
    let record = emic(home.path(), &["comparisons", "--project", "demo"]);
    assert!(record.contains("Barriers") && record.contains("kept"), "{record}");
}

#[test]
fn acts_of_yesterday_are_taken_back_and_some_done_again() {
    let home = tempfile::tempdir().unwrap();
    let person = at_the_sample(home.path());
    let codings = coded(home.path());
    person.takes_to("] u", "next uncoded", &["c code   x select"]);
    let patience = person.reads("Patience");
    person.takes_to("c", "code", &["type to narrow"]);
    person.types(patience);
    person.takes_to("Enter", "take", &["Coded 13", "Patience"]);
    for _ in 0..2 {
        person.takes("] u", "next uncoded");
        person.terminal.waits("a turn to code", |screen| !screen.contains("Coded") && screen.contains("c code"));
        person.takes_to(".", "repeat", &["Coded", "Patience"]);
    }
    person.steps_down();
    person.takes_to("Tab", "codes", &["Enter excerpts"]);
    person.takes_to("r", "rename", &["Enter keep"]);
    person.terminal.keys(" at last");
    person.takes_to("Enter", "keep", &["Patience at last", "u undo"]);
    person.takes_to("+", "subcode", &["new code under"]);
    person.terminal.keys("waiting");
    person.takes_to("Enter", "keep", &["New code", "waiting", "saved"]);
    person.terminal.leave();
    let yesterday = (coded(home.path()), codebook(home.path()));

    let person = Newcomer::starts(home.path(), STUDY);
    person.terminal.sees(&["saved", "u undo"]);
    let said = [
        "Undone: added the code Facilitators > Patience at last > waiting",
        "Undone: renamed a code to Patience at last",
        "Undone: coded",
        "Undone: coded",
        "Undone: coded",
    ];
    let mut last = String::new();
    for words in said {
        person.takes("u", "undo");
        let screen = person.terminal.waits(words, |screen| screen.contains(words) && toast(screen) != last);
        last = toast(&screen);
        person.terminal.sees(&["saved"]);
    }
    assert_eq!(coded(home.path()), codings);
    for words in ["Did again: coded", "Did again: coded", "Did again: coded"] {
        person.takes("U", if last.starts_with("Undone") { "does it again" } else { "redo" });
        let screen = person.terminal.waits(words, |screen| screen.contains(words) && toast(screen) != last);
        last = toast(&screen);
    }
    person.terminal.sees(&["saved"]);
    person.terminal.leave();
    assert_eq!(coded(home.path()).len(), codings.len() + 3);
    let codes = codebook(home.path());
    assert!(codes.contains(&"Facilitators > Patience".to_string()) && codes != yesterday.1, "{codes:?}");
    let log = emic(home.path(), &["log", "--project", "demo"]);
    // Five acts, five taken back, three done again: none of them is gone from the trail.
    assert!(log.lines().filter(|line| line.contains(" mk ")).count() >= 13, "{log}");
}

/// What was said last.
fn toast(screen: &str) -> String {
    let said = screen.lines().map(str::trim).find(|line| line.starts_with("Undone") || line.starts_with("Did again"));
    said.and_then(|line| line.split_once(".  ")).map_or_else(String::new, |(said, _)| said.to_string())
}
