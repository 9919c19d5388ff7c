//! Reads a file of vectors and prints what emic computes for each: `oracle descriptive.json`.
//!
//! The names of the fields are the vectors' own, so that the two can be compared line by line. What
//! emic does not compute yet is left out.

#[path = "oracle/agreement.rs"]
mod agreement;
#[path = "oracle/descriptive.rs"]
mod descriptive;
#[path = "oracle/saturation.rs"]
mod saturation;
#[path = "oracle/study.rs"]
mod study;

use std::io::Write;

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file of vectors")?;
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let vectors = file["vectors"].as_array().ok_or("the file has no vectors")?;
    // Which measures a vector is of shows in what it has.
    let results = vectors.iter().filter_map(|vector| {
        let result = match vector {
            _ if vector["documents"].is_array() => descriptive::result(vector),
            _ if vector["assigned"].is_object() => agreement::result(vector),
            _ if vector["interviews"].is_array() => saturation::result(vector),
            _ => return None,
        };
        Some(json!({ "id": vector["id"], "result": result }))
    });
    let results: Vec<Value> = results.collect();
    // Not println, which panics when the reader has gone.
    writeln!(std::io::stdout(), "{:#}", json!({ "vectors": results }))?;
    Ok(())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> &str {
    value.as_str().expect("a name")
}

fn number(value: &Value) -> u32 {
    value.as_u64().and_then(|number| number.try_into().ok()).expect("a position")
}
