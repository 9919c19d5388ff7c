//! A desk for tests: a project that grows by random wishes, and what is brought into it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::exchange::{Dump, Plan, dump, plan_dump, read_dump};
use crate::project::*;
use crate::text::{Span, Text, Turn, count_words, print_lines};

#[derive(Default)]
pub struct Shelf(HashMap<TextKey, Arc<Text>>);

impl Texts for Shelf {
    fn text(&self, key: TextKey) -> Option<Arc<Text>> {
        self.0.get(&key).cloned()
    }
}

/// One desk: a project, its texts, and ids of its own.
pub struct Desk {
    pub fold: Fold,
    pub shelf: Shelf,
    log: LogId,
    pub made: u32,
}

impl Desk {
    pub fn new(seed: u64) -> Desk {
        Desk { fold: Fold::new("study"), shelf: Shelf::default(), log: LogId::from_random(seed), made: 0 }
    }

    pub fn id(&mut self) -> Id {
        self.made += 1;
        self.log.thing(self.made).unwrap()
    }

    pub fn make(&mut self, edit: Edit) {
        let id = OpId(self.log.thing(1_000_000 + self.fold.done().len() as u32).unwrap());
        let (by, gesture, tick) = (CoderId(id.0), Gesture { first: id, size: 1 }, self.fold.next_tick());
        let at = 1_700_000_000_000 + i64::from(self.made);
        self.fold.insert(Op { id, tick, by, at, edit, was: None, gesture, undoes: None, why: None, texts: Vec::new() });
    }

    pub fn store(&mut self, words: &str) -> TextKey {
        let key = TextKey::of(words);
        self.shelf.0.insert(key, Arc::new(Text::new(words)));
        key
    }

    pub fn dumped(&self) -> String {
        let mut out = Vec::new();
        dump(self.fold.project(), &self.shelf, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    pub fn brought(&mut self, json: &str) -> Plan {
        self.takes(read_dump(&mut json.as_bytes()).unwrap())
    }

    /// Brings in what arrived.
    pub fn takes(&mut self, dump: Dump) -> Plan {
        let project = self.fold.project().clone();
        let mut salt = TextKey::default;
        let plan = plan_dump(&project, dump, &mut || self.id(), &mut salt);
        self.shelf.0.extend(plan.texts.iter().cloned());
        plan.edits.iter().for_each(|edit| self.make(edit.clone()));
        let refused: Vec<String> = self.fold.conflicts().map(|conflict| conflict.why.to_string()).collect();
        assert!(refused.is_empty(), "{refused:?}");
        plan
    }

    /// Adds a document of those words.
    pub fn document_of(&mut self, title: &str, words: &str) {
        let text = Text::new(words);
        let edit = Edit::AddDocument {
            document: DocumentId(self.id()),
            title: title.to_owned(),
            kind: DocumentKind::Interview,
            text: self.store(words),
            salt: TextKey::default(),
            characters: text.len(),
            words: count_words(words),
            speakers: Vec::new(),
            turns: Default::default(),
            lines: print_lines(&text, &[]).into(),
            times: Default::default(),
            rank: 1,
        };
        self.make(edit);
    }

    /// Codes a passage of a document, with a coder and a code that are made where there are none.
    pub fn coded(&mut self, title: &str, span: Span) {
        let (coder, code, coding) = (CoderId(self.id()), CodeId(self.id()), CodingId(self.id()));
        if self.fold.project().codes().next().is_none() {
            self.make(Edit::AddCoder { coder, name: "mk".to_owned(), kind: CoderKind::Person });
            self.make(Edit::AddCode { code, name: "said".to_owned(), parent: None, rank: 1, from: None });
        }
        let project = self.fold.project();
        let document = project.documents().find(|(_, document)| document.title == title).unwrap().0;
        let (coder, code) = (project.coders().next().unwrap().0, project.codes().next().unwrap().0);
        let passage = Passage { document, span, seal: Seal::default() };
        self.make(Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand });
    }

    /// Makes one random change, where it is allowed.
    pub fn wish(&mut self, (what, a, b): (u8, u8, u8)) {
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
