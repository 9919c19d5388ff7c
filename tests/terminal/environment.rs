//! What the program is given of the world.

use std::path::Path;

/// The variables that the program is given, and no others.
pub fn environment(home: &Path) -> Vec<(&'static str, String)> {
    vec![
        ("HOME", home.display().to_string()),
        ("EMIC_CODER", "mk".to_string()),
        ("TERM", "xterm-256color".to_string()),
        ("LANG", "C.UTF-8".to_string()),
        ("PATH", std::env::var("PATH").unwrap_or_default()),
    ]
}
