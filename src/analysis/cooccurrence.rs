//! The table of codes on the same words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::category::{code_columns, counted, heading};
use super::near::{Neighbours, neighbours};
use super::{
    Cell, Cooccurrence, Counting, Distance, Kind, Query, Reach, Relations, Settings, Standing, Table, Value, Wrong,
};
use crate::project::{CodebookRow, Project, Texts};

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
