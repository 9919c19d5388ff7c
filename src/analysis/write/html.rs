//! Tables and pages for a browser: one file, which neither runs nor fetches anything.

use crate::analysis::{Block, Kind, Page, Table};
use crate::paper::{html_page, marked_up};

use super::layout::Layout;
use super::said_beneath;

/// Characters that a column of words may ask for.
const ROOM: usize = 24;

/// The table under its title, with what must be read with it beneath.
pub(super) fn table(table: &Table) -> String {
    let (layout, title) = (Layout::of(table), marked_up(&table.title));
    let kind = |column: usize| if table.columns[column].kind == Kind::Numbers { " class=\"number\"" } else { "" };
    let mut body = format!("<table>\n<caption>{title}</caption>\n<thead>\n<tr>");
    for (column, said) in table.columns.iter().enumerate() {
        // A browser would make narrow columns of words narrower still.
        let room = if said.kind == Kind::Words { layout.comfortable(column).min(ROOM) } else { 0 };
        let room = if room > 0 { format!(" style=\"min-width: {room}ch\"") } else { String::new() };
        body.push_str(&format!("<th scope=\"col\"{}{room}>{}</th>", kind(column), marked_up(&said.title)));
    }
    body.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in 0..table.rows.len() {
        body.push_str("<tr>");
        for (column, said) in table.columns.iter().enumerate() {
            let laid = layout.cell(row, column);
            let words = marked_up(&laid.words);
            let depth = if laid.depth > 0 {
                format!(" style=\"padding-left: {}em\"", laid.depth as f64 * 1.5)
            } else {
                String::new()
            };
            body.push_str(&match (column, said.kind) {
                // What a row is about is read out before each of its cells.
                (0, Kind::Words) => format!("<th scope=\"row\"{depth}>{words}</th>"),
                _ => format!("<td{}{depth}>{words}</td>", kind(column)),
            });
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</tbody>\n</table>\n");
    for line in said_beneath(table) {
        body.push_str(&format!("<p class=\"note\">{}</p>\n", marked_up(&line)));
    }
    html_page(&title, TABLE_STYLE, &body)
}

/// Words of every script run in their own direction and still begin at the left, as the rows do.
const TABLE_STYLE: &str = "\
body { font-family: serif; line-height: 1.3; margin: 2em auto; padding: 0 1em; width: fit-content; max-width: 100%; box-sizing: border-box; }
table { border-collapse: collapse; border-top: 1.5px solid; border-bottom: 1.5px solid; margin-bottom: 0.5em; }
caption { font-style: italic; text-align: left; margin-bottom: 0.5em; }
thead { border-bottom: 1px solid; }
th, td { font-weight: normal; text-align: left; vertical-align: top; padding: 0.15em 1.2em 0.15em 0; white-space: pre-line; unicode-bidi: plaintext; }
thead th { vertical-align: bottom; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead .number { white-space: normal; }
tr { break-inside: avoid; }
.note { font-size: smaller; margin: 0.2em 0; }
@media print { body { margin: 0; font-size: 10pt; } }";

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
