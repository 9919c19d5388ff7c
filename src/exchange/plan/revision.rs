//! A document's words written anew: what stays, what goes where, and who speaks.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::exchange::speakers::{self, Speakers};
use crate::project::*;
use crate::text::{Revision, Span, Text, Turn, clean, count_words, print_lines, turns_after};

/// A document's words written anew, before that is done.
#[derive(Clone, Debug)]
pub struct Revising {
    /// The change.
    pub edit: Edit,
    /// The words to be stored before it is made.
    pub text: (TextKey, Arc<Text>),
    /// Labels that open turns now and did not before.
    pub new_speakers: Vec<String>,
}

/// Plans to put `words` in the place of a document's, which are `old`; `None` where they are the same.
///
/// Turns whose labels were not touched stay as they are; where words were put in, labels are looked for.
pub fn plan_revision(
    project: &Project,
    id: DocumentId,
    old: &Text,
    words: String,
    ids: &mut dyn FnMut() -> Id,
) -> Option<Revising> {
    let document = project.document(id)?;
    let mut words = clean(words);
    // Editors end a text with a line feed, whether it had one or not.
    if words.ends_with('\n') && !old.as_str().ends_with('\n') {
        words.truncate(words.trim_end_matches('\n').len());
    }
    let changes = Revision::between(old.as_str(), &words);
    if changes.is_empty() {
        return None;
    }
    let new = Arc::new(Text::new(words));
    let (speakers, turns) = who_speaks(document, &changes, &new);
    let new_speakers = speakers[document.speakers.len()..].iter().map(|speaker| speaker.label.clone()).collect();
    let edit = revision_edit(project, id, changes, &new, (speakers, turns), ids)?;
    let key = TextKey::of(new.as_str());
    Some(Revising { text: (key, new), new_speakers, edit })
}

/// The change that puts a new text, with its speakers and turns, in the place of a document's.
pub(super) fn revision_edit(
    project: &Project,
    id: DocumentId,
    changes: Revision,
    new: &Text,
    (speakers, turns): (Vec<Speaker>, Vec<Turn>),
    ids: &mut dyn FnMut() -> Id,
) -> Option<Edit> {
    let document = project.document(id)?;
    let seals: BTreeMap<Span, Seal> = project
        .pointed_at(id)
        .into_iter()
        .filter(|passage| changes.touches(passage.span))
        .filter_map(|passage| changes.moved(passage.span))
        .map(|span| (span, Seal::of(document.salt, new.passage(span))))
        .collect();
    let times: Vec<(u32, u64)> = document.times.iter().map(|&(start, time)| (changes.start(start), time)).collect();
    let after = Version {
        text: TextKey::of(new.as_str()),
        characters: new.len(),
        words: count_words(new.as_str()),
        speakers: speakers.into(),
        lines: print_lines(new, &turns).into(),
        turns: turns.into(),
        times: times.into(),
    };
    Some(Edit::ReviseDocument {
        revision: RevisionId(ids()),
        document: id,
        on: document.revised,
        changes,
        after,
        seals: seals.into_iter().collect(),
    })
}

/// The speakers, those known before first, and the turns of the new words.
fn who_speaks(document: &Document, changes: &Revision, new: &Text) -> (Vec<Speaker>, Vec<Turn>) {
    let mut speakers = document.speakers.to_vec();
    let mut labels: BTreeMap<u32, (u16, u32)> = BTreeMap::new();
    for turn in document.turns.iter() {
        let label = Span::new(turn.start, turn.body.max(turn.start + 1), u32::MAX);
        if label.is_some_and(|label| !changes.touches(label)) {
            let after = changes.end(turn.body.max(turn.start));
            labels.insert(changes.start(turn.start), (turn.speaker, after.max(changes.start(turn.start))));
        }
    }
    let voices = document.speakers.iter().map(|speaker| speaker.label.clone()).collect();
    let table = speakers::detect_beside(&[new.as_str()], &voices, &Speakers::Auto);
    let (names, found) = speakers::turns(new.as_str(), &table);
    for turn in found {
        let put_in = |start: u32, end: u32| turn.start < end && start < turn.body;
        if labels.contains_key(&turn.start) || !changes.replaced().any(|place| put_in(place.put.0, place.put.1)) {
            continue;
        }
        let name = &names[usize::from(turn.speaker)];
        let known = speakers.iter().position(|speaker| speaker.label == *name);
        let place = known.unwrap_or_else(|| {
            let role = table.labels.iter().find(|label| label.name == *name).map(|label| label.role);
            speakers.push(Speaker { label: name.clone(), role: role.unwrap_or_default(), case: None });
            speakers.len() - 1
        });
        if let Ok(place) = u16::try_from(place) {
            labels.insert(turn.start, (place, turn.body));
        }
    }
    let labels: Vec<(u16, u32, u32)> =
        labels.into_iter().map(|(start, (speaker, after))| (speaker, start, after)).collect();
    (speakers, turns_after(new, &labels))
}
