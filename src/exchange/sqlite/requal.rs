//! requal: the SQLite file of a project.
//!
//! Tables: github.com/RE-QDA/requal, `R/db_startup.R`. Positions are those of R: from 1, the last character counted
//! in; since they were seen to differ between versions, they are held against the words that each segment repeats.

use std::collections::{HashMap, HashSet};

use super::base::{Base, Row};
use super::gathered::{Becomes, Gathered, Passage, moment_of};
use crate::exchange::json::{CaseRecord, TargetRecord};
use crate::exchange::plan::one_line;
use crate::exchange::voices::Person;
use crate::exchange::{Dump, Offsets, Unit, Unreadable};

/// Whether requal wrote it.
pub fn wrote(base: &Base) -> bool {
    base.has("segments", &["doc_id", "code_id", "segment_start", "segment_end"]) && base.has("documents", &["doc_text"])
}

/// Reads it; positions are counted in code points.
///
/// # Errors
/// The database is damaged, has several projects, or nothing in it is understood.
pub fn read(base: &Base, _: Offsets) -> Result<Dump, Unreadable> {
    let mut gathered = Gathered::default();
    gathered.project(base, "projects", ["project_name", "project_description"])?;
    let users = users(base)?;
    codes(base, &mut gathered)?;
    base.each("documents", ["doc_id", "doc_name", "doc_description", "doc_text"], |mut row| {
        let Some(number) = row.number(0) else { return };
        let (name, description, words) = (row.words(1), row.words(2), row.words(3));
        gathered.text(document_id(number), name, words);
        let on = TargetRecord { document: document_id(number), ..TargetRecord::default() };
        gathered.memo(on, "", &description);
    })?;
    let segments = segments(base, &mut gathered, &users)?;
    memos(base, &mut gathered, &users, &segments)?;
    people(base, &mut gathered)?;
    base.each("attributes", ["attribute_name"], |mut row| {
        gathered.fidelity.left_out("attributes of coders, left out", row.words(0));
    })?;
    gathered.finish(Offsets { unit: Some(Unit::CodePoint), two: Some(false) })
}

fn document_id(number: i64) -> String {
    format!("document {number}")
}

fn code_id(number: i64) -> String {
    format!("code {number}")
}

fn category_id(number: i64) -> String {
    format!("category {number}")
}

fn users(base: &Base) -> Result<HashMap<i64, String>, Unreadable> {
    let mut users = HashMap::new();
    base.each("users", ["user_id", "user_name", "user_login"], |mut row| {
        let (name, login) = (row.words(1), row.words(2));
        if let Some(number) = row.number(0) {
            users.insert(number, if name.trim().is_empty() { login } else { name });
        }
    })?;
    Ok(users)
}

/// A category is a code with codes under it; a code in several stands under the first.
fn codes(base: &Base, gathered: &mut Gathered) -> Result<(), Unreadable> {
    let mut names: HashMap<i64, String> = HashMap::new();
    base.each("categories", ["category_id", "category_name", "category_description"], |mut row| {
        let Some(number) = row.number(0) else { return };
        let name = row.words(1);
        gathered.fidelity.changed("categories that cannot be coded there, now codes", &name);
        gathered.code(category_id(number), name.clone(), None, row.words(2));
        names.insert(number, name);
    })?;
    let mut under: HashMap<i64, Vec<i64>> = HashMap::new();
    base.each("category_code_map", ["category_id", "code_id"], |row| {
        if let (Some(category), Some(code)) = (row.number(0), row.number(1)) {
            under.entry(code).or_default().push(category);
        }
    })?;
    base.each("codes", ["code_id", "code_name", "code_description", "code_color"], |mut row| {
        let Some(number) = row.number(0) else { return };
        let name = row.words(1);
        let categories = under.remove(&number).unwrap_or_default();
        for other in categories.iter().skip(1) {
            let other = names.get(other).map_or("unknown", String::as_str);
            let what = "codes in several categories, now under the first";
            gathered.fidelity.changed(what, format!("{name}: not in {other}"));
        }
        if !row.words(3).is_empty() {
            gathered.fidelity.left_out("colours of codes, left out: emic gives its own", &name);
        }
        let category = categories.first().copied().map(category_id);
        gathered.code(code_id(number), name, category, row.words(2));
    })
}

/// A segment as the table has it.
struct Segment {
    number: i64,
    document: String,
    code: i64,
    start: i64,
    end: i64,
    said: String,
    coder: String,
    at: Option<i64>,
}

/// What to add to the start and the end to have them from 0, the end not counted in: the likeliest first.
const SHIFTS: [(i64, i64); 3] = [(-1, 0), (0, 0), (0, 1)];

/// Takes in the segments; gives of each in which document it lies, and where.
fn segments(
    base: &Base,
    gathered: &mut Gathered,
    users: &HashMap<i64, String>,
) -> Result<HashMap<i64, (String, i64, i64)>, Unreadable> {
    let mut all: Vec<Segment> = Vec::new();
    let columns =
        ["segment_id", "doc_id", "code_id", "segment_start", "segment_end", "segment_text", "user_id", "created_at"];
    base.each("segments", columns, |mut row| {
        let [number, document, code, start, end] = [0, 1, 2, 3, 4].map(|column| row.number(column).unwrap_or(-1));
        let coder = row.number(6).and_then(|user| users.get(&user)).cloned().unwrap_or_default();
        let (document, said, at) = (document_id(document), row.words(5), moment_of(&row.words(7)));
        all.push(Segment { number, document, code, start, end, said, coder, at });
    })?;
    let shift = shift_of(gathered, &all);
    let (mut placed, mut pairs) = (HashMap::new(), HashMap::new());
    for segment in all {
        let Segment { number, document, code, said, coder, at, .. } = segment;
        let pairs = pairs.entry(document.clone()).or_insert_with(|| pairs_in(gathered.words_of(&document)));
        let stored = |position: i64| position - pairs.partition_point(|&pair| pair < position) as i64;
        let (start, end) = (stored(segment.start + shift.0), stored(segment.end + shift.1));
        let becomes = Becomes::Coding { id: format!("segment {number}"), code: code_id(code), coder, at };
        let said = Some(said).filter(|said| !said.is_empty());
        gathered.passage(&document, Passage { start, end, said, becomes });
        placed.insert(number, (document, start, end));
    }
    Ok(placed)
}

/// Where in a text a line end is two characters that is stored as one (the place of the first).
fn pairs_in(words: Option<&str>) -> Vec<i64> {
    let letters = words.unwrap_or_default().chars();
    let pairs = (0_i64..).zip(letters.clone().zip(letters.skip(1)));
    pairs.filter(|(_, pair)| *pair == ('\r', '\n')).map(|(place, _)| place).collect()
}

/// How positions are counted: so that the most segments cover the words that they repeat.
fn shift_of(gathered: &Gathered, segments: &[Segment]) -> (i64, i64) {
    let letters: HashMap<&str, Vec<char>> = segments
        .iter()
        .filter_map(|segment| Some((segment.document.as_str(), gathered.words_of(&segment.document)?)))
        .collect::<HashMap<&str, &str>>()
        .into_iter()
        .map(|(document, words)| (document, words.chars().collect()))
        .collect();
    let says = |segment: &Segment, (from, to): (i64, i64)| {
        let start = usize::try_from(segment.start + from).ok()?;
        let end = usize::try_from(segment.end + to).ok()?;
        let covered = letters.get(segment.document.as_str())?.get(start..end)?;
        Some(covered.iter().copied().eq(segment.said.chars()))
    };
    let fit = |shift: (i64, i64)| segments.iter().filter(|segment| says(segment, shift) == Some(true)).count();
    // Of equals the last is the greatest.
    SHIFTS.into_iter().rev().max_by_key(|&shift| fit(shift)).unwrap_or(SHIFTS[0])
}

fn memos(
    base: &Base,
    gathered: &mut Gathered,
    users: &HashMap<i64, String>,
    segments: &HashMap<i64, (String, i64, i64)>,
) -> Result<(), Unreadable> {
    let mut memos: HashMap<i64, (String, String)> = HashMap::new();
    base.each("memos", ["memo_id", "text", "title", "user_id"], |mut row| {
        let Some(number) = row.number(0) else { return };
        let (text, title) = (row.words(1), row.words(2));
        let text = match title.trim().is_empty() || text.trim_start().starts_with(title.trim()) {
            true => text,
            false => format!("{title}\n\n{text}"),
        };
        let coder = row.number(3).and_then(|user| users.get(&user)).cloned().unwrap_or_default();
        memos.insert(number, (text, coder));
    })?;
    let mut placed: HashSet<i64> = HashSet::new();
    let of = |row: &Row| {
        let (memo, thing) = (row.number(0)?, row.number(1)?);
        let (text, coder) = memos.get(&memo)?.clone();
        Some((memo, thing, text, coder))
    };
    type On = fn(i64) -> TargetRecord;
    let of_document: On = |id| TargetRecord { document: document_id(id), ..TargetRecord::default() };
    let of_code: On = |id| TargetRecord { code: code_id(id), ..TargetRecord::default() };
    for (map, thing, on) in [("memos_documents_map", "doc_id", of_document), ("memos_codes_map", "code_id", of_code)] {
        base.each(map, ["memo_id", thing], |row| {
            let Some((memo, thing, text, coder)) = of(&row) else { return };
            gathered.memo(on(thing), &coder, &text);
            placed.insert(memo);
        })?;
    }
    base.each("memos_segments_map", ["memo_id", "segment_id"], |row| {
        let Some((memo, segment, words, coder)) = of(&row) else { return };
        if let Some((document, start, end)) = segments.get(&segment) {
            let becomes = Becomes::Memo { coder, words };
            gathered.passage(document, Passage { start: *start, end: *end, said: None, becomes });
            placed.insert(memo);
        }
    })?;
    let mut free: Vec<&i64> = memos.keys().filter(|memo| !placed.contains(memo)).collect();
    free.sort_unstable();
    for (text, coder) in free.into_iter().filter_map(|memo| memos.get(memo)) {
        gathered.memo(TargetRecord::default(), coder, text);
    }
    Ok(())
}

fn people(base: &Base, gathered: &mut Gathered) -> Result<(), Unreadable> {
    let mut places: HashMap<i64, usize> = HashMap::new();
    base.each("cases", ["case_id", "case_name", "case_description"], |mut row| {
        let Some(number) = row.number(0) else { return };
        let (id, name) = (format!("case {number}"), one_line(&row.words(1), "unnamed"));
        gathered.dump.cases.push(CaseRecord { id: id.clone(), name: name.clone(), ..CaseRecord::default() });
        let on = TargetRecord { case: id.clone(), ..TargetRecord::default() };
        gathered.memo(on, "", &row.words(2));
        places.insert(number, gathered.people.len());
        gathered.people.push(Person { id, name, ..Person::default() });
    })?;
    base.each("case_document_map", ["case_id", "doc_id"], |row| {
        let person = row.number(0).and_then(|case| places.get(&case).copied());
        let here = row.number(1).and_then(|document| gathered.text_at(&document_id(document)));
        if let (Some(person), Some((here, _))) = (person, here) {
            gathered.people[person].documents.push(here);
        }
    })
}
