//! What becomes of words that may tell who somebody is: read from a file, numbered, and kept as a key.

use std::collections::BTreeMap;

use crate::exchange::plan::Replacement;
use crate::project::{Erasing, Project, Texts};

/// What is chosen for each of some words: `person`, `place`, `blank`, `keep`, or a pseudonym.
pub type Becoming = BTreeMap<String, String>;

/// What stands where words were taken out.
const BLANK: &str = "[...]";

/// Reads a csv file with the columns `words` and `becomes`; rows in which nothing becomes of the words are kept
/// as they are.
///
/// # Errors
/// It is no such file: what is missing.
pub fn read_becoming(bytes: &[u8]) -> Result<Becoming, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| {
        let place = headers.iter().position(|header| header.trim_start_matches('\u{feff}').trim() == name);
        place
            .ok_or_else(|| format!("it has no column {name:?}; `emic identifiers --format csv` has words, add becomes"))
    };
    let (words, becomes) = (column("words")?, column("becomes")?);
    let mut chosen = Becoming::new();
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|error| format!("row {}: {error}", row + 2))?;
        let cell = |place: usize| crate::text::clean(record.get(place).unwrap_or_default().trim().to_string());
        let (words, becomes) = (cell(words), cell(becomes));
        if becomes.contains('\n') {
            return Err(format!("row {}: what comes in the place of words stands on one line", row + 2));
        }
        if !words.is_empty() && !becomes.is_empty() && becomes != "keep" {
            chosen.insert(words, becomes);
        }
    }
    Ok(chosen)
}

/// What is put in the place of which words: persons and places are numbered, on from the numbers that stand in
/// the texts already.
pub fn pseudonyms(project: &Project, texts: &dyn Texts, chosen: &Becoming) -> Vec<Replacement> {
    let mut next = ["Person", "Place"].map(|kind| (kind, highest(project, texts, kind)));
    let mut numbered = |place: usize| {
        let (kind, last) = &mut next[place];
        *last += 1;
        format!("[{kind} {last}]")
    };
    let replacement = |(words, becomes): (&String, &String)| {
        let becomes = match becomes.as_str() {
            "person" => numbered(0),
            "place" => numbered(1),
            "blank" => BLANK.to_string(),
            own => own.to_string(),
        };
        Replacement { words: words.clone(), becomes }
    };
    chosen.iter().map(replacement).collect()
}

fn highest(project: &Project, texts: &dyn Texts, kind: &str) -> u32 {
    let opening = format!("[{kind} ");
    let in_text = |words: &str| {
        let numbers = words.match_indices(&opening).filter_map(|(at, _)| {
            let rest = &words[at + opening.len()..];
            rest[..rest.find(']')?].parse::<u32>().ok()
        });
        numbers.max().unwrap_or(0)
    };
    let texts = project.documents().filter_map(|(_, document)| texts.text(document.text));
    texts.map(|text| in_text(text.as_str())).max().unwrap_or(0)
}

/// A key without the rows of one person; `None` where it has none.
pub fn key_without(key: &[u8], erasing: &dyn Erasing) -> Option<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(key);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut found = false;
    for record in reader.records().filter_map(Result::ok) {
        let theirs = record.iter().any(|words| erasing.written(words).is_some());
        found |= theirs;
        if !theirs {
            // Writing into memory does not fail.
            let _ = writer.write_record(&record);
        }
    }
    writer.into_inner().ok().filter(|_| found)
}

/// The key to what was replaced, as a csv file.
pub fn key_file(replacements: &[Replacement]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = std::iter::once(("becomes", "words"));
    let rows = rows.chain(replacements.iter().map(|one| (one.becomes.as_str(), one.words.as_str())));
    // Writing into memory does not fail.
    rows.for_each(|(becomes, words)| drop(writer.write_record([becomes, words])));
    writer.into_inner().unwrap_or_default()
}
