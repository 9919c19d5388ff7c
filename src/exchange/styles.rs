//! What a document's styles say of its words, with what they take from each other.

use std::collections::{BTreeMap, HashMap};

use super::looks::Look;

/// What is said of how words are shown; what is not said stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Says {
    pub hidden: Option<bool>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    /// In the form of a look; within, none where it is said to be black or no colour.
    pub colour: Option<Option<String>>,
}

impl Says {
    /// What it says, and of the rest what was said before.
    pub fn over(self, before: &Says) -> Says {
        Says {
            hidden: self.hidden.or(before.hidden),
            bold: self.bold.or(before.bold),
            italic: self.italic.or(before.italic),
            colour: self.colour.or_else(|| before.colour.clone()),
        }
    }

    /// How words look of which nothing else is said.
    pub fn look(&self) -> Look {
        let is_on = |said: Option<bool>| said == Some(true);
        Look { bold: is_on(self.bold), italic: is_on(self.italic), colour: self.colour.clone().flatten() }
    }

    /// Whether nobody who reads the page sees the words.
    pub fn hides(&self) -> bool {
        self.hidden == Some(true)
    }
}

/// Whether a weight is bold, as web pages and OpenDocument name weights.
pub fn is_bold(weight: &str) -> bool {
    matches!(weight, "bold" | "bolder") || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
}

/// Whether letters of a style lean, as web pages and OpenDocument name styles.
pub fn is_italic(style: &str) -> bool {
    style == "italic" || style.starts_with("oblique")
}

/// Styles by their names, each with the name of the one that it goes by where it says nothing.
#[derive(Default)]
pub struct Styles(BTreeMap<String, (Option<String>, Says)>);

impl Styles {
    /// Adds one; a later one of the same name counts.
    pub fn add(&mut self, name: String, parent: Option<String>, says: Says) {
        self.0.insert(name, (parent, says));
    }

    /// What each says in all.
    pub fn settled(mut self) -> HashMap<String, Says> {
        let names: Vec<String> = self.0.keys().cloned().collect();
        let mut settled: HashMap<String, Says> = HashMap::new();
        for name in names {
            // Each is taken out once, so styles that go by each other in a circle come to an end too.
            let (mut chain, mut next) = (Vec::new(), Some(name));
            while let Some(name) = next.take_if(|name| self.0.contains_key(name)) {
                let (parent, says) = self.0.remove(&name).unwrap_or_default();
                chain.push((name, says));
                next = parent;
            }
            let mut before = next.and_then(|name| settled.get(&name).cloned()).unwrap_or_default();
            for (name, says) in chain.into_iter().rev() {
                before = says.over(&before);
                settled.insert(name, before.clone());
            }
        }
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_says_what_those_say_that_it_goes_by_unless_it_says_otherwise() {
        let mut styles = Styles::default();
        let mut add = |name: &str, parent: &str, hidden: Option<bool>| {
            styles.add(
                name.to_owned(),
                (!parent.is_empty()).then(|| parent.to_owned()),
                Says { hidden, ..Says::default() },
            );
        };
        add("c", "b", None);
        add("b", "a", None);
        add("a", "", Some(true));
        add("off", "c", Some(false));
        add("lost", "nowhere", None);
        add("one", "other", None);
        add("other", "one", Some(true));
        let settled = styles.settled();
        let hidden = ["a", "b", "c", "off", "lost", "other"].map(|name| settled[name].hides());
        assert_eq!(hidden, [true, true, true, false, false, true]);
        let long: Styles = {
            let mut styles = Styles::default();
            (0..100_000).for_each(|at| styles.add(at.to_string(), Some((at + 1).to_string()), Says::default()));
            styles.add("100000".to_owned(), None, Says { hidden: Some(true), ..Says::default() });
            styles
        };
        assert!(long.settled()["0"].hides());
    }
}
