//! A transcript as it is printed: numbered lines, and room beside them to write on.

use crate::paper::{html_page, marked_up};
use crate::project::Document;
use crate::text::{Text, broken, clip, line_content, short_name, visible, visible_lines, width};

/// One line of the print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintLine<'a> {
    /// The number in the margin, from 1.
    pub number: usize,
    /// Who begins to speak in it; empty where they go on.
    pub label: &'a str,
    /// Its words.
    pub words: &'a str,
}

/// The print lines of a document, in order.
pub fn printed_lines<'a>(document: &'a Document, text: &'a Text) -> impl Iterator<Item = PrintLine<'a>> {
    let mut turns = document.turns.iter().peekable();
    (0..document.lines.len()).map(move |line| {
        let content = line_content(text, &document.turns, &document.lines, line);
        let mut label = "";
        while let Some(turn) = turns.next_if(|turn| turn.body <= content.start) {
            label = document.speakers.get(usize::from(turn.speaker)).map_or("", |speaker| &speaker.label);
        }
        PrintLine { number: line + 1, label, words: text.slice(content) }
    })
}

/// The paper a transcript is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Characters across.
    pub width: usize,
    /// Lines down, the page's heading among them; no pages where there is none.
    pub lines: Option<usize>,
}

/// Cells kept free to write on, at the least.
const MARGIN: usize = 20;
/// Words are not squeezed into fewer cells.
const NARROWEST: usize = 20;
/// Lines of a page that the heading takes, with the blank one below it.
const HEADING: usize = 2;

/// The transcript as plain text, page by page with form feeds between, a free margin to the right of a rule.
///
/// A print line that is wider than the paper allows goes on below without a number.
pub fn print_text(project: &str, document: &Document, text: &Text, paper: Paper) -> String {
    let digits = document.lines.len().to_string().len().max(3);
    let labels = document.speakers.iter().map(|speaker| width(&short_name(&speaker.label))).max().unwrap_or(0);
    let gutter = digits + 1 + labels + if labels > 0 { 1 } else { 0 };
    let widest = printed_lines(document, text).map(|line| width(line.words)).max().unwrap_or(0);
    let room = paper.width.saturating_sub(gutter + MARGIN + 2).max(NARROWEST).min(widest.max(NARROWEST));
    let mut rows: Vec<String> = Vec::new();
    for line in printed_lines(document, text) {
        let words = visible(line.words);
        for (order, row) in broken(&words, room).into_iter().enumerate() {
            let (number, label) = if order == 0 { (line.number.to_string(), line.label) } else { Default::default() };
            let label = short_name(label);
            let label = format!("{label}{}", " ".repeat(gutter - digits - 1 - width(&label)));
            rows.push(format!("{number:>digits$} {label}{row}{} |", " ".repeat(room.saturating_sub(width(row)))));
        }
    }
    let per_page = paper.lines.map_or(rows.len().max(1), |lines| lines.saturating_sub(HEADING).max(1));
    let mut out = String::new();
    for (page, rows) in rows.chunks(per_page).enumerate() {
        let left = format!("{}: {}", visible(project), visible(&document.title));
        let right = if paper.lines.is_some() { format!("page {}", page + 1) } else { String::new() };
        let left = clip(&left, paper.width.saturating_sub(width(&right) + 2), '+').into_owned();
        let gap = paper.width.saturating_sub(width(&left) + width(&right));
        out.push_str(if page > 0 { "\x0c" } else { "" });
        out.push_str(format!("{left}{}{right}", " ".repeat(gap)).trim_end());
        out.push_str("\n\n");
        out.extend(rows.iter().map(|row| format!("{row}\n")));
    }
    out
}

/// The transcript as one HTML file, to be printed from a browser.
pub fn print_html(project: &str, document: &Document, text: &Text) -> String {
    let title = marked_up(&format!("{project}: {}", document.title));
    let mut body = format!("<table>\n<thead><tr><th colspan=\"4\">{title}</th></tr></thead>\n<tbody>\n");
    for line in printed_lines(document, text) {
        let (label, words) = (marked_up(line.label), marked_up(&visible_lines(line.words)));
        body.push_str(&format!("<tr><td>{}</td><th>{label}</th><td>{words}</td><td></td></tr>\n", line.number));
    }
    body.push_str("</tbody>\n</table>\n");
    html_page(&title, PRINT_STYLE, &body)
}

/// The heading of a table comes back on every printed page, and browsers number pages themselves.
const PRINT_STYLE: &str = "\
table { border-collapse: collapse; font-family: serif; line-height: 1.5; width: 100%; }
thead th { text-align: left; padding-bottom: 1em; }
td, tbody th { vertical-align: top; padding: 0 0.5em; text-align: left; }
td:first-child { color: #555; font-size: smaller; text-align: right; width: 3em; }
tbody th { width: 6em; }
td:last-child { border-left: 1px solid #999; width: 35%; }
tr { break-inside: avoid; }
@page { margin: 1.5cm; @bottom-right { content: \"page \" counter(page); } }";
