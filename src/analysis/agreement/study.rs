//! Who is held against whom, and where.

use std::collections::{BTreeMap, BTreeSet};

use super::{Counts, Marks, Votes, segments};
use crate::abreast;
use crate::analysis::layer::parent_rows;
use crate::analysis::progress::passages_to_code;
use crate::analysis::settings::Of;
use crate::analysis::{Counting, Layer, Reach, Wrong};
use crate::project::{Assignment, CoderId, CoderKind, DocumentId, Project, Texts};
use crate::text::{Span, Text, sentences};

/// What coders are held against each other by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodingUnit {
    /// Turns; in a document without turns, its lines. A coder has a code on one where a word of it is covered.
    #[default]
    Turns,
    /// Sentences of these, by the same rule.
    Sentences,
    /// Characters.
    Characters,
}

/// A document that two coders or more were to code.
#[derive(Debug)]
pub struct Compared {
    /// The document.
    pub document: DocumentId,
    /// Its coders, by place among all that are compared.
    pub coders: Vec<usize>,
    /// Units it has.
    pub units: u64,
    /// By coder and row of the codebook, sorted, where their stretches of units end in `stretches`; rows that nobody
    /// used are missing.
    ends: Vec<((usize, usize), usize)>,
    /// Stretches of units, counted from 0.
    stretches: Marks,
}

/// Coders, and what each has coded for themselves.
#[derive(Debug)]
pub struct Comparing {
    /// The coders.
    pub coders: Vec<CoderId>,
    /// The documents, in the analyst's order.
    pub documents: Vec<Compared>,
    /// Documents left out, as fewer than two have finished them.
    pub unfinished: Vec<DocumentId>,
    /// Whether a code's subcodes count with it.
    pub reach: Reach,
    /// Nobody was assigned anything: whoever coded in a document counts as its coder.
    pub by_codings: bool,
    /// By row of the codebook the documents, by place, in which one of them used it; mostly few.
    used: BTreeMap<usize, Vec<usize>>,
    /// The units of all documents that have the same coders; mostly few kinds of documents.
    units_by_coders: BTreeMap<Vec<usize>, u64>,
}

impl Comparing {
    /// Sets these coders, or all people who code, against each other.
    ///
    /// # Errors
    /// Fewer than two coders, or no document that two of them coded.
    pub fn new(
        project: &Project,
        texts: &dyn Texts,
        coders: &[CoderId],
        (unit, of): (CodingUnit, Of),
        reach: Reach,
    ) -> Result<Comparing, Wrong> {
        let by_codings = project.assignments().all(|(.., state)| state == Assignment::Read);
        let states = states(project, by_codings);
        let is_person = |id: &CoderId| project.coder(*id).is_some_and(|it| it.kind == CoderKind::Person && !it.gone);
        let mut all: Vec<CoderId> = states.keys().map(|(_, coder)| *coder).filter(is_person).collect();
        all.sort_unstable();
        all.dedup();
        let named = !coders.is_empty();
        let mut coders = if named { coders.to_vec() } else { all };
        let mut seen = BTreeSet::new();
        coders.retain(|coder| seen.insert(*coder));
        if coders.len() < 2 {
            return Err(Wrong::OneCoder);
        }
        let marking = states.iter().any(|((_, coder), state)| coders.contains(coder) && state.is_finished());
        let states = States { states, marking };
        let coders = if named { coders } else { states.met(project, &coders) };
        let (counting, parents) = (Counting::new(project, Layer::Union), parent_rows(project));
        let above = |row: usize| parents[row].filter(|_| reach == Reach::Subtree);
        let (mut compared, mut unfinished) = (Vec::new(), Vec::new());
        for &document in project.document_order() {
            let [ready, there] = states.of(&coders, document);
            if ready.len() > 1 {
                compared.push((document, ready));
            } else if there.len() > 1 {
                unfinished.push(document);
            }
        }
        let documents = abreast::each(&compared, |(document, ready)| {
            let ground = Ground::of(project, texts, *document, unit, of);
            let codings = codings(&counting, *document, &coders, ready, &above);
            let marks = codings.chunk_by(|(place, _), (next, _)| place == next).map(|codings| {
                let spans = codings.iter().map(|(_, span)| *span);
                (codings[0].0, ground.units_of(&segments(spans)))
            });
            Compared::with((*document, ready.clone(), ground.units()), marks)
        });
        if documents.is_empty() {
            let title = |id: &DocumentId| project.document(*id).map(|document| document.title.clone());
            let unfinished = unfinished.iter().filter_map(title).collect::<Vec<_>>().join(", ");
            return Err(if unfinished.is_empty() { Wrong::NothingTwice } else { Wrong::Unfinished { unfinished } });
        }
        let mut used: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, compared) in documents.iter().enumerate() {
            let mut rows: Vec<usize> = compared.ends.iter().map(|((_, row), _)| *row).collect();
            rows.sort_unstable();
            rows.dedup();
            rows.into_iter().for_each(|row| used.entry(row).or_default().push(place));
        }
        let mut units_by_coders: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for compared in &documents {
            *units_by_coders.entry(compared.coders.clone()).or_default() += compared.units;
        }
        Ok(Comparing { coders, documents, unfinished, reach, by_codings, used, units_by_coders })
    }

    /// The documents, by place, in which one of them used a row of the codebook.
    pub(super) fn used(&self, row: usize) -> &[usize] {
        self.used.get(&row).map_or(&[], Vec::as_slice)
    }

    /// The same documents.
    pub(super) fn using(&self, row: usize) -> impl Iterator<Item = &Compared> {
        self.used(row).iter().map(|&place| &self.documents[place])
    }

    /// What all coders said of one row of the codebook.
    pub fn votes(&self, row: usize) -> Votes {
        let mut votes = Votes::new(self.coders.len() as u32);
        // Of documents without the code only the units count.
        let mut unused = self.units_by_coders.clone();
        for compared in self.using(row) {
            unused.entry(compared.coders.clone()).and_modify(|units| *units -= compared.units);
            votes.add_marks(compared.units, &compared.marks_of(row));
        }
        unused.into_iter().for_each(|(coders, units)| votes.add(units, coders.len() as u32, 0));
        votes
    }

    /// The same of each document.
    pub fn votes_by_document(&self, row: usize) -> Vec<Votes> {
        let of_document = |compared: &Compared| {
            let mut votes = Votes::new(self.coders.len() as u32);
            votes.add_marks(compared.units, &compared.marks_of(row));
            votes
        };
        self.documents.iter().map(of_document).collect()
    }

    /// Two coders and one row of the codebook: the counts of every document that both were to code.
    pub fn counts(&self, [one, other]: [usize; 2], row: usize) -> Vec<Counts> {
        let mut used = self.used(row).iter().peekable();
        let there = self.documents.iter().enumerate().map(|(place, it)| (it, used.next_if_eq(&&place).is_some()));
        let both = there.filter(|(it, _)| it.coders.contains(&one) && it.coders.contains(&other));
        let counts = |(it, used): (&Compared, bool)| match used {
            true => Counts::of(it.units, it.marks(one, row), it.marks(other, row)),
            false => Counts { neither: it.units, ..Counts::default() },
        };
        both.map(counts).collect()
    }

    /// The same counts of all these documents together.
    pub fn pooled(&self, [one, other]: [usize; 2], row: usize) -> Counts {
        let both = |coders: &[usize]| coders.contains(&one) && coders.contains(&other);
        let there = self.units_by_coders.iter().filter(|(coders, _)| both(coders));
        let mut all = Counts { neither: there.map(|(_, units)| units).sum(), ..Counts::default() };
        for compared in self.using(row).filter(|compared| both(&compared.coders)) {
            let here = Counts::of(compared.units, compared.marks(one, row), compared.marks(other, row));
            all.neither -= compared.units;
            all = all + here;
        }
        all
    }

    /// Whether any of them used that row of the codebook.
    pub fn is_used(&self, row: usize) -> bool {
        !self.used(row).is_empty()
    }

    /// Units in all documents.
    pub fn units(&self) -> u64 {
        self.documents.iter().map(|compared| compared.units).sum()
    }
}

impl Compared {
    /// A document with its coders and units, and what they used of it, sorted by coder and row; rows without a stretch
    /// are left out.
    fn with(
        (document, coders, units): (DocumentId, Vec<usize>, u64),
        marks: impl Iterator<Item = ((usize, usize), Marks)>,
    ) -> Compared {
        let mut compared = Compared { document, coders, units, ends: Vec::new(), stretches: Marks::new() };
        for (place, marks) in marks.filter(|(_, marks)| !marks.is_empty()) {
            compared.stretches.extend(marks);
            compared.ends.push((place, compared.stretches.len()));
        }
        compared
    }

    /// The stretches of units that a coder gave to one row of the codebook.
    pub fn marks(&self, coder: usize, row: usize) -> &[Span] {
        let found = self.ends.binary_search_by_key(&(coder, row), |(place, _)| *place);
        found.map_or(&[], |place| self.marks_at(place))
    }

    fn marks_at(&self, place: usize) -> &[Span] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before].1);
        &self.stretches[start..self.ends[place].1]
    }

    /// The same of every coder who is there.
    fn marks_of(&self, row: usize) -> Vec<&[Span]> {
        self.coders.iter().map(|&coder| self.marks(coder, row)).collect()
    }

    /// The rows of the codebook that a coder used here, each with its stretches of units.
    pub fn marked(&self, coder: usize) -> impl DoubleEndedIterator<Item = (usize, &[Span])> {
        let from = self.ends.partition_point(|((other, _), _)| *other < coder);
        let to = self.ends.partition_point(|((other, _), _)| *other <= coder);
        (from..to).map(|place| (self.ends[place].0.1, self.marks_at(place)))
    }

    /// A document whose coders used rows so.
    #[cfg(test)]
    pub(super) fn made(coders: Vec<usize>, marks: BTreeMap<(usize, usize), Marks>) -> Compared {
        let document = DocumentId(crate::project::LogId::from_random(1).first_thing());
        Compared::with((document, coders, 1_000), marks.into_iter())
    }
}

/// How far who is with what.
struct States {
    states: BTreeMap<(DocumentId, CoderId), Assignment>,
    /// Somebody has marked documents as finished: others do not count.
    marking: bool,
}

impl States {
    /// Those of the coders, by place, who have coded a document, and those who were to.
    fn of(&self, coders: &[CoderId], document: DocumentId) -> [Vec<usize>; 2] {
        let state = |(place, coder): (usize, &CoderId)| Some((place, *self.states.get(&(document, *coder))?));
        let there: Vec<(usize, Assignment)> = coders.iter().enumerate().filter_map(state).collect();
        let finished = there.iter().filter(|(_, state)| state.is_finished() || !self.marking);
        [finished.map(|(place, _)| *place).collect(), there.iter().map(|(place, _)| *place).collect()]
    }

    /// Those of the coders who have a document in common with another; all, where nobody has.
    fn met(&self, project: &Project, coders: &[CoderId]) -> Vec<CoderId> {
        let both: Vec<_> = project.document_order().iter().map(|&document| self.of(coders, document)).collect();
        let several = |which: usize| both.iter().map(move |it| &it[which]).filter(|it| it.len() > 1).flatten().copied();
        let mut places: Vec<usize> = several(0).collect();
        if places.is_empty() {
            places = several(1).collect();
        }
        places.sort_unstable();
        places.dedup();
        if places.is_empty() { coders.to_vec() } else { places.iter().map(|&place| coders[place]).collect() }
    }
}

/// Who was to code what, and how far they are: by assignment, or by what they coded.
fn states(project: &Project, by_codings: bool) -> BTreeMap<(DocumentId, CoderId), Assignment> {
    if !by_codings {
        let assigned = project.assignments().filter(|(.., state)| *state != Assignment::Read);
        let mut states = BTreeMap::new();
        for (coder, document, state) in assigned {
            let furthest: &mut Assignment = states.entry((document, project.coder_of(coder))).or_insert(state);
            *furthest = state.max(*furthest);
        }
        return states;
    }
    let documents = project.document_order().iter();
    let coded = documents.flat_map(|&id| project.placed_in(id).map(move |(_, placed)| (id, placed.coder)));
    coded.map(|(document, coder)| ((document, project.coder_of(coder)), Assignment::Open)).collect()
}

/// The codings of these coders in a document by coder and row of the codebook, those of rows above that count too;
/// sorted.
fn codings(
    counting: &Counting,
    document: DocumentId,
    coders: &[CoderId],
    there: &[usize],
    above: &dyn Fn(usize) -> Option<usize>,
) -> Vec<((usize, usize), Span)> {
    let project = counting.project();
    let mut found = Vec::new();
    for (span, placed, row) in counting.codings_in(document) {
        let coder = project.coder_of(placed.coder);
        let Some(&place) = there.iter().find(|&&place| coders[place] == coder) else { continue };
        let rows = std::iter::successors(Some(row), |&row| above(row));
        found.extend(rows.map(|row| ((place, row), span)));
    }
    found.sort_unstable();
    found
}

/// The units of a document.
struct Ground {
    /// The units, or the stretches whose characters are the units; by start, none touching another's characters.
    stretches: Vec<Span>,
    by_characters: bool,
    text: Option<std::sync::Arc<Text>>,
}

impl Ground {
    fn of(project: &Project, texts: &dyn Texts, id: DocumentId, unit: CodingUnit, of: Of) -> Ground {
        let document = project.document(id);
        // Characters are counted without a look at them.
        let wanted = document.filter(|_| unit != CodingUnit::Characters);
        let text = wanted.and_then(|document| texts.text(document.text));
        let whole = document.and_then(|document| Span::new(0, document.characters, document.characters));
        let turns = match of {
            Of::Participants => passages_to_code(project, id),
            Of::Everything if document.is_none_or(|document| document.turns.is_empty()) => {
                passages_to_code(project, id)
            }
            Of::Everything => {
                let turns = document.into_iter().flat_map(|document| document.turns.iter());
                turns.filter_map(|turn| Span::new(turn.body, turn.end, u32::MAX)).collect()
            }
        };
        let stretches = match (unit, &text) {
            (CodingUnit::Characters, _) if of == Of::Everything => whole.into_iter().collect(),
            (CodingUnit::Sentences, Some(text)) => {
                turns.iter().flat_map(|turn| sentences(text, turn.start()..turn.end())).collect()
            }
            _ => turns,
        };
        Ground { stretches, by_characters: unit == CodingUnit::Characters, text }
    }

    fn units(&self) -> u64 {
        match self.by_characters {
            true => self.stretches.iter().map(|span| u64::from(span.len())).sum(),
            false => self.stretches.len() as u64,
        }
    }

    /// Segments in units: characters of the stretches counted on, or units of which a word is covered.
    fn units_of(&self, marks: &[Span]) -> Marks {
        let (mut found, mut before, mut first) = (Marks::new(), 0, 0);
        for (place, stretch) in (0..).zip(&self.stretches) {
            first += marks[first..].iter().take_while(|mark| mark.end() <= stretch.start()).count();
            let here = marks[first..].iter().take_while(|mark| mark.start() < stretch.end());
            let shared = here.filter_map(|mark| mark.shared(*stretch));
            if self.by_characters {
                let moved = |at: u32| at - stretch.start() + before;
                found.extend(shared.filter_map(|it| Span::new(moved(it.start()), moved(it.end()), u32::MAX)));
                before += stretch.len();
            } else if { shared }.any(|shared| self.has_word(shared)) {
                found.extend(Span::new(place, place + 1, u32::MAX));
            }
        }
        found
    }

    /// Whether anything but blanks stands there; a text that cannot be had is not blank.
    fn has_word(&self, span: Span) -> bool {
        self.text.as_ref().is_none_or(|text| text.passage(span).contains(|letter: char| !letter.is_whitespace()))
    }
}
