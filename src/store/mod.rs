//! The only room that touches files: the project folder, its logs, texts and vault, bytes in and out.
//!
//! What is called saved here was synced to the disk first. Folders and files are their owner's alone.
//! Every error says what could not be done, where, why in plain words, and what to do next.

mod line;
mod log;

pub use log::{FORMAT, Fault, Header, LogRead, Newer, Scribe, SetAside, read_log};
