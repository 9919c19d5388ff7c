//! Moving in a table, and opening what a number counts.

use crate::analysis::{Opens, excerpts};
use crate::app::overlay::{Item, Overlay, Picked, Picker};
use crate::app::{App, Trouble};
use crate::panes::sheet::{Entry, Sheet};
use crate::place::Pane;
use crate::project::Texts;
use crate::text::{count_of, on_one_line};

type Done = Result<(), Trouble>;

impl App {
    /// The table that has the keys.
    pub(super) fn sheet(&mut self) -> Option<&mut Sheet> {
        match self.overlays.last_mut() {
            Some(Overlay::Sheet(sheet)) => Some(sheet),
            _ => None,
        }
    }
}

fn go(app: &mut App, rows: isize, columns: isize) -> Done {
    let times = app.times() as isize;
    let sheet = app.sheet().ok_or("no table is open; Space r lists the reports")?;
    sheet.go(rows.saturating_mul(times), columns.saturating_mul(times));
    Ok(())
}

/// One row down.
pub fn cell_down(app: &mut App) -> Done {
    go(app, 1, 0)
}

/// One row up.
pub fn cell_up(app: &mut App) -> Done {
    go(app, -1, 0)
}

/// One column to the left.
pub fn cell_left(app: &mut App) -> Done {
    go(app, 0, -1)
}

/// One column to the right.
pub fn cell_right(app: &mut App) -> Done {
    go(app, 0, 1)
}

/// To the first column.
pub fn cell_first(app: &mut App) -> Done {
    go(app, 0, isize::MIN)
}

/// To the last column.
pub fn cell_last(app: &mut App) -> Done {
    go(app, 0, isize::MAX)
}

/// Goes to what a row stands for.
pub(super) fn go_to_entry(app: &mut App, entry: Entry) -> Done {
    let (document, at) = match entry {
        Entry::Document(document) => (document, None),
        Entry::Speaker(document, speaker) => {
            let turns =
                app.desk.project().document(document).map(|document| document.turns.clone()).unwrap_or_default();
            (document, turns.iter().find(|turn| turn.speaker == speaker).map(|turn| turn.body))
        }
        Entry::Excerpt(document, span) => {
            app.overlays.clear();
            app.go_to_excerpt(document, span);
            return Ok(());
        }
        Entry::Mark(mark) => (mark.document, Some(mark.position)),
        Entry::Coding(coding) => {
            let coding = app.desk.project().coding(coding).ok_or("this coding was taken off")?;
            (coding.document, Some(coding.span.start()))
        }
        Entry::Code(code) => {
            app.overlays.clear();
            app.place.remember_jump();
            app.show_code(code);
            return Ok(());
        }
        Entry::Theme(theme) => return super::themes::show(app, theme, None),
        Entry::Memo(memo) => return super::memo_sheet::show(app, memo),
        // In the table of people their row is all that there is of them.
        Entry::Case(case) if app.sheet().is_none_or(|sheet| sheet.context != "people") => {
            super::people::show(app, case);
            return Ok(());
        }
        Entry::Case(_) | Entry::Op(_) | Entry::Label(_) | Entry::Candidate(_) | Entry::Draft(_) => {
            return Err("this row leads nowhere in the texts".into());
        }
    };
    app.overlays.clear();
    app.place.remember_jump();
    app.open(document, at);
    app.place.pane = Pane::Transcript;
    Ok(())
}

/// Lists the excerpts that the number counts, or goes to what the row stands for.
pub fn open_cell(app: &mut App) -> Done {
    let sheet = app.sheet().ok_or("no table is open; Space r lists the reports")?;
    let query = match sheet.opens().cloned() {
        Some(Opens::Excerpts(query)) => query,
        Some(Opens::Report { name, code }) => return super::reporting::behind(app, name, code),
        Some(Opens::Place(document, at)) => {
            app.overlays.clear();
            app.place.remember_jump();
            app.open(document, Some(at));
            app.place.pane = Pane::Transcript;
            let key = app.keymap.keys_for("transcript", "uncoded-next").into_iter().next().unwrap_or_default();
            app.say(format!("the first turn that is not coded; {key} goes on to the next"));
            return Ok(());
        }
        Some(Opens::Memo(on)) => {
            super::memos::open(app, on);
            return Ok(());
        }
        None => {
            let entry = sheet.entry().ok_or("no excerpts stand behind this cell; move onto a number")?;
            return go_to_entry(app, entry);
        }
    };
    let project = app.desk.project();
    let found = excerpts(project, &query);
    if found.is_empty() {
        return Err("this number counts no excerpt".into());
    }
    let items = found
        .iter()
        .map(|one| {
            let title = project.document(one.document).map_or("", |document| &document.title);
            let text = project.document(one.document).and_then(|document| app.desk.texts().text(document.text));
            let words = text.map_or_else(String::new, |text| text.passage(one.span).to_string());
            let people = project.respondents(one.document, one.span);
            let people: Vec<String> = people.into_iter().map(|person| project.person_name(person)).collect();
            let short = on_one_line(&words);
            Item {
                words: format!("{title} {}  {short}", project.line_range(one.document, one.span)),
                also: String::new(),
                aside: people.join(", "),
                about: words,
            }
        })
        .collect();
    let title = count_of(found.len(), "excerpt");
    let picker = Picker::of(title, items, move |app, picked| {
        if let Picked::Places(places) = picked {
            let one = &found[places[0]];
            app.overlays.clear();
            app.go_to_excerpt(one.document, one.span);
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}
