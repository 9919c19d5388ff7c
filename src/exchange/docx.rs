//! Word documents: the words a reader of the page sees, in order.
//!
//! Insertions, content controls, tables and text boxes are in; deletions, comments, notes,
//! pictures and page furniture are out and counted. One paragraph is one line.

mod comments;
mod returned;

use super::archive::Packed;
use super::looks::{Look, Looks};
use super::page::{LeftOut, Page, Place};
use super::xml::{Event, Tag, Xml};
use super::{Reading, Unreadable, refused_format, txt};

pub use returned::{Returned, read_returned};

/// Reads the words of a Word document.
///
/// # Errors
/// `Unreadable` when the bytes are no Word document, are damaged, hold no text, or are built to do harm.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut archive = open(bytes)?;
    let part = main_part(&archive).ok_or(Unreadable::NotDocument)?;
    let mut body = Body::default();
    body.walk(&xml_of(&mut archive, &part)?)?;
    let comments = comments::comments(&mut archive, &body)?;
    let remarks: Vec<_> = comments.into_iter().map(|comment| comment.remark).collect();
    body.left_out.comments = body.left_out.comments.saturating_sub(remarks.len());
    let looks = body.looks.seen(&body.page);
    let words = body.page.words()?;
    let furniture = furniture_with_words(&mut archive)?;
    Ok(Reading { words, notes: body.left_out.notes(furniture), remarks, looks, ..Reading::default() })
}

/// Whether the bytes are a zip archive with a Word document's main part.
pub fn is_word(bytes: &[u8]) -> bool {
    open(bytes).is_ok_and(|archive| main_part(&archive).is_some())
}

/// Opens the zip archive that a document is.
///
/// # Errors
/// It is empty, none, damaged, or built to do harm.
pub fn open(bytes: &[u8]) -> Result<Packed<'_>, Unreadable> {
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

/// The XML of one part.
///
/// # Errors
/// As for the archive, or its encoding is unknown.
pub fn xml_of(archive: &mut Packed, part: &str) -> Result<String, Unreadable> {
    let (xml, _) = txt::unicode_of(archive.unpack(part)?).ok_or(Unreadable::Encoding)?;
    Ok(xml)
}

/// Counts the headers and footers in which words stand, or which are damaged.
fn furniture_with_words(archive: &mut Packed) -> Result<usize, Unreadable> {
    let mut count = 0;
    for part in ["word/header", "word/footer"].iter().flat_map(|kind| archive.parts_named(kind)).collect::<Vec<_>>() {
        let mut body = Body::default();
        match xml_of(archive, &part).and_then(|xml| body.walk(&xml)) {
            Ok(()) if body.page.is_blank() => {}
            Ok(()) | Err(Unreadable::Damaged { .. } | Unreadable::Encoding) => count += 1,
            // What is built to do harm is refused, wherever in the file it stands.
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(count)
}

/// Which words of a document whose changes were tracked are read.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Tracked {
    /// As if every change had been accepted.
    #[default]
    Done,
    /// As if every change had been rejected.
    Undone,
}

/// How hyphens are read that Word has elements of its own for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Hyphens {
    /// As a reader of the page sees them.
    #[default]
    Seen,
    /// As the characters that they stand for.
    Exact,
}

/// What was read so far; one paragraph is one line.
#[derive(Default)]
struct Body {
    page: Page,
    left_out: LeftOut,
    tracked: Tracked,
    hyphens: Hyphens,
    /// How many insertions that do not count are open.
    muted: usize,
    /// For every paragraph that is open, whether its end does not count; and of one that closed so, its line.
    endless: Vec<bool>,
    goes_on: Option<usize>,
    /// Where comments begin and end, by their ids: a line, and the bytes in it.
    commented: Vec<(String, Place, Option<Place>)>,
    /// How the words that come now look, and how those did that came.
    look: Look,
    looks: Looks,
}

/// Parts without words of their own, and words that do not count: settings (where `w:tab` is a tab
/// stop), field codes, and the second copy of a text box.
const SKIPPED: &[&str] =
    &["sectPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "instrText", "delInstrText", "Fallback"];

/// Words that were taken out, and those that were put in.
const TAKEN_OUT: &[&str] = &["del", "moveFrom", "delText"];
const PUT_IN: &[&str] = &["ins", "moveTo"];

impl Body {
    fn walk(&mut self, xml: &str) -> Result<(), Unreadable> {
        let mut xml = Xml::new(xml);
        let mut in_text = false;
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(tag) => {
                    self.meet(&tag)?;
                    match tag.name() {
                        name if SKIPPED.contains(&name) => xml.skip(|_| {})?,
                        name if TAKEN_OUT.contains(&name) && self.tracked == Tracked::Done => xml.skip(|_| {})?,
                        name if PUT_IN.contains(&name) && self.tracked == Tracked::Undone => self.muted += 1,
                        "pPr" => self.settings(&mut xml)?,
                        "r" => self.look = Look::default(),
                        "rPr" => self.look = look_of(&mut xml)?,
                        "p" => self.open()?,
                        "t" | "delText" => in_text = true,
                        _ => {}
                    }
                }
                Event::Close(end) => match end.name() {
                    name if PUT_IN.contains(&name) => self.muted = self.muted.saturating_sub(1),
                    "p" => {
                        let (line, endless) = (self.page.close(), self.endless.pop() == Some(true));
                        self.goes_on = line.filter(|_| endless);
                    }
                    "t" | "delText" => in_text = false,
                    _ => {}
                },
                Event::Words(words) if in_text => self.write(&words),
                Event::Words(_) => {}
            }
        }
        Ok(())
    }

    /// Begins a line, or goes on with one whose end does not count.
    fn open(&mut self) -> Result<(), Unreadable> {
        self.endless.push(false);
        match self.goes_on.take() {
            Some(line) => self.page.go_on(line),
            None => self.page.open()?,
        }
        Ok(())
    }

    /// Looks in the settings of a paragraph for whether its end was taken out, or put in.
    fn settings(&mut self, xml: &mut Xml) -> Result<(), Unreadable> {
        let undoing = self.tracked == Tracked::Undone;
        let (mut of_the_end, mut endless) = (false, false);
        xml.skip(|tag| match tag.name() {
            "rPr" => of_the_end = true,
            // What they were before.
            "pPrChange" | "rPrChange" => of_the_end = false,
            "del" | "moveFrom" => endless |= of_the_end && !undoing,
            "ins" | "moveTo" => endless |= of_the_end && undoing,
            _ => {}
        })?;
        self.endless.last_mut().into_iter().for_each(|open| *open = endless);
        Ok(())
    }

    fn write(&mut self, words: &str) {
        if self.muted == 0 {
            let from = self.page.place();
            self.page.write(words);
            self.looks.wrote(from, self.page.place(), &self.look);
        }
    }

    /// What an element means by merely standing there.
    fn meet(&mut self, tag: &Tag) -> Result<(), Unreadable> {
        match tag.name() {
            "tab" | "ptab" => self.write("\t"),
            "cr" if self.muted == 0 => self.page.break_line(),
            "br" if self.muted == 0 && !is_page_break(tag)? => self.page.break_line(),
            "noBreakHyphen" if self.hyphens == Hyphens::Seen => self.write("-"),
            "noBreakHyphen" => self.write("\u{2011}"),
            "softHyphen" if self.hyphens == Hyphens::Exact => self.write("\u{ad}"),
            "sym" => self.left_out.symbols += 1,
            "del" => self.left_out.deletions += 1,
            "commentRangeStart" => {
                let id = tag.attribute("id")?.unwrap_or_default();
                self.commented.push((id, self.page.place(), None));
            }
            "commentRangeEnd" => {
                let (id, here) = (tag.attribute("id")?, self.page.place());
                let open =
                    self.commented.iter_mut().rev().find(|(other, _, end)| id.as_ref() == Some(other) && end.is_none());
                open.into_iter().for_each(|(_, _, end)| *end = Some(here));
            }
            "commentReference" => {
                self.left_out.comments += 1;
                let id = tag.attribute("id")?.unwrap_or_default();
                // One without a range is about its line.
                if !self.commented.iter().any(|(other, ..)| *other == id) {
                    let here = self.page.place();
                    self.commented.push((id, here, Some(here)));
                }
            }
            "footnoteReference" | "endnoteReference" => self.left_out.footnotes += 1,
            "blip" | "imagedata" => self.left_out.pictures += 1,
            _ => {}
        }
        Ok(())
    }
}

/// How the settings of a run say that its words look.
fn look_of(xml: &mut Xml) -> Result<Look, Unreadable> {
    let (mut look, mut before) = (Look::default(), false);
    xml.skip(|tag| {
        let said = tag.attribute("val").ok().flatten();
        let is_on = || !matches!(said.as_deref(), Some("0" | "false" | "off" | "none"));
        match tag.name() {
            // What it was before a change that was tracked.
            "rPrChange" => before = true,
            _ if before => {}
            "b" => look.bold = is_on(),
            "i" => look.italic = is_on(),
            "color" => look.colour = said.filter(|colour| !matches!(&**colour, "auto" | "000000")),
            _ => {}
        }
    })?;
    Ok(look)
}

fn is_page_break(tag: &Tag) -> Result<bool, Unreadable> {
    Ok(tag.attribute("type")?.is_some_and(|kind| kind != "textWrapping"))
}
