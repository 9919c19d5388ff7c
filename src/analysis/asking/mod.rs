//! What is asked of excerpts, as a person writes it: `code:"Barriers > Money" phase=2 not enough`.
//!
//! Everything written holds at once. A condition is a key, `:` or `=`, and a name; the name of an
//! attribute is a key too. What has no key are words that the excerpt says, in quotation marks where they
//! belong together. A name is meant exactly, else whatever its case and accents, else by a start that
//! only one has.

mod names;
mod written;

use std::collections::BTreeSet;

use crate::project::*;
use crate::text::fold;

use super::{Excerpt, Memoed, Query, Wrong, excerpts, saying};
use names::*;
use written::{Condition, Written, quoted};

/// What is asked of excerpts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// What is asked of their codings, people and documents.
    pub query: Query,
    /// What each must say, all of it.
    pub words: Vec<String>,
}

/// A key by which excerpts can be asked for.
pub struct AskKey {
    /// As it is written before the colon.
    pub name: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    /// What the help says of it.
    pub says: &'static str,
    take: fn(&mut Asking, &Project, &Condition) -> Result<(), Wrong>,
    names: fn(&Project) -> Vec<String>,
    said: fn(&Asking, &Project) -> Vec<String>,
}

/// Every key, in the order in which conditions are written back.
pub const ASK_KEYS: &[AskKey] = &[
    AskKey {
        name: "code",
        also: &[],
        says: "coded so; with * after the name its subcodes count too; a second code overlaps the first",
        take: |asking, project, condition| {
            let code = (code(project, &condition.value)?, condition.reach());
            match asking.query.code {
                None => (asking.query.code, asking.query.reach) = (Some(code.0), code.1),
                Some(_) => asking.query.with.push(code),
            }
            Ok(())
        },
        names: code_paths,
        said: |asking, project| {
            let first = asking.query.code.map(|code| (code, asking.query.reach));
            first.iter().chain(&asking.query.with).map(|code| code_said(project, code)).collect()
        },
    },
    AskKey {
        name: "under",
        also: &[],
        says: "coded so, or with one of its subcodes",
        take: |asking, project, condition| {
            (ASK_KEYS[0].take)(asking, project, &Condition { star: true, ..condition.clone() })
        },
        names: code_paths,
        said: |_, _| Vec::new(), // written as code:NAME*
    },
    AskKey {
        name: "not",
        also: &["without"],
        says: "not coded so, not even in part; with * not with its subcodes either",
        take: |asking, project, condition| {
            asking.query.without.push((code(project, &condition.value)?, condition.reach()));
            Ok(())
        },
        names: code_paths,
        said: |asking, project| asking.query.without.iter().map(|code| code_said(project, code)).collect(),
    },
    AskKey {
        name: "case",
        also: &["participant", "respondent", "person"],
        says: "this person speaks in it",
        take: |asking, project, condition| {
            once("case", &mut asking.query.person, pick("participant", &condition.value, &people(project))?)
        },
        names: |project| names_of(people(project)),
        said: |asking, project| said(&people(project), asking.query.person),
    },
    AskKey {
        name: "spk",
        also: &["speaker"],
        says: "the speaker of this label speaks in it, in whatever document",
        take: |asking, project, condition| {
            let labels = labels(project);
            let place = pick("speaker", &condition.value, &numbered(&labels))?;
            once("spk", &mut asking.query.label, labels[place].clone())
        },
        names: labels,
        said: |asking, _| asking.query.label.iter().map(|label| quoted(label)).collect(),
    },
    AskKey {
        name: "doc",
        also: &["document"],
        says: "stands in this document",
        take: |asking, project, condition| {
            once("doc", &mut asking.query.document, pick("document", &condition.value, &documents(project))?)
        },
        names: |project| names_of(documents(project)),
        said: |asking, project| said(&documents(project), asking.query.document),
    },
    AskKey {
        name: "coder",
        also: &[],
        says: "coded by them",
        take: |asking, project, condition| {
            once("coder", &mut asking.query.coder, pick("coder", &condition.value, &coders(project))?)
        },
        names: |project| names_of(coders(project)),
        said: |asking, project| said(&coders(project), asking.query.coder),
    },
    AskKey {
        name: "flag",
        also: &[],
        says: "flagged so: key, discuss",
        take: |asking, _, condition| {
            let words: Vec<String> = Flag::ALL.map(|flag| flag.word().to_string()).into();
            let place = pick("flag", &condition.value.replace('-', " "), &numbered(&words))?;
            once("flag", &mut asking.query.flag, Flag::ALL[place])
        },
        names: |_| Flag::ALL.map(|flag| flag.word().to_string()).into(),
        said: |asking, _| asking.query.flag.iter().map(|flag| quoted(flag.word())).collect(),
    },
    AskKey {
        name: "memo",
        also: &[],
        says: "with a memo: yes, no, or of a kind (analytic, method, interviewer, decision, reflexive)",
        take: |asking, _, condition| {
            let words: Vec<String> = MEMOED.iter().map(|asked| memo_word(*asked).to_string()).collect();
            let place = pick("kind of memo", &condition.value, &numbered(&words))?;
            once("memo", &mut asking.query.memo, MEMOED[place])
        },
        names: |_| MEMOED.iter().map(|asked| memo_word(*asked).to_string()).collect(),
        said: |asking, _| asking.query.memo.iter().map(|asked| memo_word(*asked).to_string()).collect(),
    },
];

const MEMOED: [Memoed; 2 + MemoKind::ALL.len()] = [
    Memoed::Any,
    Memoed::None,
    Memoed::Of(MemoKind::Analytic),
    Memoed::Of(MemoKind::Method),
    Memoed::Of(MemoKind::Interviewer),
    Memoed::Of(MemoKind::Decision),
    Memoed::Of(MemoKind::Reflexive),
];

fn memo_word(asked: Memoed) -> &'static str {
    match asked {
        Memoed::Any => "yes",
        Memoed::None => "no",
        Memoed::Of(kind) => kind.word(),
    }
}

impl Asking {
    /// Reads what a person writes; nothing written asks nothing.
    ///
    /// # Errors
    /// A key or name that is none or may be several, or a quotation mark that is not closed.
    pub fn parse(project: &Project, text: &str) -> Result<Asking, Wrong> {
        Asking::default().and(project, text)
    }

    /// Asks for what is written as well.
    ///
    /// # Errors
    /// As `parse`; what can hold only once was asked for before.
    pub fn and(self, project: &Project, text: &str) -> Result<Asking, Wrong> {
        let mut asking = self;
        let written = Written::of(text);
        if written.open {
            return Err(Wrong::Unclosed);
        }
        for condition in &written.conditions {
            let Some(key) = &condition.key else {
                asking.words.extend(Some(condition.value.clone()).filter(|words| !words.is_empty()));
                continue;
            };
            match AskKey::of(key).filter(|_| !condition.quoted_key) {
                Some(key) if condition.value.is_empty() => {
                    return Err(Wrong::Empty { key: key.name, says: key.says });
                }
                Some(key) => (key.take)(&mut asking, project, condition)?,
                None => asking.query.values.push(value(project, key, &condition.value)?),
            }
        }
        Ok(asking)
    }

    /// Writes it so that `parse` reads the same again (but for the layer, which is not written).
    pub fn to_text(&self, project: &Project) -> String {
        let of_key = |key: &AskKey| -> Vec<String> {
            (key.said)(self, project).into_iter().map(|name| format!("{}:{name}", key.name)).collect()
        };
        let mut parts: Vec<String> = ASK_KEYS.iter().flat_map(of_key).collect();
        let attributes = attributes(project);
        for (attribute, value) in &self.query.values {
            let name = said(&attributes, Some(*attribute)).concat();
            // A key's own name means the attribute when it stands in quotation marks.
            let name = if AskKey::of(&name).is_some() { format!("\"{name}\"") } else { name };
            parts.push(format!("{name}={}", value.as_deref().map(quoted).unwrap_or_default()));
        }
        parts.extend(self.words.iter().map(|words| quoted(words)));
        parts.join(" ")
    }

    /// The excerpts asked for: documents in the analyst's order, spans by start and end.
    pub fn excerpts(&self, project: &Project, texts: &dyn Texts) -> Vec<Excerpt> {
        let found = excerpts(project, &self.query);
        self.words.iter().fold(found, |found, words| saying(project, texts, found, words))
    }

    /// What the last thing written may become: the whole line again, once for every key, attribute or name
    /// that begins so, then for those that have it in them.
    pub fn completions(project: &Project, text: &str) -> Vec<String> {
        let written = Written::of(text);
        let fresh = !written.open && (text.is_empty() || text.ends_with(char::is_whitespace));
        let last = written.conditions.last().filter(|_| !fresh);
        let (kept, typed, mut there) = match last {
            None => (text.to_string(), "", keys_there(project)),
            Some(Condition { key: None, start, value, .. }) => {
                (text[..*start].to_string(), value.as_str(), keys_there(project))
            }
            Some(Condition { key: Some(key), behind, value, quoted_key, .. }) => {
                let names = match AskKey::of(key).filter(|_| !quoted_key) {
                    Some(key) => (key.names)(project),
                    None => pick("attribute", key, &attributes(project))
                        .map_or_else(|_| Vec::new(), |attribute| values_of(project, attribute)),
                };
                let names = names.iter().map(|name| quoted(name)).collect();
                (text[..*behind].to_string(), value.as_str(), names)
            }
        };
        let typed = fold(typed).0;
        let bare = |name: &String| fold(name.trim_matches('"')).0;
        let last_name = |name: &String| bare(name).rsplit(" > ").next().unwrap_or_default().to_string();
        there.retain(|name| bare(name).contains(&typed));
        there.sort_by_key(|name| !bare(name).starts_with(&typed) && !last_name(name).starts_with(&typed));
        there.into_iter().map(|name| format!("{kept}{name}")).collect()
    }
}

impl AskKey {
    /// The key of that name.
    pub fn of(name: &str) -> Option<&'static AskKey> {
        let name = name.to_lowercase();
        ASK_KEYS.iter().find(|key| key.name == name || key.also.contains(&name.as_str()))
    }
}

/// Every key and attribute, as it stands before a name.
fn keys_there(project: &Project) -> Vec<String> {
    let keys = ASK_KEYS.iter().map(|key| format!("{}:", key.name));
    keys.chain(names_of(attributes(project)).iter().map(|name| format!("{}=", quoted(name)))).collect()
}

fn once<T>(key: &'static str, place: &mut Option<T>, found: T) -> Result<(), Wrong> {
    match place.replace(found) {
        None => Ok(()),
        Some(_) => Err(Wrong::Twice { key }),
    }
}

/// An attribute and one of its values; nothing written means that it is missing.
fn value(project: &Project, key: &str, typed: &str) -> Result<(AttributeId, Option<String>), Wrong> {
    let there = attributes(project);
    let attribute = pick("attribute", key, &there).map_err(|wrong| match wrong {
        Wrong::Name { typed, .. } => Wrong::Key { typed, there: keys_there(project).join(" ") },
        several => several,
    })?;
    if typed.is_empty() {
        return Ok((attribute, None));
    }
    let values = values_of(project, attribute);
    let place = pick(&format!("value of {key}"), typed, &numbered(&values))?;
    Ok((attribute, Some(values[place].clone())))
}

/// The values an attribute may have and those it has, each once.
fn values_of(project: &Project, attribute: AttributeId) -> Vec<String> {
    let mut values: Vec<String> = match project.attributes().find(|(id, _)| *id == attribute) {
        Some((_, Attribute { values: ValueType::Ordered(choices), .. })) => choices.clone(),
        _ => Vec::new(),
    };
    let cases = project.cases().map(|(id, _)| Subject::Case(id));
    let subjects = cases.chain(project.document_order().iter().map(|&id| Subject::Document(id)));
    let given: BTreeSet<String> = subjects
        .flat_map(|subject| project.values_of(subject))
        .filter(|(other, ..)| *other == attribute)
        .map(|(.., value)| value.to_string())
        .collect();
    values.extend(given.into_iter().filter(|value| !values.contains(value)).collect::<Vec<_>>());
    values
}
