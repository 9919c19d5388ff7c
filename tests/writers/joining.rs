//! Copies of a project made one.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{dump, emic, ordered, orders, refused, study, went_well};

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

fn works(home: &Path, project: &Path, coder: &str, codings: usize) {
    went_well(ordered(home, project, coder, &orders(coder, codings)));
}

/// Every file with its bytes.
fn files(project: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for part in ["log", "texts"] {
        for entry in fs::read_dir(project.join(part)).unwrap() {
            let path = entry.unwrap().path();
            files.push((path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn two_copies_are_joined_and_joined_again() {
    let home = tempfile::tempdir().unwrap();
    let (home, one) = (home.path(), study(home.path(), "one", 20));
    let other = home.join("other");
    copy(&one, &other);
    works(home, &one, "ada", 3);
    works(home, &other, "ben", 5);
    emic(home, &["new", "elsewhere"]);
    let before = files(&other);
    let join = ["join", other.to_str().unwrap(), "--project", one.to_str().unwrap()];
    let said = emic(home, &join);
    assert!(said.contains("took in 7 changes of ben (1 log, 0 texts)"), "{said}");
    assert_eq!(files(&other), before, "the other copy is left as it is");
    let joined = files(&one);
    assert!(emic(home, &join).contains("nothing new is there"));
    assert_eq!(files(&one), joined);
    let elsewhere = home.join(".local/share/emic/projects/elsewhere");
    let said = refused(home, &["join", elsewhere.to_str().unwrap(), "--project", one.to_str().unwrap()]);
    assert!(said.contains("another project") && said.contains("emic dump"), "{said}");
    assert_eq!(files(&one), joined);
}

#[test]
fn the_longer_of_two_lengths_of_a_log_is_taken_and_another_story_is_set_aside() {
    let home = tempfile::tempdir().unwrap();
    let (home, one) = (home.path(), study(home.path(), "one", 20));
    works(home, &one, "ada", 6);
    let other = home.join("other");
    copy(&one, &other);
    let log = fs::read_dir(one.join("log")).unwrap().map(|entry| entry.unwrap().path());
    let log = log.max_by_key(|path| fs::read_to_string(path).unwrap().matches("ApplyCode").count()).unwrap();
    let name = log.file_name().unwrap();
    let whole = fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    fs::write(&log, lines[..5].concat()).unwrap();
    let join = ["join", other.to_str().unwrap(), "--project", one.to_str().unwrap()];
    emic(home, &join);
    assert_eq!(fs::read_to_string(&log).unwrap(), whole);

    // A shorter one there takes nothing away here.
    fs::write(other.join("log").join(name), lines[..5].concat()).unwrap();
    emic(home, &join);
    assert_eq!(fs::read_to_string(&log).unwrap(), whole);

    // One that goes another way is kept beside, once, and is no log.
    fs::write(other.join("log").join(name), format!("{}{}", lines[..4].concat(), lines[5])).unwrap();
    let before = dump(home, &one);
    for _ in 0..2 {
        super::ran(home, &join);
    }
    let said = refused_or_not(home, &join);
    assert_eq!(fs::read_to_string(&log).unwrap(), whole);
    let asides = fs::read_dir(one.join("log"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "aside"));
    assert_eq!(asides.count(), 1, "{said}");
    assert_eq!(dump(home, &one), before);
}

fn refused_or_not(home: &Path, arguments: &[&str]) -> String {
    String::from_utf8_lossy(&super::ran(home, arguments).stderr).into_owned()
}

#[test]
fn a_damaged_text_is_brought_back_and_a_damaged_one_there_is_not_taken() {
    let home = tempfile::tempdir().unwrap();
    let (home, one) = (home.path(), study(home.path(), "one", 20));
    let other = home.join("other");
    copy(&one, &other);
    let text = fs::read_dir(one.join("texts")).unwrap().next().unwrap().unwrap().path();
    let words = fs::read(&text).unwrap();
    fs::write(&text, "other words").unwrap();
    let join = ["join", other.to_str().unwrap(), "--project", one.to_str().unwrap()];
    emic(home, &join);
    assert_eq!(fs::read(&text).unwrap(), words);
    fs::remove_file(&text).unwrap();
    fs::write(other.join("texts").join(text.file_name().unwrap()), "other words").unwrap();
    assert!(refused(home, &join).contains("is damaged there"));
    assert!(!text.exists());
}

/// Whichever way the files come together, it is one project.
#[test]
fn plain_union_join_and_a_git_merge_give_the_same_project() {
    let home = tempfile::tempdir().unwrap();
    let (home, base) = (home.path(), study(home.path(), "base", 40));
    let [one, other] = ["one", "other"].map(|name| home.join(name));
    copy(&base, &one);
    copy(&base, &other);
    // Both make the same code, and each one of their own under it.
    for (project, coder) in [(&one, "ada"), (&other, "ben")] {
        let orders =
            format!("add Trust\nadd Trust > {coder}\n3 {coder}\n4 Trust\nundo\n5 Trust\nmemo {coder} was here\n");
        went_well(ordered(home, project, coder, &orders));
    }
    let [union, joined, merged] = ["union", "joined", "merged"].map(|name| home.join(name));
    copy(&one, &union);
    for part in ["log", "texts"] {
        let from = format!("{}/.", other.join(part).display());
        // cp says with 1 that something was there already.
        Command::new("cp").args(["-a", "-n", &from]).arg(union.join(part)).status().unwrap();
    }
    copy(&one, &joined);
    emic(home, &["join", other.to_str().unwrap(), "--project", joined.to_str().unwrap()]);
    copy(&one, &merged);
    let shared = home.join("shared.git");
    emic(home, &["sync", "--init", shared.to_str().unwrap(), "--project", merged.to_str().unwrap()]);
    let git = |folder: &Path, arguments: &[&str]| {
        let who = ["-c", "user.name=x", "-c", "user.email=x"];
        let run = Command::new("git").args(who).args(arguments).current_dir(folder).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    git(&other, &["init", "-q", "-b", "main"]);
    git(&other, &["add", "-A"]);
    git(&other, &["commit", "-q", "-m", "x"]);
    git(
        &merged,
        &["pull", "-q", "--no-rebase", "--no-edit", "--allow-unrelated-histories", other.to_str().unwrap(), "main"],
    );
    let wanted = dump(home, &union);
    assert_eq!(dump(home, &joined), wanted);
    assert_eq!(dump(home, &merged), wanted);
    let said = super::refused_check(home, &union);
    assert!(said.contains("same name") && said.contains("by ada") && said.contains("by ben"), "{said}");
}
