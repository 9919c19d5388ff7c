//! What leaves is looked over first, may leave with pseudonyms in the place of names, and is noted.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use super::{Desk, failed, rows, said};

const TALK: &str = "Interviewer: Who helped you?\nMaria Lopez: Jonas of Leeds did. MARÍA they call me, or maria.\n\
    Jonas: I will go where Maria Lopez goes.\nInterviewer: And then?\nMaria Lopez: Will came too.\n";

/// Every word that must not leave, folded.
const LISTED: [&str; 4] = ["maria", "jonas", "leeds", "lopez"];

impl Desk {
    /// A study in which names stand in every place that can hold them.
    fn with_names() -> Desk {
        let desk = Desk::new();
        desk.does("new peers");
        desk.file("Talk with Maria.txt", TALK);
        let import = ["import", "--yes", "--speakers", r"^([\w ]+):", "Talk with Maria.txt"];
        let output = desk.emic().args(import).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let at = |words: &str| {
            let start = TALK.find(words).unwrap();
            let start = TALK[..start].chars().count();
            format!("[{start},{}]", start + words.chars().count())
        };
        let document = r#""document":"Talk with Maria""#;
        let lines = [
            r#"{"NameProject":{"name":"Peers of Leeds"}}"#.to_string(),
            r#"{"AddAttribute":{"name":"town","on":"Case","values":"Text"}}"#.to_string(),
            r#"{"AddAttribute":{"name":"visited by Jonas","on":"Case","values":{"Ordered":["Leeds","York"]}}}"#.to_string(),
            r#"{"AddCase":{"name":"Eva"}}"#.to_string(),
            r#"{"SetAttribute":{"attribute":"town","subject":{"Case":"Maria Lopez"},"value":"Leeds"}}"#.to_string(),
            r#"{"SetAttribute":{"attribute":"town","subject":{"Case":"Eva"},"value":"York"}}"#.to_string(),
            r#"{"SetAttribute":{"attribute":"visited by Jonas","subject":{"Case":"Eva"},"value":"Leeds"}}"#.to_string(),
            r#"{"AddCode":{"name":"Help"}}"#.to_string(),
            format!(r#"{{"AddCode":{{"name":"Jonas of Leeds","from":{{{document},"span":{}}}}}}}"#, at("Jonas of Leeds")),
            r#"{"DefineCode":{"code":"Help","definition":{"definition":"As María said","include":"of Jonas","exclude":"","example":"Jonas of Leeds did."}}}"#.to_string(),
            format!(r#"{{"ApplyCode":{{{document},"span":{},"code":"Help"}}}}"#, at("Jonas of Leeds did")),
            format!(r#"{{"ApplyCode":{{{document},"span":{},"code":"Jonas of Leeds"}}}}"#, at("where Maria Lopez goes")),
            r#"{"AddMemo":{"on":{"Code":"Help"},"kind":"Analytic","words":"Maria names Jonas."}}"#.to_string(),
            r#"{"AddMemo":{"on":{"Cell":["Maria Lopez","Help"]},"kind":"Analytic","words":"Of Jonas."}}"#.to_string(),
            format!(r#"{{"AddMemo":{{"on":{{"Excerpt":["Talk with Maria",{}]}},"kind":"Reflexive","words":"jonas again"}}}}"#, at("Jonas of Leeds did")),
            r#"{"AddTheme":{"claim":"Leeds opens doors"}}"#.to_string(),
            format!(r#"{{"TakeStand":{{"theme":"Leeds opens doors",{document},"span":{},"stand":"For"}}}}"#, at("Jonas of Leeds did")),
            r#"{"MarkNegative":{"theme":"Leeds opens doors","who":{"Value":["town","Leeds"]},"done":"Explained"}}"#.to_string(),
            r#"{"SearchEvidence":{"theme":"Leeds opens doors","query":"jonas"}}"#.to_string(),
        ];
        let made = desk.give("edit", &lines.join("\n"));
        assert!(made.status.success(), "{}", said(&made));
        desk.does("journal add asked-jonas-again");
        desk.file("names.txt", "Maria\nMaria Lopez\nLopez\nJonas\nLeeds\n");
        desk.file(
            "words.csv",
            "words,becomes\nMaria Lopez,person\nMaria,Carla\nLopez,blank\nJonas,person\nLeeds,place\nwill,keep\n",
        );
        desk
    }
}

/// All that stands in a file, packed or not, or in a folder with its names, folded.
fn all_in(path: &Path) -> String {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        return entries.iter().map(|entry| format!("{}\n{}", entry.display(), all_in(entry))).collect();
    }
    let bytes = fs::read(path).unwrap();
    let mut all = String::from_utf8_lossy(&bytes).into_owned();
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) {
        for place in 0..archive.len() {
            let mut part = archive.by_index(place).unwrap();
            all.push_str(&part.name().unwrap());
            let mut words = Vec::new();
            part.read_to_end(&mut words).unwrap();
            all.push_str(&String::from_utf8_lossy(&words));
        }
    }
    emic::text::fold(&all)
}

#[test]
fn listed_names_are_found_wherever_they_stand() {
    let desk = Desk::with_names();
    let output = desk.run("scan --names names.txt --format jsonl");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let found = rows(&String::from_utf8_lossy(&output.stdout));
    let things = |thing: &str| found.iter().filter(|row| row["thing"] == thing).count();
    for thing in ["document", "study", "title", "label", "person", "attribute", "value", "code", "definition"] {
        assert!(things(thing) > 0, "no {thing} in {found:?}");
    }
    for thing in ["include", "example", "theme", "counter-evidence", "memo"] {
        assert!(things(thing) > 0, "no {thing} in {found:?}");
    }
    let whole = found.iter().find(|row| row["thing"] == "document" && row["found"] == "MARÍA").unwrap();
    assert_eq!((&whole["at"], &whole["why"]), (&"line 2".into(), &"listed as Maria".into()));
    let eva = found.iter().find(|row| row["thing"] == "people" && row["found"] == "York").unwrap();
    assert_eq!((&eva["name"], &eva["why"]), (&"town".into(), &"1 of the 2 people for whom it is known".into()));
    let empty = Desk::with_study();
    assert!(empty.does("scan").contains("no list of names"), "nothing is listed, and nobody has a value");
    desk.file("none.txt", "\n");
    desk.fails("scan --names none.txt", 2, "no name stands in it");
    desk.fails("scan --names not-there.txt", 3, "not-there.txt");
}

#[test]
fn what_may_stand_is_kept_as_it_is_written() {
    let desk = Desk::new();
    desk.does("new peers");
    desk.file("a.txt", "I: Who?\nP: Will came. I will go.\n");
    desk.does("import --yes a.txt");
    desk.file("names.txt", "Will\n");
    let lines = |answer: &[u8]| String::from_utf8_lossy(answer).lines().count();
    assert_eq!(lines(&desk.run("scan --names names.txt --format jsonl").stdout), 2);
    desk.file("names.csv", "words,becomes\nWill,person\nwill,keep\n");
    assert_eq!(lines(&desk.run("scan --names names.csv --format jsonl").stdout), 1);
}

#[test]
fn a_listed_name_stops_what_leaves_unless_it_is_written_anyway() {
    let desk = Desk::with_names();
    desk.does("export before.qdpx");
    for line in ["export --names names.txt study.qdpx", "dump --names names.txt", "export --names names.txt a.csv"] {
        desk.fails(line, 1, "listed names would leave: ");
        desk.fails(line, 1, "emic identifiers --with FILE");
    }
    assert!(!desk.path("study.qdpx").exists() && !desk.path("a.csv").exists());
    desk.fails("export --names names.txt --as qdc Jonas.qdc", 1, "Jonas.qdc");
    let output = desk.run("export --names names.txt --anyway study.qdpx");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("that one person alone has; `emic scan` lists them"), "{}", said(&output));
    let register = desk.does("export --register --format csv");
    assert!(register.starts_with("day,who,what,names,path\n"), "{register}");
    assert!(register.contains(",mk,qdpx,identified,"), "{register}");
    assert!(register.contains("listed found and written anyway,"), "{register}");
    desk.file("others.txt", "Nobody Else\n");
    desk.does("export --names others.txt other.jsonl");
    assert!(desk.does("export --register --format csv").contains(",mk,jsonl,none listed,"));
    desk.does("dump --names others.txt");
    assert!(desk.does("export --register").contains("(standard output)"));
}

#[test]
fn rows_of_codings_are_stopped_only_by_what_stands_in_them() {
    let desk = Desk::with_study();
    desk.file("names.txt", "Boundaries are hard\n");
    desk.fails("export --names names.txt study.qdpx", 1, "1 listed name would leave");
    desk.does("export --names names.txt rows.csv");
    desk.does("export --names names.txt codes.qdc");
}

#[test]
fn the_key_of_the_vault_is_a_list_of_what_must_not_leave() {
    let desk = Desk::with_names();
    desk.does("identifiers --with words.csv --yes");
    // Memos, definitions and values were not replaced.
    desk.fails("dump", 1, "would leave");
    desk.does("dump --pseudonyms vault -o dump.json");
    let all = all_in(&desk.path("dump.json"));
    assert!(LISTED.iter().all(|name| !all.contains(name)), "{all}");
    assert!(desk.does("export --register --format csv").contains(",mk,dump,pseudonymised,"));
    let study = Desk::with_study();
    study.fails("dump --pseudonyms vault", 2, "no key to pseudonyms in the vault");
}

#[test]
fn no_listed_word_stands_in_anything_that_leaves_with_pseudonyms() {
    let desk = Desk::with_names();
    let before = desk.does("dump");
    for name in emic::exchange::EXPORTS.iter().map(|export| export.name) {
        let line = |file: &str| format!("export --as {name} --pseudonyms words.csv {file}.{name}");
        let output = desk.run(&line("one"));
        assert_eq!(output.status.code(), Some(0), "{name}: {}", said(&output));
        assert!(said(&output).contains("nothing changes in the project"), "{}", said(&output));
        assert!(said(&output).contains("in small letters too: jonas (2)"), "{}", said(&output));
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!told.contains("before a revision"), "{told}");
        let all = all_in(&desk.path(&format!("one.{name}")));
        assert!(!LISTED.iter().any(|name| all.contains(name)), "{name}: {all}");
        assert!(all.contains("[person 1]"), "{name}: {all}");
        desk.does(&line("two"));
        let again = all_in(&desk.path(&format!("two.{name}")));
        assert_eq!(all, again.replace(&format!("two.{name}"), &format!("one.{name}")), "{name}");
    }
    let dump = desk.does("dump --pseudonyms words.csv");
    assert!(LISTED.iter().all(|name| !emic::text::fold(&dump).contains(name)), "{dump}");
    assert!(dump.contains("I will go") && dump.contains("Will came"), "who is kept is kept");
    // Every coding is on its words, and a summary is as fresh as it was.
    assert!(dump.contains(r#""text":"[Person 1] of [Place 1] did""#), "{dump}");
    assert!(dump.contains(r#""text":"where [Person 2] goes""#) && dump.contains(r#""stale":false"#), "{dump}");
    desk.file("dump.json", &dump);
    desk.does("--project copy new copy");
    desk.does("--project copy import dump.json");
    desk.does("--project copy check");
    assert_eq!(desk.does("dump"), before, "nothing changed here");
    assert_eq!(desk.run("undo").status.code(), Some(0), "the last act is the coder's own");
}

#[test]
fn the_key_leaves_only_where_it_is_asked_for() {
    let desk = Desk::with_names();
    desk.does("export --pseudonyms words.csv --key key.csv a.qdpx");
    let key = fs::read_to_string(desk.path("key.csv")).unwrap();
    assert!(key.contains("Carla,Maria\n") && key.contains("[Place 1],Leeds\n"), "{key}");
    assert!(desk.does("export --register --format csv").contains(",mk,pseudonym key,identified,"));
    desk.fails("export --key other.csv b.qdpx", 2, "--pseudonyms");
    desk.fails("export --pseudonyms words.csv --key key.csv b.qdpx", 1, "key.csv is there already");
    assert!(!desk.path("b.qdpx").exists());
    desk.file("again.csv", "words,becomes\nMaria,Jonas\nJonas,person\n");
    desk.fails("export --pseudonyms again.csv b.qdpx", 2, "choose another pseudonym");
    let half = desk.give("export --pseudonyms half.csv b.qdpx", "");
    failed(&half, "export", 3, "half.csv");
    desk.file("half.csv", "words,becomes\nMaria,Carla\n");
    desk.fails("export --pseudonyms half.csv --names names.txt b.qdpx", 1, "would leave");
}

#[test]
fn names_in_what_is_printed_into_a_file_or_a_pipe_are_said() {
    let desk = Desk::with_names();
    assert_eq!(said(&desk.run("codes")), "", "no key lists them");
    desk.does("identifiers --with words.csv --yes");
    for (line, told) in [
        (
            "codes",
            "3 listed names stand in what was printed (definition, use it for, example, Code); `emic scan` lists",
        ),
        ("codes --format xlsx", "3 listed names stand in what was printed (definition, "),
        ("codebook", "3 listed names stand in what was printed ("),
        ("report code --code Help --format html", "3 listed names stand in what was printed ("),
        ("memos --format csv", "2 listed names stand in what was printed (words)"),
        ("attributes", "2 listed names stand in what was printed ("),
    ] {
        let output = desk.run(line);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", said(&output));
        assert!(said(&output).contains(&format!("emic: {told}")), "{line}: {}", said(&output));
        assert_eq!(said(&output).matches("listed name").count(), 1, "{line}: once: {}", said(&output));
    }
    for line in ["print [Person", "documents", "scan", "identifiers", "withdraw Eva", "paths"] {
        assert!(!said(&desk.run(line)).contains("listed name"), "{line}: {}", said(&desk.run(line)));
    }
    let read = desk.give("read", "codes\ncodes\n");
    assert_eq!(
        said(&read).matches("2 listed names stand in what was printed (lines); `emic scan` lists where\n").count(),
        1,
        "{}",
        said(&read)
    );
    let none = desk.run("search Nobody");
    assert_eq!((none.status.code(), said(&none).contains("listed name")), (Some(1), false));
    let vault = fs::read_dir(desk.path("data/vault")).unwrap().next().unwrap().unwrap().path();
    fs::write(vault.join("pseudonyms-0.csv"), "no key").unwrap();
    let unread = desk.run("codes");
    assert_eq!(unread.status.code(), Some(0));
    assert!(
        said(&unread).contains("no names were looked for in what was printed: pseudonyms-0.csv"),
        "{}",
        said(&unread)
    );
}
