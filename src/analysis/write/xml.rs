//! XML that is written element by element.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// What has been written so far. Words that come in have nothing hidden in them, so all of them may stand in XML.
pub(super) struct Xml(Writer<Vec<u8>>);

/// Names of attributes and their values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    pub(super) fn new() -> Xml {
        let mut xml = Xml(Writer::new(Vec::new()));
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// An element with what is written inside it.
    pub(super) fn within(&mut self, name: &str, attributes: Attributes, inside: impl FnOnce(&mut Xml)) {
        self.put(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
        inside(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes) {
        self.put(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    /// Words.
    pub(super) fn words(&mut self, words: &str) {
        self.put(Event::Text(BytesText::new(words)));
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn put(&mut self, event: Event) {
        let written = self.0.write_event(event);
        debug_assert!(written.is_ok(), "writing to memory does not fail");
    }
}
