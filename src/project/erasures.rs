//! What holds of changes whose words were erased, in place of what their lines said.

use std::collections::btree_map::{BTreeMap, Entry};

use super::*;

/// What holds of changes whose words were erased, by change.
#[derive(Clone, Debug, Default)]
pub struct Erasures(BTreeMap<OpId, Op>);

impl Erasures {
    /// Gathers what these changes say was erased; where a change was erased more than once, the last holds. What
    /// would have a change that is there say anything but the same with fewer words is not believed.
    pub fn among<'a>(ops: impl Iterator<Item = &'a Op> + Clone) -> Erasures {
        let mut records: Vec<&Op> = ops.clone().filter(|op| op.erases()).collect();
        records.sort_by_key(|op| std::cmp::Reverse(op.order()));
        let mut erasures = Erasures::default();
        records.into_iter().for_each(|record| erasures.take(record));
        if !erasures.is_empty() {
            let disbelieved = |op: &&Op| erasures.of(op.id).is_some_and(|record| record.bare() != op.bare());
            let disbelieved: Vec<OpId> = ops.filter(disbelieved).map(|op| op.id).collect();
            disbelieved.iter().for_each(|change| drop(erasures.0.remove(change)));
        }
        erasures
    }

    fn take(&mut self, record: &Op) {
        // It may itself have been erased by a later one, which has it without the words then.
        let record = self.0.get(&record.id).unwrap_or(record).clone();
        let Edit::Erase { lines, .. } = record.edit else { return };
        for line in lines {
            if let Entry::Vacant(place) = self.0.entry(line.id) {
                place.insert(line.clone());
                self.take(&line);
            }
        }
    }

    /// Whether nothing was erased.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What holds of a change.
    pub fn of(&self, change: OpId) -> Option<&Op> {
        self.0.get(&change)
    }
}

impl Op {
    /// Whether it erases something.
    pub fn erases(&self) -> bool {
        matches!(self.edit, Edit::Erase { .. })
    }

    /// The change without any words.
    fn bare(&self) -> Op {
        let mut op = self.clone();
        op.why = op.why.map(|_| String::new());
        for edit in std::iter::once(&mut op.edit).chain(op.was.as_deref_mut()) {
            edit.for_each_wording(&mut |wording| match wording {
                Wording::Proof(_, seal) => *seal = Seal::default(),
                Wording::Value(_, value) => *value = None,
                Wording::Misfit(_, words)
                | Wording::Label(_, words)
                | Wording::InVivo(_, words)
                | Wording::Written(words) => words.clear(),
            });
            if let Edit::Erase { lines, .. } = edit {
                lines.iter_mut().for_each(|line| *line = line.bare());
            }
        }
        op
    }
}
