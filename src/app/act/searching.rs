//! Finding words in all documents.

use crate::analysis::{Cell, Column, Kind, Table};
use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::desk::Desk;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::place::Pane;
use crate::project::{Document, DocumentId};
use crate::text::{Pattern, Span, Text, count_of, line_content, line_of, turn_at};

type Done = Result<(), Trouble>;

/// So many places are listed.
const LISTED: usize = 2_000;
/// While they are typed, words are looked for from so many characters on.
const LEAST: usize = 2;
/// So many characters are looked through at once, a few milliseconds; then a key is heard.
const AT_ONCE: u32 = 2_000_000;

/// Looking for words in all documents, a part at a time, so that no key waits for it.
pub struct Hunt {
    words: String,
    pattern: Pattern,
    /// Place of the document that is next.
    next: usize,
    hits: usize,
    /// Titles of the documents that have the words, and how often.
    found: Vec<(String, usize)>,
    listing: Listing,
    /// What is found is listed in a table that is open.
    listed: bool,
}

impl Hunt {
    fn of(words: &str, pattern: Pattern) -> Hunt {
        let listing = Listing { table: blank(), entries: Vec::new() };
        Hunt { words: words.to_string(), pattern, next: 0, hits: 0, found: Vec::new(), listing, listed: false }
    }

    /// Looks through some more documents; whether that was the last of them.
    fn step(&mut self, desk: &Desk) -> bool {
        let mut looked = 0;
        while let Some(&id) = desk.project().document_order().get(self.next) {
            if looked >= AT_ONCE {
                return false;
            }
            self.next += 1;
            if let (Some(document), Some(text)) = (desk.project().document(id), desk.text(id)) {
                looked += text.len();
                self.take(id, document, &text);
            }
        }
        true
    }

    fn take(&mut self, id: DocumentId, document: &Document, text: &Text) {
        let hits = self.pattern.find_all(text);
        if hits.is_empty() {
            return;
        }
        self.hits += hits.len();
        self.found.push((document.title.clone(), hits.len()));
        for hit in hits.into_iter().take(LISTED - self.listing.entries.len()) {
            self.listing.table.rows.push(row(document, text, hit));
            self.listing.entries.push(Entry::Excerpt(id, hit));
        }
    }

    fn counted(&self, ended: bool) -> String {
        let more = if ended { "" } else { " ..." };
        format!("{} in {}{more}", self.hits, count_of(self.found.len(), "document"))
    }

    /// The places found so far.
    fn listing(&self, ended: bool) -> Listing {
        let Listing { mut table, entries } =
            Listing { table: self.listing.table.clone(), entries: self.listing.entries.clone() };
        let each: Vec<String> = self.found.iter().map(|(title, n)| format!("{title} {n}")).collect();
        table.title = format!("{}: {} ({})", self.words, self.counted(ended), each.join(", "));
        if self.hits > LISTED {
            let n = self.hits;
            table.notes.push(format!("the first {LISTED} of {n} places are listed; more words find fewer"));
        }
        Listing { table, entries }
    }
}

/// Asks for words and lists every place in the study that has them.
pub fn everywhere(app: &mut App) -> Done {
    let live = |app: &mut App, words: &str| {
        app.hunt = None;
        if words.chars().count() < LEAST {
            return app.search_kind().to_string();
        }
        match app.place.pattern_of(words.trim()) {
            Ok(pattern) => {
                app.hunt = Some(Hunt::of(words.trim(), pattern));
                app.hunt_on().unwrap_or_default()
            }
            Err(why) => why,
        }
    };
    let prompt = Prompt::of("find in all documents", "", list);
    let prompt = prompt.live(live, |app| app.hunt = None).switching(super::finding::switch);
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

impl App {
    /// Looks on for words; what there is to say of it, where there was anything to look through.
    fn hunt_on(&mut self) -> Option<String> {
        let mut hunt = self.hunt.take()?;
        let ended = hunt.step(&self.desk);
        let said = format!("{}{}", self.search_kind(), hunt.counted(ended));
        if hunt.listed {
            let listing = hunt.listing(ended);
            // Something else may lie over it; where it was closed, nobody wants the rest.
            let open = self.overlays.iter_mut().find_map(|overlay| match overlay {
                Overlay::Sheet(sheet) if sheet.table().report == listing.table.report => Some(sheet),
                _ => None,
            });
            open?.show(listing);
        }
        // What was found stays, to be listed by Enter.
        self.hunt = Some(hunt).filter(|hunt| !(ended && hunt.listed));
        self.hunting = !ended;
        Some(said)
    }

    /// Looks on for words while no key comes; whether anything is to be drawn.
    pub(crate) fn tick_hunt(&mut self) -> bool {
        if !self.hunting {
            return false;
        }
        let Some(said) = self.hunt_on() else {
            self.hunting = false;
            return false;
        };
        if let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut() {
            prompt.note(said);
        }
        true
    }
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

fn list(app: &mut App, words: &str) -> Done {
    let words = words.trim();
    if words.is_empty() {
        return Err("nothing to look for; type some words".into());
    }
    let pattern = app.place.pattern_of(words).map_err(Trouble::Say)?;
    let begun = app.hunt.take().filter(|hunt| hunt.words == words);
    let mut hunt = begun.unwrap_or_else(|| Hunt::of(words, pattern));
    let mut ended = hunt.step(&app.desk);
    // With nothing to show yet there is nothing to open.
    while hunt.hits == 0 && !ended {
        ended = hunt.step(&app.desk);
    }
    if hunt.hits == 0 {
        return Err(Trouble::Say(format!("{words:?} stands in no document")));
    }
    app.place.search = words.to_string();
    app.overlays.push(Overlay::Sheet(Box::new(Sheet::new(hunt.listing(ended)))));
    hunt.listed = true;
    (app.hunt, app.hunting) = (Some(hunt).filter(|_| !ended), !ended);
    Ok(())
}

fn blank() -> Table {
    let column = |(key, kind): (&str, Kind)| Column { key: key.into(), title: key.into(), kind };
    let columns =
        [("document", Kind::Words), ("line", Kind::Numbers), ("speaker", Kind::Words), ("words", Kind::Words)];
    Table { report: "search", columns: columns.map(column).into(), ..Table::default() }
}

fn row(document: &Document, text: &Text, hit: Span) -> Vec<Cell> {
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
