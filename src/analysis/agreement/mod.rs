//! How far coders agree: the same words, coded by each for themselves, held against each other.
//!
//! A coder's codings of one code in one document are segments: those that share a character are one, those that
//! only touch stay two. A figure that is not defined is `None`, never 0.

mod disagreements;
mod interval;
mod many;
mod marks;
mod pair;
mod report;
mod segments;
mod study;
mod trust;
mod unitizing;

pub(super) use disagreements::disagreement_table;
pub use disagreements::{Difference, differing};
pub use interval::{FEWEST, Interval, RESAMPLES, Resamples};
pub use many::Votes;
pub use marks::{Marks, segments};
pub use pair::{Averages, Counts};
pub use report::Average;
pub(super) use report::{segment_table, table, unitizing_table};
pub use segments::{Levels, Matching};
pub use study::{CodingUnit, Compared, Comparing};
pub use unitizing::{Clash, Tiling, Unitizing, unitizing};

/// `part` of `whole`; undefined where there is no whole.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole != 0.0).then(|| part / whole)
}

/// What is left of agreement once what chance would give is taken off; undefined where chance alone gives all.
fn beyond(observed: f64, expected: f64) -> Option<f64> {
    ratio(observed - expected, 1.0 - expected)
}
