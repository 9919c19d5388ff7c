//! Reports that are pages to read, in the formats of pages; and what there is nothing to report on.

use serde_json::json;

use super::{Desk, rows};

#[test]
fn a_page_is_written_in_the_formats_of_pages_and_a_table_in_those_of_tables() {
    let desk = Desk::with_study();
    let text = desk.does("report code --code Recovery");
    assert!(text.starts_with("Code report: Recovery\n====="), "{text}");
    assert!(text.ends_with("# layer: settled\n# count: own\n# code: Recovery\n"), "{text}");
    assert!(desk.does("report code --code Recovery --format md").starts_with("# Code report: Recovery\n"));
    let html = desk.does("report code --code Recovery --format html");
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<blockquote>"), "{html}");
    desk.fails("report code --code Recovery --format csv", 2, "--format csv: the answer is a page; choose text, md");
    desk.fails("report category --format text", 2, "--format text: the answer is a table; choose table, csv");
    desk.fails("report category --format sideways", 2, "sideways");
    assert!(desk.does("report category").starts_with("Code "));
}

#[test]
fn nothing_to_report_on_is_said_and_is_no_empty_page() {
    let desk = Desk::new();
    desk.does("new peers");
    desk.fails("report code", 2, "say which code to report on");
    desk.fails("report code --code Hope", 2, "\"Hope\": no such code; there are none yet");
    desk.fails("report codebook", 1, "there are no codes yet");
    desk.fails("report quotations", 1, "no excerpt is flagged as a key quote");
    desk.fails("report comparisons", 1, "no comparison is on record");
    desk.fails("report negative-cases", 1, "no theme yet; t puts a passage for or against a claim");
    let desk = Desk::with_study();
    desk.fails("report code --code Barriers", 1, "no excerpt of Barriers; codings counted: 2 documents by all coders");
    desk.fails("report code --code Recovery --where nowhere", 1, "no excerpt of Recovery as `where` asks");
    desk.fails("report code --code Hope", 2, "\"Hope\": no such code; there are Barriers, ");
    desk.fails("report quotations --where nowhere", 1, "no coded passage is as `where` asks");
    desk.fails("report quotations --by sex", 2, "there is no attribute \"sex\"");
}

#[test]
fn the_comparison_log_says_what_was_moved_by_the_same_act() {
    let desk = Desk::with_study();
    let apply = json!({"ApplyCode": {"document": "FG1", "span": [92, 104], "code": "Recovery"}}).to_string();
    let output = desk.give("edit", &apply);
    let coding = String::from_utf8(output.stdout).unwrap().trim().to_string();
    let excerpts = json!([{"document": "FG1", "span": [20, 58]}, {"document": "FG1", "span": [92, 104]}]);
    let act = [
        json!({"RecodeCoding": {"coding": coding, "code": "Boundaries"}}).to_string(),
        json!({"Compare": {"code": "Recovery", "excerpts": excerpts, "decision": "Moved", "memo": null}}).to_string(),
    ];
    assert!(desk.give("edit", &act.join("\n")).status.success());
    let kept = json!({"Compare": {"code": "Recovery", "excerpts": excerpts, "decision": "Kept", "memo": null}});
    assert!(desk.give("edit", &kept.to_string()).status.success());
    let found = rows(&desk.does("report comparisons --format jsonl"));
    assert_eq!(found.len(), 2);
    assert_eq!((&found[0]["decision"], &found[0]["code"]), (&json!("moved"), &json!("Recovery")));
    assert_eq!(found[0]["changes"], "recoded 4 of FG1 as Barriers > Boundaries");
    assert_eq!((&found[1]["decision"], &found[1]["changes"]), (&json!("kept"), &json!(null)));
    assert!(desk.does("report comparisons").contains("# comparisons: 2, without a change: 1"));
}

/// The states of Ana's and Ben's cells under Recovery.
fn states(desk: &Desk) -> Vec<String> {
    let found = rows(&desk.does("report framework --format jsonl"));
    let state = |row: &serde_json::Value| row["Recovery.state"].as_str().unwrap().to_string();
    found.iter().filter(|row| row["row"] == "Ana" || row["row"] == "Ben").map(state).collect()
}

/// The study with a summary of what Ana says of Recovery.
fn summarised() -> (Desk, String) {
    let desk = Desk::with_study();
    let summary = json!({"on": {"Cell": ["Ana", "Recovery"]}, "kind": "Analytic", "words": "Seen as a patient."});
    let output = desk.give("edit", &json!({"AddMemo": summary}).to_string());
    assert!(output.status.success(), "{}", super::said(&output));
    let memo = String::from_utf8(output.stdout).unwrap().lines().last().unwrap().to_string();
    (desk, memo)
}

#[test]
fn a_summary_is_stale_as_long_as_its_excerpts_are_others() {
    let (desk, memo) = summarised();
    assert_eq!(states(&desk), ["summarised", "empty"]);
    desk.does("apply --document FG1 --lines 4 --code Recovery");
    assert_eq!(states(&desk), ["summarised", "linked only"], "Ben's words are not Ana's");
    desk.does("apply --document FG1 --lines 9 --code Recovery");
    assert_eq!(states(&desk), ["stale", "linked only"]);
    desk.does("undo");
    assert_eq!(states(&desk), ["summarised", "linked only"]);
    desk.does("redo");
    assert_eq!(states(&desk), ["stale", "linked only"]);
    let again = json!({"WriteMemo": {"memo": memo, "kind": "Analytic", "words": "A patient; and bounds are hard."}});
    assert!(desk.give("edit", &again.to_string()).status.success());
    assert_eq!(states(&desk), ["summarised", "linked only"]);
    desk.does("undo");
    assert_eq!(states(&desk), ["stale", "linked only"]);
    let listed = desk.does("memos --case Ana");
    assert!(listed.contains("cell of Ana and Recovery") && listed.contains("Seen as a patient."), "{listed}");
    assert!(desk.does("memos --code Recovery").contains("cell of Ana and Recovery"));
    let trail = desk.does("log about:Ana");
    assert!(trail.contains("wrote an analytic memo on the cell of Ana and Recovery"), "{trail}");
    assert_eq!(desk.run("check").status.code(), Some(0));
    let unknown = json!({"AddMemo": {"on": {"Cell": ["Ana", "Hope"]}, "kind": "Analytic", "words": "?"}}).to_string();
    super::failed(&desk.give("edit", &unknown), "edit", 2, "Hope");
}

#[test]
fn a_summary_comes_through_a_dump_as_fresh_or_stale_as_it_was() {
    let (desk, _) = summarised();
    desk.does("apply --document INT1 --lines 2 --code Recovery");
    let second = json!({"AddMemo": {"on": {"Cell": ["Eva", "Recovery"]}, "kind": "Analytic", "words": "Heard."}});
    assert!(desk.give("edit", &second.to_string()).status.success());
    desk.does("apply --document INT1 --lines 4 --code Recovery");
    desk.does("dump --output study.json");
    desk.does("new again");
    desk.does("import --yes --project again study.json");
    let states = |project: &str| {
        let found = rows(&desk.does(&format!("report framework --format jsonl --project {project}")));
        found.iter().map(|row| row["Recovery.state"].clone()).collect::<Vec<_>>()
    };
    let expected = [json!("summarised"), json!("empty"), json!("stale")];
    assert_eq!((states("peers"), states("again")), (expected.to_vec(), expected.to_vec()));
    desk.does("dump --project again --output again.json");
    let [one, other] = ["study.json", "again.json"].map(|file| std::fs::read_to_string(desk.path(file)).unwrap());
    let memos = |words: &str| serde_json::from_str::<serde_json::Value>(words).unwrap()["memos"].clone();
    assert_eq!(memos(&one), memos(&other));
    // Where there is work already, nobody wrote it of the excerpts that are there.
    desk.does("new third");
    desk.does("code add Recovery --project third");
    let answer = desk.does("import --yes --project third study.json");
    assert!(answer.contains("to be looked at again (stale)"), "{answer}");
}
