//! Themes from the shell: their evidence, negative cases and searches, through a dump, the trail and erasing.

use serde_json::{Value, json};

use super::{Desk, rows};

const CLAIM: &str = "Peers are seen as patients";

/// The study with a claim, for which and against which something stands.
fn claimed() -> Desk {
    let desk = Desk::with_study();
    let acts = [
        json!({"AddTheme": {"claim": CLAIM}}),
        json!({"TakeStand": {"theme": CLAIM, "document": "FG1", "span": [20, 58], "stand": "For"}}),
        json!({"TakeStand": {"theme": CLAIM, "document": "FG1", "span": [92, 104], "stand": "Against"}}),
    ];
    for act in acts {
        let output = desk.give("edit", &act.to_string());
        assert!(output.status.success(), "{act}: {}", super::said(&output));
    }
    let acts = [
        json!({"AddAttribute": {"name": "site", "on": "Case", "values": "Text"}}),
        json!({"MarkNegative": {"theme": CLAIM, "who": {"Case": "Ana"}, "done": "Revised"}}),
        json!({"MarkNegative": {"theme": CLAIM, "who": {"Value": ["site", "North"]}, "done": "Limited"}}),
        json!({"SearchEvidence": {"theme": CLAIM, "query": "code:Recovery"}}),
    ];
    for act in acts {
        let output = desk.give("edit", &act.to_string());
        assert!(output.status.success(), "{act}: {}", super::said(&output));
    }
    desk
}

fn report(desk: &Desk, project: &str) -> Value {
    let found = rows(&desk.does(&format!("report negative-cases --format jsonl --project {project}")));
    assert_eq!(found.len(), 1);
    found[0].clone()
}

#[test]
fn claims_are_made_and_reported_from_the_shell() {
    let desk = claimed();
    let found = report(&desk, "peers");
    assert_eq!(
        (&found["claim"], &found["for.excerpts"], &found["against.excerpts"]),
        (&json!(CLAIM), &json!(1), &json!(1))
    );
    assert_eq!(found["negative_cases"], "Ana (revised); site=North (limits stated)");
    let n = desk.does("excerpts code:Recovery --layer union --format csv").lines().count() - 1;
    let last = found["last_search"].as_str().unwrap();
    assert!(last.ends_with(&format!("mk: code:Recovery ({n} found)")), "{last}");
    assert_eq!(found["searches"], 1);
    // Passages that nobody coded are found too; beside a code only those that are coded so.
    assert!(desk.does("excerpts theme:peers stand:against --format csv").contains("FG1"));
    let reworded = json!({"RewordTheme": {"theme": CLAIM, "claim": "Peers are patients to some"}}).to_string();
    assert!(desk.give("edit", &reworded).status.success());
    let trail = desk.does("log reworded --format jsonl");
    assert!(trail.contains("reworded a theme to Peers are patients to some") && trail.contains(CLAIM), "{trail}");
    assert!(desk.does("log about:Ana --format csv").contains("does not fit the theme"));
    assert!(desk.does("undo").starts_with("took back: reworded a theme"));
    assert!(desk.does("undo").starts_with("took back: searched for what speaks against the theme"));
    assert_eq!(report(&desk, "peers")["searches"], "not searched");
    let unknown = json!({"RewordTheme": {"theme": "Nobody", "claim": "?"}}).to_string();
    super::failed(&desk.give("edit", &unknown), "edit", 2, "Nobody: no such theme; there are Peers are seen");
    assert_eq!(desk.run("check").status.code(), Some(0));
}

#[test]
fn themes_come_through_a_dump_and_are_kept_once() {
    let desk = claimed();
    desk.does("dump --output study.json");
    desk.does("new again");
    desk.does("import --yes --project again study.json");
    assert_eq!(report(&desk, "again"), report(&desk, "peers"));
    desk.does("dump --project again --output again.json");
    let [one, other] = ["study.json", "again.json"].map(|file| std::fs::read_to_string(desk.path(file)).unwrap());
    let themes = |words: &str| serde_json::from_str::<Value>(words).unwrap()["themes"].clone();
    assert_eq!(themes(&one), themes(&other));
    assert_eq!(themes(&one)[0]["evidence"][1]["stand"], "against");
    let output = desk.run("import --yes --project again study.json");
    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(answer.contains("themes that are here already, kept once"), "{answer}");
    assert_eq!(report(&desk, "again"), report(&desk, "peers"));
}
