//! Writing what is shown into a file whose name the coder types.

use std::path::Path;

use crate::analysis::{Format, PAGE_FORMATS, Page, TABLE_FORMATS, Table};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::store::{NamesIn, Overwrite, StoreError, write_output};

type Done = Result<(), Trouble>;

/// What can be written: in which form, the ending of the file's name says.
pub struct Filed {
    /// What it is, as it is said: `3 excerpts`.
    pub what: String,
    /// To be read.
    pub page: Page,
    /// To be reckoned with, where that makes sense.
    pub table: Option<Table>,
}

/// Asks for a file's name, `name` being offered, and writes there what is to be written then.
pub fn ask_file(app: &mut App, what: &str, name: &str, filed: impl Fn(&App) -> Filed + Send + 'static) {
    let title = format!("write {what} to ({})", endings(filed(app).table.as_ref()).join(" "));
    let prompt = Prompt::of(title, name, move |app, name| {
        if name.is_empty() {
            return Err("no file was named; nothing was written".into());
        }
        let Filed { what, page, table } = filed(app);
        write(app, what, written(&page, table.as_ref(), name)?, name)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

/// Asks for the name of a file, and writes a table there in one form, whatever the name.
pub fn ask_table(app: &mut App, table: Table, format: &'static Format<Table>) {
    let name = format!("{}.{}", table.report, format.ending);
    let prompt = Prompt::of(format!("write it to ({})", format.says), &name, move |app, name| {
        if name.is_empty() {
            return Err("no file was named; nothing was written".into());
        }
        write(app, table.title.clone(), format.bytes(&table, None), name)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

/// Writes a new file; where one is there, its name must be typed again to replace it.
fn write(app: &mut App, what: String, bytes: Vec<u8>, name: &str) -> Done {
    match write_output(&app.here.join(name), &bytes, Overwrite::Refuse) {
        Err(StoreError::Exists { .. }) => {
            let wanted = name.to_string();
            let title = format!("{name} is there; its name again replaces it");
            let prompt = Prompt::of(title, "", move |app, again| {
                if again != wanted {
                    return Err(Trouble::Say(format!("{wanted} was left as it is")));
                }
                let done = write_output(&app.here.join(&wanted), &bytes, Overwrite::Replace);
                said(app, &what, &wanted, done)
            });
            app.overlays.push(Overlay::Prompt(Box::new(prompt)));
            Ok(())
        }
        done => said(app, &what, name, done),
    }
}

fn said(app: &mut App, what: &str, name: &str, done: Result<(), StoreError>) -> Done {
    done.map_err(|error| Trouble::Say(error.to_string()))?;
    app.desk.note_sent(what, Some(&app.here.join(name)), app.desk.coder_name(), NamesIn::Identified);
    app.say(format!("{what} written to {}", app.here.join(name).display()));
    Ok(())
}

/// What is to be written, in the form that the ending of the file's name means: a page where there is such a form
/// of pages, else a table.
fn written(page: &Page, table: Option<&Table>, name: &str) -> Result<Vec<u8>, Trouble> {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let ending = if ending == "htm" { "html" } else { ending.as_str() };
    if let Some(form) = PAGE_FORMATS.iter().find(|form| form.ending == ending) {
        return Ok(form.bytes(page, None));
    }
    let form = TABLE_FORMATS.iter().find(|form| form.ending == ending);
    match table.zip(form) {
        Some((table, form)) => Ok(form.bytes(table, None)),
        None => Err(Trouble::Say(format!("end the name in {}", one_of(table)))),
    }
}

/// The endings that can be typed, each once.
fn endings(table: Option<&Table>) -> Vec<String> {
    let tables = TABLE_FORMATS.iter().map(|form| form.ending).filter(|_| table.is_some());
    let mut endings: Vec<String> = Vec::new();
    for ending in PAGE_FORMATS.iter().map(|form| form.ending).chain(tables).map(|ending| format!(".{ending}")) {
        if !endings.contains(&ending) {
            endings.push(ending);
        }
    }
    endings
}

fn one_of(table: Option<&Table>) -> String {
    let mut endings = endings(table);
    let last = endings.pop().unwrap_or_default();
    format!("{} or {last}", endings.join(", "))
}
