//! The study of leaders: who took part, and what they spoke of by site and phase, as the reference has it.

use std::collections::{BTreeMap, BTreeSet};

use emic::analysis::{
    Cell, Counting, Layer, Mentions, Query, Value, direction, disagreements, excerpts, finished_coders,
};
use emic::desk::Desk;
use emic::project::*;
use emic::text::sentences;
use serde_json::Value as Json;
use tempfile::TempDir;

use super::{cell, copy, count, desk, oracle, report};

/// The transcripts that both coders coded, before the codebook was final.
const PILOT: [&str; 4] = ["S1-M1 2015", "S2-D 2015", "S2-M1 2018", "S3-M1 2018"];
const MISUNDERSTANDING: &str = "Misunderstanding the peer role";

/// The desk of one of the coders, at a copy that lasts as long as what is beside it.
fn leaders() -> (TempDir, Desk) {
    let (above, folder) = copy("leaders");
    let desk = desk(&folder, "nadia");
    (above, desk)
}

fn reference() -> Json {
    oracle("study2_matrix.json")
}

fn list(value: &Json) -> &[Json] {
    value.as_array().unwrap()
}

fn word(value: &Json) -> &str {
    value.as_str().unwrap()
}

/// The full name of a theme or of a code.
fn path(reference: &Json, name: &str) -> String {
    let mut themes = list(&reference["codebook"]).iter();
    let above = themes.find(|theme| list(&theme["codes"]).iter().any(|code| code == name));
    above.map_or(name.to_string(), |theme| format!("{} > {name}", word(&theme["theme"])))
}

/// The title of a document of the reference.
fn title(document: &Json) -> String {
    format!("{} {}", word(&document["participant"]), document["year"])
}

#[test]
fn who_took_part_is_counted_by_person() {
    let (_above, desk) = leaders();
    let (reference, table) = (reference(), report(&desk, "sample", &[]));
    let row = |attribute: &str, value: &str| {
        let fits = |row: &&Vec<Cell>| row[0].value.shown() == attribute && row[1].value.shown() == value;
        table.rows.iter().find(fits).unwrap_or_else(|| panic!("{attribute} {value}"))
    };
    let expected = &reference["table1"];
    assert_eq!((desk.project().documents().count(), list(&reference["documents"]).len()), (24, 24));
    assert_eq!(row("people", "")[2].value, count(&expected["n"]));
    let counted = |attribute: &str, value: &str, numbers: &Json| {
        let found = row(attribute, value);
        assert_eq!(found[2].value, count(&numbers[0]), "{attribute} {value}");
        let Value::Share(share) = found[3].value else { panic!("{attribute} {value} has no share") };
        assert_eq!((share * 100.0 + 0.5).floor() as u64, numbers[1].as_u64().unwrap(), "{attribute} {value}");
    };
    for attribute in ["gender", "race", "profession"] {
        expected[attribute].as_object().unwrap().iter().for_each(|(value, numbers)| counted(attribute, value, numbers));
    }
    counted("latinx", "yes", &expected["latinx"]);
    for (attribute, decimals) in [("age", [1, 1]), ("years in organisation", [2, 2]), ("years with SMI", [1, 2])] {
        let expected = &expected[attribute.replace(' ', "_").to_lowercase()];
        for (place, (key, decimals)) in (4..).zip(["mean", "sd"].into_iter().zip(decimals)) {
            let Value::Rate(found) = row(attribute, "")[place].value else { panic!("{attribute} has no {key}") };
            let expected = expected[key].as_f64().unwrap();
            assert_eq!(format!("{found:.decimals$}"), format!("{expected:.decimals$}"), "{attribute} {key}");
        }
    }
}

#[test]
fn everybody_is_who_the_reference_says() {
    let (_above, desk) = leaders();
    let project = desk.project();
    let value = |subject: Subject, name: &str| {
        let (attribute, _) = project.attributes().find(|(_, attribute)| attribute.name == name).unwrap();
        project.value(attribute, subject, None).map(str::to_string)
    };
    let reference = reference();
    for person in list(&reference["participants"]) {
        let (case, _) = project.cases().find(|(_, case)| case.name == word(&person["id"])).unwrap();
        for name in ["site", "role", "gender", "race", "profession"] {
            assert_eq!(value(Subject::Case(case), name).as_deref(), person[name].as_str(), "{} {name}", person["id"]);
        }
        for name in ["age", "years in organisation", "years with SMI"] {
            let found = value(Subject::Case(case), name).unwrap().parse().ok();
            assert_eq!(found, person[name.replace(' ', "_").to_lowercase()].as_f64(), "{} {name}", person["id"]);
        }
        let latinx = value(Subject::Case(case), "latinx").as_deref() == Some("yes");
        assert_eq!(Some(latinx), person["latinx"].as_bool(), "{}", person["id"]);
    }
    for expected in list(&reference["documents"]) {
        let (id, document) = project.documents().find(|(_, document)| document.title == title(expected)).unwrap();
        let spoken: Vec<_> = document.speakers.iter().map(|speaker| (speaker.label.as_str(), speaker.role)).collect();
        let person = word(&expected["participant"]);
        assert_eq!(spoken, [("Researcher", Role::Interviewer), (person, Role::Participant)]);
        assert_eq!(value(Subject::Document(id), "phase"), Some(expected["phase"].to_string()), "{}", document.title);
        let date = value(Subject::Document(id), "date").unwrap();
        assert!(date.starts_with(&expected["year"].to_string()), "{} on {date}", document.title);
    }
}

#[test]
fn every_excerpt_stands_in_the_interview_of_the_reference() {
    let (_above, desk) = leaders();
    let (reference, project) = (reference(), desk.project());
    let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
    for excerpt in list(&reference["excerpts"]) {
        let document = list(&reference["documents"]).iter().find(|document| document["id"] == excerpt["document"]);
        let code = path(&reference, word(&excerpt["code"]));
        *expected.entry((title(document.unwrap()), code)).or_default() += 1;
    }
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    let settled = Counting::new(project, Layer::Settled);
    assert_eq!(settled.composition(), "4 documents by consensus, 10 nadia, 10 oskar");
    for code in expected.keys().map(|(_, code)| code.clone()).collect::<BTreeSet<_>>() {
        let query = Query { code: project.find_code(&code).ok(), ..Query::default() };
        for excerpt in excerpts(project, &query) {
            let title = project.document(excerpt.document).unwrap().title.clone();
            let words = desk.text(excerpt.document).unwrap();
            let sentences = sentences(&words, excerpt.span.start()..excerpt.span.end());
            assert!((1..=4).contains(&sentences.len()), "{title} {}", words.passage(excerpt.span));
            *found.entry((title, code.clone())).or_default() += 1;
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn mentions_by_site_and_phase_are_those_of_the_reference() {
    let (_above, desk) = leaders();
    let (reference, table) = (reference(), report(&desk, "phases", &[("by", "site")]));
    let crosstab = report(&desk, "crosstab", &[("by", "site,phase"), ("count", "subtree")]);
    for expected in list(&reference["matrix"]) {
        let name = path(&reference, word(&expected["name"]));
        let found = |key: &str| cell(&table, &name, key);
        for (group, cells) in expected["cells"].as_object().unwrap() {
            let mut mentions = Vec::new();
            for phase in ["1", "2"] {
                let cell_of = &cells[format!("phase{phase}")];
                for (word, key) in [("respondents", "leaders"), ("excerpts", "excerpts")] {
                    let expected = count(&cell_of[key]);
                    assert_eq!(*found(&format!("{group} {phase}.{word}")), expected, "{name} {group} {phase} {word}");
                    if group != "all" {
                        let crossed = cell(&crosstab, &name, &format!("{group} / {phase}.{word}"));
                        assert_eq!(*crossed, expected, "{name} {group} {phase} {word}");
                    }
                }
                assert_eq!(*found(&format!("{group} {phase}.people")), count(&cells["leaders_interviewed"]), "{group}");
                mentions.push(Mentions { respondents: cell_of["excerpts"].as_u64().unwrap(), people: 1 });
            }
            assert_eq!(found(&format!("{group} 1-2")).shown(), word(&cells["change_by_leaders"]), "{name} {group}");
            assert_eq!(direction(mentions[0], mentions[1]), word(&cells["change_by_excerpts"]), "{name} {group}");
        }
        for (key, number) in expected["panel"].as_object().unwrap() {
            assert_eq!(*found(&format!("panel.{key}")), count(number), "{name} {key}");
        }
    }
}

#[test]
fn what_does_not_fit_at_one_site_is_flagged_and_written_about() {
    let (_above, desk) = leaders();
    let project = desk.project();
    let flagged = excerpts(project, &Query { flag: Some(Flag::Discuss), ..Query::default() });
    let misunderstood = project.find_code(&path(&reference(), MISUNDERSTANDING)).unwrap();
    assert_eq!(flagged.len(), 4);
    for excerpt in flagged {
        let title = &project.document(excerpt.document).unwrap().title;
        assert!(title.starts_with("S2-M") && title.ends_with("2018"), "{title}");
        assert!(excerpt.codings.iter().all(|&coding| project.coding(coding).unwrap().code == misunderstood), "{title}");
        let (_, memo) = project.memos_on(excerpt.document, excerpt.span).next().unwrap();
        let words = desk.texts().text(memo.text).unwrap();
        assert!(words.as_str().starts_with("Counter case to the third theme"), "{title}");
    }
}

#[test]
fn two_coders_differed_on_the_transcripts_that_both_coded() {
    let (_above, desk) = leaders();
    let project = desk.project();
    for (id, document) in project.documents() {
        let coders = finished_coders(project, id);
        let pilot = PILOT.contains(&document.title.as_str());
        assert_eq!(coders.len(), if pilot { 2 } else { 1 }, "{}", document.title);
        assert_eq!(pilot, !disagreements(project, id, &coders).is_empty(), "{}", document.title);
    }
}

#[test]
fn those_transcripts_were_coded_before_the_codebook_was_final_and_all_others_after() {
    let (_above, mut desk) = leaders();
    let project = desk.project().clone();
    let changes = desk.history().unwrap().done();
    let is_of_the_codebook = |edit: &Edit| matches!(edit, Edit::AddCode { .. } | Edit::DefineCode { .. });
    let last = changes.iter().rposition(|done| is_of_the_codebook(&done.op.edit)).unwrap();
    for (place, done) in changes.iter().enumerate() {
        let Edit::ApplyCode { passage, .. } = &done.op.edit else { continue };
        let title = &project.document(passage.document).unwrap().title;
        assert_eq!(place < last, PILOT.contains(&title.as_str()), "{title}");
    }
}

#[test]
fn a_quarter_of_what_they_said_is_left_uncoded() {
    let (_above, desk) = leaders();
    let table = report(&desk, "line-by-line", &[]);
    let sum = |key: &str| -> u64 {
        let titles = table.rows.iter().map(|row| row[0].value.shown());
        let counts = titles.map(|title| cell(&table, &title, key).shown().parse::<u64>().unwrap());
        counts.sum()
    };
    assert_eq!([sum("participant_turns"), sum("coded_turns")], [144, 108]);
}
