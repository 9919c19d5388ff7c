//! What is dumped comes back; what others wrote in this shape comes in.

use std::{collections::HashMap, sync::Arc};

use proptest::prelude::*;

use super::{dump, read_dump};
use crate::exchange::{Plan, Reads, Unreadable, format_for, plan_dump};
use crate::project::*;
use crate::text::{Span, Text, Turn, count_words, print_lines};

#[derive(Default)]
struct Shelf(HashMap<TextKey, Arc<Text>>);

impl Texts for Shelf {
    fn text(&self, key: TextKey) -> Option<Arc<Text>> {
        self.0.get(&key).cloned()
    }
}

/// One desk: a project, its texts, and ids of its own.
struct Desk {
    fold: Fold,
    shelf: Shelf,
    log: LogId,
    made: u32,
}

impl Desk {
    fn new(seed: u64) -> Desk {
        Desk { fold: Fold::new("study"), shelf: Shelf::default(), log: LogId::from_random(seed), made: 0 }
    }

    fn id(&mut self) -> Id {
        self.made += 1;
        self.log.thing(self.made).unwrap()
    }

    fn make(&mut self, edit: Edit) {
        let id = OpId(self.log.thing(1_000_000 + self.fold.done().len() as u32).unwrap());
        let (by, gesture, tick) = (CoderId(id.0), Gesture { first: id, size: 1 }, self.fold.next_tick());
        let at = 1_700_000_000_000 + i64::from(self.made);
        self.fold.insert(Op { id, tick, by, at, edit, was: None, gesture, undoes: None, why: None, texts: Vec::new() });
    }

    fn store(&mut self, words: &str) -> TextKey {
        let key = TextKey::of(words);
        self.shelf.0.insert(key, Arc::new(Text::new(words)));
        key
    }

    fn dumped(&self) -> String {
        let mut out = Vec::new();
        dump(self.fold.project(), &self.shelf, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn brought(&mut self, json: &str) -> Plan {
        let dump = read_dump(&mut json.as_bytes()).unwrap();
        let project = self.fold.project().clone();
        let mut salt = TextKey::default;
        let plan = plan_dump(&project, dump, &mut || self.id(), &mut salt);
        self.shelf.0.extend(plan.texts.iter().cloned());
        plan.edits.iter().for_each(|edit| self.make(edit.clone()));
        let refused: Vec<String> = self.fold.conflicts().map(|conflict| conflict.why.to_string()).collect();
        assert!(refused.is_empty(), "{refused:?}");
        plan
    }

    /// Makes one random change, where it is allowed.
    fn wish(&mut self, (what, a, b): (u8, u8, u8)) {
        let edit = self.wished(what % 31, a, b);
        if let Some(edit) = edit.filter(|edit| self.fold.project().check(edit).is_ok()) {
            self.make(edit);
        }
    }

    fn wished(&mut self, what: u8, a: u8, b: u8) -> Option<Edit> {
        const NAMES: [&str; 6] =
            ["Organization/CPS", "stigma", "“quoted” \"so\"", "👩🏽‍🚀 彼女", "back\\slash", "é e\u{301}"];
        fn nth<T: Copy>(n: u8, of: &[T]) -> Option<T> {
            of.get(usize::from(n) % of.len().max(1)).copied()
        }
        let project = self.fold.project().clone();
        let documents = project.document_order();
        let codes: Vec<CodeId> = project.codes().map(|(id, _)| id).collect();
        let codings: Vec<CodingId> =
            documents.iter().flat_map(|&id| project.codings_in(id)).map(|(coding, _)| coding).collect();
        let cases: Vec<CaseId> = project.cases().map(|(id, _)| id).collect();
        let coders: Vec<CoderId> = project.coders().map(|(id, _)| id).collect();
        let attributes: Vec<(AttributeId, Bearer)> = project.attributes().map(|(id, found)| (id, found.on)).collect();
        let memos: Vec<MemoId> = project.memos().map(|(id, _)| id).collect();
        let name = NAMES[usize::from(b) % NAMES.len()].to_owned();
        let other_code = nth(b, &codes).filter(|_| !b.is_multiple_of(5));
        let passage = nth(a, documents).and_then(|id| {
            let length = project.document(id)?.characters;
            let start = u32::from(b % 7) * 2;
            let span = Span::new(start, start + 1 + u32::from(a % 9), length)?;
            let text = self.shelf.text(project.document(id)?.text)?;
            let blank = text.passage(span).trim().is_empty();
            (!blank).then_some(Passage { document: id, span, seal: Seal::default() })
        });
        Some(match what {
            0 | 1 => self.document(a, b, &cases),
            2..=4 => {
                let from = passage.filter(|_| a.is_multiple_of(2));
                Edit::AddCode { code: CodeId(self.id()), name, parent: other_code, rank: u64::from(a), from }
            }
            5 => Edit::MoveCode { code: nth(a, &codes)?, parent: other_code, rank: u64::from(b) },
            6 => Edit::MergeCode { code: nth(a, &codes)?, into: other_code },
            7 if b.is_multiple_of(3) => Edit::SetGiven { code: nth(a, &codes)?, given: a.is_multiple_of(2) },
            7 => Edit::RetireCode { code: nth(a, &codes)?, retired: !b.is_multiple_of(4) },
            8 => Edit::DefineCode {
                code: nth(a, &codes)?,
                definition: Definition { definition: "a\n\tb\u{1}".into(), example: name, ..Definition::default() },
            },
            9..=12 => Edit::ApplyCode {
                coding: CodingId(self.id()),
                passage: passage?,
                code: nth(b, &codes)?,
                coder: nth(a, &coders)?,
                at: (b.is_multiple_of(2)).then(|| i64::from(a) * 86_400_001 - 9_999),
                origin: if a.is_multiple_of(3) { Origin::Rule } else { Origin::Hand },
            },
            13 => Edit::FlagCoding {
                coding: nth(a, &codings)?,
                flag: Flag::ALL[usize::from(b % 2)],
                set: !b.is_multiple_of(3),
            },
            14 => Edit::AddCase { case: CaseId(self.id()), name },
            15 => Edit::AddCoder {
                coder: CoderId(self.id()),
                name,
                kind: if a.is_multiple_of(4) { CoderKind::Consensus } else { CoderKind::Person },
            },
            16 if b.is_multiple_of(2) => Edit::JoinCases { case: nth(a, &cases)?, into: nth(b, &cases) },
            16 => Edit::JoinCoders { coder: nth(a, &coders)?, into: nth(b, &coders) },
            17 => Edit::AddAttribute {
                attribute: AttributeId(self.id()),
                name,
                on: if a.is_multiple_of(2) { Bearer::Case } else { Bearer::Document },
                values: [ValueType::Text, ValueType::Number, ValueType::Ordered(vec!["2".into(), "1".into()])]
                    [usize::from(a % 3)]
                .clone(),
            },
            18 => {
                let (attribute, on) = nth(a, &attributes)?;
                let subject = match on {
                    Bearer::Case => Subject::Case(nth(b, &cases)?),
                    Bearer::Document => Subject::Document(nth(b, documents)?),
                };
                let phase = (!b.is_multiple_of(3)).then(|| format!("phase {}", b % 3));
                Edit::SetAttribute { attribute, subject, phase, value: Some((1 + a % 2).to_string()) }
            }
            19 => {
                let on = match b % 7 {
                    0 => Target::Project,
                    1 => Target::Document(nth(a, documents)?),
                    2 => Target::Excerpt(passage?.document, passage?.span),
                    3 => Target::Code(nth(a, &codes)?),
                    4 => Target::Day(Day::new(2026, 2, 1 + (a % 28) as i8)?),
                    5 => Target::Cell(nth(a, &cases)?, nth(b, &codes)?),
                    _ => Target::Case(nth(a, &cases)?),
                };
                let text = self.store(["", "a memo\n\u{7f}\u{2028}\"", "another"][usize::from(a % 3)]);
                let (kind, coder) = (MemoKind::ALL[usize::from(b % 7)], nth(b, &coders)?);
                let excerpts = self.fold.project().cell_seal(on);
                Edit::AddMemo { memo: MemoId(self.id()), on, kind, coder, text, excerpts }
            }
            20 => {
                let speakers = ["Ána", "I/R"].map(str::to_owned)[..usize::from(b % 3)].to_vec();
                Edit::Attribute { passage: passage?, speakers: Some(speakers) }
            }
            21 => {
                let state = Assignment::ALL.get(usize::from(b % 5)).copied();
                Edit::Assign { coder: nth(a, &coders)?, document: nth(b, documents)?, state }
            }
            22 => Edit::NameProject { name },
            23 => Edit::RenameCode { code: nth(a, &codes)?, name, from: passage },
            24 | 25 => Edit::Compare {
                comparison: ComparisonId(self.id()),
                code: other_code,
                excerpts: vec![passage?; usize::from(2 + a % 3)],
                coder: nth(a, &coders)?,
                decision: Decision::ALL[usize::from(b % 5)],
                memo: nth(a, &memos).filter(|_| b.is_multiple_of(2)),
                at: (b.is_multiple_of(3)).then_some(i64::from(a)),
            },
            26..=29 => self.wished_of_themes(what, (a, b), passage)?,
            _ => Edit::Remove {
                thing: match b % 10 {
                    0 => Thing::Document(nth(a, documents)?),
                    1 => Thing::Code(nth(a, &codes)?),
                    2 => Thing::Case(nth(a, &cases)?),
                    3 => Thing::Coder(nth(a, &coders)?),
                    4 => Thing::Attribute(nth(a, &attributes)?.0),
                    5 => Thing::Memo(nth(a, &memos)?),
                    6 => Thing::Comparison(project.comparisons().next()?.0),
                    7 => Thing::Theme(project.themes().next()?.0),
                    8 => Thing::Search(project.searches(project.themes().next()?.0).first()?.0),
                    _ => Thing::Coding(nth(a, &codings)?),
                },
            },
        })
    }

    fn wished_of_themes(&mut self, what: u8, (a, b): (u8, u8), passage: Option<Passage>) -> Option<Edit> {
        let project = self.fold.project().clone();
        let coders: Vec<CoderId> = project.coders().map(|(id, _)| id).collect();
        let coder = *coders.get(usize::from(a) % coders.len().max(1))?;
        let (theme, claim) = (project.themes().last().map(|(id, _)| id), format!("“claim”/{} é", a % 9));
        Some(match (what, theme) {
            (26, _) | (_, None) => Edit::AddTheme { theme: ThemeId(self.id()), claim, coder },
            (27, Some(theme)) => {
                Edit::TakeStand { theme, passage: passage?, stand: Stand::ALL.get(usize::from(b % 4)).copied() }
            }
            (28, Some(theme)) => {
                let value = project.attributes().next().map(|(id, _)| Misfit::Value(id, claim));
                let case = project.cases().nth(usize::from(a % 3)).map(|(id, _)| Misfit::Case(id));
                let who = if b.is_multiple_of(3) { value } else { case };
                Edit::MarkNegative { theme, who: who?, done: Remedy::ALL.get(usize::from(b % 4)).copied() }
            }
            (_, Some(theme)) => Edit::SearchEvidence {
                search: SearchId(self.id()),
                theme,
                query: claim,
                found: u32::from(b),
                coder,
                at: b.is_multiple_of(3).then_some(i64::from(a)),
            },
        })
    }

    fn document(&mut self, a: u8, b: u8, cases: &[CaseId]) -> Edit {
        let words =
            ["Ána: héard, 彼女 👩🏽‍🚀 yes.\nI/R: \u{1}and\t\"so\"?\n", "no turns here at all", ""][usize::from(a % 3)];
        let turns: Vec<Turn> = match a % 3 {
            0 => {
                vec![Turn { speaker: 0, start: 0, body: 5, end: 24 }, Turn { speaker: 1, start: 25, body: 30, end: 39 }]
            }
            _ => vec![],
        };
        let text = Text::new(words);
        let case = cases.get(usize::from(b) % cases.len().max(1)).copied();
        let lines = if b.is_multiple_of(3) { vec![0, 9] } else { print_lines(&text, &turns) };
        Edit::AddDocument {
            document: DocumentId(self.id()),
            title: format!("FG{}/\"{}\"", a % 5, b % 3),
            kind: DocumentKind::ALL[usize::from(b) % DocumentKind::ALL.len()],
            text: self.store(words),
            salt: TextKey::default(),
            characters: text.len(),
            words: count_words(words),
            speakers: vec![
                Speaker { label: "Ána".into(), role: Role::Participant, case },
                Speaker { label: "I/R".into(), role: Role::ALL[usize::from(a) % 6], case: None },
            ],
            turns: turns.into(),
            lines: lines.into(),
            times: [(0, 40), (text.len().min(u32::from(a % 3)), 9_000)][..usize::from(b % 3)].into(),
            rank: u64::from(b),
        }
    }
}

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
