//! Transcripts leave for people to read, and what a supervisor writes into one in Word comes back.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::interchange::{originals, outcomes};
use super::{Desk, rows, said};

/// The parts of a Word file, to be looked at and changed.
struct File(BTreeMap<String, String>);

impl File {
    fn of(desk: &Desk, name: &str) -> File {
        let mut archive = ZipArchive::new(Cursor::new(std::fs::read(desk.path(name)).unwrap())).unwrap();
        let mut parts = BTreeMap::new();
        for place in 0..archive.len() {
            let mut part = archive.by_index(place).unwrap();
            let mut words = String::new();
            part.read_to_string(&mut words).unwrap();
            parts.insert(part.name().unwrap().into_owned(), words);
        }
        File(parts)
    }

    fn save(&self, desk: &Desk, name: &str) {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, words) in &self.0 {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(words.as_bytes()).unwrap();
        }
        desk.file(name, archive.finish().unwrap().into_inner());
    }

    fn replace(mut self, part: &str, old: &str, new: &str) -> File {
        let words = self.0.get_mut(part).unwrap();
        assert_eq!(words.matches(old).count(), 1, "{old} in {words}");
        *words = words.replace(old, new);
        self
    }

    /// Puts something in the place of words of the transcript, between runs.
    fn between(self, words: &str, put: &str) -> File {
        let put = format!("</w:t></w:r>{put}<w:r><w:t xml:space=\"preserve\">");
        self.replace("word/document.xml", words, &put)
    }

    /// Comments on words of the transcript.
    fn comment(self, id: u32, author: &str, on: &str, lines: &[&str]) -> File {
        let range = |end: &str| format!("<w:commentRange{end} w:id=\"{id}\"/>");
        let words = format!("<w:r><w:t xml:space=\"preserve\">{on}</w:t></w:r>");
        let reference = format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
        self.between(on, &[range("Start"), words, range("End"), reference].concat()).say(id, author, lines)
    }

    fn say(self, id: u32, author: &str, lines: &[&str]) -> File {
        let lines = lines.iter().enumerate().map(|(order, line)| {
            format!("<w:p w14:paraId=\"0000{id}{order}\"><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>")
        });
        let said = format!(
            "<w:comment w:id=\"{id}\" w:author=\"{author}\" w:initials=\"S\">{}</w:comment></w:comments>",
            lines.collect::<String>()
        );
        self.replace("word/comments.xml", "</w:comments>", &said)
    }

    /// Takes words out and puts others in, as Word does where changes are tracked.
    fn tracked(self, old: &str, new: &str) -> File {
        let out = format!("<w:del w:id=\"1\"><w:r><w:delText xml:space=\"preserve\">{old}</w:delText></w:r></w:del>");
        self.between(old, &format!("{out}<w:ins w:id=\"2\"><w:r><w:t>{new}</w:t></w:r></w:ins>"))
    }
}

/// A desk whose first focus group went to a supervisor.
fn sent() -> Desk {
    let desk = Desk::with_study();
    desk.does("export --for-word FG1");
    desk
}

/// Memos and codings: their words, the passage and whose they are.
fn told(desk: &Desk) -> Vec<String> {
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let line =
        |row: &serde_json::Value, keys: &[&str]| keys.iter().map(|key| word(row, key)).collect::<Vec<_>>().join(" | ");
    // Of none there is the answer that nothing was found.
    let memos = rows(&String::from_utf8_lossy(&desk.run("memos --format jsonl").stdout));
    let excerpts = rows(&desk.does("excerpts --document FG1 --format jsonl"));
    let memos = memos.iter().map(|row| line(row, &["on", "coder", "words"]));
    memos.chain(excerpts.iter().map(|row| line(row, &["text", "codes", "coders"]))).collect()
}

#[test]
fn transcripts_leave_with_their_codes_and_memos_for_a_browser_and_for_word() {
    let desk = Desk::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/peer-work");
    assert!(
        process::Command::new("cp").args(["-r", "--"]).arg(source).arg(desk.path("study")).status().unwrap().success()
    );
    for kind in ["html", "docx"] {
        let answer = desk.does(&format!("--project ./study export --format jsonl coded.{kind}"));
        for expected in ["understood|codings|159|", "understood|documents|6|", "understood|memos on passages|6|"] {
            assert!(outcomes(&answer).contains(&expected.to_owned()), "{expected}\n{:#?}", outcomes(&answer));
        }
        assert!(answer.contains("memos on whole documents, left out"), "{answer}");
        desk.does(&format!("--project ./study export again.{kind}"));
        let bytes = |name: &str| std::fs::read(desk.path(&format!("{name}.{kind}"))).unwrap();
        assert_eq!(bytes("coded"), bytes("again"));
    }
    let page = std::fs::read_to_string(desk.path("coded.html")).unwrap();
    let codes = rows(&desk.does("--project ./study codes --format jsonl"));
    assert!(codes.iter().any(|code| page.contains(code["code"].as_str().unwrap_or("?"))), "{codes:?}");
    for words in
        ["Barriers &gt; Medical model", "(mara", "Respondent 1", "<span class=\"n\">411</span>", "<h2>INT3</h2>"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(
        !page.contains("<script") && !page.contains("http:") && !page.contains("https:"),
        "nothing runs, nothing is fetched"
    );
    desk.does("--project ./study export --document FG2 --document INT3 --by jonas part.html");
    let part = std::fs::read_to_string(desk.path("part.html")).unwrap();
    assert!(part.contains("<h2>FG2</h2>") && part.contains("(jonas)"));
    assert!(!part.contains("<h2>FG1</h2>") && !part.contains("mara"));
    desk.does("--project ./study --coder jonas export whole.html");
    let whole = std::fs::read_to_string(desk.path("whole.html")).unwrap();
    assert!(whole.contains("(mara"), "who works is not whose coding is wished for");
    desk.fails("--project ./study export --document FG2 part.qdpx", 2, "this format holds the whole project");
    desk.fails("--project ./study export --document FG9 part.html", 2, "no such document");
    desk.does("--project ./study export --document FG2 --by jonas part.csv");
    let rows = std::fs::read_to_string(desk.path("part.csv")).unwrap();
    assert!(rows.lines().skip(1).all(|row| row.contains("FG2") && row.contains("jonas")), "{rows}");
}

#[test]
fn a_supervisors_comments_come_back_to_their_words_once() {
    let desk = sent();
    let unchanged = desk.run("import --comments FG1.docx");
    assert_eq!(
        (unchanged.status.code(), said(&unchanged).contains("nothing new")),
        (Some(1), true),
        "{}",
        said(&unchanged)
    );
    let mut file = File::of(&desk, "FG1.docx")
        .comment(90, "Sup", "One said thank you", &["code: Recovery; Thanks", "Who is &quot;one&quot;?"])
        .comment(91, "Sup", "Boundaries are", &["Whose?"])
        .say(92, "Kim", &["The team&apos;s."]);
    let extended = "<w15:commentsEx xmlns:w15=\"w15\"><w15:commentEx w15:paraId=\"0000910\"/>\
        <w15:commentEx w15:paraId=\"0000920\" w15:paraIdParent=\"0000910\"/></w15:commentsEx>";
    file.0.insert("word/commentsExtended.xml".to_owned(), extended.to_owned());
    file.save(&desk, "back.docx");
    let before = told(&desk);
    let planned = desk.does("import --comments --dry-run --format jsonl back.docx");
    assert_eq!(told(&desk), before, "nothing was changed");
    let answer = desk.does("import --comments --format jsonl back.docx");
    assert_eq!(answer, planned);
    for expected in [
        "understood|comments that are here already|1|",
        "understood|memos made of comments|3|",
        "understood|codings made of comments that name codes|2|",
        "changed|codes made of comments|1|Thanks",
    ] {
        assert!(outcomes(&answer).contains(&expected.to_owned()), "{expected}\n{:#?}", outcomes(&answer));
    }
    let now = told(&desk).join("\n");
    for line in
        ["One said thank you | Recovery; Thanks | Sup", "They saw me as a patient, not as staff | Recovery | mk"]
    {
        assert!(now.contains(line), "{line}\n{now}");
    }
    let memos = desk.does("memos --format jsonl");
    for words in ["Who is \\\"one\\\"?", "Whose?", "The team's.", "Kim"] {
        assert!(memos.contains(words), "{words}\n{memos}");
    }
    for file in ["back.docx", "FG1.docx"] {
        let again = desk.run(&format!("import --comments {file}"));
        assert_eq!((again.status.code(), told(&desk).join("\n")), (Some(1), now.clone()), "{}", said(&again));
    }
    desk.does("undo");
    assert_eq!(told(&desk), before);
    let is_kept = |name: &String| name.contains("comments-") && name.ends_with("back.docx");
    assert!(originals(&desk).iter().any(is_kept), "{:?}", originals(&desk));
    desk.does("withdraw Ben --remove --yes");
    assert!(!originals(&desk).iter().any(is_kept), "it goes with the words that are erased");
    desk.does("import --comments back.docx");
    assert!(!originals(&desk).iter().any(is_kept), "and they do not come back with it");
}

#[test]
fn words_edited_in_word_are_listed_and_never_taken_over() {
    let desk = sent();
    File::of(&desk, "FG1.docx")
        .tracked("felt heard", "was heard")
        .replace("word/document.xml", "Boundaries are hard.", "Limits are hard.")
        .comment(90, "Sup", "are hard", &["For whom?"])
        .comment(91, "Sup", "And then", &["Good."])
        .save(&desk, "back.docx");
    let words = desk.does("print FG1 --format text");
    let answer = desk.does("import --comments --format jsonl back.docx");
    for expected in [
        "left out|edited passages (tracked changes), left out: words are not taken from Word|1|FG1 line 4: \"felt\" became \"was\"",
        "left out|edited passages (not tracked), left out: words are not taken from Word|1|FG1 line 9: \"Boundaries\" became \"Limits\"",
        "understood|memos made of comments|2|",
    ] {
        assert!(outcomes(&answer).contains(&expected.to_owned()), "{expected}\n{:#?}", outcomes(&answer));
    }
    assert_eq!(desk.does("print FG1 --format text"), words);
    File::of(&desk, "FG1.docx").comment(92, "Sup", "No.", &["?"]).tracked("More?", "").save(&desk, "gone.docx");
    let file =
        File::of(&desk, "gone.docx").replace("word/document.xml", "Boundaries are hard.", "Something else entirely");
    file.comment(93, "Sup", "Something else entirely", &["On what is not here"]).save(&desk, "gone.docx");
    let answer = desk.does("import --comments --format jsonl gone.docx");
    assert!(answer.contains("More?\\\" taken out"), "{answer}");
    let lost = "left out|comments on words that are not in the transcript, left out|1|Sup: On what is not here";
    assert!(outcomes(&answer).contains(&lost.to_owned()), "{:#?}", outcomes(&answer));
}

#[test]
fn comments_go_with_their_words_through_a_correction_and_emics_own_do_not_come_again() {
    let desk = sent();
    let file = File::of(&desk, "FG1.docx").comment(90, "Sup", "thank you", &["To whom?"]);
    let file = file.comment(91, "Sup", "So it is", &["Is it?"]);
    file.save(&desk, "back.docx");
    let corrected =
        super::GROUP.replace("How was it?", "Well, how was it for you all?").replace("Ben: So it is.\n", "");
    desk.file("corrected.txt", corrected);
    desk.does("revise FG1 corrected.txt --yes");
    desk.does("unapply --document FG1 --span 38..76 --code Recovery");
    let answer = desk.does("import --comments --format jsonl back.docx");
    for expected in [
        "understood|memos made of comments|1|",
        "left out|comments on words that were taken out of the transcript since, left out|1|Sup: Is it?",
        "left out|comments of emic that were edited in Word, or are of what was changed here since; left out|1|mk: code: Recovery",
    ] {
        assert!(outcomes(&answer).contains(&expected.to_owned()), "{expected}\n{:#?}", outcomes(&answer));
    }
    let memos = desk.does("memos --format jsonl");
    assert!(memos.contains("FG1 4") && memos.contains("To whom?"), "{memos}");
    assert_eq!(desk.run("excerpts --document FG1").status.code(), Some(1), "what was taken away stays away");
    desk.does("export --for-word FG1 --replace");
    let now = File::of(&desk, "FG1.docx");
    assert!(now.0["word/document.xml"].contains(">thank you</w:t>"), "it is on these words");
}

#[test]
fn a_file_that_does_not_say_what_it_is_of_is_known_by_its_words_or_by_name() {
    let desk = sent();
    let file = File::of(&desk, "FG1.docx").comment(90, "Sup", "thank you", &["To whom?"]);
    let lost = |mut file: File| {
        file.0.remove("docProps/custom.xml");
        file
    };
    let file = lost(file);
    file.save(&desk, "lost.docx");
    assert!(desk.does("import --comments lost.docx").contains("memos made of comments"));
    let edited = file.replace("word/document.xml", "Boundaries are hard.", "Limits are hard.");
    edited.comment(91, "Sup", "And then", &["Then?"]).save(&desk, "edited.docx");
    desk.fails("import --comments edited.docx", 1, "edited.docx: which document this is cannot be told");
    assert!(desk.does("import --comments --document FG1 edited.docx").contains("memos made of comments"));
    desk.fails("import --comments lost.docx edited.docx", 2, "one file at a time");
    desk.file("talk.txt", "I: no");
    desk.fails("import --comments talk.txt", 3, "no .docx");
}
