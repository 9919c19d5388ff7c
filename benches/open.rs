//! How long it takes until a project is open, and until its largest table is there.

mod study;

use divan::Bencher;
use emic::analysis::Report;
use study::{SIZES, Size, Study};

fn main() {
    divan::main();
}

/// From the folder on the disk to a project that can be worked on.
#[divan::bench(args = SIZES)]
fn open_a_project(bencher: Bencher, size: Size) {
    let study = Study::of(size);
    bencher.bench_local(|| study.desk());
}

/// Respondents and excerpts of every code, from the open project.
#[divan::bench(args = SIZES)]
fn report_category(bencher: Bencher, size: Size) {
    let desk = Study::of(size).desk();
    let report = Report::of("category").expect("it is in the list");
    bencher.bench_local(|| report.table(desk.project(), desk.texts(), &[]));
}
