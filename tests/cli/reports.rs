//! The figures of reports, of projects that came as JSON, against values computed elsewhere.

use std::fs;

use serde_json::{Value, json};

use super::{Desk, failed};

fn vectors(file: &str) -> Vec<Value> {
    let words = fs::read_to_string(format!("{}/tests/oracles/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let file: Value = serde_json::from_str(&words).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

impl Desk {
    /// A project with the documents (title, characters), codes and codings of a dump.
    pub fn with_dump(dump: &Value) -> Desk {
        let desk = Desk::new();
        desk.does("new peers");
        desk.file("vector.json", dump.to_string());
        desk.does("import --yes vector.json");
        desk
    }

    pub fn report(&self, line: &str) -> Value {
        serde_json::from_str(&self.does(&format!("report {line} --format json"))).unwrap()
    }
}

/// A project as JSON whose documents have so many characters.
pub fn dump(
    documents: &[(&str, u64)],
    codes: &[&str],
    coders: &[&str],
    codings: Vec<Value>,
    assigned: Vec<Value>,
) -> Value {
    let document = |&(title, length): &(&str, u64)| {
        json!({
            "id": title, "title": title, "kind": "interview", "text": "x".repeat(length as usize),
            "characters": length, "turns": [], "attributes": {},
        })
    };
    json!({
        "format": 1, "project": "vector",
        "coders": coders.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "assignments": assigned,
        "documents": documents.iter().map(document).collect::<Vec<_>>(),
        "speakers": [], "cases": [],
        "codes": codes.iter().map(|code| json!({ "id": code, "path": [code], "parent": null })).collect::<Vec<_>>(),
        "codings": codings, "memos": [], "attributes": [],
    })
}

fn agreement_dump(vector: &Value) -> Value {
    let names = |key: &str| list(&vector[key]).iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>();
    let lengths = vector["docs"].as_object().unwrap().iter();
    let documents: Vec<(&str, u64)> = lengths.map(|(name, length)| (name.as_str(), length.as_u64().unwrap())).collect();
    let codings = list(&vector["codings"]).iter().enumerate().map(|(place, coding)| {
        let [start, end] = ["start", "end"].map(|key| coding[key].as_u64().unwrap());
        json!({
            "id": format!("q{place}"), "document": coding["doc"], "code": coding["code"], "path": [coding["code"]],
            "coder": coding["coder"], "start": start, "end": end, "text": "x".repeat((end - start) as usize),
        })
    });
    let assigned = names("coders").into_iter().flat_map(|coder| {
        list(&vector["assigned"][coder])
            .iter()
            .map(move |document| json!({ "coder": coder, "document": document, "state": "open", "finished": false }))
    });
    dump(&documents, &names("codes"), &names("coders"), codings.collect(), assigned.collect())
}

#[track_caller]
fn same(what: &str, expected: &Value, found: &Value) {
    match (expected.as_f64(), found.as_f64()) {
        (Some(expected), Some(found)) => {
            assert!((expected - found).abs() <= 1e-6, "{what}: {expected} expected, {found} found");
        }
        _ => assert_eq!(expected, found, "{what}"),
    }
}

/// The row of a code, in a table as JSON.
fn row<'a>(table: &'a Value, code: &Value) -> Option<&'a Value> {
    list(&table["rows"]).iter().find(|row| row["code"] == *code)
}

#[test]
fn agreement_of_a_project_that_came_as_json_is_what_the_reference_says() {
    let mut compared = 0;
    for vector in vectors("agreement.json") {
        // A document without a single character is none that could come in.
        if vector["docs"].as_object().unwrap().values().any(|length| *length == 0) {
            continue;
        }
        let (id, expected) = (vector["id"].as_str().unwrap(), &vector["expected"]);
        let desk = Desk::with_dump(&agreement_dump(&vector));
        let all = ["--coding-unit", "characters", "--of", "everything"].join(" ");
        for average in list(&expected["pairwise_average"]) {
            let pair = list(&average["coders"]).iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>().join(",");
            let [pooled, weighted, unweighted] = ["pooled", "weighted", "unweighted-complete"]
                .map(|how| desk.report(&format!("agreement --coders {pair} --average {how} {all}")));
            let Some(found) = row(&pooled, &average["code"]) else {
                // Nobody used it: there is nothing to print, and nothing defined.
                assert!(average["kappa_pooled"].is_null() && average["f1_pooled"].is_null(), "{id}");
                continue;
            };
            for (key, name) in
                [("kappa", "kappa_pooled"), ("f1", "f1_pooled"), ("ac1", "ac1_pooled"), ("scott_pi", "scott_pi_pooled")]
            {
                same(&format!("{id} {pair} {name}"), &average[name], &found[key]);
                compared += 1;
            }
            for (table, ending) in [(&weighted, "weighted_defined_only"), (&unweighted, "unweighted_agreement_is_1")] {
                let name = format!("kappa_{ending}");
                same(&format!("{id} {pair} {name}"), &average[&name], &row(table, &average["code"]).unwrap()["kappa"]);
            }
            same(id, &average["pa_weighted"], &row(&weighted, &average["code"]).unwrap()["percent"]);
        }
        let everybody = desk.report(&format!("agreement {all}"));
        for multi in list(&expected["multi"]).iter().filter(|multi| multi["doc"] == "*") {
            let Some(found) = row(&everybody, &multi["code"]) else { continue };
            for key in ["percent", "ac1", "alpha"] {
                same(&format!("{id} {key}"), &multi[key], &found[key]);
                compared += 1;
            }
            if list(&vector["coders"]).len() > 2 {
                same(&format!("{id} fleiss"), &multi["fleiss"], &found["fleiss"]);
            }
        }
    }
    assert!(compared > 150, "only {compared} figures");
}

#[test]
fn segments_and_unitizing_are_what_the_reference_says() {
    let named = |id: &str| vectors("agreement.json").into_iter().find(|vector| vector["id"] == id).unwrap();
    let vector = named("v_holsti_classic");
    let desk = Desk::with_dump(&agreement_dump(&vector));
    for expected in list(&vector["expected"]["segments"]).iter().filter(|row| row["min_overlap"].is_number()) {
        let table = desk.report(&format!("segments --overlap {}", expected["min_overlap"]));
        let found = row(&table, &json!("all of these codes")).unwrap();
        for (key, name) in [
            ("both_ways", "both_ways"),
            ("holsti", "holsti"),
            ("one_to_one", "one_to_one"),
            ("first_matched", "matched_a"),
        ] {
            same(key, &expected[name], &found[key]);
        }
    }
    let vector = named("v_value_swap");
    let mut dump = agreement_dump(&vector);
    for code in dump["codes"].as_array_mut().unwrap() {
        let name = code["id"].clone();
        (code["path"], code["parent"]) = (json!(["domain", name]), json!("domain"));
    }
    dump["codes"].as_array_mut().unwrap().push(json!({ "id": "domain", "path": ["domain"], "parent": null }));
    for coding in dump["codings"].as_array_mut().unwrap() {
        coding["path"] = json!(["domain", coding["code"]]);
    }
    let desk = Desk::with_dump(&dump);
    let expected = &list(&vector["expected"]["unitizing"])[2];
    let table = desk.report("unitizing --domain domain");
    let found = row(&table, &json!("domain")).unwrap();
    for (key, name) in [("u", "u"), ("relevance", "bar_u"), ("cu", "cu"), ("covered", "cu_coverage")] {
        same(key, &expected[name], &found[key]);
    }
    same("ku", &expected["ku"]["x"], &row(&table, &json!("domain > x")).unwrap()["ku"]);
}

#[test]
fn new_codes_in_a_project_that_came_as_json_are_what_the_reference_says() {
    for vector in vectors("saturation.json") {
        let interviews = list(&vector["interviews"]);
        let names: Vec<String> = (1..=interviews.len()).map(|place| format!("I{place:02}")).collect();
        let documents: Vec<(&str, u64)> = names.iter().map(|name| (name.as_str(), 40)).collect();
        let mut codes: Vec<&str> = interviews.iter().flat_map(list).map(|code| code.as_str().unwrap()).collect();
        codes.sort_unstable();
        codes.dedup();
        let codings = interviews.iter().zip(&names).flat_map(|(codes, document)| {
            list(codes).iter().map(move |code| {
                json!({
                    "id": format!("{document}{code}"), "document": document, "code": code, "path": [code],
                    "coder": "A", "start": 0, "end": 10, "text": "x".repeat(10),
                })
            })
        });
        let desk = Desk::with_dump(&dump(&documents, &codes, &["A"], codings.collect(), vec![]));
        for expected in list(&vector["expected"]) {
            let [base, run, threshold] = ["base", "run", "threshold"].map(|key| expected[key].to_string());
            let table = desk.report(&format!("saturation --base {base} --run {run} --threshold {threshold}"));
            let column = |key: &str| list(&table["rows"]).iter().map(|row| row[key].clone()).collect::<Vec<_>>();
            assert_eq!(json!(column("new")), expected["new_per_interview"]);
            assert_eq!(json!(column("codes")), expected["cumulative"]);
            for run in list(&expected["runs"]) {
                let place = run["after"].as_u64().unwrap() as usize - 1;
                same("new in the run", &run["new"], &column("run_new")[place]);
                same("ratio", &run["ratio"], &column("run_ratio")[place]);
            }
            let said = table["notes"].to_string();
            match expected["label"].as_str() {
                Some(label) => assert!(said.contains(&format!("({label})")), "{label}: {said}"),
                None => assert!(!said.contains("brought at most"), "{said}"),
            }
        }
    }
}

#[test]
fn agreement_says_what_it_needs() {
    let desk = Desk::with_study();
    desk.fails("report agreement", 2, "agreement takes two coders");
    desk.fails("report agreement --coders mk,nobody", 2, "there is no one coder \"nobody\"");
    desk.fails("report segments --overlap 0", 2, "a number above 0, up to 1");
    desk.fails("report agreement --coding-unit words", 2, "choose turns, sentences, characters");
    // A colleague codes one of the two documents, with two codes over each other.
    for code in ["Recovery", "Boundaries"] {
        let line = format!("apply --coder js --document INT1 --span 17..29 --code {code}");
        let output = desk.run(&line);
        assert!(output.status.success(), "{}", super::said(&output));
    }
    desk.does("code add Domain>one");
    desk.does("code add Domain>two");
    let table = desk.report("agreement");
    let found = row(&table, &json!("Barriers > Boundaries")).unwrap();
    assert_eq!((&found["both"], &found["neither"], &found["f1"]), (&json!(1), &json!(2), &json!(1.0)));
    assert!(table["notes"].to_string().contains("whoever coded in one counts as its coder"));
    for code in ["one", "two"] {
        desk.does(&format!("apply --document INT1 --span 17..29 --code Domain>{code}"));
    }
    desk.fails(
        "report unitizing --domain Domain",
        2,
        "codes of a domain may not overlap: mk has both \"Domain > one\"",
    );
    failed(&desk.run("report unitizing --domain Recovery"), "unitizing", 2, "fewer than two subcodes");
}

/// The study of leaders: who was interviewed in which phase, and one turn for every excerpt.
fn leaders_dump(oracle: &Value) -> Value {
    let word = |value: &Value| value.as_str().unwrap().to_string();
    let (mut documents, mut speakers, mut codings) = (Vec::new(), Vec::new(), Vec::new());
    for document in list(&oracle["documents"]) {
        let mut text = "Interviewer: How is it?\n".to_string();
        let mut turns = vec![json!({ "speaker": "Interviewer", "start": 0, "body": 13, "end": 23 })];
        for excerpt in list(&oracle["excerpts"]).iter().filter(|excerpt| excerpt["document"] == document["id"]) {
            let start = text.len();
            text.push_str("Leader: So it was.\n");
            let (body, end) = (start + 8, text.len() - 1);
            turns.push(json!({ "speaker": "Leader", "start": start, "body": body, "end": end }));
            codings.push(json!({
                "id": format!("q{}", codings.len()), "document": document["id"], "code": excerpt["code"],
                "path": [], "coder": "A", "start": body, "end": end, "text": &text[body..end],
            }));
        }
        speakers
            .push(json!({ "document": document["id"], "label": "Interviewer", "role": "interviewer", "case": null }));
        speakers.push(json!({
            "document": document["id"], "label": "Leader", "role": "participant", "case": document["participant"],
        }));
        documents.push(json!({
            "id": document["id"], "title": document["id"], "kind": "interview", "text": text,
            "characters": text.chars().count(), "turns": turns,
            "attributes": { "phase": document["phase"].to_string() },
        }));
    }
    let case = |person: &Value| {
        let words = |key: &str| json!(person[key].to_string().trim_matches('"'));
        let keys = ["site", "age", "gender", "race", "profession", "years_in_organisation", "years_with_smi"];
        let values: serde_json::Map<String, Value> = keys.iter().map(|key| (key.to_string(), words(key))).collect();
        json!({ "id": person["id"], "name": person["id"], "attributes": values })
    };
    let mut codes = Vec::new();
    for theme in list(&oracle["codebook"]) {
        let name = word(&theme["theme"]);
        codes.push(json!({ "id": name, "path": [name], "parent": null }));
        for code in list(&theme["codes"]) {
            codes.push(json!({ "id": code, "path": [name, code], "parent": name }));
            for coding in codings.iter_mut().filter(|coding| coding["code"] == *code) {
                coding["path"] = json!([name, code]);
            }
        }
    }
    json!({
        "format": 1, "project": "leaders", "coders": [{ "name": "A" }], "documents": documents, "speakers": speakers,
        "cases": list(&oracle["participants"]).iter().map(case).collect::<Vec<_>>(), "codes": codes,
        "codings": codings, "memos": [],
        "attributes": [
            { "name": "site", "on": "case", "type": "text" },
            { "name": "age", "on": "case", "type": "number" },
            { "name": "gender", "on": "case", "type": "text" },
            { "name": "race", "on": "case", "type": "text" },
            { "name": "profession", "on": "case", "type": "text" },
            { "name": "years_in_organisation", "on": "case", "type": "number" },
            { "name": "years_with_smi", "on": "case", "type": "number" },
            { "name": "phase", "on": "document", "type": "ordered", "values": ["1", "2"] },
        ],
    })
}

#[test]
fn mentions_by_site_and_phase_are_what_the_reference_says() {
    let words = fs::read_to_string(format!("{}/tests/oracles/study2_matrix.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let oracle: Value = serde_json::from_str(&words).unwrap();
    let desk = Desk::with_dump(&leaders_dump(&oracle));
    let table = desk.report("phases --by site");
    let mut cells = 0;
    for expected in list(&oracle["matrix"]) {
        let name = expected["name"].as_str().unwrap();
        let is_it = |row: &&Value| row["path"].as_array().unwrap().last().unwrap() == name;
        let found = list(&table["rows"]).iter().find(is_it).unwrap();
        for (group, cell) in expected["cells"].as_object().unwrap() {
            for phase in ["1", "2"] {
                let cell = &cell[&format!("phase{phase}")];
                assert_eq!(found[&format!("{group} {phase}.respondents")], cell["leaders"], "{name} {group} {phase}");
                assert_eq!(found[&format!("{group} {phase}.excerpts")], cell["excerpts"], "{name} {group} {phase}");
                cells += 1;
            }
            assert_eq!(found[&format!("{group} 1.people")], cell["leaders_interviewed"], "{name} {group}");
            assert_eq!(found[&format!("{group} 1-2")], cell["change_by_leaders"], "{name} {group}");
        }
        for (key, number) in expected["panel"].as_object().unwrap() {
            assert_eq!(found[&format!("panel.{key}")], *number, "{name} {key}");
        }
    }
    assert!(cells >= 24, "only {cells} cells");
    the_sample(&desk, &oracle["table1"]);
    let once = Desk::with_study();
    once.fails("report phases", 2, "no document has a phase");
}

/// Who took part: people, of whom ten were interviewed twice, and not interviews.
#[track_caller]
fn the_sample(desk: &Desk, expected: &Value) {
    let table = desk.report("sample");
    let row = |attribute: &str, value: Value| {
        let is_it = |row: &&Value| row["attribute"] == attribute && row["value"] == value;
        list(&table["rows"]).iter().find(is_it).unwrap_or_else(|| panic!("{attribute} {value}"))
    };
    assert_eq!(row("people", Value::Null)["n"], expected["n"]);
    for attribute in ["gender", "race", "profession"] {
        for (value, numbers) in expected[attribute].as_object().unwrap() {
            let found = row(attribute, json!(value));
            assert_eq!(found["n"], numbers[0], "{attribute} {value}");
            assert_eq!(json!((found["share"].as_f64().unwrap() * 100.0 + 0.5).floor() as u64), numbers[1]);
        }
    }
    for (attribute, [mean, sd]) in [("age", [1, 1]), ("years_in_organisation", [2, 2]), ("years_with_smi", [1, 2])] {
        let found = row(attribute, Value::Null);
        for (key, decimals) in [("mean", mean), ("sd", sd)] {
            let rounded = |value: &Value| format!("{:.decimals$}", value.as_f64().unwrap());
            assert_eq!(rounded(&found[key]), rounded(&expected[attribute][key]), "{attribute} {key}");
        }
    }
}

#[test]
fn two_coders_on_one_passage_are_one_excerpt() {
    let coding = |id: &str, coder: &str| {
        json!({
            "id": id, "document": "D", "code": "x", "path": ["x"], "coder": coder, "start": 0, "end": 10,
            "text": "x".repeat(10),
        })
    };
    let codings = vec![coding("q1", "A"), coding("q2", "B")];
    let desk = Desk::with_dump(&dump(&[("D", 40)], &["x"], &["A", "B"], codings, vec![]));
    let table = desk.report("category --layer union");
    assert_eq!(row(&table, &json!("x")).unwrap()["excerpts"], 1);
    let notes = table["notes"].to_string();
    assert!(notes.contains("codings: 2, excerpts: 1"), "{notes}");
}

#[test]
fn whose_words_no_longer_count_are_in_no_figure_of_agreement() {
    let desk = Desk::with_study();
    for line in [
        "apply --coder js --document INT1 --span 17..29 --code Recovery",
        "apply --document INT1 --span 17..29 --code Recovery",
    ] {
        assert!(desk.run(line).status.success());
    }
    let both = |desk: &Desk| row(&desk.report("segments"), &json!("Recovery")).map(|row| row["one_to_one"].clone());
    assert_eq!(both(&desk), Some(json!(1)));
    desk.does("withdraw Eva --stop --yes");
    assert_eq!(both(&desk), None);
}

#[test]
fn changes_of_the_codebook_count_once_they_stand_and_not_for_codes_made_in_the_same_act() {
    let desk = Desk::with_study();
    let changes = |desk: &Desk| {
        let table = desk.report("saturation");
        let told = |row: &Value| {
            format!("{} {} {}", row["document"], row["changes"], row["kinds"].as_str().unwrap_or_default())
                .replace('"', "")
        };
        list(&table["rows"]).iter().map(told).collect::<Vec<_>>()
    };
    // The last that was coded in is INT1.
    assert_eq!(changes(&desk), ["FG1 0 ", "INT1 0 "]);
    desk.does("code rename Recovery Healing");
    desk.does("code define Healing --definition better");
    assert_eq!(changes(&desk), ["FG1 0 ", "INT1 2 1 redefined, 1 renamed"]);
    desk.does("undo");
    assert_eq!(changes(&desk), ["FG1 0 ", "INT1 1 1 renamed"]);
    // A project that is brought in has its codes and what they mean of one act.
    let dump = desk.does("dump");
    desk.file("study.json", dump);
    desk.does("new other");
    desk.does("import --yes --project other study.json");
    let brought = desk.report("saturation --project other");
    assert!(list(&brought["rows"]).iter().all(|row| row["changes"] == 0), "{brought}");
}
