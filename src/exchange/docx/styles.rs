//! What runs, paragraphs and styles of a Word document say of how words are shown.

use std::collections::HashSet;

use super::xml_of;
use crate::exchange::Unreadable;
use crate::exchange::archive::Packed;
use crate::exchange::looks::{Look, colour};
use crate::exchange::styles::{Says, Styles};
use crate::exchange::xml::{Event, Tag, Xml};

/// What the settings of a run say of its words.
#[derive(Default)]
pub struct Settings {
    pub look: Look,
    pub hidden: Option<bool>,
    /// The style by which it goes.
    pub style: Option<String>,
}

/// Reads the settings of a run.
///
/// # Errors
/// The XML is damaged, or built to do harm.
pub fn settings_of(xml: &mut Xml) -> Result<Settings, Unreadable> {
    let (mut said, mut before) = (Settings::default(), false);
    xml.skip(|tag| match tag.name() {
        // What it was before a change that was tracked.
        "rPrChange" => before = true,
        _ if before => {}
        "b" => said.look.bold = is_on(tag),
        "i" => said.look.italic = is_on(tag),
        "color" => said.look.colour = value(tag).and_then(|said| colour(&said)),
        "vanish" => said.hidden = Some(is_on(tag)),
        "rStyle" => said.style = value(tag),
        _ => {}
    })?;
    Ok(said)
}

/// What a setting is set to.
pub fn value(tag: &Tag) -> Option<String> {
    tag.attribute("val").ok().flatten()
}

/// Whether a setting that stands there is on.
pub fn is_on(tag: &Tag) -> bool {
    !matches!(value(tag).as_deref(), Some("0" | "false" | "off" | "none"))
}

/// The ids of the styles that hide words.
///
/// # Errors
/// The part in which they stand is built to do harm; where it is damaged there are none, as words do not hang on it.
pub fn hiding(archive: &mut Packed) -> Result<HashSet<String>, Unreadable> {
    let Some(part) = archive.parts_named("word/styles.xml").pop() else { return Ok(HashSet::new()) };
    let styles = match xml_of(archive, &part).and_then(|xml| styles(&xml)) {
        Ok(styles) => styles.settled(),
        Err(Unreadable::Damaged { .. } | Unreadable::Encoding) => return Ok(HashSet::new()),
        Err(refusal) => return Err(refusal),
    };
    Ok(styles.into_iter().filter(|(_, says)| says.hides()).map(|(id, _)| id).collect())
}

fn styles(xml: &str) -> Result<Styles, Unreadable> {
    let (mut xml, mut styles) = (Xml::new(xml), Styles::default());
    while let Some(event) = xml.next()? {
        let Event::Open(tag) = event else { continue };
        if tag.name() != "style" {
            continue;
        }
        let id = tag.attribute("styleId")?.unwrap_or_default();
        let (mut parent, mut says, mut of_parts) = (None, Says::default(), false);
        xml.skip(|tag| match tag.name() {
            // What follows holds for parts of a table.
            "tblStylePr" => of_parts = true,
            _ if of_parts => {}
            "basedOn" => parent = value(tag),
            "vanish" => says.hidden = Some(is_on(tag)),
            _ => {}
        })?;
        styles.add(id, parent, says);
    }
    Ok(styles)
}
