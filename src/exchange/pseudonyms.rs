//! What becomes of words that may tell who somebody is: read from a file, numbered, and kept as a key.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::plan::Replacement;
use crate::project::{Erasing, Project, Texts};
use crate::text::{Names, fold, unguarded};

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
        // A number that a spreadsheet would take for a formula has a guard before it.
        let (words, becomes) = (unguarded(&cell(words)).to_string(), cell(becomes));
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
    pseudonyms_beside(&[], project, texts, chosen)
}

/// As `pseudonyms`, after those that names have already: whoever is to be numbered and has one keeps it.
pub fn pseudonyms_beside(
    known: &[Replacement],
    project: &Project,
    texts: &dyn Texts,
    chosen: &Becoming,
) -> Vec<Replacement> {
    let of_known = |kind: &str| known.iter().map(|one| highest_in(&one.becomes, kind)).max().unwrap_or(0);
    let mut next = ["Person", "Place"].map(|kind| (kind, highest(project, texts, kind).max(of_known(kind))));
    let named: BTreeSet<String> = known.iter().map(|one| fold(&one.words)).collect();
    let again = |(words, becomes): &(&String, &String)| {
        matches!(becomes.as_str(), "person" | "place") && named.contains(&fold(words))
    };
    let chosen: Vec<(&String, &String)> = chosen.iter().filter(|one| !again(one)).collect();
    let renamed: BTreeSet<String> = chosen.iter().map(|(words, _)| fold(words)).collect();
    let stays = known.iter().filter(|one| !renamed.contains(&fold(&one.words))).cloned();
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
    let new: Vec<Replacement> = chosen.into_iter().map(replacement).collect();
    stays.chain(new).collect()
}

fn highest(project: &Project, texts: &dyn Texts, kind: &str) -> u32 {
    let texts = project.documents().filter_map(|(_, document)| texts.text(document.text));
    texts.map(|text| highest_in(text.as_str(), kind)).max().unwrap_or(0)
}

fn highest_in(words: &str, kind: &str) -> u32 {
    let opening = format!("[{kind} ");
    let numbers = words.match_indices(&opening).filter_map(|(at, _)| {
        let rest = &words[at + opening.len()..];
        rest[..rest.find(']')?].parse::<u32>().ok()
    });
    numbers.max().unwrap_or(0)
}

/// What keys say, each by its name and its bytes: the latest where two name the same words.
///
/// # Errors
/// One is no key: which, and why.
pub fn replacements_of(keys: &[(String, Vec<u8>)]) -> Result<Vec<Replacement>, String> {
    let mut all: Vec<Replacement> = Vec::new();
    for (name, bytes) in keys {
        let key = read_becoming(bytes).map_err(|why| format!("{name} in the vault: {why}"))?;
        all.retain(|one| !key.contains_key(&one.words));
        all.extend(key.into_iter().map(|(words, becomes)| Replacement { words, becomes }));
    }
    Ok(all)
}

/// The names that keys list.
///
/// # Errors
/// As `replacements_of`, or there are too many.
pub fn names_of(keys: &[(String, Vec<u8>)]) -> Result<Names, String> {
    let names = replacements_of(keys)?.into_iter().map(|one| one.words);
    Names::of(names, []).map_err(|why| why.to_string())
}

/// What a list of names says: what is looked for, and what may stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameList {
    /// The names.
    pub names: Vec<String>,
    /// Words that may stand just as they are written here, though they fold to a name: `will` beside `Will`.
    pub kept: Vec<String>,
}

/// Reads a list of names: one a line, or the csv of `emic identifiers`, in which a row that becomes `keep` may
/// stand, and one of which nothing is said, in a column that says it of others, is not looked for.
///
/// # Errors
/// It is no text: what is wrong.
pub fn read_names(bytes: &[u8]) -> Result<NameList, String> {
    let (words, _) = super::txt::decode(bytes).map_err(|error| error.to_string())?;
    let words = words.trim_start_matches('\u{feff}');
    let mut list = NameList::default();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(words.as_bytes());
    let headers = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim() == name);
    let Some(names) = column("words") else {
        list.names.extend(words.lines().map(|line| line.trim().to_string()).filter(|line| !line.is_empty()));
        return Ok(list);
    };
    let becomes = column("becomes");
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|error| format!("row {}: {error}", row + 2))?;
        let cell = |place: usize| unguarded(record.get(place).unwrap_or_default().trim()).to_string();
        match becomes.map(cell).as_deref() {
            Some("keep") => list.kept.push(cell(names)),
            Some("") => {}
            Some(_) | None => list.names.push(cell(names)),
        }
    }
    Ok(list)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_a_line_each_or_from_the_list_of_identifiers() {
        let lines = read_names("\u{feff}Maria Lopez\n\n Leeds \n".as_bytes()).unwrap();
        assert_eq!((lines.names, lines.kept), (vec!["Maria Lopez".to_string(), "Leeds".to_string()], vec![]));
        let csv = b"words,look,becomes\nMaria,name,person\nwill,name,keep\nThen,opening word,\n'+44 20,phone,blank\n";
        let csv = read_names(csv).unwrap();
        assert_eq!((csv.names, csv.kept), (vec!["Maria".to_string(), "+44 20".to_string()], vec!["will".to_string()]));
        assert_eq!(read_names(b"words,times\nMaria,3\n").unwrap().names, ["Maria"]);
        assert!(read_names(b"\x00\x01\x02\xff\x00").is_err());
    }

    #[test]
    fn who_has_a_pseudonym_keeps_it_and_the_next_number_is_free() {
        let known = [("Maria", "[Person 7]"), ("Leeds", "[Place 1]")]
            .map(|(words, becomes)| Replacement { words: words.to_string(), becomes: becomes.to_string() });
        let chosen = [("María", "person"), ("Eva", "person"), ("Leeds", "Northtown")];
        let chosen = chosen.map(|(words, becomes)| (words.to_string(), becomes.to_string())).into();
        struct None;
        impl Texts for None {
            fn text(&self, _: crate::project::TextKey) -> Option<std::sync::Arc<crate::text::Text>> {
                Option::None
            }
        }
        let all = pseudonyms_beside(&known, &Project::default(), &None, &chosen);
        let all: Vec<(&str, &str)> = all.iter().map(|one| (one.words.as_str(), one.becomes.as_str())).collect();
        assert_eq!(all, [("Maria", "[Person 7]"), ("Eva", "[Person 8]"), ("Leeds", "Northtown")]);
    }
}
