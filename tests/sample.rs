//! The sample projects: made again byte for byte, and printing the numbers of the published tables.

#[path = "../examples/sample/making.rs"]
mod making;

#[path = "sample/leaders.rs"]
mod leaders;
#[path = "sample/reports.rs"]
mod reports;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use emic::analysis::{Answer, Block, Query, Report, Table, TrailQuery, Value, excerpts, faults, trail};
use emic::desk::{Desk, World};
use emic::project::*;
use emic::store::{Folder, SampleWork, put_sample};
use serde_json::Value as Json;
use tempfile::TempDir;

/// Every file of a project folder that travels with it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for part in ["", "log", "texts"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                found.insert(Path::new(part).join(entry.file_name()), std::fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

/// A copy of a sample to work in.
fn copy(name: &str) -> (TempDir, Folder) {
    let above = TempDir::new().unwrap();
    for (file, bytes) in files(&making::kept(name)) {
        let path = above.path().join(name).join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let folder = Folder::open(&above.path().join(name)).unwrap();
    (above, folder)
}

fn desk(folder: &Folder, coder: &str) -> Desk {
    Desk::open(folder.clone(), None, coder, World::real()).unwrap()
}

fn oracle(file: &str) -> Json {
    let path = format!("{}/tests/oracles/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn report(desk: &Desk, name: &str, settings: &[(&str, &str)]) -> Table {
    Report::of(name).unwrap().table(desk.project(), desk.texts(), settings).unwrap()
}

/// The value under a column's key in the row of a code.
fn cell<'a>(table: &'a Table, code: &str, key: &str) -> &'a Value {
    let row = table.rows.iter().find(|row| row[0].value.shown() == code).unwrap();
    &row[table.columns.iter().position(|column| column.key == key).unwrap()].value
}

fn count(number: &Json) -> Value {
    Value::Count(number.as_u64().unwrap())
}

/// Holds that the project in a folder is the one that is kept.
#[track_caller]
fn same_bytes(name: &str, folder: &Path, how: &str) {
    let (kept, found) = (files(&making::kept(name)), files(folder));
    assert!(found.keys().eq(kept.keys()), "{name}, {how}: {:?}", found.keys());
    for (file, bytes) in &kept {
        assert!(found[file] == *bytes, "{name}, {how}: {} differs; run the example `sample`", file.display());
    }
}

#[test]
fn the_sample_made_again_is_the_same_byte_for_byte() {
    let above = TempDir::new().unwrap();
    for name in making::STUDIES {
        let made = above.path().join(name);
        making::make(&making::study(name).unwrap(), &made).unwrap();
        same_bytes(name, &made, "made again");
    }
    let put = above.path().join("put");
    put_sample(&put, SampleWork::Kept).unwrap();
    same_bytes("peer-work", &put, "from inside the program");
}

#[test]
fn the_sample_is_whole() {
    for name in making::STUDIES {
        let (study, (_above, folder)) = (making::study(name).unwrap(), copy(name));
        let mut desk = desk(&folder, &study.sittings[0].by);
        let texts = desk.texts().clone();
        let faults = faults(desk.history().unwrap(), &texts);
        assert!(faults.rows.is_empty(), "{name}: {:?}", faults.rows);
        assert_eq!((desk.project().name(), desk.set_aside()), (&*study.title, &[][..]));
        let mut verified = 0;
        for (id, document) in desk.project().documents() {
            let text = desk.text(id).unwrap();
            assert_eq!(TextKey::of(text.as_str()), document.text);
            for (_, coding) in desk.project().codings_in(id) {
                assert_eq!(Seal::of(document.salt, text.passage(coding.span)), coding.seal);
                verified += 1;
            }
        }
        assert_eq!(verified, desk.project().n_codings());
        assert_eq!(desk.project().documents().count(), study.documents.len());
        assert!(texts.damage().is_empty());
    }
}

#[test]
fn the_category_table_prints_what_the_paper_printed() {
    let (_above, folder) = copy("peer-work");
    let (oracle, desk) = (oracle("table2_incidence.json"), desk(&folder, "mara"));
    let table = report(&desk, "category", &[]);
    let mut rows = table.rows.iter().map(|row| row[0].value.shown());
    let mut printed = 0;
    for row in oracle["table"].as_array().unwrap() {
        let code = row["code"].as_str().unwrap();
        assert!(rows.any(|other| other == code), "{code} stands in the paper's order");
        for word in ["respondents", "excerpts"] {
            let number = &row[format!("printed_{word}")];
            if number.is_u64() {
                assert_eq!(*cell(&table, code, word), count(number), "{code}");
                printed += 1;
            }
        }
        assert_eq!(*cell(&table, code, "respondents"), count(&row["computed_respondents"]), "{code}");
    }
    assert_eq!((printed, table.rows.len()), (39, 23));
    assert_eq!(*cell(&table, "Organizational integration > Not integrated", "respondents"), Value::Count(4));
    for note in [
        "respondents coded anywhere: 13 of 13 in the study",
        "codings: 103, excerpts: 103, mentions of respondents: 112",
        "excerpts with more than one respondent: 7",
        "unattributed excerpts: 0",
    ] {
        assert!(table.notes.iter().any(|other| other == note), "{note} in {:?}", table.notes);
    }
    let subtree = report(&desk, "category", &[("count", "subtree")]);
    for parent in oracle["parents"].as_array().unwrap() {
        let code = parent["code"].as_str().unwrap();
        for word in ["respondents", "excerpts"] {
            assert_eq!(*cell(&table, code, word), Value::Blank, "{code}");
            assert_eq!(*cell(&subtree, code, word), count(&parent[format!("subtree_{word}")]), "{code}");
        }
    }
}

#[test]
fn crosstabs_and_the_matrix_count_the_people_of_the_paper() {
    let (_above, folder) = copy("peer-work");
    let (oracle, desk) = (oracle("table2_incidence.json"), desk(&folder, "mara"));
    let tables = ["gender", "area"].map(|name| report(&desk, "crosstab", &[("by", name)]));
    for (code, cells) in oracle["crosstab"].as_object().unwrap() {
        for (value, expected) in cells.as_object().unwrap() {
            let (table, value) = match value.as_str() {
                "M" => (&tables[0], "man"),
                "F" => (&tables[0], "woman"),
                area => (&tables[1], area),
            };
            for (word, field) in
                [("respondents", "respondents"), ("excerpts", "excerpts"), ("people", "people_in_column")]
            {
                assert_eq!(*cell(table, code, &format!("{value}.{word}")), count(&expected[field]), "{code} {value}");
            }
        }
    }
    let matrix = report(&desk, "frequency", &[("by", "case")]);
    for (code, cells) in oracle["matrix"].as_object().unwrap() {
        for (person, number) in cells.as_object().unwrap() {
            let person = person.replacen('R', "Respondent ", 1);
            assert_eq!(*cell(&matrix, code, &person), count(number), "{code} {person}");
        }
    }
}

/// The quotations on a page that a report answers with, each with who is said to speak.
fn quotes(desk: &Desk, name: &str, settings: &[(&str, &str)]) -> Vec<(String, String)> {
    let answer = Report::of(name).unwrap().answer(desk.project(), None, desk.texts(), settings);
    let Ok(Answer::Page(page)) = answer else { panic!("{name}: no page") };
    let quote = |block| if let Block::Quote { words, source } = block { Some((words, source)) } else { None };
    page.blocks.into_iter().filter_map(quote).collect()
}

#[test]
fn a_code_report_has_as_many_excerpts_as_the_category_table_says() {
    let (_above, folder) = copy("peer-work");
    let desk = desk(&folder, "mara");
    for count in ["own", "subtree"] {
        let table = report(&desk, "category", &[("count", count)]);
        for row in &table.rows {
            let (code, Value::Count(excerpts)) = (row[0].value.shown(), &row[2].value) else { continue };
            let found = quotes(&desk, "code", &[("code", &code), ("count", count), ("by", "area")]);
            assert_eq!(found.len() as u64, *excerpts, "{code} {count}");
        }
    }
}

#[test]
fn the_framework_matrix_has_as_many_excerpts_as_the_frequency_table_says() {
    for study in ["peer-work", "leaders"] {
        let (_above, folder) = copy(study);
        let desk = desk(&folder, "mara");
        let matrix = report(&desk, "framework", &[]);
        let table = report(&desk, "frequency", &[("by", "case"), ("layer", "union"), ("count", "subtree")]);
        for row in &matrix.rows {
            for (place, column) in matrix.columns.iter().enumerate() {
                let Some(code) = column.key.strip_suffix(".excerpts") else { continue };
                let person = row[0].value.shown();
                assert_eq!(row[place].value, *cell(&table, code, &person), "{study} {code} {person}");
            }
        }
    }
}

#[test]
fn key_quotes_are_printed_with_who_speaks_and_what_was_left_out() {
    let (_above, folder) = copy("peer-work");
    let desk = desk(&folder, "mara");
    let flagged = Query { flag: Some(Flag::KeyQuote), ..Query::default() };
    let flagged = excerpts(desk.project(), &flagged);
    let found = quotes(&desk, "quotations", &[]);
    assert!(!flagged.is_empty() && found.len() >= flagged.len(), "{}", found.len());
    assert!(found.iter().all(|(_, source)| source.starts_with("Respondent ")), "{found:?}");
    let by = quotes(&desk, "quotations", &[("by", "gender,area")]);
    let known = ["(man, ", "(woman, "];
    assert!(by.iter().all(|(_, source)| known.iter().any(|known| source.starts_with(known))), "{by:?}");
    // Two voices around a question of the researcher.
    let together = quotes(&desk, "quotations", &[("where", "\"closed the folder\"")]);
    let (words, source) = &together[0];
    assert!(
        words.contains("\n[Interviewer: Has anybody else had something of that kind?]\nRespondent 9: See, "),
        "{words}"
    );
    assert!(source.starts_with("Respondent 9, Respondent 8, "), "{source}");
}

/// Writes what was done and leaves.
fn leave(desk: Desk) {
    let saved = desk.wait(Duration::from_secs(60));
    assert_eq!((saved.unsaved, saved.trouble), (0, None));
}

#[test]
fn whoever_takes_everything_back_in_one_sitting_can_do_it_again_in_the_next() {
    for coder in ["mara", "jonas", "edith", "tomas"] {
        let (_above, folder) = copy("peer-work");
        let mut first = desk(&folder, coder);
        let before = first.project().clone();
        let mut undone = 0;
        while first.undo().is_ok() {
            undone += 1;
        }
        assert!(undone > 0 && *first.project() != before, "{coder}");
        leave(first);
        let mut second = desk(&folder, coder);
        for _ in 0..undone {
            second.redo().unwrap();
        }
        assert!(second.redo().is_err());
        assert_eq!(*second.project(), before, "{coder}");
        leave(second);
        assert_eq!(*desk(&folder, coder).project(), before, "{coder}");
    }
}

#[test]
fn a_reason_stands_beside_every_change_of_its_act_in_any_later_sitting() {
    let (_above, folder) = copy("peer-work");
    let mut first = desk(&folder, "mara");
    let codes: Vec<CodeId> = first.project().codebook().rows().iter().map(|row| row.code).take(2).collect();
    let renames = codes.iter().map(|&code| Edit::RenameCode { code, name: format!("{code} anew"), from: None });
    first.commit_why(renames.collect(), "every name was too long".to_string()).unwrap();
    leave(first);
    let mut second = desk(&folder, "mara");
    let table = trail(second.history().unwrap(), &TrailQuery::default(), 3);
    let reasoned = table.rows.iter().map(|row| row[5].value.shown() == "every name was too long");
    assert_eq!(reasoned.collect::<Vec<_>>(), [true, true, false]);
}
