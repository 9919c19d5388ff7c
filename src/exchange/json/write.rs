//! A project written as emic JSON, one record after the other.

mod themes;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Map, Value, json};

use super::FORMAT;
use super::tree::{merged_into, own_path, parent, state_word};
use crate::project::*;
use crate::text::{Span, Text, Turn, is_hidden, print_lines};

/// Writes the whole project; of the words, one document's or memo's at a time are held.
///
/// # Errors
/// What `out` reports, and a text that cannot be had: a dump that lacks words would pass for whole.
pub fn dump(project: &Project, texts: &dyn Texts, out: &mut dyn Write) -> io::Result<()> {
    let source = Source { project, texts, words: Words::of(project) };
    let out = &mut BufWriter::new(out);
    write!(out, "{{\n\"format\":{FORMAT},\n\"project\":")?;
    record_into(out, project.name())?;
    list(out, "coders", source.coders())?;
    list(out, "assignments", source.assignments())?;
    list(out, "documents", source.documents())?;
    list(out, "speakers", source.speakers())?;
    list(out, "cases", source.cases())?;
    list(out, "codes", source.codes())?;
    list(out, "codings", source.codings())?;
    list(out, "memos", source.memos())?;
    list(out, "comparisons", source.comparisons())?;
    // A project without themes is dumped as it always was.
    if project.themes().next().is_some() {
        list(out, "themes", source.themes())?;
    }
    list(out, "attributions", source.attributions())?;
    list(out, "attributes", source.attributes())?;
    out.write_all(b"\n}\n")?;
    out.flush()
}

/// Writes one record on one line.
fn record_into<T: Serialize + ?Sized>(out: &mut impl Write, record: &T) -> io::Result<()> {
    record.serialize(&mut serde_json::Serializer::with_formatter(out, Harmless))?;
    Ok(())
}

/// JSON in which what acts on a terminal, or hides, stands as `\u009b`: it is shown, and read back as it was.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_hidden) {
            out.write_all(&rest.as_bytes()[..at])?;
            let mut letters = rest[at..].chars();
            for unit in letters.next().unwrap_or_default().encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = letters.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

/// Writes one list, a record a line.
fn list<T: Serialize>(
    out: &mut impl Write,
    name: &str,
    records: impl Iterator<Item = io::Result<T>>,
) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    let mut before: &[u8] = b"\n";
    for record in records {
        out.write_all(before)?;
        record_into(out, &record?)?;
        before = b",\n";
    }
    out.write_all(if before == b"\n" { b"]" } else { b"\n]" })
}

/// What coders and attributes are called in the file: by name, or by id where a name is not theirs alone.
struct Words {
    coders: BTreeMap<CoderId, String>,
    attributes: BTreeMap<AttributeId, String>,
}

impl Words {
    fn of(project: &Project) -> Words {
        let coders = coders_named(project);
        let coders = coders.into_iter().map(|id| (id, ((), project.coder_name(id)))).collect();
        let attributes = project.attributes().map(|(id, attribute)| (id, (attribute.on, attribute.name.as_str())));
        Words { coders: told_apart(coders), attributes: told_apart(attributes.collect()) }
    }
}

/// Everybody who codes, and those who were taken away and are named by what they left.
pub fn coders_named(project: &Project) -> BTreeSet<CoderId> {
    let mut coders: BTreeSet<CoderId> = project.coders().map(|(id, _)| id).collect();
    coders.extend(project.memos().map(|(_, memo)| memo.coder));
    coders.extend(project.comparisons().map(|(_, comparison)| comparison.coder));
    for (id, theme) in project.themes() {
        coders.extend(project.searches(id).into_iter().map(|(_, search)| search.coder).chain([theme.coder]));
    }
    coders.extend(project.assignments().map(|(coder, ..)| coder));
    for (document, _) in project.documents() {
        coders.extend(project.codings_in(document).map(|(_, coding)| coding.coder));
    }
    coders.into_iter().map(|id| project.coder_of(id)).collect()
}

fn told_apart<K: Ord + Copy + ToString, G: Ord + Copy>(named: BTreeMap<K, (G, &str)>) -> BTreeMap<K, String> {
    let mut bearers: BTreeMap<(G, &str), usize> = BTreeMap::new();
    named.values().for_each(|name| *bearers.entry(*name).or_default() += 1);
    let word = |id: K, name: (G, &str)| if bearers[&name] == 1 { name.1.to_owned() } else { id.to_string() };
    named.iter().map(|(&id, &name)| (id, word(id, name))).collect()
}

/// A project as the records of its dump.
struct Source<'a> {
    project: &'a Project,
    texts: &'a dyn Texts,
    words: Words,
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    id: DocumentId,
    title: &'a str,
    kind: &'static str,
    text: String,
    characters: u32,
    turns: Vec<TurnOut<'a>>,
    attributes: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    times: &'a [(u32, u64)],
}

#[derive(Serialize)]
struct TurnOut<'a> {
    speaker: &'a str,
    start: u32,
    body: u32,
    end: u32,
}

#[derive(Serialize)]
struct CodingOut<'a> {
    id: CodingId,
    document: DocumentId,
    code: CodeId,
    path: Vec<&'a str>,
    coder: &'a str,
    start: u32,
    end: u32,
    text: String,
    at: Option<String>,
    flags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
}

impl<'a> Source<'a> {
    fn coders(&self) -> impl Iterator<Item = io::Result<Value>> {
        let coders = self.words.coders.keys().filter_map(|&id| Some((id, self.project.coder(id)?)));
        coders.map(|(id, coder)| Ok(json!({"id": id, "name": coder.name, "kind": coder.kind.word()})))
    }

    fn assignments(&self) -> impl Iterator<Item = io::Result<Value>> {
        self.project.furthest().into_iter().map(|((coder, document), state)| {
            let (word, finished) = (state.word(), state.is_finished());
            Ok(json!({"coder": self.coder(coder), "document": document, "state": word, "finished": finished}))
        })
    }

    fn documents(&self) -> impl Iterator<Item = io::Result<DocumentOut<'_>>> {
        self.project.documents().map(|(id, document)| {
            let text = self.text(document.text, &document.title)?;
            let turns = document.turns.iter().map(|turn| turn_out(document, turn)).collect();
            let recomputed = print_lines(&text, &document.turns) == document.lines[..];
            Ok(DocumentOut {
                id,
                title: &document.title,
                kind: document.kind.word(),
                text: text.as_str().to_owned(),
                characters: text.len(),
                turns,
                attributes: self.values(Subject::Document(id)),
                lines: (!recomputed).then_some(&document.lines),
                times: &document.times,
            })
        })
    }

    fn speakers(&self) -> impl Iterator<Item = io::Result<Value>> {
        let there = |case: CaseId| self.project.case(case).is_some_and(|case| !case.gone);
        self.project.documents().flat_map(move |(id, document)| {
            document.speakers.iter().map(move |speaker| {
                let case = speaker.case.map(|case| self.project.person(case)).filter(|&case| there(case));
                let Speaker { label, role, .. } = speaker;
                Ok(json!({"document": id, "label": label, "role": role.word(), "case": case}))
            })
        })
    }

    fn cases(&self) -> impl Iterator<Item = io::Result<Value>> {
        self.project.cases().map(|(id, case)| {
            let mut record = json!({"id": id, "name": case.name, "attributes": self.values(Subject::Case(id))});
            if let Some(how) = case.withdrawn {
                record["withdrawn"] = json!(how.word());
            }
            Ok(record)
        })
    }

    fn codes(&self) -> impl Iterator<Item = io::Result<Value>> {
        let in_use = self.project.codebook().rows().iter().map(|row| row.code);
        let put_away = self.project.codes().filter(|(_, code)| code.state != CodeState::Active).map(|(id, _)| id);
        in_use.chain(put_away).filter_map(|id| Some((id, self.project.code(id)?))).map(|(id, code)| {
            let Definition { definition, include, exclude, example } = &code.definition;
            let mut record = json!({
                "id": id,
                "path": own_path(self.project, id),
                "parent": parent(self.project, id),
                "definition": definition,
                "include": include,
                "exclude": exclude,
                "example": example,
                "state": state_word(self.project, id),
            });
            if let Some(from) = code.origin.and_then(|from| self.excerpt(from.document, from.span)) {
                record["from"] = from;
            }
            if code.given {
                record["given"] = json!(true);
            }
            if let Some(into) = merged_into(self.project, id) {
                record["merged_into"] = json!(into);
            }
            Ok(record)
        })
    }

    /// Every document's codings by start, end and id; those that say the same (their coders or codes were
    /// joined since) are one, with the flags of all.
    fn codings(&self) -> impl Iterator<Item = io::Result<CodingOut<'_>>> {
        self.project.documents().flat_map(move |(id, document)| {
            let mut standing: Vec<(CodingId, Coding)> = Vec::new();
            let mut here = 0;
            for (coding, found) in self.project.codings_in(id).filter(|(_, found)| self.code_there(found.code)) {
                let found = Coding { coder: self.project.coder_of(found.coder), ..*found };
                if standing.last().is_some_and(|(_, last)| last.span != found.span) {
                    here = standing.len();
                }
                let said =
                    |(_, other): &&mut (CodingId, Coding)| (other.code, other.coder) == (found.code, found.coder);
                match standing[here..].iter_mut().find(said) {
                    Some((_, other)) => {
                        other.flags = found.flags.iter().fold(other.flags, |all, flag| all.with(flag, true));
                        other.origin = other.origin.min(found.origin);
                    }
                    None => standing.push((coding, found)),
                }
            }
            let text = if standing.is_empty() { Ok(Arc::default()) } else { self.text(document.text, &document.title) };
            let (text, failed) = match text {
                Ok(text) => (text, None),
                Err(failure) => (Arc::default(), Some(Err(failure))),
            };
            let records = standing.into_iter().map(move |(id, coding)| Ok(self.coding(id, &coding, &text)));
            failed.into_iter().chain(records)
        })
    }

    fn coding(&self, id: CodingId, coding: &Coding, text: &Text) -> CodingOut<'_> {
        let counts = Some(self.project.stands_for(coding.code)).filter(|&code| self.code_there(code));
        CodingOut {
            id,
            document: coding.document,
            code: coding.code,
            path: own_path(self.project, counts.unwrap_or(coding.code)),
            coder: self.coder(coding.coder),
            start: coding.span.start(),
            end: coding.span.end(),
            text: text.passage(coding.span).to_owned(),
            at: written(coding.at),
            flags: coding.flags.iter().map(Flag::word).collect(),
            origin: (!coding.origin.is_hand()).then(|| coding.origin.word()),
        }
    }

    fn memos(&self) -> impl Iterator<Item = io::Result<Value>> {
        let mut cells = Cells::of(self.project);
        let there = self.project.memos().filter_map(|(id, memo)| Some((id, memo, self.target(memo.on)?)));
        there.map(move |(id, memo, on)| {
            let text = self.text(memo.text, "a memo")?;
            let (kind, coder) = (memo.kind.word(), self.coder(memo.coder));
            let mut record = json!({"id": id, "on": on, "kind": kind, "coder": coder, "text": text.as_str()});
            if matches!(memo.on, Target::Cell(..)) {
                record["stale"] = json!(cells.is_stale(memo));
            }
            Ok(record)
        })
    }

    /// What a memo is about; `None` where that is gone.
    fn target(&self, on: Target) -> Option<Value> {
        Some(match on {
            Target::Project => Value::Null,
            Target::Document(document) => {
                self.project.document(document)?;
                json!({"document": document})
            }
            Target::Excerpt(document, span) => self.excerpt(document, span)?,
            Target::Code(code) => json!({"code": self.known_code(code)?}),
            Target::Case(case) => json!({"case": self.known_case(case)?}),
            Target::Cell(case, code) => json!({"case": self.known_case(case)?, "code": self.known_code(code)?}),
            Target::Day(day) => json!({"day": day}),
        })
    }

    fn known_code(&self, code: CodeId) -> Option<CodeId> {
        self.project.code(code).map(|_| code)
    }

    /// The case that counts for `case`, where it is not gone.
    fn known_case(&self, case: CaseId) -> Option<CaseId> {
        let case = self.project.person(case);
        self.project.case(case).filter(|case| !case.gone).map(|_| case)
    }

    /// An excerpt; `None` where its document is gone.
    fn excerpt(&self, document: DocumentId, span: Span) -> Option<Value> {
        self.project.document(document)?;
        Some(json!({"document": document, "start": span.start(), "end": span.end()}))
    }

    /// What was compared, but for what is gone since.
    fn comparisons(&self) -> impl Iterator<Item = io::Result<Value>> {
        let there = |memo: &MemoId| self.project.memo(*memo).is_some_and(|memo| self.target(memo.on).is_some());
        self.project.comparisons().map(move |(id, found)| {
            let excerpts = found.excerpts.iter().filter_map(|excerpt| self.excerpt(excerpt.document, excerpt.span));
            Ok(json!({
                "id": id,
                "code": found.code.filter(|&code| self.code_there(code)),
                "excerpts": excerpts.collect::<Vec<_>>(),
                "coder": self.coder(found.coder),
                "decision": found.decision.word(),
                "memo": found.memo.filter(there),
                "at": written(found.at),
            }))
        })
    }

    fn attributions(&self) -> impl Iterator<Item = io::Result<Value>> {
        let there = self.project.attributions().filter(|(document, ..)| self.project.document(*document).is_some());
        there.map(|(document, span, speakers): (_, Span, _)| {
            Ok(json!({"document": document, "start": span.start(), "end": span.end(), "speakers": speakers}))
        })
    }

    fn attributes(&self) -> impl Iterator<Item = io::Result<Value>> {
        self.project.attributes().map(|(id, attribute)| {
            let on = match attribute.on {
                Bearer::Case => "case",
                Bearer::Document => "document",
            };
            let values: &[String] = match &attribute.values {
                ValueType::Ordered(choices) => choices,
                _ => &[],
            };
            let word = attribute.values.word();
            Ok(json!({"id": id, "name": attribute.name, "on": on, "type": word, "values": values}))
        })
    }

    /// A subject's values by attribute; one given for phases is an object, in which the empty phase
    /// stands for all of them.
    fn values(&self, subject: Subject) -> Value {
        let mut values = Map::new();
        for (attribute, phase, value) in self.project.values_of(subject) {
            let Some(word) = self.words.attributes.get(&attribute) else { continue };
            match (values.get_mut(word), phase) {
                (None, None) => {
                    values.insert(word.clone(), json!(value));
                }
                (None, Some(phase)) => {
                    values.insert(word.clone(), json!({phase: value}));
                }
                (Some(given), phase) => {
                    if let Value::String(for_all) = given {
                        *given = json!({"": for_all});
                    }
                    given[phase.unwrap_or_default()] = json!(value);
                }
            }
        }
        Value::Object(values)
    }

    fn coder(&self, id: CoderId) -> &str {
        self.words.coders.get(&self.project.coder_of(id)).map_or("", String::as_str)
    }

    fn code_there(&self, code: CodeId) -> bool {
        self.project.code(code).is_some()
    }

    fn text(&self, key: TextKey, of: &str) -> io::Result<Arc<Text>> {
        let missing =
            || io::Error::other(format!("the words of {of:?} cannot be read; run `emic check`, then dump again"));
        self.texts.text(key).ok_or_else(missing)
    }
}

/// A time as files have it (UTC); `None` where the calendar ends before it.
pub fn written(at: i64) -> Option<String> {
    jiff::Timestamp::from_millisecond(at).ok().map(|at| format!("{at:.3}"))
}

fn turn_out<'a>(document: &'a Document, turn: &Turn) -> TurnOut<'a> {
    let speaker = document.speakers.get(usize::from(turn.speaker)).map_or("", |speaker| speaker.label.as_str());
    TurnOut { speaker, start: turn.start, body: turn.body, end: turn.end }
}
