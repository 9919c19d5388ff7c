//! Finding words in all documents.

use std::collections::BTreeMap;

use crate::analysis::{Cell, Column, Kind, Table};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::place::Pane;
use crate::project::DocumentId;
use crate::text::{Span, Text, count_of, line_content, line_of, turn_at};

type Done = Result<(), Trouble>;

/// So many places are listed.
const LISTED: usize = 2_000;
/// While they are typed, words are looked for from so many characters on.
const LEAST: usize = 2;

/// Asks for words and lists every place in the study that has them.
pub fn everywhere(app: &mut App) -> Done {
    let live = |app: &App, words: &str| {
        if words.chars().count() < LEAST {
            return app.search_kind().to_string();
        }
        match app.place.pattern_of(words) {
            Ok(pattern) => {
                let (mut n, mut documents) = (0, 0);
                for (_, text) in texts(app) {
                    let here = pattern.find_all(&text).len();
                    n += here;
                    documents += usize::from(here > 0);
                }
                format!("{}{n} in {}", app.search_kind(), count_of(documents, "document"))
            }
            Err(why) => why,
        }
    };
    let prompt = Prompt::of("find in all documents", "", list);
    let prompt = prompt.noting(live).switching(super::finding::switch);
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Lists every place that has the words of the selection, or the word here.
pub fn this_everywhere(app: &mut App) -> Done {
    let words = match app.place.pane {
        Pane::Codes => app.place.code.and_then(|code| app.desk.project().code(code)).map(|code| code.name.clone()),
        Pane::Excerpts => {
            let (document, span) = app.chosen_excerpts()?[0];
            app.desk.text(document).map(|text| text.passage(span).to_string())
        }
        Pane::Transcript => {
            let (_, _, text) = app.open_text()?;
            let span = match app.place.selection {
                Some(selection) => Some(selection.span()),
                None => crate::text::word_at(&text, app.place.cursor),
            };
            span.map(|span| text.passage(span).to_string())
        }
    };
    let words = words.ok_or("no word here; move onto one")?;
    app.place.by_pattern = false;
    list(app, words.trim())
}

fn texts(app: &App) -> impl Iterator<Item = (DocumentId, std::sync::Arc<Text>)> {
    let documents = app.desk.project().document_order().iter();
    documents.filter_map(|&id| Some((id, app.desk.text(id)?)))
}

fn list(app: &mut App, words: &str) -> Done {
    if words.is_empty() {
        return Err("nothing to look for; type some words".into());
    }
    let pattern = app.place.pattern_of(words).map_err(Trouble::Say)?;
    let mut listing = Listing { table: blank(), entries: Vec::new() };
    let mut found: BTreeMap<usize, (String, usize)> = BTreeMap::new();
    let mut n = 0;
    for (nth, (id, text)) in texts(app).enumerate() {
        let hits = pattern.find_all(&text);
        n += hits.len();
        let Some(document) = app.desk.project().document(id).filter(|_| !hits.is_empty()) else { continue };
        found.insert(nth, (document.title.clone(), hits.len()));
        for hit in hits.into_iter().take(LISTED - listing.entries.len()) {
            listing.table.rows.push(row(document, &text, hit));
            listing.entries.push(Entry::Excerpt(id, hit));
        }
    }
    if n == 0 {
        return Err(Trouble::Say(format!("{words:?} stands in no document")));
    }
    let each: Vec<String> = found.into_values().map(|(title, n)| format!("{title} {n}")).collect();
    listing.table.title = format!("{words}: {n} in {} ({})", count_of(each.len(), "document"), each.join(", "));
    if n > LISTED {
        listing.table.notes.push(format!("the first {LISTED} of {n} places are listed; more words find fewer"));
    }
    app.place.search = words.to_string();
    app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(listing))));
    Ok(())
}

fn blank() -> Table {
    let column = |(key, kind): (&str, Kind)| Column { key: key.into(), title: key.into(), kind };
    let columns =
        [("document", Kind::Words), ("line", Kind::Numbers), ("speaker", Kind::Words), ("words", Kind::Words)];
    Table { report: "search", columns: columns.map(column).into(), ..Table::default() }
}

fn row(document: &crate::project::Document, text: &Text, hit: Span) -> Vec<Cell> {
    let line = line_of(&document.lines, hit.start());
    let turn = turn_at(&document.turns, hit.start()).map(|place| document.turns[place].speaker);
    let speaker = turn.and_then(|place| document.speakers.get(usize::from(place)));
    vec![
        Cell::from(document.title.as_str()),
        Cell::from(line as u64 + 1),
        Cell::from(speaker.map_or("", |speaker| &speaker.label)),
        Cell::from(text.slice(line_content(text, &document.turns, &document.lines, line)).trim()),
    ]
}
