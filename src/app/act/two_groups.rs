//! Two groups of the excerpts of one code beside each other: site beside site, phase beside phase.

use crate::app::overlay::{Item, Overlay, Picked, Picker, Quoted, Side, TwoGroups};
use crate::app::{App, Trouble};
use crate::panes::excerpts::{Group, quote};
use crate::project::{MemoKind, Target};

type Done = Result<(), Trouble>;

/// Puts two groups of the list beside each other; asks which, where there are more.
pub fn show_two(app: &mut App) -> Done {
    let groups: Vec<Group> = app.excerpts.groups().to_vec();
    if groups.len() < 2 {
        return Err(
            "two groups are put beside each other: g p groups the list by phase or site, g s by who speaks".into()
        );
    }
    if groups.len() == 2 {
        show(app, &groups[0], &groups[1]);
        return Ok(());
    }
    let items = groups.iter().map(|group| Item { words: group.heading(true), ..Item::default() }).collect();
    let picker = Picker::of("two groups (Tab marks them)", items, move |app, picked| match picked {
        Picked::Places(mut places) if places.len() == 2 => {
            places.sort_unstable();
            show(app, &groups[places[0]], &groups[places[1]]);
            Ok(())
        }
        _ => Err("mark just two groups with Tab, then Enter".into()),
    });
    app.overlays.push(Overlay::Picker(Box::new(picker.several())));
    Ok(())
}

fn show(app: &mut App, one: &Group, other: &Group) {
    let code = app.place.listed.map_or_else(String::new, |code| app.desk.project().code_words(code));
    let sides = [side(app, one), side(app, other)];
    app.overlays.push(Overlay::TwoGroups(Box::new(TwoGroups::of(code, sides))));
}

fn side(app: &App, group: &Group) -> Side {
    let scene = app.scene();
    let listed = &app.excerpts.list()[group.first..group.first + group.excerpts];
    let excerpts = listed.iter().map(|one| Quoted {
        place: (one.document, one.span),
        cite: app.citation(one.document, one.span),
        words: quote(&scene, one, 200),
    });
    Side::of(group.title.clone(), group.respondents, excerpts.collect())
}

/// Opens this coder's memo on the code, with both groups named.
pub fn note(app: &mut App, groups: &TwoGroups) -> Done {
    let code = app.place.listed.ok_or("the excerpts are of no one code, so no memo can stand on it")?;
    let [one, other] = &groups.sides;
    let said =
        |side: &Side| format!("{} ({} excerpts, {} respondents)", side.title, side.excerpts.len(), side.respondents);
    let heading = format!("{} beside {}: ", said(one), said(other));
    super::memos::add(app, Target::Code(code), MemoKind::Analytic, &heading, None);
    Ok(())
}
