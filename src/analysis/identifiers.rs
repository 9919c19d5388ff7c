//! What may tell who somebody is: names, places, phones, e-mails, dates and ages in the words of a study.
//!
//! These are candidates, found by their form alone, and no promise that none is left: capital letters within
//! a sentence and in labels, digits, and words that stand with them. A person decides what becomes of each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{Cell, Kind, Table};
use crate::project::*;
use crate::text::{Span, Text, find_whole, on_one_line};

/// What a candidate looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// A label of somebody who speaks.
    Label,
    /// Words with capital letters.
    Name,
    /// Words with capital letters, mostly behind `in`, `at`, `from` and the like.
    Place,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A day, a month with a day, or a year.
    Date,
    /// How old somebody is.
    Age,
    /// Words with capital letters that only ever open sentences: many of these are no names.
    Opening,
}

impl Look {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Look::Label => "label",
            Look::Name => "name",
            Look::Place => "place",
            Look::Email => "e-mail",
            Look::Phone => "phone",
            Look::Date => "date",
            Look::Age => "age",
            Look::Opening => "opening word",
        }
    }
}

/// Words that may tell who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The words.
    pub words: String,
    /// What they look like.
    pub look: Look,
    /// How often they stand in the texts, labels included.
    pub times: usize,
    /// In how many documents.
    pub documents: usize,
    /// Where they stand first.
    pub first: (DocumentId, Span),
}

const MONTHS: &str = "January|February|March|April|May|June|July|August|September|October|November|December";
/// What stands before the name of a place more often than before that of a person.
const BEFORE_PLACES: [&str; 8] = ["in", "at", "from", "near", "around", "outside", "into", "towards"];
/// Labels that name a part, and nobody.
const PARTS: [&str; 8] =
    ["speaker", "respondent", "moderator", "facilitator", "researcher", "all", "several", "unknown"];

/// The patterns of what has a form of its own, the first that fits taken.
static FORMS: LazyLock<Vec<(Look, Regex)>> = LazyLock::new(|| {
    let forms = [
        (Look::Email, r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+".to_string()),
        (Look::Date, format!(r"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})\b(?:,? \d{{4}})?")),
        (Look::Date, format!(r"\b(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?")),
        (Look::Date, r"\b\d{1,2}[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ -]\d{4}\b".to_string()),
        (Look::Date, r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b".to_string()),
        (Look::Phone, r"(?:\+|\b)\d(?:[ ()/.-]{0,2}\d){6,14}\b".to_string()),
        (Look::Date, format!(r"\b(?:(?:{MONTHS}) )?(?:19|20)\d{{2}}\b")),
        (Look::Age, r"\b\d{1,3}[ -](?:years?|yrs?)[ -]old\b|\b[Aa]ged? (?:of )?\d{1,3}\b".to_string()),
    ];
    // A pattern that is written here is one; the tests look at each.
    forms.into_iter().filter_map(|(look, form)| Some((look, Regex::new(&form).ok()?))).collect()
});
static CAPITALS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\p{Lu}[\p{L}’'-]+(?:[ -]\p{Lu}[\p{L}’'-]+){0,3}").ok());
static LOWER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b\p{Ll}[\p{L}’'-]*").ok());

/// A candidate where it stands.
struct Seen {
    look: Look,
    opens: bool,
    at: (DocumentId, Span),
}

/// The candidates in the words of these documents, by what they look like, the most frequent first. Words that
/// also stand in small letters somewhere are no names.
pub fn identifiers(project: &Project, texts: &dyn Texts, of: Option<DocumentId>) -> Vec<Identifier> {
    let wanted = project.documents().filter(|(id, _)| of.is_none_or(|of| of == *id));
    let documents: Vec<_> =
        wanted.filter_map(|(id, document)| Some((id, document, texts.text(document.text)?))).collect();
    let known = Known::of(documents.iter().map(|(.., text)| text.as_str()));
    let mut seen: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for (id, document, text) in &documents {
        for speaker in document.speakers.iter().filter(|speaker| names_somebody(&speaker.label)) {
            for span in find_whole(text, &speaker.label) {
                let look = Look::Label;
                seen.entry(speaker.label.clone()).or_default().push(Seen { look, opens: false, at: (*id, span) });
            }
        }
        look_through(*id, text, &known, &mut seen);
    }
    let mut found: Vec<Identifier> = seen.into_iter().filter_map(|(words, seen)| summed(words, &seen)).collect();
    for one in &mut found {
        let in_each = documents.iter().map(|(.., text)| find_whole(text, &one.words).len());
        (one.times, one.documents) = in_each.fold((0, 0), |(times, n), here| (times + here, n + usize::from(here > 0)));
    }
    found.sort_by(|one, other| (one.look, other.times, &one.words).cmp(&(other.look, one.times, &other.words)));
    found
}

/// Whether a label may be a name: not one that names a part, nor one with a number.
fn names_somebody(label: &str) -> bool {
    let folded = label.to_lowercase();
    let numbered = label.chars().any(|letter| letter.is_ascii_digit());
    !numbered && label.chars().count() > 2 && Role::of(&folded).is_none() && !PARTS.contains(&folded.as_str())
}

fn look_through(id: DocumentId, text: &Text, known: &Known, seen: &mut BTreeMap<String, Vec<Seen>>) {
    let words = text.as_str();
    let span = |start: usize, end: usize| Span::new(text.char_of(start), text.char_of(end), text.len());
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (look, form) in FORMS.iter() {
        for found in form.find_iter(words) {
            if taken.iter().any(|&(start, end)| start < found.end() && found.start() < end) {
                continue;
            }
            taken.push((found.start(), found.end()));
            if let Some(span) = span(found.start(), found.end()) {
                let one = Seen { look: *look, opens: false, at: (id, span) };
                seen.entry(found.as_str().to_string()).or_default().push(one);
            }
        }
    }
    for found in CAPITALS.iter().flat_map(|capitals| capitals.find_iter(words)) {
        if taken.iter().any(|&(start, end)| start < found.end() && found.start() < end) {
            continue;
        }
        for (start, name, opens) in known.parted(words, found.start(), found.as_str()) {
            let name = bare(name);
            let too_short = name.chars().count() < 2 || name.starts_with("I'") || name.starts_with("I’");
            if too_short || known.is_small(name) {
                continue;
            }
            let look = if after_place_word(&words[..start]) { Look::Place } else { Look::Name };
            if let Some(span) = span(start, start + name.len()) {
                seen.entry(name.to_string()).or_default().push(Seen { look, opens, at: (id, span) });
            }
        }
    }
}

/// The words of a study: those that stand in small letters somewhere, and those that have a capital within a
/// sentence.
#[derive(Default)]
struct Known {
    small: BTreeSet<String>,
    within: BTreeSet<String>,
}

impl Known {
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Known {
        let mut known = Known::default();
        for words in texts {
            let small = LOWER.iter().flat_map(|lower| lower.find_iter(words));
            known.small.extend(small.map(|word| bare(word.as_str()).to_string()));
            for run in CAPITALS.iter().flat_map(|capitals| capitals.find_iter(words)) {
                let opens = usize::from(opens_sentence(&words[..run.start()]));
                known.within.extend(run.as_str().split([' ', '-']).skip(opens).map(|word| bare(word).to_string()));
            }
        }
        known
    }

    fn is_small(&self, word: &str) -> bool {
        self.small.contains(&bare(word).to_lowercase())
    }

    /// A run of words with capitals, each part with where it stands and whether it opens a sentence: "When
    /// Maria" is two, as `When` has its capital from the sentence.
    fn parted<'a>(&self, words: &str, start: usize, run: &'a str) -> Vec<(usize, &'a str, bool)> {
        let opens = opens_sentence(&words[..start]);
        let (mut at, mut rest, mut parts) = (start, run, Vec::new());
        while let Some((first, more)) = rest.split_once([' ', '-']) {
            let from_the_sentence = opens && at == start && !self.within.contains(bare(first));
            if !self.is_small(first) && !from_the_sentence {
                break;
            }
            if from_the_sentence {
                parts.push((at, first, true));
            }
            at += first.len() + 1;
            rest = more;
        }
        parts.push((at, rest, opens && at == start));
        parts
    }
}

/// Without what makes it another's: `Maria's` is `Maria`.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['-', '’', '\'']);
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn opens_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '“', '”', '\'', '(', '[', '-', '–']);
    before.is_empty() || before.ends_with(['.', '?', '!', ':', '…', '\n', '\t'])
}

fn after_place_word(before: &str) -> bool {
    let last = before.trim_end().rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    BEFORE_PLACES.contains(&last.to_lowercase().as_str())
}

/// What was seen of one candidate. It is a place where most of its looks within sentences are.
fn summed(words: String, seen: &[Seen]) -> Option<Identifier> {
    let looks: Vec<Look> = seen.iter().filter(|one| !one.opens).map(|one| one.look).collect();
    let places = looks.iter().filter(|look| **look == Look::Place).count();
    let look = match looks.iter().min() {
        None => Look::Opening,
        Some(Look::Name | Look::Place) if places * 2 > looks.len() => Look::Place,
        Some(Look::Name | Look::Place) => Look::Name,
        Some(&look) => look,
    };
    Some(Identifier { words, look, times: 0, documents: 0, first: seen.first()?.at })
}

/// The candidates as a table, with the words about the first place of each.
pub fn identifiers_table(project: &Project, texts: &dyn Texts, found: &[Identifier]) -> Table {
    let mut table =
        Table { report: "identifiers", title: "What may tell who somebody is".to_string(), ..Table::default() };
    table.column("words", "words", Kind::Words);
    table.column("look", "looks like", Kind::Words);
    table.column("times", "times", Kind::Numbers);
    table.column("documents", "documents", Kind::Numbers);
    table.column("where", "first in", Kind::Words);
    table.column("about", "there", Kind::Words);
    for one in found {
        let (id, span) = one.first;
        let document = project.document(id);
        let text = document.and_then(|document| texts.text(document.text));
        let about = text.map_or_else(String::new, |text| about(&text, span));
        table.rows.push(vec![
            Cell::from(one.words.as_str()),
            Cell::from(one.look.word()),
            Cell::from(one.times as u64),
            Cell::from(one.documents as u64),
            Cell::from(document.map_or("", |document| &document.title)),
            Cell::from(about.as_str()),
        ]);
    }
    table.notes.push("candidates by their form alone; read the texts before you call them anonymous".to_string());
    table
}

/// The words about a passage, on one line.
pub fn about(text: &Text, span: Span) -> String {
    const AROUND: u32 = 24;
    let words = text.slice(span.start().saturating_sub(AROUND)..(span.end() + AROUND).min(text.len()));
    on_one_line(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(words: &str) -> Vec<(String, Look)> {
        let known = Known::of(std::iter::once(words));
        let mut seen = BTreeMap::new();
        let id = DocumentId("a2222222-1".parse().unwrap());
        look_through(id, &Text::new(words), &known, &mut seen);
        seen.into_iter().filter_map(|(words, seen)| summed(words, &seen)).map(|one| (one.words, one.look)).collect()
    }

    fn found(words: &str, look: Look) -> Vec<String> {
        looks(words).into_iter().filter(|(_, other)| *other == look).map(|(words, _)| words).collect()
    }

    #[test]
    fn every_form_is_a_pattern() {
        assert_eq!(FORMS.len(), 8);
        assert!(CAPITALS.is_some() && LOWER.is_some());
    }

    #[test]
    fn names_are_told_from_words_that_open_sentences() {
        let words = "When Maria came, I saw Dr Peter Lopez. The nurse said so. Then the man left. When it rained, Maria's \
                     sister came. Yeah. When I'm there, she's there.";
        assert_eq!(found(words, Look::Name), ["Dr Peter Lopez", "Maria"]);
        assert_eq!(found(words, Look::Opening), ["Then", "When", "Yeah"], "the rest stands in small letters too");
    }

    #[test]
    fn places_stand_behind_in_and_from() {
        assert_eq!(
            found("We met in Leeds. He is from York, she from York too, and York is far.", Look::Place),
            ["Leeds", "York"]
        );
    }

    #[test]
    fn what_has_a_form_of_its_own_is_found_by_it() {
        let words = "Call +44 20 7946 0958 or 0113-496-0000, write to a.b@mail.example.org. On 3rd of May 2019, or \
                     12/05/2020, 21-Apr-2023, or since 1998. I am 43 years old; aged 7. Room 12, 300 people.";
        assert_eq!(found(words, Look::Phone), ["+44 20 7946 0958", "0113-496-0000"]);
        assert_eq!(found(words, Look::Email), ["a.b@mail.example.org"]);
        assert_eq!(found(words, Look::Date), ["12/05/2020", "1998", "21-Apr-2023", "3rd of May 2019"]);
        assert_eq!(found(words, Look::Age), ["43 years old", "aged 7"]);
    }
}
