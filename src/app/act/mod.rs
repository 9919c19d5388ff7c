//! What a coder can do, one file for each kind of act.
mod naming;

pub mod beside;
pub mod coding;
pub mod comparing;
pub mod copying;
pub mod excerpts;
pub mod exporting;
pub mod filtering;
pub mod finding;
pub mod jumping;
pub mod keeping;
pub mod leaping;
pub mod memos;
pub mod moving;
pub mod needs;
pub mod ordering;
pub mod pasting;
pub mod quick;
pub mod recoding;
pub mod review;
pub mod searching;
pub mod selecting;
pub mod sheets;
pub mod tree;
pub mod views;
