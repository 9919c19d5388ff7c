//! Times that stand among the words of a transcript, as transcription programs write them.
//!
//! `#00:12:34-5#` and `#00:12:34.567#` (f4), `[00:34:12]`, `[45:33]`, `(12:34)`, `[01.23.45]`, `[Name 00:00:52]` (Rev),
//! and `Speaker 1  00:12` at the end of a line (Otter). They stay among the words, which are what was transcribed; what
//! was said where can be found by them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let time = r"(?:(?<h>\d{1,2})[:.])?(?<m>\d{1,2})[:.](?<s>\d\d)(?:[.,-](?<f>\d{1,3}))?";
    Regex::new(&format!(r"(?m)(?:#|[\[(](?:[^\[\]()\n]{{1,40}} )?|[ \t]{{2,}}){time}(?:#|[\])]|[ \t]*$)"))
        .expect("our own pattern compiles")
});

/// How many make a transcript one with times; one or two are more likely an hour that somebody names.
const ENOUGH: usize = 3;

/// Where times stand (characters) and which (ms); none unless there are some and they rise.
pub fn marked(words: &str) -> Vec<(u32, u64)> {
    let mut times: Vec<(u32, u64)> = Vec::new();
    let (mut at, mut characters) = (0, 0_u32);
    for line in lines_with_figures(words) {
        for found in MARK.captures_iter(&words[line.clone()]) {
            let Some(time) = time_of(&found) else { continue };
            let start = line.start + found.get(0).map_or(0, |mark| mark.start());
            characters += u32::try_from(words[at..start].chars().count()).unwrap_or(0);
            at = start;
            times.push((characters, time));
        }
    }
    let rises = times.windows(2).all(|pair| pair[0].1 <= pair[1].1);
    if rises && times.len() >= ENOUGH { times } else { Vec::new() }
}

/// The lines (bytes) in which a time can stand at all, as a figure stands before and behind a colon or a dot: most
/// have none, and the pattern is slow.
fn lines_with_figures(words: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = words.as_bytes();
    let is_figure = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    memchr::memchr2_iter(b':', b'.', bytes).filter_map(move |sign| {
        if sign < end || sign == 0 || !is_figure(sign - 1) || !is_figure(sign + 1) {
            return None;
        }
        let start = memchr::memrchr(b'\n', &bytes[..sign]).map_or(0, |feed| feed + 1);
        end = memchr::memchr(b'\n', &bytes[sign..]).map_or(bytes.len(), |feed| sign + feed);
        Some(start..end)
    })
}

fn time_of(found: &regex::Captures) -> Option<u64> {
    let number = |name: &str| found.name(name).map_or(Some(0), |digits| digits.as_str().parse::<u64>().ok());
    let mark = found.get(0).map_or("", |mark| mark.as_str());
    // Figures at the end of a line may be prices.
    if mark.starts_with([' ', '\t']) && !mark.contains(':') {
        return None;
    }
    let (hours, minutes, seconds) = (number("h")?, number("m")?, number("s")?);
    // Of a fraction the digits say how fine it is: `-5` is half a second.
    let fraction = found.name("f").map_or("", |digits| digits.as_str());
    let fine = format!("{fraction:0<3}").parse::<u64>().ok()?;
    let long = found.name("h").is_none() || minutes < 60;
    (seconds < 60 && long).then_some(((hours * 60 + minutes) * 60 + seconds) * 1_000 + fine)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MARK, lines_with_figures, marked};

    proptest! {
        #[test]
        fn marks_stand_only_in_lines_with_figures(
            words in r"(\n|#|\(|\)|\[|\]|  |\t|:|\.|1|é|1:23|12\.34|#0:12#|\[1:02:03\]|\(Ana 0:12\)|\n#1:23#){0,16}",
        ) {
            let everywhere: Vec<_> = MARK.find_iter(&words).map(|mark| mark.range()).collect();
            let in_lines: Vec<_> = lines_with_figures(&words)
                .flat_map(|line| MARK.find_iter(&words[line.clone()]).map(move |mark| line.start + mark.start()..line.start + mark.end()))
                .collect();
            prop_assert_eq!(everywhere, in_lines);
        }
    }

    #[test]
    fn the_marks_of_transcription_programs_are_times() {
        let f4 = "I: Wie? #00:00:01-5#\nB: Só. #00:01:02-0#\nI: Ja. #01:00:00.25#";
        assert_eq!(marked(f4), [(8, 1_500), (28, 62_000), (48, 3_600_250)]);
        let rev = "Speaker 1: [Pallis 00:00:52] yes\n[00:01:00] no\n(01:05) so\n[01.06.07] end";
        let times: Vec<u64> = marked(rev).into_iter().map(|(_, time)| time).collect();
        assert_eq!(times, [52_000, 60_000, 65_000, 3_967_000]);
        let otter = "BSR01  00:00\nHello.\n\nBSR02  00:07\nHi.\n\nBSR01  1:00:12\nBye.";
        let times: Vec<u64> = marked(otter).into_iter().map(|(_, time)| time).collect();
        assert_eq!(times, [0, 7_000, 3_612_000]);
    }

    #[test]
    fn hours_that_somebody_names_are_none() {
        assert!(marked("I start (9:30), eat (12:00) and go.").is_empty());
        assert!(marked("From (9:30) to (17:00), then (8:15) again.").is_empty(), "they do not rise");
        assert!(marked("Bread  2.50\nMilk  3.10\nTea  4.20").is_empty());
        assert!(marked("[1:2:3] (10:99) #5#").is_empty());
    }
}
