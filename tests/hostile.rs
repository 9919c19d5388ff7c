//! What comes from outside is shown and never obeyed: hostile words everywhere, files that are built to do harm.

#[path = "hostile/audit.rs"]
mod audit;
#[path = "hostile/bombs.rs"]
mod bombs;
#[path = "hostile/study.rs"]
mod study;
#[allow(dead_code)] // every test program uses its part of it
mod terminal;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use audit::{faults_of_screen, faults_of_words};
use study::{PAYLOADS, all_payloads, hostile_project};
use terminal::{Terminal, environment};

/// Runs a command, whatever comes of it.
fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
    command.args(arguments).current_dir(home).env_clear().envs(environment(home)).env("TMPDIR", home.join("tmp"));
    command.output().expect("emic runs")
}

/// Runs a command, which must succeed, and gives back what it prints.
fn emic(home: &Path, arguments: &[&str]) -> String {
    let run = run(home, arguments);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "emic {arguments:?}: {said}");
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// A folder with a home in it, beside which nothing may be written.
fn fenced() -> (tempfile::TempDir, PathBuf) {
    let above = tempfile::tempdir().unwrap();
    let home = above.path().join("home");
    fs::create_dir_all(home.join("tmp")).unwrap();
    (above, home)
}

/// Every file and folder below.
fn all_in(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
            found.insert(entry.path());
        }
    }
    found
}

/// What stands outside the folders that are emic's own, and was not there before.
fn outside(above: &Path, home: &Path, before: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let own = [home.join(".local"), home.join(".config"), home.join(".cache")];
    all_in(above)
        .into_iter()
        .filter(|path| !before.contains(path) && !own.iter().any(|own| path.starts_with(own)))
        .collect()
}

/// The cells that a spreadsheet would take for a formula.
fn formulas(table: &[u8], format: &str) -> Vec<String> {
    let between = if format == "csv" { b',' } else { b'\t' };
    let mut reader = csv::ReaderBuilder::new().delimiter(between).has_headers(false).flexible(true).from_reader(table);
    let cells = reader.records().flatten().flat_map(|row| row.iter().map(str::to_string).collect::<Vec<_>>());
    cells.filter(|cell| cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err()).collect()
}

/// Commands that show what stands in a project, without the project.
const SHOWING: &[&str] = &[
    "documents",
    "speakers",
    "cases",
    "codes",
    "missing",
    "to-confirm",
    "near-duplicates",
    "comparisons",
    "coders",
    "excerpts",
    "search heard",
    "search --code",
    "log",
    "codebook",
    "codebook --format md",
    "codebook --format html",
    "memos",
    "memos --full text",
    "memos --full md",
    "memos --full html",
    "journal",
    "attributes",
    "print =Zq7",
    "dump",
    "check",
    "settle",
    "report category",
    "report frequency",
    "report coverage",
    "report crosstab --by site",
    "report line-by-line",
    "undo",
    "redo",
    "complete codes ''",
    "paths",
    "config",
    "doctor",
    "read",
    "apply",
    "code add",
    "code rename Zq7 x",
];

#[test]
fn no_command_prints_what_a_terminal_obeys() {
    let (_above, home) = fenced();
    hostile_project(&home);
    let documents: serde_json::Value =
        serde_json::from_str(&emic(&home, &["documents", "--project", "hostile", "--format", "json"])).unwrap();
    let print = format!("print {} --format html", documents["rows"][0]["id"].as_str().unwrap());
    for line in ["codebook --format html", "memos --full html", &print] {
        let page = run(&home, &[&line.split(' ').collect::<Vec<_>>()[..], &["--project", "hostile"]].concat());
        let words = String::from_utf8_lossy(&page.stdout).into_owned();
        assert!(words.contains("Content-Security-Policy\" content=\"default-src 'none'"), "{line}: {words}");
    }
    let (mut printed, mut faults) = (0, Vec::new());
    for line in SHOWING {
        for format in [None, Some("csv"), Some("tsv"), Some("json"), Some("jsonl"), Some("md")] {
            let mut arguments: Vec<&str> = line.split(' ').collect();
            arguments.extend(["--project", "hostile"]);
            arguments.extend(format.iter().flat_map(|format| ["--format", format]));
            let run = run(&home, &arguments);
            // A page is no table, whatever format is named for tables.
            if let Some(format @ ("csv" | "tsv")) = format.filter(|_| !line.contains("--full")) {
                faults.extend(formulas(&run.stdout, format).into_iter().map(|cell| format!("{arguments:?}: {cell:?}")));
            }
            for (name, bytes) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
                printed += bytes.len();
                let found = faults_of_words(bytes).into_iter();
                // A dump is read back word for word, so that a pile of accents stays one.
                let found = found.filter(|fault| *line != "dump" || !fault.starts_with("more than"));
                faults.extend(found.take(3).map(|fault| format!("{arguments:?} {name}: {fault}")));
            }
        }
    }
    for payload in PAYLOADS.iter().filter(|payload| !payload.contains('\0')) {
        // As names of files, codes, coders, projects, settings and patterns.
        for arguments in [
            vec!["import", "--yes", "--project", "hostile", payload],
            vec!["apply", "--project", "hostile", payload, payload],
            vec!["--coder", payload, "codes", "--project", "hostile"],
            vec!["codes", "--project", payload],
            vec!["new", payload],
            vec!["search", "--project", "hostile", payload],
            vec!["report", payload, "--project", "hostile"],
            vec!["excerpts", "--project", "hostile", payload],
            vec!["config", payload],
            vec![payload],
            vec!["codes", "--format", payload],
            vec!["import", "--speakers", payload, "--yes", "--project", "hostile", payload],
            vec!["backup", payload, "--project", "hostile"],
            vec!["recover", payload, payload],
            vec!["join", payload, "--project", "hostile"],
        ] {
            let run = run(&home, &arguments);
            for (name, bytes) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
                printed += bytes.len();
                faults.extend(
                    faults_of_words(bytes).into_iter().take(3).map(|fault| format!("{arguments:?} {name}: {fault}")),
                );
            }
        }
    }
    println!("{printed} bytes printed by the shell's commands");
    assert!(printed > 100_000, "the study was not shown");
    assert_eq!(faults, [""; 0], "\n{}", faults.join("\n"));
}

/// Keys that lead through every pane, sheet and list, and look at, search, filter and copy what stands there.
const WALK: &[&str] = &[
    "j", "j", "V", "j", "y", "\x1b", "G", "gg", "]e", "\r", "\x1b", "Y", "\t", "j", "k", "zR", "j", "y", "#", "s", "f",
    "Z", "\x1b", "\t", "j", "\r", "\t", "l", "gs", "gd", "gc", "gk", "h", "y", "\x1b", "|", "\x1b", " f", "\x1b", " F",
    "j", "K", "y", "q", " c", "Zq", "\x1b", " e", "\x1b", " =", "q", " b", "j", "q", " m", "j", "\r", "\x1b", "q",
    " j", "\x1b", " r", "j", "\r", "q", "\x1b", " t", "j", "\r", "q", " k", "j", "q", " p", "j", "l", "q", " &", "q",
    " h", "j", "\r", "q", " !", "j", "q", " '", "q", " J", "q", " /", "heard\r", "q", "/", "Zq7\r", "n", "N", "*",
    "\x1b", ":", "\t", "codes\t", "\x1b", "\x10", "Zq", "\x1b", "?", "\x1b", "c", "Zq", "\x1b", "r", "\x1b", "a",
    "x\x1b", "u", "gx", "\x1b", "]f", "[f", "gt", "\x1b", ",", "\x1b", " i", "x\t", "\x1b", " P", "\x1b", " ,t",
    "\x1b", " ,k", "\x1b", " A", "heard", "\r", "q", "\x1b", "gn", "q", "gr", "q", " Q", "\x1b", "d", "\x1b", "&",
    "\x1b", "!k", "u", "U",
];

/// Waits until the program has nothing more to say.
fn still(terminal: &Terminal) -> usize {
    let (mut length, mut since, begun) = (terminal.sent().len(), Instant::now(), Instant::now());
    while since.elapsed() < Duration::from_millis(40) && begun.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(8));
        let now = terminal.sent().len();
        if now != length {
            (length, since) = (now, Instant::now());
        }
    }
    length
}

#[test]
fn no_pane_sends_what_a_terminal_obeys() {
    let (above, home) = fenced();
    hostile_project(&home);
    fs::write(home.join("keymap.ron"), format!("(global: [({0:?}, {0:?}), (\"z z z\", {0:?})])", all_payloads()))
        .unwrap();
    let before = all_in(above.path());
    let mut sent = 0;
    for (columns, rows, more) in [(120, 36, None), (60, 20, Some(("NO_COLOR", "1".to_string()))), (200, 50, None)] {
        let mut variables =
            vec![("EMIC_KEYMAP", home.join("keymap.ron").display().to_string()), ("EMIC_MOUSE", "1".to_string())];
        variables.extend(more);
        let terminal = Terminal::start_with(&home, &["open", "--project", "hostile"], columns, rows, &variables);
        terminal.waits("the study", |screen| screen.contains("Zq7"));
        for keys in WALK {
            still(&terminal);
            terminal.keys(keys);
        }
        still(&terminal);
        terminal.end_by(rustix::process::Signal::TERM);
        std::thread::sleep(Duration::from_millis(100));
        let bytes = terminal.sent();
        let (faults, copied) = faults_of_screen(&bytes);
        assert_eq!(faults, [""; 0], "at {columns} columns:\n{}", faults.join("\n"));
        assert!(!copied.is_empty(), "nothing was copied");
        for words in copied {
            assert_eq!(faults_of_words(words.as_bytes()), [""; 0], "on the clipboard: {words:?}");
        }
        sent += bytes.len();
    }
    println!("{sent} bytes sent to the terminal in {} steps", 3 * WALK.len());
    assert_eq!(outside(above.path(), &home, &before), Vec::<PathBuf>::new());
}
