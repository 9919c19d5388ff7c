//! What this person chose: theme, keys, how codings are shown beside the text.

use crate::app::keymap::{KEYMAPS, Keymap};
use crate::app::overlay::{Item, Notice, Overlay, Picked, Picker};
use crate::app::{App, Trouble, Wish};
use crate::panes::Theme;
use crate::panes::theme::{Named, THEMES};
use crate::place::Unit;
use crate::settings::{Origin, Settings};

type Done = Result<(), Trouble>;

impl App {
    /// Takes over what this person chose for every project, and on the screen for this one: that wins over
    /// files, not over who says it now.
    pub fn choose(&mut self, settings: Settings) {
        let says_now = |name| matches!(settings.chosen(name), Some((_, Origin::Environment | Origin::Flag)));
        if !says_now("theme") {
            self.wear_chosen();
        }
        if let Some(keymap) = self.place.keymap.as_deref().and_then(Keymap::named).filter(|_| !says_now("keymap")) {
            self.keymap = keymap;
        }
        let is_new_here = self.desk.folder().read_place(self.desk.coder()).is_none();
        if let Some((word, _)) = settings.chosen("unit").filter(|_| is_new_here) {
            let units = [Unit::Line, Unit::Sentence, Unit::Turn];
            self.place.unit = units.into_iter().find(|unit| unit.word() == word).unwrap_or_default();
        }
        self.settings = settings;
    }

    /// Puts on the theme that this coder chose before, where one was chosen.
    fn wear_chosen(&mut self) {
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

/// Chooses other keys, or goes back to one's own.
pub fn keymap(app: &mut App) -> Done {
    let chosen = app.place.keymap.clone();
    let row = |name: &str, says: &str, is_now: bool| Item {
        words: name.to_string(),
        also: says.to_string(),
        about: says.to_string(),
        aside: if is_now { "now".to_string() } else { String::new() },
    };
    let own = row("your own", "as your settings and files have them", chosen.is_none());
    let named = KEYMAPS.iter().map(|keymap| row(keymap.name, keymap.says, chosen.as_deref() == Some(keymap.name)));
    let picker = Picker::of("keys", std::iter::once(own).chain(named).collect(), |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        let chosen = places[0].checked_sub(1).map(|place| KEYMAPS[place].name);
        app.place.keymap = chosen.map(str::to_string);
        app.keymap = chosen.and_then(Keymap::named).unwrap_or_else(|| app.own_keys.clone());
        match chosen {
            Some(name) => {
                app.say(format!("keys of {name}, F1 shows them; EMIC_KEYMAP={name} has them in every project"))
            }
            None => app.say("your own keys; F1 shows them"),
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

/// Says what the signs beside the words mean.
pub fn signs(app: &mut App) -> Done {
    let bars = app.theme.bars[..2].join(" ");
    let lines = [
        "before the words".to_string(),
        "  >   the passage meant: what a key would code".to_string(),
        "  #   somebody coded this".to_string(),
        "  m   a memo begins here;  * a key quote,  ! to discuss".to_string(),
        "  a   a place marked with that letter".to_string(),
        "  12  a printed line begins in this row; what it begins with may stand mid-row".to_string(),
        "behind them".to_string(),
        format!("  {bars} ...  one bar for each coding; where several overlap, each has its own"),
        "  the names stand where a coding begins, behind the sign of its bar".to_string(),
        "codes and excerpts".to_string(),
        "  v   codes under it are shown,  > folded away".to_string(),
        "  12/9  excerpts / respondents,  own: without those of its subcodes".to_string(),
        "  j   behind a code: , and this letter code with it".to_string(),
        "  *   marked,  new: just coded,  key: a key quote,  > Name: under that subcode".to_string(),
    ];
    app.overlays.push(Overlay::Notice(Box::new(Notice::of("signs", lines.into()))));
    Ok(())
}

/// Opens the tutor, and comes back here after it.
pub fn tutor(app: &mut App) -> Done {
    app.wishes.push(Wish::Tutor);
    Ok(())
}
