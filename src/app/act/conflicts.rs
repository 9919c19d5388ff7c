//! What two people did that does not fit together: both sides, and how it is put right.

use crate::app::overlay::{Choice, Item, Notice, Overlay, Picked, Picker};
use crate::app::{App, Trouble};
use crate::project::{CodeId, OpId, Thing};
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// A row of the list.
#[derive(Clone)]
enum Row {
    /// A change that did not fit, with both sides of it.
    Change(OpId, [String; 3]),
    /// Codes of the same name under the same code.
    Twins(Vec<CodeId>),
}

/// Lists the changes that did not fit, and the codes that were made twice.
pub fn list(app: &mut App) -> Done {
    let fold = app.desk.history()?;
    let project = fold.project();
    let (mut rows, mut items) = (Vec::new(), Vec::new());
    for conflict in fold.conflicts() {
        let [wanted, why, against] = conflict.said(project);
        let about = format!("{why}. In its way: {against}");
        items.push(Item { words: wanted.clone(), aside: "did not fit".to_string(), about, ..Item::default() });
        rows.push(Row::Change(conflict.op.id, [wanted, why, against]));
    }
    for codes in project.twins() {
        let makers = codes.iter().filter_map(|&code| fold.maker(Thing::Code(code)));
        let makers: Vec<&str> = makers.map(|coder| project.coder_name(coder)).collect();
        items.push(Item {
            words: project.code_words(codes[0]),
            aside: count_of(codes.len(), "code"),
            about: format!("The same name, made by {}; Enter goes to the first to merge them", makers.join(" and ")),
            ..Item::default()
        });
        rows.push(Row::Twins(codes));
    }
    if rows.is_empty() {
        return Err("nothing that was done here is in conflict".into());
    }
    let picker = Picker::of("what does not fit together", items, move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        match rows[places[0]].clone() {
            Row::Change(change, sides) => ask(app, change, sides),
            Row::Twins(codes) => go_to(app, &codes),
        }
        Ok(())
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
    Ok(())
}

/// Shows both sides, and asks what is to become of it.
fn ask(app: &mut App, change: OpId, [wanted, why, against]: [String; 3]) {
    let lines =
        vec![format!("wanted: {wanted}"), format!("but: {why}"), format!("in its way: {against}"), String::new()];
    let settle = |again: bool| {
        move |app: &mut App| {
            let said = app.desk.settle(change, again)?;
            app.follow();
            app.say(format!("{said}.  u undo"));
            Ok(())
        }
    };
    let choices = vec![
        Choice::of('a', "do it again, in a form that fits", settle(true)),
        Choice::of('s', "leave it undone; it is settled", settle(false)),
    ];
    app.overlays.push(Overlay::Notice(Box::new(Notice::choosing("did not fit", lines, choices))));
}

/// Goes to the first, with the others marked for a merger.
fn go_to(app: &mut App, codes: &[CodeId]) {
    app.place.remember_jump();
    app.show_code(codes[0]);
    app.place.marked_codes = codes[1..].iter().copied().collect();
    app.say("the other is marked; M merges it into this one");
}
