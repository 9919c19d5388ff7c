//! What stands in another program's database, gathered table by table and made a dump of.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::base::Base;
use crate::exchange::json::{CodeRecord, CoderRecord, CodingRecord, DocumentRecord, MemoRecord, TargetRecord, moment};
use crate::exchange::offsets::{Evidence, Marked, Measured, Offsets, on_words};
use crate::exchange::voices::{self, Person};
use crate::exchange::{Dump, Fidelity, Unreadable, bounded};
use crate::text::{clean, clip};

/// What was gathered so far.
#[derive(Default)]
pub struct Gathered {
    pub dump: Dump,
    pub fidelity: Fidelity,
    /// The cases, and where they are.
    pub people: Vec<Person>,
    texts: Vec<Source>,
    places: HashMap<String, usize>,
    coders: HashSet<String>,
}

/// A text as it stands in the database, and what was marked in it.
struct Source {
    id: String,
    title: String,
    words: String,
    /// Characters.
    length: i64,
    passages: Vec<Passage>,
}

/// A passage, counted as the database counts.
pub struct Passage {
    pub start: i64,
    pub end: i64,
    /// The words it is said to cover.
    pub said: Option<String>,
    pub becomes: Becomes,
}

/// What a passage comes to be.
pub enum Becomes {
    /// A coding: its id, its code, its coder, when it was made.
    Coding { id: String, code: String, coder: String, at: Option<i64> },
    /// A memo of that coder.
    Memo { coder: String, words: String },
    /// A stretch that is a person's, by their place.
    Stretch(usize),
    /// Nothing: nobody said anything of it.
    Bare,
}

impl Marked for Passage {
    fn ends(&self) -> (i64, i64) {
        (self.start, self.end)
    }

    fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }
}

impl Gathered {
    /// Takes in the project itself, its name and what is said of it.
    ///
    /// # Errors
    /// Several are there, whose codes and texts would run together; or the database is damaged.
    pub fn project(&mut self, base: &Base, table: &str, columns: [&str; 2]) -> Result<(), Unreadable> {
        let mut names: Vec<String> = Vec::new();
        base.each(table, columns, |mut row| {
            names.push(row.words(0));
            self.memo(TargetRecord::default(), "", &row.words(1));
        })?;
        if let [_, _, ..] = names[..] {
            return Err(Unreadable::SeveralProjects { names: names.join(", ") });
        }
        self.dump.project = names.pop().unwrap_or_default();
        Ok(())
    }

    /// Takes in a text; one that cannot be taken in, or has no words, is listed.
    pub fn text(&mut self, id: String, title: String, words: String) {
        if words.trim().is_empty() {
            return self.fidelity.left_out("sources without words, left out", title);
        }
        if let Err(why) = bounded(&words) {
            return self.fidelity.left_out("sources without words, left out", format!("{title}: {why}"));
        }
        self.places.insert(id.clone(), self.texts.len());
        let length = i64::try_from(words.chars().count()).unwrap_or(i64::MAX);
        self.texts.push(Source { id, title, words, length, passages: Vec::new() });
    }

    /// Takes in a passage of a text.
    pub fn passage(&mut self, text: &str, passage: Passage) {
        match self.places.get(text) {
            Some(&place) => self.texts[place].passages.push(passage),
            None => {
                let said = clip(passage.said.as_deref().unwrap_or("unnamed"), 60, '…').into_owned();
                self.fidelity.left_out("passages of sources that are not here, left out", said);
            }
        }
    }

    /// The place of a text, and its length (characters).
    pub fn text_at(&self, id: &str) -> Option<(usize, i64)> {
        let place = *self.places.get(id)?;
        Some((place, self.texts[place].length))
    }

    /// The words of a text.
    pub fn words_of(&self, id: &str) -> Option<&str> {
        self.places.get(id).map(|&place| self.texts[place].words.as_str())
    }

    /// How the dump names a coder; nobody is who brings it in.
    pub fn coder(&mut self, name: &str) -> String {
        let name = name.trim();
        if !name.is_empty() && self.coders.insert(name.to_owned()) {
            let (id, name) = (name.to_owned(), name.to_owned());
            self.dump.coders.push(CoderRecord { id, name, kind: String::new() });
        }
        name.to_owned()
    }

    /// Makes a memo of words that are not blank.
    pub fn memo(&mut self, on: TargetRecord, coder: &str, words: &str) {
        if !words.trim().is_empty() {
            let (coder, text) = (self.coder(coder), words.trim().to_owned());
            self.dump.memos.push(MemoRecord { on, coder, text, ..MemoRecord::default() });
        }
    }

    /// Makes a code, under the one of that id; its path is found once all are here.
    pub fn code(&mut self, id: String, name: String, parent: Option<String>, definition: String) {
        let (parent, path) = (parent.unwrap_or_default(), vec![name]);
        self.dump.codes.push(CodeRecord { id, parent, path, definition, ..CodeRecord::default() });
    }

    /// Makes a dump of everything, as the database counts positions.
    ///
    /// # Errors
    /// Nothing in it was understood, or it is not clear how it counts.
    pub fn finish(mut self, offsets: Offsets) -> Result<Dump, Unreadable> {
        self.paths();
        let mut evidence = Evidence::of(offsets);
        for source in self.texts.iter().filter(|source| !source.passages.is_empty()) {
            evidence.weigh(&Measured::of(&source.words), &source.passages);
        }
        let (measure, said) = evidence.decide()?;
        let mut placed = 0;
        for (here, source) in std::mem::take(&mut self.texts).into_iter().enumerate() {
            let text = Measured::of(&source.words);
            let places = text.places(measure, &source.passages);
            let id: Arc<str> = source.id.as_str().into();
            for (passage, place) in source.passages.into_iter().zip(places) {
                placed += usize::from(self.place(here, (&source.title, &id), passage, place, &text));
            }
            let (id, title, text) = (source.id, source.title, clean(source.words));
            self.dump.documents.push(DocumentRecord { id, title, text, ..DocumentRecord::default() });
        }
        if placed > 0 {
            self.fidelity.understood_by("passages", placed, format!("positions in {said}"));
        }
        voices::find(&mut self.dump, &mut self.fidelity, &self.people);
        let Dump { codes, documents, coders, cases, .. } = &self.dump;
        if codes.is_empty() && documents.is_empty() && coders.is_empty() && cases.is_empty() {
            return Err(Unreadable::NothingUnderstood);
        }
        self.dump.fidelity = self.fidelity;
        Ok(self.dump)
    }

    /// Makes of a passage what it becomes; false where it is nowhere in its text.
    fn place(
        &mut self,
        here: usize,
        (title, id): (&str, &Arc<str>),
        passage: Passage,
        place: Option<(u32, u32)>,
        text: &Measured,
    ) -> bool {
        let name = || {
            let said = clip(passage.said.as_deref().unwrap_or("unnamed"), 60, '…').into_owned();
            format!("{title} {}..{}: {said}", passage.start, passage.end)
        };
        let Some((start, end)) = on_words(place, name, &mut self.fidelity) else { return false };
        if passage.said().is_some_and(|said| !text.says((start as usize, end as usize), said)) {
            self.fidelity.changed("passages whose words are not those they are named by; look at them", name());
        }
        match passage.becomes {
            Becomes::Bare => self.fidelity.left_out("passages with neither code nor note, left out", name()),
            Becomes::Stretch(person) => self.people[person].stretches.push((here, start, end)),
            Becomes::Memo { coder, words } => {
                let (document, start, end) = (id.to_string(), Some(start), Some(end));
                let on = TargetRecord { document, start, end, ..TargetRecord::default() };
                self.memo(on, &coder, &words);
            }
            Becomes::Coding { id: coding, code, coder, at } => {
                let coder = self.coder(&coder).into();
                let (id, document, code) = (coding.into(), Arc::clone(id), code.into());
                self.dump.codings.push(CodingRecord {
                    id,
                    document,
                    code,
                    coder,
                    start,
                    end,
                    at,
                    ..CodingRecord::default()
                });
            }
        }
        true
    }

    /// Gives every code its path, down from the top; the planner cuts circles.
    fn paths(&mut self) {
        let codes = &self.dump.codes;
        let by_id: HashMap<&str, usize> = (0..codes.len()).map(|place| (codes[place].id.as_str(), place)).collect();
        let path = |place: usize| {
            let above = |&at: &usize| by_id.get(codes[at].parent.as_str()).copied();
            let line = std::iter::successors(Some(place), above).take(DEEPEST_CODE);
            let mut path: Vec<String> = line.filter_map(|at| codes[at].path.last().cloned()).collect();
            path.reverse();
            path
        };
        let paths: Vec<Vec<String>> = (0..codes.len()).map(path).collect();
        self.dump.codes.iter_mut().zip(paths).for_each(|(code, path)| code.path = path);
    }
}

/// How deep codes stand in each other at most.
const DEEPEST_CODE: usize = 256;

/// When something was done, as databases write it: a day, and mostly a time of day.
pub fn moment_of(words: &str) -> Option<i64> {
    let words = words.trim();
    moment(words).or_else(|| moment(words.get(..19)?)).or_else(|| moment(&format!("{}T00:00:00", words.get(..10)?)))
}
