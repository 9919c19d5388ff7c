//! The codebook as a page: every code with its number, its counts, what it means, and the memos on it.

use crate::project::*;

use super::category::counted;
use super::{Counting, Layer, Page, Tally, tallies};

/// The codes in use in the analyst's order, numbered as in a book (`2.1`), then those put away or merged.
///
/// Counts are the distinct excerpts and the distinct people who speak in them, of the code alone and, where
/// it has subcodes, with them.
pub fn codebook_page(project: &Project, texts: &dyn Texts, layer: Layer) -> Page {
    let counting = Counting::new(project, layer);
    let mut page = Page::new(format!("Codebook of {}", project.name()));
    let mut number: Vec<u32> = Vec::new();
    for (row, tally) in project.codebook().rows().iter().zip(tallies(&counting)) {
        number.resize(usize::from(row.depth) + 1, 0);
        if let Some(last) = number.last_mut() {
            *last += 1;
        }
        let Some(code) = project.code(row.code) else { continue };
        let outline = number.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
        page.heading(row.depth, format!("{outline} {}", named(code)));
        page.paragraph(counts(tally, row.size > 1));
        describe(&mut page, project, texts, row.code, code);
    }
    let away: Vec<(CodeId, &Code)> = project.codes().filter(|(_, code)| code.state != CodeState::Active).collect();
    if !away.is_empty() {
        page.heading(0, "No longer in use");
    }
    for (id, code) in away {
        page.heading(1, named(code));
        match code.state {
            CodeState::MergedInto(_) => {
                page.paragraph(format!("merged into {}", project.code_words(project.stands_for(id))));
            }
            _ => page.paragraph("put away"),
        }
        describe(&mut page, project, texts, id, code);
    }
    if page.blocks.is_empty() {
        page.paragraph("There are no codes yet.");
    }
    page.note(counted(&counting));
    page
}

/// A name taken from a participant's words stands in quotes.
fn named(code: &Code) -> String {
    if code.origin.is_some() { format!("“{}”", code.name) } else { code.name.clone() }
}

fn counts(tally: Tally, has_subcodes: bool) -> String {
    let said = |numbers: super::Numbers| {
        format!("{}, {}", several(numbers.excerpts, "excerpt"), several(numbers.respondents, "respondent"))
    };
    match (has_subcodes, tally.own.excerpts) {
        (false, _) => said(tally.own),
        (true, 0) => format!("with subcodes {}", said(tally.subtree)),
        (true, _) => format!("{}; with subcodes {}", said(tally.own), said(tally.subtree)),
    }
}

fn several(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// What the codebook and the memos say of a code.
pub(super) fn describe(page: &mut Page, project: &Project, texts: &dyn Texts, id: CodeId, code: &Code) {
    let Definition { definition, include, exclude, example } = &code.definition;
    for (name, words) in
        [("definition", definition), ("use it for", include), ("not for", exclude), ("example", example)]
    {
        page.entry(name, words);
    }
    if code.given {
        page.entry("origin", super::lists::origin(project, id));
    }
    for (_, memo) in project.memos().filter(|(_, memo)| memo.on == Target::Code(id)) {
        memo_entry(page, project, texts, memo);
    }
}

/// The words of a memo, under its kind and who wrote it.
pub(super) fn memo_entry(page: &mut Page, project: &Project, texts: &dyn Texts, memo: &Memo) {
    let name = format!("{} memo ({})", memo.kind.word(), project.coder_name(memo.coder));
    match texts.text(memo.text) {
        Some(text) => page.entry(&name, text.as_str()),
        None => page.entry(&name, "its words are missing; see `emic check`"),
    }
}
