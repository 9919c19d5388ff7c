//! Mending the words of a transcript that is coded.

use super::sitting::Sitting;
use emic::app::{Wish, act::outside};
use proptest::prelude::*;
use std::fs;

pub const TESTS: &[fn()] = &[
    excerpts_go_with_their_words_and_come_back,
    a_revision_may_wait_and_be_gone_on_with,
    a_memo_and_an_attribution_go_with_the_words,
    labels_that_are_put_in_open_turns,
];

/// Has the editor write these words.
fn edits(sitting: &mut Sitting, words: &str) {
    let wishes = sitting.app.take_wishes();
    let [Wish::Edit(path)] = &wishes[..] else { panic!("{}", sitting.said()) };
    fs::write(path, words).unwrap();
    outside::take_back(&mut sitting.app, Ok(()));
    sitting.frame();
}

const CODED: &str = "I felt heard today. And glad.\n  ^^^^^^^^^^ being heard";

#[test]
fn excerpts_go_with_their_words_and_come_back() {
    let mut sitting = Sitting::of("I <felt heard> today. And glad.");
    sitting.types("c being <Enter> E");
    edits(&mut sitting, "Well, I felt really heard today. And glad.\n");
    let screen = sitting.screen();
    assert!(screen.contains("1 place changed") || screen.contains("2 places changed"), "{screen}");
    assert!(screen.contains("changed  being heard") && screen.contains("\"felt really heard\""), "{screen}");
    assert_eq!(sitting.text(false), CODED, "nothing is changed yet");
    sitting.types("r");
    let revised = "Well, I felt really heard today. And glad.\n        ^^^^^^^^^^^^^^^^^ being heard";
    assert_eq!(sitting.text(false), revised);
    assert!(sitting.screen().contains("Well, I felt really heard today."), "the screen has them too");
    assert_eq!(sitting.types("u").text(false), CODED);
    assert!(!sitting.screen().contains("Well, I felt"), "{}", sitting.screen());
    assert!(sitting.said().starts_with("Undone: revised the text of T1 in 2 places"), "{}", sitting.said());
    assert_eq!(sitting.types("U").text(false), revised);
    // What is left of a passage is its excerpt; of nothing, none.
    sitting.types("E");
    edits(&mut sitting, "Well, I felt today.");
    assert!(sitting.screen().contains("shorter  being heard"), "{}", sitting.screen());
    sitting.types("r E");
    edits(&mut sitting, "Well.");
    assert!(sitting.screen().contains("gone  being heard"));
    assert_eq!(sitting.types("r").text(false), "Well.");
    assert_eq!(sitting.types("u u u").text(false), CODED);
}

#[test]
fn a_revision_may_wait_and_be_gone_on_with() {
    let mut sitting = Sitting::with(&["I felt <heard> today.", "Another text."]);
    sitting.types("E");
    edits(&mut sitting, "I felt heard today.");
    assert_eq!(sitting.said(), "nothing was changed");
    sitting.types("E");
    edits(&mut sitting, "I felt herd today.");
    sitting.types("l");
    assert_eq!(sitting.types("] f E").said(), "the words of T1 are not finished; E there first");
    let mut sitting = sitting.again("ada");
    assert_eq!(sitting.said(), "the words of T1 are not finished; E there goes on");
    sitting.types("[ f E");
    let wishes = sitting.app.take_wishes();
    let [Wish::Edit(path)] = &wishes[..] else { panic!("{}", sitting.said()) };
    assert_eq!(fs::read_to_string(path).unwrap(), "I felt herd today.");
    outside::take_back(&mut sitting.app, Err("the editor ended with an error".to_string()));
    assert!(sitting.said().contains("E tries again"));
    sitting.types("E");
    edits(&mut sitting, "I felt herd now.");
    sitting.types("e");
    edits(&mut sitting, "I felt it.");
    assert_eq!(sitting.types("d").said(), "the text stays as it was");
    assert_eq!(sitting.text(false), "I felt heard today.");
}

#[test]
fn a_memo_and_an_attribution_go_with_the_words() {
    let mut sitting = Sitting::of("P07: I <felt heard> today.");
    sitting.types("c being <Enter> & P07 <Enter> a 'Hm.' <Esc> E");
    edits(&mut sitting, "P07: Oh, I felt heard today.");
    assert!(sitting.screen().contains("all excerpts (1 excerpt) say what they said"), "{}", sitting.screen());
    sitting.types("r");
    assert_eq!(sitting.text(false), "P07: Oh, I felt heard today.\n           ^^^^^^^^^^ being heard");
    assert_eq!(sitting.memos(), ["felt heard: Hm. (analytic)"]);
    let project = sitting.app.desk.project();
    let said: Vec<_> = project.attributions().map(|(_, span, _)| (span.start(), span.end())).collect();
    assert_eq!(said, [(11, 21)]);
}

#[test]
fn labels_that_are_put_in_open_turns() {
    let mut sitting = Sitting::of("I: How was it?\nP07: I <felt heard>. Me too.\nI: Good.\nP07: Yes.\nI: And?\nP07: No.");
    sitting.types("c being <Enter> E");
    edits(&mut sitting, "I: How was it?\nP07: I felt heard.\nP08: Me too.\nI: Good.\nP07: Yes.\nI: And?\nP07: No.");
    assert!(sitting.screen().contains("New labels: P08"), "{}", sitting.screen());
    sitting.types("r");
    let (_, document) = sitting.app.desk.project().documents().next().unwrap();
    let who: Vec<&str> =
        document.turns.iter().map(|turn| document.speakers[usize::from(turn.speaker)].label.as_str()).collect();
    assert_eq!(who, ["I", "P07", "P08", "I", "P07", "I", "P07"]);
}

/// Words of the sample's first transcript with some taken out, put in or replaced.
fn edited(words: &str, edits: &[(u16, u8, u8)]) -> String {
    let mut parts: Vec<String> = words.split_inclusive(' ').map(str::to_string).collect();
    for &(place, taken, put) in edits {
        let place = usize::from(place) % parts.len();
        let end = (place + usize::from(taken % 6)).min(parts.len());
        let put = (0..put % 4).map(|n| format!("word{n} "));
        parts.splice(place..end, put.collect::<Vec<_>>());
        if parts.is_empty() {
            parts.push("x".to_string());
        }
    }
    parts.concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn excerpts_that_are_not_listed_say_what_they_said(
        edits in proptest::collection::vec((any::<u16>(), any::<u8>(), any::<u8>()), 1..8)
    ) {
        use emic::analysis::{Revisal, faults};
        use emic::exchange::plan_revision;
        use emic::panes::Theme;

        let mut sitting = Sitting::sample(Theme::mono(false));
        let desk = &mut sitting.app.desk;
        let id = desk.project().document_order()[0];
        let old = desk.text(id).unwrap();
        let words_of = |desk: &emic::desk::Desk| -> Vec<_> {
            let text = desk.text(id).unwrap();
            let codings = desk.project().codings_in(id);
            codings.map(|(coding, found)| (coding, found.span, text.passage(found.span).to_string())).collect()
        };
        let (before, project) = (words_of(desk), desk.project().clone());
        let new = edited(old.as_str(), &edits);
        let Some(plan) = desk.plan(|project, ids, _| plan_revision(project, id, &old, new.clone(), ids)) else {
            prop_assert_eq!(new, old.as_str());
            return Ok(());
        };
        let revisal = Revisal::of(desk.project(), &plan.edit).unwrap();
        desk.hold_text(plan.text.0, plan.text.1);
        desk.commit(vec![plan.edit]).unwrap();
        let text = desk.text(id).unwrap();
        prop_assert_eq!(text.as_str(), new);
        let after = words_of(desk);
        for (coding, span, words) in &before {
            let listed = revisal.touched.iter().find(|(touched, ..)| touched == span);
            let now = after.iter().find(|(other, ..)| other == coding);
            match listed {
                None => prop_assert_eq!(&now.unwrap().2, words),
                Some((_, goes, _)) => prop_assert_eq!(now.map(|now| now.1), *goes),
            }
        }
        let texts = desk.texts().clone();
        let table = faults(desk.history().unwrap(), &texts);
        prop_assert!(table.rows.is_empty(), "{:?}", table.rows);
        desk.undo().unwrap();
        prop_assert_eq!(words_of(desk), before);
        prop_assert_eq!(desk.project().document(id), project.document(id));
    }
}
