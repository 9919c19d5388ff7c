//! Projects come in as QualCoder and others keep them: in databases and folders.

use rusqlite::Connection;

use super::interchange::{originals, outcomes};
use super::{Desk, rows};

/// A small study of QualCoder in its folder.
fn study(desk: &Desk) {
    std::fs::create_dir(desk.path("Peers.qda")).unwrap();
    let base = Connection::open(desk.path("Peers.qda/data.qda")).unwrap();
    base.execute_batch(
        "CREATE TABLE project (databaseversion text, memo text, about text);
        CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text);
        CREATE TABLE code_cat (catid integer primary key, name text, owner text, memo text, supercatid integer);
        CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, color text);
        CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,
            pos1 integer, owner text, date text, memo text, important integer);
        INSERT INTO project VALUES ('v10', 'On peers', 'QualCoder 3.5');
        INSERT INTO source VALUES (1, 'May', 'I was heard at last.', NULL, '', 'mk'),
            (2, 'talk.mp3', NULL, '/audio/talk.mp3', '', 'mk');
        INSERT INTO code_cat VALUES (1, 'Course', 'mk', 'the way', NULL);
        INSERT INTO code_name VALUES (1, 'heard', 'being heard', 1, 'mk', '#ff0000');
        INSERT INTO code_text VALUES (1, 1, 1, 'heard', 6, 11, 'mk', '2026-01-03 11:12:13', '', 1),
            (2, 1, 1, 'at last', 12, 19, 'ao', '2026-01-03 11:12:13', '', 0);",
    )
    .unwrap();
}

#[test]
fn a_folder_of_qualcoder_comes_in_once_and_its_database_is_kept() {
    let desk = Desk::new();
    desk.does("new peers");
    study(&desk);
    let planned = desk.does("import --dry-run --format jsonl Peers.qda");
    assert_eq!(rows(&desk.does("codes --format jsonl")).len(), 0, "nothing was changed");
    assert_eq!(desk.does("import --format jsonl Peers.qda"), planned);
    let became = outcomes(&planned);
    for said in [
        "understood|codings|2|",
        "changed|categories that cannot be coded there, now codes|1|Course",
        "left out|pictures, sound, film and scans, left out|1|talk.mp3: /audio/talk.mp3",
    ] {
        assert!(became.iter().any(|line| line == said), "{said}\n{became:#?}");
    }
    let excerpts = rows(&desk.does("excerpts --format jsonl"));
    let said: Vec<String> =
        excerpts.iter().map(|row| format!("{} {} {}", row["excerpt"], row["codes"], row["coders"])).collect();
    assert!(said.iter().any(|line| line.contains("heard") && line.contains("Course > heard")), "{said:?}");
    assert!(originals(&desk).iter().any(|name| name.ends_with("data.qda")), "{:?}", originals(&desk));
    // The database alone says the same, so that nothing of it is new.
    let again = desk.run("import Peers.qda/data.qda");
    assert_eq!(again.status.code(), Some(1), "{}", String::from_utf8_lossy(&again.stderr));
    assert!(String::from_utf8_lossy(&again.stderr).contains("everything in it is here already"));
    assert_eq!(rows(&desk.does("excerpts --format jsonl")), excerpts);
    desk.does("undo");
    assert_eq!(rows(&desk.does("codes --format jsonl")).len(), 0);
}

#[test]
fn a_database_of_no_known_program_changes_nothing() {
    let desk = Desk::new();
    desk.does("new peers");
    let base = Connection::open(desk.path("books.sqlite3")).unwrap();
    base.execute_batch("CREATE TABLE books (title TEXT);").unwrap();
    drop(base);
    for file in ["books.sqlite3", "books"] {
        if file == "books" {
            std::fs::copy(desk.path("books.sqlite3"), desk.path("books")).unwrap();
        }
        let refused = desk.run(&format!("import {file}"));
        assert_eq!(refused.status.code(), Some(3), "{refused:?}");
        let why = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(why.contains("of no program that emic knows"), "{why}");
    }
}
