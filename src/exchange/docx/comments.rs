//! The comments of a Word document: who said what, about which words.

use std::collections::{BTreeMap, HashMap};

use super::{Body, xml_of};
use crate::exchange::archive::Packed;
use crate::exchange::json::moment;
use crate::exchange::xml::{Event, Tag, Xml};
use crate::exchange::{Remark, Unreadable};

/// A comment, with what only Word says of it.
#[derive(Default)]
pub struct Comment {
    pub remark: Remark,
    /// Of whoever wrote it.
    pub initials: String,
    /// The ids of its paragraphs, by which answers name it.
    paragraphs: Vec<String>,
}

/// The comments that stand in the document, in its order; an answer to one is about the same words.
///
/// # Errors
/// The parts in which they stand are damaged, or built to do harm.
pub fn comments(archive: &mut Packed, body: &Body) -> Result<Vec<Comment>, Unreadable> {
    let Some(part) = archive.parts_named("word/comments.xml").pop() else { return Ok(Vec::new()) };
    let mut said = written(&xml_of(archive, &part)?)?;
    let answered = match archive.parts_named("word/commentsExtended.xml").pop() {
        Some(part) => answered(&xml_of(archive, &part)?, &said)?,
        None => HashMap::new(),
    };
    let places: Vec<_> = body.commented.iter().map(|(_, start, end)| (*start, end.unwrap_or(*start))).collect();
    let ids = body.commented.iter().map(|(id, ..)| id.as_str());
    let stretches: HashMap<&str, (u32, u32)> =
        ids.clone().zip(body.page.stretches(&places)).filter_map(|(id, stretch)| Some((id, stretch?))).collect();
    let without_place: Vec<String> = said.keys().filter(|id| !stretches.contains_key(id.as_str())).cloned().collect();
    let mut found = Vec::new();
    for id in ids.map(str::to_owned).chain(without_place) {
        let about = answered.get(&id).filter(|first| stretches.contains_key(first.as_str())).unwrap_or(&id);
        let Some(&(start, end)) = stretches.get(about.as_str()) else { continue };
        let Some(comment) = said.remove(&id) else { continue };
        found.push(Comment { remark: Remark { start, end, ..comment.remark }, ..comment });
    }
    found.retain(|comment| !comment.remark.words.is_empty());
    Ok(found)
}

/// What the comments say, by their ids.
fn written(xml: &str) -> Result<BTreeMap<String, Comment>, Unreadable> {
    let mut xml = Xml::new(xml);
    let mut all: BTreeMap<String, Comment> = BTreeMap::new();
    let (mut id, mut in_text) = (String::new(), false);
    while let Some(event) = xml.next()? {
        let open = all.get_mut(&id);
        match event {
            Event::Open(tag) => match tag.name() {
                "comment" => {
                    id = tag.attribute("id")?.unwrap_or_default();
                    all.insert(id.clone(), comment(&tag)?);
                }
                "del" | "delText" | "pPr" | "rPr" => xml.skip(|_| {})?,
                name @ ("p" | "br" | "cr") => {
                    let Some(comment) = open else { continue };
                    if name == "p" {
                        comment.paragraphs.extend(tag.attribute("paraId")?);
                    }
                    if !comment.remark.words.is_empty() {
                        comment.remark.words.push('\n');
                    }
                }
                "tab" => open.into_iter().for_each(|comment| comment.remark.words.push('\t')),
                "t" => in_text = true,
                _ => {}
            },
            Event::Close(end) => match end.name() {
                "t" => in_text = false,
                "comment" => open.into_iter().for_each(|Comment { remark, .. }| {
                    remark.words = remark.words.trim().to_owned();
                }),
                _ => {}
            },
            Event::Words(words) if in_text => {
                open.into_iter().for_each(|comment| comment.remark.words.push_str(&words));
            }
            Event::Words(_) => {}
        }
    }
    Ok(all)
}

fn comment(tag: &Tag) -> Result<Comment, Unreadable> {
    let date = tag.attribute("date")?;
    let at = date.and_then(|date| moment(&date));
    let remark = Remark { author: tag.attribute("author")?.unwrap_or_default(), at, ..Remark::default() };
    Ok(Comment { remark, initials: tag.attribute("initials")?.unwrap_or_default(), paragraphs: Vec::new() })
}

/// Of every comment that answers one, the first of those that were answered, by their ids.
fn answered(xml: &str, said: &BTreeMap<String, Comment>) -> Result<HashMap<String, String>, Unreadable> {
    let paragraphs = said.iter().flat_map(|(id, comment)| comment.paragraphs.iter().map(move |of| (of.as_str(), id)));
    let comments: HashMap<&str, &String> = paragraphs.collect();
    let mut answered: HashMap<String, String> = HashMap::new();
    let mut xml = Xml::new(xml);
    while let Some(event) = xml.next()? {
        let Event::Open(tag) = event else { continue };
        let (Some(of), Some(parent)) = (tag.attribute("paraId")?, tag.attribute("paraIdParent")?) else { continue };
        if let (Some(&id), Some(&first)) = (comments.get(of.as_str()), comments.get(parent.as_str())) {
            // An answer to an answer is about what that is about.
            let first = answered.get(first).unwrap_or(first).clone();
            answered.insert(id.clone(), first);
        }
    }
    Ok(answered)
}
