//! What the last sitting kept makes opening faster, and is never believed against the logs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use emic::desk::{Desk, World};
use emic::project::{CodeId, CodingId, DocumentId, DocumentKind, Edit, Origin, Project, TextKey};
use emic::store::{Folder, Sharing};
use emic::text::{Text, count_words};

/// A world with a fixed clock, and numbers that never come twice.
fn world() -> World {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let random =
        || u128::from(NEXT.fetch_add(1, Ordering::SeqCst)).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    World { now: Box::new(|| 1_700_000_000_000), random: Box::new(random), wake: Arc::new(|| {}) }
}

fn open(path: &Path, coder: &str) -> Desk {
    Desk::open(Folder::open(path).unwrap(), None, coder, world()).unwrap()
}

fn code_words(desk: &mut Desk, from: u32, n: u32) {
    let document = desk.project().document_order()[0];
    let code = desk.project().codebook().rows()[0].code;
    let edits = (from..from + n)
        .map(|place| {
            let coding = CodingId(desk.next_id());
            let passage = desk.passage(document, place * 5, place * 5 + 4).unwrap();
            Edit::ApplyCode { coding, passage, code, coder: desk.coder(), at: None, origin: Origin::Hand }
        })
        .collect();
    desk.commit(edits).unwrap();
    assert_eq!(desk.wait(Duration::from_secs(10)).unsaved, 0);
}

/// A project whose log is large enough that something is kept of it.
fn study(folder: &Path) -> PathBuf {
    let path = folder.join("study");
    let made = Folder::create(&path, "study", Sharing::Private).unwrap();
    let mut desk = Desk::open(made, None, "mk", world()).unwrap();
    let text = Text::new("said ".repeat(2_000));
    let key = desk.hold(text.as_str());
    let (document, code) = (DocumentId(desk.next_id()), CodeId(desk.next_id()));
    let add = Edit::AddDocument {
        document,
        title: "FG1".into(),
        kind: DocumentKind::Interview,
        text: key,
        salt: TextKey::of("salt"),
        characters: text.len(),
        words: count_words(text.as_str()),
        speakers: Vec::new(),
        turns: [].into(),
        lines: [0].into(),
        times: [].into(),
        rank: 1,
    };
    desk.commit(vec![add, Edit::AddCode { code, name: "heard".into(), parent: None, rank: 1, from: None }]).unwrap();
    code_words(&mut desk, 0, 900);
    path
}

fn kept(path: &Path) -> Option<Vec<u8>> {
    fs::read_dir(path.join("cache")).unwrap().next().map(|entry| fs::read(entry.unwrap().path()).unwrap())
}

/// The project as its logs alone tell it.
fn from_logs(path: &Path) -> Project {
    let aside = path.with_extension("bare");
    let _ = fs::remove_dir_all(&aside);
    for folder in ["", "log", "texts"] {
        fs::create_dir_all(aside.join(folder)).unwrap();
        for entry in fs::read_dir(path.join(folder)).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file())
        {
            fs::copy(entry.path(), aside.join(folder).join(entry.file_name())).unwrap();
        }
    }
    open(&aside, "witness").project().clone()
}

#[test]
fn a_kept_project_is_the_one_the_logs_tell() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    assert!(kept(&path).is_some(), "leaving keeps what is known");
    let mut desk = open(&path, "mk");
    assert_eq!(*desk.project(), from_logs(&path));
    let document = desk.project().document_order()[0];
    assert_eq!(desk.project().codings_in(document).count(), 900);
    // A later sitting goes on from it, and so does the one after that.
    code_words(&mut desk, 900, 50);
    drop(desk);
    let desk = open(&path, "mk");
    assert_eq!(desk.project().codings_in(document).count(), 950);
    assert_eq!(*desk.project(), from_logs(&path));
}

#[test]
fn acts_of_sittings_before_the_kept_one_are_taken_back_and_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let mut desk = open(&path, "mk");
    let before = desk.project().clone();
    let revision = before.revision();
    desk.undo().unwrap();
    assert_eq!(desk.project().n_codings(), 0);
    assert!(desk.project().revision() > revision, "whoever remembers the old revision looks again");
    desk.redo().unwrap();
    assert_eq!(desk.project().n_codings(), before.n_codings());
    assert_eq!(desk.wait(Duration::from_secs(10)).unsaved, 0);
    drop(desk);
    assert_eq!(*open(&path, "mk").project(), from_logs(&path));
}

#[test]
fn a_log_that_was_changed_is_read_again_whatever_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let log = fs::read_dir(path.join("log")).unwrap().next().unwrap().unwrap().path();
    let words = fs::read_to_string(&log).unwrap();
    let changed = words.replacen("span:(5,9)", "span:(5,8)", 1);
    assert_ne!(changed, words);
    fs::write(&log, changed).unwrap();
    let desk = open(&path, "mk");
    assert!(!desk.set_aside().is_empty(), "the line is named");
    assert_eq!(*desk.project(), from_logs(&path));
}

#[test]
fn a_damaged_cache_is_as_good_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let file = fs::read_dir(path.join("cache")).unwrap().next().unwrap().unwrap().path();
    let bytes = kept(&path).unwrap();
    for damaged in [Vec::new(), bytes[..bytes.len() / 2].to_vec(), vec![0xff; 100]] {
        fs::write(&file, damaged).unwrap();
        assert_eq!(*open(&path, "mk").project(), from_logs(&path));
    }
    // One byte changed in the middle: the kept hash does not fit.
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    fs::write(&file, flipped).unwrap();
    assert_eq!(*open(&path, "mk").project(), from_logs(&path));
}

#[test]
fn a_log_that_sorts_earlier_is_folded_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    // A colleague's log from a copy made before: its ticks are not past what was kept.
    let copy = folder.path().join("copy");
    fs::create_dir_all(copy.join("log")).unwrap();
    fs::copy(path.join("project.ron"), copy.join("project.ron")).unwrap();
    let mut colleague = open(&copy, "js");
    let code = CodeId(colleague.next_id());
    colleague.commit(vec![Edit::AddCode { code, name: "early".into(), parent: None, rank: 2, from: None }]).unwrap();
    assert_eq!(colleague.wait(Duration::from_secs(10)).unsaved, 0);
    drop(colleague);
    for entry in fs::read_dir(copy.join("log")).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), path.join("log").join(entry.file_name())).unwrap();
    }
    let desk = open(&path, "mk");
    assert_eq!(desk.project().code_words(code), "early");
    assert_eq!(*desk.project(), from_logs(&path));
}

#[test]
fn what_came_from_the_shell_meanwhile_is_the_last_act_that_undo_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = study(folder.path());
    let mut screen = open(&path, "mk");
    code_words(&mut screen, 1_000, 1);
    // All that was done before is read: what comes now is not found by reading it for the first time.
    screen.history().unwrap();
    let mut shell = open(&path, "mk");
    let code = CodeId(shell.next_id());
    shell
        .commit(vec![Edit::AddCode { code, name: "from the shell".into(), parent: None, rank: 9, from: None }])
        .unwrap();
    assert_eq!(shell.wait(Duration::from_secs(10)).unsaved, 0);
    drop(shell);
    assert_eq!(screen.undo().unwrap(), "added the code from the shell");
    assert!(screen.undo().unwrap().starts_with("coded"), "then the screen's own");
    assert_eq!(screen.wait(Duration::from_secs(10)).unsaved, 0);
    drop(screen);
    assert_eq!(*open(&path, "mk").project(), from_logs(&path));
}
