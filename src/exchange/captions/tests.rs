//! Captions as they are met, and captions that nobody should meet.

use proptest::prelude::*;

use super::{Unreadable, cues, read};

/// The words, and each mark as `ms|the words from there`.
fn shown(file: &str) -> (String, Vec<String>) {
    let reading = read(file.as_bytes()).unwrap();
    let from = |at: u32| reading.words.chars().skip(at as usize).take(6).collect::<String>();
    let marks = reading.times.iter().map(|(at, ms)| format!("{ms}|{}", from(*at))).collect();
    (reading.words, marks)
}

fn words(file: &str) -> String {
    shown(file).0
}

#[test]
fn cues_of_one_speaker_are_one_line_and_each_keeps_its_time() {
    let file = "\u{feff}1\r\n00:00:06,687 --> 00:00:08,216\r\nAna Lee: Hello, and\r\nwelcome\r\n\r\n2\r\n00:00:08,216 --> 00:00:09,745\r\nto this\r\n\r\n\
                3\r\n00:00:10,000 --> 00:00:11,000\r\nEva: Thanks.\r\n\r\n4\r\n00:00:12,000 --> 00:00:13,000\r\nEva: Really.\r\n";
    let (words, marks) = shown(file);
    assert_eq!(words, "Ana Lee: Hello, and welcome to this\nEva: Thanks. Really.");
    assert_eq!(marks, ["6687|Hello,", "8216|to thi", "10000|Thanks", "12000|Really"]);
}

#[test]
fn voices_settings_notes_and_styles_of_webvtt_are_understood() {
    let file = "WEBVTT - of a talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE made\nby hand\n\nintro\n\
                00:01.500 --> 00:02.000 line:90% position:50%\n<v.loud Smith, Jo (she/her)>I &amp; <i>you</i><00:01.700> &lt;3</v>\n\n\
                NOTE between\n\nb7\n1:00:02.000 --> 1:00:03.000\n<v Smith, Jo (she/her)>yes\nno</v>\n<v kim>So: a < b <sighs></v>\n";
    let reading = read(file.as_bytes()).unwrap();
    assert_eq!(reading.words, "Smith, Jo (she/her): I & you <3 yes no\nkim: So: a < b <sighs>");
    assert_eq!(reading.voices, ["Smith, Jo (she/her)", "kim"]);
    assert_eq!(reading.times.iter().map(|(_, ms)| *ms).collect::<Vec<_>>(), [1_500, 3_602_000]);
    assert_eq!(reading.notes, ["2 cues joined into 2 lines", "1 block (notes, styles) left out"]);
}

#[test]
fn dashes_begin_another_speaker_and_pauses_another_line_where_nobody_is_named() {
    let file = "1\n00:01 --> 00:02\n- Hi.\n- Hello\nthere.\n\n2\n00:03 --> 00:04\nand so on\n\n3\n00:09 --> 00:10\nLater\n\n4\n00:10 --> 00:11\n>> Who?\n";
    assert_eq!(words(file), "- Hi.\n- Hello there. and so on\nLater\n>> Who?");
    assert_eq!(words("00:01 --> 00:02\nfrom\n- or -- there\n"), "from - or -- there");
    assert_eq!(words("00:01 --> 00:02\n- Ana: Hi.\n- Eva: Yes\n\n00:30 --> 00:31\nwell\n"), "Ana: Hi.\nEva: Yes well");
}

#[test]
fn bad_numbers_missing_blanks_and_blank_lines_inside_lose_no_word() {
    let file = "7\n00:00:01,0 --> 00:00:02,0\none\n7\n00:00:02.5 --> 00:00:03\ntwo\n\nthree\n\nx\n00:00:03,0 --> 00:00:04,0\n\nfour\n\n\n5\n00:00:04,0 --> 00:00:05,0\n\n";
    let (words, marks) = shown(file);
    assert_eq!(words, "one two three four");
    assert_eq!(marks, ["1000|one tw", "2500|two th", "3000|four"]);
    assert_eq!(
        self::words("{\\an8}1\n00:02 --> 00:03\nb\n\n2\n00:01 --> 00:02\n{\\an8}<font color=\"red\">a</font>\n"),
        "a b"
    );
}

#[test]
fn a_file_without_cues_is_refused() {
    assert_eq!(read(b"Ana: hello"), Err(Unreadable::NoCues));
    assert_eq!(read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n"), Err(Unreadable::NoCues));
    assert_eq!(read(b"99999999999999999999:00:00 --> 1:00:00\nx"), Err(Unreadable::NoCues));
    assert!(cues("a --> b\n\n1:2:3:4 --> 5\n12 --> 13\n").cues.is_empty());
}

proptest! {
    #[test]
    fn whatever_the_file_times_rise_and_stand_in_the_text(parts in prop::collection::vec(prop::sample::select(vec![
        "WEBVTT\n", "\n", "1\n", "00:01.000 --> 00:02.000\n", "0:5:00,1 --> 0:5:02\n", "00:00:01,000 --> 00:00:00,000 align:left\n",
        "<v Ána>", "</v>", "<v ", "Ána: ", "- ", "–x", ">> ", "é", "word ", "&amp;", "&#0;", "&#x110000;", "NOTE x\n", "\u{feff}", "-->", "<", ": ", "\r",
    ]), 0..40)) {
        if let Ok(reading) = read(parts.concat().as_bytes()) {
            let length = reading.words.chars().count() as u32;
            prop_assert!(reading.times.is_sorted_by(|one, next| one.0 < next.0 && one.1 <= next.1), "{:?}", reading.times);
            prop_assert!(reading.times.iter().all(|(at, _)| *at <= length));
            let is_clean = crate::text::clean(reading.words.clone()) == reading.words;
            prop_assert!(is_clean);
        }
    }
}
