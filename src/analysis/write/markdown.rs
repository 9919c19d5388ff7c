//! Tables and pages as Markdown.

use crate::analysis::{Block, Kind, Page, Table};
use crate::paper::unmarked;
use crate::text::visible_lines;

use super::beneath;

impl Table {
    /// The table as Markdown, with what must be read with it beneath.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let rule = |kind| if kind == Kind::Numbers { "---:" } else { "---" }.to_string();
        let mut out = line(self.columns.iter().map(|column| unmarked(&column.title)).collect());
        out.push_str(&line(self.columns.iter().map(|column| rule(column.kind)).collect()));
        for row in &self.rows {
            out.push_str(&line(row.iter().map(|cell| unmarked(&cell.value.shown())).collect()));
        }
        out.push('\n');
        for note in beneath(self) {
            out.push_str(&format!("- {}\n", unmarked(&note)));
        }
        out
    }
}

impl Page {
    /// The page as Markdown.
    pub fn markdown(&self) -> String {
        let line = |words: &str| words.split_whitespace().map(unmarked).collect::<Vec<_>>().join(" ");
        let lines =
            |words: &str, between: &str| visible_lines(words).lines().map(unmarked).collect::<Vec<_>>().join(between);
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
