//! Real transcripts, where a folder of them is at hand, against counts made by another program.

use std::path::Path;

use emic::exchange::captions::{Part, cues};
use emic::exchange::read;
use emic::exchange::speakers::{Speakers, detect, detect_beside, turns};
use serde_json::Value;

#[test]
fn the_corpora_arrive_with_every_word_and_turn() {
    let Some(folder) = std::env::var_os("EMIC_CORPORA") else {
        eprintln!("EMIC_CORPORA is not set: no real transcripts to compare with");
        return;
    };
    let bytes_of = |name: &str| std::fs::read(Path::new(&folder).join(name)).unwrap();
    let expected: Value = serde_json::from_slice(&bytes_of("expected.json")).unwrap();
    let files: Vec<(&String, &Value)> = expected["transcripts"].as_object().unwrap().iter().collect();
    let is_read_here = |name: &str| [".txt", ".docx", ".odt"].iter().any(|ending| name.ends_with(ending));
    let files: Vec<_> = files.into_iter().filter(|(name, _)| is_read_here(name)).collect();
    let texts: Vec<String> = files.iter().map(|(name, _)| read(name, &bytes_of(name)).unwrap().words).collect();
    for ((name, expected), text) in files.iter().zip(&texts) {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(text.chars().count(), expected["chars"], "characters of {name}");
        assert_eq!(text.split_whitespace().count(), expected["words"], "words of {name}");
        assert_eq!(lines, expected["nonempty_lines"], "lines of {name}");
    }
    let together: Vec<&str> = texts.iter().map(String::as_str).collect();
    let table = detect(&together, &Speakers::Auto);
    for ((name, expected), text) in files.iter().zip(&texts) {
        if name.starts_with("survey/") {
            continue; // counted by colons only
        }
        for table in [&table, &detect(&[text], &Speakers::Auto)] {
            let (names, turns) = turns(text, table);
            let mut found = serde_json::Map::new();
            for (place, label) in names.iter().enumerate() {
                let count = turns.iter().filter(|turn| usize::from(turn.speaker) == place).count();
                found.insert(label.clone(), count.into());
            }
            assert_eq!(&Value::Object(found), &expected["labelled_turns"], "labels of {name}");
        }
    }
}

/// Words in the PDF files as `pdftotext` counts them. What may be missed of them, and added, is 1 in 200: a word that
/// was parted at the end of a line stays parted, and a hyphen may stand alone.
#[cfg(feature = "pdf")]
const PRINTED: &[(&str, usize)] = &[
    ("pdf/Mannheimer_BSR_Interview_Guide.pdf", 1_173),
    ("pdf/Mannheimer_Codebook.pdf", 1_001),
    ("pdf/Mannheimer_DataNarrative.pdf", 1_612),
];

#[cfg(feature = "pdf")]
#[test]
fn pdf_files_arrive_with_nearly_every_word() {
    let Some(folder) = std::env::var_os("EMIC_CORPORA") else {
        eprintln!("EMIC_CORPORA is not set: no real PDF files to compare with");
        return;
    };
    for (name, expected) in PRINTED {
        let arrival = read(name, &std::fs::read(Path::new(&folder).join(name)).unwrap()).unwrap();
        let found = arrival.words.split_whitespace().count();
        assert!(found.abs_diff(*expected) * 200 <= *expected, "{found} words of {expected} in {name}");
        assert!(arrival.notes[0].ends_with("compare a page"), "{:?}", arrival.notes);
    }
}

#[test]
fn the_captions_arrive_with_every_cue_voice_and_time() {
    let Some(folder) = std::env::var_os("EMIC_CORPORA") else {
        eprintln!("EMIC_CORPORA is not set: no real captions to compare with");
        return;
    };
    let bytes_of = |name: &str| std::fs::read(Path::new(&folder).join(name)).unwrap();
    let expected: Value = serde_json::from_slice(&bytes_of("expected.json")).unwrap();
    let captions =
        expected["transcripts"].as_object().unwrap().iter().filter(|(name, _)| name.starts_with("captions/"));
    let mut counted = 0;
    for (name, expected) in captions {
        let bytes = bytes_of(name);
        let file = String::from_utf8(bytes.clone()).unwrap();
        let found = cues(&file).cues;
        assert_eq!(found.len(), expected["cues"], "cues of {name}");
        let last = found.iter().map(|cue| cue.end).max().unwrap();
        let mark = if name.ends_with("srt") { ',' } else { '.' };
        let (hours, minutes, seconds) = (last / 3_600_000, last / 60_000 % 60, last / 1000 % 60);
        let last = format!("{hours:02}:{minutes:02}:{seconds:02}{mark}{:03}", last % 1000);
        assert_eq!(last, expected["last_end"], "end of {name}");
        let labels = expected["speaker_labels"].as_object().unwrap();
        for (label, count) in labels {
            let opened = |part: &&Part| match &part.voice {
                Some(voice) => voice == label,
                None => part.words.starts_with(&format!("{label}: ")),
            };
            assert_eq!(found.iter().flat_map(|cue| &cue.parts).filter(opened).count(), *count, "{label} in {name}");
        }
        let reading = read(name, &bytes).unwrap();
        assert_eq!(reading.times.len(), found.len(), "times of {name}");
        let letters: Vec<char> = reading.words.chars().collect();
        for ((at, ms), cue) in reading.times.iter().zip(&found) {
            let here: String = letters[*at as usize..].iter().collect();
            let words = cue.parts[0].words.split_whitespace().collect::<Vec<_>>().join(" ");
            let bare = labels.keys().find_map(|label| words.strip_prefix(&format!("{label}: "))).unwrap_or(&words);
            assert!(here.starts_with(bare), "{name} at {ms} ms");
            assert_eq!(*ms, cue.start);
        }
        let voices = reading.voices.iter().cloned().collect();
        let (names, _) = turns(&reading.words, &detect_beside(&[&reading.words], &voices, &Speakers::Auto));
        let marked = name.ends_with("vtt");
        assert_eq!(names.len(), if marked { labels.len() } else { 3 }, "{names:?} in {name}");
        counted += 1;
    }
    assert_eq!(counted, 2);
}
