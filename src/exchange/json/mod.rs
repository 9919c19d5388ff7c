//! emic JSON: a whole project as one file that other programs can read and write.
//!
//! One object; every list holds one record a line, so that two dumps can be compared line by line.
//! Positions are characters, half-open; `document`, `code` and `case` are ids, `coder` and `speaker`
//! names (an id where two coders share a name, or two attributes). What is gone is not written; a
//! joined case or coder is written as the one it counts as; a merged code keeps its record and its
//! codings, so that it can be parted again.

mod given;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod tree;
mod write;

pub use read::read_dump;
pub use record::Dump;
pub(super) use record::{
    AssignmentRecord, AttributionRecord, ComparisonRecord, MemoRecord, NegativeRecord, SearchRecord, SpeakerRecord,
    StandRecord, TargetRecord, ThemeRecord, TurnRecord, ValueRecord, Values,
};
pub(super) use record::{AttributeRecord, CaseRecord, CodeRecord, CoderRecord, CodingRecord, DocumentRecord};
pub(super) use record::{milliseconds, moment};
pub(super) use tree::{merged_into, own_path, parent, state_word};
pub use write::dump;
pub(super) use write::{coders_named, written};

/// The version of the format that is written, and the newest that is read.
pub const FORMAT: u64 = 1;

/// How the file of a dump begins; the mark that some editors put before it is passed over.
pub(super) fn is_dump(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"{") && memchr::memmem::find(head, br#""format""#).is_some()
}
