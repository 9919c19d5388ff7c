//! How long a change takes until it is on the disk, and how long a study of a million codings takes to open.
//!
//! `cargo run --release --example durable` prints milliseconds of a small and a large study; with `million`, of the
//! opening alone, from the logs (without what is kept for a fast opening) and with it.

#[allow(dead_code)] // the benches use the rest of it
#[path = "../benches/study/mod.rs"]
mod study;

use std::time::{Duration, Instant};

use emic::project::{CodingId, DocumentId, Edit, Origin};
use study::{SIZES, Size, Study};

/// Changes that are measured one by one.
const CHANGES: usize = 2_000;

fn main() {
    if std::env::args().nth(1).as_deref() == Some("million") {
        return million();
    }
    for size in SIZES {
        let study = Study::of(size);
        let mut desk = study.desk();
        let code = desk.project().codebook().rows()[0].code;
        let documents: Vec<DocumentId> = desk.project().document_order().to_vec();
        let mut took: Vec<Duration> = Vec::with_capacity(CHANGES);
        for nth in 0..CHANGES {
            let start = 40 + (nth / documents.len()) as u32 * 7;
            let passage = desk.passage(documents[nth % documents.len()], start, start + 30).expect("a passage");
            let (coding, coder) = (CodingId(desk.next_id()), desk.coder());
            let edit = Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand };
            let began = Instant::now();
            desk.commit(vec![edit]).expect("a coding that the project allows");
            assert_eq!(desk.wait(Duration::from_secs(10)).unsaved, 0);
            took.push(began.elapsed());
        }
        took.sort_unstable();
        let at = |share: usize| took[(CHANGES - 1) * share / 100].as_secs_f64() * 1e3;
        println!("{size}: change to disk p50 {:.3} ms, p99 {:.3} ms", at(50), at(99));
    }
}

fn million() {
    let study = Study::of(Size::of("1,000 documents, 1,000,000 codings", 1_000, 1_000_000));
    let open = || {
        let began = Instant::now();
        let desk = study.desk();
        let took = began.elapsed();
        assert_eq!(desk.project().n_codings(), 1_000_000);
        took.as_secs_f64() * 1e3
    };
    for _ in 0..5 {
        study.forget_what_is_known();
        println!("from the logs {:.0} ms; then with what was kept {:.0} ms", open(), open());
    }
}
