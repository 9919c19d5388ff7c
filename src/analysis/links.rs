//! Links between memos and what they speak of: `[[Stigma]]`, `[[FG2 107-109]]`, `[[Ana]]`.

use crate::project::*;
use crate::text::Span;

/// The names that stand in double brackets, in order. A name has no line break and no bracket in it.
pub fn links(words: &str) -> impl Iterator<Item = &str> {
    words.lines().flat_map(in_line).map(|(_, name)| name)
}

/// The name in the brackets at a character of a line, else the first behind it, else the last one.
pub fn link_at(line: &str, column: usize) -> Option<&str> {
    let found: Vec<(usize, &str)> = in_line(line).collect();
    let at_or_behind = found.iter().find(|(start, name)| column <= start + name.chars().count() + 3);
    at_or_behind.or(found.last()).map(|(_, name)| *name)
}

/// Every link of a line: where its brackets begin (characters), and the name.
fn in_line(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.match_indices("[[").filter_map(|(at, _)| {
        let (name, _) = line[at + 2..].split_once("]]")?;
        let plain = !name.contains(['[', ']']) && !name.trim().is_empty();
        plain.then(|| (line[..at].chars().count(), name.trim()))
    })
}

/// What a name stands for: a code by its path, a document or its lines by its title, a person, a day.
pub fn named(project: &Project, name: &str) -> Option<Target> {
    let lower = name.to_lowercase();
    let document = |title: &str| project.documents().find(|(_, other)| other.title.to_lowercase() == title);
    if let Ok(code) = project.find_code(name) {
        return Some(Target::Code(code));
    }
    if let Some((id, _)) = document(&lower) {
        return Some(Target::Document(id));
    }
    let lines = lower.rsplit_once(' ').and_then(|(title, lines)| {
        let (id, found) = document(title.trim())?;
        Some(Target::Excerpt(id, span_of(found, lines)?))
    });
    let person = || project.cases().find(|(_, case)| case.name.to_lowercase() == lower);
    lines.or_else(|| person().map(|(id, _)| Target::Case(id))).or_else(|| name.parse().ok().map(Target::Day))
}

/// The print lines `107` or `107-109` of a document.
fn span_of(document: &Document, lines: &str) -> Option<Span> {
    let (first, last) = lines.split_once(['-', '–']).unwrap_or((lines, lines));
    let (first, last) = (first.parse::<usize>().ok()?, last.parse::<usize>().ok()?);
    let start = *document.lines.get(first.checked_sub(1)?)?;
    let end = document.lines.get(last).copied().unwrap_or(document.characters);
    Span::new(start, end, document.characters).filter(|_| last <= document.lines.len())
}

/// The memos in whose words a target is named, by id; a document also where lines of it are.
pub fn mentions(project: &Project, texts: &dyn Texts, target: Target) -> Vec<MemoId> {
    let is_meant = |name: &str| named(project, name).is_some_and(|other| speaks_of(project, other, target));
    let mentioning = |memo: &Memo| texts.text(memo.text).is_some_and(|text| links(text.as_str()).any(is_meant));
    project.memos().filter(|(_, memo)| mentioning(memo)).map(|(id, _)| id).collect()
}

fn speaks_of(project: &Project, link: Target, target: Target) -> bool {
    match (link, target) {
        (Target::Code(one), Target::Code(other)) => project.stands_for(one) == project.stands_for(other),
        (Target::Case(one), Target::Case(other)) => project.person(one) == project.person(other),
        (Target::Excerpt(one, _), Target::Document(other)) => one == other,
        (Target::Excerpt(one, lines), Target::Excerpt(other, span)) => one == other && lines.overlaps(span),
        _ => link == target,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_double_brackets() {
        let words = "See [[Stigma]] and [[ FG2 107-109 ]],\nnot [[]] or [one] or [[two\nlines]] but [[a]] [[b]].";
        assert_eq!(links(words).collect::<Vec<_>>(), ["Stigma", "FG2 107-109", "a", "b"]);
        assert_eq!(links("[[[odd]]] [[x").count(), 0);
    }

    #[test]
    fn the_link_meant_is_the_one_at_the_cursor() {
        let line = "é [[a]] and [[b]] end";
        let meant: Vec<Option<&str>> = [0, 2, 6, 7, 12, 20].map(|column| link_at(line, column)).into();
        assert_eq!(meant, [Some("a"), Some("a"), Some("a"), Some("b"), Some("b"), Some("b")]);
        assert_eq!(link_at("none", 2), None);
    }
}
