//! How far what was done is on the disk.

use std::path::Path;
use std::time::Duration;

use super::Desk;
use crate::store::{Saved, StoreError, Writer};

/// From one look how far the disk is to the next.
const LOOK: Duration = Duration::from_millis(100);

impl Desk {
    /// How far what was done is on disk.
    pub fn saved(&self) -> Saved {
        self.writer.as_ref().map(Writer::saved).unwrap_or_default()
    }

    /// Whether something is on its way to the disk.
    pub fn is_saving(&self) -> bool {
        let saved = self.saved();
        saved.unsaved > 0 && saved.trouble.is_none()
    }

    /// Tries again to write what could not be written.
    pub fn retry(&self) {
        self.writer.iter().for_each(Writer::retry);
    }

    /// Waits until everything is on disk, or that long.
    pub fn wait(&self, long: Duration) -> Saved {
        self.writer.as_ref().map(|writer| writer.wait(long)).unwrap_or_default()
    }

    /// As `wait`, as long as the disk takes something in within that time; `look` is shown how far it is.
    pub fn wait_for(&self, patience: Duration, mut look: impl FnMut(&Saved)) -> Saved {
        let (mut given, mut idle) = (0, Duration::ZERO);
        loop {
            let saved = self.wait(LOOK);
            idle = if saved.given == given { idle + LOOK } else { Duration::ZERO };
            given = saved.given;
            if saved.unsaved == 0 || saved.trouble.is_some() || idle >= patience {
                return saved;
            }
            look(&saved);
        }
    }

    /// Writes what is not saved into another folder.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn write_elsewhere(&self, path: &Path) -> Result<(), StoreError> {
        let Some(writer) = &self.writer else { return Ok(()) };
        writer.elsewhere(&self.folder.twin(path)?).map(drop)
    }
}
