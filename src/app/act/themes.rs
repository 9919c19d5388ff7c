//! Themes: claims, the excerpts for and against them, who does not fit, and the searches for what speaks against.

use super::coding::{Passages, name_of};
use super::needs;
use crate::analysis::{Asking, Cell, Column, Excerpt, Kind, Layer, Opens, Query, Table, themes, values_of};
use crate::app::overlay::{Item, Letter, Overlay, Picked, Picker, Prompt};
use crate::app::{App, Trouble};
use crate::panes::Scene;
use crate::panes::excerpts::quote;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::place::Pane;
use crate::project::*;
use crate::text::{Span, count_of};

type Done = Result<(), Trouble>;

/// So many characters of a passage are shown.
const SHOWN: u32 = 200;

/// What is said to stand for or against a theme: the selection, the shortest excerpt here, else the unit here; in a
/// list the marked passages, else the one under the cursor.
pub(super) fn targets(app: &App) -> Result<Passages, Trouble> {
    if let Some(Overlay::Sheet(sheet)) = app.overlays.last() {
        let passage = |entry| match entry {
            Entry::Excerpt(document, span) => Some((document, span)),
            _ => None,
        };
        let chosen: Passages = sheet.chosen().into_iter().filter_map(passage).collect();
        return if chosen.is_empty() { Err("this row is no passage of a text".into()) } else { Ok(chosen) };
    }
    if app.place.pane == Pane::Transcript && app.place.selection.is_none() {
        let here = super::recoding::codings_here(app).unwrap_or_default().into_iter();
        let shortest = here.map(|(_, coding)| (coding.span.len(), coding.document, coding.span)).min();
        if let Some((_, document, span)) = shortest {
            return Ok(vec![(document, span)]);
        }
    }
    super::coding::targets(app)
}

/// Asks for a theme, then by a letter how the passage stands toward it.
pub fn take_stand(app: &mut App) -> Done {
    let passages = targets(app)?;
    let project = app.desk.project();
    let themes: Vec<ThemeId> = project.themes().map(|(id, _)| id).collect();
    let items = project.themes().map(|(id, theme)| {
        let said = passages.iter().filter_map(|&(document, span)| project.stand(id, document, span));
        let said: Vec<&str> = said.map(Stand::word).collect();
        Item { words: theme.claim.clone(), aside: evidence_of(project, id), about: said.join(", "), ..Item::default() }
    });
    let title = format!("theme for {}", name_of(app, &passages));
    let picker = Picker::of(title, items.collect(), move |app, picked| {
        match picked {
            Picked::Places(places) => ask_stand(app, passages, themes[places[0]], Vec::new()),
            Picked::New(claim, _) => {
                let (theme, coder) = (ThemeId(app.desk.next_id()), app.desk.coder());
                ask_stand(app, passages, theme, vec![Edit::AddTheme { theme, claim, coder }]);
            }
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.or_new("theme"))));
    Ok(())
}

/// How much speaks for a theme and against it.
fn evidence_of(project: &Project, theme: ThemeId) -> String {
    let count = |stand| project.stands(theme).filter(|(.., other)| *other == stand).count();
    format!("{} for, {} against", count(Stand::For), count(Stand::Against))
}

fn ask_stand(app: &mut App, passages: Passages, theme: ThemeId, made: Vec<Edit>) {
    let mut meanings: Vec<(char, String)> =
        [('f', "for"), ('a', "against"), ('q', "qualifies")].map(|(letter, says)| (letter, says.to_string())).into();
    if made.is_empty() {
        meanings.push(('x', "off the theme".to_string()));
    }
    let title = format!("{} stands", name_of(app, &passages));
    let letter = Letter::of(title, meanings, move |app, letter| {
        let stand = match letter {
            'f' => Some(Stand::For),
            'a' => Some(Stand::Against),
            'q' => Some(Stand::Qualifies),
            'x' if made.is_empty() => None,
            _ => return Err("f for, a against, q qualifies, x takes it off; nothing was changed".into()),
        };
        put(app, &passages, theme, stand, made)
    });
    app.ask_letter(letter);
}

/// Says how the passages stand toward a theme, in one act; those that stand so already are left.
fn put(app: &mut App, passages: &Passages, theme: ThemeId, stand: Option<Stand>, made: Vec<Edit>) -> Done {
    let mut edits = made;
    let n_made = edits.len();
    for &(document, span) in passages {
        if app.desk.project().stand(theme, document, span) != stand {
            let passage = app.desk.passage(document, span.start(), span.end())?;
            edits.push(Edit::TakeStand { theme, passage, stand });
        }
    }
    if edits.len() == n_made {
        let so = stand.map_or("nowhere", Stand::word);
        return Err(Trouble::Say(format!("it stands {so} already; nothing was changed")));
    }
    app.desk.commit(edits)?;
    let (what, claim) = (name_of(app, passages), claim(app, theme));
    app.say(match stand {
        Some(Stand::For) => format!("{what} stands for: {claim}.  u undo"),
        Some(Stand::Against) => format!("{what} stands against: {claim}.  u undo"),
        Some(Stand::Qualifies) => format!("{what} qualifies: {claim}.  u undo"),
        None => format!("Took {what} off: {claim}.  u undo"),
    });
    app.place.marked_excerpts.clear();
    Ok(())
}

fn claim(app: &App, theme: ThemeId) -> String {
    app.desk.project().theme(theme).map_or_else(String::new, |theme| theme.claim.clone())
}

/// Lists the themes.
pub fn list(app: &mut App) -> Done {
    needs::a_theme(app)?;
    let listing = |scene: &Scene| Listing {
        table: themes(scene.project),
        entries: scene.project.themes().map(|(id, _)| Entry::Theme(id)).collect(),
    };
    let mut sheet = Sheet::of(&app.scene(), "themes", listing);
    sheet.column = 0;
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

/// The theme under the cursor of the list.
fn here(app: &App) -> Result<ThemeId, Trouble> {
    needs::themes(app)?;
    match app.overlays.last() {
        Some(Overlay::Sheet(sheet)) => match sheet.entry() {
            Some(Entry::Theme(theme)) => Ok(theme),
            _ => Err("no theme is under the cursor".into()),
        },
        _ => Err("no theme is under the cursor".into()),
    }
}

/// Opens the evidence of the theme: that which the number under the cursor counts, or all of it.
pub fn open(app: &mut App) -> Done {
    let theme = here(app)?;
    let stand = match app.sheet().and_then(|sheet| sheet.opens()) {
        Some(Opens::Excerpts(query)) => query.stand,
        _ => None,
    };
    show(app, theme, stand)
}

/// Lists the evidence of a theme, on one side or on all.
pub(super) fn show(app: &mut App, theme: ThemeId, stand: Option<Stand>) -> Done {
    let any = |(.., other): (DocumentId, Span, Stand)| stand.is_none_or(|asked| asked == other);
    if !app.desk.project().stands(theme).any(any) {
        return Err("no passage stands so toward this theme yet; t on a passage says how it stands".into());
    }
    let sheet = Sheet::of(&app.scene(), "table", move |scene| evidence(scene, theme, stand));
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

fn evidence(scene: &Scene, theme: ThemeId, asked: Option<Stand>) -> Listing {
    let stands = scene.project.stands(theme).filter(|(.., stand)| asked.is_none_or(|asked| asked == *stand));
    let mut stands: Vec<_> = stands.collect();
    let place = |document| scene.project.document_order().iter().position(|other| *other == document);
    stands.sort_by_key(|&(document, span, stand)| (stand, place(document), span));
    let rows = stands.into_iter().map(|(document, span, stand)| (stand.word(), document, span)).collect();
    let claim = scene.project.theme(theme).map_or("", |theme| &theme.claim);
    let query = Query { theme: Some(theme), stand: asked, ..Query::default() };
    passages(scene, format!("Evidence: {claim}"), Asking::from(query).to_text(scene.project), rows)
}

/// Passages, a row each, with what is said of them first.
fn passages(scene: &Scene, title: String, asked: String, rows: Vec<(&str, DocumentId, Span)>) -> Listing {
    let columns = [
        ("stand", Kind::Words),
        ("document", Kind::Words),
        ("lines", Kind::Words),
        ("who", Kind::Words),
        ("words", Kind::Words),
    ];
    let column = |(key, kind): (&str, Kind)| Column { key: key.into(), title: key.into(), kind };
    let mut table = Table {
        report: "excerpts",
        title,
        settings: vec![("where", asked)],
        columns: columns.map(column).into(),
        ..Table::default()
    };
    let mut entries = Vec::new();
    for (stand, document, span) in rows {
        let title = scene.project.document(document).map_or("", |found| &found.title);
        let people = scene.project.respondents(document, span).into_iter();
        let people: Vec<String> = people.map(|person| scene.project.person_name(person)).collect();
        let words = quote(scene, &Excerpt { document, span, codings: Vec::new() }, SHOWN);
        let lines = scene.project.line_range(document, span);
        table.rows.push([stand, title, &lines, &people.join(", "), &words].map(Cell::from).into());
        entries.push(Entry::Excerpt(document, span));
    }
    Listing { table, entries }
}

/// Asks for a claim, and adds it.
pub fn add(app: &mut App) -> Done {
    let prompt = Prompt::of("new theme: its claim", "", |app, claim| {
        let (theme, coder) = (ThemeId(app.desk.next_id()), app.desk.coder());
        app.desk.commit(vec![Edit::AddTheme { theme, claim: claim.to_string(), coder }])?;
        app.say(format!("Added the theme {claim}.  u undo"));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Puts the claim into other words.
pub fn reword(app: &mut App) -> Done {
    let theme = here(app)?;
    let was = claim(app, theme);
    let prompt = Prompt::of("the claim, in other words", &was.clone(), move |app, claim| {
        if claim == was {
            app.say("the claim is as it was");
            return Ok(());
        }
        app.desk.commit(vec![Edit::RewordTheme { theme, claim: claim.to_string() }])?;
        app.say(format!("Reworded: {claim}.  u undo"));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Takes the theme away.
pub fn remove(app: &mut App) -> Done {
    let theme = here(app)?;
    let claim = claim(app, theme);
    app.desk.commit(vec![Edit::Remove { thing: Thing::Theme(theme) }])?;
    app.say(format!("Took the theme away: {claim}.  u undo"));
    Ok(())
}

/// Asks what is looked for, counts it while it is typed, lists it, and puts the search on record.
pub fn search(app: &mut App) -> Done {
    let theme = here(app)?;
    let title = format!("search against: {}", claim(app, theme));
    let counted = |app: &App, words: &str| match found(app, words) {
        Ok(n) => count_of(n, "excerpt"),
        Err(wrong) => wrong.to_string(),
    };
    let prompt = Prompt::of(title, "", move |app, query| {
        if query.is_empty() {
            return Err("nothing was asked for, so no search is on record".into());
        }
        record(app, theme, query)
    });
    let prompt = prompt.noting(counted).remembering(app.place.filters.clone());
    let prompt = prompt.completing(|app, words| Asking::completions(app.desk.project(), words));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

fn found(app: &App, query: &str) -> Result<usize, Trouble> {
    let asking = Asking::parse(app.desk.project(), query).map_err(|wrong| Trouble::Say(wrong.to_string()))?;
    Ok(asking.excerpts(app.desk.project(), app.desk.texts(), Layer::Union).len())
}

fn record(app: &mut App, theme: ThemeId, query: &str) -> Done {
    let n = found(app, query)?;
    let (search, coder, query) = (SearchId(app.desk.next_id()), app.desk.coder(), query.to_string());
    let count = u32::try_from(n).unwrap_or(u32::MAX);
    app.desk.commit(vec![Edit::SearchEvidence {
        search,
        theme,
        query: query.clone(),
        found: count,
        coder,
        at: None,
    }])?;
    app.say(format!("{} found; the search is on record.  u undo", count_of(n, "excerpt")));
    if n > 0 {
        let sheet = Sheet::of(&app.scene(), "table", move |scene| results(scene, theme, &query));
        app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    }
    Ok(())
}

/// What a search finds now, each passage with how it stands.
fn results(scene: &Scene, theme: ThemeId, query: &str) -> Listing {
    let asking = Asking::parse(scene.project, query).map(|asking| {
        let found = asking.excerpts(scene.project, scene.texts, Layer::Union).into_iter();
        found.map(|one| (one.document, one.span)).collect()
    });
    let found: Passages = asking.unwrap_or_default();
    let title = format!("{query}: {}", count_of(found.len(), "excerpt"));
    let stand = |document, span| scene.project.stand(theme, document, span).map_or("", Stand::word);
    let rows = found.into_iter().map(|(document, span)| (stand(document, span), document, span)).collect();
    passages(scene, title, query.to_string(), rows)
}

/// Asks who does not fit the claim, a person or those of a value, then by a letter what was done to it.
pub fn mark_negative(app: &mut App) -> Done {
    let theme = here(app)?;
    let project = app.desk.project();
    let people = project.cases().map(|(id, _)| Misfit::Case(id));
    let values = project.attributes().flat_map(|(attribute, _)| {
        values_of(project, attribute).into_iter().map(move |value| Misfit::Value(attribute, value))
    });
    let all: Vec<Misfit> = people.chain(values).collect();
    if all.is_empty() {
        return Err("nobody has a name or a value yet; Space p gives them".into());
    }
    let marked = project.negative_cases(theme);
    let items = all.iter().map(|who| {
        let aside = marked.get(who).map_or_else(String::new, |done| done.word().to_string());
        Item { words: project.misfit_words(who), aside, ..Item::default() }
    });
    let title = format!("who does not fit: {}", claim(app, theme));
    let picker = Picker::of(title, items.collect(), move |app, picked| {
        if let Picked::Places(places) = picked {
            ask_done(app, theme, all[places[0]].clone());
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

fn ask_done(app: &mut App, theme: ThemeId, who: Misfit) {
    let words = app.desk.project().misfit_words(&who);
    let meanings = [
        ('r', "the claim was revised"),
        ('l', "its limits were stated"),
        ('e', "it was explained"),
        ('x', "fits after all"),
    ];
    let meanings = meanings.map(|(letter, says)| (letter, says.to_string())).into();
    let letter = Letter::of(format!("{words} does not fit"), meanings, move |app, letter| {
        let done = match letter {
            'r' => Some(Remedy::Revised),
            'l' => Some(Remedy::Limited),
            'e' => Some(Remedy::Explained),
            'x' => None,
            _ => return Err("r revised, l limits stated, e explained, x fits after all; nothing was changed".into()),
        };
        if app.desk.project().negative_cases(theme).get(&who).copied() == done {
            app.say("that is on record already");
            return Ok(());
        }
        app.desk.commit(vec![Edit::MarkNegative { theme, who, done }])?;
        app.say(match done {
            Some(done) => format!("{words} does not fit: {}.  u undo", done.word()),
            None => format!("{words} is no negative case any more.  u undo"),
        });
        Ok(())
    });
    app.ask_letter(letter);
}
