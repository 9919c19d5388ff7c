//! Journeys through the real program in a real pseudo-terminal, with what it says afterwards as the witness.

#[cfg(target_os = "linux")] // as `terminal/line.rs`
#[path = "journeys/kills.rs"]
mod kills;
#[cfg(feature = "seal")]
#[path = "journeys/sealing.rs"]
mod sealing;
mod terminal;
#[path = "journeys/two_screens.rs"]
mod two_screens;
#[path = "journeys/whole_days.rs"]
mod whole_days;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use terminal::{Terminal, environment};

/// Runs a command, which must succeed, and gives back what it prints.
fn emic(home: &Path, arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_emic"))
        .args(arguments)
        .env_clear()
        .envs(environment(home))
        .output()
        .expect("emic runs");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "emic {arguments:?}: {said}");
    String::from_utf8(run.stdout).expect("UTF-8")
}

fn dumped(home: &Path, project: &str) -> Value {
    serde_json::from_str(&emic(home, &["dump", "--project", project])).expect("a dump is JSON")
}

fn codings(dump: &Value) -> Vec<(String, u64, u64)> {
    let codings = dump["codings"].as_array().expect("codings");
    codings
        .iter()
        .map(|coding| {
            let path: Vec<&str> = coding["path"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            (path.join(" > "), coding["start"].as_u64().unwrap(), coding["end"].as_u64().unwrap())
        })
        .collect()
}

/// A transcript of so many turns by an interviewer and one participant.
fn transcript(turns: usize) -> String {
    let turn = |n: usize| match n % 2 {
        0 => format!("Interviewer: What happened on day {n}?\n"),
        _ => format!("Rosa: On day {n} they listened to me, and I felt that I was one of the staff.\n"),
    };
    (0..turns).map(turn).collect()
}

fn project_of(home: &Path, name: &str, turns: usize) {
    let file = home.join(format!("{name}.txt"));
    fs::write(&file, transcript(turns)).unwrap();
    emic(home, &["new", name]);
    emic(home, &["import", "--yes", "--project", name, file.to_str().unwrap()]);
}

/// Waits until the sign says that everything is saved.
fn saved(terminal: &Terminal) {
    terminal.waits("saved", |screen| {
        let sign = screen.lines().next().unwrap_or_default().trim_end();
        sign.ends_with(" saved") && !sign.ends_with("NOT SAVED")
    });
}

/// Codes, repeats, makes a subcode, merges, writes a memo and takes acts back: the same on any interview.
/// `words` stand in three passages that participants say, so that a search finds them.
fn a_day_at_the_desk(home: &Path, project: &str, words: [&str; 3]) {
    let open = ["open", "--project", project];
    let terminal = Terminal::start(home, &open, 120, 36);
    terminal.sees(&["codes", "excerpts", "saved"]);

    // A new code under a new parent, then the same code by three more keys.
    terminal.does(&format!("/{}\r", words[0]), &["unit turn"]);
    terminal.does("cTrust/being heard", &["+ new code"]);
    terminal.does("\r", &["Coded", "Trust > being heard", " 1/1", "saved"]);
    terminal.keys(&format!("/{}\r", words[1]));
    // c, two letters of the name, Enter: four keys with a known code.
    terminal.does("cbe\r", &["Coded", "being heard", " 2/1", "saved"]);
    terminal.keys(&format!("/{}\r", words[2]));
    terminal.does("cbe\r", &["Coded", "being heard", " 3/1", "saved"]);
    terminal.does("]u.", &["Coded", " 4/1", "saved"]);
    saved(&terminal);
    let four = codings(&dumped(home, project));
    assert_eq!(four.len(), 4, "{four:?}");
    assert!(four.iter().all(|(path, ..)| path == "Trust > being heard"));

    // A subcode from the tree, then a code to merge.
    terminal.does("\t", &["NORMAL  Trust"]);
    terminal.does("+", &["new code under Trust > being heard"]);
    terminal.does("by staff\r", &["New code", "by staff", "saved"]);
    terminal.does("o", &["new code under"]);
    terminal.does("by nurses\r", &["New code", "by nurses"]);
    terminal.does("x", &["1 marked"]);
    terminal.does("k", &["being heard > by staff"]);
    terminal.does("M", &["merge into", "Enter"]);
    terminal.does("\r", &["Merged 1 code into", "saved"]);
    let codes = dumped(home, project)["codes"].clone();
    let state = |name: &str| {
        let named = |code: &&Value| code["path"].as_array().unwrap().last().is_some_and(|last| last == name);
        let state = |code: &Value| code["state"].as_str().map(str::to_string);
        codes.as_array().unwrap().iter().find(named).and_then(state)
    };
    assert_eq!((state("by nurses").as_deref(), state("by staff").as_deref()), (Some("merged"), Some("active")));

    // A memo on the code, kept by Esc.
    terminal.does("a", &["analytic memo"]);
    terminal.does("what makes staff listen?", &["what makes staff listen?"]);
    terminal.does("\x1b", &["Memo kept", "saved"]);
    // Comments that came with a transcript are memos too, and stand in no order with this one.
    let memos = dumped(home, project)["memos"].clone();
    assert!(memos.as_array().unwrap().iter().any(|memo| memo["text"] == "what makes staff listen?"), "{memos}");
    terminal.leave();

    // After a restart everything is there, and each act can be taken back in its order.
    let terminal = Terminal::start(home, &open, 80, 24);
    terminal.sees(&["by staff"]);
    terminal.does("u", &["Undone: wrote an analytic memo"]);
    terminal.does("u", &["Undone: merged the code"]);
    terminal.does("u", &["Undone: added the code", "by nurses"]);
    terminal.does("u", &["Undone: added the code", "by staff"]);
    terminal.does("uuu", &["Undone: coded", " 1/1"]);
    saved(&terminal);
    assert_eq!(codings(&dumped(home, project)).len(), 1);
    terminal.does("UUU", &["Did again", " 4/1"]);
    terminal.leave();
    assert_eq!(codings(&dumped(home, project)), four);
    let check = emic(home, &["check", "--project", project]);
    assert!(!check.is_empty());
}

#[test]
fn an_interview_is_coded_by_keyboard_and_found_again() {
    let home = tempfile::tempdir().unwrap();
    project_of(home.path(), "rosa", 30);
    a_day_at_the_desk(home.path(), "rosa", ["day 3", "day 7", "day 11"]);
}

#[test]
fn real_word_interviews_are_coded_by_keyboard_and_found_again() {
    let Some(corpora) = std::env::var_os("EMIC_CORPORA") else {
        println!("skipped: EMIC_CORPORA names no folder with real interviews");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    emic(home.path(), &["new", "sheffield"]);
    let folder = PathBuf::from(corpora).join("sheffield");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|path| path.ends_with(".docx") && !path.contains("Readme"))
        .collect();
    files.sort();
    let mut import = vec!["import", "--yes", "--project", "sheffield"];
    import.extend(files.iter().map(String::as_str));
    emic(home.path(), &import);
    let dump = dumped(home.path(), "sheffield");
    let people: Vec<&str> = dump["cases"].as_array().unwrap().iter().filter_map(|case| case["name"].as_str()).collect();
    assert_eq!(people.len(), 7, "{people:?}");
    // Words of the first interview, each said by the participant in another turn.
    a_day_at_the_desk(home.path(), "sheffield", ["phd", "co-production", "software"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    project_of(home.path(), "full", 20);
    let log = home.path().join(".local/share/emic/projects/full/log");
    let aside = log.with_extension("aside");
    let terminal = Terminal::start(home.path(), &["open", "--project", "full"], 100, 30);
    terminal.sees(&["Rosa", "saved"]);
    // The log's folder is gone and cannot be made again: a file has its name.
    fs::rename(&log, &aside).unwrap();
    fs::write(&log, "not a folder").unwrap();
    terminal.does("]ucheard\r", &["NOT SAVED"]);
    terminal.does("]u.", &["Coded", "NOT SAVED"]);
    terminal.does("k", &["nothing is lost"]);
    terminal.does("q", &["not saved", "another folder", "lose"]);
    terminal.does("\x1b", &["NORMAL"]);
    fs::remove_file(&log).unwrap();
    fs::rename(&aside, &log).unwrap();
    terminal.does("\x13", &["all changes saved"]);
    terminal.leave();
    assert_eq!(codings(&dumped(home.path(), "full")).len(), 2);
}

#[cfg(unix)]
#[test]
fn a_memo_is_written_in_the_persons_own_editor() {
    let home = tempfile::tempdir().unwrap();
    project_of(home.path(), "editor", 4);
    let script = |name: &str, does: &str| {
        let path = home.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
        let mut mode = fs::metadata(&path).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o700);
        fs::set_permissions(&path, mode).unwrap();
        path.display().to_string()
    };
    // It shows who may read the file, waits for a line and writes it behind the words.
    let good = script("good", "ls -l \"$1\" | cut -c1-10; echo ready; read line; echo \"$line\" >> \"$1\"");
    let open = ["open", "--project", "editor"];
    let terminal = Terminal::start_with(home.path(), &open, 100, 30, &[("EDITOR", good.clone())]);
    terminal.sees(&["Rosa", "saved"]);
    terminal.does("a", &["analytic memo"]);
    terminal.does("Tired.\x05", &["-rw-------", "ready"]);
    terminal.does("And glad.\r", &["these are the words from your editor", "And glad."]);
    terminal.does("\x1b", &["Memo kept", "saved"]);
    assert_eq!(dumped(home.path(), "editor")["memos"][0]["text"], "Tired.And glad.");
    let place = home.path().join(".local/share/emic/projects/editor/place");
    let is_left = |path: PathBuf| path.is_dir() && !path.to_string_lossy().ends_with("-drafts");
    let left = || fs::read_dir(&place).unwrap().filter(|entry| is_left(entry.as_ref().unwrap().path())).count();
    assert_eq!(left(), 0, "the file is gone");
    terminal.leave();

    // An editor that fails loses nothing.
    let bad = script("bad", "echo more >> \"$1\"; exit 3");
    let terminal = Terminal::start_with(home.path(), &open, 100, 30, &[("VISUAL", bad), ("EDITOR", good.clone())]);
    terminal.does("a", &["analytic memo"]);
    terminal.does("\x05", &["ended with an error", "more"]);
    terminal.does("\x1b", &["Memo kept", "saved"]);
    assert_eq!(left(), 0);
    terminal.leave();

    // Killed while the editor has the words: the next start offers them.
    let terminal = Terminal::start_with(home.path(), &open, 100, 30, &[("EDITOR", good)]);
    terminal.does("Ahalf a tho", &["analytic memo", "half a tho"]);
    terminal.does("\x05", &["ready"]);
    terminal.kill();
    assert_eq!(left(), 1);
    let terminal = Terminal::start(home.path(), &open, 100, 30);
    terminal.sees(&["a memo was not finished", "half a tho"]);
    assert_eq!(left(), 0);
    terminal.does("aught", &["analytic memo", "half a thought"]);
    terminal.does("\x1b", &["Memo kept", "saved"]);
    terminal.leave();
}

#[test]
fn speakers_are_put_right_before_an_import() {
    let home = tempfile::tempdir().unwrap();
    emic(home.path(), &["new", "talk"]);
    for name in ["FG1", "FG2"] {
        let words =
            format!("M: Hello {name}.\nP1: Fine.\nM: And?\nP1: Yes.\nM: So.\nP1: Good.\nZed: a\nZed: b\nZed: c\n");
        fs::write(home.path().join(format!("{name}.txt")), words).unwrap();
    }
    let files = ["FG1.txt", "FG2.txt"].map(|name| home.path().join(name).display().to_string());
    let import = ["import", "--project", "talk", &files[0], &files[1]];
    let terminal = Terminal::start(home.path(), &import, 100, 30);
    terminal.sees(&["Import 2 transcripts: who speaks?", "Hello FG1.", "(one in each)"]);
    terminal.keys("\x1b");
    terminal.sees(&["nothing was imported"]);
    drop(terminal);
    assert!(dumped(home.path(), "talk")["documents"].as_array().unwrap().is_empty());

    let terminal = Terminal::start(home.path(), &import, 100, 30);
    terminal.sees(&["who speaks?"]);
    // The moderator asks, P1 is one person, and a note is nobody.
    terminal.does("i", &["interviewer"]);
    terminal.keys("j=");
    terminal.does("jx", &["left out"]);
    terminal.keys("\r");
    terminal.sees(&["document", "FG1", "FG2", "M, P1"]);
    drop(terminal);
    let dump = dumped(home.path(), "talk");
    let people: Vec<&str> = dump["cases"].as_array().unwrap().iter().filter_map(|case| case["name"].as_str()).collect();
    assert_eq!(people, ["P1"]);
    assert_eq!(dump["documents"][0]["turns"].as_array().unwrap().len(), 6);
}

#[test]
fn a_newcomer_is_welcomed_taught_and_gets_a_project() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(home.path(), &[], 80, 24);
    terminal.sees(&[
        "Open the demo project",
        "New project",
        "or a project (.qdpx",
        "Your name on codings is \"mk\"",
        "q quit",
    ]);
    terminal.does("t", &["1/12", "Focus group 1"]);
    terminal.does("\x1b", &["Open the demo project", "WELCOME"]);
    let interview = home.path().join("my interview.txt");
    fs::write(&interview, "Ana: I felt heard.\nI: When?\nAna: Today.\nI: Where?\nAna: Here.\nI: Yes.\n").unwrap();
    terminal.does("i", &["which files?"]);
    terminal.does(&format!("'{}'\r", interview.display()), &["what is the study"]);
    terminal.does("peers\r", &["speakers found, for peers", "Ana", "interviewer"]);
    terminal.does("\r", &["emic  peers", "I felt heard.", "saved"]);
    terminal.leave();
    assert_eq!(dumped(home.path(), "peers")["documents"].as_array().unwrap().len(), 1);
    let terminal = Terminal::start(home.path(), &["demo"], 80, 24);
    terminal.sees(&["1/7  press ] u"]);
    terminal.does("]u", &["2/7"]);
    terminal.does(" P", &["WELCOME", "Open peers"]);
    terminal.does("jjjjj\r", &["emic  peers", "I felt heard."]);
    terminal.leave();
}

#[test]
fn what_no_screen_shows_is_refused_there() {
    let home = tempfile::tempdir().unwrap();
    project_of(home.path(), "study", 3);
    for (format, command) in [("xlsx", "codes"), ("docx", "codebook"), ("docx", "check")] {
        let terminal = Terminal::start(home.path(), &[command, "--format", format, "--project", "study"], 100, 10);
        terminal.sees(&[&format!("emic: {format} is not for the screen; give > FILE")]);
    }
    let terminal = Terminal::start(home.path(), &["memos", "--full", "docx", "--project", "study"], 100, 10);
    terminal.sees(&["emic: docx is not for the screen; give > FILE"]);
}
