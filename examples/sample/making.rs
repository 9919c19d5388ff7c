//! The team at work: who sat down when, and what they did, each time at a desk of their own.
//!
//! Everything enters by `Desk::commit`, as it would from the keyboard. The clock and what is random are
//! given, so that every run makes the same bytes.

mod gestures;
mod study;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use emic::desk::{Desk, World};
use emic::project::*;
use emic::store::{Folder, Sharing};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use study::{CodePath, Sitting, Study};

pub type Trouble = Box<dyn std::error::Error>;
pub type Done = Result<(), Trouble>;

/// Every sample study. Each has its sources and its project in a folder of that name.
pub const STUDIES: &[&str] = &["peer-work", "leaders"];

/// The hour (UTC) at which a day's first sitting begins.
const MORNING: i8 = 9;
/// Between two looks at the clock (milliseconds).
const STEP: i64 = 40_000;
/// Between two sittings of one day.
const PAUSE: i64 = 20 * 60_000;

/// Where the project made of a study is kept.
pub fn kept(name: &str) -> PathBuf {
    sample_data().join(name)
}

/// Reads a study's written sources.
pub fn study(name: &str) -> Result<Study, Trouble> {
    Study::read(&sample_data().join("source").join(name))
}

fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

/// Makes a study's project in a folder where there is none.
pub fn make(study: &Study, folder: &Path) -> Done {
    Folder::create_with_id(folder, &study.title, Sharing::Private, study.id()?)?;
    let mut team = Team { folder, study, clock: Arc::new(AtomicI64::new(0)), sittings: 0 };
    study.sittings.iter().try_for_each(|sitting| team.sit(sitting))?;
    let (ops, _) = Folder::open(folder)?.read_ops()?;
    let made = codebook(Fold::of(&study.title, ops).project());
    if made == study.final_codes { Ok(()) } else { Err(format!("the codebook ends as {made:?}").into()) }
}

struct Team<'a> {
    folder: &'a Path,
    study: &'a Study,
    clock: Arc<AtomicI64>,
    sittings: u64,
}

impl Team<'_> {
    /// Has a coder sit down, in the morning or after whoever sat there before, and saves what they did.
    fn sit(&mut self, sitting: &Sitting) -> Done {
        let morning = sitting.on.parse::<Date>()?.at(MORNING, 0, 0, 0).to_zoned(TimeZone::UTC)?;
        let earliest = self.clock.load(Ordering::Relaxed) + PAUSE;
        self.clock.store(earliest.max(morning.timestamp().as_millisecond()), Ordering::Relaxed);
        self.sittings += 1;
        let (clock, mut random) = (self.clock.clone(), Random(self.study.seed ^ self.sittings << 32));
        let world = World {
            now: Box::new(move || clock.fetch_add(STEP, Ordering::Relaxed)),
            random: Box::new(move || u128::from(random.next()) << 64 | u128::from(random.next())),
            wake: Arc::new(|| {}),
        };
        let mut desk = Desk::open(Folder::open(self.folder)?, None, &sitting.by, world)?;
        sitting.acts.iter().try_for_each(|act| gestures::act(&mut desk, self.study, act))?;
        let saved = desk.wait(Duration::from_secs(60));
        if saved.unsaved > 0 { Err(saved.trouble.unwrap_or("not saved".to_string()).into()) } else { Ok(()) }
    }
}

/// The codes in use, in codebook order, as the study writes them.
fn codebook(project: &Project) -> Vec<CodePath> {
    let path = |row: &CodebookRow| project.code_path(row.code).into_iter().map(str::to_string).collect();
    project.codebook().rows().iter().map(path).collect()
}

/// SplitMix64: numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}
