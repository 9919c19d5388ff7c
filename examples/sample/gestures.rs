//! What the coders of the sample do at their desks, one `commit` for each act.

use std::sync::Arc;

use emic::desk::Desk;
use emic::exchange::speakers::{self, Speakers};
use emic::project::*;
use emic::text::{Span, Text, clean, count_words, print_lines};

use super::study::{Change, Note, Study};
use super::{Done, Trouble};

/// Says what is to be known of every respondent and of every transcript.
pub fn plan_attributes(desk: &mut Desk) -> Done {
    let ordered = |choices: &[&str]| ValueType::Ordered(choices.iter().map(ToString::to_string).collect());
    let attributes = [
        ("gender", Bearer::Case, ordered(&["woman", "man"])),
        ("area", Bearer::Case, ordered(&["rural", "urban"])),
        ("organisation", Bearer::Case, ValueType::Text),
        (
            "setting",
            Bearer::Case,
            ordered(&[
                "consumer run organisation",
                "psychiatric rehabilitation programme staffed by peers",
                "traditional mental health setting",
            ]),
        ),
        ("date", Bearer::Document, ValueType::Date),
    ];
    let add = |(name, on, values): (&str, Bearer, ValueType)| Edit::AddAttribute {
        attribute: AttributeId(desk.next_id()),
        name: name.to_string(),
        on,
        values,
    };
    let edits = attributes.map(add).to_vec();
    desk.commit(edits)?;
    Ok(())
}

/// Brings in a transcript with its turns, its speakers, and what is known of the respondents in it.
pub fn bring_in(desk: &mut Desk, study: &Study, name: &str) -> Done {
    let transcript = study.transcript(name)?;
    let words = clean(transcript.words.clone());
    let table = speakers::detect(&[&words], &Speakers::Auto);
    let (labels, turns) = speakers::turns(&words, &table);
    let mut edits = Vec::new();
    let mut found = Vec::new();
    for label in labels {
        let row = table.labels.iter().find(|row| row.name == label).ok_or("a speaker who is not in the table")?;
        let respondent = study.people.iter().find(|person| person.name == label);
        let case = respondent.map(|person| {
            let case = CaseId(desk.next_id());
            edits.push(Edit::AddCase { case, name: person.name.clone() });
            case
        });
        if let (Some(case), Some(person)) = (case, respondent) {
            let known = [
                ("gender", &person.gender),
                ("area", &person.area),
                ("organisation", &person.organisation),
                ("setting", &person.setting),
            ];
            for (attribute, value) in known {
                edits.push(value_given(desk, attribute, Subject::Case(case), value)?);
            }
        }
        found.push(Speaker { label, role: row.role, case });
    }
    let key = TextKey::of(&words);
    let text = Arc::new(Text::new(words));
    desk.hold_text(key, text.clone());
    let document = DocumentId(desk.next_id());
    edits.push(Edit::AddDocument {
        document,
        title: transcript.name.clone(),
        kind: DocumentKind::of(&transcript.kind).ok_or("a kind that emic does not know")?,
        text: key,
        salt: desk.salt(),
        characters: text.len(),
        words: count_words(text.as_str()),
        speakers: found,
        lines: print_lines(&text, &turns).into(),
        turns: turns.into(),
        times: [].into(),
        rank: desk.project().document_rank_last(),
    });
    edits.push(value_given(desk, "date", Subject::Document(document), &transcript.date)?);
    desk.commit(edits)?;
    Ok(())
}

fn value_given(desk: &Desk, name: &str, subject: Subject, value: &str) -> Result<Edit, Trouble> {
    let mut attributes = desk.project().attributes();
    let (attribute, _) = attributes.find(|(_, attribute)| attribute.name == name).ok_or("no such attribute")?;
    Ok(Edit::SetAttribute { attribute, subject, phase: None, value: Some(value.to_string()) })
}

/// Makes one change to the codebook.
pub fn change_codebook(desk: &mut Desk, change: &Change) -> Done {
    let edit = match change {
        Change::Add(path) => {
            let (name, above) = path.split_last().ok_or("a code without a name")?;
            let parent = if above.is_empty() { None } else { Some(code_at(desk, above)?) };
            let code = CodeId(desk.next_id());
            Edit::AddCode { code, name: name.clone(), parent, rank: desk.project().rank_last(parent), from: None }
        }
        Change::Define(path, definition, include, exclude, example) => {
            let [definition, include, exclude, example] = [definition, include, exclude, example].map(String::clone);
            let definition = Definition { definition, include, exclude, example };
            Edit::DefineCode { code: code_at(desk, path)?, definition }
        }
        Change::Rename(path, name) => Edit::RenameCode { code: code_at(desk, path)?, name: name.clone(), from: None },
        Change::Move(path, parent) => {
            let parent = Some(code_at(desk, parent)?);
            Edit::MoveCode { code: code_at(desk, path)?, parent, rank: desk.project().rank_last(parent) }
        }
        Change::Merge(path, into) => Edit::MergeCode { code: code_at(desk, path)?, into: Some(code_at(desk, into)?) },
        Change::Retire(path) => Edit::RetireCode { code: code_at(desk, path)?, retired: true },
    };
    desk.commit(vec![edit])?;
    Ok(())
}

fn code_at(desk: &Desk, path: &[String]) -> Result<CodeId, Trouble> {
    let words = path.join(" > ");
    desk.project().find_code(&words).map_err(|_| format!("no code {words}").into())
}

/// Adds the coder whose codings are those the team agreed on.
pub fn add_consensus(desk: &mut Desk, name: &str) -> Done {
    let coder = CoderId(desk.next_id());
    desk.commit(vec![Edit::AddCoder { coder, name: name.to_string(), kind: CoderKind::Consensus }])?;
    Ok(())
}

/// Says who has which transcript, and how far they are: one act for all.
pub fn assign<'a>(desk: &mut Desk, given: impl Iterator<Item = (&'a str, &'a str)>, state: Assignment) -> Done {
    let mut edits = Vec::new();
    for (name, coder) in given {
        let (coder, document) = (coder_named(desk, coder)?, document_named(desk, name)?);
        edits.push(Edit::Assign { coder, document, state: Some(state) });
    }
    desk.commit(edits)?;
    Ok(())
}

/// Puts the codes of one layer on a transcript, from its first passage to its last.
pub fn code(desk: &mut Desk, study: &Study, name: &str, coder: &str, layer: char) -> Done {
    let (coder, document) = (coder_named(desk, coder)?, document_named(desk, name)?);
    for marked in study.transcript(name)?.passages.iter().filter(|marked| marked.key.starts_with(layer)) {
        let code = code_at(desk, study.code_of(&marked.key)?)?;
        let passage = desk.passage(document, marked.start, marked.end)?;
        let coding = CodingId(desk.next_id());
        desk.commit(vec![Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand }])?;
    }
    Ok(())
}

/// Flags the coding of a passage.
pub fn flag(desk: &mut Desk, study: &Study, key: &str, flag: Flag) -> Done {
    let (document, span) = excerpt(desk, study, key)?;
    let (code, coder) = (code_at(desk, study.code_of(key)?)?, coder_named(desk, study.coder_of(key)?)?);
    let codings = desk.project().codings_in(document);
    let mut those = codings.filter(|(_, coding)| (coding.span, coding.code, coding.coder) == (span, code, coder));
    let coding = those.next().map(|(id, _)| id).ok_or_else(|| format!("{key} is not coded"))?;
    drop(those);
    desk.commit(vec![Edit::FlagCoding { coding, flag, set: true }])?;
    Ok(())
}

/// Writes a memo.
pub fn write_memo(desk: &mut Desk, study: &Study, note: &Note) -> Done {
    let on = match note.on.as_str() {
        "code" => Target::Code(code_at(desk, &note.path)?),
        "excerpt" => {
            let (document, span) = excerpt(desk, study, &note.excerpt)?;
            Target::Excerpt(document, span)
        }
        _ => Target::Document(document_named(desk, &note.document)?),
    };
    let kind = MemoKind::of(&note.kind).ok_or("a kind of memo that emic does not know")?;
    let (memo, coder, text) = (MemoId(desk.next_id()), desk.coder(), desk.hold(&note.text));
    desk.commit(vec![Edit::AddMemo { memo, on, kind, coder, text }])?;
    Ok(())
}

fn excerpt(desk: &Desk, study: &Study, key: &str) -> Result<(DocumentId, Span), Trouble> {
    let (transcript, marked) = study.passage(key)?;
    let document = document_named(desk, &transcript.name)?;
    Ok((document, desk.passage(document, marked.start, marked.end)?.span))
}

fn document_named(desk: &Desk, title: &str) -> Result<DocumentId, Trouble> {
    let mut documents = desk.project().documents();
    documents.find(|(_, document)| document.title == title).map(|(id, _)| id).ok_or("no such document".into())
}

fn coder_named(desk: &Desk, name: &str) -> Result<CoderId, Trouble> {
    desk.project().coders_named(name).first().copied().ok_or_else(|| format!("no coder {name}").into())
}
