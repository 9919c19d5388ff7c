//! The code report: all that there is of one code, to be read through.

use std::collections::BTreeSet;

use crate::project::*;
use crate::text::count_of;

use super::category::{counted, to_confirm};
use super::codebook_page::{describe, memo_entry};
use super::lists::{each_once, values};
use super::query::found;
use super::quotation::{beside, source};
use super::settings::there;
use super::{Axis, Block, By, Counting, Excerpt, Page, Query, Reach, Settings, Wrong, cite, crossings};

/// One code: what the codebook and the memos say of it, how many excerpts, people, documents and coders there are,
/// then every excerpt with what stands around it, who speaks and what holds of them, who coded it, what else stands
/// on its words, and the flags and memos on it.
///
/// Everything is counted as the category table counts it, and with `by` as crosstab does.
pub(super) fn page(project: &Project, texts: &dyn Texts, settings: &Settings) -> Result<Page, Wrong> {
    let codes = || project.codebook().rows().iter().map(|row| project.code_words(row.code)).collect();
    let code = settings.code.ok_or_else(|| Wrong::NoCode { there: there(codes()) })?;
    let reach = settings.reach()?;
    let counting = settings.counting(project);
    let excerpts = found(&counting, &Query { code: Some(code), reach, ..counting.query() });
    let name = project.code_words(code);
    if excerpts.is_empty() {
        let asked = if settings.asked.to_text(project).is_empty() { "" } else { " as `where` asks" };
        return Err(Wrong::Nothing(format!(
            "no excerpt of {name}{asked}; codings counted: {}",
            counting.composition()
        )));
    }
    let mut page = Page::new(format!("Code report: {name}"));
    page.entry("study", project.name());
    page.paragraph(counts(project, &excerpts));
    if let Some(known) = project.code(code) {
        describe(&mut page, project, texts, code, known);
    }
    if let Some(by) = &settings.by {
        breakdown(&mut page, &counting, by, code, reach);
    }
    for (number, one) in (1..).zip(&excerpts) {
        excerpt(&mut page, &counting, texts, number, one);
    }
    page.note(counted(&counting));
    let nobody = excerpts.iter().filter(|one| project.respondents(one.document, one.span).is_empty()).count();
    page.note(format!("unattributed excerpts: {nobody}"));
    let unsure: Vec<String> =
        excerpts.iter().flat_map(|one| to_confirm(project, texts, one.document, one.span)).collect();
    if !unsure.is_empty() {
        page.note(format!("to confirm, under 3 words in the excerpt: {}", unsure.join("; ")));
    }
    Ok(page)
}

/// `5 excerpts, 4 respondents of 14, 3 documents of 12, 2 coders`.
fn counts(project: &Project, excerpts: &[Excerpt]) -> String {
    fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> usize {
        all.collect::<BTreeSet<T>>().len()
    }
    let people = distinct(excerpts.iter().flat_map(|one| project.respondents(one.document, one.span)));
    let documents = distinct(excerpts.iter().map(|one| one.document));
    let codings = excerpts.iter().flat_map(|one| &one.codings).filter_map(|&id| project.coding(id));
    let coders = distinct(codings.map(|coding| project.coder_of(coding.coder)));
    format!(
        "{}, {} of {}, {} of {}, {}",
        count_of(excerpts.len(), "excerpt"),
        count_of(people, "respondent"),
        project.people().len(),
        count_of(documents, "document"),
        project.document_order().len(),
        count_of(coders, "coder"),
    )
}

/// Excerpts and respondents of the code in every column, of the people in it.
fn breakdown(page: &mut Page, counting: &Counting, by: &By, code: CodeId, reach: Reach) {
    let project = counting.project();
    let axis = Axis::new(project, by);
    let Some(row) = project.codebook().place(project.stands_for(code)) else { return };
    let crossings = crossings(counting, &axis, reach);
    page.heading(0, format!("By {}", by.word(project)));
    for (column, here) in axis.columns().iter().zip(&crossings[row]) {
        let excerpts = count_of(here.excerpts as usize, "excerpt");
        let people = count_of(here.respondents as usize, "respondent");
        page.entry(&column.title, &format!("{excerpts}, {people} of {}", column.people));
    }
}

fn excerpt(page: &mut Page, counting: &Counting, texts: &dyn Texts, number: usize, one: &Excerpt) {
    let project = counting.project();
    let Some(document) = project.document(one.document) else { return };
    page.heading(0, format!("{number}. {}", cite(document, one.span)));
    let source = source(project, one.document, document, one.span);
    match texts.text(document.text) {
        Some(text) => {
            let [before, after] = beside(document, &text, one.span);
            page.entry("before", &before);
            page.blocks.push(Block::Quote { words: text.passage(one.span).trim().to_string(), source });
            page.entry("after", &after);
        }
        None => {
            let words = "(its words are missing; see `emic check`)".to_string();
            page.blocks.push(Block::Quote { words, source });
        }
    }
    let people = project.respondents(one.document, one.span).into_iter();
    let people: Vec<String> = people.map(|person| described(project, person)).collect();
    page.entry("respondents", if people.is_empty() { "nobody".to_string() } else { people.join("; ") }.as_str());
    let codings: Vec<&Coding> = one.codings.iter().filter_map(|&id| project.coding(id)).collect();
    page.entry("coders", &each_once(codings.iter().map(|coding| project.coder_name(coding.coder).to_string())));
    let others = project.codings_touching(one.document, one.span);
    let others = others.filter(|(id, coding)| !one.codings.contains(id) && counting.counts(*id, coding));
    page.entry("other codes on its words", &each_once(others.map(|(_, coding)| project.code_words(coding.code))));
    let flags = codings.iter().flat_map(|coding| coding.flags.iter());
    page.entry("flags", &each_once(flags.map(|flag| flag.word().to_string())));
    for (_, memo) in project.memos_on(one.document, one.span) {
        memo_entry(page, project, texts, memo);
    }
}

/// A person's name, with every value that is known of them: `P07 (gender: woman, site: North)`.
fn described(project: &Project, person: Person) -> String {
    let name = project.person_name(person);
    let Person::Case(case) = person else { return name };
    let on_people = project.attributes().filter(|(_, attribute)| attribute.on == Bearer::Case);
    let known = on_people.map(|(id, attribute)| (&attribute.name, values(project, id, Subject::Case(case))));
    let known = known.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}"));
    match known.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => name,
        known => format!("{name} ({known})"),
    }
}
