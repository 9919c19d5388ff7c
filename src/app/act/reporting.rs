//! Reports on the screen: asking them, arranging their rows, writing them to a file.

use std::fmt;

use crate::analysis::{Answer, Asking, REPORTS, Report, TABLE_FORMATS, Table, Wrong, settings_completed, settings_in};
use crate::app::overlay::{Item, Letter, Overlay, Picked, Picker, Prompt, Reader};
use crate::app::{App, Trouble};
use crate::panes::sheet::{Arrangement, Least, Listing, Sheet};
use crate::project::CodeId;
use crate::text::count_of;

use super::{awaiting, filing};

type Done = Result<(), Trouble>;

/// Chooses a report.
pub fn reports(app: &mut App) -> Done {
    let items = REPORTS
        .iter()
        .map(|report| Item {
            words: report.name.to_string(),
            also: report.says.to_string(),
            about: report.says.to_string(),
            ..Item::default()
        })
        .collect();
    let picker = Picker::of("reports", items, |app, picked| match picked {
        Picked::Places(places) => show_report(app, REPORTS[places[0]].name, ""),
        Picked::New(..) => Ok(()),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// The category table.
pub fn category_table(app: &mut App) -> Done {
    show_report(app, "category", "")
}

/// Shows a report with the settings in a line; where they are wrong, or something must be set, that is asked for.
pub(super) fn show_report(app: &mut App, name: &str, line: &str) -> Done {
    let report = Report::of(name).ok_or("no such report")?;
    match awaiting::ask(app, report, line) {
        Err(Asked::Wrongly(wrong)) => {
            ask_settings(app, report, line);
            app.alarm(wrong.to_string());
            Ok(())
        }
        done => done.map_err(Trouble::from),
    }
}

/// Why a report is not shown.
pub(super) enum Asked {
    Wrongly(Wrong),
    /// There is nothing in it, in words.
    ForNothing(String),
}

impl From<Wrong> for Asked {
    fn from(wrong: Wrong) -> Asked {
        match wrong {
            Wrong::Nothing(words) => Asked::ForNothing(words),
            wrong => Asked::Wrongly(wrong),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Asked::Wrongly(wrong) => wrong.fmt(f),
            Asked::ForNothing(why) => why.fmt(f),
        }
    }
}

impl From<Asked> for Trouble {
    fn from(asked: Asked) -> Trouble {
        Trouble::Say(asked.to_string())
    }
}

/// Shows what a report answered to the settings in a line, counted at `revision`, in place of the one that is open.
pub(super) fn show_answer(
    app: &mut App,
    report: &'static Report,
    line: &str,
    revision: u64,
    answer: Answer,
) -> Result<(), Asked> {
    let first = match answer {
        Answer::Page(page) => {
            app.overlays.push(Overlay::Page(Box::new(Reader::of(page, report.name))));
            return Ok(());
        }
        Answer::Table(table) => listing(table),
    };
    if first.table.rows.is_empty() {
        let why = if line.is_empty() { "there is nothing to count yet" } else { "nothing fits these settings" };
        return Err(Asked::ForNothing(why.to_string()));
    }
    if app.sheet().is_some_and(|open| open.table().report == report.name) {
        app.overlays.pop();
    }
    app.place.asked_of(report.name, line);
    app.overlays.push(Overlay::Sheet(Box::new(Sheet::of_report(report, line, first, revision))));
    Ok(())
}

/// Shows in the table that is open what its report answers by now; what was asked for may have been put away meanwhile.
pub(super) fn renew_answer(app: &mut App, report: &'static Report, revision: u64, found: Result<Answer, Asked>) {
    let by_now = match found {
        Ok(Answer::Table(table)) => listing(table),
        Ok(Answer::Page(_)) => return,
        Err(why) => Table { report: report.name, notes: vec![why.to_string()], ..Table::default() }.into(),
    };
    if let Some(open) = app.sheet().filter(|open| open.table().report == report.name) {
        open.renew(by_now, revision);
    }
}

/// The table of a report, with what has to be said beside the tree.
fn listing(mut table: Table) -> Listing {
    if let Some(whose) = table.notes.iter().position(|note| note.starts_with("codings counted: ")) {
        let note = "the tree of codes counts all coders, and a code with its subcodes unless it says own";
        table.notes.insert(whose + 1, note.to_string());
    }
    table.into()
}

/// Opens the report that is behind a figure, about a code, with those settings of the open one that it takes too.
pub(super) fn behind(app: &mut App, name: &'static str, code: CodeId) -> Done {
    let report = Report::of(name).ok_or("no such report")?;
    let path = app.desk.project().code_words(code);
    let sheet = app.sheet().ok_or("no table is open; Space r lists the reports")?;
    let shared = sheet.table().settings.iter().filter(|(key, _)| *key != "code" && report.settings.contains(key));
    let mut line: Vec<String> = shared.map(|(key, value)| format!("{key}={value}")).collect();
    line.push(format!("code={path}"));
    show_report(app, name, &line.join(" "))
}

/// Asks for the settings of the report that is open.
pub fn report_settings(app: &mut App) -> Done {
    let sheet = app.sheet().ok_or("no table is open; Space r lists the reports")?;
    let asked = sheet.asked.clone();
    let report = Report::of(sheet.table().report).ok_or("this table is a list, and not made with settings")?;
    if report.settings.is_empty() {
        return Err("this report takes no settings".into());
    }
    ask_settings(app, report, &asked);
    Ok(())
}

pub(super) fn ask_settings(app: &mut App, report: &'static Report, line: &str) {
    let title = format!("{}: {}", report.name, report.settings.join("= ") + "=");
    let prompt = Prompt::of(title, line, move |app, line| awaiting::ask(app, report, line).map_err(Trouble::from));
    let prompt = prompt.remembering(app.place.asked.get(report.name).cloned().unwrap_or_default());
    let prompt = prompt.noting(move |app, line| note(app, report, line).unwrap_or_else(|wrong| wrong.to_string()));
    let prompt = prompt.completing(move |app, line| settings_completed(app.desk.project(), report.settings, line));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

/// What is said of settings while they are typed: how many excerpts fit, or what is wrong.
fn note(app: &App, report: &Report, line: &str) -> Result<String, Wrong> {
    let (project, texts) = (app.desk.project(), app.desk.texts());
    let settings = report.settings(project, &settings_in(line)?)?;
    if settings.asked == Asking::default() {
        return Ok(String::new());
    }
    Ok(count_of(settings.asked.excerpts(project, texts, settings.layer).len(), "excerpt"))
}

/// Sorts by the column under the cursor: the greatest first, then the least first, then as the table has its rows.
pub fn sort_column(app: &mut App) -> Done {
    let sheet = app.sheet().ok_or("no table is open; Space r lists the reports")?;
    let now = sheet.arrangement().clone();
    let sorted = match now.sorted {
        Some((column, Least::Last)) if column == sheet.column => Some((column, Least::First)),
        Some((column, Least::First)) if column == sheet.column => None,
        _ => Some((sheet.column, Least::Last)),
    };
    let title = sheet.table().columns.get(sheet.column).map_or_else(String::new, |column| column.title.clone());
    sheet.arrange_as(Arrangement { sorted, ..now });
    app.say(match sorted {
        Some((_, Least::Last)) => format!("by {title}, the greatest first; the same key again turns it round"),
        Some((_, Least::First)) => format!("by {title}, the least first; the same key again ends it"),
        None => "in the order the table has".to_string(),
    });
    Ok(())
}

/// Asks for words, and shows the rows that have them.
pub fn filter_rows(app: &mut App) -> Done {
    let sheet = app.sheet().ok_or("no table is open; Space r lists the reports")?;
    let before = sheet.arrangement().filter.clone();
    let live = |app: &mut App, words: &str| {
        narrow(app, words);
        count_of(below(app).map_or(0, |sheet| sheet.table().rows.len()), "row")
    };
    let prompt = Prompt::of("rows with", &before.clone(), |app, words| {
        narrow(app, words);
        Ok(())
    });
    let prompt = prompt.live(live, move |app| narrow(app, &before));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// The table that is open, though something else may have the keys.
fn below(app: &mut App) -> Option<&mut Sheet> {
    app.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Sheet(sheet) => Some(&mut **sheet),
        _ => None,
    })
}

fn narrow(app: &mut App, words: &str) {
    if let Some(sheet) = below(app) {
        let filter = words.trim().to_string();
        sheet.arrange_as(Arrangement { filter, ..sheet.arrangement().clone() });
    }
}

/// Shows the table as a picture.
pub fn picture(app: &mut App) -> Done {
    let table = app.sheet().ok_or("no table is open; Space r lists the reports")?.arranged();
    app.overlays.push(Overlay::Page(Box::new(Reader::picture(table))));
    Ok(())
}

/// Asks in which form the table is to be written, and to which file.
pub fn save_table(app: &mut App) -> Done {
    app.sheet().ok_or("no table is open; Space r lists the reports")?;
    let meanings = letters().map(|(letter, place)| (letter, TABLE_FORMATS[place].says.to_string())).collect();
    let letter = Letter::of("write the table as", meanings, |app, typed| {
        let found = letters().find(|(letter, _)| *letter == typed);
        let (_, place) = found.ok_or_else(|| Trouble::Say(format!("{typed} is no form; nothing was written")))?;
        let format = &TABLE_FORMATS[place];
        let table = app.sheet().ok_or("no table is open")?.arranged();
        filing::ask_table(app, table, format);
        Ok(())
    });
    app.overlays.push(Overlay::Letter(Box::new(letter)));
    Ok(())
}

/// The letter of every form in which a table is written to a file: the first of its name, a capital where another has
/// it already.
fn letters() -> impl Iterator<Item = (char, usize)> {
    let mut taken: Vec<char> = Vec::new();
    let files = TABLE_FORMATS.iter().enumerate().filter(|(_, format)| format.name != "table");
    files.filter_map(move |(place, format)| {
        let first = format.name.chars().next()?;
        let letter = if taken.contains(&first) { first.to_ascii_uppercase() } else { first };
        taken.push(letter);
        Some((letter, place))
    })
}
