//! Things by the names a person types, and the near names where there is no such thing.

use std::fmt::Display;

use super::Failure;
use crate::desk::Desk;
use crate::project::*;
use crate::store::Home;
use crate::text::{Span, lines_span, nearest};

/// How many names an error lists.
const LISTED: usize = 5;

/// The one thing of that name, or of that id.
fn pick<T: Copy>(what: &str, typed: &str, there: &[(T, String, String)]) -> Result<T, Failure> {
    let fits = |fit: &dyn Fn(&str, &str) -> bool| -> Vec<&(T, String, String)> {
        there.iter().filter(|(_, id, name)| fit(id, name)).collect()
    };
    let lower = typed.to_lowercase();
    for found in [
        fits(&|_, name| name == typed),
        fits(&|id, _| !id.is_empty() && id == typed),
        fits(&|_, name| name.to_lowercase() == lower),
    ] {
        match found[..] {
            [] => {}
            [(thing, ..)] => return Ok(*thing),
            _ => {
                let ids = found.iter().map(|(_, id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
                return Err(Failure::Usage(format!("{typed}: several {what}s have this name; say which by id: {ids}")));
            }
        }
    }
    Err(unknown(what, typed, there.iter().map(|(.., name)| name.as_str())))
}

/// Says that there is no such thing, and what there is, the nearest names first.
pub fn unknown<'a>(what: &str, typed: &str, names: impl Iterator<Item = &'a str>) -> Failure {
    let near = nearest(typed, names, LISTED + 1);
    let more = if near.len() > LISTED { ", …" } else { "" };
    let listed = near.into_iter().take(LISTED).collect::<Vec<_>>().join(", ");
    let there = if listed.is_empty() { "there are none yet".to_string() } else { format!("there are {listed}{more}") };
    Failure::Usage(format!("{typed}: no such {what}; {there}"))
}

/// Says that there is no such project.
pub fn project(home: &Home, typed: &str) -> Failure {
    let listed = home.list().unwrap_or_default();
    unknown("project", typed, listed.iter().map(|project| project.name.as_str()))
}

fn rows<'a, I: Copy + Display, T>(
    things: impl Iterator<Item = (I, &'a T)>,
    name: impl Fn(&T) -> &str,
) -> Vec<(I, String, String)>
where
    T: 'a,
{
    things.map(|(id, thing)| (id, id.to_string(), name(thing).to_string())).collect()
}

/// The document of that title or id.
///
/// # Errors
/// None, or several.
pub fn document(project: &Project, typed: &str) -> Result<DocumentId, Failure> {
    pick("document", typed, &rows(project.documents(), |document: &Document| &document.title))
}

/// The case of that name or id.
///
/// # Errors
/// None, or several.
pub fn case(project: &Project, typed: &str) -> Result<CaseId, Failure> {
    pick("case", typed, &rows(project.cases(), |case: &Case| &case.name))
}

/// Whoever counts as a respondent under that name, or the case of that id.
///
/// # Errors
/// None, or several.
pub fn person(project: &Project, typed: &str) -> Result<Person, Failure> {
    let id = |person| match person {
        Person::Case(case) => case.to_string(),
        Person::Speaker(..) => String::new(),
    };
    let people = project.people().into_iter().map(|person| (person, id(person), project.person_name(person)));
    pick("case", typed, &people.collect::<Vec<_>>())
}

/// The coder of that name or id.
///
/// # Errors
/// None, or several.
pub fn coder(project: &Project, typed: &str) -> Result<CoderId, Failure> {
    pick("coder", typed, &rows(project.coders(), |coder: &Coder| &coder.name))
}

/// The attribute of that name or id.
///
/// # Errors
/// None, or several.
pub fn attribute(project: &Project, typed: &str) -> Result<AttributeId, Failure> {
    pick("attribute", typed, &rows(project.attributes(), |attribute: &Attribute| &attribute.name))
}

/// The theme of that claim or id.
///
/// # Errors
/// None, or several.
pub fn theme(project: &Project, typed: &str) -> Result<ThemeId, Failure> {
    pick("theme", typed, &rows(project.themes(), |theme: &Theme| &theme.claim))
}

/// The code in use of that path or id; where none has it, the one that differs only in its capitals.
///
/// # Errors
/// None, or several.
pub fn code(project: &Project, typed: &str) -> Result<CodeId, Failure> {
    let several = match project.find_code(typed) {
        Ok(code) => return Ok(code),
        Err(several) => several,
    };
    let paths = || project.codebook().rows().iter().map(|row| (row.code, project.code_words(row.code)));
    let lower = typed.split('>').map(str::trim).collect::<Vec<_>>().join(" > ").to_lowercase();
    let fits = |path: &str| path == lower || path.strip_suffix(&lower).is_some_and(|rest| rest.ends_with(" > "));
    let near: Vec<(CodeId, String)> = match several.is_empty() && !lower.is_empty() {
        true => paths().filter(|(_, path)| fits(&path.to_lowercase())).collect(),
        false => Vec::new(),
    };
    if let [(code, _)] = near[..] {
        return Ok(code);
    }
    let several = if near.is_empty() { several } else { near.into_iter().map(|(_, path)| path).collect() };
    if several.is_empty() {
        let paths: Vec<String> = paths().map(|(_, path)| path).collect();
        return Err(unknown("code", typed, paths.iter().map(String::as_str)));
    }
    Err(Failure::Usage(format!("{typed}: several codes end so; write the whole path: {}", several.join(", "))))
}

/// The code of that path or id, or the one of that name that was put away or merged.
///
/// # Errors
/// None, or several.
pub fn any_code(project: &Project, typed: &str) -> Result<CodeId, Failure> {
    code(project, typed).or_else(|unknown| {
        let away = project.codes().filter(|(_, code)| code.state != CodeState::Active);
        pick("code", typed, &rows(away, |code: &Code| &code.name)).map_err(|_| unknown)
    })
}

/// Whether any document has a speaker of that label.
///
/// # Errors
/// None has.
pub fn speaker(project: &Project, typed: &str) -> Result<(), Failure> {
    let speakers = project.documents().flat_map(|(_, document)| document.speakers.iter());
    let labels: Vec<&str> = speakers.map(|speaker| speaker.label.as_str()).collect();
    if labels.contains(&typed) { Ok(()) } else { Err(unknown("speaker", typed, labels.into_iter())) }
}

/// First and last of `107-109`, or of `107` alone: print lines, counted from 1.
///
/// # Errors
/// It is written otherwise, or turned round.
pub fn lines(typed: &str) -> Result<(u32, u32), Failure> {
    let number = |word: &str| word.trim().parse::<u32>().ok().filter(|&line| line > 0);
    let (first, last) = typed.split_once(['-', '–']).unwrap_or((typed, typed));
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err(Failure::Usage(format!("{typed}: no lines; write the numbers in the margin, as 107-109 or 107"))),
    }
}

/// The words of those print lines of a document.
///
/// # Errors
/// It has no such lines, nothing but blanks stands in them, or its words are missing.
pub fn words_of_lines(desk: &Desk, id: DocumentId, (first, last): (u32, u32)) -> Result<Span, Failure> {
    let Some(document) = desk.project().document(id) else { return Err(Refusal::Unknown("document").into()) };
    let title = &document.title;
    let n_lines = document.lines.len();
    if last as usize > n_lines {
        return Err(Failure::Usage(format!("{title} has no line {last}; it ends at line {n_lines}")));
    }
    let text = desk
        .text(id)
        .ok_or_else(|| Failure::Unreadable(format!("the words of {title} are missing; see `emic check`")))?;
    lines_span(&text, &document.turns, &document.lines, first as usize - 1, last as usize - 1)
        .ok_or_else(|| Failure::Refused(format!("no word stands in lines {first}-{last} of {title}")))
}

/// Start and end of `120..240`, as typed: whether they are in range is for the project to say.
///
/// # Errors
/// It is written otherwise, or turned round.
pub fn span(typed: &str) -> Result<Span, Failure> {
    let ends = typed.split_once("..").and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    ends.and_then(|(start, end)| Span::new(start, end, u32::MAX))
        .ok_or_else(|| Failure::Usage(format!("{typed}: not a span; write start and end in characters, as 120..240")))
}
