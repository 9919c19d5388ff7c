//! Words replaced wherever they stand: in the texts, the labels, the titles and the names of people.

use std::sync::Arc;

use super::Plan;
use super::revision::revision_edit;
use crate::project::*;
use crate::text::{Revision, Span, Text, Turn, find_whole};

/// What is put in the place of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The words.
    pub words: String,
    /// What is put there.
    pub becomes: String,
}

/// Plans to replace words in every text, in labels, in titles and in the names of people, whole words only and the longest
/// first: one gesture. The words before stay in the folder, so that it can be undone.
pub fn plan_replacements(
    project: &Project,
    texts: &dyn Texts,
    replacements: &[Replacement],
    ids: &mut dyn FnMut() -> Id,
) -> Plan {
    let mut longest: Vec<&Replacement> = replacements.iter().filter(|one| !one.words.is_empty()).collect();
    longest.sort_by_key(|one| std::cmp::Reverse(one.words.chars().count()));
    let mut plan = Plan::default();
    for (id, document) in project.documents() {
        let Some(old) = texts.text(document.text) else {
            plan.notes.push(format!("the words of {} are missing, so nothing was replaced there", document.title));
            continue;
        };
        let places = places(&old, &longest);
        if places.is_empty() {
            continue;
        }
        let length = |words: &str| words.chars().count() as u32;
        let changes = Revision::replacing(places.iter().map(|&(span, becomes)| (span, length(becomes))));
        let new = Arc::new(Text::new(put_together(&old, &places)));
        let turns = document.turns.iter().map(|turn| moved(turn, &changes)).collect();
        let speakers = relabelled(&document.speakers, &longest);
        let said = said_of_passages(project, id, &changes, &new, &document.speakers, &speakers);
        plan.edits.extend(revision_edit(project, id, changes, &new, (speakers, turns), ids));
        plan.edits.extend(said);
        plan.texts.push((TextKey::of(new.as_str()), new));
    }
    let mut titles: Vec<String> = Vec::new();
    for (document, known) in project.documents() {
        let title = replaced(&known.title, &longest);
        if title != known.title {
            let title = super::unique(&title, |taken| {
                titles.iter().any(|other| other == taken) || project.documents().any(|(_, other)| other.title == taken)
            });
            titles.push(title.clone());
            plan.edits.push(Edit::RetitleDocument { document, title });
        }
    }
    for (case, known) in project.cases() {
        let name = replaced(&known.name, &longest);
        if name != known.name {
            plan.edits.push(Edit::RenameCase { case, name });
        }
    }
    plan
}

/// Where which words come, in order, none overlapping.
fn places<'a>(text: &Text, longest: &[&'a Replacement]) -> Vec<(Span, &'a str)> {
    let mut places: Vec<(Span, &str)> = Vec::new();
    for one in longest {
        for span in find_whole(text, &one.words) {
            let next = places.partition_point(|(other, _)| other.start() < span.start());
            let free = places.get(next).is_none_or(|(other, _)| span.end() <= other.start())
                && next.checked_sub(1).is_none_or(|before| places[before].0.end() <= span.start());
            if free {
                places.insert(next, (span, &one.becomes));
            }
        }
    }
    places
}

pub(super) fn put_together(old: &Text, places: &[(Span, &str)]) -> String {
    let (mut new, mut at) = (String::with_capacity(old.as_str().len()), 0);
    for &(span, becomes) in places {
        new.push_str(old.slice(at..span.start()));
        new.push_str(becomes);
        at = span.end();
    }
    new.push_str(old.slice(at..old.len()));
    new
}

/// A turn in the new words; words that were replaced at its very beginning are in it as they were.
pub(super) fn moved(turn: &Turn, changes: &Revision) -> Turn {
    let (start, body) = (changes.start(turn.start), changes.start(turn.body));
    let end = if turn.body < turn.end { changes.end(turn.end) } else { body };
    Turn { start, body, end, ..*turn }
}

fn replaced(words: &str, longest: &[&Replacement]) -> String {
    let text = Text::new(words);
    put_together(&text, &places(&text, longest))
}

/// The labels with their words replaced; two that became the same are told apart by a number.
fn relabelled(speakers: &[Speaker], longest: &[&Replacement]) -> Vec<Speaker> {
    let mut relabelled: Vec<Speaker> = Vec::new();
    for speaker in speakers {
        let label = replaced(&speaker.label, longest);
        let label = super::unique(&label, |taken| relabelled.iter().any(|other| other.label == taken));
        relabelled.push(Speaker { label, ..speaker.clone() });
    }
    relabelled
}

/// What was said of who speaks in passages, by the new labels.
pub(super) fn said_of_passages(
    project: &Project,
    id: DocumentId,
    changes: &Revision,
    new: &Text,
    before: &[Speaker],
    after: &[Speaker],
) -> Vec<Edit> {
    let renamed = |label: &String| {
        let place = before.iter().position(|speaker| speaker.label == *label);
        place.map_or_else(|| label.clone(), |place| after[place].label.clone())
    };
    let salt = project.document(id).map(|document| document.salt).unwrap_or_default();
    let said = project.attributions().filter(|(document, ..)| *document == id);
    let said = said.filter_map(|(document, span, labels)| {
        let now: Vec<String> = labels.iter().map(renamed).collect();
        let span = changes.moved(span).filter(|_| now != labels)?;
        let passage = Passage { document, span, seal: Seal::of(salt, new.passage(span)) };
        Some(Edit::Attribute { passage, speakers: Some(now) })
    });
    said.collect()
}
