use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

fn labels(words: &str, style: Style) -> Vec<String> {
    openings(words, style).into_iter().map(|opening| opening.label).collect()
}

#[test]
fn a_name_and_a_colon_open_a_turn() {
    let words = "I: one\nP4:two\nSpeaker 1:          three\n  Dr. Smith: four\nAna (00:01:02): five\n[00:03] Eva: six";
    assert_eq!(labels(words, Style::LabelColon), ["I", "P4", "Speaker 1", "Dr. Smith", "Ana", "Eva"]);
}

#[test]
fn titles_times_addresses_headings_and_sentences_open_none() {
    let words = "04-May-2023 - 14:05 - 50m39s - Pseudonym\n10:30\nhttps://example.org\nNote: later\nQ1: why\n\
                 and then: no\nWell, Ana: no\nThis is my very long point: no\nSo. Finally. Listen: no";
    assert_eq!(labels(words, Style::LabelColon), ["So. Finally. Listen"; 0]);
}

#[test]
fn a_time_or_brackets_mark_a_speaker_too() {
    assert_eq!(labels("BSR01  00:00\nhello\nAna Lee [1:02:03]\nyes", Style::LabelTime), ["BSR01", "Ana Lee"]);
    assert_eq!(labels("[id1] hello\n[00:12:03] no\n[laughs] no", Style::Bracket), ["id1"]);
}

#[test]
fn the_line_below_a_label_that_stands_alone_is_speech() {
    assert_eq!(labels("Ana\n\nPerhaps\n\nEva\nI think so.\nAna", Style::LabelAlone), ["Ana", "Eva"]);
}

#[test]
fn roles_and_series_are_told_by_the_label() {
    assert_eq!(role_named("Researcher 1"), Some(Role::Interviewer));
    assert_eq!(role_named("I3"), Some(Role::Interviewer));
    assert_eq!(role_named("Moderator Eva"), Some(Role::Interviewer));
    assert_eq!(role_named("P07"), Some(Role::Participant));
    assert_eq!(role_named("Ana"), None);
    assert_eq!(series("FG2 P11"), series("FG1 P4"));
}

#[test]
fn a_slip_is_one_letter_and_never_a_number() {
    let slips = [("Anna", "Ana"), ("Ana", "Anna"), ("Mod", "Mad"), ("Bneta", "Benta"), ("ANA", "Ana"), ("Ana.", "Ana")];
    assert!(slips.iter().all(|(one, other)| is_nearly(one, other)), "{slips:?}");
    let others = [
        ("P1", "P2"),
        ("FG11", "FG1"),
        ("Ana", "Ana"),
        ("Jo", "Bo"),
        ("Anna", "Hans"),
        ("Ben", "Bert"),
        ("P12", "P21"),
    ];
    assert!(others.iter().all(|(one, other)| !is_nearly(one, other)), "{others:?}");
    assert!(is_part("Ana", "Ana Berg") && !is_part("Ana Berg", "Ana") && !is_part("Speaker", "Speaker 2"));
}

/// The lines that a label of that style opens, each pattern tried on all of every line.
fn plainly_opened(words: &str, style: Style, voices: &HashSet<String>) -> Vec<Opening> {
    let sane = |label: &str, rest: &str| match style {
        Style::LabelColon => voices.contains(label) || is_name(label) && !rest.starts_with(continues_a_time_or_address),
        Style::Bracket => is_bracketed_name(label),
        Style::LabelTime => is_name(label),
        Style::LabelAlone => is_name(label) && label.chars().any(char::is_alphabetic),
    };
    let alone = compiled(r"^(?<speaker>.+?)\s*$");
    let pattern: &Regex = match style {
        Style::LabelColon => &COLON,
        Style::LabelTime => &TIMED,
        Style::Bracket => &BRACKET,
        Style::LabelAlone => &alone,
    };
    let found = |line: Line| opened(&line, matched(line.words, pattern)?, sane);
    let found = lines_of(words).filter_map(found).collect();
    if style == Style::LabelAlone { without_speech(words, found) } else { found }
}

proptest! {
    #[test]
    fn labels_are_told_by_the_heads_of_lines(
        words in "((|  |\\[00:01:02\\.5\\]  |12:34 )(|\\[)([A-Z][a-zé]{0,6} ?){1,9}(|\\])(|  | \\(00:12:33,123\\)|   01:22)(|:|：|::|\\]:)(| |\t|    )([a-z]{1,9} |[:：\\[]|[0-9]){0,14}\n){0,6}",
        known in "([A-Z][a-z]{0,6} ?){1,9}",
    ) {
        let voices = HashSet::from([on_one_line(&known)]);
        let words = format!("{words}{}: yes\n[{known}] no", voices.iter().next().unwrap());
        for (style, found) in STYLES.into_iter().zip(openings_beside(&words, STYLES, &voices)) {
            prop_assert_eq!(found, plainly_opened(&words, style, &voices));
        }
    }
}

proptest! {
    /// The head of a line is its first so many signs, counted sign by sign.
    #[test]
    fn a_head_is_so_many_signs(line in "[a \t\u{a0}é\u{2003}]{0,30}", signs in 0..20_usize) {
        let mut beyond = line.char_indices().filter(|(_, sign)| !sign.is_whitespace()).skip(signs);
        prop_assert_eq!(head_of(&line, signs), beyond.next().map_or(&line[..], |(at, _)| &line[..at]));
    }

    #[test]
    fn labels_of_no_one_are_told_in_any_case(name in 0..NO_NAMES.len(), upper: bool, rest in "( redacted|ſ|K|Ä)?") {
        let label = if upper { NO_NAMES[name].to_uppercase() } else { NO_NAMES[name].to_string() } + &rest;
        let lower = label.to_lowercase();
        let plainly = NO_NAMES.contains(&lower.as_str()) || lower.split(' ').next() == Some("redacted");
        prop_assert_eq!(is_of_no_one(&label), plainly);
    }
}
