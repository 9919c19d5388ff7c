//! Where the words are.

use std::sync::Arc;

use super::TextKey;
use crate::text::Text;

/// Gives the words of documents and memos, as they are needed: the project itself holds none.
pub trait Texts: Sync {
    /// The text of that key; `None` where it cannot be had (the file is missing or damaged).
    fn text(&self, key: TextKey) -> Option<Arc<Text>>;
}
