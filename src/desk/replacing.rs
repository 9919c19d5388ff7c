//! Words replaced in the whole study, the key to them kept apart.

use std::sync::Arc;

use super::Desk;
use crate::project::{Edit, Refusal, TextKey};
use crate::text::{Text, count_of};

impl Desk {
    /// Replaces words as it was planned, as one act. The key to so many pseudonyms goes to the vault before the
    /// change is made, and never into the project's folder; gives back the name of its file.
    ///
    /// # Errors
    /// The project does not allow it; nothing was changed.
    pub fn replace_words(
        &mut self,
        texts: Vec<(TextKey, Arc<Text>)>,
        edits: Vec<Edit>,
        (key, n): (Vec<u8>, usize),
    ) -> Result<String, Refusal> {
        let at = jiff::Timestamp::from_millisecond(self.now()).unwrap_or_default();
        let name = format!("pseudonyms-{}.csv", at.strftime("%Y-%m-%d-%H%M%S"));
        texts.into_iter().for_each(|(key, text)| self.hold_text(key, text));
        self.hold_key(name.clone(), key);
        let why = format!("{} that may tell who somebody is replaced", count_of(n, "word"));
        self.commit_why(edits, why).map(|_| name)
    }
}
