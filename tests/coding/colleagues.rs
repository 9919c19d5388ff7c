//! What colleagues do while a screen is open, and what does not fit together.

use super::sitting::Sitting;
use emic::desk::{Desk, World};
use emic::project::{CodeId, Edit};
use emic::store::Folder;

pub const TESTS: &[fn()] = &[
    codes_made_twice_are_listed_and_merged,
    nothing_moves_when_a_colleague_does_something,
    an_alarm_stays_to_be_read,
    the_cursor_goes_with_words_that_a_colleague_revises,
];

/// A colleague at a desk of their own.
fn colleague(sitting: &Sitting) -> Desk {
    Desk::open(Folder::open(sitting.folder()).unwrap(), None, "ben", World::real()).unwrap()
}

fn adds(desk: &mut Desk, name: &str) {
    let code = CodeId(desk.next_id());
    desk.commit(vec![Edit::AddCode { code, name: name.into(), parent: None, rank: 0, from: None }]).unwrap();
    assert_eq!(desk.wait(std::time::Duration::from_secs(60)).unsaved, 0);
}

/// The screen looks at the logs, as it does every two seconds.
fn looks(sitting: &mut Sitting) {
    sitting.app.desk.look();
    sitting.app.tick(std::time::Instant::now());
}

#[test]
fn codes_made_twice_are_listed_and_merged() {
    let mut sitting = Sitting::of("P07: I |felt heard.");
    assert_eq!(sitting.types("<Space> !").said(), "nothing that was done here is in conflict");
    sitting.save();
    let mut ben = colleague(&sitting);
    adds(&mut ben, "Trust");
    sitting.types("<Tab> o trust <Enter> <Tab>");
    looks(&mut sitting);
    assert_eq!(sitting.said(), "ben added the code Trust");
    sitting.types("<Space> !");
    let shown = sitting.screen();
    assert!(shown.contains("what does not fit together") && shown.contains("2 codes"), "{shown}");
    sitting.types("<Enter> M <Enter>");
    assert!(sitting.said().starts_with("Merged 1 code into"), "{}", sitting.said());
}

#[test]
fn nothing_moves_when_a_colleague_does_something() {
    let mut sitting = Sitting::of("P07: I <felt heard>.\nP08: Yes.");
    sitting.save();
    let mut ben = colleague(&sitting);
    adds(&mut ben, "Awe");
    adds(&mut ben, "Zest");
    let before = (sitting.text(true), sitting.app.place.code, sitting.app.place.pane);
    looks(&mut sitting);
    assert_eq!(sitting.said(), "ben added 2 codes");
    assert_eq!((sitting.text(true), sitting.app.place.code, sitting.app.place.pane), before);
    assert!(sitting.tree().contains("Awe") && sitting.tree().contains("Zest"));
}

#[test]
fn an_alarm_stays_to_be_read() {
    let mut sitting = Sitting::of("P07: I |felt heard.");
    sitting.save();
    let mut ben = colleague(&sitting);
    adds(&mut ben, "Awe");
    sitting.types("U");
    let alarm = sitting.said().to_string();
    looks(&mut sitting);
    assert_eq!(sitting.said(), alarm);
    // What came with the look of U itself is there all the same.
    assert!(sitting.tree().contains("Awe"));
}

#[test]
fn the_cursor_goes_with_words_that_a_colleague_revises() {
    let mut sitting = Sitting::of("P07: I felt |heard.");
    sitting.save();
    let mut ben = colleague(&sitting);
    let document = ben.project().document_order()[0];
    let old = ben.text(document).unwrap();
    let words = old.as_str().replace("I felt", "I really felt");
    let plan = ben.plan(|project, ids, _| emic::exchange::plan_revision(project, document, &old, words, ids)).unwrap();
    let (key, text) = plan.text;
    ben.hold_text(key, text);
    ben.commit(vec![plan.edit]).unwrap();
    assert_eq!(ben.wait(std::time::Duration::from_secs(60)).unsaved, 0);
    looks(&mut sitting);
    assert_eq!(sitting.text(true), "P07: I really felt |heard.");
}
