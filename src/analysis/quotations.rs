//! The quotation list: what is worth quoting, code by code, as a publication prints it.

use std::collections::BTreeSet;

use crate::project::*;
use crate::text::count_of;

use super::category::counted;
use super::query::found;
use super::quotation::{attribution, quotation, source};
use super::{Asking, Block, By, Page, Query, Reach, Settings, Wrong, cite};

/// The excerpts that are flagged as key quotes, or those that `where` asks for, under each of their codes in the
/// order of the tree.
///
/// Who speaks is said by the attributes of `by`, with the place beside it for whoever has to find it again, else by
/// name and place.
pub(super) fn page(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Page, Wrong> {
    let attributes = match &settings.by {
        None => None,
        Some(By::Attributes(attributes)) => Some(attributes),
        Some(other) => {
            let wanted = "names of attributes, parted by commas".to_string();
            return Err(Wrong::Value { key: "by", value: other.word(project), wanted });
        }
    };
    let counting = settings.counting(project);
    let all_asked = settings.asked == Asking::default();
    let flag = all_asked.then_some(Flag::KeyQuote);
    let mut page = Page::new(format!("Quotations of {}", project.name()));
    let (mut quoted, mut codes) = (BTreeSet::new(), 0);
    for row in project.codebook().rows() {
        let query = Query { code: Some(row.code), reach: Reach::Own, flag, ..counting.query() };
        let excerpts = found(&counting, &query);
        if excerpts.is_empty() {
            continue;
        }
        codes += 1;
        page.heading(0, project.code_words(row.code));
        for one in excerpts {
            let Some(document) = project.document(one.document) else { continue };
            quoted.insert((one.document, one.span));
            let words = texts.text(document.text).map(|text| quotation(document, &text, one.span));
            let words = words.unwrap_or_else(|| "(its words are missing; see `emic check`)".to_string());
            let source = match attributes {
                Some(attributes) => attribution(project, attributes, one.document, one.span),
                None => source(project, one.document, document, one.span),
            };
            page.blocks.push(Block::Quote { words, source });
            if attributes.is_some() {
                page.entry("stands in", &cite(document, one.span));
            }
        }
    }
    if quoted.is_empty() {
        return Err(Wrong::Nothing(match all_asked {
            true => "no excerpt is flagged as a key quote; flag some, or say which to list by `where`".to_string(),
            false => "no coded passage is as `where` asks".to_string(),
        }));
    }
    page.note(format!("{} under {}", count_of(quoted.len(), "quotation"), count_of(codes, "code")));
    page.note("[…] stands where a passage begins or ends inside a sentence");
    page.note(counted(&counting));
    Ok(page)
}
