//! What is dumped comes back; what others wrote in this shape comes in.

use proptest::prelude::*;

use super::{dump, read_dump};
use crate::exchange::desk_tests::{Desk, Shelf};
use crate::exchange::{Reads, Unreadable, format_for, plan_dump};
use crate::project::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_dump_brought_into_an_empty_project_is_dumped_the_same(wishes in prop::collection::vec(any::<(u8, u8, u8)>(), 0..150)) {
        let mut desk = Desk::new(1);
        wishes.into_iter().for_each(|wish| desk.wish(wish));
        let first = desk.dumped();
        let mut other = Desk::new(2 << 40);
        let notes = other.brought(&first).notes;
        let second = other.dumped();
        let differs = first.lines().zip(second.lines()).find(|(one, other)| one != other);
        prop_assert_eq!(differs, None);
        prop_assert_eq!(second, first);
        prop_assert!(notes.is_empty(), "{:?}", notes);
        prop_assert_eq!(other.made, 0, "an id was not kept");
    }

    #[test]
    fn a_dump_brought_in_again_adds_nothing_to_count(wishes in prop::collection::vec(any::<(u8, u8, u8)>(), 0..100)) {
        let mut desk = Desk::new(1);
        wishes.into_iter().for_each(|wish| desk.wish(wish));
        let first = desk.dumped();
        let mut other = Desk::new(2 << 40);
        other.brought(&first);
        let count = |desk: &Desk| (desk.fold.project().n_codings(), desk.fold.project().people(), desk.fold.project().codes().count());
        prop_assume!(!other.fold.project().is_empty());
        let before = count(&other);
        other.brought(&first);
        prop_assert_eq!(count(&other), before, "{}", first);
    }

    #[test]
    fn no_damage_to_a_dump_makes_the_reader_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut file = FOREIGN.as_bytes().to_vec();
        let at = at.index(file.len());
        if cut { file.truncate(at) } else { file[at] = byte }
        if let Ok(dump) = read_dump(&mut file.as_slice()) {
            let mut number = 0;
            let mut ids = || { number += 1; LogId::from_random(5).thing(number).unwrap() };
            plan_dump(&Project::new("study"), dump, &mut ids, &mut TextKey::default);
        }
    }
}

/// As other programs write it: no ids but names, no times, lists in their own order.
const FOREIGN: &str = r#"{"format":1,"project":"corpus","coders":[{"name":"mk"},{"name":"js"}],
"documents":[
{"id":"D00001","title":"D00001","kind":"focus group","text":"Interviewer: How?\nP1: Fine. Well, \nP1: yes","characters":42,"turns":[{"speaker":"Interviewer","start":0,"body":13,"end":17},{"speaker":"P1","start":18,"body":22,"end":34},{"speaker":"P1","start":30,"body":30,"end":38},{"speaker":"P1","start":35,"body":39,"end":42}],"attributes":{"phase":"T1"}}
],
"speakers":[{"document":"D00001","label":"Interviewer","role":"interviewer","case":null},{"document":"D00001","label":"P1","role":"participant","case":"D00001 P1"}],
"cases":[{"id":"D00001 P1","name":"D00001 P1","attributes":{"site":"A","gender":"f"}}],
"codes":[
{"id":"c2","path":["Support","Peer"],"parent":"c1","definition":"by peers"},
{"id":"c1","path":["Support"],"parent":null,"definition":"","colour":"red"}
],
"codings":[
{"id":"q1","document":"D00001","code":"c2","path":["Support","Peer"],"coder":"mk","start":22,"end":27,"text":"Fine."},
{"id":"q2","document":"D00001","code":"c2","path":["Support","Peer"],"coder":"mk","start":22,"end":27,"text":"Fine."},
{"id":"q3","document":"D00001","code":"c1","path":["Support"],"coder":"js","start":28,"end":32,"text":"well"},
{"id":"q4","document":"D00001","code":"c1","path":["Support"],"coder":"js","start":28,"end":320,"text":"Well"},
{"id":"q5","document":"D00001","code":"c9","path":[],"coder":"js","start":1,"end":2},
{"id":"q6","document":"D00009","code":"c1","path":[],"coder":"js","start":1,"end":2},
{"id":"q7","document":"D00001","code":"c1","path":[],"coder":"js","start":34,"end":35,"colour":1}
],
"memos":[],"attributes":[{"name":"site","on":"case","type":"text"},{"name":"gender","on":"case","type":"text"},{"name":"phase","on":"document","type":"ordered","values":["T1","T2"]}]}
"#;

#[test]
fn what_another_program_wrote_comes_in_and_what_makes_no_sense_is_named() {
    let mut desk = Desk::new(1);
    let coder = CoderId(desk.id());
    desk.make(Edit::AddCoder { coder, name: "mk".into(), kind: CoderKind::Person });
    let notes = desk.brought(FOREIGN).notes;
    let project = desk.fold.project();
    assert_eq!((project.name(), project.coders().count(), project.n_codings()), ("corpus", 2, 2));
    let (id, document) = project.documents().next().unwrap();
    assert_eq!((document.kind, document.turns.len(), document.turns[1].end), (DocumentKind::FocusGroup, 3, 33));
    assert_eq!(project.values_of(Subject::Document(id)).map(|(.., value)| value).collect::<Vec<_>>(), ["T1"]);
    let (_, coding) = project.codings_in(id).next().unwrap();
    assert_eq!((coding.coder, project.code_words(coding.code)), (coder, "Support > Peer".to_owned()));
    assert_eq!(project.respondents(id, coding.span).len(), 1);
    assert_eq!(
        notes,
        [
            "left out: \"colour\", a field that emic does not know",
            "turns that overlap or lie outside their text, left out: 1 (D00001 30..38)",
            "codings that say the same as another, kept once: 1 (q2)",
            "codings whose text is not what stands at their place; look at them: 1 (q3)",
            "codings that lie outside their document, left out: 1 (q4)",
            "codings of a code that is not in the file, left out: 1 (q5)",
            "codings of a document that is not in the file, left out: 1 (q6)",
            "codings of blank space, left out: 1 (q7)",
        ]
    );
}

#[test]
fn a_dump_joins_what_is_there_by_name_path_and_words() {
    let mut desk = Desk::new(1);
    desk.brought(FOREIGN);
    let changed = FOREIGN.replace("\"q1\"", "\"new\"").replace("\"start\":22,\"end\":27", "\"start\":22,\"end\":26");
    let notes = desk.brought(&changed).notes;
    let project = desk.fold.project();
    let counts = (project.documents().count(), project.codes().count(), project.cases().count(), project.n_codings());
    assert_eq!(counts, (1, 2, 1, 3));
    assert!(notes.iter().any(|note| note.starts_with("already here")), "{notes:?}");
}

#[test]
fn positions_count_the_characters_of_the_text_that_came() {
    let json = r#"{"format":1,"documents":[{"id":1,"text":"\ufeffa\r\nbc\rd"}],"codes":[{"id":7,"path":["x"]}],
        "codings":[{"document":1,"code":7,"start":4,"end":6,"text":"bc"}]}"#;
    let mut desk = Desk::new(1);
    let notes = desk.brought(json).notes;
    let (id, document) = desk.fold.project().documents().next().unwrap();
    assert_eq!(desk.shelf.text(document.text).unwrap().as_str(), "a\nbc\nd");
    let (_, coding) = desk.fold.project().codings_in(id).next().unwrap();
    assert_eq!((coding.span.start(), coding.span.end(), notes.len()), (2, 4, 0));
}

#[test]
fn lists_may_come_in_any_order_and_a_mark_before_them() {
    let json = "\u{feff}{\"codings\":[{\"document\":\"d\",\"path\":[\"x\"],\"start\":0,\"end\":1,\"coder\":\"mk\"}],\
        \"codes\":[{\"path\":[\"x\"]}],\"documents\":[{\"id\":\"d\",\"text\":\"a\"}],\"format\":1}";
    let mut desk = Desk::new(1);
    desk.brought(json);
    assert_eq!(desk.fold.project().n_codings(), 1);
}

#[test]
fn what_older_dumps_say_of_progress_is_read() {
    let json = r#"{"format":1,"documents":[{"id":"d","text":"a b"}],"assignments":[
        {"coder":"mk","document":"d","finished":true},{"coder":"js","document":"d","finished":false}]}"#;
    let mut desk = Desk::new(1);
    desk.brought(json);
    let project = desk.fold.project();
    let states: Vec<(&str, Assignment)> =
        project.assignments().map(|(coder, _, state)| (project.coder_name(coder), state)).collect();
    assert_eq!(states, [("mk", Assignment::Finished), ("js", Assignment::Open)]);
}

#[test]
fn what_cannot_be_read_is_refused_with_the_place_and_no_word_of_it() {
    let refused = |json: &str| read_dump(&mut json.as_bytes()).unwrap_err();
    assert_eq!(refused("{\"format\":2,\"what\":[]}"), Unreadable::Newer { found: 2, known: 1 });
    assert_eq!(refused("[1]"), Unreadable::NotDump);
    assert_eq!(refused("{\"rows\":[]}"), Unreadable::NotDump);
    let said = refused("{\"format\":1,\n\"memos\":\"I was ashamed\"}").to_string();
    assert_eq!(said, "line 2, column 23: expected a list in [ ]; mend it there, or dump the project again");
    let said = refused("{\"format\":1,\n\"memos\":[{\"text\":[]}]}").to_string();
    assert!(said.starts_with("line 2, column 19: expected words in quotes"), "{said}");
    assert!(matches!(refused("{\"format\":1,\n\"memos\":["), Unreadable::Json { line: 2, .. }));
    assert!(matches!(refused("{\"format\":1} x"), Unreadable::Json { line: 1, .. }));
}

#[test]
fn a_dump_is_known_by_its_ending_or_its_first_words() {
    let reads = |name: &str, bytes: &[u8]| matches!(format_for(name, bytes).unwrap().reads, Reads::Project(_));
    assert!(reads("study.json", b"") && reads("study", FOREIGN.as_bytes()));
    assert!(!reads("study", b"{ a remark } Ana: hello") && !reads("study.txt", FOREIGN.as_bytes()));
}

#[test]
fn a_text_that_cannot_be_had_stops_the_dump() {
    let mut desk = Desk::new(1);
    desk.brought(FOREIGN);
    let failed = dump(desk.fold.project(), &Shelf::default(), &mut Vec::new()).unwrap_err();
    assert!(failed.to_string().contains("D00001"), "{failed}");
}

#[test]
fn a_dump_that_is_built_to_fill_a_memory_is_refused() {
    let dump_of = |inside: &str| read_dump(&mut format!(r#"{{"format":1,{inside}}}"#).as_bytes());
    let why = |inside: &str| dump_of(inside).unwrap_err().to_string();
    let records = format!(r#""codes":[{}{{}}]"#, "{},".repeat(1_500_000));
    assert!(why(&records).contains("more records than 256 MiB can hold"), "{}", why(&records));
    let deep = format!(r#""cases":[{{"attributes":{}1{}}}]"#, r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    assert!(why(&deep).starts_with("line 1, column "), "{}", why(&deep));
    let phases = format!(r#""cases":[{{"attributes":{{"age":{{{}"x":1}}}}}}]"#, r#""a":1,"#.repeat(10_001));
    assert!(why(&phases).contains("phases"), "{}", why(&phases));
    let unknown: String = (0..1_000).map(|place| format!(r#""{place}{}":1,"#, "x".repeat(100))).collect();
    let dump = dump_of(&format!(r#"{unknown}"codes":[]"#)).unwrap();
    assert!(dump.notes.len() == 101 && dump.notes.iter().all(|note| note.len() < 200), "{:?}", dump.notes);
}
