//! When the next frame may be sent: once the terminal has shown the last one.
//!
//! A slow line would otherwise hold seconds of frames that nobody has seen yet.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How long a terminal that has never answered is waited for.
const FIRST_DEADLINE: Duration = Duration::from_secs(1);
/// How long a terminal that has answered before is waited for.
const DEADLINE: Duration = Duration::from_secs(2);
/// A question older than this was lost on the way.
const LOST: Duration = Duration::from_secs(10);
/// Deadlines missed in a row after which the terminal is taken to be deaf.
const DEAF_AFTER: u8 = 3;

/// Paces frames by the terminal's answers to a cursor-position query sent behind each of them.
///
/// A terminal that misses three deadlines in a row is no longer asked and loses only the pacing;
/// should an answer come after all, it is asked again.
#[derive(Debug, Default)]
pub struct Clock {
    asked: VecDeque<Instant>,
    missed: u8,
    has_answered: bool,
}

impl Clock {
    /// Whether a query should go with the next frame.
    pub fn asks(&self) -> bool {
        self.missed < DEAF_AFTER
    }

    /// A frame and its query were written.
    pub fn sent(&mut self, now: Instant) {
        if !self.asked.is_empty() {
            self.missed = self.missed.saturating_add(1);
        }
        self.asked.retain(|asked| now.duration_since(*asked) < LOST);
        self.asked.push_back(now);
    }

    /// The terminal answered the oldest query that is open.
    pub fn answered(&mut self) {
        self.asked.pop_front();
        self.missed = 0;
        self.has_answered = true;
    }

    /// Whether a frame may be sent.
    pub fn ready(&self, now: Instant) -> bool {
        self.next_wake(now).is_none()
    }

    /// How long until a frame may be sent without an answer; `None` when one may be sent now.
    ///
    /// Only worth waking up for when there is something to draw.
    pub fn next_wake(&self, now: Instant) -> Option<Duration> {
        let last = self.asked.back().filter(|_| self.asks())?;
        let deadline = if self.has_answered { DEADLINE } else { FIRST_DEADLINE };
        deadline.checked_sub(now.saturating_duration_since(*last)).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    #[test]
    fn the_next_frame_waits_for_the_answer() {
        let (mut clock, start) = (Clock::default(), Instant::now());
        assert!(clock.ready(start));
        clock.sent(start);
        assert!(!clock.ready(after(start, 900)));
        assert_eq!(clock.next_wake(after(start, 900)), Some(Duration::from_millis(100)));
        clock.answered();
        assert!(clock.ready(after(start, 900)));
    }

    #[test]
    fn no_answer_costs_a_deadline_three_times_and_then_nothing() {
        let (mut clock, start) = (Clock::default(), Instant::now());
        for frame in 0..4 {
            assert!(clock.asks() && clock.ready(after(start, frame * 1_000)));
            clock.sent(after(start, frame * 1_000));
        }
        assert!(!clock.asks());
        assert!(clock.ready(after(start, 3_001)));
        clock.answered();
        assert!(clock.asks());
    }

    #[test]
    fn an_answer_to_an_older_frame_does_not_free_the_next_one() {
        let (mut clock, start) = (Clock::default(), Instant::now());
        clock.sent(start);
        clock.sent(after(start, 1_000));
        clock.answered();
        assert!(!clock.ready(after(start, 1_100)));
        clock.answered();
        assert!(clock.ready(after(start, 1_100)));
    }

    #[test]
    fn one_lost_answer_is_forgotten_in_time() {
        let (mut clock, start) = (Clock::default(), Instant::now());
        clock.sent(start);
        clock.sent(after(start, 11_000));
        clock.answered();
        assert!(clock.ready(after(start, 11_001)));
    }

    #[test]
    fn an_answer_that_nobody_asked_for_changes_nothing() {
        let (mut clock, start) = (Clock::default(), Instant::now());
        clock.answered();
        assert!(clock.ready(start));
        clock.sent(start);
        assert!(!clock.ready(start));
    }
}
