//! Taking acts back: the last one, one by itself, and doing one again.

use std::collections::{BTreeMap, BTreeSet};

use super::together::counted;
use super::*;

/// Why the last act cannot be taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// There is none.
    #[error("nothing of yours to take back")]
    NothingToUndo,
    /// There is none.
    #[error("nothing to do again: no change of yours was just taken back")]
    NothingToRedo,
    /// A colleague built on it.
    #[error("{who} has changed the same since ({what}); ask them to take that back first")]
    Colleague {
        /// Their name.
        who: String,
        /// What they did.
        what: String,
    },
    /// It is another coder's act.
    #[error("{0} did this; only they take it back")]
    Theirs(String),
    /// It does not stand any more.
    #[error("this was taken back already; taking back the act that did so does it again")]
    TakenBack,
    /// It never took effect.
    #[error("this changed nothing, so there is nothing to take back")]
    NoEffect,
    /// Later acts change what it changed, or need what it made: what each did.
    #[error("later acts build on it: {}; take them back first", .0.join("; "))]
    BuiltOn(Vec<String>),
    /// Words were erased.
    #[error("this erased words of somebody who withdrew; it cannot be taken back")]
    Erased,
    /// What was done cannot be read again.
    #[error("what was done before cannot be read: {0}")]
    Unread(String),
    /// Something stands in its way.
    #[error("cannot be taken back: {0}")]
    Refused(#[from] Refusal),
}

/// An act: changes that were made together, in order; never empty.
#[derive(Clone, Debug)]
pub struct Act<'a>(Vec<&'a Done>);

impl<'a> Act<'a> {
    /// Its changes.
    pub fn changes(&self) -> &[&'a Done] {
        &self.0
    }

    /// Its first change, which stands for it.
    pub fn first(&self) -> &'a Op {
        &self.0[0].op
    }

    /// Why it was done, where somebody said so.
    pub fn why(&self) -> Option<&'a str> {
        self.0.iter().find_map(|done| done.op.why.as_deref())
    }

    /// How many changes it has, but for the one that made its coder known.
    pub fn size(&self) -> usize {
        self.0.iter().filter(|done| !is_joining(done)).count()
    }

    /// Whether anything of it was done but for making known who acts.
    pub fn took_effect(&self) -> bool {
        let joins_alone = self.0.iter().all(|done| is_joining(done));
        self.0.iter().any(|done| done.took() && (joins_alone || !is_joining(done)))
    }

    /// What was done, in words: the change to name it by, and how many there are.
    pub fn said(&self, project: &Project) -> String {
        let (first, size) = (say(project, &self.gist().edit), self.size());
        let edits: Vec<&Edit> = self.0.iter().filter(|done| !is_joining(done)).map(|done| &done.op.edit).collect();
        match counted(&edits) {
            Some(all) => format!("{all} ({first})"),
            None if size > 1 => format!("{first}, and {} more", size - 1),
            None => first,
        }
    }

    /// It without the change that made its coder known, which stays, unless it is all there is.
    fn alone(mut self) -> Act<'a> {
        if self.size() > 0 {
            self.0.retain(|done| !is_joining(done));
        }
        self
    }

    /// The change to name it by: the first that is more than the making of what the others need, else
    /// the first, but for the one that made its coder known.
    pub fn gist(&self) -> &'a Op {
        let prepares = |done: &Done| {
            matches!(
                done.op.edit,
                Edit::AddCode { .. } | Edit::AddCase { .. } | Edit::AddAttribute { .. } | Edit::AddMemo { .. }
            )
        };
        let named = self.0.iter().find(|done| !is_joining(done) && !prepares(done));
        let named = named.or_else(|| self.0.iter().find(|done| !is_joining(done)));
        named.map_or(self.first(), |done| &done.op)
    }
}

/// An act to be taken back: the edits that do it, each with the change it undoes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakingBack {
    /// In the order in which they are to be made.
    pub edits: Vec<(Edit, OpId)>,
    /// What is taken back or done again, in words.
    pub what: String,
}

impl Fold {
    /// The act that `u` takes back: this coder's last one that still stands, in any sitting.
    ///
    /// # Errors
    /// Nothing to take back, or a colleague has changed the same thing since: who, and how.
    pub fn undo(&self, by: CoderId) -> Result<TakingBack, Hindrance> {
        let mut taken = BTreeSet::new();
        for act in self.acts_of(by) {
            if act.0.iter().any(|done| taken.contains(&done.op.id)) {
                continue;
            }
            match act.first().undoes {
                // What never took effect needs no taking back.
                None if !act.took_effect() => {}
                Some(_) => taken.extend(act.0.iter().filter_map(|done| done.op.undoes)),
                None => return self.take_back(&act),
            }
        }
        Err(Hindrance::NothingToUndo)
    }

    /// The act that `U` does again: the last one taken back, as long as nothing new was done since.
    ///
    /// # Errors
    /// Nothing to do again, or a colleague has changed the same thing since.
    pub fn redo(&self, by: CoderId) -> Result<TakingBack, Hindrance> {
        let mut taken = BTreeSet::new();
        for act in self.acts_of(by) {
            if act.0.iter().any(|done| taken.contains(&done.op.id)) {
                continue;
            }
            let Some(undone) = act.first().undoes else { break };
            let undone_undo = self.done().iter().rev().any(|done| done.op.id == undone && done.op.undoes.is_some());
            if !undone_undo {
                let what = self.act_of(undone).map_or_else(String::new, |undone| undone.said(self.project()));
                return Ok(TakingBack { what, ..self.take_back(&act)? });
            }
            taken.extend(act.0.iter().filter_map(|done| done.op.undoes));
        }
        Err(Hindrance::NothingToRedo)
    }

    /// This coder's acts, the last first, each with its changes in order.
    fn acts_of(&self, by: CoderId) -> impl Iterator<Item = Act<'_>> {
        let by = self.project().coder_of(by);
        let mut mine =
            self.done().iter().rev().filter(move |done| self.project().coder_of(done.op.by) == by).peekable();
        std::iter::from_fn(move || {
            let mut gesture = vec![mine.next()?];
            let first = gesture[0].op.gesture.first;
            while let Some(done) = mine.next_if(|done| done.op.gesture.first == first) {
                gesture.push(done);
            }
            gesture.reverse();
            Some(Act(gesture))
        })
    }

    /// Every act, in the order in which each began.
    pub fn acts(&self) -> Vec<Act<'_>> {
        let mut places: BTreeMap<OpId, usize> = BTreeMap::new();
        let mut acts: Vec<Act> = Vec::new();
        for done in self.done() {
            let place = *places.entry(done.op.gesture.first).or_insert(acts.len());
            match acts.get_mut(place) {
                Some(act) => act.0.push(done),
                None => acts.push(Act(vec![done])),
            }
        }
        acts
    }

    /// The act that a change is of.
    pub fn act_of(&self, change: OpId) -> Option<Act<'_>> {
        let first = self.done().iter().find(|done| done.op.id == change)?.op.gesture.first;
        Some(Act(self.done().iter().filter(|done| done.op.gesture.first == first).collect()))
    }

    /// The changes that were taken back and not done again.
    pub fn taken_back(&self) -> BTreeSet<OpId> {
        let mut taken = BTreeSet::new();
        for done in self.done().iter().rev() {
            if !taken.contains(&done.op.id) {
                taken.extend(done.op.undoes);
            }
        }
        taken
    }

    /// An act of this coder's by itself, given one of its changes: it is taken back alone, whatever was done
    /// since, as long as nothing builds on it.
    ///
    /// # Errors
    /// There is no such change, it is not this coder's, it does not stand any more, or later acts build on
    /// it: what they did.
    pub fn undo_act(&self, change: OpId, by: CoderId) -> Result<TakingBack, Hindrance> {
        let act = self.act_of(change).ok_or(Refusal::Unknown("change"))?;
        if self.project().coder_of(act.first().by) != self.project().coder_of(by) {
            return Err(Hindrance::Theirs(self.project().coder_name(act.first().by).to_string()));
        }
        let taken = self.taken_back();
        if act.0.iter().any(|done| taken.contains(&done.op.id)) {
            return Err(Hindrance::TakenBack);
        }
        if !act.took_effect() {
            return Err(Hindrance::NoEffect);
        }
        let act = act.alone();
        let later = self.standing_after(&act);
        let moved = |done: &Done, other: &Done| self.moves_what_comes_back(done, other);
        let builds_on = later.iter().filter(|other| act.0.iter().any(|done| meets(done, other) || moved(done, other)));
        let firsts: BTreeSet<OpId> = builds_on.map(|done| done.op.gesture.first).collect();
        let told =
            |other: Act| format!("{} {}", self.project().coder_name(other.first().by), other.said(self.project()));
        let told: Vec<String> = firsts.into_iter().filter_map(|first| self.act_of(first)).map(told).collect();
        if told.is_empty() { self.take_back(&act) } else { Err(Hindrance::BuiltOn(told)) }
    }

    /// Whether a later change wrote the words anew into which the passage points that would come back: it may
    /// not be the same passage any more.
    fn moves_what_comes_back(&self, done: &Done, later: &Done) -> bool {
        let revised = match later.op.edit.subject() {
            Some(Thing::Revision(revision)) => self.project().revised(revision).map(|revised| revised.document),
            _ => None,
        };
        let adds = done.op.edit.adds().is_some();
        revised.is_some_and(|document| !adds && done.op.edit.points_into().contains(&document))
    }

    fn take_back(&self, act: &Act) -> Result<TakingBack, Hindrance> {
        if act.0.iter().any(|done| matches!(done.op.edit, Edit::Erase { .. })) {
            return Err(Hindrance::Erased);
        }
        let by = self.project().coder_of(act.first().by);
        let mut theirs = self.standing_after(act);
        theirs.retain(|done| self.project().coder_of(done.op.by) != by);
        for done in act.0.iter().filter(|done| done.took()) {
            if let Some(other) = theirs.iter().find(|other| meets(done, other)) {
                let who = self.project().coder_name(other.op.by).to_string();
                return Err(Hindrance::Colleague { who, what: say(self.project(), &other.op.edit) });
            }
        }
        let mut edits = Vec::with_capacity(act.0.len());
        for done in act.0.iter().rev() {
            edits.extend(self.inverse(done)?.map(|edit| (edit, done.op.id)));
        }
        Ok(TakingBack { edits, what: act.said(self.project()) })
    }

    /// What was done after an act began, but for the act, and was not taken back.
    fn standing_after(&self, act: &Act) -> Vec<&Done> {
        let from = self.done().partition_point(|done| done.op.order() < act.first().order());
        let mut taken = BTreeSet::new();
        let mut standing = Vec::new();
        for done in self.done()[from..].iter().rev().filter(|done| done.took()) {
            if taken.contains(&done.op.id) {
                continue;
            }
            match done.op.undoes {
                Some(undone) => drop(taken.insert(undone)),
                None if done.op.gesture.first == act.first().gesture.first => {}
                None => standing.push(done),
            }
        }
        standing
    }
}

/// Whether a later change writes what a change wrote, or names what it added.
fn meets(done: &Done, later: &Done) -> bool {
    let added = done.op.edit.adds();
    later.op.edit.aspect() == done.op.edit.aspect() || added.is_some_and(|thing| later.op.mentions(thing))
}

/// Whether it only makes known who acts, as the desk does with their first change.
fn is_joining(done: &Done) -> bool {
    let own = Thing::Coder(done.op.by);
    match done.op.edit {
        Edit::Restore { thing } => thing == own,
        _ => done.op.edit.adds() == Some(own),
    }
}
