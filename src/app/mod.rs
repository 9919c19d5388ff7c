//! The interactive program: from the terminal's bytes to keys, from keys to actions, from a frame to bytes.

pub mod decoder;
pub mod keymap;
pub mod keys;
pub mod terminal;
