//! Elements whose insides are passed over, and where each ends, though its end may go unsaid.

use super::elements::{BLOCKS, LOOSE, Loose};

/// An element whose insides are passed over.
pub struct Skipping {
    pub name: String,
    /// How often it stands in itself; of one that may end unsaid, how many of what it stands in stand in it.
    deep: usize,
    loose: Option<&'static Loose>,
    /// Whether its words are ones that nobody sees, rather than none, or of another kind.
    pub is_hidden: bool,
}

impl Skipping {
    /// An element that ends where it says so.
    pub fn whole(name: &str) -> Skipping {
        Skipping { name: name.to_owned(), deep: 0, loose: None, is_hidden: false }
    }

    /// One that nobody sees.
    pub fn hidden(name: &str) -> Skipping {
        let loose = LOOSE.iter().find(|loose| loose.name == name);
        Skipping { loose, is_hidden: true, ..Skipping::whole(name) }
    }

    /// Whether it ends because another one begins, which is then read.
    pub fn ends_before(&mut self, tag: &str) -> bool {
        let Some(loose) = self.loose else {
            self.deep += usize::from(self.name == tag);
            return false;
        };
        if self.deep == 0 && loose.ends_before(tag) {
            return true;
        }
        self.deep += usize::from(loose.within.contains(&tag));
        false
    }

    /// Whether it ends with an end: its own, or that of what it stands in, which is then read.
    pub fn ends_with(&mut self, tag: &str) -> Option<Own> {
        let is_own = self.name == tag;
        let Some(loose) = self.loose else {
            let ends = is_own && self.deep == 0;
            self.deep -= usize::from(is_own && !ends);
            return ends.then_some(Own(true));
        };
        if self.deep == 0 && (is_own || loose.ends_with(tag)) {
            return Some(Own(is_own));
        }
        self.deep = self.deep.saturating_sub(usize::from(loose.within.contains(&tag)));
        None
    }
}

/// Whether the end that was met is the element's own.
pub struct Own(pub bool);

impl Loose {
    /// Whether another that begins ends it.
    pub fn ends_before(&self, tag: &str) -> bool {
        if self.name == "p" { BLOCKS.contains(&tag) } else { self.beside.contains(&tag) }
    }

    /// Whether the end of another ends it.
    pub fn ends_with(&self, tag: &str) -> bool {
        self.within.contains(&tag) || self.ends_before(tag)
    }
}
