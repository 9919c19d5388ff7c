//! Transcripts as a Word document: a paragraph a line, and a comment for everything that was put on a passage.
//!
//! A document alone is nothing but its words, so that it reads back as they are; its title stands in the head of the
//! pages, and what it is of in its properties. Of several each begins with its title.

use std::io;

use super::parts::{CUSTOM, STYLES};
use super::{Mark, Transcript, missing};
use crate::exchange::json::written;
use crate::exchange::xml::writing::{Xml, fits};
use crate::exchange::{Exported, Fidelity, Wish};
use crate::paper::{LINKS, Part, Tracking, WORDS, word_file};
use crate::project::*;

/// The initials in comments that emic writes; word processors keep them.
pub const BY_EMIC: &str = "emic";

/// The properties that name the document and the words it had.
pub const DOCUMENT: &str = "emic document";
pub const TEXT: &str = "emic text";

/// Writes the transcripts that are wished for.
///
/// # Errors
/// A text cannot be had, or no document is there.
pub fn write_word(project: &Project, texts: &dyn Texts, wish: &Wish) -> io::Result<Exported> {
    let mut fidelity = Fidelity::default();
    let wished: Vec<(DocumentId, &Document)> = wish.documents(project).collect();
    let name = match wished[..] {
        [] => return Err(io::Error::new(io::ErrorKind::NotFound, "there is no document to write; import one first")),
        [(_, document)] => format!("{}: {}", project.name(), document.title),
        _ => project.name().to_owned(),
    };
    let mut writing = Writing { body: begun("w:document")?, comments: begun("w:comments")?, n_comments: 0 };
    writing.body.open("w:body", &[])?;
    for &(id, document) in &wished {
        if wished.len() > 1 {
            writing.title(&document.title)?;
        }
        writing.transcript(&Transcript::of(project, texts, wish, (id, document), &mut fidelity)?, &mut fidelity)?;
    }
    writing.page()?;
    writing.body.close("w:body")?;
    writing.body.close("w:document")?;
    writing.comments.close("w:comments")?;
    missing(project, wish, &mut fidelity);
    let parts = vec![
        (Part::Core, core(&name)?),
        (Part::Custom, custom(&wished)?),
        (Part::Document, writing.body.into_inner()),
        (Part::Comments, writing.comments.into_inner()),
        (Part::Header, header(&name)?),
        (Part::Styles, STYLES.into()),
    ];
    // Whoever makes changes says which.
    let bytes = word_file(Tracking::On, parts)?;
    Ok(Exported { bytes, fidelity, ..Exported::default() })
}

fn begun(root: &str) -> io::Result<Xml<Vec<u8>>> {
    let mut xml = Xml::begin(Vec::new())?;
    xml.open(root, &[("xmlns:w", WORDS), ("xmlns:r", LINKS)])?;
    Ok(xml)
}

/// What a word processor shows of a document before it is opened; there is no clock here.
fn core(name: &str) -> io::Result<Vec<u8>> {
    let mut xml = Xml::begin(Vec::new())?;
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.open("cp:coreProperties", &names)?;
    xml.words("dc:title", name)?;
    xml.words("dc:creator", BY_EMIC)?;
    xml.close("cp:coreProperties")?;
    Ok(xml.into_inner())
}

/// Which document it is, and which of its texts; nothing of several.
fn custom(wished: &[(DocumentId, &Document)]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::begin(Vec::new())?;
    let (properties, values) = CUSTOM;
    xml.open("Properties", &[("xmlns", properties), ("xmlns:vt", values)])?;
    if let [(id, document)] = wished {
        let told = [(DOCUMENT, id.to_string()), (TEXT, document.text.to_string())];
        for ((name, value), number) in told.iter().zip(["2", "3"]) {
            let kind = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
            xml.open("property", &[("fmtid", kind), ("pid", number), ("name", name)])?;
            xml.words("vt:lpwstr", value)?;
            xml.close("property")?;
        }
    }
    xml.close("Properties")?;
    Ok(xml.into_inner())
}

fn header(name: &str) -> io::Result<Vec<u8>> {
    let mut xml = begun("w:hdr")?;
    xml.open("w:p", &[])?;
    style(&mut xml, "Header")?;
    run(&mut xml, None, name)?;
    xml.close("w:p")?;
    xml.close("w:hdr")?;
    Ok(xml.into_inner())
}

/// The document and its comments, as far as they are written.
struct Writing {
    body: Xml<Vec<u8>>,
    comments: Xml<Vec<u8>>,
    n_comments: usize,
}

/// Where a comment begins or ends; what ends at a place stands before what begins there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    End,
    Start,
}

impl Writing {
    fn title(&mut self, title: &str) -> io::Result<()> {
        self.body.open("w:p", &[])?;
        style(&mut self.body, "Heading1")?;
        run(&mut self.body, None, title)?;
        self.body.close("w:p")
    }

    fn transcript(&mut self, transcript: &Transcript, fidelity: &mut Fidelity) -> io::Result<()> {
        let Transcript { document, text, marks, .. } = transcript;
        let mut edges: Vec<(u32, Edge, usize)> = Vec::new();
        for mark in marks {
            let id = self.n_comments;
            self.n_comments += 1;
            edges.extend([(mark.span.start(), Edge::Start, id), (mark.span.end(), Edge::End, id)]);
            self.comment(id, mark)?;
            if !mark.words().chars().all(fits) {
                fidelity.changed("memos and codes with characters that no XML holds, there marks", mark.coder);
            }
        }
        edges.sort_unstable();
        let mut edges = edges.into_iter().peekable();
        let is_label = |at: u32| {
            let after = document.turns.partition_point(|turn| turn.start <= at);
            document.turns[..after].last().is_some_and(|turn| at < turn.body)
        };
        let mut bounds: Vec<u32> = document.turns.iter().flat_map(|turn| [turn.start, turn.body]).collect();
        bounds.sort_unstable();
        let mut at = 0;
        for line in text.as_str().split('\n') {
            let end = at + u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
            self.body.open("w:p", &[])?;
            style(&mut self.body, "Said")?;
            loop {
                while let Some((_, edge, id)) = edges.next_if(|edge| edge.0 <= at) {
                    self.edge(edge, id)?;
                }
                if at >= end {
                    break;
                }
                let bound = bounds[bounds.partition_point(|&bound| bound <= at)..].first();
                let next = bound.copied().unwrap_or(end).min(edges.peek().map_or(end, |edge| edge.0)).min(end);
                run(&mut self.body, is_label(at).then_some("Speaker"), text.slice(at..next))?;
                at = next;
            }
            self.body.close("w:p")?;
            at = end + 1;
        }
        if !text.as_str().chars().all(fits) {
            fidelity.changed("documents with characters that no XML holds, there marks", &document.title);
        }
        Ok(())
    }

    fn edge(&mut self, edge: Edge, id: usize) -> io::Result<()> {
        let id = id.to_string();
        if edge == Edge::Start {
            return self.body.empty("w:commentRangeStart", &[("w:id", &id)]);
        }
        self.body.empty("w:commentRangeEnd", &[("w:id", &id)])?;
        self.body.open("w:r", &[])?;
        run_style(&mut self.body, "CommentReference")?;
        self.body.empty("w:commentReference", &[("w:id", &id)])?;
        self.body.close("w:r")
    }

    fn comment(&mut self, id: usize, mark: &Mark) -> io::Result<()> {
        let (id, at) = (id.to_string(), mark.at.and_then(dated));
        let mut attributes = vec![("w:id", id.as_str()), ("w:author", mark.coder)];
        attributes.extend(at.as_deref().map(|at| ("w:date", at)));
        attributes.push(("w:initials", BY_EMIC));
        self.comments.open("w:comment", &attributes)?;
        for (order, line) in mark.words().split('\n').enumerate() {
            self.comments.open("w:p", &[])?;
            style(&mut self.comments, "CommentText")?;
            if order == 0 {
                self.comments.open("w:r", &[])?;
                run_style(&mut self.comments, "CommentReference")?;
                self.comments.empty("w:annotationRef", &[])?;
                self.comments.close("w:r")?;
            }
            run(&mut self.comments, None, line)?;
            self.comments.close("w:p")?;
        }
        self.comments.close("w:comment")
    }

    fn page(&mut self) -> io::Result<()> {
        let body = &mut self.body;
        body.open("w:sectPr", &[])?;
        body.empty("w:headerReference", &[("w:type", "default"), ("r:id", "header")])?;
        body.empty("w:footerReference", &[("w:type", "default"), ("r:id", "footer")])?;
        body.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
        let sides = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1440"));
        let margins = [&sides[..], &[("w:header", "708"), ("w:footer", "708"), ("w:gutter", "0")]].concat();
        body.empty("w:pgMar", &margins)?;
        body.close("w:sectPr")
    }
}

/// A time as word processors have it, to the second.
pub fn dated(at: i64) -> Option<String> {
    let at = written(at)?;
    let (seconds, _) = at.split_once('.')?;
    Some(format!("{seconds}Z"))
}

fn style(xml: &mut Xml<Vec<u8>>, name: &str) -> io::Result<()> {
    xml.open("w:pPr", &[])?;
    xml.empty("w:pStyle", &[("w:val", name)])?;
    xml.close("w:pPr")
}

fn run_style(xml: &mut Xml<Vec<u8>>, name: &str) -> io::Result<()> {
    xml.open("w:rPr", &[])?;
    xml.empty("w:rStyle", &[("w:val", name)])?;
    xml.close("w:rPr")
}

/// Words of one line; tabs are elements of their own.
fn run(xml: &mut Xml<Vec<u8>>, style: Option<&str>, words: &str) -> io::Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    xml.open("w:r", &[])?;
    style.map_or(Ok(()), |style| run_style(xml, style))?;
    for (order, part) in words.split('\t').enumerate() {
        if order > 0 {
            xml.empty("w:tab", &[])?;
        }
        if !part.is_empty() {
            xml.words_with("w:t", &[("xml:space", "preserve")], part)?;
        }
    }
    xml.close("w:r")
}
