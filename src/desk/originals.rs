//! Files as they arrived, byte for byte: the vault keeps them, or keeps none where a site's rules forbid copies.

use super::Desk;
use crate::store::Originals;

impl Desk {
    /// Holds the bytes of an imported file, which go to the vault with the next change where originals are kept.
    pub fn hold_original(&mut self, name: String, bytes: Vec<u8>) {
        if self.originals == Originals::Kept {
            self.hold_key(name, bytes);
        }
    }

    /// Holds what belongs in the vault whatever becomes of originals.
    pub(super) fn hold_key(&mut self, name: String, bytes: Vec<u8>) {
        self.pending.originals.push((name, bytes));
    }

    /// Keeps originals from now on, or none; those that are there stay.
    pub fn keep_originals(&mut self, originals: Originals) {
        self.originals = originals;
    }
}
