//! Which codes stand on the same words.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::project::{CodebookRow, DocumentId, Person, Project, Texts, turns_sharing};
use crate::text::{Span, Turn};

use super::category::{code_columns, counted, heading};
use super::near::{Neighbours, neighbours};
use super::{Cell, Counting, Distance, Kind, Query, Reach, Seen, Settings, Table, Value, Wrong, sweep};

/// How the excerpts of two codes lie: pairs of excerpts that share a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// The same span.
    pub equal: u64,
    /// That of the first code inside that of the second.
    pub within: u64,
    /// That of the second code inside that of the first.
    pub encloses: u64,
    /// Neither.
    pub crossing: u64,
}

impl Relations {
    /// All such pairs.
    pub fn pairs(self) -> u64 {
        self.equal + self.within + self.encloses + self.crossing
    }

    fn and(self, other: Relations) -> Relations {
        Relations {
            equal: self.equal + other.equal,
            within: self.within + other.within,
            encloses: self.encloses + other.encloses,
            crossing: self.crossing + other.crossing,
        }
    }

    fn add(&mut self, first: Span, second: Span) {
        *match (second.covers(first), first.covers(second)) {
            (true, true) => &mut self.equal,
            (true, false) => &mut self.within,
            (false, true) => &mut self.encloses,
            (false, false) => &mut self.crossing,
        } += 1;
    }
}

/// Where one code stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Distinct excerpts.
    pub excerpts: u64,
    /// Characters, each once.
    pub characters: u64,
    /// Documents, by place; sorted.
    pub documents: Vec<u32>,
    /// Turns, by number in all documents; sorted.
    pub turns: Vec<u32>,
    /// People who speak there, by number; sorted.
    pub people: Vec<u32>,
}

/// Two codes on the same words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// How their excerpts lie.
    pub relations: Relations,
    /// Characters that have both.
    pub characters: u64,
}

/// Every code by itself, and every two that stand on the same words; codes are rows of the codebook.
#[derive(Clone, Debug, Default)]
pub struct Cooccurrence {
    /// By row.
    pub standing: Vec<Standing>,
    /// By two rows, the lower first.
    pub meetings: BTreeMap<(usize, usize), Meeting>,
}

impl Cooccurrence {
    /// One sweep over every document's excerpts.
    pub fn of(counting: &Counting, reach: Reach) -> Cooccurrence {
        let project = counting.project();
        let mut found = Cooccurrence {
            standing: vec![Standing::default(); project.codebook().rows().len()],
            meetings: BTreeMap::new(),
        };
        let mut places = Places::default();
        let (mut at, mut excerpts): (Option<DocumentId>, Vec<(Span, usize)>) = (None, Vec::new());
        let (mut square, mut met) = (Square::default(), HashMap::new());
        sweep(counting, |seen| {
            if at.replace(seen.document) != Some(seen.document) {
                found.meet(&mut excerpts, &mut square, &mut met);
                places.enter(counting, seen.document);
            }
            places.stand(seen);
            let rows = match reach {
                Reach::Own => seen.own,
                Reach::Subtree => seen.subtree,
            };
            for &row in rows {
                excerpts.push((seen.span, row));
                let standing = &mut found.standing[row];
                standing.excerpts += 1;
                if standing.documents.last() != Some(&places.document) {
                    standing.documents.push(places.document);
                }
                standing.turns.extend(&places.turns);
                standing.people.extend(&places.people);
            }
        });
        found.meet(&mut excerpts, &mut square, &mut met);
        found.meetings = met.into_iter().collect();
        for standing in &mut found.standing {
            for places in [&mut standing.turns, &mut standing.people] {
                places.sort_unstable();
                places.dedup();
            }
        }
        found
    }

    /// Takes in one document's excerpts, which come by start and end. Its rows are numbered anew, so that what any two
    /// of them share is counted in a small square.
    fn meet(
        &mut self,
        excerpts: &mut Vec<(Span, usize)>,
        square: &mut Square,
        met: &mut HashMap<(usize, usize), Meeting>,
    ) {
        let mut rows: Vec<usize> = excerpts.iter().map(|(_, row)| *row).collect();
        rows.sort_unstable();
        rows.dedup();
        for (_, row) in excerpts.iter_mut() {
            *row = rows.partition_point(|other| other < row);
        }
        square.clear(rows.len());
        square.relate(excerpts);
        let characters = square.share(excerpts);
        for (row, characters) in rows.iter().zip(characters) {
            self.standing[*row].characters += characters;
        }
        for &place in &square.touched {
            let here = square.meetings[place];
            let meeting = met.entry((rows[place / rows.len()], rows[place % rows.len()])).or_default();
            meeting.characters += here.characters;
            meeting.relations = meeting.relations.and(here.relations);
        }
        excerpts.clear();
    }

    /// The co-occurrence coefficient of two rows (ATLAS.ti manual, "Code Co-occurrence Coefficient"): pairs by the
    /// excerpts of both less the pairs. Where excerpts of a code overlap it may pass 1, and where there are as many
    /// pairs as excerpts it is not defined.
    pub fn coefficient(&self, one: usize, other: usize) -> Option<f64> {
        let pairs = self.meeting(one, other).relations.pairs();
        let rest = (self.standing[one].excerpts + self.standing[other].excerpts).checked_sub(pairs);
        rest.filter(|rest| *rest > 0).map(|rest| pairs as f64 / rest as f64)
    }

    /// What two rows share.
    pub fn meeting(&self, one: usize, other: usize) -> Meeting {
        self.meetings.get(&(one, other)).copied().unwrap_or_default()
    }

    /// Characters that have both codes, by those that have either.
    pub fn of_characters(&self, one: usize, other: usize) -> Value {
        let both = self.meeting(one, other).characters;
        Value::share(both, self.standing[one].characters + self.standing[other].characters - both)
    }

    /// For pairs of rows the documents, turns or people that have both codes, by those that have either. It is quick
    /// where pairs with the same first row stand together.
    pub fn of_places(&self, pairs: &[(usize, usize)], places: fn(&Standing) -> &[u32]) -> Vec<Value> {
        let last = self.standing.iter().filter_map(|standing| places(standing).last()).max();
        let mut marked = vec![false; last.map_or(0, |last| *last as usize + 1)];
        let mut shares = Vec::with_capacity(pairs.len());
        for chunk in pairs.chunk_by(|pair, next| pair.0 == next.0) {
            let first = places(&self.standing[chunk[0].0]);
            first.iter().for_each(|&place| marked[place as usize] = true);
            for &(_, other) in chunk {
                let other = places(&self.standing[other]);
                let both = other.iter().filter(|&&place| marked[place as usize]).count();
                shares.push(Value::share(both as u64, (first.len() + other.len() - both) as u64));
            }
            first.iter().for_each(|&place| marked[place as usize] = false);
        }
        shares
    }
}

/// Where the excerpt that a sweep passes stands: the document, turns and people by number.
#[derive(Default)]
struct Places<'a> {
    document: u32,
    turns: Vec<u32>,
    people: Vec<u32>,
    in_document: &'a [Turn],
    /// How many turns the documents before this one have.
    before: usize,
    numbers: BTreeMap<Person, u32>,
}

impl<'a> Places<'a> {
    fn enter(&mut self, counting: &Counting<'a>, document: DocumentId) {
        self.document = counting.place(document).unwrap_or_default();
        self.before += self.in_document.len();
        self.in_document = counting.project().document(document).map_or(&[], |document| &document.turns);
    }

    fn stand(&mut self, seen: &Seen) {
        let number = |turn: &Turn| self.before + self.in_document.partition_point(|other| other.start < turn.start);
        self.turns.clear();
        self.turns.extend(turns_sharing(self.in_document, seen.span).map(|turn| number(turn) as u32));
        self.people.clear();
        for &person in seen.respondents {
            let next = self.numbers.len() as u32;
            self.people.push(*self.numbers.entry(person).or_insert(next));
        }
    }
}

/// What every two rows of one document share, the lower first.
#[derive(Default)]
struct Square {
    rows: usize,
    meetings: Vec<Meeting>,
    /// The places at which something stands: few of a large square.
    touched: Vec<usize>,
}

impl Square {
    /// Begins anew with so many rows.
    fn clear(&mut self, rows: usize) {
        for place in self.touched.drain(..) {
            self.meetings[place] = Meeting::default();
        }
        self.rows = rows;
        if self.meetings.len() < rows * rows {
            self.meetings.resize(rows * rows, Meeting::default());
        }
    }

    fn at(&mut self, one: usize, other: usize) -> &mut Meeting {
        let place = one.min(other) * self.rows + one.max(other);
        if self.meetings[place] == Meeting::default() {
            self.touched.push(place);
        }
        &mut self.meetings[place]
    }

    /// Looks at every two excerpts that share a character.
    fn relate(&mut self, excerpts: &[(Span, usize)]) {
        let mut open: Vec<(Span, usize)> = Vec::new();
        for &(span, row) in excerpts {
            open.retain(|(other, _)| other.end() > span.start());
            for &(other, other_row) in open.iter().filter(|(_, other_row)| *other_row != row) {
                let relations = &mut self.at(row, other_row).relations;
                if row < other_row { relations.add(span, other) } else { relations.add(other, span) }
            }
            open.push((span, row));
        }
    }

    /// Counts the characters that have two rows, and gives back those that have each.
    fn share(&mut self, excerpts: &[(Span, usize)]) -> Vec<u64> {
        let ends = excerpts.iter().flat_map(|&(span, row)| [(span.start(), true, row), (span.end(), false, row)]);
        let mut ends: Vec<(u32, bool, usize)> = ends.collect();
        ends.sort_unstable();
        let mut characters = vec![0; self.rows];
        let mut at = 0;
        // Rows that are open here, sorted, with how many excerpts keep each open.
        let mut open: Vec<(usize, u32)> = Vec::new();
        for (end, begins, row) in ends {
            let length = u64::from(end - at);
            at = end;
            for place in (0..open.len()).filter(|_| length > 0) {
                characters[open[place].0] += length;
                for other in place + 1..open.len() {
                    self.at(open[place].0, open[other].0).characters += length;
                }
            }
            match (open.binary_search_by_key(&row, |(row, _)| *row), begins) {
                (Ok(place), true) => open[place].1 += 1,
                (Ok(place), false) if open[place].1 > 1 => open[place].1 -= 1,
                (Ok(place), false) => drop(open.remove(place)),
                (Err(place), true) => open.insert(place, (row, 1)),
                (Err(_), false) => {}
            }
        }
        characters
    }
}

/// So many times more excerpts of one code than of the other hide what the rarer one does.
const UNEVEN: u64 = 5;

/// The numbers of its table.
const COLUMNS: [(&str, &str); 12] = [
    ("n1", "excerpts"),
    ("n2", "of the other"),
    ("pairs", "pairs"),
    ("equal", "equal"),
    ("within", "within"),
    ("encloses", "encloses"),
    ("crossing", "crossing"),
    ("c", "c"),
    ("characters", "% characters"),
    ("documents", "% documents"),
    ("turns", "% turns"),
    ("respondents", "% respondents"),
];

/// For every two codes that share a character anywhere, or are near each other where that is asked: how their excerpts
/// lie, the coefficient, and the forms that cannot pass 1.
pub(super) fn table(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Table, Wrong> {
    let counting = settings.counting(project);
    let reach = settings.reach()?;
    let codes = project.codebook().rows();
    let path = |row: &CodebookRow| Cell::from(project.code_path(row.code).join(" > ").as_str());
    let own = |row: &CodebookRow| Arc::new(Query { code: Some(row.code), reach, ..counting.query() });
    let rows = Rows {
        found: Cooccurrence::of(&counting, reach),
        codes: codes.iter().map(own).collect(),
        paths: codes.iter().map(|row| (heading(project, row.code), path(row))).collect(),
        neighbours: settings.near.map_or_else(BTreeMap::new, |near| neighbours(&counting, reach, texts, near)),
        near: settings.near,
        counting: &counting,
        reach,
    };
    let mut table = code_columns("cooccurrence", "Codes on the same words".to_string());
    table.column("with", "with", Kind::Words);
    COLUMNS.iter().for_each(|(key, title)| table.column(*key, *title, Kind::Numbers));
    if let Some(near) = settings.near {
        table.column("near", format!("near {}", near.words()), Kind::Numbers);
    }
    table.column("look", "look", Kind::Words);
    let is_above = |one: usize, other: usize| reach == Reach::Subtree && other < one + codes[one].size as usize;
    let mut pairs: Vec<(usize, usize)> = rows.found.meetings.keys().chain(rows.neighbours.keys()).copied().collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|&(one, other)| !is_above(one, other));
    let places: [fn(&Standing) -> &[u32]; 3] = [|it| &it.documents, |it| &it.turns, |it| &it.people];
    let shares = places.map(|places| rows.found.of_places(&pairs, places));
    let shares = |place: usize| shares.each_ref().map(|values| values[place].clone());
    table.rows = (0..).zip(&pairs).map(|(place, &pair)| rows.cells(pair, shares(place))).collect();
    if table.rows.is_empty() {
        table.notes.push("no two codes share a character".to_string());
    }
    table.notes.push("c: pairs by excerpts of both less pairs; the parts in %: both by either".to_string());
    if settings.near.is_some() {
        table.notes.push("near: pairs of excerpts that share no character, no farther apart than this".to_string());
    }
    table
        .notes
        .push(format!("uneven: one has more than {UNEVEN} times the excerpts of the other, and c is small for that"));
    table.notes.push(
        "excerpts overlap: excerpts of one code lie over each other, and c may pass 1 or be undefined".to_string(),
    );
    table.notes.push(counted(&counting));
    Ok(table)
}

/// What the rows of the table are made of.
struct Rows<'a> {
    found: Cooccurrence,
    neighbours: BTreeMap<(usize, usize), Neighbours>,
    near: Option<Distance>,
    /// What asks for a code's excerpts, by row of the codebook.
    codes: Vec<Arc<Query>>,
    /// Its path, as it begins a row and as it stands beside another.
    paths: Vec<(Cell, Cell)>,
    counting: &'a Counting<'a>,
    reach: Reach,
}

impl Rows<'_> {
    fn cells(&self, (one, other): (usize, usize), places: [Value; 3]) -> Vec<Cell> {
        let (project, found) = (self.counting.project(), &self.found);
        let codes = project.codebook().rows();
        let both = Query { with: vec![(codes[other].code, self.reach)], ..Query::clone(&self.codes[one]) };
        let relations = found.meeting(one, other).relations;
        let Relations { equal, within, encloses, crossing } = relations;
        let [n1, n2] = [one, other].map(|row| found.standing[row].excerpts);
        let c = found.coefficient(one, other);
        let mut look = Vec::new();
        if n1 > UNEVEN * n2 || n2 > UNEVEN * n1 {
            look.push("uneven");
        }
        if c.is_none_or(|c| c > 1.0) {
            look.push("excerpts overlap");
        }
        let mut cells = Vec::with_capacity(COLUMNS.len() + 4);
        cells.extend([
            self.paths[one].0.clone(),
            self.paths[other].1.clone(),
            Cell::from(n1).opening(Arc::clone(&self.codes[one])),
            Cell::from(n2).opening(Arc::clone(&self.codes[other])),
            Cell::from(relations.pairs()).opening(both),
        ]);
        cells.extend([equal, within, encloses, crossing].map(Cell::from));
        cells.push(c.map_or(Value::Undefined, Value::Figure).into());
        cells.push(found.of_characters(one, other).into());
        cells.extend(places.map(Cell::from));
        if self.near.is_some() {
            let here = self.neighbours.get(&(one, other)).cloned().unwrap_or_default();
            let near = Query { only: Some(here.first.into()), ..Query::clone(&self.codes[one]) };
            cells.push(Cell::from(here.pairs).opening(near));
        }
        cells.push(Cell::from(look.join(", ").as_str()));
        cells
    }
}
