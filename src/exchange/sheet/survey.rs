//! Answers to a survey: a row for each person, with attributes, and answers in their own words.
//!
//! Every question that is answered in words is one document, in which each person has a turn: a question is read
//! across all who answered it, and three hundred people do not make three hundred documents.

use std::collections::HashSet;

use super::{Row, is_missing};
use crate::exchange::Dump;
use crate::exchange::json::{
    AttributeRecord, CaseRecord, DocumentRecord, SpeakerRecord, TurnRecord, ValueRecord, Values,
};
use crate::exchange::plan::{NAMES, one_line, type_of, unique, written};
use crate::project::{DocumentKind, Role};
use crate::text::clip;

/// How an answer in words differs from a value: so many words in the middle, or in the longest.
const WORDS: usize = 5;
const MOST_WORDS: usize = 12;

/// The widest title (cells); a longer question stands in its document whole.
const WIDEST: usize = 60;

/// Who asks, where the question stands in the document.
const QUESTION: &str = "Question";

/// Whether any column holds answers in words.
pub fn has_answers(heading: &[String], rows: &[Row]) -> bool {
    let names = name_column(heading, rows);
    (0..heading.len()).any(|column| Some(column) != names && is_answered(column, rows))
}

fn is_answered(column: usize, rows: &[Row]) -> bool {
    let cells: Vec<&str> = rows.iter().map(|row| row.cell(column)).filter(|cell| !is_missing(cell)).collect();
    let mut words: Vec<usize> = cells.iter().map(|cell| cell.split_whitespace().count()).collect();
    words.sort_unstable();
    let Some((&middle, &most)) = words.get(words.len() / 2).zip(words.last()) else { return false };
    let distinct = cells.iter().collect::<HashSet<_>>().len();
    // A choice among long options is said again and again.
    (middle >= WORDS || most >= MOST_WORDS) && (cells.len() < 4 || 2 * distinct > cells.len())
}

/// The column that names people: by its heading, else the first whose cells all differ.
fn name_column(heading: &[String], rows: &[Row]) -> Option<usize> {
    let plain = |name: &String| name.trim().to_lowercase().replace(['_', '-'], " ");
    let is_name = |name: &String| {
        let name = plain(name);
        NAMES.contains(&name.as_str())
            || ["id", "response id", "respondent id", "participant id"].contains(&name.as_str())
    };
    let differs = |column: &usize| {
        let cells: HashSet<&str> = rows.iter().map(|row| row.cell(*column)).filter(|cell| !cell.is_empty()).collect();
        cells.len() == rows.len() && !is_answered(*column, rows)
    };
    heading.iter().position(is_name).or_else(|| (0..heading.len().min(1)).find(differs))
}

/// Reads a survey; `title` is the file's.
///
/// # Errors
/// There is no row below the heading: what to write.
pub fn of_survey(rows: &[Row], title: &str) -> Result<Dump, String> {
    let [heading, rows @ ..] = rows else { return Err(NO_ROWS.to_owned()) };
    if rows.is_empty() || heading.cells.len() < 2 {
        return Err(NO_ROWS.to_owned());
    }
    let mut survey = Survey { dump: Dump::default(), people: Vec::new() };
    let names = name_column(&heading.cells, rows);
    survey.people(names, rows);
    for (column, head) in heading.cells.iter().enumerate().filter(|(column, _)| Some(*column) != names) {
        let head = one_line(head, &format!("column {}", column + 1));
        if is_answered(column, rows) {
            survey.question(column, &head, rows, title);
        } else {
            survey.attribute(column, &head, rows);
        }
    }
    Ok(survey.dump)
}

const NO_ROWS: &str = "no rows here; write a line of headings (person, age, what helped) and below it a line for each person, parted by tabs or commas";

struct Survey {
    dump: Dump,
    /// What everybody is called, in the order of the rows.
    people: Vec<String>,
}

impl Survey {
    fn people(&mut self, names: Option<usize>, rows: &[Row]) {
        let mut taken: HashSet<String> = HashSet::new();
        for (place, row) in rows.iter().enumerate() {
            let number = format!("R{}", place + 1);
            let said = one_line(names.map_or("", |column| row.cell(column)), &number);
            if said == number {
                self.dump.fidelity.changed("people without a name, now numbered", format!("line {}: {said}", row.line));
            }
            let name = unique(&said, |name| taken.contains(name));
            if name != said {
                self.dump.fidelity.changed("people with the name of another, now numbered", &name);
            }
            taken.insert(name.clone());
            self.dump.cases.push(CaseRecord { id: name.clone(), name: name.clone(), ..CaseRecord::default() });
            self.people.push(name);
        }
    }

    fn attribute(&mut self, column: usize, head: &str, rows: &[Row]) {
        let cells: Vec<&str> = rows.iter().map(|row| row.cell(column)).collect();
        if cells.iter().all(|cell| is_missing(cell)) {
            return self.dump.fidelity.left_out("columns in which nothing is said, left out", head);
        }
        let values = type_of(&cells);
        let (id, name, on) = (format!("column {column}"), head.to_owned(), "case".to_owned());
        let kind = values.word().to_owned();
        self.dump.attributes.push(AttributeRecord { id: id.clone(), name, on, values: kind, choices: Vec::new() });
        for (case, cell) in self.dump.cases.iter_mut().zip(cells).filter(|(_, cell)| !is_missing(cell)) {
            let value = one_line(&written(&values, cell), "");
            let Values(known) = &mut case.attributes;
            known.push(ValueRecord { attribute: id.clone(), phase: None, value });
        }
    }

    fn question(&mut self, column: usize, head: &str, rows: &[Row], title: &str) {
        let id = format!("question {column}");
        let (mut text, mut at) = (String::new(), 0);
        let mut turns: Vec<TurnRecord> = Vec::new();
        let mut add = |label: &str, words: &str| {
            let said = format!("{label}: {words}\n\n");
            let body = at + label.chars().count() as u32 + 2;
            let end = body + words.chars().count() as u32;
            turns.push(TurnRecord { speaker: label.to_owned(), start: at, body: Some(body), end });
            at = end + 2;
            text.push_str(&said);
        };
        let short = clip(head, WIDEST, '…');
        if short != head {
            add(QUESTION, head);
        }
        let mut speakers: Vec<SpeakerRecord> = Vec::new();
        for (name, answer) in self.people.iter().zip(rows.iter().map(|row| row.cell(column))) {
            let answer = answer.trim().replace("\r\n", "\n");
            if !is_missing(&answer) {
                add(name, &answer);
                let (role, case) = (Role::Participant.word().to_owned(), name.clone());
                speakers.push(SpeakerRecord { document: id.clone(), label: name.clone(), role, case });
            }
        }
        if short != head {
            let (role, case) = (Role::Interviewer.word().to_owned(), String::new());
            speakers.push(SpeakerRecord { document: id.clone(), label: QUESTION.to_owned(), role, case });
        }
        self.dump.speakers.extend(speakers);
        let kind = DocumentKind::WrittenAnswer.word().to_owned();
        let title = if title.is_empty() { short.into_owned() } else { format!("{title}: {short}") };
        self.dump.documents.push(DocumentRecord { id, title, kind, text, turns, ..DocumentRecord::default() });
    }
}
