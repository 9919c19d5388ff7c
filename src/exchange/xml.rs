//! XML that came from outside, event by event and within bounds.
//!
//! Names come without their prefix and words with their entities resolved. What is built to do harm (elements
//! beyond any depth, entities of its own) is refused here, so that no reader of a format need think of it.

pub mod writing;

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart};
use quick_xml::{Reader, XmlVersion, events};

use super::archive::damaged;
use super::{DEEPEST, Unreadable};

/// The events of one part, in order.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

/// What stands next.
pub enum Event<'a> {
    /// An element begins; one that is empty ends at once.
    Open(Tag<'a>),
    /// The innermost element ends.
    Close(End<'a>),
    /// Words between tags: a run of them, or the sign that an entity stands for.
    Words(Cow<'a, str>),
}

impl<'a> Xml<'a> {
    /// Begins before the first element.
    pub fn new(xml: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, depth: 0 }
    }

    /// The next event; `None` behind the last element.
    ///
    /// # Errors
    /// The XML is damaged or ends too early, stands too deep, declares a document type, or names an entity that
    /// XML does not know.
    pub fn next(&mut self) -> Result<Option<Event<'a>>, Unreadable> {
        loop {
            return Ok(Some(match self.raw()? {
                events::Event::Start(tag) => Event::Open(Tag(tag)),
                events::Event::End(tag) => Event::Close(End(tag)),
                events::Event::Text(text) => Event::Words(text.xml10_content()),
                events::Event::CData(text) => Event::Words(text.xml10_content()),
                events::Event::GeneralRef(entity) => Event::Words(resolved(&entity)?),
                events::Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// Passes over the insides of the element that began last, to behind its end, and shows the tags in it.
    ///
    /// # Errors
    /// As for `next`, but for entities, which are not looked at.
    pub fn skip(&mut self, mut seen: impl FnMut(&Tag)) -> Result<(), Unreadable> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let events::Event::Start(tag) = self.raw()? {
                seen(&Tag(tag));
            }
        }
        Ok(())
    }

    /// The next event as it is read, within bounds.
    fn raw(&mut self) -> Result<events::Event<'a>, Unreadable> {
        let event = self.reader.read_event().map_err(damaged)?;
        match event {
            events::Event::DocType(_) => return Err(Unreadable::Entities),
            events::Event::Start(_) if self.depth == DEEPEST => return Err(Unreadable::TooDeep),
            events::Event::Start(_) => self.depth += 1,
            events::Event::End(_) => self.depth = self.depth.saturating_sub(1),
            events::Event::Eof if self.depth > 0 => {
                return Err(Unreadable::Damaged { what: "its XML ends too early".into() });
            }
            _ => {}
        }
        Ok(event)
    }
}

/// The beginning of an element.
pub struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without prefix: `p` of `text:p`.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Its name as it stands there, where the prefix tells two apart.
    pub fn prefixed(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of an attribute by its name without prefix.
    ///
    /// # Errors
    /// The tag is damaged, or the value names an entity that XML does not know.
    pub fn attribute(&self, name: &str) -> Result<Option<String>, Unreadable> {
        // That no name stands twice is not looked at: that takes long where there are many, and the first counts.
        for attribute in self.0.attributes().with_checks(false) {
            let attribute: Attribute = attribute.map_err(quick_xml::Error::from).map_err(damaged)?;
            if attribute.key.local_name().into_inner() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(damaged)?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }
}

/// The end of an element.
pub struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// The sign that an entity stands for.
pub(super) fn resolved<'a>(entity: &BytesRef) -> Result<Cow<'a, str>, Unreadable> {
    if let Some(character) = entity.resolve_char_ref().map_err(damaged)? {
        return Ok(Cow::Owned(character.into()));
    }
    let name = entity.xml10_content();
    let known = resolve_xml_entity(&name).map(Cow::Borrowed);
    known.ok_or_else(|| Unreadable::Damaged { what: format!("unknown entity {name:?}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events of some XML in short: `<p`, `p>`, and words as they are.
    fn walked(xml: &str) -> Result<Vec<String>, Unreadable> {
        let mut xml = Xml::new(xml);
        let mut walked = Vec::new();
        while let Some(event) = xml.next()? {
            walked.push(match event {
                Event::Open(tag) if tag.name() == "skipped" => {
                    let mut inside = String::new();
                    xml.skip(|tag| inside += tag.prefixed())?;
                    format!("({inside})")
                }
                Event::Open(tag) => format!("<{}", tag.name()),
                Event::Close(end) => format!("{}>", end.name()),
                Event::Words(words) => words.into_owned(),
            });
        }
        Ok(walked)
    }

    #[test]
    fn events_come_in_order_with_what_entities_stand_for() {
        let xml = "<?xml version='1.0'?><w:p a='b'>R&amp;D&#x201C;<br/><!-- no --><![CDATA[<y>]]></w:p>";
        assert_eq!(walked(xml).unwrap(), ["<p", "R", "&", "D", "“", "<br", "br>", "<y>", "p>"]);
    }

    #[test]
    fn what_is_passed_over_shows_its_tags_alone() {
        let xml = "<a><skipped>x<w:b><c/>&nbsp;</w:b></skipped>y<skipped/>z</a>";
        assert_eq!(walked(xml).unwrap(), ["<a", "(w:bc)", "y", "()", "z", "a>"]);
    }

    #[test]
    fn attributes_are_known_without_prefix_and_in_words() {
        let Ok(Some(Event::Open(tag))) = Xml::new("<a x:n='R&amp;D &#8220;' m='1' m='2'>").next() else { panic!() };
        let value = |name: &str| tag.attribute(name).unwrap();
        assert_eq!((value("n").as_deref(), value("m").as_deref(), value("o")), (Some("R&D “"), Some("1"), None));
        for broken in ["<a n>", "<a n='&b;'>", "<a n=1>"] {
            let Ok(Some(Event::Open(tag))) = Xml::new(broken).next() else { panic!("{broken}") };
            assert!(matches!(tag.attribute("n"), Err(Unreadable::Damaged { .. })), "{broken}");
        }
    }

    #[test]
    fn what_no_document_has_is_refused_even_where_it_is_passed_over() {
        let deep = |deep: usize| format!("<skipped>{}{}</skipped>", "<a>".repeat(deep), "</a>".repeat(deep));
        assert!(walked(&deep(DEEPEST - 1)).is_ok());
        assert_eq!(walked(&deep(DEEPEST)), Err(Unreadable::TooDeep));
        assert_eq!(walked("<skipped><!DOCTYPE a></skipped>"), Err(Unreadable::Entities));
        for broken in ["<a>", "<skipped>", "<a></b>", "<a>&nbsp;</a>", "a & b", "</a>"] {
            assert!(matches!(walked(broken), Err(Unreadable::Damaged { .. })), "{broken}");
        }
    }
}
