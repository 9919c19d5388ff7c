//! One project from many logs.
//!
//! All changes of all logs stand in one order: tick, log, number. Folding them in that order gives the
//! project, whatever the order in which they came; a line that arrives late and sorts earlier is put in
//! by rolling back to its place and forward again. A change that does not fit what stands before it is
//! a listed conflict and changes nothing.

use std::borrow::Cow;
use std::sync::Arc;

use super::cell::Cell;
use super::*;

/// How many of the last changes can be rolled back; an older place is reached by folding anew.
const HELD: usize = 10_000;

/// A change in its place, with what became of it.
#[derive(Clone, Debug)]
pub struct Done {
    /// The change, shared with whoever writes it down.
    pub op: Arc<Op>,
    outcome: Outcome,
}

#[derive(Clone, Debug)]
enum Outcome {
    /// Applied: the edit that takes it back (none where removing what it added does) with the revisions that
    /// its positions count in, and what stood in the cell it wrote, as long as that is held.
    Took { inverse: Option<Box<(Edit, Vec<RevisionId>)>>, before: Option<Box<Cell>> },
    /// Not applied: why, and what it would have had to find otherwise.
    Refused(Box<(Refusal, Vec<Aspect>)>),
}

impl Done {
    /// Whether the change took effect.
    pub fn took(&self) -> bool {
        matches!(self.outcome, Outcome::Took { .. })
    }
}

/// The changes of every log in order, and the project they make.
#[derive(Clone, Debug, Default)]
pub struct Fold {
    empty: Project,
    /// Shared with whoever looks at it elsewhere: a change made meanwhile copies it.
    project: Arc<Project>,
    /// As the project.
    done: Arc<Vec<Done>>,
    /// The last of the changes that are in the project but were not read again.
    earlier: Option<Order>,
}

/// The place of a change in the one order of all logs: tick, log, number.
pub type Order = (u64, LogId, u32);

impl Fold {
    /// Starts from a project in which nothing is known but its name.
    pub fn new(name: &str) -> Fold {
        let empty = Project::new(name);
        Fold { project: Arc::new(empty.clone()), empty, done: Arc::default(), earlier: None }
    }

    /// Goes on from a project that was kept with the place of its last change. What was done before is
    /// not at hand: such a fold takes later changes only, and nothing earlier can be taken back.
    pub fn resume(name: &str, project: Project, last: Order) -> Fold {
        Fold { project: Arc::new(project.indexed()), earlier: Some(last), ..Fold::new(name) }
    }

    /// Whether every change is at hand.
    pub fn is_whole(&self) -> bool {
        self.earlier.is_none()
    }

    /// The place of the last change, at hand or not.
    pub fn last(&self) -> Option<Order> {
        self.done.last().map(|done| done.op.order()).or(self.earlier)
    }

    /// Has the revision grow past another fold's of the same project, so that nothing derived from that
    /// one is taken for this one's.
    pub fn after(mut self, other: &Fold) -> Fold {
        let project = Arc::make_mut(&mut self.project);
        project.revision += other.project.revision + 1;
        project.shaped = project.revision; // what was counted in that one does not hold here
        self
    }

    /// Folds all these changes, which may come in any order.
    pub fn of(name: &str, ops: Vec<impl Into<Arc<Op>>>) -> Fold {
        let mut ops: Vec<Arc<Op>> = ops.into_iter().map(Into::into).collect();
        ops.sort_by_key(|op| op.order());
        ops.dedup_by_key(|op| op.order());
        let mut fold = Fold::new(name);
        let held_from = ops.len().saturating_sub(HELD);
        let mut all = Vec::with_capacity(ops.len());
        Arc::make_mut(&mut fold.project).unindexed = true;
        for (place, op) in ops.into_iter().enumerate() {
            let outcome = fold.take(&op, place >= held_from);
            all.push(Done { op, outcome });
        }
        fold.done = Arc::new(all);
        fold.index();
        fold
    }

    /// Folds changes that come in order, and keeps none of them: what was done is not at hand then, as after
    /// `resume`. `None` where one does not come after all those before it.
    pub fn in_passing(name: &str, pieces: impl Iterator<Item = Vec<Op>>) -> Option<Fold> {
        let mut fold = Fold::new(name);
        Arc::make_mut(&mut fold.project).unindexed = true;
        for piece in pieces {
            for op in &piece {
                let order = op.order();
                if fold.earlier.replace(order).is_some_and(|last| last >= order) {
                    return None;
                }
                // One that does not fit changes nothing, and is found again where all of them are asked for.
                if let Ok((cell, _)) = fold.written_by(op) {
                    fold.put(cell);
                }
            }
        }
        fold.index();
        Some(fold)
    }

    /// The name that the project had before anybody gave it one.
    pub(super) fn first_name(&self) -> &str {
        self.empty.name()
    }

    /// The project.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The project as it now is, to be looked at elsewhere while this one goes on.
    pub fn shared(&self) -> Arc<Project> {
        Arc::clone(&self.project)
    }

    fn put(&mut self, cell: Cell) -> Cell {
        Arc::make_mut(&mut self.project).put(cell)
    }

    fn index(&mut self) {
        let project = std::mem::take(&mut self.project);
        self.project = Arc::new(Arc::unwrap_or_clone(project).indexed());
    }

    /// Every change, in order.
    pub fn done(&self) -> &[Done] {
        &self.done
    }

    /// The tick of the next change made here.
    pub fn next_tick(&self) -> u64 {
        self.last().map_or(0, |(tick, ..)| tick) + 1
    }

    /// The changes that could not be applied: why, and what stands in the way of each.
    pub(super) fn refused(&self) -> impl Iterator<Item = (&Op, &Refusal, &[Aspect])> {
        self.done.iter().filter_map(|done| match &done.outcome {
            Outcome::Refused(refused) => Some((&*done.op, &refused.0, &refused.1[..])),
            Outcome::Took { .. } => None,
        })
    }

    /// Where a change stands, or would.
    pub(super) fn place_of(&self, op: &Op) -> usize {
        self.done.partition_point(|done| done.op.order() < op.order())
    }

    /// Puts a change in its place. One that is there already changes nothing.
    pub fn insert(&mut self, op: impl Into<Arc<Op>>) {
        self.take_in(vec![op]);
    }

    /// Whether a change is there.
    pub fn has(&self, op: &Op) -> bool {
        self.done.get(self.place_of(op)).is_some_and(|done| done.op.order() == op.order())
    }

    /// Puts changes in their places, whatever their order; gives back how many changes no longer fit for
    /// that. Those that are there already change nothing.
    pub fn take_in(&mut self, ops: Vec<impl Into<Arc<Op>>>) -> usize {
        let mut ops: Vec<Arc<Op>> = ops.into_iter().map(Into::into).collect();
        ops.retain(|op| !self.has(op));
        ops.sort_by_key(|op| op.order());
        ops.dedup_by_key(|op| op.order());
        let Some(place) = ops.first().map(|first| self.place_of(first)) else { return 0 };
        let refused = |done: &[Done]| done.iter().filter(|done| !done.took()).count();
        let later = self.roll_back_to(place);
        let before = refused(&later);
        if !later.is_empty() {
            ops.extend(later.into_iter().map(|done| done.op));
            ops.sort_by_key(|op| op.order());
        }
        ops.into_iter().for_each(|op| self.push(op));
        refused(&self.done[place..]).saturating_sub(before)
    }

    /// Takes off the changes from that place on, and gives them back.
    fn roll_back_to(&mut self, place: usize) -> Vec<Done> {
        let later = Arc::make_mut(&mut self.done).split_off(place);
        let held = later.iter().all(|done| !matches!(done.outcome, Outcome::Took { before: None, .. }));
        if held {
            let before = later.iter().rev().filter_map(|done| match &done.outcome {
                Outcome::Took { before, .. } => before.clone(),
                Outcome::Refused(..) => None,
            });
            for cell in before.collect::<Vec<_>>() {
                self.put(*cell);
            }
        } else {
            self.refold();
        }
        later
    }

    /// Takes the last change off again, as if it had never come: for an act whose later changes are refused.
    pub fn pop(&mut self) -> Option<Arc<Op>> {
        let last = Arc::make_mut(&mut self.done).pop()?;
        if let Outcome::Took { before, .. } = last.outcome {
            match before {
                Some(cell) => drop(self.put(*cell)),
                None => self.refold(),
            }
        }
        Some(last.op)
    }

    fn push(&mut self, op: Arc<Op>) {
        let outcome = self.take(&op, true);
        let done = Arc::make_mut(&mut self.done);
        done.push(Done { op, outcome });
        if let Some(old) = done.len().checked_sub(HELD + 1) {
            done[old].outcome.let_go();
        }
    }

    /// What a change writes, and its edit in the words as they now are.
    fn written_by<'a>(&self, op: &'a Op) -> Result<(Cell, Cow<'a, Edit>), Refusal> {
        let edit = self.project.brought_up(&op.edit, &op.texts)?;
        Ok((self.project.outcome(&edit, op.at)?, edit))
    }

    fn take(&mut self, op: &Op, held: bool) -> Outcome {
        match self.written_by(op) {
            Ok((cell, edit)) => {
                let inverse = match edit.adds() {
                    Some(_) => None,
                    None => self.project.inverse(&edit).map(|inverse| {
                        let texts = self.project.counted_in(&inverse);
                        Box::new((inverse, texts))
                    }),
                };
                let before = self.put(cell);
                Outcome::Took { inverse, before: held.then(|| Box::new(before)) }
            }
            Err(why) => Outcome::Refused(Box::new((why, self.project.in_the_way(&op.edit)))),
        }
    }

    /// Folds from empty what is left; the revision still only grows.
    fn refold(&mut self) {
        let revision = self.project.revision;
        self.project = Arc::new(Project { revision, ..self.empty.clone() });
        let done = Arc::unwrap_or_clone(std::mem::take(&mut self.done));
        done.into_iter().for_each(|done| self.push(done.op));
    }

    /// The edit that takes a change back, in the words as they now are; `None` for one that never took.
    ///
    /// # Errors
    /// None of the words that it speaks of is left.
    pub fn inverse(&self, done: &Done) -> Result<Option<Edit>, Refusal> {
        match &done.outcome {
            Outcome::Took { inverse: Some(inverse), .. } => {
                self.project.brought_up(&inverse.0, &inverse.1).map(|edit| Some(edit.into_owned()))
            }
            Outcome::Took { inverse: None, .. } => Ok(done.op.edit.adds().map(|thing| Edit::Remove { thing })),
            Outcome::Refused(..) => Ok(None),
        }
    }
}

impl Outcome {
    fn let_go(&mut self) {
        if let Outcome::Took { before, .. } = self {
            *before = None;
        }
    }
}

impl Edit {
    /// Whether the edit names that thing.
    pub fn mentions(&self, thing: Thing) -> bool {
        match self {
            // It names changes, and those are numbered apart from things.
            Edit::SettleConflict { .. } => return false,
            Edit::Erase { case, .. } => return thing == Thing::Case(*case),
            _ => {}
        }
        let wanted = thing.id();
        let mut found = false;
        self.clone().for_each_id(&mut |id| found |= *id == wanted);
        found
    }
}
