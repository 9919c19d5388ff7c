//! The elements of a page by what they do to its words.

/// Elements that stand on lines of their own.
pub const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose insides are passed over, and as what they are counted.
pub const SKIPPED: &[(&str, What)] = &[
    ("script", What::Unsaid),
    ("style", What::Unsaid),
    ("title", What::Unsaid),
    ("template", What::Unsaid),
    ("noscript", What::Unsaid),
    ("noframes", What::Unsaid),
    ("datalist", What::Unsaid),
    ("del", What::Deletion),
    ("svg", What::Picture),
    ("canvas", What::Picture),
    ("math", What::Picture),
    ("iframe", What::Embedded),
    ("object", What::Embedded),
    ("audio", What::Embedded),
    ("video", What::Embedded),
    ("select", What::Field),
    ("textarea", What::Field),
    ("button", What::Field),
];

/// What is left out with an element.
#[derive(Clone, Copy)]
pub enum What {
    Unsaid,
    Deletion,
    Picture,
    Embedded,
    Field,
}

/// An element whose end may go unsaid.
pub struct Loose {
    pub name: &'static str,
    /// What ends it by beginning; a paragraph ends before all that stands on lines of its own.
    pub beside: &'static [&'static str],
    /// What it stands in.
    pub within: &'static [&'static str],
}

const ITEMS: &[&str] = &["li"];
const LISTS: &[&str] = &["ul", "ol", "menu", "dir"];
const TERMS: &[&str] = &["dt", "dd"];
const CELLS: &[&str] = &["td", "th", "tr", "tbody", "thead", "tfoot"];
const ROWS: &[&str] = &["tr", "tbody", "thead", "tfoot"];
const PARTS: &[&str] = &["tbody", "thead", "tfoot"];

pub const LOOSE: &[Loose] = &[
    Loose { name: "p", beside: &[], within: &[] },
    Loose { name: "li", beside: ITEMS, within: LISTS },
    Loose { name: "dt", beside: TERMS, within: &["dl"] },
    Loose { name: "dd", beside: TERMS, within: &["dl"] },
    Loose { name: "td", beside: CELLS, within: &["table"] },
    Loose { name: "th", beside: CELLS, within: &["table"] },
    Loose { name: "tr", beside: ROWS, within: &["table"] },
    Loose { name: "tbody", beside: PARTS, within: &["table"] },
    Loose { name: "thead", beside: PARTS, within: &["table"] },
    Loose { name: "tfoot", beside: PARTS, within: &["table"] },
];

/// Elements without insides.
pub const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
