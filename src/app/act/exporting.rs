//! Writing the excerpt list to a file.

use super::filing::{Filed, ask_file};
use crate::analysis::{Excerpt, excerpt_page, excerpt_table};
use crate::app::{App, Trouble};
use crate::text::count_of;

/// Asks for a file, and writes the marked excerpts, else all that are listed, as its ending says.
pub fn excerpts(app: &mut App) -> Result<(), Trouble> {
    super::needs::an_excerpt(app)?;
    let what = count_of(chosen(app).len(), "excerpt");
    ask_file(app, &what, "", |app| {
        let (project, texts, chosen) = (app.desk.project(), app.desk.texts(), chosen(app));
        let title = app.place.listed.map_or_else(|| "Excerpts".to_string(), |code| project.code_words(code));
        Filed {
            what: count_of(chosen.len(), "excerpt"),
            page: excerpt_page(project, texts, &title, &chosen),
            table: Some(excerpt_table(project, texts, &chosen)),
        }
    });
    Ok(())
}

fn chosen(app: &App) -> Vec<Excerpt> {
    let listed = app.excerpts.list();
    let marked: Vec<Excerpt> =
        listed.iter().filter(|one| app.place.marked_excerpts.contains(&(one.document, one.span))).cloned().collect();
    if marked.is_empty() { listed.to_vec() } else { marked }
}
