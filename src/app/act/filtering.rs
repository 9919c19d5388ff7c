//! Narrowing the excerpt list, keeping filters by name, and putting the list in groups.

use crate::analysis::Asking;
use crate::app::overlay::{Item, Overlay, Picked, Picker, Prompt};
use crate::app::{App, Trouble};
use crate::place::{Grouping, Pane};
use crate::project::AttributeId;
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// Asks what the list is to be narrowed to, and narrows it while it is typed.
pub fn filter(app: &mut App) -> Done {
    let before = app.place.filter.clone();
    let left = before.clone();
    let live = |app: &mut App, words: &str| match Asking::parse(app.desk.project(), words) {
        Ok(_) => {
            app.place.filter = words.trim().to_string();
            app.refresh_excerpts();
            format!("{} of {}", listed(app), count_of(app.excerpts.respondents(), "respondent"))
        }
        // What is not finished yet leaves the list as it was.
        Err(wrong) => wrong.to_string(),
    };
    let prompt = Prompt::of("filter", &before.clone(), move |app, words| {
        if let Err(wrong) = Asking::parse(app.desk.project(), words) {
            app.place.filter = before;
            return Err(Trouble::Say(wrong.to_string()));
        }
        narrow(app, words);
        Ok(())
    });
    let prompt = prompt.live(live, move |app| app.place.filter = left).remembering(app.place.filters.clone());
    let prompt = prompt.completing(|app, words| Asking::completions(app.desk.project(), words));
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

fn listed(app: &App) -> String {
    count_of(app.excerpts.list().len(), "excerpt")
}

fn narrow(app: &mut App, filter: &str) {
    app.place.narrow(filter);
    app.place.pane = Pane::Excerpts;
    app.refresh_excerpts();
    match filter {
        "" => app.say("no filter: every excerpt of the code"),
        _ => app.say(format!("{} fit.  Esc ends the filter, Space e keeps it by a name", listed(app))),
    }
}

/// Chooses a filter kept by its name, or keeps the one there is.
pub fn kept_filters(app: &mut App) -> Done {
    let mut items = Vec::new();
    let here = app.place.filter.clone();
    if !here.is_empty() {
        items.push(Item { words: "keep this filter by a name".to_string(), aside: here, ..Item::default() });
    }
    let first = items.len();
    let kept: Vec<(String, String)> =
        app.place.kept_filters.iter().map(|(name, filter)| (name.clone(), filter.clone())).collect();
    items.extend(kept.iter().map(|(name, filter)| Item {
        words: name.clone(),
        also: filter.clone(),
        aside: filter.clone(),
        ..Item::default()
    }));
    super::needs::a_filter(app)?;
    let picker = Picker::of("filters", items, move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        match places[0].checked_sub(first) {
            None => ask_name(app),
            Some(place) => narrow(app, &kept[place].1),
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

fn ask_name(app: &mut App) {
    let prompt = Prompt::of("keep the filter as", "", |app, name| {
        if name.is_empty() {
            return Err("a filter is kept by a name; nothing was kept".into());
        }
        let was = app.place.kept_filters.insert(name.to_string(), app.place.filter.clone());
        let instead = if was.is_some() { ", in place of the one before" } else { "" };
        app.say(format!("filter kept as {name}{instead}; Space e brings it back"));
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
}

/// Groups by who speaks, or ends that.
pub fn by_speaker(app: &mut App) -> Done {
    group(app, Grouping::Person, "who speaks");
    Ok(())
}

/// Groups by document, or ends that.
pub fn by_document(app: &mut App) -> Done {
    group(app, Grouping::Document, "document");
    Ok(())
}

/// Groups by coder, or ends that.
pub fn by_coder(app: &mut App) -> Done {
    group(app, Grouping::Coder, "coder");
    Ok(())
}

/// Groups by code, or ends that.
pub fn by_code(app: &mut App) -> Done {
    group(app, Grouping::Code, "code");
    Ok(())
}

/// Groups by a phase, a site or another attribute, or ends that.
pub fn by_attribute(app: &mut App) -> Done {
    if let Some(Grouping::Attribute(attribute)) = app.place.group {
        group(app, Grouping::Attribute(attribute), "");
        return Ok(());
    }
    let attributes: Vec<(AttributeId, String)> =
        app.desk.project().attributes().map(|(id, one)| (id, one.name.clone())).collect();
    match &attributes[..] {
        [] => Err("no attribute yet; `emic edit --help` shows how phases and sites are added".into()),
        [(only, name)] => {
            group(app, Grouping::Attribute(*only), name);
            Ok(())
        }
        _ => {
            let items = attributes.iter().map(|(_, name)| Item { words: name.clone(), ..Item::default() }).collect();
            let picker = Picker::of("group by", items, move |app, picked| {
                if let Picked::Places(places) = picked {
                    let (attribute, name) = &attributes[places[0]];
                    group(app, Grouping::Attribute(*attribute), name);
                }
                Ok(())
            });
            app.overlays.push(Overlay::Picker(Box::new(picker)));
            Ok(())
        }
    }
}

fn group(app: &mut App, by: Grouping, what: &str) {
    if app.place.group == Some(by) {
        app.place.group = None;
        app.say("no groups any more");
        return;
    }
    app.place.group = Some(by);
    app.refresh_excerpts();
    let n = count_of(app.excerpts.groups().len(), "group");
    app.say(format!("{n} by {what}; the same key again ends it"));
}

/// To the first excerpt of the next group.
pub fn next_group(app: &mut App) -> Done {
    go_group(app, 1)
}

/// To the first excerpt of the group here, then of the one before.
pub fn previous_group(app: &mut App) -> Done {
    go_group(app, -1)
}

fn go_group(app: &mut App, steps: isize) -> Done {
    for _ in 0..app.times() {
        let row = app.excerpts.row(&app.scene());
        let groups = app.excerpts.groups();
        let here = app.excerpts.group_of(row).ok_or("the list is not in groups; g s groups it by who speaks")?;
        let there = if steps > 0 || groups[here].first == row { here.saturating_add_signed(steps) } else { here };
        let first = groups[there.min(groups.len() - 1)].first;
        app.place.excerpt = app.excerpts.list().get(first).map(|one| (one.document, one.span));
    }
    Ok(())
}

/// Shows the excerpt in full below the list.
pub fn open_full(app: &mut App) -> Done {
    app.place.full = Some(true);
    Ok(())
}

/// Gives the list the room again.
pub fn close_full(app: &mut App) -> Done {
    app.place.full = Some(false);
    Ok(())
}

/// Marks every excerpt listed; where all are, none.
pub fn mark_all(app: &mut App) -> Done {
    let listed: Vec<_> = app.excerpts.list().iter().map(|one| (one.document, one.span)).collect();
    if listed.iter().all(|one| app.place.marked_excerpts.contains(one)) {
        app.place.marked_excerpts.retain(|one| !listed.contains(one));
        app.say("no excerpt is marked");
    } else {
        let n = count_of(listed.len(), "excerpt");
        app.place.marked_excerpts.extend(listed);
        app.say(format!("{n} marked; X again marks none"));
    }
    Ok(())
}

impl App {
    /// Brings the excerpt list after what has changed.
    pub(crate) fn refresh_excerpts(&mut self) {
        let mut excerpts = std::mem::take(&mut self.excerpts);
        excerpts.refresh(&self.scene());
        self.excerpts = excerpts;
    }
}
