//! The first page of the folder, and the list of its files.

use std::io::{self, Write};

use super::page::MarkdownPage;
use super::{Folder, columns, csv_file};
use crate::exchange::dump;

/// What stands in the folder, for whoever opens it without having heard of emic.
const FILES: &[(&str, &str)] = &[
    ("codebook.md, codebook.csv", "the codes: what each means, and how many codings have it"),
    ("codings.csv", "a row for every coding: who put which code on which words, who speaks there"),
    ("documents/*.md", "each text as it is printed, with the numbers of its lines; FG2 107 is its line 107"),
    ("documents/*.txt", "each text as it is counted, UTF-8: start and end of codings.csv are characters of it, from 0"),
    ("documents.csv, speakers.csv", "what is known of each document, and whom its labels stand for"),
    ("people.csv", "the people of the study, and what is known of them"),
    ("memos/*.md", "what was noted, by kind; journals by coder"),
    ("themes.md", "the claims, with what speaks for them, against them, and who does not fit"),
    ("comparisons.csv", "which excerpts were laid side by side, and what came of it"),
    ("coders.csv, assignments.csv", "who coded, and how far they are with which document"),
    ("files.csv", "every file with its length and its BLAKE3 hash, to see that none has changed"),
];

impl Folder<'_> {
    /// Writes `README.md` and `files.csv`.
    pub(super) fn readme(&mut self) -> io::Result<()> {
        let mut page = MarkdownPage::titled(self.project.name());
        page.paragraph(
            "A study of qualitative coding: transcripts, the codes that were put on passages of them, and what was \
             thought about both. All of it is plain text and tables, made by emic and readable without it.",
        );
        page.gap();
        page.entry("fingerprint", &self.fingerprint()?);
        page.paragraph(
            "It stands for what the project said when this was written: two folders with the same fingerprint say the \
             same. No date is given, so that they are the same bytes too.",
        );
        page.heading(2, "What is here");
        page.gap();
        FILES.iter().for_each(|(files, what)| page.entry(files, what));
        page.heading(2, "What is not");
        page.gap();
        page.entry("the audit trail", "emic log --format csv > history.csv");
        page.entry("a file that emic reads again", "emic dump --output study.json");
        page.entry(
            "the files as they were imported, and keys to pseudonyms",
            "they stay in the vault of whoever has them",
        );
        self.put("README.md", page.done());
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
        let rows = self.files.iter().map(|file| {
            vec![file.path.clone(), file.bytes.len().to_string(), blake3::hash(&file.bytes).to_hex().to_string()]
        });
        let table = csv_file(&columns(&["file", "bytes", "blake3"], std::iter::empty()), rows)?;
        self.put("files.csv", table);
        Ok(())
    }

    fn fingerprint(&self) -> io::Result<String> {
        let mut hashed = Hashed(blake3::Hasher::new());
        dump(self.project, self.texts, &mut hashed)?;
        Ok(hashed.0.finalize().to_hex().chars().take(32).collect())
    }
}

struct Hashed(blake3::Hasher);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
