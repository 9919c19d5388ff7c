//! What holds for every project, every log and every order of arrival.

use proptest::prelude::*;

use super::*;
use crate::text::{Revision, Span, Turn};

const CODERS: u8 = 3;
/// Kinds of wishes.
pub(super) const WISHES: u8 = 31;
/// The kind that nothing takes back.
pub(super) const ERASES: u8 = 25;

/// One random wish: who, what, on what, and whether they looked at the others' work first.
pub(super) type Wish = (u8, u8, u8, u8, bool);

/// A coder at a desk of their own: their log, and what they know of the others'.
pub(super) struct Sitting {
    pub log: LogId,
    pub coder: CoderId,
    made: u32,
    pub knows: Fold,
}

impl Sitting {
    /// Sits down, and makes themselves known.
    pub fn of(n: u8) -> Sitting {
        let log = LogId::from_random(u64::from(n) << 30 | u64::from(n));
        let mut desk = Sitting { log, coder: CoderId(log.thing(0).unwrap()), made: 0, knows: Fold::new("study") };
        let (coder, name) = (desk.coder, format!("coder {n}"));
        desk.op(Edit::AddCoder { coder, name, kind: CoderKind::Person }, None);
        desk
    }

    pub fn next_id(&mut self) -> Id {
        self.made += 1;
        self.log.thing(self.made).unwrap()
    }

    pub fn op(&mut self, edit: Edit, undoes: Option<OpId>) -> Op {
        let id = OpId(self.log.thing(1_000 + self.made + self.knows.done().len() as u32).unwrap());
        let gesture = Gesture { first: id, size: 1 };
        let tick = self.knows.next_tick();
        let texts = self.knows.project().counted_in(&edit);
        let op = Op { id, tick, by: self.coder, at: 7, edit, was: None, gesture, undoes, why: None, texts };
        self.knows.insert(op.clone());
        op
    }

    pub fn wish(&mut self, what: u8, a: u8, b: u8) -> Option<Edit> {
        let project = self.knows.project().clone();
        let nth = |n: u8, len: usize| (len > 0).then(|| usize::from(n) % len);
        let documents = project.document_order();
        let document = nth(a, documents.len()).map(|place| documents[place]);
        let codes: Vec<CodeId> = project.codes().map(|(id, _)| id).collect();
        let code = nth(a, codes.len()).map(|place| codes[place]);
        let other = nth(b, codes.len() + 1).and_then(|place| codes.get(place).copied());
        let codings: Vec<CodingId> = project.codings.keys().collect();
        let coding = nth(a, codings.len()).map(|place| codings[place]);
        let start = u32::from(a % 90);
        let span = Span::new(start, start + 1 + u32::from(b % 10), 100)?;
        let passage = document.map(|document| Passage { document, span, seal: Seal::default() });
        let name = format!("n{}", b % 6);
        let text = TextKey::of(&name);
        let case = nth(a, project.cases.len()).and_then(|place| project.cases.keys().nth(place).copied());
        Some(match what % WISHES {
            0 => Edit::AddDocument {
                document: DocumentId(self.next_id()),
                title: name,
                kind: DocumentKind::Interview,
                text: TextKey::of("words"),
                salt: TextKey::default(),
                characters: 100,
                words: 20,
                speakers: vec![Speaker { label: "A".into(), ..Speaker::default() }],
                turns: [Turn { speaker: 0, start: 0, body: 3, end: 100 }].into(),
                lines: [0, 50].into(),
                times: [(0, 0), (u32::from(b % 100), 2_500)].into(),
                rank: u64::from(a),
            },
            1 | 2 => Edit::AddCode {
                code: CodeId(self.next_id()),
                name,
                parent: other,
                rank: u64::from(a),
                from: passage.filter(|_| b.is_multiple_of(2)),
            },
            3 => Edit::RenameCode { code: code?, name, from: passage.filter(|_| a.is_multiple_of(2)) },
            4 => Edit::MoveCode { code: code?, parent: other, rank: u64::from(b) },
            5 => Edit::MergeCode { code: code?, into: other },
            6 if a.is_multiple_of(3) => Edit::SetGiven { code: code?, given: b.is_multiple_of(2) },
            6 => Edit::RetireCode { code: code?, retired: b.is_multiple_of(2) },
            7..=10 => Edit::ApplyCode {
                coding: CodingId(self.next_id()),
                passage: passage?,
                code: other.or(code)?,
                coder: self.coder,
                at: None,
                origin: if a.is_multiple_of(3) { Origin::Rule } else { Origin::Hand },
            },
            11 => Edit::ResizeCoding { coding: coding?, passage: passage? },
            12 => Edit::RecodeCoding { coding: coding?, code: other? },
            13 => Edit::FlagCoding { coding: coding?, flag: Flag::ALL[usize::from(b % 2)], set: a.is_multiple_of(2) },
            14 => Edit::Remove { thing: Thing::Coding(coding?) },
            15 => {
                let cell = case.zip(code).filter(|_| a.is_multiple_of(2)).map(|(case, code)| Target::Cell(case, code));
                let on = cell.or(Day::new(2026, 11, 1 + (b % 3) as i8).map(Target::Day))?;
                let (memo, excerpts) = (MemoId(self.next_id()), project.cell_seal(on));
                Edit::AddMemo { memo, on, kind: MemoKind::Reflexive, coder: self.coder, text, excerpts }
            }
            16 => Edit::Compare {
                comparison: ComparisonId(self.next_id()),
                code: other,
                excerpts: vec![passage?; usize::from(2 + a % 3)],
                coder: self.coder,
                decision: Decision::ALL[usize::from(a % 5)],
                memo: nth(b, project.memos.len()).and_then(|place| project.memos.keys().nth(place).copied()),
                at: None,
            },
            17 => {
                let state = Some(Assignment::ALL[usize::from(b % 4)]).filter(|_| b < 200);
                Edit::Assign { coder: self.coder, document: document?, state }
            }
            19 => Edit::PlaceDocument { document: document?, rank: u64::from(b) },
            18 => Edit::Remove {
                thing: match b.is_multiple_of(2) {
                    true => Thing::Comparison(*project.comparisons.keys().next()?),
                    false => Thing::Memo(*project.memos.keys().next()?),
                },
            },
            20 | 21 => {
                let (id, known) = (document?, project.document(document?)?);
                let changes: Revision = format!("{}-{}+{}", a % 60, b % 20, a % 13).parse().ok()?;
                let after = Version { characters: changes.length_after(known.characters)?, ..Version::of(known) };
                let turns = [Turn { speaker: 0, start: 0, body: 3, end: after.characters }].into();
                let seals =
                    project.pointed_at(id).into_iter().filter_map(|at| Some((changes.moved(at.span)?, Seal([b; 8]))));
                Edit::ReviseDocument {
                    revision: RevisionId(self.next_id()),
                    document: id,
                    on: known.revised,
                    seals: seals.collect(),
                    changes,
                    after: Version { turns, ..after },
                }
            }
            22 => {
                let revision = *project.revisions.keys().nth(nth(a, project.revisions.len())?)?;
                let thing = Thing::Revision(revision);
                if project.revised(revision)?.gone { Edit::Restore { thing } } else { Edit::Remove { thing } }
            }
            23 => Edit::Attribute { passage: passage?, speakers: Some(vec![name]).filter(|_| b < 200) },
            24 => {
                let how = Withdrawal::ALL.get(usize::from(b % 4)).copied();
                Edit::Withdraw { case: case?, how }
            }
            27..=30 => self.wish_of_themes(what % WISHES, (a, b), passage)?,
            ERASES => Edit::Erase { case: case?, texts: vec![text], lines: Vec::new() },
            _ => Edit::AddCase { case: CaseId(self.next_id()), name },
        })
    }
}

/// Plays the wishes out at three desks that now and then look at each other's logs.
pub(super) fn played(wishes: &[Wish]) -> Vec<Op> {
    let mut desks: Vec<Sitting> = (0..CODERS).map(Sitting::of).collect();
    let mut all: Vec<Op> =
        desks.iter().flat_map(|desk| desk.knows.done().iter().map(|done| Op::clone(&done.op))).collect();
    for &(who, what, a, b, look) in wishes {
        let desk = &mut desks[usize::from(who % CODERS)];
        if look {
            all.iter().for_each(|op| desk.knows.insert(op.clone()));
        }
        if let Some(edit) = desk.wish(what, a, b).filter(|edit| desk.knows.project().check(edit).is_ok()) {
            all.push(desk.op(edit, None));
        }
    }
    all
}

/// What can be seen of a project: things that are gone look as if they had never been.
pub(super) fn seen(project: &Project) -> Project {
    let mut seen = project.clone();
    seen.documents.retain(|document| !document.gone);
    seen.codes.retain(|code| !code.gone);
    seen.codings.retain(|coding| !coding.gone);
    seen.cases.retain(|_, case| !case.gone);
    seen.coders.retain(|_, coder| !coder.gone);
    seen.memos.retain(|_, memo| !memo.gone);
    seen.comparisons.retain(|_, comparison| !comparison.gone);
    seen.themes.retain(|_, theme| !theme.gone);
    seen.searches.retain(|_, search| !search.gone);
    seen.revisions.retain(|_, revised| !revised.gone);
    seen.revisions.values_mut().for_each(|revised| revised.pointed.clear());
    seen
}

pub(super) fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    proptest::collection::vec(any::<Wish>(), 0..60)
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_the_same_project(wishes in wishes(), seed in any::<u64>()) {
        let ops = played(&wishes);
        let whole = Fold::of("study", ops.clone());
        let mut shuffled = ops;
        let mut state = seed;
        for place in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(place, (state >> 33) as usize % (place + 1));
        }
        let mut late = Fold::new("study");
        for op in &shuffled {
            late.insert(op.clone());
            late.insert(op.clone());
        }
        prop_assert_eq!(late.project(), whole.project());
        prop_assert_eq!(late.conflicts().count(), whole.conflicts().count());
        for (id, _) in whole.project().documents() {
            let codings = |fold: &Fold| fold.project().codings_in(id).map(|(id, _)| id).collect::<Vec<_>>();
            prop_assert_eq!(codings(&late), codings(&whole));
            let memos = |fold: &Fold| fold.project().memos_in(id).map(|(id, _)| id).collect::<Vec<_>>();
            prop_assert_eq!(memos(&late), memos(&whole));
        }
        for (id, _) in whole.project().codes() {
            let codings = |fold: &Fold| fold.project().codings_of(id).map(|(id, _)| id).collect::<Vec<_>>();
            prop_assert_eq!(codings(&late), codings(&whole));
        }
        prop_assert_eq!(late.project().codebook().rows(), whole.project().codebook().rows());
    }

    #[test]
    fn every_edit_has_an_inverse_that_restores(wishes in wishes()) {
        let mut fold = Fold::new("study");
        for op in Fold::of("study", played(&wishes)).done().iter().map(|done| Op::clone(&done.op)) {
            let before = fold.project().clone();
            fold.insert(op.clone());
            let Some(inverse) = fold.done().last().and_then(|done| fold.inverse(done).unwrap()) else { continue };
            let mut tried = fold.clone();
            let id = OpId(op.id.0.log().thing(op.id.0.number() + 500_000).unwrap());
            let texts = fold.project().counted_in(&inverse);
            tried.insert(Op { id, tick: fold.next_tick(), edit: inverse, texts, ..op });
            prop_assert_eq!(seen(tried.project()), seen(&before));
        }
    }
}

fn ops_of(edits: Vec<(u8, Edit)>) -> Fold {
    let mut fold = Fold::new("study");
    for (n, (who, edit)) in edits.into_iter().enumerate() {
        let log = log(who);
        let id = OpId(log.thing(500 + n as u32).unwrap());
        let gesture = Gesture { first: id, size: 1 };
        let by = CoderId(log.thing(0).unwrap());
        fold.insert(Op {
            id,
            tick: n as u64 + 1,
            by,
            at: 0,
            edit,
            was: None,
            gesture,
            undoes: None,
            why: None,
            texts: Vec::new(),
        });
    }
    fold
}

fn log(who: u8) -> LogId {
    LogId::from_random(u64::from(who) << 30)
}

fn code(n: u32) -> CodeId {
    CodeId(log(1).thing(n).unwrap())
}

fn add(n: u32, name: &str, parent: Option<u32>) -> (u8, Edit) {
    (1, Edit::AddCode { code: code(n), name: name.into(), parent: parent.map(code), rank: u64::from(n), from: None })
}

fn coder(who: u8, name: &str) -> (u8, Edit) {
    let coder = CoderId(log(who).thing(0).unwrap());
    (who, Edit::AddCoder { coder, name: name.into(), kind: CoderKind::Person })
}

#[test]
fn a_code_cannot_end_up_under_itself_even_by_parting_a_merger() {
    let fold = ops_of(vec![
        add(1, "a", None),
        add(2, "b", Some(1)),
        add(3, "c", None),
        (1, Edit::MergeCode { code: code(2), into: Some(code(3)) }),
        (1, Edit::MoveCode { code: code(1), parent: Some(code(2)), rank: 1 }),
        (1, Edit::MergeCode { code: code(2), into: None }),
    ]);
    assert_eq!(fold.conflicts().count(), 1);
    assert_eq!(fold.project().codebook().rows().len(), 2);
}

#[test]
fn what_stood_under_a_code_put_away_stands_under_what_is_left_of_its_branch() {
    let fold = ops_of(vec![
        add(1, "a", None),
        add(2, "b", Some(1)),
        add(3, "c", Some(2)),
        (1, Edit::RetireCode { code: code(2), retired: true }),
    ]);
    assert_eq!(fold.project().code_words(code(3)), "a > c");
    assert_eq!(fold.project().codebook().parent(code(3)), Some(code(1)));
}

#[test]
fn undo_refuses_politely_when_a_colleague_built_on_it() {
    let fold = ops_of(vec![
        coder(1, "mk"),
        coder(2, "js"),
        add(1, "Stigma", None),
        (2, Edit::RenameCode { code: code(1), name: "Label".into(), from: None }),
    ]);
    let me = CoderId(log(1).thing(0).unwrap());
    let Err(Hindrance::Colleague { who, .. }) = fold.undo(me) else { panic!("a colleague renamed it") };
    assert_eq!(who, "js");
}

#[test]
fn names_with_a_slash_are_found_whole_and_typed_slashes_part_a_path() {
    let fold = ops_of(vec![add(1, "Support", None), add(2, "Organization/CPS", Some(1)), add(3, "Other", Some(1))]);
    let project = fold.project();
    assert_eq!(project.find_code("Support > Organization/CPS"), Ok(code(2)));
    assert_eq!(project.find_code("Organization/CPS"), Ok(code(2)));
    assert_eq!(project.find_code("Support/Other"), Ok(code(3)));
    assert_eq!(project.find_code("Nothing"), Err(vec![]));
}

#[test]
fn a_name_is_in_vivo_until_another_takes_its_place_and_again_when_it_is_back() {
    let document = DocumentId(log(1).thing(9).unwrap());
    let span = Span::new(3, 9, 100).unwrap();
    let words = Passage { document, span, seal: Seal::default() };
    let added = Edit::AddDocument {
        document,
        title: "FG1".into(),
        kind: DocumentKind::Interview,
        text: TextKey::default(),
        salt: TextKey::default(),
        characters: 100,
        words: 20,
        speakers: vec![],
        turns: [].into(),
        lines: [0].into(),
        times: [(10, 1_000), (40, 65_000)].into(),
        rank: 1,
    };
    let in_vivo = Edit::AddCode { code: code(1), name: "felt it".into(), parent: None, rank: 1, from: Some(words) };
    let renamed = Edit::RenameCode { code: code(1), name: "Feeling".into(), from: None };
    let mut fold = ops_of(vec![coder(1, "mk"), (1, added), (1, in_vivo), (1, renamed)]);
    assert_eq!(fold.project().shown_name(code(1)), "Feeling");
    let back = fold.undo(CoderId(log(1).thing(0).unwrap())).unwrap().edits;
    for (edit, _) in back {
        let id = OpId(log(1).thing(700).unwrap());
        let (by, gesture) = (CoderId(log(1).thing(0).unwrap()), Gesture { first: id, size: 1 });
        fold.insert(Op {
            id,
            tick: 99,
            by,
            at: 0,
            edit,
            was: None,
            gesture,
            undoes: None,
            why: None,
            texts: Vec::new(),
        });
    }
    assert_eq!(fold.project().shown_name(code(1)), "\"felt it\"");
    assert_eq!(fold.project().code_words(code(1)), "felt it");
    let found = fold.project().document(document).unwrap();
    assert_eq!(
        [0, 10, 39, 40, 99].map(|at| found.time_at(at)),
        [None, Some(1_000), Some(1_000), Some(65_000), Some(65_000)]
    );
}

#[test]
fn of_those_near_a_name_the_nearest_come_first_and_siblings_before_others() {
    let fold = ops_of(vec![
        add(1, "Stigma", None),
        add(2, "Support", None),
        add(3, "stigmas", Some(2)),
        add(4, "Stignas", Some(2)),
        add(5, "Trust", None),
    ]);
    let project = fold.project();
    assert_eq!(project.near_names("STIGMA", None), [code(1), code(3), code(4)]);
    assert_eq!(project.near_names("Stigma", Some(code(2))), [code(3), code(1), code(4)]);
    assert_eq!(project.near_pairs(), [(code(1), code(3)), (code(1), code(4)), (code(3), code(4))]);
    assert!(project.near_names("Hope", None).is_empty());
}

#[test]
fn what_was_counted_in_one_fold_does_not_hold_in_the_one_that_takes_its_place() {
    let all = || ops_of(vec![coder(1, "mk"), add(1, "a", None)]);
    let one = all();
    let after = all().after(&one);
    assert!(after.project().counts_since(code(1)) > one.project().revision());
}

#[test]
fn a_coder_has_one_journal_a_day_and_is_as_far_as_they_ever_said() {
    let (mk, day) = (CoderId(log(1).thing(0).unwrap()), Day::new(2026, 11, 22).unwrap());
    let entry = |n: u32, day: Day| Edit::AddMemo {
        memo: MemoId(log(1).thing(n).unwrap()),
        on: Target::Day(day),
        kind: MemoKind::Reflexive,
        coder: mk,
        text: TextKey::default(),
        excerpts: None,
    };
    let project = ops_of(vec![coder(1, "mk"), (1, entry(1, day))]).project().clone();
    assert_eq!(say(&project, &entry(1, day)), "wrote the journal of 2026-11-22");
    assert!(project.journal(mk, day).is_some());
    assert!(matches!(project.check(&entry(2, day)), Err(Refusal::Present(_))));
    assert_eq!(project.check(&entry(2, Day::new(2026, 11, 23).unwrap())), Ok(()));
    assert_eq!(Assignment::word_of(project.assignment(mk, DocumentId(log(1).thing(9).unwrap()))), "unread");
    assert!(
        Assignment::ALL.is_sorted()
            && Assignment::ALL.map(|state| Assignment::of(state.word()).unwrap()) == Assignment::ALL
    );
}
