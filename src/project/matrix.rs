//! The cells of the framework matrix: what a person says of a code, and what the analyst wrote of it.

use std::collections::BTreeMap;

use super::*;
use crate::text::Span;

/// The cells of a project, each code's worked out when it is first asked for.
///
/// A cell's excerpts are distinct passages, by whatever coder, of the code or of one below it, in which the person
/// speaks. One counts as the same as long as it says the same words in the same document: it may stand elsewhere after
/// the text around it was revised.
pub struct Cells<'a> {
    project: &'a Project,
    seals: BTreeMap<CodeId, BTreeMap<Person, Seal>>,
}

impl<'a> Cells<'a> {
    /// The cells of this project as it now is.
    pub fn of(project: &'a Project) -> Cells<'a> {
        Cells { project, seals: BTreeMap::new() }
    }

    /// Proof of the excerpts that a memo on `on` is written of now; none where it is on no cell.
    pub fn seal(&mut self, on: Target) -> Option<Seal> {
        let Target::Cell(case, code) = on else { return None };
        let (project, code) = (self.project, self.project.stands_for(code));
        let seals = self.seals.entry(code).or_insert_with(|| {
            let cells = project.cells_of(code).into_iter();
            cells.map(|(person, cell)| (person, seal_of(&cell))).collect()
        });
        let person = Person::Case(project.person(case));
        Some(seals.get(&person).copied().unwrap_or_else(|| seal_of(&BTreeMap::new())))
    }

    /// Whether a memo is on a cell whose excerpts are no longer those that it was written of.
    pub fn is_stale(&mut self, memo: &Memo) -> bool {
        matches!(memo.on, Target::Cell(..)) && memo.excerpts != self.seal(memo.on)
    }
}

impl Project {
    /// Proof of the excerpts that a memo on `on` is written of now; none where it is on no cell.
    pub fn cell_seal(&self, on: Target) -> Option<Seal> {
        Cells::of(self).seal(on)
    }

    /// The project as it would be once these were made; what does not fit changes nothing.
    pub fn with(&self, edits: &[Edit]) -> Project {
        let mut project = self.clone();
        for edit in edits {
            if let Ok(cell) = project.outcome(edit, 0) {
                project.put(cell);
            }
        }
        project
    }

    /// The excerpts of a code's cells, person by person, each with the proof of its words.
    pub(super) fn cells_of(&self, code: CodeId) -> BTreeMap<Person, BTreeMap<(DocumentId, Span), Seal>> {
        let rows = self.codebook().subtree(self.stands_for(code)).iter();
        let codings = rows.flat_map(|row| self.codings_of(row.code));
        let places: BTreeMap<(DocumentId, Span), Seal> =
            codings.map(|(_, coding)| ((coding.document, coding.span), coding.seal)).collect();
        let mut cells: BTreeMap<Person, BTreeMap<(DocumentId, Span), Seal>> = BTreeMap::new();
        for (place, seal) in places {
            for person in self.respondents(place.0, place.1) {
                cells.entry(person).or_default().insert(place, seal);
            }
        }
        cells
    }
}

/// A proof of all these excerpts; one that has none of its words counts by its place.
fn seal_of(cell: &BTreeMap<(DocumentId, Span), Seal>) -> Seal {
    let word = |(&(document, span), seal): (&(DocumentId, Span), &Seal)| match *seal == Seal::default() {
        true => format!("{document} {}..{}\n", span.start(), span.end()),
        false => format!("{document} {seal}\n"),
    };
    let mut words: Vec<String> = cell.iter().map(word).collect();
    words.sort_unstable();
    Seal::of(TextKey::default(), &words.concat())
}
