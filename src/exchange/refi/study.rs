//! What stands in a REFI-QDA project, gathered thing by thing and made a dump of.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::element::Element;
use super::sources::{Put, Selection, Source, TextAt, WORDLESS, guid, guid_of, notes_of};
use super::texts::Parts;
use super::write::{CONSENSUS, JOURNAL};
use crate::exchange::json::{CodeRecord, CoderRecord, CodingRecord, DocumentRecord, MemoRecord, TargetRecord};
use crate::exchange::offsets::{Evidence, Measured, Offsets, on_words};
use crate::exchange::{Dump, Fidelity, Unreadable};
use crate::project::{CoderKind, Day, Definition, MemoKind};
use crate::text::{clean, clip};

/// What was gathered so far.
#[derive(Default)]
pub struct Study {
    pub dump: Dump,
    pub fidelity: Fidelity,
    /// Who is listed.
    users: HashSet<Uuid>,
    /// How the dump names codes and coders, of which each stands on many passages.
    ids: HashMap<Uuid, Arc<str>>,
    sources: Vec<Source>,
    notes: Vec<Note>,
    /// What notes are about, and who wrote them where the note does not say.
    noted: Vec<(Uuid, TargetRecord, Option<Uuid>)>,
    pub cases: Vec<Element>,
    pub variables: Vec<Element>,
    links: Vec<Element>,
    sets: Vec<Element>,
    /// The place of every document among those of the dump, by id.
    pub documents: HashMap<String, usize>,
    /// Where passages came to lie: document, start, end.
    pub places: HashMap<Uuid, (usize, u32, u32)>,
    /// Passages on which nothing was found to stand so far, by what they are called.
    pub bare: BTreeMap<Uuid, String>,
    /// Whether emic wrote the file.
    pub is_ours: bool,
    said: Said,
}

/// A note, which becomes a memo wherever it is referred to.
struct Note {
    guid: Uuid,
    title: Option<String>,
    text: TextAt,
    user: Option<Uuid>,
}

/// Passages whose words are their names, and the names of those that say something else.
#[derive(Default)]
struct Said {
    same: usize,
    other: Vec<String>,
}

impl Study {
    /// Takes in one thing of a list.
    pub fn take(&mut self, list: &str, thing: Element) {
        match (list, &*thing.name) {
            ("users", "user") => self.user(&thing),
            ("codes", "code") => self.code(&thing, None, &[]),
            ("variables", "variable") => self.variables.push(thing),
            ("cases", "case") => self.cases.push(thing),
            ("sources", _) => self.sources.extend(Source::all(&thing, &mut self.fidelity)),
            ("notes", "note") => self.notes.push(Note {
                guid: guid_of(&thing),
                title: thing.attribute("name").map(str::to_owned),
                text: TextAt::of(&thing),
                user: thing.attribute("creatinguser").map(guid),
            }),
            ("links", "link") => self.links.push(thing),
            ("sets", "set") => self.sets.push(thing),
            ("graphs", _) => self.fidelity.left_out("graphs, left out", thing.attribute("name").unwrap_or("unnamed")),
            ("project", "description") => self.describe(Some(&thing.text), TargetRecord::default(), None),
            ("project", "noteref") => {
                let about = |target| (guid(target), TargetRecord::default(), None);
                self.noted.extend(thing.attribute("targetguid").map(about));
            }
            (list, other) => {
                self.fidelity.left_out("elements that emic does not know, left out", format!("{list}/{other}"));
            }
        }
    }

    fn user(&mut self, user: &Element) {
        let id = guid_of(user);
        let name = user.attribute("name").or(user.attribute("id")).unwrap_or("unnamed coder").to_owned();
        if !self.users.insert(id) {
            self.fidelity.left_out("coders with the GUID of another, left out: what they did is the other's", name);
        } else {
            let kind = user.attribute("id").filter(|kind| *kind == CONSENSUS).map(|_| CoderKind::Consensus.word());
            let kind = kind.unwrap_or_default().to_owned();
            self.dump.coders.push(CoderRecord { id: id.to_string(), name, kind });
        }
    }

    fn code(&mut self, code: &Element, parent: Option<Uuid>, above: &[String]) {
        let name = code.attribute("name").unwrap_or_else(|| {
            self.fidelity.changed("codes without a name, now \"unnamed\"", guid_of(code));
            "unnamed"
        });
        let path = [above, &[name.to_owned()]].concat();
        // One without a GUID is known by where it stands.
        let id = code.attribute("guid").map_or_else(|| guid(&path.join("\n")), guid);
        let shown = || path.join(" > ");
        if code.attribute("iscodable").is_some_and(|word| matches!(word, "false" | "0")) {
            self.fidelity.changed("categories that cannot be coded there, now codes", shown());
        }
        if code.attribute("color").is_some() {
            self.fidelity.left_out("colours of codes, left out: emic gives its own", shown());
        }
        let target = || TargetRecord { code: id.to_string(), ..TargetRecord::default() };
        self.noted.extend(notes_of(code).iter().map(|&note| (note, target(), None)));
        self.dump.codes.push(CodeRecord {
            id: id.to_string(),
            parent: parent.map(|parent| parent.to_string()).unwrap_or_default(),
            path: path.clone(),
            definition: code.words("description").unwrap_or_default().to_owned(),
            ..CodeRecord::default()
        });
        code.all("code").for_each(|child| self.code(child, Some(id), &path));
    }

    /// Makes a memo of a description.
    pub fn describe(&mut self, words: Option<&str>, on: TargetRecord, user: Option<Uuid>) {
        if let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) {
            let coder = self.coder(user);
            self.dump.memos.push(MemoRecord { on, coder, text: words.to_owned(), ..MemoRecord::default() });
        }
    }

    /// How the dump names a coder; nobody is who brings it in.
    fn coder(&mut self, user: Option<Uuid>) -> String {
        self.listed(user);
        user.map(|user| user.to_string()).unwrap_or_default()
    }

    /// Lists a coder whom the file does not.
    fn listed(&mut self, user: Option<Uuid>) {
        if let Some(user) = user
            && self.users.insert(user)
        {
            let name = format!("unlisted {}", &user.to_string()[..8]);
            self.fidelity.changed("coders whom the file does not list", &name);
            self.dump.coders.push(CoderRecord { id: user.to_string(), name, kind: String::new() });
        }
    }

    /// Makes a dump of everything.
    ///
    /// # Errors
    /// Nothing in it was understood, or it is not clear how it counts positions.
    pub fn finish(mut self, root: &Element, mut parts: Parts, offsets: Offsets) -> Result<Dump, Unreadable> {
        if !matches!(&*root.name, "project" | "codebook") {
            return Err(Unreadable::NotRefi);
        }
        self.is_ours = root.attribute("origin").is_some_and(|origin| origin.starts_with("emic "));
        self.dump.project = root.attribute("name").unwrap_or_default().to_owned();
        self.texts(&mut parts, offsets)?;
        self.people();
        self.links();
        self.notes(&mut parts);
        let sets = std::mem::take(&mut self.sets);
        self.groups(sets);
        for name in std::mem::take(&mut self.bare).into_values() {
            self.fidelity.left_out("passages with neither code nor note, left out", name);
        }
        self.definitions();
        let Dump { codes, documents, coders, cases, .. } = &self.dump;
        if codes.is_empty() && documents.is_empty() && coders.is_empty() && cases.is_empty() {
            return Err(Unreadable::NothingUnderstood);
        }
        self.dump.fidelity = self.fidelity;
        Ok(self.dump)
    }

    fn texts(&mut self, parts: &mut Parts, offsets: Offsets) -> Result<(), Unreadable> {
        let mut evidence = Evidence::of(offsets);
        let mut read: Vec<(Source, String)> = Vec::new();
        let mut seen: HashSet<Uuid> = HashSet::new();
        for mut source in std::mem::take(&mut self.sources) {
            match parts.words(std::mem::take(&mut source.text)) {
                Err(why) => self.wordless(&source, &why),
                Ok(words) => {
                    if !seen.insert(source.guid) {
                        self.fidelity
                            .changed("documents with the GUID of another, now with one of their own", &source.title);
                        source.guid = Uuid::new_v5(&source.guid, read.len().to_string().as_bytes());
                    }
                    if !source.selections.is_empty() {
                        evidence.weigh(&Measured::of(&words), &source.selections);
                    }
                    read.push((source, words));
                }
            }
        }
        let (measure, said) = evidence.decide()?;
        for (source, words) in read {
            let text = Measured::of(&words);
            let places = text.places(measure, &source.selections);
            let (positions, times): (Vec<i64>, Vec<u64>) = source.times.iter().copied().unzip();
            let times = text.positions(measure, positions.into_iter()).into_iter().zip(times).collect();
            self.document(source, clean(words), times, &text, &places);
        }
        if !self.places.is_empty() {
            self.fidelity.understood_by("passages", self.places.len(), format!("positions in {said}"));
        }
        // Names that are numbers or titles say nothing of the words.
        if self.said.same >= self.said.other.len() {
            for name in std::mem::take(&mut self.said.other) {
                self.fidelity.changed("passages whose words are not those they are named by; look at them", name);
            }
        }
        Ok(())
    }

    /// Lists what cannot come in, as its source has no words.
    fn wordless(&mut self, source: &Source, why: &str) {
        self.fidelity.left_out("sources without words, left out", format!("{}: {why}", source.title));
        source.codings.iter().for_each(|_| self.fidelity.left_out(WORDLESS, &source.title));
        for selection in &source.selections {
            let name = selection.name.as_deref().unwrap_or("unnamed");
            self.fidelity.left_out("passages of sources without words, left out", format!("{}: {name}", source.title));
        }
    }

    fn document(
        &mut self,
        source: Source,
        words: String,
        times: Vec<(u32, u64)>,
        text: &Measured,
        places: &[Option<(u32, u32)>],
    ) {
        let id: Arc<str> = source.guid.to_string().into();
        let here = self.dump.documents.len();
        let whole = TargetRecord { document: id.to_string(), ..TargetRecord::default() };
        self.noted.extend(source.notes.iter().map(|&note| (note, whole.clone(), source.user)));
        self.describe(source.description.as_deref(), whole, source.user);
        let end = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        for put in &source.codings {
            self.fidelity.changed("codings of a whole document, now on all its words", &source.title);
            self.coding(&source, None, put, (&id, 0, end));
        }
        for (selection, place) in source.selections.iter().zip(places) {
            let name = || {
                let name = selection.name.as_deref().unwrap_or("unnamed");
                format!("{} {}..{}: {}", source.title, selection.start, selection.end, clip(name, 60, '…'))
            };
            let Some((start, end)) = on_words(*place, name, &mut self.fidelity) else { continue };
            if let Some(said) = selection.name.as_deref() {
                match text.says((start as usize, end as usize), said) {
                    true => self.said.same += 1,
                    false => self.said.other.push(name()),
                }
            }
            self.places.insert(selection.guid, (here, start, end));
            self.selection(&source, selection, (&id, start, end));
        }
        let attributes = self.values(&source.values, "document");
        self.documents.insert(id.to_string(), here);
        self.dump.documents.push(DocumentRecord {
            id: id.to_string(),
            title: source.title,
            text: words,
            times: Some(times),
            attributes,
            ..DocumentRecord::default()
        });
    }

    fn selection(&mut self, source: &Source, selection: &Selection, (id, start, end): (&Arc<str>, u32, u32)) {
        let on =
            || TargetRecord { document: id.to_string(), start: Some(start), end: Some(end), ..TargetRecord::default() };
        let user = selection.user.or(source.user);
        self.describe(selection.description.as_deref(), on(), user);
        self.noted.extend(selection.notes.iter().map(|&note| (note, on(), user)));
        if selection.codings.is_empty() && selection.notes.is_empty() && selection.description.is_none() {
            let name = selection.name.as_deref().unwrap_or("unnamed");
            self.bare.insert(selection.guid, format!("{}: {}", source.title, clip(name, 60, '…')));
        }
        for put in &selection.codings {
            for &note in &put.notes {
                self.fidelity.changed("notes on a coding, now memos on its passage", note);
                self.noted.push((note, on(), put.user.or(user)));
            }
            self.coding(source, Some(selection), put, (id, start, end));
        }
    }

    /// Codes a passage; of the two who may have made it the coding's own counts, not the passage's.
    fn coding(
        &mut self,
        source: &Source,
        selection: Option<&Selection>,
        put: &Put,
        (document, start, end): (&Arc<str>, u32, u32),
    ) {
        let Some(code) = put.code else {
            self.fidelity.left_out("codings that name no code, left out", format!("{} {start}..{end}", source.title));
            return;
        };
        let coder = put.user.or(selection.and_then(|selection| selection.user)).or(source.user);
        self.listed(coder);
        let mut id = |guid: Uuid| Arc::clone(self.ids.entry(guid).or_insert_with(|| guid.to_string().into()));
        let (code, coder) = (id(code), coder.map(id).unwrap_or_default());
        self.dump.codings.push(CodingRecord {
            document: Arc::clone(document),
            code,
            coder,
            start,
            end,
            at: put.at,
            ..CodingRecord::default()
        });
    }

    /// A note that is linked to something is about it; other links are no part of a study here.
    fn links(&mut self) {
        let notes: HashSet<Uuid> = self.notes.iter().map(|note| note.guid).collect();
        let things = self.things();
        for link in std::mem::take(&mut self.links) {
            let ends = ["originguid", "targetguid"].map(|name| link.attribute(name).map(guid));
            let pair = match ends {
                [Some(note), Some(thing)] | [Some(thing), Some(note)] if notes.contains(&note) => Some((note, thing)),
                _ => None,
            };
            match pair
                .and_then(|(note, thing)| Some((note, self.target(thing).or_else(|| things.get(&thing).cloned())?)))
            {
                Some((note, on)) => {
                    ends.iter().flatten().for_each(|thing| drop(self.bare.remove(thing)));
                    self.noted.push((note, on, None));
                }
                None => {
                    let name = link.attribute("name").or(link.attribute("guid")).unwrap_or("unnamed");
                    self.fidelity.left_out("links, left out", name);
                }
            }
            self.noted.extend(notes_of(&link).iter().map(|&note| (note, TargetRecord::default(), None)));
        }
    }

    /// A passage, as something a memo can be about.
    fn target(&self, passage: Uuid) -> Option<TargetRecord> {
        let &(document, start, end) = self.places.get(&passage)?;
        let document = self.dump.documents.get(document)?.id.clone();
        Some(TargetRecord { document, start: Some(start), end: Some(end), ..TargetRecord::default() })
    }

    /// Everything else that a memo can be about.
    fn things(&self) -> HashMap<Uuid, TargetRecord> {
        let none = TargetRecord::default;
        let (documents, codes, cases) = (&self.dump.documents, &self.dump.codes, &self.dump.cases);
        let documents = documents.iter().map(|it| (&it.id, TargetRecord { document: it.id.clone(), ..none() }));
        let codes = codes.iter().map(|it| (&it.id, TargetRecord { code: it.id.clone(), ..none() }));
        let cases = cases.iter().map(|it| (&it.id, TargetRecord { case: it.id.clone(), ..none() }));
        documents.chain(codes).chain(cases).map(|(id, target)| (guid(id), target)).collect()
    }

    /// Makes a memo of every note, for each thing it is about; without one it is about the study.
    fn notes(&mut self, parts: &mut Parts) {
        let mut about: HashMap<Uuid, Vec<(TargetRecord, Option<Uuid>)>> = HashMap::new();
        for (note, on, user) in std::mem::take(&mut self.noted) {
            about.entry(note).or_default().push((on, user));
        }
        for note in std::mem::take(&mut self.notes) {
            let title = note.title.unwrap_or_default();
            let on = about.remove(&note.guid).unwrap_or_else(|| vec![(TargetRecord::default(), None)]);
            let journal = title.strip_prefix(JOURNAL).and_then(|words| words.split_once(' ')).filter(|_| self.is_ours);
            let day = journal.and_then(|(day, _)| day.parse::<Day>().ok());
            let kind = MemoKind::of(journal.map_or(&title, |(_, kind)| kind)).filter(|_| self.is_ours);
            let words = match parts.words(note.text) {
                Ok(words) if kind.is_some() || !(words.trim().is_empty() && title.trim().is_empty()) => words,
                Err(_) if kind.is_none() && !title.trim().is_empty() => String::new(),
                Ok(_) => {
                    self.fidelity.left_out("notes without words, left out", note.guid);
                    continue;
                }
                Err(why) => {
                    self.fidelity.left_out("notes without words, left out", format!("{title}: {why}"));
                    continue;
                }
            };
            let text = match kind.is_some() || words.trim_start().starts_with(title.trim()) {
                true => words,
                false => format!("{title}\n\n{words}").trim_end().to_owned(),
            };
            for (mut on, user) in on {
                on.day = day.map(|day| day.to_string()).unwrap_or_default();
                let coder = self.coder(note.user.or(user));
                let (id, kind) = (note.guid.to_string(), kind.map(MemoKind::word).unwrap_or_default().to_owned());
                self.dump.memos.push(MemoRecord { id, on, kind, coder, text: text.clone(), stale: None });
            }
        }
        about
            .into_keys()
            .for_each(|missing| self.fidelity.left_out("notes that are not in the file, left out", missing));
    }

    /// A definition that emic wrote is parted again.
    fn definitions(&mut self) {
        for code in self.dump.codes.iter_mut().filter(|_| self.is_ours) {
            let parts = Definition::parted(&code.definition);
            (code.definition, code.include) = (parts.definition, parts.include);
            (code.exclude, code.example) = (parts.exclude, parts.example);
        }
    }
}
