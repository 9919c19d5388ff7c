//! The whole project as a folder of Markdown and csv, read without emic.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Desk, rows, said};

/// Every file of a folder by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn words(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let bytes = files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", files.keys()));
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn a_folder_says_all_that_the_project_does() {
    let desk = Desk::with_study();
    desk.give("edit", r#"{"DefineCode":{"code":"Recovery","definition":{"definition":"*Any* talk of\ngetting <better>","include":"=1+1","exclude":"","example":""}}}"#);
    desk.give(
        "edit",
        r#"{"AddMemo":{"on":{"Code":"Recovery"},"kind":"Decision","words":"Keep it.\n\n# Not a heading"}}"#,
    );
    desk.give("edit", r#"{"AddTheme":{"claim":"Being heard helps"}}"#);
    desk.give("edit", r#"{"TakeStand":{"theme":"Being heard helps","document":"FG1","span":[20,58],"stand":"For"}}"#);
    desk.does("journal add Begun.");
    let said = desk.does("export --as folder study --format jsonl");
    let fates = rows(&said);
    assert!(fates.iter().any(|row| row.to_string().contains("audit trail")), "{said}");
    let files = files(&desk.path("study"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.md",
            "assignments.csv",
            "codebook.csv",
            "codebook.md",
            "coders.csv",
            "codings.csv",
            "comparisons.csv",
            "documents.csv",
            "documents/FG1.md",
            "documents/FG1.txt",
            "documents/INT1.md",
            "documents/INT1.txt",
            "files.csv",
            "memos/decision.md",
            "memos/journal-mk.md",
            "people.csv",
            "speakers.csv",
            "themes.md"
        ]
    );
    let codebook = words(&files, "codebook.md");
    assert!(codebook.contains("### Barriers > Boundaries\n"), "{codebook}");
    assert!(codebook.contains("- **what it means:** \\*Any\\* talk of\\\n  getting \\<better>\n"), "{codebook}");
    assert!(words(&files, "codebook.csv").contains(",'=1+1,"), "no cell is a formula");
    let group = words(&files, "documents/FG1.md");
    assert!(group.contains("Ana\n  2  They saw me as a patient, not as staff.\n"), "{group}");
    assert!(words(&files, "documents/FG1.txt").starts_with("I: How was it?\nAna: They saw me"));
    let memo = words(&files, "memos/decision.md");
    assert!(memo.contains("## code Recovery\n\n> Keep it.\\\n> \\\n> \\# Not a heading\n>\n> – mk\n"), "{memo}");
    let themes = words(&files, "themes.md");
    assert!(
        themes.contains("### What speaks for it\n\n> They saw me as a patient, not as staff\n>\n> – FG1 2\n"),
        "{themes}"
    );
    assert_eq!(words(&files, "codings.csv").lines().count(), 3);
    assert!(words(&files, "speakers.csv").contains("FG1,documents/FG1.md,Ana,participant,"));
    let list = words(&files, "files.csv");
    assert!(names.iter().all(|name| *name == "files.csv" || list.contains(&format!("{name},"))), "{list}");
    assert!(words(&files, "README.md").contains("emic log --format csv > history.csv"));
}

#[test]
fn the_same_project_is_the_same_bytes_and_no_folder_is_written_over_unasked() {
    let desk = Desk::with_study();
    desk.does("export --as folder one");
    desk.does("export --as folder two/");
    assert_eq!(files(&desk.path("one")), files(&desk.path("two")));
    desk.fails("export --as folder one", 1, "one is there already");
    fs::write(desk.path("one/mine.md"), "mine").unwrap();
    desk.give("edit", r#"{"RetitleDocument":{"document":"INT1","title":"../../INT: one/two"}}"#);
    desk.does("export --as folder --replace one");
    let now = files(&desk.path("one"));
    assert!(
        now.contains_key("documents/INT-one-two.txt") && !now.contains_key("documents/INT1.txt"),
        "{:?}",
        now.keys()
    );
    assert!(now.contains_key("mine.md"), "what somebody put there stays");
    assert_ne!(now["README.md"], files(&desk.path("two"))["README.md"], "the fingerprint is another");
    assert!(desk.does("export --register --format csv").contains(",mk,folder,identified,"));
    desk.fails("export study", 2, "or say --as");
}

#[test]
fn no_listed_word_stands_in_a_folder_with_pseudonyms() {
    let desk = Desk::with_study();
    desk.file("words.csv", "words,becomes\nAna,person\nEva,person\nINT1,Talk\n");
    let output = desk.run("export --as folder --pseudonyms words.csv study");
    assert!(output.status.success(), "{}", said(&output));
    for (name, bytes) in files(&desk.path("study")) {
        let all = emic::text::fold(&format!("{name}\n{}", String::from_utf8_lossy(&bytes)));
        let listed = emic::text::Names::of(["Ana", "Eva", "INT1"].map(str::to_string), []).unwrap();
        assert_eq!(listed.first_in(&all), None, "{name}: {all}");
    }
    assert!(desk.path("study/documents/Talk.md").exists());
}
