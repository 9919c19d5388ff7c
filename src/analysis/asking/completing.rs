//! What the last thing written may become.

use crate::project::Project;
use crate::text::fold;

use super::keys::{keys_there, values_of};
use super::names::{attributes, pick};
use super::written::{Condition, Piece, Written, quoted};
use super::{AskKey, Asking};

impl Asking {
    /// The whole line again, once for every key, attribute or name that begins as the last thing written does, then for
    /// those that have it in them.
    pub fn completions(project: &Project, text: &str) -> Vec<String> {
        let written = Written::of(text);
        let fresh = written.open.is_none() && (text.is_empty() || text.ends_with(char::is_whitespace));
        let last = written.pieces.last().filter(|_| !fresh);
        let (kept, typed, mut there) = match last.map(|placed| (placed.start, &placed.piece)) {
            Some((_, Piece::Condition(Condition { key: Some(key), behind, value, quoted_key, .. }))) => {
                let names = match AskKey::of(key).filter(|_| !quoted_key) {
                    Some(key) => (key.names)(project),
                    None => pick("attribute", key, &attributes(project))
                        .map_or_else(|_| Vec::new(), |attribute| values_of(project, attribute)),
                };
                let names = names.iter().map(|name| quoted(name)).collect();
                (text[..*behind].to_string(), value.as_str(), names)
            }
            Some((start, Piece::Condition(Condition { key: None, value, .. }))) => {
                (text[..start].to_string(), value.as_str(), keys_there(project))
            }
            _ => (text.to_string(), "", keys_there(project)),
        };
        let typed = fold(typed);
        let bare = |name: &String| fold(name.trim_matches('"'));
        let last_name = |name: &String| bare(name).rsplit(" > ").next().unwrap_or_default().to_string();
        there.retain(|name| bare(name).contains(&typed));
        there.sort_by_key(|name| !bare(name).starts_with(&typed) && !last_name(name).starts_with(&typed));
        there.into_iter().map(|name| format!("{kept}{name}")).collect()
    }
}
