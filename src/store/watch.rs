//! A look at the logs every two seconds, by a thread that sleeps in between: what colleagues did shows
//! without a key, and a slow disk holds nobody up.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::tail::{Arrived, Tails};

/// How often the logs are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// Watches the logs of one folder. Dropping it ends the thread.
pub struct Watch {
    shared: Arc<Shared>,
    is_looking: bool,
}

struct Shared {
    tails: Mutex<Tails>,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    arrived: Arrived,
    /// The logs that are written here.
    own: Vec<String>,
    ended: bool,
}

/// Nothing that holds a lock here can leave things half done, so a panic elsewhere does not matter.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// Knows the logs of a project, by name and length (bytes), as they were read; looks when it is told to.
    pub fn of(project: &Path, sizes: Vec<(String, u64)>) -> Watch {
        let tails = Mutex::new(Tails::behind(project, sizes));
        let shared = Arc::new(Shared { tails, state: Mutex::default(), ended: Condvar::new() });
        Watch { shared, is_looking: false }
    }

    /// Looks every two seconds from now on, and calls `wake` when something came.
    pub fn start(&mut self, wake: impl Fn() + Send + 'static) {
        if std::mem::replace(&mut self.is_looking, true) {
            return;
        }
        let shared = self.shared.clone();
        // Without the thread, what colleagues did shows at u, U and Ctrl-s.
        let _ = thread::Builder::new().name("watch".to_string()).spawn(move || {
            loop {
                let state = locked(&shared.state);
                let waited = shared.ended.wait_timeout_while(state, EVERY, |state| !state.ended);
                if waited.unwrap_or_else(PoisonError::into_inner).0.ended {
                    return;
                }
                if shared.look() {
                    wake();
                }
            }
        });
    }

    /// Passes over a log of that name: it is written here.
    pub fn pass_over(&self, name: String) {
        locked(&self.shared.state).own.push(name);
    }

    /// Looks at once.
    pub fn look(&self) {
        self.shared.look();
    }

    /// What came since it was asked last.
    pub fn take(&self) -> Arrived {
        std::mem::take(&mut locked(&self.shared.state).arrived)
    }
}

impl Shared {
    /// Whether something came. Those who look one after the other find each thing once.
    fn look(&self) -> bool {
        let mut tails = locked(&self.tails);
        let own = locked(&self.state).own.clone();
        let arrived = tails.look(&own);
        let came = !arrived.is_empty();
        locked(&self.state).arrived.append(arrived);
        came
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        locked(&self.shared.state).ended = true;
        self.shared.ended.notify_all();
    }
}
