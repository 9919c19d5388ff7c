//! A coder at work, ended at any moment in any way: what the screen had called saved is there afterwards.

#[path = "../terminal/line.rs"]
#[allow(dead_code)] // of the line, not all is asked here
mod line;

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::terminal::environment;
use super::{codings, dumped, emic, project_of};
use line::{Line, Tie};

/// What may be on the disk: codings and memos.
type Counts = (usize, usize);

/// One act: its keys (`#` is a number that is new each time), the words in which the screen says that it was done
/// (never those of the act before), and what it does to the counts.
type Act = (&'static str, &'static str, fn(Counts) -> Counts);

/// What is done over and over until the program is ended.
const ACTS: [Act; 8] = [
    ("]ucbe\r", "Coded ", |(codings, memos)| (codings + 1, memos)),
    ("amore\x1b", "Memo kept", |(codings, memos)| (codings, memos + 1)),
    ("]uCtmp#\r", "Coded ", |(codings, memos)| (codings + 1, memos)),
    ("d", "Took ", |(codings, memos)| (codings - 1, memos)),
    ("u", "Undone", |(codings, memos)| (codings + 1, memos)),
    // The code just made stands last: it becomes a part of the first. Only the next act goes back to the words,
    // for that key takes away what is said.
    ("\tGxggM\r", "Merged ", |counts| counts),
    ("\x1b[Z]ucbe\r", "Coded ", |(codings, memos)| (codings + 1, memos)),
    ("d", "Took ", |(codings, memos)| (codings - 1, memos)),
];

/// After so many runs there is a new project: the words do not last for ever.
const RUNS_OF_A_PROJECT: usize = 25;

/// How the program is ended.
#[derive(Clone, Copy, Debug)]
enum End {
    Signal(Signal),
    /// The other side of the pseudo-terminal is closed.
    CutLine,
}

const ENDS: [End; 4] = [End::Signal(Signal::KILL), End::Signal(Signal::TERM), End::Signal(Signal::HUP), End::CutLine];

/// Whether the screen says that this was done, and that everything is saved.
fn is_saved(screen: &str, words: &str) -> bool {
    let sign = screen.lines().next().unwrap_or_default().trim_end();
    let is_said = screen.lines().skip(1).any(|line| line.contains(words));
    is_said && sign.ends_with(" saved") && !sign.ends_with("NOT SAVED")
}

/// Does one act after the other, and ends the program after that time: what was there after the last act that
/// was called saved, and after the one that was under way; and how many acts were called saved.
fn work_until_ended(line: &mut Line, run: usize, after: Duration, there: Counts) -> (Counts, Counts, usize) {
    let end = ENDS[run % ENDS.len()];
    let ends_at = Instant::now() + after;
    let (mut promised, mut acts) = (there, 0);
    loop {
        let (keys, words, does) = ACTS[acts % ACTS.len()];
        line.keys(&keys.replace('#', &format!("{run}-{acts}")));
        while !is_saved(&line.screen(), words) {
            let left = ends_at.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                line.take_in_within(left);
                continue;
            }
            match end {
                End::Signal(signal) => line.signal(signal),
                End::CutLine => line.hang_up(),
            }
            line.ends(matches!(end, End::Signal(_)));
            // What stood on the screen before the end counts.
            let was_done = is_saved(&line.screen(), words);
            return (if was_done { does(promised) } else { promised }, does(promised), acts + usize::from(was_done));
        }
        (promised, acts) = (does(promised), acts + 1);
    }
}

/// What the last line says: how keys are meant, and in the words where the cursor is.
fn last_line(line: &Line) -> String {
    line.screen().lines().last().unwrap_or_default().to_string()
}

/// Waits until the screen is as wanted, however slow the machine: a key too many would be typed into another pane.
fn waits(line: &mut Line, what: &str, wanted: impl Fn(&Line) -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !wanted(line) {
        assert!(Instant::now() < end, "never saw {what} on\n{}", line.screen());
        line.take_in();
    }
}

/// Where the program was ended in the tree, one is there again: back to the words, with no code marked; a memo that
/// was not finished is given up.
fn back_to_the_text(line: &mut Line) {
    waits(line, "a whole screen", |line| !last_line(line).is_empty() && line.screen().contains(" saved"));
    if line.screen().contains("was not finished") {
        line.does("d", &["the draft is given up"]);
    }
    if line.screen().contains(" marked") {
        line.keys("\x1b");
        waits(line, "no marks", |line| !line.screen().contains(" marked"));
    }
    while !last_line(line).contains("  unit turn") {
        let before = last_line(line);
        line.keys("\t");
        waits(line, "another pane", |line| last_line(line) != before);
    }
}

#[test]
fn what_the_screen_called_saved_survives_a_kill_at_any_moment() {
    let runs = std::env::var("EMIC_KILLS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(60);
    let home = tempfile::tempdir().unwrap();
    let (mut there, mut kept, mut merged): (Counts, [usize; ENDS.len()], usize) = ((0, 0), [0; ENDS.len()], 0);
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for run in 0..runs {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let project = format!("kills{}", run / RUNS_OF_A_PROJECT);
        if run % RUNS_OF_A_PROJECT == 0 {
            project_of(home.path(), &project, 6_000);
            emic(home.path(), &["code", "add", "being heard", "--project", &project]);
            there = (0, 0);
        }
        let open = [env!("CARGO_BIN_EXE_emic"), "open", "--project", &project];
        let mut line = Line::start(Tie::Session, &open, &environment(home.path()));
        back_to_the_text(&mut line);
        let after = Duration::from_micros(state % 900_000);
        let (promised, next, acts) = work_until_ended(&mut line, run, after, there);
        let dump = dumped(home.path(), &project);
        let now = (codings(&dump).len(), dump["memos"].as_array().unwrap().len());
        let way = run % ENDS.len();
        assert!(
            now == promised || now == next,
            "run {run}, {:?}, after {acts} acts: {promised:?} was called saved, {next:?} begun, {now:?} is there\n{}\n{}",
            ENDS[way],
            line.screen(),
            emic(home.path(), &["log", "--format", "jsonl", "--limit", "40", "--project", &project])
        );
        there = now;
        kept[way] += acts;
        merged += acts.saturating_sub(5).div_ceil(ACTS.len());
    }
    let sum: usize = kept.iter().sum();
    println!(
        "{runs} of {runs} kills: {sum} acts ({merged} mergers) were called saved, 0 of them lost, 0 projects unopenable"
    );
    ENDS.iter().zip(kept).for_each(|(end, kept)| println!("{end:?}: {kept} acts called saved"));
    assert!(merged > 0, "no code was merged");
    assert!(sum > 2 * runs, "the runs hardly did anything: {sum}");
}
