//! The team at work: who sat down when, and what they did, each time at a desk of their own.
//!
//! Everything enters by `Desk::commit`, as it would from the keyboard. The clock and what is random are
//! given, so that every run makes the same bytes.

mod gestures;
mod study;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use emic::desk::{Desk, World};
use emic::project::*;
use emic::store::{Folder, Sharing};
use jiff::civil::Date;
use uuid::Uuid;

use study::{CodePath, Study};

pub type Trouble = Box<dyn std::error::Error>;
pub type Done = Result<(), Trouble>;

/// The sample project's id, the same in every copy.
pub const ID: Uuid = Uuid::from_u128(0x6d41_9c4e_52b7_4f0a_9a53_1f5e_70b2_c8d6);

/// 2024-03-05 09:00 UTC, when the study begins (milliseconds since 1970).
const BEGINS: i64 = 1_709_629_200_000;
const DAY: i64 = 24 * 3_600_000;
/// Between two looks at the clock.
const STEP: i64 = 40_000;
/// Between two sittings of one day.
const PAUSE: i64 = 20 * 60_000;
/// The coder who stands for what the team agreed on.
const CONSENSUS: &str = "consensus";
/// Those who coded some transcripts apart, with the letter of their passages.
const APART: [(&str, char); 2] = [("mara", 'M'), ("jonas", 'J')];

/// Makes the sample project in a folder where there is none.
pub fn make(folder: &Path) -> Done {
    let study = Study::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join("source"))?;
    Folder::create_with_id(folder, &study.title, Sharing::Private, ID)?;
    let mut team = Team { folder, study: &study, clock: Arc::new(AtomicI64::new(BEGINS - PAUSE)), sittings: 0 };
    team.collect()?;
    let (_, last) = team.documents_by_day()?.pop().ok_or("the study has no transcripts")?;
    team.code_everything(last + 1)?;
    team.look_back(last + 14)?;
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

impl<'a> Team<'a> {
    /// Has a coder sit down on a day, counted from the study's first, and saves what they did.
    fn sit(&mut self, day: i64, coder: &str, work: impl FnOnce(&mut Desk) -> Done) -> Done {
        let earliest = self.clock.load(Ordering::Relaxed) + PAUSE;
        self.clock.store(earliest.max(BEGINS + day * DAY), Ordering::Relaxed);
        self.sittings += 1;
        let (clock, mut random) = (self.clock.clone(), Random(self.sittings << 32));
        let world = World {
            now: Box::new(move || clock.fetch_add(STEP, Ordering::Relaxed)),
            random: Box::new(move || u128::from(random.next()) << 64 | u128::from(random.next())),
            wake: Arc::new(|| {}),
        };
        let mut desk = Desk::open(Folder::open(self.folder)?, None, coder, world)?;
        work(&mut desk)?;
        let saved = desk.wait(Duration::from_secs(60));
        if saved.unsaved > 0 { Err(saved.trouble.unwrap_or("not saved".to_string()).into()) } else { Ok(()) }
    }

    /// The transcripts' short names with the days on which they came, in order.
    fn documents_by_day(&self) -> Result<Vec<(&'a str, i64)>, Trouble> {
        let first: Date = self.study.documents.first().ok_or("the study has no transcripts")?.date.parse()?;
        let mut days = Vec::new();
        for transcript in &self.study.documents {
            days.push((transcript.name.as_str(), i64::from(first.until(transcript.date.parse::<Date>()?)?.get_days())));
        }
        Ok(days)
    }

    /// The codebook's history, and each transcript brought in on the day it was recorded.
    fn collect(&mut self) -> Done {
        let study = self.study;
        self.sit(0, "mara", gestures::plan_attributes)?;
        let mut coming = self.documents_by_day()?.into_iter().peekable();
        for steps in study.history.chunk_by(|one, next| (one.day, &one.by) == (next.day, &next.by)) {
            let (day, by) = (steps[0].day, &steps[0].by);
            while let Some((name, came)) = coming.next_if(|(_, came)| *came < day) {
                self.sit(came, "mara", |desk| gestures::bring_in(desk, study, name))?;
            }
            self.sit(day, by, |desk| steps.iter().try_for_each(|step| gestures::change_codebook(desk, &step.change)))?;
        }
        for (name, came) in coming {
            self.sit(came, "mara", |desk| gestures::bring_in(desk, study, name))?;
        }
        Ok(())
    }

    /// Every transcript coded by whom it was given to; some by two apart, then once by consensus.
    fn code_everything(&mut self, day: i64) -> Done {
        let study = self.study;
        let (agreed, alone): (Vec<_>, Vec<_>) = study.coded_by.iter().partition(|(_, coder)| coder == CONSENSUS);
        self.sit(day, "mara", |desk| {
            gestures::add_consensus(desk, CONSENSUS)?;
            let apart = agreed.iter().flat_map(|(name, _)| APART.map(|(coder, _)| (name.as_str(), coder)));
            let given = study.coded_by.iter().map(|(name, coder)| (name.as_str(), coder.as_str())).chain(apart);
            gestures::assign(desk, given, Assignment::Open)
        })?;
        for (day, (name, coder)) in (day + 1..).zip(&alone) {
            self.sit(day, coder, |desk| code_and_finish(desk, study, name, coder, 'E'))?;
        }
        for (day, (coder, layer)) in (day + 6..).zip(APART) {
            for (name, _) in &agreed {
                self.sit(day, coder, |desk| code_and_finish(desk, study, name, coder, layer))?;
            }
        }
        for (name, _) in &agreed {
            self.sit(day + 9, "mara", |desk| code_and_finish(desk, study, name, CONSENSUS, 'E'))?;
        }
        Ok(())
    }

    /// Flags, and the memos of each coder.
    fn look_back(&mut self, day: i64) -> Done {
        let study = self.study;
        self.sit(day, "mara", |desk| {
            study.key_quotes.iter().try_for_each(|key| gestures::flag(desk, study, key, Flag::KeyQuote))?;
            study.discuss.iter().try_for_each(|key| gestures::flag(desk, study, key, Flag::Discuss))
        })?;
        for (day, author) in (day + 1..).zip(&study.coders) {
            let mut theirs = study.memos.iter().filter(|memo| memo.by == author.name);
            self.sit(day, &author.name, |desk| theirs.try_for_each(|memo| gestures::write_memo(desk, study, memo)))?;
        }
        Ok(())
    }
}

/// The codes in use, in codebook order, as the study writes them.
fn codebook(project: &Project) -> Vec<CodePath> {
    let path = |row: &CodebookRow| project.code_path(row.code).into_iter().map(str::to_string).collect();
    project.codebook().rows().iter().map(path).collect()
}

fn code_and_finish(desk: &mut Desk, study: &Study, name: &str, coder: &str, layer: char) -> Done {
    gestures::code(desk, study, name, coder, layer)?;
    gestures::assign(desk, [(name, coder)].into_iter(), Assignment::Finished)
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
