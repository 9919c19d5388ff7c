//! qc (qualitative_coding): a folder with settings, texts, a codebook, memos, and a database of which lines are coded.
//!
//! Tables: github.com/cproctor/qualitative-coding, `database/models.py`. A coding covers a whole line, counted from 0.

use std::collections::{HashMap, HashSet};

use super::base::Base;
use super::gathered::{Becomes, Gathered, Passage};
use crate::exchange::json::TargetRecord;
use crate::exchange::outline::outline;
use crate::exchange::whole::Files;
use crate::exchange::{Dump, Offsets, Unit, Unreadable, txt};
use crate::text::clean;

/// Reads the folder.
///
/// # Errors
/// Its settings, or the database that they name, are not there or are damaged.
pub fn read(files: &Files, _: Offsets) -> Result<Dump, Unreadable> {
    let find = |name: &str| files.iter().find(|(file, _)| file == name).map(|(_, bytes)| bytes.as_slice());
    let missing = |name: &str| Unreadable::BrokenProject { what: format!("there is no {name} in it") };
    let settings = words(find("settings.yaml").ok_or_else(|| missing("settings.yaml"))?)?;
    let setting = |name: &str, otherwise: &str| {
        let line = settings.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.map_or(otherwise, |said| said.trim().trim_matches(['\'', '"'])).to_owned()
    };
    let database = setting("database", "qualitative_coding.sqlite3");
    let base = Base::open(find(&database).ok_or_else(|| missing(&database))?)?;
    let mut gathered = Gathered::default();
    if let Some(codebook) = find(&setting("codebook", "codebook.yaml")) {
        codes(&mut gathered, &words(codebook)?);
    }
    let corpus = format!("{}/", setting("corpus_dir", "corpus"));
    let memos = format!("{}/", setting("memos_dir", "memos"));
    for (file, bytes) in files {
        if let Some(name) = file.strip_prefix(&corpus) {
            match words(bytes) {
                Ok(words) => gathered.text(name.to_owned(), title(name).to_owned(), words),
                Err(why) => gathered.fidelity.left_out("sources without words, left out", format!("{name}: {why}")),
            }
        } else if let Some(name) = file.strip_prefix(&memos).filter(|_| file.ends_with(".md")) {
            let words = words(bytes)?;
            // Their names end in who wrote them.
            let coder = title(name).rsplit_once('_').map_or("", |(_, coder)| coder);
            gathered.memo(TargetRecord::default(), coder, &words);
        }
    }
    codings(&base, &mut gathered)?;
    gathered.finish(Offsets { unit: Some(Unit::CodePoint), two: Some(false) })
}

fn words(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.is_empty() { Ok(String::new()) } else { Ok(clean(txt::decode(bytes)?.0)) }
}

fn title(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The tree of the codebook. A code may stand in several places there; a coding counts for the first.
fn codes(gathered: &mut Gathered, codebook: &str) {
    let mut known: HashSet<String> = HashSet::new();
    let mut above: Vec<String> = Vec::new();
    for entry in outline(codebook).entries {
        above.truncate(entry.depth);
        let again = format!("{}, {}", entry.name, gathered.dump.codes.len());
        let id = if known.insert(entry.name.clone()) { entry.name.clone() } else { again };
        gathered.code(id.clone(), entry.name, above.last().cloned(), entry.definition);
        above.push(id);
    }
}

fn codings(base: &Base, gathered: &mut Gathered) -> Result<(), Unreadable> {
    let mut documents: HashMap<i64, String> = HashMap::new();
    base.each("document_index", ["id", "document_id"], |mut row| {
        if let Some(number) = row.number(0) {
            documents.insert(number, row.words(1));
        }
    })?;
    let mut locations: HashMap<i64, i64> = HashMap::new();
    base.each("location", ["id", "document_index_id"], |row| {
        locations.extend(row.number(0).zip(row.number(1)));
    })?;
    let mut located: HashMap<i64, &String> = HashMap::new();
    base.each("coded_line_location_association", ["coded_line_id", "location_id"], |row| {
        let document = row.number(1).and_then(|location| documents.get(locations.get(&location)?));
        located.extend(row.number(0).zip(document));
    })?;
    let mut known: HashSet<String> = gathered.dump.codes.iter().map(|code| code.id.clone()).collect();
    let mut lines: HashMap<&String, Vec<(i64, i64)>> = HashMap::new();
    base.each("coded_line", ["id", "line", "coder_id", "code_id"], |mut row| {
        let (number, line) = (row.number(0).unwrap_or(-1), row.number(1).unwrap_or(-1));
        let (coder, code) = (row.words(2), row.words(3));
        let id = format!("coded line {number}");
        let Some(&document) = located.get(&number) else {
            return gathered.fidelity.left_out("codings without a passage, left out", format!("{id}: {code}"));
        };
        if known.insert(code.clone()) {
            gathered.fidelity.changed("codes that are not in the codebook", &code);
            gathered.code(code.clone(), code.clone(), None, String::new());
        }
        let lines = lines.entry(document).or_insert_with(|| ends_of_lines(gathered.words_of(document)));
        let (start, end) = usize::try_from(line).ok().and_then(|line| lines.get(line).copied()).unwrap_or((-1, -1));
        let becomes = Becomes::Coding { id, code, coder, at: None };
        gathered.passage(document, Passage { start, end, said: None, becomes });
    })
}

/// Where every line of a text begins and ends (characters).
fn ends_of_lines(words: Option<&str>) -> Vec<(i64, i64)> {
    let mut at = 0;
    let line = |line: &str| {
        let (start, len) = (at, i64::try_from(line.chars().count()).unwrap_or(i64::MAX));
        at += len;
        (start, start + i64::try_from(line.trim_end_matches(['\n', '\r']).chars().count()).unwrap_or(len))
    };
    words.unwrap_or_default().split_inclusive('\n').map(line).collect()
}
