//! The words that stand in a project, but for those of documents and memos: where each stands, and the project with
//! others in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::*;

/// What words that somebody wrote belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsOf {
    /// The study's name.
    Study,
    /// A document's title.
    Title(DocumentId),
    /// A label in a document.
    Label(DocumentId),
    /// A person's name.
    Case(CaseId),
    /// An attribute's name, or a value that it may have.
    Attribute(AttributeId),
    /// A value, or the phase it holds for.
    Value(AttributeId, Subject),
    /// A code's name.
    Code(CodeId),
    /// A part of what the codebook says of a code.
    Definition(CodeId, &'static str),
    /// A theme's claim.
    Theme(ThemeId),
    /// What was asked in a search for counter-evidence, or a value by which somebody does not fit.
    AboutTheme(ThemeId),
    /// A coder's name.
    Coder(CoderId),
}

/// How much of a project a file carries that leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// All that is there.
    Whole,
    /// Codes and what the codebook says of them.
    Codebook,
    /// Coded passages, with who speaks, what is known of them, and the memos on just these passages.
    Rows,
}

impl Project {
    /// Visits all words that stand in what is there, in the order in which a project is read.
    pub fn for_each_words(&self, visit: &mut dyn FnMut(WordsOf, &str)) {
        visit(WordsOf::Study, &self.name);
        for (id, document) in self.documents() {
            visit(WordsOf::Title(id), &document.title);
            document.speakers.iter().for_each(|speaker| visit(WordsOf::Label(id), &speaker.label));
        }
        for (id, _, labels) in self.attributions().filter(|(id, ..)| self.document(*id).is_some()) {
            labels.iter().for_each(|label| visit(WordsOf::Label(id), label));
        }
        self.cases().for_each(|(id, case)| visit(WordsOf::Case(id), &case.name));
        for (id, attribute) in self.attributes() {
            visit(WordsOf::Attribute(id), &attribute.name);
            if let ValueType::Ordered(choices) = &attribute.values {
                choices.iter().for_each(|choice| visit(WordsOf::Attribute(id), choice));
            }
        }
        let there = |attribute: &AttributeId| self.attributes.get(attribute).is_some_and(|attribute| !attribute.gone);
        for ((attribute, subject, phase), value) in self.values.iter().filter(|((attribute, ..), _)| there(attribute)) {
            phase.iter().for_each(|phase| visit(WordsOf::Value(*attribute, *subject), phase));
            visit(WordsOf::Value(*attribute, *subject), value);
        }
        for (id, code) in self.codes() {
            visit(WordsOf::Code(id), &code.name);
            let Definition { definition, include, exclude, example } = &code.definition;
            let parts = [("definition", definition), ("include", include), ("exclude", exclude), ("example", example)];
            parts.iter().for_each(|(part, words)| visit(WordsOf::Definition(id, part), words));
        }
        for (id, theme) in self.themes() {
            visit(WordsOf::Theme(id), &theme.claim);
            self.searches(id).iter().for_each(|(_, search)| visit(WordsOf::AboutTheme(id), &search.query));
            for who in self.negative_cases(id).into_keys() {
                if let Misfit::Value(_, value) = who {
                    visit(WordsOf::AboutTheme(id), &value);
                }
            }
        }
        // Who was taken away is named by what they left.
        self.coders.iter().for_each(|(&id, coder)| visit(WordsOf::Coder(id), &coder.name));
    }

    /// The project with other words wherever `other` has some, in what is gone too; names that became the same and
    /// must not be are told apart by a number. The words of documents and memos stay; how documents were revised is
    /// forgotten, as that has the words before.
    pub fn reworded(mut self, other: &mut dyn FnMut(&str) -> Option<String>) -> Project {
        let mut put = |words: &mut String| {
            if let Some(becomes) = other(words) {
                *words = becomes;
            }
        };
        put(&mut self.name);
        self.codes.values_mut().for_each(|code| {
            let Definition { definition, include, exclude, example } = &mut code.definition;
            [definition, include, exclude, example].into_iter().for_each(&mut put);
        });
        self.searches.values_mut().for_each(|search| put(&mut search.query));
        self.coders.values_mut().for_each(|coder| put(&mut coder.name));
        for attribute in self.attributes.values_mut() {
            if let ValueType::Ordered(choices) = &mut attribute.values {
                choices.iter_mut().for_each(&mut put);
                let mut seen = BTreeSet::new();
                choices.retain(|choice| seen.insert(choice.clone()));
            }
        }
        for ((attribute, subject, mut phase), mut value) in std::mem::take(&mut self.values) {
            phase.iter_mut().for_each(&mut put);
            put(&mut value);
            self.values.entry((attribute, subject, phase)).or_insert(value);
        }
        for ((theme, mut who), done) in std::mem::take(&mut self.negatives) {
            if let Misfit::Value(_, value) = &mut who {
                put(value);
            }
            self.negatives.entry((theme, who)).or_insert(done);
        }
        self.rename(&mut put);
        self.relabel(&mut put);
        self.revisions.clear();
        self.documents.values_mut().for_each(|document| document.revised = None);
        self.codebook = OnceLock::new();
        self.revision += 1;
        self.shaped = self.revision;
        self
    }

    /// Other names, each its own where it must be: among what is there, and of codes among what is in use.
    fn rename(&mut self, put: &mut dyn FnMut(&mut String)) {
        let documents = self.documents.values_mut();
        each_its_own(documents.map(|document| (document.gone, &mut document.title)), put);
        each_its_own(self.cases.values_mut().map(|case| (case.gone, &mut case.name)), put);
        each_its_own(self.themes.values_mut().map(|theme| (theme.gone, &mut theme.claim)), put);
        let attributes = self.attributes.values_mut();
        each_its_own(attributes.map(|attribute| ((attribute.gone, attribute.on), &mut attribute.name)), put);
        let in_use = |code: &Code| !code.gone && code.state == CodeState::Active;
        let codes = self.codes.values_mut();
        each_its_own(codes.map(|code| ((in_use(code), code.parent), &mut code.name)), put);
    }

    /// Other labels, in what was said of passages as in the documents themselves.
    fn relabel(&mut self, put: &mut dyn FnMut(&mut String)) {
        let mut became: BTreeMap<(DocumentId, String), String> = BTreeMap::new();
        for (id, document) in self.documents.iter_mut() {
            let before: Vec<String> = document.speakers.iter().map(|speaker| speaker.label.clone()).collect();
            let mut speakers = document.speakers.to_vec();
            each_its_own(speakers.iter_mut().map(|speaker| ((), &mut speaker.label)), put);
            let after = speakers.iter().map(|speaker| speaker.label.clone());
            became.extend(before.into_iter().map(|label| (id, label)).zip(after));
            document.speakers = Arc::from(speakers);
        }
        for ((id, _), labels) in &mut self.attributions {
            for label in labels {
                match became.get(&(*id, label.clone())) {
                    Some(now) => *label = now.clone(),
                    None => put(label),
                }
            }
        }
    }
}

/// Puts other words in the place of names; where one becomes what another of the same place is called, it is told
/// apart by a number: `[Person 1]`, `[Person 1] (2)`. A name that stays is left alone.
fn each_its_own<'a, P: Ord + Copy>(names: impl Iterator<Item = (P, &'a mut String)>, put: &mut dyn FnMut(&mut String)) {
    let mut taken: BTreeSet<(P, String)> = BTreeSet::new();
    let mut changed: Vec<(P, &mut String)> = Vec::new();
    for (place, name) in names {
        let before = name.clone();
        put(name);
        if *name == before {
            taken.insert((place, before));
        } else {
            changed.push((place, name));
        }
    }
    for (place, name) in changed {
        let numbered = (2_u32..).map(|count| format!("{name} ({count})"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(&(place, name.clone())));
        if let Some(free) = free {
            taken.insert((place, free.clone()));
            *name = free;
        }
    }
}
