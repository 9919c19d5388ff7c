//! Excerpts in groups: each stands once, under all who speak in it or all it is coded with together.

use std::collections::BTreeSet;

use crate::analysis::Excerpt;
use crate::place::Grouping;
use crate::project::*;
use crate::text::count_of;

/// Excerpts that have something in common, one after the other in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub title: String,
    /// How many groups stand before it.
    pub nth: usize,
    /// The place of its first excerpt.
    pub first: usize,
    /// How many excerpts it has.
    pub excerpts: usize,
    /// How many people are respondents of them.
    pub respondents: usize,
}

impl Group {
    /// The words over it: `P07  3 excerpts`, where room is scarce `P07  3 exc 1 resp`.
    pub fn heading(&self, wide: bool) -> String {
        let Group { title, excerpts, respondents, .. } = self;
        let all = count_of(*excerpts, "excerpt");
        match (wide, *respondents) {
            (false, _) => format!("{title}  {excerpts} exc {respondents} resp"),
            (true, 1) => format!("{title}  {all}"),
            (true, _) => format!("{title}  {all} of {}", count_of(*respondents, "respondent")),
        }
    }
}

/// What stands where there is nothing to group by; last.
const NONE: &str = "(none)";

/// Sorts the list into groups; within each the order stays.
pub fn part(project: &Project, list: &mut [Excerpt], by: Grouping) -> Vec<Group> {
    list.sort_by_cached_key(|excerpt| key(project, excerpt, by));
    let mut groups: Vec<(Group, BTreeSet<Person>)> = Vec::new();
    for (place, excerpt) in list.iter().enumerate() {
        let (_, title) = key(project, excerpt, by);
        if groups.last().is_none_or(|(group, _)| group.title != title) {
            let nth = groups.len();
            groups.push((Group { title, nth, first: place, excerpts: 0, respondents: 0 }, BTreeSet::new()));
        }
        if let Some((group, people)) = groups.last_mut() {
            group.excerpts += 1;
            people.extend(project.respondents(excerpt.document, excerpt.span));
            group.respondents = people.len();
        }
    }
    groups.into_iter().map(|(group, _)| group).collect()
}

/// What an excerpt is sorted by, and the name of its group.
fn key(project: &Project, excerpt: &Excerpt, by: Grouping) -> (Vec<(usize, String)>, String) {
    let people = || project.respondents(excerpt.document, excerpt.span);
    let codings = || excerpt.codings.iter().filter_map(|&id| project.coding(id));
    let mut parts: Vec<(usize, String)> = match by {
        Grouping::Person => people().into_iter().map(|person| (0, project.person_name(person))).collect(),
        Grouping::Document => {
            let place = project.document_order().iter().position(|&id| id == excerpt.document).unwrap_or(0);
            project.document(excerpt.document).map(|document| (place, document.title.clone())).into_iter().collect()
        }
        Grouping::Coder => codings().map(|coding| (0, project.coder_name(coding.coder).to_string())).collect(),
        Grouping::Code => {
            let codes = codings().map(|coding| project.stands_for(coding.code));
            codes.map(|code| (project.codebook().place(code).unwrap_or(usize::MAX), project.code_words(code))).collect()
        }
        Grouping::Attribute(attribute) => values(project, excerpt, attribute),
    };
    parts.sort();
    parts.dedup();
    if parts.is_empty() {
        parts.push((usize::MAX, NONE.to_string()));
    }
    let title = parts.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    (parts, title)
}

/// The values that hold for the excerpt's document, or for those who speak in it, with their order.
fn values(project: &Project, excerpt: &Excerpt, attribute: AttributeId) -> Vec<(usize, String)> {
    let Some((_, found)) = project.attributes().find(|(id, _)| *id == attribute) else { return Vec::new() };
    let subjects: Vec<Subject> = match found.on {
        Bearer::Document => vec![Subject::Document(excerpt.document)],
        Bearer::Case => {
            let people = project.respondents(excerpt.document, excerpt.span).into_iter();
            people
                .filter_map(|one| if let Person::Case(case) = one { Some(Subject::Case(case)) } else { None })
                .collect()
        }
    };
    let phase = crate::analysis::phase_of(project, excerpt.document);
    let held = subjects.into_iter().filter_map(|subject| project.value(attribute, subject, phase));
    let rank = |value: &str| match &found.values {
        ValueType::Ordered(choices) => choices.iter().position(|choice| choice == value).unwrap_or(choices.len()),
        ValueType::Number => value.parse::<f64>().map_or(0, |number| (number.max(0.0) * 1000.0) as usize),
        _ => 0,
    };
    held.map(|value| (rank(value), value.to_string())).collect()
}
