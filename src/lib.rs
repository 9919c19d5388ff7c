//! emic: a terminal workbench for qualitative coding.
//!
//! The rooms, from the ground up; imports point down only:
//!
//! - [`text`]: a document's words, and every way to point into them.
//! - [`app`]: the interactive program.
#![forbid(unsafe_code)]

pub mod app;
pub mod text;
