//! Somebody withdraws: what there is of them is listed, set aside, or erased.

use std::path::{Path, PathBuf};

use super::sitting::Sitting;

pub const TESTS: &[fn()] = &[
    who_withdraws_counts_no_more_and_counts_again,
    who_has_only_a_label_becomes_a_person_first,
    what_was_said_is_erased_once_the_name_was_typed,
];

const TALK: &str = "I: Hello.\nP07: <The quokka helped.>\nP08: I asked P07 about it.\nI: And then?\nP07: Nothing.";

/// A passage of P07 is coded, and P07 is the person of the row.
fn coded() -> Sitting {
    let mut sitting = Sitting::of(TALK);
    sitting.types("c help <Enter> <Space>p");
    sitting.types("r <Ctrl-u> Paula <Enter>");
    assert!(sitting.screen().contains("Paula"), "{}", sitting.screen());
    sitting
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn holding(sitting: &Sitting) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        let words = String::from_utf8_lossy(&std::fs::read(path).unwrap()).to_lowercase();
        ["quokka", "paula"].iter().any(|marker| words.contains(marker))
    };
    files(sitting.folder()).into_iter().filter(holds).collect()
}

#[test]
fn who_withdraws_counts_no_more_and_counts_again() {
    let mut sitting = coded();
    sitting.types("W");
    let screen = sitting.screen();
    assert!(screen.contains("What there is of Paula") && screen.contains("2 turns"), "{screen}");
    assert_eq!(sitting.types("s").said(), "Paula: what they said no longer counts.  u undo");
    assert!(sitting.screen().contains("withdrew: what they said no longer counts"), "{}", sitting.screen());
    assert!(sitting.types("q").screen().contains("help"), "the passage stays");
    let counted = |sitting: &mut Sitting| sitting.screen().lines().find(|line| line.contains("> help") || line.contains("help ")).map(str::to_string);
    let out = counted(&mut sitting);
    sitting.types("<Space>p G W b");
    assert_eq!(sitting.said(), "Paula: is in the study again.  u undo");
    sitting.types("q");
    assert_ne!(counted(&mut sitting), out);
}

#[test]
fn who_has_only_a_label_becomes_a_person_first() {
    let mut sitting = Sitting::of(TALK);
    sitting.types("<Space>p W");
    assert!(sitting.screen().contains("is a label so far"), "{}", sitting.screen());
    sitting.types("<Enter> n");
    assert!(sitting.said().ends_with("what they said stays and counts.  u undo"), "{}", sitting.said());
    assert_eq!(sitting.types("t W").said(), "documents do not withdraw; t turns to the people");
}

#[test]
fn what_was_said_is_erased_once_the_name_was_typed() {
    let mut sitting = coded();
    sitting.types("q a 'The quokka, says Paula' <Ctrl-s> /quokka <Enter> <Space>p W l");
    assert!(sitting.screen().contains("The quokka helped."), "{}", sitting.screen());
    assert_eq!(sitting.types("q W r nobody <Enter>").said(), "that is not their name; nothing was changed");
    assert!(!holding(&sitting).is_empty());
    sitting.types("W r Paula <Enter>");
    assert!(sitting.screen().contains("Withdrawal: words erased from"), "{}", sitting.screen());
    assert_eq!(holding(&sitting), Vec::<PathBuf>::new());
    sitting.types("q");
    let screen = sitting.screen();
    assert!(screen.contains("[withdrawn]") && screen.contains("I asked Withdrawn 1 about it."), "{screen}");
    assert_eq!(sitting.types("u").said(), "this erased words of somebody who withdrew; it cannot be taken back");
    assert!(sitting.types("<Space>p G W").said().contains("what they said was erased"), "{}", sitting.said());
    let again = sitting.again("ada");
    assert_eq!(holding(&again), Vec::<PathBuf>::new());
}
