//! Answers in every form, as files for other programs.

use emic::analysis::{PAGE_FORMATS, REPORTS, TABLE_FORMATS};
use emic::exchange::read;
use emic::store::{SampleWork, put_sample};

use super::{Desk, said};

impl Desk {
    /// With the sample study, as `sample`.
    fn with_sample() -> Desk {
        let desk = Desk::new();
        put_sample(&desk.path("data/projects/sample"), SampleWork::Kept).unwrap();
        desk
    }

    /// What a command that succeeds writes, and writes again to the last byte.
    #[track_caller]
    fn writes(&self, line: &str) -> Vec<u8> {
        let [once, again] = [(), ()].map(|()| self.run(&format!("{line} --project sample")));
        assert_eq!(once.status.code(), Some(0), "{line}: {}", said(&once));
        assert!(!once.stdout.is_empty(), "{line}");
        assert!(once.stdout == again.stdout, "{line}: not the same twice");
        once.stdout
    }
}

/// The words of a Word document, as emic reads them back.
fn read_back(bytes: &[u8]) -> String {
    read("x.docx", bytes).unwrap().words
}

/// What some reports ask for, and the sample does not have: two phases, two codes on the same words, a theme.
const MORE: &str = r#"{"AddAttribute":{"name":"phase","on":"Document","values":{"Ordered":["1","2"]}}}
{"SetAttribute":{"attribute":"phase","subject":{"Document":"FG1"},"value":"1"}}
{"SetAttribute":{"attribute":"phase","subject":{"Document":"FG2"},"value":"2"}}
{"ApplyCode":{"document":"FG1","span":[358,653],"code":"Discrimination"}}
{"AddTheme":{"claim":"Peers open doors"}}
"#;

#[test]
fn every_report_is_written_in_every_form_and_alike_each_time() {
    let desk = Desk::with_sample();
    desk.file("more.jsonl", MORE);
    desk.does("edit more.jsonl --project sample --coder mara");
    // An empty report is refused, and nobody compared anything in the sample.
    for report in REPORTS.iter().filter(|report| report.name != "comparisons") {
        let settings = match report.name {
            "crosstab" | "phases" => " --by gender",
            "code" => " --code Boundaries",
            "quotations" => " --where code:Boundaries",
            _ => "",
        };
        let tables = TABLE_FORMATS.iter().map(|format| format.name);
        let pages = PAGE_FORMATS.iter().map(|format| format.name);
        let forms: Vec<&str> = if report.is_page() { pages.collect() } else { tables.collect() };
        for form in forms {
            let line = format!("report {}{settings} --format {form}", report.name);
            let bytes = desk.writes(&line);
            match form {
                "docx" => assert!(read_back(&bytes).lines().count() > 3, "{line}"),
                "xlsx" => assert!(bytes.starts_with(b"PK"), "{line}"),
                _ => assert!(String::from_utf8(bytes).is_ok_and(|words| words.ends_with('\n')), "{line}"),
            }
        }
    }
}

#[test]
fn every_page_is_written_in_every_form_and_alike_each_time() {
    let desk = Desk::with_sample();
    for format in PAGE_FORMATS {
        for line in [format!("codebook --format {}", format.name), format!("memos --full {}", format.name)] {
            let bytes = desk.writes(&line);
            let words = if format.name == "docx" { read_back(&bytes) } else { String::from_utf8(bytes).unwrap() };
            assert!(words.contains("Peer work"), "{line}: {words}");
        }
    }
}

#[test]
fn a_word_document_says_what_the_report_says() {
    let desk = Desk::with_sample();
    let words = read_back(&desk.writes("report category --format docx"));
    let lines: Vec<&str> = words.lines().collect();
    assert_eq!(
        lines[..6],
        ["Respondents and excerpts by code", "Code", "# respondents", "# excerpts", "Job description", "12"]
    );
    let place = lines.iter().position(|line| *line == "Medical model").unwrap();
    assert_eq!(lines[place + 1..place + 3], ["12", "21"]);
    assert!(
        words.contains("Note. layer: settled; count: own\n") && words.ends_with("unattributed excerpts: 0"),
        "{words}"
    );
}
