//! Finding words in the open document.

use std::sync::Arc;

use crate::app::overlay::{Overlay, Prompt};
use crate::app::{App, Trouble};
use crate::place::Pane;
use crate::text::{Span, clock, line_of, read_clock};

type Done = Result<(), Trouble>;

/// Asks for words and shows where they stand while they are typed.
pub fn search(app: &mut App) -> Done {
    match app.place.pane {
        Pane::Transcript => {}
        Pane::Codes => return super::browsing::filter(app),
        Pane::Excerpts => return super::filtering::filter(app),
    }
    app.open_text()?;
    let pane = std::mem::replace(&mut app.place.pane, Pane::Transcript);
    let from = app.place.cursor;
    let before = app.place.search.clone();
    let live = move |app: &mut App, words: &str| {
        app.place.search = words.to_string();
        app.place.cursor = from;
        if let Some(hit) = app.hits().iter().find(|hit| hit.start() >= from).or(app.hits().first()) {
            app.place.cursor = hit.start();
        }
        match app.hit_place() {
            Some((place, n)) => format!("{}{place}/{n}", app.search_kind()),
            None if words.is_empty() => app.search_kind().to_string(),
            None => match app.place.pattern_of(words) {
                Ok(_) => format!("{}not in this document", app.search_kind()),
                Err(why) => why,
            },
        }
    };
    let left = move |app: &mut App| {
        app.place.search = before;
        (app.place.cursor, app.place.pane) = (from, pane);
    };
    let prompt = Prompt::of("find", "", move |app, words| {
        let found = app.place.cursor;
        app.place.cursor = from;
        if words.is_empty() {
            return Ok(());
        }
        app.place.pattern_of(words).map_err(Trouble::Say)?;
        if app.hits().is_empty() {
            return Err(Trouble::Say(format!("{words:?} is not in this document")));
        }
        app.place.remember_jump();
        app.jump(found);
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt.live(live, left).switching(switch))));
    Ok(())
}

/// Takes what is typed as words or as a regular expression, the other way from before.
pub(super) fn switch(app: &mut App) {
    app.place.by_pattern = !app.place.by_pattern;
}

/// Goes to the next place of these words, as if they had been searched for.
pub fn find(app: &mut App, words: &str) -> Done {
    app.open_text()?;
    app.place.pane = Pane::Transcript;
    (app.place.search, app.place.by_pattern) = (words.to_string(), false);
    step(app, true)
}

/// To the next place found, round and round.
pub fn next(app: &mut App) -> Done {
    step(app, true)
}

/// To the place found before, round and round.
pub fn previous(app: &mut App) -> Done {
    step(app, false)
}

fn step(app: &mut App, forward: bool) -> Done {
    if app.place.search.is_empty() {
        return Err("nothing was searched for yet; / searches".into());
    }
    for _ in 0..app.times() {
        let hits = app.hits();
        let at = app.place.cursor;
        let hit = match forward {
            true => hits.get(hits.partition_point(|hit| hit.start() <= at)).or(hits.first()),
            false => hits[..hits.partition_point(|hit| hit.start() < at)].last().or(hits.last()),
        };
        let hit = hit.ok_or_else(|| Trouble::Say(format!("{:?} is not in this document", app.place.search)))?;
        app.place.remember_jump();
        app.jump(hit.start());
    }
    Ok(())
}

/// Asks for a time and goes to the caption that was heard then.
pub fn go_to_time(app: &mut App) -> Done {
    let (_, document, _) = app.open_text()?;
    let last = document.times.last().map_or(0, |&(_, time)| time);
    let prompt = Prompt::of(format!("go to time, up to {}", clock(last)), "", move |app, typed| {
        let (_, document, _) = app.open_text()?;
        let ms = read_clock(typed)
            .ok_or_else(|| Trouble::Say(format!("{typed:?} is no time; write 12:34, 1:02:03 or 90s")))?;
        let before = document.times.partition_point(|&(_, time)| time <= ms);
        let Some(&(position, time)) = document.times[..before].last().or(document.times.first()) else { return Ok(()) };
        app.place.remember_jump();
        app.jump(position);
        let line = line_of(&document.lines, app.place.cursor) + 1;
        app.say(format!("line {line}, heard at {}; H goes back", clock(time)));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

impl App {
    /// How what is typed is taken, where it is not the usual way.
    pub(super) fn search_kind(&self) -> &'static str {
        if self.place.by_pattern { "regex  " } else { "" }
    }

    /// Where the search's words stand in the open document; looked for once.
    fn hits(&mut self) -> Arc<[Span]> {
        let Ok((id, _, text)) = self.open_text() else { return Arc::new([]) };
        if let Some((document, words, hits)) = &self.hits
            && *document == id
            && *words == (self.place.search.clone(), self.place.by_pattern)
        {
            return hits.clone();
        }
        // What is not finished yet is nowhere.
        let found: Arc<[Span]> =
            self.place.pattern().map_or_else(|_| Vec::new(), |pattern| pattern.find_all(&text)).into();
        self.hits = Some((id, (self.place.search.clone(), self.place.by_pattern), found.clone()));
        found
    }

    /// Which of the places found the cursor stands on, and how many there are.
    pub fn hit_place(&self) -> Option<(usize, usize)> {
        let (document, words, hits) = self.hits.as_ref()?;
        let searched = *words == (self.place.search.clone(), self.place.by_pattern);
        if self.place.document != Some(*document) || !searched || hits.is_empty() {
            return None;
        }
        let place = hits.partition_point(|hit| hit.start() <= self.place.cursor);
        Some((place, hits.len()))
    }
}
