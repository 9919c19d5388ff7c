//! Reports that are read: the code report, the quotations, the codebook and the comparison log.

use emic::analysis::*;
use emic::project::*;

use super::study::Study;
use super::{apply, focus_group, report};

const TALK: &str = "\
I: How was it?
P1: Well, I came in late. They saw me as a patient, not as staff
P2: Same here. I felt heard
I: Both of you?
P1: Both, and then some";

/// One focus group with two sites, and a code on what two people say around a question.
fn study() -> (Study, DocumentId, CodeId) {
    let mut study = Study::new("s");
    let site = study.attribute("site");
    let fg = focus_group(&mut study, "FG1", TALK);
    let people: Vec<CaseId> = study.project().cases().map(|(id, _)| id).collect();
    study.value(site, people[0], "Site 3");
    study.value(site, people[1], "Site 1");
    let code = study.code("being seen", None);
    (study, fg, code)
}

fn flag_all(study: &mut Study, fg: DocumentId) {
    let codings: Vec<CodingId> = study.project().codings_in(fg).map(|(id, _)| id).collect();
    codings.into_iter().for_each(|coding| study.make(Edit::FlagCoding { coding, flag: Flag::KeyQuote, set: true }));
}

fn page(study: &Study, name: &str, settings: &[(&str, &str)]) -> Page {
    match Report::of(name).unwrap().answer(study.project(), None, study, settings).unwrap() {
        Answer::Page(page) => page,
        Answer::Table(table) => panic!("{} is a table", table.report),
    }
}

fn wrong(study: &Study, name: &str, settings: &[(&str, &str)]) -> Wrong {
    Report::of(name).unwrap().answer(study.project(), None, study, settings).unwrap_err()
}

/// The quotations on a page, each with who is said to speak.
fn quotes(page: &Page) -> Vec<(&str, &str)> {
    fn quote(block: &Block) -> Option<(&str, &str)> {
        match block {
            Block::Quote { words, source } => Some((words.as_str(), source.as_str())),
            _ => None,
        }
    }
    page.blocks.iter().filter_map(quote).collect()
}

#[test]
fn a_quotation_says_what_was_left_out_who_asked_and_who_speaks() {
    let (mut study, fg, code) = study();
    for words in [
        "They saw me as a patient, not as staff",
        "me as a patient",
        "I felt heard\nI: Both of you?\nP1: Both",
        "staff\nP2: Same here. I felt heard\nI: Both of you?",
        "I came in late. They",
    ] {
        apply(&mut study, code, fg, words);
    }
    flag_all(&mut study, fg);
    let found = page(&study, "quotations", &[]);
    assert_eq!(
        quotes(&found),
        [
            ("[…] I came in late. They […]", "P1, FG1 2"),
            ("They saw me as a patient, not as staff", "P1, FG1 2"),
            ("[…] me as a patient […]", "P1, FG1 2"),
            ("P1: […] staff\nP2: Same here. I felt heard\n[Interviewer: Both of you?]", "P1, P2, FG1 2-4"),
            ("P2: I felt heard\n[Interviewer: Both of you?]\nP1: Both […]", "P1, P2, FG1 3-5"),
        ]
    );
    let found = page(&study, "quotations", &[("by", "site")]);
    assert!(quotes(&found).iter().all(|(_, source)| ["(Site 3)", "(Site 1; Site 3)"].contains(source)));
    assert!(found.blocks.contains(&Block::Entry { name: "stands in".into(), words: "FG1 2".into() }));
}

#[test]
fn nobody_is_named_in_the_place_of_a_value_that_is_missing() {
    let (mut study, fg, code) = study();
    study.attribute("role");
    apply(&mut study, code, fg, "I felt heard");
    let found = page(&study, "quotations", &[("by", "role"), ("where", "heard")]);
    assert_eq!(quotes(&found), [("I felt heard", "(not said)")]);
}

#[test]
fn quotations_are_key_quotes_or_what_is_asked_for() {
    let (mut study, fg, code) = study();
    assert!(wrong(&study, "quotations", &[]).to_string().contains("no excerpt is flagged as a key quote"));
    apply(&mut study, code, fg, "I felt heard");
    assert!(matches!(wrong(&study, "quotations", &[]), Wrong::Nothing(_)));
    assert_eq!(quotes(&page(&study, "quotations", &[("where", "code:\"being seen\"")])).len(), 1);
    assert!(matches!(wrong(&study, "quotations", &[("where", "nowhere")]), Wrong::Nothing(_)));
    assert_eq!(
        wrong(&study, "quotations", &[("by", "case")]).to_string(),
        "by cannot be \"case\"; choose names of attributes, parted by commas"
    );
}

#[test]
fn a_code_report_has_every_excerpt_in_its_context() {
    let (mut study, fg, code) = study();
    let below = study.code("by staff", Some(code));
    let definition = Definition { definition: "who sees whom".into(), ..Definition::default() };
    study.make(Edit::DefineCode { code, definition });
    apply(&mut study, code, fg, "as a patient");
    apply(&mut study, below, fg, "a patient");
    apply(&mut study, code, fg, "Same here. I felt heard");
    let found = page(&study, "code", &[("code", "being seen"), ("by", "site")]).text(None);
    for line in [
        "Code report: being seen",
        "2 excerpts, 2 respondents of 2, 1 document of 1, 1 coder",
        "definition: who sees whom",
        "    Site 1: 1 excerpt, 1 respondent of 1",
        "    Site 3: 1 excerpt, 1 respondent of 1",
        "1. FG1 2",
        "    before: P1: Well, I came in late. They saw me",
        "        “as a patient”",
        "    after: P1: , not as staff",
        "    respondents: P1 (site: Site 3)",
        "    coders: mk",
        "    other codes on its words: being seen > by staff",
        "2. FG1 3",
        "    before: P1: Well, I came in late. They saw me as a patient, not as staff",
        "    after: I: Both of you?",
        "# codings counted: 1 document by all coders",
        "# unattributed excerpts: 0",
        "# code: being seen",
        "# by: site",
        "# count: own",
    ] {
        assert!(found.lines().any(|other| other == line), "{line}\nin\n{found}");
    }
    let subtree = page(&study, "code", &[("code", "being seen"), ("count", "subtree")]);
    assert_eq!(quotes(&subtree).len(), 3);
}

#[test]
fn a_code_report_says_which_code_it_wants_and_that_there_is_nothing() {
    let (study, ..) = study();
    assert!(wrong(&study, "code", &[]).to_string().contains("there is being seen"));
    assert_eq!(wrong(&study, "code", &[("code", "Hope")]).to_string(), "\"Hope\": no such code; there is being seen");
    assert!(matches!(wrong(&study, "code", &[("code", "being seen")]), Wrong::Nothing(_)));
    assert_eq!(
        wrong(&study, "code", &[("code", "being seen"), ("count", "both")]).to_string(),
        "count cannot be \"both\"; choose own or subtree"
    );
}

#[test]
fn the_codebook_to_publish_says_what_codes_mean_and_how_far_they_were_used() {
    let (mut study, fg, code) = study();
    let below = study.code("by staff", Some(code));
    let definition = Definition { definition: "d".into(), include: "i".into(), ..Definition::default() };
    study.make(Edit::DefineCode { code: below, definition });
    apply(&mut study, below, fg, "I felt heard\nI: Both of you?\nP1: Both");
    let table = report(&study, "codebook", &[("count", "both")]);
    let shown = |row: usize| table.rows[row].iter().map(|cell| cell.value.shown()).collect::<Vec<_>>();
    assert_eq!(shown(0), ["being seen", "", "", "", "", "", "", "1", "2"]);
    assert_eq!(shown(1), ["being seen > by staff", "d", "i", "", "", "1", "2", "1", "2"]);
    assert!(matches!(wrong(&Study::new("s"), "codebook", &[]), Wrong::Nothing(_)));
}

#[test]
fn without_the_log_there_is_no_saying_what_a_comparison_changed() {
    let (mut study, fg, code) = study();
    assert!(matches!(wrong(&study, "comparisons", &[]), Wrong::Nothing(_)));
    apply(&mut study, code, fg, "I felt heard");
    let passage = study.project().codings_in(fg).next().unwrap().1.passage();
    let (comparison, coder) = (ComparisonId(study.id()), study.project().coders().next().unwrap().0);
    let (excerpts, decision) = (vec![passage, passage], Decision::Kept);
    study.make(Edit::Compare { comparison, code: Some(code), excerpts, coder, decision, memo: None, at: None });
    let table = report(&study, "comparisons", &[]);
    let last: Vec<String> = table.rows[0][2..].iter().map(|cell| cell.value.shown()).collect();
    assert_eq!(last, ["being seen", "FG1 3; FG1 3", "kept", "", "–"]);
}
