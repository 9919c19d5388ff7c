//! By what excerpts can be asked for.

use std::collections::BTreeSet;

use crate::analysis::{Memoed, Reach, Wrong};
use crate::project::*;

use super::Plain;
use super::names::*;
use super::written::{Condition, quoted};

/// A key by which excerpts can be asked for.
pub struct AskKey {
    /// As it is written before the colon.
    pub name: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    /// What the help says of it.
    pub says: &'static str,
    pub(super) take: fn(&mut Plain, &Project, &Condition) -> Result<(), Wrong>,
    pub(super) names: fn(&Project) -> Vec<String>,
    pub(super) said: fn(&Plain, &Project) -> Vec<String>,
}

/// Every key, in the order in which conditions are written back.
pub const ASK_KEYS: &[AskKey] = &[
    AskKey {
        name: "code",
        also: &["under"],
        says: "coded so, or with one of its subcodes; a second code overlaps the first",
        take: |asking, project, condition| asking.coded(project, condition, Reach::Subtree),
        names: code_paths,
        said: |asking, project| {
            let first = asking.query.code.map(|code| (code, asking.query.reach));
            written(project, first.iter().chain(&asking.query.with), ["code", "own"])
        },
    },
    AskKey {
        name: "own",
        also: &[],
        says: "coded so, its subcodes left aside",
        take: |asking, project, condition| asking.coded(project, condition, Reach::Own),
        names: code_paths,
        said: |_, _| Vec::new(), // with code:, in their order
    },
    AskKey {
        name: "not",
        also: &["without"],
        says: "coded neither so nor with one of its subcodes, not even in part",
        take: |asking, project, condition| asking.not_coded(project, condition, Reach::Subtree),
        names: code_paths,
        said: |asking, project| written(project, asking.query.without.iter(), ["not", "not-own"]),
    },
    AskKey {
        name: "not-own",
        also: &[],
        says: "not coded so, not even in part, its subcodes left aside",
        take: |asking, project, condition| asking.not_coded(project, condition, Reach::Own),
        names: code_paths,
        said: |_, _| Vec::new(), // with not:
    },
    AskKey {
        name: "case",
        also: &["participant", "respondent", "person"],
        says: "this person speaks in it",
        take: |asking, project, condition| {
            once("case", &mut asking.query.person, pick("participant", &condition.value, &people(project))?)
        },
        names: |project| names_of(people(project)),
        said: |asking, project| keyed("case", said(&people(project), asking.query.person)),
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
        said: |asking, _| keyed("spk", asking.query.label.iter().map(|label| quoted(label))),
    },
    AskKey {
        name: "doc",
        also: &["document"],
        says: "stands in this document",
        take: |asking, project, condition| {
            once("doc", &mut asking.query.document, pick("document", &condition.value, &documents(project))?)
        },
        names: |project| names_of(documents(project)),
        said: |asking, project| keyed("doc", said(&documents(project), asking.query.document)),
    },
    AskKey {
        name: "coder",
        also: &[],
        says: "coded by them",
        take: |asking, project, condition| {
            once("coder", &mut asking.query.coder, pick("coder", &condition.value, &coders(project))?)
        },
        names: |project| names_of(coders(project)),
        said: |asking, project| keyed("coder", said(&coders(project), asking.query.coder)),
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
        said: |asking, _| keyed("flag", asking.query.flag.iter().map(|flag| quoted(flag.word()))),
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
        said: |asking, _| keyed("memo", asking.query.memo.iter().map(|asked| memo_word(*asked).to_string())),
    },
    AskKey {
        name: "theme",
        also: &["claim"],
        says: "stands somehow toward this theme, coded or not",
        take: |asking, project, condition| {
            once("theme", &mut asking.query.theme, pick("theme", &condition.value, &themes(project))?)
        },
        names: |project| names_of(themes(project)),
        said: |asking, project| keyed("theme", said(&themes(project), asking.query.theme)),
    },
    AskKey {
        name: "stand",
        also: &[],
        says: "stands so toward that theme, or toward any: for, against, qualifies",
        take: |asking, _, condition| {
            let words: Vec<String> = Stand::ALL.map(|stand| stand.word().to_string()).into();
            let place = pick("stand", &condition.value, &numbered(&words))?;
            once("stand", &mut asking.query.stand, Stand::ALL[place])
        },
        names: |_| Stand::ALL.map(|stand| stand.word().to_string()).into(),
        said: |asking, _| keyed("stand", asking.query.stand.iter().map(|stand| stand.word().to_string())),
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
    Memoed::Of(MemoKind::Dimension),
    Memoed::Of(MemoKind::Sufficiency),
];

fn memo_word(asked: Memoed) -> &'static str {
    match asked {
        Memoed::Any => "yes",
        Memoed::None => "no",
        Memoed::Of(kind) => kind.word(),
    }
}

impl Plain {
    fn coded(&mut self, project: &Project, condition: &Condition, reach: Reach) -> Result<(), Wrong> {
        let code = code(project, &condition.value)?;
        match self.query.code {
            None => (self.query.code, self.query.reach) = (Some(code), reach),
            Some(_) => self.query.with.push((code, reach)),
        }
        Ok(())
    }

    fn not_coded(&mut self, project: &Project, condition: &Condition, reach: Reach) -> Result<(), Wrong> {
        self.query.without.push((code(project, &condition.value)?, reach));
        Ok(())
    }
}

/// Codes as they are asked for, under the one key with their subcodes and under the other without.
fn written<'a>(
    project: &Project,
    codes: impl Iterator<Item = &'a (CodeId, Reach)>,
    [subtree, own]: [&str; 2],
) -> Vec<String> {
    codes
        .map(|(code, reach)| {
            format!("{}:{}", if *reach == Reach::Own { own } else { subtree }, code_said(project, *code))
        })
        .collect()
}

impl AskKey {
    /// The key of that name.
    pub fn of(name: &str) -> Option<&'static AskKey> {
        let name = name.to_lowercase();
        ASK_KEYS.iter().find(|key| key.name == name || key.also.contains(&name.as_str()))
    }
}

/// Every key and attribute, as it stands before a name.
pub(super) fn keys_there(project: &Project) -> Vec<String> {
    let keys = ASK_KEYS.iter().map(|key| format!("{}:", key.name));
    keys.chain(names_of(attributes(project)).iter().map(|name| format!("{}=", quoted(name)))).collect()
}

fn keyed(key: &str, names: impl IntoIterator<Item = String>) -> Vec<String> {
    names.into_iter().map(|name| format!("{key}:{name}")).collect()
}

pub(super) fn once<T>(key: &'static str, place: &mut Option<T>, found: T) -> Result<(), Wrong> {
    match place.replace(found) {
        None => Ok(()),
        Some(_) => Err(Wrong::Twice { key }),
    }
}

/// An attribute and one of its values; nothing written means that it is missing.
pub(super) fn value(project: &Project, key: &str, typed: &str) -> Result<(AttributeId, Option<String>), Wrong> {
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
pub fn values_of(project: &Project, attribute: AttributeId) -> Vec<String> {
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
