//! Word documents: the words a reader of the page sees, in order.
//!
//! Insertions, content controls, tables and text boxes are in; deletions, comments, notes,
//! pictures and page furniture are out and counted. One paragraph is one line.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::archive::{Packed, damaged};
use super::{MOST_LINES, Reading, Unreadable, refused_format, txt};

/// How deep elements may stand in each other; tables in text boxes in tables come to some dozens.
pub(super) const DEEPEST: usize = 256;

/// Reads the words of a Word document.
///
/// # Errors
/// `Unreadable` when the bytes are no Word document, are damaged, hold no text, or are built to do harm.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut archive = open(bytes)?;
    let part = main_part(&archive).ok_or(Unreadable::NotWord)?;
    let mut page = Page::default();
    page.walk(&xml_of(&mut archive, &part)?)?;
    let Page { paragraphs, left_out, .. } = page;
    let words = paragraphs.join("\n");
    if words.trim().is_empty() {
        return Err(Unreadable::NoText);
    }
    drop(paragraphs);
    let furniture = furniture_with_words(&mut archive)?;
    Ok(Reading { words, notes: left_out.notes(furniture), ..Reading::default() })
}

/// Whether the bytes are a zip archive with a Word document's main part.
pub fn is_word(bytes: &[u8]) -> bool {
    open(bytes).is_ok_and(|archive| main_part(&archive).is_some())
}

fn open(bytes: &[u8]) -> Result<Packed<'_>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if !bytes.starts_with(super::ZIP) {
        return Err(refused_format(bytes).unwrap_or(Unreadable::NotZip));
    }
    Packed::open(bytes)
}

/// Word calls it `word/document.xml`; its web edition sometimes adds a number.
fn main_part(archive: &Packed) -> Option<String> {
    archive.parts_named("word/document").into_iter().min_by_key(String::len)
}

fn xml_of(archive: &mut Packed, part: &str) -> Result<String, Unreadable> {
    let (xml, _) = txt::unicode_of(archive.unpack(part)?).ok_or(Unreadable::Encoding)?;
    Ok(xml)
}

/// Counts the headers and footers in which words stand, or which are damaged.
fn furniture_with_words(archive: &mut Packed) -> Result<usize, Unreadable> {
    let mut count = 0;
    for part in ["word/header", "word/footer"].iter().flat_map(|kind| archive.parts_named(kind)).collect::<Vec<_>>() {
        let mut page = Page::default();
        let read = xml_of(archive, &part).and_then(|xml| page.walk(&xml));
        let is_blank = || page.paragraphs.iter().all(|paragraph| paragraph.trim().is_empty());
        match read {
            Ok(()) if is_blank() => {}
            Ok(()) | Err(Unreadable::Damaged { .. } | Unreadable::Encoding) => count += 1,
            // What is built to do harm is refused, wherever in the file it stands.
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(count)
}

/// Counts of what stands in the document but not in its words.
#[derive(Default)]
struct LeftOut {
    comments: usize,
    deletions: usize,
    footnotes: usize,
    pictures: usize,
    symbols: usize,
}

impl LeftOut {
    fn notes(&self, furniture: usize) -> Vec<String> {
        let counts = [
            (self.comments, "comment"),
            (self.deletions, "deletion"),
            (self.footnotes, "footnote"),
            (self.pictures, "picture"),
            (self.symbols, "symbol"),
            (furniture, "header or footer"),
        ];
        let said = counts.into_iter().filter(|(count, _)| *count > 0);
        said.map(|(count, what)| match (count, what) {
            (1, _) => format!("1 {what} left out"),
            (_, "header or footer") => format!("{count} headers and footers left out"),
            _ => format!("{count} {what}s left out"),
        })
        .collect()
    }
}

/// The paragraphs read so far.
#[derive(Default)]
struct Page {
    /// In the order in which they open, so a text box follows the paragraph it hangs on.
    paragraphs: Vec<String>,
    /// Places of the paragraphs still open, the innermost last.
    open: Vec<usize>,
    left_out: LeftOut,
}

/// Parts without words of their own, and words that do not count: settings (where `w:tab` is a tab
/// stop), deletions, field codes, and the second copy of a text box.
const SKIPPED: &[&str] = &[
    "pPr",
    "rPr",
    "sectPr",
    "sdtPr",
    "sdtEndPr",
    "tblPr",
    "trPr",
    "tcPr",
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "Fallback",
];

impl Page {
    fn walk(&mut self, xml: &str) -> Result<(), Unreadable> {
        let mut reader = Reader::from_str(xml);
        let (mut depth, mut in_text) = (0_usize, false);
        // How deep the element stands whose insides are passed over.
        let mut skipped: Option<usize> = None;
        loop {
            let event = reader.read_event().map_err(damaged)?;
            match event {
                Event::DocType(_) => return Err(Unreadable::Entities),
                Event::Start(_) if depth == DEEPEST => return Err(Unreadable::TooDeep),
                Event::Eof if depth > 0 => return Err(Unreadable::Damaged { what: "its XML ends too early".into() }),
                Event::Eof => return Ok(()),
                Event::Start(_) => depth += 1,
                _ => {}
            }
            match event {
                Event::End(_) if skipped == Some(depth) => skipped = None,
                _ if skipped.is_some() => {}
                Event::Start(ref tag) => {
                    self.meet(tag);
                    match tag.local_name().as_ref() {
                        name if SKIPPED.contains(&name) => skipped = Some(depth),
                        "p" => self.open_paragraph()?,
                        "t" => in_text = true,
                        _ => {}
                    }
                }
                Event::Empty(ref tag) => {
                    self.meet(tag);
                    if tag.local_name().as_ref() == "p" {
                        self.add_paragraph()?;
                    }
                }
                Event::End(ref tag) => match tag.local_name().as_ref() {
                    "p" => drop(self.open.pop()),
                    "t" => in_text = false,
                    _ => {}
                },
                Event::Text(ref text) if in_text => self.write(&text.xml10_content()),
                Event::CData(ref text) if in_text => self.write(&text.xml10_content()),
                Event::GeneralRef(ref entity) if in_text => self.write(&resolved(entity)?),
                _ => {}
            }
            if matches!(event, Event::End(_)) {
                depth = depth.saturating_sub(1);
            }
        }
    }

    /// What an element means by merely standing there.
    fn meet(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "tab" | "ptab" => self.write("\t"),
            "cr" => self.break_line(),
            "br" if !is_page_break(tag) => self.break_line(),
            "noBreakHyphen" => self.write("-"),
            "sym" => self.left_out.symbols += 1,
            "del" => self.left_out.deletions += 1,
            "commentReference" => self.left_out.comments += 1,
            "footnoteReference" | "endnoteReference" => self.left_out.footnotes += 1,
            "blip" | "imagedata" => self.left_out.pictures += 1,
            _ => {}
        }
    }

    fn open_paragraph(&mut self) -> Result<(), Unreadable> {
        self.open.push(self.paragraphs.len());
        self.add_paragraph()
    }

    fn add_paragraph(&mut self) -> Result<(), Unreadable> {
        if self.paragraphs.len() == MOST_LINES {
            return Err(Unreadable::TooManyLines);
        }
        self.paragraphs.push(String::new());
        Ok(())
    }

    /// Adds words to the innermost paragraph; a line end inside them is only the file's layout.
    fn write(&mut self, words: &str) {
        if let Some(&here) = self.open.last() {
            self.paragraphs[here].push_str(&words.replace(['\n', '\r'], " "));
        }
    }

    fn break_line(&mut self) {
        if let Some(&here) = self.open.last() {
            self.paragraphs[here].push('\n');
        }
    }
}

fn is_page_break(tag: &BytesStart) -> bool {
    let is_type = |key: &str| key.rsplit(':').next() == Some("type");
    tag.attributes().flatten().any(|attribute| is_type(attribute.key.as_ref()) && attribute.value != "textWrapping")
}

/// The character an entity stands for.
pub(super) fn resolved(entity: &BytesRef) -> Result<String, Unreadable> {
    if let Some(character) = entity.resolve_char_ref().map_err(damaged)? {
        return Ok(character.into());
    }
    let name = entity.xml10_content();
    let known = resolve_xml_entity(&name).map(str::to_owned);
    known.ok_or_else(|| Unreadable::Damaged { what: format!("unknown entity {name:?}") })
}
