//! Quick codes: a key of their own for the codes used most.

use super::coding::{put, targets};
use super::selecting::counted;
use super::tree::here;
use crate::app::overlay::Letter;
use crate::app::{App, Trouble};
use crate::place::Place;
use crate::project::CodeId;

type Done = Result<(), Trouble>;

/// What the keys stand for; codes that were put away have none.
fn meanings(app: &App) -> Vec<(char, String)> {
    let project = app.desk.project();
    let mut keys = app.place.letters.clone();
    keys.extend(&app.place.quick);
    keys.retain(|_, code| project.codebook().place(*code).is_some());
    keys.into_iter().map(|(key, code)| (key, project.code_words(code))).collect()
}

/// Puts the code of the next key on the passage.
pub fn code(app: &mut App) -> Done {
    counted(app)?;
    let targets = targets(app)?;
    let letter = Letter::of("code as", meanings(app), move |app, key| {
        let unknown = || Trouble::Say(format!("no code has the key {key} yet: in the tree, g , gives one to the code"));
        let code = app.quick_code(key).ok_or_else(unknown)?;
        put(app, targets, vec![code], Vec::new())
    });
    app.ask_letter(letter);
    Ok(())
}

impl App {
    /// The code of a quick key.
    pub(crate) fn quick_code(&self, key: char) -> Option<CodeId> {
        let in_use = |code: &&_| self.desk.project().codebook().place(**code).is_some();
        let Place { quick, letters, .. } = &self.place;
        quick.get(&key).or_else(|| letters.get(&key)).filter(in_use).copied()
    }
}

/// From here on a letter alone puts its code on and goes on to the next turn to be coded; again ends it.
pub fn by_letters(app: &mut App) -> Done {
    if end_letters(app) {
        return Ok(());
    }
    let codes: Vec<CodeId> = app.desk.project().codebook().rows().iter().map(|row| row.code).collect();
    give_letters(app, &codes);
    app.by_letters = true;
    app.say("a code's letter now codes and goes on to the next turn; , shows the letters, Esc ends it");
    Ok(())
}

/// Ends coding by letters; whether that was going on.
pub(super) fn end_letters(app: &mut App) -> bool {
    let going = std::mem::take(&mut app.by_letters);
    if going {
        app.say("no longer coding by letters");
    }
    going
}

/// Gives codes that were just used, and have no key, the first letter of their names that is free, else
/// the first of all.
pub(super) fn give_letters(app: &mut App, codes: &[CodeId]) {
    for &code in codes {
        let name = app.desk.project().code(code).map_or_else(String::new, |code| code.name.to_lowercase());
        let Place { quick, letters, .. } = &mut app.place;
        if quick.values().chain(letters.values()).any(|other| *other == code) {
            continue;
        }
        // While one codes by letters, u still takes back, and q leaves.
        let free = |letter: &char| letter.is_ascii_lowercase() && !matches!(letter, 'u' | 'q');
        let mut wished = name.chars().chain('a'..='z').filter(free);
        if let Some(letter) = wished.find(|letter| !quick.contains_key(letter) && !letters.contains_key(letter)) {
            letters.insert(letter, code);
        }
    }
}

/// Gives the code under the cursor the next key; the key it has already takes it away.
pub fn assign(app: &mut App) -> Done {
    let code = here(app)?;
    let title = format!("key for {}", app.desk.project().code_words(code));
    let letter = Letter::of(title, meanings(app), move |app, key| {
        if !(key.is_ascii_lowercase() || key.is_ascii_digit()) {
            return Err("quick codes have small letters a-z and digits as keys".into());
        }
        let name = app.desk.project().code_words(code);
        let had = app.place.quick.get(&key).copied();
        app.place.quick.retain(|_, other| *other != code);
        if had == Some(code) {
            app.say(format!(", {key} no longer codes as {name}"));
            return Ok(());
        }
        app.place.quick.insert(key, code);
        let in_use = |had: &_| app.desk.project().codebook().place(*had).is_some();
        let instead = had.filter(in_use).map(|had| format!(", in place of {}", app.desk.project().code_words(had)));
        app.say(format!(", {key} now codes as {name}{}", instead.unwrap_or_default()));
        Ok(())
    });
    app.ask_letter(letter);
    Ok(())
}
