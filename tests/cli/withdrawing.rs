//! Somebody withdraws: listed, no longer counted, or erased from every file that can be reached.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Desk, failed, said};

/// Words that nobody but Maria says, and her name.
const MARKERS: [&str; 5] = ["maria", "quokkandra", "zebrafied", "wombatron", "numbatville"];

const GROUP: &str = "Interviewer: How did you hear about the group?\n\
    Maria: My neighbour Quokkandra told me, and I felt zebrafied at once.\n\
    Jonas: I saw a poster, and Maria helped me with the form.\n\
    Interviewer: And then?\n\
    Maria: Nobody asked about the wombatron before.\n\
    Jonas: I came back the week after.\n";

impl Desk {
    /// A study in which Maria's words and name stand in every place that can hold them.
    fn with_maria() -> Desk {
        let desk = Desk::new();
        desk.does("new peers");
        desk.file("Group with Maria.txt", GROUP);
        let import = ["import", "--yes", "--speakers", r"^(\w+):", "Group with Maria.txt"];
        assert!(desk.emic().args(import).output().unwrap().status.success());
        let at = |words: &str| {
            let start = GROUP.find(words).unwrap();
            format!("[{start},{}]", start + words.len())
        };
        let document = r#""document":"Group with Maria""#;
        let lines = [
            r#"{"AddAttribute":{"name":"town","on":"Case","values":"Text"}}"#.to_string(),
            r#"{"SetAttribute":{"attribute":"town","subject":{"Case":"Maria"},"value":"Numbatville"}}"#.to_string(),
            r#"{"AddCode":{"name":"Support"}}"#.to_string(),
            format!(r#"{{"AddCode":{{"name":"felt zebrafied","from":{{{document},"span":{}}}}}}}"#, at("felt zebrafied")),
            r#"{"DefineCode":{"code":"Support","definition":{"definition":"Neighbours like Quokkandra","include":"","exclude":"","example":"My neighbour Quokkandra told me"}}}"#.to_string(),
            format!(r#"{{"ApplyCode":{{{document},"span":{},"code":"Support"}}}}"#, at("My neighbour Quokkandra told me")),
            format!(r#"{{"ApplyCode":{{{document},"span":{},"code":"felt zebrafied"}}}}"#, at("Maria: Nobody asked")),
            format!(r#"{{"ApplyCode":{{{document},"span":{},"code":"Support"}}}}"#, at("I saw a poster")),
            format!(r#"{{"ApplyCode":{{{document},"span":{},"code":"Support"}}}}"#, at("Maria helped me")),
            r#"{"AddMemo":{"on":{"Code":"Support"},"kind":"Analytic","words":"Maria names Quokkandra; Jonas saw a poster."}}"#.to_string(),
            r#"{"AddMemo":{"on":{"Cell":["Maria","Support"]},"kind":"Analytic","words":"Jonas was asked in; Quokkandra had told Maria."}}"#.to_string(),
            r#"{"AddTheme":{"claim":"Quokkandra opens doors"}}"#.to_string(),
            format!(r#"{{"TakeStand":{{"theme":"Quokkandra opens doors",{document},"span":{},"stand":"For"}}}}"#, at("My neighbour Quokkandra told me")),
            format!(r#"{{"TakeStand":{{"theme":"Quokkandra opens doors",{document},"span":{},"stand":"Against"}}}}"#, at("I saw a poster")),
            r#"{"MarkNegative":{"theme":"Quokkandra opens doors","who":{"Value":["town","Numbatville"]},"done":"Explained"}}"#.to_string(),
            r#"{"MarkNegative":{"theme":"Quokkandra opens doors","who":{"Case":"Maria"},"done":"Revised"}}"#.to_string(),
            r#"{"SearchEvidence":{"theme":"Quokkandra opens doors","query":"wombatron"}}"#.to_string(),
            r#"{"AddMemo":{"on":"Project","kind":"Analytic","words":"Jonas came by himself."}}"#.to_string(),
        ];
        let made = desk.give("edit", &lines.join("\n"));
        assert!(made.status.success(), "{}", said(&made));
        desk.does("journal add wombatron");
        desk.does("autocode --code Support --words wombatron");
        // The words before and after a revision, and a key in the vault.
        desk.file("words.csv", "words,becomes\nJonas,Tom\nQuokkandra,Neighbourly\n");
        desk.does("identifiers --with words.csv --yes");
        desk
    }

    /// The files of this person's data, but for those of git, that hold one of the markers.
    fn holding(&self) -> Vec<String> {
        let holds = |path: &PathBuf| {
            let words =
                format!("{}\n{}", path.display(), String::from_utf8_lossy(&fs::read(path).unwrap())).to_lowercase();
            MARKERS
                .iter()
                .find(|marker| words.contains(*marker))
                .map(|marker| format!("{} has {marker}", path.display()))
        };
        files(&self.path("data")).iter().filter_map(holds).collect()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let entries = entries.filter(|path| path.file_name().is_some_and(|name| name != ".git"));
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn what_there_is_of_somebody_is_listed_with_what_would_become_of_it() {
    let desk = Desk::with_maria();
    let before = desk.does("dump --anyway");
    let listed = desk.does("withdraw Maria --format csv");
    for what in [
        "turn,",
        "name,",
        "excerpt,",
        "memo,",
        "code,",
        "definition,",
        "title,",
        "label,",
        "person,",
        "value,",
        "reason,",
        "theme,",
        "search,",
    ] {
        assert!(listed.lines().any(|line| line.starts_with(what)), "no {what} in {listed}");
    }
    assert!(listed.contains("Nobody asked about the wombatron before.,[withdrawn]"), "{listed}");
    desk.does("dump --anyway -o copy.json");
    let table = desk.does("withdraw Maria");
    assert!(table.contains("1 dump to standard output, the last of "), "{table}");
    assert!(table.contains("out of reach: dump of ") && table.contains("copy.json (still there)"), "{table}");
    desk.fails("withdraw Maria --remove", 1, "add --yes; it cannot be taken back");
    desk.fails("withdraw Nobody", 2, "no such case");
    assert_eq!(desk.does("dump --anyway"), before, "looking changes nothing");
}

#[test]
fn who_withdraws_counts_no_more_and_counts_again() {
    let desk = Desk::with_maria();
    let before = desk.does("report frequency --format csv");
    assert!(before.contains("felt zebrafied,1"), "{before}");
    desk.does("withdraw Maria --keep");
    assert_eq!(desk.does("report frequency --format csv"), before);
    assert!(desk.does("cases").contains("withdrew: Maria (what they said stays and counts)"));
    desk.does("withdraw Maria --stop");
    let after = desk.does("report frequency --format csv");
    assert!(after.contains("felt zebrafied,0") && after.contains("Support,2"), "{after}");
    assert!(!desk.does("report category --format csv").contains("Maria"));
    assert_eq!(desk.run("withdraw Maria --stop").status.code(), Some(1), "nothing is to be done");
    desk.does("withdraw Maria --back");
    assert_eq!(desk.does("report frequency --format csv"), before);
    desk.does("undo");
    assert_eq!(desk.does("report frequency --format csv"), after);
    // Nor in a copy that a colleague makes a project of.
    desk.does("dump --anyway -o copy.json");
    desk.does("--project copy new copy");
    desk.does("--project copy import copy.json");
    assert_eq!(desk.does("--project copy report frequency --format csv"), after);
}

#[test]
fn who_has_only_a_label_can_withdraw_too() {
    let desk = Desk::with_study();
    assert!(desk.does("withdraw Ana").contains("They saw me as a patient"));
    desk.does("withdraw Ana --stop");
    assert!(desk.does("cases").contains("withdrew: Ana"));
}

#[test]
fn erased_words_are_found_nowhere_and_the_rest_is_as_it_was() {
    let desk = Desk::with_maria();
    let draft = desk.project("place/x-drafts");
    fs::create_dir_all(&draft).unwrap();
    fs::write(draft.join("1-1.ron"), "(words:\"she is zebrafied\")").unwrap();
    fs::write(draft.join("1-2.ron"), "(words:\"wait and see\")").unwrap();
    assert!(desk.holding().len() > 5);
    let output = desk.run("withdraw Maria --remove --yes");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(desk.holding(), Vec::<String>::new());
    let certificate = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(certificate.contains("Withdrawn 1") && certificate.contains("2 turns (17 words)"), "{certificate}");
    assert!(certificate.contains("What could not be reached"), "{certificate}");
    let print = desk.emic().args(["print", "Group with Withdrawn 1", "--format", "text"]).output().unwrap();
    let text = String::from_utf8_lossy(&print.stdout);
    assert!(text.contains("[withdrawn]") && text.contains("and Withdrawn 1 helped me with the form."), "{text}");
    assert!(draft.join("1-2.ron").exists(), "other drafts stay");
    desk.does("check");
    let memos = desk.does("memos --format csv");
    assert!(
        memos.contains("Withdrawn 1 names [withdrawn]; Tom saw a poster.")
            || memos.contains("Withdrawn 1 names [withdrawn]; Jonas saw"),
        "{memos}"
    );
    assert!(memos.contains("Jonas came by himself."), "{memos}");
    assert!(memos.contains("cell of Withdrawn 1 and Support"), "{memos}");
    let themes = desk.does("report negative-cases --format csv");
    assert!(themes.contains("[withdrawn] opens doors,0,0,1,1,0,0,Withdrawn 1 (revised); town=[withdrawn]"), "{themes}");
    assert!(themes.contains("[withdrawn] (0 found)"), "{themes}");
    let counts = desk.does("report frequency --format csv");
    assert!(counts.contains("Support,2") && counts.contains("[withdrawn],0"), "{counts}");
    // It cannot be taken back, nor what led to it.
    desk.fails("undo", 1, "cannot be taken back");
    desk.fails("withdraw Maria", 2, "no such case");
    let back = desk.emic().args(["withdraw", "Withdrawn 1", "--back"]).output().unwrap();
    failed(&back, "withdraw --back", 1, "erased for good");
    desk.file("again.txt", GROUP);
    let import = ["import", "--yes", "--speakers", r"^(\w+):", "again.txt"];
    let again = desk.emic().args(import).output().unwrap();
    assert!(said(&again).contains("erased for good"), "{}", said(&again));
    // A whole copy can still be made, and opened.
    desk.does("dump --anyway -o after.json");
    desk.does("--project other new other");
    desk.does("--project other import after.json");
}

#[test]
fn a_label_that_was_theirs_by_mistake_stays_whose_it_is() {
    let desk = Desk::with_maria();
    let map = |label: &str, case: &str| {
        let line = format!(
            r#"{{"MapSpeaker":{{"document":"Group with Maria","label":"{label}","role":"Participant","case":"{case}"}}}}"#
        );
        let made = desk.give("edit", &line);
        assert!(made.status.success(), "{}", said(&made));
    };
    // All of the document is Maria's for a moment, and nothing of it in the end.
    map("Tom", "Maria");
    map("Tom", "Tom");
    map("Maria", "Tom");
    let listed = desk.does("withdraw Maria --format csv");
    assert!(!listed.contains("turn,") && !listed.contains("label,"), "{listed}");
    map("Maria", "Maria");
    let listed = desk.does("withdraw Maria --format csv");
    assert!(listed.contains("turn,") && !listed.contains("I came back"), "{listed}");
}

#[test]
fn what_is_left_is_erased_once_more_by_the_names_that_are_given() {
    let desk = Desk::with_maria();
    desk.file("certificate.md", "there already");
    let first = desk.run("withdraw Maria --remove --yes --certificate certificate.md");
    assert!(said(&first).contains("erased for good") && said(&first).contains("certificate.md is there already"));
    assert_eq!(desk.holding(), Vec::<String>::new());
    let again = |more: &[&str]| {
        let command = ["withdraw", "Withdrawn 1", "--remove", "--yes"];
        desk.emic().args(command).args(more).output().unwrap()
    };
    assert!(said(&again(&[])).contains("nothing of theirs is left"), "{}", said(&again(&[])));
    assert_eq!(again(&[]).status.code(), Some(1));
    let late = desk.give("edit", r#"{"AddMemo":{"on":"Project","kind":"Analytic","words":"Ask Maria again."}}"#);
    assert!(late.status.success() && desk.holding().len() == 1);
    assert_eq!(again(&["--also", "Maria"]).status.code(), Some(0));
    assert_eq!(desk.holding(), Vec::<String>::new());
    desk.does("check");
    assert!(desk.does("search week").contains("I came back the week after."), "the others' words are there");
}

#[test]
fn a_colleague_who_syncs_loses_the_words_as_well() {
    let (mine, theirs) = (Desk::with_maria(), Desk::new());
    let shared = mine.path("shared.git").display().to_string();
    mine.does(&format!("sync --init {shared}"));
    mine.does("sync");
    let clone = theirs.project("");
    let git = Command::new("git").args(["clone", "-q", &shared]).arg(&clone).output();
    if git.is_err() {
        println!("skipped: git is not installed");
        return;
    }
    theirs.does("--coder ada code add Sooner");
    assert!(theirs.holding().len() > 3);
    theirs.does("--coder ada sync");
    mine.does("sync");
    mine.does("withdraw Maria --remove --yes");
    // They go on in the meantime, in the log that was erased from.
    theirs.does("--coder ada code add Later");
    mine.does("sync");
    theirs.does("--coder ada sync");
    assert_eq!(theirs.holding(), Vec::<String>::new());
    assert_eq!(mine.holding(), Vec::<String>::new());
    mine.does("sync");
    assert_eq!(mine.does("dump --anyway"), theirs.does("dump --anyway"));
    for desk in [&mine, &theirs] {
        desk.does("check");
        assert!(desk.does("codes").contains("Later"));
    }
}
