//! What the styles of an OpenDocument text say of its words.

use crate::exchange::Unreadable;
use crate::exchange::looks::colour;
use crate::exchange::styles::{Says, Styles, is_bold, is_italic};
use crate::exchange::xml::{Event, Tag, Xml};

/// By what a style is found: those of paragraphs and of spans may have the same name.
pub fn key(family: &str, name: &str) -> String {
    format!("{family} {name}")
}

/// Adds the styles that stand in one part of the XML: those with names, or those that one document made for itself.
///
/// # Errors
/// The XML is damaged, or built to do harm.
pub fn read(xml: &str, part: &str, styles: &mut Styles) -> Result<(), Unreadable> {
    let mut xml = Xml::new(xml);
    let (mut counts, mut open) = (false, None);
    while let Some(event) = xml.next()? {
        match event {
            Event::Open(tag) => match tag.name() {
                "body" | "master-styles" => return Ok(()),
                "style" if counts => open = Some(named(&tag)),
                "text-properties" => {
                    if let Some((.., says)) = &mut open {
                        *says = said(&tag);
                    }
                }
                name => counts |= name == part,
            },
            Event::Close(end) if end.name() == "style" => {
                if let Some((name, parent, says)) = open.take() {
                    styles.add(name, parent, says);
                }
            }
            Event::Close(end) => counts &= end.name() != part,
            Event::Words(_) => {}
        }
    }
    Ok(())
}

/// A style that begins: by what it is found, and by what the one is that it goes by.
fn named(tag: &Tag) -> (String, Option<String>, Says) {
    let family = value(tag, "family").unwrap_or_default();
    let name = value(tag, "name").unwrap_or_default();
    let parent = value(tag, "parent-style-name");
    (key(&family, &name), parent.map(|parent| key(&family, &parent)), Says::default())
}

/// What a style says of words.
fn said(tag: &Tag) -> Says {
    let takes_it_from_the_page = value(tag, "use-window-font-color").is_some_and(|takes| takes == "true");
    Says {
        hidden: value(tag, "display").map(|display| display == "none"),
        bold: value(tag, "font-weight").map(|weight| is_bold(&weight)),
        italic: value(tag, "font-style").map(|style| is_italic(&style)),
        colour: if takes_it_from_the_page { Some(None) } else { value(tag, "color").map(|said| colour(&said)) },
    }
}

/// The value of an attribute; none where it is damaged, as words do not hang on it.
fn value(tag: &Tag, name: &str) -> Option<String> {
    tag.attribute(name).ok().flatten()
}
