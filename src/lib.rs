//! emic: a terminal workbench for qualitative coding.
//!
//! The rooms, from the ground up; imports point down only:
//!
//! - [`text`]: a document's words, and every way to point into them.
//! - [`project`]: what the team knows, every change to it, and the fold of many logs.
//! - [`analysis`]: questions to a project, answered as a table.
//! - [`exchange`]: other people's formats, bytes in and words out.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod exchange;
pub mod project;
pub mod text;
