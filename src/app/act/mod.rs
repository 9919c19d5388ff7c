//! What a coder can do, one file for each kind of act.

pub mod browsing;
pub mod coding;
pub mod confirming;
pub mod copying;
pub mod documents;
pub mod excerpts;
pub mod finding;
pub mod jumping;
pub mod keeping;
pub mod leaping;
pub mod marking;
pub mod memo_sheet;
pub mod memos;
pub mod moving;
mod naming;
pub mod needs;
pub mod ordering;
pub mod pasting;
pub mod people;
pub mod quick;
pub mod recoding;
pub mod review;
pub mod selecting;
pub mod sheets;
pub mod speakers;
pub mod tree;
pub mod views;
