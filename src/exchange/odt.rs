//! OpenDocument texts, as LibreOffice and its kin write them: the words a reader of the page sees, in order.
//!
//! Insertions, tables, lists, sections and text boxes are in; deletions, comments, notes, pictures and page
//! furniture are out and counted. One paragraph is one line.

use super::archive::Packed;
use super::page::{LeftOut, Page};
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
    let mut body = Body::default();
    body.walk(&docx::xml_of(&mut archive, CONTENT)?)?;
    let words = body.page.words()?;
    bounded(&words)?;
    let furniture = match has(&archive, STYLES) {
        true => match docx::xml_of(&mut archive, STYLES).and_then(|xml| furniture_with_words(&xml)) {
            Ok(count) => count,
            // The words do not hang on it.
            Err(Unreadable::Damaged { .. } | Unreadable::Encoding) => 0,
            Err(refusal) => return Err(refusal),
        },
        false => 0,
    };
    Ok(Reading { words, notes: body.left_out.notes(furniture), ..Reading::default() })
}

/// Where the words stand.
const CONTENT: &str = "content.xml";
/// Where headers and footers stand.
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

/// What was read so far; one paragraph is one line.
#[derive(Default)]
struct Body {
    page: Page,
    /// Of each paragraph that is open, whether white space that comes next is already there.
    spaced: Vec<bool>,
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
                Event::Close(end) if matches!(end.name(), "p" | "h") => {
                    self.page.close();
                    self.spaced.pop();
                }
                Event::Close(_) => {}
                Event::Words(words) => self.write(&words),
            }
        }
        Ok(())
    }

    fn meet(&mut self, tag: &Tag, xml: &mut Xml) -> Result<(), Unreadable> {
        match tag.name() {
            "p" | "h" => {
                self.page.open()?;
                self.spaced.push(true);
            }
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
                self.page.break_line();
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

    /// Adds signs that stand as elements, which white space around them does not touch.
    fn add(&mut self, signs: &str) {
        self.page.write(signs);
        if let Some(spaced) = self.spaced.last_mut() {
            *spaced = false;
        }
    }

    /// Adds words. White space among them is one space, and none where a paragraph begins: more is only the file's
    /// layout, as what was typed stands as elements.
    fn write(&mut self, words: &str) {
        let Some(spaced) = self.spaced.last_mut() else { return };
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
        self.page.write(&kept);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::archive;
    use super::*;
    use crate::exchange::{LIMIT, read as read_file};

    const HEAD: &str = "<office:document-content><office:body><office:text>";
    const END: &str = "</office:text></office:body></office:document-content>";

    fn odt(body: &str) -> Vec<u8> {
        let content = format!("<?xml version='1.0'?>{HEAD}{body}{END}");
        archive(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
    }

    fn words(body: &str) -> String {
        read_file("x.odt", &odt(body)).unwrap().words
    }

    #[test]
    fn a_paragraph_is_a_line_and_spaces_are_those_that_were_typed() {
        let body = "<text:h>Talk  of\n May</text:h>\n<text:p>\n  R&amp;D<text:s/><text:s text:c='2'/>b<text:tab/>c \
                    <text:span> d</text:span><text:line-break/>e</text:p><text:p/><text:p>f</text:p>";
        assert_eq!(words(body), "Talk of May\nR&D   b\tc d\ne\n\nf");
    }

    #[test]
    fn tables_lists_insertions_and_text_boxes_are_in() {
        let body = "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list><table:table>\
                    <table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>\
                    <text:p>an<text:change-start/>ch<text:change-end/><draw:frame><draw:text-box><text:p>box</text:p>\
                    </draw:text-box><svg:desc>no words</svg:desc></draw:frame>or</text:p><text:p><text:title>a field</text:title></text:p>";
        assert_eq!(words(body), "one\ncell\nanchor\nbox\na field");
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let deleted = "<text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>";
        let body = format!(
            "<text:tracked-changes>{deleted}{deleted}<text:changed-region><text:insertion/></text:changed-region>\
             </text:tracked-changes><text:p>x<text:change/><office:annotation><dc:creator>N</dc:creator><text:p>why</text:p>\
             </office:annotation><office:annotation-end/><text:note><text:note-citation>1</text:note-citation>\
             <text:note-body><text:p>note</text:p></text:note-body></text:note><draw:frame><draw:image/></draw:frame></text:p>"
        );
        let head = "<style:header><text:p>words</text:p></style:header>";
        let styles = format!("<s>{head}<style:footer-left>\n<text:p/></style:footer-left><style:header-style/></s>");
        let content = format!("{HEAD}{body}{END}");
        let file = archive(&[("content.xml", &content), ("styles.xml", &styles)]);
        let arrival = read_file("x.odt", &file).unwrap();
        assert_eq!(arrival.words, "x");
        let left_out = ["1 comment", "2 deletions", "1 footnote", "1 picture", "1 header or footer"];
        assert_eq!(arrival.notes, left_out.map(|what| format!("{what} left out")));
    }

    #[test]
    fn it_is_known_by_what_it_says_of_itself() {
        let named = |file: &[u8]| crate::exchange::format_for("P07.bak", file).map(|format| format.name);
        assert_eq!(named(&odt("")), Ok("odt"));
        let other = |kind: &str| {
            let kind = format!("application/vnd.oasis.opendocument.{kind}");
            named(&archive(&[("mimetype", &kind), ("content.xml", "<a/>")]))
        };
        assert_eq!(other("text-template"), Ok("odt"));
        assert_eq!(other("spreadsheet"), Err(Unreadable::OtherFormat { what: "a spreadsheet" }));
        assert!(matches!(other("presentation"), Err(Unreadable::OtherFormat { .. })));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_reason() {
        let refused = |file: &[u8]| read_file("x.odt", file).unwrap_err();
        assert_eq!(refused(b""), Unreadable::Empty);
        assert_eq!(refused(b"hello"), Unreadable::NotZip);
        assert_eq!(refused(&archive(&[("word/document.xml", "<a/>")])), Unreadable::NotDocument);
        assert_eq!(refused(&odt("<text:p> </text:p>")), Unreadable::NoText);
        let sealed = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
        let sealed = archive(&[("META-INF/manifest.xml", sealed), ("encrypted-package", "x")]);
        assert_eq!(refused(&sealed), Unreadable::Password);
    }

    #[test]
    fn what_no_document_has_is_refused() {
        let refused = |content: &str| read_file("x.odt", &archive(&[("content.xml", content)])).unwrap_err();
        assert_eq!(refused("<!DOCTYPE l [<!ENTITY a 'ha'>]><text:p>&a;</text:p>"), Unreadable::Entities);
        let nested = format!("<text:p>x</text:p>{}{}", "<a>".repeat(300), "</a>".repeat(300));
        assert_eq!(refused(&format!("<d>{nested}</d>")), Unreadable::TooDeep);
        assert_eq!(refused(&format!("<d><text:note>{nested}</text:note></d>")), Unreadable::TooDeep);
        assert_eq!(refused(&" ".repeat(LIMIT + 1)), Unreadable::TooDense { part: "content.xml".into() });
        let spaces = |count: usize| {
            let spaces = "<text:s text:c='1024'/>".repeat(count);
            read_file("x.odt", &odt(&format!("<text:p>x{spaces}</text:p>"))).map(|arrival| arrival.words.len())
        };
        assert_eq!((spaces(1_024), spaces(1_025)), (Ok(1 + (1 << 20)), Err(Unreadable::TooLarge)));
        assert_eq!(refused("<d><text:p>x<text:s text:c='18446744073709551615'/></text:p></d>"), Unreadable::TooLarge);
        for broken in ["<a><b></a>", "<text:p>", "<text:p>&nbsp;</text:p>"] {
            assert!(matches!(refused(broken), Unreadable::Damaged { .. }), "{broken}");
        }
    }

    #[test]
    fn no_cut_makes_it_panic() {
        let file = odt("<text:p>Ana: R&amp;D<text:s text:c='3'/></text:p>");
        (0..file.len()).for_each(|end| drop(read(&file[..end])));
        let content = format!("{HEAD}<text:p>a<text:note><text:p>b</text:p></text:note></text:p>{END}");
        (0..content.len()).for_each(|end| drop(read(&archive(&[("content.xml", &content[..end])]))));
    }
}
