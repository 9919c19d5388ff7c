//! A day of the calendar, as a journal has it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::id::{read_word, write_word};

/// A day of the calendar: `2026-11-22`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// `None` where the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().filter(|_| year >= 0).map(Day)
    }

    /// How many days it is after 1 January 1970; before it, less than 0.
    pub fn since_1970(self) -> i64 {
        i64::from(Date::constant(1970, 1, 1).until(self.0).map_or(0, |span| span.get_days()))
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Day {
        Day(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// Why a word is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day like 2024-03-05")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(word: &str) -> Result<Day, NotADay> {
        let parts: Vec<&str> = word.split('-').collect();
        let [year, month, day] = parts[..] else { return Err(NotADay) };
        let plain = |digits: &str, length| digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !(plain(year, 4) && plain(month, 2) && plain(day, 2)) {
            return Err(NotADay);
        }
        let part = |digits: &str| digits.parse::<i8>().map_err(|_| NotADay);
        Day::new(year.parse().map_err(|_| NotADay)?, part(month)?, part(day)?).ok_or(NotADay)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_word(self, &(self.0.year(), self.0.month(), self.0.day()), serializer)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        read_word(deserializer, str::parse, |(year, month, day)| Day(Date::new(year, month, day).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_as_written_and_days_the_calendar_lacks_are_none() {
        for word in ["2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            let day: Day = word.parse().unwrap();
            assert_eq!(day.to_string(), word);
            let cached = postcard::to_allocvec(&day).unwrap();
            assert_eq!(postcard::from_bytes::<Day>(&cached).unwrap(), day);
        }
        for word in ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-3-5", "2024-+3-05", ""]
        {
            assert!(word.parse::<Day>().is_err(), "{word}");
        }
        assert!(Day::new(2024, 2, 29) < Day::new(2024, 10, 1));
    }
}
