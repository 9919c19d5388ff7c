//! The measures of saturation vectors, under the vectors' own names.

use std::collections::BTreeSet;

use emic::analysis::{Runs, Saturation};
use serde_json::{Value as Json, json};

use super::{list, word};

/// The settings that vectors are computed for.
const SETTINGS: [Runs; 12] = {
    let mut settings = [Runs { base: 4, run: 2, threshold: 0.05 }; 12];
    let mut place = 0;
    while place < 12 {
        settings[place].base = 4 + place / 4;
        settings[place].run = 2 + place / 2 % 2;
        settings[place].threshold = if place % 2 == 0 { 0.05 } else { 0.0 };
        place += 1;
    }
    settings
};

/// What emic computes for one vector.
pub fn result(vector: &Json) -> Json {
    let codes = |interview: &'_ Json| list(interview).iter().map(|code| word(code).to_string()).collect();
    let interviews: Vec<BTreeSet<String>> = list(&vector["interviews"]).iter().map(codes).collect();
    let interviews: Vec<BTreeSet<&str>> =
        interviews.iter().map(|codes| codes.iter().map(String::as_str).collect()).collect();
    SETTINGS.iter().map(|runs| row(&interviews, *runs)).collect()
}

/// One row for these settings.
pub fn row<T: Ord + Copy>(interviews: &[BTreeSet<T>], runs: Runs) -> Json {
    let Runs { base, run, threshold } = runs;
    let found = Saturation::of(interviews, runs);
    let each = |it: &emic::analysis::Run| json!({ "after": it.after, "run": [it.after + 1, it.after + run], "new": it.new, "ratio": it.ratio });
    json!({
        "base": base, "run": run, "threshold": threshold, "new_per_interview": found.new,
        "cumulative": found.cumulative(), "base_codes": found.base,
        "runs": found.runs.iter().map(each).collect::<Vec<_>>(),
        "saturated_after": found.after, "label": found.after.map(|after| format!("{after}+{run}")),
    })
}
