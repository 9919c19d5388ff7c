//! Writing what is shown into a file whose name the coder types.

use std::path::Path;

use crate::analysis::{Page, PageFormat, Table, TableFormat};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::store::{Overwrite, StoreError, write_output};

type Done = Result<(), Trouble>;

/// The endings of files that are to be read, with their form; other endings are those of tables.
const PAGE_ENDINGS: [(&str, &str); 4] = [("md", "md"), ("html", "html"), ("htm", "html"), ("txt", "text")];

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
    let endings = if filed(app).table.is_some() { ".md .html .txt .csv .tsv .json .jsonl" } else { ".md .html .txt" };
    let title = format!("write {what} to ({endings})");
    let prompt = Prompt::of(title, name, move |app, name| {
        if name.is_empty() {
            return Err("no file was named; nothing was written".into());
        }
        let Filed { what, page, table } = filed(app);
        write(app, what, written(&page, table.as_ref(), name)?, name)
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

/// Writes a new file; where one is there, its name must be typed again to replace it.
fn write(app: &mut App, what: String, words: String, name: &str) -> Done {
    match write_output(&app.here.join(name), words.as_bytes(), Overwrite::Refuse) {
        Err(StoreError::Exists { .. }) => {
            let wanted = name.to_string();
            let title = format!("{name} is there; its name again replaces it");
            let prompt = Prompt::of(title, "", move |app, again| {
                if again != wanted {
                    return Err(Trouble::Say(format!("{wanted} was left as it is")));
                }
                let done = write_output(&app.here.join(&wanted), words.as_bytes(), Overwrite::Replace);
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
    app.desk.note_sent(what, &app.here.join(name));
    app.say(format!("{what} written to {}", app.here.join(name).display()));
    Ok(())
}

fn written(page: &Page, table: Option<&Table>, name: &str) -> Result<String, Trouble> {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let form = PAGE_ENDINGS.iter().find(|(known, _)| *known == ending).and_then(|(_, form)| PageFormat::of(form));
    if let Some(form) = form {
        return Ok((form.write)(page, None));
    }
    match (table, TableFormat::of(&ending).filter(|format| format.name != "table")) {
        (Some(table), Some(form)) => Ok((form.write)(table, None)),
        (Some(_), None) => Err("end the name in .md, .html, .txt, .csv, .tsv, .json or .jsonl".into()),
        (None, _) => Err("end the name in .md, .html or .txt: that says in which form it is written".into()),
    }
}
