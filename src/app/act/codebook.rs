//! The codebook as a whole: read as a page, codes put away, names too near.

use super::naming::excerpts_of;
use crate::analysis::{Layer, codebook_page};
use crate::app::overlay::{Item, Letter, Overlay, Picked, Picker, Reader};
use crate::app::{App, Trouble};
use crate::project::{CodeId, CodeState, Edit, MemoKind, Target};

type Done = Result<(), Trouble>;

/// Shows the whole codebook to read.
pub fn page(app: &mut App) -> Done {
    let page = codebook_page(app.desk.project(), app.desk.texts(), Layer::Settled);
    app.overlays.push(Overlay::Page(Box::new(Reader::of(page, "codebook"))));
    Ok(())
}

/// Lists the codes that were put away; those chosen are taken into use again.
pub fn retired(app: &mut App) -> Done {
    let project = app.desk.project();
    let away = project.codes().filter(|(_, code)| code.state == CodeState::Retired);
    let codes: Vec<CodeId> = away.map(|(id, _)| id).collect();
    if codes.is_empty() {
        return Err("no code was put away; d in the tree does that".into());
    }
    let item = |&code: &CodeId| Item {
        words: project.code_words(code),
        aside: excerpts_of(app, code).to_string(),
        about: project.code(code).map_or_else(String::new, |code| code.definition.definition.clone()),
        ..Item::default()
    };
    let picker = Picker::of("take into use again", codes.iter().map(item).collect(), move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        let chosen: Vec<CodeId> = places.into_iter().map(|place| codes[place]).collect();
        app.desk.commit(chosen.iter().map(|&code| Edit::RetireCode { code, retired: false }).collect())?;
        let names: Vec<String> = chosen.iter().map(|&code| app.desk.project().code_words(code)).collect();
        chosen.last().copied().into_iter().for_each(|code| app.show_code(code));
        app.say(format!("In use again: {}.  u undo", names.join(" and ")));
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.several())));
    Ok(())
}

/// Says that the marked codes, else the one here, were given beforehand; where all are, that they came from the data.
pub fn given(app: &mut App) -> Done {
    let project = app.desk.project();
    let marked = project.codebook().rows().iter().map(|row| row.code);
    let mut codes: Vec<CodeId> = marked.filter(|code| app.place.marked_codes.contains(code)).collect();
    if codes.is_empty() {
        codes.push(super::tree::here(app)?);
    }
    let is_given = |code: &CodeId| project.code(*code).is_some_and(|code| code.given);
    let given = !codes.iter().all(is_given);
    let changed: Vec<CodeId> = codes.into_iter().filter(|code| is_given(code) != given).collect();
    let names = changed.iter().map(|&code| project.code_words(code)).collect::<Vec<_>>().join(" and ");
    app.desk.commit(changed.iter().map(|&code| Edit::SetGiven { code, given }).collect())?;
    app.place.marked_codes.clear();
    app.say(match given {
        true => format!("Given beforehand: {names}; saturation counts it apart.  u undo"),
        false => format!("From the data: {names}.  u undo"),
    });
    Ok(())
}

/// Asks what is claimed of having heard enough, and opens the memo that says why.
pub fn judge(app: &mut App) -> Done {
    const GROUNDS: [(char, &str); 4] =
        [('s', "saturation"), ('i', "information power"), ('e', "sufficiency"), ('n', "not claimed")];
    let meanings = GROUNDS.map(|(letter, says)| (letter, says.to_string())).into();
    let letter = Letter::of("enough was heard: on what grounds?".to_string(), meanings, |app, letter| {
        let ground = GROUNDS.iter().find(|(own, _)| *own == letter);
        let (_, ground) = ground.ok_or("s saturation, i information power, e sufficiency, n not claimed")?;
        super::memos::add(app, Target::Project, MemoKind::Sufficiency, &format!("{ground}: "), None);
        Ok(())
    });
    app.ask_letter(letter);
    Ok(())
}

/// Lists codes of nearly the same name, two by two: the tree goes to the first, with the second marked
/// for a merger.
pub fn near(app: &mut App) -> Done {
    let project = app.desk.project();
    let pairs = project.near_pairs();
    if pairs.is_empty() {
        return Err("no two codes have nearly the same name".into());
    }
    let named = |code| format!("{} ({})", project.code_words(code), excerpts_of(app, code));
    let item = |&(one, other): &(CodeId, CodeId)| Item {
        words: format!("{}  ~  {}", named(one), named(other)),
        about: "Enter goes to the first with the second marked; M there merges them, after a preview".to_string(),
        ..Item::default()
    };
    let picker = Picker::of("names that are nearly the same", pairs.iter().map(item).collect(), move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        let (one, other) = pairs[places[0]];
        app.place.remember_jump();
        app.show_code(one);
        app.place.marked_codes = [other].into();
        app.say(format!("{} is marked; M merges it into this one", app.desk.project().code_words(other)));
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}
