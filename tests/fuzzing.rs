//! The fuzz targets over their seeds and random changes of these, for every run of the tests.
//!
//! `EMIC_FUZZ_RUNS=100000 cargo test --test fuzzing` tries more of each; `fuzz/` tries far more, led by what
//! it reaches. Where a target fails, the bytes are written to a file that the message names.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use targets::{TARGETS, Target};

/// Tries of each target, where the environment does not say.
const RUNS: u64 = 3_000;
/// What nobody waits for; tests are built without optimising, and machines are busy.
const LONGEST: Duration = Duration::from_secs(5);

/// The seeds of a target, each with its name.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = entries.map(|entry| entry.unwrap().path());
    let mut seeds: Vec<_> =
        read.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect();
    seeds.sort();
    seeds
}

/// Numbers that only look random, so that every run is the same.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// Bytes that readers stumble over.
const ODD: &[&[u8]] = &[
    b"\x1b",
    b"\0",
    b"\xff",
    b"\xc2\x9b",
    "\u{202e}".as_bytes(),
    "\u{feff}".as_bytes(),
    b"\r\n",
    b"\n\n",
    b"\"",
    b"(",
    b"[",
    b"<",
    b"&#27;",
    b"-->",
    b"4294967295",
    b"-1",
    b"\x1b[200~",
    b"PK\x01\x02",
    b"\x80\x80\x80\x80\x10",
];

/// Bytes changed in one to four ways: flipped, put in, cut out, doubled, taken from another seed.
fn changed(seed: &[u8], other: &[u8], drawn: &mut Drawn) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=drawn.below(4) {
        let at = drawn.below(bytes.len() + 1);
        let end = (at + 1 + drawn.below(16)).min(bytes.len());
        match drawn.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << drawn.below(8),
            1 if at < bytes.len() => bytes[at] = drawn.below(256) as u8,
            2 => drop(bytes.splice(at..at, ODD[drawn.below(ODD.len())].iter().copied())),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ => {
                let from = drawn.below(other.len() + 1);
                let to = (from + 1 + drawn.below(64)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
    bytes
}

/// Tries one input, which must come to an end in time.
fn tried(target: Target, bytes: &[u8], from: &str) {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| target.1(bytes)));
    let took = begun.elapsed();
    if outcome.is_err() || took > LONGEST {
        let kept = std::env::temp_dir().join(format!("emic-{}-failed", target.0));
        fs::write(&kept, bytes).unwrap();
        panic!("{} failed on a change of {from} after {took:?}; the bytes are in {}", target.0, kept.display());
    }
}

fn runs() -> u64 {
    std::env::var("EMIC_FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(RUNS)
}

/// Plays the seeds of the target of that name, then changes of them.
fn plays(name: &str) {
    let target = *TARGETS.iter().find(|(known, _)| *known == name).expect("a target of that name");
    let seeds = seeds(name);
    assert!(seeds.len() > 1, "too few seeds for {name}");
    seeds.iter().for_each(|(file, bytes)| tried(target, bytes, file));
    let mut drawn = Drawn(name.bytes().map(u64::from).sum());
    for _ in 0..runs() {
        let (file, seed) = &seeds[drawn.below(seeds.len())];
        let other = &seeds[drawn.below(seeds.len())].1;
        tried(target, &changed(seed, other, &mut drawn), file);
    }
}

#[test]
fn logs() {
    plays("log");
}

#[test]
fn keymaps() {
    plays("keymap");
}

#[test]
fn keys() {
    plays("keys");
}

#[test]
fn folds() {
    plays("fold");
}

/// The changes of a log as the target `fold` takes them.
fn changes_of(log: &[u8]) -> Vec<u8> {
    let read = emic::store::read_log(log, "log").unwrap();
    let change =
        |op: &emic::project::Op| [vec![op.tick as u8 % 12, 1], postcard::to_stdvec(&op.edit).unwrap()].concat();
    read.ops.iter().flat_map(change).collect()
}

#[test]
fn the_seeds_of_the_fold_are_the_changes_of_logs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/fold");
    for (name, log) in seeds("log").into_iter().filter(|(name, _)| name != "torn") {
        let changes = changes_of(&log);
        if std::env::var_os("EMIC_NEW_SEEDS").is_some() {
            fs::write(folder.join(&name), &changes).unwrap();
        }
        assert!(fs::read(folder.join(&name)).unwrap() == changes, "make {name} anew with EMIC_NEW_SEEDS=1");
    }
}

#[test]
fn texts() {
    plays("text");
}

#[test]
fn lists_of_names() {
    plays("names");
}

#[test]
fn dumps() {
    plays("json");
}

#[test]
fn projects_of_other_programs() {
    plays("refi");
}

#[test]
fn databases_of_other_programs() {
    plays("database");
}

#[test]
fn sheets_and_lists() {
    plays("sheet");
}

#[test]
fn word_documents() {
    plays("docx");
}

#[test]
fn open_documents() {
    plays("odt");
}

#[test]
fn rich_texts() {
    plays("rtf");
}

#[test]
fn web_pages() {
    plays("html");
}

#[test]
fn pdf_files() {
    plays("pdf");
}

#[test]
fn every_target_is_played_and_has_a_program_of_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = fs::read_to_string(root.join("tests/fuzzing.rs")).unwrap();
    for (name, _) in TARGETS {
        assert!(here.contains(&format!("plays({name:?});")), "{name} is not played");
        assert!(root.join(format!("fuzz/fuzz_targets/{name}.rs")).is_file(), "no program for {name}");
    }
}
