//! Moving through the words.

use crate::app::units::Reading;
use crate::app::{App, Trouble};
use crate::place::{Jump, Pane, Unit};
use crate::project::Target;
use crate::text::{
    Span, grapheme_at, next_grapheme, next_paragraph, next_sentence, next_word, prev_grapheme, prev_paragraph,
    prev_sentence, prev_word, turn_at, word_end as end_of_word,
};

type Done = Result<(), Trouble>;

/// Takes a step as often as was typed.
fn step(app: &mut App, step: impl Fn(Reading, u32) -> u32) -> Done {
    let (_, document, text) = app.open_text()?;
    let reading = Reading { document: &document, text: &text };
    let mut at = app.place.cursor;
    for _ in 0..app.times() {
        let next = step(reading, at);
        if next == at {
            break;
        }
        at = next;
    }
    app.go(at);
    Ok(())
}

/// Goes as many rows down (up, where negative), keeping to the column.
fn rows(app: &mut App, rows: isize) -> Done {
    let (_, document, _) = app.open_text()?;
    let Some(row) = app.transcript.row_of(&document, app.place.cursor) else { return Ok(()) };
    let goal = app.goal.unwrap_or_else(|| app.transcript.column_of(&row, app.place.cursor));
    let to = app.transcript.row_from(&document, &row, rows);
    let at = app.transcript.position_in(&to, goal);
    app.go(at);
    app.goal = Some(goal);
    Ok(())
}

/// One row down.
pub fn line_down(app: &mut App) -> Done {
    let times = app.times() as isize;
    rows(app, times)
}

/// One row up.
pub fn line_up(app: &mut App) -> Done {
    let times = app.times() as isize;
    rows(app, -times)
}

/// What half a page is in a table: the same whether it was drawn yet or not.
const SHEET_ROWS: isize = 10;

/// Half a page down, in whichever pane has the keys.
pub fn half_page_down(app: &mut App) -> Done {
    half_page(app, 1)
}

/// Half a page up.
pub fn half_page_up(app: &mut App) -> Done {
    half_page(app, -1)
}

fn half_page(app: &mut App, direction: isize) -> Done {
    if let Some(sheet) = app.sheet() {
        sheet.go(direction * SHEET_ROWS, 0);
        return Ok(());
    }
    let half = (app.transcript.page() / 2).max(1) as isize * app.times() as isize;
    rows(app, direction * half)
}

/// One character back.
pub fn char_left(app: &mut App) -> Done {
    step(app, |reading, at| prev_grapheme(reading.text, at))
}

/// One character on.
pub fn char_right(app: &mut App) -> Done {
    step(app, |reading, at| next_grapheme(reading.text, at))
}

/// To the next word, past labels.
pub fn word_next(app: &mut App) -> Done {
    step(app, |reading, at| {
        let next = next_word(reading.text, at);
        match turn_at(&reading.document.turns, next).map(|place| reading.document.turns[place]) {
            Some(turn) if next < turn.body => turn.body,
            _ => next,
        }
    })
}

/// To the word before, past labels.
pub fn word_previous(app: &mut App) -> Done {
    step(app, |reading, at| {
        let before = prev_word(reading.text, at);
        match turn_at(&reading.document.turns, before).map(|place| (place, reading.document.turns[place])) {
            Some((place, turn)) if before < turn.body && place > 0 => {
                prev_word(reading.text, reading.document.turns[place - 1].end)
            }
            _ => before,
        }
    })
}

/// To the end of the word.
pub fn word_end(app: &mut App) -> Done {
    step(app, |reading, at| {
        let end = end_of_word(reading.text, at);
        match turn_at(&reading.document.turns, end).map(|place| reading.document.turns[place]) {
            Some(turn) if end < turn.body => end_of_word(reading.text, turn.body),
            _ => end,
        }
    })
}

/// To the start of the row.
pub fn line_start(app: &mut App) -> Done {
    let (_, document, _) = app.open_text()?;
    let start = app.transcript.row_of(&document, app.place.cursor).map(|row| row.start);
    app.go(start.unwrap_or(0));
    Ok(())
}

/// To the end of the row.
pub fn line_end(app: &mut App) -> Done {
    let (_, document, text) = app.open_text()?;
    if let Some(row) = app.transcript.row_of(&document, app.place.cursor) {
        let words = text.slice(row.start..row.end).trim_end().chars().count() as u32;
        app.go(prev_grapheme(&text, row.start + words).max(row.start));
    }
    Ok(())
}

/// To the top of what has the keys.
pub fn top(app: &mut App) -> Done {
    if let Some(sheet) = app.sheet() {
        sheet.go(isize::MIN, 0);
        return Ok(());
    }
    match app.place.pane {
        Pane::Transcript => {
            app.place.remember_jump();
            app.jump(0);
        }
        Pane::Codes => super::tree::go(app, isize::MIN),
        Pane::Excerpts => super::excerpts::go(app, isize::MIN),
    }
    Ok(())
}

/// To the bottom, or to the print line typed.
pub fn bottom(app: &mut App) -> Done {
    let line = app.count.take();
    if let Some(sheet) = app.sheet() {
        sheet.go(isize::MAX, 0);
        return Ok(());
    }
    match app.place.pane {
        Pane::Transcript => {
            let (_, document, text) = app.open_text()?;
            let to = match line {
                Some(line) => {
                    let last = document.lines.len();
                    let wanted = (line as usize).clamp(1, last.max(1));
                    if line as usize > last {
                        app.say(format!("this document has {last} lines"));
                    }
                    document.lines.get(wanted - 1).copied().unwrap_or(0)
                }
                None => prev_grapheme(&text, text.len()),
            };
            app.place.remember_jump();
            app.jump(to);
        }
        Pane::Codes => super::tree::go(app, isize::MAX),
        Pane::Excerpts => super::excerpts::go(app, isize::MAX),
    }
    Ok(())
}

/// To the next sentence.
pub fn sentence_next(app: &mut App) -> Done {
    step(app, |reading, at| next_sentence(reading.text, &reading.document.turns, at))
}

/// To the sentence before.
pub fn sentence_previous(app: &mut App) -> Done {
    step(app, |reading, at| prev_sentence(reading.text, &reading.document.turns, at))
}

/// To the next paragraph.
pub fn paragraph_next(app: &mut App) -> Done {
    step(app, |reading, at| {
        let next = next_paragraph(reading.text, at);
        turn_at(&reading.document.turns, next).map_or(next, |place| next.max(reading.document.turns[place].body))
    })
}

/// To the paragraph before.
pub fn paragraph_previous(app: &mut App) -> Done {
    step(app, |reading, at| {
        // From just behind a label the paragraph that it opens is the one we are in.
        let from = turn_at(&reading.document.turns, at).map(|place| reading.document.turns[place]);
        let from = from.filter(|turn| turn.body == at).map_or(at, |turn| turn.start);
        let before = prev_paragraph(reading.text, from);
        turn_at(&reading.document.turns, before)
            .map_or(before, |place| before.max(reading.document.turns[place].body.min(at)))
    })
}

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

/// To the next document.
pub fn next_document(app: &mut App) -> Done {
    document(app, 1)
}

/// To the document before.
pub fn previous_document(app: &mut App) -> Done {
    document(app, -1)
}

fn document(app: &mut App, direction: isize) -> Done {
    let steps = direction * app.times() as isize;
    let order = app.desk.project().document_order();
    let here = order.iter().position(|&id| Some(id) == app.place.document).ok_or("no document yet")?;
    let there = here.checked_add_signed(steps).and_then(|place| order.get(place)).copied();
    let there = there.ok_or("no document that way; Space f lists them")?;
    app.place.remember_jump();
    app.open(there, None);
    Ok(())
}

/// Back to where the last jump came from, and to its pane.
pub fn jump_back(app: &mut App) -> Done {
    let Jump { document, cursor, pane } = app.place.jumps.pop().ok_or("no jump to go back to")?;
    if app.desk.project().document(document).is_none() {
        return jump_back(app);
    }
    app.open(document, Some(cursor));
    app.place.pane = pane;
    Ok(())
}

/// The cursor's row into the middle.
pub fn centre(app: &mut App) -> Done {
    let half = app.transcript.page() / 2;
    show_with_above(app, half)
}

/// The cursor's row to the top.
pub fn line_to_top(app: &mut App) -> Done {
    show_with_above(app, 0)
}

fn show_with_above(app: &mut App, rows: usize) -> Done {
    let mut transcript = std::mem::take(&mut app.transcript);
    transcript.show_with_above(&app.scene(), rows);
    app.transcript = transcript;
    Ok(())
}
