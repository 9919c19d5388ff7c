//! How far a report has come, and whether anybody still waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// A look into a report that is being counted elsewhere. All copies are of the same report.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// Documents looked at; those that are looked at several times count as often.
    documents: AtomicU64,
    /// Documents there are.
    of: AtomicU64,
    left: AtomicBool,
}

/// No report is another for being watched.
impl PartialEq for Watch {
    fn eq(&self, _: &Watch) -> bool {
        true
    }
}

impl Watch {
    /// Says that nobody waits any more: what is not looked at yet is passed over, and the answer is worth nothing.
    pub fn leave(&self) {
        self.0.left.store(true, Relaxed);
    }

    /// How many percent of the documents were looked at; `None` before the first, and where they were looked at more
    /// than once, as then there is no saying how often it will be.
    pub fn percent(&self) -> Option<u64> {
        let (documents, of) = (self.0.documents.load(Relaxed), self.0.of.load(Relaxed));
        (documents > 0 && documents <= of).then(|| documents * 100 / of)
    }

    /// Puts down that one more of so many documents is looked at; whether anybody still waits.
    pub fn looks(&self, of: usize) -> bool {
        self.0.of.store(of as u64, Relaxed);
        self.0.documents.fetch_add(1, Relaxed);
        !self.0.left.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_how_far_it_is_until_it_looks_again() {
        let watch = Watch::default();
        assert_eq!(watch.percent(), None);
        assert!(watch.looks(2) && watch.clone().looks(2));
        assert_eq!(watch.percent(), Some(100));
        assert!(watch.looks(2));
        assert_eq!(watch.percent(), None);
        watch.clone().leave();
        assert!(!watch.looks(2));
    }
}
