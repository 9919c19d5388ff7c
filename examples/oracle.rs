//! Reads a file of vectors and prints what emic computes for each: `oracle descriptive.json`.
//!
//! The names of the fields are the vectors' own, so that the two can be compared line by line. What
//! emic does not compute yet is left out.

#[path = "oracle/descriptive.rs"]
mod descriptive;
#[path = "oracle/study.rs"]
mod study;

use std::io::Write;

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file of vectors")?;
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let vectors = file["vectors"].as_array().ok_or("the file has no vectors")?;
    // Vectors of other measures have no documents with turns.
    let known = vectors.iter().filter(|vector| vector["documents"].is_array());
    let results: Vec<Value> =
        known.map(|vector| json!({ "id": vector["id"], "result": descriptive::result(vector) })).collect();
    // Not println, which panics when the reader has gone.
    writeln!(std::io::stdout(), "{:#}", json!({ "vectors": results }))?;
    Ok(())
}
