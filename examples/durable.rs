//! How long a change takes until it is on the disk, and how long a study of a million codings takes to open.
//!
//! `cargo run --release --example durable` prints milliseconds of a small and a large study: until the sync of the
//! change's line has returned, which is when no power cut can take it away, and until the one who made it is told.
//! With `million`, of the opening alone, from the logs (without what is kept for a fast opening) and with it.

#[allow(dead_code)] // the benches use the rest of it
#[path = "../benches/study/mod.rs"]
mod study;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use emic::desk::{Desk, World};
use emic::project::{CodingId, DocumentId, Edit, Origin, TextKey};
use emic::store::{Disk, FolderDisk};
use emic::text::Text;
use study::{SIZES, Size, Study};

/// Changes that are measured one by one.
const CHANGES: usize = 2_000;

/// The disk of a folder, which notes when the last sync returned.
struct Timed {
    disk: FolderDisk,
    synced: Arc<Mutex<Instant>>,
}

impl Disk for Timed {
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
        self.disk.sync()?;
        *self.synced.lock().expect("nobody panicked") = Instant::now();
        Ok(())
    }

    fn put_texts(&mut self, texts: &[(TextKey, Arc<Text>)]) -> io::Result<()> {
        self.disk.put_texts(texts)
    }

    fn put_originals(&mut self, originals: &[(String, Vec<u8>)]) -> io::Result<()> {
        self.disk.put_originals(originals)
    }
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("million") {
        return million();
    }
    for size in SIZES {
        let study = Study::of(size);
        let folder = study.folder();
        let synced = Arc::new(Mutex::new(Instant::now()));
        let disk = Box::new(Timed { disk: folder.disk(None), synced: synced.clone() });
        let mut desk = Desk::open_on(folder, disk, "mk", World::real()).expect("the study can be read");
        let code = desk.project().codebook().rows()[0].code;
        let documents: Vec<DocumentId> = desk.project().document_order().to_vec();
        let (mut durable, mut told) = (Vec::with_capacity(CHANGES), Vec::with_capacity(CHANGES));
        for nth in 0..CHANGES {
            let start = 40 + (nth / documents.len()) as u32 * 7;
            let passage = desk.passage(documents[nth % documents.len()], start, start + 30).expect("a passage");
            let (coding, coder) = (CodingId(desk.next_id()), desk.coder());
            let edit = Edit::ApplyCode { coding, passage, code, coder, at: None, origin: Origin::Hand };
            let began = Instant::now();
            desk.commit(vec![edit]).expect("a coding that the project allows");
            assert_eq!(desk.wait(Duration::from_secs(10)).unsaved, 0);
            told.push(began.elapsed());
            durable.push(synced.lock().expect("nobody panicked").duration_since(began));
        }
        for (what, mut took) in [("on the disk", durable), ("told", told)] {
            took.sort_unstable();
            let at = |share: usize| took[(CHANGES - 1) * share / 100].as_secs_f64() * 1e3;
            println!("{size}: {what} after p50 {:.3} ms, p99 {:.3} ms", at(50), at(99));
        }
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
