//! Listed names in an answer that is about to leave: in the very words that are written, and what those words are.
//!
//! What is said of it names nobody, so that it can be said where others look on.

use std::collections::BTreeSet;

use super::{Block, Format, Page, Table};
use crate::text::Names;

/// An answer whose words can be looked through.
pub trait Worded {
    /// Hands on all words that are written, each with what they are: a title, a quote, a cell of which column.
    ///
    /// Of a table that is written as `rows` alone neither title nor settings nor notes are.
    fn each_words(&self, rows: bool, take: &mut dyn FnMut(&str, &str));
}

impl Worded for Table {
    fn each_words(&self, rows: bool, take: &mut dyn FnMut(&str, &str)) {
        if !rows {
            take("title", &self.title);
            self.settings.iter().for_each(|(_, value)| take("settings", value));
            self.notes.iter().for_each(|note| take("notes", note));
        }
        for column in &self.columns {
            take("headings", &column.key);
            if !rows && column.title != column.key {
                take("headings", &column.title);
            }
        }
        for row in &self.rows {
            for (column, cell) in self.columns.iter().zip(row) {
                take(&column.title, &cell.value.shown());
            }
        }
    }
}

impl Worded for Page {
    fn each_words(&self, _: bool, take: &mut dyn FnMut(&str, &str)) {
        take("title", &self.title);
        for block in &self.blocks {
            match block {
                Block::Heading { words, .. } => take("headings", words),
                Block::Paragraph(words) => take("paragraphs", words),
                Block::Entry { name, words } => {
                    take("headings", name);
                    take(name, words);
                }
                Block::Quote { words, source } => {
                    take("quotes", words);
                    take("sources", source);
                }
                Block::Note(words) => take("notes", words),
            }
        }
    }
}

impl Worded for str {
    fn each_words(&self, _: bool, take: &mut dyn FnMut(&str, &str)) {
        take("lines", self);
    }
}

/// Which listed names stand in what leaves, as places in their list, and in what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesSaid {
    /// How often any of them stands there.
    pub places: usize,
    within: Vec<(String, BTreeSet<usize>)>,
}

impl NamesSaid {
    /// Those in an answer that is written in that form.
    pub fn in_answer<T: Worded>(names: &Names, answer: &T, format: &Format<T>) -> NamesSaid {
        NamesSaid::looked_for(names, answer, format.is_rows_alone())
    }

    /// Those in words.
    pub fn in_words(names: &Names, words: &str) -> NamesSaid {
        NamesSaid::looked_for(names, words, false)
    }

    fn looked_for<T: Worded + ?Sized>(names: &Names, answer: &T, rows: bool) -> NamesSaid {
        let mut said = NamesSaid::default();
        if !names.is_empty() {
            answer.each_words(rows, &mut |what, words| said.look(names, what, words));
        }
        said
    }

    /// Looks for them in some words more.
    pub fn look(&mut self, names: &Names, what: &str, words: &str) {
        let found = names.find_in(words);
        if !found.is_empty() {
            self.places += found.len();
            // A column that bears a name would name it.
            let what = if names.first_in(what).is_some() { "cells" } else { what };
            self.add(what, found.iter().map(|place| place.name).collect());
        }
    }

    /// Takes in what stands in another part of what leaves.
    pub fn join(&mut self, other: NamesSaid) {
        self.places += other.places;
        other.within.into_iter().for_each(|(what, found)| self.add(&what, found));
    }

    fn add(&mut self, what: &str, found: BTreeSet<usize>) {
        match self.within.iter_mut().find(|(known, _)| known == what) {
            Some((_, all)) => all.extend(found),
            None => self.within.push((what.to_string(), found)),
        }
    }

    /// How many different names.
    pub fn different(&self) -> usize {
        self.within.iter().flat_map(|(_, found)| found).collect::<BTreeSet<_>>().len()
    }

    /// What they stand in, each with how many different names.
    pub fn within(&self) -> impl Iterator<Item = (&str, usize)> {
        self.within.iter().map(|(what, found)| (what.as_str(), found.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Cell, Kind, PAGE_FORMATS, TABLE_FORMATS};

    fn names(listed: &[&str]) -> Names {
        Names::of(listed.iter().map(|name| name.to_string()), []).unwrap()
    }

    /// A table with another name in every place that can hold one.
    fn table() -> Table {
        let mut table = Table { report: "codes", title: "Codes of Anna".to_string(), ..Table::default() };
        table.settings = vec![("by", "Berta".to_string())];
        table.column("words", "words", Kind::Words);
        table.column("of Clara", "of Clara", Kind::Words);
        table.rows = vec![vec![Cell::from("said Doris, DORIS"), Cell::from("Emma")]];
        table.notes = vec!["as Frida wished".to_string()];
        table
    }

    /// The words of a file, packed or not.
    fn unpacked(bytes: &[u8]) -> String {
        let mut all = String::from_utf8_lossy(bytes).into_owned();
        if let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
            for place in 0..archive.len() {
                let mut words = String::new();
                std::io::Read::read_to_string(&mut archive.by_index(place).unwrap(), &mut words).unwrap();
                all.push_str(&words);
            }
        }
        all
    }

    const LISTED: [&str; 6] = ["Anna", "Berta", "Clara", "Doris", "Emma", "Frida"];

    #[test]
    fn every_name_that_is_written_is_found_in_every_form() {
        for format in TABLE_FORMATS {
            let written = unpacked(&format.bytes(&table(), None));
            for name in LISTED {
                let found = NamesSaid::in_answer(&names(&[name]), &table(), format);
                assert!(found.different() == 1 || !written.contains(name), "{} {name}", format.name);
                assert!(!format.is_rows_alone() || written.contains(name) == (found.different() == 1), "{name}");
            }
        }
        let mut page = Page::new("Anna");
        page.heading(0, "Berta");
        page.paragraph("Clara");
        page.entry("memo", "Doris");
        page.blocks.push(Block::Quote { words: "Emma".to_string(), source: "Gerda".to_string() });
        page.note("Frida");
        for format in PAGE_FORMATS {
            let written = unpacked(&format.bytes(&page, None));
            for name in LISTED.iter().chain(&["Gerda"]) {
                assert!(written.contains(name), "{} {name}", format.name);
                assert_eq!(NamesSaid::in_answer(&names(&[name]), &page, format).different(), 1, "{name}");
            }
        }
    }

    #[test]
    fn it_is_said_how_many_stand_in_what_and_nobody_is_named() {
        let csv = Format::<Table>::of("csv").unwrap();
        let mut said = NamesSaid::in_answer(&names(&LISTED), &table(), csv);
        let told = |said: &NamesSaid| said.within().map(|(what, n)| format!("{what} {n}")).collect::<Vec<_>>();
        assert_eq!(told(&said), ["headings 1", "words 1", "cells 1"]);
        assert_eq!((said.different(), said.places), (3, 4));
        said.join(NamesSaid::in_words(&names(&LISTED), "Doris and Anna"));
        assert_eq!(told(&said), ["headings 1", "words 1", "cells 1", "lines 2"]);
        assert_eq!((said.different(), said.places), (4, 6));
        assert_eq!(NamesSaid::in_answer(&names(&[]), &table(), csv), NamesSaid::default());
    }
}
