//! A table as it stands on paper: what its cells say, how far in, and which columns go side by side.

use crate::analysis::{Column, Kind, Table, Value};
use crate::text::{visible_lines, width};

use super::shown;

/// A cell on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Laid {
    /// What it says, in lines; nothing in them hidden.
    pub words: String,
    /// How deep in the tree of codes it stands: 0 at the top, and where there is no tree.
    pub depth: usize,
}

/// Columns that stand side by side, with their widths (characters).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Panel {
    pub columns: Vec<usize>,
    pub widths: Vec<usize>,
}

/// A table ready to be set.
pub(super) struct Layout<'a> {
    table: &'a Table,
    /// Whether the codes of a column stand as a tree.
    trees: Vec<bool>,
    widths: Vec<usize>,
    /// What columns of words can be narrowed to before any cell has more lines than most: the rare long ones give
    /// way to those that are long throughout.
    easy: Vec<usize>,
    /// How long its cells are, over all rows.
    means: Vec<usize>,
}

/// Room between two columns (characters).
pub(super) const GAP: usize = 2;
/// What a code stands in from its parent (characters).
pub(super) const STEP: usize = 2;
/// A column is not made wider than this; one of words not narrower than that, or at the least the third, where all
/// then fit side by side; a title alone asks for no more than the last.
const WIDEST: usize = 60;
const NARROW: usize = 24;
const NARROWEST: usize = 16;
const TITLE: usize = 12;
/// Capitals are wider than most letters, and no column is narrower than this.
const LEAST: usize = 4;

impl<'a> Layout<'a> {
    pub(super) fn of(table: &'a Table) -> Layout<'a> {
        let places = 0..table.columns.len();
        let trees = places.clone().map(|column| is_tree(table, column)).collect();
        let mut layout = Layout { table, trees, widths: Vec::new(), easy: Vec::new(), means: Vec::new() };
        for column in places {
            let (widest, mean) = layout.lengths(column);
            let title = shown(&table.columns[column].title);
            let word = title.split_whitespace().map(width).max().unwrap_or(0).max(LEAST);
            let natural = widest.max(width(&title).min(TITLE)).max(word).clamp(1, WIDEST);
            layout.widths.push(natural);
            let easy = if table.columns[column].kind == Kind::Words { (mean + mean / 2).max(TITLE) } else { widest };
            layout.easy.push(easy.max(word).min(natural));
            layout.means.push(mean);
        }
        layout
    }

    /// Whether the codes of this column are named by their last name alone, each further in than its parent above.
    pub(super) fn is_tree(&self, column: usize) -> bool {
        self.trees[column]
    }

    /// A cell as it stands there.
    pub(super) fn cell(&self, row: usize, column: usize) -> Laid {
        match &self.table.rows[row][column].value {
            Value::Path(path) if self.trees[column] => {
                Laid { words: lines(path.last().map_or("", String::as_str)), depth: path.len().saturating_sub(1) }
            }
            value => Laid { words: lines(&value.shown()), depth: 0 },
        }
    }

    /// The width of a column that nothing limits but what can be read (characters).
    pub(super) fn width(&self, column: usize) -> usize {
        self.widths[column]
    }

    /// The width in which most cells of a column are on one line.
    pub(super) fn comfortable(&self, column: usize) -> usize {
        self.easy[column]
    }

    /// The width of all columns side by side.
    pub(super) fn total(&self) -> usize {
        sum(&self.widths)
    }

    /// Whether all columns fit side by side and can still be read.
    pub(super) fn fits(&self, room: usize) -> bool {
        sum(&self.narrowed(room, NARROW)) <= room
    }

    /// The columns in panels no wider than `room`. Columns of words give way first; where that is not enough there
    /// is more than one panel, each with the first column, which says what a row is.
    pub(super) fn panels(&self, room: usize) -> Vec<Panel> {
        for narrow in [NARROW, NARROWEST] {
            let widths = self.narrowed(room, narrow);
            if sum(&widths) <= room {
                return vec![Panel { columns: (0..widths.len()).collect(), widths }];
            }
        }
        let widths = self.narrowed(room, NARROW);
        let first = widths[0].min(room / 2);
        let mut panels: Vec<Panel> = Vec::new();
        let mut full = true;
        for (column, &wide) in widths.iter().enumerate().skip(1) {
            let wide = wide.min(room.saturating_sub(first + GAP)).max(1);
            if let Some(last) = panels.last() {
                full = sum(&last.widths) + GAP + wide > room;
            }
            if full {
                panels.push(Panel { columns: vec![0], widths: vec![first] });
            }
            if let Some(last) = panels.last_mut() {
                last.columns.push(column);
                last.widths.push(wide);
            }
        }
        panels
    }

    /// The longest line of a column, and the mean length of its cells.
    fn lengths(&self, column: usize) -> (usize, usize) {
        let (mut longest, mut total) = (0, 0);
        for row in 0..self.table.rows.len() {
            let Laid { words, depth } = self.cell(row, column);
            for line in words.lines().map(width) {
                longest = longest.max(line + depth * STEP);
                total += line;
            }
        }
        (longest, total / self.table.rows.len().max(1))
    }

    /// The widths without what is too much: columns give way down to where few cells notice it, then those of words
    /// at the cost of lines.
    fn narrowed(&self, room: usize, narrow: usize) -> Vec<usize> {
        let mut widths = self.widths.clone();
        self.take(&mut widths, room, &self.easy);
        let floor = |(&easy, column): (&usize, &Column)| match column.kind {
            Kind::Words => easy.min(narrow),
            Kind::Numbers => easy,
        };
        let floors: Vec<usize> = self.easy.iter().zip(&self.table.columns).map(floor).collect();
        self.take(&mut widths, room, &floors);
        widths
    }

    /// Takes what is too much from columns above their floor, from those with the most room for what they say first.
    fn take(&self, widths: &mut [usize], room: usize, floors: &[usize]) {
        while sum(widths) > room {
            let above = (0..widths.len()).filter(|&column| widths[column] > floors[column]);
            let filled = |column: &usize| self.means[*column] * 1000 / widths[*column];
            let Some(roomiest) = above.min_by_key(filled) else { return };
            widths[roomiest] -= 1;
        }
    }
}

fn sum(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

fn lines(words: &str) -> String {
    visible_lines(words).replace('\t', " ")
}

/// Whether the rows are codes, each somewhere below its parent with nothing between but what is in that branch.
fn is_tree(table: &Table, column: usize) -> bool {
    let mut above: &[String] = &[];
    // Codes in other columns are of the row, and no tree even where they could be read as one.
    let are_rows = column == 0;
    are_rows
        && table.rows.iter().all(|row| match &row[column].value {
            Value::Path(path) => {
                let fits = path.split_last().is_some_and(|(_, parents)| above.starts_with(parents));
                above = path;
                fits
            }
            _ => true,
        })
}
