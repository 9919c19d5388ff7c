//! Somebody who knows emic well codes the sample study anew, from a log of keys: how many keys it takes.

#[allow(dead_code)] // every test program uses its part of it
mod sitting;
#[path = "../examples/expert/study.rs"]
mod study;
#[allow(dead_code)] // every test program uses its part of it
mod terminal;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use emic::panes::Theme;
use emic::project::{CodeId, DocumentId};
use emic::text::Span;
use sitting::Sitting;
use terminal::Terminal;

/// More than this is too slow for somebody who codes all day.
const AT_MOST: f64 = 3.2;

/// The keys of the log, line by line, without what is said of them.
fn log() -> Vec<&'static str> {
    let lines = include_str!("expert-run.keys").lines();
    lines.map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|keys| !keys.is_empty()).collect()
}

type Codings = BTreeSet<(DocumentId, Span, CodeId)>;

/// The sample without its codings, and the codings that it had.
fn uncoded() -> (Sitting, Codings) {
    let mut sitting = Sitting::sample(Theme::mono(false));
    let wanted = study::wanted(sitting.app.desk.project()).into_iter().collect();
    study::uncode(&mut sitting.app.desk).unwrap();
    (sitting, wanted)
}

fn codings(sitting: &Sitting) -> Codings {
    let project = sitting.app.desk.project();
    let all = project.document_order().iter().flat_map(|&document| project.codings_in(document));
    all.map(|(_, coding)| (coding.document, coding.span, project.stands_for(coding.code))).collect()
}

#[test]
fn the_sample_is_coded_again_with_few_keys() {
    let (mut sitting, wanted) = uncoded();
    assert_eq!((codings(&sitting).len(), wanted.len()), (0, 103));
    let mut keys = 0;
    for line in log() {
        keys += sitting::read_keys(line).len();
        sitting.rattles(line);
    }
    let made = codings(&sitting);
    let amiss: Vec<_> = made.symmetric_difference(&wanted).collect();
    assert!(amiss.is_empty(), "{amiss:?}");
    let each = keys as f64 / wanted.len() as f64;
    println!("{} codings, {keys} keys, {each:.2} keys for each", wanted.len());
    assert!(each <= AT_MOST, "{each:.2} keys for each coding");
}

/// Keys as a terminal sends them.
fn bytes(keys: &str) -> String {
    keys.replace("<Enter>", "\r").replace('\'', "")
}

#[test]
fn the_real_program_keeps_up_with_the_log() {
    let (mut sitting, wanted) = uncoded();
    sitting.save();
    let folder = sitting.folder().to_path_buf();
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(home.path(), &["open", "--project", &folder.display().to_string()], 120, 36);
    terminal.sees(&["FG1 1/6", "saved"]);
    let begun = Instant::now();
    for line in log() {
        // The next keys are typed when what these did stands on the screen and on the disk.
        let coding = !["s", "gl", "]f"].contains(&line);
        let before = terminal.screen();
        terminal.keys(&bytes(line));
        let wanted = |screen: &str| screen != before && (!coding || screen.contains("Coded "));
        terminal.waits(line, |screen| {
            wanted(screen) && screen.lines().next().is_some_and(|title| title.trim_end().ends_with(" saved"))
        });
    }
    let took = begun.elapsed();
    println!("{} codings in {:.2} s", wanted.len(), took.as_secs_f64());
    terminal.leave();
    let sitting = sitting.again("mara");
    assert_eq!(codings(&sitting), wanted);
    assert!(took < Duration::from_secs(600));
}
