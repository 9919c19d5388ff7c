use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::project::{LogId, TextKey, Texts};
use crate::text::Text;

fn study(home: &TempDir) -> Folder {
    Folder::create(&home.path().join("deep").join("study"), "Peers' \"work\"", Sharing::Private).unwrap()
}

#[test]
fn a_new_folder_is_its_owners_alone_and_opens() {
    let home = TempDir::new().unwrap();
    let made = study(&home);
    let opened = Folder::open(made.path()).unwrap();
    assert_eq!((opened.name(), opened.id()), ("Peers' \"work\"", made.id()));
    assert_eq!(opened.read_ops(), Ok((vec![], vec![])));
    assert!(opened.is_writable());
    assert_eq!(
        Folder::create(made.path(), "again", Sharing::Private).unwrap_err(),
        StoreError::Taken { path: made.path().into() }
    );
    assert_eq!(fs::read_to_string(made.path().join(".gitignore")).unwrap(), "cache/\nplace/\n");
    let words = fs::read_to_string(made.path().join(RECORD)).unwrap();
    assert!(words.starts_with("(\n    format: 2,\n    id: \""), "{words}");
    assert!(words.contains("    name: \"Peers\\' \\\"work\\\"\",\n    sharing: Private,\n    hash: \""), "{words}");
    fs::write(made.path().join(RECORD), words.replace("Peers", "Peens")).unwrap();
    assert!(matches!(Folder::open(made.path()), Err(StoreError::Damaged { .. })), "another name than was written");
    fs::write(made.path().join(RECORD), words).unwrap();
    #[cfg(unix)]
    {
        use super::private::mode;
        for folder in ["..", ".", "texts", "log", "place", "cache"] {
            assert_eq!(mode(&made.path().join(folder)), 0o700, "{folder}");
        }
        assert_eq!(mode(&made.path().join(RECORD)), 0o600);
    }
}

#[cfg(unix)]
#[test]
fn opening_closes_what_a_copy_left_open() {
    use std::os::unix::fs::PermissionsExt;
    let home = TempDir::new().unwrap();
    let made = study(&home);
    made.write_cache("table", b"x").unwrap();
    let (file, folder) = (made.path().join("cache").join("table"), made.path().join("texts"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    Folder::open(made.path()).unwrap();
    assert_eq!((private::mode(&file), private::mode(&folder)), (0o600, 0o700));
}

#[test]
fn what_is_no_project_is_said() {
    let home = TempDir::new().unwrap();
    let made = study(&home);
    let record = made.path().join(RECORD);
    let words = fs::read_to_string(&record).unwrap();
    let opened = || Folder::open(made.path()).unwrap_err();
    fs::write(&record, words.replace("format: 2", "format: 3, mood: \"good\"")).unwrap();
    assert_eq!(opened(), StoreError::Newer { path: record.clone(), found: 3, known: 2 });
    assert!(opened().is_newer());
    fs::write(&record, words.replace("name:", "title:")).unwrap();
    assert!(matches!(opened(), StoreError::Damaged { line: 4, .. }), "{}", opened());
    fs::write(&record, words.replace("id: \"", "id: \"x")).unwrap();
    assert!(matches!(opened(), StoreError::Damaged { .. }), "{}", opened());
    fs::remove_file(&record).unwrap();
    assert_eq!(opened(), StoreError::NotThere { path: made.path().to_path_buf() });
}

#[test]
fn logs_are_read_by_name_and_a_later_format_stops_it() {
    let home = TempDir::new().unwrap();
    let made = study(&home);
    let log = made.path().join("log");
    fs::write(log.join("b.ron"), "").unwrap();
    fs::write(log.join("a.ron"), "damaged\n").unwrap();
    fs::write(log.join("notes.txt"), "not a log\n").unwrap();
    let (_, set_aside) = made.read_ops().unwrap();
    assert_eq!(set_aside.iter().map(|aside| aside.file.as_str()).collect::<Vec<_>>(), ["a.ron", "b.ron"]);
    fs::write(log.join("c.ron"), "(format:7,anything)\n").unwrap();
    assert_eq!(made.read_ops(), Err(StoreError::Newer { path: log.join("c.ron"), found: 7, known: FORMAT }));
}

#[test]
fn texts_are_proved_before_they_are_given() {
    let home = TempDir::new().unwrap();
    let made = study(&home);
    let texts = made.texts();
    let (key, other) = (TextKey::of("I felt heard"), TextKey::of("I felt ashamed"));
    fs::write(made.path().join("texts").join(format!("{key}.txt")), "I felt hurt").unwrap();
    assert!(texts.text(key).is_none());
    assert_eq!(texts.damage().len(), 1);
    fs::write(made.path().join("texts").join(format!("{key}.txt")), "I felt heard").unwrap();
    assert_eq!(texts.text(key).unwrap().as_str(), "I felt heard");
    assert_eq!(texts.damage(), []);
    assert!(texts.text(other).is_none());
    texts.hold(other, Arc::new(Text::new("I felt ashamed")));
    assert_eq!(made.texts().text(other).unwrap().as_str(), "I felt ashamed");
}

#[test]
fn places_and_cache_come_back_even_where_git_left_no_folder() {
    let home = TempDir::new().unwrap();
    let made = study(&home);
    let coder = CoderId(LogId::from_random(1).thing(1).unwrap());
    assert_eq!(made.read_place(coder), None);
    fs::remove_dir(made.path().join("place")).unwrap();
    made.write_place(coder, "(cursor:1)").unwrap();
    made.write_place(coder, "(cursor:2)").unwrap();
    assert_eq!(made.read_place(coder).as_deref(), Some("(cursor:2)"));
    made.write_cache("rows", &[0, 255]).unwrap();
    assert_eq!(made.read_cache("rows"), Some(vec![0, 255]));
    assert_eq!(made.read_cache("none"), None);
}

#[test]
fn another_project_is_never_taken_for_a_twin() {
    let home = TempDir::new().unwrap();
    let made = study(&home);
    let other = Folder::create(&home.path().join("other"), "Other", Sharing::Private).unwrap();
    assert_eq!(made.twin(other.path()).unwrap_err(), StoreError::Taken { path: other.path().to_path_buf() });
    assert_eq!(made.twin(&home.path().join("away")).unwrap().id(), made.id());
}
