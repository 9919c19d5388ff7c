//! Paper, captions, pages, settings, and what shells and people ask of emic itself.

use std::fs;

use super::{Desk, failed, rows, said};

#[test]
fn captions_bring_their_times_and_markdown_its_words() {
    let desk = Desk::with_study();
    desk.file("talk.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v kim (she/her)>I felt\n\n1:00:02.000 --> 1:00:03.000\n<v kim (she/her)>heard\n");
    desk.file("notes.md", "# Head\n\n**I:** *One*\n\n**P1:** Two\n");
    desk.does("import --yes talk.vtt notes.md");
    let documents = rows(&desk.does("documents --format jsonl"));
    let of = |title: &str| documents.iter().find(|row| row["document"] == title).unwrap();
    assert_eq!((&of("talk")["time"], &of("talk")["turns"]), (&"1:00:02".into(), &1.into()));
    assert!(of("FG1")["time"].is_null());
    let found = rows(&desk.does("search One --format jsonl"));
    assert!(found.iter().any(|row| row["document"] == "notes" && row["text"] == "I: One"), "{found:?}");
}

#[test]
fn a_passage_is_named_by_the_numbers_in_the_margin() {
    let desk = Desk::with_study();
    desk.does("apply --document FG1 --lines 2 --code boundaries");
    let here = rows(&desk.does("excerpts --document FG1 --lines 1-2 --format jsonl"));
    let coded = here.iter().find(|row| row["codes"] == "Barriers > Boundaries").unwrap();
    assert_eq!((&coded["lines"], &coded["text"]), (&"2".into(), &"They saw me as a patient, not as staff.".into()));
    desk.does("unapply --document FG1 --lines 2 --code Boundaries");
    desk.fails("apply --document FG1 --lines 99 --code Recovery", 2, "FG1 has no line 99; it ends at line 10");
    desk.fails("apply --document FG1 --lines 3-2 --code Recovery", 2, "3-2: no lines");
    desk.fails("apply --document FG1 --code Recovery", 2, "--span");
    desk.fails("search heard --lines 3", 2, "--document");
    assert_eq!(rows(&desk.does("search felt --document FG1 --lines 4 --format jsonl")).len(), 1);
    assert_eq!(desk.run("search felt --document FG1 --lines 1-3").status.code(), Some(1));
}

#[test]
fn what_was_coded_on_paper_is_entered_as_one_act_or_not_at_all() {
    let desk = Desk::with_study();
    let codings = || rows(&desk.does("excerpts --document FG1 --format jsonl")).len();
    let before = codings();
    let lines = "# coded on the train\n4: recovery; Barriers > boundaries\n\n2-4 Stigma  # new\n77 Recovery\nnothing\n";
    let answer = desk.give("enter FG1", lines);
    failed(&answer, "enter", 1, "nothing was entered; mend these lines, or take the others with --partly");
    for wrong in ["line 4: Stigma: no such code", "line 5: FG1 has no line 77", "line 6: nothing: write line numbers"] {
        assert!(said(&answer).contains(wrong), "{}", said(&answer));
    }
    assert_eq!(codings(), before);
    let answer = desk.give("enter FG1 --partly --new --format jsonl", lines);
    assert_eq!(answer.status.code(), Some(1), "{}", said(&answer));
    let entered = rows(&String::from_utf8(answer.stdout).unwrap());
    assert_eq!(entered[0]["codes"], "Recovery; Barriers > Boundaries");
    assert_eq!((&entered[1]["lines"], &entered[1]["codes"]), (&"2-4".into(), &"Stigma (new)".into()));
    assert_eq!(codings(), before + 2);
    let again = desk.give("enter FG1", "4 recovery; new > one; new > two\n");
    assert!(said(&again).contains("line 1: new > one: no such code"), "{}", said(&again));
    assert_eq!(desk.give("enter FG1 --new", "4 recovery; new > one; new > two\n").status.code(), Some(0));
    assert!(desk.does("undo").contains("and 4 more"), "two codes under one that was missing, and two codings");
    desk.does("undo");
    assert_eq!(codings(), before);
    failed(&desk.give("enter FG1", "\n# nothing\n"), "enter", 1, "no lines were given");
}

#[test]
fn a_transcript_is_printed_with_room_to_write() {
    let desk = Desk::with_study();
    let pages = desk.does("print FG1 --lines 7 --width 70");
    assert_eq!(pages.matches('\x0c').count(), 1);
    assert!(pages.contains("page 2\n") && pages.starts_with("peers: FG1"), "{pages}");
    assert!(pages.contains("  2 Ana They saw me as a patient, not as staff. |"), "{pages}");
    assert!(pages.lines().all(|line| line.trim_start_matches('\x0c').chars().count() <= 70));
    assert!(desk.does("print INT1 --format html").contains("<td>2</td><th>Eva</th><td>I felt heard there.</td>"));
}

#[test]
fn codebook_and_memos_are_pages_in_every_format() {
    let desk = Desk::with_study();
    desk.does("code define Recovery --definition well");
    desk.give("edit", r#"{"AddMemo":{"on":{"Code":"Recovery"},"kind":"Decision","words":"why\nso"}}"#);
    let page = desk.does("codebook");
    assert!(
        page.contains("2 Recovery\n    1 excerpt, 1 respondent\n    definition: well\n    decision memo (mk): why\n"),
        "{page}"
    );
    assert!(page.contains("1.1 Boundaries\n"), "{page}");
    assert!(desk.does("codebook --format md").contains("### 1.1 Boundaries\n"));
    assert!(desk.does("codebook --format html").contains("<h3>1.1 Boundaries</h3>"));
    assert_eq!(rows(&desk.does("memos --code recovery --kind decision --by mk --format jsonl"))[0]["words"], "why\nso");
    assert!(desk.does("memos --full").contains("## code Recovery\n\n### decision, mk\n\nwhy\\\nso\n"));
    assert_eq!(desk.run("memos --kind reflexive").status.code(), Some(1));
}

#[test]
fn settings_are_begun_checked_and_shown_with_where_they_come_from() {
    let desk = Desk::with_study();
    desk.does("config init");
    desk.fails("config init", 1, "is there already, and stays as it is");
    assert!(said(&desk.run("config check")).contains("nothing is wrong"));
    fs::write(desk.path("config/config.ron"), "(theme: \"dark\",\n mouse: 1, coder: \"eve\")").unwrap();
    fs::write(desk.project("config.ron"), "(theme: \"light\")").unwrap();
    desk.fails("config check", 1, "config.ron:2:9: mouse: write true or false");
    let shown = rows(&desk.does("config --origin --format jsonl"));
    let of = |name: &str| shown.iter().find(|row| row["setting"] == name).unwrap();
    assert_eq!((&of("theme")["value"], &of("theme")["origin"]), (&"light".into(), &"project".into()));
    assert_eq!((&of("coder")["value"], &of("coder")["origin"]), (&"mk".into(), &"environment".into()));
    let output = desk.emic().env_remove("EMIC_CODER").args(["code", "add", "Hope"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(desk.does("coders").contains("eve"));
}

#[test]
fn shells_are_told_what_may_follow() {
    let desk = Desk::with_study();
    let after = |words: &[&str]| {
        let output = desk.emic().args(["complete", "--"]).args(words).output().unwrap();
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(after(&["codeb"]), ["codebook"]);
    assert_eq!(after(&["apply", "--document", ""]), ["FG1", "INT1"]);
    assert_eq!(after(&["apply", "--code", r"barriers\ \>"]), ["Barriers > Boundaries"]);
    assert_eq!(after(&["code", "re"]), ["rename", "retire"]);
    assert_eq!(after(&["print", "\"F"]), ["FG1"]);
    assert_eq!(after(&["codes", "--format", "js"]), ["json", "jsonl"]);
    assert_eq!(after(&["codes", "--format", "=", "js"]), ["json", "jsonl"], "as bash has it");
    assert_eq!(after(&["codes", "--format="])[..2], ["--format=table", "--format=csv"], "as zsh and fish have it");
    assert_eq!(after(&["--project", "p"]), ["peers"]);
    assert_eq!(after(&["--project", "nowhere", "print", ""]), [""; 0]);
    assert_eq!(after(&["excerpts", "--sub"]), ["--subtree"]);
    for shell in ["bash", "zsh", "fish"] {
        assert!(desk.does(&format!("completions {shell}")).contains("emic complete --"));
    }
}

#[test]
fn the_manual_page_has_every_command_key_and_variable() {
    let desk = Desk::new();
    let page = desk.does("man").replace("\\-", "-").replace("\\*(Aq", "'");
    for command in emic::cli::COMMANDS {
        assert!(page.contains(&format!("\\fB{}\\fR\n", command.name)), "{}", command.name);
        assert!(desk.does(&format!("man {}", command.name)).contains("EXAMPLES"), "{}", command.name);
    }
    for action in emic::app::actions::ACTIONS {
        assert!(page.contains(&format!("{} ({})", action.says, action.name)), "{}", action.name);
    }
    for setting in emic::settings::SETTINGS {
        assert!(page.contains(&format!("\\fB{}\\fR", setting.variable)), "{}", setting.variable);
    }
}

#[test]
fn the_doctor_says_what_to_mend() {
    let desk = Desk::with_study();
    let doctor = |name: &str, value: &str| {
        let output =
            desk.emic().env("LANG", "C.UTF-8").env(name, value).args(["doctor", "--format", "jsonl"]).output().unwrap();
        let found = rows(&String::from_utf8(output.stdout).unwrap());
        let mend: Vec<String> =
            found.iter().filter(|row| row["sign"] == "warn").map(|row| row["what"].as_str().unwrap().into()).collect();
        (output.status.code(), mend)
    };
    assert_eq!(doctor("SSH_TTY", "/dev/pts/1"), (Some(0), vec![]));
    assert_eq!(doctor("EMIC_THEEM", "dark"), (Some(1), vec!["variable".to_string()]));
    assert_eq!(doctor("EMIC_ESCDELAY", "soon"), (Some(1), vec!["Esc waits".to_string()]));
    assert_eq!(doctor("LC_ALL", "C"), (Some(1), vec!["locale".to_string()]));
}

#[test]
fn a_corrected_transcript_takes_the_place_of_the_coded_one() {
    let desk = Desk::with_study();
    desk.does("apply --document FG1 --lines 2 --code Boundaries");
    let dump = || -> serde_json::Value { serde_json::from_str(&desk.does("dump")).unwrap() };
    let before = dump();
    let fg1 = |dump: &serde_json::Value| {
        let mut documents = dump["documents"].as_array().unwrap().iter();
        documents.find(|document| document["title"] == "FG1").unwrap()["text"].as_str().unwrap().to_string()
    };
    desk.file("new.txt", fg1(&before).replacen("patient", "client", 1));
    let listed = desk.does("revise FG1 new.txt --dry-run --format jsonl");
    assert!(
        rows(&listed).iter().any(|row| row["becomes"] == "changed" && row["then"].as_str().unwrap().contains("client"))
    );
    assert!(rows(&listed).iter().all(|row| row["now"].as_str().unwrap().contains("patient")), "{listed}");
    desk.fails("revise FG1 new.txt", 1, "add --yes");
    assert_eq!(dump(), before);
    desk.does("revise FG1 new.txt --yes");
    assert!(fg1(&dump()).contains("client"));
    desk.does("check");
    desk.fails("revise FG1 new.txt --yes", 1, "nothing was changed");
    desk.does("undo");
    assert_eq!(dump(), before);
}
