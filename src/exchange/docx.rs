//! Word documents: the words a reader of the page sees, in order.
//!
//! Insertions, content controls, tables and text boxes are in; deletions, hidden text, comments, notes,
//! pictures and page furniture are out and counted. One paragraph is one line.

mod comments;
mod returned;
mod styles;

use std::collections::HashSet;

use super::archive::Packed;
use super::looks::{Look, Looks};
use super::page::{LeftOut, Page, Place};
use super::xml::{Event, Tag, Xml};
use super::{Reading, Unreadable, refused_format, txt};
use styles::{Settings, is_on, settings_of, value};

pub use returned::{Returned, read_returned};

/// Reads the words of a Word document.
///
/// # Errors
/// `Unreadable` when the bytes are no Word document, are damaged, hold no text, or are built to do harm.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut archive = open(bytes)?;
    let part = main_part(&archive).ok_or(Unreadable::NotDocument)?;
    let mut body = Body { hiding: styles::hiding(&mut archive)?, ..Body::default() };
    body.walk(&xml_of(&mut archive, &part)?)?;
    let comments = comments::comments(&mut archive, &body)?;
    let remarks: Vec<_> = comments.into_iter().map(|comment| comment.remark).collect();
    body.left_out.comments = body.left_out.comments.saturating_sub(remarks.len());
    let looks = body.looks.seen(&body.page);
    let words = body.page.words()?;
    let furniture = furniture_with_words(&mut archive)?;
    Ok(Reading { words, notes: body.left_out.notes(furniture), remarks, looks, ..Reading::default() })
}

/// The words of a Word document with those that are hidden, for whom counts the characters in it.
///
/// # Errors
/// As for reading it.
pub fn all_words(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut archive = open(bytes)?;
    let part = main_part(&archive).ok_or(Unreadable::NotDocument)?;
    let mut body = Body { keeps_hidden: true, ..Body::default() };
    body.walk(&xml_of(&mut archive, &part)?)?;
    body.page.words()
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

/// What becomes of the end of a paragraph.
#[derive(Default)]
enum End {
    /// It ends the line.
    #[default]
    Seen,
    /// Nobody sees it: where no words are seen before it, there is no line.
    Hidden,
    /// It does not count: the line goes on.
    TakenOut,
}

/// A paragraph that is open.
#[derive(Default)]
struct Paragraph {
    end: End,
    /// Whether its style hides its words.
    is_hidden: bool,
    /// How the words of the run look that is read, and whether they are hidden.
    look: Look,
    run_is_hidden: bool,
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
    /// The styles that hide words, and whether hidden words are in all the same.
    hiding: HashSet<String>,
    keeps_hidden: bool,
    /// The paragraphs that are open, the innermost last; and of one that closed whose end does not count, its line.
    paragraphs: Vec<Paragraph>,
    goes_on: Option<usize>,
    /// Where comments begin and end, by their ids: a line, and the bytes in it.
    commented: Vec<(String, Place, Option<Place>)>,
    /// How the words looked that came.
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
                        "r" => self.run(Settings::default()),
                        "rPr" => self.run(settings_of(&mut xml)?),
                        "p" => self.open()?,
                        "t" | "delText" => in_text = true,
                        _ => {}
                    }
                }
                Event::Close(end) => match end.name() {
                    name if PUT_IN.contains(&name) => self.muted = self.muted.saturating_sub(1),
                    "p" => self.close(),
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
        self.paragraphs.push(Paragraph::default());
        match self.goes_on.take() {
            Some(line) => self.page.go_on(line),
            None => self.page.open()?,
        }
        Ok(())
    }

    fn close(&mut self) {
        self.goes_on = match self.paragraphs.pop().unwrap_or_default().end {
            End::TakenOut => self.page.close(),
            End::Seen => self.page.close().and(None),
            End::Hidden => {
                self.page.close_unseen();
                None
            }
        };
    }

    /// Looks in the settings of a paragraph for whether its end was taken out, or put in, and what is hidden.
    fn settings(&mut self, xml: &mut Xml) -> Result<(), Unreadable> {
        let undoing = self.tracked == Tracked::Undone;
        let (mut of_the_end, mut before, mut endless) = (false, false, false);
        let (mut style, mut hidden_end) = (None, None);
        xml.skip(|tag| match tag.name() {
            "rPr" => of_the_end = true,
            // What they were before.
            "pPrChange" | "rPrChange" => (of_the_end, before) = (false, true),
            "del" | "moveFrom" => endless |= of_the_end && !undoing,
            "ins" | "moveTo" => endless |= of_the_end && undoing,
            "vanish" if of_the_end => hidden_end = Some(is_on(tag)),
            "pStyle" if !before => style = value(tag),
            _ => {}
        })?;
        let is_hidden = style.is_some_and(|style| self.hiding.contains(&style));
        let end = match hidden_end.unwrap_or(is_hidden) && !self.keeps_hidden {
            _ if endless => End::TakenOut,
            true => End::Hidden,
            false => End::Seen,
        };
        if let Some(paragraph) = self.paragraphs.last_mut() {
            *paragraph = Paragraph { end, is_hidden, run_is_hidden: is_hidden, ..Paragraph::default() };
        }
        Ok(())
    }

    /// Begins a run, or takes in what its settings say.
    fn run(&mut self, said: Settings) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        // A style that hides what is hidden already shows it: so the styles of Word work on each other.
        let by_style = paragraph.is_hidden ^ said.style.is_some_and(|style| self.hiding.contains(&style));
        (paragraph.look, paragraph.run_is_hidden) = (said.look, said.hidden.unwrap_or(by_style));
    }

    /// Whether words that come now are hidden, and left out for it.
    fn hides(&self) -> bool {
        !self.keeps_hidden && self.paragraphs.last().is_some_and(|paragraph| paragraph.run_is_hidden)
    }

    fn write(&mut self, words: &str) {
        if self.muted > 0 {
            return;
        }
        let is_hidden = self.hides();
        self.left_out.hidden.meet(is_hidden);
        if let Some(paragraph) = self.paragraphs.last().filter(|_| !is_hidden) {
            let from = self.page.place();
            self.page.write(words);
            self.looks.wrote(from, self.page.place(), &paragraph.look);
        }
    }

    fn break_line(&mut self) {
        if self.muted == 0 && !self.hides() {
            self.page.break_line();
        }
    }

    /// What an element means by merely standing there.
    fn meet(&mut self, tag: &Tag) -> Result<(), Unreadable> {
        match tag.name() {
            "tab" | "ptab" => self.write("\t"),
            "cr" => self.break_line(),
            "br" if !is_page_break(tag)? => self.break_line(),
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

fn is_page_break(tag: &Tag) -> Result<bool, Unreadable> {
    Ok(tag.attribute("type")?.is_some_and(|kind| kind != "textWrapping"))
}
