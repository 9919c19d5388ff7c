//! The numbers emic prints, against values computed elsewhere.

#[path = "../examples/oracle/agreement.rs"]
mod agreement;
#[path = "../examples/oracle/descriptive.rs"]
mod descriptive;
#[path = "../examples/oracle/saturation.rs"]
mod saturation;
#[path = "../examples/oracle/study.rs"]
mod study;

use emic::analysis::agreement::{Counts, Votes, segments};
use emic::analysis::{Cooccurrence, Counting, Layer, Reach, Relations, Report, Table, Value, excerpts};
use emic::project::{CaseId, CodeId, Role, Speaker, Texts};
use emic::text::Span;
use proptest::prelude::*;
use serde_json::Value as Json;

use study::Study;

fn read(name: &str) -> Json {
    let path = format!("{}/tests/oracles/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Numbers within 1e-6, all else equal; what was not computed is not compared.
fn compare(path: &str, expected: &Json, found: &Json) {
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            for (key, found) in found {
                compare(&format!("{path}.{key}"), expected.get(key).unwrap_or(&Json::Null), found);
            }
        }
        (Json::Array(expected), Json::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{path}");
            for (place, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(&format!("{path}[{place}]"), expected, found);
            }
        }
        (Json::Number(expected), Json::Number(found)) => {
            let apart = (expected.as_f64().unwrap() - found.as_f64().unwrap()).abs();
            assert!(apart <= 1e-6, "{path}: {expected} expected, {found} found");
        }
        _ => assert_eq!(expected, found, "{path}"),
    }
}

fn list(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Json) -> &str {
    value.as_str().expect("a name")
}

fn number(value: &Json) -> u32 {
    value.as_u64().and_then(|number| number.try_into().ok()).expect("a position")
}

/// All that the vectors of a file expect is found, and nothing else.
fn compare_all(file: &str, found: fn(&Json) -> Json) {
    for vector in list(&read(file)["vectors"]) {
        compare_whole(word(&vector["id"]), &vector["expected"], &found(vector));
    }
}

/// As `compare`, and what is expected must have been found.
fn compare_whole(path: &str, expected: &Json, found: &Json) {
    if let (Json::Object(expected), Json::Object(found)) = (expected, found) {
        let names =
            |object: &serde_json::Map<String, Json>| object.keys().cloned().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(names(expected), names(found), "{path}");
        expected.iter().for_each(|(key, value)| compare_whole(&format!("{path}.{key}"), value, &found[key]));
    } else if let (Json::Array(expected), Json::Array(found)) = (expected, found) {
        assert_eq!(expected.len(), found.len(), "{path}: {expected:?} expected, {found:?} found");
        let each = expected.iter().zip(found).enumerate();
        each.for_each(|(place, (expected, found))| compare_whole(&format!("{path}[{place}]"), expected, found));
    } else {
        compare(path, expected, found);
    }
}

#[test]
fn agreement_is_what_the_reference_says() {
    compare_all("agreement.json", agreement::result);
}

#[test]
fn saturation_is_what_the_reference_says() {
    compare_all("saturation.json", saturation::result);
}

#[test]
fn descriptive_measures_agree_with_the_reference() {
    compare_all("descriptive.json", descriptive::result);
}

/// Spans of three codes in two documents of sixty characters.
fn some_codings() -> impl Strategy<Value = Vec<(usize, usize, u32, u32)>> {
    let coding = (0..3_usize, 0..2_usize, 0..59_u32, 1..20_u32);
    proptest::collection::vec(
        coding.prop_map(|(code, doc, start, length)| (code, doc, start, 60.min(start + length))),
        0..14,
    )
}

proptest! {
    /// Each pair of excerpts is counted once, and each character, whatever the sweep does.
    #[test]
    fn cooccurrence_is_what_looking_at_every_pair_finds(codings in some_codings()) {
        let mut study = Study::new("s");
        let codes: Vec<CodeId> = ["x", "y", "z"].iter().map(|name| study.code(name, None)).collect();
        let words = "a ".repeat(30);
        let documents = ["D", "E"].map(|title| study.document(title, &words, &[], &[]));
        let mut spans = codings;
        spans.sort_unstable();
        spans.dedup();
        spans.iter().for_each(|&(code, document, start, end)| study.apply(codes[code], documents[document], start, end));
        let found = Cooccurrence::of(&Counting::new(study.project(), Layer::Settled), Reach::Own);
        let of = |wanted: usize| spans.iter().filter(move |(code, ..)| *code == wanted);
        let covered = |code: usize, document: usize, at: u32| {
            of(code).any(|&(_, there, start, end)| there == document && (start..end).contains(&at))
        };
        let characters = |fits: &dyn Fn(usize, u32) -> bool| {
            (0..2).flat_map(|document| (0..60).map(move |at| (document, at))).filter(|&(document, at)| fits(document, at)).count() as u64
        };
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let mut relations = Relations::default();
            for &(_, document, start, end) in of(one) {
                for &(_, there, from, to) in of(other).filter(|(_, there, from, to)| *there == document && start < *to && *from < end) {
                    assert_eq!(document, there);
                    let kind = match (from <= start && end <= to, start <= from && to <= end) {
                        (true, true) => &mut relations.equal,
                        (true, false) => &mut relations.within,
                        (false, true) => &mut relations.encloses,
                        (false, false) => &mut relations.crossing,
                    };
                    *kind += 1;
                }
            }
            let meeting = found.meeting(one, other);
            prop_assert_eq!(meeting.relations, relations);
            let both = |document, at| covered(one, document, at) && covered(other, document, at);
            prop_assert_eq!(meeting.characters, characters(&both));
            prop_assert_eq!(found.standing[one].characters, characters(&|document, at| covered(one, document, at)));
            prop_assert_eq!(found.standing[one].excerpts, of(one).count() as u64);
        }
    }

    /// Counts of runs are counts of characters.
    #[test]
    fn agreement_is_what_looking_at_every_character_finds(codings in some_codings()) {
        // The three "codes" are three coders here, the first document is the one they were to code.
        let spans = |coder: usize| {
            let own = codings.iter().filter(move |(who, document, ..)| (*who, *document) == (coder, 0));
            own.map(|&(.., start, end)| Span::new(start, end, 60).unwrap())
        };
        let marks = [0, 1, 2].map(|coder| segments(spans(coder)));
        let used = |coder: usize, at: u32| spans(coder).any(|span| span.contains(at));
        let counts = Counts::of(60, &marks[0], &marks[1]);
        let count = |fits: &dyn Fn(u32) -> bool| (0..60).filter(|&at| fits(at)).count() as u64;
        prop_assert_eq!(counts.both, count(&|at| used(0, at) && used(1, at)));
        prop_assert_eq!(counts.first, count(&|at| used(0, at) && !used(1, at)));
        prop_assert_eq!(counts.neither, count(&|at| !used(0, at) && !used(1, at)));
        let (mut votes, mut one_by_one) = (Votes::new(3), Votes::new(3));
        votes.add_marks(60, &marks.each_ref().map(Vec::as_slice));
        (0..60).for_each(|at| one_by_one.add(1, 3, (0..3).filter(|&coder| used(coder, at)).count() as u32));
        prop_assert_eq!(votes, one_by_one);
    }
}

#[test]
fn a_code_within_another_and_one_that_crosses_it() {
    let mut study = Study::new("s");
    let (x, y) = (study.code("x", None), study.code("y", None));
    let (d, e) = (study.document("D", &"a".repeat(320), &[], &[]), study.document("E", &"a".repeat(9), &[], &[]));
    [(0, 100), (200, 300)].iter().for_each(|&(start, end)| study.apply(x, d, start, end));
    [(50, 60), (70, 80), (290, 320)].iter().for_each(|&(start, end)| study.apply(y, d, start, end));
    study.apply(y, e, 0, 9);
    let found = Cooccurrence::of(&Counting::new(study.project(), Layer::Settled), Reach::Own);
    let relations = Relations { encloses: 2, crossing: 1, ..Relations::default() };
    assert_eq!((found.meeting(0, 1).relations, found.coefficient(0, 1)), (relations, Some(1.0)));
    assert_eq!(found.of_characters(0, 1), Value::Share(30.0 / 229.0));
    assert_eq!(found.of_places(&[(0, 1)], |standing| &standing.documents), [Value::Share(0.5)]);
}

/// Words of one turn in the synthetic study, without the label.
const SAID: &str = "this is what was said";

/// A study with the published table's incidence: every excerpt is a run of turns by its respondents,
/// with a researcher speaking inside whenever there are several.
fn published(oracle: &Json) -> Study {
    let mut study = Study::new("peer specialists");
    let gender = study.attribute("gender");
    let area = study.attribute("area");
    let mut cases: Vec<(u64, CaseId)> = Vec::new();
    for person in oracle["respondents"].as_array().unwrap() {
        let case = study.case(person["id"].as_str().unwrap());
        study.value(gender, case, person["gender"].as_str().unwrap());
        study.value(area, case, person["area"].as_str().unwrap());
        cases.push((person["number"].as_u64().unwrap(), case));
    }
    let mut codes: Vec<(Vec<String>, CodeId)> = Vec::new();
    let mut passages: Vec<(String, CodeId, Vec<u64>)> = Vec::new();
    for row in oracle["table"].as_array().unwrap() {
        let path: Vec<String> =
            row["path"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().into()).collect();
        let mut code = None;
        for depth in 1..=path.len() {
            code = Some(match codes.iter().find(|(other, _)| *other == path[..depth]) {
                Some((_, code)) => *code,
                None => {
                    let made = study.code(&path[depth - 1], code);
                    codes.push((path[..depth].to_vec(), made));
                    made
                }
            });
        }
        for excerpt in row["excerpts"].as_array().unwrap() {
            let people = excerpt["respondents"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
            passages.push((excerpt["document"].as_str().unwrap().to_string(), code.unwrap(), people));
        }
    }
    for document in oracle["documents"].as_array().unwrap() {
        let title = document["id"].as_str().unwrap();
        add_document(&mut study, title, &cases, passages.iter().filter(|(other, ..)| other == title));
    }
    study
}

fn add_document<'a>(
    study: &mut Study,
    title: &str,
    cases: &[(u64, CaseId)],
    passages: impl Iterator<Item = &'a (String, CodeId, Vec<u64>)>,
) {
    let mut speakers = vec![Speaker { label: "I".into(), role: Role::Interviewer, case: None }];
    let participant = |(number, case): &(u64, CaseId)| Speaker {
        label: format!("R{number}"),
        role: Role::Participant,
        case: Some(*case),
    };
    speakers.extend(cases.iter().map(participant));
    let (mut words, mut turns, mut codings) = (String::new(), Vec::new(), Vec::new());
    let mut say = |words: &mut String, speaker: usize| {
        let start = words.len() as u32;
        words.push_str(&format!("{}: ", speakers[speaker].label));
        let body = words.len() as u32;
        words.push_str(SAID);
        turns.push([speaker as u32, start, body, words.len() as u32]);
        words.push('\n');
        body
    };
    for (_, code, people) in passages {
        say(&mut words, 0);
        let mut start = None;
        for (place, number) in people.iter().enumerate() {
            if place == 1 {
                say(&mut words, 0);
            }
            let speaker = 1 + cases.iter().position(|(other, _)| other == number).unwrap();
            let body = say(&mut words, speaker);
            start.get_or_insert(body);
        }
        codings.push((*code, start.unwrap(), words.len() as u32 - 1));
    }
    let document = study.document(title, &words, &speakers, &turns);
    for (code, start, end) in codings {
        study.apply(code, document, start, end);
    }
}

fn report(study: &Study, name: &str, settings: &[(&str, &str)]) -> Table {
    Report::of(name).unwrap().table(study.project(), study as &dyn Texts, settings).unwrap()
}

/// The value under a column's key in the row of a code.
fn cell<'a>(table: &'a Table, code: &str, key: &str) -> &'a Value {
    let row = table.rows.iter().find(|row| row[0].value.shown() == code).unwrap();
    let column = table.columns.iter().position(|column| column.key == key).unwrap();
    &row[column].value
}

#[test]
fn the_category_table_prints_what_the_paper_printed() {
    let oracle = read("table2_incidence.json");
    let study = published(&oracle);
    let table = report(&study, "category", &[]);
    let mut order = table.rows.iter().map(|row| row[0].value.shown());
    for row in oracle["table"].as_array().unwrap() {
        let code = row["code"].as_str().unwrap();
        assert!(order.any(|other| other == code), "{code} stands in the paper's order");
        assert_eq!(*cell(&table, code, "respondents"), Value::Count(row["computed_respondents"].as_u64().unwrap()));
        assert_eq!(*cell(&table, code, "excerpts"), Value::Count(row["printed_excerpts"].as_u64().unwrap()));
        if let Some(printed) = row["printed_respondents"].as_u64() {
            assert_eq!(*cell(&table, code, "respondents"), Value::Count(printed), "{code}");
        }
    }
    assert_eq!(*cell(&table, "Organizational integration > Not integrated", "respondents"), Value::Count(4));
    assert_eq!(table.rows.len(), 23);
    for note in [
        "respondents coded anywhere: 13 of 13 in the study",
        "codings: 103, excerpts: 103, mentions of respondents: 112",
        "excerpts with more than one respondent: 7",
        "unattributed excerpts: 0",
        "codings counted: 6 documents by all coders",
    ] {
        assert!(table.notes.iter().any(|other| other == note), "{note} in {:?}", table.notes);
    }
}

#[test]
fn parents_are_blank_on_their_own_and_count_people_once_with_their_subcodes() {
    let oracle = read("table2_incidence.json");
    let study = published(&oracle);
    let both = report(&study, "category", &[("count", "both")]);
    let subtree = report(&study, "category", &[("count", "subtree")]);
    for parent in oracle["parents"].as_array().unwrap() {
        let code = parent["code"].as_str().unwrap();
        assert_eq!(*cell(&both, code, "own_excerpts"), Value::Blank);
        assert_eq!(*cell(&both, code, "own_respondents"), Value::Blank);
        for key in ["excerpts", "respondents"] {
            let expected = Value::Count(parent[format!("subtree_{key}")].as_u64().unwrap());
            assert_eq!(*cell(&both, code, &format!("subtree_{key}")), expected);
            assert_eq!(*cell(&subtree, code, key), expected);
        }
    }
}

#[test]
fn crosstabs_count_people_with_each_value() {
    let oracle = read("table2_incidence.json");
    let study = published(&oracle);
    let tables = ["gender", "area"].map(|name| report(&study, "crosstab", &[("by", name)]));
    for (code, cells) in oracle["crosstab"].as_object().unwrap() {
        for (value, expected) in cells.as_object().unwrap() {
            let key = |word: &str| format!("{value}.{word}");
            let has = |table: &&Table| table.columns.iter().any(|column| column.key == key("people"));
            let table = tables.iter().find(has).unwrap();
            for (word, field) in
                [("respondents", "respondents"), ("excerpts", "excerpts"), ("people", "people_in_column")]
            {
                let expected = Value::Count(expected[field].as_u64().unwrap());
                assert_eq!(*cell(table, code, &key(word)), expected, "{code} {value} {word}");
            }
        }
    }
}

#[test]
fn the_matrix_of_codes_and_people_is_the_incidence() {
    let oracle = read("table2_incidence.json");
    let study = published(&oracle);
    let table = report(&study, "frequency", &[("by", "case")]);
    for (code, cells) in oracle["matrix"].as_object().unwrap() {
        for (person, count) in cells.as_object().unwrap() {
            assert_eq!(*cell(&table, code, person), Value::Count(count.as_u64().unwrap()), "{code} {person}");
        }
    }
}

/// Every count under a key with that ending opens as many excerpts as it says.
fn opens_what_it_counts(study: &Study, name: &str, settings: &[(&str, &str)], ending: &str) {
    let table = report(study, name, settings);
    let mut opened = 0;
    for row in &table.rows {
        for (column, cell) in table.columns.iter().zip(row).filter(|(column, _)| column.key.ends_with(ending)) {
            if let (Some(query), Value::Count(count)) = (cell.query(), &cell.value) {
                assert_eq!(excerpts(study.project(), query).len() as u64, *count, "{name} {}", column.key);
                opened += 1;
            }
        }
    }
    assert!(opened >= 20, "{name} {settings:?} opens {opened}");
}

#[test]
fn every_number_opens_exactly_the_excerpts_it_counts() {
    let study = published(&read("table2_incidence.json"));
    opens_what_it_counts(&study, "category", &[("count", "both")], "excerpts");
    opens_what_it_counts(&study, "frequency", &[("by", "document")], "");
    opens_what_it_counts(&study, "frequency", &[("by", "case"), ("count", "subtree")], "");
    opens_what_it_counts(&study, "frequency", &[("by", "speaker")], "");
    opens_what_it_counts(&study, "frequency", &[("by", "gender,area")], "");
    opens_what_it_counts(&study, "crosstab", &[("by", "area"), ("count", "subtree")], "excerpts");
}
