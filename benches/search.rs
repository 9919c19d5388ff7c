//! How long it takes to look through all texts of the project in the folder `EMIC_STUDY`, or of a study of 20,000
//! codings, once they are in memory: `cargo bench --bench search`.

#[allow(dead_code)] // each bench uses its part of it
mod study;

use std::sync::Arc;

use divan::Bencher;
use emic::desk::{Desk, World};
use emic::store::Folder;
use emic::text::{Pattern, Text};
use study::{SIZES, Study};

fn main() {
    divan::main();
}

fn texts() -> Vec<Arc<Text>> {
    let read = |desk: &Desk| desk.project().document_order().iter().filter_map(|&id| desk.text(id)).collect();
    match std::env::var_os("EMIC_STUDY") {
        Some(path) => {
            let folder = Folder::open(path.as_ref()).expect("EMIC_STUDY is a project");
            read(&Desk::open(folder, None, "mk", World::real()).expect("the project can be read"))
        }
        None => read(&Study::of(SIZES[1]).desk()),
    }
}

/// Words as they are typed: found without regard to capitals and accents.
#[divan::bench(args = ["recovery", "Recovery", "xyzzyqq"], sample_count = 7)]
fn words(bencher: Bencher, words: &str) {
    let (texts, pattern) = (texts(), Pattern::Words(words.to_string()));
    bencher.bench_local(|| texts.iter().map(|text| pattern.find_all(text).len()).sum::<usize>());
}

#[divan::bench(args = [r"\b(hope|friend)\w*\W+(?:\w+\W+){0,5}recover\w*", r"^Respondent \d+: .*\bhospital\b"], sample_count = 7)]
fn regex(bencher: Bencher, typed: &str) {
    let (texts, pattern) = (texts(), Pattern::regex(typed).expect("it is a pattern"));
    bencher.bench_local(|| texts.iter().map(|text| pattern.find_all(text).len()).sum::<usize>());
}
