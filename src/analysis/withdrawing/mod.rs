//! Everything in a project that one person said, or that tells who they are.

mod certificate;
mod listing;
mod repeats;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use certificate::{Counts, certificate, certificate_name};
use repeats::Repeats;

use crate::project::*;
use crate::text::{Span, Text, Turn, trim};

/// Names of fewer letters are looked for as labels only: an `I` stands everywhere.
const A_NAME: usize = 3;

/// What a project holds of one person.
pub struct Holding<'a> {
    project: &'a Project,
    texts: &'a dyn Texts,
    person: CaseId,
    cases: BTreeSet<CaseId>,
    /// Their documents, those taken away among them, each with the places of their labels in its list.
    documents: BTreeMap<DocumentId, BTreeSet<u16>>,
    /// What they are called from now on.
    name: String,
    /// What they were ever called.
    called: BTreeSet<String>,
    labels: BTreeMap<(DocumentId, String), String>,
    places: BTreeMap<DocumentId, Vec<(Span, String)>>,
    repeats: Repeats,
}

/// What the person who looks through it says of words.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Names to be taken out as well.
    pub also: BTreeSet<String>,
    /// Words to be left wherever they stand.
    pub spared: BTreeSet<String>,
}

impl<'a> Holding<'a> {
    /// Looks for all that a project holds of a person.
    ///
    /// - Their words: the turns of their labels; a document without turns that is theirs.
    /// - Words that repeat them: four in a row that only they used in this study, or one of four letters and more,
    ///   but for those in the names of codes; names that were taken from their words.
    /// - What names them: the case's names and labels that no one else has, of three letters or with a digit.
    pub fn of(fold: &'a Fold, texts: &'a dyn Texts, person: CaseId, choices: &Choices) -> Holding<'a> {
        let project = fold.project();
        let person = project.person(person);
        let cases: BTreeSet<CaseId> = project.all_cases().filter(|&case| project.person(case) == person).collect();
        let theirs = |speaker: &Speaker| speaker.case.is_some_and(|case| cases.contains(&case));
        let places = |document: &Document| -> BTreeSet<u16> {
            (0..).zip(document.speakers.iter()).filter(|(_, speaker)| theirs(speaker)).map(|(place, _)| place).collect()
        };
        let documents: BTreeMap<DocumentId, BTreeSet<u16>> =
            project.all_documents().map(|(id, document)| (id, places(document))).collect();
        let documents = documents.into_iter().filter(|(_, places)| !places.is_empty()).collect();
        let name = new_name(project);
        let labels = labels(fold, &documents, &cases, &name);
        let mut holding = Holding {
            project,
            texts,
            person,
            documents,
            called: called(fold, &cases),
            cases,
            name,
            labels,
            places: BTreeMap::new(),
            repeats: Repeats::default(),
        };
        holding.repeats = holding.repeating(fold, choices);
        let places = project.all_documents().map(|(id, document)| (id, holding.places_in(id, document)));
        holding.places = places.filter(|(_, places)| !places.is_empty()).collect();
        holding
    }

    /// The person.
    pub fn person(&self) -> CaseId {
        self.person
    }

    /// What they are called once they were taken out.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What they and everybody else said, with the words of earlier revisions, and what is written for codes.
    fn repeating(&self, fold: &Fold, choices: &Choices) -> Repeats {
        let (mut theirs, mut others) = (Vec::new(), Vec::new());
        for (id, document) in self.project.all_documents() {
            let own = self.documents.get(&id);
            for version in self.project.versions(id).chain([Version::of(document)]) {
                let Some(text) = self.texts.text(version.text) else { continue };
                let mut at = 0;
                let is_own = |turn: &Turn| {
                    let label = version.speakers.get(usize::from(turn.speaker)).map(|speaker| speaker.label.clone());
                    label.is_some_and(|label| self.labels.contains_key(&(id, label)))
                };
                let whole = own.is_some() && version.turns.is_empty();
                for turn in version.turns.iter().filter(|turn| is_own(turn)) {
                    others.push(text.slice(at..turn.start).to_string());
                    theirs.push(text.slice(turn.body..turn.end).to_string());
                    at = turn.end;
                }
                let rest = text.slice(at..text.len()).to_string();
                if whole { theirs.push(rest) } else { others.push(rest) }
            }
        }
        let in_vivo = self.in_vivo(fold);
        let codes = self.project.codes().map(|(_, code)| code.name.as_str());
        let team: Vec<&str> = codes.filter(|name| !in_vivo.contains_key(*name)).collect();
        let attributes = self.project.attributes().map(|(_, attribute)| attribute.name.as_str());
        // What stands where words were erased is nobody's word.
        let team = team.into_iter().chain(attributes).chain([WITHDRAWN]);
        Repeats::of(theirs.iter().map(String::as_str), others.iter().map(String::as_str), team)
            .naming(self.names(choices), in_vivo)
            .sparing(&choices.spared)
    }

    /// The names that were ever taken from their words, each with what comes in its place.
    fn in_vivo(&self, fold: &Fold) -> BTreeMap<String, String> {
        let mut names = BTreeSet::new();
        for done in fold.done() {
            done.op.edit.clone().for_each_wording(&mut |wording| {
                if let Wording::InVivo(from, name) = wording
                    && self.is_theirs(from, &done.op.texts)
                {
                    names.insert(name.clone());
                }
            });
        }
        names.retain(|name| !name.starts_with(NOT_A_NAME));
        let numbered = |n: usize| if n == 1 { WITHDRAWN.to_string() } else { format!("{NOT_A_NAME} {n}]") };
        (1..).zip(names).map(|(n, name)| (name, numbered(n))).collect()
    }

    /// Whether a passage lies in their words.
    fn is_theirs(&self, passage: Passage, texts: &[RevisionId]) -> bool {
        let Some(own) = self.documents.get(&passage.document) else { return false };
        let Some(now) = self.project.passage_now(passage, texts) else { return true };
        self.project.any_document(passage.document).is_some_and(|document| {
            document.turns.is_empty()
                || turns_sharing(&document.turns, now.span).any(|turn| own.contains(&turn.speaker))
        })
    }

    /// What names them in running words, with what comes in its place.
    fn names(&self, choices: &Choices) -> Vec<(String, String)> {
        let mut shared = BTreeSet::new();
        for (id, document) in self.project.all_documents() {
            let theirs = |place: u16| self.documents.get(&id).is_some_and(|own| own.contains(&place));
            let others = (0..).zip(document.speakers.iter()).filter(|(place, _)| !theirs(*place));
            shared.extend(others.map(|(_, speaker)| speaker.label.clone()));
        }
        let labels = self.labels.keys().map(|(_, label)| label.clone()).filter(|label| !shared.contains(label));
        let tells = |name: &String| {
            let letters = name.chars().filter(|letter| letter.is_alphanumeric()).count();
            letters >= A_NAME || letters > 1 && name.contains(|letter: char| letter.is_ascii_digit())
        };
        let names = self.called.iter().cloned().chain(labels).filter(tells);
        let names: BTreeSet<String> = names.chain(choices.also.iter().cloned()).collect();
        names.into_iter().map(|name| (name, self.name.clone())).collect()
    }

    /// What is to go from a document as it now is.
    fn places_in(&self, id: DocumentId, document: &Document) -> Vec<(Span, String)> {
        let Some(text) = self.texts.text(document.text).filter(|_| !document.gone) else { return Vec::new() };
        let mut places: Vec<(Span, String)> = Vec::new();
        let own = self.documents.get(&id);
        for turn in document.turns.iter().filter(|turn| own.is_some_and(|own| own.contains(&turn.speaker))) {
            let label = document.speakers.get(usize::from(turn.speaker)).map(|speaker| &speaker.label);
            if let Some(label) = label
                && let Some(becomes) = self.labels.get(&(id, label.clone()))
            {
                places.extend(within(&text, turn.start, turn.body, label).map(|span| (span, becomes.clone())));
            }
            places.extend(words_in(&text, turn.body, turn.end));
        }
        if own.is_some() && document.turns.is_empty() {
            places.extend(words_in(&text, 0, text.len()));
        }
        for (place, becomes) in self.repeats.named(text.as_str()) {
            let span = Span::new(text.char_of(place.start), text.char_of(place.end), text.len());
            let free = span.filter(|span| !places.iter().any(|(other, _)| other.overlaps(*span)));
            places.extend(free.map(|span| (span, becomes.to_string())));
        }
        places.sort_by_key(|(span, _)| *span);
        places
    }
}

/// What begins what is left of a name that was taken from their words.
const NOT_A_NAME: &str = "[withdrawn";

/// What begins the name of somebody who was taken out.
const NEW_NAME: &str = "Withdrawn ";

/// The first such name that nobody has.
fn new_name(project: &Project) -> String {
    let taken = |name: &String| project.all_cases().any(|case| project.case(case).is_some_and(|it| it.name == *name));
    (1_u32..).map(|n| format!("{NEW_NAME}{n}")).find(|name| !taken(name)).unwrap_or_default()
}

/// What somebody was ever called, but for what is left of them once they were taken out.
fn called(fold: &Fold, cases: &BTreeSet<CaseId>) -> BTreeSet<String> {
    let name = |done: &Done| match &done.op.edit {
        Edit::AddCase { case, name } | Edit::RenameCase { case, name } if cases.contains(case) => Some(name.clone()),
        _ => None,
    };
    fold.done().iter().filter_map(name).filter(|name| !name.starts_with(NEW_NAME)).collect()
}

/// What becomes of the labels that they have or had in each document; several in one document stay apart.
fn labels(
    fold: &Fold,
    documents: &BTreeMap<DocumentId, BTreeSet<u16>>,
    cases: &BTreeSet<CaseId>,
    name: &str,
) -> BTreeMap<(DocumentId, String), String> {
    let mut found: BTreeMap<DocumentId, BTreeSet<String>> = BTreeMap::new();
    for done in fold.done() {
        let (document, speakers) = match &done.op.edit {
            Edit::AddDocument { document, speakers, .. } | Edit::SetTurns { document, speakers, .. } => {
                (document, speakers.clone())
            }
            Edit::ReviseDocument { document, after, .. } => (document, after.speakers.to_vec()),
            Edit::MapSpeaker { document, label, case: Some(case), .. } if cases.contains(case) => {
                found.entry(*document).or_default().insert(label.clone());
                continue;
            }
            _ => continue,
        };
        let Some(own) = documents.get(document) else { continue };
        let is_own = |(place, speaker): &(usize, Speaker)| {
            speaker.case.is_some_and(|case| cases.contains(&case))
                || u16::try_from(*place).is_ok_and(|place| own.contains(&place))
        };
        let labels = speakers.into_iter().enumerate().filter(is_own).map(|(_, speaker)| speaker.label);
        found.entry(*document).or_default().extend(labels.filter(|label| !label.is_empty()));
    }
    let mut labels = BTreeMap::new();
    for (id, own) in found {
        // A label that was theirs once may be another's by now.
        let theirs = |place: u16| documents.get(&id).is_some_and(|own| own.contains(&place));
        let now = fold.project().any_document(id).map_or(&[][..], |document| &document.speakers[..]);
        let others = (0..).zip(now).filter(|(place, _)| !theirs(*place));
        let others: BTreeSet<&str> = others.map(|(_, speaker)| speaker.label.as_str()).collect();
        let own = own.into_iter().filter(|label| !others.contains(label.as_str()) && !label.starts_with(NEW_NAME));
        for (n, label) in (1_u32..).zip(own) {
            let becomes = if n == 1 { name.to_string() } else { format!("{name} ({n})") };
            labels.insert((id, label), becomes);
        }
    }
    labels
}

fn within(text: &Arc<Text>, start: u32, end: u32, words: &str) -> Option<Span> {
    let at = text.slice(start..end).find(words)?;
    let from = text.char_of(text.byte_of(start) + at);
    Span::new(from, from + words.chars().count() as u32, text.len())
}

/// The words between two places, to be taken out; nothing where there are none left.
fn words_in(text: &Text, start: u32, end: u32) -> Option<(Span, String)> {
    let (start, end) = trim(text, start, end);
    let span = Span::new(start, end, text.len())?;
    (text.passage(span) != WITHDRAWN).then(|| (span, WITHDRAWN.to_string()))
}

impl Erasing for Holding<'_> {
    fn cases(&self) -> &BTreeSet<CaseId> {
        &self.cases
    }

    fn label(&self, document: DocumentId, label: &str) -> Option<String> {
        self.labels.get(&(document, label.to_string())).cloned()
    }

    fn written(&self, words: &str) -> Option<String> {
        match self.called.contains(words) {
            true => Some(self.name.clone()),
            false => self.repeats.taken_out(words),
        }
    }

    fn passage(&self, passage: Passage) -> bool {
        let is_gone = self.project.document(passage.document).is_none();
        is_gone && self.documents.contains_key(&passage.document)
            || self.places(passage.document).iter().any(|(span, _)| span.overlaps(passage.span))
    }

    fn document(&self, document: DocumentId) -> bool {
        self.documents.contains_key(&document) || self.places.contains_key(&document)
    }

    fn alone(&self, id: DocumentId, span: Span) -> bool {
        let Some((document, own)) = self.project.document(id).zip(self.documents.get(&id)) else { return false };
        let mut turns = turns_sharing(&document.turns, span).peekable();
        document.turns.is_empty() || turns.peek().is_some() && turns.all(|turn| own.contains(&turn.speaker))
    }

    fn places(&self, document: DocumentId) -> &[(Span, String)] {
        self.places.get(&document).map_or(&[], Vec::as_slice)
    }
}
