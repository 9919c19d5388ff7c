//! Coded passages as rows: a line for every coding, for programs that count.
//!
//! One row is one coder's coding of one passage with one code; codings of a code that was merged stand under the code
//! that it is part of, and two that say the same are one. An excerpt is a document with a start and an end, whoever
//! coded it: `count(DISTINCT (document_id, start, "end"))` counts what reports count as excerpts of all coders.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::json::written;
use super::leaving::words_of;
use super::{Exported, Fidelity, Wish};
use crate::project::*;
use crate::text::{Span, Text, guarded};

/// One coding.
#[derive(Serialize)]
struct Row<'a> {
    coding: CodingId,
    document: &'a str,
    document_id: DocumentId,
    start: u32,
    end: u32,
    text: &'a str,
    code: Vec<&'a str>,
    code_id: CodeId,
    coder: &'a str,
    /// When it was said, from the start of the recording, where the transcript tells.
    time_ms: Option<u64>,
    at: Option<String>,
    flags: Vec<&'static str>,
    /// Labels of those who speak in the passage, and the people who are its respondents.
    speakers: Vec<&'a str>,
    people: Vec<String>,
    /// Of every person, and of the document, what is known of them.
    attributes: Value,
    document_attributes: Value,
    memos: Vec<String>,
}

/// Writes a line of JSON for every coding.
///
/// # Errors
/// A text cannot be had.
pub fn write_jsonl(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    let mut bytes = Vec::new();
    let fidelity = each(project, texts, wish, &mut |row| {
        serde_json::to_writer(&mut bytes, row)?;
        bytes.push(b'\n');
        Ok(())
    })?;
    Ok(Exported { bytes, fidelity, ..Exported::default() })
}

/// A cell of a table.
enum Cell {
    Number(u64),
    Words(String),
}

/// Writes a table with a row for every coding; several people or memos stand in one cell, parted by `; `.
///
/// # Errors
/// A text cannot be had.
pub fn write_csv(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let fidelity = table(project, texts, wish, &mut |cells| {
        let words = cells.into_iter().map(|cell| match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Words(words) => guarded(&words),
        });
        Ok(csv.write_record(words)?)
    })?;
    let bytes = csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    Ok(Exported { bytes, fidelity, ..Exported::default() })
}

/// Rows that a sheet has below its heading, and units of UTF-16 that stand in one cell.
const MOST_ROWS: u32 = (1 << 20) - 1;
const MOST_UNITS: usize = 32_767;

/// As `write_csv`, a workbook.
///
/// # Errors
/// A text cannot be had, or there are more rows than a sheet has.
pub fn write_xlsx(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    let mut book = Workbook::new();
    // The library asks the clock otherwise.
    if let Ok(fixed) = ExcelDateTime::from_ymd(1980, 1, 1) {
        book.set_properties(&DocProperties::new().set_author("emic").set_creation_datetime(&fixed));
    }
    let sheet = book.add_worksheet();
    let broken = |error: XlsxError| io::Error::other(error.to_string());
    let (mut row, mut cut) = (0_u32, Fidelity::default());
    let mut fidelity = table(project, texts, wish, &mut |cells| {
        if row > MOST_ROWS {
            let words = "a sheet has no more than 1,048,576 rows; write csv, or name documents";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
        }
        for (column, cell) in (0_u16..).zip(cells) {
            let written = match cell {
                Cell::Number(number) => sheet.write_number(row, column, number as f64),
                Cell::Words(words) if words.is_empty() => continue,
                Cell::Words(words) => {
                    let short = within(&words, MOST_UNITS);
                    if short.len() < words.len() {
                        cut.changed("cells that are longer than a sheet takes, cut", format!("row {}", row + 1));
                    }
                    sheet.write_string(row, column, short)
                }
            };
            written.map_err(broken)?;
        }
        row += 1;
        Ok(())
    })?;
    sheet.set_freeze_panes(1, 0).map_err(broken)?;
    fidelity.extend(cut);
    let bytes = book.save_to_buffer().map_err(broken)?;
    Ok(Exported { bytes, fidelity, ..Exported::default() })
}

/// As much of the words as so many units of UTF-16 hold.
fn within(words: &str, most: usize) -> &str {
    let mut units = 0;
    let past = words.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > most
    });
    past.map_or(words, |(at, _)| &words[..at])
}

/// Hands on a heading, and a row for every coding.
fn table(
    project: &Project,
    texts: &dyn Texts,
    wish: &Wish,
    take: &mut dyn FnMut(Vec<Cell>) -> io::Result<()>,
) -> io::Result<Fidelity> {
    let named = |on: Bearer| -> Vec<&str> {
        let all: BTreeSet<&str> =
            project.attributes().filter(|(_, found)| found.on == on).map(|(_, found)| found.name.as_str()).collect();
        all.into_iter().collect()
    };
    let (of_people, of_documents) = (named(Bearer::Case), named(Bearer::Document));
    let heading = HEADING.iter().map(|name| (*name).to_owned());
    let heading = heading.chain(of_people.iter().map(|name| format!("person: {name}")));
    take(heading.chain(of_documents.iter().map(|name| format!("document: {name}"))).map(Cell::Words).collect())?;
    each(project, texts, wish, &mut |row| {
        let said = |values: &Value, name: &str| match &values[name] {
            Value::String(value) => value.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let person = |name: &&str| {
            let values = row.people.iter().map(|person| said(&row.attributes[person], name));
            values.collect::<Vec<_>>().join("; ")
        };
        let words = |words: &str| Cell::Words(words.to_owned());
        let mut cells = vec![words(&row.coding.to_string()), words(row.document), words(&row.document_id.to_string())];
        cells.extend([Cell::Number(row.start.into()), Cell::Number(row.end.into()), words(row.text)]);
        cells.extend([words(&row.code.join(" > ")), words(&row.code_id.to_string()), words(row.coder)]);
        cells.push(row.time_ms.map_or(words(""), Cell::Number));
        cells.extend([words(row.at.as_deref().unwrap_or_default()), words(&row.flags.join("; "))]);
        cells.extend([words(&row.speakers.join("; ")), words(&row.people.join("; ")), words(&row.memos.join("; "))]);
        cells.extend(of_people.iter().map(|name| Cell::Words(person(name))));
        cells.extend(of_documents.iter().map(|name| Cell::Words(said(&row.document_attributes, name))));
        take(cells)
    })
}

/// What heads the columns that every table has.
const HEADING: [&str; 15] = [
    "coding",
    "document",
    "document_id",
    "start",
    "end",
    "text",
    "code",
    "code_id",
    "coder",
    "time_ms",
    "at",
    "flags",
    "speakers",
    "people",
    "memos",
];

/// A coding that leaves, with the code that it counts for and whose it is.
pub struct Leaving<'p> {
    pub coding: CodingId,
    pub found: &'p Coding,
    pub code: CodeId,
    pub coder: CoderId,
}

/// The codings of a document that leave, by start and end: of those that say the same one, and none of people who
/// withdrew.
pub fn leaving<'p>(project: &'p Project, wish: &Wish, id: DocumentId, fidelity: &mut Fidelity) -> Vec<Leaving<'p>> {
    let mut said: BTreeSet<(Span, CodeId, CoderId)> = BTreeSet::new();
    let mut all = Vec::new();
    for (coding, found) in project.codings_in(id).filter(|(_, found)| wish.is_by(project, found.coder)) {
        let (code, coder) = (project.stands_for(found.code), project.coder_of(found.coder));
        if project.code(code).is_none() || !said.insert((found.span, code, coder)) {
            continue;
        }
        match project.is_withdrawn(id, found.span) {
            true => fidelity.left_out("codings of people who withdrew, left out", coding),
            false => all.push(Leaving { coding, found, code, coder }),
        }
    }
    all
}

/// Hands every coding on, in the order of the documents, by start, end and id.
fn each(
    project: &Project,
    texts: &dyn Texts,
    wish: &Wish,
    take: &mut dyn FnMut(&Row) -> io::Result<()>,
) -> io::Result<Fidelity> {
    let mut fidelity = Fidelity::default();
    for (id, document) in wish.documents(project) {
        let codings = leaving(project, wish, id, &mut fidelity);
        if codings.is_empty() {
            continue;
        }
        let text = words_of(texts, document.text, &document.title)?;
        let memos = memos_of(project, texts, wish, id);
        let document_attributes = values_of(project, Subject::Document(id));
        for Leaving { coding, found, code, coder } in codings {
            let people = project.respondents(id, found.span);
            let turns = turns_sharing(&document.turns, found.span).map(|turn| usize::from(turn.speaker));
            let speakers: BTreeSet<usize> = turns.collect();
            let label = |place: usize| document.speakers.get(place).map(|speaker| speaker.label.as_str());
            take(&Row {
                coding,
                document: &document.title,
                document_id: id,
                start: found.span.start(),
                end: found.span.end(),
                text: text.passage(found.span),
                code: project.code_path(code),
                code_id: code,
                coder: project.coder_name(coder),
                time_ms: document.time_at(found.span.start()),
                at: written(found.at),
                flags: found.flags.iter().map(Flag::word).collect(),
                speakers: speakers.into_iter().filter_map(label).collect(),
                people: people.iter().map(|&person| project.person_name(person)).collect(),
                attributes: known_of(project, &people),
                document_attributes: document_attributes.clone(),
                memos: memos.get(&found.span).cloned().unwrap_or_default(),
            })?;
            fidelity.understood("codings", 1);
        }
    }
    Ok(fidelity)
}

/// The words of the memos on passages of a document.
fn memos_of(project: &Project, texts: &dyn Texts, wish: &Wish, id: DocumentId) -> BTreeMap<Span, Vec<String>> {
    let mut memos: BTreeMap<Span, Vec<String>> = BTreeMap::new();
    for (_, memo) in project.memos_in(id).filter(|(_, memo)| wish.is_by(project, memo.coder)) {
        let text: Option<Arc<Text>> = texts.text(memo.text);
        if let (Target::Excerpt(_, span), Some(text)) = (memo.on, text) {
            memos.entry(span).or_default().push(text.as_str().to_owned());
        }
    }
    memos
}

fn known_of(project: &Project, people: &[Person]) -> Value {
    let known = people.iter().filter_map(|&person| match person {
        Person::Case(case) => Some((project.person_name(person), values_of(project, Subject::Case(case)))),
        Person::Speaker(..) => None,
    });
    Value::Object(known.collect())
}

/// What is known of somebody or something: values by attribute, those of phases in an object.
fn values_of(project: &Project, subject: Subject) -> Value {
    let mut values = Map::new();
    for (attribute, phase, value) in project.values_of(subject) {
        let Some((_, found)) = project.attributes().find(|(id, _)| *id == attribute) else { continue };
        match phase {
            None => drop(values.insert(found.name.clone(), json!(value))),
            Some(phase) => {
                let name = format!("{}@{phase}", found.name);
                values.insert(name, json!(value));
            }
        }
    }
    Value::Object(values)
}
