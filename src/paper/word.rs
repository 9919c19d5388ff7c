//! Word documents: the parts that one has, and what leads from one to another.

use std::io;

use super::pack::pack;

/// Names of elements.
pub const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Names of what leads from one part to another.
pub const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A kind of part, of which a document has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The words.
    Document,
    /// How paragraphs and letters look.
    Styles,
    /// How Word treats it.
    Settings,
    /// What stands beside the words.
    Comments,
    /// The head of every page.
    Header,
    /// The foot of every page, which always is its number.
    Footer,
    /// What is shown of a document before it is opened.
    Core,
    /// Properties of one's own.
    Custom,
}

impl Part {
    /// Where it is, under what name it is led to, and as what: of its content, and of the link.
    fn told(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Part::Document => ("word/document.xml", "document", "document.main", "officeDocument"),
            Part::Styles => ("word/styles.xml", "styles", "styles", "styles"),
            Part::Settings => ("word/settings.xml", "settings", "settings", "settings"),
            Part::Comments => ("word/comments.xml", "comments", "comments", "comments"),
            Part::Header => ("word/header1.xml", "header", "header", "header"),
            Part::Footer => ("word/footer1.xml", "footer", "footer", "footer"),
            Part::Core => ("docProps/core.xml", "core", "core-properties", "core-properties"),
            Part::Custom => ("docProps/custom.xml", "custom", "custom-properties", "custom-properties"),
        }
    }

    /// Whether the words lead to it, and not the file.
    fn is_inner(self) -> bool {
        !matches!(self, Part::Document | Part::Core | Part::Custom)
    }

    fn content(self) -> String {
        let (.., content, _) = self.told();
        match self {
            Part::Core => format!("application/vnd.openxmlformats-package.{content}+xml"),
            Part::Custom => format!("application/vnd.openxmlformats-officedocument.{content}+xml"),
            _ => format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{content}+xml"),
        }
    }

    fn link(self) -> String {
        let (path, id, _, link) = self.told();
        let kind = match self {
            Part::Core => format!("http://schemas.openxmlformats.org/package/2006/relationships/metadata/{link}"),
            _ => format!("{LINKS}/{link}"),
        };
        let target = if self.is_inner() { path.trim_start_matches("word/") } else { path };
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>\n")
    }
}

/// Whether changes of the words are tracked from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracking {
    On,
    Off,
}

const LINE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Packs a document of these parts, with settings and page numbers. The same parts give the same bytes.
///
/// # Errors
/// A part is larger than an archive can hold.
pub fn word_file(tracking: Tracking, mut parts: Vec<(Part, Vec<u8>)>) -> io::Result<Vec<u8>> {
    parts.extend([(Part::Settings, settings(tracking).into()), (Part::Footer, footer().into())]);
    let mut kinds: Vec<Part> = parts.iter().map(|(part, _)| *part).collect();
    kinds.sort_unstable();
    let mut packed: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", types(&kinds).into()),
        ("_rels/.rels", links(kinds.iter().filter(|part| !part.is_inner())).into()),
    ];
    let (inner, outer): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(part, _)| part.is_inner());
    let named = |(part, bytes): (Part, Vec<u8>)| (part.told().0, bytes);
    packed.extend(outer.into_iter().map(named));
    packed.push(("word/_rels/document.xml.rels", links(kinds.iter().filter(|part| part.is_inner())).into()));
    packed.extend(inner.into_iter().map(named));
    pack(packed)
}

fn types(kinds: &[Part]) -> String {
    let part = |part: &Part| {
        let (path, content) = (part.told().0, part.content());
        format!("<Override PartName=\"/{path}\" ContentType=\"{content}\"/>\n")
    };
    let parts: String = kinds.iter().map(part).collect();
    format!(
        "{LINE}\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\n\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\n\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\n{parts}</Types>\n"
    )
}

fn links<'p>(parts: impl Iterator<Item = &'p Part>) -> String {
    let parts: String = parts.map(|part| part.link()).collect();
    let names = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("{LINE}\n<Relationships xmlns=\"{names}\">\n{parts}</Relationships>\n")
}

/// Word is told which of its own ages to be, or it takes the document for one of 2003.
fn settings(tracking: Tracking) -> String {
    let tracking = if tracking == Tracking::On { "<w:trackRevisions/>\n" } else { "" };
    format!(
        "{LINE}\n<w:settings xmlns:w=\"{WORDS}\">\n{tracking}<w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\n</w:settings>\n"
    )
}

/// The number of the page, which Word fills in.
fn footer() -> String {
    format!(
        "{LINE}\n<w:ftr xmlns:w=\"{WORDS}\">\n<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>\
         <w:fldSimple w:instr=\"PAGE\"/></w:p>\n</w:ftr>\n"
    )
}
