//! Writing the excerpt list to a file.

use std::path::Path;

use super::coding::count;
use crate::analysis::{Excerpt, PageFormat, TableFormat, excerpt_page, excerpt_table};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::store::{Overwrite, StoreError, write_output};

type Done = Result<(), Trouble>;

/// The endings of files that are to be read, with their form; other endings are those of tables.
const PAGE_ENDINGS: [(&str, &str); 3] = [("md", "md"), ("html", "html"), ("txt", "text")];

/// Asks for a file, and writes the marked excerpts, else all that are listed, as its ending says.
pub fn excerpts(app: &mut App) -> Done {
    super::needs::an_excerpt(app)?;
    let n = chosen(app).len();
    let prompt =
        Prompt::of(format!("write {} to (.md .html .txt .csv .tsv .json .jsonl)", count(n, "excerpt")), "", write);
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

fn chosen(app: &App) -> Vec<Excerpt> {
    let listed = app.excerpts.list();
    let marked: Vec<Excerpt> =
        listed.iter().filter(|one| app.place.marked_excerpts.contains(&(one.document, one.span))).cloned().collect();
    if marked.is_empty() { listed.to_vec() } else { marked }
}

fn write(app: &mut App, name: &str) -> Done {
    if name.is_empty() {
        return Err("no file was named; nothing was written".into());
    }
    match put(app, name, Overwrite::Refuse) {
        Err(StoreError::Exists { .. }) => {
            let wanted = name.to_string();
            let title = format!("{name} is there; its name again replaces it");
            let prompt = Prompt::of(title, "", move |app, again| {
                if again != wanted {
                    return Err(Trouble::Say(format!("{wanted} was left as it is")));
                }
                said(app, &wanted, put(app, &wanted, Overwrite::Replace))
            });
            app.overlays.push(Overlay::Prompt(Box::new(prompt)));
            Ok(())
        }
        done => said(app, name, done),
    }
}

fn said(app: &mut App, name: &str, done: Result<usize, StoreError>) -> Done {
    let n = done.map_err(|error| Trouble::Say(error.to_string()))?;
    let path = std::path::absolute(name).unwrap_or_else(|_| name.into());
    app.say(format!("{} written to {}", count(n, "excerpt"), path.display()));
    Ok(())
}

fn put(app: &App, name: &str, overwrite: Overwrite) -> Result<usize, StoreError> {
    let (project, texts) = (app.desk.project(), app.desk.texts());
    let chosen = chosen(app);
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or("txt").to_lowercase();
    let page = PAGE_ENDINGS.iter().find(|(known, _)| *known == ending).and_then(|(_, form)| PageFormat::of(form));
    let words = match (TableFormat::of(&ending).filter(|_| page.is_none()), page.or_else(|| PageFormat::of("text"))) {
        (Some(format), _) => (format.write)(&excerpt_table(project, texts, &chosen), None),
        (None, Some(format)) => {
            let title = app.place.listed.map_or_else(|| "Excerpts".to_string(), |code| project.code_words(code));
            (format.write)(&excerpt_page(project, texts, &title, &chosen), None)
        }
        (None, None) => String::new(),
    };
    write_output(Path::new(name), words.as_bytes(), overwrite)?;
    Ok(chosen.len())
}
