//! The project as it was at a moment of the past.

use std::collections::BTreeMap;

use super::*;

/// A moment of a project's past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The end of a time (UTC, milliseconds since 1970): all acts that are labelled with it or an earlier one,
    /// and in each log all acts before such a one, whatever their clock said.
    Time(i64),
    /// Right after the act that this change is of, in the one order of all logs.
    Act(OpId),
}

impl Moment {
    /// A day (`2026-11-28`), a time as the audit trail has it (`2026-11-28 14:30`, UTC, or with seconds), or
    /// the id of a change.
    ///
    /// # Errors
    /// It is none of these: what is wanted.
    pub fn of(words: &str) -> Result<Moment, String> {
        if let Ok((_, last)) = time_of(words) {
            return Ok(Moment::Time(last));
        }
        let no_time = |_| {
            format!("{words}: no day or time as 2026-11-28 or \"2026-11-28 14:30\" (UTC), and no change of `emic log`")
        };
        words.parse().map(Moment::Act).map_err(no_time)
    }
}

/// The first and the last millisecond since 1970 of a day, a minute or a second, UTC.
///
/// # Errors
/// It is no day and no time: what is wanted.
pub fn time_of(words: &str) -> Result<(i64, i64), String> {
    let no_time = || format!("{words}: no day or time as 2026-11-28 or \"2026-11-28 14:30\" (UTC)");
    let (day, time) = words.split_once([' ', 'T']).unwrap_or((words, ""));
    let day: Day = day.parse().map_err(|_| no_time())?;
    let parts: Vec<&str> = if time.is_empty() { Vec::new() } else { time.trim_end_matches('Z').split(':').collect() };
    let number = |place: usize, below: i64| {
        parts.get(place).map_or(Some(0), |part| part.parse::<i64>().ok().filter(|part| (0..below).contains(part)))
    };
    let (hour, minute, second) = (number(0, 24), number(1, 60), number(2, 60));
    let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else { return Err(no_time()) };
    let long = match parts.len() {
        0 => 86_400,
        2 => 60,
        3 => 1,
        _ => return Err(no_time()),
    };
    let first = day.since_1970() * 86_400 + hour * 3_600 + minute * 60 + second;
    Ok((first * 1_000, (first + long) * 1_000 - 1))
}

impl Fold {
    /// What was done up to a moment.
    ///
    /// # Errors
    /// Nothing was done by then, or there is no such change.
    pub fn as_of(&self, moment: Moment) -> Result<Fold, Refusal> {
        let last = match moment {
            Moment::Time(time) => self.last_of_logs(time),
            Moment::Act(change) => {
                let act = self.act_of(change).ok_or(Refusal::Unknown("change"))?;
                let last = act.changes().iter().map(|done| done.op.order()).max();
                let logs = self.done().iter().map(|done| done.op.id.0.log());
                logs.filter_map(|log| Some((log, last?))).collect()
            }
        };
        let by_then = |done: &&Done| last.get(&done.op.id.0.log()).is_some_and(|last| done.op.order() <= *last);
        let ops: Vec<_> = self.done().iter().filter(by_then).map(|done| done.op.clone()).collect();
        if ops.is_empty() {
            return Err(Refusal::NotYet);
        }
        Ok(Fold::of(self.first_name(), ops).after(self))
    }

    /// The last change in each log whose act began by that time.
    fn last_of_logs(&self, time: i64) -> BTreeMap<LogId, Order> {
        let begun: BTreeMap<OpId, i64> = self.done().iter().map(|done| (done.op.id, done.op.at)).collect();
        let mut last = BTreeMap::new();
        for Done { op, .. } in self.done() {
            if begun.get(&op.gesture.first).copied().unwrap_or(op.at) <= time {
                last.insert(op.id.0.log(), op.order());
            }
        }
        last
    }
}
