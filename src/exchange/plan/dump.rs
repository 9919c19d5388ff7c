//! A whole project that arrived, brought into this one.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

use super::{Plan, one_line, unique};
use crate::exchange::Fidelity;
use crate::exchange::guid::known_guids;
use crate::exchange::json::{DocumentRecord, Dump, SpeakerRecord, TurnRecord};
use crate::exchange::labels::role_named;
use crate::project::*;
use crate::text::{Span, Text, Turn, clean, count_words, print_lines, trim};

/// Plans to bring a dump into a project.
///
/// Into an empty one (there may be a coder) everything comes as it was: ids of emic's own form, times,
/// order, the study's name. Elsewhere things get new ids and are joined to what is there: coders and cases
/// by name, attributes by name and bearer, codes by path, documents by their words; what is there stays.
pub fn plan_dump(
    project: &Project,
    dump: Dump,
    ids: &mut dyn FnMut() -> Id,
    salt: &mut dyn FnMut() -> TextKey,
) -> Plan {
    let mut planner = Planner::new(project, ids, salt);
    planner.plan.notes = dump.notes.clone();
    planner.plan.notes.extend(dump.fidelity.notes());
    planner.plan.fidelity = dump.fidelity;
    let unknown = "parts of the file that emic does not know, left out";
    dump.notes.iter().for_each(|note| planner.plan.fidelity.left_out(unknown, note));
    if planner.keeps && !dump.project.trim().is_empty() {
        let name = one_line(&dump.project, "");
        if name != project.name() {
            planner.plan.edits.push(Edit::NameProject { name });
        }
    }
    // Grown as it fills, the list would be held twice for a moment.
    planner.plan.edits.reserve(dump.codings.len() + 4 * (dump.documents.len() + dump.codes.len()) + dump.memos.len());
    planner.coders(dump.coders);
    planner.attributes(dump.attributes);
    planner.cases(dump.cases);
    planner.documents(dump.documents, dump.speakers);
    let states = planner.codes(dump.codes);
    planner.codings(dump.codings);
    planner.plan.edits.extend(states);
    planner.memos(dump.memos);
    planner.comparisons(dump.comparisons);
    planner.themes(dump.themes);
    planner.attributions(dump.attributions);
    planner.assignments(dump.assignments);
    planner.cells();
    planner.done()
}

/// A plan in the making: what the ids and names of the dump mean here.
pub(super) struct Planner<'a> {
    pub project: &'a Project,
    /// Whether ids of emic's own form are kept.
    pub keeps: bool,
    pub plan: Plan,
    pub fidelity: Fidelity,
    pub coders: HashMap<String, CoderId>,
    pub cases: HashMap<String, CaseId>,
    pub cases_by_name: HashMap<String, CaseId>,
    pub attributes: HashMap<(Bearer, String), (AttributeId, ValueType)>,
    pub documents: HashMap<String, Brought>,
    pub codes: HashMap<String, CodeId>,
    pub codes_by_path: HashMap<Vec<String>, CodeId>,
    pub memos: HashMap<String, MemoId>,
    /// The changes that add a memo on a cell whose excerpts are those it was written of.
    pub fresh: Vec<usize>,
    /// Who is who outside, once somebody asked.
    guids: Option<HashMap<Uuid, Id>>,
    ids: &'a mut dyn FnMut() -> Id,
    salt: &'a mut dyn FnMut() -> TextKey,
    kept: HashSet<(&'static str, Id)>,
    stored: HashSet<TextKey>,
}

/// A document of the dump, as it is here.
pub(super) struct Brought {
    pub id: DocumentId,
    pub title: String,
    pub salt: TextKey,
    pub words: Words,
    pub labels: HashSet<String>,
    /// Whether it was in the project before.
    pub was_here: bool,
}

/// A text as it is stored, with the characters of the arrived one that are not in it.
pub(super) struct Words {
    pub text: Arc<Text>,
    dropped: Vec<u32>,
}

impl Words {
    pub fn of(words: String) -> Words {
        let marks = words.chars().take_while(|&letter| letter == '\u{feff}').count();
        let mut dropped: Vec<u32> = (0..marks as u32).collect();
        if words.contains('\r') {
            let next = words.chars().skip(1).chain(std::iter::once(' '));
            let pairs = (0_u32..).zip(words.chars().zip(next)).filter(|(_, pair)| *pair == ('\r', '\n'));
            dropped.extend(pairs.map(|(position, _)| position));
        }
        Words { text: Arc::new(Text::new(clean(words))), dropped }
    }

    /// Where a position of the arrived text is in the stored one; past the end stays past the end.
    pub fn position(&self, arrived: u32) -> u32 {
        arrived - self.dropped.partition_point(|&dropped| dropped < arrived) as u32
    }

    /// The times of captions where their words are in the stored text, in order, and how many lie outside it.
    pub fn times(&self, arrived: &[(u32, u64)]) -> (Arc<[(u32, u64)]>, usize) {
        let stored = arrived.iter().map(|&(start, time)| (self.position(start), time));
        let mut times: Vec<(u32, u64)> = stored.filter(|&(start, _)| start <= self.text.len()).collect();
        times.sort_by_key(|&(start, _)| start);
        let left_out = arrived.len() - times.len();
        (times.into(), left_out)
    }

    pub fn span(&self, start: u32, end: u32) -> Option<Span> {
        Span::new(self.position(start), self.position(end), self.text.len())
    }
}

impl<'a> Planner<'a> {
    fn new(project: &'a Project, ids: &'a mut dyn FnMut() -> Id, salt: &'a mut dyn FnMut() -> TextKey) -> Planner<'a> {
        Planner {
            project,
            keeps: project.is_empty(),
            plan: Plan::default(),
            fidelity: Fidelity::default(),
            coders: HashMap::new(),
            cases: HashMap::new(),
            cases_by_name: HashMap::new(),
            attributes: HashMap::new(),
            documents: HashMap::new(),
            codes: HashMap::new(),
            codes_by_path: HashMap::new(),
            memos: HashMap::new(),
            fresh: Vec::new(),
            guids: None,
            ids,
            salt,
            kept: HashSet::new(),
            stored: HashSet::new(),
        }
    }

    /// The plan, with what became of everything.
    fn done(self) -> Plan {
        let mut plan = self.plan;
        plan.notes.extend(self.fidelity.notes());
        for edit in &plan.edits {
            let what = match edit {
                Edit::AddCoder { .. } => "coders",
                Edit::AddDocument { .. } => "documents",
                Edit::AddCase { .. } => "participants",
                Edit::AddAttribute { .. } => "attributes",
                Edit::SetAttribute { .. } => "values of attributes",
                Edit::AddCode { .. } => "codes",
                Edit::ApplyCode { .. } => "codings",
                Edit::AddMemo { .. } => "memos",
                _ => continue,
            };
            plan.fidelity.understood(what, 1);
        }
        plan.fidelity.extend(self.fidelity);
        plan
    }

    /// The thing here that a word of the dump names: by its id, or by the GUID under which it left.
    pub fn meant(&mut self, word: &str) -> Option<Id> {
        if let Ok(id) = word.parse() {
            return Some(id);
        }
        let guid = Uuid::try_parse(word).ok()?;
        let project = self.project;
        self.guids.get_or_insert_with(|| known_guids(project)).get(&guid).copied()
    }

    /// The id that a thing of the dump gets: its own where ids are kept and it is no other's.
    pub fn id_for(&mut self, kind: &'static str, word: &str) -> Id {
        if self.keeps
            && let Ok(id) = Id::from_str(word)
            && word.contains('-')
            && id.to_string() == word
            && self.kept.insert((kind, id))
        {
            return id;
        }
        loop {
            let id = (self.ids)();
            if self.kept.insert((kind, id)) {
                return id;
            }
        }
    }

    /// Has the words stored, and gives their key.
    pub fn store(&mut self, text: Arc<Text>) -> TextKey {
        let key = TextKey::of(text.as_str());
        if self.stored.insert(key) {
            self.plan.texts.push((key, text));
        }
        key
    }

    fn documents(&mut self, documents: Vec<DocumentRecord>, speakers: Vec<SpeakerRecord>) {
        let mut speakers_of: HashMap<String, Vec<SpeakerRecord>> = HashMap::new();
        for speaker in speakers {
            speakers_of.entry(speaker.document.clone()).or_default().push(speaker);
        }
        let mut here: HashMap<TextKey, Vec<DocumentId>> = HashMap::new();
        for (id, document) in self.project.documents() {
            here.entry(document.text).or_default().push(id);
        }
        let mut titles: HashSet<String> =
            self.project.documents().map(|(_, document)| document.title.clone()).collect();
        let mut rank = self.project.document_rank_last();
        for mut record in documents {
            let speakers = speakers_of.remove(&record.id).unwrap_or_default();
            let words = Words::of(std::mem::take(&mut record.text));
            let title = one_line(&record.title, &one_line(&record.id, "document"));
            if record.characters.is_some_and(|said| words.position(said) != words.text.len()) {
                self.fidelity.changed("documents whose length is not in characters as counted here", &title);
            }
            let same = here.get(&TextKey::of(words.text.as_str())).and_then(|same| self.same(same, &record.id, &title));
            let brought = match same {
                Some((id, document)) => {
                    self.fidelity
                        .changed("already here, so that only codings, memos and values are added to them", &title);
                    let labels = document.speakers.iter().map(|speaker| speaker.label.clone()).collect();
                    let title = document.title.clone();
                    Brought { id, title, salt: document.salt, words, labels, was_here: true }
                }
                None => {
                    // Two of one title came so from one project; only what is here already is renamed for.
                    let title = match self.keeps {
                        true => title.clone(),
                        false => unique(&title, |title| titles.contains(title)),
                    };
                    titles.insert(title.clone());
                    let brought = self.add_document(title, rank, &mut record, speakers, words);
                    rank = rank.saturating_add(RANK_STEP);
                    brought
                }
            };
            self.values(Subject::Document(brought.id), std::mem::take(&mut record.attributes.0), brought.was_here);
            if let Entry::Vacant(free) = self.documents.entry(record.id) {
                free.insert(brought);
            } else {
                self.fidelity.changed("documents with the id of another, without their codings", &title);
            }
        }
    }

    /// Of the documents here with those words, the one of that id, else of that title, else the first.
    fn same(&mut self, here: &[DocumentId], id: &str, title: &str) -> Option<(DocumentId, &'a Document)> {
        let project = self.project;
        let titled = |id: DocumentId| project.document(id).is_some_and(|document| document.title == title);
        let id = self.meant(id);
        let same = here.iter().copied().find(|here| Some(here.0) == id);
        let same = same.or_else(|| here.iter().copied().find(|&here| titled(here))).or(here.first().copied())?;
        Some((same, project.document(same)?))
    }

    fn add_document(
        &mut self,
        title: String,
        rank: u64,
        record: &mut DocumentRecord,
        speakers: Vec<SpeakerRecord>,
        words: Words,
    ) -> Brought {
        let document = DocumentId(self.id_for("document", &record.id));
        let mut speakers = self.speakers(speakers);
        let turns = self.turns(&title, std::mem::take(&mut record.turns), &mut speakers, &words);
        let text = &words.text;
        let lines = record.lines.take().map_or_else(
            || print_lines(text, &turns),
            |lines| lines.into_iter().map(|start| words.position(start)).collect(),
        );
        let (times, left_out) = words.times(&std::mem::take(&mut record.times).unwrap_or_default());
        if left_out > 0 {
            self.fidelity.left_out("documents with times outside their text, which are left out", &title);
        }
        let (characters, counted) = (text.len(), count_words(text.as_str()));
        let (text, salt) = (self.store(Arc::clone(text)), (self.salt)());
        let labels = speakers.iter().map(|speaker| speaker.label.clone()).collect();
        let kind = self.kind(&title, &record.kind);
        self.plan.edits.push(Edit::AddDocument {
            document,
            title: title.clone(),
            kind,
            text,
            salt,
            characters,
            words: counted,
            speakers,
            turns: turns.into(),
            lines: lines.into(),
            times,
            rank,
        });
        Brought { id: document, title, salt, words, labels, was_here: false }
    }

    fn kind(&mut self, title: &str, word: &str) -> DocumentKind {
        let plain = |word: &str| word.trim().to_lowercase().replace(['-', '_'], " ");
        let wanted = plain(word);
        if wanted.is_empty() {
            return DocumentKind::default();
        }
        DocumentKind::ALL.into_iter().find(|kind| plain(kind.word()) == wanted).unwrap_or_else(|| {
            self.fidelity
                .changed("documents of a kind that emic does not know, now \"other\"", format!("{title}: {word}"));
            DocumentKind::Other
        })
    }

    fn speakers(&mut self, records: Vec<SpeakerRecord>) -> Vec<Speaker> {
        let mut speakers: Vec<Speaker> = Vec::new();
        for record in records {
            if speakers.iter().any(|speaker| speaker.label == record.label) {
                self.fidelity.left_out("speakers listed twice in one document, the second left out", &record.label);
                continue;
            }
            let case = (!record.case.is_empty()).then(|| self.case(&record.case));
            let role = Role::of(&record.role).unwrap_or_else(|| {
                if !record.role.is_empty() {
                    self.fidelity.changed("roles that emic does not know, guessed by the label", &record.role);
                }
                role_named(&record.label).unwrap_or_default()
            });
            speakers.push(Speaker { label: record.label, role, case });
        }
        speakers
    }

    /// The turns that make sense, in order; a speaker whom nobody listed is listed.
    fn turns(
        &mut self,
        title: &str,
        mut records: Vec<TurnRecord>,
        speakers: &mut Vec<Speaker>,
        words: &Words,
    ) -> Vec<Turn> {
        records.sort_by_key(|record| record.start);
        let mut places: HashMap<String, u16> =
            (0_u16..).zip(speakers.iter()).map(|(place, speaker)| (speaker.label.clone(), place)).collect();
        let mut turns: Vec<Turn> = Vec::with_capacity(records.len());
        let mut free_from = 0;
        for record in records {
            let (start, end) = (words.position(record.start), words.position(record.end));
            let body = record.body.map_or(start, |body| words.position(body));
            let fits = free_from <= start && start <= body && body <= end && end <= words.text.len();
            let place = places.get(&record.speaker).copied().or_else(|| u16::try_from(speakers.len()).ok());
            let Some(speaker) = place.filter(|_| fits) else {
                self.fidelity.left_out(
                    "turns that overlap or lie outside their text, left out",
                    format!("{title} {start}..{end}"),
                );
                continue;
            };
            let (body, end) = trim(&words.text, body, end);
            turns.push(Turn { speaker, start, body, end });
            free_from = end.max(start.saturating_add(1));
            if usize::from(speaker) == speakers.len() {
                let role = role_named(&record.speaker).unwrap_or_default();
                places.insert(record.speaker.clone(), speaker);
                speakers.push(Speaker { label: record.speaker, role, case: None });
            }
        }
        turns
    }
}
