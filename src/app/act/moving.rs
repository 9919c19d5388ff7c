//! Moving through the words.

use crate::app::units::Reading;
use crate::app::{App, Trouble};
use crate::place::Pane;
use crate::text::{
    next_grapheme, next_paragraph, next_sentence, next_word, prev_grapheme, prev_paragraph, prev_sentence, prev_word,
    turn_at, word_at, word_end as end_of_word,
};

type Done = Result<(), Trouble>;

const ENDS: &str = "the document ends here";
const BEGINS: &str = "the document begins here";

/// Takes a step as often as was typed; where there is none to take, it says why.
fn step(app: &mut App, edge: &str, step: impl Fn(Reading, u32) -> u32) -> Done {
    let (_, document, text) = app.open_text()?;
    let reading = Reading { document: &document, text: &text };
    let from = app.place.cursor;
    let mut at = from;
    for _ in 0..app.times() {
        let next = step(reading, at);
        let next = reading.settled(next, next >= at);
        if next == at {
            break;
        }
        at = next;
    }
    if at == from {
        app.say(edge);
    }
    app.go(at);
    Ok(())
}

/// A step that leaves whole words in an excerpt whose ends are being moved.
fn long_step(app: &mut App, edge: &str, by: impl Fn(Reading, u32) -> u32) -> Done {
    step(app, edge, by)?;
    keep_whole_words(app)
}

/// Takes the whole word at the cursor into an excerpt whose ends are being moved: nobody codes half a
/// word by moving a line down.
pub(super) fn keep_whole_words(app: &mut App) -> Done {
    if app.place.reopened.is_none() {
        return Ok(());
    }
    let (_, _, text) = app.open_text()?;
    if let (Some(selection), Some(word)) = (&mut app.place.selection, word_at(&text, app.place.cursor)) {
        selection.head = word;
    }
    Ok(())
}

/// Goes as many rows down (up, where negative), keeping to the column.
fn rows(app: &mut App, rows: isize) -> Done {
    let (_, document, _) = app.open_text()?;
    let Some(row) = app.transcript.row_of(&document, app.place.cursor) else { return Ok(()) };
    let goal = app.goal.unwrap_or_else(|| app.transcript.column_of(&row, app.place.cursor));
    let to = app.transcript.row_from(&document, &row, rows);
    if to.start == row.start {
        app.say(if rows > 0 { ENDS } else { BEGINS });
    }
    let at = app.transcript.position_in(&to, goal);
    app.go(at);
    app.goal = Some(goal);
    keep_whole_words(app)
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
    step(app, BEGINS, |reading, at| prev_grapheme(reading.text, at))
}

/// One character on.
pub fn char_right(app: &mut App) -> Done {
    step(app, ENDS, |reading, at| next_grapheme(reading.text, at))
}

/// To the next word, past labels.
pub fn word_next(app: &mut App) -> Done {
    step(app, ENDS, |reading, at| {
        let next = next_word(reading.text, at);
        match turn_at(&reading.document.turns, next).map(|place| reading.document.turns[place]) {
            Some(turn) if next < turn.body => turn.body,
            _ => next,
        }
    })
}

/// To the word before, past labels.
pub fn word_previous(app: &mut App) -> Done {
    step(app, BEGINS, |reading, at| {
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
    step(app, ENDS, |reading, at| {
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
    long_step(app, ENDS, |reading, at| next_sentence(reading.text, &reading.document.turns, at))
}

/// To the sentence before.
pub fn sentence_previous(app: &mut App) -> Done {
    long_step(app, BEGINS, |reading, at| prev_sentence(reading.text, &reading.document.turns, at))
}

/// To the next paragraph.
pub fn paragraph_next(app: &mut App) -> Done {
    long_step(app, ENDS, |reading, at| {
        let next = next_paragraph(reading.text, at);
        turn_at(&reading.document.turns, next).map_or(next, |place| next.max(reading.document.turns[place].body))
    })
}

/// To the paragraph before.
pub fn paragraph_previous(app: &mut App) -> Done {
    long_step(app, BEGINS, |reading, at| {
        // From just behind a label the paragraph that it opens is the one we are in.
        let from = turn_at(&reading.document.turns, at).map(|place| reading.document.turns[place]);
        let from = from.filter(|turn| turn.body == at).map_or(at, |turn| turn.start);
        let before = prev_paragraph(reading.text, from);
        turn_at(&reading.document.turns, before)
            .map_or(before, |place| before.max(reading.document.turns[place].body.min(at)))
    })
}

/// The cursor's row into the middle.
pub fn centre(app: &mut App) -> Done {
    show_below(app, app.transcript.page() / 2)
}

/// The cursor's row to the top.
pub fn line_to_top(app: &mut App) -> Done {
    show_below(app, 0)
}

/// The cursor's row to the bottom.
pub fn line_to_bottom(app: &mut App) -> Done {
    show_below(app, app.transcript.page() - 1)
}

fn show_below(app: &mut App, rows: usize) -> Done {
    let mut transcript = std::mem::take(&mut app.transcript);
    transcript.show_below(&app.scene(), rows);
    app.transcript = transcript;
    Ok(())
}
