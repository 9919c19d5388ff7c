//! Tables and pages to be read where they are printed.

use std::borrow::Cow;

use crate::analysis::{Block, Kind, Page, Table};
use crate::text::{broken, clip, visible, visible_lines, width};

use super::beneath;

/// Spaces between two columns.
const GAP: usize = 2;
/// A column of words is not made narrower than this.
const NARROWEST: usize = 12;

/// Columns side by side; beneath them what must be read with them, in lines that start with `#`.
pub(super) fn aligned(table: &Table, screen: Option<usize>) -> String {
    let cells = Cells::of(table);
    let columns = table.columns.len().max(1);
    let mut widths: Vec<usize> = (0..table.columns.len())
        .map(|place| cells.placed.iter().skip(place).step_by(columns).map(|(_, wide)| *wide).max().unwrap_or(0))
        .collect();
    if let Some(screen) = screen {
        narrow(table, &mut widths, screen);
    }
    let mut out = String::new();
    let mut cells = cells.iter();
    for _ in 0..=table.rows.len() {
        let start = out.len();
        for ((column, &wide), (cell, taken)) in table.columns.iter().zip(&widths).zip(&mut cells) {
            let too_wide = column.kind == Kind::Words && taken > wide;
            let cell = if too_wide { clip(cell, wide, '…') } else { Cow::Borrowed(cell) };
            let pad = wide.saturating_sub(if too_wide { width(&cell) } else { taken });
            let (before, behind) = if column.kind == Kind::Words { (0, pad) } else { (pad, 0) };
            spaces(&mut out, before);
            out.push_str(&cell);
            spaces(&mut out, behind + GAP);
        }
        out.truncate(start + out[start..].trim_end().len());
        out.push('\n');
    }
    for line in beneath(table) {
        out.push_str(&format!("# {line}\n"));
    }
    out
}

/// What stands in the cells of a table, row by row behind the titles, made visible.
struct Cells {
    words: String,
    /// Where each ends in them (bytes), and the screen's cells that it takes.
    placed: Vec<(usize, usize)>,
}

impl Cells {
    fn of(table: &Table) -> Cells {
        let mut cells = Cells { words: String::new(), placed: Vec::new() };
        table.columns.iter().for_each(|column| cells.put(|words| words.push_str(&column.title)));
        for cell in table.rows.iter().flatten() {
            cells.put(|words| cell.value.show(words));
        }
        cells
    }

    fn put(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.words.len();
        write(&mut self.words);
        if let Cow::Owned(seen) = visible(&self.words[start..]) {
            self.words.replace_range(start.., &seen);
        }
        self.placed.push((self.words.len(), width(&self.words[start..])));
    }

    fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        let mut start = 0;
        self.placed.iter().map(move |&(end, wide)| (&self.words[std::mem::replace(&mut start, end)..end], wide))
    }
}

fn spaces(out: &mut String, many: usize) {
    out.extend(std::iter::repeat_n(' ', many));
}

/// Takes what is too much from the widest columns of words.
fn narrow(table: &Table, widths: &mut [usize], screen: usize) {
    loop {
        let total: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let words = (0..widths.len()).filter(|&place| table.columns[place].kind == Kind::Words);
        let mut words: Vec<usize> = words.filter(|&place| widths[place] > NARROWEST).collect();
        words.sort_by_key(|&place| std::cmp::Reverse(widths[place]));
        let (Some(&widest), true) = (words.first(), total > screen) else { return };
        let next = words.get(1).map_or(NARROWEST, |&place| widths[place].max(NARROWEST));
        let too_much = (total - screen).min((widths[widest] - next).max(1));
        widths[widest] -= too_much;
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
        let html = crate::analysis::write::html::page(&page());
        assert!(
            html.contains("<title>Codebook of &lt;peers&gt;</title>")
                && html.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                && html.contains("<h2>1 Role</h2>"),
            "{html}"
        );
    }

    #[test]
    fn columns_stand_below_each_other_where_a_wide_letter_was_cut_off() {
        let mut table = Table { report: "made", title: "made".into(), ..Table::default() };
        table.column("a", "a", Kind::Words);
        table.column("n", "n", Kind::Numbers);
        table.rows =
            vec![vec!["中中中中中中中中中".into(), 7_u64.into()], vec!["abcdefghijklmnopqr".into(), 8_u64.into()]];
        let written = aligned(&table, Some(15));
        let ends: Vec<usize> = written.lines().take(3).map(width).collect();
        assert_eq!(ends, [15, 15, 15], "{written}");
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let mut page = Page::new("a");
        page.heading(0, "b".repeat(50));
        page.entry("definition", &"felt heard ".repeat(30));
        assert!(page.text(Some(30)).lines().all(|line| width(line) <= 30));
    }
}
