//! Taking acts back leaves what anybody else did, and what is done again is as it was.

use proptest::prelude::*;

use super::laws::{ERASES, WISHES, Wish, played, seen, wishes};
use super::*;

/// Takes an act back, in changes numbered on from `number`.
fn take(fold: &mut Fold, by: CoderId, number: &mut u32, back: TakingBack) {
    for (edit, undoes) in back.edits {
        *number += 1;
        let id = OpId(by.0.log().thing(*number).unwrap());
        let gesture = Gesture { first: id, size: 1 };
        let (tick, undoes, texts) = (fold.next_tick(), Some(undoes), fold.project().counted_in(&edit));
        fold.insert(Op { id, tick, by, at: 8, edit, was: None, gesture, undoes, why: None, texts });
    }
}

proptest! {
    #[test]
    fn undoing_all_one_coder_did_leaves_what_the_others_did(wishes in wishes()) {
        // Everybody works alone, so nobody builds on another's work; what is erased cannot come back.
        let undoable = wishes.iter().filter(|(_, what, ..)| what % WISHES != ERASES);
        let alone: Vec<Wish> = undoable.map(|&(who, what, a, b, _)| (who, what, a, b, false)).collect();
        let ops = played(&alone);
        let mut fold = Fold::of("study", ops.clone());
        let me = ops[0].by;
        let rest: Vec<Op> = ops.iter().filter(|op| op.by != me || op.edit.adds() == Some(Thing::Coder(me))).cloned().collect();
        let mut undone = 0;
        let mut number = 900_000;
        let all = seen(fold.project());
        while let Ok(back) = fold.undo(me) {
            if matches!(back.edits[..], [(Edit::Remove { thing: Thing::Coder(_) }, _)]) {
                break;
            }
            take(&mut fold, me, &mut number, back);
            undone += 1;
        }
        prop_assert_eq!(seen(fold.project()), seen(Fold::of("study", rest).project()));
        for _ in 0..undone {
            let again = fold.redo(me).map_err(|why| TestCaseError::fail(why.to_string()))?;
            take(&mut fold, me, &mut number, again);
        }
        prop_assert_eq!(seen(fold.project()), all);
        prop_assert!(fold.redo(me).is_err());
    }

    #[test]
    fn an_act_taken_back_alone_is_as_if_never_done(wishes in wishes(), nth in 0..1000_usize) {
        let ops = played(&wishes);
        let fold = Fold::of("study", ops.clone());
        let acts = fold.acts();
        let act = &acts[nth % acts.len()];
        let (first, by) = (act.first().id, act.first().by);
        if let Ok(back) = fold.undo_act(first, by) {
            let undone: Vec<OpId> = back.edits.iter().map(|(_, undone)| *undone).collect();
            let rest = ops.iter().filter(|op| !undone.contains(&op.id)).cloned().collect();
            let mut fold = fold.clone();
            take(&mut fold, by, &mut 900_000, back);
            let never = Fold::of("study", rest);
            // What it stood in the way of stays a conflict; where words were written anew by somebody who did
            // not know of it yet, a passage that comes back may have lost a word at its ends.
            let revised = fold.project().revisions().next().is_some();
            if !revised && fold.refused().next().is_none() && never.refused().next().is_none() {
                prop_assert_eq!(seen(fold.project()), seen(never.project()));
            }
        }
    }
}
