//! Times in a recording, as people write them.

/// A time (ms from the start of the recording) as it is shown: `1:02:03`, without parts of a second.
pub fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The time (ms) that somebody typed: `12:34` and `1:02:03`, or `90s`, `5m`, `1h`.
pub fn read_clock(typed: &str) -> Option<u64> {
    let typed = typed.trim();
    let number = |word: &str| {
        let is_number = !word.is_empty() && word.len() <= 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { word.parse::<u64>().ok() } else { None }
    };
    for (unit, ms) in [('s', 1000), ('m', 60_000), ('h', 3_600_000)] {
        if let Some(count) = typed.strip_suffix(unit) {
            return number(count.trim_end()).map(|count| count * ms);
        }
    }
    let fields: Vec<u64> = typed.split(':').map(number).collect::<Option<_>>()?;
    let seconds = match fields[..] {
        [minutes, seconds] => minutes * 60 + seconds,
        [hours, minutes, seconds] => hours * 3600 + minutes * 60 + seconds,
        _ => return None,
    };
    Some(seconds * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_shown_and_in_one_unit() {
        assert_eq!(clock(3_723_999), "1:02:03");
        assert_eq!(read_clock(" 1:02:03 "), Some(3_723_000));
        assert_eq!(read_clock("12:34"), Some(754_000));
        assert_eq!(["90s", "5 m", "1h"].map(read_clock), [Some(90_000), Some(300_000), Some(3_600_000)]);
        for wrong in ["", "12", ":", "1:2:3:4", "1:x", "s", "-1:00", "9999999:00"] {
            assert_eq!(read_clock(wrong), None, "{wrong}");
        }
    }
}
