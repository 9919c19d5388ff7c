//! REFI-QDA's XML as small trees, one thing of a list after the other, however long the lists are.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::exchange::archive::damaged;
use crate::exchange::xml::resolved;
use crate::exchange::{DEEPEST, LIMIT, Unreadable};

/// What holds nothing but a list, or lists.
const LISTS: &[&str] =
    &["project", "codebook", "codes", "users", "variables", "cases", "sources", "notes", "links", "sets", "graphs"];

/// What an element takes in memory about, and what a thing of a list does with all that becomes of it (bytes); and the
/// most that all of a file may take: a study of 300,000 codings has a million elements.
const ELEMENT: usize = 200;
const THING: usize = 1_000;
const HEAVIEST: usize = 256 << 20;

/// The most attributes of an element that are looked at; the standard knows a dozen.
const MOST_ATTRIBUTES: usize = 64;

/// An element with all that stands in it.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name in small letters, without a namespace: programs spell both differently.
    pub name: Box<str>,
    attributes: Box<[(Box<str>, Box<str>)]>,
    /// What stands in it.
    pub children: Vec<Element>,
    /// Its words, where no elements stand in it.
    pub text: String,
}

impl Element {
    fn of(tag: &BytesStart) -> Element {
        let name = tag.local_name().as_ref().to_lowercase().into();
        let read = |attribute: quick_xml::events::attributes::Attribute| {
            let key = attribute.key.local_name().as_ref().to_lowercase();
            // What is escaped in a way of its own is taken as it stands.
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or(attribute.value.clone());
            (key.into(), value.into_owned().into())
        };
        let attributes = tag.attributes().with_checks(false).flatten().take(MOST_ATTRIBUTES).map(read).collect();
        Element { name, attributes, ..Element::default() }
    }

    /// The attribute of that name (small letters); a blank one is none.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| **key == *name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The elements of that name (small letters) in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| *child.name == *name)
    }

    /// The words of the element of that name in it; blank ones are none.
    pub fn words(&self, name: &str) -> Option<&str> {
        let named = self.children.iter().filter(|child| *child.name == *name);
        named.map(|child| child.text.as_str()).find(|words| !words.trim().is_empty())
    }

    /// What the elements of that name in it point at.
    pub fn targets<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.all(name).filter_map(|child| child.attribute("targetguid"))
    }
}

/// Reads a file, and hands on everything that stands in a list, with the list's name; gives the outermost element
/// without what stood in it.
///
/// # Errors
/// It is no XML, breaks off, declares entities of its own, or is larger than a study can be.
pub fn read(from: impl BufRead, take: &mut dyn FnMut(&str, Element)) -> Result<Element, Unreadable> {
    let mut reader = Reader::from_reader(from);
    let mut bytes = Vec::new();
    let mut open = Open::default();
    loop {
        bytes.clear();
        let event = reader.read_event_into(&mut bytes).map_err(damaged)?;
        match event {
            Event::DocType(_) => return Err(Unreadable::Entities),
            Event::Start(tag) => open.begin(Element::of(&tag))?,
            Event::Empty(tag) => {
                open.begin(Element::of(&tag))?;
                open.end(take);
            }
            Event::End(_) => open.end(take),
            Event::Text(text) => open.write(&text.xml10_content())?,
            Event::CData(text) => open.write(&text.xml10_content())?,
            Event::GeneralRef(entity) => open.write(&resolved(&entity)?)?,
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match open.root {
        Some(root) if open.elements.is_empty() => Ok(root),
        _ => Err(Unreadable::Damaged { what: "its XML ends too early".to_string() }),
    }
}

/// The elements that are not closed yet.
#[derive(Default)]
struct Open {
    elements: Vec<Element>,
    /// How many of them, from the outermost, are lists.
    lists: usize,
    /// What everything read so far takes (bytes).
    weight: usize,
    root: Option<Element>,
}

impl Open {
    fn begin(&mut self, element: Element) -> Result<(), Unreadable> {
        if self.elements.len() == DEEPEST {
            return Err(Unreadable::TooDeep);
        }
        let is_thing = self.lists == self.elements.len() || &*element.name == "code";
        self.weigh(if is_thing { THING } else { ELEMENT })?;
        // A set in a set, or a note in a code, is no list of the project.
        if self.lists == self.elements.len() && LISTS.contains(&&*element.name) {
            self.lists += 1;
        }
        self.elements.push(element);
        Ok(())
    }

    fn end(&mut self, take: &mut dyn FnMut(&str, Element)) {
        let Some(mut element) = self.elements.pop() else { return };
        if !element.children.is_empty() {
            element.text = String::new();
        }
        if self.elements.len() < self.lists {
            self.lists = self.elements.len();
            if self.elements.is_empty() && self.root.is_none() {
                self.root = Some(element);
            }
        } else if self.elements.len() > self.lists {
            self.elements.last_mut().into_iter().for_each(|above| above.children.push(std::mem::take(&mut element)));
        } else {
            match self.elements.last() {
                Some(list) => take(&list.name, element),
                None => self.root = Some(element),
            }
        }
    }

    /// Counts what is kept.
    fn weigh(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.weight = self.weight.saturating_add(bytes);
        let what = || "more stands in it than in any study".to_string();
        if self.weight > HEAVIEST { Err(Unreadable::Damaged { what: what() }) } else { Ok(()) }
    }

    fn write(&mut self, words: &str) -> Result<(), Unreadable> {
        if self.elements.len() > self.lists
            && let Some(element) = self.elements.last_mut()
            && element.children.is_empty()
        {
            element.text.push_str(words);
            let is_long = element.text.len() > LIMIT;
            self.weigh(words.len())?;
            if is_long {
                return Err(Unreadable::TooLarge);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(xml: &str) -> Result<Vec<String>, Unreadable> {
        let mut met = Vec::new();
        let root = read(xml.as_bytes(), &mut |list, element| {
            let inside: Vec<&str> = element.children.iter().map(|child| &*child.name).collect();
            met.push(format!("{list} {} {:?} {}", element.name, inside, element.text));
        })?;
        met.push(format!("{} {:?}", root.name, root.attribute("name")));
        Ok(met)
    }

    #[test]
    fn things_of_lists_come_one_by_one() {
        let xml = "\u{feff}<?xml version='1.0'?><q:Project xmlns:q='x' name='a &amp; b'><CodeBook><Codes>\
            <Code guid='1'><Description>x &lt;y&gt;&#233;</Description><Code guid='2'/></Code><Code/></Codes></CodeBook>\
            <Sets/><Description> of all\n</Description><Sources>\n<TextSource><PlainTextContent>a\nb</PlainTextContent>\
            </TextSource></Sources></q:Project>";
        let expected = [
            r#"codes code ["description", "code"] "#,
            "codes code [] ",
            "project description []  of all\n",
            r#"sources textsource ["plaintextcontent"] "#,
            r#"project Some("a & b")"#,
        ];
        assert_eq!(met(xml).unwrap(), expected);
    }

    #[test]
    fn what_is_no_study_is_refused() {
        assert_eq!(met("<!DOCTYPE x><Project/>"), Err(Unreadable::Entities));
        assert!(matches!(met("<Project><Codes>"), Err(Unreadable::Damaged { .. })));
        assert!(matches!(met("<Project></Codes>"), Err(Unreadable::Damaged { .. })));
        assert!(matches!(met(""), Err(Unreadable::Damaged { .. })));
        let deep = format!("<Project><Codes>{}", "<Code>".repeat(300));
        assert_eq!(met(&deep), Err(Unreadable::TooDeep));
    }
}
