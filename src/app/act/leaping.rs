//! Leaping to turns, speakers, excerpts, memos, and what is not coded yet.

use crate::app::units::Reading;
use crate::app::{App, Trouble};
use crate::place::Unit;
use crate::project::Target;
use crate::text::{Span, grapheme_at, turn_at};

type Done = Result<(), Trouble>;

/// Goes to a place that `find` finds from the cursor, as often as was typed.
fn leap(app: &mut App, none: &str, find: impl Fn(&App, u32) -> Option<u32>) -> Done {
    let mut at = app.place.cursor;
    for nth in 0..app.times() {
        match find(app, at) {
            Some(next) => at = next,
            None if nth == 0 => return Err(none.into()),
            None => break,
        }
    }
    app.place.remember_jump();
    app.jump(at);
    Ok(())
}

/// To the next turn.
pub fn turn_next(app: &mut App) -> Done {
    let (_, document, _) = app.open_text()?;
    leap(app, "no turn after this one", |_, at| document.turns.iter().map(|turn| turn.body).find(|&body| body > at))
}

/// To the turn before.
pub fn turn_previous(app: &mut App) -> Done {
    let (_, document, _) = app.open_text()?;
    leap(app, "no turn before this one", |_, at| {
        document.turns.iter().rev().map(|turn| turn.body).find(|&body| body < at)
    })
}

/// To the same speaker's next turn.
pub fn same_speaker_next(app: &mut App) -> Done {
    same_speaker(app, true)
}

/// To the same speaker's turn before.
pub fn same_speaker_previous(app: &mut App) -> Done {
    same_speaker(app, false)
}

fn same_speaker(app: &mut App, forward: bool) -> Done {
    let (_, document, _) = app.open_text()?;
    let here = turn_at(&document.turns, app.place.cursor).ok_or("nobody speaks here")?;
    let speaker = document.turns[here].speaker;
    let theirs: Vec<u32> = document.turns.iter().filter(|turn| turn.speaker == speaker).map(|turn| turn.body).collect();
    leap(app, "no other turn of this speaker that way", |_, at| beside(&theirs, at, forward))
}

/// The nearest of some sorted positions after `at`, or before it.
fn beside(sorted: &[u32], at: u32, forward: bool) -> Option<u32> {
    match forward {
        true => sorted.get(sorted.partition_point(|&other| other <= at)).copied(),
        false => sorted.partition_point(|&other| other < at).checked_sub(1).map(|place| sorted[place]),
    }
}

/// To the next coded passage.
pub fn excerpt_next(app: &mut App) -> Done {
    excerpt(app, true)
}

/// To the coded passage before.
pub fn excerpt_previous(app: &mut App) -> Done {
    excerpt(app, false)
}

fn excerpt(app: &mut App, forward: bool) -> Done {
    let (id, ..) = app.open_text()?;
    let mut starts: Vec<u32> = app.desk.project().codings_in(id).map(|(_, coding)| coding.span.start()).collect();
    starts.dedup();
    leap(app, "no coded passage that way in this document", |_, at| beside(&starts, at, forward))
}

/// To the next passage that is not coded yet.
pub fn uncoded_next(app: &mut App) -> Done {
    uncoded(app, true)
}

/// To the passage before that is not coded yet.
pub fn uncoded_previous(app: &mut App) -> Done {
    uncoded(app, false)
}

/// Only what participants say is to be coded; in a document without turns, everything.
fn uncoded(app: &mut App, forward: bool) -> Done {
    let (id, document, text) = app.open_text()?;
    let unit = app.place.unit;
    let words = format!("no uncoded {} that way in this document", unit.word());
    leap(app, &words, |app, at| {
        let reading = Reading { document: &document, text: &text };
        let project = app.desk.project();
        let here = reading.unit_at(at, unit).or_else(|| {
            let cell = grapheme_at(&text, at);
            Span::new(cell.start, cell.end, text.len())
        })?;
        std::iter::successors(Some(here), |&span| next_unit(reading, span, unit, forward))
            .skip(1)
            .filter(|span| {
                let turn = turn_at(&document.turns, span.start()).map(|place| document.turns[place].speaker);
                document.turns.is_empty() || turn.is_some_and(|speaker| project.person_of(id, speaker).is_some())
            })
            .find(|&span| project.codings_touching(id, span).next().is_none())
            .map(Span::start)
    })
}

/// Turns are walked as turns: text outside them is nobody's words.
fn next_unit(reading: Reading, span: Span, unit: Unit, forward: bool) -> Option<Span> {
    if unit != Unit::Turn || reading.document.turns.is_empty() {
        return reading.unit_beside(span, unit, forward);
    }
    let turns = &reading.document.turns;
    let spoken = |turn: &&crate::text::Turn| turn.body < turn.end;
    let turn = match forward {
        true => turns[turns.partition_point(|turn| turn.body <= span.start())..].iter().find(spoken),
        false => turns[..turns.partition_point(|turn| turn.body < span.start())].iter().rev().find(spoken),
    }?;
    Span::new(turn.body, turn.end, reading.text.len())
}

/// To the next passage with a memo.
pub fn memo_next(app: &mut App) -> Done {
    memo(app, true)
}

/// To the passage before with a memo.
pub fn memo_previous(app: &mut App) -> Done {
    memo(app, false)
}

fn memo(app: &mut App, forward: bool) -> Done {
    let (id, ..) = app.open_text()?;
    let on = |target: Target| match target {
        Target::Excerpt(document, span) if document == id => Some(span.start()),
        _ => None,
    };
    let mut starts: Vec<u32> = app.desk.project().memos().filter_map(|(_, memo)| on(memo.on)).collect();
    starts.sort_unstable();
    starts.dedup();
    leap(app, "no memo on a passage that way in this document", |_, at| beside(&starts, at, forward))
}
