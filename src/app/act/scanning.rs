//! Listed names and rare values: listed, and looked for in what is about to be written to a file.

use crate::analysis::{NameFound, NamesSaid, Stands, names_in, scan_table, small_cells};
use crate::app::overlay::{Choice, Notice, Overlay};
use crate::app::{App, Trouble};
use crate::exchange::names_of;
use crate::panes::Scene;
use crate::panes::sheet::{Entry, Listing, Sheet};
use crate::project::{Carries, Subject, WordsOf};
use crate::store::NamesIn;
use crate::text::{Names, count_of};

type Done = Result<(), Trouble>;

/// Fewer people than this make a small cell.
const LEAST: usize = 2;

/// Lists what may tell who somebody is, wherever it stands.
pub fn list(app: &mut App) -> Done {
    let names = listed(app)?;
    let is_listed = !names.is_empty();
    let mut sheet = Sheet::of(&app.scene(), "table", move |scene| listing(scene, &names));
    if sheet.table().rows.is_empty() {
        return Err(match is_listed {
            true => {
                "no name of the keys stands anywhere, and no value is one person's alone; other names may stand there"
            }
            false => "no key in the vault lists names to look for, and no value is one person's alone",
        }
        .into());
    }
    sheet.column = 0;
    app.overlays.push(Overlay::Sheet(Box::new(sheet)));
    Ok(())
}

/// The names that the keys in the vault list.
///
/// # Errors
/// A key cannot be read: what nobody looked for would leave.
pub(super) fn listed(app: &App) -> Result<Names, Trouble> {
    let keys = app.desk.pseudonym_keys().ok().and_then(|keys| names_of(&keys).ok());
    keys.ok_or_else(|| "the keys to pseudonyms in the vault cannot be read, so no name can be looked for".into())
}

fn listing(scene: &Scene, names: &Names) -> Listing {
    let found = names_in(scene.project, scene.texts, names, Carries::Whole);
    let cells = small_cells(scene.project, LEAST);
    let people = cells.iter().map(|cell| Some(Entry::Case(cell.first)));
    let opened = found.iter().map(place_of).chain(people).enumerate();
    let entries = opened.map(|(row, entry)| entry.unwrap_or(Entry::Candidate(row))).collect();
    Listing { table: scan_table(names, &found, &cells), entries }
}

/// Where one goes to see it; nowhere for what is seen in no pane and no table.
fn place_of(found: &NameFound) -> Option<Entry> {
    Some(match found.stands {
        Stands::Text(document, span) => Entry::Excerpt(document, span),
        Stands::Memo(memo) => Entry::Memo(memo),
        Stands::Words(of) => match of {
            WordsOf::Title(document) | WordsOf::Label(document) | WordsOf::Value(_, Subject::Document(document)) => {
                Entry::Document(document)
            }
            WordsOf::Case(case) | WordsOf::Value(_, Subject::Case(case)) => Entry::Case(case),
            WordsOf::Code(code) | WordsOf::Definition(code, _) => Entry::Code(code),
            WordsOf::Theme(theme) | WordsOf::AboutTheme(theme) => Entry::Theme(theme),
            WordsOf::Study | WordsOf::Attribute(_) | WordsOf::Coder(_) => return None,
        },
        Stands::File => return None,
    })
}

/// Writes what was looked over; where listed names stand in it, only when somebody who was told so wants it.
pub(super) fn writing(
    app: &mut App,
    names: &Names,
    found: &NamesSaid,
    write: impl FnOnce(&mut App, NamesIn) -> Done + Send + 'static,
) -> Done {
    let places = match found.places {
        0 if names.is_empty() => return write(app, NamesIn::Identified),
        0 => return write(app, NamesIn::Pseudonymised),
        places => places,
    };
    let different = |n: usize| if n == 1 { "1 name".to_string() } else { format!("{n} different names") };
    let stand = format!("{} in {}", different(found.different()), count_of(places, "place"));
    let mut lines = vec![format!("Listed names would leave: {stand}.")];
    lines.extend(found.within().map(|(what, n)| format!("  {what}: {}", different(n))));
    lines.push(String::new());
    let choices = vec![
        Choice::of('w', "write it all the same; the register notes that", move |app| {
            write(app, NamesIn::Found(places))
        }),
        Choice::of('s', "write nothing, and list where names stand in the project", list),
    ];
    app.overlays.push(Overlay::Notice(Box::new(Notice::choosing("names in what would be written", lines, choices))));
    Ok(())
}
