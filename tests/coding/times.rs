//! Transcripts that came as captions: when something was said.

use emic::exchange::speakers::{Speakers, detect_beside};
use emic::exchange::{plan_transcripts, read};

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[a_time_leads_to_the_caption_heard_then, a_document_without_times_says_so];

const CAPTIONS: &str = "WEBVTT\n\n00:05.000 --> 00:08.000\n<v Ana>I felt heard\n\n00:08.000 --> 00:11.000\n<v Ana>by the nurses.\n\n\
                        01:02:03.500 --> 01:02:05.000\n<v Eva>Nobody asked.\n";

fn sitting() -> Sitting {
    let mut sitting = Sitting::of("I felt it.");
    let desk = &mut sitting.app.desk;
    let arrival = read("talk.vtt", CAPTIONS.as_bytes()).unwrap();
    let voices = arrival.voices.iter().cloned().collect();
    let table = detect_beside(&[&arrival.words], &voices, &Speakers::Auto);
    let shelf = desk.texts().clone();
    let plan = desk.plan(|project, ids, salt| plan_transcripts((project, &shelf), &[arrival], &table, &["talk.vtt"], ids, salt));
    plan.texts.into_iter().for_each(|(key, text)| desk.hold_text(key, text));
    desk.bring(plan.edits).unwrap();
    let document = desk.project().document_order()[1];
    sitting.app.place.open(document, Some(0));
    sitting.frame();
    sitting
}

#[test]
fn a_time_leads_to_the_caption_heard_then() {
    let mut sitting = sitting();
    assert_eq!(sitting.types("g t 9s <Enter>").said(), "line 1, heard at 0:00:08; H goes back");
    assert!(sitting.text(true).contains("heard |by the nurses"), "{}", sitting.text(true));
    assert!(sitting.screen().contains("0:00:08"));
    assert_eq!(sitting.types("g t 1:30:00 <Enter>").said(), "line 2, heard at 1:02:03; H goes back");
    assert_eq!(sitting.types("g t 0:01 <Enter>").said(), "line 1, heard at 0:00:05; H goes back");
    assert_eq!(sitting.types("g t noon <Enter>").said(), "\"noon\" is no time; write 12:34, 1:02:03 or 90s");
    sitting.types("x c'being heard'<Enter> <Enter>");
    assert!(sitting.screen().contains("at 0:00:05"), "{}", sitting.screen());
}

#[test]
fn a_document_without_times_says_so() {
    let mut sitting = Sitting::of("I felt it.");
    let why = "this document has no times; import its captions as .vtt or .srt";
    assert_eq!(sitting.types("g t").said(), why);
}
