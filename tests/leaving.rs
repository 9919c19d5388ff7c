//! However the program has to end, the terminal is given back within two seconds, what was called saved is there,
//! and what was being written is offered again.
#![cfg(target_os = "linux")]

#[path = "terminal/environment.rs"]
mod environment;
#[path = "terminal/line.rs"]
mod line;
#[path = "leaving/privacy.rs"]
mod privacy;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use environment::environment;
use line::{Line, Tie};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const EMIC: &str = env!("CARGO_BIN_EXE_emic");
/// What it may take to end.
const SOON: Duration = Duration::from_secs(2);
const OPEN: &[&str] = &[EMIC, "open", "--project", "peers"];

/// Runs a command, which must succeed, and gives back what it prints.
fn emic(home: &Path, arguments: &[&str]) -> String {
    let run = Command::new(EMIC).args(arguments).env_clear().envs(environment(home)).output().expect("emic runs");
    assert!(run.status.success(), "emic {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// A home with a small project in it, with one code.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    emic(home.path(), &["new", "peers"]);
    let turns = "Interviewer: What happened?\nRosa: They listened to me.\n".repeat(10);
    fs::write(home.path().join("rosa.txt"), turns).unwrap();
    emic(home.path(), &["import", "--yes", "--project", "peers", home.path().join("rosa.txt").to_str().unwrap()]);
    emic(home.path(), &["code", "add", "being heard", "--project", "peers"]);
    home
}

fn opened(home: &Path, tie: Tie) -> Line {
    let mut line = Line::start(tie, OPEN, &environment(home));
    line.sees(&["Rosa", "saved"]);
    line
}

/// The files of drafts, of any coder.
fn drafts(home: &Path) -> Vec<PathBuf> {
    let place = home.join(".local/share/emic/projects/peers/place");
    let folders = fs::read_dir(place).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = folders.filter(|path| path.to_string_lossy().ends_with("-drafts"));
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    files.filter(|path| path.extension().is_some_and(|ending| ending == "ron")).collect()
}

fn memos(home: &Path) -> Vec<String> {
    let dump: serde_json::Value = serde_json::from_str(&emic(home, &["dump", "--project", "peers"])).unwrap();
    let memos = dump["memos"].as_array().unwrap().iter();
    memos.map(|memo| memo["text"].as_str().unwrap().to_string()).collect()
}

/// Codes a turn, begins a memo on the document, and ends by `end`; the next sitting finds both.
fn a_memo_outlives(tie: Tie, name: &str, end: impl FnOnce(&mut Line)) {
    let home = home();
    let mut line = opened(home.path(), tie);
    line.does("]ucbe\r", &["Coded", "saved"]);
    line.does("AHalf a thou", &["analytic memo", "Half a thou"]);
    end(&mut line);
    let stands = !matches!(name, "a cut line" | "an error of the line");
    let (took, status) = line.ends(stands);
    println!("{name}: ended after {} ms, {status}", took.as_millis());
    assert!(took < SOON, "{name}: it took {took:?}");
    if stands {
        assert_eq!(line.left_behind(), [""; 0], "{name}");
    }
    let left = drafts(home.path());
    assert_eq!(left.len(), 1, "{name}");
    for (path, mode) in [(left[0].as_path(), 0o600), (left[0].parent().unwrap(), 0o700)] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
    }
    let mut line = Line::start(tie, OPEN, &environment(home.path()));
    line.sees(&["a memo was not finished", "Half a thou", "being heard"]);
    line.does("a", &["this is the draft"]);
    line.does("ght.\x1b", &["Memo kept", "saved"]);
    line.does("qq", &[]);
    line.ends(true);
    assert_eq!(memos(home.path()), ["Half a thought."], "{name}");
    assert!(drafts(home.path()).is_empty(), "{name}");
}

#[test]
fn a_hang_up_by_signal() {
    a_memo_outlives(Tie::Session, "HUP", |line| line.signal(Signal::HUP));
}

#[test]
fn a_request_to_end() {
    a_memo_outlives(Tie::Session, "TERM", |line| line.signal(Signal::TERM));
}

#[test]
fn an_interrupt_from_elsewhere() {
    a_memo_outlives(Tie::Session, "INT", |line| line.signal(Signal::INT));
    a_memo_outlives(Tie::Session, "QUIT", |line| line.signal(Signal::QUIT));
}

#[test]
fn a_closed_pseudo_terminal() {
    a_memo_outlives(Tie::Session, "a cut line", Line::hang_up);
}

#[test]
fn an_error_of_the_terminal_without_a_signal() {
    a_memo_outlives(Tie::None, "an error of the line", Line::hang_up);
}

#[test]
fn a_kill_costs_no_more_than_the_last_second() {
    let home = home();
    let mut line = opened(home.path(), Tie::Session);
    line.does("AHalf a thou", &["analytic memo", "Half a thou"]);
    let end = Instant::now() + SOON;
    while drafts(home.path()).is_empty() {
        assert!(Instant::now() < end, "no draft after two seconds");
        line.take_in();
    }
    line.signal(Signal::KILL);
    line.ends(true);
    let mut line = Line::start(Tie::Session, OPEN, &environment(home.path()));
    line.sees(&["a memo was not finished", "Half a thou"]);
    line.does("d", &["the draft is given up"]);
    assert!(drafts(home.path()).is_empty());
}

#[test]
fn an_entry_of_the_codebook_is_kept_field_by_field() {
    let home = home();
    let mut line = opened(home.path(), Tie::Session);
    line.does("\t", &["NORMAL  being heard"]);
    line.does("eSomebody listens.\tA nod is eno", &["A nod is eno"]);
    line.signal(Signal::HUP);
    let (took, _) = line.ends(true);
    assert!(took < SOON, "{took:?}");
    let mut line = Line::start(Tie::Session, OPEN, &environment(home.path()));
    line.sees(&["an entry of the codebook was not finished", "Somebody listens.", "A nod is eno"]);
    // Later: it is offered where it was begun, and goes on in the field it was left in.
    line.does("l", &["NORMAL"]);
    line.does("e", &["this is the draft", "Somebody listens."]);
    line.does("ugh.\x1b", &["Defined being heard", "saved"]);
    line.keys("qq");
    line.ends(true);
    let codes = emic(home.path(), &["dump", "--project", "peers"]);
    assert!(codes.contains("Somebody listens.") && codes.contains("A nod is enough."), "{codes}");
    assert!(drafts(home.path()).is_empty());
}

#[test]
fn a_terminal_that_takes_nothing_any_more_holds_nobody_up() {
    let home = home();
    let long = "Rosa: They listened to me.\nBea: And to me, in the end.\n".repeat(1_200);
    let file = home.path().join("long.txt");
    fs::write(&file, long).unwrap();
    emic(home.path(), &["new", "long"]);
    emic(home.path(), &["import", "--yes", "--project", "long", file.to_str().unwrap()]);
    for signal in [Signal::TERM, Signal::HUP] {
        let open = [EMIC, "open", "--project", "long"];
        let mut line = Line::start(Tie::Session, &open, &environment(home.path()));
        line.sees(&["Rosa", "saved"]);
        line.does("gg2300x", &["SELECT"]);
        // Nobody reads on: more is copied than a line holds.
        line.keys("y");
        std::thread::sleep(Duration::from_millis(300));
        line.signal(signal);
        let (took, status) = line.ends(false);
        println!("a stalled line, {signal:?}: ended after {} ms, {status}", took.as_millis());
        assert!(took < SOON, "{took:?}");
        assert!(took > Duration::from_millis(250), "the line was not stalled: {took:?}");
    }
}

#[test]
fn an_editor_ends_with_the_program_and_its_words_are_found() {
    let home = home();
    let editor = home.path().join("editor");
    fs::write(&editor, "#!/bin/sh\necho ' from elsewhere' >> \"$1\"; echo ready; sleep 60\n").unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    let mut variables = environment(home.path());
    variables.push(("EDITOR", editor.display().to_string()));
    let mut line = Line::start(Tie::Session, OPEN, &variables);
    line.sees(&["Rosa", "saved"]);
    line.does("AWords\x05", &["ready"]);
    line.signal(Signal::TERM);
    let (took, _) = line.ends(true);
    assert!(took < SOON, "{took:?}");
    assert_eq!(line.left_behind(), [""; 0]);
    let mut line = Line::start(Tie::Session, OPEN, &environment(home.path()));
    line.sees(&["a memo was not finished", "Words from elsewhere"]);
}

#[test]
fn a_breakdown_gives_the_terminal_back_and_says_no_words_of_the_interview() {
    if !cfg!(debug_assertions) {
        println!("skipped: a release build breaks down for nobody");
        return;
    }
    let home = home();
    let mut variables = environment(home.path());
    variables.push(("EMIC_BREAKS_DOWN", "1".to_string()));
    let mut line = Line::start(Tie::Session, OPEN, &variables);
    line.sees(&["Rosa", "saved"]);
    line.does("AHalf a thou", &["analytic memo", "Half a thou"]);
    let before = line.bytes.len();
    line.keys("\x1b[200~Rosa said she was ill\x1b[201~");
    let (took, status) = line.ends(true);
    assert!(took < SOON && !status.success(), "{took:?} {status}");
    assert_eq!(line.left_behind(), [""; 0]);
    let said = String::from_utf8_lossy(&line.bytes[before..]).into_owned();
    let log = home.path().join(".local/share/emic/projects/peers/log").display().to_string();
    let flat = said.replace(['\r', '\n'], "");
    assert!(flat.contains("emic broke down (src/app/") && flat.contains(&log), "{said}");
    assert!(flat.contains("What was called saved is saved"), "{said}");
    assert!(flat.contains("what was being written is kept"), "{said}");
    assert!(!said.contains("she was ill") && !said.contains("asked to break down"), "{said}");
    let mut line = Line::start(Tie::Session, OPEN, &environment(home.path()));
    line.sees(&["a memo was not finished", "Half a thou"]);
}

#[test]
fn what_could_not_be_saved_at_the_end_is_kept_aside() {
    let home = home();
    let log = home.path().join(".local/share/emic/projects/peers/log");
    let aside = log.with_extension("aside");
    let mut line = opened(home.path(), Tie::Session);
    fs::rename(&log, &aside).unwrap();
    fs::write(&log, "not a folder").unwrap();
    line.does("]ucbe\r", &["NOT SAVED"]);
    line.signal(Signal::TERM);
    let (took, status) = line.ends(true);
    assert!(took < SOON && !status.success(), "{took:?} {status}");
    line.sees(&["NOT SAVED", "emic join"]);
    fs::remove_file(&log).unwrap();
    fs::rename(&aside, &log).unwrap();
    let unsaved = fs::read_dir(home.path().join(".local/share/emic/unsaved")).unwrap().next().unwrap().unwrap().path();
    let mut line = Line::start(Tie::Session, OPEN, &environment(home.path()));
    line.sees(&["changes that could not be saved lie aside: emic join"]);
    drop(line);
    emic(home.path(), &["join", unsaved.to_str().unwrap(), "--project", "peers"]);
    assert!(emic(home.path(), &["report", "frequency", "--project", "peers"]).contains("being heard"));
    let dump = emic(home.path(), &["dump", "--project", "peers"]);
    let dump: serde_json::Value = serde_json::from_str(&dump).unwrap();
    assert_eq!(dump["codings"].as_array().unwrap().len(), 1);
}

/// The program that a shell has started last.
fn child_of(shell: Pid) -> Pid {
    let id = shell.as_raw_nonzero();
    let words = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).expect("the shell's children");
    let last = words.split_whitespace().last().and_then(|id| id.parse().ok());
    last.and_then(Pid::from_raw).expect("the shell has a child")
}

#[test]
fn it_stops_for_the_shell_and_comes_back() {
    let home = home();
    if Command::new("bash").arg("--version").output().is_err() {
        println!("skipped: no shell with jobs is installed");
        return;
    }
    let mut line = Line::start(Tie::Session, &["bash", "--norc", "--noprofile", "-i"], &environment(home.path()));
    line.sees(&["bash-"]);
    line.keys(&format!("{EMIC} open --project peers\r"));
    line.sees(&["Rosa", "saved", "NORMAL"]);
    let program = child_of(line.id());
    line.does("AHalf", &["analytic memo", "Half"]);
    for round in 0..2 {
        kill_process(program, Signal::TSTP).unwrap();
        line.sees(&["Stopped"]);
        // The shell edits its line in a mode of its own; what is the program's is gone.
        let left = line.left_behind();
        assert!(!left.iter().any(|what| ["the second screen", "no cursor", "the mouse"].contains(what)), "{left:?}");
        line.keys("clear; echo here$((6*7))\r");
        line.sees(&["here42"]);
        line.keys("fg\r");
        line.sees(&["Rosa", "analytic memo", "Half"]);
        let letter = ["w", "a"][round];
        line.does(letter, &[["Halfw", "Halfwa"][round]]);
    }
    // Stopped without a word, and continued where something else was written: all is drawn again.
    // An answer of the terminal's to the last frame would come to the shell then.
    (0..50).for_each(|_| line.take_in());
    kill_process(program, Signal::STOP).unwrap();
    line.sees(&["Stopped"]);
    line.keys("clear; echo here$((6*7))\r");
    line.sees(&["here42"]);
    line.keys("fg\r");
    line.does("y", &["Rosa", "Halfway"]);
    kill_process(program, Signal::TERM).unwrap();
    let end = Instant::now() + SOON;
    while kill_process(program, Signal::CONT).is_ok() && drafts(home.path()).is_empty() {
        assert!(Instant::now() < end, "it does not end");
        line.take_in();
    }
    assert_eq!(drafts(home.path()).len(), 1);
}
