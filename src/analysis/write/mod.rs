//! Tables and pages in every form: for people, for spreadsheets, for programs.

mod docx;
mod html;
mod json;
mod latex;
mod layout;
mod markdown;
mod separated;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;
mod xml;

use crate::text::visible;

use super::picture::{Picture, in_letters, svg};
use super::{Format, Page, Table, Write};

/// Every form of a table.
pub const TABLE_FORMATS: &[Format<Table>] = &[
    Format { name: "table", ending: "txt", says: "aligned columns for reading", write: Write::Words(text::aligned) },
    Format { name: "csv", ending: "csv", says: "comma-separated values", write: Write::Rows(separated::csv) },
    Format { name: "tsv", ending: "tsv", says: "tab-separated values", write: Write::Rows(separated::tsv) },
    Format {
        name: "json",
        ending: "json",
        says: "one JSON object, with settings and notes",
        write: Write::Words(|table, _| json::json(table)),
    },
    Format { name: "jsonl", ending: "jsonl", says: "one JSON object a row", write: Write::Rows(json::json_lines) },
    Format { name: "md", ending: "md", says: "a Markdown table", write: Write::Words(|table, _| table.markdown()) },
    Format {
        name: "html",
        ending: "html",
        says: "one HTML file, to read and print",
        write: Write::Words(|table, _| html::table(table)),
    },
    Format {
        name: "latex",
        ending: "tex",
        says: "a LaTeX table with rules by booktabs",
        write: Write::Words(|table, _| latex::table(table)),
    },
    Format { name: "docx", ending: "docx", says: "a Word document", write: Write::Bytes(docx::table) },
    Format {
        name: "svg",
        ending: "svg",
        says: "a picture of it, to look at and print",
        write: Write::Words(|table, _| svg(&Picture::of(table))),
    },
    Format {
        name: "plot",
        ending: "txt",
        says: "a picture of it, in letters",
        write: Write::Words(|table, screen| in_letters(&Picture::of(table), screen)),
    },
    Format { name: "xlsx", ending: "xlsx", says: "a workbook for a spreadsheet", write: Write::Bytes(xlsx::xlsx) },
];

impl Format<Table> {
    /// The form of that name.
    pub fn of(name: &str) -> Option<&'static Format<Table>> {
        TABLE_FORMATS.iter().find(|format| format.name == name)
    }
}

/// Every form of a page.
pub const PAGE_FORMATS: &[Format<Page>] = &[
    Format { name: "text", ending: "txt", says: "plain text", write: Write::Words(Page::text) },
    Format { name: "md", ending: "md", says: "Markdown", write: Write::Words(|page, _| page.markdown()) },
    Format {
        name: "html",
        ending: "html",
        says: "one HTML file, to read and print",
        write: Write::Words(|page, _| html::page(page)),
    },
    Format {
        name: "latex",
        ending: "tex",
        says: "LaTeX, to be taken into a paper",
        write: Write::Words(|page, _| latex::page(page)),
    },
    Format { name: "docx", ending: "docx", says: "a Word document", write: Write::Bytes(docx::page) },
];

impl Format<Page> {
    /// The form of that name.
    pub fn of(name: &str) -> Option<&'static Format<Page>> {
        PAGE_FORMATS.iter().find(|format| format.name == name)
    }
}

/// The title, the settings and the notes, a line each.
fn beneath(table: &Table) -> Vec<String> {
    let notes = table.notes.iter().map(|note| shown(note));
    std::iter::once(shown(&table.title)).chain(settings(table)).chain(notes).collect()
}

/// The same for paper, where the title stands above and the settings share a line.
fn said_beneath(table: &Table) -> Vec<String> {
    let settings = settings(table).collect::<Vec<_>>().join("; ");
    let notes = table.notes.iter().map(|note| shown(note));
    Some(settings).filter(|settings| !settings.is_empty()).into_iter().chain(notes).collect()
}

fn settings(table: &Table) -> impl Iterator<Item = String> {
    table.settings.iter().map(|(key, value)| format!("{key}: {}", shown(value)))
}

fn shown(words: &str) -> String {
    visible(words).into_owned()
}
