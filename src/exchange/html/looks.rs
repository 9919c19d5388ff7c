//! Which elements are open that say how their words look, and where among the words that changes.

use super::elements::{LOOSE, Loose, VOID};
use crate::exchange::DEEPEST;
use crate::exchange::looks::{Look, Looks, MOST, Seen};
use crate::exchange::page::Page;
use crate::exchange::styles::Says;

/// The looks of the words so far.
#[derive(Default)]
pub struct Looking {
    open: Vec<Open>,
    /// From which byte among the words on they look how; before the first one, plain.
    changes: Vec<(usize, Look)>,
    too_many: bool,
}

/// An element that says how its words look.
struct Open {
    name: String,
    loose: Option<&'static Loose>,
    says: Says,
    /// What it says together with those around it.
    in_all: Says,
}

impl Looking {
    /// An element begins behind so many bytes of words.
    pub fn begin(&mut self, name: &str, says: Says, at: usize) {
        while let Some(place) =
            self.open.iter().rposition(|open| open.loose.is_some_and(|loose| loose.ends_before(name)))
        {
            self.take_out(place, at);
        }
        let is_plain = says == Says { hidden: says.hidden, ..Says::default() };
        if !is_plain && self.open.len() < DEEPEST && !VOID.contains(&name) {
            let around = self.open.last().map(|open| open.in_all.clone()).unwrap_or_default();
            let loose = LOOSE.iter().find(|loose| loose.name == name);
            self.open.push(Open { name: name.to_owned(), loose, in_all: says.clone().over(&around), says });
            self.change(at);
        }
    }

    /// An element ends there; what stands in it and has a mark of its own for its end goes on, as in a browser.
    pub fn end(&mut self, name: &str, at: usize) {
        let ends = |open: &Open| open.name != name && open.loose.is_some_and(|loose| loose.ends_with(name));
        while let Some(place) = self.open.iter().rposition(ends) {
            self.take_out(place, at);
        }
        if let Some(place) = self.open.iter().rposition(|open| open.name == name) {
            self.take_out(place, at);
        }
    }

    fn take_out(&mut self, place: usize, at: usize) {
        self.open.remove(place);
        let mut around = place.checked_sub(1).map(|around| self.open[around].in_all.clone()).unwrap_or_default();
        for open in &mut self.open[place..] {
            open.in_all = open.says.clone().over(&around);
            around = open.in_all.clone();
        }
        self.change(at);
    }

    /// Notes how words look that come now.
    fn change(&mut self, at: usize) {
        let look = self.open.last().map(|open| open.in_all.look()).unwrap_or_default();
        // Where no words came in between, only the last change counts.
        self.changes.pop_if(|(last, _)| *last == at);
        if self.changes.last().map_or(&Look::default(), |(_, last)| last) != &look && !self.too_many {
            self.changes.push((at, look));
        }
        if self.changes.len() > MOST {
            (self.changes, self.too_many) = (Vec::new(), true);
        }
    }

    /// Where people begin to speak, by the looks of the words.
    pub fn seen(&self, words: &str) -> Vec<Seen> {
        if self.changes.is_empty() {
            return Vec::new();
        }
        let (mut looks, mut changes, mut start) = (Looks::default(), self.changes.iter().peekable(), 0);
        let mut look = &Look::default();
        for (place, line) in words.split('\n').enumerate() {
            let (mut from, end) = (start, start + line.len());
            while from < end {
                while let Some((_, next)) = changes.next_if(|(at, _)| *at <= from) {
                    look = next;
                }
                let to = changes.peek().map_or(end, |(at, _)| end.min(*at));
                looks.wrote((place, from - start), (place, to - start), look);
                from = to;
            }
            start = end + 1;
        }
        looks.seen(&Page::of(words))
    }
}
