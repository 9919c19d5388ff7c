use std::fs;

use super::*;
use crate::project::Fold;
use crate::store::{SampleWork, put_sample};

fn sample(home: &Path) -> PathBuf {
    let path = home.join("demo");
    put_sample(&path, SampleWork::Kept).unwrap();
    path
}

/// The logs of a folder, the longest first.
fn logs(path: &Path) -> Vec<PathBuf> {
    let mut logs: Vec<PathBuf> = fs::read_dir(path.join("log")).unwrap().map(|entry| entry.unwrap().path()).collect();
    logs.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).unwrap().len()));
    logs
}

fn files(path: &Path) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.is_dir() {
            true => all.extend(files(&entry)),
            false => {
                all.push((entry.clone(), fs::read(&entry).unwrap(), fs::metadata(&entry).unwrap().modified().unwrap()))
            }
        }
    }
    all.sort();
    all
}

#[test]
fn a_whole_project_is_rescued_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = sample(home.path());
    let before = files(&path);
    let rescued = recover(&path, &home.path().join("new")).unwrap();
    assert_eq!(rescued.left, []);
    let old = Folder::open(&path).unwrap();
    assert_eq!(rescued.folder.read_ops().unwrap(), old.read_ops().unwrap());
    assert_eq!((rescued.folder.id(), rescued.folder.heads()), (old.id(), old.heads()));
    assert_eq!(files(&path), before, "the old folder is only read");
    assert!(matches!(recover(&path, &home.path().join("new")), Err(StoreError::Exists { .. })));
    assert!(recover(&path, &path.join("new")).is_err());
}

#[test]
fn lines_behind_a_damaged_one_and_behind_a_damaged_header_are_rescued() {
    let home = tempfile::tempdir().unwrap();
    let path = sample(home.path());
    let all = Folder::open(&path).unwrap().read_ops().unwrap().0.len();
    let log = &logs(&path)[0];
    let bytes = fs::read(log).unwrap();
    let starts: Vec<usize> = [0].into_iter().chain(memchr::memchr_iter(b'\n', &bytes).map(|end| end + 1)).collect();
    for (case, line) in [("header", 0), ("line", starts.len() / 2)] {
        let mut damaged = bytes.clone();
        damaged[starts[line] + 8] ^= 2; // of the header the format, which is not known then
        fs::write(log, &damaged).unwrap();
        let before = files(&path);
        let rescued = recover(&path, &home.path().join(case)).unwrap();
        assert_eq!(files(&path), before);
        assert!(!rescued.left.is_empty() && rescued.changes + rescued.left.len() >= all, "{case}: {:?}", rescued.left);
        assert!(rescued.changes > all / 2, "{case}: {} of {all}", rescued.changes);
        let (ops, aside) = rescued.folder.read_ops().unwrap();
        assert_eq!((ops.len(), aside), (rescued.changes, vec![]), "{case}: the new folder is whole");
        assert_eq!(Fold::of("x", ops).conflicts().count(), 0, "{case}");
    }
}

#[test]
fn a_record_that_is_damaged_or_gone_is_made_anew() {
    let home = tempfile::tempdir().unwrap();
    let path = sample(home.path());
    let (record, id) = (path.join(RECORD), Folder::open(&path).unwrap().id());
    let words = fs::read_to_string(&record).unwrap();
    fs::write(&record, words.replace("format", "fromat")).unwrap();
    let rescued = recover(&path, &home.path().join("one")).unwrap();
    assert_eq!((rescued.folder.id(), rescued.left.len()), (id, 1));
    fs::remove_file(&record).unwrap();
    let rescued = recover(&path, &home.path().join("two")).unwrap();
    assert_eq!((rescued.folder.name(), rescued.left.len()), ("demo", 1));
    assert!(rescued.left[0].why.contains("an id of its own"));
    fs::write(&record, words.replacen("format: 2", "format: 3", 1)).unwrap();
    assert!(recover(&path, &home.path().join("three")).unwrap_err().is_newer());
    assert!(!home.path().join("three").exists());
}

#[test]
fn a_text_that_is_not_what_it_was_is_named() {
    let home = tempfile::tempdir().unwrap();
    let path = sample(home.path());
    let text = fs::read_dir(path.join("texts")).unwrap().next().unwrap().unwrap();
    fs::write(text.path(), "other words").unwrap();
    let rescued = recover(&path, &home.path().join("new")).unwrap();
    assert_eq!(rescued.left.len(), 1);
    assert_eq!(rescued.left[0].place, format!("texts/{}", text.file_name().to_str().unwrap()));
}
