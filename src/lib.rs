//! emic: a terminal workbench for qualitative coding.
//!
//! The rooms, from the ground up; imports point down only:
//!
//! - [`text`]: a document's words, and every way to point into them.
//! - [`project`]: what the team knows, every change to it, and the fold of many logs.
//! - [`store`]: the only room that touches files.
//! - [`exchange`]: other people's formats, bytes in and words out.
//! - [`app`]: the interactive program.
#![forbid(unsafe_code)]

pub mod app;
pub mod exchange;
pub mod project;
pub mod store;
pub mod text;
