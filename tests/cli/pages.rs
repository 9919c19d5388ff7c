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
