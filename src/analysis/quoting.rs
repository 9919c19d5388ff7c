//! Excerpts to be read and used elsewhere: quotes with their place, codes and memos.

use crate::project::*;

use super::quotation::source;
use super::{Block, Cell, Column, Excerpt, Kind, Page, Table, lists};

/// The excerpts as quotes, each with its citation, its codes and the memos on it.
pub fn excerpt_page(project: &Project, texts: &dyn Texts, title: &str, excerpts: &[Excerpt]) -> Page {
    let mut page = Page::new(title);
    for one in excerpts {
        let Some(document) = project.document(one.document) else { continue };
        let source = source(project, one.document, document, one.span);
        let words = texts.text(document.text).map(|text| text.passage(one.span).trim().to_string());
        page.blocks
            .push(Block::Quote { words: words.unwrap_or_else(|| "(its words are missing)".to_string()), source });
        let mut codes: Vec<String> = one
            .codings
            .iter()
            .filter_map(|&id| project.coding(id))
            .map(|coding| project.code_words(coding.code))
            .collect();
        codes.sort();
        codes.dedup();
        page.entry("codes", &codes.join("; "));
        page.entry("memo", &memos_on(project, texts, one));
    }
    page
}

/// The excerpts a row each, with the memos on them.
pub fn excerpt_table(project: &Project, texts: &dyn Texts, excerpts: &[Excerpt]) -> Table {
    let mut table = lists::excerpts(project, texts, excerpts);
    table.columns.push(Column { key: "memo".into(), title: "memo".into(), kind: Kind::Words });
    let there = excerpts.iter().filter(|one| project.document(one.document).is_some());
    for (row, one) in table.rows.iter_mut().zip(there) {
        row.push(Cell::from(memos_on(project, texts, one).as_str()));
    }
    table
}

fn memos_on(project: &Project, texts: &dyn Texts, one: &Excerpt) -> String {
    let on = Target::Excerpt(one.document, one.span);
    let memos = project.memos().filter(|(_, memo)| memo.on == on);
    let words = memos.filter_map(|(_, memo)| Some(texts.text(memo.text)?.as_str().trim().to_string()));
    words.collect::<Vec<_>>().join("\n")
}
