//! What the coders of the sample do at their desks, one `commit` for each act.

use std::collections::BTreeMap;
use std::sync::Arc;

use emic::analysis::{Asking, Layer};
use emic::desk::Desk;
use emic::exchange::speakers::{self, Speakers};
use emic::project::*;
use emic::text::{Span, Text, clean, count_words, print_lines};

use super::study::{About, Act, Study, Who};
use super::{Done, Trouble};

/// Does one act of a study at a coder's desk.
pub fn act(desk: &mut Desk, study: &Study, act: &Act) -> Done {
    let edit = match act {
        Act::PlanAttributes => return plan_attributes(desk, study),
        Act::BringIn(name) => return bring_in(desk, study, name),
        Act::Give(given) => return assign(desk, given, Assignment::Open),
        Act::Code(name, coder, layer) => {
            code(desk, study, name, coder, *layer)?;
            return assign(desk, &[(name.clone(), coder.clone())], Assignment::Finished);
        }
        Act::Flag(key, coder, flag) => flagged(desk, study, key, coder, *flag)?,
        Act::Memo { on, kind, text } => {
            let (on, memo) = (target(desk, study, on)?, MemoId(desk.next_id()));
            let (coder, text) = (desk.coder(), desk.hold(text));
            Edit::AddMemo { memo, on, kind: *kind, coder, text, excerpts: None }
        }
        Act::Claim(claim) => {
            let (theme, coder) = (ThemeId(desk.next_id()), desk.coder());
            Edit::AddTheme { theme, claim: claim.clone(), coder }
        }
        Act::Stand(claim, key, stand) => {
            let (document, span) = excerpt(desk, study, key)?;
            let passage = desk.passage(document, span.start(), span.end())?;
            Edit::TakeStand { theme: theme_of(desk, claim)?, passage, stand: Some(*stand) }
        }
        Act::Negative(claim, who, done) => {
            Edit::MarkNegative { theme: theme_of(desk, claim)?, who: misfit(desk, who)?, done: Some(*done) }
        }
        Act::Search(claim, query) => {
            let (theme, search, coder) = (theme_of(desk, claim)?, SearchId(desk.next_id()), desk.coder());
            let asking = Asking::parse(desk.project(), query)?;
            let found = asking.excerpts(desk.project(), desk.texts(), Layer::Union).len().try_into()?;
            Edit::SearchEvidence { search, theme, query: query.clone(), found, coder, at: None }
        }
        Act::AddConsensus(name) => {
            Edit::AddCoder { coder: CoderId(desk.next_id()), name: name.clone(), kind: CoderKind::Consensus }
        }
        Act::Add(path) => {
            let (name, above) = path.split_last().ok_or("a code without a name")?;
            let parent = if above.is_empty() { None } else { Some(code_at(desk, above)?) };
            let code = CodeId(desk.next_id());
            Edit::AddCode { code, name: name.clone(), parent, rank: desk.project().rank_last(parent), from: None }
        }
        Act::Define(path, definition, include, exclude, example) => {
            let [definition, include, exclude, example] = [definition, include, exclude, example].map(String::clone);
            let definition = Definition { definition, include, exclude, example };
            Edit::DefineCode { code: code_at(desk, path)?, definition }
        }
        Act::Rename(path, name) => Edit::RenameCode { code: code_at(desk, path)?, name: name.clone(), from: None },
        Act::Move(path, parent) => {
            let parent = Some(code_at(desk, parent)?);
            Edit::MoveCode { code: code_at(desk, path)?, parent, rank: desk.project().rank_last(parent) }
        }
        Act::Merge(path, into) => Edit::MergeCode { code: code_at(desk, path)?, into: Some(code_at(desk, into)?) },
        Act::Given(path) => Edit::SetGiven { code: code_at(desk, path)?, given: true },
        Act::Retire(path) => Edit::RetireCode { code: code_at(desk, path)?, retired: true },
    };
    desk.commit(vec![edit])?;
    Ok(())
}

/// Says what is to be known of every respondent and of every transcript.
fn plan_attributes(desk: &mut Desk, study: &Study) -> Done {
    let mut edits = Vec::new();
    for (name, on, values) in &study.attributes {
        let attribute = AttributeId(desk.next_id());
        edits.push(Edit::AddAttribute { attribute, name: name.clone(), on: *on, values: values.clone() });
    }
    desk.commit(edits)?;
    Ok(())
}

/// Brings in a transcript with its turns and its speakers, and what is known of it and of the respondents who are new.
fn bring_in(desk: &mut Desk, study: &Study, name: &str) -> Done {
    let transcript = study.transcript(name)?;
    let words = clean(transcript.words.clone());
    let table = speakers::detect(&[&words], &Speakers::Auto);
    let (labels, turns) = speakers::turns(&words, &table);
    let mut edits = Vec::new();
    let mut found = Vec::new();
    for label in labels {
        let row = table.labels.iter().find(|row| row.name == label).ok_or("a speaker who is not in the table")?;
        let mut case = desk.project().cases().find(|(_, case)| case.name == label).map(|(id, _)| id);
        if let (None, Some(person)) = (case, study.people.iter().find(|person| person.name == label)) {
            let new = CaseId(desk.next_id());
            edits.push(Edit::AddCase { case: new, name: label.clone() });
            edits.extend(values_given(desk, study, Subject::Case(new), &person.values)?);
            case = Some(new);
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
        kind: transcript.kind,
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
    edits.extend(values_given(desk, study, Subject::Document(document), &transcript.values)?);
    desk.commit(edits)?;
    Ok(())
}

/// The values of a person or a document, in the order of the study's attributes.
fn values_given(
    desk: &Desk,
    study: &Study,
    subject: Subject,
    values: &BTreeMap<String, String>,
) -> Result<Vec<Edit>, Trouble> {
    let mut edits = Vec::new();
    for (name, value) in study.attributes.iter().filter_map(|(name, ..)| values.get_key_value(name)) {
        let mut attributes = desk.project().attributes();
        let (attribute, _) = attributes.find(|(_, attribute)| attribute.name == *name).ok_or("no such attribute")?;
        edits.push(Edit::SetAttribute { attribute, subject, phase: None, value: Some(value.clone()) });
    }
    if edits.len() == values.len() { Ok(edits) } else { Err(format!("no attribute for one of {values:?}").into()) }
}

fn code_at(desk: &Desk, path: &[String]) -> Result<CodeId, Trouble> {
    let words = path.join(" > ");
    desk.project().find_code(&words).map_err(|_| format!("no code {words}").into())
}

/// Says who has which transcript, and how far they are: one act for all.
fn assign(desk: &mut Desk, given: &[(String, String)], state: Assignment) -> Done {
    let mut edits = Vec::new();
    for (name, coder) in given {
        let (coder, document) = (coder_named(desk, coder)?, document_named(desk, name)?);
        edits.push(Edit::Assign { coder, document, state: Some(state) });
    }
    desk.commit(edits)?;
    Ok(())
}

/// Puts the codes of one layer on a transcript, from its first passage to its last.
fn code(desk: &mut Desk, study: &Study, name: &str, coder: &str, layer: char) -> Done {
    let (coder, document) = (coder_named(desk, coder)?, document_named(desk, name)?);
    for marked in study.transcript(name)?.passages.iter().filter(|marked| marked.key.starts_with(layer)) {
        let code = code_at(desk, study.code_of(&marked.key)?)?;
        let passage = desk.passage(document, marked.start, marked.end)?;
        let coding = CodingId(desk.next_id());
        desk.commit(vec![Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand }])?;
    }
    Ok(())
}

/// The flagging of somebody's coding of a passage.
fn flagged(desk: &Desk, study: &Study, key: &str, coder: &str, flag: Flag) -> Result<Edit, Trouble> {
    let (document, span) = excerpt(desk, study, key)?;
    let (code, coder) = (code_at(desk, study.code_of(key)?)?, coder_named(desk, coder)?);
    let mut codings = desk.project().codings_in(document);
    let it = codings.find(|(_, coding)| (coding.span, coding.code, coding.coder) == (span, code, coder));
    let (coding, _) = it.ok_or_else(|| format!("{key} is not coded"))?;
    Ok(Edit::FlagCoding { coding, flag, set: true })
}

fn theme_of(desk: &Desk, claim: &str) -> Result<ThemeId, Trouble> {
    let mut themes = desk.project().themes();
    themes.find(|(_, theme)| theme.claim == claim).map(|(id, _)| id).ok_or_else(|| format!("no theme {claim}").into())
}

fn misfit(desk: &Desk, who: &Who) -> Result<Misfit, Trouble> {
    let project = desk.project();
    let found = match who {
        Who::Person(name) => project.cases().find(|(_, case)| case.name == *name).map(|(id, _)| Misfit::Case(id)),
        Who::Value(name, value) => {
            let attribute = project.attributes().find(|(_, attribute)| attribute.name == *name);
            attribute.map(|(id, _)| Misfit::Value(id, value.clone()))
        }
    };
    found.ok_or_else(|| format!("nobody is {who:?}").into())
}

fn target(desk: &Desk, study: &Study, on: &About) -> Result<Target, Trouble> {
    Ok(match on {
        About::Study => Target::Project,
        About::Code(path) => Target::Code(code_at(desk, path)?),
        About::Excerpt(key) => {
            let (document, span) = excerpt(desk, study, key)?;
            Target::Excerpt(document, span)
        }
        About::Document(name) => Target::Document(document_named(desk, name)?),
    })
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
