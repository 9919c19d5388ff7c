//! Tables and pages as LaTeX, to be taken into a paper.

use crate::analysis::{Block, Column, Kind, Page, Table};
use crate::text::{broken, visible_lines};

use super::layout::{Laid, Layout, Panel};
use super::{said_beneath, shown};

/// Characters across a page in the type of an article, and those of them that columns and gaps may take.
const LINE: usize = 69;
const ROOM: usize = 64;
/// More rows than these do not float on one page.
const FLOATS: usize = 36;
/// A wider column of words has lines of its own.
const ONE_LINE: usize = 36;

/// The table as a fragment with rules by `booktabs`; a long one goes on over pages.
pub(super) fn table(table: &Table) -> String {
    let layout = Layout::of(table);
    let mut out = "% In the preamble: \\usepackage{array,booktabs,longtable}\n".to_string();
    let panels = layout.panels(ROOM);
    for (order, panel) in panels.iter().enumerate() {
        let goes_on = if order > 0 { " (continued)" } else { "" };
        let caption = format!("\\caption{{{}{goes_on}}}", escaped(&table.title));
        let beneath = if order + 1 == panels.len() { beneath(table) } else { String::new() };
        let stands = stands(&layout, table, panel);
        let (places, columns) = (&panel.columns, columns(&stands));
        let head = row(places.iter().zip(&panel.widths).map(|(&place, &wide)| head(&table.columns[place], wide)));
        let mut body = String::new();
        for at in 0..table.rows.len() {
            let cells = places.iter().zip(&stands);
            body.push_str(&row(cells.map(|(&place, &stands)| cell(&layout.cell(at, place), stands))));
        }
        out.push_str(&if table.rows.len() > FLOATS {
            format!(
                "\\begin{{longtable}}{{{columns}}}\n{caption} \\\\\n\\toprule\n{head}\\midrule\n\\endfirsthead\n\
                 \\toprule\n{head}\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n{body}\\end{{longtable}}\n{beneath}"
            )
        } else {
            format!(
                "\\begin{{table}}\n\\centering\n{caption}\n\\smallskip\n\\begin{{tabular}}{{{columns}}}\n\\toprule\n{head}\\midrule\n{body}\
                 \\bottomrule\n\\end{{tabular}}\n{beneath}\\end{{table}}\n"
            )
        });
    }
    out
}

/// The title of a column, in as many lines as it needs there.
fn head(column: &Column, wide: usize) -> String {
    let title = shown(&column.title);
    let lines: Vec<String> = broken(&title, wide).into_iter().map(|line| escaped(line.trim())).collect();
    if lines.len() < 2 {
        return lines.concat();
    }
    let side = if column.kind == Kind::Numbers { "r" } else { "l" };
    format!("\\begin{{tabular}}[b]{{@{{}}{side}@{{}}}}{}\\end{{tabular}}", lines.join("\\\\"))
}

/// How a column stands.
#[derive(Clone, Copy)]
enum Stands {
    Right,
    Left,
    /// In lines of this part of the page.
    Lines(f64),
}

fn stands(layout: &Layout, table: &Table, panel: &Panel) -> Vec<Stands> {
    let of = |(&column, &wide): (&usize, &usize)| {
        let mut words = (0..table.rows.len()).map(|row| layout.cell(row, column).words);
        match table.columns[column].kind {
            Kind::Numbers => Stands::Right,
            Kind::Words if layout.width(column) > wide.min(ONE_LINE) || words.any(|words| words.contains('\n')) => {
                Stands::Lines(wide as f64 / LINE as f64)
            }
            Kind::Words => Stands::Left,
        }
    };
    panel.columns.iter().zip(&panel.widths).map(of).collect()
}

fn columns(stands: &[Stands]) -> String {
    let of = |stands: &Stands| match stands {
        Stands::Right => "r".to_string(),
        Stands::Left => "l".to_string(),
        Stands::Lines(part) => format!(">{{\\raggedright\\arraybackslash}}p{{{part:.2}\\linewidth}}"),
    };
    format!("@{{}}{}@{{}}", stands.iter().map(of).collect::<String>())
}

fn cell(laid: &Laid, stands: Stands) -> String {
    let indent = match (laid.depth, stands) {
        (0, _) => String::new(),
        // Lines that follow stand in as far.
        (depth, Stands::Lines(_)) => format!("\\leftskip={depth}em\\relax "),
        (depth, _) => format!("\\hspace*{{{depth}em}}"),
    };
    format!("{indent}{}", in_lines(&laid.words, "\\newline "))
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("{} \\\\\n", cells.collect::<Vec<_>>().join(" & "))
}

fn beneath(table: &Table) -> String {
    let said: Vec<String> = said_beneath(table).iter().map(|line| format!("{}\\par\n", escaped(line))).collect();
    if said.is_empty() {
        return String::new();
    }
    format!("\n\\smallskip\n{{\\footnotesize\\raggedright\n\\emph{{Note.}} {}}}\n", said.concat())
}

/// The page as sections without numbers: a codebook has its own.
pub(super) fn page(page: &Page) -> String {
    let mut out = format!("\\section*{{{}}}\n", escaped(&page.title));
    for block in &page.blocks {
        out.push('\n');
        out.push_str(&match block {
            Block::Heading { depth, words } => {
                let command = ["subsection", "subsubsection", "paragraph"][usize::from(*depth).min(2)];
                format!("\\{command}*{{{}}}\n", escaped(words))
            }
            Block::Paragraph(words) => format!("\\noindent {}\n", paragraphs(words)),
            Block::Entry { name, words } => {
                format!("\\noindent\\textbf{{{}:}} {}\n", escaped(name), paragraphs(words))
            }
            Block::Quote { words, source } => {
                format!("\\begin{{quote}}\n{}\n\n\\hfill-- {}\n\\end{{quote}}\n", paragraphs(words), escaped(source))
            }
            Block::Note(words) => format!("{{\\footnotesize\\noindent {}\\par}}\n", escaped(words)),
        });
    }
    out
}

/// Words of several paragraphs, with an empty line between two.
fn paragraphs(words: &str) -> String {
    let words = visible_lines(words);
    let whole = words.split("\n\n").map(|part| in_lines(part, "\\newline\n")).filter(|part| !part.is_empty());
    whole.collect::<Vec<_>>().join("\n\n")
}

/// Words of several lines, without the empty ones: LaTeX has no line there to end.
fn in_lines(words: &str, between: &str) -> String {
    let lines = words.lines().filter(|line| !line.trim().is_empty());
    lines.map(escaped).collect::<Vec<_>>().join(between)
}

/// Words as LaTeX sets them, nothing in them hidden, a command or the end of something.
fn escaped(words: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for character in shown(words).chars() {
        match character {
            '#' | '%' | '&' | '_' | '{' | '}' | '$' => out.extend(['\\', character]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            // After the end of a row these would be taken for its settings.
            '[' | ']' | '*' => out.extend(['{', character, '}']),
            // Two of them would become another sign.
            '-' | '\'' | ',' if before == character => out.extend(['{', '}', character]),
            other => out.push(other),
        }
        before = character;
    }
    out
}
