//! The one thing that a person means by a name, and how it is named so that it alone is meant.

use std::collections::BTreeSet;

use crate::analysis::{Wrong, settings};
use crate::project::*;
use crate::text::{fold, nearest};

use super::written::quoted;

/// Something with the names by which it may be meant, the full one first.
pub(super) struct Named<T> {
    thing: T,
    id: String,
    names: Vec<String>,
}

pub(super) fn names_of<T>(there: Vec<Named<T>>) -> Vec<String> {
    there.into_iter().filter_map(|one| one.names.into_iter().next()).collect()
}

/// The names with their places.
pub(super) fn numbered(names: &[String]) -> Vec<Named<usize>> {
    let named = |(thing, name): (usize, &String)| Named { thing, id: String::new(), names: vec![name.clone()] };
    names.iter().enumerate().map(named).collect()
}

/// So many names an error lists.
const LISTED: usize = 5;

/// The one thing meant.
pub(super) fn pick<T: Copy>(what: &str, typed: &str, there: &[Named<T>]) -> Result<T, Wrong> {
    let wanted = fold(typed);
    type Fits<'a, T> = &'a dyn Fn(&Named<T>) -> bool;
    let tiers: [Fits<T>; 6] = [
        &|one| one.names[0] == typed,
        &|one| !one.id.is_empty() && one.id == typed,
        &|one| one.names.iter().any(|name| name == typed),
        &|one| fold(&one.names[0]) == wanted,
        &|one| one.names.iter().any(|name| fold(name) == wanted),
        &|one| one.names.iter().any(|name| fold(name).starts_with(&wanted)),
    ];
    for fits in tiers {
        let found: Vec<&Named<T>> = there.iter().filter(|one| fits(one)).collect();
        match found[..] {
            [] => {}
            [one] => return Ok(one.thing),
            _ => {
                let full = |one: &&Named<T>| quoted(if same_named(there, one) { &one.id } else { &one.names[0] });
                let there = found.iter().take(LISTED).map(full).collect::<Vec<_>>().join(", ");
                return Err(Wrong::Several { what: what.to_string(), typed: typed.to_string(), there });
            }
        }
    }
    let near = nearest(typed, there.iter().map(|one| one.names[0].as_str()), LISTED);
    let there = settings::there(near.into_iter().map(quoted).collect());
    Err(Wrong::Name { what: what.to_string(), typed: typed.to_string(), there })
}

fn same_named<T>(there: &[Named<T>], one: &Named<T>) -> bool {
    there.iter().filter(|other| other.names[0] == one.names[0]).count() > 1
}

/// How a thing is written so that it alone is meant: by its name, else by its id.
pub(super) fn said<T: Copy + PartialEq>(there: &[Named<T>], thing: Option<T>) -> Vec<String> {
    let one = there.iter().find(|one| Some(one.thing) == thing);
    one.map(|one| quoted(if same_named(there, one) { &one.id } else { &one.names[0] })).into_iter().collect()
}

pub(super) fn codes(project: &Project) -> Vec<Named<CodeId>> {
    let named = |row: &CodebookRow| {
        let path = project.code_path(row.code);
        let last = path.last().map(|name| (*name).to_string()).filter(|_| path.len() > 1);
        let names = std::iter::once(path.join(" > ")).chain(last).collect();
        Named { thing: row.code, id: row.code.to_string(), names }
    };
    project.codebook().rows().iter().map(named).collect()
}

pub(super) fn code_paths(project: &Project) -> Vec<String> {
    names_of(codes(project))
}

/// The code in use of that path or last name, `/` between names too.
pub(super) fn code(project: &Project, typed: &str) -> Result<CodeId, Wrong> {
    let there = codes(project);
    let path = |typed: &str, mark: char| typed.split(mark).map(str::trim).collect::<Vec<_>>().join(" > ");
    pick("code", typed, &there).or_else(|wrong| {
        let otherwise = |typed: &str| pick("code", typed, &there).ok();
        otherwise(&path(typed, '>')).or_else(|| otherwise(&path(&path(typed, '>'), '/'))).ok_or(wrong)
    })
}

pub(super) fn code_said(project: &Project, code: CodeId) -> String {
    said(&codes(project), Some(project.stands_for(code))).concat()
}

pub(super) fn people(project: &Project) -> Vec<Named<Person>> {
    let named = |person| {
        let name = project.person_name(person);
        match person {
            Person::Case(case) => Named { thing: person, id: case.to_string(), names: vec![name] },
            Person::Speaker(document, place) => {
                let label = project.document(document).map(|found| found.speakers[usize::from(place)].label.clone());
                let names = std::iter::once(name).chain(label).collect();
                Named { thing: person, id: format!("{document}/{place}"), names }
            }
        }
    };
    project.people().into_iter().map(named).collect()
}

/// Every label of the study, once.
pub(super) fn labels(project: &Project) -> Vec<String> {
    let speakers = project.documents().flat_map(|(_, document)| document.speakers.iter());
    speakers.map(|speaker| speaker.label.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

pub(super) fn documents(project: &Project) -> Vec<Named<DocumentId>> {
    let documents = project.documents();
    documents.map(|(id, one)| Named { thing: id, id: id.to_string(), names: vec![one.title.clone()] }).collect()
}

pub(super) fn coders(project: &Project) -> Vec<Named<CoderId>> {
    project.coders().map(|(id, one)| Named { thing: id, id: id.to_string(), names: vec![one.name.clone()] }).collect()
}

pub(super) fn themes(project: &Project) -> Vec<Named<ThemeId>> {
    project.themes().map(|(id, one)| Named { thing: id, id: id.to_string(), names: vec![one.claim.clone()] }).collect()
}

pub(super) fn attributes(project: &Project) -> Vec<Named<AttributeId>> {
    let attributes = project.attributes();
    attributes.map(|(id, one)| Named { thing: id, id: id.to_string(), names: vec![one.name.clone()] }).collect()
}
