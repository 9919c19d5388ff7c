use tempfile::TempDir;

use super::*;
use crate::project::{CaseId, CodeId, CoderId, CoderKind, Edit, LogId, WITHDRAWN};
use crate::store::{Scribe, Sharing};

fn log(n: u64) -> LogId {
    LogId::from_random(n << 30 | n)
}

fn me() -> CoderId {
    CoderId(log(1).thing(0).unwrap())
}

/// Change `number` of log `of`, in an act of `size` that began with `first`.
fn op(of: u64, number: u32, edit: Edit, (first, size): (u32, u32)) -> Op {
    let id = |number: u32| OpId(log(of).thing(number).unwrap());
    let gesture = Gesture { first: id(first), size };
    let tick = u64::from(number);
    Op { id: id(number), tick, by: me(), at: 7, edit, was: None, gesture, undoes: None, why: None, texts: Vec::new() }
}

fn code(number: u32, name: &str) -> Edit {
    Edit::AddCode {
        code: CodeId(log(1).thing(number).unwrap()),
        name: name.to_string(),
        parent: None,
        rank: 0,
        from: None,
    }
}

/// A coder, a person, and an act of three codes the middle one of which is called `quokka`.
fn changes() -> Vec<Op> {
    let case = CaseId(log(1).thing(50).unwrap());
    vec![
        op(1, 1, Edit::AddCoder { coder: me(), name: "me".into(), kind: CoderKind::Person }, (1, 1)),
        op(1, 2, Edit::AddCase { case, name: "P1".into() }, (2, 1)),
        op(1, 3, code(13, "calm"), (3, 3)),
        op(1, 4, code(14, "quokka"), (3, 3)),
        op(1, 5, code(15, "rest"), (3, 3)),
        op(1, 6, code(16, "after"), (6, 1)),
    ]
}

/// What says that the words of the fourth change are erased.
fn record(instead: Edit) -> Op {
    let case = CaseId(log(1).thing(50).unwrap());
    op(2, 9, Edit::Erase { case, texts: Vec::new(), lines: vec![op(1, 4, instead, (3, 3))] }, (9, 1))
}

struct Study {
    _home: TempDir,
    folder: Folder,
    scribe: Scribe,
}

impl Study {
    fn new() -> Study {
        let home = TempDir::new().unwrap();
        let folder = Folder::create(&home.path().join("study"), "Study", Sharing::Private).unwrap();
        let mut study = Study { _home: home, folder, scribe: Scribe::new(log(1), me(), &[]) };
        study.append(&changes());
        study
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("log").join(self.scribe.file_name())
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    fn append(&mut self, ops: &[Op]) {
        let mut words = String::new();
        self.scribe.write(ops, &mut words).unwrap();
        let mut file = OpenOptions::new().create(true).append(true).open(self.path()).unwrap();
        file.write_all(words.as_bytes()).unwrap();
    }

    /// Writes the record that erases, as another program would.
    fn record(&self, instead: Edit) {
        let mut other = Scribe::new(log(2), me(), &[log(1)]);
        let mut words = String::new();
        other.write(&[record(instead)], &mut words).unwrap();
        fs::write(self.folder.path().join("log").join(other.file_name()), words).unwrap();
    }

    fn erase(&self) -> Erased {
        let known = self.folder.read_known().unwrap();
        self.folder.erase(&known.erasures, &BTreeSet::new(), None).unwrap()
    }

    /// The names of the codes, and what was set aside.
    fn read(&self) -> (Vec<String>, Vec<SetAside>) {
        let known = self.folder.read_known().unwrap();
        (known.fold.project().codes().map(|(_, code)| code.name.clone()).collect(), known.set_aside)
    }
}

const AFTER: [&str; 4] = ["calm", WITHDRAWN, "rest", "after"];

#[test]
fn erased_words_are_gone_from_a_log_that_is_as_long_and_goes_on() {
    let mut study = Study::new();
    let before = study.bytes();
    study.record(code(14, WITHDRAWN));
    assert_eq!(study.read().0, AFTER, "they do not show even before they are taken out");
    assert_eq!(study.erase().lines, 1);
    let after = study.bytes();
    assert_eq!(after.len(), before.len());
    assert!(!String::from_utf8_lossy(&after).contains("quokka"));
    assert_eq!(study.read(), (AFTER.map(str::to_string).to_vec(), Vec::new()));
    assert_eq!(study.erase(), Erased::default(), "there is nothing left to do");
    study.append(&[op(1, 7, code(17, "later"), (7, 1))]);
    let (codes, aside) = study.read();
    assert_eq!((codes.last().unwrap().as_str(), aside), ("later", Vec::new()));
}

#[test]
fn words_that_were_half_taken_out_are_taken_out_whole() {
    let study = Study::new();
    let before = study.bytes();
    study.record(code(14, WITHDRAWN));
    study.erase();
    let after = study.bytes();
    let changed: Vec<usize> = (0..before.len()).filter(|&at| before[at] != after[at]).collect();
    for cut in changed {
        let torn = [&after[..cut], &before[cut..]].concat();
        fs::write(study.path(), torn).unwrap();
        study.erase();
        assert_eq!(study.bytes(), after, "cut at {cut}");
    }
}

#[test]
fn without_its_record_an_erased_line_is_named_and_its_act_waits() {
    let study = Study::new();
    study.record(code(14, WITHDRAWN));
    study.erase();
    fs::remove_file(study.folder.path().join("log").join(Scribe::new(log(2), me(), &[]).file_name())).unwrap();
    let (codes, aside) = study.read();
    assert_eq!(codes, ["after"]);
    assert!(matches!(aside[..], [SetAside { line: 5, fault: Fault::Erased(_), .. }]), "{aside:?}");
}

#[test]
fn a_record_that_would_have_a_change_say_something_else_is_not_believed() {
    let study = Study::new();
    let before = study.bytes();
    study.record(code(99, WITHDRAWN));
    assert_eq!(study.erase(), Erased::default());
    assert_eq!(study.bytes(), before);
    assert_eq!(study.read().0, ["calm", "quokka", "rest", "after"]);
}

#[test]
fn every_bit_that_flips_in_an_erased_line_is_named_or_harmless() {
    let study = Study::new();
    let before = study.bytes();
    study.record(code(14, WITHDRAWN));
    study.erase();
    let whole = study.bytes();
    let start = (0..before.len()).find(|&at| before[at] != whole[at]).unwrap();
    let line = whole[..start].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    let end = start + whole[start..].iter().position(|&byte| byte == b'\n').unwrap();
    for (at, bit) in (line..=end).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        fs::write(study.path(), &flipped).unwrap();
        let (codes, aside) = study.read();
        assert!(!aside.is_empty() || codes == AFTER, "bit {bit} of byte {at}: {codes:?}");
    }
}

#[test]
fn a_copy_in_which_nothing_was_erased_brings_nothing_back() {
    let mut study = Study::new();
    let other = Study::new();
    fs::copy(study.folder.path().join("project.ron"), other.folder.path().join("project.ron")).unwrap();
    let copy = Folder::open(other.folder.path()).unwrap();
    study.record(code(14, WITHDRAWN));
    study.erase();
    let erased = study.bytes();
    study.folder.join(&copy).unwrap();
    assert_eq!(study.bytes(), erased);
    // The other way about, with lines on one side that the other does not have.
    study.append(&[op(1, 7, code(17, "later"), (7, 1))]);
    copy.join(&study.folder).unwrap();
    assert_eq!(other.bytes(), study.bytes());
    assert_eq!(other.read().0.len(), 5);
    assert_eq!(names_in(&other.folder.path().join("log")).unwrap().len(), 2, "nothing is put aside");
}
