//! What a desk takes from the world, and why it may not get it.

use std::sync::Arc;

use crate::project::CoderId;
use crate::store::StoreError;

/// What a desk takes from the world; given in tests.
pub struct World {
    /// Milliseconds since 1970, UTC.
    pub now: Box<dyn Fn() -> i64 + Send>,
    /// 128 random bits.
    pub random: Box<dyn FnMut() -> u128 + Send>,
    /// Called by the log's writer whenever what is saved has changed.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

impl World {
    /// The real clock and real randomness; nobody is woken.
    pub fn real() -> World {
        World {
            now: Box::new(|| {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                since.map_or(0, |since| since.as_millis() as i64)
            }),
            random: Box::new(|| uuid::Uuid::new_v4().as_u128()),
            wake: Arc::new(|| {}),
        }
    }
}

/// Why a project cannot be worked on.
#[derive(Debug, thiserror::Error)]
pub enum CannotOpen {
    /// Its folder cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The name does not say who.
    #[error("several coders are named {name:?}: {ids}; say which by id, as in --coder {first}")]
    WhichCoder {
        /// The name given.
        name: String,
        /// Their ids.
        ids: String,
        /// One of them.
        first: CoderId,
    },
    /// An id that nobody has.
    #[error("no coder {0} in this project; `emic coders` lists them")]
    NoCoder(CoderId),
}
