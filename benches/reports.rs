//! How long reports take, of a study of 20,000 codings or of the project in the folder `EMIC_STUDY`:
//! `cargo bench --bench reports`.

#[allow(dead_code)] // each bench uses its part of it
mod study;

use divan::Bencher;
use emic::analysis::agreement::{CodingUnit, Comparing};
use emic::analysis::{Cooccurrence, Counting, Layer, Of, REPORTS, Reach, Report};
use emic::desk::{Desk, World};
use emic::store::Folder;
use study::{SIZES, Study};

fn main() {
    divan::main();
}

/// The project, and the folder that is gone with it where it was made up.
fn project() -> (Option<Study>, Desk) {
    match std::env::var_os("EMIC_STUDY") {
        Some(path) => {
            let folder = Folder::open(path.as_ref()).expect("EMIC_STUDY is a project");
            (None, Desk::open(folder, None, "mk", World::real()).expect("the project can be read"))
        }
        None => {
            let study = Study::of(SIZES[1]);
            let desk = study.desk();
            (Some(study), desk)
        }
    }
}

/// Each report as the command line asks for it, its table not written yet.
#[divan::bench(args = REPORTS.iter().map(|report| report.name), sample_count = 10)]
fn report(bencher: Bencher, name: &str) {
    let (_study, desk) = project();
    let report = Report::of(name).expect("it is in the list");
    let attribute = desk.project().attributes().next().map(|(_, attribute)| attribute.name.clone());
    let by = attribute.as_deref().map(|name| ("by", name)).filter(|_| name == "crosstab");
    let code = desk.project().codebook().rows().first().map(|row| row.code.to_string());
    let code = code.as_deref().map(|code| ("code", code)).filter(|_| name == "code");
    let pairs: Vec<(&str, &str)> = by.into_iter().chain(code).collect();
    bencher.bench_local(|| report.answer(desk.project(), None, desk.texts(), &pairs).is_ok());
}

#[divan::bench(sample_count = 10)]
fn cooccurrence_alone(bencher: Bencher) {
    let (_study, desk) = project();
    bencher.bench_local(|| Cooccurrence::of(&Counting::new(desk.project(), Layer::Settled), Reach::Own).meetings.len());
}

/// By character, the two first coders, all codes, pooled.
#[divan::bench(sample_count = 10)]
fn kappa_of_all_codes(bencher: Bencher) {
    let (_study, desk) = project();
    bencher.bench_local(|| {
        let units = (CodingUnit::Characters, Of::Everything);
        let comparing = Comparing::new(desk.project(), desk.texts(), &[], units, Reach::Own).ok()?;
        let rows: Vec<usize> = (0..desk.project().codebook().rows().len()).collect();
        let kappas = emic::abreast::each(&rows, |&row| comparing.pooled([0, 1], row).kappa());
        Some(kappas.into_iter().flatten().count())
    });
}
