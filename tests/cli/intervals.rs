//! How far figures of agreement may be trusted, and the passages behind them.

use serde_json::{Value, json};

use super::Desk;
use super::reports::dump;

/// So many documents of 100 characters that two coders coded by one code, each document a little otherwise.
fn double_coded(documents: usize) -> Value {
    let titles: Vec<String> = (1..=documents).map(|n| format!("D{n:02}")).collect();
    let coding = |id: usize, document: &str, coder: &str, start: usize, end: usize| {
        json!({
            "id": format!("q{id}"), "document": document, "code": "c", "path": ["c"], "coder": coder,
            "start": start, "end": end, "text": "x".repeat(end - start),
        })
    };
    let codings = titles
        .iter()
        .enumerate()
        .flat_map(|(n, title)| [coding(2 * n, title, "ada", 0, 40), coding(2 * n + 1, title, "bo", 2 * n, 40)]);
    let documents: Vec<(&str, u64)> = titles.iter().map(|title| (title.as_str(), 100)).collect();
    dump(&documents, &["c"], &["ada", "bo"], codings.collect(), Vec::new())
}

const BY_CHARACTER: &str = "agreement --coding-unit characters --of everything";

#[test]
fn from_ten_documents_on_a_figure_has_an_interval() {
    let desk = Desk::with_dump(&double_coded(12));
    let asked = format!("{BY_CHARACTER} --interval kappa --seed 7");
    let first = desk.report(&asked);
    let row = &first["rows"][0];
    let number = |key: &str| row[key].as_f64().unwrap_or_else(|| panic!("{key}: {row}"));
    assert!(number("kappa_low") < number("kappa") && number("kappa") < number("kappa_high"), "{row}");
    assert_eq!(row["kappa_undefined"], 0);
    assert_eq!(first["settings"]["seed"], "7");
    assert!(first["notes"].to_string().contains("2000 resamples of the 12 documents"), "{}", first["notes"]);
    assert_eq!(desk.report(&asked), first, "the same seed gives the same interval");
    let other = desk.report(&format!("{BY_CHARACTER} --interval kappa --seed 8"));
    assert_ne!(other["rows"][0]["kappa_low"], row["kappa_low"]);
    // The one figure for all coders has one, too.
    let alpha = desk.report(&format!("{BY_CHARACTER} --interval alpha"));
    assert!(alpha["rows"][0]["alpha_low"].as_f64() < alpha["rows"][0]["alpha"].as_f64());
}

#[test]
fn with_fewer_documents_each_one_s_figure_is_shown() {
    let desk = Desk::with_dump(&double_coded(3));
    let found = desk.report(&format!("{BY_CHARACTER} --interval f1"));
    let row = &found["rows"][0];
    assert_eq!((&row["f1_greatest"], &row["f1_documents"]), (&json!(1.0), &json!("D01 1.000, D02 0.974, D03 0.947")));
    assert!(row.get("f1_low").is_none());
    let wrong = "interval cannot be \"fleiss\"; choose percent, kappa, scott_pi, ac1, f1, jaccard, alpha";
    desk.fails("report agreement --interval fleiss", 2, wrong);
}

#[test]
fn what_coders_differ_on_is_listed_passage_by_passage() {
    let desk = Desk::with_dump(&double_coded(3));
    let found = desk.report("disagreements");
    let rows = found["rows"].as_array().unwrap();
    let said: Vec<String> = rows.iter().map(|row| format!("{} {}", row["document"], row["how"])).collect();
    assert_eq!(said, ["\"D02\" \"other boundaries\"", "\"D03\" \"other boundaries\""]);
    assert_eq!(found["notes"][0], "passages on which two of them differ: 2");
    let one = Desk::with_dump(&double_coded(0));
    one.fails("report disagreements", 2, "agreement takes two coders");
}
