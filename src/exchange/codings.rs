//! Coded passages as rows: a line for every coding, for programs that count.
//!
//! One row is one coder's coding of one passage with one code; codings of a code that was merged stand under the code
//! that it is part of, and two that say the same are one. An excerpt is a document with a start and an end, whoever
//! coded it: `count(DISTINCT (document_id, start, "end"))` counts what reports count as excerpts of all coders.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

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

/// Writes a table with a row for every coding; several people or memos stand in one cell, parted by `; `.
///
/// # Errors
/// A text cannot be had.
pub fn write_csv(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    let named = |on: Bearer| -> Vec<&str> {
        let all: BTreeSet<&str> =
            project.attributes().filter(|(_, found)| found.on == on).map(|(_, found)| found.name.as_str()).collect();
        all.into_iter().collect()
    };
    let (of_people, of_documents) = (named(Bearer::Case), named(Bearer::Document));
    let mut csv = csv::Writer::from_writer(Vec::new());
    let fixed = [
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
    ];
    let more = ["speakers", "people", "memos"];
    let heading = fixed.into_iter().chain(more).map(str::to_owned);
    let heading = heading.chain(of_people.iter().map(|name| format!("person: {name}")));
    csv.write_record(heading.chain(of_documents.iter().map(|name| format!("document: {name}"))))?;
    let fidelity = each(project, texts, wish, &mut |row| {
        let said = |values: &Value, name: &str| match &values[name] {
            Value::String(value) => value.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let person = |name: &&str| {
            let values = row.people.iter().map(|person| said(&row.attributes[person], name));
            values.collect::<Vec<_>>().join("; ")
        };
        let mut cells = vec![row.coding.to_string(), guarded(row.document), row.document_id.to_string()];
        cells.extend([row.start.to_string(), row.end.to_string(), guarded(row.text), guarded(&row.code.join(" > "))]);
        cells.extend([row.code_id.to_string(), guarded(row.coder)]);
        cells.push(row.time_ms.map(|time| time.to_string()).unwrap_or_default());
        cells.push(row.at.clone().unwrap_or_default());
        cells.extend([row.flags.join("; "), guarded(&row.speakers.join("; ")), guarded(&row.people.join("; "))]);
        cells.push(guarded(&row.memos.join("; ")));
        cells.extend(of_people.iter().map(|name| guarded(&person(name))));
        cells.extend(of_documents.iter().map(|name| guarded(&said(&row.document_attributes, name))));
        Ok(csv.write_record(cells)?)
    })?;
    let bytes = csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    Ok(Exported { bytes, fidelity, ..Exported::default() })
}

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
