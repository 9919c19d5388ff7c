//! What holds of the cells of the matrix: what was written of one is stale exactly when its excerpts are others.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::laws::{Sitting, played, wishes};
use super::*;
use crate::text::Span;

/// The excerpts of a cell: what each says, and where it stands only as long as nothing proves its words.
type Excerpts = Vec<(DocumentId, Option<Span>, Seal)>;

/// What stands in every cell, and the proof of it.
fn cells(project: &Project, case: CaseId) -> BTreeMap<CodeId, (Excerpts, Option<Seal>)> {
    let cell = |code: CodeId| {
        let found = project.cells_of(code).remove(&Person::Case(case)).unwrap_or_default().into_iter();
        let said = |((document, span), seal)| (document, Some(span).filter(|_| seal == Seal::default()), seal);
        let mut excerpts: Excerpts = found.map(said).collect();
        excerpts.sort_unstable();
        (code, (excerpts, project.cell_seal(Target::Cell(case, code))))
    };
    project.codes().map(|(code, _)| cell(code)).collect()
}

proptest! {
    #[test]
    fn the_proof_of_a_cell_changes_when_its_excerpts_do_and_comes_back_with_them(wishes in wishes()) {
        let mut sitting = Sitting::of(9);
        let case = CaseId(sitting.next_id());
        let added = sitting.op(Edit::AddCase { case, name: "P07".to_string() }, None);
        let mut fold = Fold::of("study", vec![Op { tick: 0, ..added }]);
        for mut op in Fold::of("study", played(&wishes)).done().iter().map(|done| Op::clone(&done.op)) {
            if let Edit::AddDocument { speakers, .. } = &mut op.edit {
                speakers.iter_mut().for_each(|speaker| speaker.case = Some(case));
            }
            let before = cells(fold.project(), case);
            fold.insert(op.clone());
            let after = cells(fold.project(), case);
            for (code, (excerpts, seal)) in &after {
                let Some((were, sealed)) = before.get(code) else { continue };
                prop_assert_eq!(excerpts == were, seal == sealed, "{:?}", op.edit);
            }
            let Some(inverse) = fold.done().last().and_then(|done| fold.inverse(done).unwrap()) else { continue };
            let mut tried = fold.clone();
            let id = OpId(op.id.0.log().thing(op.id.0.number() + 500_000).unwrap());
            let texts = fold.project().counted_in(&inverse);
            tried.insert(Op { id, tick: fold.next_tick(), edit: inverse, texts, ..op });
            let back = cells(tried.project(), case);
            for (code, was) in &before {
                prop_assert_eq!(back.get(code), Some(was));
            }
        }
    }
}

/// A document of one turn of one person, a code with one below it, and a coding of the first words.
fn study() -> (Project, CaseId, [CodeId; 2], DocumentId, CoderId) {
    let mut sitting = Sitting::of(1);
    let (case, document) = (CaseId(sitting.next_id()), DocumentId(sitting.next_id()));
    let codes = [CodeId(sitting.next_id()), CodeId(sitting.next_id())];
    let speakers = vec![Speaker { label: "P07".into(), role: Role::Participant, case: Some(case) }];
    let coder = sitting.coder;
    let edits = [
        Edit::AddCase { case, name: "P07".into() },
        Edit::AddDocument {
            document,
            title: "INT1".into(),
            kind: DocumentKind::Interview,
            text: TextKey::of("words"),
            salt: TextKey::default(),
            characters: 100,
            words: 20,
            speakers,
            turns: [crate::text::Turn { speaker: 0, start: 0, body: 0, end: 100 }].into(),
            lines: [0].into(),
            times: [].into(),
            rank: 1,
        },
        Edit::AddCode { code: codes[0], name: "a".into(), parent: None, rank: 1, from: None },
        Edit::AddCode { code: codes[1], name: "b".into(), parent: Some(codes[0]), rank: 1, from: None },
    ];
    (sitting.knows.project().with(&edits), case, codes, document, coder)
}

fn coded(project: &Project, n: u32, seal: u8, (document, start): (DocumentId, u32), code: CodeId) -> Project {
    let coding = CodingId(LogId::from_random(5).thing(n).unwrap());
    let coder = project.coders().next().unwrap().0;
    let passage = Passage { document, span: Span::new(start, start + 5, 100).unwrap(), seal: Seal([seal; 8]) };
    project.with(&[Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand }])
}

#[test]
fn a_memo_on_a_cell_is_stale_once_a_subcode_has_another_excerpt() {
    let (project, case, codes, document, coder) = study();
    let project = coded(&project, 1, 1, (document, 0), codes[0]);
    let on = Target::Cell(case, codes[0]);
    let (memo, excerpts) = (MemoId(LogId::from_random(5).thing(90).unwrap()), project.cell_seal(on));
    let written = Edit::AddMemo { memo, on, kind: MemoKind::Analytic, coder, text: TextKey::default(), excerpts };
    assert_eq!(say(&project, &written), "wrote an analytic memo on the cell of P07 and a");
    assert!(project.concerns(&written, Target::Case(case)) && project.concerns(&written, Target::Code(codes[0])));
    let project = project.with(&[written]);
    let is_stale = |project: &Project| Cells::of(project).is_stale(project.memo(memo).unwrap());
    assert!(!is_stale(&project));
    // The same words by a second coding are no other excerpt.
    assert!(!is_stale(&coded(&project, 2, 1, (document, 0), codes[1])));
    assert!(is_stale(&coded(&project, 2, 2, (document, 40), codes[1])));
    let about = Edit::WriteMemo { memo, kind: MemoKind::Analytic, text: TextKey::default(), excerpts };
    assert!(project.concerns(&about, Target::Case(case)) && !project.concerns(&about, Target::Code(codes[1])));
}

#[test]
fn a_memo_stands_only_on_a_cell_of_what_is_there() {
    let (project, case, codes, _, coder) = study();
    let on = |on| Edit::AddMemo {
        memo: MemoId(LogId::from_random(5).thing(90).unwrap()),
        on,
        kind: MemoKind::Analytic,
        coder,
        text: TextKey::default(),
        excerpts: None,
    };
    assert_eq!(project.check(&on(Target::Cell(case, codes[1]))), Ok(()));
    let nobody = CaseId(LogId::from_random(6).thing(1).unwrap());
    assert_eq!(project.check(&on(Target::Cell(nobody, codes[1]))), Err(Refusal::Unknown("case")));
    let away = project.with(&[Edit::RetireCode { code: codes[1], retired: true }]);
    assert!(matches!(away.check(&on(Target::Cell(case, codes[1]))), Err(Refusal::NotInUse { .. })));
}
