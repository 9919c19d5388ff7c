//! Whatever several people do at once, and in whatever order it reaches whom: one project.
//!
//! `PROPTEST_CASES=100000 cargo test --release --lib any_interleaving` tries more of them.

use proptest::prelude::*;

use super::laws::{Sitting, Wish};
use super::*;

const CODERS: u8 = 4;

/// Other things to wish for than those of `Sitting::wish`.
fn further(desk: &Sitting, what: u8, a: u8, b: u8) -> Option<Edit> {
    let project = desk.knows.project();
    let nth = |n: u8, len: usize| (len > 0).then(|| usize::from(n) % len);
    let coders: Vec<CoderId> = project.coders.keys().copied().collect();
    let cases: Vec<CaseId> = project.cases.keys().copied().collect();
    let codes: Vec<CodeId> = project.codes.keys().collect();
    let (coder, other) = (coders[nth(a, coders.len())?], coders[nth(b, coders.len())?]);
    Some(match what % 8 {
        0 => Edit::JoinCases {
            case: cases[nth(a, cases.len())?],
            into: nth(b, cases.len() + 1).and_then(|n| cases.get(n).copied()),
        },
        1 => Edit::JoinCoders { coder, into: Some(other).filter(|_| b < 200) },
        2 => Edit::Restore { thing: Thing::Coding(project.codings.keys().nth(nth(a, project.codings.len())?)?) },
        3 => Edit::Remove { thing: Thing::Code(codes[nth(a, codes.len())?]) },
        4 => Edit::RenameCoder { coder, name: format!("k{}", b % 5) },
        5 => Edit::NameProject { name: format!("study {b}") },
        6 => Edit::SettleConflict { change: desk.knows.conflicts().next()?.op.id, settled: true },
        _ => Edit::DefineCode {
            code: codes[nth(a, codes.len())?],
            definition: Definition { definition: format!("d{b}"), ..Definition::default() },
        },
    })
}

/// What one person does at their desk: a change, one of another kind, or undo and redo. All of an act is one
/// gesture.
fn acts(desk: &mut Sitting, (_, what, a, b, _): Wish) -> Vec<Op> {
    let edits: Vec<(Edit, Option<OpId>)> = match what {
        0..=159 => desk.wish(what, a, b).map(|edit| (edit, None)).into_iter().collect(),
        160..=215 => further(desk, what, a, b).map(|edit| (edit, None)).into_iter().collect(),
        _ => {
            let back = if what < 240 { desk.knows.undo(desk.coder) } else { desk.knows.redo(desk.coder) };
            let back = back.map(|back| back.edits).unwrap_or_default();
            back.into_iter().map(|(edit, undoes)| (edit, Some(undoes))).collect()
        }
    };
    let mut ops = Vec::new();
    for (edit, undoes) in edits {
        if desk.knows.project().check(&edit).is_err() {
            break;
        }
        ops.push(desk.op(edit, undoes));
    }
    ops
}

/// Plays wishes out at desks that now and then look at each other's logs, or at one other's only; gives back
/// the logs.
fn logs_of(wishes: &[Wish]) -> Vec<Vec<Op>> {
    let mut desks: Vec<Sitting> = (0..CODERS).map(Sitting::of).collect();
    let mut logs: Vec<Vec<Op>> =
        desks.iter().map(|desk| desk.knows.done().iter().map(|done| Op::clone(&done.op)).collect()).collect();
    for &wish in wishes {
        let (who, _, a, _, looks) = wish;
        let desk = &mut desks[usize::from(who % CODERS)];
        if looks {
            let seen = logs.iter().enumerate().filter(|(n, _)| a < 128 || *n == usize::from(a % CODERS));
            desk.knows.take_in(seen.flat_map(|(_, log)| log.iter().cloned()).collect());
        }
        logs[usize::from(who % CODERS)].extend(acts(desk, wish));
    }
    logs
}

fn conflicts(fold: &Fold) -> Vec<(OpId, [String; 3])> {
    fold.conflicts().map(|conflict| (conflict.op.id, conflict.said(fold.project()))).collect()
}

proptest! {
    #[test]
    fn any_interleaving_of_any_logs_folds_to_one_project(
        wishes in proptest::collection::vec(any::<Wish>(), 0..70),
        mut seed in any::<u64>(),
    ) {
        let logs = logs_of(&wishes);
        let whole = Fold::of("study", logs.concat());
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        // Each log grows from its beginning to its end; which grows next, and by how much, is anybody's guess.
        let (mut fold, mut read) = (Fold::new("study"), vec![0; logs.len()]);
        while let left @ [_, ..] = &(0..logs.len()).filter(|&n| read[n] < logs[n].len()).collect::<Vec<_>>()[..] {
            let n = left[next(left.len())];
            let end = (read[n] + 1 + next(6)).min(logs[n].len());
            fold.take_in(logs[n][read[n]..end].to_vec());
            read[n] = end;
        }
        prop_assert_eq!(fold.project(), whole.project());
        prop_assert_eq!(conflicts(&fold), conflicts(&whole));
        prop_assert_eq!(fold.project().codebook().rows(), whole.project().codebook().rows());
        prop_assert_eq!(fold.project().twins(), whole.project().twins());
        // Nothing is lost in a circle: every code in use stands in the tree, and every chain of joined ones ends.
        let in_use = whole.project().codes().filter(|(_, code)| code.state == CodeState::Active).count();
        prop_assert_eq!(whole.project().codebook().rows().len(), in_use);
        for (id, _) in whole.project().codes() {
            let mut above = Some(id);
            for _ in 0..=whole.project().codes.len() {
                above = above.and_then(|code| whole.project().codes.get(&code)).and_then(|code| match code.state {
                    CodeState::MergedInto(into) => Some(into),
                    _ => code.parent,
                });
            }
            prop_assert_eq!(above, None);
        }
    }

    /// Settling in whatever way is possible leaves nothing listed that could be settled.
    #[test]
    fn every_conflict_can_be_settled(wishes in proptest::collection::vec(any::<Wish>(), 0..70)) {
        let mut fold = Fold::of("study", logs_of(&wishes).concat());
        let by = CoderId(LogId::from_random(99 << 30).thing(0).unwrap());
        let mut number = 0;
        let mut put = |fold: &mut Fold, edit: Edit| {
            number += 1;
            let id = OpId(by.0.log().thing(number).unwrap());
            let (tick, gesture) = (fold.next_tick(), Gesture { first: id, size: 1 });
            let texts = fold.project().counted_in(&edit);
            fold.insert(Op { id, tick, by, at: 0, edit, was: None, gesture, undoes: None, why: None, texts });
        };
        loop {
            let first = fold.conflicts().next().map(|one| (one.op.id, fold.wanted_now(&one)));
            let Some((change, wanted)) = first else { break };
            for edit in wanted.ok().and_then(|wanted| fold.project().fitted(&wanted)).unwrap_or_default() {
                let fits = fold.project().check(&edit);
                if fits.is_ok() {
                    put(&mut fold, edit);
                }
            }
            put(&mut fold, Edit::SettleConflict { change, settled: true });
        }
        prop_assert_eq!(fold.conflicts().count(), 0);
    }
}
