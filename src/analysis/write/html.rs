//! Pages for a browser: one file, which neither runs nor fetches anything.

use crate::analysis::{Block, Page};
use crate::text::visible_lines;

pub(super) fn page(page: &Page) -> String {
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
