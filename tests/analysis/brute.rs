//! Tables counted once more the slow way: character by character, on random small projects.

use std::collections::BTreeSet;

use emic::analysis::*;
use emic::project::*;
use proptest::prelude::*;

use super::study::Study;
use super::{focus_group, report};

const SPEAKERS: [&str; 5] = ["I", "P1", "P2", "P3", "P9"];
const WORDS: [&str; 6] = ["yes", "I felt  heard", "né, né", "👍🏽", "mm", "in there and out again"];
/// Codes, each with the one above it: a tree three deep, and one beside it.
const CODES: [(&str, Option<usize>); 5] = [("a", None), ("b", Some(0)), ("c", Some(1)), ("d", Some(0)), ("e", None)];

/// What a random study is made of.
#[derive(Clone, Debug)]
struct Plan {
    /// Document by document the turns: speaker, words.
    talks: Vec<Vec<(usize, usize)>>,
    /// Of P1 to P3.
    sites: Vec<Option<bool>>,
    /// Code, document, start, length: as far as they fit.
    codings: Vec<(usize, usize, u32, u32)>,
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let talk = proptest::collection::vec((0..SPEAKERS.len(), 0..WORDS.len()), 1..7);
    let talks = proptest::collection::vec(talk, 1..4);
    let sites = proptest::collection::vec(any::<Option<bool>>(), 3);
    let codings = proptest::collection::vec((0..CODES.len(), 0..4usize, 0..110u32, 1..50u32), 0..25);
    (talks, sites, codings).prop_map(|(talks, sites, codings)| Plan { talks, sites, codings })
}

/// A character, and the participant whose words it is of.
type Letter = (char, Option<String>);

/// The same study as characters, and as codings of them.
struct Slow {
    documents: Vec<Vec<Letter>>,
    /// Code, document, from, to.
    codings: Vec<(usize, usize, usize, usize)>,
}

fn site(value: bool) -> &'static str {
    if value { "North" } else { "South" }
}

fn made(plan: &Plan) -> (Study, Slow) {
    let mut study = Study::new("s");
    let attribute = study.attribute("site");
    for (name, value) in ["P1", "P2", "P3"].into_iter().zip(&plan.sites) {
        let case = study.case(name);
        value.iter().for_each(|&value| study.value(attribute, case, site(value)));
    }
    let mut slow = Slow { documents: Vec::new(), codings: Vec::new() };
    let mut ids = Vec::new();
    for (place, talk) in plan.talks.iter().enumerate() {
        let lines: Vec<String> =
            talk.iter().map(|&(who, words)| format!("{}: {}", SPEAKERS[who], WORDS[words])).collect();
        let title = format!("D{place}");
        ids.push(focus_group(&mut study, &title, &lines.join("\n")));
        let mut letters: Vec<Letter> = Vec::new();
        for (&(who, words), nth) in talk.iter().zip(0..) {
            let label = format!("{}{}: ", if nth > 0 { "\n" } else { "" }, SPEAKERS[who]);
            letters.extend(label.chars().map(|letter| (letter, None)));
            // Whom nobody knows yet is another person in every document.
            let person = match SPEAKERS[who] {
                "I" => None,
                "P9" => Some(format!("P9 in {title}")),
                known => Some(known.to_string()),
            };
            letters.extend(WORDS[words].chars().map(|letter| (letter, person.clone())));
        }
        slow.documents.push(letters);
    }
    let mut codes: Vec<CodeId> = Vec::new();
    for (name, above) in CODES {
        codes.push(study.code(name, above.map(|above| codes[above])));
    }
    for &(code, document, start, length) in &plan.codings {
        let Some(letters) = slow.documents.get(document) else { continue };
        let (from, to) = (start as usize, (start + length) as usize);
        // No selection is blank.
        if letters.get(from..to).is_some_and(|there| there.iter().any(|(letter, _)| !letter.is_whitespace())) {
            study.apply(codes[code], ids[document], start, start + length);
            slow.codings.push((code, document, from, to));
        }
    }
    (study, slow)
}

impl Slow {
    /// The distinct excerpts of a code, or of it and those below it.
    fn excerpts(&self, code: usize, subtree: bool) -> BTreeSet<(usize, usize, usize)> {
        let counts = |used: usize| {
            let mut up = std::iter::successors(Some(used), |&at| CODES[at].1);
            if subtree { up.any(|at| at == code) } else { used == code }
        };
        let codings = self.codings.iter().filter(|(used, ..)| counts(*used));
        codings.map(|&(_, document, from, to)| (document, from, to)).collect()
    }

    /// The participants whose words share a character with an excerpt that is not blank.
    fn respondents(&self, (document, from, to): (usize, usize, usize)) -> BTreeSet<&str> {
        let letters = self.documents[document][from..to].iter();
        letters.filter(|(letter, _)| !letter.is_whitespace()).filter_map(|(_, who)| who.as_deref()).collect()
    }

    /// Whether each character of a document is covered by an excerpt.
    fn covered(&self, excerpts: &BTreeSet<(usize, usize, usize)>, document: usize) -> Vec<bool> {
        let covers =
            |at: usize| excerpts.iter().any(|&(there, from, to)| there == document && (from..to).contains(&at));
        (0..self.documents[document].len()).map(covers).collect()
    }

    /// Words of which a character is marked: runs of what is not blank.
    fn words(&self, document: usize, marked: &[bool]) -> usize {
        let (mut words, mut counted) = (0, false);
        for (&(letter, _), &marked) in self.documents[document].iter().zip(marked) {
            counted &= !letter.is_whitespace();
            if marked && !letter.is_whitespace() && !counted {
                (words, counted) = (words + 1, true);
            }
        }
        words
    }

    /// Respondents, excerpts, documents, characters, words.
    fn counts(&self, code: usize, subtree: bool) -> [usize; 5] {
        let excerpts = self.excerpts(code, subtree);
        let people: BTreeSet<&str> = excerpts.iter().flat_map(|&excerpt| self.respondents(excerpt)).collect();
        let documents: BTreeSet<usize> = excerpts.iter().map(|(document, ..)| *document).collect();
        let marked: Vec<Vec<bool>> = (0..self.documents.len()).map(|place| self.covered(&excerpts, place)).collect();
        let characters = marked.iter().flatten().filter(|marked| **marked).count();
        let words = marked.iter().enumerate().map(|(place, marked)| self.words(place, marked)).sum();
        [people.len(), excerpts.len(), documents.len(), characters, words]
    }

    /// Whether a code only heads others: its own cells are blank.
    fn heads(&self, code: usize) -> bool {
        CODES.iter().any(|(_, above)| *above == Some(code)) && self.excerpts(code, false).is_empty()
    }

    /// Everybody who takes part.
    fn people(&self) -> BTreeSet<&str> {
        self.documents.iter().flatten().filter_map(|(_, who)| who.as_deref()).chain(["P1", "P2", "P3"]).collect()
    }
}

/// What a table says of a code, by the key of its column.
fn said(table: &Table, code: usize, key: &str) -> String {
    let column = table.columns.iter().position(|column| column.key == key);
    let column = column.unwrap_or_else(|| panic!("no column {key} in {:?}", table.columns));
    let is_row = |row: &&Vec<Cell>| matches!(&row[0].value, Value::Path(path) if path.last().unwrap() == CODES[code].0);
    table.rows.iter().find(is_row).unwrap()[column].value.shown()
}

fn shown(count: usize, heads: bool) -> String {
    if heads { String::new() } else { count.to_string() }
}

fn share(part: usize, whole: usize) -> String {
    Value::share(part as u64, whole as u64).shown()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_category_table_is_that_of_every_character(plan in any_plan()) {
        let (study, slow) = made(&plan);
        let table = report(&study, "category", &[("count", "both"), ("show", "documents,characters,words")]);
        for code in 0..CODES.len() {
            for (before, subtree) in [("own_", false), ("subtree_", true)] {
                let keys = ["respondents", "excerpts", "documents", "characters", "words"];
                for (key, count) in keys.into_iter().zip(slow.counts(code, subtree)) {
                    let heads = !subtree && slow.heads(code);
                    prop_assert_eq!(said(&table, code, &format!("{before}{key}")), shown(count, heads), "{} {}", key, code);
                }
            }
        }
    }

    #[test]
    fn frequency_and_coverage_are_those_of_every_character(plan in any_plan(), subtree in any::<bool>()) {
        let (study, slow) = made(&plan);
        let count = ("count", if subtree { "subtree" } else { "own" });
        let frequency = report(&study, "frequency", &[count]);
        let [characters, words] = ["characters", "words"].map(|unit| report(&study, "coverage", &[count, ("unit", unit)]));
        let all = |document: usize| vec![true; slow.documents[document].len()];
        let documents = 0..slow.documents.len();
        let every_word: usize = documents.clone().map(|place| slow.words(place, &all(place))).sum();
        let every_character: usize = slow.documents.iter().map(Vec::len).sum();
        for (code, (name, _)) in CODES.iter().enumerate() {
            let excerpts = slow.excerpts(code, subtree);
            let heads = !subtree && slow.heads(code);
            for document in documents.clone() {
                let here = excerpts.iter().filter(|(there, ..)| *there == document).count();
                prop_assert_eq!(said(&frequency, code, &format!("D{document}")), shown(here, heads));
            }
            prop_assert_eq!(said(&frequency, code, "total"), shown(excerpts.len(), heads));
            let [.., of_characters, of_words] = slow.counts(code, subtree);
            let cells = |table: &Table| table.rows.iter().position(|row| row[0].value.shown().ends_with(name))
                .map(|row| [1, 2].map(|column| table.rows[row][column].value.shown())).unwrap();
            prop_assert_eq!(cells(&characters), [of_characters.to_string(), share(of_characters, every_character)]);
            prop_assert_eq!(cells(&words), [of_words.to_string(), share(of_words, every_word)]);
        }
    }

    #[test]
    fn the_crosstab_is_that_of_every_character(plan in any_plan(), subtree in any::<bool>()) {
        let (study, slow) = made(&plan);
        let table = report(&study, "crosstab", &[("by", "site"), ("count", if subtree { "subtree" } else { "own" })]);
        let site_of = |person: &str| {
            let place = ["P1", "P2", "P3"].into_iter().position(|known| known == person);
            place.and_then(|place| plan.sites[place]).map_or("(none)", site)
        };
        for code in 0..CODES.len() {
            let heads = !subtree && slow.heads(code);
            let excerpts = slow.excerpts(code, subtree);
            for value in ["North", "South", "(none)"] {
                let there = |person: &&str| site_of(person) == value;
                let people = slow.people().into_iter().filter(there).count();
                if people == 0 {
                    let key = format!("{value}.people");
                    prop_assert!(!table.columns.iter().any(|column| column.key == key));
                    continue;
                }
                let spoke = |excerpt: &&(usize, usize, usize)| slow.respondents(**excerpt).iter().any(there);
                let respondents: BTreeSet<&str> =
                    excerpts.iter().flat_map(|&excerpt| slow.respondents(excerpt)).filter(there).collect();
                let blank = |words: String| if heads { String::new() } else { words };
                for (key, expected) in [
                    ("respondents", respondents.len().to_string()),
                    ("excerpts", excerpts.iter().filter(spoke).count().to_string()),
                    ("people", people.to_string()),
                    ("share", share(respondents.len(), people)),
                ] {
                    prop_assert_eq!(said(&table, code, &format!("{value}.{key}")), blank(expected), "{} {}", value, key);
                }
            }
            let [respondents, all, ..] = slow.counts(code, subtree);
            prop_assert_eq!(said(&table, code, "total.respondents"), shown(respondents, heads));
            prop_assert_eq!(said(&table, code, "total.excerpts"), shown(all, heads));
        }
    }
}
