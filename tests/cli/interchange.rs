//! Projects of other programs come in, and emic's leave, with a line for everything that is not as it was.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Desk, rows, said};

/// A zip archive of parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, words) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(words.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A project as programs write it that follow the standard loosely.
const THEIRS: &str = r##"<Project xmlns="urn:QDA-XML:project:0:10" name="Study" origin="Other 7">
<Users><User guid="{AAAAAAAA-0000-4000-8000-000000000001}" name="lena"/><User guid="aaaaaaaa-0000-4000-8000-000000000002" name="tom"/><User guid="AAAAAAAA-0000-4000-8000-000000000002" name="tim"/></Users>
<CodeBook><Codes><Code guid="bbbbbbbb-0000-4000-8000-000000000001" name="Work" isCodable="0" color="#ff0000">
  <Code guid="bbbbbbbb-0000-4000-8000-000000000002" name="Pay &amp; hours" isCodable="true"><Description>What is paid.</Description>
  <NoteRef targetGUID="eeeeeeee-0000-4000-8000-000000000001"/></Code></Code></Codes></CodeBook>
<Variables><Variable guid="cccccccc-0000-4000-8000-000000000001" name="age" typeOfVariable="Integer"/>
  <Variable guid="cccccccc-0000-4000-8000-000000000002" name="since" typeOfVariable="DateTime"/></Variables>
<Cases><Case guid="cccccccc-0000-4000-8000-000000000009" name="Ana"><VariableValue><VariableRef targetGUID="cccccccc-0000-4000-8000-000000000001"/><IntegerValue>41</IntegerValue></VariableValue>
  <VariableValue><VariableRef targetGUID="cccccccc-0000-4000-8000-000000000002"/><DateTimeValue>2020-02-03T00:00:00Z</DateTimeValue></VariableValue>
  <SourceRef targetGUID="dddddddd-0000-4000-8000-000000000001"/></Case></Cases>
<Sources><TextSource guid="DDDDDDDD-0000-4000-8000-000000000001" name="Talk" plainTextPath="internal://dddddddd-0000-4000-8000-000000000001.TXT">
  <Description>Recorded at home.</Description>
  <PlainTextSelection guid="ffffffff-0000-4000-8000-000000000001" name="It's little" startPosition="30" endPosition="41" creatingUser="aaaaaaaa-0000-4000-8000-000000000002">
    <Description>She laughs.</Description>
    <Coding guid="ffffffff-0000-4000-8000-000000000002" creatingUser="{aaaaaaaa-0000-4000-8000-000000000001}"><CodeRef targetGUID="{BBBBBBBB-0000-4000-8000-000000000002}"/></Coding>
    <Coding guid="ffffffff-0000-4000-8000-000000000003"><CodeRef targetGUID="bbbbbbbb-0000-4000-8000-00000000000f"/></Coding></PlainTextSelection>
  <PlainTextSelection guid="ffffffff-0000-4000-8000-000000000007" name="So I go" startPosition="57" endPosition="64"/>
  <PlainTextSelection guid="ffffffff-0000-4000-8000-000000000004" name="far" startPosition="900" endPosition="910"><Coding guid="ffffffff-0000-4000-8000-000000000005"><CodeRef targetGUID="bbbbbbbb-0000-4000-8000-000000000002"/></Coding></PlainTextSelection>
  </TextSource>
  <PictureSource guid="dddddddd-0000-4000-8000-000000000002" name="Desk.jpg"><PictureSelection guid="ffffffff-0000-4000-8000-000000000006" name="lamp" firstX="1" firstY="1" secondX="2" secondY="2"/></PictureSource>
  <TextSource guid="dddddddd-0000-4000-8000-000000000003" name="Lost" plainTextPath="relative:///lost.txt"/></Sources>
<Notes><Note guid="eeeeeeee-0000-4000-8000-000000000001" name="On pay" creatingUser="aaaaaaaa-0000-4000-8000-000000000001"><PlainTextContent>Nobody names a sum.</PlainTextContent></Note></Notes>
<Sets><Set guid="99999999-0000-4000-8000-000000000001" name="site: north"><MemberSource targetGUID="dddddddd-0000-4000-8000-000000000001"/></Set>
  <Set guid="99999999-0000-4000-8000-000000000002" name="favourites"><MemberCode targetGUID="bbbbbbbb-0000-4000-8000-000000000002"/></Set></Sets>
</Project>"##;

const TALK: &str =
    "\u{feff}I: 👩🏽‍🚀 What of pay?\r\nAna: It's little.\r\nI: So?\r\nAna: So I go.\r\nI: Go?\r\nAna: Yes.\r\n";

fn theirs() -> Vec<u8> {
    archive(&[("Study.QDE", THEIRS), ("Sources/dddddddd-0000-4000-8000-000000000001.txt", TALK)])
}

/// What became of things, as `outcome|what|name`.
pub(super) fn outcomes(answer: &str) -> Vec<String> {
    let word = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let rows = rows(answer).into_iter().filter(|row| row.get("outcome").is_some());
    rows.map(|row| format!("{}|{}|{}|{}", word(&row, "outcome"), word(&row, "what"), row["n"], word(&row, "name")))
        .collect()
}

#[test]
fn a_project_of_another_program_comes_in_with_a_line_for_all_that_is_not_as_it_was() {
    let desk = Desk::new();
    desk.does("new peers");
    desk.file("theirs.qdpx", theirs());
    let planned = desk.does("import --dry-run --format jsonl theirs.qdpx");
    assert_eq!(rows(&desk.does("codes --format jsonl")).len(), 0, "nothing was changed");
    let answer = desk.does("import --format jsonl theirs.qdpx");
    assert_eq!(answer, planned);
    let lost =
        "left out|sources without words, left out|1|Lost: its text lies outside the file, at relative:///lost.txt";
    for expected in [
        "understood|coders|3|",
        "understood|codes|2|",
        "understood|codings|1|",
        "understood|documents|1|",
        "understood|memos|3|",
        "understood|participants|1|",
        "understood|values of attributes|3|",
        "changed|categories that cannot be coded there, now codes|1|Work",
        "changed|sets of documents, now values of an attribute|1|site: north",
        "left out|colours of codes, left out: emic gives its own|1|Work",
        "left out|passages that lie outside their document, left out|1|Talk 900..910: far",
        "left out|coders with the GUID of another, left out: what they did is the other's|1|tim",
        "left out|pictures, left out|1|Desk.jpg",
        "left out|passages with neither code nor note, left out|1|Talk: So I go",
        "left out|areas of pictures, left out|1|Desk.jpg: lamp",
        "left out|codings of a code that is not in the file, left out|1|Talk 26..37",
        "left out|sets (groups of codes or documents), left out|1|favourites",
        lost,
    ] {
        assert!(outcomes(&answer).contains(&expected.to_owned()), "{expected}\n{:#?}", outcomes(&answer));
    }
    assert!(answer.contains("UTF-16 code units, line ends as two: 2 say what they are named"), "{answer}");
    let found = rows(&desk.does("excerpts --format jsonl"));
    let told =
        ["text", "codes", "coders", "respondents"].map(|key| found[0][key].as_str().unwrap_or_default().to_owned());
    assert_eq!((found.len(), told.join("|").as_str()), (1, "It's little|Work > Pay & hours|lena|Ana"));
    let people = desk.does("cases --format jsonl");
    assert!(people.contains("2020-02-03") && people.contains("41"), "{people}");
    let memos = desk.does("memos --format jsonl");
    assert!(
        memos.contains("Nobody names a sum.") && memos.contains("She laughs.") && memos.contains("Recorded at home."),
        "{memos}"
    );
    let again = desk.run("import --format jsonl theirs.qdpx");
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
    assert!(said(&again).contains("everything in it is here already"), "{}", said(&again));
    let is_kept = |name: &String| name.starts_with("project-") && name.ends_with("theirs.qdpx");
    assert!(originals(&desk).iter().any(is_kept), "{:?}", originals(&desk));
    // It holds the words of many, so it goes with the first who has theirs erased.
    desk.does("withdraw Ana --remove --yes");
    assert!(!originals(&desk).iter().any(is_kept), "{:?}", originals(&desk));
}

#[test]
fn a_folder_stands_for_all_transcripts_in_it() {
    let desk = Desk::new();
    desk.does("new peers");
    std::fs::create_dir_all(desk.path("talks/second/.hidden")).unwrap();
    for (name, words) in
        [("a.txt", "I: One"), ("second/b.md", "I: Two"), ("second/c.xls", "no"), ("second/.hidden/d.txt", "no")]
    {
        desk.file(&format!("talks/{name}"), words);
    }
    std::os::unix::fs::symlink(desk.path("talks"), desk.path("talks/second/round")).unwrap();
    desk.does("import --yes talks");
    let titles: Vec<Value> =
        rows(&desk.does("documents --format jsonl")).into_iter().map(|row| row["document"].clone()).collect();
    assert_eq!(titles, ["a", "b"]);
    std::fs::create_dir(desk.path("none")).unwrap();
    desk.fails("import --yes none", 3, "none: it is a folder without transcripts");
}

/// A Word document of two turns with comments on the second.
fn reviewed(comments: &str) -> Vec<u8> {
    let marked = |id: u32, words: &str| {
        format!(
            "<w:commentRangeStart w:id='{id}'/><w:r><w:t>{words}</w:t></w:r><w:commentRangeEnd w:id='{id}'/>\
             <w:r><w:commentReference w:id='{id}'/></w:r>"
        )
    };
    let turns = ["I: So?", "I: And?", "I: Why?", "Eva: Once.", "Eva: Twice."]
        .map(|turn| format!("<w:p><w:r><w:t>{turn}</w:t></w:r></w:p>"));
    let last = format!(
        "<w:p><w:r><w:t>Eva: I </w:t></w:r>{}<w:r><w:t> there, &amp; </w:t></w:r>{}</w:p>",
        marked(3, "felt heard"),
        marked(7, "left")
    );
    let body = format!("<w:document xmlns:w='w'><w:body>{}{last}</w:body></w:document>", turns.concat());
    let comments = format!("<w:comments xmlns:w='w'>{comments}</w:comments>");
    archive(&[("word/document.xml", &body), ("word/comments.xml", &comments)])
}

fn comment(id: u32, author: &str, lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect::<String>();
    format!("<w:comment w:id='{id}' w:author='{author}' w:date='2026-05-04T10:00:00Z'>{lines}</w:comment>")
}

#[test]
fn comments_in_word_are_memos_of_their_authors_or_codes_and_come_in_once() {
    let desk = Desk::new();
    desk.does("new peers");
    desk.does("code add Recovery>Recognition");
    let first = comment(3, "Jo", &["Code: Recognition; Belonging; Recognition", "Why &quot;there&quot;?"]);
    desk.file("Eva.docx", reviewed(&first));
    let came = desk.run("import --yes --format jsonl Eva.docx");
    assert!(said(&came).contains("2 codings made of comments that name codes"), "{}", said(&came));
    let told = || -> Vec<String> {
        let told = |row: &Value| {
            format!(
                "{} | {} | {}",
                row["text"].as_str().unwrap(),
                row["codes"].as_str().unwrap(),
                row["coders"].as_str().unwrap()
            )
        };
        rows(&desk.does("excerpts --format jsonl")).iter().map(told).collect()
    };
    let expected = ["felt heard | Belonging; Recovery > Recognition | Jo"];
    assert_eq!(told(), expected);
    let memos = desk.does("memos --format jsonl");
    assert!(memos.contains("Why \\\"there\\\"?") && memos.contains("Jo") && !memos.contains("Code:"), "{memos}");
    let again = desk.run("import --yes Eva.docx");
    assert!(said(&again).contains("already here"), "{}", said(&again));
    assert_eq!((again.status.code(), told().len()), (Some(1), 1));
    desk.file("Eva.docx", reviewed(&[first, comment(7, "Kim", &["She left?"])].concat()));
    desk.does("import --yes Eva.docx");
    let memos = desk.does("memos --format jsonl");
    assert_eq!((rows(&memos).len(), memos.contains("She left?"), told().len()), (2, true, 1), "{memos}");
}

#[test]
fn a_corrected_transcript_goes_into_the_document_that_is_coded() {
    let desk = Desk::new();
    desk.does("new peers");
    let talk = |named: &str| format!("I: How was it?\nAna: I felt herd by {named}.\nI: And now?\nAna: Now I lead.\n");
    desk.file("FG1.txt", talk("Ms X"));
    desk.does("import --yes FG1.txt");
    desk.file("codes.csv", "code,parent,definition\nlead,,\nnamed,,\n");
    desk.does("import codes.csv");
    desk.does("autocode --words lead --unit turn --code lead");
    desk.file("FG1.txt", talk("Ms X").replace("herd", "heard"));
    let told = |output: &process::Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let planned = desk.does("import --dry-run FG1.txt");
    assert!(planned.contains("FG1.txt is FG1 with other words in 1 place"), "{planned}");
    let corrected = desk.run("import --yes FG1.txt");
    assert_eq!(corrected.status.code(), Some(0), "{}", told(&corrected));
    assert!(told(&corrected).contains("FG1.txt is FG1 with other words in 1 place: the text here is revised"));
    let documents = rows(&desk.does("documents --format jsonl"));
    assert_eq!(documents.len(), 1, "{documents:?}");
    assert!(desk.does("print FG1 --format text").contains("I felt heard by Ms X"));
    let excerpts = desk.does("excerpts --format jsonl");
    assert!(rows(&excerpts)[0].to_string().contains("Now I lead."), "{excerpts}");
    // A passage that is coded would not say what it said.
    desk.file("FG1.txt", talk("Ms X").replace("herd", "heard").replace("lead", "follow"));
    let refused = desk.run("import --yes FG1.txt");
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(told(&refused).contains("1 passage would not say what was said; left out"), "{}", told(&refused));
    assert_eq!(desk.does("excerpts --format jsonl"), excerpts);
    // Another transcript that happens to have its title is one of its own.
    desk.file("FG1.txt", "I: Who are you?\nBo: Somebody else.\nI: Really?\nBo: Yes.\n");
    desk.does("import --yes FG1.txt");
    assert_eq!(rows(&desk.does("documents --format jsonl")).len(), 2);
}

/// The names of what is kept in the vault.
pub(super) fn originals(desk: &Desk) -> Vec<String> {
    let vaults = std::fs::read_dir(desk.path("data/vault")).unwrap().flatten();
    let kept = vaults.flat_map(|vault| std::fs::read_dir(vault.path()).unwrap()).flatten();
    kept.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn what_is_no_project_changes_nothing_and_says_why() {
    let desk = Desk::new();
    desk.does("new peers");
    let empty = "<Project name='x'/>";
    let two = archive(&[("a.qde", empty), ("b.qde", empty)]);
    let bomb = archive(&[("a.qde", &format!("<Project name='x'>{}</Project>", " ".repeat(40 << 20)))]);
    for (name, bytes, with) in [
        ("no.qdpx", b"PK\x03\x04 not a zip".to_vec(), "damaged"),
        ("text.qdpx", b"only words".to_vec(), "no REFI-QDA file"),
        ("two.qdpx", two, "no REFI-QDA file"),
        ("bomb.qdpx", bomb, "200 times its size"),
        ("empty.qdpx", archive(&[("a.qde", empty)]), "nothing in this file was understood"),
        ("cut.qdpx", archive(&[("a.qde", &THEIRS[..900])]), "damaged"),
        ("other.qdc", b"<html><body>words</body></html>".to_vec(), "no REFI-QDA file"),
        ("entity.qdc", b"<!DOCTYPE x [<!ENTITY a 'b'>]><CodeBook/>".to_vec(), "entities of its own"),
        ("out.qdpx", archive(&[("../a.qde", empty)]), "leads out of it"),
    ] {
        desk.file(name, bytes);
        desk.fails(&format!("import {name}"), 3, with);
    }
    assert_eq!(rows(&desk.does("log --format jsonl")).len(), 0);
}

#[test]
fn a_study_leaves_for_other_programs_and_comes_back() {
    for study in ["peer-work", "leaders"] {
        let desk = Desk::new();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(study);
        let copied =
            process::Command::new("cp").args(["-r", "--"]).arg(source).arg(desk.path("study")).status().unwrap();
        assert!(copied.success());
        desk.does("--project ./study export --format jsonl study.qdpx");
        desk.does("--project ./study export codes.qdc");
        desk.fails("--project ./study export study.qdpx", 1, "study.qdpx");
        desk.does("--project ./study export --replace again.qdpx");
        assert_eq!(std::fs::read(desk.path("study.qdpx")).unwrap(), std::fs::read(desk.path("again.qdpx")).unwrap());
        is_valid(&desk, "study.qdpx", "Project.xsd");
        is_valid(&desk, "codes.qdc", "Codebook.xsd");
        desk.does("new back");
        let answer = desk.does("--project back import --format jsonl study.qdpx");
        assert!(outcomes(&answer).iter().all(|line| line.starts_with("understood|")), "{:#?}", outcomes(&answer));
        for report in ["category", "frequency", "codebook", "coverage", "line-by-line"] {
            let of = |project: &str| desk.does(&format!("--project {project} report {report} --format csv"));
            assert_eq!(of("back"), of("./study"), "{report} of {study}");
        }
        desk.does("new codes");
        desk.does("--project codes import codes.qdc");
        let codes = |project: &str| {
            desk.does(&format!("--project {project} codes --format jsonl")).matches("\"in use\"").count()
        };
        assert!(
            codes("codes") >= codes("./study"),
            "codes that are put away come in use where a codebook is all there is"
        );
    }
}

/// Whether the file, or the project in it, is what its schema says; without a schema or a program to tell, nothing.
fn is_valid(desk: &Desk, file: &str, schema: &str) {
    let Some(corpora) = std::env::var_os("EMIC_CORPORA") else {
        return eprintln!("EMIC_CORPORA is not set: no schema to hold {file} against");
    };
    let xml = if file.ends_with(".qdpx") {
        let bytes = std::fs::read(desk.path(file)).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut xml = Vec::new();
        std::io::copy(&mut archive.by_name("project.qde").unwrap(), &mut xml).unwrap();
        desk.file("project.qde", xml);
        "project.qde"
    } else {
        file
    };
    let schema = Path::new(&corpora).join("refi-qda").join(schema);
    match process::Command::new("xmllint").arg("--noout").arg("--schema").arg(schema).arg(desk.path(xml)).output() {
        Err(error) => eprintln!("xmllint cannot be called ({error}): {file} is not held against its schema"),
        Ok(output) => assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

#[test]
fn a_real_project_comes_in_with_every_coding_on_its_words() {
    let Some(corpora) = std::env::var_os("EMIC_CORPORA") else {
        return eprintln!("EMIC_CORPORA is not set: no real project to compare with");
    };
    let corpora = Path::new(&corpora);
    let desk = Desk::new();
    desk.does("new peers");
    std::fs::copy(corpora.join("qdpx/qc-1.3.2-demo.qdpx"), desk.path("real.qdpx")).unwrap();
    desk.does("import real.qdpx");
    let all: Value = serde_json::from_slice(&std::fs::read(corpora.join("expected.json")).unwrap()).unwrap();
    let expected = &all["qc-1.3.2-demo.qdpx"];
    let dump: Value = serde_json::from_str(&desk.does("dump")).unwrap();
    let list = |name: &str| dump[name].as_array().unwrap();
    for (name, count) in
        [("documents", "documents"), ("codes", "codes"), ("codings", "codings"), ("coders", "coders_declared")]
    {
        // Who brings a project in is a coder of it only with the first change of their own.
        let found = list(name).iter().filter(|record| record["name"] != "mk").count() as u64;
        assert_eq!(Some(found), expected["counts"][count].as_u64(), "{name}");
    }
    let depth = list("codes").iter().map(|code| code["path"].as_array().unwrap().len()).max();
    assert_eq!(depth.map(|depth| depth as u64), expected["counts"]["code_depth"].as_u64());
    let title = |id: &Value| list("documents").iter().find(|document| document["id"] == *id).unwrap()["title"].clone();
    let told = |document: Value, record: &Value, path: &str, words: &str| {
        (
            document.to_string(),
            record["start"].as_u64(),
            record["end"].as_u64(),
            record[path].to_string(),
            record["coder"].to_string(),
            record[words].to_string(),
        )
    };
    let mut found: Vec<_> =
        list("codings").iter().map(|record| told(title(&record["document"]), record, "path", "text")).collect();
    let mut wanted: Vec<_> = expected["codings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| told(record["doc"].clone(), record, "code", "quote"))
        .collect();
    found.sort();
    wanted.sort();
    assert_eq!(found.len(), 205);
    let differs = found.iter().zip(&wanted).find(|(found, wanted)| found != wanted);
    assert_eq!(differs, None);
}

#[cfg(feature = "pdf")]
#[test]
fn the_examples_of_the_standard_come_in_with_a_line_for_everything() {
    let Some(corpora) = std::env::var_os("EMIC_CORPORA") else {
        return eprintln!("EMIC_CORPORA is not set: no standard to take examples from");
    };
    let standard = std::fs::read(Path::new(&corpora).join("refi-qda/REFI-QDA-1-5.pdf")).unwrap();
    let words = emic::exchange::read("standard.pdf", &standard).unwrap().words;
    // What stands at the edges of pages, and words that are broken at the end of a line.
    let edge = regex::Regex::new(r"\n\s*\d*\s*\n*REFI-QDA\s*\n").unwrap();
    let words = edge.replace_all(&words, "\n").replace("-\n", "-");
    let example = |opening: &str, end: &str| {
        let start = words.find(opening).unwrap_or_else(|| panic!("{opening} stands nowhere"));
        let length = words[start..].find(end).unwrap() + end.len();
        words[start..start + length].to_owned()
    };
    let examples = [
        ("a1.qdc", example("<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" xmlns:qda", "</CodeBook>")),
        ("a2.qde", example("<Project xmlns=\"urn:QDA-XML:project:1.0\" xmlns:xsi", "</Project>")),
        ("a3.qde", example("<Project\n name=\"project.qde\"", "</Project>")),
    ];
    for (name, xml) in examples {
        let desk = Desk::new();
        desk.does("new peers");
        desk.file(name, &xml);
        let told = outcomes(&desk.does(&format!("import --format jsonl {name}")));
        let count = |what: &str| -> u64 {
            let of = told.iter().filter_map(|line| line.split_once(what)?.1.split('|').next()?.parse::<u64>().ok());
            of.sum()
        };
        let stands = |tag: &str| regex::Regex::new(&format!("<{tag}\\b")).unwrap().find_iter(&xml).count() as u64;
        assert_eq!(count("understood|codes|"), stands("Code"), "{name}");
        assert_eq!(count("understood|coders|"), stands("User"), "{name}");
        assert_eq!(count("understood|memos|"), stands("Note"), "{name}");
        assert_eq!(count("left out|sets (groups of codes or documents), left out|"), stands("Set"), "{name}");
        // Their texts are not printed, so nothing that is coded has words; all of it is listed.
        let passages = stands("PlainTextSelection") + stands("TranscriptSelection");
        assert_eq!(count("left out|passages of sources without words, left out|"), passages, "{name}");
        assert_eq!(count("left out|areas of pictures, left out|"), stands("PictureSelection"), "{name}");
        assert_eq!(count("left out|areas of PDF pages, left out|"), stands("PDFSelection"), "{name}");
    }
}

/// Holds the rows of codings, in both forms, against what a report counts.
fn rows_are_what_is_counted(desk: &Desk, n_rows: usize) {
    desk.does("export --replace codings.jsonl");
    desk.does("export --replace codings.csv");
    let lines = rows(&std::fs::read_to_string(desk.path("codings.jsonl")).unwrap());
    let mut csv = csv::Reader::from_path(desk.path("codings.csv")).unwrap();
    let heading = csv.headers().unwrap().clone();
    let cells: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!((lines.len(), cells.len()), (n_rows, n_rows));
    if cfg!(feature = "sheets") {
        desk.does("export --replace codings.xlsx");
        let (rows, _) = emic::exchange::sheet_text(&std::fs::read(desk.path("codings.xlsx")).unwrap()).unwrap();
        let mut sheet = csv::ReaderBuilder::new().delimiter(b'\t').flexible(true).from_reader(rows.as_bytes());
        assert_eq!(sheet.headers().unwrap(), &heading);
        // A row ends in its last cell with words, and a workbook needs no guard before a sign.
        let plain = |record: &csv::StringRecord| {
            let cells = record.iter().map(|cell| cell.trim_start_matches('\'').to_owned()).collect::<Vec<_>>();
            cells.join("\t").trim_end().to_owned()
        };
        let read: Vec<String> = sheet.records().map(|record| plain(&record.unwrap())).collect();
        assert_eq!(read, cells.iter().map(plain).collect::<Vec<_>>());
    }
    let path = |line: &Value| {
        line["code"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>().join(" > ")
    };
    let at = |name: &str| heading.iter().position(|title| title == name).unwrap();
    for layer in ["mk", "js", "union"] {
        let is_asked = |coder: &str| layer == "union" || coder == layer;
        let answer = desk.does(&format!("report category --layer {layer} --count own --format jsonl"));
        for row in rows(&answer).iter().filter(|row| row["code"].is_string()) {
            let code = row["code"].as_str().unwrap();
            let of_lines = lines.iter().filter(|line| path(line) == code && is_asked(line["coder"].as_str().unwrap()));
            let of_lines: BTreeSet<String> = of_lines
                .map(|line| format!("{} {} {}", line["document_id"].as_str().unwrap(), line["start"], line["end"]))
                .collect();
            let of_cells = cells.iter().filter(|cell| &cell[at("code")] == code && is_asked(&cell[at("coder")]));
            let of_cells: BTreeSet<String> = of_cells
                .map(|cell| format!("{} {} {}", &cell[at("document_id")], &cell[at("start")], &cell[at("end")]))
                .collect();
            assert_eq!(of_lines, of_cells, "{code} by {layer}");
            assert_eq!(row["excerpts"].as_u64().unwrap_or_default(), of_lines.len() as u64, "{code} by {layer}");
        }
    }
}

#[test]
fn rows_of_codings_count_what_reports_count() {
    let desk = Desk::with_study();
    desk.does("--coder js apply --document FG1 --span 20..58 --code Recovery");
    desk.does("--coder js apply --document FG1 --span 20..40 --code Recovery");
    rows_are_what_is_counted(&desk, 4);
    let lines = rows(&std::fs::read_to_string(desk.path("codings.jsonl")).unwrap());
    assert_eq!(lines[0]["people"], serde_json::json!(["Ana"]));
    // Whose words no longer count, their codings do not leave.
    desk.does("withdraw Ana --stop");
    rows_are_what_is_counted(&desk, 1);
}

#[test]
fn a_codebook_without_codes_is_not_written() {
    let desk = Desk::new();
    desk.does("new peers");
    desk.fails("export codes.qdc", 1, "there is no code to write");
    assert!(!desk.path("codes.qdc").exists());
    desk.fails("export codes.xyz", 2, "end its name in .qdpx, .qdc, .csv, .xlsx");
}
