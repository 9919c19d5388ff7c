//! What an element says of how it is shown.

use crate::exchange::styles::Says;

/// What stands in its `style`; a later word on the same thing counts.
pub fn said(style: &str) -> Says {
    let mut says = Says::default();
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.to_ascii_lowercase();
        let value = value.split_once('!').map_or(&*value, |(value, _)| value).trim();
        if property.trim().eq_ignore_ascii_case("display") {
            says.hidden = Some(value == "none");
        }
    }
    says
}
