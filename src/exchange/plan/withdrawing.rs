//! What somebody said taken out of a project for good.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Plan;
use super::replacing::{moved, put_together, said_of_passages};
use super::revision::revision_edit;
use crate::project::*;
use crate::text::{Revision, Span, Text};

/// Plans to take one person's words and what names them out of a project: their turns are replaced, the codings that
/// are on nothing else go, memos lose what repeats them, and a record says which texts are to be erased and what holds
/// of changes whose lines carry such words. `there` are the texts that are on the disk, needed or not.
///
/// It cannot be taken back.
pub fn plan_erasure(
    fold: &Fold,
    texts: &dyn Texts,
    (person, erasing): (CaseId, &dyn Erasing),
    there: &[TextKey],
    ids: &mut dyn FnMut() -> Id,
) -> Plan {
    let project = fold.project();
    let mut plan = Plan::default();
    plan.edits.push(Edit::Withdraw { case: person, how: Some(Withdrawal::Removed) });
    for (id, document) in project.documents() {
        match texts.text(document.text) {
            Some(old) if !erasing.places(id).is_empty() => revise(project, id, (&old, erasing), &mut plan, ids),
            None if erasing.document(id) => {
                plan.notes.push(format!("the words of {} are missing, so none was replaced there", document.title));
            }
            _ => {}
        }
    }
    for (memo, known) in project.memos() {
        let words = texts.text(known.text).and_then(|text| erasing.written(text.as_str()));
        if let Some(words) = words {
            let (key, text) = (TextKey::of(&words), Arc::new(Text::new(words)));
            plan.edits.push(Edit::WriteMemo { memo, kind: known.kind, text: key, excerpts: known.excerpts });
            plan.texts.push((key, text));
        }
    }
    // What stays in force has nothing of theirs, whatever it stood in before; what was erased before is gone.
    let revised = |id: DocumentId| !erasing.places(id).is_empty();
    let in_force = project.documents().filter(|(id, _)| !revised(*id)).map(|(_, document)| document.text);
    let kept: BTreeSet<TextKey> =
        plan.texts.iter().map(|(key, _)| *key).chain(in_force).chain(project.erased()).collect();
    let erased = erased_texts(fold, texts, erasing, there);
    let texts = erased.into_iter().filter(|key| !kept.contains(key)).collect();
    plan.edits.push(Edit::Erase { case: person, texts, lines: fold.without(erasing) });
    plan
}

fn revise(
    project: &Project,
    id: DocumentId,
    (old, erasing): (&Text, &dyn Erasing),
    plan: &mut Plan,
    ids: &mut dyn FnMut() -> Id,
) {
    let Some(document) = project.document(id) else { return };
    let alone = project.codings_in(id).filter(|(_, coding)| erasing.alone(id, coding.span));
    plan.edits.extend(alone.map(|(coding, _)| Edit::Remove { thing: Thing::Coding(coding) }));
    for (theme, _) in project.themes() {
        let alone = |passage: &Passage| passage.document == id && erasing.alone(id, passage.span);
        let theirs = project.stances(theme).map(|(passage, _)| passage).filter(alone);
        plan.edits.extend(theirs.map(|passage| Edit::TakeStand { theme, passage, stand: None }));
    }
    let places: Vec<(Span, &str)> =
        erasing.places(id).iter().map(|(span, becomes)| (*span, becomes.as_str())).collect();
    let length = |words: &str| words.chars().count() as u32;
    let changes = Revision::replacing(places.iter().map(|&(span, becomes)| (span, length(becomes))));
    let new = Arc::new(Text::new(put_together(old, &places)));
    let turns = document.turns.iter().map(|turn| moved(turn, &changes)).collect();
    let relabelled = |speaker: &Speaker| {
        let label = erasing.label(id, &speaker.label).unwrap_or_else(|| speaker.label.clone());
        Speaker { label, ..speaker.clone() }
    };
    let speakers: Vec<Speaker> = document.speakers.iter().map(relabelled).collect();
    let said = said_of_passages(project, id, &changes, &new, &document.speakers, &speakers);
    plan.edits.extend(revision_edit(project, id, changes, &new, (speakers, turns), ids));
    plan.edits.extend(said);
    plan.texts.push((TextKey::of(new.as_str()), new));
}

/// The texts that hold words which are to go: what documents said at any time, memos, and what nothing needs.
fn erased_texts(fold: &Fold, texts: &dyn Texts, erasing: &dyn Erasing, there: &[TextKey]) -> BTreeSet<TextKey> {
    let (mut erased, mut of_documents) = (BTreeSet::new(), BTreeSet::new());
    let mut others: BTreeSet<TextKey> = there.iter().copied().collect();
    for done in fold.done() {
        match &done.op.edit {
            Edit::AddDocument { document, text, .. } => drop(of_documents.insert((*document, *text))),
            Edit::ReviseDocument { document, after, .. } => drop(of_documents.insert((*document, after.text))),
            Edit::AddMemo { text, .. } | Edit::WriteMemo { text, .. } => drop(others.insert(*text)),
            _ => {}
        }
    }
    for (document, text) in of_documents {
        others.remove(&text);
        if erasing.document(document) {
            erased.insert(text);
        }
    }
    let repeats = |key: &TextKey| texts.text(*key).is_some_and(|text| erasing.written(text.as_str()).is_some());
    erased.extend(others.into_iter().filter(repeats));
    erased
}
