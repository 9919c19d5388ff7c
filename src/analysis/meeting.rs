//! Which codes stand on the same words, counted in one sweep.

use std::collections::{BTreeMap, HashMap};

use super::layer::sweep_in;
use super::{Counting, Reach, Seen, Value};
use crate::abreast;
use crate::project::{DocumentId, Person, turns_sharing};
use crate::text::{Span, Turn};

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

impl Standing {
    fn sort(&mut self) {
        for places in [&mut self.turns, &mut self.people] {
            places.sort_unstable();
            places.dedup();
        }
    }
}

/// Two codes on the same words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// How their excerpts lie.
    pub relations: Relations,
    /// Characters that have both.
    pub characters: u64,
}

impl Meeting {
    fn add(&mut self, other: Meeting) {
        self.characters += other.characters;
        self.relations = self.relations.and(other.relations);
    }
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
    /// One sweep over every document's excerpts, as many documents at once as there are processors.
    pub fn of(counting: &Counting, reach: Reach) -> Cooccurrence {
        let project = counting.project();
        let documents = project.document_order();
        // The number of the first turn of each document, as all turns are numbered.
        let mut first_turns = vec![0];
        for &document in documents {
            let turns = project.document(document).map_or(0, |document| document.turns.len());
            first_turns.push(first_turns[first_turns.len() - 1] + turns);
        }
        let run = documents.len().div_ceil(abreast::processors()).max(1);
        let runs: Vec<&[DocumentId]> = documents.chunks(run).collect();
        let parts = abreast::each(&runs, |run| Part::of(counting, reach, run, &first_turns));
        Part::together(parts, project.codebook().rows().len())
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

/// What stands in a run of documents.
struct Part {
    standing: Vec<Standing>,
    /// What two rows share, by rows.
    met: Vec<((usize, usize), Meeting)>,
    /// The people of its standings, by number.
    people: Vec<Person>,
}

impl Part {
    fn of(counting: &Counting, reach: Reach, run: &[DocumentId], first_turns: &[usize]) -> Part {
        let rows = counting.project().codebook().rows().len();
        let mut part = Part { standing: vec![Standing::default(); rows], met: Vec::new(), people: Vec::new() };
        let mut places = Places::default();
        let (mut at, mut excerpts): (Option<DocumentId>, Vec<(Span, usize)>) = (None, Vec::new());
        let (mut square, mut met) = (Square::default(), HashMap::new());
        sweep_in(counting, run, |seen| {
            if at.replace(seen.document) != Some(seen.document) {
                part.meet(&mut excerpts, &mut square, &mut met);
                places.enter(counting, seen.document, first_turns);
            }
            places.stand(seen);
            let rows = match reach {
                Reach::Own => seen.own,
                Reach::Subtree => seen.subtree,
            };
            for &row in rows {
                excerpts.push((seen.span, row));
                let standing = &mut part.standing[row];
                standing.excerpts += 1;
                if standing.documents.last() != Some(&places.document) {
                    standing.documents.push(places.document);
                }
                standing.turns.extend(&places.turns);
                standing.people.extend(&places.people);
            }
        });
        part.meet(&mut excerpts, &mut square, &mut met);
        part.met = met.into_iter().collect();
        part.met.sort_unstable_by_key(|(pair, _)| *pair);
        part.standing.iter_mut().for_each(Standing::sort);
        let mut people: Vec<(u32, Person)> =
            places.numbers.into_iter().map(|(person, number)| (number, person)).collect();
        people.sort_unstable_by_key(|(number, _)| *number);
        part.people = people.into_iter().map(|(_, person)| person).collect();
        part
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
            let pair = (rows[place / rows.len()], rows[place % rows.len()]);
            met.entry(pair).or_default().add(square.meetings[place]);
        }
        excerpts.clear();
    }

    /// What stands in all the runs, which come in the order of the documents.
    fn together(parts: Vec<Part>, rows: usize) -> Cooccurrence {
        let mut numbers: BTreeMap<Person, u32> = BTreeMap::new();
        let mut all = vec![Standing::default(); rows];
        let mut met: Vec<((usize, usize), Meeting)> = Vec::new();
        for part in parts {
            let number = |person: Person| {
                let next = numbers.len() as u32;
                *numbers.entry(person).or_insert(next)
            };
            let people: Vec<u32> = part.people.into_iter().map(number).collect();
            for (all, here) in all.iter_mut().zip(part.standing) {
                all.excerpts += here.excerpts;
                all.characters += here.characters;
                all.documents.extend(here.documents);
                all.turns.extend(here.turns);
                all.people.extend(here.people.into_iter().map(|number| people[number as usize]));
            }
            met.extend(part.met);
        }
        met.sort_by_key(|(pair, _)| *pair); // of few sorted runs: they are merged
        met.dedup_by(|(pair, meeting), (before, all)| {
            let is_same = pair == before;
            if is_same {
                all.add(*meeting);
            }
            is_same
        });
        all.iter_mut().for_each(Standing::sort);
        Cooccurrence { standing: all, meetings: met.into_iter().collect() }
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
    fn enter(&mut self, counting: &Counting<'a>, document: DocumentId, first_turns: &[usize]) {
        self.document = counting.place(document).unwrap_or_default();
        self.before = first_turns.get(self.document as usize).copied().unwrap_or_default();
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
