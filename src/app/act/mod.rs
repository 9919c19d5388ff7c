//! What a coder can do, one file for each kind of act.

pub mod coding;
pub mod excerpts;
pub mod finding;
pub mod looks;
pub mod memos;
pub mod moving;
pub mod review;
pub mod selecting;
pub mod sheets;
pub mod tree;
pub mod views;
