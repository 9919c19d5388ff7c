//! The cues of a caption file: when, who where it is marked, and what was said.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::on_one_line;

/// One cue of a caption file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cue {
    /// When it appears (ms from the start of the recording).
    pub start: u64,
    /// When it goes (ms).
    pub end: u64,
    /// What is said in it: several where several speak.
    pub parts: Vec<Part>,
}

/// What one voice says in a cue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Who speaks, where the file marks it (`<v Name>`).
    pub voice: Option<String>,
    /// The words as they stand, their lines parted by LF, without marks.
    pub words: String,
}

/// The cues of a file in the order of their times, and what was left out of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cues {
    /// By time; those without words are dropped.
    pub cues: Vec<Cue>,
    /// Blocks that are no cues: notes, styles, regions.
    pub blocks: usize,
    /// Whether some stood in another order than that of their times.
    pub sorted: bool,
}

/// Reads the cues of WebVTT or SRT, however they are numbered and whatever stands between them.
///
/// A cue begins at a line with two times and `-->`, and ends before the next one or its number.
pub fn cues(text: &str) -> Cues {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let is_vtt = text.trim_start().starts_with("WEBVTT");
    let timed: Vec<(usize, (u64, u64))> =
        lines.iter().enumerate().filter_map(|(place, line)| Some((place, times(line)?))).collect();
    let mut found = Cues::default();
    for (order, &(place, (start, end))) in timed.iter().enumerate() {
        let next = timed.get(order + 1).map_or(lines.len(), |(next, _)| head(&lines, *next));
        let payload = words(lines.get(place + 1..next).unwrap_or_default(), is_vtt, &mut found.blocks);
        let parts = parts(&payload);
        if !parts.is_empty() {
            found.cues.push(Cue { start, end, parts });
        }
    }
    found.sorted = !found.cues.is_sorted_by_key(|cue| cue.start);
    found.cues.sort_by_key(|cue| cue.start);
    found
}

/// Where the cue whose times stand in line `timed` begins: at its number or name, if it has one.
fn head(lines: &[&str], timed: usize) -> usize {
    let Some(above) = timed.checked_sub(1).filter(|&above| !lines[above].is_empty()) else { return timed };
    let is_number = lines[above].bytes().all(|byte| byte.is_ascii_digit());
    let is_apart = above == 0 || lines[above - 1].is_empty();
    if is_number || is_apart { above } else { timed }
}

/// The words between one cue's times and the next cue; a blank line is none of them.
fn words(lines: &[&str], is_vtt: bool, left_out: &mut usize) -> String {
    let mut kept = String::new();
    for (order, block) in lines.split(|line| line.is_empty()).enumerate() {
        let opens = |word: &str| block.first().is_some_and(|line| line.split_whitespace().next() == Some(word));
        if is_vtt && order > 0 && ["NOTE", "STYLE", "REGION"].into_iter().any(opens) {
            *left_out += 1;
            continue;
        }
        for line in block {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Start and end of a line of times (ms).
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((time(start.trim().trim_start_matches('\u{feff}'))?, time(end)?))
}

/// A time as captions write it, in ms: `1:02:03,5`, `02:03.500`, with or without hours and parts of a second.
fn time(word: &str) -> Option<u64> {
    let (clock, part) = word.split_once(['.', ',']).unwrap_or((word, ""));
    let mut seconds = 0_u64;
    let mut fields = 0;
    for field in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(number(field)?)?;
        fields += 1;
    }
    let part = number(format!("{part:0<3}").get(..3)?)?;
    (2..=3).contains(&fields).then_some(seconds.checked_mul(1000)?.checked_add(part)?)
}

fn number(field: &str) -> Option<u64> {
    let is_number = !field.is_empty() && field.len() <= 9 && field.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { field.parse().ok() } else { None }
}

/// Marks of WebVTT and SRT; anything else in angle brackets may be what a transcriber wrote.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?xi)
        <(?<close>/)? (?<name>v|c|i|b|u|s|em|strong|lang|ruby|rt|font|span) (?:\.[^\s<>]*)? (?:\s+(?<said>[^<>]*))? >
        | <\d[\d:.,]*>
        | \{\\[^{}]*\}";
    Regex::new(pattern).expect("our own pattern compiles")
});

/// Cuts a payload where another voice begins, takes marks away and reads entities.
fn parts(payload: &str) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let mut at = 0;
    for mark in MARK.captures_iter(payload) {
        let Some(whole) = mark.get(0) else { continue };
        add(&mut parts, &payload[at..whole.start()]);
        at = whole.end();
        if mark.name("name").is_some_and(|name| name.as_str().eq_ignore_ascii_case("v")) {
            let voice = mark.name("said").map(|said| name_of(said.as_str())).filter(|name| !name.is_empty());
            parts.push(Part { voice, words: String::new() });
        }
    }
    add(&mut parts, &payload[at..]);
    parts.retain(|part| !part.words.trim().is_empty());
    parts
}

fn add(parts: &mut [Part], words: &str) {
    if let Some(part) = parts.last_mut() {
        part.words.push_str(&without_entities(words));
    }
}

/// A voice's name as a label: on one line, with nothing in it that ends a label.
fn name_of(said: &str) -> String {
    let name = without_entities(said).replace([':', '：'], " ").replace('[', "(").replace(']', ")");
    on_one_line(&name)
}

static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,5}));").expect("it compiles"));

fn without_entities(words: &str) -> String {
    let spelled = |found: &regex::Captures| {
        let coded = |group: usize, radix: u32| {
            found
                .get(group)
                .and_then(|digits| u32::from_str_radix(digits.as_str(), radix).ok())
                .and_then(char::from_u32)
        };
        let letter =
            coded(1, 10).or_else(|| coded(2, 16)).filter(|letter| !letter.is_control() && *letter != '\u{feff}');
        let named = match found.get(3).map(|name| name.as_str()) {
            Some("amp") => Some("&"),
            Some("lt") => Some("<"),
            Some("gt") => Some(">"),
            Some("quot") => Some("\""),
            Some("apos") => Some("'"),
            Some("nbsp") => Some(" "),
            Some("lrm" | "rlm") => Some(""),
            _ => None,
        };
        named.map(str::to_owned).or_else(|| letter.map(String::from)).unwrap_or_else(|| found[0].to_owned())
    };
    ENTITY.replace_all(words, spelled).into_owned()
}
