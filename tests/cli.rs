//! The program as the shell sees it: what goes in, what comes out, and the exit code.

use std::fs;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use assert_cmd::Command;
use emic::cli::COMMANDS;
use serde_json::Value;
use tempfile::TempDir;

#[cfg(feature = "sqlite")]
#[path = "cli/databases.rs"]
mod databases;
#[path = "cli/desk_work.rs"]
mod desk_work;
#[path = "cli/folder.rs"]
mod folder;
#[path = "cli/forms.rs"]
mod forms;
#[path = "cli/history.rs"]
mod history;
#[path = "cli/identifying.rs"]
mod identifying;
#[path = "cli/interchange.rs"]
mod interchange;
#[path = "cli/intervals.rs"]
mod intervals;
#[path = "cli/leaving_safely.rs"]
mod leaving_safely;
#[path = "cli/originals.rs"]
mod originals;
#[path = "cli/pages.rs"]
mod pages;
#[path = "cli/reading.rs"]
mod reading;
#[path = "cli/reports.rs"]
mod reports;
#[cfg(feature = "seal")]
#[path = "cli/sealing.rs"]
mod sealing;
#[cfg(not(feature = "seal"))]
#[path = "cli/sealing_left_out.rs"]
mod sealing_left_out;
#[path = "cli/sheets.rs"]
mod sheets;
#[path = "cli/shells.rs"]
mod shells;
#[path = "cli/themes.rs"]
mod themes;
#[path = "cli/withdrawing.rs"]
mod withdrawing;
#[path = "cli/word.rs"]
mod word;

const GROUP: &str = "I: How was it?\nAna: They saw me as a patient, not as staff.\nI: And then?\n\
    Ben: One said thank you. I felt heard.\nI: Good.\nAna: Yes.\nI: More?\nBen: No.\nAna: Boundaries are hard.\nBen: So it is.\n";
const INTERVIEW: &str = "I: Tell me.\nEva: I felt heard there.\nI: Always?\nEva: Nearly.\nI: Thanks.\nEva: Bye.\n";

/// A person's machine: a home of their own, and a folder to work in.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(TempDir::new().unwrap())
    }

    /// With a project of two transcripts, three codes and two codings.
    fn with_study() -> Desk {
        let desk = Desk::new();
        desk.does("new peers");
        desk.file("FG1.txt", GROUP);
        desk.file("INT1.txt", INTERVIEW);
        desk.does("import --yes FG1.txt INT1.txt");
        desk.does("code add Barriers>Boundaries");
        desk.does("code add Recovery");
        desk.does("apply --document FG1 --span 20..58 --code Recovery");
        desk.does("apply --document INT1 --span 17..29 --code Boundaries");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn project(&self, part: &str) -> PathBuf {
        self.path("data/projects/peers").join(part)
    }

    fn file(&self, name: &str, words: impl AsRef<[u8]>) {
        fs::write(self.path(name), words).unwrap();
    }

    fn emic(&self) -> Command {
        let mut command = Command::cargo_bin("emic").unwrap();
        command.current_dir(self.0.path()).env_clear();
        command.env("HOME", self.0.path()).env("EMIC_DATA_DIR", self.path("data"));
        command.env("EMIC_CONFIG", self.path("config")).env("EMIC_CODER", "mk").env("EMIC_PROJECT", "peers");
        command
    }

    fn run(&self, line: &str) -> Output {
        self.emic().args(line.split_whitespace()).output().unwrap()
    }

    fn give(&self, line: &str, input: &str) -> Output {
        self.emic().args(line.split_whitespace()).write_stdin(input).output().unwrap()
    }

    /// What a command that succeeds answers.
    #[track_caller]
    fn does(&self, line: &str) -> String {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command that does not succeed says: with that exit code, and with these words.
    #[track_caller]
    fn fails(&self, line: &str, code: i32, with: &str) {
        failed(&self.run(line), line, code, with);
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn failed(output: &Output, line: &str, code: i32, with: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{line}: {said}");
    assert!(said.contains(with), "{line}: {said}");
    assert!(said.starts_with("emic: "), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

/// The rows of a list, as objects.
fn rows(answer: &str) -> Vec<Value> {
    answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_command_has_examples_in_its_long_help_and_none_in_its_short_one() {
    let desk = Desk::new();
    for command in COMMANDS {
        assert!(!command.examples.is_empty(), "{}", command.name);
        for (line, _) in command.examples {
            assert!(line.contains("emic"), "{line}");
        }
        let long = desk.does(&format!("{} --help", command.name));
        assert!(long.starts_with("Examples:\n  "), "{long}");
        assert!(long.contains(command.says), "{long}");
        assert!(!desk.does(&format!("{} -h", command.name)).contains("Examples"));
    }
    let all = desk.does("--help");
    assert!(COMMANDS.iter().all(|command| all.contains(command.says)), "{all}");
    assert!(desk.does("--version").starts_with("emic "));
}

#[test]
fn lists_and_reports_answer_in_every_format() {
    let desk = Desk::with_study();
    for line in [
        "documents",
        "speakers",
        "cases",
        "codes",
        "coders",
        "excerpts",
        "search heard",
        "report category",
        "report frequency --by document",
        "report coverage",
        "report line-by-line",
        "log",
        "paths",
        "check",
    ] {
        for format in ["table", "csv", "tsv", "json", "md", "html", "latex"] {
            assert!(!desk.does(&format!("{line} --format {format}")).is_empty(), "{line} {format}");
        }
        rows(&desk.does(&format!("{line} --format jsonl")));
    }
    let documents = rows(&desk.does("documents --format jsonl"));
    assert_eq!((&documents[0]["document"], &documents[0]["turns"]), (&"FG1".into(), &10.into()));
    assert_eq!(documents[0]["kind"], "focus group");
    let codes = rows(&desk.does("codes --format jsonl"));
    assert_eq!((&codes[1]["code"], &codes[1]["own_excerpts"]), (&"Barriers > Boundaries".into(), &1.into()));
    assert_eq!(desk.does("coders --format csv").lines().count(), 2);
    assert!(desk.does("report category --count subtree --format csv").contains("Barriers,1,1"));
}

#[test]
fn excerpts_are_found_by_what_is_asked_of_them() {
    let desk = Desk::with_study();
    let n = |line: &str| {
        let output = desk.run(&format!("excerpts --format jsonl {line}"));
        assert_eq!(output.status.code(), Some(i32::from(output.stdout.is_empty())), "{line}: {}", said(&output));
        rows(&String::from_utf8(output.stdout).unwrap()).len()
    };
    assert_eq!((n(""), n("--code Barriers"), n("--code Barriers --subtree")), (2, 0, 1));
    assert_eq!((n("--document INT1"), n("--case Ana"), n("--speaker Eva"), n("--speaker Ben")), (1, 1, 1, 0));
    assert_eq!((n("--coder mk"), n("--flag discuss"), n("--words heard"), n("--layer mk")), (2, 0, 1, 2));
    let site = r#"{"AddAttribute":{"name":"site","on":"Case","values":"Text"}}
        {"SetAttribute":{"attribute":"site","subject":{"Case":"Eva"},"value":"North"}}"#;
    assert_eq!(desk.give("edit", site).status.code(), Some(0));
    assert_eq!((n("--attribute site=North"), n("--attribute site=South"), n("--attribute site=")), (1, 0, 1));
    assert_eq!((n("site=north"), n("under:barriers"), n("spk:Eva site="), n("heard --case Eva")), (1, 1, 0, 1));
    for (line, with) in [
        ("excerpts --code Bondaries", "Bondaries: no such code; there are Barriers > Boundaries"),
        ("excerpts --document FG9", "FG9: no such document; there are FG1, INT1"),
        ("excerpts --speaker Anna", "there are Ana"),
        ("excerpts --coder js", "no such coder; there are mk"),
        ("excerpts --case Bena", "there are Ben"),
        ("excerpts --flag nice", "key-quote, discuss"),
        ("excerpts --attribute site", "NAME=VALUE"),
        ("excerpts --layer nobody", "there is mk"),
        ("excerpts --subtree", "--code"),
        ("report frequncy", "frequency"),
        ("report category --by site", "takes layer, where, count, show"),
        ("report frequency --count sideways", "own, subtree"),
        ("documents --format pdf", "jsonl"),
    ] {
        desk.fails(line, 2, with);
    }
}

#[test]
fn words_are_searched_in_every_document() {
    let desk = Desk::with_study();
    let hits = rows(&desk.does("search heard --format jsonl"));
    assert_eq!(hits.len(), 2);
    assert_eq!(
        (&hits[0]["document"], &hits[0]["speaker"], &hits[0]["line"]),
        (&"FG1".into(), &"Ben".into(), &4.into())
    );
    assert_eq!(hits[0]["text"], "One said thank you. I felt heard.");
    assert_eq!(rows(&desk.does("search heard --document INT1 --format jsonl")).len(), 1);
    assert_eq!(desk.run("search stigma").status.code(), Some(1));
    desk.fails("search heard --document X", 2, "X: no such document");
    failed(&desk.emic().args(["search", " "]).output().unwrap(), "search", 2, "nothing to search for");
}

#[test]
fn codes_are_added_renamed_moved_merged_retired_and_defined() {
    let desk = Desk::with_study();
    let ids = desk.does("code add Role>Acceptance>Residents");
    assert_eq!(ids.lines().count(), 3);
    desk.does("code rename Residents Staff");
    desk.does("code move Staff --under Recovery");
    desk.does("code define Staff --definition accepted --include nurses");
    desk.does("code define Staff --exclude thanks");
    desk.does("code merge Boundaries Staff");
    desk.does("code retire Acceptance");
    let codes = rows(&desk.does("codes --format jsonl"));
    let row = |name: &str| codes.iter().find(|row| row["code"] == name).unwrap_or_else(|| panic!("{name}: {codes:?}"));
    let staff = row("Recovery > Staff");
    assert_eq!((&staff["own_excerpts"], &staff["definition"]), (&1.into(), &"accepted".into()));
    assert_eq!((&staff["include"], &staff["exclude"]), (&"nurses".into(), &"thanks".into()));
    assert_eq!(row("Acceptance")["state"], "retired");
    assert_eq!(row("Boundaries")["state"], "merged into Recovery > Staff");
    desk.does("code retire Acceptance --back");
    desk.does("code move Staff");
    desk.fails("code add Recovery", 1, "already a code named");
    desk.fails("code move Role --under Acceptance", 1, "under itself");
    desk.fails("code rename Nothing Else", 2, "Nothing: no such code");
    desk.fails("code", 2, "subcommand");
}

#[test]
fn a_passage_is_coded_and_uncoded() {
    let desk = Desk::with_study();
    let id = desk.does("apply --document INT1 --span 17..29 --code Recovery");
    assert!(desk.does("dump").contains(&format!("\"id\":\"{}\"", id.trim())));
    desk.fails("apply --document INT1 --span 17..29 --code Recovery", 1, "coded so already");
    desk.fails("unapply --document INT1 --span 17..28 --code Recovery", 1, "no such coding");
    desk.fails("unapply --document INT1 --span 17..29 --code Recovery --coder js", 1, "js has no such coding");
    desk.does("unapply --document INT1 --span 17..29 --code Recovery");
    assert_eq!(rows(&desk.does("excerpts --format jsonl")).len(), 2);
    desk.fails("apply --document INT1 --span 17..29000 --code Recovery", 1, "out of range");
    desk.fails("apply --document INT1 --span 29..17 --code Recovery", 2, "120..240");
    desk.fails("apply --document INT1 --span 17..29 --code Recover", 2, "there are Recovery");
    desk.fails("apply --document INT2 --span 17..29 --code Recovery", 2, "INT2: no such document");
    desk.fails("apply --document INT1 --code Recovery", 2, "--span");
}

#[test]
fn lines_of_changes_are_one_act() {
    let desk = Desk::with_study();
    let before = desk.does("dump");
    desk.file(
        "changes.jsonl",
        r#"{"AddCode":{"name":"Stigma"}}
{"AddCode":{"name":"Self","parent":"Stigma"}}

{"ApplyCode":{"document":"FG1","span":[20,30],"code":"Stigma > Self"}}
{"ApplyCode":{"document":"INT1","span":[17,29],"code":"Self"}}
{"RenameCode":{"code":"Self","name":"Own"}}
{"MergeCode":{"code":"Recovery","into":"Stigma > Own"}}
{"AddMemo":{"on":{"Code":"Stigma"},"kind":"Analytic","words":"Whose?"}}
{"AddMemo":{"on":{"Excerpt":["FG1",[20,30]]},"kind":"Method","words":"How?"}}
{"RetitleDocument":{"document":"INT1","title":"Eva"}}
{"AddCoder":{"name":"js"}}
{"Assign":{"coder":"js","document":"Eva","state":"Open"}}
{"RenameCase":{"case":"Ben","name":"Benjamin"}}
{"MapSpeaker":{"document":"FG1","label":"Ben","role":"Observer"}}
{"AddCode":{"name":"In there","from":{"document":"FG1","span":[20,30]}}}
{"AddMemo":{"on":{"Day":"2026-11-22"},"kind":"Reflexive","words":"Tired."}}
{"Compare":{"code":"Stigma","excerpts":[{"document":"FG1","span":[20,30]},{"document":"Eva","span":[17,29]}],"decision":"Kept"}}
{"Assign":{"coder":"js","document":"Eva","state":"Checked"}}
"#,
    );
    let ids = desk.does("edit changes.jsonl");
    assert_eq!(ids.lines().count(), 10, "{ids}");
    assert_eq!(rows(&desk.does("comparisons --format jsonl"))[0]["decision"], "kept");
    let dump = desk.does("dump");
    assert!(dump.contains(r#""on":{"day":"2026-11-22"}"#) && dump.contains(r#""state":"checked","finished":true"#));
    assert!(dump.contains(r#""from":{"document":""#), "{dump}");
    let coding = ids.lines().nth(2).unwrap();
    let more = format!(
        r#"{{"FlagCoding":{{"coding":"{coding}","flag":"KeyQuote","set":true}}}}
        {{"ResizeCoding":{{"coding":"{coding}","span":[20,32]}}}}
        {{"RecodeCoding":{{"coding":"{coding}","code":"Barriers"}}}}
        {{"Remove":{{"thing":{{"Coding":"{coding}"}}}}}}
        {{"Restore":{{"thing":{{"Coding":"{coding}"}}}}}}"#
    );
    let output = desk.give("edit -", &more);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(rows(&desk.does("excerpts --flag key-quote --code Barriers --format jsonl"))[0]["end"], 32);
    assert!(desk.does("undo").starts_with("took back: marked"));
    assert!(desk.does("undo").starts_with("took back: coded 2 of FG1 as Stigma > Own, and 16 more"));
    assert_eq!(desk.does("dump"), before, "one undo takes the whole file back");
    assert!(desk.does("redo").starts_with("did again: coded 2 of FG1 as Self, and 16 more"));
    let own = desk.does("excerpts --code Own --layer union --format jsonl");
    assert_eq!(rows(&own).len(), 3, "{own}");
}

#[test]
fn a_line_that_is_wrong_is_named_and_nothing_is_changed() {
    let desk = Desk::with_study();
    let before = desk.does("dump");
    let good = r#"{"AddCode":{"name":"Stigma"}}"#;
    for (line, code, with) in [
        ("nonsense", 2, "not JSON"),
        (r#"["AddCode"]"#, 2, "a change is written"),
        (r#"{"AddKode":{"name":"x"}}"#, 2, "unknown variant `AddKode`"),
        (r#"{"AddCode":{"nam":"x"}}"#, 2, "unknown field `nam`"),
        (r#"{"AddCode":{"name":"Stigma"}}"#, 1, "already a code named"),
        (r#"{"AddCode":{"name":" "}}"#, 1, "visible character"),
        (r#"{"ApplyCode":{"document":"FG7","span":[0,3],"code":"Stigma"}}"#, 2, "FG7: no such document"),
        (r#"{"ApplyCode":{"document":"FG1","span":[0,3],"code":"Stigmata"}}"#, 2, "there are Stigma"),
        (r#"{"ApplyCode":{"document":"FG1","span":[0,30000],"code":"Stigma"}}"#, 1, "out of range"),
        (r#"{"ApplyCode":{"document":"FG1","span":[9,3],"code":"Stigma"}}"#, 1, "out of range"),
        (r#"{"ApplyCode":{"document":"FG1","code":"Stigma"}}"#, 2, "span"),
        (r#"{"ApplyCode":{"document":"FG1","span":[0,3],"code":"Stigma","coder":"js"}}"#, 2, "js: no such coder"),
        (r#"{"RecodeCoding":{"coding":"k3f9x2m7-1","code":"Stigma"}}"#, 1, "coding"),
    ] {
        failed(&desk.give("edit", &format!("{good}\n{line}\n")), line, code, "line 2: ");
        failed(&desk.give("edit", &format!("{good}\n{line}\n")), line, code, with);
    }
    failed(&desk.give("edit", ""), "nothing", 2, "no changes");
    desk.fails("edit nowhere.jsonl", 3, "nowhere.jsonl");
    assert_eq!(desk.does("dump"), before);
}

#[test]
fn files_that_are_no_transcripts_are_refused_with_the_reason() {
    let desk = Desk::with_study();
    let before = desk.does("documents");
    desk.file("empty.txt", "");
    desk.file("binary.txt", b"a\0b and more".as_slice());
    desk.file("broken.docx", "this is no archive");
    desk.file("paper.pdf", "%PDF-1.7 ...");
    desk.file("other.json", "{\"a\": 1}");
    desk.file("cut.json", "{\"format\": 1, \"documents\": [{\"title\":");
    fs::create_dir(desk.path("folder.txt")).unwrap();
    fs::File::create(desk.path("huge.txt")).unwrap().set_len(100 << 20).unwrap();
    for (file, with) in [
        ("empty.txt", "0 bytes"),
        ("binary.txt", "not text"),
        ("broken.docx", "not a zip archive"),
        ("paper.pdf", "PDF"),
        ("other.json", "no emic JSON"),
        ("cut.json", "cut.json: line 1"),
        ("folder.txt", "it is a folder"),
        ("missing.txt", "there is nothing of that name"),
        ("huge.txt", "larger than 64 MiB"),
    ] {
        desk.fails(&format!("import --yes {file}"), 3, with);
        desk.fails(&format!("import --yes {file}"), 3, file);
    }
    desk.fails("import --yes missing.txt empty.txt", 3, "none of the files");
    desk.fails("import FG1.txt", 2, "add --yes");
    desk.fails("import --yes --speakers ( FG1.txt", 2, "--speakers (");
    desk.fails("import --yes --name x FG1.txt", 2, "--name is for standard input");
    assert_eq!(desk.does("documents"), before);
}

#[test]
fn of_ten_files_with_a_bad_one_nine_are_imported() {
    let desk = Desk::new();
    desk.does("new peers");
    let mut line = "import --yes --format jsonl".to_string();
    for number in 0..10 {
        desk.file(&format!("P{number}.txt"), INTERVIEW.replace("there", &format!("there {number}")));
        line.push_str(&format!(" P{number}.txt"));
    }
    desk.file("P4.txt", "");
    let output = desk.run(&line);
    failed(&output, &line, 1, "P4.txt: the file is empty");
    let came = rows(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(came.len(), 9);
    assert_eq!((&came[0]["document"], &came[0]["speakers"]), (&"P0".into(), &"I, Eva".into()));
    assert_eq!(fs::read_dir(vault(&desk)).unwrap().count(), 9, "originals are kept");
    desk.does("undo");
    assert_eq!(rows(&desk.does("documents --format jsonl")).len(), 0, "an import is one act");
}

fn vault(desk: &Desk) -> PathBuf {
    fs::read_dir(desk.path("data/vault")).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn transcripts_come_from_standard_input_and_only_once() {
    let desk = Desk::with_study();
    let output = desk.give("import - --name P07 --yes --speakers none --format jsonl", "Just words.");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(rows(&String::from_utf8(output.stdout).unwrap())[0]["document"], "P07");
    let again = desk.run("import --yes FG1.txt");
    failed(&again, "again", 1, "FG1.txt is the same text as FG1, already here");
    let pattern = desk.give(r"import - --name chat --yes --speakers ^<(\w+)> --format jsonl", "<ana> hi\n<eva> yes\n");
    assert_eq!(rows(&String::from_utf8(pattern.stdout).unwrap())[0]["speakers"], "ana, eva");
}

#[test]
fn a_dump_comes_back_byte_for_byte() {
    let desk = Desk::with_study();
    desk.does("dump --output study.json");
    let dump = fs::read(desk.path("study.json")).unwrap();
    assert_eq!(desk.does("dump").as_bytes(), dump);
    desk.does("new copy");
    desk.does("import study.json --project copy");
    assert_eq!(desk.does("dump --project copy").as_bytes(), dump);
    desk.fails("import study.json --project copy", 1, "is here already");
    desk.fails("dump --output study.json", 1, "is there already");
    desk.does("dump --output study.json --replace");
    desk.fails("dump --output nowhere/study.json", 5, "nowhere/study.json");
    desk.fails("import --yes FG1.txt study.json --project copy", 1, "import it by itself");
}

#[test]
fn projects_are_made_found_and_missed() {
    let desk = Desk::new();
    assert_eq!(desk.does("new peers").trim(), desk.project("").to_str().unwrap().trim_end_matches('/'));
    desk.fails("new peers", 1, "there is a project in");
    desk.fails("documents --project pears", 2, "pears: no such project; there are peers");
    desk.fails("documents --project ./nowhere", 3, "there is no project in");
    let none = desk.emic().env_remove("EMIC_PROJECT").arg("documents").output().unwrap();
    failed(&none, "none", 2, "emic demo");
    desk.does("new ./here");
    let here =
        desk.emic().env_remove("EMIC_PROJECT").current_dir(desk.path("here/texts")).arg("paths").output().unwrap();
    assert!(String::from_utf8(here.stdout).unwrap().contains("here/log"));
    failed(&desk.emic().args(["new", " "]).output().unwrap(), "new", 2, "no name");
    desk.fails("new ..", 2, "no name");
    desk.fails("frobnicate", 2, "frobnicate");
    desk.fails("documents --bogus", 2, "--bogus");
    desk.fails("open", 2, "not a terminal");
    failed(&desk.emic().output().unwrap(), "emic", 2, "not a terminal");
}

#[test]
fn the_sample_is_put_among_the_projects_and_made_fresh() {
    let desk = Desk::new();
    assert!(desk.does("demo").trim().ends_with("projects/demo"));
    desk.does("check --project demo");
    let codes = desk.does("codes --project demo");
    desk.does("code add --project demo Mine");
    desk.does("demo");
    assert_ne!(desk.does("codes --project demo"), codes);
    desk.does("demo --fresh");
    assert_eq!(desk.does("codes --project demo"), codes);
}

#[test]
fn a_project_that_cannot_be_read_is_said_with_its_place() {
    let desk = Desk::with_study();
    let record = fs::read_to_string(desk.project("project.ron")).unwrap();
    fs::write(desk.project("project.ron"), record.replace("format: 2", "format: 99")).unwrap();
    desk.fails("documents", 3, "has format 99, this emic knows format 2");
    fs::write(desk.project("project.ron"), "(format: 2, name").unwrap();
    desk.fails("documents", 3, "project.ron:1:");
    fs::write(desk.project("project.ron"), record).unwrap();
    desk.does("documents");
}

#[test]
fn damage_is_found_and_named() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("check").status.code(), Some(0));
    let log = fs::read_dir(desk.project("log")).unwrap().map(|entry| entry.unwrap().path());
    let (path, words) = log
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .find(|(_, words)| words.contains("Recovery"))
        .unwrap();
    fs::write(&path, words.replace("Recovery", "Recovering")).unwrap();
    let found = rows(&String::from_utf8(desk.run("check --format jsonl").stdout).unwrap());
    assert!(found.iter().any(|row| row["what"] == "set aside" && row["where"].as_str().unwrap().contains(".ron:")));
    assert!(found.iter().any(|row| row["what"] == "conflict"), "{found:?}");
    assert_eq!(desk.run("check").status.code(), Some(1));
    desk.does("documents");
    fs::write(&path, words).unwrap();
    assert_eq!(desk.run("check").status.code(), Some(0));
    let text = fs::read_dir(desk.project("texts")).unwrap().next().unwrap().unwrap().path();
    fs::write(&text, "other words").unwrap();
    let found = String::from_utf8(desk.run("check").stdout).unwrap();
    assert!(found.contains("missing words"), "{found}");
    desk.fails("dump", 3, "emic check");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_not_called_done() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_study();
    let close = |mode| fs::set_permissions(desk.project("log"), fs::Permissions::from_mode(mode)).unwrap();
    // A file in the way stops even somebody who may write everywhere.
    fs::rename(desk.project("log"), desk.project("old")).unwrap();
    fs::write(desk.project("log"), "").unwrap();
    let output = desk.run("code add Late");
    assert!(matches!(output.status.code(), Some(3 | 5)), "{}", said(&output));
    fs::remove_file(desk.project("log")).unwrap();
    fs::rename(desk.project("old"), desk.project("log")).unwrap();
    close(0o500);
    let output = desk.run("code add Late");
    close(0o700);
    if !output.status.success() {
        failed(&output, "code add", 5, "NOT SAVED");
        assert!(!desk.does("codes").contains("Late"));
    }
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let desk = Desk::with_study();
    for line in ["dump", "codes", "--help", "log --format csv", "search heard"] {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("emic"));
        command.current_dir(desk.0.path()).env("EMIC_DATA_DIR", desk.path("data")).env("EMIC_PROJECT", "peers");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command.args(line.split(' ')).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), ""), "{line}");
    }
}

#[test]
fn who_works_is_said_by_argument_environment_or_login() {
    let desk = Desk::with_study();
    desk.does("code add Mine --coder js");
    let login =
        desk.emic().env_remove("EMIC_CODER").env("LOGNAME", "ana").args(["code", "add", "Hers"]).output().unwrap();
    assert_eq!(login.status.code(), Some(0));
    let who: Vec<Value> = rows(&desk.does("coders --format jsonl")).iter().map(|row| row["coder"].clone()).collect();
    assert_eq!(who.len(), 3, "{who:?}");
    desk.fails("code add Other --coder k3f9x2m7-1", 2, "emic coders");
    desk.fails("undo --coder nobody", 1, "nothing of yours");
    assert!(desk.does("undo --coder js").contains("added the code Mine"));
    assert!(desk.does("log --limit 1").contains("js"));
}

#[test]
fn hostile_names_do_not_reach_the_terminal_as_they_are() {
    let desk = Desk::with_study();
    let output = desk.emic().args(["excerpts", "--code", "\x1b[31mred"]).output().unwrap();
    failed(&output, "excerpts", 2, "[31mred");
    assert!(!output.stderr.contains(&0x1b));
    desk.file("x.txt", b"plain words, enough of them that nobody takes it for a program, with \x1b[2J in them\n");
    desk.does("import --yes x.txt");
    let found = desk.does("search plain");
    assert!(!found.contains('\x1b'), "{found:?}");
}

#[test]
fn keys_are_listed_and_a_file_of_keys_is_checked() {
    let desk = Desk::new();
    let keys = |line: &str| {
        let out = desk.run(line);
        (out.status.code(), String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned())
    };
    let (code, default) = keys("keys --format tsv");
    assert_eq!(code, Some(0));
    assert!(default.contains("transcript\tc\tapply-code\tCode the passage\n"), "{default}");
    assert!(keys("keys --keymap arrows --format tsv").1.contains("transcript\tF2\tapply-code\t"));
    let (code, wrong) = keys("keys --keymap vmi");
    assert_eq!(code, Some(2));
    assert!(wrong.contains("vmi: no such keymap; there are default ("), "{wrong}");
    assert_eq!(keys("keys check").1, "no keymap of your own: the keys emic comes with are used\n");
    desk.file("mine.ron", "(base: \"vim\", transcript: [(\"F5\", \"memo\"),\n (\"F6\", \"mmo\")])");
    let (code, wrong) = keys("keys check mine.ron");
    assert_eq!((code, wrong.as_str()), (Some(1), "mine.ron:2:2: there is no action \"mmo\"; did you mean \"memo\"?\n"));
    assert!(keys("keys --keymap mine.ron --format tsv").1.contains("transcript\tF5\tmemo\t"));
    assert_eq!(keys("keys check missing.ron").0, Some(3));
}

#[test]
fn a_rule_codes_what_it_finds_and_says_so() {
    let desk = Desk::with_study();
    let found = desk.does("autocode --words heard --unit sentence --code Recovery --dry-run --format jsonl");
    let texts: Vec<String> = rows(&found).iter().map(|row| row["text"].as_str().unwrap().to_string()).collect();
    assert_eq!(texts, ["I felt heard.", "I felt heard there."]);
    assert_eq!(desk.does("autocode --words heard --in INT1 --code Recovery").lines().count(), 1);
    assert!(desk.does("log").contains("autocode: words heard; sentence; doc:INT1"));
    assert_eq!(desk.does("autocode --pattern [Hh]eard --unit match --code Recovery spk:Ben").lines().count(), 1);
    assert_eq!(desk.run("autocode --words heard --in INT1 --code Recovery").status.code(), Some(1));
    desk.fails("autocode --words heard --code Recovry", 2, "Recovery");
    desk.fails("autocode --pattern ( --code Recovery", 2, "the pattern cannot be read");
}
