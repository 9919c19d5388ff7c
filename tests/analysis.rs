//! What a researcher may rely on when emic counts.

#[path = "analysis/asking.rs"]
mod asking;
#[path = "analysis/brute.rs"]
mod brute;
#[path = "analysis/enough.rs"]
mod enough;
#[path = "analysis/framework.rs"]
mod framework;
#[path = "analysis/narrowed.rs"]
mod narrowed;
#[path = "analysis/negative_cases.rs"]
mod negative_cases;
#[path = "analysis/pages.rs"]
mod pages;
#[path = "analysis/resampled.rs"]
mod resampled;
#[path = "../examples/oracle/study.rs"]
mod study;

use emic::analysis::*;
use emic::project::*;
use emic::text::{Span, count_words};
use proptest::prelude::*;

use study::Study;

/// A study of one focus group, from lines such as "P1: I felt heard"; "I" asks the questions. Every
/// participant is a case but "P9", whom nobody knows yet.
fn focus_group(study: &mut Study, title: &str, words: &str) -> DocumentId {
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut turns = Vec::new();
    let mut start = 0;
    for line in words.lines() {
        let (label, said) = line.split_once(": ").unwrap();
        let place = speakers.iter().position(|speaker| speaker.label == label).unwrap_or_else(|| {
            let role = if label == "I" { Role::Interviewer } else { Role::Participant };
            let known = study.project().cases().find(|(_, case)| case.name == label).map(|(id, _)| id);
            let case = known.or_else(|| (label.starts_with('P') && label != "P9").then(|| study.case(label)));
            speakers.push(Speaker { label: label.into(), role, case });
            speakers.len() - 1
        }) as u32;
        let body = start + label.chars().count() as u32 + 2;
        let end = body + said.chars().count() as u32;
        turns.push([place, start, body, end]);
        start = end + 1;
    }
    study.document(title, words, &speakers, &turns)
}

/// Puts a code on the first place where the document says these words.
fn apply(study: &mut Study, code: CodeId, document: DocumentId, words: &str) {
    let text = study.text(study.project().document(document).unwrap().text).unwrap();
    let start = text.char_of(text.as_str().find(words).unwrap());
    study.apply(code, document, start, start + words.chars().count() as u32);
}

fn report(study: &Study, name: &str, settings: &[(&str, &str)]) -> Table {
    Report::of(name).unwrap().table(study.project(), study, settings).unwrap()
}

/// A row as people read it, without the code.
fn row(table: &Table, place: usize) -> Vec<String> {
    table.rows[place][1..].iter().map(|cell| cell.value.shown()).collect()
}

const TALK: &str = "\
I: How was it?
P1: I felt heard in there
P2: Mm-hm
P1: and seen as well
I: And you?
P9: not at all, to be honest";

#[test]
fn people_are_counted_and_interviewers_are_not() {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    let code = study.code("being heard", None);
    apply(&mut study, code, fg, "I felt heard in there\nP2: Mm-hm\nP1: and seen as well\nI: And you?");
    apply(&mut study, code, fg, "How was it?");
    let table = report(&study, "category", &[]);
    assert_eq!(row(&table, 0), ["2", "2"]);
    assert!(table.notes.contains(&"respondents coded anywhere: 2 of 3 in the study".to_string()), "{:?}", table.notes);
    assert!(table.notes.contains(&"unattributed excerpts: 1".to_string()));
    assert_eq!(table.notes.last().unwrap(), "to confirm, under 3 words in the excerpt: P2 in FG1 2-5");
}

#[test]
fn somebody_who_said_who_speaks_is_believed() {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    let code = study.code("being heard", None);
    apply(&mut study, code, fg, "I felt heard in there\nP2: Mm-hm");
    let span = study.project().codings_in(fg).next().unwrap().1.span;
    let passage = Passage { document: fg, span, seal: Seal::default() };
    study.make(Edit::Attribute { passage, speakers: Some(vec!["P1".into()]) });
    let table = report(&study, "category", &[]);
    assert_eq!(row(&table, 0), ["1", "1"]);
    assert!(!table.notes.iter().any(|note| note.starts_with("to confirm")));
}

#[test]
fn whoever_lacks_a_value_stands_under_none() {
    let mut study = Study::new("s");
    let site = study.attribute("Site");
    let fg = focus_group(&mut study, "FG1", TALK);
    let first = study.project().cases().next().unwrap().0;
    study.value(site, first, "north");
    let code = study.code("a", None);
    apply(&mut study, code, fg, "not at all");
    let table = report(&study, "crosstab", &[("by", "site")]);
    let keys: Vec<&str> = table.columns.iter().map(|column| column.key.as_str()).collect();
    assert_eq!(
        keys[1..6],
        ["north.respondents", "north.excerpts", "north.people", "north.share", "(none).respondents"]
    );
    assert_eq!(row(&table, 0), ["0", "0", "1", "0.0 %", "1", "1", "2", "50.0 %", "1", "1"]);
    let opens = table.rows[0][6].query().unwrap();
    assert_eq!(excerpts(study.project(), opens).len(), 1);
}

#[test]
fn settled_coding_is_consensus_then_the_assigned_then_everybody() {
    let mut study = Study::new("s");
    let documents = ["A", "B", "C"].map(|title| focus_group(&mut study, title, TALK));
    let code = study.code("a", None);
    let mut coder = |name: &str, kind| {
        let coder = CoderId(study.id());
        study.make(Edit::AddCoder { coder, name: name.into(), kind });
        coder
    };
    let (js, consensus) = (coder("js", CoderKind::Person), coder("team", CoderKind::Consensus));
    for document in documents {
        apply(&mut study, code, document, "I felt");
        for (coder, start) in [(js, 20), (consensus, 30)] {
            let passage = Passage { document, span: Span::new(start, start + 5, 99).unwrap(), seal: Seal::default() };
            let coding = CodingId(study.id());
            study.make(Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand });
        }
    }
    for (coder, document) in [(consensus, documents[0]), (js, documents[0]), (js, documents[1])] {
        study.make(Edit::Assign { coder, document, state: Some(Assignment::Open) });
    }
    // Who only read a document leaves it to all.
    study.make(Edit::Assign { coder: js, document: documents[2], state: Some(Assignment::Read) });
    let project = study.project();
    let counting = Counting::new(project, Layer::Settled);
    assert_eq!(counting.composition(), "1 document by team, 1 all coders, 1 js");
    let found = |layer| excerpts(project, &Query { layer, ..Query::default() }).len();
    assert_eq!([Layer::Settled, Layer::Union, Layer::Consensus, Layer::Coder(js)].map(found), [5, 9, 3, 3]);
    assert_eq!(tally(&counting, code).own.excerpts, 5);
}

#[test]
fn merged_codes_count_as_one_and_retired_ones_not_at_all() {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    let [kept, merged, retired] = ["kept", "merged", "retired"].map(|name| study.code(name, None));
    apply(&mut study, kept, fg, "heard");
    apply(&mut study, merged, fg, "heard");
    apply(&mut study, merged, fg, "seen");
    apply(&mut study, retired, fg, "honest");
    study.make(Edit::MergeCode { code: merged, into: Some(kept) });
    study.make(Edit::RetireCode { code: retired, retired: true });
    let table = report(&study, "category", &[("show", "documents,characters,words")]);
    assert_eq!(table.rows.len(), 1);
    assert_eq!(row(&table, 0), ["1", "2", "1", "9", "2"]);
    let codes = lists::codes(study.project(), Layer::Settled);
    let states: Vec<String> = codes.rows.iter().map(|row| row[6].value.shown()).collect();
    assert_eq!(states, ["in use", "merged into kept", "retired"]);
}

#[test]
fn shares_are_set_against_what_the_header_says() {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    study.document("empty", "", &[], &[]);
    let [a, b] = ["a", "b"].map(|name| study.code(name, None));
    apply(&mut study, a, fg, "I felt heard in there\nP2: Mm-hm");
    apply(&mut study, b, fg, "seen");
    let rows = |normalise| row(&report(&study, "frequency", &[("normalise", normalise)]), 0);
    assert_eq!(rows("none"), ["1", "0", "1"]);
    assert_eq!(rows("row"), ["100.0 %", "0.0 %", "1"]);
    assert_eq!(rows("column"), ["50.0 %", "–", "1"]);
    assert_eq!(rows("person"), ["0.33", "–", "1"]);
    let words = f64::from(count_words(TALK));
    assert_eq!(rows("1000-words"), [format!("{:.2}", 1000.0 / words), "–".into(), "1".into()]);
    let by_person = report(&study, "coverage", &[("by", "case"), ("unit", "words")]);
    assert_eq!(row(&by_person, 0), ["5", "55.6 %", "1", "100.0 %", "0", "0.0 %"]);
    let of_talk = report(&study, "coverage", &[("of", "participants"), ("unit", "words")]);
    assert_eq!(row(&of_talk, 0), ["6", "37.5 %"]);
    let by_document = report(&study, "coverage", &[("by", "document")]);
    assert_eq!(row(&by_document, 0)[2..], ["0", "–"]);
}

#[test]
fn uncoded_turns_are_named_by_their_number() {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    let code = study.code("a", None);
    apply(&mut study, code, fg, "heard in there\nP2: Mm");
    apply(&mut study, code, fg, "And you?");
    let table = report(&study, "line-by-line", &[]);
    assert_eq!(row(&table, 0)[3..], ["4", "2", "50.0 %", "2", "1", "4 6"]);
}

#[test]
fn a_question_that_cannot_be_answered_says_what_can() {
    let mut study = Study::new("s");
    study.attribute("site");
    study.attribute("age");
    let wrong = |name: &str, settings: &[(&str, &str)]| {
        Report::of(name).unwrap().table(study.project(), &study, settings).unwrap_err().to_string()
    };
    assert_eq!(
        wrong("crosstab", &[]),
        "say which attribute to set the codes against (from the shell: --by NAME); there are site, age. `emic edit --help` shows how attributes are added"
    );
    assert_eq!(wrong("crosstab", &[("by", "sex")]), "there is no attribute \"sex\"; there are site, age");
    assert_eq!(
        wrong("category", &[("by", "age")]),
        "this report has no setting \"by\"; it takes layer, where, count, show"
    );
    assert_eq!(wrong("category", &[("count", "all")]), "count cannot be \"all\"; choose own, subtree, both");
    assert!(wrong("category", &[("layer", "jo")]).starts_with("there is no one coder \"jo\"; there is mk ("));
}

#[test]
fn excerpts_are_found_by_their_words_and_people() {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", TALK);
    let [a, b] = ["a", "b"].map(|name| study.code(name, None));
    apply(&mut study, a, fg, "I felt heard in there");
    apply(&mut study, b, fg, "I felt heard in there");
    apply(&mut study, b, fg, "not at all");
    let project = study.project();
    let all = excerpts(project, &Query::default());
    assert_eq!(all.iter().map(|excerpt| excerpt.codings.len()).collect::<Vec<_>>(), [2, 1]);
    let saying = |words: &str| Asking::parse(project, words).unwrap().excerpts(project, &study, Layer::Settled);
    assert_eq!((saying("FELT"), saying("felt")), (Vec::new(), all[..1].to_vec()));
    let listed = lists::excerpts(project, &study, &all);
    let shown: Vec<String> = listed.rows[0].iter().map(|cell| cell.value.shown()).collect();
    assert_eq!(shown, ["FG1", "2", "19", "40", "P1", "a; b", "mk", "I felt heard in there"]);
    for list in lists::LISTS {
        assert!((list.table)(project, &study, Layer::Settled).rows.iter().all(|row| !row.is_empty()), "{}", list.name);
    }
}

fn shown(table: &Table) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.iter().map(|cell| cell.value.shown()).collect()).collect()
}

#[test]
fn what_is_worth_a_second_look_is_listed() {
    let mut study = Study::new("s");
    let site = study.attribute("Site");
    let fg = focus_group(&mut study, "FG1", TALK);
    let [p1, p2] = [0, 1].map(|place| study.project().cases().nth(place).unwrap().0);
    study.value(site, p1, "north");
    assert_eq!(shown(&lists::missing(study.project(), &study, Layer::Settled)), [["Site", "person", "P2", ""]]);
    for (subject, phase) in [(p1, "T1"), (p2, "T2")] {
        let (subject, phase, value) = (Subject::Case(subject), Some(phase.to_string()), Some("south".to_string()));
        study.make(Edit::SetAttribute { attribute: site, subject, phase, value });
    }
    let missing = lists::missing(study.project(), &study, Layer::Settled);
    assert_eq!(shown(&missing), [["Site", "person", "P2", "T1"]], "P1's value for all phases holds in T2 too");
    assert_eq!(missing.notes, ["values missing: 1 of 4"]);

    let (heard, other) = (study.code("being heard", None), study.code("Being Heard!", None));
    apply(&mut study, heard, fg, "I felt heard in there\nP2: Mm-hm");
    apply(&mut study, heard, fg, "and seen as well");
    let near = lists::near_duplicates(study.project(), &study, Layer::Settled);
    assert_eq!(shown(&near), [["being heard", "2", "Being Heard!", "0"]]);
    let doubtful = lists::doubtful(study.project(), &study);
    assert_eq!(doubtful.iter().map(|(_, _, who)| who.as_slice()).collect::<Vec<_>>(), [["P2"]]);
    assert_eq!(shown(&lists::to_confirm(study.project(), &study, Layer::Settled))[0][..2], ["FG1", "2-3"]);

    let excerpts: Vec<Passage> = study
        .project()
        .codings_in(fg)
        .map(|(_, coding)| Passage { document: fg, span: coding.span, seal: coding.seal })
        .collect();
    let coder = study.project().coders().next().unwrap().0;
    let comparison = ComparisonId(study.id());
    let compare = |excerpts: Vec<Passage>| Edit::Compare {
        comparison,
        code: Some(other),
        excerpts,
        coder,
        decision: Decision::Moved,
        memo: None,
        at: Some(0),
    };
    assert_eq!(study.project().check(&compare(excerpts[..1].to_vec())), Err(Refusal::NothingCompared));
    study.make(compare(excerpts));
    let made = shown(&lists::comparisons(study.project(), &study, Layer::Settled));
    assert_eq!(made, [["1970-01-01 00:00", "mk", "Being Heard!", "FG1 2-3; FG1 4", "moved", ""]]);
    study.make(Edit::Remove { thing: Thing::Comparison(comparison) });
    assert!(shown(&lists::comparisons(study.project(), &study, Layer::Settled)).is_empty());
}

/// A table in the form of that name, which is one of words.
fn in_form(table: &Table, name: &str, screen: Option<usize>) -> String {
    String::from_utf8(Format::<Table>::of(name).unwrap().bytes(table, screen)).unwrap()
}

/// Reports that say that there is nothing to report on.
const NOTHING: [&str; 6] =
    ["codebook", "quotations", "comparisons", "framework", "negative-cases", "meaning-saturation"];

#[test]
fn every_report_answers_for_an_empty_study_in_every_form() {
    let mut study = Study::new("s");
    study.attribute("site");
    for report in REPORTS {
        let settings: &[(&str, &str)] = if report.name == "crosstab" { &[("by", "site")] } else { &[] };
        let table = match report.table(study.project(), &study, settings) {
            Ok(table) => table,
            Err(Wrong::Nothing(words)) => {
                assert!(NOTHING.contains(&report.name), "{words}");
                continue;
            }
            Err(why) => {
                let wants = match report.name {
                    "phases" => Wrong::NoPhases,
                    "code" => Wrong::NoCode { there: "are none yet".to_string() },
                    _ => Wrong::OneCoder,
                };
                assert_eq!(why, wants);
                assert!(
                    ["agreement", "disagreements", "segments", "unitizing", "phases", "code"].contains(&report.name)
                );
                continue;
            }
        };
        assert_eq!(table.report, report.name);
        for format in TABLE_FORMATS {
            format.bytes(&table, Some(40));
        }
    }
}

#[test]
fn a_table_is_written_in_every_form() {
    let mut study = Study::new("s");
    let fg = focus_group(&mut study, "FG1", "P1: yes | no");
    let top = study.code("top", None);
    let low = study.code("a|b\u{202e}", Some(top));
    apply(&mut study, low, fg, "yes");
    let table = report(&study, "category", &[]);
    let written = |name: &str| in_form(&table, name, None);
    assert_eq!(written("csv"), "code,respondents,excerpts\ntop,,\ntop > a|b¤,1,1\n");
    assert_eq!(written("tsv"), "code\trespondents\texcerpts\ntop\t\t\ntop > a|b¤\t1\t1\n");
    assert_eq!(
        written("jsonl"),
        "{\"code\":\"top\",\"path\":[\"top\"],\"respondents\":null,\"excerpts\":null}\n\
         {\"code\":\"top > a|b¤\",\"path\":[\"top\",\"a|b¤\"],\"respondents\":1,\"excerpts\":1}\n"
    );
    assert!(written("json").starts_with("{\n  \"report\": \"category\",\n  \"settings\":"));
    assert!(written("md").contains("| top > a\\|b¤ | 1 | 1 |\n"));
    let plain = written("table");
    assert!(
        plain.starts_with("Code        # respondents  # excerpts\ntop\ntop > a|b¤              1           1\n# "),
        "{plain}"
    );
    assert!(plain.contains("\n# layer: settled\n"));
    study.code("=1+1", None);
    let table = report(&study, "category", &[]);
    let written = |name: &str| in_form(&table, name, None);
    assert!(
        written("csv").contains("\n'=1+1,") && written("tsv").contains("\n'=1+1\t"),
        "no formula for a spreadsheet"
    );
}

#[test]
fn a_narrow_screen_cuts_long_words_and_never_numbers() {
    let mut study = Study::new("s");
    study.code("a code with a rather long name, longer than any screen", None);
    let table = report(&study, "category", &[]);
    let plain = in_form(&table, "table", Some(46));
    let lines: Vec<&str> = plain.lines().take(2).collect();
    assert_eq!(lines[1], "a code with a rath…              0           0");
    assert!(lines.iter().all(|line| line.chars().count() <= 46), "{lines:?}");
}

/// Random codings (code, start, length) in two documents over a tree of four codes.
fn any_codings() -> impl Strategy<Value = Vec<(usize, usize, u32, u32)>> {
    proptest::collection::vec((0..4usize, 0..2usize, 0..90u32, 1..20u32), 0..40)
}

proptest! {
    #[test]
    fn one_code_counts_the_same_alone_and_in_the_sweep(codings in any_codings()) {
        let mut study = Study::new("s");
        let documents = ["A", "B"].map(|title| focus_group(&mut study, title, TALK));
        let a = study.code("a", None);
        let b = study.code("b", Some(a));
        let codes = [a, b, study.code("c", Some(b)), study.code("d", None)];
        for (code, document, start, length) in codings {
            study.apply(codes[code], documents[document], start, start + length);
        }
        let counting = Counting::new(study.project(), Layer::Settled);
        let rows = study.project().codebook().rows();
        for (row, all) in rows.iter().zip(tallies(&counting)) {
            prop_assert_eq!(tally(&counting, row.code), all);
            prop_assert!(all.own.excerpts <= all.subtree.excerpts);
            for reach in [Reach::Own, Reach::Subtree] {
                let covered = runs(&counting, row.code, reach);
                let query = Query { code: Some(row.code), reach, ..Query::default() };
                for &document in &documents {
                    let spans: Vec<Span> = excerpts(study.project(), &query).iter()
                        .filter(|excerpt| excerpt.document == document).map(|excerpt| excerpt.span).collect();
                    let one_by_one = (0..120).filter(|&at| spans.iter().any(|span| span.contains(at))).count();
                    let runs = covered.get(&document).map_or(&[][..], Vec::as_slice);
                    prop_assert_eq!(runs.iter().map(|run| run.len() as usize).sum::<usize>(), one_by_one);
                    prop_assert!(runs.is_sorted_by(|one, next| one.end() < next.start()));
                }
            }
        }
    }
}
