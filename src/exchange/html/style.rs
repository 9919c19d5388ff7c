//! What an element says of how it is shown.

use crate::exchange::looks;
use crate::exchange::styles::{Says, is_bold, is_italic};

/// What the element says by its name.
pub fn by_name(name: &str) -> Says {
    match name {
        "b" | "strong" => Says { bold: Some(true), ..Says::default() },
        "i" | "em" => Says { italic: Some(true), ..Says::default() },
        _ => Says::default(),
    }
}

/// What stands in its `style`; a later word on the same thing counts.
pub fn said(style: &str) -> Says {
    let mut says = Says::default();
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.to_ascii_lowercase();
        let value = value.split_once('!').map_or(&*value, |(value, _)| value).trim();
        if matches!(value, "inherit" | "unset" | "revert" | "revert-layer" | "currentcolor") {
            continue;
        }
        match &*property.trim().to_ascii_lowercase() {
            "display" => says.hidden = Some(value == "none"),
            "font-weight" => says.bold = Some(is_bold(value)),
            "font-style" => says.italic = Some(is_italic(value)),
            "color" => says.colour = Some(colour(value)),
            _ => {}
        }
    }
    says
}

/// A colour as it stands in a style.
fn colour(value: &str) -> Option<String> {
    let parts = value.strip_prefix("rgb(").and_then(|parts| parts.strip_suffix(')'));
    let Some(parts) = parts else { return looks::colour(value) };
    let parts: Vec<u8> = parts.split([',', ' ']).filter_map(|part| part.parse().ok()).collect();
    let &[red, green, blue] = &parts[..] else { return None };
    looks::colour(&format!("{red:02X}{green:02X}{blue:02X}"))
}
