//! Names and numbers replaced from the shell, the key kept in the vault alone.

use std::fs;
use std::path::Path;

use super::Desk;

/// Every file below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn words_of_a_file_are_replaced_and_the_key_goes_to_the_vault() {
    let desk = Desk::with_study();
    let listed = desk.does("identifiers --format csv");
    assert!(listed.starts_with("words,look,times,documents,"), "{listed}");
    assert!(listed.contains("Ana,label,3,1") && listed.contains("Eva,label,3,1"), "{listed}");
    desk.file("Eva.txt", "A note of the day. It was long.\n");
    desk.does("import --yes Eva.txt");
    desk.file("words.csv", "words,becomes\nAna,person\nEva,Carla\nBen,keep\nNobody,blank\n");
    let shown = desk.does("identifiers --with words.csv --dry-run");
    assert!(shown.contains("Excerpts whose words change"), "{shown}");
    desk.fails("identifiers --with words.csv", 1, "add --yes");
    let before = desk.does("dump");
    desk.does("identifiers --with words.csv --yes");
    assert!(desk.does("speakers").contains("[Person 1]"));
    assert!(desk.does("speakers").contains("Carla") && !desk.does("speakers").contains("Eva"));
    assert!(desk.does("documents").contains("Carla"), "the title too");
    assert!(desk.does("search Ben").contains("Ben"), "who is kept is kept");
    assert_eq!(desk.run("search Ana").status.code(), Some(1), "nothing is found any more");
    let key = "becomes,words\n[Person 1],Ana\nCarla,Eva\n[...],Nobody\n";
    let holding = files(&desk.path("data"))
        .into_iter()
        .filter(|path| fs::read_to_string(path).is_ok_and(|words| words.contains(key)));
    let holding: Vec<_> = holding.collect();
    assert_eq!(holding.len(), 1, "{holding:?}");
    assert!(holding[0].starts_with(desk.path("data/vault")), "{holding:?}");
    desk.does("check");
    desk.does("undo");
    desk.fails("dump", 1, "listed names would leave");
    assert_eq!(desk.does("dump --anyway"), before);
    desk.file("bad.csv", "word,becomes\n");
    desk.fails("identifiers --with bad.csv", 2, "no column \"words\"");
}
