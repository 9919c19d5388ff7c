//! emic: a terminal workbench for qualitative coding.
//!
//! The rooms, from the ground up; imports point down only:
//!
//! - [`project`]: what the team knows, every change to it, and the fold of many logs.
//! - [`text`]: a document's words, and every way to point into them.
#![forbid(unsafe_code)]

pub mod project;
pub mod text;
