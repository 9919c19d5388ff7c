//! Writing what is shown into a file whose name the coder types, looked over first as all that leaves.

use std::path::Path;

use crate::analysis::{Format, NamesSaid, PAGE_FORMATS, Page, TABLE_FORMATS, Table, Worded};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::store::{NamesIn, Overwrite, StoreError, write_output};
use crate::text::Names;

use super::scanning;

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
        let names = scanning::listed(app)?;
        let written = written(&page, table.as_ref(), name, &names)?;
        look_over(app, &names, (what, written), name)
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
        let names = scanning::listed(app)?;
        let written = Written::of(&table, format, &names);
        look_over(app, &names, (table.title.clone(), written), name)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

/// What is to be written, and the listed names in it.
struct Written {
    bytes: Vec<u8>,
    found: NamesSaid,
}

impl Written {
    fn of<T: Worded>(answer: &T, format: &Format<T>, names: &Names) -> Written {
        Written { bytes: format.bytes(answer, None), found: NamesSaid::in_answer(names, answer, format) }
    }
}

/// Writes it, after a question where listed names stand in it or in the name of the file.
fn look_over(app: &mut App, names: &Names, (what, written): (String, Written), name: &str) -> Done {
    let Written { bytes, mut found } = written;
    let file = Path::new(name).file_name().map(|file| file.to_string_lossy().into_owned());
    found.look(names, "the file's name", &file.unwrap_or_default());
    let name = name.to_string();
    scanning::writing(app, names, &found, move |app, names| write(app, (what, names), bytes, &name))
}

/// Writes a new file; where one is there, its name must be typed again to replace it.
fn write(app: &mut App, (what, names): (String, NamesIn), bytes: Vec<u8>, name: &str) -> Done {
    match write_output(&app.here.join(name), &bytes, Overwrite::Refuse) {
        Err(StoreError::Exists { .. }) => {
            let wanted = name.to_string();
            let title = format!("{name} is there; its name again replaces it");
            let prompt = Prompt::of(title, "", move |app, again| {
                if again != wanted {
                    return Err(Trouble::Say(format!("{wanted} was left as it is")));
                }
                let done = write_output(&app.here.join(&wanted), &bytes, Overwrite::Replace);
                said(app, (&what, names), &wanted, done)
            });
            app.overlays.push(Overlay::Prompt(Box::new(prompt)));
            Ok(())
        }
        done => said(app, (&what, names), name, done),
    }
}

fn said(app: &mut App, (what, names): (&str, NamesIn), name: &str, done: Result<(), StoreError>) -> Done {
    done.map_err(|error| Trouble::Say(error.to_string()))?;
    app.desk.note_sent(what, Some(&app.here.join(name)), app.desk.coder_name(), names);
    app.say(format!("{what} written to {}", app.here.join(name).display()));
    Ok(())
}

/// What is to be written, in the form that the ending of the file's name means: a page where there is such a form
/// of pages, else a table.
fn written(page: &Page, table: Option<&Table>, name: &str, names: &Names) -> Result<Written, Trouble> {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let ending = if ending == "htm" { "html" } else { ending.as_str() };
    if let Some(form) = PAGE_FORMATS.iter().find(|form| form.ending == ending) {
        return Ok(Written::of(page, form, names));
    }
    let form = TABLE_FORMATS.iter().find(|form| form.ending == ending);
    match table.zip(form) {
        Some((table, form)) => Ok(Written::of(table, form, names)),
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
