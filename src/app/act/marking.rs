//! Marks: a letter for a place, to come back to.

use crate::analysis::{Cell, Column, Kind, Table};
use crate::app::overlay::{Letter, Overlay};
use crate::app::{App, Trouble};
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::place::{Mark, Pane};
use crate::text::{count_of, line_content, line_of};

type Done = Result<(), Trouble>;

/// The marks whose document is there.
fn standing(app: &App) -> impl Iterator<Item = Mark> {
    let there = |mark: &&Mark| app.desk.project().document(mark.document).is_some();
    app.place.marks.iter().filter(there).copied()
}

/// What the letters stand for from here: small ones in the open document, capitals anywhere.
fn meanings(app: &App) -> Vec<(char, String)> {
    let here = |mark: &Mark| mark.letter.is_uppercase() || Some(mark.document) == app.place.document;
    standing(app).filter(here).map(|mark| (mark.letter, app.words_at(mark.document, mark.position))).collect()
}

/// Gives the cursor's place the next letter.
pub fn set(app: &mut App) -> Done {
    let (_, document, _) = app.open_text()?;
    let line = line_of(&document.lines, app.place.cursor) + 1;
    let place = format!("{} {line}", document.title);
    let letter = Letter::of(format!("mark {place} as"), meanings(app), move |app, letter| {
        if !letter.is_ascii_alphabetic() {
            return Err("marks are letters: a-z in this document, A-Z in the whole project".into());
        }
        app.place.set_mark(letter);
        app.say(format!("Marked {place}.  ' {letter} comes back"));
        Ok(())
    });
    app.ask_letter(letter);
    Ok(())
}

/// Goes to the place of the next letter; a second `'` goes where the last jump came from.
pub fn go(app: &mut App) -> Done {
    let mut means = meanings(app);
    means.extend(
        app.place.jumps.last().map(|jump| ('\'', format!("back: {}", app.words_at(jump.document, jump.cursor)))),
    );
    let letter = Letter::of("go to mark", means, |app, letter| {
        if letter == '\'' {
            return super::jumping::last_place(app);
        }
        let there = |mark: &Mark| app.desk.project().document(mark.document).is_some();
        let unknown = || Trouble::Say(format!("nothing is marked {letter} here; m {letter} marks the cursor's place"));
        let mark = app.place.mark(letter).filter(there).ok_or_else(unknown)?;
        app.overlays.clear();
        app.place.remember_jump();
        app.open(mark.document, Some(mark.position));
        app.place.pane = Pane::Transcript;
        Ok(())
    });
    app.ask_letter(letter);
    Ok(())
}

/// Lists the marks with the words of their places.
pub fn list(app: &mut App) -> Done {
    if standing(app).next().is_none() {
        return Err("no mark yet; m and a letter makes one".into());
    }
    let sheet = Sheet::of(&app.scene(), "marks", table);
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

fn table(scene: &Scene) -> Listing {
    let column = |(key, title, kind): (&str, &str, Kind)| Column { key: key.into(), title: title.into(), kind };
    let columns = [
        ("mark", "Mark", Kind::Words),
        ("document", "Document", Kind::Words),
        ("line", "line", Kind::Numbers),
        ("words", "words", Kind::Words),
    ];
    let mut table = Table {
        report: "marks",
        title: "Marks".to_string(),
        settings: Vec::new(),
        columns: columns.map(column).into(),
        rows: Vec::new(),
        notes: vec!["small letters count in their document, capitals in the whole project".to_string()],
    };
    let mut entries = Vec::new();
    for &mark in &scene.place.marks {
        let Some(document) = scene.project.document(mark.document) else { continue };
        let line = line_of(&document.lines, mark.position);
        let text = scene.texts.text(document.text);
        let words =
            text.map(|text| text.slice(line_content(&text, &document.turns, &document.lines, line)).trim().to_string());
        let letter = mark.letter.to_string();
        let line = Cell::from(line as u64 + 1);
        let cells = [letter.as_str(), &document.title].map(Cell::from).into_iter();
        table.rows.push(cells.chain([line, Cell::from(words.unwrap_or_default().as_str())]).collect());
        entries.push(Entry::Mark(mark));
    }
    Listing { table, entries }
}

/// Takes the marks chosen in the list away.
pub fn remove(app: &mut App) -> Done {
    let sheet = app.sheet().ok_or("Space ' lists the marks")?;
    let chosen = sheet.chosen();
    sheet.stale();
    app.place.marks.retain(|&mark| !chosen.contains(&Entry::Mark(mark)));
    app.say(format!("Took {} away", count_of(chosen.len(), "mark")));
    if app.place.marks.is_empty() {
        app.overlays.pop();
    }
    Ok(())
}
