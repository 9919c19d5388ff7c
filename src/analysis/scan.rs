//! What may tell who somebody is in what is about to leave: listed names, wherever they stand, and values that so few
//! people share that they tell who it is.
//!
//! A list knows only what is on it: that nothing was found makes no study anonymous.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::{list, words};
use super::{Cell, Kind, Table, target_words};
use crate::project::*;
use crate::text::{NamedAt, Names, Span, count_of, on_one_line};

/// A listed name that stands where it would leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFound {
    /// What kind of thing it stands in.
    pub what: &'static str,
    /// What that is called.
    pub name: String,
    /// Where in it: print lines of a document, characters of anything else.
    pub at: String,
    /// As it is written there.
    pub found: String,
    /// As it is listed.
    pub listed: String,
    /// To what one goes to see it there.
    pub stands: Stands,
}

/// What a listed name stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// The words of a document.
    Text(DocumentId, Span),
    /// Words that somebody gave to something.
    Words(WordsOf),
    /// A memo.
    Memo(MemoId),
    /// The name of the file that is to be written.
    File,
}

/// The listed names in what leaves, in the order in which a project is read.
pub fn names_in(project: &Project, texts: &dyn Texts, names: &Names, carries: Carries) -> Vec<NameFound> {
    let mut found = Vec::new();
    if names.is_empty() {
        return found;
    }
    if carries != Carries::Codebook {
        project.documents().for_each(|(id, _)| in_text(project, texts, (names, carries), id, &mut found));
    }
    project.for_each_words(&mut |of, said| {
        let places = if leaves(project, of, carries) { names.find_in(said) } else { Vec::new() };
        if !places.is_empty() {
            let (what, name) = called(project, of);
            let of = (Stands::Words(of), what, name.as_str());
            found.extend(places.into_iter().map(|place| placed(of, said, place, names)));
        }
    });
    let on_a_coding = |on: Target| match on {
        Target::Excerpt(id, span) => project.codings_touching(id, span).any(|(_, coding)| coding.span == span),
        _ => false,
    };
    for (id, memo) in project.memos() {
        let wanted = carries == Carries::Whole || carries == Carries::Rows && on_a_coding(memo.on);
        let Some(text) = texts.text(memo.text).filter(|_| wanted) else { continue };
        let name = target_words(project, memo.on);
        let of = (Stands::Memo(id), "memo", name.as_str());
        found.extend(names.find(&text).into_iter().map(|place| placed(of, text.as_str(), place, names)));
    }
    found
}

fn in_text(
    project: &Project,
    texts: &dyn Texts,
    (names, carries): (&Names, Carries),
    id: DocumentId,
    found: &mut Vec<NameFound>,
) {
    let Some(document) = project.document(id) else { return };
    let Some(text) = texts.text(document.text) else { return };
    let coded = |span: Span| project.codings_touching(id, span).next().is_some();
    for NamedAt { span, name } in names.find(&text) {
        if carries == Carries::Whole || coded(span) {
            found.push(NameFound {
                what: "document",
                name: document.title.clone(),
                at: format!("line {}", project.line_range(id, span)),
                found: on_one_line(text.passage(span)),
                listed: names.listed()[name].clone(),
                stands: Stands::Text(id, span),
            });
        }
    }
}

fn placed((stands, what, name): (Stands, &'static str, &str), said: &str, place: NamedAt, names: &Names) -> NameFound {
    let letters = said.chars().skip(place.span.start() as usize).take(place.span.len() as usize);
    NameFound {
        what,
        name: name.to_string(),
        at: format!("character {}", place.span.start() + 1),
        found: on_one_line(&letters.collect::<String>()),
        listed: names.listed()[place.name].clone(),
        stands,
    }
}

fn leaves(project: &Project, of: WordsOf, carries: Carries) -> bool {
    let coded = |id: DocumentId| project.codings_in(id).next().is_some();
    match carries {
        Carries::Whole => true,
        Carries::Codebook => matches!(of, WordsOf::Code(_) | WordsOf::Definition(..)),
        Carries::Rows => match of {
            WordsOf::Title(id) | WordsOf::Label(id) => coded(id),
            WordsOf::Case(_) | WordsOf::Attribute(_) | WordsOf::Value(..) | WordsOf::Code(_) | WordsOf::Coder(_) => {
                true
            }
            WordsOf::Study | WordsOf::Definition(..) | WordsOf::Theme(_) | WordsOf::AboutTheme(_) => false,
        },
    }
}

/// What kind of thing words belong to, and what it is called.
fn called(project: &Project, of: WordsOf) -> (&'static str, String) {
    let title = |id: DocumentId| project.document(id).map_or_else(String::new, |document| document.title.clone());
    let case = |id: CaseId| project.case(id).map_or_else(String::new, |case| case.name.clone());
    let attribute = |id: AttributeId| {
        let found = project.attributes().find(|(other, _)| *other == id);
        found.map_or_else(String::new, |(_, attribute)| attribute.name.clone())
    };
    let claim = |id: ThemeId| project.theme(id).map_or_else(String::new, |theme| theme.claim.clone());
    match of {
        WordsOf::Study => ("study", project.name().to_string()),
        WordsOf::Title(id) => ("title", title(id)),
        WordsOf::Label(id) => ("label", title(id)),
        WordsOf::Case(id) => ("person", case(id)),
        WordsOf::Attribute(id) => ("attribute", attribute(id)),
        WordsOf::Value(id, Subject::Case(of)) => ("value", format!("{} of {}", attribute(id), case(of))),
        WordsOf::Value(id, Subject::Document(of)) => ("value", format!("{} of {}", attribute(id), title(of))),
        WordsOf::Code(id) => ("code", project.code_words(id)),
        WordsOf::Definition(id, part) => (part, project.code_words(id)),
        WordsOf::Theme(id) => ("theme", claim(id)),
        WordsOf::AboutTheme(id) => ("counter-evidence", claim(id)),
        WordsOf::Coder(id) => ("coder", project.coder_name(id).to_string()),
    }
}

/// Values that few people have together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallCell {
    /// Attributes (with the phase that the value is given for) and values.
    pub values: Vec<(String, String)>,
    /// How many people have all of them.
    pub people: usize,
    /// How many people have a value of each of these attributes.
    pub of: usize,
    /// The first of those who have all of them.
    pub first: CaseId,
}

/// More combinations of attributes than this are not looked through: of three, then of two.
const MOST_COMBINATIONS: usize = 20_000;

/// Values, alone or up to three together, that fewer than `least` people have, the fewest attributes first. What
/// holds a smaller cell already is not listed again: of a man of 84 where nobody else is 84, the age alone.
///
/// These are the minimal sample uniques of disclosure control (Elliot, Manning & Ford 2002), for `least` = 2.
pub fn small_cells(project: &Project, least: usize) -> Vec<SmallCell> {
    let known: BTreeMap<AttributeId, &str> = project
        .attributes()
        .filter(|(_, attribute)| attribute.on == Bearer::Case)
        .map(|(id, attribute)| (id, attribute.name.as_str()))
        .collect();
    let mut columns: BTreeMap<(&str, Option<&str>), BTreeMap<CaseId, &str>> = BTreeMap::new();
    for (case, _) in project.cases() {
        for (attribute, phase, value) in project.values_of(Subject::Case(case)) {
            if let Some(name) = known.get(&attribute) {
                columns.entry((name, phase)).or_default().insert(case, value);
            }
        }
    }
    let columns: Vec<(String, BTreeMap<CaseId, &str>)> = columns
        .into_iter()
        .map(|((name, phase), values)| (phase.map_or(name.to_string(), |phase| format!("{name} ({phase})")), values))
        .collect();
    let mut found: Vec<Few> = Vec::new();
    for size in 1..=largest(columns.len()) {
        let smaller: BTreeSet<Values> = found.iter().map(|few| few.values.clone()).collect();
        combinations(columns.len(), size, &mut |chosen| found.extend(few_in(&columns, chosen, least, &smaller)));
    }
    let named =
        |values: &Values| values.iter().map(|&(at, value)| (columns[at].0.clone(), value.to_string())).collect();
    found
        .iter()
        .map(|few| SmallCell { values: named(&few.values), people: few.people, of: few.of, first: few.first })
        .collect()
}

/// Values, each with the place of its attribute among those that are looked at.
type Values<'a> = Vec<(usize, &'a str)>;

/// As a small cell.
struct Few<'a> {
    values: Values<'a>,
    people: usize,
    of: usize,
    first: CaseId,
}

/// How many attributes are looked at together.
fn largest(columns: usize) -> usize {
    let pairs = columns * columns.saturating_sub(1) / 2;
    let threes = pairs * columns.saturating_sub(2) / 3;
    if threes <= MOST_COMBINATIONS { 3.min(columns) } else { 1 + usize::from(pairs <= MOST_COMBINATIONS) }
}

/// Hands on every choice of so many of the first `columns` numbers, each in rising order.
fn combinations(columns: usize, size: usize, take: &mut dyn FnMut(&[usize])) {
    let mut chosen: Vec<usize> = (0..size).collect();
    while chosen.last().is_some_and(|last| *last < columns) {
        take(&chosen);
        let next = (0..size).rev().find(|&place| chosen[place] < columns - size + place);
        let Some(place) = next else { return };
        chosen[place] += 1;
        for later in place + 1..size {
            chosen[later] = chosen[later - 1] + 1;
        }
    }
}

/// The small cells of these columns that hold no smaller one.
fn few_in<'a>(
    columns: &[(String, BTreeMap<CaseId, &'a str>)],
    chosen: &[usize],
    least: usize,
    smaller: &BTreeSet<Values<'a>>,
) -> Vec<Few<'a>> {
    let mut people: BTreeMap<Values, (CaseId, usize)> = BTreeMap::new();
    let mut of = 0;
    for &case in columns[chosen[0]].1.keys() {
        let values = chosen.iter().map(|&column| Some((column, *columns[column].1.get(&case)?)));
        if let Some(values) = values.collect::<Option<Values>>() {
            people.entry(values).or_insert((case, 0)).1 += 1;
            of += 1;
        }
    }
    let holds_smaller = |values: &Values<'a>| {
        let mut parts = (1_u32..(1 << values.len()) - 1).map(|taken| {
            let part = values.iter().enumerate().filter(|(place, _)| taken & (1 << place) != 0);
            part.map(|(_, value)| *value).collect::<Values>()
        });
        parts.any(|part| smaller.contains(&part))
    };
    let few = people.into_iter().filter(|(values, (_, people))| *people < least && !holds_smaller(values));
    few.map(|(values, (first, people))| Few { values, people, of, first }).collect()
}

/// What was found, names first.
pub fn scan_table(names: &Names, found: &[NameFound], cells: &[SmallCell]) -> Table {
    let columns = [
        ("thing", "thing", Kind::Words),
        ("name", "name", Kind::Words),
        ("at", "at", Kind::Words),
        ("found", "found", Kind::Words),
        ("why", "why", Kind::Words),
    ];
    let mut table = list("scan", "What may tell who somebody is, and would leave", &columns);
    let row = |one: &NameFound| -> Vec<Cell> {
        let why = if one.listed == one.found { "listed".to_string() } else { format!("listed as {}", one.listed) };
        vec![words(one.what), words(&one.name), words(&one.at), words(&one.found), words(why)]
    };
    table.rows.extend(found.iter().map(row));
    for cell in cells {
        let named = cell.values.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let values = cell.values.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ");
        let why = format!("{} of the {} for whom it is known", cell.people, count_people(cell.of));
        table.rows.push(vec![words("people"), words(named), words(""), words(values), words(why)]);
    }
    table.notes.push(match names.listed().len() {
        0 => "no list of names: none was looked for; give one with `emic scan --names FILE`".to_string(),
        count => format!("{} looked for; a list knows only what is on it", count_of(count, "listed name")),
    });
    table
        .notes
        .push("values alone and up to three together; what holds a smaller cell is not listed again".to_string());
    table
}

fn count_people(count: usize) -> String {
    if count == 1 { "1 person".to_string() } else { format!("{count} people") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People with these values of `age`, `site` and `role`; an empty one is not known.
    fn cells_of(people: &[[&str; 3]], least: usize) -> Vec<String> {
        let log = LogId::from_random(7);
        let id = |number: u32| log.thing(number).unwrap();
        let attribute = |place: usize| AttributeId(id(place as u32 + 1));
        let mut edits = Vec::new();
        for (place, name) in ["age", "site", "role"].into_iter().enumerate() {
            let (attribute, name, on) = (attribute(place), name.to_string(), Bearer::Case);
            edits.push(Edit::AddAttribute { attribute, name, on, values: ValueType::Text });
        }
        for (number, values) in people.iter().enumerate() {
            let case = CaseId(id(number as u32 + 10));
            edits.push(Edit::AddCase { case, name: format!("P{number}") });
            for (place, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
                let (subject, value) = (Subject::Case(case), Some(value.to_string()));
                edits.push(Edit::SetAttribute { attribute: attribute(place), subject, phase: None, value });
            }
        }
        let cells = small_cells(&Project::new("study").with(&edits), least).into_iter();
        let told = |cell: SmallCell| {
            let values: Vec<String> = cell.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {} of {}", values.join(" "), cell.people, cell.of)
        };
        cells.map(told).collect()
    }

    #[test]
    fn a_value_alone_is_listed_and_no_cell_that_holds_it() {
        let people =
            [["84", "north", "peer"], ["40", "north", "peer"], ["40", "south", "peer"], ["40", "south", "nurse"]];
        assert_eq!(
            cells_of(&people, 2),
            ["age=84 1 of 4", "role=nurse 1 of 4", "age=40 site=north 1 of 4", "role=peer site=south 1 of 4"]
        );
    }

    #[test]
    fn who_has_no_value_is_not_counted_and_fewer_than_asked_are_few() {
        let people = [["", "north", ""], ["", "north", ""], ["", "south", ""], ["", "", "peer"]];
        assert_eq!(cells_of(&people, 3), ["role=peer 1 of 1", "site=north 2 of 3", "site=south 1 of 3"]);
        assert_eq!(cells_of(&[["", "north", ""], ["", "north", ""]], 2), [""; 0]);
        assert_eq!(cells_of(&[], 2), [""; 0]);
    }

    #[test]
    fn every_choice_is_made_once() {
        let mut made = Vec::new();
        combinations(4, 2, &mut |chosen| made.push(chosen.to_vec()));
        assert_eq!(made, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
        assert_eq!([0, 1, 2, 30, 60, 300].map(largest), [0, 1, 2, 3, 2, 1]);
    }
}
