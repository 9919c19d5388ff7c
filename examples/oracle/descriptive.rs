//! The measures of descriptive vectors: category table, columns, crosstab, line-by-line.

use std::collections::{BTreeMap, BTreeSet};

use emic::analysis::*;
use emic::project::*;
use serde_json::{Map, Value as Json, json};

use super::saturation;
use super::study::Study;
use super::{list, number, word};

/// A vector's study, with the names under which the vector knows its things.
struct Vector {
    study: Study,
    codes: Vec<(String, CodeId)>,
    documents: Vec<(String, DocumentId)>,
    cases: Vec<(String, CaseId)>,
    site: AttributeId,
}

/// What emic computes for one vector, under the vector's own names.
pub fn result(vector: &Json) -> Json {
    let waves: BTreeSet<Option<u64>> = list(&vector["documents"]).iter().map(|it| it["wave"].as_u64()).collect();
    let vector = build(vector);
    let project = vector.study.project();
    let counting = Counting::new(project, Layer::default());
    let whole: Ground = project
        .documents()
        .filter_map(|(id, document)| Some((id, vec![emic::text::Span::new(0, document.characters, u32::MAX)?])))
        .collect();
    let mut found = json!({
        "total_chars": characters_in(&whole),
        "total_words": words_in(project, &vector.study, &whole),
        "table": table(&vector, &counting, characters_in(&whole)),
        "cooccurrence": cooccurrence(&vector, &counting),
        "saturation": new_codes(&vector, &counting),
        "crosstab_site": crosstab(&vector, &counting),
        "by_document": by(&vector, &counting, &By::Document),
        "by_speaker": by(&vector, &counting, &By::Case),
        "line_by_line": vector.documents.iter().map(|(name, id)| lines(&counting, name, *id)).collect::<Vec<_>>(),
    });
    if waves.len() > 1 {
        found["change"] = change(&vector).into();
    }
    found
}

/// Mentions from the first wave to the second, and the panel, as the report has them.
fn change(vector: &Vector) -> Vec<Json> {
    let report = Report::of("phases").expect("it is in the list");
    let settings = [("phase", "wave"), ("count", "own")];
    let table = report.table(vector.study.project(), &vector.study, &settings).expect("documents have waves");
    let row = |(name, code): &(String, CodeId)| {
        let place = vector.study.project().codebook().place(*code)?;
        let cell = |key: &str| {
            let column = table.columns.iter().position(|column| column.key == key)?;
            match &table.rows[place][column].value {
                Value::Count(count) => Some(json!(count)),
                Value::Words(words) => Some(json!(words)),
                _ => None,
            }
        };
        let wave = |name: &str| [cell(&format!("{name}.respondents")), cell(&format!("{name}.people"))];
        let panel = ["people", "kept", "gained", "lost", "never"];
        let panel: Map<String, Json> =
            panel.iter().filter_map(|key| Some((key.to_string(), cell(&format!("panel.{key}"))?))).collect();
        Some(json!({ "code": name, "wave1": wave("1"), "wave2": wave("2"), "change": cell("1-2"), "panel": panel }))
    };
    vector.codes.iter().filter_map(row).collect()
}

fn build(vector: &Json) -> Vector {
    let mut study = Study::new("descriptive");
    let site = study.attribute("site");
    let wave = AttributeId(study.id());
    study.make(Edit::AddAttribute {
        attribute: wave,
        name: "wave".into(),
        on: Bearer::Document,
        values: ValueType::Text,
    });
    let mut cases = Vec::new();
    for case in list(&vector["cases"]) {
        let id = study.case(word(&case["id"]));
        study.value(site, id, word(&case["site"]));
        cases.push((word(&case["id"]).to_string(), id));
    }
    let mut codes: Vec<(String, CodeId)> = Vec::new();
    for code in list(&vector["codes"]) {
        let parent = code["parent"].as_str().map(|parent| named(&codes, parent));
        codes.push((word(&code["code"]).to_string(), study.code(word(&code["code"]), parent)));
    }
    let asks = |label: &str| list(&vector["interviewer"]).iter().any(|other| other == label);
    let mut documents = Vec::new();
    for document in list(&vector["documents"]) {
        let mut speakers: Vec<Speaker> = Vec::new();
        let mut turns = Vec::new();
        for turn in list(&document["turns"]) {
            let label = word(&turn["speaker"]);
            let place = speakers.iter().position(|speaker| speaker.label == label).unwrap_or_else(|| {
                let role = if asks(label) { Role::Interviewer } else { Role::Participant };
                let case = cases.iter().find(|(name, _)| name == label).map(|(_, case)| *case);
                speakers.push(Speaker { label: label.to_string(), role, case });
                speakers.len() - 1
            });
            turns.push([place as u32, number(&turn["start"]), number(&turn["body_start"]), number(&turn["end"])]);
        }
        let id = study.document(word(&document["id"]), word(&document["text"]), &speakers, &turns);
        if document["wave"].is_number() {
            let (subject, value) = (Subject::Document(id), Some(document["wave"].to_string()));
            study.make(Edit::SetAttribute { attribute: wave, subject, phase: None, value });
        }
        documents.push((word(&document["id"]).to_string(), id));
    }
    for coding in list(&vector["codings"]) {
        let (code, document) = (named(&codes, word(&coding["code"])), named(&documents, word(&coding["doc"])));
        study.apply(code, document, number(&coding["start"]), number(&coding["end"]));
    }
    Vector { study, codes, documents, cases, site }
}

fn table(vector: &Vector, counting: &Counting, characters: u64) -> Vec<Json> {
    let project = counting.project();
    let tallies = tallies(counting);
    let row = |(name, code): &(String, CodeId)| {
        let place = project.codebook().place(*code)?;
        let Tally { own, subtree } = tallies[place];
        let (own_runs, subtree_runs) = (runs(counting, *code, Reach::Own), runs(counting, *code, Reach::Subtree));
        let covered = characters_in(&own_runs);
        let found = excerpts(project, &Query { code: Some(*code), ..Query::default() });
        let speakers = found.iter().map(|excerpt| project.respondents(excerpt.document, excerpt.span).len());
        let speakers: Vec<usize> = speakers.collect();
        let percent = match Value::share(covered, characters) {
            Value::Share(share) => json!(share * 100.0),
            _ => Json::Null,
        };
        Some(json!({
            "code": name,
            "own_excerpts": own.excerpts,
            "own_respondents": own.respondents,
            "own_documents": own.documents,
            "own_chars": covered,
            "own_words": words_in(project, &vector.study, &own_runs),
            "own_char_percent": percent,
            "subtree_excerpts": subtree.excerpts,
            "subtree_respondents": subtree.respondents,
            "subtree_documents": subtree.documents,
            "subtree_chars": characters_in(&subtree_runs),
            "multi_speaker_excerpts": speakers.iter().filter(|&&n| n > 1).count(),
            "no_respondent_excerpts": speakers.iter().filter(|&&n| n == 0).count(),
        }))
    };
    vector.codes.iter().filter_map(row).collect()
}

fn cooccurrence(vector: &Vector, counting: &Counting) -> Vec<Json> {
    let found = Cooccurrence::of(counting, Reach::Own);
    let place = |code: CodeId| counting.project().codebook().place(code).expect("a code in use");
    let share = |value: Value| match value {
        Value::Share(share) => json!(share),
        _ => Json::Null,
    };
    let pairs = vector
        .codes
        .iter()
        .enumerate()
        .flat_map(|(first, one)| vector.codes[first + 1..].iter().map(move |other| [one, other]));
    let row = |[one, other]: [&(String, CodeId); 2]| {
        let (mut rows, turned) = ([place(one.1), place(other.1)], place(one.1) > place(other.1));
        rows.sort_unstable();
        let [low, high] = rows;
        let Relations { equal, mut within, mut encloses, .. } = found.meeting(low, high).relations;
        if turned {
            std::mem::swap(&mut within, &mut encloses);
        }
        let documents = |row: usize| &found.standing[row].documents;
        json!({
            "a": one.0, "b": other.0,
            "n1": found.standing[place(one.1)].excerpts, "n2": found.standing[place(other.1)].excerpts,
            "n12": found.meeting(low, high).relations.pairs(), "equal": equal, "within": within, "encloses": encloses,
            "c": found.coefficient(low, high),
            "same_doc": documents(low).iter().filter(|place| documents(high).contains(place)).count(),
            "doc_jaccard": share(found.of_places(&[(low, high)], |standing| &standing.documents).swap_remove(0)),
            "char_jaccard": share(found.of_characters(low, high)),
        })
    };
    pairs.map(row).collect()
}

/// New codes by document, as each vector looks at them.
fn new_codes(vector: &Vector, counting: &Counting) -> Vec<Json> {
    let codes = |(_, id): &(String, DocumentId)| {
        counting.project().codings_in(*id).filter_map(|(id, coding)| counting.row(id, coding)).collect()
    };
    let interviews: Vec<BTreeSet<usize>> = vector.documents.iter().map(codes).collect();
    let runs = [(4, 2, 0.05), (4, 3, 0.0), (5, 2, 0.0), (6, 3, 0.05)];
    runs.map(|(base, run, threshold)| saturation::row(&interviews, Runs { base, run, threshold })).into()
}

fn crosstab(vector: &Vector, counting: &Counting) -> Vec<Json> {
    let axis = Axis::new(counting.project(), &By::Attributes(vec![vector.site]));
    let crossings = crossings(counting, &axis, Reach::Own);
    let row = |(name, code): &(String, CodeId)| {
        let counts = &crossings[counting.project().codebook().place(*code)?];
        let cells: Map<String, Json> = axis
            .columns()
            .iter()
            .zip(counts)
            .map(|(column, count)| {
                let cell = json!({
                    "excerpts": count.excerpts,
                    "respondents": count.respondents,
                    "people_in_column": column.people,
                });
                (column.title.clone(), cell)
            })
            .collect();
        Some(json!({ "code": name, "cells": cells, "distinct_excerpts": counts.last()?.excerpts }))
    };
    vector.codes.iter().filter_map(row).collect()
}

fn by(vector: &Vector, counting: &Counting, by: &By) -> Vec<Json> {
    let axis = Axis::new(counting.project(), by);
    let crossings = crossings(counting, &axis, Reach::Own);
    let names: BTreeMap<Place, &str> = vector
        .documents
        .iter()
        .map(|(name, id)| (Place::Document(*id), name.as_str()))
        .chain(vector.cases.iter().map(|(name, id)| (Place::Person(Person::Case(*id)), name.as_str())))
        .collect();
    let row = |(name, code): &(String, CodeId)| {
        let counts = &crossings[counting.project().codebook().place(*code)?];
        let cells = axis.columns().iter().zip(counts);
        let excerpts: Map<String, Json> =
            cells.map(|(column, count)| (names[&column.place].to_string(), json!(count.excerpts))).collect();
        Some(json!({ "code": name, "excerpts": excerpts }))
    };
    vector.codes.iter().filter_map(row).collect()
}

fn lines(counting: &Counting, name: &str, document: DocumentId) -> Json {
    let found = line_by_line(counting, document);
    json!({
        "doc": name,
        "coded_chars": found.coded,
        "chars": counting.project().document(document).map(|document| document.characters),
        "respondent_turns": found.turns,
        "uncoded_respondent_turns": found.uncoded,
    })
}

fn named<T: Copy>(things: &[(String, T)], name: &str) -> T {
    things.iter().find(|(other, _)| other == name).expect("the vector names what it has").1
}
