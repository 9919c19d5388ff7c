//! Leaping to turns, speakers, excerpts, memos, and what is not coded yet.

use crate::analysis::{disagreements, finished_coders};
use crate::app::actions::action;
use crate::app::units::Reading;
use crate::app::{App, Trouble};
use crate::place::Unit;
use crate::project::Target;
use crate::text::{Span, grapheme_at, turn_at};

type Done = Result<(), Trouble>;

/// The actions that leap: any of them can be done again by one key.
const LEAPS: &[&str] = &[
    "turn-next",
    "turn-previous",
    "same-speaker-next",
    "same-speaker-previous",
    "excerpt-next",
    "excerpt-previous",
    "uncoded-next",
    "uncoded-previous",
    "untouched-next",
    "untouched-previous",
    "memo-next",
    "memo-previous",
    "disagreement-next",
    "disagreement-previous",
    "doubtful-next",
    "doubtful-previous",
];

/// Notes a leap, so that it can be done again.
pub(in crate::app) fn note_leap(app: &mut App, name: &str) {
    app.leapt = LEAPS.iter().copied().find(|leap| *leap == name).or(app.leapt);
}

/// Leaps as before.
pub fn again(app: &mut App) -> Done {
    let leap = app.leapt.and_then(action).ok_or("no leap to do again")?;
    (leap.run)(app)
}

/// Goes to a place that `find` finds from the cursor, as often as was typed; `none` says why it cannot.
fn leap(app: &mut App, none: &str, find: impl Fn(&App, u32) -> Option<u32>) -> Done {
    let times = app.times();
    let (mut at, mut taken) = (app.place.cursor, 0);
    while taken < times
        && let Some(next) = find(app, at)
    {
        (at, taken) = (next, taken + 1);
    }
    if taken == 0 {
        return Err(none.into());
    }
    if taken < times {
        app.say(format!("{taken} of {times}: {none}"));
    }
    app.place.remember_jump();
    if app.place.reopened.is_some() {
        // The excerpt whose ends are being moved reaches to there.
        app.go(at);
        return super::moving::keep_whole_words(app);
    }
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
    uncoded(app, true, app.place.unit)
}

/// To the passage before that is not coded yet.
pub fn uncoded_previous(app: &mut App) -> Done {
    uncoded(app, false, app.place.unit)
}

/// To the next turn in which nothing is coded yet.
pub fn untouched_next(app: &mut App) -> Done {
    uncoded(app, true, Unit::Turn)
}

/// To the turn before in which nothing is coded yet.
pub fn untouched_previous(app: &mut App) -> Done {
    uncoded(app, false, Unit::Turn)
}

/// Only what participants say is to be coded, so other turns are passed over; in a document without turns,
/// everything.
fn uncoded(app: &mut App, forward: bool, unit: Unit) -> Done {
    let (id, document, text) = app.open_text()?;
    let words = format!("no uncoded {} of a participant that way in this document", unit.word());
    let leapt = leap(app, &words, |app, at| {
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
    });
    // What is to be coded is to be read first.
    if leapt.is_ok() && app.transcript.is_low(app.place.cursor) {
        super::moving::centre(app)?;
    }
    leapt
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
    let on = |target| match target {
        Target::Excerpt(_, span) => Some(span.start()),
        _ => None,
    };
    let mut starts: Vec<u32> = app.desk.project().memos_in(id).filter_map(|(_, memo)| on(memo.on)).collect();
    starts.dedup();
    leap(app, "no memo on a passage that way in this document", |_, at| beside(&starts, at, forward))
}

/// To the next passage that coders who finished the document coded differently.
pub fn disagreement_next(app: &mut App) -> Done {
    disagreement(app, true)
}

/// To the passage before that coders coded differently.
pub fn disagreement_previous(app: &mut App) -> Done {
    disagreement(app, false)
}

fn disagreement(app: &mut App, forward: bool) -> Done {
    let (id, document, _) = app.open_text()?;
    let project = app.desk.project();
    let coders = finished_coders(project, id);
    if coders.len() < 2 {
        let who = match coders[..] {
            [one] => format!("only {} has", project.coder_name(one)),
            _ => "nobody has".to_string(),
        };
        let words = format!("{who} coded the whole of {}; two must say so, with s in Space F", document.title);
        return Err(Trouble::Say(words));
    }
    let found = disagreements(project, id, &coders);
    let starts: Vec<u32> = found.iter().map(|one| one.span.start()).collect();
    leap(app, "no disagreement that way in this document", |_, at| beside(&starts, at, forward))?;
    let place = starts.partition_point(|&start| start < app.place.cursor);
    if let Some(one) = found.get(place) {
        let project = app.desk.project();
        let said = coders.iter().zip(&one.codes).map(|(&coder, codes)| {
            let names: Vec<String> = codes.iter().map(|&code| project.code_words(code)).collect();
            format!(
                "{}: {}",
                project.coder_name(coder),
                if names.is_empty() { "none".into() } else { names.join(", ") }
            )
        });
        let said = said.collect::<Vec<_>>().join("; ");
        app.say(format!("{}/{}  {said}", place + 1, found.len()));
    }
    Ok(())
}
