//! An answer to be read: headings and words, where a [`Table`](super::Table) would not do.

use crate::text::{broken, visible, visible_lines, width};

use super::write::escaped;
use super::{Format, Write};

/// What a question to a project is answered with, as a page to read and print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it shows.
    pub title: String,
    /// What stands on it, in order.
    pub blocks: Vec<Block>,
}

/// A part of a page. Words may have several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Heads what follows.
    Heading {
        /// How far down it stands: 0 right below the title.
        depth: u16,
        /// What it says.
        words: String,
    },
    /// Words.
    Paragraph(String),
    /// Words about the heading above, under a name of their own ("not for").
    Entry {
        /// What sort of words they are.
        name: String,
        /// The words.
        words: String,
    },
    /// What somebody said.
    Quote {
        /// Their words.
        words: String,
        /// Who, and where it stands.
        source: String,
    },
    /// What must be read with the rest, a line at the end.
    Note(String),
}

impl Page {
    /// A page of that title with nothing on it yet.
    pub fn new(title: impl Into<String>) -> Page {
        Page { title: title.into(), blocks: Vec::new() }
    }

    /// Adds a heading.
    pub fn heading(&mut self, depth: u16, words: impl Into<String>) {
        self.blocks.push(Block::Heading { depth, words: words.into() });
    }

    /// Adds words.
    pub fn paragraph(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Paragraph(words.into()));
    }

    /// Adds words under a name, where there are any.
    pub fn entry(&mut self, name: &str, words: &str) {
        if !words.trim().is_empty() {
            self.blocks.push(Block::Entry { name: name.to_string(), words: words.trim().to_string() });
        }
    }

    /// Adds what must be read with the rest.
    pub fn note(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Note(words.into()));
    }
}

/// Every form of a page.
pub const PAGE_FORMATS: &[Format<Page>] = &[
    Format { name: "text", ending: "txt", says: "plain text", write: Write::Words(Page::text) },
    Format { name: "md", ending: "md", says: "Markdown", write: Write::Words(|page, _| page.markdown()) },
    Format {
        name: "html",
        ending: "html",
        says: "one HTML file, to read and print",
        write: Write::Words(|page, _| html(page)),
    },
];

impl Format<Page> {
    /// The form of that name.
    pub fn of(name: &str) -> Option<&'static Format<Page>> {
        PAGE_FORMATS.iter().find(|format| format.name == name)
    }
}

/// Lines are not made longer than this (cells): longer ones are hard to read.
const READABLE: usize = 80;
/// What belongs to a heading stands in from it (cells).
const INDENT: usize = 4;

impl Page {
    /// The page as plain text; a width in cells, where there is a screen to fit.
    pub fn text(&self, screen: Option<usize>) -> String {
        let cells = screen.unwrap_or(READABLE).clamp(20, READABLE);
        let title = visible(&self.title);
        let mut out = format!("{title}\n{}\n", "=".repeat(width(&title).min(cells)));
        let mut in_heading = 0;
        for block in &self.blocks {
            match block {
                Block::Heading { words, .. } => {
                    out.push('\n');
                    put(&mut out, words, 0, "", cells);
                    in_heading = INDENT;
                }
                Block::Paragraph(words) => put(&mut out, words, in_heading, "", cells),
                Block::Entry { name, words } => put(&mut out, words, in_heading, &format!("{name}: "), cells),
                Block::Quote { words, source } => {
                    put(&mut out, &format!("“{words}”"), in_heading + INDENT, "", cells);
                    put(&mut out, &format!("– {source}"), in_heading + INDENT, "", cells);
                }
                Block::Note(words) => {
                    if in_heading > 0 {
                        out.push('\n');
                    }
                    in_heading = 0;
                    put(&mut out, &format!("# {words}"), 0, "", cells);
                }
            }
        }
        out
    }

    /// The page as Markdown.
    pub fn markdown(&self) -> String {
        let line = |words: &str| words.split_whitespace().map(escaped).collect::<Vec<_>>().join(" ");
        let lines =
            |words: &str, between: &str| visible_lines(words).lines().map(escaped).collect::<Vec<_>>().join(between);
        let mut out = format!("# {}\n", line(&self.title));
        let mut after_note = false;
        for block in &self.blocks {
            let is_note = matches!(block, Block::Note(_));
            if !(is_note && after_note) {
                out.push('\n');
            }
            after_note = is_note;
            match block {
                Block::Heading { depth, words } => {
                    out.push_str(&format!("{} {}\n", "#".repeat(usize::from(*depth).min(4) + 2), line(words)));
                }
                Block::Paragraph(words) => out.push_str(&format!("{}\n", lines(words, "\\\n"))),
                Block::Entry { name, words } => {
                    out.push_str(&format!("**{}:** {}\n", line(name), lines(words, "\\\n")))
                }
                Block::Quote { words, source } => {
                    out.push_str(&format!("> {}\n>\n> – {}\n", lines(words, "\\\n> "), line(source)));
                }
                Block::Note(words) => out.push_str(&format!("- {}\n", line(words))),
            }
        }
        out
    }
}

/// Writes words line by line behind a name, so many cells in; what goes on below its name, a little more.
fn put(out: &mut String, words: &str, indent: usize, name: &str, cells: usize) {
    let hanging = if name.is_empty() { indent } else { indent + 2 };
    let named = visible_lines(&format!("{name}{words}")).into_owned();
    let rows = named.lines().flat_map(|line| broken(line, cells.saturating_sub(hanging).max(10)));
    for (order, row) in rows.enumerate() {
        let pad = " ".repeat(if order > 0 { hanging } else { indent });
        out.push_str(format!("{pad}{row}").trim_end());
        out.push('\n');
    }
}

fn html(page: &Page) -> String {
    let title = marked_up(&page.title);
    let mut body = format!("<h1>{title}</h1>\n");
    for block in &page.blocks {
        body.push_str(&match block {
            Block::Heading { depth, words } => {
                let level = (depth + 2).min(6);
                format!("<h{level}>{}</h{level}>\n", marked_up(words))
            }
            Block::Paragraph(words) => format!("<p>{}</p>\n", marked_up(words)),
            Block::Entry { name, words } => format!("<p><b>{}:</b> {}</p>\n", marked_up(name), marked_up(words)),
            Block::Quote { words, source } => {
                format!("<blockquote>{}<footer>{}</footer></blockquote>\n", marked_up(words), marked_up(source))
            }
            Block::Note(words) => format!("<p class=\"note\">{}</p>\n", marked_up(words)),
        });
    }
    html_page(&title, PAGE_STYLE, &body)
}

const PAGE_STYLE: &str = "\
body { font-family: serif; line-height: 1.4; max-width: 42em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3, h4, h5, h6 { line-height: 1.2; margin-bottom: 0.2em; break-after: avoid; }
p { margin: 0.2em 0; white-space: pre-line; }
blockquote { border-left: 3px solid; margin: 0.5em 0 0.5em 1em; padding-left: 1em; white-space: pre-line; break-inside: avoid; }
.note { font-size: smaller; }
@media print { body { margin: 0; max-width: none; } }";

/// What a browser may do with a page: show it with its own style, and neither run nor fetch anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A whole HTML file of a title (marked up already), a style sheet and a body.
pub fn html_page(title: &str, style: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>{title}</title>\n<style>\n{style}\n</style>\n\
         </head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Words as HTML shows them, nothing in them hidden or a tag.
pub fn marked_up(words: &str) -> String {
    let mut out = String::new();
    for character in visible_lines(words).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut page = Page::new("Codebook of <peers>");
        page.heading(0, "1 Role");
        page.paragraph("2 excerpts");
        page.entry("definition", "what one is\nfor others");
        page.entry("not for", "  ");
        page.blocks.push(Block::Quote { words: "I am *staff*".into(), source: "FG1 7".into() });
        page.note("all coders");
        page
    }

    #[test]
    fn a_page_is_written_for_a_terminal_a_wiki_and_a_browser() {
        assert_eq!(
            page().text(None),
            "Codebook of <peers>\n===================\n\n1 Role\n    2 excerpts\n    definition: what one is\n      for others\n\
             \x20       “I am *staff*”\n        – FG1 7\n\n# all coders\n"
        );
        assert_eq!(
            page().markdown(),
            "# Codebook of \\<peers>\n\n## 1 Role\n\n2 excerpts\n\n**definition:** what one is\\\nfor others\n\n\
             > I am \\*staff\\*\n>\n> – FG1 7\n\n- all coders\n"
        );
        let html = html(&page());
        assert!(
            html.contains("<title>Codebook of &lt;peers&gt;</title>")
                && html.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                && html.contains("<h2>1 Role</h2>"),
            "{html}"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let mut page = Page::new("a");
        page.heading(0, "b".repeat(50));
        page.entry("definition", &"felt heard ".repeat(30));
        assert!(page.text(Some(30)).lines().all(|line| width(line) <= 30));
    }
}
