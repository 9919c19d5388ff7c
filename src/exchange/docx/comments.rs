//! The comments of a Word document: who said what, about which words.

use std::collections::HashMap;

use super::{Body, xml_of};
use crate::exchange::archive::Packed;
use crate::exchange::json::moment;
use crate::exchange::xml::{Event, Tag, Xml};
use crate::exchange::{Remark, Unreadable};

/// The comments that stand in the document, in its order.
///
/// # Errors
/// The part in which they stand is damaged, or built to do harm.
pub fn remarks(archive: &mut Packed, body: &Body) -> Result<Vec<Remark>, Unreadable> {
    let Some(part) = archive.parts_named("word/comments.xml").pop() else { return Ok(Vec::new()) };
    let mut said = written(&xml_of(archive, &part)?)?;
    let places: Vec<_> = body.commented.iter().map(|(_, start, end)| (*start, end.unwrap_or(*start))).collect();
    let stretches = body.page.stretches(&places);
    let remarks = body.commented.iter().zip(stretches).filter_map(|((id, ..), stretch)| {
        let ((start, end), remark) = (stretch?, said.remove(id)?);
        Some(Remark { start, end, ..remark })
    });
    Ok(remarks.filter(|remark| !remark.words.is_empty()).collect())
}

/// What the comments say, by their ids.
fn written(xml: &str) -> Result<HashMap<String, Remark>, Unreadable> {
    let mut xml = Xml::new(xml);
    let mut all: HashMap<String, Remark> = HashMap::new();
    let (mut id, mut in_text) = (String::new(), false);
    while let Some(event) = xml.next()? {
        match event {
            Event::Open(tag) => match tag.name() {
                "comment" => {
                    id = tag.attribute("id")?.unwrap_or_default();
                    all.insert(id.clone(), remark(&tag)?);
                }
                "del" | "delText" | "pPr" | "rPr" => xml.skip(|_| {})?,
                "p" | "br" | "cr" => {
                    let said = all.get_mut(&id).map(|remark| &mut remark.words);
                    said.into_iter().filter(|words| !words.is_empty()).for_each(|words| words.push('\n'));
                }
                "tab" => all.get_mut(&id).into_iter().for_each(|remark| remark.words.push('\t')),
                "t" => in_text = true,
                _ => {}
            },
            Event::Close(end) => match end.name() {
                "t" => in_text = false,
                "comment" => {
                    all.get_mut(&id).into_iter().for_each(|remark| remark.words = remark.words.trim().to_owned())
                }
                _ => {}
            },
            Event::Words(words) if in_text => {
                all.get_mut(&id).into_iter().for_each(|remark| remark.words.push_str(&words));
            }
            Event::Words(_) => {}
        }
    }
    Ok(all)
}

fn remark(tag: &Tag) -> Result<Remark, Unreadable> {
    let date = tag.attribute("date")?;
    let at = date.and_then(|date| moment(&date));
    Ok(Remark { author: tag.attribute("author")?.unwrap_or_default(), at, ..Remark::default() })
}
