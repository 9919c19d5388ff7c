//! The lines of a document as a reader meets them, and what stands in it but not in them.

use super::{MOST_LINES, Unreadable};

/// The lines read so far.
#[derive(Default)]
pub struct Page {
    /// In the order in which they open, so a text box follows the paragraph it hangs on.
    lines: Vec<String>,
    /// Places of the lines still open, the innermost last.
    open: Vec<usize>,
}

/// A line, and the bytes in it.
pub type Place = (usize, usize);

impl Page {
    /// The lines of words that were read.
    pub fn of(words: &str) -> Page {
        Page { lines: words.split('\n').map(str::to_owned).collect(), open: Vec::new() }
    }

    /// Begins a line, inside the one that is open.
    ///
    /// # Errors
    /// There are more lines than a transcript has.
    pub fn open(&mut self) -> Result<(), Unreadable> {
        if self.lines.len() == MOST_LINES {
            return Err(Unreadable::TooManyLines);
        }
        self.open.push(self.lines.len());
        self.lines.push(String::new());
        Ok(())
    }

    /// Ends the innermost line, and says which it was; the one around it goes on.
    pub fn close(&mut self) -> Option<usize> {
        self.open.pop()
    }

    /// Ends the innermost line where its end is not seen either: where nothing stands on it there is no such line.
    pub fn close_unseen(&mut self) {
        if let Some(line) = self.open.pop()
            && line + 1 == self.lines.len()
            && self.lines[line].is_empty()
        {
            self.lines.pop();
        }
    }

    /// Goes on with a line that ended.
    pub fn go_on(&mut self, line: usize) {
        if line < self.lines.len() {
            self.open.push(line);
        }
    }

    /// How many lines are open, one in the other.
    pub fn open_lines(&self) -> usize {
        self.open.len()
    }

    /// Where words would be added now: a line, and the bytes in it; between lines, where the next one begins.
    pub fn place(&self) -> Place {
        self.open.last().map_or((self.lines.len(), 0), |&here| (here, self.lines[here].len()))
    }

    /// The words between two places in one line.
    pub fn between(&self, from: Place, to: Place) -> &str {
        self.lines.get(from.0).and_then(|line| line.get(from.1..to.1)).unwrap_or_default()
    }

    /// Where places are in everything on it (characters).
    pub fn positions(&self, places: &[Place]) -> Vec<Option<u32>> {
        let starts = self.starts();
        let position = |&(line, bytes): &Place| {
            let within = self.lines.get(line)?.get(..bytes)?.chars().count();
            u32::try_from(starts[line] + within).ok()
        };
        places.iter().map(position).collect()
    }

    /// Where every line begins (characters).
    fn starts(&self) -> Vec<usize> {
        self.lines.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.chars().count() + 1))).collect()
    }

    /// The stretches of everything on it (characters) from one place to another each; one without words is the whole
    /// line that it begins in, and `None` where that has none.
    pub fn stretches(&self, places: &[(Place, Place)]) -> Vec<Option<(u32, u32)>> {
        let starts = self.starts();
        let count = |(line, bytes): Place| {
            let within = self.lines.get(line)?.get(..bytes)?.chars().count();
            u32::try_from(starts[line] + within).ok()
        };
        let stretch = |&(from, to): &(Place, Place)| {
            let line = self.lines.get(from.0)?;
            let is_blank = match to.0 == from.0 {
                true => line.get(from.1..to.1).is_none_or(|words| words.trim().is_empty()),
                false => to < from,
            };
            match (is_blank, line.trim().is_empty()) {
                (true, true) => None,
                (true, false) => Some((count((from.0, 0))?, count((from.0, line.len()))?)),
                (false, _) => Some((
                    count(from)?,
                    count(to).or_else(|| count((to.0.checked_sub(1)?, self.lines.get(to.0 - 1)?.len())))?,
                )),
            }
        };
        places.iter().map(stretch).collect()
    }

    /// Adds words to the innermost line; a line end inside them is only the file's layout.
    pub fn write(&mut self, words: &str) {
        if let Some(&here) = self.open.last() {
            self.lines[here].push_str(&words.replace(['\n', '\r'], " "));
        }
    }

    /// Breaks the innermost line.
    pub fn break_line(&mut self) {
        if let Some(&here) = self.open.last() {
            self.lines[here].push('\n');
        }
    }

    /// Whether no words stand on it.
    pub fn is_blank(&self) -> bool {
        self.lines.iter().all(|line| line.trim().is_empty())
    }

    /// Everything on it, line by line.
    ///
    /// # Errors
    /// `NoText` when it is blank.
    pub fn words(self) -> Result<String, Unreadable> {
        if self.is_blank() { Err(Unreadable::NoText) } else { Ok(self.lines.join("\n")) }
    }
}

/// Passages of one kind, each counted once however many pieces it comes in.
#[derive(Default)]
pub struct Passages {
    pub count: usize,
    goes_on: bool,
}

impl Passages {
    /// Words were met, which are of that kind or not.
    pub fn meet(&mut self, is_of_it: bool) {
        self.count += usize::from(is_of_it && !self.goes_on);
        self.goes_on = is_of_it;
    }
}

/// Counts of what stands in a document of a word processor but not in its words.
#[derive(Default)]
pub struct LeftOut {
    pub comments: usize,
    pub deletions: usize,
    pub hidden: Passages,
    pub footnotes: usize,
    pub pictures: usize,
    pub symbols: usize,
}

impl LeftOut {
    /// Says so; `furniture` are headers and footers with words.
    pub fn notes(&self, furniture: usize) -> Vec<String> {
        left_out(&[
            (self.comments, "comment"),
            (self.deletions, "deletion"),
            (self.hidden.count, "hidden passage"),
            (self.footnotes, "footnote"),
            (self.pictures, "picture"),
            (self.symbols, "symbol"),
            (furniture, "header or footer"),
        ])
    }
}

/// Says what was left out, each with its count ("2 comments left out"); nothing of what there was none of.
pub fn left_out(counts: &[(usize, &str)]) -> Vec<String> {
    let said = counts.iter().filter(|(count, _)| *count > 0);
    said.map(|(count, what)| match (count, *what) {
        (1, _) => format!("1 {what} left out"),
        (_, "header or footer") => format!("{count} headers and footers left out"),
        _ => format!("{count} {what}s left out"),
    })
    .collect()
}
