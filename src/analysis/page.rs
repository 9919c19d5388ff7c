//! An answer to be read: headings and words, where a [`Table`](super::Table) would not do.

/// What a question to a project is answered with, as a page to read and print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it shows.
    pub title: String,
    /// What stands on it, in order.
    pub blocks: Vec<Block>,
}

/// A part of a page. Words may have several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Heads what follows.
    Heading {
        /// How far down it stands: 0 right below the title.
        depth: u16,
        /// What it says.
        words: String,
    },
    /// Words.
    Paragraph(String),
    /// Words about the heading above, under a name of their own ("not for").
    Entry {
        /// What sort of words they are.
        name: String,
        /// The words.
        words: String,
    },
    /// What somebody said.
    Quote {
        /// Their words.
        words: String,
        /// Who, and where it stands.
        source: String,
    },
    /// What must be read with the rest, a line at the end.
    Note(String),
}

impl Page {
    /// A page of that title with nothing on it yet.
    pub fn new(title: impl Into<String>) -> Page {
        Page { title: title.into(), blocks: Vec::new() }
    }

    /// Adds a heading.
    pub fn heading(&mut self, depth: u16, words: impl Into<String>) {
        self.blocks.push(Block::Heading { depth, words: words.into() });
    }

    /// Adds words.
    pub fn paragraph(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Paragraph(words.into()));
    }

    /// Adds words under a name, where there are any.
    pub fn entry(&mut self, name: &str, words: &str) {
        if !words.trim().is_empty() {
            self.blocks.push(Block::Entry { name: name.to_string(), words: words.trim().to_string() });
        }
    }

    /// Adds what must be read with the rest.
    pub fn note(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Note(words.into()));
    }
}
