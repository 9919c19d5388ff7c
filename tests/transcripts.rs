//! Real transcripts, where a folder of them is at hand, against counts made by another program.

use std::path::Path;

use emic::exchange::read;
use emic::exchange::speakers::{Speakers, detect, turns};
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
    let files: Vec<_> =
        files.into_iter().filter(|(name, _)| name.ends_with(".txt") || name.ends_with(".docx")).collect();
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
