use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::project::{CodeId, CoderKind, Edit, Fold, Gesture, OpId, Texts};
use crate::store::{Failure, Failures, Faulty, Sharing};

const LONG: Duration = Duration::from_secs(60);

/// A desk at a project folder with a disk that fails when told.
struct Study {
    _home: TempDir,
    folder: Folder,
    log: LogId,
    failures: Failures,
    writer: Writer,
    acts: u32,
}

impl Study {
    fn new() -> Study {
        let home = TempDir::new().unwrap();
        let folder = Folder::create(&home.path().join("study"), "Study", Sharing::Private).unwrap();
        let failures = Failures::default();
        let disk = Faulty::new(Box::new(folder.disk(Some(home.path().join("vault")))), failures.clone());
        let log = new_log();
        let coder = CoderId(log.thing(1).unwrap());
        let writer = Writer::start(Box::new(disk), log, coder, vec![], Box::new(|| ()));
        Study { _home: home, folder, log, failures, writer, acts: 0 }
    }

    /// Hands an act of `size` new codes over, with the words that come with it.
    fn act(&mut self, size: u32) {
        let first = OpId(self.log.thing(100 * (self.acts + 1)).unwrap());
        let ops = (0..size).map(|number| {
            let id = self.log.thing(first.0.number() + number).unwrap();
            let edit =
                Edit::AddCode { code: CodeId(id), name: format!("code {id}"), parent: None, rank: 0, from: None };
            let (by, gesture) = (CoderId(self.log.thing(1).unwrap()), Gesture { first, size });
            let tick = u64::from(id.number());
            Op {
                id: OpId(id),
                tick,
                by,
                at: i64::from(self.acts),
                edit,
                was: None,
                gesture,
                undoes: None,
                why: None,
                texts: Vec::new(),
            }
        });
        let words = format!("the words of act {}", self.acts);
        let text = (TextKey::of(&words), Arc::new(Text::new(words.as_str())));
        let originals = vec![(format!("{}.txt", self.acts), words.into_bytes())];
        self.writer.hand_over(Batch { texts: vec![text], originals, ops: ops.map(Arc::new).collect() });
        self.acts += 1;
    }

    /// How many codes somebody who opens the folder now finds.
    fn found(&self) -> usize {
        let (ops, _) = Folder::open(self.folder.path()).unwrap().read_ops().unwrap();
        let fold = Fold::of("study", ops);
        assert_eq!(fold.conflicts().count(), 0);
        fold.project().codes().count()
    }

    fn log_files(&self) -> usize {
        fs::read_dir(self.folder.path().join("log")).unwrap().count()
    }
}

#[test]
fn what_is_called_saved_is_found_by_who_opens_the_folder() {
    let mut study = Study::new();
    assert_eq!(study.log_files(), 0);
    study.act(1);
    study.act(3);
    let saved = study.writer.wait(LONG);
    assert_eq!(saved, Saved { at: Some(1), ..Saved::default() });
    assert_eq!((study.found(), study.log_files()), (4, 1));
    let text = study.folder.texts().text(TextKey::of("the words of act 1")).unwrap();
    assert_eq!(text.as_str(), "the words of act 1");
    assert_eq!(fs::read(study.folder.path().with_file_name("vault").join("0.txt")).unwrap(), b"the words of act 0");
}

#[test]
fn a_full_disk_loses_nothing_and_says_so() {
    for (failure, words) in [
        (Failure::Full, "no space left on the disk"),
        (Failure::FullHalfway, "no space left on the disk"),
        (Failure::ReadOnly, "the file system is read-only"),
        (Failure::Sync, "input/output error"),
    ] {
        let mut study = Study::new();
        study.act(2);
        study.writer.wait(LONG);
        study.failures.always(Some(failure));
        study.act(2);
        let saved = study.writer.wait(LONG);
        assert_eq!((saved.unsaved, saved.at), (2, Some(0)), "{failure:?}");
        assert!(saved.trouble.is_some_and(|why| why.contains(words)), "{failure:?}");
        assert_eq!(study.found(), 2);
        study.failures.always(None);
        study.writer.retry();
        assert_eq!(study.writer.wait(LONG), Saved { at: Some(1), ..Saved::default() });
        assert_eq!(study.found(), 4);
    }
}

#[test]
fn after_a_failed_sync_or_half_a_write_a_new_file_is_begun() {
    // Words and original are put, then append and sync.
    let half = [None, None, Some(Failure::FullHalfway)];
    let sync = [None, None, None, Some(Failure::Sync)];
    for failures in [&half[..], &sync[..]] {
        let mut study = Study::new();
        study.act(1);
        study.writer.wait(LONG);
        study.failures.next(failures.iter().copied());
        study.act(3);
        assert_eq!(study.writer.wait(LONG).unsaved, 3);
        study.writer.retry();
        assert_eq!(study.writer.wait(LONG).unsaved, 0);
        study.act(1);
        study.writer.wait(LONG);
        assert_eq!((study.found(), study.log_files()), (5, 2));
        let (_, set_aside) = study.folder.read_ops().unwrap();
        assert_eq!(set_aside, [], "all of it is saved in the second file");
    }
}

#[test]
fn a_large_act_is_appended_in_pieces_and_none_is_lost_or_doubled() {
    const LARGE: u32 = 40_000;
    // Words and original are put and the log is made, then two pieces come.
    for second in [None, Some(Failure::Full), Some(Failure::FullHalfway)] {
        let mut study = Study::new();
        study.failures.next([None, None, None, None, second]);
        study.act(LARGE);
        let unsaved = if second.is_some() { LARGE as usize } else { 0 };
        assert_eq!(study.writer.wait(LONG).unsaved, unsaved, "{second:?}");
        study.writer.retry();
        assert_eq!(study.writer.wait(LONG).unsaved, 0);
        assert_eq!((study.found(), study.log_files()), (LARGE as usize, 1 + usize::from(second.is_some())));
        let log = fs::read_dir(study.folder.path().join("log")).unwrap().flatten().map(|entry| entry.path());
        let lines: usize = log.map(|path| fs::read_to_string(path).unwrap().lines().count()).max().unwrap();
        assert_eq!(lines, LARGE as usize + 1, "each once, below the header");
    }
}

#[test]
fn a_full_disk_is_not_littered_with_empty_logs() {
    let mut study = Study::new();
    study.failures.next([None, None, None, Some(Failure::Full), None, None, Some(Failure::Full)]);
    study.act(1);
    study.writer.wait(LONG);
    study.writer.retry();
    study.writer.wait(LONG);
    study.writer.retry();
    assert_eq!(study.writer.wait(LONG).unsaved, 0);
    assert_eq!((study.found(), study.log_files()), (1, 1));
}

#[test]
fn work_that_comes_later_is_tried_with_what_is_left() {
    let mut study = Study::new();
    study.failures.always(Some(Failure::Full));
    study.act(1);
    study.writer.wait(LONG);
    study.failures.always(None);
    study.act(1);
    assert_eq!(study.writer.wait(LONG).unsaved, 0);
    assert_eq!(study.found(), 2);
}

#[test]
fn unsaved_work_can_be_taken_to_another_folder_and_back() {
    let mut study = Study::new();
    study.act(1);
    study.writer.wait(LONG);
    study.failures.always(Some(Failure::ReadOnly));
    study.act(2);
    study.act(1);
    study.writer.wait(LONG);
    let away = study.folder.path().with_file_name("away");
    let twin = study.folder.twin(&away).unwrap();
    assert_eq!(study.writer.elsewhere(&twin).unwrap(), 3);
    assert_eq!(study.writer.elsewhere(&study.folder.twin(&away).unwrap()).unwrap(), 3);
    assert_eq!((twin.id(), twin.name()), (study.folder.id(), "Study"));
    assert_eq!(Fold::of("study", twin.read_ops().unwrap().0).project().codes().count(), 3);
    assert!(twin.texts().text(TextKey::of("the words of act 2")).is_some());
    for file in fs::read_dir(away.join("log")).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), study.folder.path().join("log").join(file.file_name())).unwrap();
    }
    assert_eq!(study.found(), 4);
    study.failures.always(None);
    study.writer.retry();
    study.writer.wait(LONG);
    assert_eq!(study.found(), 4);
}

#[test]
fn leaving_waits_for_nothing_but_what_was_handed_over_is_tried() {
    let mut study = Study::new();
    let desk = study.writer.desk.clone();
    study.act(2);
    let Study { writer, folder, _home, .. } = study;
    drop(writer);
    let open = |state: &mut State| !state.waiting.is_empty();
    drop(desk.tried.wait_timeout_while(desk.state(), LONG, open).unwrap());
    assert_eq!(folder.read_ops().unwrap().0.len(), 2);
}

/// The change by which a coder begins.
fn joining(coder: CoderId) -> Op {
    let edit = Edit::AddCoder { coder, name: "mk".into(), kind: CoderKind::Person };
    let gesture = Gesture { first: OpId(coder.0), size: 1 };
    let (id, by) = (OpId(coder.0), coder);
    Op { id, tick: 1, by, at: 5, edit, was: None, gesture, undoes: None, why: None, texts: Vec::new() }
}

#[test]
fn whoever_watches_is_told_after_every_try() {
    let home = TempDir::new().unwrap();
    let folder = Folder::create(&home.path().join("study"), "Study", Sharing::Private).unwrap();
    let (told, log) = (Arc::new(AtomicUsize::new(0)), new_log());
    let (tell, heard) = channel();
    let count = told.clone();
    let wake = Box::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
        let _ = tell.send(());
    });
    let coder = CoderId(log.thing(1).unwrap());
    let writer = Writer::start(Box::new(folder.disk(Some(home.path().join("vault")))), log, coder, vec![], wake);
    writer.hand_over(Batch { ops: vec![joining(coder).into()], ..Batch::default() });
    heard.recv_timeout(LONG).unwrap();
    assert_eq!((writer.saved().unsaved, told.load(Ordering::SeqCst)), (0, 1));
}

/// A disk that stops before every piece of words and before it syncs, until it is told to go on.
struct Halting {
    disk: Box<dyn Disk>,
    stands: Sender<()>,
    go: Receiver<()>,
}

impl Halting {
    fn halt(&self) {
        self.stands.send(()).unwrap();
        self.go.recv_timeout(LONG).unwrap();
    }
}

impl Disk for Halting {
    fn path(&self) -> &Path {
        self.disk.path()
    }

    fn create_log(&mut self, name: &str) -> io::Result<()> {
        self.disk.create_log(name)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.halt();
        self.disk.sync()
    }

    fn put_texts(&mut self, texts: &[(TextKey, Arc<Text>)]) -> io::Result<()> {
        self.halt();
        self.disk.put_texts(texts)
    }

    fn put_originals(&mut self, originals: &[(String, Vec<u8>)]) -> io::Result<()> {
        self.disk.put_originals(originals)
    }
}

#[test]
fn how_much_the_disk_was_given_is_told_while_it_writes() {
    let home = TempDir::new().unwrap();
    let folder = Folder::create(&home.path().join("study"), "Study", Sharing::Private).unwrap();
    let ((stands, stood), (on, go)) = (channel(), channel());
    let log = new_log();
    let coder = CoderId(log.thing(1).unwrap());
    let disk = Halting { disk: Box::new(folder.disk(None)), stands, go };
    let writer = Writer::start(Box::new(disk), log, coder, vec![], Box::new(|| ()));
    let texts = (0..300).map(|n| format!("text {n}")).map(|words| (TextKey::of(&words), Arc::new(Text::new(words))));
    writer.hand_over(Batch { texts: texts.collect(), ops: vec![joining(coder).into()], ..Batch::default() });
    for given in [0, 128, 256, 301] {
        stood.recv_timeout(LONG).unwrap();
        let saved = writer.saved();
        assert_eq!((saved.unsaved, saved.given, saved.to_give), (1, given, 301));
        on.send(()).unwrap();
    }
    assert_eq!(writer.wait(LONG), Saved { at: Some(5), ..Saved::default() });
    assert_eq!(fs::read_dir(folder.path().join("texts")).unwrap().count(), 300);
}

fn failure() -> impl Strategy<Value = Option<Failure>> {
    prop_oneof![
        3 => Just(None),
        1 => Just(Some(Failure::Full)),
        1 => Just(Some(Failure::FullHalfway)),
        1 => Just(Some(Failure::ReadOnly)),
        1 => Just(Some(Failure::Sync)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_fails_saved_work_is_there_and_in_the_end_all_is(
        steps in proptest::collection::vec((0..4_u32, proptest::collection::vec(failure(), 0..6)), 1..8),
    ) {
        let mut study = Study::new();
        let mut made = 0;
        for (size, failures) in steps {
            study.failures.next(failures);
            if size > 0 {
                study.act(size);
                made += size as usize;
            } else {
                study.writer.retry();
            }
            let unsaved = study.writer.wait(LONG).unsaved;
            prop_assert!(study.found() >= made - unsaved, "called saved, but not there");
        }
        study.failures.end();
        study.writer.retry();
        prop_assert_eq!(study.writer.wait(LONG).unsaved, 0);
        prop_assert_eq!(study.found(), made);
    }
}
