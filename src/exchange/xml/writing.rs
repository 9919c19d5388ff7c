//! XML as it is written.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// What is being written.
pub struct Xml<W: Write>(Writer<W>);

/// Names of attributes and their values.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl<W: Write> Xml<W> {
    /// Begins with the line that says what it is.
    ///
    /// # Errors
    /// What `out` reports, here and below.
    pub fn begin(out: W) -> io::Result<Xml<W>> {
        let mut xml = Xml(Writer::new(out));
        xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        xml.0.write_event(Event::Text(BytesText::new("\n")))?;
        Ok(xml)
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.0.write_event(Event::Start(tag(name, attributes)))
    }

    /// Ends it.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.0.write_event(Event::Empty(tag(name, attributes)))
    }

    /// An element with words in it.
    pub fn words(&mut self, name: &str, words: &str) -> io::Result<()> {
        self.words_with(name, &[], words)
    }

    /// An element with attributes, and words in it.
    pub fn words_with(&mut self, name: &str, attributes: Attributes, words: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::new(&fitting(words))))?;
        self.close(name)
    }

    /// Where it was written to.
    pub fn into_inner(self) -> W {
        self.0.into_inner()
    }

    /// An element that points at something.
    pub fn points(&mut self, name: &str, target: impl ToString) -> io::Result<()> {
        self.empty(name, &[("targetGUID", &target.to_string())])
    }
}

fn tag<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    let mut tag = BytesStart::new(name);
    for (key, value) in attributes {
        tag.push_attribute((*key, &*fitting(value)));
    }
    tag
}

/// The words with a mark for every character that no XML can hold.
pub fn fitting(words: &str) -> Cow<'_, str> {
    if words.chars().all(fits) {
        return words.into();
    }
    words.chars().map(|letter| if fits(letter) { letter } else { '\u{fffd}' }).collect::<String>().into()
}

/// Whether XML can hold a character.
pub fn fits(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
