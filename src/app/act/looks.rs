//! How it looks: the theme, and how codings are shown beside the text.

use crate::app::overlay::{Item, Overlay, Picked, Picker};
use crate::app::{App, Trouble, Wish};
use crate::panes::Theme;
use crate::panes::theme::{Named, THEMES};

type Done = Result<(), Trouble>;

impl App {
    /// Puts on the theme that this coder chose before, where one was chosen.
    pub(crate) fn wear_chosen(&mut self) {
        let chosen = self.place.theme.as_ref().and_then(|name| Theme::named(name, self.theme.ink));
        self.theme = chosen.unwrap_or_else(|| self.theme.clone());
    }
}

/// Chooses another theme.
pub fn theme(app: &mut App) -> Done {
    let item = |named: &Named| Item {
        words: named.name.to_string(),
        also: named.says.to_string(),
        about: named.says.to_string(),
        aside: if named.name == app.theme.name { "now".to_string() } else { String::new() },
    };
    let picker = Picker::of("theme", THEMES.iter().map(item).collect(), |app, picked| {
        if let Picked::Places(places) = picked {
            let name = THEMES[places[0]].name;
            app.place.theme = Some(name.to_string());
            app.wear_chosen();
            app.say(format!("theme {name}; EMIC_THEME={name} has it in every project"));
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Stripes with names, bars alone, or none.
pub fn cycle_stripes(app: &mut App) -> Done {
    app.place.stripes = app.place.stripes.next();
    app.say(app.place.stripes.words());
    Ok(())
}

/// Hides the codings of the code here and its subcodes beside the text, or shows them again.
pub fn hide_code(app: &mut App) -> Done {
    let code = app.place.code.ok_or("no code here yet; o makes one")?;
    let codebook = app.desk.project().codebook();
    let branch: Vec<_> = codebook.subtree(code).iter().map(|row| row.code).collect();
    let hides = !app.place.hidden_codes.contains(&code);
    for code in branch {
        if hides {
            app.place.hidden_codes.insert(code)
        } else {
            app.place.hidden_codes.remove(&code)
        };
    }
    let name = app.desk.project().code_words(code);
    let key = app.keymap.keys_for("tree", "hide-code").into_iter().next().unwrap_or_default();
    let done = if hides { "hidden" } else { "shown" };
    app.say(format!("the stripes of {name} are {done}; its codings are as they were ({key} again)"));
    Ok(())
}

/// Opens the tutor, and comes back here after it.
pub fn tutor(app: &mut App) -> Done {
    app.wishes.push(Wish::Tutor);
    Ok(())
}
