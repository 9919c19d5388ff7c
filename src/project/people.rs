//! The people: who spoke, who they are, who codes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CaseId, CoderId, DocumentId, Project};
use crate::text::{Span, Turn, turn_at};

/// What a speaker is in the study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// A person studied; the only role that yields respondents.
    #[default]
    Participant,
    /// Asks the questions.
    Interviewer,
    /// Watches, takes notes.
    Observer,
    /// Speaks for somebody else.
    Interpreter,
    /// Several voices at once.
    Group,
    /// Somebody nobody could tell.
    Unidentified,
}

impl Role {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Role; 6] =
        [Role::Participant, Role::Interviewer, Role::Observer, Role::Interpreter, Role::Group, Role::Unidentified];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Participant => "participant",
            Role::Interviewer => "interviewer",
            Role::Observer => "observer",
            Role::Interpreter => "interpreter",
            Role::Group => "group",
            Role::Unidentified => "unidentified",
        }
    }

    /// The role of that word.
    pub fn of(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A label in one document, with what it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// As it stands in the text.
    pub label: String,
    /// What this speaker is in the study.
    pub role: Role,
    /// The person, where known.
    #[serde(default)]
    pub case: Option<CaseId>,
}

/// A person who counts: a case, or a participant of one document who is not yet known as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// A case.
    Case(CaseId),
    /// A speaker, by place in the document's list.
    Speaker(DocumentId, u16),
}

/// A case: a person studied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// As shown.
    pub name: String,
    /// The same person under another name, which counts instead.
    pub joined_to: Option<CaseId>,
    /// Whether and how they withdrew.
    pub withdrawn: Option<Withdrawal>,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// What a person who withdraws wants done with what they said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Withdrawal {
    /// It stays and counts, but nothing more is asked of them.
    Kept,
    /// It stays, and does not count.
    Stopped,
    /// It was erased.
    Removed,
}

impl Withdrawal {
    /// Every way, the one that leaves most first.
    pub const ALL: [Withdrawal; 3] = [Withdrawal::Kept, Withdrawal::Stopped, Withdrawal::Removed];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Withdrawal::Kept => "kept",
            Withdrawal::Stopped => "stopped",
            Withdrawal::Removed => "removed",
        }
    }

    /// The way of that word.
    pub fn of(word: &str) -> Option<Withdrawal> {
        Withdrawal::ALL.into_iter().find(|how| how.word() == word)
    }

    /// What becomes of what they said, in words.
    pub fn said(self) -> &'static str {
        match self {
            Withdrawal::Kept => "what they said stays and counts",
            Withdrawal::Stopped => "what they said no longer counts",
            Withdrawal::Removed => "what they said was erased",
        }
    }
}

/// What kind of coder it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CoderKind {
    /// Somebody who codes.
    #[default]
    Person,
    /// The team's agreed coding.
    Consensus,
}

impl CoderKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            CoderKind::Person => "person",
            CoderKind::Consensus => "consensus",
        }
    }
}

/// Somebody who codes, or the team's consensus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coder {
    /// As shown on codings.
    pub name: String,
    /// A person, or the consensus.
    pub kind: CoderKind,
    /// The same coder under another id, which counts instead.
    pub joined_to: Option<CoderId>,
    /// Taken away, and may come back.
    pub gone: bool,
}

/// How far a coder is with a document they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Assignment {
    /// To do, or being done.
    Open,
    /// Read to the end, not coded yet.
    Read,
    /// Said to be coded.
    Finished,
    /// Coded, and looked over once more.
    Checked,
}

impl Assignment {
    /// Every state, in the order in which a document goes through them.
    pub const ALL: [Assignment; 4] = [Assignment::Open, Assignment::Read, Assignment::Finished, Assignment::Checked];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Assignment::Open => "open",
            Assignment::Read => "read",
            Assignment::Finished => "coded",
            Assignment::Checked => "checked",
        }
    }

    /// The word for how far somebody is, who may not have begun: "unread".
    pub fn word_of(state: Option<Assignment>) -> &'static str {
        state.map_or("unread", Assignment::word)
    }

    /// The state of that word.
    pub fn of(word: &str) -> Option<Assignment> {
        Assignment::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether the coder says that their coding is whole: coded, or checked too.
    pub fn is_finished(self) -> bool {
        self >= Assignment::Finished
    }
}

impl Project {
    /// How far everybody is with what was given to them, as far as it is there; of coders who were joined, who came
    /// furthest counts.
    pub fn furthest(&self) -> BTreeMap<(CoderId, DocumentId), Assignment> {
        let mut given: BTreeMap<(CoderId, DocumentId), Assignment> = BTreeMap::new();
        for (coder, document, state) in self.assignments().filter(|(_, id, _)| self.document(*id).is_some()) {
            let furthest = given.entry((self.coder_of(coder), document)).or_insert(state);
            *furthest = state.max(*furthest);
        }
        given
    }

    /// The person a speaker counts as: their case, or the speaker alone. `None` for roles that never count, and
    /// for people who no longer count as they withdrew.
    pub fn person_of(&self, id: DocumentId, speaker: u16) -> Option<Person> {
        self.participant(id, speaker).filter(|&person| self.counts(person))
    }

    fn counts(&self, person: Person) -> bool {
        let Person::Case(case) = person else { return true };
        let withdrawn = self.cases.get(&case).and_then(|case| case.withdrawn);
        !matches!(withdrawn, Some(Withdrawal::Stopped | Withdrawal::Removed))
    }

    /// As `person_of`, whether they withdrew or not.
    fn participant(&self, id: DocumentId, speaker: u16) -> Option<Person> {
        let found = self.document(id)?.speakers.get(usize::from(speaker))?;
        (found.role == Role::Participant).then(|| match found.case {
            Some(case) => Person::Case(self.person(case)),
            None => Person::Speaker(id, speaker),
        })
    }

    /// The respondents of an excerpt, sorted: the participants who speak in it, or those
    /// whom an attribution names; in a document without turns its one case.
    pub fn respondents(&self, id: DocumentId, span: Span) -> Vec<Person> {
        let mut people = self.participants(id, span);
        people.retain(|&person| self.counts(person));
        people
    }

    /// What is asked again and again of the respondents of one document, worked out once.
    pub fn respondents_in(&self, id: DocumentId) -> Respondents<'_> {
        let document = self.document(id).filter(|document| document.kind.yields_respondents());
        let places = document.map_or(0, |document| document.speakers.len());
        let persons = (0..places).map(|place| self.person_of(id, place.try_into().ok()?)).collect();
        let attributed =
            |first| self.attributions.range((id, first)..).next().is_some_and(|((there, _), _)| *there == id);
        let attributed = Span::new(0, 1, 1).is_some_and(attributed);
        Respondents { project: self, id, turns: document.map_or(&[], |document| &document.turns), persons, attributed }
    }

    /// Whether somebody withdrew whose words no longer count.
    pub fn has_withdrawn(&self) -> bool {
        self.cases.keys().any(|&case| !self.counts(Person::Case(case)))
    }

    /// Whether an excerpt no longer counts: all who speak in it withdrew.
    pub fn is_withdrawn(&self, id: DocumentId, span: Span) -> bool {
        let people = self.participants(id, span);
        !people.is_empty() && !people.into_iter().any(|person| self.counts(person))
    }

    /// As `respondents`, whether they withdrew or not.
    fn participants(&self, id: DocumentId, span: Span) -> Vec<Person> {
        let Some(document) = self.document(id).filter(|document| document.kind.yields_respondents()) else {
            return Vec::new();
        };
        let place = |label: &String| document.speakers.iter().position(|speaker| speaker.label == *label);
        let mut speakers: Vec<u16> = match self.attribution(id, span) {
            Some(labels) => labels.iter().filter_map(place).filter_map(|place| u16::try_from(place).ok()).collect(),
            None if document.turns.is_empty() => {
                (0..document.speakers.len()).filter_map(|n| n.try_into().ok()).collect()
            }
            None => turns_sharing(&document.turns, span).map(|turn| turn.speaker).collect(),
        };
        speakers.sort_unstable();
        speakers.dedup();
        let mut people: Vec<Person> = speakers.into_iter().filter_map(|n| self.participant(id, n)).collect();
        people.sort_unstable();
        people.dedup();
        if document.turns.is_empty() && self.attribution(id, span).is_none() && people.len() != 1 {
            people.clear();
        }
        people
    }

    /// A person's name: the case's, or the speaker's label with the document's title.
    pub fn person_name(&self, person: Person) -> String {
        match person {
            Person::Case(case) => self.cases.get(&case).map(|case| case.name.clone()).unwrap_or_default(),
            Person::Speaker(id, place) => self.document(id).map_or_else(String::new, |document| {
                let label = document.speakers.get(usize::from(place)).map_or("", |speaker| &speaker.label);
                format!("{label} ({})", document.title)
            }),
        }
    }

    /// Every case, joined or gone though it may be.
    pub fn all_cases(&self) -> impl Iterator<Item = CaseId> {
        self.cases.keys().copied()
    }

    /// Everybody in the study who can be a respondent, sorted.
    pub fn people(&self) -> Vec<Person> {
        let mut people: Vec<Person> =
            self.cases().map(|(id, _)| Person::Case(id)).filter(|&person| self.counts(person)).collect();
        for (id, document) in self.documents().filter(|(_, document)| document.kind.yields_respondents()) {
            people.extend((0..document.speakers.len()).filter_map(|n| self.person_of(id, n.try_into().ok()?)));
        }
        people.sort_unstable();
        people.dedup();
        people
    }
}

/// The respondents of one document's excerpts.
pub struct Respondents<'a> {
    project: &'a Project,
    id: DocumentId,
    turns: &'a [Turn],
    /// By place among the speakers: who counts.
    persons: Vec<Option<Person>>,
    /// Somebody said of an excerpt who speaks in it.
    attributed: bool,
}

impl Respondents<'_> {
    /// Puts the respondents of an excerpt in `people`, sorted, as `Project::respondents` has them.
    pub fn of(&self, span: Span, people: &mut Vec<Person>) {
        people.clear();
        if self.attributed || self.turns.is_empty() {
            people.extend(self.project.respondents(self.id, span));
            return;
        }
        let speakers = turns_sharing(self.turns, span).map(|turn| usize::from(turn.speaker));
        people.extend(speakers.filter_map(|place| self.persons.get(place).copied().flatten()));
        people.sort_unstable();
        people.dedup();
    }
}

/// The turns whose words share at least one character with `span`, in order.
pub fn turns_sharing(turns: &[Turn], span: Span) -> impl Iterator<Item = &Turn> {
    let first = turn_at(turns, span.start()).unwrap_or(0);
    turns[first.min(turns.len())..]
        .iter()
        .take_while(move |turn| turn.start < span.end())
        .filter(move |turn| turn.body.max(span.start()) < turn.end.min(span.end()))
}
