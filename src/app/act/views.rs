//! Panes, lists and tables: what is looked at.

use crate::analysis::{Layer, lists};
use crate::app::actions::{ACTIONS, Action};
use crate::app::overlay::{Item, Leaving, Overlay, Picked, Picker};
use crate::app::{App, Trouble, Wish};
use crate::panes::Scene;
use crate::panes::sheet::Sheet;
use crate::place::Pane;
use crate::project::{CodeId, DocumentId};

type Done = Result<(), Trouble>;

impl App {
    /// Opens a document, at its remembered place or at `to`.
    pub(crate) fn open(&mut self, document: DocumentId, to: Option<u32>) {
        self.place.open(document, to);
        self.place.let_go();
        self.place.cursor = self.settled(self.place.cursor, true);
        self.goal = None;
    }

    /// Shows a code in the tree.
    pub(super) fn show_code(&mut self, code: CodeId) {
        self.stand_on(code);
        self.place.pane = Pane::Codes;
        self.follow();
    }
}

/// To the next pane.
pub fn next_pane(app: &mut App) -> Done {
    turn(app, 1);
    Ok(())
}

/// To the pane before.
pub fn previous_pane(app: &mut App) -> Done {
    turn(app, -1);
    Ok(())
}

/// Two documents beside each other are two panes to stop at.
fn turn(app: &mut App, steps: isize) {
    let other_first = app.beside().map(|beside| beside.first);
    let forward = steps > 0;
    if app.place.pane == Pane::Transcript && other_first == Some(!forward) {
        return app.swap_beside();
    }
    app.place.pane = app.place.pane.further(steps);
    if app.place.pane == Pane::Transcript && other_first == Some(forward) {
        app.swap_beside();
    }
}

/// The whole screen for the pane, or not.
pub fn zoom(app: &mut App) -> Done {
    app.place.zoomed = !app.place.zoomed;
    Ok(())
}

/// Marks or unmarks the row.
pub fn mark(app: &mut App) -> Done {
    if let Some(sheet) = app.sheet() {
        sheet.entry().ok_or("the rows of this table cannot be marked")?;
        sheet.mark();
        sheet.go(1, 0);
        return Ok(());
    }
    match app.place.pane {
        Pane::Codes => {
            let code = app.place.code.ok_or("no code here yet; o makes one")?;
            if !app.place.marked_codes.remove(&code) {
                app.place.marked_codes.insert(code);
                let name = app.desk.project().shown_name(code);
                app.say(format!(
                    "{name} is marked, and on to the next.  M merge the marked into this  p move them under this"
                ));
            }
            super::tree::go(app, 1);
        }
        Pane::Excerpts => {
            let row = app.excerpts.row(&app.scene());
            let here = app.excerpts.list().get(row).ok_or("no excerpt here")?;
            let here = (here.document, here.span);
            if !app.place.marked_excerpts.remove(&here) {
                app.place.marked_excerpts.insert(here);
            }
            super::excerpts::go(app, 1);
        }
        Pane::Transcript => return Err("rows are marked in the tree and in the excerpt list".into()),
    }
    Ok(())
}

/// Finds a code in the tree.
pub fn find_code(app: &mut App) -> Done {
    let (codes, items) = super::coding::by_likelihood(app);
    if items.is_empty() {
        return Err("no code yet: c codes the passage, and makes the code".into());
    }
    let listed = codes.clone();
    let explained = move |app: &App, place: usize| super::coding::entry(app, listed[place]);
    let picker = Picker::of("codes", items, move |app, picked| {
        if let Picked::Places(places) = picked {
            app.place.remember_jump();
            app.show_code(codes[places[0]]);
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.explaining(explained))));
    Ok(())
}

/// The comparisons on record.
pub fn comparisons(app: &mut App) -> Done {
    super::needs::a_comparison(app)?;
    let listing = |scene: &Scene| lists::comparisons(scene.project, scene.texts, Layer::Settled).into();
    let sheet = Sheet::of(&app.scene(), "table", listing);
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

/// What can be done here.
pub fn help(app: &mut App) -> Done {
    let context = app.context();
    let bound = |action: &&Action| !app.keymap.keys_for(context, action.name).is_empty();
    let mut actions: Vec<&'static Action> = ACTIONS.iter().filter(bound).collect();
    actions.sort_by_key(|action| !app.keymap.is_own(context, action.name));
    choose_action(app, format!("what can be done in the {context}; - not now"), actions)
}

/// Every command by name.
pub fn palette(app: &mut App) -> Done {
    choose_action(app, "commands; - not now".to_string(), ACTIONS.iter().collect())
}

fn choose_action(app: &mut App, title: String, actions: Vec<&'static Action>) -> Done {
    let context = app.context();
    let why_not = |action: &&Action| (action.needs)(app).err().map(|trouble| format!("not now: {trouble}"));
    let items = actions
        .iter()
        .map(|action| Item {
            words: action.says.to_string(),
            also: format!("{} {} {}", action.name, action.also, app.keymap.keys_for(context, action.name).join(" ")),
            aside: app.keymap.keys_for(context, action.name).join("  "),
            about: why_not(action).unwrap_or_default(),
        })
        .collect();
    let cannot = (0..actions.len()).filter(|&place| why_not(&actions[place]).is_some()).collect();
    let picker = Picker::of(title, items, move |app, picked| match picked {
        Picked::Places(places) => app.do_action(actions[places[0]]),
        Picked::New(..) => Ok(()),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.but_not(cannot))));
    Ok(())
}

/// Draws every cell anew.
pub fn redraw(app: &mut App) -> Done {
    app.wishes.push(Wish::Redraw);
    Ok(())
}

/// Leaves what is being typed, or the report that is being counted; nothing else ends by it.
pub fn interrupt(app: &mut App) -> Done {
    if !super::awaiting::leave(app) {
        app.say("nothing to interrupt; q q quits");
    }
    Ok(())
}

/// One step back out: a count, a table, the marks of this pane, the selection, what was found.
pub fn cancel(app: &mut App) -> Done {
    if app.count.take().is_some() {
        return Ok(());
    }
    if let Some(sheet) = app.sheet() {
        if sheet.marked.is_empty() {
            app.overlays.pop();
        } else {
            sheet.marked.clear();
        }
    } else if app.place.pane == Pane::Codes && !app.place.marked_codes.is_empty() {
        app.place.marked_codes.clear();
    } else if app.place.pane == Pane::Codes && !app.place.tree_filter.is_empty() {
        app.place.tree_filter.clear();
        app.place.code.into_iter().for_each(|code| app.stand_on(code));
    } else if app.place.pane == Pane::Excerpts && !app.place.marked_excerpts.is_empty() {
        app.place.marked_excerpts.clear();
    } else if app.place.pane == Pane::Excerpts && !app.place.filter.is_empty() {
        app.place.filter.clear();
        app.say("no filter: every excerpt of the code");
    } else if let Some(selection) = app.place.selection {
        app.place.let_go();
        // What was taken as a whole is left where it began; characters, where the cursor has come.
        if selection.anchor.len() > 1 {
            app.stand(selection.span().start());
        }
    } else if super::keeping::end(app) || super::quick::end_letters(app) {
        return Ok(());
    } else if app.place.search.is_empty() {
        app.leave_course();
    } else {
        app.place.search.clear();
    }
    Ok(())
}

/// Closes this view; at the top it leaves, when it comes twice and everything is saved.
pub fn close(app: &mut App) -> Done {
    if app.sheet().is_some() {
        app.overlays.pop();
        return Ok(());
    }
    if app.place.zoomed {
        app.place.zoomed = false;
        return Ok(());
    }
    if app.place.pane == Pane::Transcript && app.place.beside.take().is_some() {
        return Ok(());
    }
    if unsaved_asked(app) {
        return Ok(());
    }
    if app.again == Some("close") {
        app.wishes.push(Wish::Quit);
    } else {
        app.again = Some("close");
        let key = app.keymap.keys_for(app.context(), "close").into_iter().next().unwrap_or_default();
        app.say(format!("Everything is saved. {key} again quits, any other key goes on"));
    }
    Ok(())
}

/// Leaves emic, as soon as everything is saved.
pub fn quit(app: &mut App) -> Done {
    if !unsaved_asked(app) {
        app.wishes.push(Wish::Quit);
    }
    Ok(())
}

/// Leaves this project for another, or a new one.
pub fn projects(app: &mut App) -> Done {
    if !unsaved_asked(app) {
        app.wishes.push(Wish::Projects);
    }
    Ok(())
}

/// Asks what is to become of what is not saved; whether there was anything to ask.
fn unsaved_asked(app: &mut App) -> bool {
    let saved = app.desk.wait(std::time::Duration::from_millis(200));
    if saved.unsaved > 0 {
        let trouble = saved.trouble.unwrap_or_else(|| "the disk is slow".to_string());
        app.overlays.push(Overlay::Leaving(Leaving::of(saved.unsaved, trouble)));
    }
    saved.unsaved > 0
}
