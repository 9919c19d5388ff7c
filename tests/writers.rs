//! Several writers: many programs on one folder, copies joined, clones in step, accounts kept apart.

#[path = "writers/accounts.rs"]
mod accounts;
#[path = "writers/clones.rs"]
mod clones;
#[path = "writers/desks.rs"]
mod desks;
#[path = "writers/joining.rs"]
mod joining;
#[path = "writers/manual.rs"]
mod manual;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// The variables that the program is given, and no others.
fn environment(home: &Path) -> [(&'static str, String); 4] {
    let path = std::env::var("PATH").unwrap_or_default();
    let home = home.display().to_string();
    [("HOME", home), ("EMIC_CODER", "mk".to_string()), ("LANG", "C.UTF-8".to_string()), ("PATH", path)]
}

/// The program, with the data of this home and nothing else from here.
fn program(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
    command.args(arguments).env_clear().envs(environment(home)).current_dir(home);
    command
}

/// Runs it; both what it printed and what it said.
fn ran(home: &Path, arguments: &[&str]) -> Output {
    program(home, arguments).stdin(Stdio::null()).output().expect("emic runs")
}

/// Runs it, which must succeed, and gives back what it printed and said.
fn emic(home: &Path, arguments: &[&str]) -> String {
    let run = ran(home, arguments);
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "emic {arguments:?}: {said}");
    said
}

/// Runs it, which must refuse, and gives back what it said.
fn refused(home: &Path, arguments: &[&str]) -> String {
    let run = ran(home, arguments);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!run.status.success(), "emic {arguments:?} went well: {said}");
    said
}

/// What the project is, word for word.
fn dump(home: &Path, project: &Path) -> String {
    let run = ran(home, &["dump", "--project", project.to_str().unwrap()]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

fn dumped(home: &Path, project: &Path) -> Value {
    serde_json::from_str(&dump(home, project)).unwrap()
}

/// A project of one transcript of so many turns, in a folder of that name.
fn study(home: &Path, name: &str, turns: usize) -> PathBuf {
    let words: String = (0..turns).map(|n| format!("Rosa: On day {n} they listened to me.\n")).collect();
    let file = home.join("FG1.txt");
    fs::write(&file, words).unwrap();
    let project = home.join(name);
    emic(home, &["new", project.to_str().unwrap()]);
    emic(home, &["import", "--yes", "--project", project.to_str().unwrap(), file.to_str().unwrap()]);
    project
}

/// A coder who does what is ordered, beside whatever else is going on.
fn ordered(home: &Path, project: &Path, coder: &str, orders: &str) -> Child {
    let file = home.join(format!("{coder}.orders"));
    fs::write(&file, orders).unwrap();
    let mut command = program(home, &["read", "--project", project.to_str().unwrap(), "--coder", coder]);
    command.stdin(fs::File::open(file).unwrap()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn went_well(child: Child) {
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// A code of their own, and so many codings with it.
fn orders(coder: &str, codings: usize) -> String {
    std::iter::once(format!("add {coder}\n")).chain((1..=codings).map(|line| format!("{line} {coder}\n"))).collect()
}

#[test]
fn sixteen_writers_of_two_hundred_changes_each_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let project = study(home.path(), "study", 200);
    let names: Vec<String> = (0..16).map(|n| format!("coder{n:02}")).collect();
    let writers: Vec<Child> =
        names.iter().map(|name| ordered(home.path(), &project, name, &orders(name, 199))).collect();
    writers.into_iter().for_each(went_well);

    let found = dumped(home.path(), &project);
    let codings = found["codings"].as_array().unwrap();
    for name in &names {
        let of = |coding: &&Value| coding["path"][0] == *name;
        assert_eq!(codings.iter().filter(of).count(), 199, "{name}");
        assert!(found["coders"].as_array().unwrap().iter().any(|coder| coder["name"] == *name));
    }
    assert_eq!(found["codes"].as_array().unwrap().len(), 16);
    assert_eq!(fs::read_dir(project.join("log")).unwrap().count(), 17, "one log each, and that of the import");
    assert!(emic(home.path(), &["check", "--project", project.to_str().unwrap()]).contains("nothing is wrong"));

    // Whoever reads, and in whatever order the logs came to them, it is the same.
    let copy = home.path().join("copy");
    for part in ["", "log", "texts"] {
        fs::create_dir(copy.join(part)).unwrap();
        let files = fs::read_dir(project.join(part)).unwrap().map(Result::unwrap);
        let mut files: Vec<PathBuf> = files.map(|file| file.path()).filter(|path| path.is_file()).collect();
        files.reverse();
        for file in files {
            fs::copy(&file, copy.join(part).join(file.file_name().unwrap())).unwrap();
        }
    }
    assert_eq!(dump(home.path(), &copy), dump(home.path(), &project));
}

/// What `emic check` finds, where it finds something.
fn refused_check(home: &Path, project: &Path) -> String {
    let run = ran(home, &["check", "--format", "jsonl", "--project", project.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(1));
    String::from_utf8(run.stdout).unwrap()
}
