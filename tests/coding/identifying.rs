//! What may tell who somebody is: looked through, replaced in one act, and brought back by one undo.

use super::sitting::Sitting;
use emic::app::overlay::Overlay;

pub const TESTS: &[fn()] = &[
    each_is_given_what_comes_in_its_place,
    words_are_replaced_at_once_and_brought_back,
];

const TALK: &str = "P07: <I met Peter in Leeds.> Was he kind?\nP08: I know Peter, 0113 496 0000, ask Ana.";

/// The rows of the list: words, and what comes in their place.
fn rows(sitting: &Sitting) -> Vec<String> {
    let Some(Overlay::Sheet(sheet)) = sitting.app.overlays.last() else { panic!("no list") };
    let cell = |row: &[emic::analysis::Cell], place: usize| row[place].value.shown();
    sheet.table().rows.iter().map(|row| format!("{} {}", cell(row, 0), cell(row, 1)).trim().to_string()).collect()
}

#[test]
fn each_is_given_what_comes_in_its_place() {
    let mut sitting = Sitting::of(TALK);
    sitting.types("<Space>I");
    assert_eq!(rows(&sitting), ["Peter", "Ana", "Leeds", "0113 496 0000", "Was"]);
    assert!(sitting.types("<Enter>").screen().contains("ask Ana."));
    sitting.types("<Esc> p b P b d");
    assert_eq!(rows(&sitting), ["Peter person", "Ana blank", "Leeds place", "0113 496 0000 blank", "Was"]);
    sitting.types("gg e <Ctrl-u> Carla <Enter> j d");
    assert_eq!(rows(&sitting)[..2], ["Peter Carla", "Ana"]);
    sitting.types("q <Space>I");
    assert_eq!(rows(&sitting)[0], "Peter Carla", "it is there as long as emic runs");
    let kept = std::fs::read_dir(sitting.folder().join("place")).map(|files| files.count()).unwrap_or(0);
    let mut again = sitting.again("ada");
    again.types("<Space>I");
    assert_eq!(rows(&again)[0], "Peter", "names are not written down beside the project ({kept})");
    assert_eq!(again.types("a").said(), "nothing is to be replaced yet: p person, P place, b blank, e a pseudonym of your own");
}

#[test]
fn words_are_replaced_at_once_and_brought_back() {
    let mut sitting = Sitting::of(TALK);
    sitting.types("c being <Enter>");
    let before = sitting.text(false);
    sitting.types("<Space>I p p P b a");
    assert!(sitting.screen().contains("T1: 5 places changed; 0 excerpts keep their words, 1 do not (1 changed)"), "{}", sitting.screen());
    sitting.types("r");
    assert!(sitting.said().starts_with("Replaced 4 words; the key is pseudonyms-2023-11-14-"), "{}", sitting.said());
    assert!(sitting.screen().contains("I met [Person 2] in [Place 1]."), "{}", sitting.screen());
    let after = sitting.text(false);
    assert!(after.contains("P07: I met [Person 2] in [Place 1]. Was he kind?"), "{after}");
    assert!(after.contains("P08: I know [Person 2], [...], ask [Person 1]."), "{after}");
    assert!(after.contains("^^^^ being heard"), "{after}");
    sitting.types("u");
    assert!(sitting.screen().contains("I met Peter in Leeds."), "{}", sitting.screen());
    assert_eq!(sitting.text(false), before);
}
