//! OpenDocument texts, as LibreOffice and its kin write them: the words a reader of the page sees, in order.
//!
//! Insertions, tables, lists, sections and text boxes are in; deletions, hidden text, comments, notes, pictures and
//! page furniture are out and counted. One paragraph is one line.

mod styles;
#[cfg(test)]
pub mod tests;

use std::collections::HashMap;

use super::archive::Packed;
use super::looks::Looks;
use super::page::{LeftOut, Page};
use super::styles::{Says, Styles};
use super::xml::{Event, Tag, Xml};
use super::{Reading, Unreadable, bounded, docx};

/// Reads the words of an OpenDocument text.
///
/// # Errors
/// `Unreadable` when the bytes are no such document, have a password, are damaged, hold no text, or are built to do
/// harm.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut archive = docx::open(bytes)?;
    let has = |archive: &Packed, part: &str| archive.parts_named(part).iter().any(|name| name == part);
    if is_sealed(&mut archive) {
        return Err(Unreadable::Password);
    }
    if !has(&archive, CONTENT) {
        return Err(Unreadable::NotDocument);
    }
    let content = docx::xml_of(&mut archive, CONTENT)?;
    let (mut furniture, mut known) = (0, Styles::default());
    if has(&archive, STYLES) {
        let read = docx::xml_of(&mut archive, STYLES).and_then(|xml| {
            styles::read(&xml, "styles", &mut known)?;
            furniture_with_words(&xml)
        });
        furniture = match read {
            Ok(count) => count,
            // The words do not hang on it.
            Err(Unreadable::Damaged { .. } | Unreadable::Encoding) => 0,
            Err(refusal) => return Err(refusal),
        };
    }
    styles::read(&content, "automatic-styles", &mut known)?;
    let mut body = Body { styles: known.settled(), ..Body::default() };
    body.walk(&content)?;
    let looks = body.looks.seen(&body.page);
    let words = body.page.words()?;
    bounded(&words)?;
    Ok(Reading { words, notes: body.left_out.notes(furniture), looks, ..Reading::default() })
}

/// Where the words stand.
const CONTENT: &str = "content.xml";
/// Where styles with names stand, and headers and footers.
const STYLES: &str = "styles.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// What OpenDocument says that a file is, in a part of its own.
///
/// # Errors
/// It says that it is something else than a text.
pub fn is_text(bytes: &[u8]) -> Result<bool, Unreadable> {
    let kind = Packed::open(bytes).and_then(|mut archive| archive.unpack("mimetype")).unwrap_or_default();
    let Some(kind) = kind.strip_prefix(b"application/vnd.oasis.opendocument.") else { return Ok(false) };
    match kind {
        [b't', b'e', b'x', b't', ..] => Ok(true),
        [b's', b'p', b'r', ..] => Err(Unreadable::OtherFormat { what: "a spreadsheet" }),
        _ => Err(Unreadable::OtherFormat { what: "a drawing or a presentation" }),
    }
}

/// Whether the list of parts says that they are encrypted.
fn is_sealed(archive: &mut Packed) -> bool {
    let manifest = archive.parts_named(MANIFEST).pop().and_then(|part| archive.unpack(&part).ok());
    manifest.is_some_and(|manifest| memchr::memmem::find(&manifest, b"encryption-data").is_some())
}

/// Counts the headers and footers in which words stand.
fn furniture_with_words(xml: &str) -> Result<usize, Unreadable> {
    let mut xml = Xml::new(xml);
    let mut count = 0;
    while let Some(event) = xml.next()? {
        match event {
            Event::Open(tag) if is_furniture(tag.name()) => {
                let mut has_words = false;
                let mut deep = 1;
                while deep > 0 {
                    match xml.next()? {
                        Some(Event::Open(_)) => deep += 1,
                        Some(Event::Close(_)) => deep -= 1,
                        Some(Event::Words(words)) => has_words |= !words.trim().is_empty(),
                        None => break,
                    }
                }
                count += usize::from(has_words);
            }
            _ => {}
        }
    }
    Ok(count)
}

/// For all pages, or for left and first ones.
fn is_furniture(name: &str) -> bool {
    let (kind, pages) = name.split_once('-').unwrap_or((name, ""));
    matches!(kind, "header" | "footer") && matches!(pages, "" | "left" | "first")
}

/// A paragraph that is open.
struct Paragraph {
    /// Whether white space that comes next is already there.
    spaced: bool,
    /// Whether words of it are hidden.
    hid: bool,
}

/// What was read so far; one paragraph is one line.
#[derive(Default)]
struct Body {
    page: Page,
    styles: HashMap<String, Says>,
    /// What the paragraphs and spans that are open say of their words, the innermost last.
    says: Vec<Says>,
    /// Of the sections that are open, whether nobody sees them.
    sections: Vec<bool>,
    paragraphs: Vec<Paragraph>,
    looks: Looks,
    /// How many spaces stood as elements.
    spaces: usize,
    left_out: LeftOut,
}

/// Parts without words of the page: settings, scripts, forms, and what a picture is called.
const SKIPPED: &[&str] =
    &["office:automatic-styles", "office:scripts", "office:font-face-decls", "office:forms", "svg:title", "svg:desc"];

/// The most spaces that elements may stand for, of which a few bytes stand for any number.
const MOST_SPACES: usize = 1 << 20;

impl Body {
    fn walk(&mut self, xml: &str) -> Result<(), Unreadable> {
        let mut xml = Xml::new(xml);
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(tag) => self.meet(&tag, &mut xml)?,
                Event::Close(end) => match end.name() {
                    "p" | "h" => self.close(),
                    "span" => drop(self.says.pop()),
                    "section" => drop(self.sections.pop()),
                    _ => {}
                },
                Event::Words(words) => self.write(&words),
            }
        }
        Ok(())
    }

    fn meet(&mut self, tag: &Tag, xml: &mut Xml) -> Result<(), Unreadable> {
        match tag.name() {
            "p" | "h" => {
                self.page.open()?;
                let hid = self.sections.contains(&true);
                self.paragraphs.push(Paragraph { spaced: true, hid });
                self.says.push(self.style("paragraph", tag)?);
            }
            "span" => {
                let before = self.says.last().cloned().unwrap_or_default();
                self.says.push(self.style("text", tag)?.over(&before));
            }
            "section" => self.sections.push(tag.attribute("display")?.is_some_and(|display| display == "none")),
            "s" => {
                let count = tag.attribute("c")?.and_then(|count| count.parse().ok()).unwrap_or(1);
                self.spaces = self.spaces.saturating_add(count);
                if self.spaces > MOST_SPACES {
                    return Err(Unreadable::TooLarge);
                }
                self.add(&" ".repeat(count));
            }
            "tab" => self.add("\t"),
            "line-break" => {
                if !self.hides() {
                    self.page.break_line();
                }
                self.add("");
            }
            "annotation" => {
                self.left_out.comments += 1;
                xml.skip(|_| {})?;
            }
            "note" => {
                self.left_out.footnotes += 1;
                xml.skip(|_| {})?;
            }
            "tracked-changes" => xml.skip(|tag| self.left_out.deletions += usize::from(tag.name() == "deletion"))?,
            "image" => self.left_out.pictures += 1,
            _ if SKIPPED.contains(&tag.prefixed()) => xml.skip(|_| {})?,
            _ => {}
        }
        Ok(())
    }

    /// Ends a paragraph; where nobody sees anything of what stands in it, there is no line.
    fn close(&mut self) {
        self.says.pop();
        match self.paragraphs.pop() {
            Some(Paragraph { hid: true, .. }) => self.page.close_unseen(),
            _ => drop(self.page.close()),
        }
    }

    /// What the style that a tag names says.
    fn style(&self, family: &str, tag: &Tag) -> Result<Says, Unreadable> {
        let name = tag.attribute("style-name")?.unwrap_or_default();
        Ok(self.styles.get(&styles::key(family, &name)).cloned().unwrap_or_default())
    }

    /// Whether nobody sees words that come now.
    fn hides(&self) -> bool {
        self.sections.contains(&true) || self.says.last().is_some_and(Says::hides)
    }

    /// Adds signs that stand as elements, which white space around them does not touch.
    fn add(&mut self, signs: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.spaced = false;
            self.show(signs);
        }
    }

    /// Puts words on the page, unless nobody sees them.
    fn show(&mut self, words: &str) {
        let is_hidden = self.hides();
        if !words.is_empty() {
            self.left_out.hidden.meet(is_hidden);
        }
        match self.paragraphs.last_mut() {
            Some(paragraph) if is_hidden => paragraph.hid = true,
            _ => {
                let from = self.page.place();
                self.page.write(words);
                let look = self.says.last().map(Says::look).unwrap_or_default();
                self.looks.wrote(from, self.page.place(), &look);
            }
        }
    }

    /// Adds words. White space among them is one space, and none where a paragraph begins: more is only the file's
    /// layout, as what was typed stands as elements.
    fn write(&mut self, words: &str) {
        let Some(Paragraph { spaced, .. }) = self.paragraphs.last_mut() else { return };
        let mut kept = String::with_capacity(words.len());
        for letter in words.chars() {
            let is_space = matches!(letter, ' ' | '\t' | '\n' | '\r');
            match is_space {
                true if *spaced => {}
                true => kept.push(' '),
                false => kept.push(letter),
            }
            *spaced = is_space;
        }
        self.show(&kept);
    }
}
