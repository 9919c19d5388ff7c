//! What the log promises, tried in every state a disk can leave it in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emic::desk::{Desk, World};
use emic::project::{
    CodeId, CodingId, DocumentId, DocumentKind, Edit, Fold, MemoId, MemoKind, OpId, Origin, Project, Target, TextKey,
    Texts, Thing,
};
use emic::store::{Disk, Failure, Failures, Faulty, Folder, FolderDisk, Sharing, read_log};
use emic::text::{Span, Text, count_words};

const LONG: Duration = Duration::from_secs(60);

fn new_folder(home: &Path) -> Folder {
    Folder::create(&home.join("study"), "Study", Sharing::Private).unwrap()
}

type Act = fn(&mut Desk);

/// A short sitting: a text comes in, is coded and uncoded, codes are merged, a memo is written, acts are
/// taken back and done again.
const SITTING: [Act; 9] = [
    |desk| {
        let text = Text::new("said ".repeat(40));
        let key = desk.hold(text.as_str());
        let (document, heard, seen) = (DocumentId(desk.next_id()), CodeId(desk.next_id()), CodeId(desk.next_id()));
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
        let code = |code, name: &str| Edit::AddCode { code, name: name.into(), parent: None, rank: 1, from: None };
        desk.commit(vec![add, code(heard, "heard"), code(seen, "seen")]).unwrap();
    },
    |desk| apply(desk, "heard", 0),
    |desk| apply(desk, "seen", 5),
    |desk| {
        let coding = desk.project().codings_in(desk.project().document_order()[0]).next().unwrap().0;
        desk.commit(vec![Edit::Remove { thing: Thing::Coding(coding) }]).unwrap();
    },
    |desk| {
        let (document, coder) = (desk.project().document_order()[0], desk.coder());
        let text = desk.hold("what makes them listen?");
        let (memo, on) = (MemoId(desk.next_id()), Target::Excerpt(document, Span::new(0, 4, 200).unwrap()));
        desk.commit(vec![Edit::AddMemo { memo, on, kind: MemoKind::default(), coder, text, excerpts: None }]).unwrap();
    },
    |desk| {
        let (code, into) = (named(desk, "seen"), named(desk, "heard"));
        desk.commit(vec![Edit::MergeCode { code, into: Some(into) }]).unwrap();
    },
    |desk| drop(desk.undo().unwrap()),
    |desk| drop(desk.redo().unwrap()),
    |desk| apply(desk, "heard", 10),
];

fn named(desk: &Desk, name: &str) -> CodeId {
    desk.project().codes().find(|(_, code)| code.name == name).unwrap().0
}

fn apply(desk: &mut Desk, code: &str, word: u32) {
    let (document, code, coder) = (desk.project().document_order()[0], named(desk, code), desk.coder());
    let passage = desk.passage(document, word * 5, word * 5 + 4).unwrap();
    let coding = CodingId(desk.next_id());
    desk.commit(vec![Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand }]).unwrap();
}

/// Sits through it, waiting for the disk after every act; whether any try to save failed, and was said.
fn sit(desk: &mut Desk) -> bool {
    let mut said = false;
    for act in SITTING {
        act(desk);
        said |= desk.wait(LONG).trouble.is_some();
    }
    said
}

fn opened(path: &Path) -> Project {
    let folder = Folder::open(path).unwrap();
    let (ops, set_aside) = folder.read_ops().unwrap();
    assert_eq!(set_aside, []);
    let fold = Fold::of(folder.name(), ops);
    assert_eq!(fold.conflicts().count(), 0);
    fold.project().clone()
}

#[test]
fn each_operation_of_the_disk_may_fail_in_each_way() {
    let run = |fail: Option<(usize, Failure)>| {
        let home = tempfile::tempdir().unwrap();
        let folder = new_folder(home.path());
        let failures = Failures::default();
        if let Some((number, failure)) = fail {
            failures.next(vec![None; number].into_iter().chain([Some(failure)]));
        }
        let disk = Faulty::new(Box::new(folder.disk(None)), failures.clone());
        let mut desk = Desk::open_on(folder.clone(), Box::new(disk), "mk", World::real()).unwrap();
        let said = sit(&mut desk);
        desk.retry();
        assert_eq!(desk.wait(LONG).unsaved, 0, "{fail:?}: saving goes on");
        assert_eq!(opened(folder.path()), *desk.project(), "{fail:?}: nothing is lost");
        (said, failures.calls())
    };
    let (said, operations) = run(None);
    assert!(!said && operations > 15, "{operations}");
    let mut failed = 0;
    for number in 0..operations {
        for failure in Failure::ALL {
            let (said, _) = run(Some((number, failure)));
            assert!(said, "operation {number} failed with {failure:?}, and nobody was told");
            failed += 1;
        }
    }
    println!("{operations} operations, {} ways each: {failed} failures said, 0 changes lost", Failure::ALL.len());
}

/// One operation of the disk, as it was asked for.
#[derive(Clone, Debug)]
enum Step {
    Texts(Vec<(TextKey, Arc<Text>)>),
    Create(String),
    Append(Vec<u8>),
    Sync,
}

/// A disk that remembers what was asked of it, in order.
struct Recording(FolderDisk, Arc<Mutex<Vec<Step>>>);

impl Recording {
    fn note(&self, step: Step) {
        self.1.lock().unwrap().push(step);
    }
}

impl Disk for Recording {
    fn path(&self) -> &Path {
        self.0.path()
    }

    fn create_log(&mut self, name: &str) -> io::Result<()> {
        self.note(Step::Create(name.to_string()));
        self.0.create_log(name)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.note(Step::Append(bytes.to_vec()));
        self.0.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.note(Step::Sync);
        self.0.sync()
    }

    fn put_texts(&mut self, texts: &[(TextKey, Arc<Text>)]) -> io::Result<()> {
        self.note(Step::Texts(texts.to_vec()));
        self.0.put_texts(texts)
    }

    fn put_originals(&mut self, originals: &[(String, Vec<u8>)]) -> io::Result<()> {
        self.0.put_originals(originals)
    }
}

/// What may be on the disk of bytes that were written and not synced.
fn remains(unsynced: &[u8]) -> Vec<Vec<u8>> {
    let mut states = vec![Vec::new(), unsynced.to_vec(), vec![0; unsynced.len()]];
    for cut in [1, unsynced.len() / 2, unsynced.len().saturating_sub(1)].into_iter().filter(|&cut| cut < unsynced.len())
    {
        states.push(unsynced[..cut].to_vec());
        // The end is there and the beginning is not, or the other way round.
        states.push([vec![0; cut], unsynced[cut..].to_vec()].concat());
        states.push([unsynced[..cut].to_vec(), vec![0; unsynced.len() - cut]].concat());
    }
    states
}

#[test]
fn after_a_power_cut_at_any_moment_all_that_was_called_saved_is_there() {
    let home = tempfile::tempdir().unwrap();
    let folder = new_folder(home.path());
    let steps = Arc::new(Mutex::new(Vec::new()));
    let disk = Recording(folder.disk(None), steps.clone());
    let mut desk = Desk::open_on(folder, Box::new(disk), "mk", World::real()).unwrap();
    assert!(!sit(&mut desk));
    drop(desk);
    let steps = steps.lock().unwrap().clone();
    let mut states = 0;
    for cut in 0..=steps.len() {
        let (mut log, mut synced, mut unsynced) = (None, Vec::new(), Vec::new());
        let mut texts: Vec<(TextKey, Arc<Text>)> = Vec::new();
        for step in &steps[..cut] {
            match step {
                Step::Texts(more) => texts.extend(more.clone()),
                Step::Create(name) => log = Some(name.clone()),
                Step::Append(bytes) => unsynced.extend_from_slice(bytes),
                Step::Sync => synced.append(&mut unsynced),
            }
        }
        let name = log.clone().unwrap_or_default();
        let promised: Vec<OpId> = match synced.is_empty() {
            true => Vec::new(),
            false => read_log(&synced, &name).unwrap().ops.iter().map(|op| op.id).collect(),
        };
        for left in remains(&unsynced) {
            let home = tempfile::tempdir().unwrap();
            let folder = new_folder(home.path());
            if log.is_some() {
                fs::write(folder.path().join("log").join(&name), [synced.clone(), left].concat()).unwrap();
            }
            for (key, text) in &texts {
                fs::write(folder.path().join("texts").join(format!("{key}.txt")), text.as_str()).unwrap();
            }
            let (ops, _) = folder.read_ops().unwrap();
            assert!(promised.iter().all(|id| ops.iter().any(|op| op.id == *id)), "cut after {cut} operations");
            let mut desk = Desk::open(folder, None, "mk", World::real()).unwrap();
            for (_, document) in desk.project().documents() {
                assert!(desk.texts().text(document.text).is_some(), "the words of every line are there before it");
            }
            // Work goes on in a log of its own.
            let code = CodeId(desk.next_id());
            desk.commit(vec![Edit::AddCode { code, name: "after".into(), parent: None, rank: 9, from: None }]).unwrap();
            assert_eq!(desk.wait(LONG).unsaved, 0);
            states += 1;
        }
    }
    println!("{states} states after {} operations: all open, nothing called saved is lost", steps.len());
    assert!(states > 100);
}

/// A sitting's folder, with what it is.
fn study(home: &Path) -> (PathBuf, Project) {
    let folder = new_folder(home);
    let path = folder.path().to_path_buf();
    let mut desk = Desk::open(folder, None, "mk", World::real()).unwrap();
    assert!(!sit(&mut desk));
    let project = desk.project().clone();
    drop(desk);
    (path, project)
}

#[derive(Default, Debug)]
struct Tally {
    named: usize,
    harmless: usize,
    silent: Vec<String>,
}

impl Tally {
    /// Opens the folder: is the damage named, or is everything what it was?
    fn look(&mut self, path: &Path, file: &Path, what: &str, was: &Project) {
        let named = match Folder::open(path) {
            Err(error) => error.to_string().contains(&file.display().to_string()),
            Ok(folder) => match folder.read_ops() {
                Err(error) => error.to_string().contains(&file.display().to_string()),
                Ok((ops, set_aside)) => {
                    let file_name = file.file_name().unwrap().to_str().unwrap();
                    let aside = set_aside.iter().any(|aside| aside.file == file_name);
                    let fold = Fold::of(folder.name(), ops);
                    let project = fold.project();
                    let texts = folder.texts();
                    let keys = was.documents().map(|(_, document)| document.text);
                    let lost = keys.chain(was.memos().map(|(_, memo)| memo.text)).any(|key| texts.text(key).is_none());
                    let changed = project != was && !aside;
                    if !changed && !lost && !aside {
                        self.harmless += 1;
                        return;
                    }
                    !changed
                }
            },
        };
        match named {
            true => self.named += 1,
            false => self.silent.push(what.to_string()),
        }
    }
}

#[test]
fn every_truncation_and_ten_thousand_flipped_bits_are_named_or_harmless() {
    let home = tempfile::tempdir().unwrap();
    let (path, was) = study(home.path());
    let mut files = vec![path.join("project.ron")];
    for folder in ["log", "texts"] {
        files.extend(fs::read_dir(path.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    let wholes: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    let (mut cut, mut flipped) = (Tally::default(), Tally::default());
    for (file, whole) in files.iter().zip(&wholes) {
        for length in 0..whole.len() {
            fs::write(file, &whole[..length]).unwrap();
            cut.look(&path, file, &format!("{} cut to {length}", file.display()), &was);
        }
        fs::write(file, whole).unwrap();
    }
    let bits: usize = wholes.iter().map(|whole| whole.len() * 8).sum();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..10_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let mut bit = (state % bits as u64) as usize;
        let which = wholes.iter().position(|whole| {
            let here = bit < whole.len() * 8;
            bit -= if here { 0 } else { whole.len() * 8 };
            here
        });
        let which = which.unwrap();
        let mut bytes = wholes[which].clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(&files[which], bytes).unwrap();
        flipped.look(&path, &files[which], &format!("{} bit {bit}", files[which].display()), &was);
        fs::write(&files[which], &wholes[which]).unwrap();
    }
    println!("truncations: {} named, {} harmless, {} silent", cut.named, cut.harmless, cut.silent.len());
    println!("flipped bits: {} named, {} harmless, {} silent", flipped.named, flipped.harmless, flipped.silent.len());
    assert_eq!((cut.silent, flipped.silent), (Vec::<String>::new(), Vec::<String>::new()));
    assert_eq!(flipped.named + flipped.harmless, 10_000);
}

/// Every file with its bytes and the time it was last written.
fn state(path: &Path) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()) {
        let written = fs::metadata(&entry).unwrap().modified().unwrap();
        match entry.is_dir() {
            true => {
                all.push((entry.clone(), Vec::new(), written));
                all.extend(state(&entry));
            }
            false => all.push((entry.clone(), fs::read(&entry).unwrap(), written)),
        }
    }
    all.sort();
    all
}

fn emic(path: &Path, arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_emic"))
        .args(arguments)
        .arg("--project")
        .arg(path.join(""))
        .env_clear()
        .env("HOME", path.parent().unwrap())
        .output()
        .unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

/// The projects of each format that are kept, each with its dump beside it (see `formats/make.sh`).
const SAMPLES: [&str; 5] =
    ["tests/formats/1", "tests/formats/1-every", "tests/formats/2", "tests/formats/2-themes", "tests/formats/2-given"];

#[test]
fn a_project_of_any_format_opens_to_what_it_was() {
    for sample in SAMPLES {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("one");
        copy(Path::new(sample), &path);
        let (_, set_aside) = Folder::open(&path).unwrap().read_ops().unwrap();
        assert_eq!(set_aside, [], "{sample}");
        let dump = emic(&path, &["dump"]);
        let was = fs::read_to_string(format!("{sample}.json")).unwrap();
        assert_eq!(String::from_utf8(dump.stdout).unwrap(), was, "{sample}");
        let check = emic(&path, &["check"]);
        assert_eq!(check.status.code(), Some(0), "{sample}: {}", String::from_utf8_lossy(&check.stdout));
    }
}

#[test]
fn every_kind_of_change_stands_in_a_project_that_is_kept() {
    let source = include_str!("../src/project/edit.rs");
    let (_, source) = source.split_once("pub enum Edit {\n").unwrap();
    let (source, _) = source.split_once("\n}\n").unwrap();
    let kinds: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.split(|letter: char| !letter.is_alphanumeric()).next().unwrap())
        .collect();
    assert!(kinds.contains(&"NameProject") && kinds.contains(&"Restore") && kinds.len() > 35, "{kinds:?}");
    let logs = SAMPLES.iter().flat_map(|sample| fs::read_dir(Path::new(sample).join("log")).unwrap());
    let lines: String = logs.map(|log| fs::read_to_string(log.unwrap().path()).unwrap()).collect();
    // What else a line may say, besides the change.
    let fields = ["was:", "undoes:", "why:\"", "texts:[\""].map(|field| format!(",{field}"));
    let wanted = kinds.iter().map(|kind| format!(",edit:{kind}(")).chain(fields);
    let missing: Vec<String> = wanted.filter(|words| !lines.contains(words)).collect();
    assert_eq!(missing, [""; 0], "make a sample in which it stands, by tests/formats/make.sh");
}

#[test]
fn a_project_of_a_later_format_is_refused_by_name_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let (path, _) = study(home.path());
    let record = fs::read_to_string(path.join("project.ron")).unwrap();
    let log = fs::read_dir(path.join("log")).unwrap().next().unwrap().unwrap().path();
    let lines = fs::read_to_string(&log).unwrap();
    for (file, words) in [
        (path.join("project.ron"), record.replace("format: 2", "format: 3")),
        (log, lines.replacen("(format:2", "(format:3", 1)),
    ] {
        let whole = fs::read(&file).unwrap();
        fs::write(&file, words).unwrap();
        let before = state(&path);
        for line in [["check"].as_slice(), &["dump"], &["undo"], &["code", "add", "new"]] {
            let run = emic(&path, line);
            let said = String::from_utf8(run.stderr).unwrap();
            assert_eq!(run.status.code(), Some(3), "{line:?}: {said}");
            assert!(said.contains("has format 3, this emic knows format 2; nothing was changed"), "{said}");
        }
        assert_eq!(state(&path), before);
        fs::write(&file, whole).unwrap();
    }
}

#[test]
fn a_project_is_checked_copied_and_rescued_from_the_shell() {
    let home = tempfile::tempdir().unwrap();
    let (path, was) = study(home.path());
    let head = emic(&path, &["check", "--head"]);
    let head = String::from_utf8(head.stdout).unwrap();
    assert_eq!(head.trim().len(), 32, "{head}");
    let safe = home.path().join("safe");
    let made = emic(&path, &["backup", safe.to_str().unwrap()]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let made = PathBuf::from(String::from_utf8(made.stdout).unwrap().trim());
    assert_eq!(String::from_utf8(emic(&made, &["check", "--head"]).stdout).unwrap(), head);
    assert_eq!(opened(&made), was);
    // A line in the middle is damaged: named by check, and what is behind it is rescued.
    let log = fs::read_dir(path.join("log")).unwrap().next().unwrap().unwrap().path();
    let words = fs::read_to_string(&log).unwrap();
    fs::write(&log, words.replacen("MergeCode", "MurgeCode", 1)).unwrap();
    let found = emic(&path, &["check", "--format", "jsonl"]);
    let said = String::from_utf8(found.stdout).unwrap();
    assert_eq!(found.status.code(), Some(1));
    assert!(said.contains("set aside") && said.contains("emic recover"), "{said}");
    let before = state(&path);
    let new = home.path().join("new");
    let run = emic(&path, &["recover", path.to_str().unwrap(), new.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(1), "what was left out is listed");
    assert!(String::from_utf8(run.stdout).unwrap().contains(".ron:"));
    assert_eq!(state(&path), before);
    let folder = Folder::open(&new).unwrap();
    let (ops, set_aside) = folder.read_ops().unwrap();
    assert_eq!(set_aside, []);
    assert_eq!(Fold::of("Study", ops).project().n_codings(), was.n_codings());
}
