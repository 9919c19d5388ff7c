//! What is known of people and documents: attributes added and defined, whole sheets of values.

use crate::analysis::people::{BEFORE_VALUES, type_words};
use crate::app::overlay::{Item, Notice, Overlay, Pad, Picked, Picker, Prompt};
use crate::app::{App, Trouble};
use crate::exchange::{Values, plan_values};
use crate::project::*;

use super::people::shown;
use crate::text::count_of;

type Done = Result<(), Trouble>;

/// The types that an attribute can have, as they are offered.
const TYPES: [(&str, &str); 5] = [
    ("text", "any words"),
    ("number", "a number"),
    ("date", "a day, as 2024-03-05"),
    ("yes-no", "yes or no"),
    ("ordered", "one of some words, in an order you give"),
];

/// Adds an attribute: its name, then what its values are.
pub fn add_attribute(app: &mut App) -> Done {
    app.people_sheet()?;
    let on = if app.place.values_of_documents { Bearer::Document } else { Bearer::Case };
    let title = if on == Bearer::Case {
        "name of the new attribute of people"
    } else {
        "name of the new attribute of documents"
    };
    let prompt = Prompt::of(title, "", move |app, name| {
        if name.is_empty() {
            return Err(Refusal::NoName.into());
        }
        let name = name.to_string();
        ask_type(app, &name.clone(), None, move |app, values| {
            let attribute = AttributeId(app.desk.next_id());
            let said = format!("New attribute {name}, {}.  u undo", type_words(&values));
            app.desk.commit(vec![Edit::AddAttribute { attribute, name, on, values }])?;
            let column = shown(&app.scene()).attributes.iter().position(|&id| id == attribute);
            app.refresh_sheet(app.overlays.len().saturating_sub(1));
            if let (Ok(sheet), Some(column)) = (app.people_sheet(), column) {
                sheet.column = BEFORE_VALUES + column;
            }
            app.say(said);
            Ok(())
        });
        Ok(())
    });
    app.overlays.push(Overlay::Prompt(Box::new(prompt)));
    Ok(())
}

/// Says anew what the values of the attribute here are.
pub fn define_attribute(app: &mut App) -> Done {
    let (id, Attribute { name, values, .. }) = app.attribute_here()?;
    ask_type(app, &name.clone(), Some(values), move |app, values| {
        let project = app.desk.project();
        let subjects = project.cases().map(|(id, _)| Subject::Case(id));
        let subjects = subjects.chain(project.documents().map(|(id, _)| Subject::Document(id)));
        let given = subjects.flat_map(|subject| project.values_of(subject)).filter(|(other, ..)| *other == id);
        let unfit: Vec<&str> = given.map(|(.., value)| value).filter(|value| !values.takes(value)).collect();
        if let Some(first) = unfit.first() {
            let n = count_of(unfit.len(), "value");
            return Err(Trouble::Say(format!("{n} would not fit ({first}); change those first")));
        }
        let said = format!("{name} is {} now.  u undo", type_words(&values));
        app.desk.commit(vec![Edit::DefineAttribute { attribute: id, name, values }])?;
        app.say(said);
        Ok(())
    });
    Ok(())
}

fn ask_type(
    app: &mut App,
    name: &str,
    now: Option<ValueType>,
    then: impl FnOnce(&mut App, ValueType) -> Done + Send + 'static,
) {
    let here = now.as_ref().map_or("", ValueType::word);
    let item = |&(word, about): &(&str, &str)| Item {
        words: word.to_string(),
        aside: if word == here { "now".to_string() } else { String::new() },
        about: about.to_string(),
        ..Item::default()
    };
    let name = name.to_string();
    let title = format!("what are the values of {name}?");
    let picker = Picker::of(title, TYPES.iter().map(item).collect(), move |app, picked| {
        let Picked::Places(places) = picked else { return Ok(()) };
        let values = match TYPES[places[0]].0 {
            "number" => ValueType::Number,
            "date" => ValueType::Date,
            "yes-no" => ValueType::YesNo,
            "ordered" => {
                let choices = match now {
                    Some(ValueType::Ordered(choices)) => choices.join(", "),
                    _ => String::new(),
                };
                let title = format!("values of {name} in their order, parted by commas");
                let prompt =
                    Prompt::of(title, &choices, move |app, typed| then(app, ValueType::Ordered(choices_in(typed)?)));
                app.overlays.push(Overlay::Prompt(Box::new(prompt)));
                return Ok(());
            }
            _ => ValueType::Text,
        };
        then(app, values)
    });
    app.overlays.push(Overlay::Picker(Box::new(picker)));
}

fn choices_in(typed: &str) -> Result<Vec<String>, Trouble> {
    let mut choices: Vec<String> = Vec::new();
    for choice in typed.split(',').map(str::trim).filter(|choice| !choice.is_empty()) {
        if !choices.iter().any(|other| other == choice) {
            choices.push(choice.to_string());
        }
    }
    if choices.is_empty() { Err("name at least one value, as in  early, mid, late".into()) } else { Ok(choices) }
}

/// Takes a whole sheet of values, typed or pasted.
pub fn take_sheet(app: &mut App) -> Done {
    app.people_sheet()?;
    app.overlays.push(Overlay::Pad(Box::new(Pad::of(
        "rows with a heading: person, age, site (or paste them from a spreadsheet)",
        &["Ctrl-s shows what they would set", "Esc cancel"],
        preview,
    ))));
    Ok(())
}

/// Shows what the rows of a sheet would set; Enter does it.
pub fn preview(app: &mut App, rows: &str) -> Done {
    let plan = app.desk.plan(|project, ids, _| plan_values(project, rows, ids)).map_err(Trouble::Say)?;
    let lines = said(&plan);
    if plan.edits.is_empty() {
        let notice = Notice::of("nothing would change", lines);
        app.overlays.push(Overlay::Notice(Box::new(notice)));
        return Ok(());
    }
    let notice = Notice::asking("a sheet of values", lines, move |app| {
        let said = format!("{} of {} set.  u undo", count_of(plan.set, "value"), plan.subjects);
        app.desk.commit(plan.edits)?;
        app.say(said);
        Ok(())
    });
    app.overlays.push(Overlay::Notice(Box::new(notice)));
    Ok(())
}

/// What a sheet would do, a line each.
fn said(plan: &Values) -> Vec<String> {
    let mut lines = vec![format!("{} will be set, of {}", count_of(plan.set, "value"), plan.subjects)];
    let list = |what: &str, names: &[String]| (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")));
    lines.extend(list("new attributes", &plan.attributes));
    lines.extend(list("new people, unknown so far", &plan.people));
    if !plan.faults.is_empty() {
        lines.push(format!("{} will be left out:", count_of(plan.faults.len(), "cell or row")));
        lines.extend(plan.faults.iter().map(|fault| format!("  line {}: {}", fault.line, fault.what)));
    }
    lines
}
