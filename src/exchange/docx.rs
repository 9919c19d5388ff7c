//! Word documents: the words a reader of the page sees, in order.
//!
//! Insertions, content controls, tables and text boxes are in; deletions, comments, notes,
//! pictures and page furniture are out and counted. One paragraph is one line.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::{LIMIT, Reading, Unreadable, refused_format, txt};

/// Reads the words of a Word document.
///
/// # Errors
/// `Unreadable` when the bytes are no Word document, are damaged, or hold no text.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut archive = open(bytes)?;
    let part = main_part(&archive).ok_or(Unreadable::NotWord)?;
    let mut page = Page::default();
    let mut room = LIMIT;
    page.walk(&unpack(&mut archive, &part, &mut room)?)?;
    let words = page.paragraphs.join("\n");
    if words.trim().is_empty() {
        return Err(Unreadable::NoText);
    }
    let furniture = furniture_with_words(&mut archive, &mut room);
    Ok(Reading { words, notes: page.left_out.notes(furniture), ..Reading::default() })
}

/// Whether the bytes are a zip archive with a Word document's main part.
pub fn is_word(bytes: &[u8]) -> bool {
    open(bytes).is_ok_and(|archive| main_part(&archive).is_some())
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Archive<'_>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if !bytes.starts_with(super::ZIP) {
        return Err(refused_format(bytes).unwrap_or(Unreadable::NotZip));
    }
    ZipArchive::new(Cursor::new(bytes)).map_err(damaged)
}

/// Word calls it `word/document.xml`; its web edition sometimes adds a number.
fn main_part(archive: &Archive) -> Option<String> {
    parts_named(archive, "word/document").into_iter().min_by_key(String::len)
}

fn parts_named(archive: &Archive, opening: &str) -> Vec<String> {
    let names = archive.file_names().flatten().filter(|name| name.starts_with(opening) && name.ends_with(".xml"));
    names.map(|name| name.into_owned()).collect()
}

/// Unpacks one part, taking its bytes from the room that is left for the whole document.
fn unpack(archive: &mut Archive, part: &str, room: &mut usize) -> Result<String, Unreadable> {
    let file = archive.by_name(part).map_err(damaged)?;
    let mut bytes = Vec::new();
    file.take(*room as u64 + 1).read_to_end(&mut bytes).map_err(damaged)?;
    *room = room.checked_sub(bytes.len()).ok_or(Unreadable::TooLarge)?;
    let (xml, _) = txt::unicode(&bytes).ok_or(Unreadable::Encoding)?;
    Ok(xml)
}

/// Counts the headers and footers in which words stand, or which cannot be read.
fn furniture_with_words(archive: &mut Archive, room: &mut usize) -> usize {
    let kinds = ["word/header", "word/footer"];
    let parts: Vec<String> = kinds.iter().flat_map(|kind| parts_named(archive, kind)).collect();
    let mut is_blank = |part: &String| -> Result<bool, Unreadable> {
        let mut page = Page::default();
        page.walk(&unpack(archive, part, room)?)?;
        Ok(page.paragraphs.iter().all(|paragraph| paragraph.trim().is_empty()))
    };
    parts.iter().filter(|part| !is_blank(part).unwrap_or(false)).count()
}

fn damaged(error: impl Into<Fault>) -> Unreadable {
    match error.into() {
        Fault::Password => Unreadable::Protected,
        Fault::Other(what) => Unreadable::Damaged { what },
    }
}

/// What the zip and XML readers complain of.
enum Fault {
    Password,
    Other(String),
}

impl From<ZipError> for Fault {
    fn from(error: ZipError) -> Fault {
        match error {
            ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault::Password,
            other => Fault::Other(other.to_string()),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        Fault::Other(error.to_string())
    }
}

impl From<quick_xml::Error> for Fault {
    fn from(error: quick_xml::Error) -> Fault {
        Fault::Other(error.to_string())
    }
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
        loop {
            match reader.read_event().map_err(damaged)? {
                Event::DocType(_) => return Err(Unreadable::Entities),
                Event::Start(tag) => {
                    self.meet(&tag);
                    match tag.local_name().as_ref() {
                        name if SKIPPED.contains(&name) => {
                            reader.read_to_end(tag.name()).map_err(damaged)?;
                            continue;
                        }
                        "p" => self.open_paragraph(),
                        "t" => in_text = true,
                        _ => {}
                    }
                    depth += 1;
                }
                Event::Empty(tag) => {
                    self.meet(&tag);
                    if tag.local_name().as_ref() == "p" {
                        self.paragraphs.push(String::new());
                    }
                }
                Event::End(tag) => {
                    match tag.local_name().as_ref() {
                        "p" => drop(self.open.pop()),
                        "t" => in_text = false,
                        _ => {}
                    }
                    depth = depth.saturating_sub(1);
                }
                Event::Text(text) if in_text => self.write(&text.xml10_content()),
                Event::CData(text) if in_text => self.write(&text.xml10_content()),
                Event::GeneralRef(entity) if in_text => self.write(&resolved(&entity)?),
                Event::Eof if depth > 0 => return Err(Unreadable::Damaged { what: "its XML ends too early".into() }),
                Event::Eof => return Ok(()),
                _ => {}
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

    fn open_paragraph(&mut self) {
        self.open.push(self.paragraphs.len());
        self.paragraphs.push(String::new());
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
fn resolved(entity: &BytesRef) -> Result<String, Unreadable> {
    if let Some(character) = entity.resolve_char_ref().map_err(damaged)? {
        return Ok(character.into());
    }
    let name = entity.xml10_content();
    let known = resolve_xml_entity(&name).map(str::to_owned);
    known.ok_or_else(|| Unreadable::Damaged { what: format!("unknown entity {name:?}") })
}
