//! A document that emic wrote, and that came back from Word with comments.

use super::{Body, Hyphens, Tracked, comments, main_part, open, xml_of};
use crate::exchange::archive::Packed;
use crate::exchange::marked::{BY_EMIC, DOCUMENT, TEXT};
use crate::exchange::xml::{Event, Xml};
use crate::exchange::{Remark, Unreadable, bounded};
use crate::project::{DocumentId, TextKey};

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// The words, every tracked change undone.
    pub words: String,
    /// The words with every tracked change done.
    pub changed: String,
    /// The document, and the words it had when it left, where the file tells.
    pub of: Option<(DocumentId, TextKey)>,
    /// What is said of which words (those without tracked changes), and whether emic wrote it.
    pub remarks: Vec<(Remark, bool)>,
}

/// Reads a Word document that came back.
///
/// # Errors
/// `Unreadable` when the bytes are no Word document, are damaged, hold no text, or are built to do harm.
pub fn read_returned(bytes: &[u8]) -> Result<Returned, Unreadable> {
    let mut archive = open(bytes)?;
    let part = main_part(&archive).ok_or(Unreadable::NotDocument)?;
    let xml = xml_of(&mut archive, &part)?;
    let mut changed = Body { hyphens: Hyphens::Exact, keeps_hidden: true, ..Body::default() };
    changed.walk(&xml)?;
    let mut body = Body { tracked: Tracked::Undone, hyphens: Hyphens::Exact, keeps_hidden: true, ..Body::default() };
    body.walk(&xml)?;
    let said = comments::comments(&mut archive, &body)?;
    let remarks = said.into_iter().map(|comment| (comment.remark, comment.initials == BY_EMIC)).collect();
    let (words, changed) = (body.page.words()?, changed.page.words().unwrap_or_default());
    bounded(&words)?;
    bounded(&changed)?;
    Ok(Returned { words, changed, of: told(&mut archive)?, remarks })
}

/// Which document the properties name.
fn told(archive: &mut Packed) -> Result<Option<(DocumentId, TextKey)>, Unreadable> {
    let Some(part) = archive.parts_named("docProps/custom").pop() else { return Ok(None) };
    let (xml, mut name) = (xml_of(archive, &part)?, String::new());
    let (mut document, mut text) = (String::new(), String::new());
    let mut xml = Xml::new(&xml);
    while let Some(event) = xml.next()? {
        match event {
            Event::Open(tag) if tag.name() == "property" => name = tag.attribute("name")?.unwrap_or_default(),
            Event::Words(words) if name == DOCUMENT => document.push_str(&words),
            Event::Words(words) if name == TEXT => text.push_str(&words),
            _ => {}
        }
    }
    Ok(document.trim().parse().ok().zip(text.trim().parse().ok()))
}
