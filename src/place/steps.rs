//! What a macro is made of.

use serde::{Deserialize, Serialize};

/// One step of a macro.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// An action by its name, with the number typed before it.
    Do {
        /// Its name.
        action: String,
        /// How often, or which line.
        count: Option<u32>,
    },
    /// Letters typed into an input.
    Type(String),
    /// Other keys pressed in it, as a keymap writes them.
    Press(String),
}
